//! What became of households is read from snapshots, by one rule for those followed up and those held out.

use std::fmt::Write as _;

use followthrough_insight::lift::{Comparison, Verdict};

use crate::figures::made;
use crate::lines::Kept;

const YEAR: &str = r#""from": "2026-01-01", "to": "2026-12-31", "pilot": {"from": "2026-01-01", "to": "2026-10-02"}"#;

impl Kept {
    /// A plan of $2,700, of which $2,400 stand so.
    fn part(&mut self, who: &str, at: &str, status: &str) {
        writeln!(
            self.plans,
            r#"{{"recipient":"{who}","at":"{at}T12:00:00Z","plan":{{"id":"tp-{who}","patient":{{"id":"p-{who}"}},"presented_at":"2026-01-05","procedures":[{{"id":"a","code":"D7210","fee":"2400.00","status":"{status}"}},{{"id":"b","code":"D7210","fee":"300.00","status":"planned"}}]}}}}"#
        )
        .unwrap();
    }

    fn closed(&mut self, who: &str, at: &str, outcome: &str) {
        let rest = format!(r#""case_id":"tp-{who}","type":"closed","outcome":"{outcome}""#);
        self.entry(who, &format!("{at}T13:00:00Z"), &rest);
    }

    fn begins(&mut self, who: &str, held: bool) {
        let (at, case) = ("2026-01-05T13:00:00Z", format!("tp-{who}"));
        if held {
            self.entry(who, at, &format!(r#""case_id":"{case}","type":"observed""#));
        } else {
            self.enrolled(who, at, &case);
        }
    }
}

/// A playbook with `accepted_when: {value_share: 0.8}`: in both groups 120 of 200 have most of a plan booked, a third of
/// them late. Those held out wait for the whole window, so that the engine closes them as accepted whenever it is; those
/// followed up end after four weeks, and what is booked later stands in snapshots alone.
fn most_is_booked() -> Kept {
    let mut kept = Kept::default();
    for number in 0..400 {
        let (who, held) = (format!("r-{number}"), number % 2 == 1);
        kept.begins(&who, held);
        kept.part(&who, "2026-01-05", "planned");
        let booked = number % 10 < 6;
        let late = number % 3 == 0;
        let on = if late { "2026-03-10" } else { "2026-01-20" };
        if booked {
            kept.part(&who, on, "scheduled");
        }
        match (booked && (held || !late), held) {
            (true, _) => kept.closed(&who, on, "accepted"),
            (false, false) => kept.closed(&who, "2026-02-02", "exhausted"),
            (false, true) => {}
        }
        kept.part(&who, "2026-12-30", if booked { "scheduled" } else { "planned" });
    }
    kept
}

fn against_holdout(kept: &Kept, options: &str) -> Comparison {
    made(kept, &format!("{{{YEAR}{options}}}"))
        .lift
        .against_holdout
        .unwrap()
}

#[test]
fn both_groups_are_counted_by_one_rule_whatever_the_engine_closed_them_as() {
    let kept = most_is_booked();
    for (options, accepted) in [
        ("", 0),
        (r#", "accepted_when": "any_visit""#, 0),
        (r#", "accepted_when": {"value_share": 0.8}"#, 120),
        (r#", "accepted_when": {"value_share": "0.9"}"#, 0),
    ] {
        let told = against_holdout(&kept, options);
        let counts = |sample: followthrough_insight::stats::Sample| (sample.hits(), sample.of());
        assert_eq!(
            (counts(told.followed_up), counts(told.held_out)),
            ((accepted, 200), (accepted, 200)),
            "{options}"
        );
        assert!(
            !matches!(told.verdict, Verdict::Harm | Verdict::Lift),
            "{options}: {}",
            told.sentence
        );
        // What the engine closed by a wider rule is told: 120 held out, and 80 that were followed up.
        assert_eq!(told.closed_as_accepted, if accepted > 0 { 0 } else { 200 });
    }
    let told = against_holdout(&kept, r#", "accepted_when": {"value_share": 0.8}"#);
    let page = made(&kept, &format!("{{{YEAR}}}")).to_html();
    assert!(page.contains("200 count as not accepted although a plan of theirs was closed as accepted"));
    // Of $2,700 so much as was booked.
    let worth = told.worth.unwrap();
    assert!((239_900..=240_000).contains(&worth.each.cents()), "{}", worth.each);
}

/// Of a few it is not known, and what is claimed holds whatever they did.
#[test]
fn a_claim_stands_where_no_answer_of_the_unknown_could_undo_it() {
    let told = |unknown: u32| {
        let mut kept = Kept::default();
        for number in 0..400 {
            let (who, held) = (format!("r-{number}"), number % 2 == 1);
            let case = format!("tp-{who}");
            kept.begins(&who, held);
            kept.plan(&who, "2026-01-05T12:00:00Z", &case, "2200.00", "planned");
            let accepted = number < if held { 200 } else { 300 };
            if accepted {
                kept.accepted(&who, "2026-01-20T12:00:00Z", &case, None);
            } else if !held {
                kept.closed(&who, "2026-02-02", "exhausted");
            }
            if held || accepted || number < 400 - 2 * unknown {
                let status = if accepted { "completed" } else { "planned" };
                kept.plan(&who, "2026-12-30T12:00:00Z", &case, "2200.00", status);
            }
        }
        against_holdout(&kept, "")
    };
    let [all, few, many] = [0, 10, 50].map(told);
    assert_eq!([all.verdict, few.verdict], [Verdict::Lift, Verdict::Lift]);
    assert_eq!((few.unknown, few.followed_up), (10, all.followed_up));
    let width = |told: &Comparison| {
        told.at_planned_look
            .map(|end| (end.claims.low, end.claims.high))
            .unwrap()
    };
    assert!((width(&few).0 - width(&all).0).abs() < 1e-9 && width(&few).1 > width(&all).1 + 0.03);
    assert!(
        few.sentence
            .contains("What became of 10 households is not known: they count as not accepted here."),
        "{}",
        few.sentence
    );
    assert_eq!(many.verdict, Verdict::Lift, "unknown of those followed up can only add");
    // Fewer accept with follow-up, unless those did of whom it is not known.
    let mut kept = most_is_booked();
    kept.plans = kept
        .plans
        .lines()
        .filter(|line| !line.contains("2026-12-30"))
        .map(|line| format!("{line}\n"))
        .collect();
    let unclear = against_holdout(&kept, r#", "accepted_when": {"value_share": 0.8}"#);
    assert_eq!(unclear.verdict, Verdict::Unknown);
    // Between the bounds it may be anything.
    let bounds = unclear.at_any_look.unwrap();
    assert!(bounds.low < -0.2 && bounds.high > 0.2, "{bounds:?}");
}

/// A baseline counts what stands accepted on the day of its export, so since counts what stands so in the newest snapshot.
#[test]
fn a_visit_that_is_broken_is_not_accepted_before_nor_since() {
    let mut kept = Kept::default();
    for number in 0..60 {
        let (who, case) = (format!("r-{number}"), format!("tp-r-{number}"));
        kept.plan(&who, "2026-01-05T12:00:00Z", &case, "2200.00", "planned");
        kept.begins(&who, false);
        if number < 40 {
            kept.accepted(&who, "2026-01-20T12:00:00Z", &case, Some("hello"));
        }
        // Broken within its days, broken after them, and broken and booked again.
        if number < 10 {
            kept.plan(&who, "2026-02-20T12:00:00Z", &case, "2200.00", "planned");
        } else if number < 15 {
            kept.plan(&who, "2026-05-20T12:00:00Z", &case, "2200.00", "planned");
        } else if number < 20 {
            kept.plan(&who, "2026-02-20T12:00:00Z", &case, "2200.00", "planned");
            kept.plan(&who, "2026-02-25T12:00:00Z", &case, "2200.00", "scheduled");
        }
        let status = if (15..40).contains(&number) {
            "completed"
        } else {
            "planned"
        };
        kept.plan(&who, "2026-12-30T12:00:00Z", &case, "2200.00", status);
    }
    kept.begins("held", true);
    kept.plan("held", "2026-12-30T12:00:00Z", "tp-held", "2200.00", "planned");
    let options = format!(r#"{{{YEAR}, "baseline": {{"accepted": 25, "presented": 60}}}}"#);
    let told = made(&kept, &options).lift;
    let since = told.before_and_after.unwrap();
    assert_eq!((since.since.hits(), since.since.of()), (25, 60));
    // Against the holdout, as it stands when the days of a household are over: no later report changes it.
    let holdout = told.against_holdout.unwrap();
    assert_eq!((holdout.followed_up.hits(), holdout.followed_up.of()), (30, 60));
}

/// What the playbook takes for accepted beside the plan itself is no whole plan, as a baseline counts.
#[test]
fn since_counts_whole_plans_whatever_closed_the_case() {
    let mut kept = most_is_booked();
    kept.journal = kept.journal.replace("observed", "not_enrolled");
    let options = format!(
        r#"{{{YEAR}, "accepted_when": {{"value_share": 0.8}}, "baseline": {{"accepted": 1, "presented": 60}}}}"#
    );
    let since = made(&kept, &options).lift.before_and_after.unwrap();
    assert_eq!((since.since.hits(), since.since.of()), (0, 400));
}
