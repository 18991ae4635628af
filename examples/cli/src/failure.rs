//! Input that cannot be used: all that is wrong with it.

use std::io::Write;
use std::path::Path;

use followthrough::Error;

/// Problems, and the file they are in.
pub(crate) struct Failure {
    file: Option<String>,
    errors: Vec<Error>,
}

impl Failure {
    /// Problems of a file.
    pub(crate) fn in_file(file: &Path, errors: impl IntoIterator<Item = Error>) -> Self {
        Self {
            file: Some(file.display().to_string()),
            errors: errors.into_iter().collect(),
        }
    }

    /// The problems as people read them, one a line.
    pub(crate) fn text(&self) -> String {
        let file = self.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        let lines: Vec<String> = self
            .errors
            .iter()
            .map(|error| format!("error: {file}{error}"))
            .collect();
        lines.join("\n")
    }

    /// Tells it on standard error.
    pub(crate) fn tell(&self, json: bool) {
        let text = if json { self.json().to_string() } else { self.text() };
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// `{"error": …}`, or `{"errors": […]}` when there are several; beside it the `file` they are in.
    pub(crate) fn json(&self) -> serde_json::Value {
        let mut told = match self.errors.as_slice() {
            [error] => serde_json::json!({ "error": error }),
            several => serde_json::json!({ "errors": several }),
        };
        if let (Some(map), Some(file)) = (told.as_object_mut(), &self.file) {
            map.insert("file".to_owned(), serde_json::json!(file));
        }
        told
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            file: None,
            errors: vec![error],
        }
    }
}
