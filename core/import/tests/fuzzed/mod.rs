//! What must hold of any file that comes from outside. The fuzzers of `fuzz/` look for one of which it does not; those
//! that they found worth keeping are tried again by the tests.

use std::collections::BTreeSet;

use followthrough::{Code, Event};
use followthrough_import::{
    Imported, Importer, Mapping, Options, SelectionRules, Survey, System, changes, mapping_with_answers, read,
};

#[path = "../common/workbook.rs"]
#[allow(dead_code, unused_imports, reason = "whole books are for other tests")]
mod workbook;

/// Between the files of an export, and between the parts of a book.
const NEXT: u8 = 0x1e;

/// Mappings of a practice's own, one for each grain.
const MAPPINGS: [&str; 5] = [
    "mapping: 1
grain: plan
presented: status
currency: USD
money: {symbols: [\"$\"], thousands: \",\", negative: [minus, parentheses]}
dates: {formats: [M/D/YYYY, yyyy-MM-dd], \"null\": [0/0/0000]}
patient: {id: pid, name: name?, mobile: cell?, birth_date: born?, guarantor: payer?, email: mail?}
plan: {id: quote, value: total, presented_on: shown?, description: what?, status: {column: state, map: {open: open, won: accepted}}}
consent: {text: {column: sms?, yes: [y], no: [n]}}
skip: [{when: {quote: [total, totals]}, reason: totals_row}]
",
    "mapping: 1
file: {delimiter: tab, quotes: none, trailing_field: true, encoding: windows-1252}
grain: patient
presented: charted
money: {thousands: \".\", decimal: \",\"}
patient: {id: {columns: pid, kind: integer}, contact_method: {column: how?, prefixes: {\"Cell:\": mobile}, words: {No: do_not_call}}}
plan: {value: total}
duplicates: {other_carrier: [carrier]}
",
    "mapping: 1
grain: procedure
presented: dated
plans: per_date
id_prefix: \"a-\"
money: {unit: cents}
patient: {id: pid|db?}
procedure: {id: proc, value: {column: fee, required: pending}, planned_on: day?, appointment: visit?, status: {column: state, match: trim_ignore_case, map: {p: planned, s: scheduled, c: completed, l: ledger}}}
",
    "mapping: 1
shapes:
  people: {grain: person, file: {skip_lines: 1, delimiter: semicolon}, patient: {id: pid, first_name: first?, state: st?, language: lang?}}
",
    "mapping: 1
time_zone: America/New_York
dates: {formats: [M/D/YYYY h:mm tt, \"yyyy-MM-dd HH:mm\", yyyy-MM-dd]}
grain: visit
patient: {id: pid}
visit: {id: visit, starts: day, time: at?, procedure: \"proc\", kind: {column: kind?, hygiene: [prophy]}, status: {column: state, map: {b: scheduled, x: broken, a: completed}}}
",
];

fn options(mapping: Option<&str>) -> Option<Options> {
    let mut options = Options::default();
    let answers = [
        ("presented", "charted"),
        ("time_zone", "America/New_York"),
        ("as_of", "2026-01-30"),
        ("list_records", "true"),
    ];
    for (name, value) in answers.into_iter().chain(mapping.map(|mapping| ("mapping", mapping))) {
        options.set(name, value).ok()?;
    }
    Some(options)
}

/// Pieces of any size say what the whole says, every record is somewhere, and the engine reads what follows.
fn holds(system: System, files: &[(&str, Vec<u8>)], options: &Options, size: usize) {
    let whole = read(system, files.iter().map(|(name, bytes)| (name, bytes)), options);
    let pieces = Importer::new(system, options).and_then(|mut importer| {
        for (name, bytes) in files {
            importer.push(name, &[])?;
            bytes.chunks(size).try_for_each(|piece| importer.push(name, piece))?;
        }
        importer.finish()
    });
    match (&whole, &pieces) {
        (Ok(whole), Ok(pieces)) => assert_eq!(whole.to_json(), pieces.to_json()),
        (Err(whole), Err(pieces)) => assert_eq!(whole, pieces),
        (whole, pieces) => panic!("whole: {:?}, in pieces: {:?}", whole.is_ok(), pieces.is_ok()),
    }
    if let Ok(imported) = &whole {
        adds_up(imported);
    }
    let mut survey = Survey::new(system, options);
    for (name, bytes) in files {
        bytes.chunks(size).for_each(|piece| survey.push(name, piece));
    }
    if let Ok(seen) = survey.finish() {
        let _ = (seen.questions(options), seen.shapes(options));
        if let Some(proposal) = seen.proposal() {
            // One without a column for the patient is none yet.
            let _ = Mapping::from_yaml(&proposal.mapping);
        }
    }
}

fn adds_up(imported: &Imported) {
    let totals = &imported.totals;
    assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
    let files = totals.files.iter();
    assert_eq!(totals.records, files.map(|file| file.records).sum::<u64>());
    let plans: BTreeSet<&str> = imported.plans.iter().map(|record| record.plan.id.as_str()).collect();
    assert_eq!(plans.len(), imported.plans.len(), "an id stands for one plan");
    let contacted: BTreeSet<&str> = imported
        .recipients
        .iter()
        .map(|recipient| recipient.id.as_str())
        .collect();
    assert!(
        imported
            .plans
            .iter()
            .all(|record| contacted.contains(record.recipient.as_str()))
    );
    assert!(
        imported
            .appointments
            .iter()
            .all(|(who, _)| contacted.contains(who.as_str()))
    );
    let _ = imported.selection(SelectionRules::default());
    assert!(
        changes(imported, imported).unwrap().events.is_empty(),
        "the same export changes nothing"
    );
    for (_, event) in changes(&Imported::empty(imported.as_of), imported).unwrap().events {
        assert_eq!(Event::from_json(&event.to_json()).as_ref(), Ok(&event));
    }
}

/// How the bytes begin: which of several choices is meant, and in pieces of which size.
fn choices(bytes: &[u8]) -> Option<(usize, usize, &[u8])> {
    let [which, size, rest @ ..] = bytes else { return None };
    Some((usize::from(*which), usize::from(*size) + 1, rest))
}

/// Delimited text under a mapping, in any encoding.
pub(crate) fn delimited(bytes: &[u8]) {
    let Some((which, size, rest)) = choices(bytes) else {
        return;
    };
    let mapping = MAPPINGS[which % MAPPINGS.len()];
    let text = String::from_utf8_lossy(rest);
    let file = match which / MAPPINGS.len() % 4 {
        0 | 1 => rest.to_vec(),
        2 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => [0xfe, 0xff]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect(),
    };
    holds(
        System::Csv,
        &[("export.csv", file)],
        &options(Some(mapping)).unwrap(),
        size,
    );
}

/// A mapping document, and what a table becomes under it.
pub(crate) fn mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mapping = match Mapping::from_yaml(text) {
        Ok(mapping) => mapping,
        Err(errors) => {
            assert!(errors.iter().count() > 0);
            assert!(errors.iter().all(|error| error.code() == Code::ImportMapping));
            return;
        }
    };
    let answers = [("columns".to_owned(), "confirmed".to_owned())];
    let answered = mapping_with_answers(mapping.system(), Some(text), None, &answers).expect("a mapping is a map");
    if let Some(options) = options(Some(&answered)) {
        let table =
            b"pid,quote,total,day,state,name\n7,q1,1.00,2026-01-05,open,Ruiz\n7,q2,2,1/5/2026,x,\n,,,,,\n".to_vec();
        holds(mapping.system(), &[("export.csv", table)], &options, 7);
    }
}

/// Tables of Open Dental's.
pub(crate) fn tables(bytes: &[u8]) {
    const NAMES: [&str; 10] = [
        "patient.csv",
        "procedurelog.csv",
        "procedurecode.csv",
        "appointment.csv",
        "provider.csv",
        "treatplan.csv",
        "treatplanattach.csv",
        "proctp.csv",
        "claimproc.csv",
        "commlog.csv",
    ];
    let Some((which, size, rest)) = choices(bytes) else {
        return;
    };
    let files: Vec<(&str, Vec<u8>)> = NAMES
        .into_iter()
        .zip(rest.split(|byte| *byte == NEXT))
        .filter(|(_, bytes)| !bytes.is_empty())
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect();
    let mut options = options(None).unwrap();
    if which % 2 == 1 {
        options.set("presented", "saved_plan").unwrap();
    }
    holds(System::OpenDental, &files, &options, size);
}

/// A workbook: the bytes of its archive, or the XML of its parts.
pub(crate) fn books(bytes: &[u8]) {
    let Some((which, size, rest)) = choices(bytes) else {
        return;
    };
    let mapping = options(Some(MAPPINGS[which % MAPPINGS.len()])).unwrap();
    let file = if which >= 128 {
        rest.to_vec()
    } else {
        let mut book = workbook::Workbook::default();
        (0..3).for_each(|sheet| book.sheet(&format!("s{sheet}"), &[]));
        let mut parts = book.parts();
        let order = [
            "sheet1.xml",
            "sharedStrings.xml",
            "styles.xml",
            "sheet2.xml",
            "xl/workbook.xml",
            "workbook.xml.rels",
        ];
        for (name, xml) in order
            .iter()
            .zip(rest.split(|byte| *byte == NEXT))
            .filter(|(_, xml)| !xml.is_empty())
        {
            if let Some((_, part)) = parts.iter_mut().find(|(part, _)| part.ends_with(name)) {
                *part = xml.to_vec();
            }
        }
        workbook::archive(&parts)
    };
    holds(System::Csv, &[("export.xlsx", file)], &mapping, size);
}

/// Any bytes as the export of any system, JSON among them.
pub(crate) fn exports(bytes: &[u8]) {
    let Some((which, size, rest)) = choices(bytes) else {
        return;
    };
    const NAMES: [&str; 6] = [
        "export.csv",
        "export.json",
        "export.txt",
        "patients.json",
        "treatplans.json",
        "appointments.json",
    ];
    let system = System::ALL[which % System::ALL.len()];
    let first = which / System::ALL.len();
    let names = (0..NAMES.len()).map(|at| NAMES[(first + at) % NAMES.len()]);
    let files: Vec<(&str, Vec<u8>)> = names
        .zip(rest.split(|byte| *byte == NEXT))
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect();
    let confirmed = format!("mapping: 1\nextends: {system}\ncolumns: confirmed\ncurrency: USD\nplans: per_patient\n");
    let own = if Mapping::preset(system).is_some() {
        confirmed
    } else {
        MAPPINGS[first % MAPPINGS.len()].to_owned()
    };
    if let Some(options) = options(Some(&own)).or_else(|| options(None)) {
        holds(system, &files, &options, size);
    }
}
