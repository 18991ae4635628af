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
    let said = format!("{} {}", told.sentence, told.how_sure);
    (told.verdict, told.headline, said.trim_end().to_owned())
}

#[test]
fn a_clear_lift() {
    let kept = world((142, 200), (80, 200), None);
    assert_eq!(told(&kept, ""), (
        Verdict::Lift,
        "More households accept with follow-up.",
        "Of 200 households followed up, 142 accepted within 90 days (71%). Of 200 held out by chance, 80 did (40%). That is 31 \
         points more: between 12 and 49 points more, with 95% confidence, however often one looks. Whom to hold out was left \
         to chance, so follow-up is what is likely to explain it; where it makes no difference, at most 5 pilots in 100 claim \
         one.".to_owned(),
    ));
    let (verdict, _, sentence) = told(&kept, r#", "to": "2026-03-02""#);
    assert_eq!(verdict, Verdict::Lift);
    assert!(
        sentence.contains("between 21 and 40 points more, with 96% confidence at the planned look."),
        "{sentence}"
    );
    // Before the planned look there is the wide one alone, and wider, since it leaves most of the errors to that look.
    let before = told(&kept, r#", "to": "2026-05-02""#).2;
    assert!(
        before.contains("between 9.6 and 50.5 points more, with 99% confidence"),
        "{before}"
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
             out was left to chance, so follow-up is what is likely to explain it; where it makes no difference, at most 5 pilots \
             in 100 claim one. Look into it before you go on."
        ),
        "{sentence}"
    );
}

#[test]
fn no_difference_is_seen() {
    let (verdict, headline, sentence) = told(&world((1000, 2000), (1000, 2000), None), r#", "to": "2026-03-02""#);
    assert_eq!((verdict, headline), (Verdict::NoDifference, "No difference is seen."));
    assert!(
        sentence.contains(
            "The difference may be anything from 3.2 points fewer to 3.2 points more, with 96% confidence at the \
             planned look, so it may be none; 5 points more and 5 points fewer can be ruled out. Whether there is \
             a smaller one, it cannot tell."
        ),
        "{sentence}"
    );
    // What such pilots show four times in five says nothing more of one that has ruled it out.
    assert!(!sentence.contains("four times in five"), "{sentence}");
}

#[test]
fn a_pilot_that_cannot_tell_says_how_small_an_effect_it_can_show() {
    // Inside 95 %, not at 96 %, which alone is told: monthly looks have had their part of the errors.
    let (verdict, headline, sentence) = told(&world((57, 100), (43, 100), None), r#", "to": "2026-03-02""#);
    assert_eq!((verdict, headline), (Verdict::Inconclusive, "This pilot cannot tell."));
    assert!(
        sentence.contains(
            "The difference may be anything from 0.5 points fewer to 27.7 points more, with 96% confidence at the planned look: \
             there may be none."
        ),
        "{sentence}"
    );
    // Thousands of households, with monthly looks alone: how many it takes with those, and not with one planned look.
    let (verdict, _, sentence) = told(&world((2400, 4000), (2400, 4000), None), "");
    assert_eq!(verdict, Verdict::TooEarly);
    assert!(
        sentence.contains(
            "from 5.1 points fewer to 5.1 points more, with 95% confidence, however often one looks: there may be none."
        ),
        "{sentence}"
    );
    assert!(!sentence.contains("Not enough data"), "{sentence}");
    let takes: u64 = sentence
        .split(" with a look every month takes ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .replace(',', "")
        .parse()
        .unwrap();
    assert!(takes > 8000, "{sentence}");
}

#[test]
fn what_it_takes_is_of_both_groups_as_they_are_split() {
    // One in ten is held out: 10 a month of 100.
    let kept = world((540, 900), (60, 100), None);
    let options = r#"{"from": "2026-01-01", "to": "2026-02-28", "as_of": "2026-06-30",
        "pilot": {"from": "2026-01-01", "to": "2026-10-02"}, "baseline": {"accepted": 60, "presented": 100}}"#;
    let told = made(&kept, options);
    let lift = told.lift.against_holdout.unwrap();
    let needed = lift.needed.unwrap();
    assert!(needed.first.abs_diff(9 * needed.second) < 9, "{needed:?}");
    // 1,000 in the 5.95 months up to the end of June: both groups count.
    assert_eq!(lift.months_needed, Some((needed.total() * 595).div_ceil(100_000)));
    // And before against since leaves it to those held out.
    assert!(!told.lift.before_and_after.unwrap().sentence.contains("half of them"));
    // Households come until 2 October, nine months: 1,361 and 151.
    let least = lift.detectable.unwrap();
    assert!(
        (1350..1400).contains(&least.followed_up) && (150..156).contains(&least.held_out),
        "{least:?}"
    );
    assert!(
        lift.how_sure.contains("By the planned look about 1,3"),
        "{}",
        lift.how_sure
    );
}

#[test]
fn what_takes_years_is_not_told_in_months() {
    let (_, _, sentence) = told(&world((6, 10), (3, 5), None), r#", "to": "2026-05-02""#);
    assert!(
        sentence.contains("more than 5 years at this pace, so this practice alone cannot tell.")
            && !sentence.contains("practices like this one"),
        "{sentence}"
    );
}

#[test]
fn too_early() {
    let kept = world((30, 50), (12, 25), None);
    let (verdict, headline, sentence) = told(&kept, r#", "to": "2026-05-02""#);
    assert_eq!((verdict, headline), (Verdict::TooEarly, "Too early to say."));
    assert!(
        sentence.starts_with(
            "Of 50 households followed up, 30 accepted within 90 days (60%). Of 25 held out by chance, 12 did (48%). The difference \
             may be anything from 34 points fewer to 55 points more, with 99% confidence, however often one looks: there may \
             be none. To see 5 points four times in five (80% power) at the one planned look takes 3,"
        ),
        "{sentence}"
    );
    let options = r#"{"month": "2026-02"}"#;
    let told = made(&kept, options).lift.against_holdout.unwrap();
    assert!(
        told.sentence.starts_with(
            "50 households were followed up and 25 households were held out. None of them has had its 90 days yet. Until some of \
             both have, there is nothing to compare."
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
        "The follow-up of 30 households ended before their 90 days did, and the journal does not tell what they accepted then. \
         Hand in newer plan snapshots as well. The difference may be anything from 34 points fewer to 85 points more, with 95% \
         confidence, however often one looks and whatever became of those of whom it is not known."
    );
    // Snapshots tell: of one, that it was accepted afterwards; of the others, each by a newer one of its own, that they were
    // not.
    for number in 0..50 {
        for kind in ["f", "h"] {
            let status = if number < 20 { "scheduled" } else { "planned" };
            let (who, case) = (format!("{kind}-{number}"), format!("tp-{kind}-{number}"));
            kept.plan(&who, "2026-02-10T15:00:00Z", &case, "500.00", status);
        }
    }
    kept.plan("f-49", "2026-03-20T15:00:00Z", "tp-f-49", "500.00", "scheduled");
    kept.plan("f-48", "2026-06-20T15:00:00Z", "tp-f-48", "500.00", "planned");
    let told = |kept: &Kept, more: &str| {
        let options = format!(r#"{{"from": "2026-01-01", "to": "2026-06-30"{more}}}"#);
        let told = made(kept, &options).lift.against_holdout.unwrap();
        let [hits, of] = [told.followed_up.hits(), told.followed_up.of()];
        (hits, of, told.unknown, told.by_absence, told.verdict)
    };
    assert_eq!(
        told(&kept, ""),
        (21, 50, 28, 0, Verdict::Unknown),
        "no snapshot of another speaks for them"
    );
    let complete = |day: &str| format!(r#", "plans_complete_to": "{day}""#);
    assert_eq!(told(&kept, &complete("2026-06-30")), (21, 50, 0, 28, Verdict::TooEarly));
    assert_eq!(told(&kept, &complete("2026-02-28")).2, 28, "their days were not over");
    for number in 20..48 {
        kept.plan(
            &format!("f-{number}"),
            "2026-06-20T15:00:00Z",
            &format!("tp-f-{number}"),
            "500.00",
            "planned",
        );
    }
    assert_eq!(told(&kept, ""), (21, 50, 0, 0, Verdict::TooEarly));
}

#[test]
fn a_household_counts_once_and_in_one_group() {
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
    kept.accepted("b", "2026-02-02T15:00:00Z", "tp-b", None);
    // Too late: after its days.
    kept.accepted("c", "2026-04-20T15:00:00Z", "tp-c", None);
    let told = made(&kept, r#"{"from": "2026-01-01", "to": "2026-06-30"}"#)
        .lift
        .against_holdout
        .unwrap();
    assert_eq!((told.held_out.hits(), told.held_out.of()), (1, 1));
    assert_eq!((told.followed_up.hits(), told.followed_up.of()), (0, 1));
    assert_eq!(told.in_both, 0);
}

#[test]
fn a_household_in_both_groups_counts_in_neither_and_many_of_them_leave_nothing_to_claim() {
    let mut kept = world((142, 200), (80, 200), None);
    let counts = |kept: &Kept| {
        let told = made(kept, r#"{"from": "2026-01-01", "to": "2026-06-30"}"#);
        let lift = told.lift.against_holdout.clone().unwrap();
        let counted = (lift.followed_up.of(), lift.held_out.of(), lift.in_both);
        (counted, lift.verdict, told)
    };
    let clean = counts(&kept).2;
    assert!(clean.to_csv().contains("\nholdout,,in_both,0\n") && !clean.to_html().contains("in both groups"));
    // The share was changed in the middle: those held out are followed up before their days are over.
    for number in 0..20 {
        kept.enrolled(
            &format!("h-{number}"),
            "2026-02-20T15:00:00Z",
            &format!("tp-h-{number}"),
        );
    }
    let (counted, verdict, _) = counts(&kept);
    assert_eq!((counted, verdict), ((200, 180, 20), Verdict::Lift), "20 of 400 are 5 %");
    // After their days nothing of it matters.
    kept.enrolled("h-150", "2026-05-20T15:00:00Z", "tp-h-150");
    assert_eq!(counts(&kept).0, (200, 180, 20));
    kept.enrolled("h-20", "2026-02-20T15:00:00Z", "tp-h-20");
    let (counted, verdict, told) = counts(&kept);
    assert_eq!((counted, verdict), ((200, 179, 21), Verdict::InBoth));
    let lift = told.lift.against_holdout.as_ref().unwrap();
    assert!(lift.at_any_look.is_none() && told.money.figure("measured").is_none());
    assert!(
        lift.sentence
            .starts_with("21 households were held out as well as followed up within 90 days, more than 1 in 20"),
        "{}",
        lift.sentence
    );
    assert!(told.to_html().contains("21 in both groups, which count in neither"));
    // One household of all, in both: said, too.
    let one = Kept {
        journal: kept
            .journal
            .replace(r#""recipient":"#, r#""household":"h","recipient":"#),
        ..Kept::default()
    };
    assert_eq!(counts(&one).0, (0, 0, 1));
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
        if arm == "b" && number < 240 || arm == "c" && number < 90 || number % 9 == 0 {
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
         The difference is between 20 and 69 points more, with 97.5% confidence, however often one looks."
    );
    // 30 % and 34 % of a hundred each: far from ruling out 5 points, so nothing is said to be none.
    assert!(
        told.lift.arms[1]
            .sentence
            .starts_with("Too early to say which wording does better: of "),
        "{}",
        told.lift.arms[1].sentence
    );
}
