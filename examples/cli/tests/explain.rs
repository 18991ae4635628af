//! `followthrough explain` as it is typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{conformance, followthrough};
use serde_json::Value;

fn evening() -> String {
    conformance("06-evening-next-morning.yaml")
}

#[test]
fn it_says_what_comes_next_and_what_moved_it() {
    let said = followthrough(&["explain", &evening(), "--at", "2026-04-08T21:30:00-05:00"], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(
        said.out,
        "It is Wednesday, April 8, 2026, 9:30 PM in Chicago.\n\
         Plan tp-1 is followed up by the sequence \"restorative\"; its step \"hello\" is next.\n\
         A text goes out tomorrow at 9:00 AM; it was moved from today at 9:15 PM by quiet hours in Chicago.\n"
    );
}

#[test]
fn without_an_instant_it_speaks_of_the_end_and_after_the_end_time_goes_on() {
    let said = followthrough(&["explain", &evening()], "");
    assert!(
        said.out
            .starts_with("It is Monday, April 20, 2026, 12:00 AM in Chicago.\n"),
        "{}",
        said.out
    );
    let said = followthrough(&["explain", &evening(), "--at", "2026-06-01T12:00:00Z"], "");
    assert!(
        said.out.contains("Plan tp-1 was closed on Wednesday, April 29"),
        "{}",
        said.out
    );
    let said = followthrough(&["explain", &evening(), "--at", "2026-04-01T12:00:00Z"], "");
    assert!(said.out.contains("There is no plan to follow up."), "{}", said.out);
}

#[test]
fn the_data_is_a_line_for_each_recipient() {
    let said = followthrough(
        &["explain", "--json", &evening(), "--at", "2026-04-08T21:30:00-05:00"],
        "",
    );
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["cases"][0]["contact"]["at"], "2026-04-09T14:00:00Z");
    let shared = conformance("60-shared-phone.yaml");
    let said = followthrough(&["explain", "--json", &shared], "");
    assert_eq!(said.out.lines().count(), 2);
    let said = followthrough(&["explain", &shared], "");
    assert!(said.out.starts_with("Recipient r-111\nIt is "), "{}", said.out);
}

#[test]
fn a_case_of_the_practices_own_is_explained_under_its_playbook() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/playbooks");
    let case = format!("{folder}/orthodontist/04-not-now-but-in-june.yaml");
    let said = followthrough(&["explain", &case], "");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("run the scenario under another one"), "{}", said.err);
    let playbook = format!("{folder}/orthodontist.yaml");
    let said = followthrough(
        &[
            "explain",
            &case,
            "--playbook",
            &playbook,
            "--at",
            "2027-03-01T12:00:00-05:00",
        ],
        "",
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let next = "If nothing else happens, an e-mail goes out on Tuesday, June 1, at 4:30 PM.\n";
    assert!(said.out.ends_with(next), "{}", said.out);
}

#[test]
fn what_cannot_be_used_exits_2_and_says_where() {
    let said = followthrough(&["explain", &evening(), "--at", "today"], "");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("FT-T003 --at: "), "{}", said.err);
    let said = followthrough(&["explain", "--json", "no-such-file.yaml"], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(serde_json::from_str::<Value>(&said.err).is_ok(), "{}", said.err);
}
