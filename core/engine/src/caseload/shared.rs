//! Contact points that several people have: what one does there, the others hear of.

use std::collections::VecDeque;

use super::{Answer, Caseload, index};
use crate::Moment;
use crate::follow_up::{Action, ActionKind, ContactRecord, Event, EventKind, FollowUp, Receipt, contact_revoked};
use crate::recipient::ContactValue;
use crate::schedule::Timestamp;
use crate::wire::{ActionId, EventId};

/// What happened at a contact point, for the others who have it.
struct News {
    from: u32,
    point: ContactValue,
    event: Event,
}

impl Caseload {
    /// Keeps the directory in step with the contact points of a follow-up. Returns those that are new to it and that
    /// others may have.
    pub(super) fn keep_points(
        &mut self,
        slot: u32,
        before: &[ContactValue],
        follow_up: &FollowUp,
    ) -> Vec<ContactValue> {
        let mut joined = Vec::new();
        for gone in before.iter().filter(|&point| !follow_up.has_point(point)) {
            self.directory.remove_point(slot, gone);
        }
        let new = follow_up.points().filter(|point| !before.contains(point));
        for point in new {
            let others = self.directory.add_point(slot, point);
            if others.is_empty() {
                continue;
            }
            joined.push(point.clone());
            for slot in others.into_iter().chain([slot]) {
                if let Some(Some(row)) = self.rows.get_mut(index(slot)) {
                    row.shares = true;
                }
            }
        }
        joined
    }

    /// Tells the others of what one follow-up decided; what they answer follows, and may travel on.
    pub(super) fn tell_others(&mut self, slot: u32, moment: Moment, actions: &[Action], answers: &mut Vec<Answer>) {
        let mut news: VecDeque<News> = actions
            .iter()
            .filter_map(|action| news_of(slot, action, moment.now))
            .collect();
        while let Some(News { from, point, event }) = news.pop_front() {
            for other in self.holders(from, &point) {
                let Some(decision) = self.tell(other, moment, &event) else {
                    continue;
                };
                let further = decision.decision.actions.iter();
                news.extend(further.filter_map(|action| news_of(other, action, moment.now)));
                answers.push(decision);
            }
        }
    }

    /// A person who comes to contact points that others have hears what happened there before.
    pub(super) fn catch_up(&mut self, slot: u32, joined: &[ContactValue]) {
        let now = self.last_now.unwrap_or(Timestamp::MIN);
        for point in joined {
            for other in self.holders(slot, point) {
                let Some(other) = self.unpack(other) else { continue };
                for event in other.contact_record(point).into_iter().filter_map(past) {
                    let at = now.max(event.at);
                    self.tell(slot, Moment::from(at), &event);
                }
            }
        }
    }

    /// The others who have a contact point, in order of their ids.
    fn holders(&self, slot: u32, point: &ContactValue) -> Vec<u32> {
        let candidates = self.directory.others(slot, point);
        let mut holders: Vec<_> = candidates
            .filter_map(|other| {
                let follow_up = self.unpack(other)?;
                let has = follow_up.has_point(point);
                has.then(|| (follow_up.recipient_id().clone(), other))
            })
            .collect();
        holders.sort();
        holders.into_iter().map(|(_, other)| other).collect()
    }

    /// News is never refused: it is no older than what it tells of, and its clock is the caseload's.
    fn tell(&mut self, slot: u32, moment: Moment, event: &Event) -> Option<Answer> {
        let told = self.decide(slot, moment.with_leap_confirmed(), Some(event));
        told.ok().flatten().map(|(answer, _)| answer)
    }
}

/// A message or an opt-out, as others with the same contact point hear of it.
fn news_of(from: u32, action: &Action, at: Timestamp) -> Option<News> {
    match &action.kind {
        ActionKind::Send(send) if !send.confirms_opt_out() => Some(News {
            from,
            point: send.to.clone(),
            event: elsewhere(&action.id, send.to.clone(), send.channel, at)?,
        }),
        ActionKind::RecordOptOut(record) => Some(News {
            from,
            point: record.contact.clone(),
            event: contact_revoked(record, at),
        }),
        ActionKind::Send(_)
        | ActionKind::Cancel { .. }
        | ActionKind::TellPracticeSystem { .. }
        | ActionKind::Prompt(_)
        | ActionKind::Alert { .. } => None,
    }
}

fn past(record: ContactRecord) -> Option<Event> {
    match record {
        ContactRecord::OptedOut(record) => Some(contact_revoked(&record, record.at)),
        ContactRecord::Sent {
            action,
            to,
            channel,
            at,
        } => elsewhere(&action, to, channel, at),
    }
}

fn elsewhere(
    action: &ActionId,
    contact: ContactValue,
    channel: crate::recipient::Channel,
    at: Timestamp,
) -> Option<Event> {
    Some(Event {
        event_id: EventId::parse(&format!("elsewhere:{action}")).ok()?,
        at,
        kind: EventKind::Receipt(Receipt::Elsewhere { contact, channel }),
    })
}
