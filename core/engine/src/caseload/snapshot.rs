//! A caseload as bytes, and back. Every released format loads for ever.
//!
//! ```text
//! 8 bytes   "ftcases" and a zero
//! 4 bytes   the format, little-endian
//! 32 bytes  SHA-256 of all that follows
//! then, packed: revision, what zone data it was, the latest instants known; the lexicon; the follow-ups
//! ```

use sha2::{Digest, Sha256};

use super::packing::{FORMAT, Lexicon, Packed, Packer, Unpacker};
use super::{Caseload, Row, index};
use crate::follow_up::FollowUp;
use crate::playbook::Playbook;
use crate::schedule::Timestamp;
use crate::{Code, Error};

const MAGIC: &[u8; 8] = b"ftcases\0";

/// What stands before the follow-ups.
struct Head {
    revision: String,
    zone_data: String,
    last_now: Option<Timestamp>,
    facts_as_of: Option<Timestamp>,
    hold_until: Option<Timestamp>,
}

impl Caseload {
    /// All follow-ups with their timers, as bytes with a format number and a checksum. Holds names, numbers and
    /// addresses: encrypt it where it rests.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut lexicon = self.lexicon.clone();
        let (mut rows, mut row_bytes) = (Vec::new(), Vec::new());
        let mut none = Lexicon::default();
        for (slot, row) in (0..).zip(&self.rows) {
            let Some(row) = row else { continue };
            let ticked = row.course.as_ref().is_some_and(|(course, _)| course.has_run());
            let packed = match ticked.then(|| self.unpack(slot)).flatten() {
                Some(follow_up) => {
                    row_bytes.clear();
                    follow_up.pack(&mut Packer::new(&mut row_bytes, &mut lexicon));
                    &row_bytes
                }
                None => row.packed.as_ref(),
            };
            let mut to = Packer::new(&mut rows, &mut none);
            row.wake.map(Timestamp::unix).pack(&mut to);
            to.length(packed.len());
            to.raw(packed);
        }

        let mut payload = Vec::new();
        let mut to = Packer::new(&mut payload, &mut none);
        to.text(&self.playbook.rules().revision);
        to.text(self.playbook.time_zones().stamp());
        self.last_now.pack(&mut to);
        self.facts_as_of.pack(&mut to);
        self.hold_until.pack(&mut to);
        to.length(lexicon.texts().len());
        lexicon.texts().iter().for_each(|text| to.text(text));
        to.length(self.len());
        to.raw(&rows);
        let mut bytes = Vec::with_capacity(payload.len() + 44);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&Sha256::digest(&payload));
        bytes.extend_from_slice(&payload);
        bytes
    }

    /// Reads what [`Caseload::snapshot`] of this or an older version wrote; every follow-up is checked. Under another
    /// revision of the playbook, or other zone data, everybody is due at once: tick before anything else.
    ///
    /// # Errors
    /// `FT-S002` when a newer version wrote it, `FT-S003` when it is not a snapshot, or was damaged.
    pub fn restore(playbook: Playbook, bytes: &[u8]) -> Result<Self, Error> {
        let (format, payload) = checked(bytes)?;
        read(playbook, format, payload).ok_or_else(damaged)
    }
}

fn damaged() -> Error {
    Error::new(
        Code::SnapshotDamaged,
        "expected the bytes of a caseload's snapshot, whole and unchanged",
    )
    .help("take the snapshot before this one, or rebuild the caseload from the stored follow-ups")
}

/// The format and the payload, once magic, format and checksum are right.
fn checked(bytes: &[u8]) -> Result<(u32, &[u8]), Error> {
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    let format = u32::from_le_bytes(*format);
    match format {
        1..=FORMAT => {}
        newer if newer > FORMAT => {
            return Err(Error::new(
                Code::StateNewer,
                format!("written by a newer version (format {newer}, this one reads up to {FORMAT})"),
            )
            .at("format")
            .help("update this package before the hosts that write"));
        }
        _ => return Err(damaged()),
    }
    let (sum, payload) = rest.split_first_chunk::<32>().ok_or_else(damaged)?;
    if Sha256::digest(payload)[..] == sum[..] {
        Ok((format, payload))
    } else {
        Err(damaged())
    }
}

fn read(playbook: Playbook, format: u32, payload: &[u8]) -> Option<Caseload> {
    let none = Lexicon::default();
    let mut from = Unpacker::of_format(payload, &none, format);
    let head = Head {
        revision: from.text()?.to_owned(),
        zone_data: from.text()?.to_owned(),
        last_now: Packed::unpack(&mut from)?,
        facts_as_of: Packed::unpack(&mut from)?,
        hold_until: Packed::unpack(&mut from)?,
    };
    let texts = from.length()?;
    let texts: Option<Vec<&str>> = (0..texts).map(|_| from.text()).collect();
    let stands = head.revision == playbook.rules().revision && head.zone_data == playbook.time_zones().stamp();

    let mut caseload = Caseload::new(playbook);
    caseload.lexicon = Lexicon::of(&texts?)?;
    caseload.last_now = head.last_now;
    caseload.facts_as_of = head.facts_as_of;
    caseload.hold_until = head.hold_until;
    let people = from.length()?;
    // A person takes some tens of bytes at least; the bytes bound what is reserved.
    let room = people.min(payload.len() / 16);
    caseload.directory.reserve(room);
    caseload.rows.reserve_exact(room);
    for slot in 0..u32::try_from(people).ok()? {
        let wake: Option<i64> = Packed::unpack(&mut from)?;
        let wake = wake.map(Timestamp::from_unix);
        let length = from.length()?;
        let packed = from.raw(length)?;
        let mut person = Unpacker::of_format(packed, &caseload.lexicon, format);
        let follow_up = FollowUp::unpack(&mut person).filter(|_| person.is_at_end())?;
        let packed = if format == FORMAT {
            packed.into()
        } else {
            let mut anew = Vec::new();
            follow_up.pack(&mut Packer::new(&mut anew, &mut caseload.lexicon));
            anew.into()
        };
        caseload.seat(
            slot,
            packed,
            &follow_up,
            wake.map(|at| if stands { at } else { Timestamp::MIN }),
        )?;
    }
    caseload.settle();
    from.is_at_end().then_some(caseload)
}

impl Caseload {
    /// Puts a follow-up that rests already into its place; none when its person is here already.
    fn seat(&mut self, slot: u32, packed: Box<[u8]>, follow_up: &FollowUp, wake: Option<Timestamp>) -> Option<()> {
        let id = follow_up.recipient_id().as_str();
        if self.directory.person(id, &self.rows).is_some() {
            return None;
        }
        self.rows.push(Some(Row {
            packed,
            wake,
            shares: false,
            course: None,
        }));
        if let Some(wake) = wake {
            self.timers.set(slot, wake);
        }
        if follow_up.is_held() {
            self.held.insert(slot);
        }
        self.directory.add_person(slot, id, &self.rows);
        self.keep_points(slot, &[], follow_up);
        self.rows.get(index(slot)).map(|_| ())
    }
}
