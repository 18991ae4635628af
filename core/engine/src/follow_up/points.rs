//! What others with the same contact points must hear of a follow-up: its points, and what happened there.

use serde::{Deserialize, Serialize};

use super::action::is_opt_out_confirmation;
use super::{
    Action, ActionKind, CaseState, Event, EventKind, FollowUp, Next, OptOutRecord, OptOutScope, Receipt, Run,
    contact_revoked,
};
use crate::recipient::{Channel, ConsentStanding, ContactPoint, ContactValue};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, EventId, Redacted, StepId, decode};
use crate::{Code, Error};

/// Something that happened at a contact point, for everybody else who has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct News {
    /// Where.
    pub contact: ContactValue,
    /// What the others are told.
    pub event: Event,
}

impl News {
    /// What an action means for the others who have its contact point; none for one that concerns nobody else. `at` is
    /// the instant of its decision.
    pub fn of(action: &Action, at: Timestamp) -> Option<Self> {
        match &action.kind {
            ActionKind::Send(send) if !send.confirms_opt_out() => elsewhere(&action.id, &send.to, send.channel, at),
            ActionKind::RecordOptOut(record) => Some(Self {
                contact: record.contact.clone(),
                event: contact_revoked(record, record.at),
            }),
            ActionKind::Send(_)
            | ActionKind::Cancel { .. }
            | ActionKind::TellPracticeSystem { .. }
            | ActionKind::Prompt(_)
            | ActionKind::Alert { .. } => None,
        }
    }

    /// [`News::of`] for an action as the wire has it.
    ///
    /// # Errors
    /// `FT-H001` with the path of what cannot be decoded.
    pub fn of_json(action: &str, at: Timestamp) -> Result<Option<Self>, Error> {
        Ok(match decode::from_text(action, Code::EventMalformed)? {
            Told::Send { step, .. } if is_opt_out_confirmation(&step) => None,
            Told::Send { id, to, channel, .. } => elsewhere(&id, &to, channel, at),
            Told::RecordOptOut { contact, scope, at } => {
                let event = contact_revoked(
                    &OptOutRecord {
                        contact: contact.clone(),
                        scope,
                        wording: Redacted::new(""),
                        at,
                    },
                    at,
                );
                Some(Self { contact, event })
            }
            Told::Cancel | Told::TellPracticeSystem | Told::Prompt | Told::Alert => None,
        })
    }
}

/// What of an action the others with its contact point may have to hear.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Told {
    Send {
        id: ActionId,
        to: ContactValue,
        channel: Channel,
        step: StepId,
    },
    RecordOptOut {
        contact: ContactValue,
        scope: OptOutScope,
        at: Timestamp,
    },
    Cancel,
    TellPracticeSystem,
    Prompt,
    Alert,
}

/// A message, as the others hear of it.
fn elsewhere(action: &ActionId, contact: &ContactValue, channel: Channel, at: Timestamp) -> Option<News> {
    Some(News {
        contact: contact.clone(),
        event: Event {
            event_id: EventId::parse(&format!("elsewhere:{action}")).ok()?,
            at,
            kind: EventKind::Receipt(Receipt::Elsewhere {
                contact: contact.clone(),
                channel,
            }),
        },
    })
}

impl FollowUp {
    /// Every contact point that is known, those that no snapshot lists any more but that something was said of included.
    pub fn contact_points(&self) -> impl Iterator<Item = &ContactValue> {
        self.person.points.iter().map(|point| &point.value)
    }

    /// Whether the person has, or had, that contact point.
    pub fn has_contact_point(&self, value: &ContactValue) -> bool {
        self.contact_points().any(|point| point == value)
    }

    /// What happened at a contact point as far as it is remembered, an opt-out and the messages that count: for somebody
    /// who comes to that point only now.
    pub fn news_at(&self, value: &ContactValue) -> Vec<News> {
        let opted_out = self.person.with_value(value).filter_map(|point| {
            let (at, scope) = self.revoked(point)?;
            let record = OptOutRecord {
                contact: value.clone(),
                scope,
                wording: Redacted::new(""),
                at,
            };
            Some(News {
                contact: value.clone(),
                event: contact_revoked(&record, at),
            })
        });
        let sent = self.sends.iter().filter(|sent| sent.counts() && &sent.to == value);
        let sent = sent.filter_map(|sent| elsewhere(&sent.action.as_ref()?.id, value, sent.channel, sent.at));
        opted_out.chain(sent).collect()
    }

    fn revoked(&self, point: &ContactPoint) -> Option<(Timestamp, OptOutScope)> {
        let channel = match point.kind.channel() {
            Some(Channel::Email) => OptOutScope::Email,
            Some(Channel::Portal) => OptOutScope::Portal,
            Some(Channel::Sms | Channel::Call) | None => OptOutScope::Sms,
        };
        match (&point.standing, self.person.revoked_all) {
            (ConsentStanding::Revoked { at }, _) => Some((*at, channel)),
            (ConsentStanding::Granted { at: Some(granted), .. }, Some(revoked)) if *granted > revoked => None,
            (_, Some(revoked)) => Some((revoked, OptOutScope::All)),
            (_, None) => None,
        }
    }

    /// Whether a step waits for newer facts.
    pub(crate) fn is_held(&self) -> bool {
        self.cases.iter().any(|case| {
            matches!(
                &case.state,
                CaseState::Active(Run {
                    next: Next::Step { held_for: Some(_), .. },
                    ..
                })
            )
        })
    }
}
