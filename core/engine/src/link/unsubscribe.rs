//! What a host answers to a request at the address of an unsubscribe link (RFC 8058; 16 CFR 316.5).
//!
//! Nobody is unsubscribed by a look: scanners, previews and mail programs fetch links. A POST of the one pair, or of the
//! page's button, does it at once, without a login, a cookie, a reason or a second page, and however old the link is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::form::{self, Field};
use super::{LinkKeys, Purpose, read_token};
use crate::{Code, Error};

/// What a mail service posts (RFC 8058, 3.2).
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");
/// What the button of the page posts.
const BUTTON: (&str, &str) = ("confirm", "yes");

/// The methods that the address has (RFC 9110, 10.2.1).
const ALLOW: &str = "GET, HEAD, OPTIONS, POST";

/// What is known of the token in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// Signed by one of the keys, for this purpose, and in the host's table. However old it is: a link must work for 30
    /// days at least (15 U.S.C. 7704(a)(3)(A)(ii)), and ours never end.
    Valid,
    /// The same, and it has unsubscribed somebody before.
    AlreadyUsed,
    /// None of the keys signed it.
    Tampered,
    /// Signed, but no message of the host's table has it.
    Unknown,
    /// A token for another purpose: a booking link unsubscribes nobody.
    OtherPurpose,
}

impl TokenState {
    /// Every state.
    pub const ALL: &'static [Self] = &[
        Self::Valid,
        Self::AlreadyUsed,
        Self::Tampered,
        Self::Unknown,
        Self::OtherPurpose,
    ];

    /// The state as the wire writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::AlreadyUsed => "already_used",
            Self::Tampered => "tampered",
            Self::Unknown => "unknown",
            Self::OtherPurpose => "other_purpose",
        }
    }

    /// The state of that name.
    ///
    /// # Errors
    /// `FT-H001` when there is none.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let state = Self::ALL.iter().copied().find(|state| state.as_str() == name);
        state.ok_or_else(|| {
            let error = Error::new(Code::EventMalformed, "no such state of a token").at("token");
            error.help("one of: valid, already_used, tampered, unknown, other_purpose")
        })
    }

    /// What the keys say of the token of a request. Whether a message has it, and whether it was used before, the host's
    /// table knows.
    pub fn of(token: &str, keys: &LinkKeys) -> Self {
        match read_token(token, keys).map(|token| token.purpose) {
            Ok(Purpose::Unsubscribe) => Self::Valid,
            Ok(Purpose::Book) => Self::OtherPurpose,
            Err(_) => Self::Tampered,
        }
    }

    fn is_good(self) -> bool {
        match self {
            Self::Valid | Self::AlreadyUsed => true,
            Self::Tampered | Self::Unknown | Self::OtherPurpose => false,
        }
    }
}

/// A request as the host's server has it. Cookies and logins are no part of it: they change nothing (RFC 8058, 3.2).
#[derive(Clone, Copy, Default)]
pub struct UnsubscribeRequest<'a> {
    /// The method. It is read in any case, since frameworks differ in how they hand it over.
    pub method: &'a str,
    /// The header `Content-Type`, where there is one.
    pub content_type: Option<&'a str>,
    /// The body as it came.
    pub body: &'a [u8],
}

/// What comes from outside may hold anything.
impl fmt::Debug for UnsubscribeRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnsubscribeRequest([redacted])")
    }
}

/// What to answer. Never a redirect, a cookie or a login (RFC 8058, 3.1 and 3.2; 16 CFR 316.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnsubscribeAnswer {
    /// 200, to a machine: it is done. An empty body will do.
    Done,
    /// 200, to a person: a page that says that it is done.
    DonePage,
    /// 200, to a person or a scanner: a page with one button, whose form posts `confirm=yes`.
    AskPage,
    /// 200 with the headers of that page and no body.
    AskHeaders,
    /// 204, with the header `Allow`.
    Options,
    /// 400: a POST that is neither. Not 200: the sender would take it for done.
    BadRequest,
    /// 404, whatever is wrong with the token: nothing is told of it.
    NotFound,
    /// 405, with the header `Allow`.
    MethodNotAllowed,
}

impl UnsubscribeAnswer {
    /// The status of the HTTP response.
    pub fn status(self) -> u16 {
        match self {
            Self::Done | Self::DonePage | Self::AskPage | Self::AskHeaders => 200,
            Self::Options => 204,
            Self::BadRequest => 400,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
        }
    }

    /// The header `Allow`, where the response must have it (RFC 9110, 9.3.7 and 15.5.6).
    pub fn allow(self) -> Option<&'static str> {
        match self {
            Self::Options | Self::MethodNotAllowed => Some(ALLOW),
            Self::Done | Self::DonePage | Self::AskPage | Self::AskHeaders | Self::BadRequest | Self::NotFound => None,
        }
    }
}

/// What comes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unsubscription {
    /// Whether the person is to be unsubscribed: hand in a `click` of the kind `confirmed`. Once more does no harm.
    pub unsubscribe: bool,
    /// What to answer.
    pub answer: UnsubscribeAnswer,
    /// The status of the HTTP response.
    pub status: u16,
    /// Its header `Allow`, where it must have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow: Option<&'static str>,
}

/// Decides about a request at the address of an unsubscribe link. It does nothing: the host hands in the click and
/// answers.
///
/// ```
/// use followthrough::link::{TokenState, UnsubscribeAnswer, UnsubscribeRequest, unsubscribe_request};
/// let post = UnsubscribeRequest {
///     method: "POST",
///     content_type: Some("application/x-www-form-urlencoded"),
///     body: b"List-Unsubscribe=One-Click",
/// };
/// let found = unsubscribe_request(&post, TokenState::Valid);
/// assert!(found.unsubscribe && found.status == 200);
///
/// let look = UnsubscribeRequest { method: "GET", ..post };
/// let found = unsubscribe_request(&look, TokenState::Valid);
/// assert_eq!((found.unsubscribe, found.answer), (false, UnsubscribeAnswer::AskPage));
/// assert_eq!(unsubscribe_request(&post, TokenState::OtherPurpose).status, 404);
/// ```
pub fn unsubscribe_request(request: &UnsubscribeRequest<'_>, token: TokenState) -> Unsubscription {
    let (unsubscribe, answer) = decide(request, token);
    Unsubscription {
        unsubscribe,
        answer,
        status: answer.status(),
        allow: answer.allow(),
    }
}

fn decide(request: &UnsubscribeRequest<'_>, token: TokenState) -> (bool, UnsubscribeAnswer) {
    let is = |method: &str| request.method.eq_ignore_ascii_case(method);
    // What the address has no method for is said before the token is looked at: that tells nothing of it.
    let (get, head, post) = (is("GET"), is("HEAD"), is("POST"));
    if is("OPTIONS") {
        return (false, UnsubscribeAnswer::Options);
    }
    if !(get || head || post) {
        return (false, UnsubscribeAnswer::MethodNotAllowed);
    }
    if !token.is_good() {
        return (false, UnsubscribeAnswer::NotFound);
    }
    // The button is there for a link that was used as well: consent may have been given anew since.
    if get {
        return (false, UnsubscribeAnswer::AskPage);
    }
    if head {
        return (false, UnsubscribeAnswer::AskHeaders);
    }
    let fields = form::fields(request.content_type, request.body).unwrap_or_default();
    if has(&fields, BUTTON) {
        (true, UnsubscribeAnswer::DonePage)
    } else if has(&fields, ONE_CLICK) {
        (true, UnsubscribeAnswer::Done)
    } else {
        (false, UnsubscribeAnswer::BadRequest)
    }
}

/// Whether a field says exactly this. Others beside it are passed over: what a proxy or a mail service adds must not cost
/// a person the opt-out.
fn has(fields: &[Field<'_>], (name, value): (&str, &str)) -> bool {
    fields.iter().any(|(own, said)| own == name && said == value)
}
