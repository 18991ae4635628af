//! The look that is planned: who counts at it, and what it says beside the looks of every month.

use followthrough_insight::lift::{NoGain, ToldBy, Verdict};

use crate::figures::made;
use crate::lines::Kept;

/// Households that begin in a month from a day on, so many followed up and so many held out; of them so many accept.
pub(crate) fn come(kept: &mut Kept, name: &str, month: &str, followed: (u32, u32), held: (u32, u32)) {
    for (kind, (accepted, of)) in [("f", followed), ("h", held)] {
        for number in 0..of {
            let (who, case) = (format!("{kind}-{name}-{number}"), format!("tp-{kind}-{name}-{number}"));
            let at = format!("{month}-{:02}T15:00:00Z", number % 28 + 1);
            if kind == "f" {
                kept.enrolled(&who, &at, &case);
            } else {
                kept.entry(&who, &at, &format!(r#""case_id":"{case}","type":"observed""#));
            }
            if number < accepted {
                kept.accepted(&who, &at.replace("T15", "T18"), &case, None);
            }
        }
    }
}

/// The first thing a practice types: a pilot of 90 days and households that have 90 days.
#[test]
fn the_planned_look_is_when_the_days_of_the_pilot_are_over() {
    let mut kept = Kept::default();
    for month in ["2026-01", "2026-02", "2026-03"] {
        come(&mut kept, month, month, (70, 100), (40, 100));
    }
    let report = |as_of: &str| {
        let options = format!(
            r#"{{"from": "2026-01-01", "to": "2026-03-31", "as_of": "{as_of}",
                "pilot": {{"from": "2026-01-01", "to": "2026-03-31"}}}}"#
        );
        made(&kept, &options)
    };
    let told = report("2026-05-31");
    assert_eq!(told.lift.planned_look.unwrap().to_string(), "2026-06-29");
    assert!(told.lift.against_holdout.as_ref().unwrap().at_planned_look.is_none());
    let html = told.to_html();
    assert!(html.contains(
        "On Jun 29, 2026, the planned look, when those that began by Mar 31, 2026 have had their days, a narrower one for it comes \
         beside it."
    ));
    let told = report("2026-07-05");
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    let look = holdout.at_planned_look.unwrap();
    assert_eq!((look.followed_up.of(), look.held_out.of()), (300, 300));
    assert_eq!(holdout.verdict, Verdict::Lift);
    assert!(!told.to_html().contains("comes beside it"));
}

/// Half and half up to the planned look, and a clear difference afterwards.
#[test]
fn after_the_planned_look_either_interval_claims() {
    let mut kept = Kept::default();
    come(&mut kept, "a", "2026-01", (50, 100), (50, 100));
    come(&mut kept, "b", "2026-05", (380, 400), (120, 400));
    let report = |as_of: &str| {
        let options = format!(
            r#"{{"month": "2026-05", "as_of": "{as_of}", "pilot": {{"from": "2026-01-01", "to": "2026-03-02"}}}}"#
        );
        made(&kept, &options)
    };
    let at_the_look = report("2026-05-31");
    let before = at_the_look.lift.against_holdout.as_ref().unwrap();
    assert_eq!(
        (before.verdict, before.told_by),
        (Verdict::Inconclusive, ToldBy::PlannedLook)
    );
    let later = report("2026-09-30");
    let told = later.lift.against_holdout.as_ref().unwrap();
    assert_eq!((told.verdict, told.told_by), (Verdict::Lift, ToldBy::AnyLook));
    assert_eq!(
        (told.followed_up.of(), told.at_planned_look.unwrap().followed_up.of()),
        (500, 100)
    );
    assert!(
        told.sentence.starts_with("Of 500 households followed up, 430 accepted"),
        "{}",
        told.sentence
    );
    assert!(
        told.how_sure.contains("99% confidence, however often one looks")
            && told
                .how_sure
                .contains("At the planned look, with 100 followed up and 100 held out, this could not be told yet: "),
        "{}",
        told.how_sure
    );
    assert!(
        at_the_look
            .to_html()
            .contains("Households that began from Jan 1, 2026 to Mar 2, 2026, at the planned look")
    );
    // What that look could show stays as it was, and so does what it takes.
    assert_eq!((told.detectable, told.needed), (before.detectable, before.needed));
}

/// A pilot that did well, and a practice that did not go on so: the careful one of two claims is told.
#[test]
fn where_the_two_looks_claim_opposite_things_no_gain_is_told() {
    let world = |pilot: [(u32, u32); 2], then: [(u32, u32); 2]| {
        let mut kept = Kept::default();
        come(&mut kept, "a", "2026-01", pilot[0], pilot[1]);
        come(&mut kept, "b", "2026-05", then[0], then[1]);
        let options = r#"{"month": "2026-05", "as_of": "2026-09-30", "costs": {"a_month": "300"},
            "pilot": {"from": "2026-01-01", "to": "2026-03-02"}}"#;
        made(&kept, options)
    };
    let told = world([(140, 200), (80, 200)], [(90, 900), (210, 300)]);
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!((holdout.verdict, holdout.told_by), (Verdict::Harm, ToldBy::AnyLook));
    assert_eq!(
        holdout.headline,
        "In the pilot more accepted with follow-up; of all so far fewer do."
    );
    assert!(
        holdout
            .sentence
            .starts_with("Of 1,100 households followed up, 230 accepted"),
        "{}",
        holdout.sentence
    );
    assert!(
        holdout
            .how_sure
            .contains("At the planned look, with 200 followed up and 200 held out, it was the other way round: between 20 and 39 points more (96%).")
            && !holdout.how_sure.contains("this one does not"),
        "{}",
        holdout.how_sure
    );
    assert_eq!((told.money.no_gain, told.money.harm), (Some(NoGain::Harm), true));
    assert!(told.money.figure("measured_return").is_none());
    // And the other way round.
    let told = world([(80, 200), (140, 200)], [(630, 900), (30, 300)]);
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!((holdout.verdict, holdout.told_by), (Verdict::Harm, ToldBy::PlannedLook));
    assert_eq!(
        holdout.headline,
        "In the pilot fewer accepted with follow-up; of all so far more do."
    );
    assert!(
        holdout.how_sure.contains("it is the other way round: between") && holdout.claimed_before.is_none(),
        "{}",
        holdout.how_sure
    );
    assert_eq!(told.money.no_gain, Some(NoGain::Harm));
}

/// After a planned look that claimed more a monthly one claimed fewer, and nothing since.
#[test]
fn harm_that_was_claimed_after_the_planned_look_is_not_forgotten_either() {
    let mut kept = Kept::default();
    come(&mut kept, "a", "2026-01", (140, 200), (80, 200));
    come(&mut kept, "b", "2026-04", (90, 900), (210, 300));
    come(&mut kept, "c", "2026-07", (880, 900), (20, 100));
    let told = made(
        &kept,
        r#"{"month": "2026-07", "as_of": "2026-11-15", "pilot": {"from": "2026-01-01", "to": "2026-03-02"}}"#,
    );
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!((holdout.verdict, holdout.told_by), (Verdict::Lift, ToldBy::PlannedLook));
    let claim = holdout.claimed_before.unwrap();
    assert_eq!(
        (claim.verdict, claim.on.to_string().as_str()),
        (Verdict::Harm, "2026-07-31")
    );
    assert_eq!(told.money.no_gain, Some(NoGain::HarmBefore));
}

#[test]
fn what_an_earlier_look_claimed_is_not_forgotten() {
    let mut kept = Kept::default();
    come(&mut kept, "a", "2026-01", (20, 100), (80, 100));
    come(&mut kept, "b", "2026-03", (2960, 3500), (2900, 3500));
    let options = r#"{"month": "2026-07", "pilot": {"from": "2026-01-01", "to": "2026-05-02"}}"#;
    let told = made(&kept, options);
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    let claim = holdout.claimed_before.unwrap();
    assert_eq!(
        (claim.verdict, claim.on.to_string().as_str()),
        (Verdict::Harm, "2026-04-30")
    );
    assert_eq!(holdout.verdict, Verdict::NoDifference);
    assert!(
        holdout.how_sure.ends_with(
            "Look 4, of Apr 30, 2026, claimed that fewer households accept with follow-up; this one does not. Ask what has changed since."
        ),
        "{}",
        holdout.how_sure
    );
    assert_eq!(told.money.no_gain, Some(NoGain::HarmBefore));
    assert!(told.money.figure("return").is_none() && told.money.figure("measured_return").is_none());
}

#[test]
fn days_without_lines_are_said_so() {
    let mut kept = Kept::default();
    come(&mut kept, "a", "2026-01", (5, 10), (0, 0));
    let html = |kept: &Kept, month: &str| made(kept, &format!(r#"{{"month": "{month}"}}"#)).to_html();
    let said = "No lines in these days; the journal runs from Jan 1, 2026 to Jan 10, 2026.";
    for month in ["2025-12", "2026-02"] {
        let html = html(&kept, month);
        assert!(html.contains(said) && !html.contains("Nobody was held out"), "{month}");
    }
    let january = html(&kept, "2026-01");
    assert!(january.contains("Nobody was held out") && january.contains("holdout: {share: 0.2"));
    assert!(html(&Kept::default(), "2026-01").contains("No lines in these days; the journal is empty."));
}
