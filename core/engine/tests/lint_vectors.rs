//! The disclosure lint against the shared vectors, and cases of our own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may fail loudly"
)]

mod common;

use std::collections::BTreeSet;

use followthrough::message::{Disclosure, Form, LintRules, disclosures, lint};
use proptest::prelude::*;

#[test]
fn every_text_vector() {
    let Some(file) = common::shared("phi/lint.json") else {
        return;
    };
    let (mut seen, mut wrong) = (0, Vec::new());
    for case in file["cases"].as_array().unwrap().iter().filter(|c| c["kind"] == "text") {
        seen += 1;
        let context = |key: &str| case["context"][key].as_str().unwrap_or("").to_owned();
        let rules = LintRules {
            practice_name: context("practice_name"),
            provider_name: Some(context("provider_name")),
            first_name: Some(context("first_name")),
            ..LintRules::default()
        };
        let form = match (
            case["channel"].as_str().unwrap(),
            case["email_consent"].as_bool().unwrap(),
        ) {
            ("sms_body", _) => Form::Sms,
            ("email_subject", _) => Form::Subject,
            (_, true) => Form::Detailed,
            (_, false) => Form::Plain,
        };
        let text = case["text"].as_str().unwrap();
        let found = disclosures(text, &rules);
        for expected in case["disclosures"].as_array().unwrap() {
            let phrase = expected["phrase"].as_str().unwrap();
            let at = text.find(phrase).unwrap();
            let hit = |f: &followthrough::message::Finding| {
                f.class.as_str() == expected["cls"] && f.range.start < at + phrase.len() && at < f.range.end
            };
            if !found.iter().any(hit) {
                wrong.push(format!("{} MISSED {expected}: {text}", case["id"]));
            }
        }
        let denied: BTreeSet<&str> = lint(text, form, &rules).iter().map(|f| f.class.as_str()).collect();
        let expected: BTreeSet<&str> = case["denied_classes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c.as_str().unwrap())
            .collect();
        if denied != expected {
            wrong.push(format!("{} {form:?}: {denied:?} for {expected:?}: {text}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen >= 140, "{seen} cases");
}

fn rules() -> LintRules {
    LintRules {
        practice_name: "Bright Dental".into(),
        provider_name: Some("Dr. Lee".into()),
        first_name: Some("Ana".into()),
        last_name: Some("Torres".into()),
        exempt: vec!["https://book.example.com/implants/p/".into()],
    }
}

/// None of these is in the shared data.
#[test]
fn disclosures_of_our_own() {
    use Disclosure::*;
    for (text, class) in [
        ("Your ROOT-CANAL visit", Procedure),
        ("your crowns", Procedure),
        ("a bridge for you: your bridge is ready", Procedure),
        ("Invisalign aligners came in", Procedure),
        ("your Juvéderm touch-up", Procedure),
        ("su endodoncia está lista", Procedure),
        ("su EXTRACCIÓN", Procedure),
        ("sus muelas del juicio", Procedure),
        ("limpieza profunda pendiente", Procedure),
        ("https://x.example/p/deep_cleaning?a", Procedure),
        ("code 2740", ProcedureCode),
        ("d6010 is open", ProcedureCode),
        ("teeth 3 and 4", Tooth),
        ("tooth no. 8", Tooth),
        ("#30 needs care", Tooth),
        ("diente número 19", Tooth),
        ("your lower-right molar", Tooth),
        ("la muela superior derecha", Tooth),
        ("USD 300 due", Amount),
        ("three hundred dollars", Amount),
        ("only $ 79", Amount),
        ("79 a month", Amount),
        ("300 al mes", Amount),
        ("balance: 1,250.00", Amount),
        ("quinientos dólares", Amount),
        ("gum disease gets worse", Diagnosis),
        ("tiene caries", Condition),
        ("¿le duele todavía?", Condition),
        ("the swelling", Condition),
        ("finish your antibiotics", Medication),
        ("covered by your plan", Insurer),
        ("su seguro lo cubre", Insurer),
        ("Cigna said yes", Insurer),
        ("use your benefits by December", Benefit),
        ("0% APR", FinancingTerms),
        ("sin intereses", FinancingTerms),
        ("an oral surgeon called", ProviderSpecialty),
        ("Mrs. Smith, hello", LastName),
        ("Dear Ana Maria", LastName),
        ("To TORRES", LastName),
        ("DOB: 2/3/80", BirthDate),
        ("since 02/03/1980", BirthDate),
        ("MRN 99812", PatientId),
        ("account number 99812", PatientId),
        ("123-45-6789", Ssn),
        ("4111 1111 1111 1111", PaymentCard),
        ("Visa ending in 4242", PaymentCard),
        ("see https://book.example.com/p/x", LinkOpaque),
    ] {
        let found = disclosures(text, &rules());
        assert!(found.iter().any(|f| f.class == class), "{text}: {found:?}");
    }
}

#[test]
fn what_discloses_nothing() {
    for text in [
        "It never hurts to ask, Ana.",
        "Please fill out the form.",
        "We are at 123 Bridge Street, Suite #12.",
        "Calle Corona 5, Plaza Laser",
        "Call 404-555-0123 ext 12 or (404) 555-0123 or +14045550123.",
        "See you 3/14 at 9:30, or on Apr 14.",
        "Your visit is on 03/14/2026 at 10.30.",
        "If you have no interest, just say so.",
        "Be patient, 5 minutes more.",
        "¿Está seguro? Disculpe la molestia.",
        "Ana We are glad to help.",
        "Payment options are available. Financing options too.",
        "Hay opciones de pago.",
        "Pick a time: https://book.example.com/implants/p/abcDEF",
        "Responda 1 para confirmar su cita del lunes a las 3.",
        "You have 3 open items; we are open 9-5.",
        "Dr. Lee from Bright Dental asked us to check in after your visit. Questions? Just reply.",
        "Reply STOP to opt out. Responda STOP para darse de baja.",
    ] {
        let found = lint(text, Form::Sms, &rules());
        assert!(
            found.is_empty(),
            "{text}: {:?}",
            found.iter().map(|f| (f.class, f.excerpt.reveal())).collect::<Vec<_>>()
        );
    }
}

#[test]
fn findings_show_no_text_in_debug() {
    let found = disclosures("your implant", &rules());
    assert_eq!(found[0].excerpt.reveal(), "implant");
    assert!(!format!("{found:?} {:?}", rules()).contains("mplant"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in r"(\PC|[0-9#$/:. -]|tooth |crown |card |chart |dollars|month|https://|Ana ){0,40}") {
        for finding in disclosures(&text, &rules()) {
            prop_assert_eq!(text.get(finding.range.clone()), Some(finding.excerpt.reveal()));
            prop_assert!(!finding.range.is_empty());
        }
    }
}
