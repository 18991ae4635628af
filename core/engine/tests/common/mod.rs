//! What tests over the shared vectors have in common.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test reads its vectors from files, and may stop where it stands"
)]

use std::path::PathBuf;

/// A file of the shared data: under `FOLLOWTHROUGH_SHARED`, else next to the workspace. None, and a line that says so,
/// where the data is not checked out. Where it is, the file must be there.
pub(crate) fn shared(file: &str) -> Option<serde_json::Value> {
    let root = std::env::var_os("FOLLOWTHROUGH_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    if !root.join("data").is_dir() {
        eprintln!("skipped: no ../shared/data here; set FOLLOWTHROUGH_SHARED to run it");
        return None;
    }
    let path = root.join("data").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap())
}
