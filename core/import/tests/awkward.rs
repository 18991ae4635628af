//! Every way in which an export is wrong, one at a time: the row is set aside with its place, and no good row is lost.
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

use common::{APPOINTMENT, PATIENT, PROCEDURELOG, import, options, small, with};
use followthrough::follow_up::AppointmentStatus;
use followthrough::plan::{PersonStatus, Presented};
use followthrough::recipient::{Consent, ContactKind};
use followthrough::{Code, Date};
use followthrough_import::{Flag, Imported, Mobile, Options, Reason, System, read};

fn plan<'a>(imported: &'a Imported, id: &str) -> &'a followthrough_import::PlanRecord {
    imported
        .plans
        .iter()
        .find(|r| r.plan.id.as_str() == id)
        .unwrap_or_else(|| panic!("no plan {id}"))
}

fn value(imported: &Imported, id: &str) -> String {
    plan(imported, id).plan.pending_value().unwrap().to_string()
}

/// One refusal: (file, record, line, column, reason, code, message).
type Told<'a> = (&'a str, u32, u32, Option<&'a str>, Reason, Code, &'a str);

fn told(imported: &Imported) -> Vec<Told<'_>> {
    let of = imported.rejected.iter();
    of.map(|r| {
        (
            &*r.file,
            r.record,
            r.line,
            r.column.as_deref(),
            r.reason,
            r.code,
            r.message.as_str(),
        )
    })
    .collect()
}

fn log(rows: &str) -> Vec<(String, Vec<u8>)> {
    with("procedurelog.csv", format!("{PROCEDURELOG}{rows}"))
}

#[test]
fn the_small_practice_as_it_is() {
    let imported = import(small());
    assert_eq!(imported.as_of, Date::parse("2026-01-12").unwrap());
    assert_eq!(told(&imported), []);
    let mother = plan(&imported, "tp-7");
    assert_eq!(value(&imported, "tp-7"), "1345.50");
    assert_eq!(
        mother.plan.presented_at,
        Some(Presented::On(Date::parse("2025-11-20").unwrap()))
    );
    assert_eq!(mother.plan.standing().as_str(), "partial");
    assert_eq!(
        mother.plan.provider.as_ref().unwrap().name.as_deref(),
        Some("Dr. Okafor")
    );
    assert_eq!(
        plan(&imported, "tp-9").plan.provider.as_ref().unwrap().name.as_deref(),
        Some("Rosa Diaz")
    );
    assert_eq!(mother.flags, []);

    // The child's plan goes to the mother, with her consent and number; there is no number in the child's own row.
    let child = plan(&imported, "tp-8");
    assert_eq!(child.recipient.as_str(), "7");
    assert_eq!(child.plan.patient.first_name.as_ref().unwrap().reveal(), "Tim");
    assert_eq!(child.flags, [Flag::GuarantorDiffers, Flag::Minor, Flag::NoPhone]);
    let ids: Vec<_> = imported
        .recipients
        .iter()
        .map(|r| (r.id.as_str(), r.household.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(ids, [("7", "7"), ("9", "9")]);
    let recipient = &imported.recipients[0];
    assert_eq!(recipient.language.as_deref(), Some("es"));
    assert!(matches!(
        recipient.contacts[0].consent,
        Consent::Granted { at: None, .. }
    ));
    assert_eq!(recipient.contacts[0].value.reveal(), "+14045550177");
    assert_eq!(
        (recipient.contacts[1].kind, &recipient.contacts[1].consent),
        (ContactKind::Email, &Consent::Unknown)
    );
    let visits: Vec<_> = imported
        .appointments
        .iter()
        .map(|(who, a)| (who.as_str(), a.status))
        .collect();
    assert_eq!(
        visits,
        [("7", AppointmentStatus::Scheduled), ("9", AppointmentStatus::Completed)]
    );
    assert_eq!(imported.completed.len(), 1);
    assert_eq!(
        imported.completed[0].planned_on,
        Some(Date::parse("2025-10-01").unwrap())
    );
}

#[test]
fn a_wrong_amount() {
    let imported = import(log(
        "107,7,0,1,2026-01-02,\"12,5O\",,1,1,0,2026-01-02\n108,9,0,2,2026-01-02,70,,1,1,0,2026-01-02\n",
    ));
    let told = told(&imported);
    assert_eq!(
        told,
        [(
            "procedurelog.csv",
            7,
            8,
            Some("ProcFee"),
            Reason::BadMoney,
            Code::ImportBadAmount,
            "\"12,5O\" is not an amount"
        )]
    );
    assert_eq!(
        imported.rejected[0].to_string(),
        "FT-I007 procedurelog.csv row 7 (line 8), column ProcFee, patient 7: \"12,5O\" is not an amount"
    );
    assert_eq!(
        (value(&imported, "tp-7"), value(&imported, "tp-9")),
        ("1345.50".into(), "1170.00".into())
    );
}

#[test]
fn every_wrong_cell_names_its_column() {
    let cases = [
        (
            "107,7,0,1,2026-01-02,1.005,,1,1,0,2026-01-02",
            "ProcFee",
            Reason::BadMoney,
            Code::ImportBadAmount,
        ),
        (
            "107,7,0,1,2026-01-02,-5,,1,1,0,2026-01-02",
            "ProcFee",
            Reason::NegativeMoney,
            Code::ImportBadAmount,
        ),
        (
            "107,7,0,1,2026-01-02,,,1,1,0,2026-01-02",
            "ProcFee",
            Reason::MissingRequired,
            Code::ImportBadAmount,
        ),
        (
            "107,7,0,1,2026-01-02,1e3,,1,1,0,2026-01-02",
            "ProcFee",
            Reason::BadMoney,
            Code::ImportBadAmount,
        ),
        (
            "107,7,0,1,2026-01-02,5,,9,1,0,2026-01-02",
            "ProcStatus",
            Reason::UnknownStatus,
            Code::ImportUnknownStatus,
        ),
        (
            "107,7,0,1,2026-01-02,5,,TP,1,0,2026-01-02",
            "ProcStatus",
            Reason::UnknownStatus,
            Code::ImportUnknownStatus,
        ),
        (
            "107,7,0,1,2026-01-02,5,,,1,0,2026-01-02",
            "ProcStatus",
            Reason::MissingRequired,
            Code::ImportUnknownStatus,
        ),
        (
            "107,7,0,1,2026-01-02,5,,1,1,0,2026-02-30",
            "DateTP",
            Reason::BadDate,
            Code::ImportBadDate,
        ),
        (
            "107,7,0,1,01/02/2026,5,,1,1,0,2026-01-02",
            "ProcDate",
            Reason::BadDate,
            Code::ImportBadDate,
        ),
        (
            ",7,0,1,2026-01-02,5,,1,1,0,2026-01-02",
            "ProcNum",
            Reason::MissingRequired,
            Code::ImportBadId,
        ),
        (
            "1O7,7,0,1,2026-01-02,5,,1,1,0,2026-01-02",
            "ProcNum",
            Reason::BadInteger,
            Code::ImportBadId,
        ),
        (
            "107,7.0,0,1,2026-01-02,5,,1,1,0,2026-01-02",
            "PatNum",
            Reason::BadInteger,
            Code::ImportBadId,
        ),
        (
            "107,70,0,1,2026-01-02,5,,1,1,0,2026-01-02",
            "PatNum",
            Reason::UnknownPatient,
            Code::ImportUnknownPatient,
        ),
        // Of two problems the earlier in the order is told: ids, duplicates, patient, status, dates, money.
        (
            "107,70,0,1,x,y,,z,1,0,w",
            "PatNum",
            Reason::UnknownPatient,
            Code::ImportUnknownPatient,
        ),
        (
            "107,7,0,1,x,y,,z,1,0,w",
            "ProcStatus",
            Reason::UnknownStatus,
            Code::ImportUnknownStatus,
        ),
        (
            "101,70,0,1,x,y,,z,1,0,w",
            "ProcNum",
            Reason::ConflictingDuplicate,
            Code::ImportDuplicate,
        ),
        (
            "107,7,99,1,2026-01-02,5,,1,1,0,2026-01-02",
            "AptNum",
            Reason::UnknownReference,
            Code::ImportUnknownReference,
        ),
    ];
    for (row, column, reason, code) in cases {
        let imported = import(log(&format!("{row}\n")));
        let told = told(&imported);
        assert_eq!(told.len(), 1, "{row}: {told:?}");
        let (file, record, line, found, why, number, _) = told[0];
        assert_eq!((file, record, line), ("procedurelog.csv", 7, 8), "{row}");
        assert_eq!((found, why, number), (Some(column), reason, code), "{row}");
        assert_eq!(
            (value(&imported, "tp-7"), value(&imported, "tp-8")),
            ("1345.50".into(), "160.00".into()),
            "{row}"
        );
        assert_eq!(imported.totals.rejected, 1, "{row}");
        assert_eq!(imported.totals.accepted + 1, imported.totals.records, "{row}");
    }
}

#[test]
fn a_truncated_file_loses_its_last_row_only() {
    let whole = PROCEDURELOG.len();
    for cut in [3, 20, 37] {
        let imported = import(with("procedurelog.csv", &PROCEDURELOG[..whole - cut]));
        let told = told(&imported);
        assert_eq!(told.len(), 1, "cut {cut}: {told:?}");
        assert_eq!((told[0].1, told[0].2), (6, 7));
        assert!(
            matches!(told[0].4, Reason::WrongFieldCount | Reason::BadDate),
            "{told:?}"
        );
        assert_eq!(value(&imported, "tp-7"), "1345.50");
        assert!(
            imported.notes.iter().any(|n| n.message.contains("cut short")),
            "{:?}",
            imported.notes
        );
    }
    // Cut inside quotes.
    let quoted = format!("{PROCEDURELOG}107,7,0,1,2026-01-02,5,\"1");
    let imported = import(with("procedurelog.csv", quoted));
    assert_eq!(
        (told(&imported)[0].2, told(&imported)[0].4),
        (8, Reason::WrongFieldCount)
    );
    assert_eq!(value(&imported, "tp-9"), "1100.00");
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_row() {
    let text = PROCEDURELOG.replace("102,7,0,2,2025-11-20,95.5,,", "102,7,0,2,2025-11-20,95.5,\"3,");
    let imported = import(with("procedurelog.csv", text));
    let told = told(&imported);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].1, told[0].2, told[0].4), (2, 3, Reason::WrongFieldCount));
    assert_eq!(
        (value(&imported, "tp-7"), value(&imported, "tp-8")),
        ("1250.00".into(), "160.00".into())
    );
    assert_eq!(value(&imported, "tp-9"), "1100.00");
}

#[test]
fn an_unquoted_comma_in_a_name_is_a_wrong_field_count_and_tells_no_name() {
    let text = PATIENT.replace("9,Reyes,Bo", "9,Reyes, Jr,Bo");
    let imported = import(with("patient.csv", text));
    let all = format!("{:?}", imported.rejected);
    assert!(!all.contains("Reyes") && !all.contains("Jr"), "{all}");
    assert_eq!(told(&imported)[0].4, Reason::WrongFieldCount);
    assert_eq!(told(&imported)[0].3, None);
    // The rows of that patient have nobody to belong to; everybody else is whole.
    assert!(told(&imported)[1..].iter().all(|t| t.4 == Reason::UnknownPatient));
    assert_eq!(value(&imported, "tp-7"), "1345.50");
}

#[test]
fn debug_and_reports_hold_no_patient_data() {
    let imported = import(small());
    let all = format!("{imported:?}");
    for text in ["Moss", "Ada", "Tim", "example.com", "5550177"] {
        assert!(!all.contains(text), "{text}");
    }
}

#[test]
fn a_missing_column_names_file_and_column() {
    for (file, text, column) in [
        ("procedurelog.csv", PROCEDURELOG, "ProcFee"),
        ("procedurelog.csv", PROCEDURELOG, "DateTP"),
        ("patient.csv", PATIENT, "TxtMsgOk"),
        ("appointment.csv", APPOINTMENT, "AptStatus"),
    ] {
        let files = with(file, text.replace(column, "Something"));
        let error = read(System::OpenDental, files, &options()).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::ImportMissingColumn, file));
        assert_eq!(error.message(), format!("{file} has no column \"{column}\""));
    }
    let twice = with("procedurelog.csv", PROCEDURELOG.replacen("ToothNum", "ProcFee", 1));
    assert_eq!(
        read(System::OpenDental, twice, &options()).unwrap_err().code(),
        Code::ImportMissingColumn
    );
    let tabs = with("procedurelog.csv", PROCEDURELOG.replace(',', "\t"));
    let error = read(System::OpenDental, tabs, &options()).unwrap_err();
    assert!(error.to_string().contains("separated by commas"), "{error}");
    let empty = with("procedurelog.csv", "");
    assert_eq!(
        read(System::OpenDental, empty, &options()).unwrap_err().code(),
        Code::ImportMissingColumn
    );
}

#[test]
fn a_missing_file_is_named() {
    for file in [
        "patient.csv",
        "procedurelog.csv",
        "procedurecode.csv",
        "appointment.csv",
    ] {
        let mut files = small();
        files.retain(|(name, _)| name != file);
        let error = read(System::OpenDental, files, &options()).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::ImportMissingFile, file));
    }
    let mut files = small();
    files.retain(|(name, _)| name != "provider.csv");
    assert_eq!(import(files).plans[0].plan.provider.as_ref().unwrap().name, None);
}

#[test]
fn answers_are_asked_for_never_guessed() {
    let mut answers = Options::default();
    let missing = |answers: &Options| read(System::OpenDental, small(), answers).unwrap_err();
    let error = missing(&answers);
    assert_eq!((error.code(), error.path()), (Code::ImportOption, "options.presented"));
    assert!(error.help_text().unwrap().contains("charted") && error.help_text().unwrap().contains("saved_plan"));
    answers.set("presented", "charted").unwrap();
    let error = missing(&answers);
    assert_eq!((error.code(), error.path()), (Code::ImportOption, "options.time_zone"));
    assert_eq!(answers.set("presented", "yes").unwrap_err().code(), Code::ImportOption);
    assert_eq!(answers.set("as_of", "today").unwrap_err().code(), Code::ImportOption);
    assert_eq!(answers.set("state", "Georgia").unwrap_err().code(), Code::ImportOption);
    assert_eq!(answers.set("zone", "x").unwrap_err().code(), Code::ImportOption);
    assert_eq!(
        answers.set("time_zone", "Mars/Olympus").unwrap_err().code(),
        Code::UnknownTimeZone
    );
    answers.set("time_zone", "none").unwrap();
    let imported = read(System::OpenDental, small(), &answers).unwrap();
    assert!(imported.appointments.iter().all(|(_, a)| a.starts_at.is_none()));
    assert_eq!(System::parse("softdent").unwrap_err().code(), Code::ImportUnknownSystem);

    answers.set("presented", "saved_plan").unwrap();
    let error = missing(&answers);
    assert_eq!((error.code(), error.path()), (Code::ImportMissingFile, "treatplan.csv"));

    // Nothing has happened yet: the day of the export is asked for too.
    let only_planned = PROCEDURELOG.replace(",120,,2,", ",120,,1,");
    let files = vec![
        small()[0].clone(),
        (
            "procedurelog.csv".into(),
            only_planned.replace(",51,", ",0,").replace(",52,", ",0,").into_bytes(),
        ),
        small()[2].clone(),
    ];
    let error = read(System::OpenDental, files, &options()).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::ImportOption, "options.as_of"));
}

#[test]
fn duplicates() {
    let again = "101,7,0,1,2025-12-02,1250.00,19,1,1,0,2025-12-02\n";
    let other = "102,7,0,2,2025-11-20,9500,,1,1,0,2025-11-20\n";
    let imported = import(log(&format!("{again}{other}")));
    assert_eq!(imported.skipped.len(), 1);
    assert_eq!(
        (imported.skipped[0].record, imported.skipped[0].reason),
        (7, Reason::ExactDuplicate)
    );
    assert_eq!(
        (told(&imported)[0].1, told(&imported)[0].4),
        (8, Reason::ConflictingDuplicate)
    );
    assert_eq!(value(&imported, "tp-7"), "1345.50", "the first row stays");
    assert_eq!((imported.totals.skipped, imported.totals.rejected), (1, 1));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends() {
    let plain = import(small()).to_json();
    let mut files = small();
    for (_, bytes) in &mut files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    }
    assert_eq!(import(files).to_json(), plain);
    let utf16 = with("patient.csv", [0xff, 0xfe, b'P', 0, b'a', 0]);
    assert_eq!(
        read(System::OpenDental, utf16, &options()).unwrap_err().code(),
        Code::ImportEncoding
    );
}

#[test]
fn lines_are_counted_over_quoted_line_breaks() {
    let text = PATIENT
        .replace("7,Moss,Ada,", "7,\"Moss\n\",Ada,")
        .replace("Reyes,Bo,,0,", "Reyes,Bo,,9,");
    let imported = import(with("patient.csv", text));
    let told = told(&imported);
    assert_eq!(
        (told[0].1, told[0].2, told[0].3, told[0].4),
        (3, 5, Some("PatStatus"), Reason::UnknownStatus)
    );
    assert_eq!(
        plan(&imported, "tp-7")
            .plan
            .patient
            .last_name
            .as_ref()
            .unwrap()
            .reveal(),
        "Moss"
    );
}

#[test]
fn bytes_that_are_not_utf8_cost_their_row_or_are_left_out() {
    let mut bytes = PATIENT.as_bytes().to_vec();
    let at = PATIENT.find("Reyes").unwrap() + 1;
    bytes[at] = 0xe9; // é in latin-1
    // A name decides nothing.
    let imported = import(with("patient.csv", bytes));
    assert_eq!(told(&imported).len(), 0);
    let noted = imported
        .notes
        .iter()
        .any(|note| note.message.contains("1 values of LName cannot be read"));
    assert!(noted, "{:?}", imported.notes);
    let mut bytes = PATIENT.as_bytes().to_vec();
    let at = PATIENT.find("Reyes,Bo,,0").unwrap() + 10;
    bytes[at] = 0xe9;
    let imported = import(with("patient.csv", bytes));
    let told = told(&imported);
    assert_eq!(
        (told[0].3, told[0].4, told[0].5),
        (Some("PatStatus"), Reason::BadEncoding, Code::ImportEncoding)
    );
    assert_eq!(value(&imported, "tp-7"), "1345.50");
}

#[test]
fn null_dates() {
    let text = PATIENT.replace("1980-05-01", "0001-01-01");
    let text = text.replace("1975-01-20", "0000-00-00");
    let mut files = with("patient.csv", text);
    files.retain(|(name, _)| name != "procedurelog.csv");
    files.push((
        "procedurelog.csv".into(),
        PROCEDURELOG.replace(",2026-01-12\n", ",0000-00-00\n").into_bytes(),
    ));
    let imported = import(files);
    assert_eq!(told(&imported), []);
    let flags = &plan(&imported, "tp-9").flags;
    assert!(
        flags.contains(&Flag::BirthdateUnknown) && flags.contains(&Flag::PresentedDateUnknown),
        "{flags:?}"
    );
    assert_eq!(plan(&imported, "tp-9").plan.presented_at, None);
}

#[test]
fn a_visit_to_come_is_no_presentation() {
    // The whole plan is on a visit in February: its DateTP is that day, in the future of the export.
    let text = PROCEDURELOG
        .replace("101,7,0,", "101,7,51,")
        .replace("102,7,0,", "102,7,51,");
    let text = text
        .replace("2025-12-02\n", "2026-02-10\n")
        .replace("2025-11-20\n", "2026-02-10\n");
    let imported = import(with("procedurelog.csv", text));
    let record = plan(&imported, "tp-7");
    assert_eq!(record.plan.standing().as_str(), "accepted");
    assert_eq!(record.plan.presented_at, None);
}

#[test]
fn closed_visits_leave_treatment_pending() {
    for status in ["2", "3", "4", "5", "6", "7", "8"] {
        let text = APPOINTMENT.replace("51,7,1,", &format!("51,7,{status},"));
        let imported = import(with("appointment.csv", text));
        assert_eq!(value(&imported, "tp-7"), "1545.50", "AptStatus {status}");
    }
    let imported = import(with("appointment.csv", APPOINTMENT.replace("51,7,1,", "51,7,12,")));
    assert_eq!(told(&imported)[0].4, Reason::UnknownStatus);
    assert_eq!(
        (told(&imported)[1].3, told(&imported)[1].4),
        (Some("AptNum"), Reason::UnknownReference)
    );
}

#[test]
fn quantities_multiply() {
    let text = PROCEDURELOG.replacen("DateTP\n", "DateTP,UnitQty,BaseUnits\n", 1);
    let rows: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(i, line)| match i {
            0 => line.to_owned(),
            1 => format!("{line},0,0"),
            2 => format!("{line},2,1"),
            3 => format!("{line},,"),
            4 => format!("{line},1,0"),
            5 => format!("{line},1.5,0"),
            _ => format!("{line},1,0"),
        })
        .collect();
    let imported = import(with("procedurelog.csv", rows.join("\n") + "\n"));
    assert_eq!(value(&imported, "tp-7"), "1536.50");
    assert_eq!(
        (told(&imported)[0].3, told(&imported)[0].4),
        (Some("UnitQty"), Reason::BadInteger)
    );
}

#[test]
fn estimates_give_the_patients_portion_where_there_are_some() {
    let claims = "ClaimProcNum,ProcNum,Status,InsPayEst,WriteOffEst\n1,101,6,500.00,150\n2,102,1,50,0\n3,106,6,2000,-1\n4,105,6,10,0\n";
    let imported = import(with("claimproc.csv", claims));
    assert_eq!(told(&imported), []);
    let portion = |id: &str| {
        let procedures = imported.plans.iter().flat_map(|r| &r.plan.procedures);
        procedures
            .into_iter()
            .find(|p| p.id.as_str() == id)
            .unwrap()
            .patient_portion
            .map(|m| m.to_string())
    };
    assert_eq!(portion("101").as_deref(), Some("600.00"));
    assert_eq!(portion("102"), None, "a received claim is no estimate");
    assert_eq!(portion("106").as_deref(), Some("0.00"));
    assert_eq!(
        plan(&imported, "tp-7").plan.patient_portion(),
        None,
        "one procedure has none"
    );
    assert_eq!(value(&imported, "tp-7"), "1345.50", "estimates never lower the value");
}

#[test]
fn people_who_cannot_be_contacted() {
    // The guarantor of the child is dead, or not there: nothing goes to the child instead.
    for (text, consent) in [
        (PATIENT.replace("7,Moss,Ada,,0,", "7,Moss,Ada,,5,"), Consent::Unknown),
        (
            PATIENT.replace(",,,,,7,1,0,0,", ",,,(404) 555-0179,,70,1,0,1,"),
            Consent::Unknown,
        ),
        (
            PATIENT.replace(",,,,,7,1,0,0,", ",,,(404) 555-0179,,8,1,0,1,"),
            Consent::Unknown,
        ),
    ] {
        let imported = import(with("patient.csv", text));
        assert_eq!(plan(&imported, "tp-8").recipient.as_str(), "8");
        let child = imported.recipients.iter().find(|r| r.id.as_str() == "8").unwrap();
        assert!(child.contacts.iter().all(|c| c.consent == consent));
        assert!(imported.people.iter().any(followthrough_import::Person::is_minor_alone));
    }
    // A parent need not be a patient to speak for a child.
    let imported = import(with("patient.csv", PATIENT.replace("7,Moss,Ada,,0,", "7,Moss,Ada,,1,")));
    assert_eq!(imported.recipients[0].status, PersonStatus::Active);
    assert_eq!(plan(&imported, "tp-7").plan.patient.status, PersonStatus::Inactive);
    assert!(plan(&imported, "tp-7").flags.contains(&Flag::PatientInactive));

    let imported = import(with("patient.csv", PATIENT.replace("(404) 555-0177", "(123) 555-0177")));
    assert!(
        imported.recipients[0]
            .contacts
            .iter()
            .all(|c| c.kind == ContactKind::Email)
    );
    assert_eq!(
        (imported.totals.phones_invalid, imported.people[0].mobile),
        (1, Mobile::Invalid)
    );
    assert!(plan(&imported, "tp-7").flags.contains(&Flag::NoPhone));

    let denied = &import(small()).recipients[1];
    assert_eq!(denied.contacts[1].kind, ContactKind::Landline);
    let stop = PATIENT
        .replacen("Language\n", "PreferContactMethod\n", 1)
        .replace(",spa\n", ",1\n");
    let imported = import(with("patient.csv", stop));
    assert!(matches!(
        imported.recipients[0].contacts[0].consent,
        Consent::Denied { .. }
    ));
    assert!(
        plan(&imported, "tp-8").flags.contains(&Flag::DoNotCall),
        "the mother's word counts for her child"
    );
}

#[test]
fn too_many_procedures_for_one_plan() {
    let rows: String = (200..265)
        .map(|n| format!("{n},9,0,1,2026-01-02,10,,1,1,0,2026-01-02\n"))
        .collect();
    let imported = import(log(&rows));
    assert_eq!(
        (told(&imported)[0].4, told(&imported)[0].5),
        (Reason::TooManyProcedures, Code::ImportTooMany)
    );
    assert_eq!(value(&imported, "tp-7"), "1345.50");
}

#[test]
fn files_by_any_folder_case_and_order() {
    let plain = import(small());
    let mut files: Vec<_> = small()
        .into_iter()
        .map(|(name, bytes)| (format!("Export\\{}", name.to_uppercase()), bytes))
        .collect();
    files.reverse();
    files.push(("Export\\README.txt".into(), b"hello".to_vec()));
    files.push(("Export\\recall.csv".into(), b"RecallNum\n".to_vec()));
    let other = import(files);
    assert_eq!(other.to_json()["plans"], plain.to_json()["plans"]);
    assert_eq!(
        other.notes.iter().filter(|n| n.message.ends_with("not read")).count(),
        2
    );
    assert_eq!(plain.totals.columns_ignored, 0);
}

#[test]
fn the_json_that_others_read() {
    let json = import(small()).to_json();
    let keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "appointments",
            "as_of",
            "at",
            "endings",
            "notes",
            "plans",
            "recipients",
            "rejected",
            "settled",
            "skipped",
            "system",
            "totals"
        ]
    );
    let plan = &json["plans"][0];
    assert_eq!(
        (&plan["standing"], &plan["pending_value"], &plan["category"]),
        (&"partial".into(), &"1345.50".into(), &"crown".into())
    );
    assert_eq!(plan["presented_at"], "2025-11-20");
    assert_eq!(json["appointments"][0]["recipient"], "7");
    // What it writes the engine reads.
    let _: followthrough::Plan = serde_json::from_value(plan.clone()).unwrap();
    let mut bad = import(log("107,7,0,1,2026-01-02,9O,,1,1,0,2026-01-02\n")).to_json();
    let expected = serde_json::json!({"file": "procedurelog.csv", "record": 7, "line": 8, "patient": "7", "column": "ProcFee",
        "reason": "bad_money", "code": "FT-I007", "message": "\"9O\" is not an amount", "value": "9O"});
    let told = bad["rejected"][0].as_object_mut().unwrap();
    assert_eq!(told.remove("identity").unwrap().as_str().unwrap().len(), 16);
    assert_eq!(bad["rejected"][0], expected);
}
