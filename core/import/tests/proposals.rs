//! Files of no known form: what is proposed for them, how sure that is, what is asked, and that answers lead to an import.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough_import::{
    Imported, Options, Proposal, Question, Reason, Seen, Sure, Survey, System, TextConsent, propose_mapping, read,
};

fn seen(text: &str) -> Seen {
    let mut survey = Survey::new(System::Csv, &Options::default());
    for piece in text.as_bytes().chunks(7) {
        survey.push("list.csv", piece);
    }
    survey.finish().unwrap_or_else(|e| panic!("{e}"))
}

fn pairs(answers: &[(&str, &str)]) -> Vec<(String, String)> {
    answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()))
        .collect()
}

fn options(mapping: &str) -> Options {
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("time_zone", "none")] {
        options.set(name, value).unwrap_or_else(|e| panic!("{e}\n{mapping}"));
    }
    options
}

/// The proposal with these answers, and what is still asked.
fn asked(text: &str, answers: &[(&str, &str)]) -> (Proposal, Vec<Question>) {
    let seen = seen(text);
    let proposal = seen.proposal_with(&pairs(answers)).unwrap().unwrap();
    let questions = seen.questions(&options(&proposal.mapping));
    (proposal, questions)
}

fn required(questions: &[Question]) -> Vec<&str> {
    let required = questions.iter().filter(|question| question.required);
    required.map(|question| question.key.as_str()).collect()
}

fn question<'q>(questions: &'q [Question], key: &str) -> &'q Question {
    let found = questions.iter().find(|question| question.key == key);
    found.unwrap_or_else(|| panic!("{key} is not asked: {questions:#?}"))
}

/// What somebody at the front desk answers to whatever list.
const LOOKED: [(&str, &str); 3] = [("columns", "confirmed"), ("presented", "charted"), ("currency", "USD")];

fn import(text: &str, answers: &[(&str, &str)]) -> Imported {
    let own = |key: &str| answers.iter().any(|(answered, _)| *answered == key);
    let looked: Vec<(&str, &str)> = LOOKED.into_iter().filter(|(key, _)| !own(key)).collect();
    let answers = [&looked[..], answers].concat();
    let (proposal, questions) = asked(text, &answers);
    assert_eq!(required(&questions), [""; 0], "{questions:#?}\n{}", proposal.mapping);
    read(System::Csv, [("list.csv", text)], &options(&proposal.mapping))
        .unwrap_or_else(|e| panic!("{e}\n{}", proposal.mapping))
}

fn pending(imported: &Imported) -> String {
    imported.totals.pending_value.to_string()
}

/// Headers as systems and front desks write them, with the key each is for; one file each.
const KNOWN: &[(&str, &str)] = &[
    (
        "Guest Name=patient.name|Guest Phone=patient.phone|Email=patient.email|Quote #=plan.id|Services=description|\
         Quote Total=value|Quoted On=date|Quote Status=status|SMS Opt In=consent.text|Email Opt In=consent.email|Injector=provider",
        "Ruiz, Ana;(404) 555-0177;a@example.com;Q-1;Botox;$1,480.00;2026-01-15;Sent;Yes;No;JM",
    ),
    (
        "Patient ID=patient.id|First Name=patient.first_name|Last Name=patient.last_name|Cell Phone=patient.mobile|\
         DOB=patient.birth_date|Plan Name=name|Proc Code=code|Description=description|Fee=value|Ins Est=|Pat Portion=portion|\
         Proposed Date=date|Plan Status=status|Provider=provider",
        "1001;Ana;Ruiz;404-555-0177;1984-04-22;Phase 1;D2740;Crown;1250.00;600.00;650.00;2026-01-05;Proposed;Dr. Wolf",
    ),
    (
        "Acct #=patient.id|Patient=patient.name|Home Phone=patient.home|Mobile=patient.mobile|Tx Plan ID=plan.id|\
         Date Presented=date|Tx Total=value|Ins Estimate=|Balance=|Last Visit=|Next Appt=|Birthdate=patient.birth_date",
        "77;Ruiz, Ana;404-555-0176;404-555-0177;9;2026-01-05;1250.00;600.00;20.00;2025-10-05;2026-03-05;1984-04-22",
    ),
    (
        "N\u{ba} Presupuesto=plan.id|Paciente=patient.name|N\u{ba} Historia=patient.id|Tel\u{e9}fono m\u{f3}vil=patient.mobile|\
         Tratamiento=description|Importe=value|Fecha=date|Estado=status|Fecha de nacimiento=patient.birth_date",
        "P1;Garc\u{ed}a, In\u{e9}s;H7;404-555-0177;Corona;1.250,00;2026-01-05;Presentado;1984-04-22",
    ),
    (
        "Auftragsnr.=plan.id|Patientennr.=patient.id|Nachname=patient.last_name|Vorname=patient.first_name|Handy=patient.mobile|\
         Behandlung=description|Betrag=value|Datum=date|Status=status|Behandler=provider|Geburtsdatum=patient.birth_date",
        "A-1;77;M\u{fc}ller;J\u{f6}rg;404-555-0177;Krone;1.234,50;2026-01-05;angenommen;Dr. Wolf;1984-04-22",
    ),
    (
        "N\u{b0} devis=plan.id|N\u{b0} patient=patient.id|Nom=patient.name|Portable=patient.mobile|Courriel=patient.email|\
         Soins=description|Montant=value|Date du devis=date|Statut=status",
        "D1;77;Roux;404-555-0177;a@example.com;Couronne;1 234,50;2026-01-05;accept\u{e9}",
    ),
    (
        "C\u{f3}digo do paciente=patient.id|Nome=patient.first_name|Sobrenome=patient.last_name|Celular=patient.mobile|\
         Or\u{e7}amento N\u{ba}=plan.id|Procedimento=description|Valor total=value|Data=date|Situa\u{e7}\u{e3}o=status",
        "77;Ana;Silva;404-555-0177;O1;Coroa;1.234,50;2026-01-05;proposto",
    ),
];

#[test]
fn headers_of_many_systems_are_known_and_how_sure_that_is_was_measured() {
    let (mut certain, mut certain_right, mut all, mut right) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for (columns, row) in KNOWN {
        let columns: Vec<(&str, &str)> = columns
            .split('|')
            .map(|column| column.split_once('=').unwrap())
            .collect();
        let header: Vec<&str> = columns.iter().map(|(header, _)| *header).collect();
        let text = format!("{}\n{row}\n", header.join(";"));
        let proposal = propose_mapping([("list.csv", &text)]).unwrap();
        for (header, key) in &columns {
            let guess = proposal.columns.iter().find(|guess| guess.column == *header);
            let is_right = guess.map_or("", |guess| guess.key) == *key;
            all += 1;
            right += usize::from(is_right);
            if guess.is_some_and(|guess| guess.sure == Sure::Certain) {
                certain += 1;
                certain_right += usize::from(is_right);
            }
            if !is_right {
                wrong.push(format!("{header}: {guess:?}, not {key:?}"));
            }
        }
    }
    assert!(
        certain >= 55 && certain_right == certain,
        "{certain_right} of {certain}: {wrong:#?}"
    );
    assert!(right * 100 >= all * 97, "{right} of {all}: {wrong:#?}");
}

#[test]
fn each_column_that_is_needed_is_asked_for_and_can_be_answered_by_itself() {
    let text = "Foo,Bar,Baz,Qux,When,So\nx1,Ana,Crown,1250.00,2026-01-05,yes\nx2,Bo,Implant,2400.00,2026-01-07,yes\n";
    let (_, questions) = asked(text, &LOOKED);
    let id = question(&questions, "patient.id");
    assert!(
        id.required && id.seen.iter().any(|seen| seen == "Foo: 2 of 2 rows, texts"),
        "{id:#?}"
    );
    assert!(
        questions.iter().all(|question| question.key != "header"),
        "{questions:#?}"
    );
    // With it the plan is asked for, and then nothing.
    let answers = [&LOOKED[..], &[("patient.id", "Foo")]].concat();
    let (_, questions) = asked(text, &answers);
    assert_eq!(
        required(&questions),
        [""; 0],
        "a plan is told by its patient and its day"
    );
    let (_, questions) = asked(text, &[("patient.id", "Foo")]);
    for key in ["plan.status.column", "patient.name", "patient.mobile"] {
        assert!(!question(&questions, key).required);
    }
    let undated = "Foo,Bar,Qux\nx1,Ana,1250.00\nx1,Ana,2400.00\n";
    let (_, questions) = asked(undated, &answers);
    assert_eq!(required(&questions), ["plan.id"]);
    let (_, questions) = asked(undated, &[&answers[..], &[("grain", "procedure")]].concat());
    assert_eq!(
        required(&questions),
        ["plans", "procedure.id", "procedure.status.column"]
    );
    let answers = [
        ("patient.id", "Foo"),
        ("patient.name", "bar"),
        ("plan.description", "Baz"),
        ("plan.status.column", "So"),
        ("plan.status.map.yes", "open"),
    ];
    let imported = import(text, &answers);
    assert_eq!((pending(&imported).as_str(), imported.plans.len()), ("3650.00", 2));
    assert_eq!(
        imported.plans[0].plan.patient.first_name.as_ref().unwrap().reveal(),
        "Ana"
    );
    // What a guess took wrongly is taken away.
    let (proposal, _) = asked(text, &[&LOOKED[..], &[("plan.presented_on", "null")]].concat());
    assert!(!proposal.mapping.contains("presented_on: W"), "{}", proposal.mapping);
}

#[test]
fn who_has_no_number_is_told_by_a_code_and_by_nothing_else() {
    let text = "Pt Name,Phone,Tx Needed,Fee,Date told\nAna Ruiz,404-555-0177,crown,1250.00,2026-01-05\n\
                ana  ruiz,404-555-0177,implant,2400.00,2026-01-06\nAna Ruiz,404-555-0199,filling,90.00,2026-01-07\n\
                Bo Moss,,filling,90.00,2026-01-07\n";
    let imported = import(text, &[("patient.id", "Pt Name|Phone?")]);
    let people: Vec<&str> = imported.people.iter().map(|person| person.patient.as_str()).collect();
    assert_eq!((people.len(), imported.plans.len()), (3, 4), "{:?}", imported.rejected);
    assert!(
        people
            .iter()
            .all(|id| id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit())),
        "{people:?}"
    );
    for record in &imported.plans {
        assert!(record.plan.id.as_str().len() == 16, "{}", record.plan.id);
    }
    // The same plan twice, with another fee: the refusal says nothing of whom.
    let imported = import(
        &format!("{text}Bo Moss,,filling,95.00,2026-01-07\n"),
        &[("patient.id", "Pt Name|Phone?")],
    );
    let told = format!("{}{:?}", imported.rejected[0], imported.rejected[0]);
    assert!(
        imported.rejected[0].reason == Reason::ConflictingDuplicate && !told.contains("Moss"),
        "{told}"
    );
}

#[test]
fn a_row_of_sums_is_no_patient_whatever_its_word_and_column() {
    let list = "Client No,Client,Quote No,Total,Date Presented,Rep\nC7,Ana,Q1,480.00,2026-01-05,JM\nC8,Bo,Q2,300.00,2026-01-06,JM\n";
    for row in [
        "Total,,,780.00,,",
        "Totals:,,,780.00,,",
        ",Grand total:,,780.00,,",
        ",,,780.00,,TOTAL",
        ",,Total (2),780.00,,",
        "Summe:,,,780.00,,",
    ] {
        let imported = import(&format!("{list}{row}\n"), &[]);
        assert_eq!(imported.totals.plans, 2, "{row}: {:?}", imported.plans);
        let skipped: Vec<Reason> = imported.skipped.iter().map(|record| record.reason).collect();
        assert_eq!(
            (skipped, imported.rejected.len()),
            (vec![Reason::TotalsRow], 0),
            "{row}"
        );
    }
    // Also of a preset, or a mapping that has no rule for it.
    let cases = "Case ID,Chart,Case Name,Case Status,Status Date,Amount\nC1,7,x,Proposed,01/05/2026,\"$1,000.50\"\n,Totals:,,,,1000.50\n";
    let mut of_cases = Options::default();
    of_cases.set("as_of", "2026-01-30").unwrap();
    of_cases.set("time_zone", "none").unwrap();
    let imported = read(System::Dentrix, [("cases.csv", cases)], &of_cases).unwrap();
    assert_eq!((pending(&imported).as_str(), imported.rejected.len()), ("1000.50", 0));
    assert_eq!(imported.skipped[0].reason, Reason::TotalsRow);
    // A treatment of that name is one.
    let imported = import(&format!("{list}C9,Total,Q3,20.00,2026-01-07,JM\n"), &[]);
    assert_eq!(imported.totals.plans, 3);
}

#[test]
fn words_of_consent_are_asked_and_what_is_not_answered_is_refused() {
    let text = "Client No,Quote No,Total,SMS OK,Email consent\nC1,Q1,900.00,Y,opted out\nC2,Q2,900.00,No,yes\n\
                C3,Q3,900.00,,\nC4,Q4,900.00,opted out,yes\n";
    let (_, questions) = asked(text, &LOOKED);
    assert_eq!(
        required(&questions),
        [
            "consent.text.yes",
            "consent.text.no",
            "consent.email.yes",
            "consent.email.no"
        ]
    );
    let yes = question(&questions, "consent.text.yes");
    assert_eq!(
        yes.seen,
        ["\"No\" in 1 row", "\"Y\" in 1 row", "\"opted out\" in 1 row"]
    );
    let answers = [
        ("consent.text.yes", "Y"),
        ("consent.text.no", "No"),
        ("consent.text.no", "opted out"),
        ("consent.email.yes", "yes"),
        ("consent.email.no", "opted out"),
    ];
    let imported = import(text, &answers);
    let consent: Vec<TextConsent> = imported.people.iter().map(|person| person.text_consent).collect();
    use TextConsent::{Denied, Granted, Unknown};
    assert_eq!(consent, [Granted, Denied, Unknown, Denied]);
    let imported = import(text, &[("consent.text.yes", "Y"), answers[3], answers[4]]);
    let refused: Vec<u32> = imported.rejected.iter().map(|record| record.record).collect();
    assert_eq!(refused, [2, 4], "a no is never taken for nothing");
}

#[test]
fn what_comes_first_in_a_day_is_told_by_a_value_or_asked() {
    let list = |days: [&str; 3]| {
        format!(
            "Client No,Quote No,Total,Date Presented\nC1,Q1,900.00,{}\nC2,Q2,900.00,{}\nC3,Q3,900.00,{}\n",
            days[0], days[1], days[2]
        )
    };
    for (days, form) in [
        (["03/04/2026", "25/01/2026", "02/01/2026"], "D/M/YYYY"),
        (["03/04/2026", "01/25/2026", "02/01/2026"], "M/D/YYYY"),
        (["03.04.2026", "25.01.2026", "02.01.2026"], "D.M.YYYY"),
        (["03.04.2026", "01.25.2026", "02.01.2026"], "M.D.YYYY"),
        (["03-04-2026", "25-01-2026", "02-01-2026"], "D-M-YYYY"),
        (["2026-01-25", "2026-01-02", "2026-01-03"], "yyyy-MM-dd"),
    ] {
        let (proposal, questions) = asked(&list(days), &LOOKED);
        assert!(
            proposal.mapping.contains(&format!("formats: [{form}]")),
            "{form}: {}",
            proposal.mapping
        );
        assert_eq!(required(&questions), [""; 0]);
        if days[1] != "2026-01-02" {
            let why = &proposal.columns.iter().find(|guess| guess.key == "date").unwrap().why;
            assert!(
                why.contains("first: 1 can be read so alone, such as the one on line 3"),
                "{why}"
            );
        }
    }
    for (days, choices, evidence) in [
        (
            ["03/04/2026", "05/01/2026", "02/01/2026"],
            ["M/D/YYYY", "D/M/YYYY"],
            "3 can be read both ways (first line 2)",
        ),
        (
            ["03.04.2026", "05.01.2026", "02.01.2026"],
            ["M.D.YYYY", "D.M.YYYY"],
            "3 can be read both ways (first line 2)",
        ),
        (
            ["03/04/2026", "25/01/2026", "02/27/2026"],
            ["M/D/YYYY", "D/M/YYYY"],
            "1 only with the day first (line 3)",
        ),
    ] {
        let (_, questions) = asked(&list(days), &LOOKED);
        let dates = question(&questions, "dates.formats");
        let answers: Vec<&str> = dates.choices.iter().map(|choice| choice.answer.as_str()).collect();
        assert!(dates.required && answers == choices, "{dates:#?}");
        assert!(dates.seen[0].contains(evidence), "{dates:#?}");
    }
    // One program writes all of its days alike: a day of birth tells it too.
    let text = "Client No,DOB,Quote No,Total,Date Presented\nC1,22/04/1984,Q1,900.00,03/04/2025\n";
    assert!(asked(text, &LOOKED).0.mapping.contains("formats: [D/M/YYYY]"));
}

#[test]
fn names_stand_below_a_title_or_a_line_of_groups() {
    let below = "Pt No,Client,Mobile,Service,Fee,Presented\n7,Ana,(404) 555-0177,Crown,1250.00,2026-01-05\n8,Bo,,Implant,2400.00,2026-01-07\n";
    for (above, skip) in [
        ("Smile Dental, unscheduled treatment\nprinted 1/28/2026\n\n", 2),
        ("Person,,,Treatment,,\n", 1),
        ("", 0),
    ] {
        let text = format!("{above}{below}");
        let imported = import(&text, &[]);
        assert_eq!(pending(&imported), "3650.00", "{above}");
        let (proposal, _) = asked(&text, &LOOKED);
        assert_eq!(
            proposal.mapping.contains(&format!("skip_lines: {skip}")),
            skip > 0,
            "{}",
            proposal.mapping
        );
    }
}

#[test]
fn amounts_in_other_forms_and_with_their_signs() {
    for (amount, currency) in [
        ("\"$1,234.50\"", "USD"),
        ("\"1.234,50 \u{20ac}\"", "EUR"),
        ("\"1 234,50\"", "USD"),
        ("1'234.50", "CHF"),
        ("1234.50", "USD"),
    ] {
        let text = format!("Client No,Quote No,Total\nC1,Q1,{amount}\nC2,Q2,{amount}\n");
        let imported = import(&text, &[("currency", currency)]);
        assert_eq!(pending(&imported), "2469.00", "{amount}: {:?}", imported.rejected);
    }
    // Where two currencies stand in one column, one of them is refused.
    let text = "Client No,Quote No,Total\nC1,Q1,$900.00\nC2,Q2,\u{20ac}900.00\nC3,Q3,$800.00\n";
    let imported = import(text, &[]);
    assert_eq!((pending(&imported).as_str(), imported.rejected.len()), ("1700.00", 1));
}

#[test]
fn nothing_about_a_person_stands_in_a_proposal_or_a_question() {
    let mut text = "Client No,Client,Cell,Stage,Total,Quote No,SMS OK,Notes\n".to_owned();
    for n in 0..60 {
        let stage = ["Contacted", "Schwebend", "Contacted", "Maria Lopez"][if n == 31 { 3 } else { n % 3 }];
        let ok = if n == 12 { "ask Wanda Pryce" } else { "Yes" };
        text.push_str(&format!(
            "C{n},Ana Ruiz{n},(404) 555-01{n:02},{stage},{n}.00,Q{n},{ok},call Bo Moss\n"
        ));
    }
    let (proposal, questions) = asked(&text, &LOOKED);
    let told = format!("{proposal:?}{questions:?}");
    for private in ["Ruiz", "Lopez", "Moss", "Wanda", "Pryce", "555"] {
        assert!(!told.contains(private), "{private}: {questions:#?}");
    }
    let words = question(&questions, "plan.status.map.WORD");
    assert_eq!(
        words.seen,
        [
            "\"Contacted\" in 40 rows",
            "a text like \"Aaaaa Aaaaa\" in 1 row, first on line 33",
            "\"Schwebend\" in 19 rows"
        ],
        "a word that stands there often can be answered for"
    );
}

#[test]
fn an_answer_with_a_key_or_a_column_that_is_not_there_is_told_with_the_nearest() {
    let text = "Client No,Quote No,Total\nC1,Q1,900.00\n";
    let seen = seen(text);
    let proposal = seen.proposal_with(&pairs(&[("presentd", "charted")])).unwrap().unwrap();
    let error = Options::default().set("mapping", &proposal.mapping).unwrap_err();
    assert!(error.to_string().contains("did you mean \"presented\"?"), "{error}");
    let proposal = seen
        .proposal_with(&pairs(&[("patient.id", "Clint No")]))
        .unwrap()
        .unwrap();
    let error = seen.misfit(&options(&proposal.mapping)).unwrap();
    assert!(
        error.message().contains("\"Clint No\" (there is \"Client No\")"),
        "{error}"
    );
    assert!(seen.proposal_with(&pairs(&[("columns.x", "y")])).is_ok());
    assert!(seen.proposal_with(&pairs(&[("grain.x", "y")])).is_err());
}

#[test]
fn what_a_file_is_that_is_no_export_and_what_to_do() {
    let none: [(&[u8], &str, &str); 10] = [
        (
            b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
            "is a web page",
            "sign in again",
        ),
        (b"\xef\xbb\xbf\n<HTML><head>", "is a web page", "sign in again"),
        (
            b"<table><tr><td>Patient</td></tr></table>",
            "a table of a web page",
            "spreadsheet",
        ),
        (b"%PDF-1.7 and so on and on", "is a PDF", "export the list itself"),
        (b"", "is empty", "export it again"),
        (b"\n \n", "is empty", "export it again"),
        (&[0; 600], "is empty", "export it again"),
        (b"null", "nothing but null", "ask for it again"),
        (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "is a web page", "sign in again"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
            "an old workbook",
            "save it as .xlsx",
        ),
    ];
    for (bytes, what, help) in none {
        for name in ["plans.csv", "plans.xls", "plans.json"] {
            let error = propose_mapping([(name, bytes)]).unwrap_err();
            assert!(error.message().contains(what), "{error}");
            for system in [System::Jane, System::NexHealth] {
                let mut options = Options::default();
                for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-01-30")] {
                    options.set(name, value).unwrap();
                }
                let error = read(system, [(name, bytes)], &options).unwrap_err();
                assert!(error.message().contains(what), "{system}: {error}");
                let told = error.help_text().unwrap_or_default().to_owned();
                assert!(told.contains(help), "{system}: {error}");
            }
        }
    }
}

#[test]
fn a_byte_that_is_no_letter_costs_a_name_and_not_the_plan() {
    let text = b"Patient,Chart,Phone,E-mail,Birthdate,TP Total,# TP Proc\n\"M\x81ller, Ana\",7,,,,$100.00,1\n\"Moss, Bo\",8\x81,,,,$100.00,1\n";
    let mut options = Options::default();
    for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-01-30")] {
        options.set(name, value).unwrap();
    }
    let imported = read(System::Dentrix, [("list.csv", &text[..])], &options).unwrap();
    let patient = &imported.plans[0].plan.patient;
    assert!(patient.last_name.is_none() && patient.first_name.as_ref().unwrap().reveal() == "Ana");
    assert_eq!((imported.plans.len(), imported.rejected.len()), (1, 1));
    assert_eq!(
        imported.rejected[0].reason,
        Reason::BadEncoding,
        "{}",
        imported.rejected[0]
    );
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.message.starts_with("1 values of Patient cannot be read")),
        "{:?}",
        imported.notes
    );
}
