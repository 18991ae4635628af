//! What a proposal is sure of, and what it must not be; columns that tell people apart; names in another encoding.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::plan::PersonStatus;
use followthrough_import::{Imported, Options, Proposal, Sure, System, propose_mapping, propose_mapping_with, read};

fn proposal(text: &str) -> Proposal {
    propose_mapping([("list.csv", text)]).unwrap()
}

/// What a column is taken for.
fn taken<'p>(proposal: &'p Proposal, column: &str) -> Option<(&'p str, Sure)> {
    let guess = proposal.columns.iter().find(|guess| guess.column == column)?;
    Some((guess.key, guess.sure))
}

fn under(mapping: &str, bytes: &[u8]) -> Imported {
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("time_zone", "none")] {
        options.set(name, value).unwrap_or_else(|e| panic!("{e}\n{mapping}"));
    }
    read(System::Csv, [("list.csv", bytes)], &options).unwrap_or_else(|e| panic!("{e}\n{mapping}"))
}

#[test]
fn a_column_without_an_amount_is_no_value() {
    let quotes = proposal(
        "Guest Name,Guest Phone,Quote,Quoted On,Total,Stage\n\
         Ana Silva,(604) 555-0145,Q1,13/01/2026,\"$1,200.00\",Sent\nBen Roy,604-555-0146,Q2,02/01/2026,450,Sent\n",
    );
    assert_eq!(taken(&quotes, "Quote"), Some(("plan.id", Sure::Certain)));
    assert_eq!(taken(&quotes, "Total"), Some(("value", Sure::Certain)));
    assert_eq!(
        taken(&quotes, "Stage"),
        Some(("status", Sure::Likely)),
        "no word says how it stands"
    );
    let estimates = proposal(
        "Estimate,Patient,Cell Phone,Estimate Amount,Outcome\n\
         E-100,Ana Silva,604-555-0145,1200.00,Pending\nE-101,Ben Roy,604-555-0146,450.00,Accepted\n",
    );
    assert_eq!(taken(&estimates, "Estimate"), Some(("plan.id", Sure::Certain)));
    assert_eq!(taken(&estimates, "Estimate Amount").unwrap().0, "value");
    assert_eq!(taken(&estimates, "Outcome"), Some(("status", Sure::Certain)));
    // Figures alone could be either: where another column has amounts, that one is it.
    let numbers = proposal("Client No,Quote,Total Price\nC1,1001,\"$1,200.00\"\nC2,1002,$450.00\n");
    assert_eq!(taken(&numbers, "Total Price").unwrap().0, "value");
    assert_ne!(taken(&numbers, "Quote").map(|(key, _)| key), Some("value"));
    let alone = proposal("Client No,Quote\nC1,1200\nC2,450\n");
    assert_eq!(taken(&alone, "Quote"), Some(("value", Sure::Likely)));
    for amount in ["\"$1,200.00\"", "1200.00 EUR", "CHF 1200.00"] {
        let sums = proposal(&format!("Client No,Quote\nC1,{amount}\nC2,{amount}\n"));
        assert_eq!(taken(&sums, "Quote"), Some(("value", Sure::Certain)), "{amount}");
    }
    let spanish =
        proposal("Paciente,Nombre completo,Presupuesto,Importe\n1,Ana Ruiz,P-1,900.00\n2,Bo Moss,P-2,800.00\n");
    assert_eq!(taken(&spanish, "Presupuesto"), Some(("plan.id", Sure::Certain)));
    assert_eq!(taken(&spanish, "Importe").unwrap().0, "value");
}

#[test]
fn what_is_said_of_people_is_said_of_no_plan() {
    let people = proposal(
        "Patient ID,Name,Status,Date,Balance\n1,Ann Doe,Active,01/15/2026,120.00\n2,Bob Roe,Inactive,01/16/2026,0.00\n",
    );
    assert_eq!(taken(&people, "Status"), Some(("patient.status", Sure::Likely)));
    assert_eq!(taken(&people, "Name"), Some(("patient.name", Sure::Likely)));
    let plans = proposal("Client No,Status,Total\nC1,Active,900.00\nC2,Accepted,800.00\n");
    assert_eq!(taken(&plans, "Status"), Some(("status", Sure::Certain)));
    let services = proposal("ID,Client,Name,Price\n1,C7,Botox,120.00\n2,C8,Filler,50.00\n3,C9,Peel,55.10\n");
    assert_ne!(taken(&services, "Name").map(|(key, _)| key), Some("patient.name"));
    let list =
        proposal("Kunde Nr,Case State,Deceased,Acepta SMS,Total\nK1,Presented,No,Y,900.00\nK2,Accepted,Yes,N,800.00\n");
    for (column, key) in [
        ("Kunde Nr", "patient.id"),
        ("Case State", "status"),
        ("Deceased", "patient.deceased"),
        ("Acepta SMS", "consent.text"),
    ] {
        assert_eq!(taken(&list, column).map(|(key, _)| key), Some(key), "{column}");
    }
}

#[test]
fn columns_that_tell_people_apart_keep_their_meaning() {
    let text = "Guest Name,Guest Phone,Guest Email,Quote No,Service,Total\n\
                Ana Silva,(604) 555-0145,ana@example.com,Q1,Crown,1200.00\nBen Roy,604-555-0146,,Q2,Implant,450.00\n";
    for id in ["Guest Name|Guest Phone", "Guest Name", "Guest Phone"] {
        let said = [
            ("columns", "confirmed"),
            ("presented", "charted"),
            ("currency", "USD"),
            ("patient.id", id),
        ];
        let said: Vec<(String, String)> = said
            .iter()
            .map(|(key, answer)| (key.to_string(), answer.to_string()))
            .collect();
        let proposal = propose_mapping_with([("list.csv", text)], &said).unwrap();
        for (column, key) in [("Guest Name", "patient.name"), ("Guest Phone", "patient.phone")] {
            let found = proposal
                .columns
                .iter()
                .any(|guess| guess.column == column && guess.key == key);
            assert!(found, "{id}: {column}\n{}", proposal.mapping);
        }
        let imported = under(&proposal.mapping, text.as_bytes());
        assert_eq!((imported.plans.len(), imported.rejected.len()), (2, 0), "{id}");
        let is_ana = |name: &str| name == "Ana";
        let mut names = imported.plans.iter().flat_map(|record| &record.plan.patient.first_name);
        assert!(names.any(|name| is_ana(name.reveal())), "{id}");
        assert!(
            imported
                .recipients
                .iter()
                .all(|recipient| !recipient.contacts.is_empty()),
            "{id}"
        );
    }
}

#[test]
fn a_name_in_another_encoding_costs_its_letters_alone() {
    let mapping = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: charted\ncurrency: USD\n\
                   patient: {id: Client No, name: Client}\nplan: {id: Quote No, value: Total, description: Service?}\n";
    let text = b"Client No,Client,Quote No,Total,Service\n1,\"Ib\xe1\xf1ez, Ana\",Q1,100.00,Cor\xf4nne\n2,\"Roe, Bob\",Q2,100.00,Crown\n";
    let imported = under(mapping, text);
    assert_eq!(
        (imported.plans.len(), imported.rejected.len()),
        (2, 0),
        "{:?}",
        imported.rejected
    );
    let patient = &imported.plans[0].plan.patient;
    assert!(patient.last_name.is_none() && patient.first_name.as_ref().unwrap().reveal() == "Ana");
    let notes: Vec<&str> = imported.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(
        notes.iter().any(|note| note.contains("file.encoding=windows-1252")),
        "{notes:?}"
    );
    // With that answer they are read, and nothing is said.
    let read = under(&format!("{mapping}file: {{encoding: windows-1252}}\n"), text);
    assert_eq!(
        read.plans[0].plan.patient.last_name.as_ref().unwrap().reveal(),
        "Ib\u{e1}\u{f1}ez"
    );
    assert!(read.notes.iter().all(|note| !note.message.contains("windows-1252")));
    // What could be neither is not taken for it; an id is still refused.
    let imported = under(
        mapping,
        b"Client No,Client,Quote No,Total\n1,\"M\x81ller, Ana\",Q1,100.00\n2\xe1,Bo,Q2,1.00\n",
    );
    assert_eq!((imported.plans.len(), imported.rejected.len()), (1, 1));
}

/// A list that says of each person how it stands with them.
const PEOPLE: &str = "Patient ID,First,Mobile Phone,Total Treatment,Patient Status,Text Consent\n\
                      1,A,3055550101,\"$1,500.00\",Active,Opt-in\n2,B,3055550102,$600.00,Inactive,Opt-in\n\
                      3,C,3055550103,\"$2,000.00\",Deceased,Opt-in\n4,D,3055550104,\"$2,000.00\",,Opt-in\n";

#[test]
fn who_is_dead_or_no_patient_any_more_is_asked() {
    let found = proposal(PEOPLE);
    assert_eq!(taken(&found, "Patient Status"), Some(("patient.status", Sure::Certain)));
    let base = [
        ("columns", "confirmed"),
        ("presented", "charted"),
        ("currency", "USD"),
        ("consent.text.yes", "Opt-in"),
        ("consent.text.no", "Opt-out"),
    ];
    let with = |more: &[(&str, &str)]| {
        let answers = base.iter().chain(more);
        let answers: Vec<(String, String)> = answers
            .map(|(key, answer)| (key.to_string(), answer.to_string()))
            .collect();
        let mapping = propose_mapping_with([("list.csv", PEOPLE)], &answers).unwrap().mapping;
        let mut options = Options::default();
        for (name, value) in [
            ("mapping", mapping.as_str()),
            ("as_of", "2026-01-30"),
            ("time_zone", "none"),
        ] {
            options.set(name, value).unwrap_or_else(|e| panic!("{e}\n{mapping}"));
        }
        options
    };
    let questions = followthrough_import::questions(System::Csv, [("list.csv", PEOPLE)], &with(&[])).unwrap();
    let asked = questions
        .iter()
        .find(|question| question.key == "patient.status.map.WORD")
        .unwrap();
    assert!(asked.required);
    assert_eq!(asked.seen, ["\"Deceased\" in 1 row", "\"Inactive\" in 1 row"]);
    let error = read(System::Csv, [("list.csv", PEOPLE)], &with(&[])).unwrap_err();
    assert!(error.message().contains("patient.status.map"), "{error}");
    // In whatever case it is answered; an empty cell says nothing.
    let said = [
        ("patient.status.map.Inactive", "inactive"),
        ("patient.status.map.deceased", "deceased"),
    ];
    let imported = read(System::Csv, [("list.csv", PEOPLE)], &with(&said)).unwrap();
    let statuses: Vec<PersonStatus> = imported.people.iter().map(|person| person.status).collect();
    assert_eq!(
        statuses,
        [
            PersonStatus::Active,
            PersonStatus::Inactive,
            PersonStatus::Deceased,
            PersonStatus::Active
        ]
    );

    // What says something else of people is none, and neither is a status of plans.
    let other = proposal("Patient ID,Patient Status,Status,Total\n1,VIP,Presented,900.00\n2,Gold,Accepted,800.00\n");
    assert_eq!(taken(&other, "Patient Status"), None);
    assert_eq!(taken(&other, "Status"), Some(("status", Sure::Certain)));
    let both = proposal(
        "Patient ID,Patient Status,Deceased,Plan ID,Status,Total\n1,Active,No,P1,Presented,900.00\n2,Archived,Yes,P2,Presented,8.00\n",
    );
    assert_eq!(taken(&both, "Patient Status"), Some(("patient.status", Sure::Certain)));
    assert_eq!(taken(&both, "Deceased").map(|(key, _)| key), Some("patient.deceased"));
    assert_eq!(taken(&both, "Status").map(|(key, _)| key), Some("status"));
    // Where none was found it can be named.
    let silent = "Patient ID,Total,Sort\n1,900.00,here\n2,800.00,moved\n";
    let mut survey = followthrough_import::Survey::new(System::Csv, &Options::default());
    survey.push("list.csv", silent.as_bytes());
    let seen = survey.finish().unwrap();
    let named = [("patient.status.column".to_owned(), "Sort".to_owned())];
    let mapping = seen.proposal_with(&named).unwrap().unwrap().mapping;
    assert!(mapping.contains("column: Sort"), "{mapping}");
}

#[test]
fn a_field_with_two_numbers_says_so_and_extensions_are_cut() {
    let text = "Patient,Chart,Phone,E-mail,Birthdate,TP Total,# TP Proc\n\
                \"Moss, Bo\",7,305-555-0164 ext. 5,,,$900.00,1\n\"Moss, Cy\",8,305-555-0164 / 305-555-0165,,,$900.00,1\n\
                \"Moss, Di\",9,(cell) 305-555-0166,,,$900.00,1\n\"Moss, Ed\",10,call mother,,,$900.00,1\n";
    let mut options = Options::default();
    for (name, value) in [("presented", "charted"), ("time_zone", "none"), ("as_of", "2026-01-30")] {
        options.set(name, value).unwrap();
    }
    let imported = read(System::Dentrix, [("list.csv", text)], &options).unwrap();
    let numbers: Vec<Vec<&str>> = imported
        .recipients
        .iter()
        .map(|recipient| {
            recipient
                .contacts
                .iter()
                .map(|contact| contact.value.reveal())
                .collect()
        })
        .collect();
    assert_eq!(numbers.concat().len(), 2, "{numbers:?}");
    let notes: Vec<&str> = imported.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(
        notes.contains(&"more than one number in one field, of which none was taken: row 2"),
        "{notes:?}"
    );
    assert!(
        notes.contains(&"phone numbers that do not exist, or that nobody can read, were left out: row 4"),
        "{notes:?}"
    );
    // A cell that says itself that it is no mobile number is none.
    let list = "Patient Number,First Name,Last Name,Mobile Phone,Email,Treatment,Quoted On,Price,Appointment State,Notes\n\
                1,Ana,Ruiz,(604) 555-0145 (home),,Crown,2026-01-05,1250.00,,\n";
    let mapping = "mapping: 1\nextends: jane.treatments\ncolumns: confirmed\npresented: charted\ncurrency: CAD\n";
    options.set("mapping", mapping).unwrap();
    let imported = read(System::Jane, [("list.csv", list)], &options).unwrap();
    assert_eq!(
        imported.recipients[0].contacts[0].kind,
        followthrough::recipient::ContactKind::Landline
    );
}

#[test]
fn amounts_with_one_decimal_are_amounts() {
    let list = proposal(
        "acct,guest,ticket,tx,usd,where\n17,Ann Lee,T-1,Crown,1250,pending\n17,Ann Lee,T-2,Filling,180.5,pending\n18,Bo Ray,T-3,Crown,1250,sold\n",
    );
    assert_eq!(taken(&list, "usd").map(|(key, _)| key), Some("value"));
    let named =
        proposal("Patient ID,Plan ID,Amount,Status\n1,P1,500.5,Presented\n2,P2,600,Presented\n3,P3,49.88,Presented\n");
    let amount = named.columns.iter().find(|guess| guess.column == "Amount").unwrap();
    assert!(amount.key == "value" && amount.why.ends_with("amounts"), "{amount:?}");
}

#[test]
fn who_is_known_by_a_number_of_theirs_is_known_by_a_code() {
    let text = "Mobile,Name,Plan,Total,Sent,Stage\n305-555-0101,Ann Lee,P1,$500.00,2026-01-05,Sent\n\
                305-555-0102,Bo Ray,P2,abc,2026-01-05,Sent\nann@example.com,Cy Fox,P3,$9.00,2026-01-05,Sent\n";
    for (key, name) in [("Mobile", "Mobile"), ("Who", "Who")] {
        let text = text.replacen("Mobile", name, 1);
        let said = [("patient.id".to_owned(), key.to_owned())];
        let mapping = propose_mapping_with([("list.csv", text.as_str())], &said)
            .unwrap()
            .mapping;
        assert!(mapping.contains("kind: hash"), "{mapping}");
    }
}
