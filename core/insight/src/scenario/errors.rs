//! What is wrong with a scenario.

use std::fmt;

use followthrough::playbook::PlaybookErrors;
use followthrough::{Code, Error};

/// All that was found wrong: one problem of the scenario, or every problem of a playbook in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioErrors {
    errors: Vec<Error>,
}

impl ScenarioErrors {
    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Error> {
        self.errors.iter()
    }

    /// The problems as the wire has them: a list of `{code, path, message, help, line, column}`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.errors).unwrap_or_default()
    }

    /// The problems of a playbook that stands at `path` of the scenario.
    pub(super) fn of_playbook(path: &str, problems: &PlaybookErrors) -> Self {
        Self {
            errors: problems.iter().map(|error| below(path, error)).collect(),
        }
    }
}

/// The same error further down. Its line and column are those of a text that the reader does not have.
pub(super) fn below(path: &str, error: &Error) -> Error {
    let path = match error.path() {
        "" => path.to_owned(),
        inner => format!("{path}.{inner}"),
    };
    error.clone().at(path).place(None)
}

/// A scenario that cannot be decoded.
pub(super) fn malformed(path: impl Into<String>, message: impl Into<String>) -> Error {
    Error::new(Code::ScenarioMalformed, message).at(path)
}

impl From<Error> for ScenarioErrors {
    fn from(error: Error) -> Self {
        Self { errors: vec![error] }
    }
}

impl fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.errors.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ScenarioErrors {}
