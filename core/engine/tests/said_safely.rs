//! What a name, an address and a confirmation may bring into a message.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use followthrough::Playbook;
use followthrough::message::{Context, Disclosure, Form, LintRules, Template, lint};

/// A name comes from a practice system, and from whoever typed it there.
#[test]
fn a_name_that_reads_as_a_link_is_none() {
    let template = Template::compile("Hi {{patient.first_name}}, it's {{provider.display_name}}.", Form::Sms).unwrap();
    let said = |name: &str, provider: &str| {
        let context = Context {
            patient_first_name: Some(name.into()),
            provider_display_name: Some(provider.into()),
            ..Context::default()
        };
        template.render(&context.without_links_in_names())
    };
    for link in [
        "http://evil.co/x",
        "evil.co",
        "a@b.co",
        "www.evil.co",
        "Ana evil.co",
        "https://",
    ] {
        assert_eq!(said(link, link), "Hi there, it's our team.", "{link}");
    }
    assert_eq!(said("J.R.", "Dr.Lee"), "Hi J.R., it's Dr.Lee.");
    assert_eq!(said("Ana", "St. John, D.D.S."), "Hi Ana, it's St. John, D.D.S..");
}

/// Of two forms of the same letter the one that takes one character is sent.
#[test]
fn letters_with_accents_are_one_character_in_an_sms() {
    let template = Template::compile("Hola {{patient.first_name}}", Form::Sms).unwrap();
    let context = Context {
        patient_first_name: Some("Jose\u{301} Nun\u{303}ez".into()),
        ..Context::default()
    };
    assert_eq!(template.render(&context), "Hola José Nuñez");
}

/// What stands in an address shows on every screen on the way.
#[test]
fn no_variable_stands_inside_an_address() {
    for source in [
        "See https://book.example.com/?n={{patient.first_name}}",
        "See www.example.com/{{practice.name}}",
    ] {
        let problems = Template::compile(source, Form::Sms).unwrap_err();
        assert!(problems[0].message.contains("inside an address"), "{problems:?}");
    }
    for source in [
        "See https://example.com {{patient.first_name}}",
        "(https://example.com){{practice.name}}",
        "Book: {{plan.link}}",
    ] {
        assert!(Template::compile(source, Form::Sms).is_ok(), "{source}");
    }
}

/// 47 CFR 64.1200(a)(12): a confirmation holds no marketing.
#[test]
fn the_confirmation_of_an_opt_out_says_nothing_else() {
    let problems = |text: &str| {
        let source = format!(
            "followthrough: 1\nextends: dental\npractice: {{name: Maple Dental, time_zone: America/Chicago, phone: \"+13125550100\",\n  \
             postal_address: \"1 Main St, Chicago, IL 60601\", booking_url: \"https://book.example.com/maple\"}}\n\
             templates: {{opt_out_confirmation: {{sms: {{en: {text:?}, es: \"{{{{practice.name}}}}: listo.\"}}}}}}\n"
        );
        Playbook::from_yaml(&source)
            .err()
            .map(|errors| errors.to_string())
            .unwrap_or_default()
    };
    for fine in [
        "{{practice.name}}: you get no more texts from us.",
        "No more messages.",
        "Salem Dental: no more messages about your schedule or any specialist. That is the whole deal.",
        "{{patient.first_name}}, {{practice.name}} will not text you again. Questions: {{practice.phone}}",
    ] {
        assert_eq!(problems(fine), "", "{fine}");
    }
    for (text, told) in [
        ("{{practice.name}}: done. {{plan.link}}", "may not say plan.link"),
        ("{{practice.name}}: done. Book now and save!", "may not invite"),
        ("{{practice.name}}: done. 20% less if you come back.", "may not invite"),
    ] {
        let said = problems(text);
        assert!(said.contains("FT-P010") && said.contains(told), "{text}: {said}");
    }
}

#[test]
fn rates_and_discounts_are_no_words_for_an_sms() {
    let found = |text: &str| {
        let found = lint(text, Form::Sms, &LintRules::default());
        found.iter().map(|finding| finding.class).collect::<Vec<_>>()
    };
    for text in ["0% interest for a year", "9.9 % APR", "0 % de interés", "al 0% anual"] {
        assert_eq!(found(text)[0], Disclosure::FinancingTerms, "{text}");
    }
    for text in ["20% off this week", "20 % de descuento", "30% discount"] {
        assert_eq!(found(text), [Disclosure::Amount], "{text}");
    }
    for text in ["We are 100% here for you", "99% of people like it", "20 offices"] {
        assert!(found(text).is_empty(), "{text}");
    }
}
