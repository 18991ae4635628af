//! Mapping files: what they can say, and what is told of those that cannot be used.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::plan::PersonStatus;
use followthrough::recipient::Consent;
use followthrough_import::{
    Flag, Imported, Mapping, Options, Reason, Sure, Survey, System, TextConsent, changes, mapping_with_answers,
    questions, read,
};

const CSV: &str = "mapping: 1
columns: confirmed
grain: plan
presented: status
currency: USD
patient: {id: pid, first_name: first, mobile: cell, birth_date: born?, guarantor: payer?}
plan:
  id: quote
  value: total
  presented_on: shown
  description: what
  status: {column: state, map: {open: open, won: accepted, lost: declined, note: draft}}
";

fn options(mapping: &str) -> Options {
    let mut options = Options::default();
    for (name, value) in [
        ("mapping", mapping),
        ("time_zone", "none"),
        ("as_of", "2026-01-30"),
        ("list_records", "true"),
    ] {
        options.set(name, value).unwrap_or_else(|e| panic!("{e}"));
    }
    options
}

fn import(mapping: &str, text: &str) -> Imported {
    read(System::Csv, [("plans.csv", text)], &options(mapping)).unwrap_or_else(|e| panic!("{e}"))
}

fn errors(mapping: &str) -> Vec<String> {
    Mapping::from_yaml(mapping)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let told = errors(
        "mapping: 1\nextends: dentrix.cases\ngrian: plan\nplan:\n  status:\n    match: loose\n    map: {Won: acepted}\n  valu: Total\nmoney: {unit: pounds}\n",
    );
    for (part, line) in [
        ("\"grian\"", "line 3, column 1"),
        ("\"loose\"", "line 6, column 5"),
        ("\"acepted\"", "line 7, column 11"),
        ("\"valu\"", "line 8, column 3"),
        ("\"pounds\"", "line 9, column 9"),
    ] {
        let found = told
            .iter()
            .find(|e| e.contains(part))
            .unwrap_or_else(|| panic!("{part}: {told:#?}"));
        assert!(found.contains(line) && found.starts_with("FT-I015"), "{found}");
    }
    assert!(told.iter().any(|e| e.contains("did you mean \"grain\"?")), "{told:#?}");
    assert!(
        told.iter().any(|e| e.contains("did you mean \"accepted\"?")),
        "{told:#?}"
    );
    assert_eq!(told.len(), 5, "{told:#?}");
}

#[test]
fn what_is_no_mapping_at_all() {
    for (text, says) in [
        ("", "the document is empty"),
        ("[1]", "expected a map of keys"),
        ("a: [", "not well-formed YAML"),
        ("grain: plan", "\"mapping\" is missing"),
        ("mapping: 2", "version 1"),
        ("mapping: 1\nextends: dentrx", "there is no preset"),
        ("mapping: 1\nextends: dentrix.case", "there is no preset"),
        ("mapping: 1\nextends: csv", "there is no preset"),
        (
            "mapping: 1\nsystem: jane\nextends: dentrix",
            "extends names dentrix, and system jane",
        ),
        ("mapping: 1\ngrain: plan\npatient: {id: a}", "\"plan\" is missing"),
        (
            "mapping: 1\ngrain: procedure\npatient: {id: a}\nprocedure: {id: b}",
            "\"status\" is missing",
        ),
        (
            "mapping: 1\ngrain: patient\npatient: {id: a}\nplan: {id: b, value: c}",
            "the patient's number",
        ),
        ("mapping: 1\ngrain: person\npatient: {id: \"a||b\"}", "has no name"),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\ndates: {formats: [DD.MM]}",
            "is no form of a day",
        ),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\nmoney: {thousands: \".\"}",
            "the same sign",
        ),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\nid_prefix: \"a b\"",
            "at most 16",
        ),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\ncurrency: dollars",
            "is no currency",
        ),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\ncategories: {lasers: [x]}",
            "is no category",
        ),
        (
            "mapping: 1\ngrain: person\npatient: {id: a}\nskip: [{when: {}, reason: totals_row}]",
            "every row",
        ),
    ] {
        let told = errors(text);
        assert!(told.iter().any(|e| e.contains(says)), "{text}: {told:?}");
    }
    // Options carry all of them in one.
    let error = Options::default()
        .set("mapping", "mapping: 1\nx: 1\ny: 2\ngrain: plan")
        .unwrap_err();
    assert!(
        error.to_string().contains("\"x\"") && error.to_string().contains("\"y\""),
        "{error}"
    );
    let other = read(System::Jane, [("a.csv", "")], &options("mapping: 1\nextends: dentrix")).unwrap_err();
    assert!(other.message().contains("the mapping is for dentrix"), "{other}");
    let none = read(System::Csv, [("a.csv", "")], &Options::default()).unwrap_err();
    assert_eq!(none.code().as_str(), "FT-I010");
}

#[test]
fn the_presets_can_be_read() {
    for system in System::ALL.iter().copied().filter(|system| *system != System::Csv) {
        let text = Mapping::preset_text(system).unwrap();
        let mapping = Mapping::from_yaml(text).unwrap_or_else(|e| panic!("{system}: {e}"));
        assert_eq!(mapping.system(), system);
        assert!(mapping.shapes().all(|name| name.starts_with(system.as_str())));
    }
}

#[test]
fn a_mapping_of_a_practices_own() {
    let text = "quote;pid;first;cell;born;payer;what;total;shown;state\n\
                q1;7;Tim;;2015-03-02;8;Filling;120.00;2026-01-05;open\n\
                q2;8;Ada;(404) 555-0177;1980-05-01;8;Crown;1250.00;2026-01-06;open\n\
                q3;8;Ada;(404) 555-0177;1980-05-01;8;Veneer;900.00;;note\n\
                q4;9;Bo;;1970-01-01;;Night guard;450.00;2025-12-01;won\n";
    let imported = import(CSV, text);
    assert!(imported.rejected.is_empty(), "{:?}", imported.rejected);
    let plan = |id: &str| imported.plans.iter().find(|r| r.plan.id.as_str() == id).unwrap();
    assert_eq!(
        plan("q1").recipient.as_str(),
        "8",
        "the guarantor of a child is contacted"
    );
    assert_eq!(plan("q1").flags, [Flag::GuarantorDiffers, Flag::Minor, Flag::NoPhone]);
    assert_eq!(plan("q2").plan.pending_value().unwrap().to_string(), "1250.00");
    assert_eq!(plan("q3").plan.standing().as_str(), "draft");
    assert_eq!(plan("q4").plan.standing().as_str(), "accepted");
    assert_eq!(imported.recipients.len(), 2);
    assert!(
        imported
            .notes
            .iter()
            .any(|n| n.message == "its columns are separated by semicolons")
    );
    // Nobody said that texts are fine.
    let ada = imported.recipients.iter().find(|r| r.id.as_str() == "8").unwrap();
    assert_eq!(ada.contacts[0].consent, Consent::Unknown);
    assert!(imported.people.iter().all(|p| p.text_consent == TextConsent::Unknown));
}

#[test]
fn consent_has_its_own_words_and_of_two_the_stricter_holds() {
    let mapping = format!("{CSV}consent: {{text: {{column: sms, yes: [y, signed], no: n, unknown: [\"?\"]}}}}\n");
    let text = "quote,pid,first,cell,what,total,shown,state,sms\n\
                q1,7,Ana,4045550177,x,1.00,2026-01-05,open,Y\n\
                q2,8,Bo,4045550178,x,1.00,2026-01-05,open,n\n\
                q3,9,Cy,4045550179,x,1.00,2026-01-05,open,\n\
                q4,7,Ana,4045550177,x,1.00,2026-01-05,open,n\n\
                q5,10,Di,4045550180,x,1.00,2026-01-05,open,maybe\n";
    let imported = import(&mapping, text);
    let consent: Vec<_> = imported
        .people
        .iter()
        .map(|p| (p.patient.as_str(), p.text_consent))
        .collect();
    assert_eq!(
        consent,
        [
            ("7", TextConsent::Denied),
            ("8", TextConsent::Denied),
            ("9", TextConsent::Unknown)
        ]
    );
    assert_eq!(imported.rejected[0].reason, Reason::UnknownStatus);
    assert_eq!(imported.rejected[0].column.as_deref(), Some("sms"));
    let flags = |id: &str| {
        imported
            .plans
            .iter()
            .find(|r| r.plan.id.as_str() == id)
            .unwrap()
            .flags
            .clone()
    };
    assert_eq!(
        (flags("q2"), flags("q3")),
        (vec![Flag::ConsentNo], vec![Flag::ConsentUnknown])
    );
}

#[test]
fn people_in_a_file_of_their_own_make_others_unknown() {
    let mapping = "mapping: 1\nextends: dentrix\npresented: charted\nshapes:\n  proc_log:\n    plans: per_patient\n    procedure: {status: {map: {105: planned}}}\n  patients:\n    patient: {mobile: CELL?}\n";
    let log = "PROC_LOGID,PROC_LOGDB,PATID,PATDB,PLDATE,ADACODE,CHART_STATUS,AMOUNT\n\
               1,1,5,1,2025-11-20,D2740,105,125000\n2,1,6,1,2025-11-20,D2740,105,1000\n3,1,6,1,2025-11-20,D2740,99,1000\n";
    let people = "PATID,PATDB,FIRSTNAME,LASTNAME,BIRTHDATE,CELL\n5,1,Ana,Ruiz,1990-01-01,(404) 555-0177\n5,1,Ana,Ruiz,1990-01-01,(404) 555-0178\n";
    let imported = read(
        System::Dentrix,
        [("log.csv", log), ("people.csv", people)],
        &options(mapping),
    )
    .unwrap();
    let told: Vec<_> = imported
        .rejected
        .iter()
        .map(|r| (&*r.file, r.record, r.reason))
        .collect();
    assert_eq!(
        told,
        [
            ("log.csv", 2, Reason::UnknownPatient),
            ("log.csv", 3, Reason::UnknownPatient),
            // All that is said of people counts; which of the two records is named says nothing.
            ("people.csv", 1, Reason::ConflictingDuplicate)
        ]
    );
    let plan = &imported.plans[0].plan;
    assert_eq!(plan.patient.first_name.as_ref().unwrap().reveal(), "Ana");
    assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+14045550177");
    // Two lists of the same treatment are not added up.
    let cases = "Case ID,Chart,Case Status,Status Date,Amount\nC1,5,Proposed,11/20/2025,12.00\n";
    let error = read(
        System::Dentrix,
        [("log.csv", log), ("cases.csv", cases)],
        &options(mapping),
    )
    .unwrap_err();
    assert!(error.message().contains("tell of the same treatment"), "{error}");
}

#[test]
fn one_plan_per_day_and_only_what_is_dated() {
    let mapping = |plans: &str, presented: &str| {
        format!(
            "mapping: 1\nextends: dentrix.proc_log\npresented: {presented}\nplans: {plans}\nid_prefix: \"dx-\"\nprocedure: {{status: {{map: {{105: planned}}}}}}\n"
        )
    };
    let log = "PROC_LOGID,PROC_LOGDB,PATID,PATDB,PLDATE,CHART_STATUS,AMOUNT\n\
               1,1,5,1,2025-11-20,105,100\n2,1,5,1,2025-11-21,105,200\n3,1,5,1,1753-01-01,105,400\n4,1,5,1,2026-03-01,105,800\n";
    let read = |plans: &str, presented: &str| {
        read(
            System::Dentrix,
            [("log.csv", log)],
            &options(&mapping(plans, presented)),
        )
        .unwrap()
    };
    let plans = |imported: &Imported| -> Vec<String> {
        let told = |r: &followthrough_import::PlanRecord| {
            format!(
                "{} {} {:?}",
                r.plan.id,
                r.plan.standing(),
                r.plan.presented_at.is_some()
            )
        };
        imported.plans.iter().map(told).collect()
    };
    assert_eq!(plans(&read("per_patient", "charted")), ["dx-5|1 open true"]);
    assert_eq!(
        plans(&read("per_date", "dated")),
        [
            "dx-5|1| draft false",
            "dx-5|1|2025-11-20 open true",
            "dx-5|1|2025-11-21 open true",
            "dx-5|1|2026-03-01 draft false"
        ]
    );
    let imported = read("per_date", "charted");
    assert_eq!(imported.totals.pending_value.to_string(), "15.00");
    assert!(imported.plans[0].flags.contains(&Flag::PresentedDateUnknown));
    assert!(
        !imported.plans[3].flags.contains(&Flag::PresentedDateUnknown),
        "it has a day, which lies ahead"
    );
    // The same export in another order changes nothing.
    let before = read("per_patient", "charted");
    let mut lines: Vec<&str> = log.lines().collect();
    lines[1..].reverse();
    let turned = format!("{}\n", lines.join("\n"));
    let after = followthrough_import::read(
        System::Dentrix,
        [("log.csv", turned)],
        &options(&mapping("per_patient", "charted")),
    );
    assert_eq!(changes(&before, &after.unwrap()).unwrap().events, []);
    assert_eq!(changes(&before, &before).unwrap().events, []);
    let empty = Imported::empty(before.as_of);
    assert_eq!(
        changes(&empty, &before).unwrap().events.len(),
        2,
        "the recipient and the plan"
    );
}

#[test]
fn categories_of_services_without_codes_are_the_words_of_the_built_in_playbooks() {
    let mapping = format!("{CSV}categories: {{injectable: [botox, filler], laser: laser}}\n");
    let text = "quote,pid,first,cell,what,total,shown,state\nq1,7,Ana,,Botox 40 units,480.00,2026-01-05,open\nq2,7,Ana,,Peel,100.00,2026-01-05,open\n";
    let json = import(&mapping, text).to_json();
    assert_eq!(json["plans"][0]["procedures"][0]["code"], "INJECTABLE");
    assert_eq!(json["plans"][0]["category"], "injectable");
    assert_eq!(json["plans"][1]["category"], "other");
}

#[test]
fn ids_are_kept_exactly_and_long_ones_end_in_a_hash() {
    let mapping = CSV.replace("id: quote", "id: \"pid|what\"");
    let long = "Full mouth rejuvenation with a very long description of all that is in it";
    let text = format!(
        "quote,pid,first,cell,what,total,shown,state\n,9007199254740993,A,,{long} 1,1.00,,open\n,9007199254740993,A,,{long} 2,2.00,,open\n,07,B,,\"a\nb\",3.00,,open\n"
    );
    let imported = import(&mapping, &text);
    let ids: Vec<&str> = imported.plans.iter().map(|r| r.plan.id.as_str()).collect();
    assert_eq!(ids.len(), 3, "{:?}", imported.rejected);
    assert!(ids.iter().any(|id| id.starts_with("07|a b~")), "{ids:?}");
    let long: Vec<_> = ids
        .iter()
        .filter(|id| id.starts_with("9007199254740993|Full"))
        .collect();
    assert!(
        long.len() == 2 && long[0] != long[1] && long.iter().all(|id| id.len() <= 64),
        "{ids:?}"
    );
}

#[test]
fn a_word_about_being_reached_that_nobody_knows_is_told() {
    let finder = |method: &str| {
        let text = format!("PatNum\tLName\tFName\tcontactMethod\ttreatmentPlan\n7\tRuiz\tAna\t{method}\t100.00\t\n");
        let mut options = Options::default();
        for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-01-30")] {
            options.set(name, value).unwrap();
        }
        read(System::OpenDental, [("Treatment Finder.txt", text)], &options).unwrap()
    };
    for (method, flags) in [
        ("Cell:(213)555-0141", vec![]),
        ("(213)555-0141", vec![]),
        ("ana@example.com", vec![Flag::NoPhone]),
        ("", vec![Flag::NoPhone]),
        ("DoNotCall", vec![Flag::DoNotCall, Flag::NoPhone]),
    ] {
        assert_eq!(finder(method).plans[0].flags, flags, "{method}");
    }
    let told = finder("NoLlamar");
    assert_eq!(
        (told.rejected[0].reason, told.rejected[0].column.as_deref()),
        (Reason::UnknownStatus, Some("contactMethod"))
    );
    let reachable = finder("DoNotCall").recipients;
    assert_eq!(reachable[0].status, PersonStatus::Active);
}

#[test]
fn what_is_open_is_asked_with_what_was_seen() {
    let text = "treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee,ok to text\n\
                1,7,1,D2740,2025-11-03,P,10.00,Y\n1,7,2,D2740,2025-11-03,C,10.00,Y\n2,8,1,D2740,,P,10.00,\n";
    let asked = questions(System::Eaglesoft, [("plans.csv", text)], &Options::default()).unwrap();
    let keys: Vec<(&str, bool)> = asked.iter().map(|q| (q.key.as_str(), q.required)).collect();
    assert_eq!(
        keys,
        [
            ("columns", true),
            ("presented", true),
            ("procedure.status.map.WORD", true),
            ("as_of", true),
            ("time_zone", true),
            ("patient.name", false),
            ("patient.mobile", false),
            ("patient.status.column", false),
            ("consent.text.column", false)
        ]
    );
    let seen = |key: &str| asked.iter().find(|q| q.key.starts_with(key)).unwrap().seen.clone();
    assert_eq!(seen("procedure"), ["\"C\" in 1 row", "\"P\" in 2 rows"]);
    assert_eq!(
        seen("presented"),
        ["date_planned: 2 of 3 rows have something, 2 of them a day"]
    );
    assert_eq!(seen("consent"), ["ok to text: \"\" (empty) in 1 row, \"Y\" in 2 rows"]);
    let answers = [
        ("columns", "confirmed"),
        ("presented", "charted"),
        ("procedure.status.map.P", "planned"),
        ("procedure.status.map.C", "completed"),
        ("consent.text.column", "ok to text"),
        ("consent.text.yes", "Y"),
        ("time_zone", "America/New_York"),
    ];
    let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let mapping = mapping_with_answers(System::Eaglesoft, None, Some("eaglesoft.planned_services"), &answers).unwrap();
    let dated = [&answers[..], &[("as_of".to_owned(), "2026-01-30".to_owned())]].concat();
    let of_a_day = mapping_with_answers(System::Eaglesoft, None, Some("eaglesoft.planned_services"), &dated);
    assert_eq!(
        of_a_day.unwrap(),
        mapping,
        "the day of one export is no part of a mapping"
    );
    let mut options = Options::default();
    options.set("mapping", &mapping).unwrap();
    options.set("as_of", "2026-01-30").unwrap();
    let left = questions(System::Eaglesoft, [("plans.csv", text)], &options).unwrap();
    assert!(left.is_empty(), "{left:?}");
    let imported = read(System::Eaglesoft, [("plans.csv", text)], &options).unwrap();
    assert_eq!(
        (imported.totals.accepted, imported.people[0].text_consent),
        (3, TextConsent::Granted)
    );
}

#[test]
fn a_table_of_no_known_form_gets_a_proposal_that_is_not_used_by_itself() {
    let text = "Quote No,Client No,Client,Cell,DOB,Service,Total,Date Presented,Stage,Rep\n\
                Q1,C7,\"Ruiz, Ana\",(404) 555-0177,04/02/1984,Botox,\"$1,480.00\",01/05/2026,Presented,JM\n\
                Q2,C8,\"Moss, Bo\",(404) 555-0178,05/03/1985,Filler,$300.00,01/06/2026,Won,JM\n\
                Q3,C7,\"Ruiz, Ana\",(404) 555-0177,04/02/1984,Peel,$120.00,01/07/2026,Declined,JM\n";
    let mut survey = Survey::new(System::Csv, &Options::default());
    for piece in text.as_bytes().chunks(5) {
        survey.push("quotes.csv", piece);
    }
    let seen = survey.finish().unwrap();
    let proposal = seen.proposal().unwrap();
    let of = |key: &str| {
        proposal
            .columns
            .iter()
            .find(|g| g.key == key)
            .map(|g| (g.column.as_str(), g.sure))
    };
    assert_eq!(of("patient.id"), Some(("Client No", Sure::Certain)));
    assert_eq!(of("plan.id"), Some(("Quote No", Sure::Certain)));
    assert_eq!(of("patient.mobile"), Some(("Cell", Sure::Certain)));
    assert_eq!(of("value"), Some(("Total", Sure::Certain)));
    assert_eq!(of("status"), Some(("Stage", Sure::Certain)));
    assert_eq!(proposal.unused, ["Rep"]);
    for private in ["Ruiz", "Moss", "555", "1984"] {
        assert!(!format!("{proposal:?}").contains(private), "{private}");
    }
    let mut options = Options::default();
    for (name, value) in [
        ("mapping", proposal.mapping.as_str()),
        ("as_of", "2026-01-30"),
        ("time_zone", "none"),
    ] {
        options
            .set(name, value)
            .unwrap_or_else(|e| panic!("{e}\n{}", proposal.mapping));
    }
    let asked = seen.questions(&options);
    let required: Vec<&str> = asked.iter().filter(|q| q.required).map(|q| q.key.as_str()).collect();
    assert_eq!(required, ["columns", "presented", "currency", "dates.formats"]);
    let refused = read(System::Csv, [("quotes.csv", text)], &options).unwrap_err();
    assert_eq!(refused.code().as_str(), "FT-I010");
    let answers = [
        ("columns", "confirmed"),
        ("presented", "charted"),
        ("currency", "USD"),
        ("dates.formats", "M/D/YYYY"),
        ("plan.status.map.Won", "accepted"),
    ];
    let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let mapping = mapping_with_answers(System::Csv, Some(&proposal.mapping), None, &answers).unwrap();
    options.set("mapping", &mapping).unwrap();
    let imported = read(System::Csv, [("quotes.csv", text)], &options).unwrap();
    assert_eq!(
        (
            imported.totals.accepted,
            imported.totals.pending_value.to_string().as_str()
        ),
        (3, "1480.00")
    );
    assert_eq!(
        imported.plans[0].plan.patient.last_name.as_ref().unwrap().reveal(),
        "Ruiz"
    );
}

#[test]
fn what_the_practice_system_is_told() {
    use followthrough::Date;
    use followthrough::follow_up::TellStatus;
    use followthrough::wire::PlanId;
    let day = Date::parse("2026-03-02").unwrap();
    let dentrix = Mapping::preset(System::Dentrix).unwrap();
    let cases = dentrix.write_back("dentrix.cases").unwrap();
    let statuses = [
        TellStatus::ReEngaged,
        TellStatus::FollowedUp,
        TellStatus::Declined,
        TellStatus::OptedOut,
    ];
    let words = statuses.map(|status| cases.tell(status, "en", day).status);
    assert_eq!(words, [None, Some("Follow-up Made"), Some("Rejected"), None]);
    // Every system has a note in both languages for all of them.
    for system in System::ALL.iter().copied().filter(|system| *system != System::Csv) {
        let mapping = Mapping::preset(system).unwrap();
        for shape in mapping.shapes() {
            for status in statuses {
                let told = ["en", "es", "fr"].map(|to| mapping.write_back(shape).unwrap().tell(status, to, day).note);
                assert!(
                    told.iter().all(|note| note.contains("2026-03-02")) && told[0] != told[1] && told[0] == told[2]
                );
            }
        }
    }
    assert_eq!(cases.rows(&[], "en"), None, "nothing that is documented imports rows");
    let own = format!(
        "{CSV}write_back:\n  declined: {{status: lost, note: {{en: \"No, thanks\"}}}}\n  columns: {{plan: quote, status: state, note: Comment}}\n"
    );
    let own = Mapping::from_yaml(&own).unwrap();
    let news = [
        (PlanId::parse("q1").unwrap(), TellStatus::Declined, day),
        (PlanId::parse("=q2").unwrap(), TellStatus::OptedOut, day),
    ];
    let rows = own.write_back("csv.file").unwrap().rows(&news, "en").unwrap();
    assert!(
        rows.starts_with("quote,state,Comment\r\nq1,lost,\"No, thanks\"\r\n'=q2,,\"Treatment follow-up, 2026-03-02"),
        "{rows}"
    );
    assert!(errors(&format!("{CSV}write_back: {{decline: {{}}}}\n"))[0].contains("did you mean \"declined\"?"));
}

#[test]
fn tables_are_asked_what_no_table_says() {
    let tables = [
        ("patient.csv", "PatNum\n"),
        ("procedurelog.csv", "ProcNum\n"),
        ("notes.csv", "a,b\n1,2\n"),
    ];
    let asked = questions(System::OpenDental, tables, &Options::default()).unwrap();
    let keys: Vec<&str> = asked.iter().map(|q| q.key.as_str()).collect();
    assert_eq!(keys, ["presented", "time_zone"]);
    assert_eq!(asked[0].choices[1].answer, "saved_plan");
    assert!(asked[0].to_string().starts_with("presented: what counts as presenting"));
}

#[test]
fn values_in_the_first_line_are_no_names_of_columns() {
    let text = "7,\"Ruiz, Ana\",(404) 555-0177,1250.00\n8,\"Moss, Bo\",,20.00\n";
    let error = questions(System::Csv, [("a.csv", text)], &Options::default()).unwrap_err();
    assert!(
        error.message().contains("no header") && !error.to_string().contains("Ruiz"),
        "{error}"
    );
}

#[test]
fn who_is_born_ahead_of_the_export_is_no_adult() {
    let mapping = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: charted\npatient: {id: pt, birth_date: born, \
                   mobile: cell}\nplan: {id: id, value: fee}\nconsent: {text: {column: ok, yes: Y, no: N}}\n";
    let born = |day: &str| {
        import(
            mapping,
            &format!("pt,id,fee,born,cell,ok\n7,1,900.00,{day},404-555-0177,Y\n"),
        )
        .people[0]
            .minor
    };
    assert_eq!(
        ["2027-05-01", "2026-01-31", "2026-01-30", "2008-01-31", "2008-01-30"].map(born),
        [true, true, true, true, false]
    );
}
