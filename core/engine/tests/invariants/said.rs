//! What the person said about being contacted, written down beside the engine.

use std::collections::BTreeMap;

use followthrough::follow_up::{ConsentChange, EVENT_MEMORY_DAYS, EventKind, FailureClass, Receipt, StaffOutcome};
use followthrough::link::Purpose;
use followthrough::playbook::ClickKind;
use followthrough::recipient::Consent;
use followthrough::reply::{Intent, OptOutScope, classify};
use followthrough::{Recipient, Timestamp};

use super::histories::{Call, History};
use super::playbooks::Rulebook;

/// How long messages are remembered.
const SEND_MEMORY: i64 = 31 * 86_400;

/// The latest word by its own date: of each point, and of everything.
#[derive(Default)]
pub(crate) struct Said {
    no: BTreeMap<String, Timestamp>,
    yes: BTreeMap<String, Timestamp>,
    nothing_at_all: Option<Timestamp>,
    /// What staff entered for the person; they may take it back.
    by_staff: Option<Timestamp>,
}

impl Said {
    pub(crate) fn new(person: &Recipient) -> Self {
        let mut said = Self::default();
        said.form(person);
        said
    }

    /// Whether messages to a point are over.
    pub(crate) fn silent(&self, point: &str) -> bool {
        let yes = self.yes.get(point).copied();
        let holds = |no: Option<Timestamp>| no.is_some_and(|no| yes.is_none_or(|yes| yes <= no));
        holds(self.no.get(point).copied()) || holds(self.nothing_at_all) || holds(self.by_staff)
    }

    fn form(&mut self, person: &Recipient) {
        for contact in &person.contacts {
            if let Consent::Granted { at: Some(at), .. } = &contact.consent {
                self.yes(contact.value.reveal(), *at);
            }
        }
    }

    fn yes(&mut self, point: &str, at: Timestamp) {
        let known = self.yes.entry(point.to_owned()).or_insert(at);
        *known = at.max(*known);
    }

    fn no(&mut self, point: &str, at: Timestamp) {
        let known = self.no.entry(point.to_owned()).or_insert(at);
        *known = at.max(*known);
    }

    /// Writes down what an accepted event says.
    pub(crate) fn hear(&mut self, history: &History, book: &Rulebook, call: &Call) {
        let (Some(event), Some(_)) = (&call.event, &call.decision) else {
            return;
        };
        let at = event.at.min(call.now);
        let old = call.now.since(at) > EVENT_MEMORY_DAYS * 86_400;
        match &event.kind {
            EventKind::Reply(reply) => {
                for intent in classify(reply.text.reveal()).intents {
                    if let Intent::OptOut { scope, .. } = intent {
                        self.no(reply.from.reveal(), at);
                        if book.revoke_all || scope == Some(OptOutScope::All) {
                            self.nothing_at_all = self.nothing_at_all.max(Some(at));
                        }
                    }
                }
            }
            EventKind::Consent(told) => match told.change {
                ConsentChange::Revoked => self.no(told.contact.reveal(), at),
                ConsentChange::Granted if !old => self.yes(told.contact.reveal(), at),
                ConsentChange::Granted => {}
            },
            EventKind::History(told) => {
                for opt_out in &told.opt_outs {
                    self.no(opt_out.contact.reveal(), opt_out.at.min(call.now));
                }
            }
            EventKind::Recipient(told) => self.form(&told.recipient),
            EventKind::Receipt(
                Receipt::Complained { action_id }
                | Receipt::Failed {
                    action_id,
                    class: FailureClass::OptedOut,
                },
            ) => {
                let sent = history.sends().find(|(_, action, _)| action.id == *action_id);
                if let Some((sent_at, _, send)) = sent
                    && call.now.since(sent_at) < SEND_MEMORY
                {
                    self.no(send.to.reveal(), at);
                }
            }
            EventKind::Click(click) if click.kind == ClickKind::Confirmed => {
                if let Some((Purpose::Unsubscribe, send)) = history.purpose(&click.token) {
                    self.no(send.to.reveal(), at);
                }
            }
            EventKind::Staff(staff) => match staff.outcome {
                StaffOutcome::DoNotContact => self.by_staff = self.by_staff.max(Some(at)),
                StaffOutcome::Undo => self.by_staff = None,
                _ => {}
            },
            _ => {}
        }
    }
}
