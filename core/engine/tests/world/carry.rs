//! The outbox is carried out: at least once each, by workers that die in the middle, through a gateway that knows ids.

use followthrough::Moment;
use followthrough::follow_up::{ActionKind, OptOutRecord, Verdict, WhyNot, contact_revoked};

use super::host::Outgoing;
use super::observer::Leaving;
use super::post::{Happening, Letter, Meant};
use super::practice::RECALLS;
use super::run::{Fault, World};
use super::store::Store;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

impl World {
    /// Takes up, in their order, the actions of one person that were not carried out yet.
    pub(crate) fn carry(&mut self, who: usize) {
        for id in self.host.order[who].clone() {
            let Outgoing {
                done: false,
                cancelled: false,
                ..
            } = &self.host.outbox[&id]
            else {
                continue;
            };
            let done = self.carry_out(who, &id);
            if self.crashes(4) {
                let later = self.now.plus(self.host.chance.between(MINUTE, 3 * HOUR));
                return self.queue.put(later, Happening::Carry(who));
            }
            if let Some(outgoing) = self.host.outbox.get_mut(&id) {
                outgoing.done = done;
            }
        }
    }

    /// False where it may be carried out later.
    fn carry_out(&mut self, who: usize, id: &str) -> bool {
        match self.host.outbox[id].action.kind.clone() {
            ActionKind::Cancel { action_id } => {
                if let Some(named) = self.host.outbox.get_mut(action_id.text().as_str()) {
                    named.cancelled = !named.done;
                }
                self.staff_lose(action_id.text().as_str());
            }
            ActionKind::RecordOptOut(record) => self.pass_on(who, &record),
            ActionKind::Send(_) => return self.send(who, id),
            ActionKind::Prompt(prompt) => {
                if self.fault != Fault::HidesPrompts {
                    let handed_at = self.host.outbox[id].handed_at;
                    self.staff_get(who, id, handed_at, &prompt);
                }
            }
            ActionKind::TellPracticeSystem { .. } | ActionKind::Alert { .. } => {}
        }
        true
    }

    /// An opt-out silences the phone, not the person.
    fn pass_on(&mut self, who: usize, record: &OptOutRecord) {
        if let Store::Desk(_) = self.host.store {
            return;
        }
        for other in self.host.others(who, record.contact.reveal()) {
            let event = contact_revoked(record, self.now);
            let mut body: serde_json::Value = serde_json::from_str(&event.to_json()).unwrap();
            let map = body.as_object_mut().unwrap();
            map.remove("event_id");
            map.remove("at");
            let body = body.to_string();
            let letter = Letter {
                to: other,
                event_id: event.event_id.to_string(),
                at: event.at,
                body: body.trim_start_matches('{').trim_end_matches('}').to_owned(),
                meant: Meant::Nothing,
            };
            self.host.inbox[other].push_back(letter);
            self.queue.put(self.now, Happening::Look(other));
        }
    }

    fn send(&mut self, who: usize, id: &str) -> bool {
        let moment = self.moment();
        let book = if self.host.outbox[id].of_recalls {
            RECALLS
        } else {
            self.revision()
        };
        let follow_up = self.host.store.follow_up(who);
        let action = self.host.outbox[id].action.id.clone();
        let verdict = self.practice.playbooks[book].may_still_send(&follow_up, &action, moment);
        match verdict {
            Verdict::Yes { .. } => {}
            Verdict::No { .. } if self.fault == Fault::NeverLooks => {}
            Verdict::No {
                reason: WhyNot::Braked | WhyNot::StaleFacts,
            } => {
                let later = self.now.plus(2 * HOUR);
                self.queue.put(later, Happening::Carry(who));
                return false;
            }
            Verdict::No { .. } => return true,
        }
        self.gateway(who, id, book, moment);
        true
    }

    /// The gateway takes a message once for each id.
    fn gateway(&mut self, who: usize, id: &str, book: usize, moment: Moment) {
        if !self.keys.insert(id.to_owned()) && self.fault != Fault::SendsTwice {
            return;
        }
        let outgoing = &self.host.outbox[id];
        let ActionKind::Send(send) = &outgoing.action.kind else {
            return;
        };
        // The engine's clock never runs back; a worker's clock that is far off is the host's fault.
        let worker = moment.now.max(self.host.seen_now[who]);
        let believable = (-5 * MINUTE..=0).contains(&worker.since(self.now));
        let leaving = Leaving {
            who,
            id,
            send,
            handed_at: outgoing.handed_at,
            now: if believable { worker } else { self.now },
        };
        self.observer.left(&self.practice.books[book], &leaving);
        let lands = self.now.plus(self.chance.between(1, 6 * HOUR));
        if !self.calm {
            self.queue.put(lands, Happening::Lands(who, id.to_owned()));
        }
    }
}
