//! The page: it loads nothing, reads aloud, names nobody; and the tables beside it.

use std::collections::BTreeSet;

use followthrough::Date;
use followthrough_import::Imported;
use followthrough_insight::audit::{AuditOptions, audit};
use followthrough_insight::invented::Practice;

use crate::recomputed::imported_of;

fn day() -> Date {
    Date::parse("2026-08-31").unwrap()
}

/// The invented practice, smaller.
fn imported() -> Imported {
    imported_of(&Practice {
        patients: 500,
        months: 8,
        ..Practice::new(2, day())
    })
}

fn page(imported: &Imported, practice: Option<&str>) -> String {
    let options = AuditOptions {
        practice: practice.map(str::to_owned),
        ..AuditOptions::default()
    };
    audit(imported, &options).to_html()
}

#[test]
fn it_loads_nothing_and_reads_aloud() {
    let imported = imported();
    let html = page(&imported, Some("Larkspur Family Dental"));
    for loads in [
        "<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "onclick", "onload",
    ] {
        assert!(!html.contains(loads), "{loads}");
    }
    let count = |what: &str| html.matches(what).count();
    assert_eq!(
        (count("<table>"), count("<caption>"), count("<h1>")),
        (count("</table>"), count("<table>"), 1)
    );
    assert_eq!(
        (count("<svg"), count("<svg")),
        (count("role=\"img\""), count("<title id="))
    );
    assert_eq!(count("<summary>"), count("<details>"));
    assert!(count("<h2>") >= 7 && count("scope=\"row\"") > 40 && count("scope=\"col\"") > 30);
    assert!(
        html.contains("lang=\"en\"") && html.contains("prefers-color-scheme: dark") && html.contains("@media print")
    );
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>"));
    assert_eq!(html, page(&imported, Some("Larkspur Family Dental")));
    assert!(page(&imported, None).contains("The practice's baseline"));
}

#[test]
fn nobody_is_named() {
    let imported = imported();
    let a = audit(&imported, &AuditOptions::default());
    let all = a.to_html() + &a.to_json() + &a.to_csv().into_values().collect::<String>();
    let words: BTreeSet<&str> = all.split(|c: char| !c.is_alphanumeric()).collect();
    let mut names = BTreeSet::new();
    for record in &imported.plans {
        let patient = &record.plan.patient;
        names.extend(
            [&patient.first_name, &patient.last_name]
                .into_iter()
                .flatten()
                .map(|name| name.reveal()),
        );
    }
    assert!(names.len() > 100);
    // Dentists' names, a month and English words are names too.
    let harmless = [
        "May",
        "June",
        "April",
        "Grace",
        "Will",
        "Mark",
        "Haddad",
        "Lindqvist",
        "Okafor",
        "Prescott",
    ];
    let found: Vec<_> = names
        .iter()
        .filter(|name| words.contains(*name) && !harmless.contains(name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    for contact in imported.recipients.iter().flat_map(|recipient| &recipient.contacts) {
        assert!(!all.contains(contact.value.reveal()));
    }
}

#[test]
fn every_count_opens_to_its_cases() {
    let a = audit(&imported(), &AuditOptions::default());
    let html = a.to_html();
    let judged = a
        .cases
        .iter()
        .filter(|case| case.age_in_days(a.to).is_some_and(|age| (14..90).contains(&age)));
    let mut seen = 0;
    for case in judged {
        assert!(html.contains(&case.id), "{}", case.id);
        seen += 1;
    }
    assert_eq!(a.judged.plans, seen);
    let json: serde_json::Value = serde_json::from_str(&a.to_json()).unwrap();
    assert_eq!(json["cases"].as_array().unwrap().len(), a.cases.len());
    assert!(json["formulas"].as_array().unwrap().len() >= 10);
    fn floats(json: &serde_json::Value) -> bool {
        match json {
            serde_json::Value::Number(n) => n.is_f64(),
            serde_json::Value::Array(all) => all.iter().any(floats),
            serde_json::Value::Object(all) => all.values().any(floats),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::String(_) => false,
        }
    }
    assert!(!floats(&json));
}

#[test]
fn the_tables_say_what_the_page_says() {
    let a = audit(&imported(), &AuditOptions::default());
    let csv = a.to_csv();
    assert_eq!(
        csv.keys().copied().collect::<Vec<_>>(),
        ["acceptance.csv", "cases.csv", "pending.csv", "time_to_accept.csv"]
    );
    assert_eq!(csv["cases.csv"].lines().count(), a.cases.len() + 1);
    let judged = csv["acceptance.csv"]
        .lines()
        .find(|line| line.starts_with("all,judged,"))
        .unwrap();
    let taken = a.judged.taken.unwrap();
    assert!(
        judged.contains(&format!("{},{}", a.judged.value, taken.accepted_value)),
        "{judged}"
    );
    let all = csv["pending.csv"].lines().last().unwrap();
    let pending = &a.pending.all;
    assert!(all.starts_with(&format!(
        "all,{},{},{}",
        pending.pending.plans, pending.patients, pending.pending.value
    )));
}

#[test]
fn what_others_wrote_is_escaped() {
    let html = page(&imported(), Some("<script>alert(1)</script> & Sons"));
    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons"));
}

#[test]
fn an_empty_export_is_still_a_page() {
    let nothing = followthrough_import::Imported::empty(day());
    let a = audit(&nothing, &AuditOptions::default());
    assert_eq!((a.presented.plans, a.judged.taken), (0, None));
    assert!(a.to_html().ends_with("</html>"));
}
