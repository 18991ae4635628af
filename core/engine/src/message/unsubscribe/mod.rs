//! Whether the headers of an e-mail let a person leave with one click: `List-Unsubscribe` (RFC 2369) and
//! `List-Unsubscribe-Post` (RFC 8058).
//!
//! The engine's own headers pass; this is for what becomes of them on the way, and for a host's other mail. It looks at
//! the form alone: whether the address works, and whether the DKIM signature is a valid one, cannot be seen in it.

mod field;
mod uri;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::wire::decode;
use crate::{Code, Error};

const UNSUBSCRIBE: &str = "List-Unsubscribe";
const POST: &str = "List-Unsubscribe-Post";
/// RFC 8058, sections 3.1 and 5: this pair and no other. The engine takes it in this case only.
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// The longest piece that fits on a folded line: 998 characters (RFC 5322, 2.1.1) less the space before it.
const LONGEST_PIECE: usize = 997;

/// What is wrong with the headers, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnsubscribeProblem {
    /// There is no `List-Unsubscribe`.
    NoUnsubscribeHeader,
    /// A header stands there twice (RFC 2369, section 3; RFC 8058, 3.1).
    MoreThanOneHeader,
    /// A line break without white space after it ends the header: what follows is another one (RFC 5322, 2.2.3).
    LineBreak,
    /// There is nothing in the header, in its brackets or between two commas.
    Empty,
    /// An address that does not stand in angle brackets (RFC 2369, section 2).
    NoAngleBrackets,
    /// Something other than a comma follows an address (RFC 2369, section 2).
    NoComma,
    /// A comment that nothing closes (RFC 5322, 3.2.2).
    UnclosedComment,
    /// What stands in the brackets is no address: it has no scheme, no host, or characters that no address has (RFC
    /// 3986, section 2).
    BadUri,
    /// No https address (RFC 8058, 3.1).
    NoHttpsUri,
    /// Two addresses of http or https: nobody can tell which of them to post to (RFC 8058, 3.1).
    MoreThanOneHttpUri,
    /// A piece that fits on no line of a mail; it arrives cut or not at all (RFC 5322, 2.1.1).
    LineTooLong,
    /// There is no `List-Unsubscribe-Post`: the address is an ordinary link (RFC 8058, 3.1).
    NoPostHeader,
    /// It says something other than `List-Unsubscribe=One-Click` (RFC 8058, 3.1 and 5).
    BadPostValue,
    /// The DKIM signature does not cover one of the two (RFC 8058, section 4).
    DkimNotCovering,
    /// The address names a person in plain text, or has nothing in it that would be hard to guess (RFC 8058, 3.1). A
    /// SHOULD: one click works all the same.
    NotOpaque,
}

impl UnsubscribeProblem {
    /// What to do about it, in a sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::NoUnsubscribeHeader => "add List-Unsubscribe with one https address; the engine gives it with a send",
            Self::MoreThanOneHeader => "keep one of each; see whether a gateway adds its own",
            Self::LineBreak => "take line breaks out of what is put into the header",
            Self::Empty => "write one https address in angle brackets",
            Self::NoAngleBrackets => "write <https://…>, each address in brackets of its own",
            Self::NoComma => "put a comma between two addresses, and nothing else",
            Self::UnclosedComment => "close the parenthesis, or leave the comment out",
            Self::BadUri => "write a whole address, and percent-encode what may not stand in one",
            Self::NoHttpsUri => "add an https address; mailto may stand beside it",
            Self::MoreThanOneHttpUri => "leave one https address; others must be of another scheme, such as mailto",
            Self::LineTooLong => "shorten the address: a token of 24 characters is enough",
            Self::NoPostHeader => "add List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            Self::BadPostValue => "write List-Unsubscribe=One-Click, in this case, and nothing else",
            Self::DkimNotCovering => "have the signer list both headers in h=",
            Self::NotOpaque => "put a signed token in place of the address, name or number of a person",
        }
    }
}

/// What the headers are good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnsubscribeCheck {
    /// Whether `List-Unsubscribe` is there and well-formed (RFC 2369).
    pub rfc2369_valid: bool,
    /// Whether a mail service may offer one click (RFC 8058).
    pub one_click: bool,
    /// What is wrong, if anything.
    pub problems: Vec<UnsubscribeProblem>,
}

/// Checks the headers of an e-mail, as names and values, and the names that its DKIM signature covers (`h=`).
///
/// Names are read in any case. A value may be folded. Addresses may have comments around them, nested and with escapes;
/// white space inside the brackets is ignored, as RFC 2369 asks of readers.
///
/// ```
/// use followthrough::message::{UnsubscribeProblem, check_unsubscribe};
/// let headers = [
///     ("List-Unsubscribe", "<https://book.example.com/u?ft=V_9sDQE_COYB1539AwmXhpWL>, <mailto:desk@example.com>"),
///     ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
/// ];
/// let signed = ["From", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"];
/// let found = check_unsubscribe(&headers, &signed);
/// assert!(found.rfc2369_valid && found.one_click && found.problems.is_empty());
///
/// let found = check_unsubscribe(&headers, &["From", "Subject"]);
/// assert!(found.rfc2369_valid && !found.one_click);
/// assert_eq!(found.problems, [UnsubscribeProblem::DkimNotCovering]);
/// ```
pub fn check_unsubscribe<N, V, S>(headers: &[(N, V)], dkim_signed: &[S]) -> UnsubscribeCheck
where
    N: AsRef<str>,
    V: AsRef<str>,
    S: AsRef<str>,
{
    let (list, post) = (values(headers, UNSUBSCRIBE), values(headers, POST));
    let mut problems = Vec::new();
    if list.len() > 1 || post.len() > 1 {
        problems.push(UnsubscribeProblem::MoreThanOneHeader);
    }
    let well_formed = match list.first() {
        None => {
            problems.push(UnsubscribeProblem::NoUnsubscribeHeader);
            false
        }
        Some(value) => addresses(value, &mut problems),
    };
    match post.first() {
        None => problems.push(UnsubscribeProblem::NoPostHeader),
        Some(value) if unfolded(value).trim_matches([' ', '\t']) == ONE_CLICK => {}
        Some(_) => problems.push(UnsubscribeProblem::BadPostValue),
    }
    let uncovered = |name: &str, there: bool| there && !is_signed(name, dkim_signed);
    if uncovered(UNSUBSCRIBE, !list.is_empty()) || uncovered(POST, !post.is_empty()) {
        problems.push(UnsubscribeProblem::DkimNotCovering);
    }
    problems.sort_unstable();
    UnsubscribeCheck {
        rfc2369_valid: well_formed && list.len() == 1,
        one_click: problems.iter().all(|problem| *problem == UnsubscribeProblem::NotOpaque),
        problems,
    }
}

/// The headers of a message from the JSON of the wire: an object by name, as a `send` has them, or a list of pairs. A
/// name with `null` is one that is not there.
///
/// # Errors
/// `FT-H001` with the path of what is no header.
pub fn headers_from_json(text: &str) -> Result<Vec<(String, String)>, Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Headers {
        ByName(std::collections::BTreeMap<String, Option<String>>),
        Pairs(Vec<(String, Option<String>)>),
    }
    let headers: Headers = decode::from_text(text, Code::EventMalformed).map_err(|error| {
        Error::new(error.code(), "expected the headers of a message")
            .at("headers")
            .help("an object of texts by name, or a list of pairs of name and text")
            .place(error.text_place())
    })?;
    let pairs: Vec<_> = match headers {
        Headers::ByName(map) => map.into_iter().collect(),
        Headers::Pairs(pairs) => pairs,
    };
    let there = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Ok(there.collect())
}

/// Every value of a header; names are read in any case (RFC 5322, 1.2.2).
fn values<'h, N: AsRef<str>, V: AsRef<str>>(headers: &'h [(N, V)], name: &str) -> Vec<&'h str> {
    let named = headers
        .iter()
        .filter(|(own, _)| own.as_ref().trim().eq_ignore_ascii_case(name));
    named.map(|(_, value)| value.as_ref()).collect()
}

/// Whether the signature covers a header. `h=` as it stands, with its colons, is taken too.
fn is_signed<S: AsRef<str>>(name: &str, signed: &[S]) -> bool {
    let mut names = signed.iter().flat_map(|names| names.as_ref().split(':'));
    names.any(|own| own.trim().eq_ignore_ascii_case(name))
}

/// Looks at the addresses; whether the field is well-formed. Of one that is not, nothing more is said: a reader is to
/// ignore it from the slip on.
fn addresses(value: &str, problems: &mut Vec<UnsubscribeProblem>) -> bool {
    let pieces = value.split([' ', '\t', '\r', '\n']);
    if pieces.map(str::len).max().unwrap_or(0) > LONGEST_PIECE {
        problems.push(UnsubscribeProblem::LineTooLong);
    }
    let found = match field::addresses(value) {
        Ok(found) => found,
        Err(problem) => {
            problems.push(problem);
            return false;
        }
    };
    let web: Vec<&uri::Address> = found.iter().filter(|address| address.is_web()).collect();
    if !web.iter().any(|address| address.is_https()) {
        problems.push(UnsubscribeProblem::NoHttpsUri);
    }
    if web.len() > 1 {
        problems.push(UnsubscribeProblem::MoreThanOneHttpUri);
    }
    if web.iter().any(|address| address.is_https() && !address.is_opaque()) {
        problems.push(UnsubscribeProblem::NotOpaque);
    }
    true
}

/// The value on one line: a line break with white space after it is that white space (RFC 5322, 2.2.3). Line breaks of
/// one character count too, as mail that went through files has them.
fn unfolded(value: &str) -> Cow<'_, str> {
    if !value.contains(['\r', '\n']) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(['\r', '\n']) {
        let (line, after) = rest.split_at(at);
        let next = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\r', '\n']));
        let next = next.unwrap_or_default();
        out.push_str(line);
        if !next.starts_with([' ', '\t']) {
            out.push('\n');
        }
        rest = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}
