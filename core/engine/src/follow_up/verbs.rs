//! The two verbs: an event, or time that passes.

use super::course::Plotted;
use super::machine::{Decided, Machine, Texts};
use super::places::Places;
use super::undoable::{Before, can_be_undone};
use super::{Decision, Event, FollowUp, Moment, SeenEvent};
use crate::playbook::Playbook;
use crate::recipient::Recipient;
use crate::schedule::Timestamp;
use crate::wire::decode;
use crate::{Code, Error};

/// Why a call was refused; the follow-up is as it was.
pub type HandleError = Error;

impl Playbook {
    /// Begins to follow up a person, as [`FollowUp::new`] does, by the playbook's zone data: a person may live in a zone
    /// that only the host's own data has.
    ///
    /// # Errors
    /// As [`FollowUp::new`]; `FT-T002` when neither the host's data nor the bundled one has the person's time zone.
    pub fn begin(&self, recipient: &Recipient) -> Result<FollowUp, Error> {
        FollowUp::begin(recipient, self.time_zones())
    }

    /// [`Playbook::begin`] from the JSON of the wire.
    ///
    /// # Errors
    /// As [`Playbook::begin`], and `FT-H001` with the path of what cannot be decoded.
    pub fn begin_json(&self, recipient: &str) -> Result<FollowUp, Error> {
        self.begin(&decode::from_text(recipient, Code::EventMalformed)?)
    }

    /// Takes in what happened. Returns what that asks for; nothing that time alone would bring.
    ///
    /// # Errors
    /// `FT-H…` when the event cannot be right: an unknown case or task, a receipt for an action that never was, a
    /// clock that leapt. The follow-up is then as it was, its `wake_at` too.
    pub fn handle(
        &self,
        follow_up: &mut FollowUp,
        moment: impl Into<Moment>,
        event: &Event,
    ) -> Result<Decision, HandleError> {
        let decided = self.decide(
            Box::new(follow_up.clone()),
            moment.into(),
            Some(event),
            Texts::Written,
            None,
        )?;
        *follow_up = *decided.follow_up;
        Ok(decided.decision)
    }

    /// Lets time pass: enrols, sends, escalates and closes what is due.
    ///
    /// # Errors
    /// `FT-H005` when `now` is more than 400 days ahead of the last instant seen and the moment does not confirm it.
    pub fn tick(&self, follow_up: &mut FollowUp, moment: impl Into<Moment>) -> Result<Decision, HandleError> {
        let decided = self.decide(Box::new(follow_up.clone()), moment.into(), None, Texts::Written, None)?;
        *follow_up = *decided.follow_up;
        Ok(decided.decision)
    }

    /// When time has its next word about a follow-up at rest, at once under another revision than that of its last
    /// call; with places, also what comes then.
    pub(crate) fn at_rest(
        &self,
        follow_up: &FollowUp,
        places: Option<&mut Places>,
    ) -> (Option<Timestamp>, Option<Plotted>) {
        let Some(last) = follow_up.last_now else {
            return (None, None);
        };
        if follow_up.revision_of(&self.rules().subject) != Some(self.rules().revision.as_str()) {
            return (Some(last), None);
        }
        let machine =
            Machine::begin(self, Box::new(follow_up.clone()), Moment::from(last), Texts::LeftOut).with_places(places);
        (machine.next(), machine.plot())
    }

    /// One call on a copy of the follow-up: an event, or a tick when there is none. An error drops the copy. With
    /// places, what comes next is plotted.
    pub(crate) fn decide(
        &self,
        follow_up: Box<FollowUp>,
        moment: Moment,
        event: Option<&Event>,
        texts: Texts,
        places: Option<&mut Places>,
    ) -> Result<Decided, Error> {
        let undoable = event.filter(|event| can_be_undone(event));
        let before = undoable.map(|_| Before::of(&follow_up));
        let mut machine = Machine::begin(self, follow_up, moment, texts).with_places(places);
        machine.check_clock(event.map(|event| event.at))?;
        let stood = machine.stood();
        let Some(event) = event else {
            machine.advance_clock();
            machine.let_time_pass();
            machine.forget_undo_of_ended(&stood);
            return Ok(machine.finish());
        };
        let hash = machine.memory_of(event.event_id.as_str());
        if machine.f.seen.iter().any(|seen| seen.hash == hash) {
            return Ok(machine.answer());
        }
        machine.advance_clock();
        machine.event = Some(event.event_id.clone());
        machine.told_before = machine.seen_by_others(event.event_id.as_str());
        machine.catch_up();
        machine.take_in(event)?;
        machine.learn_to_undo(before.as_ref(), &stood, event);
        machine.f.seen.push(SeenEvent {
            hash,
            // One that claims to be ahead is remembered until its claim is old: only then is a repeat told by its age.
            at: event.at,
        });
        Ok(machine.finish())
    }

    /// [`Playbook::handle`] as the bindings call it: JSON in, JSON out.
    ///
    /// # Errors
    /// As [`Playbook::handle`], and `FT-H001` or `FT-H010` with the path of what cannot be decoded.
    pub fn handle_json(&self, follow_up: &mut FollowUp, moment: &str, event: &str) -> Result<String, HandleError> {
        let decision = self.handle(follow_up, Moment::from_json(moment)?, &Event::from_json(event)?)?;
        Ok(decision.to_json())
    }

    /// [`Playbook::tick`] as the bindings call it: JSON in, JSON out.
    ///
    /// # Errors
    /// As [`Playbook::tick`], and `FT-H010` with the path of what cannot be decoded.
    pub fn tick_json(&self, follow_up: &mut FollowUp, moment: &str) -> Result<String, HandleError> {
        Ok(self.tick(follow_up, Moment::from_json(moment)?)?.to_json())
    }
}
