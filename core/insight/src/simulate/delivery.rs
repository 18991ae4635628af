//! Messages on their way: what becomes of them, and what their readers do.

use followthrough::Timestamp;
use followthrough::follow_up::{Click, EventKind, FailureClass, Receipt, Reply, Send, Verdict};
use followthrough::link::Purpose;
use followthrough::playbook::ClickKind;
use followthrough::recipient::{Channel, ContactValue};
use followthrough::wire::{ActionId, CaseId, PlanId};

use super::agenda::What;
use super::chance::Chance;
use super::mind::{Reaction, Said, reacts_at};
use super::office::Office;
use super::record::Delayed;

impl Office<'_> {
    /// Hands a message to its gateway. One that takes none now is tried when it is up again, after the look that a host
    /// owes a message that waited.
    pub(super) fn hand_over(&mut self, who: usize, at: Timestamp, action: &ActionId, send: &Send) {
        if let Some(up) = self.options.disruptions.down_until(send.channel, at) {
            let Some(person) = self.people.get(who) else { return };
            let recipient = person.recipient.id.clone();
            self.delayed.entry(action.clone()).or_insert_with(|| Delayed {
                action_id: action.clone(),
                recipient,
                channel: send.channel,
                handed_out_at: at,
                left_at: None,
                reason: None,
            });
            let tries = What::Tries(action.clone(), Box::new(send.clone()));
            self.agenda.add(up, who, tries);
            return;
        }
        let moment = self.moment(at);
        if let Some(delayed) = self.delayed.get_mut(action) {
            let Some(follow_up) = self.people.get(who).and_then(|person| person.follow_up.as_ref()) else {
                return;
            };
            match self.playbook.may_still_send(follow_up, action, moment) {
                Verdict::Yes { .. } => delayed.left_at = Some(at),
                Verdict::No { reason } => {
                    delayed.reason = Some(reason);
                    return;
                }
            }
        }
        self.deliver(who, at, action, send);
    }

    /// Sends a message, in the simulation only.
    fn deliver(&mut self, who: usize, at: Timestamp, action: &ActionId, send: &Send) {
        let mut chance = Chance::about(self.options.seed, &["message", action.text().as_str()]);
        let (receipt, delay, arrived) = self.fate(action, send, &mut chance);
        let received = at.plus(i64::from(delay));
        if let Some(receipt) = receipt {
            self.later(who, received, EventKind::Receipt(receipt));
        }
        // The confirmation of an opt-out belongs to no case, and nobody answers it.
        let Some(case) = send.case_id.clone().filter(|_| arrived) else {
            return;
        };
        self.statistics(who, received, action, send, &mut chance);
        let Some(person) = self.people.get_mut(who) else { return };
        let Some(row) = person.chart.plan(case.as_str()) else {
            return;
        };
        let reaction = row
            .mind
            .reads(&self.options.behaviour, send.channel, person.unanswered, &mut chance);
        person.unanswered = if reaction == Reaction::Nothing {
            person.unanswered + 1
        } else {
            0
        };
        let then = reacts_at(received, send.channel, &mut chance);
        self.react(who, then, action, send, &case, reaction, &mut chance);
    }

    /// Whether a message arrives. A number that is dead is dead for every message.
    fn fate(&self, action: &ActionId, send: &Send, chance: &mut Chance) -> (Option<Receipt>, u32, bool) {
        let delivery = &self.options.behaviour.delivery;
        let dead = |share| Chance::about(self.options.seed, &["number", send.to.reveal()]).per_mille(share);
        let action_id = action.clone();
        let failed = |class| {
            Some(Receipt::Failed {
                action_id: action_id.clone(),
                class,
            })
        };
        match send.channel {
            Channel::Sms => {
                let (blocked, lost) = (
                    chance.per_mille(delivery.sms_blocked),
                    chance.per_mille(delivery.sms_lost),
                );
                let delay = chance.between(3, 40);
                if dead(delivery.sms_dead) {
                    (failed(FailureClass::Permanent), delay, false)
                } else if blocked {
                    (failed(FailureClass::Blocked), delay, false)
                } else if lost {
                    (failed(FailureClass::Temporary), delay, false)
                } else {
                    (Some(Receipt::Delivered { action_id }), delay, true)
                }
            }
            Channel::Email => {
                let delay = chance.between(20, 300);
                if dead(delivery.email_bounced) {
                    (Some(Receipt::Bounced { action_id }), delay, false)
                } else {
                    (Some(Receipt::Delivered { action_id }), delay, true)
                }
            }
            Channel::Portal => (Some(Receipt::Delivered { action_id }), chance.between(1, 5), true),
            Channel::Call => (None, 0, false),
        }
    }

    /// What machines do with a message: mail clients open it, scanners fetch its links.
    fn statistics(&mut self, who: usize, at: Timestamp, action: &ActionId, send: &Send, chance: &mut Chance) {
        let shares = self.options.behaviour.reactions(send.channel);
        let (opened, scanned) = (chance.per_mille(shares.opened), chance.per_mille(shares.scanned));
        let (opens_after, scans_after) = (chance.between(300, 20 * 3600), chance.between(5, 60));
        if opened {
            let action_id = action.clone();
            let kind = EventKind::Receipt(Receipt::Opened { action_id });
            self.later(who, at.plus(i64::from(opens_after)), kind);
        }
        if scanned {
            for link in &send.links {
                let kind = click(link.token.reveal(), ClickKind::Landed);
                self.later(who, at.plus(i64::from(scans_after)), kind);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "who does what about which message, and when")]
    fn react(
        &mut self,
        who: usize,
        at: Timestamp,
        action: &ActionId,
        send: &Send,
        case: &CaseId,
        reaction: Reaction,
        chance: &mut Chance,
    ) {
        let token = |purpose| {
            send.links
                .iter()
                .find(|link| link.purpose == purpose)
                .map(|link| link.token.reveal().to_owned())
        };
        let spanish = send.language == "es";
        let event = match reaction {
            Reaction::Nothing => None,
            Reaction::Complaint => Some(EventKind::Receipt(Receipt::Complained {
                action_id: action.clone(),
            })),
            Reaction::Click => token(Purpose::Book).map(|token| click(&token, ClickKind::Confirmed)),
            Reaction::Stop if send.channel == Channel::Email => {
                token(Purpose::Unsubscribe).map(|token| click(&token, ClickKind::Confirmed))
            }
            Reaction::Yes | Reaction::Question | Reaction::No | Reaction::Stop => reaction
                .words(spanish, chance)
                .map(|words| reply(send.channel, &send.to, words)),
        };
        let Some(event) = event else { return };
        if reaction == Reaction::Click
            && chance.per_mille(self.options.behaviour.books_online)
            && let Ok(plan) = PlanId::parse(case.as_str())
        {
            self.agenda.add(at.plus(240), who, What::Books(plan));
        }
        if let Some(person) = self.people.get_mut(who) {
            let said = reaction.said();
            if said != Said::Nothing {
                person.said.insert(case.clone(), said);
            }
        }
        self.later(who, at, event);
    }

    pub(super) fn later(&mut self, who: usize, at: Timestamp, kind: EventKind) {
        self.agenda.add(at, who, What::Hear(None, Box::new(kind)));
    }
}

fn click(token: &str, kind: ClickKind) -> EventKind {
    EventKind::Click(Click {
        token: token.to_owned(),
        kind,
    })
}

fn reply(channel: Channel, from: &ContactValue, text: &str) -> EventKind {
    EventKind::Reply(Reply {
        channel,
        from: from.clone(),
        text: text.into(),
    })
}
