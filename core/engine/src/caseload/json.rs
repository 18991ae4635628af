//! A caseload as the bindings call it: JSON in, JSON out.

use super::{Answer, Caseload};
use crate::follow_up::{Event, FollowUp, Verdict};
use crate::playbook::Playbook;
use crate::recipient::Recipient;
use crate::schedule::Timestamp;
use crate::wire::{ActionId, RecipientId, decode};
use crate::{Code, Error, HandleError, Moment};

/// The most answers of one piece: what it takes to hold them is reserved at once.
const MAX_PIECE: usize = 65_536;

/// What became of one of many events.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Handled {
    /// It was taken in.
    Answers {
        /// That of the person named first, then those of others at the same contact point.
        answers: Vec<Answer>,
    },
    /// It was refused, and changed nothing; those before and after it stand.
    Error {
        /// Why.
        error: Error,
    },
}

impl Caseload {
    /// [`Caseload::begin`] with one recipient, or with a list of them: all of it or nothing. A list of answers.
    ///
    /// # Errors
    /// As [`Caseload::begin`], and `FT-H001` with the path of what cannot be decoded. In a list the path begins with the
    /// place: `[3].contacts[0].value`.
    pub fn begin_json(&mut self, recipients: &str) -> Result<String, Error> {
        let code = Code::EventMalformed;
        let serde_json::Value::Array(list) = decode::value(recipients, code)? else {
            return Ok(text(&self.add(self.playbook.begin_json(recipients)?)?));
        };
        let mut answers = Vec::new();
        let mut begun: Vec<RecipientId> = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            let place = format!("[{index}]");
            let recipient = decode::from_value::<Recipient>(value, code, &place);
            match recipient.and_then(|recipient| {
                let begun = self.begin(&recipient).map_err(|e| e.under(&place))?;
                Ok((recipient.id, begun))
            }) {
                Ok((id, answered)) => {
                    begun.push(id);
                    answers.extend(answered);
                }
                Err(error) => {
                    // The last one first, so that the same slots are given out again in the same order.
                    for id in begun.iter().rev() {
                        self.remove(id);
                    }
                    return Err(error);
                }
            }
        }
        Ok(text(&answers))
    }

    /// [`Caseload::add`], with a list of answers.
    ///
    /// # Errors
    /// As [`Caseload::add`].
    pub fn add_json(&mut self, follow_up: FollowUp) -> Result<String, Error> {
        Ok(text(&self.add(follow_up)?))
    }

    /// [`Caseload::handle`], with a list of answers.
    ///
    /// # Errors
    /// As [`Caseload::handle`], and `FT-H001` or `FT-H010` with the path of what cannot be decoded.
    pub fn handle_json(&mut self, moment: &str, recipient: &str, event: &str) -> Result<String, HandleError> {
        Ok(text(&self.taken_in(Moment::from_json(moment)?, recipient, event)?))
    }

    /// [`Caseload::handle`] for many events at one moment, one after the other: a list of [`Handled`], in the same
    /// order. Each event is a pair of a recipient's id and the event's JSON; what the caller could not even write as JSON
    /// is handed on as the error that it is.
    ///
    /// # Errors
    /// `FT-H010` with the path of what cannot be decoded in the moment; no event was handled then.
    pub fn handle_many_json(
        &mut self,
        moment: &str,
        events: impl IntoIterator<Item = Result<(String, String), Error>>,
    ) -> Result<String, HandleError> {
        let moment = Moment::from_json(moment)?;
        let handled = events.into_iter().map(|event| {
            match event.and_then(|(recipient, event)| self.taken_in(moment, &recipient, &event)) {
                Ok(answers) => Handled::Answers { answers },
                Err(error) => Handled::Error { error },
            }
        });
        Ok(text(&handled.collect::<Vec<_>>()))
    }

    /// [`Caseload::tick`], with a list of answers.
    ///
    /// # Errors
    /// As [`Caseload::tick`], and `FT-H010` with the path of what cannot be decoded.
    pub fn tick_json(&mut self, moment: &str) -> Result<String, HandleError> {
        Ok(text(&self.tick(Moment::from_json(moment)?)?))
    }

    /// [`Caseload::advance`] by about so many answers, 65,536 at most: a list of them, and whether more is due.
    ///
    /// # Errors
    /// As [`Caseload::advance`], and `FT-H010` with the path of what cannot be decoded, or when `most` is nothing.
    pub fn advance_json(&mut self, moment: &str, most: usize) -> Result<(String, bool), HandleError> {
        let moment = Moment::from_json(moment)?;
        if most == 0 {
            return Err(Error::new(Code::MomentMalformed, "expected a whole number from 1").at("most"));
        }
        let mut answers = Vec::with_capacity(most.min(MAX_PIECE));
        let more = self.advance(moment, &mut answers)?;
        Ok((text(&answers), more))
    }

    /// [`Caseload::publish`], with a list of answers.
    ///
    /// # Errors
    /// As [`Caseload::publish`], and `FT-H010` with the path of what cannot be decoded.
    pub fn publish_json(&mut self, playbook: Playbook, moment: &str) -> Result<String, HandleError> {
        Ok(text(&self.publish(playbook, Moment::from_json(moment)?)?))
    }

    /// [`Caseload::agenda`], with a list of items.
    ///
    /// # Errors
    /// `FT-H010` at `from` or `to`, when it is no instant.
    pub fn agenda_json(&self, from: &str, to: &str) -> Result<String, Error> {
        let instant =
            |text: &str, name: &str| Timestamp::parse(text).map_err(|e| e.with_code(Code::MomentMalformed).at(name));
        Ok(text(&self.agenda(instant(from, "from")?, instant(to, "to")?)))
    }

    /// [`Caseload::explain`].
    ///
    /// # Errors
    /// As [`Caseload::explain`], and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn explain_json(&self, recipient: &str, moment: &str) -> Result<String, HandleError> {
        Ok(self.explain(&named(recipient)?, Moment::from_json(moment)?)?.to_json())
    }

    /// [`Caseload::may_still_send`]. A text that is no id of an action is an action that was never handed out.
    ///
    /// # Errors
    /// As [`Caseload::may_still_send`], and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn may_still_send_json(&self, recipient: &str, action_id: &str, moment: &str) -> Result<String, HandleError> {
        let (recipient, moment) = (named(recipient)?, Moment::from_json(moment)?);
        let Ok(action_id) = ActionId::parse(action_id) else {
            self.known_slot(&recipient)?;
            return Ok(Verdict::UNKNOWN.to_json());
        };
        Ok(self.may_still_send(&recipient, &action_id, moment)?.to_json())
    }

    fn taken_in(&mut self, moment: Moment, recipient: &str, event: &str) -> Result<Vec<Answer>, HandleError> {
        self.handle(moment, &named(recipient)?, &Event::from_json(event)?)
    }
}

fn named(recipient: &str) -> Result<RecipientId, Error> {
    RecipientId::parse(recipient).map_err(|e| e.at("recipient.id"))
}

/// What is given has a form on the wire; writing it cannot fail.
fn text(list: &[impl serde::Serialize]) -> String {
    serde_json::to_string(list).unwrap_or_default()
}
