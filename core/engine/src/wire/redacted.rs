//! Text about a person: it serialises, and never shows in `Debug`.

use std::fmt;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A name, number, address or message of a person. `Debug` prints `[redacted]`, so that no log and no panic holds it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(inline))]
#[serde(transparent)]
pub struct Redacted(#[cfg_attr(feature = "schema", schemars(with = "String"))] SmolStr);

impl Redacted {
    /// Wraps a text about a person.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(SmolStr::new(text))
    }

    /// The text itself, for the one place that must have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Redacted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Redacted {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
