//! Links: the token that a booking or unsubscribe link carries.
//!
//! A token is 18 bytes, written as 24 base64url characters: 8 bytes of the hash of the action it belongs to, 1 byte
//! for the purpose, and 9 bytes of HMAC-SHA-256 over those nine. It says that we made it and what for; whose it is
//! stands in the host's own table, so that a link in the wrong hands discloses nothing.

mod form;
mod keys;
mod token;
mod unsubscribe;

pub use keys::{LinkKeys, MIN_KEY_BYTES};
pub(crate) use token::address;
pub use token::{Purpose, TOKEN_CHARS, Token, read_token, sign};
pub use unsubscribe::{TokenState, UnsubscribeAnswer, UnsubscribeRequest, Unsubscription, unsubscribe_request};
