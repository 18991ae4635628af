//! Every hash there is. Hosts in other languages can compute each of them: docs/hashes.md has the formulas with vectors.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

use super::{ActionId, RecipientId, TaskId};

/// Separates the parts of a hashed text. Ids hold no control characters, so no two lists of parts give one text.
const SEPARATOR: u8 = 0x1f;
const SEPARATOR_TEXT: &str = "\x1f";

/// Crockford's base 32 in lower case: no letter that reads as another. What it does not write it does not read either.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut crockford = Specification::new();
    crockford.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    crockford.encoding().unwrap_or(data_encoding::BASE32_NOPAD)
});

/// How many digits sixteen bytes have.
const DIGITS: usize = 26;

/// The kind of subject that is followed up unless a playbook says otherwise.
pub(crate) const PLAN: &str = "plan";

/// What an id is made of. `now` is not among it, so that two workers with different clocks agree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cause<'a> {
    pub(crate) recipient: &'a str,
    pub(crate) case: Option<&'a str>,
    pub(crate) round: u32,
    /// The type of the action as the wire has it.
    pub(crate) kind: &'a str,
    /// Step and attempt, task and level, or the event: in pieces, which are read as one text.
    pub(crate) cause: &'a [&'a str],
}

impl Cause<'_> {
    fn digest(&self, domain: &str) -> [u8; 16] {
        let mut text = Hashed::new();
        for part in [domain, self.recipient, self.case.unwrap_or("-")] {
            text.part(part);
        }
        match self.round {
            // Nearly always.
            1 => text.part("1"),
            other => text.part(&other.to_string()),
        }
        text.part(self.kind);
        self.cause.iter().for_each(|piece| text.put(piece));
        first(text.finish())
    }

    pub(crate) fn action_id(&self) -> ActionId {
        ActionId::from_bytes(self.digest("action"))
    }

    pub(crate) fn task_id(&self) -> TaskId {
        TaskId::from_bytes(self.digest("task"))
    }
}

/// The eight bytes by which a link names its action: the head of the hash in the action's id.
pub(crate) fn link_head(id: &ActionId) -> [u8; 8] {
    first(id.to_bytes().unwrap_or_default())
}

/// The first eight bytes of SHA-256 as a number: what slots, spreads and draws are made of.
pub(crate) fn draw(text: &[&str]) -> u64 {
    let mut hashed = Hashed::new();
    text.iter().for_each(|piece| hashed.put(piece));
    u64::from_be_bytes(first(hashed.finish()))
}

/// The 64-bit memory of an event's id, for one kind of subject: each playbook of a follow-up remembers what it has seen.
pub(crate) fn event(kind: &str, id: &str) -> u64 {
    if kind == PLAN {
        draw(&["event:", id])
    } else {
        draw(&["event", SEPARATOR_TEXT, kind, SEPARATOR_TEXT, id])
    }
}

/// Whether a household is drawn into a holdout of `numerator / denominator`.
pub(crate) fn held_out(salt: &str, household: &str, numerator: u64, denominator: u64) -> bool {
    let drawn = draw(&["holdout:", salt, ":", household]);
    u128::from(drawn) * u128::from(denominator) < (u128::from(numerator) << 64)
}

/// The slot of an old plan, 1 to `slots`.
pub(crate) fn backlog_slot(recipient: &RecipientId, slots: u32) -> u32 {
    let drawn = draw(&["backlog:", recipient.as_str()]) % u64::from(slots.max(1));
    u32::try_from(drawn).unwrap_or(0) + 1
}

/// Seconds after the opening of a window, below `spread`.
pub(crate) fn spread(recipient: &str, opening: impl std::fmt::Display, spread: i64) -> i64 {
    match u64::try_from(spread) {
        Ok(spread) if spread > 0 => {
            let drawn = draw(&["spread:", recipient, ":", &opening.to_string()]) % spread;
            i64::try_from(drawn).unwrap_or(0)
        }
        Ok(_) | Err(_) => 0,
    }
}

/// The arm of a template: a number below the sum of weights.
pub(crate) fn arm(template: &str, recipient: &str, weights: u64) -> u64 {
    draw(&["arm:", template, ":", recipient]) % weights.max(1)
}

/// The first bytes of SHA-256 over `text`, in hexadecimal.
pub(crate) fn short_hex(text: &str) -> String {
    format!("{:016x}", draw(&[text]))
}

/// A prefix and the digits of a hash.
#[derive(Clone, Copy)]
pub(super) struct Named {
    text: [u8; 32],
    length: usize,
}

impl Named {
    pub(super) fn as_str(&self) -> &str {
        let text = self.text.get(..self.length).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// A prefix and the digits of a hash, written in one piece.
pub(super) fn named(prefix: &str, bytes: &[u8; 16]) -> Named {
    let mut text = [0; 32];
    let (start, length) = (prefix.len(), prefix.len() + DIGITS);
    if let Some((start, digits)) = text.get_mut(..length).and_then(|text| text.split_at_mut_checked(start)) {
        start.copy_from_slice(prefix.as_bytes());
        BASE32.encode_mut(bytes, digits);
    }
    Named { text, length }
}

/// The bytes of a hash from its digits; none of any other text.
pub(super) fn from_base32(digits: &str) -> Option<[u8; 16]> {
    BASE32.decode(digits.as_bytes()).ok()?.try_into().ok()
}

/// A text on its way into SHA-256. It is gathered first: a hasher takes many small pieces slowly.
struct Hashed {
    /// All zero from `length` on.
    gathered: [[u8; BLOCK]; BLOCKS],
    length: usize,
    /// What had no room.
    before: Option<Box<Sha256>>,
}

/// What SHA-256 takes at a time, in bytes (FIPS 180-4, section 5.2.1).
const BLOCK: usize = 64;
/// What nearly every text fits into.
const BLOCKS: usize = 2;
/// The end of a text in its last block: a one, and how many bits there were (section 5.1.1).
const END: usize = 1 + size_of::<u64>();

/// Where SHA-256 begins (section 5.3.3).
const BEGINNING: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

impl Hashed {
    fn new() -> Self {
        Self {
            gathered: [[0; BLOCK]; BLOCKS],
            length: 0,
            before: None,
        }
    }

    fn put(&mut self, piece: &str) {
        let end = self.length + piece.len();
        if let Some(place) = self.gathered.as_flattened_mut().get_mut(self.length..end) {
            place.copy_from_slice(piece.as_bytes());
            self.length = end;
        } else {
            let gathered = self.gathered.as_flattened().get(..self.length).unwrap_or_default();
            let before = self.before.get_or_insert_default();
            before.update(gathered);
            before.update(piece.as_bytes());
            self.length = 0;
        }
    }

    /// A piece and a separator.
    fn part(&mut self, piece: &str) {
        let end = self.length + piece.len();
        let place = self.gathered.as_flattened_mut().get_mut(self.length..=end);
        if let Some((separator, place)) = place.and_then(<[u8]>::split_last_mut) {
            place.copy_from_slice(piece.as_bytes());
            *separator = SEPARATOR;
            self.length = end + 1;
        } else {
            self.put(piece);
            self.put(SEPARATOR_TEXT);
        }
    }

    fn finish(mut self) -> [u8; 32] {
        match self.before.take() {
            None if self.length + END <= BLOCK * BLOCKS => self.compress(),
            before => {
                let gathered = self.gathered.as_flattened().get(..self.length).unwrap_or_default();
                let before = before.map_or_else(Sha256::new, |before| *before);
                before.chain_update(gathered).finalize().into()
            }
        }
    }

    /// The whole text at once where it lies: a hasher would copy it first.
    fn compress(mut self) -> [u8; 32] {
        let blocks = (self.length + END).div_ceil(BLOCK);
        let bits = u64::try_from(self.length * 8).unwrap_or(0);
        let (mut state, mut digest) = (BEGINNING, [0; 32]);
        if let Some(blocks) = self.gathered.get_mut(..blocks) {
            let bytes = blocks.as_flattened_mut();
            if let Some(one) = bytes.get_mut(self.length) {
                *one = 0x80;
            }
            if let Some(end) = bytes.last_chunk_mut() {
                *end = bits.to_be_bytes();
            }
            compress256(&mut state, blocks);
        }
        for (bytes, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
            *bytes = word.to_be_bytes();
        }
        digest
    }
}

fn first<const N: usize>(digest: impl AsRef<[u8]>) -> [u8; N] {
    digest.as_ref().first_chunk().copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways of hashing are one hash, wherever the pieces end.
    #[test]
    fn a_text_in_pieces_is_hashed_as_a_whole() {
        let text = "0123456789abcdef".repeat(20);
        for length in 0..text.len() {
            for piece in [1, 7, 55, 64, 200] {
                let text = text.get(..length).unwrap_or_default();
                let mut hashed = Hashed::new();
                let mut parted = Hashed::new();
                let mut separated = String::new();
                for piece in text.as_bytes().chunks(piece) {
                    let piece = std::str::from_utf8(piece).unwrap_or_default();
                    hashed.put(piece);
                    parted.part(piece);
                    separated += piece;
                    separated += SEPARATOR_TEXT;
                }
                let whole = |text: &str| -> [u8; 32] { Sha256::digest(text).into() };
                assert_eq!(hashed.finish(), whole(text), "{length} bytes by {piece}");
                assert_eq!(
                    parted.finish(),
                    whole(&separated),
                    "{length} bytes by {piece}, separated"
                );
            }
        }
    }

    /// The vectors of docs/hashes.md, computed with Python's hashlib.
    #[test]
    fn formulas_hold_the_vectors_of_the_page() -> Result<(), crate::Error> {
        let recipient = RecipientId::parse("r-77")?;
        fn of<'a>(kind: &'a str, cause: &'a [&'a str]) -> Cause<'a> {
            Cause {
                recipient: "r-77",
                case: Some("tp-1"),
                round: 1,
                kind,
                cause,
            }
        }
        let action = of("send", &["hello", "#1"]).action_id();
        let head: String = link_head(&action).iter().map(|byte| format!("{byte:02x}")).collect();
        let results = [
            action.to_string(),
            head,
            of("call", &["high_value:step ", "call"]).task_id().to_string(),
            format!("{:x}", event("plan", "e1")),
            format!("{:x}", event("recall", "e1")),
            draw(&["holdout:2026-q4:", "h-12"]).to_string(),
        ];
        let page = include_str!("../../../../docs/hashes.md");
        for result in results {
            assert!(page.contains(&format!("`{result}`")), "{result}");
        }
        assert!(held_out("2026-q4", "h-12", 2, 10) && !held_out("2026-q4", "h-12", 1, 10));
        assert!(!held_out("x", "anybody", 0, 1) && held_out("x", "anybody", 1, 1));
        assert_eq!(backlog_slot(&recipient, 10), 3);
        assert_eq!(spread(recipient.as_str(), "2026-03-04", 5400), 3741);
        assert_eq!(spread(recipient.as_str(), "2026-03-04", 0), 0);
        assert_eq!(arm("soft_nudge", recipient.as_str(), 2), 1);
        Ok(())
    }
}
