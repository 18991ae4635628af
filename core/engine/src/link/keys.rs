//! The host's keys for links: the first signs, all of them check.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Code, Error};

/// The shortest key in bytes: 128 bits.
pub const MIN_KEY_BYTES: usize = 16;

/// Stands before every text that is signed, so that no other use of the same key can be passed off as a link.
const DOMAIN: &[u8] = b"followthrough link v1\0";

/// The keys that links are signed with. The first one signs; all of them check, so that a key can be replaced while
/// links signed with the old one are still in people's hands.
#[derive(Clone)]
pub struct LinkKeys {
    first: Hmac<Sha256>,
    older: Vec<Hmac<Sha256>>,
}

impl LinkKeys {
    /// Takes the keys, newest first.
    ///
    /// ```
    /// use followthrough::link::LinkKeys;
    /// assert!(LinkKeys::new(&["a secret of the host's, from its vault"]).is_ok());
    /// assert_eq!(LinkKeys::new(&["too short"]).unwrap_err().code().as_str(), "FT-T004");
    /// ```
    ///
    /// # Errors
    /// `FT-T004` when there is no key, or one is shorter than [`MIN_KEY_BYTES`].
    pub fn new<K: AsRef<[u8]>>(keys: &[K]) -> Result<Self, Error> {
        let mut ready = keys.iter().enumerate().map(|(index, key)| keyed(index, key.as_ref()));
        let first = ready
            .next()
            .unwrap_or_else(|| Err(weak("expected at least one link key")))?;
        let older = ready.collect::<Result<_, _>>()?;
        Ok(Self { first, older })
    }

    /// The first bytes of the MAC of `text` under the first key.
    pub(super) fn mac<const N: usize>(&self, text: &[u8]) -> [u8; N] {
        let mut mac = self.first.clone();
        mac.update(DOMAIN);
        mac.update(text);
        let whole = mac.finalize().into_bytes();
        let mut short = [0; N];
        for (to, from) in short.iter_mut().zip(whole) {
            *to = from;
        }
        short
    }

    /// Whether `tag` is the beginning of the MAC of `text` under any of the keys. Each comparison takes constant time,
    /// and all keys are tried, so that the time does not tell which one fits.
    pub(super) fn verifies(&self, text: &[u8], tag: &[u8]) -> bool {
        std::iter::once(&self.first)
            .chain(&self.older)
            .fold(false, |found, key| {
                let mut mac = key.clone();
                mac.update(DOMAIN);
                mac.update(text);
                mac.verify_truncated_left(tag).is_ok() | found
            })
    }
}

fn keyed(index: usize, key: &[u8]) -> Result<Hmac<Sha256>, Error> {
    if key.len() < MIN_KEY_BYTES {
        return Err(weak("expected a link key of at least 16 bytes").at(format!("link_keys[{index}]")));
    }
    // HMAC takes a key of any length; the error exists for other constructions only.
    Hmac::new_from_slice(key).map_err(|_| weak("not a usable link key").at(format!("link_keys[{index}]")))
}

fn weak(message: &str) -> Error {
    Error::new(Code::WeakLinkKey, message).help("generate 32 random bytes and keep them in the host's secret store")
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKeys([redacted])")
    }
}
