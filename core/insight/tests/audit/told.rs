//! What an export cannot tell is absent, and said in words: never a zero.

use followthrough_import::{Imported, Mapping, Options, System, read};
use followthrough_insight::audit::{AuditOptions, Endpoint, Share, Told, audit};
use serde_json::Value;

use crate::export::{CROWN, Export, Planned, ago};

fn json(imported: &Imported) -> Value {
    serde_json::from_str(&audit(imported, &AuditOptions::default()).to_json()).unwrap()
}

fn mapped(mapping: &str, rows: &str) -> Imported {
    let mut options = Options::default();
    options.set("time_zone", "America/New_York").unwrap();
    options.set("as_of", "2026-06-30").unwrap();
    options.mapping = Some(Mapping::from_yaml(mapping).unwrap_or_else(|e| panic!("{e}")));
    let imported = read(System::Csv, [("plans.csv", rows)], &options).unwrap();
    assert!(imported.rejected.is_empty(), "{:?}", imported.rejected);
    imported
}

const PLANS: &str = "
mapping: 1
columns: confirmed
grain: plan
presented: status
currency: USD
patient: {id: Pt}
plan:
  id: Plan
  value: {column: Fee, required: never}
  presented_on: Shown?
  status: {column: St, map: {Open: open, Won: accepted, Done: completed, Lost: declined, Draft: draft}}
";

#[test]
fn a_list_of_what_is_pending_tells_no_acceptance() {
    let list = mapped(
        PLANS,
        "Pt,Plan,Fee,Shown,St\n1,a,900.00,2026-06-01,Open\n2,b,100.00,2026-05-01,Open\n",
    );
    let json = json(&list);
    assert_eq!(json["acceptance_told"], "pending_only");
    for absent in ["accepted", "share", "interval", "accepted_value", "pending"] {
        assert!(json["judged"].get(absent).is_none(), "{absent}");
    }
    assert!(json.get("time_to_accept").is_none() && json.get("same_day").is_none());
    assert_eq!(
        (&json["judged"]["plans"], &json["pending"]["all"]["value"]),
        (&2.into(), &"1000.00".into())
    );
    assert!(
        json["pending"].get("never_followed_up").is_none(),
        "no record of conversations"
    );
    let page = audit(&list, &AuditOptions::default()).to_html();
    assert!(page.contains("This export lists only what is pending") && page.contains("Not known. "));
    assert!(!page.contains("0.0%"));
}

#[test]
fn accepted_treatment_without_days_tells_no_acceptance() {
    let mut export = Export::default();
    export.person(1);
    let add = |export: &mut Export, planned: &str, status, done: &str| {
        export.planned(&Planned {
            patient: 1,
            code: CROWN,
            fee: "1000.00",
            planned,
            status,
            done,
            visit: 0,
            provider: 1,
        });
    };
    add(&mut export, &ago(30), 1, "");
    add(&mut export, "0001-01-01", 2, &ago(20));
    let a = audit(&export.read("charted"), &AuditOptions::default());
    assert_eq!(
        (a.acceptance_told, a.judged.plans, a.judged.taken),
        (Told::NoDays, 1, None)
    );
    assert!(
        a.to_html()
            .contains("nobody can say how much of what was presented was accepted")
    );
    assert!(
        a.to_html()
            .contains("1 procedures were done in the window, worth $1,000")
    );

    // One that can be told, beside more that cannot: what is shown is a lower bound, and says so.
    add(&mut export, &ago(40), 2, &ago(25));
    let lone = audit(&export.read("charted"), &AuditOptions::default());
    assert_eq!(lone.acceptance_told, Told::Yes);
    assert!(
        !lone.to_html().contains("Acceptance is at least"),
        "as much as can be told"
    );
    add(&mut export, "0001-01-01", 2, &ago(10));
    let low = audit(&export.read("charted"), &AuditOptions::default());
    assert!(low.to_html().contains("Acceptance is at least"));
}

#[test]
fn plans_that_keep_their_status_tell_acceptance_and_no_days_of_it() {
    let rows = "Pt,Plan,Fee,Shown,St\n1,a,900.00,2026-06-01,Won\n2,b,100.00,2026-05-01,Done\n3,c,,2026-05-03,Lost\n\
                4,d,50.00,,Won\n5,e,70.00,2026-05-03,Draft\n";
    let a = audit(&mapped(PLANS, rows), &AuditOptions::default());
    let taken = a.judged.taken.unwrap();
    assert_eq!(
        (taken.accepted, taken.declined, a.judged.plans, a.judged.value_unknown),
        (2, 1, 3, 1)
    );
    assert_eq!((taken.share, taken.value_share), (Some(Share(667)), Some(Share(1000))));
    assert_eq!((a.undated.accepted.plans, a.aside.not_presented), (1, 1));
    assert_eq!(a.time_to_accept, None);
    assert!(
        a.to_html()
            .contains("does not tell on which day treatment was accepted")
    );
}

/// The importer knows the day of pending treatment; all of a plan may be done.
#[test]
fn a_plan_all_of_which_is_done_is_not_lost() {
    let mapping = "
mapping: 1
columns: confirmed
grain: procedure
presented: charted
currency: USD
patient: {id: Pt}
procedure:
  id: Id
  plan: Plan
  value: Fee
  planned_on: Planned
  done_on: Done
  status: {column: St, map: {P: planned, C: completed}}
";
    let rows = "Pt,Id,Plan,Fee,Planned,Done,St\n1,1,a,900.00,2026-06-01,2026-06-09,C\n1,2,a,100.00,2026-06-01,2026-06-19,C\n\
                2,3,b,500.00,2026-05-20,2026-06-02,C\n2,4,b,500.00,2026-05-25,,P\n3,5,c,500.00,2026-05-02,,P\n";
    let a = audit(&mapped(mapping, rows), &AuditOptions::default());
    let days: Vec<_> = a
        .cases
        .iter()
        .map(|case| (case.id.as_str(), case.presented_on.unwrap().to_string()))
        .collect();
    assert_eq!(
        days,
        [
            ("a", "2026-06-01".into()),
            ("b", "2026-05-20".into()),
            ("c", "2026-05-02".into())
        ]
    );
    let taken = a.judged.taken.unwrap();
    assert_eq!((taken.accepted, taken.in_part, taken.pending), (1, 1, 1));

    // The same without plans: what was charted for a patient on one day. What was done is put back.
    let alone = mapping
        .replace("  plan: Plan\n", "")
        .replace("presented: charted", "presented: charted\nplans: per_patient");
    let a = audit(&mapped(&alone, rows), &AuditOptions::default());
    let taken = a.judged.taken.unwrap();
    assert_eq!((a.judged.plans, taken.accepted, taken.pending), (4, 2, 2));
    let time = a.time_to_accept.unwrap();
    assert_eq!((time.endpoint, time.events), (Endpoint::Begun, 2));
    assert_eq!(time.curve.iter().map(|row| row.day).collect::<Vec<_>>(), [8, 13]);
}

#[test]
fn options_out_of_their_bounds_are_told_by_key() {
    let of = |text: &str| AuditOptions::from_json(text).unwrap_err();
    for (text, path) in [
        (r#"{"day": 3}"#, "options.day"),
        (r#"{"days": 0}"#, "options.days"),
        (r#"{"days": 10, "settle_days": 11}"#, "options.settle_days"),
        (r#"{"value_bands": ["500", "500"]}"#, "options.value_bands"),
        (r#"{"value_bands": ["500", "x"]}"#, "options.value_bands[1]"),
        (r#"{"pending_bands": [60, 30]}"#, "options.pending_bands"),
        (r#"{"leave_out": ["teeth"]}"#, "options.leave_out[0]"),
        ("{", "options"),
    ] {
        let error = of(text);
        assert_eq!((error.code().as_str(), error.path()), ("FT-X001", path), "{error}");
    }
    let read = AuditOptions::from_json(r#"{"days": 30, "practice": "Larkspur", "leave_out": []}"#).unwrap();
    assert_eq!((read.days, read.settle_days, read.leave_out.len()), (30, 14, 0));
    assert_eq!(AuditOptions::from_json("{}").unwrap(), AuditOptions::default());
}
