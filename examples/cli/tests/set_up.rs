//! Exports that are not as their system writes them, and answers that reach whatever is asked.
#![allow(clippy::unwrap_used, reason = "a test says so by failing")]

mod common;

use common::{Said, file, followthrough};

const HEADER: &str =
    "Patient Number,First Name,Last Name,Mobile Phone,Email,Treatment,Quoted On,Price,Appointment State,Notes";
const QUOTES: &str = "1,Ana,Ruiz,(604) 555-0145,,Crown,2026-01-05,1250.00,,\n\
                      2,Bo,Moss,(604) 555-0146,,Implant,2026-01-06,2400.00,arrived,\n";

/// What a verb says of a list with what was answered for it.
fn told(verb: &[&str], list: &str, answers: &[&str], more: &[&str]) -> Said {
    let mut all = [verb, &[list, "--as-of", "2026-01-30", "--time-zone", "none"]].concat();
    all.extend(answers.iter().flat_map(|answer| ["--answer", *answer]));
    all.extend(more);
    followthrough(&all, "")
}

/// Wherever it is told.
fn text(said: &Said) -> String {
    format!("{}{}", said.out, said.err)
}

#[test]
fn answers_for_a_system_confirm_no_guess_about_another_list() {
    let answers = ["columns=confirmed", "presented=charted", "currency=CAD"];
    let jane = file("set-up/jane.csv", &format!("{HEADER}\n{QUOTES}"));
    let renamed = file(
        "set-up/renamed.csv",
        &format!("{}\n{QUOTES}", HEADER.replace("Appointment State", "Where it stands")),
    );
    let kept = file("set-up/kept.yaml", "");
    assert_eq!(told(&["import", "jane"], &jane, &answers, &[]).code, 0);

    for more in [&[][..], &["--write-mapping", &kept], &["--questions"]] {
        let said = told(&["import", "jane"], &renamed, &answers, more);
        let all = text(&said);
        assert_eq!(said.code, 2, "{all}");
        for part in ["no column \"Appointment State\"", "import jane FILE --propose"] {
            assert!(all.contains(part), "{part}\n{all}");
        }
        assert!(!all.contains("Proposed from the header"), "{all}");
    }
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "", "nothing is kept");
    for verb in ["changes", "audit", "backtest"] {
        let said = told(&[verb, "jane"], &renamed, &answers, &[]);
        assert!(
            said.code == 2 && !text(&said).contains("certain"),
            "{verb}: {}",
            text(&said)
        );
    }
    // A column that has another name now is answered by it.
    let said = told(
        &["import", "jane"],
        &renamed,
        &[&answers[..], &["plan.status.column=Where it stands"]].concat(),
        &[],
    );
    assert!(
        said.code == 0 && said.out.contains("2 plans worth $1,250.00 pending"),
        "{}",
        text(&said)
    );

    // Who asks for a proposal looks at it before anything is read.
    let said = told(
        &["import", "jane"],
        &renamed,
        &answers,
        &["--propose", "--write-mapping", &kept],
    );
    assert!(
        said.code == 2 && said.out.contains("columns: ask") && said.out.contains("currency: CAD"),
        "{}",
        text(&said)
    );
    let said = told(&["import", "jane"], &renamed, &[], &["--mapping", &kept]);
    assert!(
        said.code == 2 && said.err.contains("are these the columns of your export") && said.out.is_empty(),
        "{}",
        text(&said)
    );
    let said = told(
        &["import", "jane"],
        &renamed,
        &["columns=confirmed"],
        &["--mapping", &kept],
    );
    assert!(said.out.contains("plans worth $3,650.00 pending"), "{}", text(&said));
}

#[test]
fn what_runs_by_night_proposes_nothing() {
    let list = file("set-up/quotes.csv", "Client No,Quote No,Total\nC1,Q1,900.00\n");
    let answers = ["columns=confirmed", "presented=charted", "currency=USD"];
    let read = told(&["import", "csv"], &list, &answers, &[]);
    assert!(read.code == 0 && read.err.contains("is not kept"), "{}", text(&read));
    // What is kept reads the next night without an answer, and nothing of another form.
    let kept = file("set-up/quotes.yaml", "");
    let read = told(&["import", "csv"], &list, &answers, &["--write-mapping", &kept]);
    assert!(
        read.code == 0 && read.err.contains(&format!("--mapping {kept}")),
        "{}",
        text(&read)
    );
    let next = file(
        "set-up/next.csv",
        "Client No,Quote No,Total\nC1,Q1,900.00\nC2,Q2,80.00\n",
    );
    let night = told(&["changes", "csv"], &next, &[], &["--mapping", &kept]);
    assert_eq!((night.code, night.out.lines().count()), (0, 4), "{}", text(&night));
    let other = file(
        "set-up/other.csv",
        "Client No,Quote No,Deposit,Total Due\nC1,Q1,1.00,900.00\n",
    );
    for verb in ["changes", "import"] {
        let night = told(&[verb, "csv"], &other, &[], &["--mapping", &kept]);
        assert!(
            night.code == 2 && night.err.contains("FT-I002") && night.out.is_empty(),
            "{}",
            text(&night)
        );
    }
    let said = told(&["changes", "csv"], &list, &answers, &[]);
    assert!(
        said.code == 2 && said.err.contains("FT-I010 --mapping"),
        "{}",
        text(&said)
    );
    assert_eq!(said.out, "");
}

#[test]
fn an_answer_reaches_the_options_of_every_system() {
    let finder = "PatNum\tLName\tFName\tcontactMethod\ttreatmentPlan\t\n7\tMoss\tAda\tCell:(404)555-0177\t900.00\t\n";
    let finder = file("set-up/finder.txt", finder);
    let kept = file("set-up/finder.yaml", "");
    let asked = followthrough(&["import", "open_dental", &finder, "--as-of", "2026-01-30"], "");
    assert!(
        asked.code == 2
            && asked.err.contains("Not read: FT-I010")
            && asked.err.contains("charted = ")
            && !asked.err.contains("dated = "),
        "{}",
        text(&asked)
    );
    let answers = [
        "--answer",
        "as_of=2026-01-30",
        "--answer",
        "time_zone=none",
        "--answer",
        "presented=charted",
    ];
    let read = followthrough(
        &[
            &["import", "open_dental", &finder, "--write-mapping", &kept],
            &answers[..],
        ]
        .concat(),
        "",
    );
    assert!(
        read.code == 0 && read.out.contains("1 plans worth $900.00"),
        "{}",
        text(&read)
    );
    let again = followthrough(
        &[
            "import",
            "open_dental",
            &finder,
            "--as-of",
            "2026-01-30",
            "--mapping",
            &kept,
        ],
        "",
    );
    assert_eq!((again.code, again.out), (0, read.out), "{}", again.err);

    // The tables: nothing of them is in a mapping but what it says of charting.
    let table = |name: &str, text: &str| file(&format!("set-up/tables/{name}.csv"), text);
    table(
        "patient",
        "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n7,Moss,Ada,0,1980-05-01,,,7,1\n",
    );
    table("procedurecode", "CodeNum,ProcCode\n1,D2740\n");
    let log = table(
        "procedurelog",
        "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n1,7,0,0,1,2026-01-05,900,1,2026-01-05\n",
    );
    let folder = log.trim_end_matches("/procedurelog.csv");
    let questions = followthrough(&["import", "open_dental", folder, "--questions"], "");
    assert!(
        questions.out.contains("charted = planned treatment"),
        "{}",
        text(&questions)
    );
    let read = followthrough(
        &[
            &["import", "open_dental", folder, "--write-mapping", &kept],
            &answers[..],
        ]
        .concat(),
        "",
    );
    assert!(
        read.code == 0 && read.out.contains("1 plans worth $900.00"),
        "{}",
        text(&read)
    );
    let again = followthrough(
        &[
            "import",
            "open_dental",
            folder,
            "--as-of",
            "2026-01-30",
            "--mapping",
            &kept,
        ],
        "",
    );
    assert_eq!((again.code, again.out), (0, read.out), "{}", again.err);
    let saved = [&answers[..5], &["presented=saved_plan"]].concat();
    let read = followthrough(&[&["import", "open_dental", folder], &saved[..]].concat(), "");
    assert!(read.err.contains("presented = saved_plan"), "{}", text(&read));

    // An export without a record.
    let empty = file("set-up/empty.json", "[]");
    let said = told(&["import", "fhir"], &empty, &["fees.D2740=1250.00"], &[]);
    assert!(!text(&said).contains("is missing"), "{}", text(&said));
}

#[test]
fn names_below_a_title_are_read_and_the_lines_above_told() {
    let cases = "Smile Dental\nprinted 1/28/2026\n\nCase ID,Chart,Case Name,Case Status,Status Date,Amount\n\
                 C1,7,Crown,Proposed,01/05/2026,900.00\n";
    let cases = file("set-up/cases.csv", cases);
    for answers in [&[][..], &["file.skip_lines=2"]] {
        let said = told(&["import", "dentrix"], &cases, answers, &[]);
        assert!(
            said.code == 0 && said.out.contains("1 plans worth $900.00"),
            "{}",
            text(&said)
        );
        let is_told = said.out.contains("its header is in line 4: lines 1 to 3 are skipped");
        assert_eq!(is_told, answers.is_empty(), "{}", said.out);
    }

    let finder = "Treatment Finder\nPatNum\tLName\tFName\tcontactMethod\ttreatmentPlan\t\n7\tMoss\tAda\t\t900.00\t\n";
    let below = file("set-up/below.txt", finder);
    let said = told(&["import", "open_dental"], &below, &["presented=charted"], &[]);
    assert!(
        said.code == 0 && said.out.contains("its header is in line 2: line 1 is skipped"),
        "{}",
        text(&said)
    );
    let renamed = finder
        .trim_start_matches("Treatment Finder\n")
        .replace("PatNum", "Nummer");
    let renamed = file("set-up/renamed.txt", &renamed);
    let said = told(&["import", "open_dental"], &renamed, &["presented=charted"], &[]);
    assert!(
        said.code == 2 && text(&said).contains("no column \"PatNum\""),
        "{}",
        text(&said)
    );
}
