//! Ninety days of the invented practice under several seeds and playbooks, looked at by a checker of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

#[path = "ninety_days/checks.rs"]
mod checks;
mod common;

use checks::Checked;
use followthrough_insight::simulate::Simulation;

fn check(simulation: &Simulation, more: &str, strict: bool) {
    assert_eq!(simulation.faults, [], "calls that the engine refused");
    let mut checked = Checked::new(simulation, strict);
    let (sms, email, people) = checked.looked_at();
    assert!(
        sms > 50 && email > 20 && people > 500,
        "{sms} texts, {email} e-mails, {people} people"
    );
    checked.windows();
    checked.visit_days();
    checked.limits();
    checked.yes_and_stop();
    checked.contents();
    checked.consent();
    checked.backlog();
    checked.ids();
    checked.replay(
        &common::playbook(more)
            .with_link_keys(&[followthrough_insight::simulate::LINK_KEY])
            .unwrap(),
    );
    let violations = &checked.violations;
    let shown: Vec<&String> = violations.iter().take(10).collect();
    assert!(
        violations.is_empty(),
        "seed {}: {} violations, first {shown:#?}",
        simulation.seed,
        violations.len()
    );
}

fn play(seed: u64, more: &str) {
    let strict = more.contains("strict_all_rows");
    check(&common::ninety_days(seed, more), more, strict);
}

fn play_lively(seeds: std::ops::Range<u64>, more: &str) {
    for seed in seeds {
        check(&common::ninety_days_of(seed, more, common::lively()), more, false);
    }
}

macro_rules! seeds {
    ($($name:ident: $seed:literal, $more:literal;)*) => { $(#[test] fn $name() { play($seed, $more); })* };
}

seeds! {
    seed_1: 1, "";
    seed_2: 2, "";
    seed_3: 3, "";
    seed_4: 4, "";
    strict_rows: 5, "contact_policy: {windows: strict_all_rows}";
    spread_over_the_morning: 6, "sending: {spread: 90m}";
    goes_on_after_silence: 7, "when_re_engaged: {escalate: re_engaged, then: resume}";
    two_cases_at_once: 8, "limits: {max_open_cases: 3}";
    a_tenth_is_only_observed: 9, "holdout: {share: 0.1, salt: test}";
    accepted_by_area: 10, "trigger: {accepted_when: same_area}";
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let lines = |seed| common::ninety_days(seed, "").to_json_lines();
    let once = lines(1);
    assert!(once == lines(1));
    assert!(once != lines(2));
    assert!(
        once.lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
}

#[test]
fn lively_people() {
    play_lively(20..24, "");
}

#[test]
fn lively_people_who_are_asked_again() {
    play_lively(
        24..28,
        "when_re_engaged: {escalate: re_engaged, then: resume}\nlimits: {max_open_cases: 2}",
    );
}

/// Over the new year and the beginning of summer time.
#[test]
fn a_winter() {
    for seed in 40..42 {
        let simulation = common::ninety_days_from("2026-12-18", seed, "", common::lively());
        check(&simulation, "", false);
    }
}

/// A checker that finds nothing proves nothing.
#[test]
fn the_checker_finds_what_is_wrong() {
    let found = |seed: u64, more: &str, what: &str| {
        let simulation = common::ninety_days_of(seed, more, common::lively());
        let mut checked = Checked::new(&simulation, false);
        checked.windows();
        checked.visit_days();
        checked.limits();
        checked.yes_and_stop();
        checked.backlog();
        checked.violations.iter().any(|violation| violation.contains(what))
    };
    // Some of it takes a coincidence: another ninety days then.
    let finds = |more: &str, what: &str| assert!((30..38).any(|seed| found(seed, more, what)), "{what} under {more}");
    let wide = "sending: {window: {mon-sun: \"08:00-20:30\"}}\ncontact_policy: {windows: federal}";
    finds(wide, "outside the practice's window in America/New_York");
    finds(wide, "outside the law's window in America/Chicago");
    finds("sending: {quiet_on_closed_days: []}", "on a closed day");
    finds("sending: {not_on_visit_days: false}", "on the day of a visit");
    let often = "limits: {per_day: 5, per_week: 9, min_gap: 1h, max_open_cases: 5}";
    finds(often, "the second in a day");
    finds(often, "within twenty hours of another");
    finds("contact_policy: {revoke_all: false}", "after STOP");
    finds(
        "backlog: {older_than: 90d, spread_over: 1 business days}",
        "speak on one day",
    );
}

/// The slots are drawn by hash, so that a handful of plans may meet on a day; a hundred don't.
#[test]
fn a_first_import_of_a_year_is_spread_out() {
    let simulation = common::ninety_days(1, "trigger: {window: 365d}");
    let mut checked = Checked::new(&simulation, false);
    checked.most_a_day = 20;
    checked.backlog();
    assert_eq!(checked.violations, [""; 0]);
}
