//! JSON by the mapping language: what a practice's own mapping can say, what is asked, and files of another system.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use common::json::*;
use followthrough_import::{Importer, Mapping, Options, Survey, System, questions, read};
use serde_json::{Value, json};

#[test]
fn a_practice_says_what_its_own_json_means() {
    let mapping = "mapping: 1
json: {lists: [quotes], inside: quote, succeeds: {ok: \"true\"}}
grain: plan
presented: dated
currency: USD
money: {symbols: [\"$\"], thousands: \",\"}
patient: {id: client.no, name: client.name?, mobile: \"client.numbers[kind=cell].value?\", birth_date: client.born?}
plan:
  id: no
  value: {column: total, required: never}
  presented_on: shown
  status: {column: stage, map: {Shown: open, Won: accepted}}
";
    let quote = |no: &str, total: Value| {
        json!({"quote": {"no": no, "total": total, "shown": "2026-01-10", "stage": "Shown",
            "client": {"no": 7, "name": "Moss, Ada", "numbers": [{"kind": "cell", "value": "(404) 555-0177"}]}}})
    };
    let text =
        json!({"ok": true, "quotes": [quote("a", json!("$1,234.50")), quote("b", json!(20)), quote("c", json!(null))]});
    let imported = import(System::Csv, mapping, &[("quotes.json", text.to_string())]);
    let values: Vec<String> = imported.plans.iter().map(value).collect();
    assert_eq!(values, ["1234.50", "20.00", "unknown"]);
    assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+14045550177");
    assert_eq!(
        imported.records.as_ref().unwrap()[2].path.as_deref(),
        Some("/quotes/2/quote")
    );
    for (text, says) in [
        ("json: {list: [a]}", "did you mean \"lists\"?"),
        ("json: {is: {a: b, c: d}}", "one key and its word"),
        ("json: {more: \"a[\"}", "is no path"),
        (
            "json: {}\npatient: {id: \"a..b\"}",
            "\"a..b\" is no path below a record",
        ),
        (
            "procedure: {in: list, id: a, status: {column: b}}",
            "only JSON has lists",
        ),
        (
            "json: {}\nprocedure: {refers: {by: a, to: B}, id: a, status: {column: b}}",
            "only beside `in`",
        ),
        (
            "json: {}\ngrain: procedure\nprocedure: {in: l, id: a, status: {column: b}}",
            "write grain: plan",
        ),
        ("json: {}\nmoney: {type: float}", "\"float\""),
        (
            "json: {}\nplan: {id: a, status: {column: b, map: {x: then}}}",
            "\"then\"",
        ),
    ] {
        let text = format!(
            "mapping: 1\n{}grain: plan\n{text}",
            if text.contains("grain:") { "#" } else { "" }
        );
        let told = Mapping::from_yaml(&text).unwrap_err().to_string();
        assert!(told.contains(says), "{text}: {told}");
    }
}

#[test]
fn what_is_open_in_json_is_asked_with_what_was_seen() {
    let files = [(
        "procedures.json",
        ascend_page(&[ascend("1", "601")]).replace("TREATMENT_PLAN", "PROPOSED"),
    )];
    let bare = Options::default();
    let asked = questions(System::Dentrix, files.iter().map(|(n, t)| (*n, t.as_bytes())), &bare).unwrap();
    let required: Vec<&str> = asked.iter().filter(|q| q.required).map(|q| q.key.as_str()).collect();
    assert_eq!(required, ["presented", "plans", "as_of", "time_zone"]);
    assert_eq!(
        asked[0].seen,
        ["treatmentPlannedDate: 1 of 1 rows have something, 1 of them a day"]
    );
    let words = asked
        .iter()
        .find(|q| q.key == "procedure.status.then.map.WORD")
        .unwrap();
    assert_eq!(words.seen, ["\"PROPOSED\" in 1 row"]);
    let refused = read(System::Dentrix, [(files[0].0, &files[0].1)], &options("")).unwrap_err();
    assert!(
        refused.code().as_str() == "FT-I010" && refused.message().ends_with("plans"),
        "{refused}"
    );
    // Of FHIR what the codes cost, until all of them are said.
    let text = bundle(&[
        person("p1"),
        care_plan("c", to("ServiceRequest/s")),
        request("s", "D2740"),
    ]);
    let fees = |options: &Options| {
        let asked = questions(System::Fhir, [("b.json", text.as_bytes())], options).unwrap();
        assert!(asked.iter().filter(|q| q.key == "consent.text.column").count() == 1);
        asked.into_iter().find(|q| q.key == "fees.CODE")
    };
    assert_eq!(fees(&bare).unwrap().seen, ["\"D2740\" in 1 procedures"]);
    assert_eq!(fees(&options(FEES)), None);
    // Answers of several shapes go where they belong.
    let mut survey = Survey::new(System::Fhir, &bare);
    text.as_bytes().chunks(7).for_each(|piece| survey.push("b.json", piece));
    let seen = survey.finish().unwrap();
    let answers = [
        ("fees.D2740", "1250.00"),
        ("consent.text.column", "x"),
        ("time_zone", "none"),
    ];
    let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let (extends, placed) = seen.laid_over(&bare, &answers);
    let keys: Vec<&str> = placed.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(extends.as_deref(), Some("fhir"));
    assert_eq!(
        keys,
        [
            "shapes.careplan.fees.D2740",
            "shapes.patient.consent.text.column",
            "time_zone"
        ]
    );
}

#[test]
fn a_file_of_another_system_is_told_by_name() {
    let nexhealth = page(&[nexhealth_plan(1)]);
    let ascend = ascend_page(&[ascend("1", "601")]);
    let fhir = bundle(&[person("p1")]);
    for (system, text, says) in [
        (System::NexHealth, &ascend, "no record has the key"),
        (System::NexHealth, &fhir, "no record has the key"),
        (System::Dentrix, &nexhealth, "no record has the key"),
        (System::Dentrix, &fhir, "no record has the key"),
        (System::Fhir, &nexhealth, "no record has the key \"resourceType\""),
        (System::Fhir, &ascend, "no record has the key \"resourceType\""),
        (System::Jane, &nexhealth, "is JSON, not delimited text"),
        (System::NexHealth, &"id,name\n1,2\n".to_owned(), "is no JSON"),
        (System::NexHealth, &" \n".to_owned(), "is empty"),
        (
            System::Fhir,
            &"<Bundle/>".to_owned(),
            "is XML, or a part of a page, not",
        ),
        (
            System::NexHealth,
            &nexhealth.replace("\"procedures\"", "\"procedure\""),
            "(there is \"procedure\")",
        ),
    ] {
        let mut importer = Importer::new(system, &options("")).unwrap();
        let pushed = importer.push("a.json", text.as_bytes());
        let error = pushed.and_then(|()| importer.finish().map(drop)).unwrap_err();
        assert!(error.to_string().contains(says), "{system}: {error}");
        assert_eq!(error.path(), "a.json");
    }
}
