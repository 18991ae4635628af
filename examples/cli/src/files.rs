//! Files, with errors that name them.

use std::path::Path;

use followthrough::{Code, Error};

use crate::failure::Failure;

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| cannot("read", path, &error))
}

/// Writes a text file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| cannot("written", path, &error))
}

fn cannot(done: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::in_file(
        path,
        [Error::new(
            Code::ScenarioMalformed,
            format!("cannot be {done}: {error}"),
        )],
    )
}
