//! What is asked of exports with several files, and that each key answers what it stands at.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use common::json::{care_plan, person, request, to};
use followthrough_import::{Imported, Mapping, Options, Question, Survey, System, mapping_with_answers, read};
use serde_json::{Value, json};

fn plain() -> Options {
    let mut options = Options::default();
    for (name, value) in [("time_zone", "none"), ("as_of", "2026-01-30")] {
        options.set(name, value).unwrap();
    }
    options
}

/// What is asked once these answers are given, and the options with them.
fn asked(system: System, files: &[(&str, String)], answers: &[(&str, &str)]) -> (Vec<Question>, Options) {
    let mut options = plain();
    let mut survey = Survey::new(system, &options);
    for (name, text) in files {
        survey.push(name, text.as_bytes());
    }
    let seen = survey.finish().unwrap();
    let answers: Vec<_> = answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()))
        .collect();
    if !answers.is_empty() {
        let (extends, placed) = seen.laid_over(&options, &answers);
        let text = mapping_with_answers(system, None, extends.as_deref(), &placed).unwrap();
        options.mapping = Some(Mapping::from_yaml(&text).unwrap_or_else(|e| panic!("{e}\n{text}")));
    }
    (seen.questions(&options), options)
}

fn keys(questions: &[Question]) -> Vec<&str> {
    questions.iter().map(|question| question.key.as_str()).collect()
}

fn import(system: System, files: &[(&str, String)], options: &Options) -> Imported {
    read(
        system,
        files.iter().map(|(name, text)| (*name, text.as_bytes())),
        options,
    )
    .unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn each_key_that_is_asked_answers_where_there_are_two_shapes() {
    let files = [
        (
            "t.csv",
            "Patient Number,First Name,Last Name,Mobile Phone,Email,Treatment,Quoted On,Price,Appointment State,Notes\n\
             1001,Ana,Silva,+1 604-555-0142,,Laser,2025-12-01,1800.00,,\n"
                .to_owned(),
        ),
        (
            "ap.csv",
            "Appointment ID,Patient Number,First Name,Last Name,Appointment Date,Appointment State\n\
             A1,1001,Ana,Silva,2026-02-10,Booked\nA2,1001,Ana,Silva,2026-02-11,Waits\n"
                .to_owned(),
        ),
    ];
    let mut answers: Vec<(String, String)> = Vec::new();
    for _ in 0..8 {
        let said: Vec<(&str, &str)> = answers
            .iter()
            .map(|(key, answer)| (key.as_str(), answer.as_str()))
            .collect();
        let (questions, options) = asked(System::Jane, &files, &said);
        let mut distinct = keys(&questions);
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(
            distinct.len(),
            questions.len(),
            "a key is asked twice: {:?}",
            keys(&questions)
        );
        let Some(next) = questions.iter().find(|question| question.required) else {
            let waits = questions
                .iter()
                .find(|question| question.key.contains("visit.status"))
                .unwrap();
            assert_eq!(waits.key, "visit.status.map.WORD", "it is that of the visits");
            assert!(
                answers.iter().any(|(key, _)| key == "shapes.appointments.columns"),
                "{answers:?}"
            );
            assert_eq!(import(System::Jane, &files, &options).plans.len(), 1);
            return;
        };
        assert!(
            !answers.iter().any(|(key, _)| *key == next.key),
            "{} is asked again",
            next.key
        );
        let answer = match next.key.rsplit('.').next().unwrap() {
            "columns" => "confirmed",
            "presented" => "charted",
            "currency" => "CAD",
            other => panic!("{other}"),
        };
        answers.push((next.key.clone(), answer.to_owned()));
    }
    panic!("{answers:?}");
}

#[test]
fn what_files_of_one_shape_leave_open_is_asked_once() {
    let line = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let files = [
        (
            "a.ndjson",
            line(&[
                person("p1"),
                care_plan("c", to("ServiceRequest/s")),
                request("s", "D2740"),
            ]),
        ),
        (
            "b.ndjson",
            line(&[
                care_plan("d", to("ServiceRequest/t")),
                request("t", "D2950"),
                person("p2"),
            ]),
        ),
    ];
    let (questions, _) = asked(System::Fhir, &files, &[]);
    let fees: Vec<&Question> = questions
        .iter()
        .filter(|question| question.key == "fees.CODE")
        .collect();
    assert_eq!(fees.len(), 1, "{:?}", keys(&questions));
    assert_eq!(
        fees[0].seen,
        [
            "a.ndjson: \"D2740\" in 1 procedures",
            "b.ndjson: \"D2950\" in 1 procedures"
        ]
    );
    assert_eq!(
        questions
            .iter()
            .filter(|question| question.key.starts_with("consent.text"))
            .count(),
        1
    );
}

#[test]
fn a_key_that_decides_nothing_is_not_asked_for() {
    let detail = json!([{"detail": {"status": "not-started", "code": {"coding": [
        {"system": "http://www.ada.org/cdt", "code": "D2740"}]}}}]);
    let text = |activity: &Value, more: &[Value]| {
        let all = [&[person("p1"), care_plan("c", activity.clone())], more].concat();
        all.iter().map(|value| format!("{value}\n")).collect::<String>()
    };
    let (questions, _) = asked(System::Fhir, &[("a.ndjson", text(&detail, &[]))], &[]);
    assert!(
        !keys(&questions).iter().any(|key| key.contains("status")),
        "{:?}",
        keys(&questions)
    );
    let mut wish = request("s", "D2740");
    wish["intent"] = json!("wish");
    let files = [("a.ndjson", text(&to("ServiceRequest/s"), &[wish]))];
    let (questions, _) = asked(System::Fhir, &files, &[]);
    assert!(
        keys(&questions).contains(&"procedure.status.then.map.WORD"),
        "{:?}",
        keys(&questions)
    );
}

#[test]
fn numbers_under_other_keys_are_asked_for_with_what_stands_there() {
    let procedures = json!({"statusCode": 200, "data": [common::json::ascend("1", "601")]}).to_string();
    let people = |phones: Value| {
        let own = json!({"id": "601", "firstName": "A", "lastName": "B", "dateOfBirth": "1980-01-15", "status": "ACTIVE",
            "phones": phones, "emailAddress": "a@example.com"});
        json!({"statusCode": 200, "data": [own]}).to_string()
    };
    let base = [("presented", "charted"), ("plans", "per_patient")];
    for (phones, seen, path) in [
        (
            json!([{"phoneNumber": "2135550171", "type": "Mobile"}]),
            [
                "phones[].phoneNumber: 1 of 1 rows, phone numbers",
                "phones[].type: \"Mobile\" in 1 row",
            ],
            "phones[type=Mobile].phoneNumber",
        ),
        (
            json!([{"number": "2135550171", "phoneType": "mobile"}]),
            [
                "phones[].number: 1 of 1 rows, phone numbers",
                "phones[].phoneType: \"mobile\" in 1 row",
            ],
            "phones[phoneType=mobile].number",
        ),
    ] {
        let files = [
            ("procedures.json", procedures.clone()),
            ("patients.json", people(phones)),
        ];
        let (questions, options) = asked(System::Dentrix, &files, &base);
        let mobile = questions
            .iter()
            .find(|question| question.key == "patient.mobile")
            .unwrap();
        assert_eq!(mobile.seen, seen);
        let email = questions
            .iter()
            .find(|question| question.key == "patient.email")
            .unwrap();
        assert_eq!(email.seen, ["emailAddress: 1 of 1 rows, e-mail addresses"]);
        let imported = import(System::Dentrix, &files, &options);
        assert!(imported.recipients[0].contacts.is_empty());
        let notes: Vec<&str> = imported.notes.iter().map(|note| note.message.as_str()).collect();
        assert!(
            notes
                .iter()
                .any(|note| note.starts_with("no record has a number at phones[phoneType=MOBILE].number")),
            "{notes:?}"
        );
        assert!(
            notes
                .iter()
                .any(|note| note.starts_with("it has no key email") && note.ends_with("all else is read")),
            "{notes:?}"
        );
        let said = [
            &base[..],
            &[("patient.mobile", path), ("patient.email", "emailAddress")],
        ]
        .concat();
        let (questions, options) = asked(System::Dentrix, &files, &said);
        assert!(
            !keys(&questions).contains(&"patient.mobile") && !keys(&questions).contains(&"patient.email"),
            "{questions:#?}"
        );
        let imported = import(System::Dentrix, &files, &options);
        assert_eq!(imported.recipients[0].contacts.len(), 2);
        assert!(
            !imported
                .notes
                .iter()
                .any(|note| note.message.starts_with("no record has a number"))
        );
    }
    let right = people(json!([{"number": "2135550171", "phoneType": "MOBILE"}]));
    let (questions, _) = asked(
        System::Dentrix,
        &[("procedures.json", procedures), ("patients.json", right)],
        &base,
    );
    assert!(!keys(&questions).contains(&"patient.mobile"));
}

fn notes(imported: &Imported) -> Vec<&str> {
    imported.notes.iter().map(|note| note.message.as_str()).collect()
}

#[test]
fn what_would_let_refused_records_be_read_is_said() {
    let list = "Plan ID,Client ID,Client Name,Mobile,Email,Plan Name,Services,Total,Plan Date,Status\n\
                P-1,C-1,Ann Lee,,,Lips,Filler,900.00,1/3/2026,Shared\nP-2,C-2,Bo Ray,,,Lips,Filler,800.00,1/3/2026, Shared \n\
                P-3,C-3,Cy Fox,,,Lips,Filler,800.00,1/3/2026,accepted\nP-4,C-4,Di Orr,,,Lips,Filler,\"1.250,00\",1/3/2026,Shared\n";
    let files = [("p.csv", list.to_owned())];
    let base = [("columns", "confirmed"), ("presented", "charted")];
    let (_, options) = asked(System::AestheticRecord, &files, &base);
    let imported = import(System::AestheticRecord, &files, &options);
    assert_eq!(imported.rejected.len(), 3);
    let told = notes(&imported);
    for key in [
        "plan.status.map.Shared=MEANING, or plan.status.match=trim_ignore_case",
        "plan.status.map.accepted=MEANING, or plan.status.match=trim_ignore_case",
        "money.decimal=, and money.thousands=.",
    ] {
        assert!(told.iter().any(|note| note.contains(key)), "{key}: {told:?}");
    }
    let said = [&base[..], &[("plan.status.match", "trim_ignore_case")]].concat();
    let (_, options) = asked(System::AestheticRecord, &files, &said);
    assert_eq!(import(System::AestheticRecord, &files, &options).rejected.len(), 1);
}

#[test]
fn a_plan_without_the_day_on_which_it_was_shown_is_asked_about() {
    let mut undated = care_plan("c", to("ServiceRequest/s"));
    undated.as_object_mut().unwrap().remove("created");
    undated["period"] = json!({"start": "2026-01-04"});
    let mut own = request("s", "D2740");
    own["authoredOn"] = json!("2026-01-05T10:00:00Z");
    let text: String = [person("p1"), undated, own]
        .iter()
        .map(|value| format!("{value}\n"))
        .collect();
    let files = [("a.ndjson", text)];
    let (questions, _) = asked(System::Fhir, &files, &[]);
    assert!(
        keys(&questions).contains(&"plan.presented_on"),
        "{:?}",
        keys(&questions)
    );
    for (key, path, day) in [
        ("plan.presented_on", "period.start", "2026-01-04"),
        ("procedure.planned_on", "authoredOn", "2026-01-05"),
    ] {
        let (questions, options) = asked(System::Fhir, &files, &[(key, path)]);
        let imported = import(System::Fhir, &files, &options);
        let day = followthrough::plan::Presented::On(followthrough::Date::parse(day).unwrap());
        assert_eq!(imported.plans[0].plan.presented_at, Some(day), "{key}");
        assert!(!keys(&questions).contains(&"plan.presented_on"), "{key}");
    }
}

#[test]
fn a_procedure_of_two_minds_is_told_of() {
    let mut done = common::json::procedure(10);
    done["status"] = json!("completed");
    let mut second = common::json::nexhealth_plan(2);
    second["procedures"] = json!([done]);
    let imported = common::json::nexhealth(&[common::json::nexhealth_plan(1), second]);
    assert!(
        notes(&imported)[0].starts_with("1 procedures stand on several plans with different statuses"),
        "{:?}",
        notes(&imported)
    );
}

#[test]
fn a_record_with_a_key_that_is_no_text_is_refused() {
    let text = common::json::page(&[common::json::nexhealth_plan(1), common::json::nexhealth_plan(2)]);
    let mut bytes = text.into_bytes();
    let key = b"\"patient_id\":7,\"provider_id\"";
    let at = bytes.windows(key.len()).position(|window| window == key).unwrap();
    bytes[at + 1] = 0xff;
    let mut options = plain();
    options.set("presented", "charted").unwrap();
    let imported = read(System::NexHealth, [("plans.json", bytes)], &options).unwrap();
    assert_eq!((imported.plans.len(), imported.rejected.len()), (1, 1));
    assert_eq!(imported.rejected[0].reason, followthrough_import::Reason::BadEncoding);
}

#[test]
fn a_plan_that_is_refused_is_not_said_to_be_kept() {
    let mut other = request("t", "D2740");
    other["subject"] = json!({"reference": "Patient/p2"});
    let activity =
        json!([{"reference": {"reference": "ServiceRequest/s"}}, {"reference": {"reference": "ServiceRequest/t"}}]);
    let text: String = [person("p2"), care_plan("c", activity), request("s", "D2740"), other]
        .iter()
        .map(|value| format!("{value}\n"))
        .collect();
    let imported = import(System::Fhir, &[("a.ndjson", text)], &plain());
    let told: Vec<&str> = imported
        .rejected
        .iter()
        .map(|rejected| rejected.message.as_str())
        .collect();
    assert!(told.len() == 1 && told[0].starts_with("no such patient"), "{told:?}");
}
