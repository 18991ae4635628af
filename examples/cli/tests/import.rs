//! `followthrough import` as it is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test says so by failing

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let named = std::env::var_os("FOLLOWTHROUGH_SHARED").map(PathBuf::from);
    let found = [Some(beside), named]
        .into_iter()
        .flatten()
        .map(|root| root.join(path))
        .find(|p| p.exists());
    if found.is_none() {
        eprintln!("skipped: {path} is not at hand (set FOLLOWTHROUGH_SHARED to the folder of shared data)");
    }
    found
}

fn followthrough(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .arg("import")
        .args(arguments)
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_public_fixture_as_typed() {
    let Some(folder) = shared("data/opendental") else {
        return;
    };
    let folder = folder.to_str().unwrap();
    let output = followthrough(&["open_dental", folder, "--presented", "charted"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = stdout(&output);
    for told in [
        "911 procedures    384 patients      $569,798.87",
        "257 yes, 85 no, 42 unknown",
        "57 patients inside 90 days, 41 of them worth $500 or more, 27 of those with consent to text",
        "--time-zone America/Los_Angeles",
        "10002     $1,601.27  2025-09-22  too old: presented 130 days ago",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let names = ["Thornton", "Alec", "example.com"];
    assert!(names.iter().all(|name| !text.contains(name)), "no names in a report");

    let zone = [
        "open_dental",
        folder,
        "--presented",
        "charted",
        "--time-zone",
        "America/Los_Angeles",
        "--json",
    ];
    let json: serde_json::Value = serde_json::from_str(&stdout(&followthrough(&zone))).unwrap();
    assert_eq!(json["selection"]["inside_window"], 57);
    assert_eq!(json["totals"]["files"][0]["file"], "appointment.csv");
    assert!(json["appointments"][0]["starts_at"].is_string());
}

#[test]
fn what_cannot_be_used_is_2_and_what_is_refused_is_1() {
    let folder = std::env::temp_dir().join(format!("followthrough-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.to_str().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let asked = |arguments: &[&str]| {
        let output = followthrough(arguments);
        (
            output.status.code(),
            String::from_utf8(output.stderr.clone()).unwrap(),
            stdout(&output),
        )
    };

    let (code, error, _) = asked(&["open_dental", path, "--presented", "charted"]);
    assert!(
        code == Some(2) && error.contains("holds no CSV, JSON or XLSX files"),
        "{error}"
    );
    let patients = "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n7,Moss,Ada,0,1980-05-01,,,7,1\n";
    write("patient.csv", patients);
    write("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n");
    write(
        "procedurelog.csv",
        "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
         1,7,0,0,1,2026-01-05,\"12,5O\",1,2026-01-05\n2,7,0,0,1,2026-01-05,900,1,2026-01-05\n",
    );
    let (code, text, _) = asked(&["open_dental", path]);
    assert!(
        code == Some(2) && text.contains("Not read: FT-I010") && text.contains("charted = planned treatment"),
        "{text}"
    );
    let (code, error, _) = asked(&["open_dental", path, "--presented", "charted"]);
    assert!(code == Some(2) && error.contains("as_of"), "{error}");
    let (code, error, text) = asked(&["open_dental", path, "--presented", "charted", "--as-of", "2026-01-30"]);
    assert_eq!(code, Some(1), "{error}");
    assert!(
        text.contains("FT-I007 procedurelog.csv row 1 (line 2), column ProcFee, patient 7: \"12,5O\" is not an amount"),
        "{text}"
    );
    assert!(text.contains("$900.00  2026-01-05  no mobile number"), "{text}");
    let (code, error, _) = asked(&["softdent", path, "--presented", "charted", "--json"]);
    assert!(code == Some(2) && error.contains("\"code\":\"FT-I011\""), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn questions_are_asked_answered_and_kept() {
    let folder = std::env::temp_dir().join(format!("followthrough-set-up-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (plans, kept, own, proposed) = (at("plans.csv"), at("eaglesoft.yaml"), at("quotes.csv"), at("own.yaml"));
    let text = "treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\n\
                1,7,1,D2740,2025-11-03,P,900.00\n1,7,2,D2740,2025-11-03,C,10.00\n";
    std::fs::write(&plans, text).unwrap();
    let code = |output: &Output| output.status.code();

    let asked = followthrough(&["eaglesoft", &plans]);
    let text = stderr(&asked);
    assert_eq!((code(&asked), stdout(&asked).as_str()), (Some(2), ""), "{text}");
    // As data they are what was asked for.
    let asked = followthrough(&["eaglesoft", &plans, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&stdout(&asked)).unwrap();
    assert_eq!(code(&asked), Some(2));
    assert!(
        json["questions"].as_array().is_some_and(|all| !all.is_empty()),
        "{json}"
    );
    for told in [
        "FT-I010",
        "presented: what the file lists",
        "seen: \"P\" in 1 row",
        "as_of: of which day",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let mut answers = vec!["eaglesoft", &plans, "--as-of", "2026-01-30", "--write-mapping", &kept];
    for answer in [
        "columns=confirmed",
        "presented=charted",
        "procedure.status.map.P=planned",
    ] {
        answers.extend(["--answer", answer]);
    }
    let read = followthrough(&answers);
    // The word without an answer costs its row.
    assert_eq!(code(&read), Some(1), "{}", String::from_utf8_lossy(&read.stderr));
    assert!(
        stdout(&read).contains("1 plans worth $900.00 pending"),
        "{}",
        stdout(&read)
    );
    let again = followthrough(&["eaglesoft", &plans, "--as-of", "2026-01-30", "--mapping", &kept]);
    assert_eq!(stdout(&again), stdout(&read));
    let left = followthrough(&[
        "eaglesoft",
        &plans,
        "--as-of",
        "2026-01-30",
        "--mapping",
        &kept,
        "--questions",
    ]);
    assert!(
        code(&left) == Some(0) && stdout(&left).contains("\"C\" in 1 row"),
        "{}",
        stdout(&left)
    );

    let text =
        "Quote No,Client No,Client,Total,Date Presented,Stage\nQ1,C7,\"Ruiz, Ana\",480.00,2026-01-05,Presented\n";
    std::fs::write(&own, text).unwrap();
    let offered = followthrough(&["csv", &own, "--write-mapping", &proposed]);
    let text = stderr(&offered);
    assert_eq!(code(&offered), Some(2), "nothing is read by a proposal alone");
    assert!(text.contains("certain") && !text.contains("Ruiz"), "{text}");
    let not_yet = followthrough(&["csv", &own, "--as-of", "2026-01-30", "--mapping", &proposed]);
    assert_eq!(code(&not_yet), Some(2));
    let mut answers = vec!["csv", &own, "--as-of", "2026-01-30", "--mapping", &proposed];
    for answer in ["columns=confirmed", "presented=charted", "currency=USD"] {
        answers.extend(["--answer", answer]);
    }
    let read = followthrough(&answers);
    assert_eq!(
        code(&read),
        Some(0),
        "{}{}",
        stdout(&read),
        String::from_utf8_lossy(&read.stderr)
    );
    std::fs::write(&proposed, "mapping: 1\nextends: dentrix\nx: 1\n").unwrap();
    let wrong = followthrough(&["csv", &own, "--mapping", &proposed]);
    let error = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(
        code(&wrong) == Some(2) && error.contains("FT-I015 x: unknown key") && error.contains("line 3"),
        "{error}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_list_that_nobody_knows_is_read_by_its_answers() {
    let folder = std::env::temp_dir().join(format!("followthrough-list-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (list, kept, page) = (at("list.csv"), at("list.yaml"), at("login.csv"));
    let text = "Smile Dental, unscheduled\n\nGuest,Guest Phone,Estimate #,Service,Quote,SMS OK,Stage\n\
                \"Ruiz, Ana\",(404) 555-0177,E1,Botox,900.00,Yes,Sent\n\"Moss, Bo\",,E2,Filler,800.00,No,Sent\nTotals:,,,,1700.00,,\n";
    std::fs::write(&list, text).unwrap();
    let with = |answers: &[&str], more: &[&str]| {
        let mut all = vec!["csv", &list];
        all.extend(answers.iter().flat_map(|answer| ["--answer", *answer]));
        all.extend(more);
        let output = followthrough(&all);
        let told = stdout(&output) + &String::from_utf8_lossy(&output.stderr);
        assert!(!told.contains("Ruiz") && !told.contains("Moss"), "{told}");
        (output.status.code(), told)
    };
    let (code, told) = with(&[], &[]);
    assert!(
        code == Some(2) && told.contains("patient.id: which column holds the number"),
        "{told}"
    );
    let answers = [
        "columns=confirmed",
        "presented=charted",
        "currency=USD",
        "as_of=2026-01-30",
        "patient.id=Guest|Guest Phone?",
        "plan.status.map.Sent=open",
        "consent.text.yes=Yes",
        "consent.text.no=No",
    ];
    let (code, told) = with(&answers[..4], &[]);
    assert!(
        code == Some(2) && told.contains("consent.text.no: which words of \"SMS OK\""),
        "{told}"
    );
    let (code, told) = with(&answers, &["--write-mapping", &kept]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("2 plans worth $1,700.00 pending") && told.contains("1 yes, 1 no, 0 unknown"),
        "{told}"
    );
    let (_, again) = with(&[], &["--mapping", &kept, "--as-of", "2026-01-30"]);
    let (read, is_kept) = told.split_at(again.len());
    assert_eq!(again, read);
    assert!(is_kept.contains(&format!("--mapping {kept}")), "{is_kept}");
    for (wrong, near) in [
        ("curency=USD", "did you mean \"currency\"?"),
        ("plan.value=Qoute", "there is \"Quote\""),
    ] {
        let (code, told) = with(&[&answers[..], &[wrong]].concat(), &[]);
        assert!(code == Some(2) && told.contains(near), "{told}");
    }
    // A form that the preset does not know is proposed for where somebody asks.
    let other = followthrough(&["jane", &list, "--as-of", "2026-01-30", "--propose"]);
    let told = stdout(&other);
    assert!(told.contains("system: jane"), "{told}");
    std::fs::write(&page, "<!doctype html><title>Sign in</title>").unwrap();
    let login = followthrough(&["csv", &page]);
    assert!(String::from_utf8_lossy(&login.stderr).contains("is a web page"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn json_is_asked_about_answered_and_read() {
    let folder = std::env::temp_dir().join(format!("followthrough-json-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("pages")).unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let plan = |id: u32, status: &str| {
        format!(
            "{{\"id\": {id}, \"patient_id\": 7, \"status\": \"{status}\", \"procedures\": [{{\"id\": {id}1, \"code\": \"D2740\", \
             \"status\": \"planned\", \"fee\": {{\"amount\": \"1250.00\", \"currency\": \"USD\"}}, \"start_date\": \"2026-01-05\"}}]}}"
        )
    };
    let page = format!(
        "{{\"code\": true, \"data\": [\n{},\n{}\n]}}\n",
        plan(1, "proposed"),
        plan(2, "shown")
    );
    std::fs::write(path("pages/1.json"), &page).unwrap();
    std::fs::write(
        path("pages/2.json"),
        format!("{{\"code\": true, \"data\": [{},", plan(3, "accepted")),
    )
    .unwrap();
    let (pages, kept) = (path("pages"), path("kept.yaml"));
    let code = |output: &Output| output.status.code();
    let asked = followthrough(&["nexhealth", &pages, "--questions"]);
    let text = stdout(&asked);
    assert_eq!(code(&asked), Some(2));
    assert!(
        text.contains("as_of: of which day") && text.contains("seen: \"shown\" in 1 row"),
        "{text}"
    );
    let answers = ["nexhealth", &pages, "--as-of", "2026-01-30", "--json", "--answer"];
    let answers = [
        &answers[..],
        &[
            "plan.status.map.shown=open",
            "--answer",
            "procedure.planned_on=start_date",
        ],
    ]
    .concat();
    let read = followthrough(&[&answers[..], &["--write-mapping", &kept]].concat());
    assert_eq!(code(&read), Some(1), "{}", String::from_utf8_lossy(&read.stderr));
    let told: serde_json::Value = serde_json::from_str(&stdout(&read)).unwrap();
    assert_eq!(told["totals"]["pending_value"], "2500.00");
    assert_eq!(
        (&told["rejected"][0]["reason"], &told["rejected"][0]["path"]),
        (&"bad_json".into(), &"/data".into())
    );
    assert_eq!(told["plans"][0]["presented_at"], "2026-01-05");
    let again = followthrough(&[
        "nexhealth",
        &pages,
        "--as-of",
        "2026-01-30",
        "--json",
        "--mapping",
        &kept,
    ]);
    assert_eq!(stdout(&again), stdout(&read));

    // Of FHIR an answer goes to the plans or to the people, and a path may have the sign of an answer in it.
    let bundle = "{\"resourceType\": \"Bundle\", \"entry\": [\n\
        {\"resource\": {\"resourceType\": \"Patient\", \"id\": \"p\", \"telecom\": [{\"system\": \"phone\", \"value\": \"4045550177\"}]}},\n\
        {\"resource\": {\"resourceType\": \"CarePlan\", \"id\": \"c\", \"status\": \"active\", \"subject\": {\"reference\": \"Patient/p\"},\
        \"created\": \"2026-01\", \"activity\": [{\"reference\": {\"reference\": \"ServiceRequest/s\"}}]}},\n\
        {\"resource\": {\"resourceType\": \"ServiceRequest\", \"id\": \"s\", \"status\": \"active\", \"intent\": \"plan\",\
        \"code\": {\"coding\": [{\"system\": \"http://www.ada.org/cdt\", \"code\": \"D2740\"}]}}}]}";
    std::fs::write(path("bundle.json"), bundle).unwrap();
    let bundle = path("bundle.json");
    let answers = ["fees.D2740=1250.00", "patient.mobile=telecom[system=phone].value"];
    let read = followthrough(&[
        "fhir",
        &bundle,
        "--as-of",
        "2026-01-30",
        "--answer",
        answers[0],
        "--answer",
        answers[1],
    ]);
    let text = stdout(&read);
    assert_eq!(code(&read), Some(0), "{text}{}", String::from_utf8_lossy(&read.stderr));
    assert!(text.contains("1 plans worth $1,250.00 pending"), "{text}");
    std::fs::write(
        &bundle,
        "{\"resourceType\": \"OperationOutcome\", \"issue\": [{\"severity\": \"fatal\"}]}",
    )
    .unwrap();
    let failed = followthrough(&["fhir", &bundle, "--as-of", "2026-01-30"]);
    let error = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(
        code(&failed) == Some(2) && error.contains("says that it failed"),
        "{error}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
