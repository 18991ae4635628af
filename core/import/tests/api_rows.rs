//! What stands in pages of Open Dental's API, one thing at a time: how values and keys are written, what is wrong, where.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use common::api::Dice;
use common::options;
use followthrough::Code;
use followthrough_import::{Imported, Options, Reason, System, read};

fn import(files: Vec<(String, Vec<u8>)>, options: &Options) -> Imported {
    read(System::OpenDental, files, options).unwrap()
}

fn as_of() -> Options {
    let mut options = options();
    options.set("as_of", "2026-01-30").unwrap();
    options
}

/// A practice in few words.
fn few() -> Vec<(String, String)> {
    [
        (
            "patients.json",
            r#"[{"PatNum": 7, "LName": "Moss", "FName": "Ada", "PatStatus": "Patient", "Birthdate": "1980-05-01", "WirelessPhone": "(404)555-0177", "Guarantor": 7, "Email": "", "TxtMsgOk": "Yes", "PreferContactMethod": "None", "serverDateTime": "2026-01-29 23:50:00"},
                {"PatNum": 8, "LName": "Moss", "FName": "Tim", "PatStatus": "Patient", "Birthdate": "2018-03-02", "WirelessPhone": "", "Guarantor": "7", "Email": "", "TxtMsgOk": "Unknown", "PreferContactMethod": "None"}]"#,
        ),
        (
            "procedurelogs.json",
            r#"[{"ProcNum": 101, "PatNum": 7, "AptNum": "0", "PlannedAptNum": 0, "ProcDate": "2025-12-02", "ProcFee": "1250.00", "ProcStatus": "TP", "CodeNum": 1, "procCode": "D2740", "descript": "crown", "UnitQty": 1, "BaseUnits": 0.0, "DateTP": "2025-12-02", "Dx": ""},
                {"ProcNum": 102, "PatNum": 8, "AptNum": "51", "PlannedAptNum": null, "ProcDate": "2025-12-02", "ProcFee": 160.0, "ProcStatus": "TP", "CodeNum": "", "procCode": "D2391", "UnitQty": "2", "BaseUnits": "", "DateTP": "2025-12-02"},
                {"ProcNum": 103, "PatNum": 8, "AptNum": 0, "PlannedAptNum": "", "ProcDate": "2025-12-02", "ProcFee": 99, "ProcStatus": "TP", "procCode": "", "DateTP": "0001-01-01"}]"#,
        ),
        (
            "appointments.json",
            r#"[{"AptNum": 51, "PatNum": 8, "AptStatus": "Scheduled", "AptDateTime": "2026-02-10 09:30:00", "Priority": "Normal"}]"#,
        ),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect()
}

fn with(file: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = few();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect()
}

#[test]
fn values_as_they_are_written() {
    let imported = import(with("patients.json", "", ""), &options());
    assert_eq!(imported.rejected, []);
    assert_eq!(
        imported.as_of.to_string(),
        "2026-01-29",
        "the day the pages were asked for"
    );
    let plan = |id: &str| &imported.plans.iter().find(|r| r.plan.id.as_str() == id).unwrap().plan;
    let (mother, child) = (plan("tp-7"), plan("tp-8"));
    assert_eq!(mother.procedures[0].code.as_deref(), Some("D2740"));
    assert_eq!(mother.procedures[0].description.as_ref().unwrap().reveal(), "crown");
    let fees: Vec<String> = child.procedures.iter().map(|p| p.fee.unwrap().to_string()).collect();
    assert_eq!(fees, ["320.00", "99.00"]);
    assert_eq!(child.procedures[0].appointment.as_ref().unwrap().as_str(), "51");
    assert_eq!(
        (child.procedures[0].code.as_deref(), child.procedures[1].code.as_deref()),
        (Some("D2391"), None)
    );
    let (who, visit) = &imported.appointments[0];
    assert_eq!(
        (who.as_str(), visit.starts_at.unwrap().to_string().as_str()),
        ("7", "2026-02-10T17:30:00Z")
    );
}

#[test]
fn a_library_names_keys_in_its_own_way() {
    let files = [
        (
            "dump-1.json",
            r#"[{"id": 7, "first_name": "Ada", "last_name": "Moss", "email": "", "home_phone": "", "cell_phone": "(404)555-0177", "birth_date": "1980-05-01", "guarantor_num": 7, "primary_provider": 1, "clinic_num": 0, "patient_status": "Patient", "text_message_ok": "Yes", "language": "spa"}]"#,
        ),
        (
            "dump-2.json",
            r#"[{"proc_num": 101, "pat_num": 7, "apt_num": 51, "proc_date": "2025-12-02", "date_tp": "2025-12-02", "date_t_stamp": "2025-12-02T09:00:00", "proc_fee": "1250.00", "surf": "", "tooth_num": "19", "tooth_range": "", "priority": 0, "priority_name": "", "proc_status": "TP", "prov_num": 1, "prov_abbr": "DOC", "dx": 0, "planned_apt_num": 0, "clinic_num": 0, "code_num": 240, "proc_code": "D2740", "descript": "crown", "unit_qty": 1, "base_units": 0.0}]"#,
        ),
        (
            "dump-3.json",
            r#"[{"aptNum": 51, "patNum": 7, "aptStatus": "Broken", "aptDateTime": "2025-12-10T09:00:00", "isNewPatient": "false"}]"#,
        ),
    ];
    let imported = read(System::OpenDental, files, &as_of()).unwrap();
    assert_eq!(imported.rejected, []);
    let plan = &imported.plans[0].plan;
    assert_eq!(
        (plan.id.as_str(), plan.pending_value().unwrap().to_string().as_str()),
        ("tp-7", "1250.00")
    );
    assert_eq!(plan.procedures[0].code.as_deref(), Some("D2740"));
    let recipient = &imported.recipients[0];
    assert_eq!(recipient.first_name.as_ref().unwrap().reveal(), "Ada");
    assert_eq!(
        (recipient.contacts.len(), recipient.language.as_deref()),
        (1, Some("es"))
    );
    assert_eq!(
        imported.appointments[0].1.starts_at.unwrap().to_string(),
        "2025-12-10T17:00:00Z"
    );
    // Who does not want calls this form does not tell.
    assert!(
        imported
            .notes
            .iter()
            .any(|n| n.message == "1 records of patients came without PreferContactMethod")
    );
    // A key with a capital letter is the API's: then names hold as they are written.
    let api = r#"[{"PatNum": 7, "first_name": "Eve", "PatStatus": "Patient", "FName": "Ada"}]"#;
    let files = [("patients.json", api), files[1], files[2]];
    let imported = read(System::OpenDental, files, &as_of()).unwrap();
    assert_eq!(
        imported.plans[0].plan.patient.first_name.as_ref().unwrap().reveal(),
        "Ada"
    );
}

/// What a change of one place does.
enum Then {
    /// The row is refused: column, reason.
    Refused(Option<&'static str>, Reason),
    /// Nothing.
    Same,
}

#[test]
fn damaged_in_many_ways() {
    use Reason::{BadDate, BadInteger, BadMoney, ConflictingDuplicate, MissingRequired, NegativeMoney};
    use Reason::{BadJson, UnknownPatient, UnknownReference, UnknownStatus, WrongType};
    use Then::{Refused, Same};
    let crown = r#"{"ProcNum": 101,"#;
    let cases: Vec<(&str, &str, &str, Then)> = vec![
        (
            "procedurelogs.json",
            "\"TP\"",
            "\"Planned\"",
            Refused(Some("ProcStatus"), UnknownStatus),
        ),
        (
            "procedurelogs.json",
            "\"TP\"",
            "\"tp\"",
            Refused(Some("ProcStatus"), UnknownStatus),
        ),
        ("procedurelogs.json", "\"TP\"", "1", Same),
        ("procedurelogs.json", "\"TP\"", "\"1\"", Same),
        (
            "procedurelogs.json",
            "\"TP\"",
            "null",
            Refused(Some("ProcStatus"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"TP\"",
            "[\"TP\"]",
            Refused(Some("ProcStatus"), WrongType),
        ),
        (
            "procedurelogs.json",
            "\"ProcStatus\"",
            "\"procStatus\"",
            Refused(Some("ProcStatus"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"1250.00\"",
            "1250.005",
            Refused(Some("ProcFee"), BadMoney),
        ),
        (
            "procedurelogs.json",
            "\"1250.00\"",
            "1.25e3",
            Refused(Some("ProcFee"), BadMoney),
        ),
        ("procedurelogs.json", "\"1250.00\"", "1250.0000", Same),
        (
            "procedurelogs.json",
            "\"1250.00\"",
            "-1250",
            Refused(Some("ProcFee"), NegativeMoney),
        ),
        (
            "procedurelogs.json",
            "\"1250.00\"",
            "\"\"",
            Refused(Some("ProcFee"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"1250.00\"",
            "true",
            Refused(Some("ProcFee"), WrongType),
        ),
        ("procedurelogs.json", "\"1250.00\"", "12O0", Refused(None, BadJson)),
        (
            "procedurelogs.json",
            "\"ProcNum\": 101",
            "\"ProcNum\": 101.0",
            Refused(Some("ProcNum"), BadInteger),
        ),
        (
            "procedurelogs.json",
            "\"ProcNum\": 101",
            "\"ProcNum\": \"\"",
            Refused(Some("ProcNum"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"PatNum\": 7",
            "\"PatNum\": 70",
            Refused(Some("PatNum"), UnknownPatient),
        ),
        (
            "procedurelogs.json",
            "\"AptNum\": \"0\"",
            "\"AptNum\": 52",
            Refused(Some("AptNum"), UnknownReference),
        ),
        (
            "procedurelogs.json",
            "\"AptNum\": \"0\", ",
            "",
            Refused(Some("AptNum"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"PlannedAptNum\": 0, ",
            "",
            Refused(Some("PlannedAptNum"), MissingRequired),
        ),
        (
            "procedurelogs.json",
            "\"DateTP\": \"2025-12-02\", \"Dx\"",
            "\"DateTP\": \"12/02/2025\", \"Dx\"",
            Refused(Some("DateTP"), BadDate),
        ),
        (
            "procedurelogs.json",
            "\"DateTP\": \"2025-12-02\", \"Dx\"",
            "\"DateTP\": \"2025-12-02T08:00:00.5Z\", \"Dx\"",
            Refused(Some("DateTP"), BadDate),
        ),
        (
            "procedurelogs.json",
            "\"UnitQty\": 1,",
            "\"UnitQty\": 1.5,",
            Refused(Some("UnitQty"), BadInteger),
        ),
        (
            "procedurelogs.json",
            "\"CodeNum\": 1",
            "\"CodeNum\": 1, \"CodeNum\": 2",
            Refused(Some("CodeNum"), BadJson),
        ),
        (
            "procedurelogs.json",
            crown,
            "7, {\"ProcNum\": 101,",
            Refused(None, WrongType),
        ),
        (
            "procedurelogs.json",
            crown,
            "[{\"ProcNum\": 102, \"PatNum\": 9}], {\"ProcNum\": 101,",
            Refused(Some("AptNum"), MissingRequired),
        ),
        (
            "patients.json",
            "\"PatStatus\": \"Patient\"",
            "\"PatStatus\": \"Friend\"",
            Refused(Some("PatStatus"), UnknownStatus),
        ),
        ("patients.json", "\"Guarantor\": 7, ", "", Same),
        (
            "patients.json",
            "\"PatNum\": 8",
            "\"PatNum\": 7",
            Refused(Some("PatNum"), ConflictingDuplicate),
        ),
        (
            "appointments.json",
            "\"Scheduled\"",
            "\"Booked\"",
            Refused(Some("AptStatus"), UnknownStatus),
        ),
        ("appointments.json", "[{", "[", Refused(None, BadJson)),
        (
            "appointments.json",
            "\"AptStatus\"",
            "\"Status\"",
            Refused(Some("AptStatus"), MissingRequired),
        ),
    ];
    let before = import(with("patients.json", "", ""), &options());
    for (file, from, to, then) in cases {
        let what = format!("{file}: {from} to {to}");
        let read = read(System::OpenDental, with(file, from, to), &options());
        let (imported, column, reason) = match (read, then) {
            (Ok(imported), Same) => {
                assert_eq!(imported.to_json()["plans"], before.to_json()["plans"], "{what}");
                assert_eq!(imported.rejected, [], "{what}");
                continue;
            }
            (Ok(imported), Refused(column, reason)) => (imported, column, reason),
            (read, _) => panic!("{what}: {:?}", read.map(|imported| imported.rejected)),
        };
        let first = imported
            .rejected
            .first()
            .unwrap_or_else(|| panic!("{what}: nothing refused"));
        let found = imported
            .rejected
            .iter()
            .find(|r| r.reason == reason && r.column.as_deref() == column);
        assert!(found.is_some(), "{what}: {first}");
        let totals = &imported.totals;
        assert_eq!(
            totals.records,
            totals.accepted + totals.rejected + totals.skipped,
            "{what}"
        );
        let told = format!(
            "{:?} {}",
            imported.rejected,
            serde_json::to_string(&imported.rejected).unwrap()
        );
        assert!(!told.contains("Moss") && !told.contains("555"), "{told}");
        // What is not about the row is as before.
        if file == "procedurelogs.json" {
            let child = |imported: &Imported| imported.plans.iter().find(|r| r.plan.id.as_str() == "tp-8").cloned();
            assert_eq!(child(&imported), child(&before), "{what}");
        }
    }
}

#[test]
fn a_page_that_breaks_off_keeps_what_stands_before() {
    let files = few();
    let text = &files[1].1;
    let ends: Vec<usize> = text.match_indices('}').map(|(at, _)| at).collect();
    for cut in (1..text.len() - 1).filter(|cut| text.is_char_boundary(*cut)) {
        let mut files: Vec<(String, Vec<u8>)> =
            files.iter().map(|(n, t)| (n.clone(), t.clone().into_bytes())).collect();
        files[1].1.truncate(cut);
        let imported = import(files, &options());
        let whole = ends.iter().filter(|end| **end < cut).count();
        let of = imported
            .totals
            .files
            .iter()
            .find(|f| &*f.file == "procedurelogs.json")
            .unwrap();
        assert_eq!(of.accepted, u64::try_from(whole).unwrap(), "{cut}");
        assert_eq!(of.rejected, 1, "{cut}");
        let told = &imported.rejected[0];
        assert_eq!(told.record as usize, whole + 1, "{cut}");
        assert!(told.message.contains("breaks in line"), "{told}");
    }
}

#[test]
fn what_cannot_be_told_apart_is_refused_and_the_rest_is_noted() {
    let pages = || with("patients.json", "", "");
    let error = |files: Vec<(String, Vec<u8>)>| read(System::OpenDental, files, &options()).unwrap_err();
    let mut both = pages();
    both.push(("patient.csv".into(), common::PATIENT.into()));
    let told = error(both);
    assert_eq!(told.code(), Code::ImportMapping);
    assert_eq!(
        told.message(),
        "patients of the API and the table patient.csv tell of the same"
    );
    // Tables and pages of different things may stand beside each other.
    let mut mixed = pages();
    mixed.retain(|(name, _)| name != "appointments.json");
    mixed.push((
        "appointment.csv".into(),
        b"AptNum,PatNum,AptStatus,AptDateTime\n51,8,1,2026-02-10 09:30:00\n".to_vec(),
    ));
    let mixed = import(mixed, &options());
    assert_eq!(mixed.to_json()["plans"], import(pages(), &options()).to_json()["plans"]);
    // What is missing is called as the API calls it.
    for (gone, name) in [
        ("patients.json", "patients"),
        ("procedurelogs.json", "procedurelogs"),
        ("appointments.json", "appointments"),
    ] {
        let mut files = pages();
        files.retain(|(name, _)| name != gone);
        let told = error(files);
        assert_eq!((told.code(), told.path()), (Code::ImportMissingFile, name));
        let mut files = pages();
        files.iter_mut().find(|(name, _)| name == gone).unwrap().1 = b"  \n".to_vec();
        assert_eq!(error(files).code(), Code::ImportMissingColumn, "an empty file");
    }
    let mut saved = options();
    saved.set("presented", "saved_plan").unwrap();
    let told = read(System::OpenDental, pages(), &saved).unwrap_err();
    assert_eq!((told.code(), told.path()), (Code::ImportMissingFile, "treatplans"));
    // A list without rows says that there are none; without plans nobody asks for what is on them.
    let mut none = pages();
    none.push(("plans.json".into(), br#"[{"GET": "/treatplans", "body": []}]"#.to_vec()));
    assert_eq!(read(System::OpenDental, none, &saved).unwrap().plans, []);
    for (plans, missing) in [("Saved", "proctps"), ("Active", "treatplanattaches")] {
        let mut files = pages();
        let row = format!(
            r#"{{"treatplans": [{{"TreatPlanNum": 1, "PatNum": 7, "DateTP": "2025-12-01", "TPStatus": "{plans}"}}]}}"#
        );
        files.push(("all.json".into(), row.clone().into_bytes()));
        let told = error(files);
        assert_eq!((told.code(), told.path()), (Code::ImportMissingFile, missing));
        let mut files = pages();
        let row = row.replacen('{', &format!(r#"{{"{missing}": [], "#), 1);
        files.push(("all.json".into(), row.into_bytes()));
        let imported = import(files, &options());
        assert!(
            imported
                .notes
                .iter()
                .any(|n| n.message.starts_with("1 treatplans have no procedures"))
        );
    }
    // An answer that is none, beside others.
    let mut failed = pages();
    failed.push((
        "more.json".into(),
        br#"[{"GET": "/patients?Offset=100", "body": "Rate limit exceeded for Moss"}]"#.to_vec(),
    ));
    let failed = import(failed, &options());
    assert_eq!(
        (failed.rejected.len(), failed.rejected[0].reason),
        (1, Reason::WrongType)
    );
    assert!(!format!("{:?}", failed.rejected).contains("Moss"));
    // JSON of others.
    let others = [
        (
            "package.json",
            r#"{"name": "x", "data": [{"a": 1}], "patients": [{"PatNum": 7, "pending": "1.00"}]}"#,
        ),
        ("recalls.json", r#"[{"RecallNum": 1, "PatNum": 7}]"#),
        (
            "histappointments.json",
            r#"[{"HistApptNum": 1, "AptNum": 51, "PatNum": 8, "AptStatus": "Broken"}]"#,
        ),
        (
            "answers.json",
            r#"[{"GET": "/histappointments", "body": [{"AptNum": 51, "PatNum": 8, "AptStatus": "Broken"}]}]"#,
        ),
        ("notes.json", "{\"a\": "),
    ];
    let mut files = pages();
    files.extend(
        others
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())),
    );
    let imported = import(files, &options());
    assert_eq!(imported.rejected, []);
    assert_eq!(
        imported.to_json()["plans"],
        import(pages(), &options()).to_json()["plans"]
    );
    let noted = imported.notes.iter().filter(|n| n.message.ends_with("not read"));
    assert_eq!(noted.count(), others.len());
}

#[test]
fn where_a_record_stands() {
    let bad = r#"{"PatNum": 9, "LName": "Moss", "PatStatus": "Friend"}"#;
    let good = r#"{"PatNum": 10, "LName": "Moss", "PatStatus": "Patient"}"#;
    let told = |name: &str, text: String| {
        let mut files = with("patients.json", "", "");
        files.push((name.to_owned(), text.into_bytes()));
        let imported = import(files, &options());
        let record = imported.rejected.first().unwrap().clone();
        (
            record.record,
            record.line,
            record.path.as_deref().unwrap_or_default().to_owned(),
        )
    };
    for (text, at) in [
        (format!("[{good},\n{bad}]"), (2, 2, "/1")),
        (format!("[{good}]\n[{bad}]"), (2, 2, "/0")),
        (format!("{good}\n{bad}\n"), (2, 2, "")),
        (format!("[[{good}],\n[7, {bad}]]"), (2, 2, "/1/0")),
        (
            format!("{{\"GET\": \"/patients/9\", \"body\":\n{bad}}}"),
            (1, 2, "/body"),
        ),
        (
            format!("[{{\"body\": [{good}], \"GET\": \"/patients\"}},\n{{\"body\": [{bad}]}}]"),
            (2, 2, "/1/body/0"),
        ),
        (
            format!("{{\"treatplans\": [], \"patients\": [{good}, {bad}]}}"),
            (2, 1, "/patients/1"),
        ),
    ] {
        let (record, line, path) = told("more.json", text.clone());
        assert_eq!((record, line, path.as_str()), at, "{text}");
    }
}

/// Bytes overwritten, removed or put in, anywhere: no panic, every record accounted for, and nobody named.
#[test]
fn spoiled_bytes() {
    let signs = b"{}[],:\"\\ \n0.-eT\xff\0";
    let mut dice = Dice(5);
    for _ in 0..400 {
        let mut files = with("patients.json", "", "");
        let file = dice.below(files.len());
        let bytes = &mut files[file].1;
        for _ in 0..=dice.below(4) {
            let (at, sign) = (dice.below(bytes.len()), signs[dice.below(signs.len())]);
            match dice.below(3) {
                0 => bytes[at] = sign,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, sign),
            }
        }
        let what = String::from_utf8_lossy(bytes).into_owned();
        let Ok(imported) = read(System::OpenDental, files, &as_of()) else {
            continue;
        };
        let totals = &imported.totals;
        assert_eq!(
            totals.records,
            totals.accepted + totals.rejected + totals.skipped,
            "{what}"
        );
        assert_eq!(
            totals.rejected,
            u64::try_from(imported.rejected.len()).unwrap(),
            "{what}"
        );
        let told = format!("{:?} {:?}", imported.rejected, imported.notes);
        assert!(!told.contains("Moss") && !told.contains("555-"), "{told}");
    }
}
