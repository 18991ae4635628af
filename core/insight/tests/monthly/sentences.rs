//! What the report says of a difference, word for word.

use followthrough_insight::lift::Verdict;

use crate::figures::made;
use crate::lines::Kept;

/// Households followed up and held out from January on, and of them those that accepted in the end.
fn world(followed: (u32, u32), held: (u32, u32), over: Option<&str>) -> Kept {
    let mut kept = Kept::default();
    for (kind, (accepted, of)) in [("f", followed), ("h", held)] {
        for number in 0..of {
            let (who, case) = (format!("{kind}-{number}"), format!("tp-{kind}-{number}"));
            let at = format!("2026-01-{:02}T15:00:00Z", number % 28 + 1);
            if kind == "f" {
                kept.enrolled(&who, &at, &case);
            } else {
                kept.entry(&who, &at, &format!(r#""case_id":"{case}","type":"observed""#));
            }
            if number < accepted {
                kept.accepted(&who, "2026-02-20T15:00:00Z", &case, None);
            } else if let (Some(outcome), "f") = (over, kind) {
                let rest = format!(r#""case_id":"{case}","type":"closed","outcome":"{outcome}""#);
                kept.entry(&who, "2026-02-10T15:00:00Z", &rest);
            }
        }
    }
    kept
}

fn told(kept: &Kept, more: &str) -> (Verdict, &'static str, String) {
    let options = format!(r#"{{"from": "2026-01-01", "to": "2026-06-30", "pilot": {{"from": "2026-01-01"{more}}}}}"#);
    let told = made(kept, &options).lift.against_holdout.unwrap();
    (told.verdict, told.headline, told.sentence)
}

#[test]
fn a_clear_lift() {
    let kept = world((142, 200), (80, 200), None);
    assert_eq!(told(&kept, ""), (
        Verdict::Lift,
        "More households accept with follow-up.",
        "Of 200 households followed up, 142 accepted within 90 days (71%). Of 200 held out by chance, 80 did (40%). That is 31 \
         points more: between 12 and 49 points more, with 95% confidence, however often one looks. Whom to hold out was left \
         to chance, so the difference is due to follow-up.".to_owned(),
    ));
    let (verdict, _, sentence) = told(&kept, r#", "planned_end": "2026-05-31""#);
    assert_eq!(verdict, Verdict::Lift);
    assert!(
        sentence.contains("between 21 and 40 points more, with 95% confidence at the end that was planned."),
        "{sentence}"
    );
    // Before the planned end there is the wide one alone.
    assert!(
        told(&kept, r#", "planned_end": "2026-07-31""#)
            .2
            .contains("between 12 and 49")
    );
}

#[test]
fn harm() {
    let (verdict, headline, sentence) = told(&world((80, 200), (142, 200), None), "");
    assert_eq!(
        (verdict, headline),
        (Verdict::Harm, "Fewer households accept with follow-up.")
    );
    assert!(
        sentence.ends_with(
            "That is 31 points fewer: between 12 and 49 points fewer, with 95% confidence, however often one looks. Whom to hold \
             out was left to chance, so the difference is due to follow-up. Look into it before you go on."
        ),
        "{sentence}"
    );
}

#[test]
fn no_difference_is_seen() {
    let (verdict, headline, sentence) = told(
        &world((1000, 2000), (1000, 2000), None),
        r#", "planned_end": "2026-05-31""#,
    );
    assert_eq!((verdict, headline), (Verdict::NoDifference, "No difference is seen."));
    assert!(
        sentence.ends_with(
            "The difference may be anything from 3 points fewer to 3 points more, with 95% confidence at the end that was planned, \
             so it may be none; 5 points more can be ruled out."
        ),
        "{sentence}"
    );
}

#[test]
fn too_early() {
    let kept = world((30, 50), (12, 25), None);
    assert_eq!(told(&kept, ""), (
        Verdict::TooEarly,
        "Too early to say.",
        "Of 50 households followed up, 30 accepted within 90 days (60%). Of 25 held out by chance, 12 did (48%). The difference \
         may be anything from 29 points fewer to 51 points more, with 95% confidence, however often one looks. Not enough data. \
         To see 5 points takes 3,528 households: 280 months at this pace, or 48 practices like this one in the time of the \
         pilot.".to_owned(),
    ));
    let options = r#"{"month": "2026-02"}"#;
    let told = made(&kept, options).lift.against_holdout.unwrap();
    assert!(
        told.sentence.starts_with(
            "50 households were followed up and 25 households were held out. The 90 days of 0 and 0 of them are over. Not enough data."
        ),
        "{}",
        told.sentence
    );
}

#[test]
fn what_became_of_them_is_not_known_from_the_journal_alone() {
    let mut kept = world((20, 50), (20, 50), Some("exhausted"));
    let (verdict, headline, sentence) = told(&kept, "");
    assert_eq!(
        (verdict, headline),
        (Verdict::Unknown, "What became of some households is not known.")
    );
    assert_eq!(
        sentence,
        "The follow-up of 30 households ended before its 90 days did, and the journal does not tell what they accepted then. Hand \
         in newer plan snapshots as well."
    );
    // Snapshots tell: of one, that it was accepted afterwards; of all others, by being newer, that they were not.
    kept.plan("f-49", "2026-03-20T15:00:00Z", "tp-f-49", "500.00", "scheduled");
    kept.plan("f-48", "2026-06-20T15:00:00Z", "tp-f-48", "500.00", "planned");
    let options = r#"{"from": "2026-01-01", "to": "2026-06-30"}"#;
    let told = made(&kept, options).lift.against_holdout.unwrap();
    assert_eq!(
        (told.followed_up.hits(), told.followed_up.of(), told.unknown),
        (21, 50, 0)
    );
}

#[test]
fn a_household_counts_once_and_as_it_was_drawn() {
    let mut kept = Kept::default();
    for (who, at, kind) in [
        ("a", "2026-01-02", "observed"),
        ("b", "2026-01-05", "observed"),
        ("c", "2026-01-03", "enrolled"),
    ] {
        let rest = r#""type":"observed""#.replace("observed", kind);
        let rest = if kind == "enrolled" {
            format!(r#"{rest},"sequence":"s","round":1"#)
        } else {
            rest
        };
        let household = if who == "c" { "h-2" } else { "h-1" };
        kept.entry(
            who,
            &format!("{at}T15:00:00Z"),
            &format!(r#""household":"{household}","case_id":"tp-{who}",{rest}"#),
        );
    }
    // The share of the holdout was changed: h-1 stays where it was drawn first, and counts by whichever plan is accepted.
    kept.enrolled("b", "2026-02-01T15:00:00Z", "tp-b");
    kept.accepted("b", "2026-02-02T15:00:00Z", "tp-b", None);
    // Too late: after its days.
    kept.accepted("c", "2026-04-20T15:00:00Z", "tp-c", None);
    let told = made(&kept, r#"{"from": "2026-01-01", "to": "2026-06-30"}"#)
        .lift
        .against_holdout
        .unwrap();
    assert_eq!((told.held_out.hits(), told.held_out.of()), (1, 1));
    assert_eq!((told.followed_up.hits(), told.followed_up.of()), (0, 1));
}

#[test]
fn wordings_are_compared_by_household() {
    let mut kept = Kept::default();
    for number in 0..300 {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        let arm = ["a", "b", "c"][number % 3];
        kept.enrolled(&who, "2026-01-02T15:00:00Z", &case);
        let rest = format!(
            r#""household":"h-{}","case_id":"{case}","type":"step_sent","step":"hello","channel":"sms","arm":"{arm}","action_id":"act_{number}""#,
            // The last two people live together and got different wordings.
            number.min(298)
        );
        kept.entry(&who, "2026-01-03T15:00:00Z", &rest);
        if arm == "b" && number < 240 || number % 9 == 0 {
            kept.accepted(&who, "2026-02-02T15:00:00Z", &case, Some("hello"));
        }
    }
    let told = made(&kept, r#"{"from": "2026-01-01", "to": "2026-06-30"}"#);
    let arms: Vec<_> = told
        .lift
        .arms
        .iter()
        .map(|arm| (arm.first.as_str(), arm.other.as_str(), arm.mixed, arm.comparisons))
        .collect();
    assert_eq!(arms, [("a", "b", 1, 2), ("a", "c", 1, 2)]);
    assert_eq!(
        told.lift.arms[0].sentence,
        "The wordings differ: of 99 households that got “b”, 80 accepted within 90 days (81%); of 100 that got “a”, 34 did (34%). \
         The difference is between 20 and 69 points more, however often one looks."
    );
    assert!(
        told.lift.arms[1].sentence.starts_with("The wordings differ")
            || told.lift.arms[1].sentence.starts_with("No difference")
    );
}
