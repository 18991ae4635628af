//! The baseline: figures worked out by hand, figures recomputed from the raw rows of an export, what cannot be told, and a
//! page that is safe to open and to pass on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads public data where that is at hand"
)]

mod common;
#[path = "audit/export.rs"]
mod export;
#[path = "audit/page.rs"]
mod page;
#[path = "audit/recomputed.rs"]
mod recomputed;
#[path = "audit/told.rs"]
mod told;

use export::{CLEANING, CROWN, Export, FILLING, IMPLANT, Planned, ago};
use followthrough::Money;
use followthrough_insight::audit::{Audit, AuditOptions, Case, CaseOutcome, Count, Endpoint, Share, Told, audit};
use followthrough_insight::monthly::ReportOptions;

fn money(dollars: &str) -> Money {
    Money::parse(dollars).unwrap()
}

fn count(plans: u64, dollars: &str) -> Count {
    Count {
        plans,
        value: money(dollars),
    }
}

/// A practice that only charts, with one case of each kind. Each person is one of them.
fn by_hand() -> Export {
    let mut export = Export::default();
    export.person(1).person(2).person(4).person(5);
    export.row_of_person(3, 0, "(404) 555-0103", "p3@example.com", 3, 2);
    export.row_of_person(6, 0, "", "", 6, 1);
    let (d5, d15, d20, d30, d40) = (ago(5), ago(15), ago(20), ago(30), ago(40));
    let (d60, d89, d90, d400) = (ago(60), ago(89), ago(90), ago(400));
    let mut add = |patient, code, fee, planned: &str, status, done: &str, visit, provider| {
        export.planned(&Planned {
            patient,
            code,
            fee,
            planned,
            status,
            done,
            visit,
            provider,
        });
    };
    // Accepted in part: the crown is done, the filling of the same day is not. What was referred does not count.
    add(1, CROWN, "1200.00", &d40, 2, &d20, 0, 1);
    add(1, FILLING, "200.00", &d40, 1, "", 0, 1);
    add(1, IMPLANT, "9000.00", &d40, 5, "", 0, 1);
    // Accepted: on a visit to come, entered five days after; and done without a plan, which nobody can date.
    add(2, FILLING, "300.00", &d30, 1, "", 21, 1);
    add(2, CROWN, "900.00", "0001-01-01", 2, &d15, 0, 1);
    // Pending; treated more than a year ago.
    add(3, CROWN, "1000.00", &d60, 1, "", 0, 2);
    add(3, FILLING, "150.00", "0001-01-01", 2, &d400, 0, 2);
    // Too new to judge; and charted straight onto a visit, whose day is that of the visit.
    add(4, CROWN, "800.00", &d5, 1, "", 0, 1);
    add(4, CROWN, "700.00", "2026-07-20", 1, "", 41, 1);
    // Accepted on the first day of the window, at once. What was removed does not count.
    add(5, FILLING, "250.50", &d89, 2, &d89, 0, 1);
    add(5, FILLING, "100.00", &d89, 6, "", 0, 1);
    // A day before the window; and a cleaning, which nobody has to accept.
    add(6, IMPLANT, "3100.00", &d90, 1, "", 0, 1);
    add(6, CLEANING, "110.00", &d30, 2, &d30, 0, 1);
    export.visit(21, 2, 1, "2026-07-10", &ago(25));
    export.visit(41, 4, 1, "2026-07-20", &ago(2));
    // On the day of the presentation: that is no follow-up. Ten days ago: that is one.
    export.talk(3, &d60).talk(6, &ago(10)).talk(4, &ago(3));
    export
}

fn of_hand() -> Audit {
    audit(&by_hand().read("charted"), &AuditOptions::default())
}

fn case<'a>(audit: &'a Audit, id: &str) -> &'a Case {
    audit
        .cases
        .iter()
        .find(|case| case.id == id)
        .unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn acceptance_by_hand() {
    let a = of_hand();
    assert_eq!(
        (a.from.to_string(), a.to.to_string(), a.acceptance_told),
        (ago(89), ago(0), Told::Yes)
    );
    assert_eq!((a.presented.plans, a.judged.plans, a.too_new.plans), (5, 4, 1));
    assert_eq!((a.judged.patients, a.judged.households), (4, 4));
    let taken = a.judged.taken.unwrap();
    assert_eq!(
        (taken.accepted, taken.in_part, taken.declined, taken.pending),
        (2, 1, 0, 1)
    );
    assert_eq!(
        (taken.share, taken.interval),
        (Some(Share(500)), Some((Share(150), Share(850))))
    );
    assert_eq!(
        (a.judged.value, taken.accepted_value),
        (money("2950.50"), money("1750.50"))
    );
    assert_eq!(
        (taken.value_share, a.same_day, a.judged.small),
        (Some(Share(593)), Some(1), true)
    );

    let part = case(&a, &format!("1|{}", ago(40)));
    assert_eq!(part.outcome, CaseOutcome::InPart);
    assert_eq!(
        (part.value, part.accepted_value, part.pending_value),
        (Some(money("1400")), Some(money("1200")), Some(money("200")))
    );
    assert_eq!(a.undated.accepted, count(1, "700"), "charted straight onto a visit");
    assert_eq!(a.aside.done_undated, count(2, "1050"));
    assert_eq!(a.aside.done_undated_in_window, count(1, "900"));
    assert_eq!(a.aside.left_out, 1);
}

/// What a row of a breakdown is called, how many there are and how many were accepted.
type Row<'a> = (&'a str, u64, u64);

#[test]
fn breakdowns_by_hand() {
    let a = of_hand();
    let told: Vec<(&str, Vec<Row<'_>>)> = a
        .breakdowns
        .iter()
        .map(|breakdown| {
            let rows = breakdown.rows.iter();
            let row = rows.map(|row| {
                (
                    row.name.as_str(),
                    row.acceptance.plans,
                    row.acceptance.taken.unwrap().accepted,
                )
            });
            (breakdown.by, row.collect())
        })
        .collect();
    let expected = [
        ("provider", vec![("Dr. Okafor", 3, 2), ("Dr. Haddad", 1, 0)]),
        ("category", vec![("Crown", 2, 0), ("Restorative", 2, 2)]),
        ("value", vec![("Below $500", 2, 2), ("$500 to $1,500", 2, 0)]),
        // The export begins 400 days ago: of who was presented something 40 days ago nobody knows a year before.
        (
            "patient",
            vec![("New patients", 1, 1), ("Existing patients", 1, 0), ("Not known", 2, 1)],
        ),
    ];
    assert_eq!(told, expected);
}

#[test]
fn time_to_accept_by_hand() {
    let time = of_hand().time_to_accept.unwrap();
    assert_eq!((time.endpoint, time.plans, time.events), (Endpoint::Accepted, 5, 3));
    let steps: Vec<_> = time
        .curve
        .iter()
        .map(|row| (row.day, row.at_risk, row.events, row.share))
        .collect();
    assert_eq!(
        steps,
        [(0, 5, 1, Share(200)), (5, 4, 1, Share(400)), (20, 2, 1, Share(700))]
    );
    assert_eq!((time.median, time.watched_to, time.undated), (Some(20), 60, 0));
    let by_day: Vec<_> = time.by_day.iter().map(|by| (by.day, by.share)).collect();
    let expected = [(0, 200), (7, 400), (14, 400), (30, 700), (60, 700)].map(|(day, share)| (day, Share(share)));
    assert_eq!(by_day, expected);
}

#[test]
fn what_lies_pending_by_hand() {
    let p = of_hand().pending;
    let told: Vec<_> = p.bands.iter().map(|row| (row.key.as_str(), row.pending)).collect();
    let expected = [
        ("0-30", count(1, "800")),
        ("31-60", count(2, "1200")),
        ("61-90", count(1, "3100")),
        ("91-180", count(0, "0")),
        ("181-", count(0, "0")),
    ];
    assert_eq!(told, expected);
    assert_eq!((p.all.pending, p.all.patients), (count(4, "5100"), 4));
    assert_eq!((p.all.by_text, p.all.by_email, p.all.by_either), (2, 3, 3));
    let never = p.never_followed_up.unwrap();
    assert_eq!((never.of, never.never), (count(3, "4300"), count(2, "1200")));
    assert_eq!((never.share, never.reachable), (Some(Share(667)), 2));
}

#[test]
fn a_procedure_counts_once_on_the_plan_that_presented_it_first() {
    let mut export = Export::default();
    export.person(1).person(2);
    let mut add = |patient, code, status, visit| {
        export.planned(&Planned {
            patient,
            code,
            fee: "1000.00",
            planned: &ago(55),
            status,
            done: &ago(10),
            visit,
            provider: 1,
        })
    };
    let (crown, filling) = (add(1, CROWN, 1, 21), add(1, FILLING, 2, 0));
    let (implant, referred) = (add(1, IMPLANT, 1, 0), add(2, IMPLANT, 5, 0));
    export.visit(21, 1, 1, "2026-07-10", &ago(12));
    export.saved_plan(10, 1, &ago(50), &[(crown, "950.00"), (filling, "200.00")]);
    export.saved_plan(11, 1, &ago(20), &[(crown, "1000.00"), (implant, "3000.00")]);
    export.saved_plan(12, 1, &ago(18), &[(crown, "1000.00"), (filling, "200.00")]);
    export.saved_plan(13, 2, &ago(30), &[(referred, "3000.00")]);
    let a = audit(&export.read("saved_plan"), &AuditOptions::default());
    assert_eq!((a.judged.plans, a.aside.repeated, a.aside.referred), (2, 1, 1));
    let (first, second) = (case(&a, "10"), case(&a, "11"));
    assert_eq!(
        (first.outcome, first.value),
        (CaseOutcome::Accepted, Some(money("1150")))
    );
    assert_eq!(
        (second.outcome, second.value),
        (CaseOutcome::Pending, Some(money("3000")))
    );
    assert_eq!(
        first.accepted_on.unwrap().to_string(),
        ago(12),
        "booked before the filling was done"
    );

    // Whoever charts is asked of the chart: the same treatment, under the saved plans all the same.
    let charted = audit(&export.read("charted"), &AuditOptions::default());
    assert_eq!(charted.judged, a.judged);
}

#[test]
fn members_of_a_family_are_one_household_and_a_child_alone_is_out_of_reach() {
    let mut export = Export::default();
    export.person(1);
    export
        .row_of_person(2, 0, "", "", 1, 0)
        .row_of_person(3, 5, "", "", 3, 1);
    for patient in [1, 2, 3] {
        export.planned(&Planned {
            patient,
            code: CROWN,
            fee: "1000.00",
            planned: &ago(20),
            status: 1,
            done: "",
            visit: 0,
            provider: 1,
        });
    }
    let a = audit(&export.read("charted"), &AuditOptions::default());
    assert_eq!((a.judged.plans, a.judged.patients, a.judged.households), (3, 3, 2));
    assert_eq!(a.pending.all.pending, count(2, "2000"));
    assert_eq!(a.pending.not_patients, count(1, "1000"), "nobody follows up the dead");
}

/// Three families and a window of 30 days, each with all of its days: by the days on which what they accepted was entered.
#[test]
fn the_baseline_of_a_monthly_report_is_of_households_with_equal_days() {
    let mut export = Export::default();
    for num in [1, 3, 4, 5] {
        export.person(num);
    }
    export.row_of_person(2, 0, "", "", 1, 0);
    let mut add = |patient, code, days: i64, done: Option<i64>, visit| {
        export.planned(&Planned {
            patient,
            code,
            fee: "1000.00",
            planned: &ago(days),
            status: if done.is_some() { 2 } else { 1 },
            done: &done.map_or_else(String::new, ago),
            visit,
            provider: 1,
        });
    };
    // One household of two: she accepts on the last of its days, by a visit that was entered then; he never does.
    add(1, CROWN, 50, None, 11);
    add(2, FILLING, 40, None, 0);
    // A day late; and part of it only in time, the rest too late.
    add(3, CROWN, 60, Some(30), 0);
    add(4, CROWN, 70, Some(60), 0);
    add(4, FILLING, 70, Some(20), 0);
    // Too new to have had its days; a cleaning is nothing to accept.
    add(5, CROWN, 29, Some(28), 0);
    add(3, CLEANING, 45, Some(45), 0);
    export.visit(11, 1, 1, "2026-07-10", &ago(21));
    let options = AuditOptions {
        window_days: 30,
        ..AuditOptions::default()
    };
    let a = audit(&export.read("charted"), &options);
    let told = a.households.as_ref().unwrap();
    assert_eq!((told.from.to_string(), told.to.to_string()), (ago(119), ago(30)));
    assert_eq!((told.presented, told.accepted, told.undated), (3, 1, 0));
    let json = format!(r#"{{"month": "2026-07", "baseline": {}}}"#, a.to_json());
    let baseline = ReportOptions::from_json(&json).unwrap().baseline.unwrap();
    assert_eq!((baseline.sample().hits(), baseline.sample().of()), (1, 3));
    let html = a.to_html();
    assert!(html.contains("households first presented to from") && html.contains("What later months are held against"));
    let pending_only = r#"{"month": "2026-07", "baseline": {"judged": {"plans": 4}}}"#;
    let error = ReportOptions::from_json(pending_only).unwrap_err();
    assert_eq!(error.path(), "baseline");
}
