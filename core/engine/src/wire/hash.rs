//! Every hash there is. Hosts in other languages can compute each of them: docs/hashes.md has the formulas with vectors.

use std::borrow::Cow;
use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use sha2::{Digest, Sha256};

use super::{ActionId, RecipientId, TaskId};
use smol_str::SmolStr;

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
        let round = match self.round {
            // Nearly always.
            1 => Cow::Borrowed("1"),
            other => Cow::Owned(other.to_string()),
        };
        let mut text = Hashed::new();
        for part in [domain, self.recipient, self.case.unwrap_or("-"), &round, self.kind] {
            text.put(part);
            text.separate();
        }
        self.cause.iter().for_each(|piece| text.put(piece));
        first(text.finish())
    }

    pub(crate) fn action_id(&self) -> ActionId {
        ActionId::from_hash(self.digest("action"))
    }

    pub(crate) fn task_id(&self) -> TaskId {
        TaskId::from_hash(self.digest("task"))
    }
}

/// The eight bytes by which a link names its action: the head of the hash in the action's id.
pub(crate) fn link_head(id: &ActionId) -> [u8; 8] {
    first(id.hash().unwrap_or_default())
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

/// A prefix and the digits of a hash, written in one piece.
pub(super) fn named(prefix: &str, bytes: &[u8; 16]) -> SmolStr {
    let mut text = [0_u8; 32];
    let (start, length) = (prefix.len(), prefix.len() + DIGITS);
    if let Some((start, digits)) = text.get_mut(..length).and_then(|text| text.split_at_mut_checked(start)) {
        start.copy_from_slice(prefix.as_bytes());
        BASE32.encode_mut(bytes, digits);
    }
    let text = text.get(..length).and_then(|text| std::str::from_utf8(text).ok());
    SmolStr::new(text.unwrap_or(prefix))
}

/// The bytes of a hash from its digits; none of any other text.
pub(super) fn from_base32(digits: &str) -> Option<[u8; 16]> {
    BASE32.decode(digits.as_bytes()).ok()?.try_into().ok()
}

/// A text on its way into SHA-256. It is gathered first: a hasher takes many small pieces slowly.
struct Hashed {
    gathered: [u8; 192],
    length: usize,
    /// What had no room.
    before: Option<Box<Sha256>>,
}

impl Hashed {
    fn new() -> Self {
        Self {
            gathered: [0; 192],
            length: 0,
            before: None,
        }
    }

    fn put(&mut self, piece: &str) {
        let end = self.length + piece.len();
        if let Some(place) = self.gathered.get_mut(self.length..end) {
            place.copy_from_slice(piece.as_bytes());
            self.length = end;
        } else {
            let gathered = self.gathered.get(..self.length).unwrap_or_default();
            let before = self.before.get_or_insert_default();
            before.update(gathered);
            before.update(piece.as_bytes());
            self.length = 0;
        }
    }

    fn separate(&mut self) {
        match self.gathered.get_mut(self.length) {
            Some(place) => {
                *place = SEPARATOR;
                self.length += 1;
            }
            None => self.put(SEPARATOR_TEXT),
        }
    }

    fn finish(&mut self) -> [u8; 32] {
        let gathered = self.gathered.get(..self.length).unwrap_or_default();
        match self.before.take() {
            None => Sha256::digest(gathered).into(),
            Some(before) => (*before).chain_update(gathered).finalize().into(),
        }
    }
}

fn first<const N: usize>(digest: impl AsRef<[u8]>) -> [u8; N] {
    digest.as_ref().first_chunk().copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests {
    use super::*;

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
