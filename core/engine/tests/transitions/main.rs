//! Every event in every state, as the engine answers it: `docs/transitions.md` is written by this test and compared
//! with what it would write now.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may stop where it stands, and reads the page that it compares with"
)]

/// Every variant of an enum as the wire writes it, behind a word. One that is not named here breaks the build.
macro_rules! every {
    ($word:literal, $of:ident: $($variant:ident),+) => {{
        let _ = |one: $of| match one { $($of::$variant => ()),+ };
        [$($of::$variant),+].map(|one| format!("{} {}", $word, serde_json::to_value(one).unwrap().as_str().unwrap()))
    }};
}

mod columns;
mod page;
mod rows;
mod scene;

use std::collections::BTreeSet;
use std::path::Path;

const FRESH: &str = "UPDATE_DOCS=1 cargo test -p followthrough --test transitions";

#[test]
fn the_page_is_what_the_engine_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/transitions.md");
    let page = page::page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).find(|(written, now)| written != now);
    assert!(
        written == page,
        "docs/transitions.md is not what the engine does. If the change is meant: {FRESH}\nfirst difference: {differs:#?}"
    );
}

/// A new kind of event, outcome or result must get a row; a new pause or ending a column.
#[test]
fn nothing_is_left_out() {
    let told: BTreeSet<String> = rows::all().iter().flat_map(rows::told).collect();
    let missing: Vec<String> = rows::wanted().into_iter().filter(|name| !told.contains(name)).collect();
    assert!(
        missing.is_empty(),
        "no row of tests/transitions/rows.rs tells {missing:?}"
    );

    let reached: BTreeSet<String> = columns::all().iter().map(|column| (column.build)().state()).collect();
    let missing: Vec<String> = columns::wanted()
        .into_iter()
        .filter(|state| !reached.contains(state))
        .collect();
    assert!(
        missing.is_empty(),
        "no column of tests/transitions/columns.rs is {missing:?}"
    );
}
