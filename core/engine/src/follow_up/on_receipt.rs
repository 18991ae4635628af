//! What became of a message.

use super::machine::Machine;
use super::on_consent::OptOut;
use super::{DropReason, EntryKind, FailureClass, Fate, IgnoredInput, Receipt, ReceiptResult, Sent};
use crate::criteria::StepResult;
use crate::recipient::ContactKind;
use crate::schedule::Timestamp;
use crate::{Code, Error};

impl Machine<'_> {
    pub(super) fn on_receipt(&mut self, at: Timestamp, receipt: &Receipt) -> Result<(), Error> {
        let Some(action_id) = receipt.action_id() else {
            if let Receipt::Elsewhere { contact, channel } = receipt
                && !self.told_before
            {
                self.f.sends.push(Sent {
                    action: None,
                    about: None,
                    channel: *channel,
                    to: contact.clone(),
                    at,
                    fate: Fate::Left,
                });
                self.f.forget_excess_sends();
                self.note(
                    None,
                    EntryKind::Receipt {
                        action_id: None,
                        step: None,
                        result: ReceiptResult::Elsewhere,
                    },
                );
            }
            return Ok(());
        };
        let found = self
            .f
            .sends
            .iter()
            .position(|s| s.action.as_ref().is_some_and(|a| &a.id == action_id));
        let Some(sent) = found.and_then(|index| self.f.sends.get(index)) else {
            if self.f.forgot {
                self.note(
                    None,
                    EntryKind::Ignored {
                        why: IgnoredInput::Forgotten,
                    },
                );
                return Ok(());
            }
            let states: Vec<&str> = self.f.cases.iter().map(|case| case.state.name()).collect();
            let message = format!(
                "receipt for an action that this follow-up never returned: {action_id} (cases: {})",
                if states.is_empty() {
                    "none".to_owned()
                } else {
                    states.join(", ")
                }
            );
            return Err(Error::new(Code::UnknownAction, message)
                .at("action_id")
                .help("hand the receipt to the follow-up whose decision had the action"));
        };
        let Some(action) = sent.action.clone() else {
            return Ok(());
        };
        let (to, channel, known) = (sent.to.clone(), sent.channel, sent.fate);
        let own = self.is_ours(action.case.as_ref());
        if !own {
            self.leave_to_others(action.case.as_ref());
        }
        if let Receipt::Opened { .. } = receipt {
            if own {
                self.note(action.case.as_ref(), EntryKind::Opened { step: action.step });
            }
            return Ok(());
        }
        let (result, fate) = match receipt {
            Receipt::Delivered { .. } => (ReceiptResult::Delivered, Fate::Left),
            Receipt::Bounced { .. } => (ReceiptResult::Bounced, Fate::Failed),
            Receipt::Complained { .. } => (ReceiptResult::Complained, Fate::Left),
            Receipt::Failed { class, .. } => match class {
                FailureClass::Temporary => (ReceiptResult::FailedTemporary, known),
                FailureClass::Permanent => (ReceiptResult::FailedPermanent, Fate::Failed),
                FailureClass::Blocked => (ReceiptResult::FailedBlocked, Fate::Failed),
                // The carrier's opt-out takes no message off the limits.
                FailureClass::OptedOut => (ReceiptResult::FailedOptedOut, Fate::Left),
            },
            Receipt::Opened { .. } | Receipt::Elsewhere { .. } => return Ok(()),
        };
        if !self.told_before
            && let Some(sent) = found.and_then(|index| self.f.sends.get_mut(index))
        {
            sent.fate = fate;
        }
        let (case, step) = (action.case.clone(), Some(action.step.clone()));
        if own {
            self.note(
                case.as_ref(),
                EntryKind::Receipt {
                    action_id: Some(action_id.clone()),
                    step,
                    result,
                },
            );
        }
        match result {
            ReceiptResult::FailedPermanent | ReceiptResult::FailedBlocked | ReceiptResult::Bounced => {
                self.drop_point(&to, ContactKind::of_channel(channel), DropReason::Undeliverable, at);
                if let Some(case) = case.as_ref().filter(|_| own) {
                    self.fall_back(case, &action);
                }
            }
            // The carrier has confirmed it; a second confirmation would be one too many.
            ReceiptResult::FailedOptedOut | ReceiptResult::Complained => self.opt_out(&OptOut {
                contact: &to,
                channel,
                all: false,
                wording: if result == ReceiptResult::Complained {
                    "complaint"
                } else {
                    "opted out at the carrier"
                },
                at,
                confirm: false,
                record: true,
            }),
            ReceiptResult::Delivered | ReceiptResult::FailedTemporary | ReceiptResult::Elsewhere => {}
        }
        if let Some(case) = case.as_ref().filter(|_| own) {
            match result {
                ReceiptResult::Delivered | ReceiptResult::Complained => {
                    self.hear_of_message(case, &action, StepResult::Delivered);
                }
                ReceiptResult::FailedPermanent
                | ReceiptResult::FailedBlocked
                | ReceiptResult::FailedOptedOut
                | ReceiptResult::Bounced => self.hear_of_failure(case, &action),
                ReceiptResult::FailedTemporary | ReceiptResult::Elsewhere => {}
            }
        }
        Ok(())
    }
}
