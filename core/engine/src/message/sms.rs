//! How carriers count and bill a text message.

use serde::{Deserialize, Serialize};

use crate::{Code, Error};

/// How a text travels. Found from its characters, never assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Encoding {
    /// The GSM 03.38 default alphabet with its extension table: septets, an extension character costs two.
    #[serde(rename = "GSM-7")]
    Gsm7,
    /// UTF-16: a character above U+FFFF costs two units.
    #[serde(rename = "UCS-2")]
    Ucs2,
}

impl Encoding {
    /// The name of it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Units in a message of one segment.
    pub fn single(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units in each segment of a longer message; the rest holds the header that joins them.
    pub fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// Whether it has the character.
    pub(super) fn has(self, c: char) -> bool {
        match self {
            Self::Gsm7 => gsm7(c).is_some(),
            Self::Ucs2 => true,
        }
    }

    /// The units that one character costs.
    pub(super) fn cost(self, c: char) -> usize {
        match self {
            Self::Gsm7 => gsm7(c).unwrap_or(1),
            Self::Ucs2 => c.len_utf16(),
        }
    }
}

/// The units that a text takes in the encoding that is the dearer one for each of its characters.
pub(super) fn most_units(text: &str) -> usize {
    let cost = |c: char| Encoding::Gsm7.cost(c).max(Encoding::Ucs2.cost(c));
    text.chars().map(cost).sum()
}

/// What a text costs as an SMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Segments {
    /// GSM-7 when every character has it, else UCS-2.
    pub encoding: Encoding,
    /// Septets or UTF-16 units in all.
    pub units: usize,
    /// Messages that are billed.
    pub segments: usize,
    /// The units in each; an escape or a surrogate pair moves whole to the next one.
    pub segment_units: Vec<usize>,
}

/// Counts a text as carriers do: one segment up to 160 septets or 70 units, else 153 or 67 in each.
///
/// ```
/// use followthrough::message::{segments, Encoding};
/// assert_eq!(segments("Hola, ¿le ayudamos?")?.encoding, Encoding::Gsm7);
/// assert_eq!(segments("mañana a las 3")?.encoding, Encoding::Gsm7);
/// assert_eq!(segments("está")?.encoding, Encoding::Ucs2, "á, í, ó and ú are not in the GSM alphabet");
/// # Ok::<(), followthrough::Error>(())
/// ```
///
/// # Errors
/// `FT-T006` when the text is empty: there is nothing to send.
pub fn segments(text: &str) -> Result<Segments, Error> {
    if text.is_empty() {
        return Err(
            Error::new(Code::EmptyMessage, "an empty text cannot be sent as an SMS").help("give the message a text")
        );
    }
    let encoding = if text.chars().all(|c| gsm7(c).is_some()) {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let units = text.chars().map(|c| encoding.cost(c)).sum();
    let segment_units = if units <= encoding.single() {
        vec![units]
    } else {
        fill(text, encoding)
    };
    Ok(Segments {
        encoding,
        units,
        segments: segment_units.len(),
        segment_units,
    })
}

fn fill(text: &str, encoding: Encoding) -> Vec<usize> {
    let mut full = Vec::new();
    let mut current = 0;
    for cost in text.chars().map(|c| encoding.cost(c)) {
        if current + cost > encoding.joined() {
            full.push(current);
            current = 0;
        }
        current += cost;
    }
    full.push(current);
    full
}

/// The septets a character costs in GSM 03.38: one in the basic table, two in the extension table. None: not in it.
fn gsm7(c: char) -> Option<usize> {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' | '\n' | '\r' => Some(1),
        '!' | '"' | '#' | '$' | '%' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | '-' | '.' | '/' => Some(1),
        ':' | ';' | '<' | '=' | '>' | '?' | '@' | '_' => Some(1),
        '£' | '¥' | '¤' | '§' | '¡' | '¿' => Some(1),
        'è' | 'é' | 'ù' | 'ì' | 'ò' | 'à' | 'ä' | 'ö' | 'ñ' | 'ü' | 'ø' | 'å' | 'æ' | 'ß' => Some(1),
        'Ç' | 'Ø' | 'Å' | 'Æ' | 'É' | 'Ä' | 'Ö' | 'Ñ' | 'Ü' => Some(1),
        'Δ' | 'Φ' | 'Γ' | 'Λ' | 'Ω' | 'Π' | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' => Some(1),
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        _ => None,
    }
}
