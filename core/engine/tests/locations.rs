//! Several locations in one playbook: how they are written, and what the check proves for each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may stop where it stands"
)]

use followthrough::check::{CheckFinding, Severity};
use followthrough::wire::LocationId;
use followthrough::{Playbook, Timestamp};

const SHORTEST: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;

/// Code and text of each problem.
fn problems(text: &str) -> Vec<(String, String)> {
    let errors = Playbook::from_yaml(text).unwrap_err();
    let told = errors
        .iter()
        .map(|error| (error.code().as_str().to_owned(), error.to_string()));
    told.collect()
}

/// The shortest playbook with locations, and with more below `extends`.
fn with(locations: &str, more: &str) -> String {
    SHORTEST.replace("extends: dental", &format!("  locations: {locations}\nextends: dental")) + more
}

/// What a location leaves out is the practice's; hours and closed days are its own as a whole, roles come on top.
#[test]
fn a_location_says_what_differs() {
    let text = SHORTEST.replace(
        "extends: dental",
        "  closed: [2026-12-24]
  locations:
    west: {name: Peachtree West, time_zone: America/Denver, hours: {sat: \"09:00-12:00\"}, roles: {host: {}}}
    east:
    main: {closed: []}
extends: dental",
    );
    let playbook = Playbook::from_yaml(&text).unwrap();
    let ids: Vec<&str> = playbook.locations().map(|location| location.id.as_str()).collect();
    assert_eq!(ids, ["east", "main", "west"]);
    let at = |id: &str| playbook.location(&LocationId::parse(id).unwrap()).unwrap();
    let christmas_eve = Timestamp::parse("2026-12-24T15:00:00Z").unwrap();
    let open = |id: &str| at(id).business_hours.is_open(christmas_eve);
    assert_eq!([open("east"), open("main"), open("west")], [false, true, false]);
    assert_eq!(at("east").business_hours, playbook.business_hours());
    assert_eq!(
        (at("east").name, at("west").name),
        ("Peachtree Family Dental", "Peachtree West")
    );
    assert_eq!(at("west").time_zone.name(), "America/Denver");
    let saturday = Timestamp::parse("2026-12-05T16:00:00Z").unwrap();
    assert!(at("west").business_hours.is_open(saturday), "9:00 in Denver");
    let roles: Vec<&str> = at("west").roles.iter().map(|role| role.as_str()).collect();
    assert_eq!(roles, ["front_desk", "host", "office_manager", "treatment_coordinator"]);
    assert!(playbook.location(&LocationId::parse("north").unwrap()).is_none());

    // The revision says so, whatever order they are written in.
    let other = text
        .replace("    east:\n", "")
        .replace("    main:", "    east:\n    main:");
    assert_eq!(Playbook::from_yaml(&other).unwrap().revision(), playbook.revision());
    let one_less = text.replace("    east:\n", "");
    assert_ne!(Playbook::from_yaml(&one_less).unwrap().revision(), playbook.revision());
}

#[test]
fn locations_are_named_as_they_are_declared() {
    let two = "{west: {}, east: {}}";
    let told = problems(&with(
        two,
        "sequences: [{id: general, where: {location: [east, wets]}}]",
    ));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "FT-P008");
    assert!(told[0].1.contains("did you mean \"west\"?"), "{told:?}");
    assert!(told[0].1.contains("wets: {}"), "{told:?}");
    // A playbook that declares none may name any.
    assert!(Playbook::from_yaml(&with(two, "sequences: [{id: general, where: {location: east}}]")).is_ok());
    let none = format!("{SHORTEST}sequences: [{{id: general, where: {{location: wets}}}}]");
    assert!(Playbook::from_yaml(&none).is_ok());
}

#[test]
fn so_many_locations_and_no_more() {
    let text = |count: usize| {
        let all: Vec<String> = (0..count).map(|number| format!("l{number}: {{}}")).collect();
        with(&format!("{{{}}}", all.join(", ")), "")
    };
    assert_eq!(Playbook::from_yaml(&text(200)).unwrap().locations().count(), 200);
    let told = problems(&text(201));
    assert!(
        told.len() == 1 && told[0].1.contains("more than 200 locations"),
        "{told:?}"
    );
}

fn findings(text: &str) -> Vec<CheckFinding> {
    Playbook::from_yaml(text).unwrap().check().findings
}

/// What keeps a playbook from being sound; a step that is lost on some day of the week is a warning.
fn errors(text: &str) -> Vec<CheckFinding> {
    let mut found = findings(text);
    found.retain(|finding| finding.severity == Severity::Error);
    found
}

/// As code, path and message.
fn told(text: &str) -> Vec<(String, String, String)> {
    let told = |found: CheckFinding| (found.code.as_str().to_owned(), found.path, found.message);
    findings(text).into_iter().map(told).collect()
}

#[test]
fn locations_that_are_sound_add_no_finding() {
    let text = with(
        "{west: {name: Peachtree West, time_zone: America/Denver, state: CO}, east: {}}",
        "",
    );
    assert_eq!(told(&text), []);
}

#[test]
fn a_call_that_one_location_is_never_open_for_is_told_with_a_witness_from_there() {
    let steps = "sequences: [{id: general, where: {pending_value: {at_least: 500}}, steps: [
      {id: hello, day: 1, channel: sms, template: hello},
      {id: call, day: 3, channel: call, escalate: high_value, stale_after: 1d}, {id: last, day: 4, channel: sms, template: hello}]}]";
    assert_eq!(errors(&with("{west: {}}", steps)), []);
    let closed = "{west: {hours: {sat: \"09:00-10:00\"}}, north: {hours: {sat: \"09:00-10:00\"}}, east: {}}";
    // Whoever is presented on a Wednesday is called on a Saturday.
    assert_eq!(errors(&with(closed, steps)), []);
    let never = "{west: {hours: {sat: \"09:00-10:00\"}, closed: [2026-03-07, 2026-03-14]}, east: {}}";
    let found = errors(&with(never, steps));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code.as_str(), "FT-C005");
    assert!(
        found[0].message.ends_with(", at the location west"),
        "{}",
        found[0].message
    );
    let witness = found[0].witness.as_ref().unwrap().to_string();
    assert!(witness.contains(r#""location":"west""#), "{witness}");
}

#[test]
fn the_longest_name_of_a_location_counts() {
    let name = "Peachtree Family Dental and Implant Center of the Greater Western Suburbs";
    let text = with(&format!("{{west: {{name: {name}}}, north: {{}}}}"), "");
    let found = findings(&text);
    assert!(!found.is_empty());
    for finding in &found {
        assert_eq!(finding.code.as_str(), "FT-C007", "{finding:?}");
        assert!(
            finding.message.ends_with(", at the location west"),
            "{}",
            finding.message
        );
    }
    assert!(found.iter().any(|finding| finding.witness.is_some()));
}

#[test]
fn an_escalation_that_asks_one_person_again_somewhere_is_told() {
    let escalation = "escalation: {question: [{prompt: answer, role: host}, {prompt: answer, role: office_manager}]}";
    let everywhere = told(&with("{west: {roles: {host: {}}}}", escalation));
    assert_eq!(everywhere, [], "the practice itself has a desk, and a manager");
    let same = "escalation: {question: [{prompt: answer, role: host}, {prompt: answer, role: front_desk}]}";
    let found = told(&with("{west: {roles: {host: {}}}}", same));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "escalation.question");
    assert!(!found[0].2.contains("west"), "{found:?}");
}

/// A role that a location alone has may be named, one that nobody has may not.
#[test]
fn a_role_is_one_of_some_office() {
    let escalation = "escalation: {question: [{prompt: answer, role: hots}, {prompt: answer, role: office_manager}]}";
    let told = problems(&with("{west: {roles: {host: {}}}}", escalation));
    assert!(
        told.len() == 1 && told[0].1.contains("did you mean \"host\"?"),
        "{told:?}"
    );
}

#[test]
fn a_sequence_of_one_location_is_run_there() {
    // The practice itself is open for it, the location is not.
    let steps = "sequences: [{id: western, where: {location: west}, steps: [
      {id: call, day: 1, channel: call, escalate: high_value, stale_after: 1h}]}]";
    assert_eq!(errors(&with("{west: {}}", steps)), []);
    let text = with("{west: {hours: {sun: \"02:00-02:30\"}}, east: {}}", steps);
    let found = errors(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].message.contains("the step call of the sequence western"),
        "{found:?}"
    );
}
