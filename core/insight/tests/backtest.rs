//! The backtest: where plans of the past stood when messages would have gone. The engine decides when those are; here its
//! preview, which nobody's acceptance disturbs, says the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

mod common;
#[path = "audit/export.rs"]
#[allow(dead_code, reason = "not every test uses everything")]
mod export;

use std::collections::{BTreeMap, BTreeSet};

use export::{CROWN, Export, FILLING, Planned, ago};
use followthrough::preview::What;
use followthrough::schedule::LocalTime;
use followthrough_insight::audit::{CaseOutcome, Endpoint};
use followthrough_insight::backtest::{Backtest, BacktestCase, BacktestOptions, Fate, backtest};

/// Patients with a crown presented 80 days ago, each accepted so many days after, or never.
fn accepted_after(days: &[Option<i64>]) -> Export {
    let mut export = Export::default();
    for (num, days) in (1..).zip(days) {
        export.person(num);
        let visit = days.map_or(0, |_| 100 + num);
        export.planned(&Planned {
            patient: num,
            code: CROWN,
            fee: "1400.00",
            planned: &ago(80),
            status: 1,
            done: "",
            visit,
            provider: 1,
        });
        if let Some(days) = days {
            export.visit(visit, num, 1, "2026-07-20", &ago(80 - days));
        }
    }
    export
}

fn run(export: &Export, more: &str) -> Backtest {
    backtest(
        &common::playbook(more),
        &export.read("charted"),
        &BacktestOptions::default(),
    )
    .unwrap()
}

fn fates(test: &Backtest) -> Vec<(&str, Fate)> {
    test.cases
        .iter()
        .map(|case| (case.patient.as_str(), case.fate))
        .collect()
}

/// The days on which the engine would send something about a case of a person who never answers, by its preview.
fn previewed(export: &Export) -> Vec<String> {
    let playbook = common::playbook("");
    let imported = export.read("charted");
    let (record, recipient) = (&imported.plans[0], &imported.recipients[0]);
    let mut plan = record.plan.clone();
    plan.procedures
        .iter_mut()
        .for_each(|p| p.status = followthrough::plan::ProcedureStatus::Planned);
    let zone = playbook.time_zone().clone();
    let evening = zone.at(common::date(&ago(80)), LocalTime::parse("21:00").unwrap());
    let preview = playbook.preview(&plan, recipient, evening).unwrap();
    let sent = preview.timeline.iter().filter(|happening| match &happening.what {
        What::Message(_) => true,
        What::Call(call) => call.step.is_some(),
        _ => false,
    });
    sent.map(|happening| zone.local(happening.at).date.to_string())
        .collect()
}

#[test]
fn where_each_plan_stood() {
    let open = accepted_after(&[None]);
    let touches = previewed(&open);
    assert!(touches.len() >= 3, "{touches:?}");
    let day = |text: &String| common::date(text).days_since(common::date(&ago(80)));
    let (first, last) = (day(&touches[0]), day(touches.last().unwrap()));
    assert!(
        (1..=3).contains(&first),
        "a Saturday, and the built-in playbook writes the day after: {first}"
    );

    let days = [
        Some(0),
        Some(first),
        Some(first + 1),
        Some(last),
        Some(last + 1),
        Some(75),
        None,
    ];
    let test = run(&accepted_after(&days), "");
    let expected = [
        ("1", Fate::BeforeFirstTouch),
        ("2", Fate::BeforeFirstTouch),
        ("3", Fate::BetweenTouches),
        ("4", Fate::BetweenTouches),
        ("5", Fate::AfterLastTouch),
        ("6", Fate::AfterTheEnd),
        ("7", Fate::Touched),
    ];
    assert_eq!(fates(&test), expected);
    assert_eq!(
        (test.plans.plans, test.accepted.plans, test.accepted_by),
        (7, 6, Endpoint::Accepted)
    );
    for case in &test.cases {
        let told: Vec<String> = case.touches.iter().map(|touch| touch.on.to_string()).collect();
        assert_eq!(told, touches, "the engine of {} says another", case.id);
    }
    // Sent: about the plans that were open the day before. Then whoever accepted next.
    let steps: Vec<_> = test.steps.iter().map(|row| (row.sent, row.accepted_next)).collect();
    assert_eq!(steps[0], (5, 1), "{:?}", test.steps);
    let claimed: u64 = test.steps.iter().map(|row| row.accepted_next).sum();
    assert_eq!(
        claimed,
        test.with(Fate::BetweenTouches).plans + test.with(Fate::AfterLastTouch).plans
    );
}

#[test]
fn what_the_playbook_would_not_have_touched() {
    let mut export = accepted_after(&[Some(10), None]);
    // Too small for the playbook; nobody to write to; presented a year and a half ago.
    export.person(3);
    export.row_of_person(4, 0, "", "", 4, 1);
    export.person(5);
    for (patient, code, fee, planned) in [
        (3, FILLING, "90.00", ago(60)),
        (4, CROWN, "1400.00", ago(60)),
        (5, CROWN, "1400.00", ago(550)),
    ] {
        export.planned(&Planned {
            patient,
            code,
            fee,
            planned: &planned,
            status: 1,
            done: "",
            visit: 0,
            provider: 1,
        });
    }
    let test = run(&export, "");
    let at = |patient: &str| {
        test.cases
            .iter()
            .find(|case| case.patient.as_str() == patient)
            .map(|case| case.fate)
    };
    assert_eq!((at("3"), at("5")), (Some(Fate::Untouched), None));
    let calls: Vec<&BacktestCase> = test.cases.iter().filter(|case| case.patient.as_str() == "4").collect();
    assert!(
        calls[0].touches.iter().all(|touch| touch.channel.as_str() == "call"),
        "{:?}",
        calls[0].touches
    );

    // The holdout gets nothing.
    let held = run(
        &accepted_after(&[Some(10), None]),
        "holdout: {share: 1.0, salt: backtest}",
    );
    assert_eq!(fates(&held), [("1", Fate::AcceptedUntouched), ("2", Fate::Untouched)]);
    assert!(held.steps.is_empty());
}

#[test]
fn without_the_day_of_the_booking_nobody_knows_when() {
    let text = accepted_after(&[Some(3), None]);
    let mut files = text.files();
    for (name, table) in &mut files {
        if name == "appointment.csv" {
            *table = table.replace("SecDateTEntry", "Stamp");
        }
    }
    let mut options = followthrough_import::Options::default();
    for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-06-30")] {
        options.set(name, value).unwrap();
    }
    let imported = followthrough_import::read(followthrough_import::System::OpenDental, files, &options).unwrap();
    let test = backtest(&common::playbook(""), &imported, &BacktestOptions::default()).unwrap();
    assert_eq!(fates(&test), [("1", Fate::AcceptedSomeDay), ("2", Fate::Touched)]);
    assert_eq!(test.accepted_by, Endpoint::Begun);
    assert_eq!(
        test.steps[0].sent, 1,
        "nobody knows of the other whether it was still open"
    );
}

#[test]
fn the_invented_practice_in_all_its_figures() {
    let imported = common::imported(3, common::date("2026-08-31"));
    let options = BacktestOptions::from_json(r#"{"days": 180}"#).unwrap();
    let test = backtest(&common::playbook(""), &imported, &options).unwrap();
    assert_eq!(test.not_run, 0);
    let all: u64 = test.fates.iter().map(|row| row.plans.plans).sum();
    assert_eq!(
        (all, test.plans.plans),
        (test.plans.plans, u64::try_from(test.cases.len()).unwrap())
    );
    let mut fates: BTreeMap<Fate, u64> = BTreeMap::new();
    for case in &test.cases {
        *fates.entry(case.fate).or_default() += 1;
        assert_eq!(
            case.fate.is_accepted(),
            matches!(case.outcome, CaseOutcome::Accepted | CaseOutcome::InPart)
        );
        let (first, last) = (case.touches.first().map(|t| t.on), case.touches.last().map(|t| t.on));
        match case.fate {
            Fate::BeforeFirstTouch => assert!(case.accepted_on <= first),
            Fate::BetweenTouches => assert!(case.accepted_on > first && case.accepted_on <= last),
            Fate::AfterLastTouch => assert!(case.accepted_on > last && case.accepted_on <= case.ends_on),
            Fate::AfterTheEnd => assert!(case.accepted_on > case.ends_on),
            Fate::AcceptedUntouched | Fate::Untouched => assert!(case.touches.is_empty()),
            Fate::AcceptedSomeDay => assert!(case.accepted_on.is_none()),
            Fate::Touched => assert!(first.is_some()),
        }
        assert!(first.is_none_or(|day| day > case.presented_on));
        assert!((test.from..=test.to).contains(&case.presented_on));
    }
    for row in &test.fates {
        assert_eq!(row.plans.plans, fates.get(&row.fate).copied().unwrap_or(0));
    }
    assert!(test.with(Fate::BeforeFirstTouch).plans > 10 && test.with(Fate::Touched).plans > 10);

    let html = test.to_html();
    for loads in ["<script", "<link", "<img", "src=", "href=", "url("] {
        assert!(!html.contains(loads), "{loads}");
    }
    let count = |what: &str| html.matches(what).count();
    assert_eq!((count("<table>"), count("<h1>")), (count("<caption>"), 1));
    let words: BTreeSet<&str> = html.split(|c: char| !c.is_alphanumeric()).collect();
    for record in &imported.plans {
        let name = record.plan.patient.last_name.as_ref().unwrap().reveal();
        let harmless = ["Haddad", "Lindqvist", "Okafor", "Prescott", "May"];
        assert!(!words.contains(name) || harmless.contains(&name), "{name}");
    }
    for claim in ["thanks", "recovered", "lift", "caused", "gain"] {
        assert!(!words.contains(claim), "{claim}");
    }
}

#[test]
fn what_cannot_be_run_is_told() {
    let recall = common::PLAYBOOK.replace("extends: dental", "extends: recall");
    let recall = followthrough::Playbook::from_yaml(&recall).unwrap();
    let nothing = followthrough_import::Imported::empty(common::date("2026-06-30"));
    let error = backtest(&recall, &nothing, &BacktestOptions::default()).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-H001", "playbook.subject"));
    let error = BacktestOptions::from_json(r#"{"days": 4000}"#).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-X001", "options.days"));
    let empty = backtest(&common::playbook(""), &nothing, &BacktestOptions::default()).unwrap();
    assert!(empty.to_html().ends_with("</html>"));
}
