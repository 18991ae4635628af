//! What tests over the shared vectors have in common.

use std::path::PathBuf;

/// A file of the shared data: under `FOLLOWTHROUGH_SHARED`, else next to the workspace. None, and a line that says so,
/// where the data is not checked out.
pub(crate) fn shared(file: &str) -> Option<serde_json::Value> {
    let root = std::env::var_os("FOLLOWTHROUGH_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}; set FOLLOWTHROUGH_SHARED to run it", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}
