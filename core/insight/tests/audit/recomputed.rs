//! The same figures from the raw rows of an export, by other means; and from published data.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{Date, Money};
use followthrough_import::{Imported, Options, System, read};
use followthrough_insight::audit::{AuditOptions, Endpoint, Told, audit};
use followthrough_insight::invented::{Practice, open_dental_export};
use followthrough_insight::stats::{Confidence, Observation, kaplan_meier};

use crate::export::{CROWN, Export, Planned, ago, rows};

fn shared(path: &str) -> Option<std::path::PathBuf> {
    let found = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if !found.exists() {
        println!("SKIPPED: {path} is not beside the checkout");
        return None;
    }
    Some(found)
}

fn invented(seed: u64, saved_plans: bool) -> (Vec<(String, Vec<u8>)>, Imported) {
    let practice = Practice {
        saved_plans,
        patients: 800,
        months: 10,
        ..Practice::new(seed, Date::parse("2026-08-31").unwrap())
    };
    (open_dental_export(&practice), imported_of(&practice))
}

/// An invented practice, read as its export is.
pub(crate) fn imported_of(practice: &Practice) -> Imported {
    let mut options = Options::default();
    let presented = if practice.saved_plans { "saved_plan" } else { "charted" };
    for (name, value) in [
        ("presented", presented),
        ("time_zone", Practice::TIME_ZONE),
        ("as_of", "2026-08-31"),
    ] {
        options.set(name, value).unwrap();
    }
    read(System::OpenDental, open_dental_export(practice), &options).unwrap()
}

fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap();
    whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap()
}

/// What the raw tables say of each saved plan.
struct Raw {
    presented: Date,
    patient: String,
    value: i64,
    accepted_value: i64,
    open: usize,
    yes: usize,
    first_yes: Option<Date>,
}

fn raw(files: &[(String, Vec<u8>)]) -> BTreeMap<String, Raw> {
    let day = |text: &str| Date::parse(&text[..10]).unwrap();
    let visits: BTreeMap<String, (String, Date)> = rows(files, "appointment.csv")
        .into_iter()
        .map(|v| (v["AptNum"].clone(), (v["AptStatus"].clone(), day(&v["SecDateTEntry"]))))
        .collect();
    let codes: BTreeMap<String, String> = rows(files, "procedurecode.csv")
        .into_iter()
        .map(|c| (c["CodeNum"].clone(), c["ProcCode"].clone()))
        .collect();
    let procedures: BTreeMap<String, BTreeMap<String, String>> = rows(files, "procedurelog.csv")
        .into_iter()
        .map(|p| (p["ProcNum"].clone(), p))
        .collect();
    let mut plans = BTreeMap::new();
    let mut presented: BTreeMap<String, Raw> = rows(files, "treatplan.csv")
        .into_iter()
        .filter(|plan| plan["TPStatus"] == "0")
        .map(|plan| {
            let raw = Raw {
                presented: day(&plan["DateTP"]),
                patient: plan["PatNum"].clone(),
                value: 0,
                accepted_value: 0,
                open: 0,
                yes: 0,
                first_yes: None,
            };
            (plan["TreatPlanNum"].clone(), raw)
        })
        .collect();
    for saved in rows(files, "proctp.csv") {
        let (p, raw) = (
            &procedures[&saved["ProcNumOrig"]],
            presented.get_mut(&saved["TreatPlanNum"]).unwrap(),
        );
        let visit = visits.get(&p["AptNum"]);
        let on_book = visit.is_some_and(|(status, _)| status == "1");
        let code = &codes[&p["CodeNum"]];
        if !matches!(p["ProcStatus"].as_str(), "1" | "2") || code.starts_with("D0") || code.starts_with("D1") {
            continue;
        }
        raw.value += cents(&saved["FeeAmt"]);
        if p["ProcStatus"] == "2" || on_book {
            raw.yes += 1;
            raw.accepted_value += cents(&saved["FeeAmt"]);
            raw.first_yes = raw
                .first_yes
                .into_iter()
                .chain(visit.map(|(_, entered)| *entered))
                .min();
        } else {
            raw.open += 1;
        }
    }
    for (id, raw) in presented {
        if raw.yes + raw.open > 0 {
            plans.insert(id, raw);
        }
    }
    plans
}

#[test]
fn the_invented_practice_from_its_raw_rows() {
    for seed in 1..3 {
        let (files, imported) = invented(seed, true);
        let a = audit(&imported, &AuditOptions::default());
        let plans = raw(&files);
        let age = |raw: &Raw| a.to.days_since(raw.presented);
        let judged: Vec<&Raw> = plans.values().filter(|raw| (14..90).contains(&age(raw))).collect();
        let window: Vec<&Raw> = plans.values().filter(|raw| age(raw) < 90).collect();
        let number = |n: usize| u64::try_from(n).unwrap();
        let with = |which: fn(&Raw) -> bool| number(judged.iter().filter(|raw| which(raw)).count());
        let taken = a.judged.taken.unwrap();
        assert_eq!(
            (a.judged.plans, a.presented.plans),
            (number(judged.len()), number(window.len()))
        );
        assert_eq!(taken.accepted, with(|raw| raw.open == 0));
        assert_eq!(taken.in_part, with(|raw| raw.open > 0 && raw.yes > 0));
        assert_eq!(taken.pending, with(|raw| raw.yes == 0));
        assert_eq!(a.judged.value.cents(), judged.iter().map(|raw| raw.value).sum::<i64>());
        assert_eq!(
            taken.accepted_value.cents(),
            judged.iter().map(|raw| raw.accepted_value).sum::<i64>()
        );
        let patients: BTreeSet<&str> = judged.iter().map(|raw| raw.patient.as_str()).collect();
        assert_eq!(a.judged.patients, number(patients.len()));

        let watched: Vec<Observation> = window
            .iter()
            .map(|raw| Observation {
                time: u32::try_from(raw.first_yes.unwrap_or(a.to).days_since(raw.presented)).unwrap(),
                happened: raw.first_yes.is_some(),
            })
            .collect();
        let survival = kaplan_meier(&watched, Confidence::P95);
        let time = a.time_to_accept.unwrap();
        assert_eq!((time.endpoint, time.median), (Endpoint::Accepted, survival.median));
        assert_eq!(time.curve.len(), survival.rows.len());
        for (got, wanted) in time.curve.iter().zip(&survival.rows) {
            assert_eq!(
                (got.day, got.at_risk, got.events),
                (wanted.time, wanted.at_risk, wanted.events)
            );
            assert_eq!(
                format!("{:.0}", (1.0 - wanted.survival) * 1000.0),
                got.share.0.to_string()
            );
        }

        // Everybody's pending treatment, but that of people who are no longer patients.
        let gone: BTreeSet<String> = rows(&files, "patient.csv")
            .into_iter()
            .filter(|p| !matches!(p["PatStatus"].as_str(), "0" | "6"))
            .map(|p| p["PatNum"].clone())
            .collect();
        let pending: Vec<&Raw> = plans
            .values()
            .filter(|raw| raw.open > 0 && !gone.contains(&raw.patient))
            .collect();
        assert_eq!(a.pending.all.pending.plans, number(pending.len()));
        let left: i64 = pending.iter().map(|raw| raw.value - raw.accepted_value).sum();
        assert_eq!(a.pending.all.pending.value.cents(), left);
        let bands: u64 = a.pending.bands.iter().map(|band| band.pending.plans).sum();
        assert_eq!(bands, a.pending.all.pending.plans);

        let guarantors: BTreeMap<String, String> = rows(&files, "patient.csv")
            .into_iter()
            .map(|p| (p["PatNum"].clone(), p["Guarantor"].clone()))
            .collect();
        let minors: BTreeSet<&str> = imported
            .people
            .iter()
            .filter(|p| p.minor)
            .map(|p| p.patient.as_str())
            .collect();
        let talks: BTreeSet<(String, String)> = rows(&files, "commlog.csv")
            .into_iter()
            .map(|talk| (talk["PatNum"].clone(), talk["CommDateTime"][..10].to_owned()))
            .collect();
        let silent = |raw: &&&Raw| {
            let mut with = vec![raw.patient.clone()];
            if minors.contains(raw.patient.as_str()) {
                with.push(guarantors[&raw.patient].clone());
            }
            let since = raw.presented.to_string();
            !talks
                .iter()
                .any(|(patient, day)| with.contains(patient) && *day > since)
        };
        let never = pending.iter().filter(|raw| age(raw) >= 14).filter(silent).count();
        assert_eq!(a.pending.never_followed_up.unwrap().never.plans, number(never));
    }
}

#[test]
fn saved_plans_and_the_chart_tell_the_same() {
    for seed in 1..3 {
        let (by_plan, by_chart) = (invented(seed, true).1, invented(seed, false).1);
        let options = AuditOptions::default();
        let (by_plan, by_chart) = (audit(&by_plan, &options), audit(&by_chart, &options));
        assert_eq!(by_plan.judged, by_chart.judged);
        assert_eq!(by_plan.presented, by_chart.presented);
        assert_eq!(by_plan.time_to_accept, by_chart.time_to_accept);
        assert_eq!(by_plan.pending.all.pending, by_chart.pending.all.pending);
        let rows = |audit: &followthrough_insight::audit::Audit| {
            let all = audit
                .breakdowns
                .iter()
                .flat_map(|b| b.rows.iter().map(|row| (b.by, row.acceptance.clone())));
            all.collect::<Vec<_>>()
        };
        assert_eq!(rows(&by_plan), rows(&by_chart));
    }
}

/// Its plans carry the day of charting, what was done carries none: acceptance cannot be told, what is pending can.
#[test]
fn the_public_export_to_the_cent() {
    let Some(folder) = shared("data/opendental") else {
        return;
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "csv") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
    let mut options = Options::default();
    for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-01-30")] {
        options.set(name, value).unwrap();
    }
    let imported = read(System::OpenDental, files.clone(), &options).unwrap();
    let a = audit(&imported, &AuditOptions::default());
    assert_eq!(
        (a.acceptance_told, a.judged.taken, a.time_to_accept.is_none()),
        (Told::NoDays, None, true)
    );
    let all = a.pending.all.pending;
    assert_eq!((all.plans, all.value), (384, Money::parse("569798.87").unwrap()));
    assert_eq!(a.pending.not_patients.plans, 0);

    // The window, from the raw rows: planned, on no visit, charted in the last 90 days.
    let inside: Vec<_> = rows(&files, "procedurelog.csv")
        .into_iter()
        .filter(|p| p["ProcStatus"] == "1" && p["AptNum"] == "0" && p["PlannedAptNum"] == "0")
        .filter(|p| ("2025-11-02".."2026-01-31").contains(&p["DateTP"].as_str()))
        .collect();
    let patients: BTreeSet<&String> = inside.iter().map(|p| &p["PatNum"]).collect();
    let value: Money = inside.iter().map(|p| Money::parse(&p["ProcFee"]).unwrap()).sum();
    assert_eq!(
        (a.presented.value, a.presented.patients),
        (value, u64::try_from(patients.len()).unwrap())
    );
    assert!(a.pending.never_followed_up.unwrap().never.plans > 100);
}

/// Published survival data as an export: days to treatment, and days watched.
#[test]
fn the_curve_is_that_of_an_independent_implementation() {
    let Some(path) = shared("data/stats/intervals.json") else {
        return;
    };
    let vectors: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut done = 0;
    for vector in vectors["cases"].as_array().unwrap() {
        if vector["kind"] != "kaplan_meier" || vector["rows"].as_array().unwrap().is_empty() {
            continue;
        }
        let mut export = Export::default();
        let pairs = vector["times"]
            .as_array()
            .unwrap()
            .iter()
            .zip(vector["events"].as_array().unwrap());
        for (num, (time, event)) in (1..).zip(pairs) {
            let time = time.as_i64().unwrap();
            let happened = event == 1;
            let presented = if happened { 100 } else { time };
            export.person(num).planned(&Planned {
                patient: num,
                code: CROWN,
                fee: "1000.00",
                planned: &ago(presented),
                status: if happened { 2 } else { 1 },
                done: &ago(100 - time),
                visit: 0,
                provider: 1,
            });
        }
        let options = AuditOptions {
            days: 120,
            ..AuditOptions::default()
        };
        let id = vector["id"].as_str().unwrap();
        let time = audit(&export.read("charted"), &options).time_to_accept.unwrap();
        assert_eq!(time.endpoint, Endpoint::Begun);
        assert_eq!(time.median.map(i64::from), vector["median"].as_i64(), "{id}");
        let wanted = vector["rows"].as_array().unwrap();
        assert_eq!(time.curve.len(), wanted.len(), "{id}");
        for (got, row) in time.curve.iter().zip(wanted) {
            assert_eq!(i64::from(got.day), row["t"].as_i64().unwrap(), "{id}");
            let share = (1.0 - row["survival"].as_f64().unwrap()) * 1000.0;
            assert!(
                (share - f64::from(u32::try_from(got.share.0).unwrap())).abs() <= 0.5 + 1e-6,
                "{id}"
            );
            if let (Some((low, _)), Some(high)) = (got.bounds, row["loglog_high"].as_f64()) {
                let wanted = (1.0 - high) * 1000.0;
                assert!(
                    (wanted - f64::from(u32::try_from(low.0).unwrap())).abs() <= 0.5 + 1e-6,
                    "{id}"
                );
            }
        }
        done += 1;
    }
    assert!(done >= 10, "{done}");
}
