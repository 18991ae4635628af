//! Templates: what compiles, what is refused and why, and what comes out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

mod common;

use followthrough::message::{
    Context, Disclosure, Form, Item, List, OfferWords, Reference, Template, TemplateProblem, Variable,
};
use proptest::prelude::*;

fn context() -> Context {
    Context {
        language: "en".into(),
        patient_first_name: Some("Ana".into()),
        practice_name: "Bright Dental".into(),
        practice_phone: "+14045550123".into(),
        practice_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        provider_display_name: Some("Dr. Okafor".into()),
        link: "https://book.example.com/p/abcDEF_-123".into(),
        category: None,
        total: "$3,500.00".into(),
        patient_portion: None,
        item_count: "2".into(),
        items: vec![
            Item {
                description: Some("Implant".into()),
                tooth: Some("19".into()),
                fee: Some("$2,400.00".into()),
                ..Item::default()
            },
            Item {
                code: Some("D6057".into()),
                ..Item::default()
            },
        ],
        offers: vec![OfferWords {
            lender: Some("CareCredit".into()),
            url: Some("https://www.carecredit.com/".into()),
            ..OfferWords::default()
        }],
        faq: vec![("Does it hurt?".into(), "Most people feel little.".into())],
        optout_text: "Reply STOP to opt out.".into(),
        ..Context::default()
    }
}

fn render(source: &str, form: Form, context: &Context) -> String {
    Template::compile(source, form).unwrap().render(context)
}

fn problem(source: &str, form: Form) -> TemplateProblem {
    let mut problems = Template::compile(source, form).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn lists_and_conditions() {
    let source = "{{#each items}}\n- {{item.description}}{{#if item.tooth}} ({{item.tooth}}){{/if}}: {{fee}}\n{{/each}}\n\
                  {{#unless plan.patient_portion}}no estimate{{else}}{{plan.patient_portion}}{{/unless}}\n\
                  {{#each financing.offers}}{{#if lender}}{{lender}}{{/if}}{{else}}none{{/each}}";
    let expected = "- Implant (19): $2,400.00\n- Recommended treatment: to be confirmed\nno estimate\nCareCredit";
    assert_eq!(render(source, Form::Portal, &context()), expected);
    let empty = Context {
        patient_portion: Some("$900.00".into()),
        ..Context::default()
    };
    assert_eq!(render(source, Form::Portal, &empty), "$900.00\nnone");
}

#[test]
fn a_name_is_never_empty() {
    let nameless = |language: &str| Context {
        language: language.into(),
        patient_first_name: Some("  ".into()),
        provider_display_name: None,
        ..context()
    };
    let en = |source| render(source, Form::Sms, &nameless("en"));
    assert_eq!(en("Hi {{patient.first_name}}, hello"), "Hi there, hello");
    assert_eq!(en("{{patient.first_name}}, hello"), "Hi there, hello");
    assert_eq!(en("Thanks, {{patient.first_name}}! See you"), "Thanks! See you");
    assert_eq!(en("Dear {{patient.first_name}},"), "Dear patient,");
    assert_eq!(en("{{provider.display_name}} asked us"), "Our team asked us");
    assert_eq!(en("Ok. From {{provider.display_name}}."), "Ok. From our team.");
    assert_eq!(en("About your {{plan.category}} plan"), "About your treatment plan");
    let es = |source| render(source, Form::Sms, &nameless("es"));
    assert_eq!(es("Hola {{patient.first_name}}, somos"), "Hola, somos");
    assert_eq!(es("{{patient.first_name}}, somos"), "Hola, somos");
    assert_eq!(es("¡Hola {{patient.first_name}}! Somos"), "¡Hola! Somos");
    assert_eq!(es("{{provider.display_name}} nos pidió"), "Nuestro equipo nos pidió");
}

#[test]
fn a_long_name_takes_its_fallback_in_an_sms() {
    let mut context = context();
    context.patient_first_name = Some("Maximiliana Guadalupe".into());
    assert_eq!(render("Hi {{patient.first_name}}", Form::Sms, &context), "Hi there");
    assert_eq!(
        render("Hi {{patient.first_name}}", Form::Plain, &context),
        "Hi Maximiliana Guadalupe"
    );
}

#[test]
fn nothing_is_left_where_the_opt_out_is_not_due() {
    let context = Context {
        optout_text: String::new(),
        ..context()
    };
    assert_eq!(
        render("See {{plan.link}} {{optout.text}}", Form::Sms, &context),
        format!("See {}", context.link)
    );
}

#[test]
fn values_cannot_break_out() {
    let mut context = context();
    context.practice_name = "A\r\nBcc: x@y.z\u{202e}".into();
    assert_eq!(
        render("Hi {{practice.name}}", Form::Subject, &context),
        "Hi A Bcc: x@y.z"
    );
    context.practice_name = "[x](https://evil.example) <b>*A*</b>".into();
    assert_eq!(
        render("Hi {{practice.name}}", Form::Plain, &context),
        r"Hi \[x\]\(https\://evil\.example\) \<b\>\*A\*\</b\>"
    );
    context.link = "https://a.example/?q=1) [x](javascript:alert(1)".into();
    assert_eq!(
        render("[Book]({{plan.link}}) {{plan.link}}", Form::Plain, &context),
        "[Book](https://a.example/?q=1%29%20%5Bx%5D%28javascript:alert%281%29) \
         <https://a.example/?q=1%29%20%5Bx%5D%28javascript:alert%281%29>"
    );
    context.link = "javascript:alert(1)".into();
    assert_eq!(
        render("{{plan.link}}", Form::Plain, &context),
        r"javascript\:alert\(1\)"
    );
}

#[test]
fn what_the_language_does_not_have() {
    for source in [
        "{{{patient.first_name}}}",
        "{{& patient.first_name}}",
        "{{> other}}",
        "{{#> other}}x{{/other}}",
        "{{* deco}}",
        "{{#*inline \"x\"}}x{{/inline}}",
        "{{{{raw}}}}x{{{{/raw}}}}",
        "{{~patient.first_name~}}",
        "{{!-- secret --}}",
        "{{! secret }}",
        "{{^}}",
        "{{log practice.name}}",
        "{{lookup items 0}}",
        "{{len items}}",
        "{{#with practice}}{{name}}{{/with}}",
        "{{#if (gt plan.total 1)}}x{{/if}}",
        "{{#each items as |i|}}x{{/each}}",
        "{{#if practice.name includeZero=true}}x{{/if}}",
        "{{#if practice.name}}a{{else if practice.phone}}b{{/if}}",
        "\\{{practice.name}}",
        "{{@root.practice.name}}",
        "{{../practice.name}}",
        "{{this}}",
        "{{practice.[name]}}",
        "{{practice/name}}",
        "{{\"practice.name\"}}",
        "{{}}",
        "{{ }}",
        "{{practice.name",
        "practice.name}}",
        "{practice.name}",
        "{{else}}",
        "{{/if}}",
        "{{#if practice.name}}x",
        "{{#if practice.name}}x{{/unless}}",
        "{{#if practice.name}}x{{else}}y{{else}}z{{/if}}",
        "{{#each items}}{{#each faq}}x{{/each}}{{/each}}",
        "{{items}}",
        "{{#each practice.name}}x{{/each}}",
        "{{item.fee}}",
        "{{practice}}",
        "",
        " \n",
    ] {
        let problems = Template::compile(source, Form::Text).unwrap_err();
        assert!(
            problems.iter().all(|p| !p.message.is_empty() && !p.help.is_empty()),
            "{source}"
        );
    }
}

#[test]
fn places_and_help() {
    let at = |source, form| {
        let p = problem(source, form);
        (p.line, p.column, p.message, p.help)
    };
    let (line, column, _, help) = at("Hola ñandú,\n¿qué tal {{patient.first_nam}}?", Form::Sms);
    assert_eq!(
        (line, column, help.as_str()),
        (2, 10, "did you mean patient.first_name?")
    );
    assert_eq!(at("{{first_name}}", Form::Sms).3, "did you mean patient.first_name?");
    assert_eq!(
        at("x {{#each offers}}{{/each}}", Form::Portal).3,
        "did you mean financing.offers?"
    );
    assert!(
        at("{{zebra_crossing}}", Form::Sms)
            .3
            .starts_with("the variables are listed")
    );
    assert_eq!(
        at("ok\n {{staff.name}}", Form::Sms),
        (
            2,
            2,
            "staff.name may be absent".into(),
            "put it inside {{#if staff.name}}…{{/if}}".into()
        )
    );
    assert_eq!(
        at("{{item.fee}}", Form::Portal).3,
        "put it inside {{#each items}}…{{/each}}"
    );
    assert_eq!(
        at("{{#if custom.vip}}{{custom.tier}}{{/if}}", Form::Portal).2,
        "custom.tier may be absent"
    );
    assert_eq!(
        at("[x]({{practice.phone}})", Form::Plain).2,
        "practice.phone is not a link"
    );
}

#[test]
fn a_condition_makes_sure_of_its_own_branch_only() {
    let ok = |source| Template::compile(source, Form::Text).is_ok();
    assert!(ok("{{#if staff.name}}{{staff.name}}{{/if}}"));
    assert!(ok("{{#unless staff.name}}x{{else}}{{staff.name}}{{/unless}}"));
    assert!(!ok("{{#if staff.name}}x{{else}}{{staff.name}}{{/if}}"));
    assert!(!ok("{{#unless staff.name}}{{staff.name}}{{/unless}}"));
    assert!(!ok("{{#if staff.name}}x{{/if}}{{staff.name}}"));
    assert!(ok("{{#if staff.name}}{{#each items}}{{staff.name}}{{/each}}{{/if}}"));
}

#[test]
fn what_each_form_may_carry() {
    let ok = |source, form| Template::compile(source, form).is_ok();
    for form in Form::ALL.iter().copied() {
        assert!(
            ok("{{#if financing.offers}}Payment options are available.{{/if}}", form),
            "{form:?}"
        );
        let detail = matches!(form, Form::Detailed | Form::Portal | Form::Text);
        for source in [
            "{{plan.total}}",
            "{{#if plan.patient_portion}}{{plan.patient_portion}}{{/if}}",
            "{{#if plan.patient_portion}}x{{/if}}",
            "{{#each items}}x{{/each}}",
            "{{#if items}}x{{/if}}",
            "{{#each financing.offers}}x{{/each}}",
            "{{#each faq}}{{question}}{{/each}}",
            "{{#if custom.vip}}x{{/if}}",
        ] {
            assert_eq!(ok(source, form), detail, "{source} {form:?}");
        }
        let links = !matches!(form, Form::Subject | Form::Voicemail);
        assert_eq!(ok("{{plan.link}}", form), links, "{form:?}");
    }
}

#[test]
fn what_a_template_names() {
    let template = Template::compile(
        "a {{practice.name}} b{{#if staff.name}} c{{/if}}{{#each items}}{{fee}}{{#if custom.x}}d{{/if}}{{/each}}",
        Form::Portal,
    )
    .unwrap();
    assert_eq!(
        template.variables().into_iter().collect::<Vec<_>>(),
        [
            Reference::Variable(Variable::PracticeName),
            Reference::Variable(Variable::ItemFee),
            Reference::Variable(Variable::StaffName),
            Reference::Custom("x".into()),
            Reference::List(List::Items),
        ]
    );
    assert_eq!(template.static_text().concat(), "a  b cd");
}

#[test]
fn size_and_depth() {
    let filler = |bytes| "a".repeat(bytes);
    assert!(Template::compile(&filler(4096), Form::Plain).is_ok());
    assert!(Template::compile(&filler(4097), Form::Plain).is_err());
    assert!(Template::compile(&filler(16384), Form::Detailed).is_ok());
    assert!(Template::compile(&filler(16385), Form::Detailed).is_err());
    let nested = |depth| {
        let open = "{{#if practice.name}}".repeat(depth);
        format!("{open}x{}", "{{/if}}".repeat(depth))
    };
    assert!(Template::compile(&nested(16), Form::Sms).is_ok());
    assert_eq!(
        problem(&nested(17), Form::Sms).message,
        "blocks nested more than 16 deep"
    );
}

#[test]
#[expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "how long it takes is what this test is about"
)]
fn hostile_sources_are_refused_quickly() {
    let started = std::time::Instant::now();
    for source in [
        "{{#if a}}".repeat(400),
        "{{".repeat(2000),
        "{{{{".repeat(1000),
        "{".repeat(4096),
        "{{a ".repeat(1000),
        format!("{{{{{}", "(".repeat(4000)),
        format!("{{{{#if {}}}}}", "[".repeat(4000)),
        format!("{{{{{}}}}}", "a.".repeat(2000)),
        "\\{{".repeat(1000),
    ] {
        assert!(Template::compile(&source, Form::Sms).is_err());
    }
    assert!(
        started.elapsed() < std::time::Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
}

/// handlebars itself, with the same values as JSON, prints the same.
#[test]
fn the_same_as_handlebars() {
    let context = context();
    let json = serde_json::json!({
        "patient": {"first_name": "Ana"}, "practice": {"name": "Bright Dental"},
        "items": [{"description": "Implant", "tooth": "19"}, {"description": "Abutment"}],
        "financing": {"offers": []}, "plan": {"total": "$3,500.00"},
    });
    let mut context = Context {
        offers: vec![],
        ..context
    };
    context.items[1].description = Some("Abutment".into());
    let mut registry = handlebars::Handlebars::new();
    registry.register_escape_fn(handlebars::no_escape);
    for source in [
        "Hi {{patient.first_name}}, {{ practice.name }}.",
        "a\n\n{{#each items}}\n- {{description}}{{#if tooth}} on {{tooth}}{{/if}}\n{{/each}}\n\nb",
        "{{#if financing.offers}}yes{{else}}no{{/if}} {{#unless financing.offers}}no{{else}}yes{{/unless}}",
        "x\n  {{#if items}}\n  indented\n  {{/if}}\ny",
        "{{#each financing.offers}}a{{else}}nothing{{/each}} and {{plan.total}}",
        "{{#if items}}a {{#if patient.first_name}}b {{else}}c {{/if}}d{{/if}} e } f { g \\ h",
    ] {
        let theirs = registry.render_template(source, &json).unwrap();
        assert_eq!(render(source, Form::Portal, &context), theirs, "{source}");
    }
}

#[test]
fn every_variable_renders_in_an_empty_context() {
    for variable in Variable::ALL.iter().copied() {
        let path = variable.path();
        let inner = format!("{{{{#if {path}}}}}{{{{{path}}}}}{{{{/if}}}}");
        let source = match variable.list() {
            Some(list) => format!("{{{{#each {0}}}}}{inner}{{{{/each}}}}.", list.path()),
            None => format!("{inner}."),
        };
        assert_eq!(render(&source, Form::Text, &Context::default()), ".", "{path}");
        assert!(!variable.doc().is_empty());
    }
}

/// The matrix and the cases of the shared data: what is denied there is refused here.
#[test]
fn shared_disclosure_matrix() {
    let Some(file) = common::shared("phi/lint.json") else {
        return;
    };
    let form = |channel: &str, consent: bool| match channel {
        "sms_body" => Some(Form::Sms),
        "email_subject" => Some(Form::Subject),
        "email_body" if consent => Some(Form::Detailed),
        "email_body" => Some(Form::Plain),
        "portal" => Some(Form::Portal),
        "staff" => Some(Form::Text),
        "voicemail" => Some(Form::Voicemail),
        _ => None,
    };
    for (class, row) in file["matrix"].as_object().unwrap() {
        let ours = Disclosure::ALL.iter().find(|d| d.as_str() == class).unwrap();
        for (channel, verdict) in row.as_object().unwrap() {
            for consent in [false, true] {
                let Some(form) = form(channel, consent) else { continue };
                let allowed = verdict == "allow" || (verdict == "consent" && consent);
                assert_eq!(ours.allowed_in(form), allowed, "{class} {channel} {consent}");
            }
        }
    }
    let mut seen = 0;
    for case in file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["kind"] == "template")
    {
        let consent = case["email_consent"].as_bool().unwrap();
        let Some(form) = form(case["channel"].as_str().unwrap(), consent) else {
            continue;
        };
        let problems = Template::compile(case["template"].as_str().unwrap(), form)
            .err()
            .unwrap_or_default();
        for field in case["denied_fields"].as_array().unwrap() {
            let field = field.as_str().unwrap();
            assert!(
                problems.iter().any(|p| p.message.contains(field)),
                "{} {field}: {problems:?}",
                case["id"]
            );
        }
        let denied = problems.iter().filter(|p| p.message.contains("may not carry")).count();
        assert!(denied == 0 || case["allowed"] == false, "{}: {problems:?}", case["id"]);
        seen += 1;
    }
    assert!(seen >= 30, "{seen} cases");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, compiling answers, and what compiles renders.
    #[test]
    fn compiling_never_panics(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("{{"), Just("}}"), Just("{"), Just("}"), Just("#if "), Just("#each "), Just("#unless "),
                Just("/if"), Just("/each"), Just("else"), Just("{{else}}"), Just("{{/if}}"), Just("{{/each}}"),
                Just("{{#if practice.name}}"), Just("{{#each items}}"), Just("{{patient.first_name}}"),
                Just("practice.name"), Just("items"), Just("~"), Just("^"), Just("!"), Just("&"), Just(">"),
                Just("*"), Just("\\"), Just("\""), Just("("), Just(")"), Just("["), Just("]"), Just("|"), Just(" "),
                Just("\n"), Just("é"), Just("😀"), Just("as"), Just("true"), Just("1"), Just("."), Just("@"),
            ],
            0..24,
        )
    ) {
        let source = pieces.concat();
        for form in Form::ALL {
            if let Ok(template) = Template::compile(&source, *form) {
                let _ = template.render(&context());
                let _ = template.render(&Context::default());
            }
        }
    }

    /// A value never leaves its place: the Markdown of any name reads as one paragraph of that text.
    #[test]
    fn any_value_is_only_text(name in "[ -~\\n\\r\\t\u{e9}]{1,40}") {
        let context = Context { practice_name: name.clone(), ..context() };
        let body = render("Hi {{practice.name}} there", Form::Plain, &context);
        let mut text = String::new();
        for event in pulldown_cmark::Parser::new(&body) {
            match event {
                pulldown_cmark::Event::Text(t) => text.push_str(&t),
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph)
                | pulldown_cmark::Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                other => prop_assert!(false, "{other:?} from {body:?}"),
            }
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        if !words.is_empty() {
            prop_assert_eq!(text, format!("Hi {} there", words.join(" ")));
        }
    }
}
