//! A token: made, written and read back.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};

use super::LinkKeys;
use crate::{Code, Error};

/// How many characters the text of a token has.
pub const TOKEN_CHARS: usize = 24;

const ACTION_BYTES: usize = 8;
const SIGNED_BYTES: usize = ACTION_BYTES + 1;
const MAC_BYTES: usize = 9;
const TOKEN_BYTES: usize = SIGNED_BYTES + MAC_BYTES;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To look at the plan and pick a time.
    Book,
    /// To stop messages (RFC 8058: only a POST does it, a GET unsubscribes nobody).
    Unsubscribe,
}

impl Purpose {
    /// Every purpose there is.
    pub const ALL: &'static [Self] = &[Self::Book, Self::Unsubscribe];

    /// The purpose as the wire writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Unsubscribe => "unsubscribe",
        }
    }

    /// The byte in a token. Tokens live for years in people's inboxes: a byte is never reused.
    fn byte(self) -> u8 {
        match self {
            Self::Book => 1,
            Self::Unsubscribe => 2,
        }
    }
}

/// A booking address with a token in it: before a fragment, which a browser keeps to itself. A mail service that posts to
/// the address would leave the token out (RFC 9110, 4.2.5).
pub(crate) fn address(booking_url: &str, token: &str) -> String {
    let (sent, fragment) = booking_url.split_at(booking_url.find('#').unwrap_or(booking_url.len()));
    let mark = if sent.contains('?') { '&' } else { '?' };
    format!("{sent}{mark}ft={token}{fragment}")
}

/// An authentic token: which action's link it is, and what for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// The first 8 bytes of the hash that the action's id is made of.
    pub action: [u8; ACTION_BYTES],
    /// What the link is for.
    pub purpose: Purpose,
}

impl Token {
    /// The action's bytes as 16 hexadecimal digits, for a host's table.
    pub fn action_hex(&self) -> String {
        HEXLOWER.encode(&self.action)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whoever holds the text of a token may act on it, so even its unsigned half stays out of logs.
        f.debug_struct("Token")
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// The text of the token for one link of one action: 24 base64url characters, the same for the same input.
///
/// ```
/// use followthrough::link::{LinkKeys, Purpose, read_token, sign};
/// let keys = LinkKeys::new(&["a secret of the host's, from its vault"])?;
/// let text = sign(*b"8 bytes!", Purpose::Book, &keys);
/// assert_eq!(text.len(), 24);
/// assert_eq!(read_token(&text, &keys)?.purpose, Purpose::Book);
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn sign(action: [u8; ACTION_BYTES], purpose: Purpose, keys: &LinkKeys) -> String {
    let mut signed = [0; SIGNED_BYTES];
    for (to, from) in signed.iter_mut().zip(action.into_iter().chain([purpose.byte()])) {
        *to = from;
    }
    let mac: [u8; MAC_BYTES] = keys.mac(&signed);
    BASE64URL_NOPAD.encode(&[signed.as_slice(), mac.as_slice()].concat())
}

/// Reads the token of a link. Nothing is said about why a token is refused.
///
/// # Errors
/// `FT-T001` when none of the keys signed it.
pub fn read_token(text: &str, keys: &LinkKeys) -> Result<Token, Error> {
    authentic(text, keys).ok_or_else(|| Error::new(Code::TokenNotAuthentic, "token not authentic"))
}

fn authentic(text: &str, keys: &LinkKeys) -> Option<Token> {
    if text.len() != TOKEN_CHARS {
        return None;
    }
    let bytes: [u8; TOKEN_BYTES] = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok()?;
    let (signed, tag) = bytes.split_first_chunk::<SIGNED_BYTES>()?;
    if !keys.verifies(signed, tag) {
        return None;
    }
    let (action, rest) = signed.split_first_chunk::<ACTION_BYTES>()?;
    let purpose = *Purpose::ALL.iter().find(|p| rest == [p.byte()])?;
    Some(Token {
        action: *action,
        purpose,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

    use proptest::prelude::*;

    use super::*;

    const NEW: &[u8] = b"the new key, 32 bytes of entropy";
    const OLD: &[u8] = b"the old key, 16+ bytes";

    fn keys(list: &[&[u8]]) -> LinkKeys {
        LinkKeys::new(list).unwrap()
    }

    #[test]
    fn a_token_reads_back_as_it_was_signed() {
        let keys = keys(&[NEW]);
        for purpose in Purpose::ALL {
            let text = sign([7; 8], *purpose, &keys);
            let token = read_token(&text, &keys).unwrap();
            assert_eq!((token.action, token.purpose), ([7; 8], *purpose));
        }
    }

    #[test]
    fn tokens_in_inboxes_stay_valid_across_releases() {
        // Computed apart with Python's hmac: HMAC-SHA-256(NEW, "followthrough link v1\0" + bytes 1..8 + 0x01), 9 bytes.
        let text = sign([1, 2, 3, 4, 5, 6, 7, 8], Purpose::Book, &keys(&[NEW]));
        assert_eq!(text, "AQIDBAUGBwgBsOvqGY7nuJ7U");
    }

    #[test]
    fn a_changed_character_anywhere_is_refused() {
        let keys = keys(&[NEW]);
        let text = sign([9; 8], Purpose::Unsubscribe, &keys);
        for i in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[i] = if other[i] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).unwrap();
            assert_eq!(
                read_token(&other, &keys).unwrap_err().code(),
                Code::TokenNotAuthentic,
                "{i}"
            );
        }
        for other in [
            "",
            "short",
            &format!("{text}A"),
            &format!(" {}", &text[1..]),
            "éééééééééééé",
        ] {
            assert!(read_token(other, &keys).is_err());
        }
    }

    #[test]
    fn an_older_key_still_reads_and_the_first_one_signs() {
        let before = sign([3; 8], Purpose::Book, &keys(&[OLD]));
        let rotated = keys(&[NEW, OLD]);
        assert_eq!(read_token(&before, &rotated).unwrap().action, [3; 8]);
        assert_eq!(
            sign([3; 8], Purpose::Book, &rotated),
            sign([3; 8], Purpose::Book, &keys(&[NEW]))
        );
        assert!(
            read_token(&before, &keys(&[NEW])).is_err(),
            "a key that is gone reads nothing"
        );
    }

    #[test]
    fn weak_keys_are_refused_and_no_key_is_shown() {
        assert_eq!(LinkKeys::new(&[[0u8; 15]]).unwrap_err().code(), Code::WeakLinkKey);
        assert_eq!(LinkKeys::new::<&[u8]>(&[]).unwrap_err().code(), Code::WeakLinkKey);
        assert_eq!(LinkKeys::new(&[NEW, b"short"]).unwrap_err().path(), "link_keys[1]");
        assert_eq!(format!("{:?}", keys(&[NEW])), "LinkKeys([redacted])");
    }

    proptest! {
        #[test]
        fn no_text_panics_or_is_authentic_by_chance(text in "\\PC{0,40}") {
            prop_assert!(read_token(&text, &keys(&[NEW, OLD])).is_err());
        }

        #[test]
        fn no_token_shaped_text_is_authentic_by_chance(text in "[A-Za-z0-9_-]{24}") {
            prop_assert!(read_token(&text, &keys(&[NEW, OLD])).is_err());
        }

        #[test]
        fn every_signed_token_reads_back(action: [u8; 8], unsubscribe: bool) {
            let purpose = if unsubscribe { Purpose::Unsubscribe } else { Purpose::Book };
            let keys = keys(&[NEW]);
            let token = read_token(&sign(action, purpose, &keys), &keys).unwrap();
            prop_assert_eq!(token, Token { action, purpose });
        }
    }
}
