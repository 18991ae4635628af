//! The one form of every error: a code, where, what, and what to do.

use std::fmt;

use serde::Serialize;

use super::Code;

/// What went wrong, where, and what to do about it.
///
/// Messages name keys, ids, codes and places, never patient data.
///
/// ```
/// let err = followthrough::Money::parse("12,5O").unwrap_err();
/// assert_eq!(err.code().as_str(), "FT-H001");
/// assert!(!err.to_string().contains("12,5O"), "what a caller passed in is not repeated");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    path: String,
    message: String,
    help: Option<String>,
    place: Option<Place>,
}

/// A place in a text, counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Error {
    /// An error with its code and what is wrong.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            path: String::new(),
            message: message.into(),
            help: None,
            place: None,
        }
    }

    /// The same error at a path such as `plan.procedures[3].fee`.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The same error, its path below another one: `fee` under `plan` is `plan.fee`.
    #[must_use]
    pub fn under(mut self, outer: &str) -> Self {
        self.path = if self.path.is_empty() {
            outer.to_owned()
        } else if self.path.starts_with('[') {
            format!("{outer}{}", self.path)
        } else {
            format!("{outer}.{}", self.path)
        };
        self
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same error at a place in a text.
    #[must_use]
    pub fn place(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The same error under another code, for the caller who knows better what it means.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Where in the value: `plan.procedures[3].fee`; empty when it is the whole of it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, when there is something to say.
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Line and column, where the error is about a text.
    pub fn text_place(&self) -> Option<Place> {
        self.place
    }

    /// The error as the wire has it: `{"code", "path", "message", "help", "line", "column"}`, absent keys left out, in
    /// this order.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.code.as_str())?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("message", &self.message)?;
        if let Some(help) = &self.help {
            map.serialize_entry("help", help)?;
        }
        if let Some(place) = self.place {
            map.serialize_entry("line", &place.line)?;
            map.serialize_entry("column", &place.column)?;
        }
        map.end()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.code.as_str())?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if let Some(place) = self.place {
            write!(f, " (line {}, column {})", place.line, place.column)?;
        }
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
