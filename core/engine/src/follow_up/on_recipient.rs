//! A snapshot of the person contacted.

use super::limits::check_recipient;
use super::machine::Machine;
use super::{EntryKind, IgnoredInput, Outcome, RecipientEvent};
use crate::plan::PersonStatus;
use crate::recipient::Consent;
use crate::schedule::Timestamp;
use crate::{Code, Error};

impl Machine<'_> {
    pub(super) fn on_recipient(&mut self, at: Timestamp, event: &RecipientEvent) -> Result<(), Error> {
        let recipient = &event.recipient;
        check_recipient(recipient, &self.rules.time_zones).map_err(|e| e.under("recipient"))?;
        if recipient.id != self.f.person.id {
            return Err(Error::new(Code::WrongRecipient, "the snapshot is of another recipient")
                .at("recipient.id")
                .help("hand the event to the follow-up of that recipient"));
        }
        if let Some(from) = &event.merged_from {
            // Going on without the other chart would lose its opt-outs in silence.
            if !self.f.merged.contains(from) {
                return Err(Error::new(
                    Code::NotMerged,
                    format!("the follow-up of {from} has not been merged into this one"),
                )
                .at("merged_from")
                .help("load both, merge, and hand in the event again; leave the key out when the other chart was never followed up"));
            }
            self.note(None, EntryKind::Merged { from: from.clone() });
        }
        if self.told_before {
            return Ok(());
        }
        for contact in &recipient.contacts {
            if let Consent::Denied { .. } = contact.consent {
                self.keep_opted_out(&contact.value, false);
            }
        }
        let older = self.f.person.known_at.is_some_and(|known| at < known);
        let may_be_a_repeat = self.may_be_a_repeat(at);
        if older || may_be_a_repeat {
            // What was learnt of the person since stands; consent has dates of its own.
            self.f.person.hear_dated(recipient, at, !may_be_a_repeat);
            let status = match recipient.status {
                // A death is not outdated by a later export that does not know of it yet.
                PersonStatus::Deceased => Some(PersonStatus::Deceased),
                PersonStatus::DoNotContact if !older => Some(PersonStatus::DoNotContact),
                PersonStatus::DoNotContact | PersonStatus::Active | PersonStatus::Inactive => None,
            };
            match status {
                Some(status) => self.f.person.status = status,
                None => {
                    let why = if older {
                        IgnoredInput::OlderSnapshot
                    } else {
                        IgnoredInput::TooOld
                    };
                    self.note(None, EntryKind::Ignored { why });
                    return Ok(());
                }
            }
        } else {
            self.f.person.take_in(recipient, Some(at));
        }
        self.find_zones();
        if self.f.person.status != PersonStatus::Active {
            for id in self.own_ids() {
                self.close(&id, Outcome::Ineligible);
            }
            self.end_others(Outcome::Ineligible, |_| true);
        }
        Ok(())
    }
}
