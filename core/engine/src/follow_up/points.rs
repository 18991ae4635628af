//! What others with the same contact points must hear of a follow-up: its points, and what happened there.

use super::{CaseState, FollowUp, Next, OptOutRecord, OptOutScope, Run};
use crate::recipient::{Channel, ConsentStanding, ContactPoint, ContactValue};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, Redacted};

/// Something that happened at a contact point.
pub(crate) enum ContactRecord {
    OptedOut(OptOutRecord),
    Sent {
        action: ActionId,
        to: ContactValue,
        channel: Channel,
        at: Timestamp,
    },
}

impl FollowUp {
    /// Every contact point that is known, those that no snapshot lists any more but that hold an opt-out included.
    pub(crate) fn points(&self) -> impl Iterator<Item = &ContactValue> {
        self.person.points.iter().map(|point| &point.value)
    }

    pub(crate) fn has_point(&self, value: &ContactValue) -> bool {
        self.points().any(|point| point == value)
    }

    /// What happened at a contact point, as far as it is remembered: an opt-out, and the messages that count.
    pub(crate) fn contact_record(&self, value: &ContactValue) -> Vec<ContactRecord> {
        let points = self.person.points.iter().filter(|point| &point.value == value);
        let opted_out = points.filter_map(|point| {
            let (at, scope) = self.revoked(point)?;
            Some(ContactRecord::OptedOut(OptOutRecord {
                contact: value.clone(),
                scope,
                wording: Redacted::new(""),
                at,
            }))
        });
        let sent = self.sends.iter().filter(|sent| sent.counts() && &sent.to == value);
        let sent = sent.filter_map(|sent| {
            let action = sent.action.as_ref()?;
            Some(ContactRecord::Sent {
                action: action.id.clone(),
                to: sent.to.clone(),
                channel: sent.channel,
                at: sent.at,
            })
        });
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
