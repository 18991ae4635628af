//! A snapshot of the person contacted.

use super::limits::check_recipient;
use super::machine::Machine;
use super::{EntryKind, IgnoredInput, Outcome};
use crate::plan::PersonStatus;
use crate::recipient::Recipient;
use crate::schedule::Timestamp;
use crate::{Code, Error};

impl Machine<'_> {
    pub(super) fn on_recipient(&mut self, at: Timestamp, recipient: &Recipient) -> Result<(), Error> {
        check_recipient(recipient).map_err(|e| e.under("recipient"))?;
        if recipient.id != self.f.person.id {
            return Err(Error::new(Code::WrongRecipient, "the snapshot is of another recipient")
                .at("recipient.id")
                .help("hand the event to the follow-up of that recipient"));
        }
        if self.told_before {
            return Ok(());
        }
        if self.f.person.known_at.is_some_and(|known| at < known) {
            // A death is not outdated by a later export that does not know of it yet.
            if recipient.status != PersonStatus::Deceased {
                self.note(
                    None,
                    EntryKind::Ignored {
                        why: IgnoredInput::OlderSnapshot,
                    },
                );
                return Ok(());
            }
            self.f.person.status = PersonStatus::Deceased;
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
