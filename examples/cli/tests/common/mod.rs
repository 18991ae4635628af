//! What the tests of the verbs share: the built program, files of their own, and the shared data.
#![allow(dead_code, reason = "each test file uses some of it")]
#![allow(clippy::unwrap_used, reason = "a test says so by failing")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program with arguments and what it reads on standard input.
pub(crate) fn followthrough(arguments: &[&str], input: &str) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads no input may have closed it already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A file of the test's own; the folder is made too.
pub(crate) fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A scenario of the conformance corpus.
pub(crate) fn conformance(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../core/engine/conformance")
        .join(name);
    path.to_str().unwrap().to_owned()
}

/// A path of the shared data: beside the workspace, else where `FOLLOWTHROUGH_SHARED` says.
pub(crate) fn shared(path: &str) -> Option<String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let named = std::env::var_os("FOLLOWTHROUGH_SHARED").map(PathBuf::from);
    let found = [Some(beside), named]
        .into_iter()
        .flatten()
        .map(|root| root.join(path))
        .find(|p| p.exists());
    if found.is_none() {
        eprintln!("skipped: {path} is not at hand (set FOLLOWTHROUGH_SHARED to the folder of shared data)");
    }
    found.map(|path| path.to_str().unwrap().to_owned())
}
