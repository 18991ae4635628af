//! Workbooks: the same table as in delimited text is the same import, and what a workbook alone can have.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use common::samples::{SAMPLES, Sample};
use common::shared;
use common::workbook::{DAY, DAY_AND_TIME, DOLLARS, EUROS, FIVE_DIGITS, Put, TIME, Workbook, number, text};
use followthrough::Error;
use followthrough_import::{Imported, Importer, Options, Reason, System, mapping_with_answers, questions, read};
use proptest::prelude::*;
use serde_json::Value;

const MAPPING: &str = "mapping: 1
columns: confirmed
grain: plan
presented: status
currency: USD
dates: {formats: [M/D/YYYY]}
money: {symbols: [\"$\"], thousands: \",\"}
patient: {id: Client, name: Name?, mobile: Cell?}
plan:
  id: Quote
  value: {column: Total, required: never}
  presented_on: Shown
  status: {column: Stage, map: {open: open, won: accepted}}
consent: {text: {column: SMS?, yes: [\"true\"], no: [\"false\"]}}
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

fn import(book: &Workbook) -> Result<Imported, Error> {
    read(System::Csv, [("plans.xlsx", book.bytes())], &options(MAPPING))
}

fn header() -> Vec<Put> {
    ["Quote", "Client", "Name", "Cell", "Total", "Shown", "Stage", "SMS"]
        .map(text)
        .to_vec()
}

/// A row of a plan with one cell as it is wanted.
fn row(id: usize, column: &str, put: Put) -> Vec<Put> {
    let mut row = vec![
        text(&format!("q{id}")),
        number("1001"),
        text("Ruiz, Ana"),
        number("4045550177"),
        number("1234.5"),
        Put::Number("46027".into(), DAY),
        Put::Shared("open".into()),
        Put::Raw("t=\"b\"><v>1</v>".into()),
    ];
    let names = ["Quote", "Client", "Name", "Cell", "Total", "Shown", "Stage", "SMS"];
    row[names.iter().position(|name| *name == column).unwrap()] = put;
    row
}

/// What one cell comes to: the JSON of the plan, or why its row is refused.
fn one(column: &str, put: Put) -> Result<Value, (Reason, String)> {
    let imported = import(&Workbook::of(&[header(), row(1, column, put)])).unwrap();
    match imported.rejected.first() {
        Some(refused) => {
            assert_eq!(refused.column.as_deref(), Some(column));
            Err((refused.reason, refused.message.clone()))
        }
        None => Ok(imported.to_json()),
    }
}

#[test]
fn numbers_days_flags_and_texts() {
    let json = one("Quote", text("q1")).unwrap();
    let plan = &json["plans"][0];
    assert_eq!(
        (&plan["patient"]["id"], &plan["pending_value"]),
        (&Value::from("1001"), &Value::from("1234.50"))
    );
    assert_eq!(plan["presented_at"], "2026-01-05");
    assert_eq!(json["recipients"][0]["contacts"][0]["value"], "+14045550177");
    assert_eq!(json["recipients"][0]["contacts"][0]["consent"]["type"], "granted");
    let value = |put: Put| one("Total", put).map(|json| json["plans"][0]["pending_value"].clone());
    for (put, wanted) in [
        (Put::Number("1200".into(), DOLLARS), "1200.00"),
        (number("0.30000000000000004"), "0.30"),
        (number("1.2E3"), "1200.00"),
        (text("$1,234.50"), "1234.50"),
        (Put::Raw("t=\"str\"><f>A1</f><v>12.5</v>".into()), "12.50"),
        (Put::Raw("><f>1+1</f><v>2</v>".into()), "2.00"),
        (
            Put::Raw("t=\"inlineStr\"><is><r><t>1</t></r><r><rPr/><t>5</t></r><rPh><t>x</t></rPh></is>".into()),
            "15.00",
        ),
    ] {
        assert_eq!(value(put.clone()).unwrap(), wanted, "{put:?}");
    }
    for (put, reason) in [
        (number("33.333333333333336"), Reason::BadMoney),
        (number("-5"), Reason::NegativeMoney),
        (Put::Number("200".into(), EUROS), Reason::CurrencyMismatch),
        (Put::Raw("t=\"e\"><v>#N/A</v>".into()), Reason::WrongType),
        (Put::Raw("t=\"e\"><v>(404) 555-0177</v>".into()), Reason::WrongType),
        (Put::Raw("><f>A1*B1</f>".into()), Reason::WrongType),
        (Put::Raw("><f>A1*B1</f><v/>".into()), Reason::WrongType),
        (Put::Raw("><f>A1*B1</f><v></v>".into()), Reason::WrongType),
        (number("1.2345678901234568E+17"), Reason::WrongType),
        (Put::Raw("t=\"s\"><v>99</v>".into()), Reason::WrongType),
        (text("a\u{0}b").clone(), Reason::BadMoney),
    ] {
        let put = if let Put::Text(_) = &put { text("two") } else { put };
        let (told, message) = value(put.clone()).unwrap_err();
        assert!(told == reason && !message.contains("555"), "{put:?}: {told} {message}");
    }
    let no_text = Put::Raw("t=\"str\"><f>A1</f><v></v>".into());
    assert_eq!(value(no_text).unwrap(), Value::Null, "computed, and nothing");
    let day = |put: Put| one("Shown", put).map(|json| json["plans"][0]["presented_at"].clone());
    for (put, wanted) in [
        (text("1/5/2026"), "2026-01-05"),
        (Put::Number("46027.395833333336".into(), DAY_AND_TIME), "2026-01-05"),
        (Put::Number("46027.395833333336".into(), DAY), "2026-01-05"),
        (Put::Raw("t=\"d\"><v>2026-01-05T09:30:00Z</v>".into()), "2026-01-05"),
    ] {
        assert_eq!(day(put.clone()).unwrap(), wanted, "{put:?}");
    }
    for put in [
        text("2026-13-05"),
        number("46027"),
        Put::Number("60".into(), DAY),
        Put::Number("0".into(), DAY),
    ] {
        assert_eq!(day(put.clone()).unwrap_err().0, Reason::BadDate, "{put:?}");
    }
    let id = one("Client", Put::Number("123".into(), FIVE_DIGITS)).unwrap();
    assert_eq!(id["plans"][0]["patient"]["id"], "00123");
    assert!(one("Client", number("9007199254740993")).is_ok());
    // Two lines in a cell, and a sign that XML cannot hold.
    let name = one("Name", text("Ruiz_x000D_,\n Ana")).unwrap();
    assert_eq!(name["plans"][0]["patient"]["first_name"], "Ana");
}

#[test]
fn days_of_old_macs() {
    let mut book = Workbook::of(&[header(), row(1, "Shown", Put::Number("44565".into(), DAY))]);
    book.since_1904 = true;
    assert_eq!(
        import(&book).unwrap().to_json()["plans"][0]["presented_at"],
        "2026-01-05"
    );
}

#[test]
fn titles_empty_rows_totals_and_cells_beside() {
    let mut rows = vec![vec![text("Open quotes"), Put::Empty, text("January")], vec![], header()];
    rows.push(row(1, "Quote", text("q1")));
    rows.push(vec![]);
    let mut wide = row(2, "Quote", text("q2"));
    wide.extend([Put::Empty, text("a note beside it")]);
    rows.push(wide);
    rows.push(vec![text(" ")]);
    let mut book = Workbook::default();
    book.sheet("Notes", &[vec![text("Call"), text("back")]]);
    book.sheet("Quotes", &rows);
    book.behind = "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B4:B6\"/></mergeCells>".into();
    let imported = import(&book).unwrap();
    let places: Vec<_> = imported
        .records
        .as_ref()
        .unwrap()
        .iter()
        .map(|r| (r.record, r.line))
        .collect();
    assert_eq!(places, [(1, 4), (2, 6)]);
    assert_eq!((imported.totals.records, imported.totals.rejected), (2, 0));
    let notes: Vec<&str> = imported.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        [
            "1 cells are merged over several rows: what they hold counts for the first of them",
            "1 rows have something right of the header: not read",
            "its header is in row 3: rows 1 to 2 are skipped",
            "of its 2 sheets number 2 is read",
        ]
    );
}

#[test]
fn of_several_sheets_one_must_be_meant() {
    let mut book = Workbook::of(&[header(), row(1, "Quote", text("q1"))]);
    book.sheet("February", &[header(), row(2, "Quote", text("q2"))]);
    let error = import(&book).unwrap_err();
    assert_eq!(error.code().as_str(), "FT-I015");
    assert!(error.message().contains("sheets 1 and 2"), "{error}");
    let named = format!("{MAPPING}file: {{sheet: february}}\n");
    let imported = read(System::Csv, [("plans.xlsx", book.bytes())], &options(&named)).unwrap();
    assert_eq!(imported.plans[0].plan.id.as_str(), "q2");
    let other = read(
        System::Csv,
        [("plans.xlsx", book.bytes())],
        &options(&named.replace("february", "May")),
    )
    .unwrap_err();
    assert_eq!(other.code().as_str(), "FT-I002");
    // A column that is missing is named.
    let error = import(&Workbook::of(&[vec![
        text("Quote"),
        text("Client"),
        text("Totl"),
        text("Shown"),
    ]]))
    .unwrap_err();
    assert!(error.message().contains("\"Total\" (there is \"Totl\")"), "{error}");
}

#[test]
fn questions_and_a_proposal_for_a_workbook() {
    let rows = [
        vec![text("Quotes of 2026")],
        ["Quote No", "Client No", "Cell", "Total", "Date Presented", "Stage"]
            .map(text)
            .to_vec(),
        vec![
            text("Q1"),
            text("C7"),
            number("4045550177"),
            Put::Number("1480".into(), DOLLARS),
            Put::Number("46027".into(), DAY),
            text("Presented"),
        ],
        vec![
            text("Q2"),
            text("C8"),
            number("4045550178"),
            Put::Number("99.5".into(), DOLLARS),
            Put::Number("46028".into(), DAY),
            text("Won"),
        ],
        vec![
            text("Q3"),
            text("C9"),
            Put::Empty,
            Put::Raw("t=\"e\"><v>#REF!</v>".into()),
            Put::Number("46028".into(), DAY),
            text("Won"),
        ],
    ];
    let bytes = Workbook::of(&rows).bytes();
    let mut survey = followthrough_import::Survey::new(System::Csv, &Options::default());
    bytes.chunks(7).for_each(|piece| survey.push("quotes.xlsx", piece));
    let seen = survey.finish().unwrap();
    let proposal = seen.proposal().unwrap();
    assert!(
        proposal.mapping.contains("presented_on: \"Date Presented?\""),
        "{}",
        proposal.mapping
    );
    assert!(!proposal.mapping.contains("delimiter"), "{}", proposal.mapping);
    let answers = [
        ("columns", "confirmed"),
        ("presented", "charted"),
        ("currency", "USD"),
        ("plan.status.map.Won", "accepted"),
    ];
    let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let mapping = mapping_with_answers(System::Csv, Some(&proposal.mapping), None, &answers).unwrap();
    let options = options(&mapping);
    let asked = questions(System::Csv, [("quotes.xlsx", &bytes)], &options).unwrap();
    assert!(asked.iter().all(|question| !question.required), "{asked:?}");
    let imported = read(System::Csv, [("quotes.xlsx", &bytes)], &options).unwrap();
    assert_eq!((imported.totals.accepted, imported.totals.rejected), (2, 1));
    assert_eq!(imported.totals.pending_value.to_string(), "1480.00");
    assert_eq!(
        imported.plans[0]
            .plan
            .presented_at
            .map(|at| format!("{at:?}").contains("2026-01-05")),
        Some(true)
    );
}

#[test]
fn a_workbook_beside_the_tables_is_noted() {
    let mut files = common::small();
    files.push(("notes.xlsx".into(), Workbook::of(&[vec![text("a"), text("b")]]).bytes()));
    files.push(("broken.xlsx".into(), b"PK\x03\x04 and no more".to_vec()));
    let imported = common::import(files);
    let noted = imported.notes.iter().filter(|note| note.message.ends_with("not read"));
    assert_eq!(noted.count(), 2, "{:?}", imported.notes);
}

/// Rows of cells of a sample.
fn parse(sample: &Sample, bytes: &[u8]) -> Vec<Vec<String>> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8(plain.to_vec()).unwrap_or_else(|_| plain.iter().map(|b| char::from(*b)).collect());
    if sample.file.ends_with(".txt") {
        let rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect());
        return rows.collect();
    }
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

/// A text as a program would keep it: a number as a number where that shows the same, a day as a day.
fn typed(text: &str, how: u8, month_first: bool) -> Put {
    let whole = text.len() < 16
        && !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    let cents = text.split_once('.').is_some_and(|(whole, cents)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(cents) && !cents.ends_with('0') && (whole == "0" || !whole.starts_with('0'))
    });
    let days = |text: &str| -> Option<i64> {
        let iso = match text.split('/').collect::<Vec<_>>().as_slice() {
            [month, day, year] if month_first && text.len() == 10 => format!("{year}-{month}-{day}"),
            [text] if !month_first => (*text).to_owned(),
            _ => return None,
        };
        let day = followthrough::Date::parse(&iso).ok()?;
        Some(day.days_since(followthrough::Date::parse("1899-12-30").unwrap())).filter(|days| *days > 60)
    };
    match how {
        _ if text.is_empty() => Put::Empty,
        0 | 1 if whole || cents => number(text),
        0 | 1 if days(text).is_some() => Put::Number(days(text).unwrap().to_string(), DAY),
        0 | 2 => Put::Shared(text.to_owned()),
        _ => Put::Text(text.to_owned()),
    }
}

/// What an import says, but for lines and for notes about how the file is written.
fn said(imported: &Imported) -> Value {
    fn without_lines(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove("line");
                // Where no id tells it, a record is known by how it is written.
                map.remove("identity");
                map.values_mut().for_each(without_lines);
            }
            Value::Array(items) => items.iter_mut().for_each(without_lines),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut json = imported.to_json();
    without_lines(&mut json);
    json.as_object_mut().unwrap().remove("endings");
    json
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every delimited sample, as a workbook whose cells are texts, shared texts, numbers and days as it happens, read in
    /// pieces of any size.
    #[test]
    fn the_same_rows_are_the_same_import(
        which in 0..SAMPLES.len(),
        how in prop::collection::vec(0..4_u8, 1..40),
        title in 0..3_usize,
        size in 1..5000_usize,
    ) {
        let Some(folder) = shared("data/pms-samples") else { return Ok(()) };
        let sample = &SAMPLES[which];
        let bytes = std::fs::read(folder.join(sample.file)).unwrap();
        let wanted = read(sample.system(), [(sample.file, &bytes)], &sample.options()).unwrap();
        let mut how = how.iter().cycle();
        let month_first = ["dentrix_treatment_manager.csv", "dentrix_cases.csv", "aesthetic_record_plans.csv"].contains(&sample.file);
        let mut rows: Vec<Vec<Put>> = vec![vec![]; title];
        for row in parse(sample, &bytes) {
            rows.push(row.iter().map(|text| typed(text, *how.next().unwrap(), month_first)).collect());
        }
        let book = Workbook::of(&rows).bytes();
        let mut importer = Importer::new(sample.system(), &sample.options()).unwrap();
        for piece in book.chunks(size) {
            importer.push(sample.file, piece).unwrap();
        }
        let mut got = importer.finish().unwrap();
        got.notes.retain(|note| !note.message.starts_with("its header is in row"));
        let (said_of_book, said_of_text) = (said(&got), said(&wanted));
        for (key, value) in said_of_text.as_object().unwrap() {
            prop_assert_eq!(&said_of_book[key], value, "{} {}", sample.file, key);
        }
        prop_assert_eq!(followthrough_import::changes(&wanted, &got).unwrap().events, vec![]);
    }
}

#[test]
fn visits_of_a_workbook_have_their_time() {
    let mapping = "mapping: 1
columns: confirmed
time_zone: America/New_York
dates: {formats: [M/D/YYYY]}
shapes:
  quotes:
    grain: plan
    presented: charted
    patient: {id: client}
    plan: {id: quote}
  book:
    grain: visit
    patient: {id: client}
    visit: {id: visit, starts: day, time: at?, status: {column: state, map: {booked: scheduled}}}
";
    let quotes = Workbook::of(&[vec![text("quote"), text("client")], vec![text("q1"), number("7")]]);
    let row = |id: &str, day: Put, at: Put| vec![text(id), number("7"), day, at, text("booked")];
    let book = Workbook::of(&[
        ["visit", "client", "day", "at", "state"].map(text).to_vec(),
        row("a", Put::Number("46063.395833333336".into(), DAY_AND_TIME), Put::Empty),
        row(
            "b",
            Put::Number("46063".into(), DAY),
            Put::Number("0.395833333333333".into(), TIME),
        ),
        row("c", Put::Number("46063".into(), DAY), text("9:30 AM")),
        row("d", Put::Number("46063".into(), DAY), Put::Empty),
    ]);
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30")] {
        options.set(name, value).unwrap();
    }
    let files = [("quotes.xlsx", quotes.bytes()), ("book.xlsx", book.bytes())];
    let imported = read(System::Csv, files, &options).unwrap();
    let starts: Vec<_> = imported
        .appointments
        .iter()
        .map(|(_, a)| a.starts_at.map(|at| at.to_string()))
        .collect();
    let at = Some("2026-02-10T14:30:00Z".to_owned());
    assert_eq!(starts, [at.clone(), at.clone(), at, None]);
}
