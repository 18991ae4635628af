//! Tables of Open Dental as its API would say them: words for numbers, numbers as texts and the other way round, keys in
//! any order, pages that overlap and come in any order. Decided by a seed.
#![allow(dead_code, reason = "each test file uses some of it")]

/// The API writes words where the tables hold numbers.
pub(crate) const WORDS: &[(&str, &[&str])] = &[
    ("ProcStatus", &["", "TP", "C", "EC", "EO", "R", "D", "Cn", "TPi"]),
    ("TPStatus", &["Saved", "Active", "Inactive"]),
    (
        "AptStatus",
        &[
            "",
            "Scheduled",
            "Complete",
            "UnschedList",
            "ASAP",
            "Broken",
            "Planned",
            "PtNote",
            "PtNoteCompleted",
        ],
    ),
    (
        "PatStatus",
        &[
            "Patient",
            "NonPatient",
            "Inactive",
            "Archived",
            "Deleted",
            "Deceased",
            "Prospective",
        ],
    ),
    ("TxtMsgOk", &["Unknown", "Yes", "No"]),
    (
        "PreferContactMethod",
        &[
            "None",
            "DoNotCall",
            "HmPhone",
            "WkPhone",
            "WirelessPh",
            "Email",
            "SeeNotes",
            "Mail",
            "TextMessage",
        ],
    ),
    (
        "Status",
        &[
            "NotReceived",
            "Received",
            "Preauth",
            "Adjustment",
            "Supplemental",
            "CapClaim",
            "Estimate",
            "CapComplete",
            "CapEstimate",
            "InsHist",
        ],
    ),
];

const MONEY: &[&str] = &[
    "ProcFee",
    "FeeAmt",
    "Discount",
    "InsPayEst",
    "InsEstTotal",
    "InsEstTotalOverride",
    "WriteOffEst",
    "WriteOffEstOverride",
];

const RESOURCES: &[(&str, &str)] = &[
    ("patient", "patients"),
    ("appointment", "appointments"),
    ("procedurelog", "procedurelogs"),
    ("procedurecode", "procedurecodes"),
    ("provider", "providers"),
    ("claimproc", "claimprocs"),
    ("treatplan", "treatplans"),
    ("treatplanattach", "treatplanattaches"),
    ("proctp", "proctps"),
    ("commlog", "commlogs"),
];

/// How the pages are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Each page a file, named by its resource.
    Pages,
    /// The pages of a resource one after another.
    Together,
    /// A row a line, in files whose names say nothing.
    Lines,
    /// Requests with what they were answered with, all in one file.
    Requests,
    /// A list of pages.
    Lists,
    /// One object with a list for each resource.
    Keyed,
}

pub(crate) const FORMS: [Form; 6] = [
    Form::Pages,
    Form::Together,
    Form::Lines,
    Form::Requests,
    Form::Lists,
    Form::Keyed,
];

/// Numbers that follow from a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}

/// Cells of a table, the header first.
pub(crate) fn parse(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    rows
}

fn text(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

/// One value as the API would write it.
fn value(column: &str, cell: &str, dice: &mut Dice) -> String {
    if let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == column) {
        let word = cell
            .parse::<usize>()
            .ok()
            .and_then(|at| words.get(at))
            .filter(|word| !word.is_empty());
        return word.map_or_else(|| text(cell), |word| text(word));
    }
    let number =
        !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()) && (cell == "0" || !cell.starts_with('0'));
    if MONEY.contains(&column)
        && cell
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    {
        let plain = cell.trim_start_matches('0');
        let plain = if plain.is_empty() || plain.starts_with('.') {
            format!("0{plain}")
        } else {
            plain.to_owned()
        };
        return match dice.below(3) {
            0 => text(cell),
            1 => plain,
            _ => plain
                .strip_suffix('0')
                .filter(|short| short.contains('.') && !short.ends_with('.'))
                .unwrap_or(&plain)
                .to_owned(),
        };
    }
    let links = column.ends_with("AptNum") && cell == "0";
    match dice.below(if links { 4 } else { 2 }) {
        0 if number && !column.contains("Tooth") => cell.to_owned(),
        2 => text(""),
        3 => "null".to_owned(),
        _ => text(cell),
    }
}

/// The name that a client library gives a column: `ProcNum` is `proc_num`.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| chars[at]);
        let starts = c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || b.is_ascii_digit());
        let ends = c.is_uppercase()
            && chars.get(index + 1).is_some_and(|n| n.is_lowercase())
            && before.is_some_and(char::is_uppercase);
        if starts || ends {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The tables as pages of the API; `by_client` under the names of a client library, with its dates.
pub(crate) fn pages(tables: &[(String, Vec<u8>)], form: Form, seed: u64, by_client: bool) -> Vec<(String, Vec<u8>)> {
    let mut dice = Dice(seed);
    let mut of_all: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
    for (name, bytes) in tables {
        let stem = name.strip_suffix(".csv").unwrap();
        let Some((_, resource)) = RESOURCES.iter().find(|(table, _)| *table == stem) else {
            continue;
        };
        let rows = parse(bytes);
        let mut records: Vec<String> = Vec::new();
        for (index, row) in rows.iter().skip(1).enumerate() {
            let mut members: Vec<String> = Vec::new();
            for (column, cell) in rows[0].iter().zip(row) {
                let mut written = value(column, cell, &mut dice);
                let mut key = column.clone();
                if by_client {
                    key = snake(column);
                    if column.starts_with("Date") || column.contains("Date") {
                        written = if cell == "0001-01-01" {
                            "null".into()
                        } else {
                            written.replace(' ', "T")
                        };
                    }
                }
                members.push(format!("{}: {written}", text(&key)));
            }
            let asked = if by_client {
                "server_date_time"
            } else {
                "serverDateTime"
            };
            members.push(format!("\"{asked}\": \"2025-12-01 09:00:{:02}\"", dice.below(60)));
            if *resource == "treatplanattaches" && !rows[0].iter().any(|name| name == "TreatPlanAttachNum") {
                let key = if by_client {
                    "treat_plan_attach_num"
                } else {
                    "TreatPlanAttachNum"
                };
                members.push(format!("\"{key}\": {}", index + 1));
            }
            dice.shuffle(&mut members);
            records.push(format!("{{{}}}", members.join(", ")));
        }
        let mut pages: Vec<Vec<String>> = Vec::new();
        let mut from = 0;
        while from < records.len() || pages.is_empty() {
            let to = records.len().min(from + 100);
            pages.push(records[from..to].to_vec());
            // Rows that were there on the page before.
            from = if to == records.len() { to } else { to - dice.below(4) };
        }
        dice.shuffle(&mut pages);
        of_all.push((resource, pages));
    }
    let list = |page: &[String]| format!("[\n  {}\n]", page.join(",\n  "));
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut one: Vec<String> = Vec::new();
    for (resource, pages) in &of_all {
        match form {
            Form::Pages => {
                for (index, page) in pages.iter().enumerate() {
                    files.push((format!("{resource}_{index}.json"), list(page).into_bytes()));
                }
            }
            Form::Together => {
                let all: Vec<String> = pages.iter().map(|page| list(page)).collect();
                files.push((format!("{resource}.json"), all.join("\n").into_bytes()));
            }
            Form::Lines => {
                let all: Vec<String> = pages.iter().flatten().cloned().collect();
                files.push((
                    format!("part-{}.jsonl", files.len()),
                    (all.join("\n") + "\n").into_bytes(),
                ));
            }
            Form::Requests => {
                for (index, page) in pages.iter().enumerate() {
                    let request = format!("\"GET\": \"/{resource}?Offset={}\"", index * 100);
                    let body = format!("\"body\": {}", list(page));
                    let parts = if dice.below(2) == 0 {
                        [request, body]
                    } else {
                        [body, request]
                    };
                    one.push(format!("{{{}}}", parts.join(", ")));
                }
            }
            Form::Lists => {
                let all: Vec<String> = pages.iter().map(|page| list(page)).collect();
                files.push((format!("{resource}.json"), format!("[{}]", all.join(",")).into_bytes()));
            }
            Form::Keyed => {
                let all: Vec<String> = pages.iter().flatten().cloned().collect();
                one.push(format!("\"{resource}\": {}", list(&all)));
            }
        }
    }
    match form {
        Form::Requests => {
            dice.shuffle(&mut one);
            files.push(("everything.json".into(), format!("[{}]", one.join(",\n")).into_bytes()));
        }
        Form::Keyed => files.push((
            "everything.json".into(),
            format!("{{{}}}", one.join(",\n")).into_bytes(),
        )),
        Form::Pages | Form::Together | Form::Lines | Form::Lists => {}
    }
    dice.shuffle(&mut files);
    files
}
