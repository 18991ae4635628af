//! Files, with errors that name them.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use followthrough::{Code, Error, Playbook};

use crate::failure::Failure;

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| cannot("read", path, &error))
}

/// Reads a playbook, as JSON where the file's name says so, else as YAML.
pub(crate) fn playbook(path: &Path) -> Result<Playbook, Failure> {
    let text = read(path)?;
    let read = if is_json(path) {
        Playbook::from_json(&text)
    } else {
        Playbook::from_yaml(&text)
    };
    read.map_err(|problems| Failure::in_file(path, problems.iter().cloned()))
}

/// Whether a file's name says that it is JSON.
pub(crate) fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"))
}

/// Whether a file has this for its first sign.
pub(crate) fn begins_with(path: &Path, sign: u8) -> bool {
    let mut head = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(1 << 10).read_to_end(&mut head));
    read.is_ok() && head.trim_ascii_start().first() == Some(&sign)
}

/// Reads a file of any kind.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| cannot("read", path, &error))
}

/// Writes a text file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| cannot("written", path, &error))
}

/// Makes a folder, and those above it, where they are not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| cannot("made", path, &error))
}

/// Takes a file away.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| cannot("removed", path, &error))
}

/// What a folder holds, by name.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| cannot("read", folder, &error))?;
    let paths: Result<Vec<PathBuf>, std::io::Error> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(|error| cannot("read", folder, &error))?;
    paths.sort();
    Ok(paths)
}

/// What is said of a file that cannot be read or written.
pub(crate) fn cannot(done: &str, path: &Path, error: &std::io::Error) -> Failure {
    let error = Error::new(Code::ScenarioMalformed, format!("cannot be {done}: {error}"));
    Failure::in_file(path, [error])
}
