//! What holds for any bytes.
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

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::{options, small};
use followthrough_import::{Imported, Importer, Mapping, Options, Survey, System, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn in_pieces(files: &[(String, Vec<u8>)], sizes: &[usize]) -> Result<Imported, followthrough::Error> {
    let mut importer = Importer::new(System::OpenDental, &options())?;
    let mut sizes = sizes.iter().cycle();
    for (name, bytes) in files {
        let mut rest = bytes.as_slice();
        loop {
            let (piece, behind) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
            importer.push(name, piece)?;
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
    }
    importer.finish()
}

/// Lines of a file that the spoiled copy still has, as the numbers in their first column.
fn untouched(before: &[u8], after: &[u8]) -> BTreeSet<String> {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> { bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect() };
    let after: BTreeSet<Vec<u8>> = lines(after).into_iter().collect();
    let first = |line: &Vec<u8>| String::from_utf8_lossy(line.split(|b| *b == b',').next().unwrap()).into_owned();
    lines(before)
        .iter()
        .skip(1)
        .filter(|line| !line.is_empty() && after.contains(*line))
        .map(first)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any bytes overwritten, removed or put in, anywhere: no panic, every record accounted for, and pieces of any
    /// size say what the whole says.
    #[test]
    fn spoiled_bytes_never_panic(
        file in 0..5_usize,
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
        sizes in prop::collection::vec(1..40_usize, 1..5),
    ) {
        let mut files = small();
        for (at, byte, how) in &spoils {
            let bytes = &mut files[file].1;
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = *byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, *byte),
            }
        }
        let whole = read(System::OpenDental, files.clone(), &options());
        let pieces = in_pieces(&files, &sizes);
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => {
                prop_assert_eq!(whole.to_json(), pieces.to_json());
                let totals = &whole.totals;
                prop_assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
            }
            (Err(whole), Err(pieces)) => prop_assert_eq!(whole, pieces),
            (whole, pieces) => prop_assert!(false, "{:?} / {:?}", whole.is_ok(), pieces.is_ok()),
        }
    }

    /// One byte of a procedure wrong: every other procedure is there, unless that byte was the quote or line break
    /// that separates it from the next.
    #[test]
    fn a_spoiled_procedure_costs_no_other(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut files = small();
        let log = files.iter().position(|(name, _)| name == "procedurelog.csv").unwrap();
        let before = files[log].1.clone();
        let header = before.iter().position(|b| *b == b'\n').unwrap() + 1;
        let at = header + at.index(before.len() - header);
        files[log].1[at] = byte;
        let kept = untouched(&before, &files[log].1);
        let imported = read(System::OpenDental, files, &options()).unwrap();
        let mut there: BTreeSet<String> = imported.completed.iter().map(|c| c.procedure.to_string()).collect();
        there.extend(imported.plans.iter().flat_map(|r| &r.plan.procedures).map(|p| p.id.to_string()));
        let told: BTreeSet<u32> = imported.rejected.iter().chain(&imported.skipped).map(|r| r.line).collect();
        for id in kept {
            // A spoiled row may take another's id; then the later of the two is told of.
            prop_assert!(there.contains(&id) || !told.is_empty(), "{id} lost");
        }
        prop_assert!(imported.rejected.iter().all(|r| r.line as usize <= 1 + before.iter().filter(|b| **b == b'\n').count() + 1));
    }
}

/// An export of some shape, with the options that read it.
type Export = (System, &'static str, Vec<u8>, Options);

/// One of them; their mappings are read once.
fn mapped(which: usize) -> Export {
    static ALL: LazyLock<Vec<Export>> = LazyLock::new(exports);
    ALL[which].clone()
}

fn exports() -> Vec<Export> {
    let options = |mapping: &str| {
        let mut options = Options::default();
        for (name, value) in [
            ("presented", "charted"),
            ("time_zone", "none"),
            ("as_of", "2026-01-30"),
            ("list_records", "true"),
        ] {
            options.set(name, value).unwrap();
        }
        if !mapping.is_empty() {
            options.set("mapping", mapping).unwrap();
        }
        options
    };
    let manager = "\"Patient\",\"Chart\",\"Phone\",\"Birthdate\",\"TP Total\",\"TP Pat Est\",\"# TP Proc\"\r\n\
                   \"Ruiz, Ana\",\"RU1\",\"(404) 555-0177\",\"04/02/1984\",\"$1,234.50\",\"$634.50\",\"3\"\r\n\
                   \"Moss, Bo, Jr.\",\"MO2\",\"\",\"01/01/1753\",\"($45.00)\",\"$0.00\",\"1\"\r\n\
                   \"Totals\",\"\",\"\",\"\",\"$1,189.50\",\"\",\"4\"\r\n";
    let log = "PROC_LOGID,PROC_LOGDB,PATID,PATDB,PLDATE,ADACODE,CHART_STATUS,AMOUNT\n\
               1,1,5,1,2025-11-20 00:00:00.000,D2740,105,125000\n2,1,5,1,2025-11-20,D2740,102,1000\n3,1,6,1,,D1110,90,-5\n";
    let finder = "PatNum\tLName\tFName\tcontactMethod\ttreatmentPlan\tcarrierName\r\n\
                  7\tRuiz\tAna\tCell:(404)555-0177\t1,234.50\tDelta\t\r\n7\tRuiz\tAna\tCell:(404)555-0177\t1,234.50\tCigna\t\r\n\
                  8\tMoss\tBo\tDoNotCall\t95.00\t\t\r\n";
    let jane = "Patient Number,First Name,Mobile Phone,Treatment,Quoted On,Price,Appointment State,Notes\n\
                1,Ana,+1 604-555-0142,\"Laser, 6\",2025-11-01,\"$1,800.00\",,\"a\nb \"\"c\"\"\"\n2,Bo,,Peel,,20,booked,\n";
    let utf16 = jane.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let confirmed = "mapping: 1\nextends: jane\ncolumns: confirmed\ncurrency: CAD\n";
    let planned =
        "mapping: 1\nextends: dentrix.proc_log\nplans: per_date\nprocedure: {status: {map: {105: planned}}}\n";
    let nexhealth = r#"{"code":true,"error":null,"data":[{"id":1,"name":"Crown","patient_id":7,"status":"proposed","procedures":[
        {"id":11,"code":"D2740","status":"planned","fee":{"amount":"1250.00","currency":"USD"},"body_site":{"tooth":["14"]}},
        {"id":12,"code":"D2950","status":"completed","fee":null}]},{"id":2,"name":null,"patient_id":8,"status":null,"procedures":[]}]}"#;
    let ascend = "{\"statusCode\":200,\"data\":[\n{\"id\":\"1\",\"amount\":12.5,\"status\":\"TREATMENT_PLAN\",\"state\":\"ACTIVE\",\
                  \"treatmentPlannedDate\":\"2025-11-20\",\"patient\":{\"id\":\"601\"}},\n{\"id\":\"2\",\"amount\":null,\
                  \"status\":\"EXISTING\",\"state\":\"CANCELLED\",\"treatmentPlannedDate\":null,\"patient\":{\"id\":\"602\"}}]}";
    let bundle = r#"{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p1",
        "name":[{"family":"Obi","given":["Amara"]}],"birthDate":"2015","telecom":[{"system":"phone","use":"mobile","value":"+12135550191"}]}},
        {"resource":{"resourceType":"CarePlan","id":"c","status":"active","created":"2025-11","subject":{"reference":"urn:uuid:1"},
        "activity":[{"reference":{"reference":"ServiceRequest/s"}}]}},{"resource":{"resourceType":"ServiceRequest","id":"s",
        "status":"active","intent":"plan","code":{"coding":[{"system":"http://www.ada.org/cdt","code":"D2740"}]}}},
        {"resource":{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/p1"}}}]}"#;
    let wide = nexhealth.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let per_patient = "mapping: 1\nextends: dentrix\nshapes: {ascend_procedures: {plans: per_patient}}\n";
    vec![
        (System::Dentrix, "manager.csv", manager.into(), options("")),
        (System::Dentrix, "log.csv", log.into(), options(planned)),
        (System::OpenDental, "finder.txt", finder.into(), options("")),
        (System::Jane, "jane.csv", jane.into(), options(confirmed)),
        (System::Jane, "jane.csv", utf16, options(confirmed)),
        (System::NexHealth, "plans.json", nexhealth.into(), options("")),
        (System::NexHealth, "plans.json", wide, options("")),
        (System::Dentrix, "ascend.json", ascend.into(), options(per_patient)),
        (
            System::Fhir,
            "bundle.json",
            bundle.into(),
            options("mapping: 1\nextends: fhir\nfees: {D2740: 1250}\n"),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// The same for what is read by a mapping, and a look at the file before it.
    #[test]
    fn spoiled_exports_by_mapping(
        which in 0..9_usize,
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..6),
        size in 1..40_usize,
    ) {
        let (system, name, mut bytes, options) = mapped(which);
        for (at, byte, how) in &spoils {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = *byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, *byte),
            }
        }
        let whole = read(system, [(name, &bytes)], &options);
        let pieces = Importer::new(system, &options).and_then(|mut importer| {
            bytes.chunks(size).try_for_each(|piece| importer.push(name, piece))?;
            importer.finish()
        });
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => {
                prop_assert_eq!(whole.to_json(), pieces.to_json());
                let totals = &whole.totals;
                prop_assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
                let listed = whole.records.as_ref().map_or(0, Vec::len);
                // A bundle whose plans are all spoiled is a list of people.
                let people_alone = system == System::Fhir && listed == 0;
                let other = system == System::OpenDental || people_alone;
                prop_assert!(u64::try_from(listed).unwrap() == totals.accepted || other);
                prop_assert!(followthrough_import::changes(&whole, &pieces).unwrap().events.is_empty());
            }
            (Err(whole), Err(pieces)) => prop_assert_eq!(whole, pieces),
            (whole, pieces) => prop_assert!(false, "{:?} / {:?}", whole.is_ok(), pieces.is_ok()),
        }
        let mut survey = Survey::new(system, &options);
        bytes.chunks(size).for_each(|piece| survey.push(name, piece));
        if let Ok(seen) = survey.finish() {
            let _ = (seen.questions(&options), seen.proposal(), seen.shapes(&options));
        }
    }

    /// A mapping file of any text is one, or is told what is wrong with it.
    #[test]
    fn spoiled_mappings(
        which in 0..7_usize,
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0..3_u8), 1..8),
    ) {
        let system = System::ALL[which];
        let mut text: Vec<char> = Mapping::preset_text(system).unwrap().chars().collect();
        for (at, c, how) in &spoils {
            let at = at.index(text.len());
            match how {
                0 => text[at] = *c,
                1 => { text.remove(at); }
                _ => text.insert(at, *c),
            }
        }
        if let Err(errors) = Mapping::from_yaml(&text.into_iter().collect::<String>()) {
            prop_assert!(errors.iter().all(|error| error.code() == followthrough::Code::ImportMapping));
            prop_assert!(errors.iter().count() > 0);
        }
    }
}

/// Anything that JSON can say, in the words of the systems.
fn json_of_the_systems() -> impl Strategy<Value = Value> {
    let words = [
        "",
        "planned",
        "proposed",
        "active",
        "ACTIVE",
        "TREATMENT_PLAN",
        "1250.00",
        "2025-11-20",
        "2025-11",
        "USD",
        "CarePlan",
        "ServiceRequest",
        "Patient",
        "RelatedPerson",
        "Bundle",
        "p1",
        "Patient/p1",
        "ServiceRequest/s",
        "#s",
        "urn:uuid:1",
        "http://www.ada.org/cdt",
        "D2740",
        "phone",
        "mobile",
        "+12135550191",
        "order",
        "GUARD",
        "true",
    ];
    let keys = [
        "id",
        "patient_id",
        "status",
        "state",
        "procedures",
        "fee",
        "amount",
        "currency",
        "patient",
        "data",
        "entry",
        "resource",
        "resourceType",
        "subject",
        "reference",
        "activity",
        "code",
        "coding",
        "system",
        "telecom",
        "use",
        "value",
        "contained",
        "fullUrl",
        "birthDate",
        "relationship",
        "error",
        "statusCode",
        "created",
        "intent",
        "firstName",
        "lastName",
        "dateOfBirth",
        "phones",
        "link",
        "page_info",
        "treatmentPlannedDate",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1000..1_000_000_i32).prop_map(|n| Value::from(f64::from(n) / 100.0)),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 96, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(keys.to_vec()), inner), 0..10).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever JSON says, as records, in an envelope or by itself: no panic, and every record is somewhere.
    #[test]
    fn any_json(values in prop::collection::vec(json_of_the_systems(), 0..6), form in 0..4_u8, which in 5..9_usize) {
        let (system, name, _, options) = mapped(which);
        let records: Vec<Value> = values.iter().map(|value| json!({"resource": value})).collect();
        let text = match form {
            0 => json!(values).to_string(),
            1 => json!({"data": values, "entry": records}).to_string(),
            2 => json!({"resourceType": "Bundle", "entry": records}).to_string(),
            _ => values.iter().map(|value| format!("{value}\n")).collect(),
        };
        if let Ok(imported) = read(system, [(name, text.as_bytes())], &options) {
            let totals = &imported.totals;
            prop_assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
            prop_assert_eq!(totals.rejected, u64::try_from(imported.rejected.len()).unwrap());
            prop_assert_eq!(totals.skipped, u64::try_from(imported.skipped.len()).unwrap());
        }
        let mut survey = Survey::new(system, &options);
        survey.push(name, text.as_bytes());
        if let Ok(seen) = survey.finish() {
            let _ = (seen.questions(&options), seen.proposal(), seen.laid_over(&options, &[]));
        }
    }
}
