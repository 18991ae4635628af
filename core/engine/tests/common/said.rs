//! What the person said about being contacted, written down beside the engine.

use std::collections::BTreeMap;

use followthrough::follow_up::{ConsentChange, EVENT_MEMORY_DAYS, EventKind, FailureClass, Receipt, StaffOutcome};
use followthrough::playbook::ClickKind;
use followthrough::recipient::Consent;
use followthrough::reply::{Intent, OptOutScope, classify};
use followthrough::wire::ActionId;
use followthrough::{Event, Recipient, Timestamp};

use super::playbooks::Rulebook;

/// The messages handed out so far, as far as an event may name one.
pub(crate) trait Messages {
    /// When a message was handed out, and to which point.
    fn message(&self, action: &ActionId) -> Option<(Timestamp, String)>;
    /// To which point the message with this unsubscribe link went.
    fn unsubscribe_link(&self, token: &str) -> Option<String>;
}

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

    /// Writes down what an event says that was accepted at an instant.
    pub(crate) fn hear(&mut self, messages: &impl Messages, book: &Rulebook, event: &Event, now: Timestamp) {
        let at = event.at.min(now);
        let old = now.since(at) > EVENT_MEMORY_DAYS * 86_400;
        match &event.kind {
            EventKind::Reply(reply) => {
                for intent in classify(reply.text.reveal()).intents {
                    if let Intent::OptOut { scope, channel } = intent {
                        // "Don't e-mail me", by text, is about the e-mails.
                        let all = scope == Some(OptOutScope::All) || (scope.is_none() && book.revoke_all);
                        let here = all || channel.is_none_or(|channel| channel == reply.channel);
                        let exact = ["STOP", "STOP ALL", "UNSUBSCRIBE", "CANCEL"];
                        if !exact.contains(&reply.text.reveal().to_uppercase().as_str()) {
                            // Read into the words: staff may take it back.
                            self.by_staff = self.by_staff.max(Some(at).filter(|_| all));
                            continue;
                        }
                        if here {
                            self.no(reply.from.reveal(), at);
                        }
                        if all {
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
                    self.no(opt_out.contact.reveal(), opt_out.at.min(now));
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
                if let Some((sent_at, to)) = messages.message(action_id)
                    && now.since(sent_at) < SEND_MEMORY
                {
                    self.no(&to, at);
                }
            }
            EventKind::Click(click) if click.kind == ClickKind::Confirmed => {
                if let Some(to) = messages.unsubscribe_link(&click.token) {
                    self.no(&to, at);
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
