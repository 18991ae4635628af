//! The built-in playbooks as a practice takes them: each loads, can be changed key by key, and has what staff may say.

use followthrough::escalation::PromptKind;
use followthrough::message::{Context, Form, LintRules, lint};
use followthrough::{Code, Playbook};

use super::source::{BUILT_IN, LANGUAGES, QUESTIONS};
use super::values;

/// The shortest playbook that extends a built-in.
pub(crate) fn shortest(built_in: &str) -> String {
    format!(
        "followthrough: 1
practice:
  name: Lakeview
  time_zone: America/Chicago
  phone: \"+13125550110\"
  postal_address: 500 Lake Shore Dr, Chicago, IL 60611
  booking_url: https://book.example.com/lakeview
extends: {built_in}
"
    )
}

fn read(built_in: &str, more: &str) -> Playbook {
    let text = format!("{}{more}", shortest(built_in));
    Playbook::from_yaml(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

#[test]
fn each_loads() {
    for (name, _) in BUILT_IN {
        let playbook = read(name, "");
        assert_eq!(
            playbook.subject().as_str(),
            match name {
                "recall" | "no_rebook" => name,
                _ => "plan",
            }
        );
        assert_eq!(playbook.languages(), ["en", "es"]);
        assert!(playbook.touchpoints().count() >= 4);
    }
}

/// Written out, a built-in playbook says the same: it is a document like any other.
#[test]
fn each_is_a_document() {
    for (name, text) in BUILT_IN {
        let own = shortest(name);
        let practice = own.lines().skip(2).take(5).collect::<Vec<_>>().join("\n");
        let whole = text.replacen("practice:", &format!("practice:\n{practice}\n  #"), 1);
        let whole = Playbook::from_yaml(&whole).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(whole.revision(), read(name, "").revision(), "{name}");
        assert!(whole.staff_script(PromptKind::Call, &Context::default()).is_some());
    }
}

#[test]
fn a_practice_changes_what_it_wants() {
    let days = |playbook: &Playbook, sequence: &str| -> Vec<u16> {
        let of = playbook.touchpoints().filter(|t| t.sequence.as_str() == sequence);
        of.map(|t| t.day).collect()
    };
    let medspa = read(
        "medspa",
        "categories: {laser: [LHR-1, LHR-2]}
sequences:
  - id: general
    steps: [{id: hello, day: 3, channel: sms, template: hello, otherwise: [email]}]
templates:
  soft_nudge: {sms: {en: \"Hi {{patient.first_name}}, {{practice.name}}: {{plan.link}}\", es: \"{{practice.name}}: {{plan.link}}\"}}
financing: {offers: []}
",
    );
    assert_eq!(days(&medspa, "general"), [3]);
    assert_eq!(days(&medspa, "package"), [2, 5, 12, 16, 19]);

    let recall = read(
        "recall",
        "done_when: {appointment: [prophy, perio]}
sequences:
  - id: children
    where: {age: {below: 18}}
    steps: [{id: due, day: 14, channel: email, template: due}]
",
    );
    assert_eq!(days(&recall, "children"), [14]);
    assert_eq!(days(&recall, "recall"), [7, 21, 45, 60]);
    let order: Vec<_> = recall.touchpoints().map(|t| t.sequence.as_str().to_owned()).collect();
    assert_eq!(
        order.first().map(String::as_str),
        Some("children"),
        "one's own come first"
    );

    // What a built-in follows up cannot be turned into something else, and a slip in its name is told.
    for (text, code, help) in [
        (
            format!("{}subject: plan\n", shortest("recall")),
            Code::PlaybookBadValue,
            "leave `extends` out",
        ),
        (
            format!("{}subject: recall\n", shortest("medspa")),
            Code::PlaybookBadValue,
            "leave `extends` out",
        ),
        (
            shortest("medspaa"),
            Code::PlaybookUnknownName,
            "did you mean \"medspa\"?",
        ),
        (shortest("recal"), Code::PlaybookUnknownName, "did you mean \"recall\"?"),
        (
            shortest("plumbing"),
            Code::PlaybookUnknownName,
            "\"dental\", \"medspa\", \"recall\", \"no_rebook\"",
        ),
    ] {
        let errors = Playbook::from_yaml(&text).unwrap_err();
        let found = errors.iter().any(|e| e.code() == code && e.to_string().contains(help));
        assert!(found, "{help}: {errors}");
    }
}

/// Every kind of prompt has its script, in both languages, with every name and with none.
#[test]
fn staff_have_words() {
    for source in super::sources() {
        let playbook = read(source.name, "");
        for kind in PromptKind::ALL {
            for language in LANGUAGES {
                for values in values::all(&source, language) {
                    let script = playbook.staff_script(kind, &values.context).unwrap();
                    let at = format!("{} {kind:?} {language} {}: {script}", source.name, values.label);
                    for gap in ["{{", "}}", "  ", " ,", " .", " ?", "Hi,"] {
                        assert!(!script.contains(gap), "{gap:?} in {at}");
                    }
                    assert!((3..=9).contains(&script.lines().count()), "{at}");
                    // What is left on a voicemail says no more than an SMS may.
                    for line in script
                        .lines()
                        .filter(|l| l.starts_with("Voicemail") || l.starts_with("Buzón"))
                    {
                        let found = lint(line, Form::Sms, &values::rules(&values.context));
                        assert!(found.is_empty(), "{found:?} in {at}");
                    }
                }
                let plain = Context {
                    language: language.into(),
                    ..Context::default()
                };
                let script = playbook.staff_script(kind, &plain).unwrap();
                let calls = matches!(kind, PromptKind::Call | PromptKind::Book | PromptKind::Answer);
                assert_eq!(calls, script.contains("312-555-0110"), "{script}");
                assert_eq!(
                    calls || kind == PromptKind::Review,
                    script.contains("Lakeview"),
                    "{script}"
                );
            }
        }
        // A language without a script falls back to the first of the practice's own.
        let other = Context {
            language: "fr".into(),
            ..Context::default()
        };
        let first = Context {
            language: "en".into(),
            ..Context::default()
        };
        assert_eq!(
            playbook.staff_script(PromptKind::Call, &other),
            playbook.staff_script(PromptKind::Call, &first)
        );
    }
    let alone = Playbook::from_yaml(&shortest("dental")).unwrap();
    let said = alone.staff_script(PromptKind::Call, &Context::default()).unwrap();
    assert!(lint(&said, Form::Text, &LintRules::default()).is_empty(), "{said}");
}

#[test]
fn a_practice_leaves_out_what_it_does_not_want() {
    let sequences = |playbook: &Playbook| -> Vec<String> {
        let mut all: Vec<_> = playbook.touchpoints().map(|t| t.sequence.as_str().to_owned()).collect();
        all.dedup();
        all
    };
    let whole = read("dental", "");
    assert_eq!(sequences(&whole), ["implant", "restorative", "general"]);
    let fewer = read("dental", "sequences: [{id: restorative, leave_out: true}]\n");
    assert_eq!(sequences(&fewer), ["implant", "general"]);

    // Without the lender only the practice's own plan is left, and the other way round; an offer of another kind has
    // nothing of the one in whose place it stands.
    let offers = "financing: {offers: [{id: carecredit, leave_out: true}, {id: in_house, kind: lender_link, lender: Oak, \
                  url: \"https://oak.example.com\", for: {from: 300, to: 900}}]}\n";
    let page = read("dental", offers).to_html();
    assert!(page.contains("oak.example.com") && !page.contains("CareCredit"));

    let both = "sequences: [{id: general, leave_out: true}, {id: general, steps: [{id: s, day: 1, channel: sms, template: hello}]}]\n";
    assert_eq!(
        sequences(&read("dental", both))[0],
        "general",
        "left out, and written anew"
    );
    for (text, code, path, says) in [
        (
            "sequences: [{id: generl, leave_out: true}]",
            Code::PlaybookUnknownName,
            "sequences[0].id",
            "did you mean \"general\"?",
        ),
        (
            "financing: {offers: [{id: x, leave_out: true}]}",
            Code::PlaybookUnknownName,
            "financing.offers[0].id",
            "choose from in_house, carecredit",
        ),
        (
            "sequences: [{id: general, leave_out: true, where: {category: crown}}]",
            Code::PlaybookBadValue,
            "sequences[0].where",
            "says nothing else",
        ),
        (
            "sequences: [{id: general, leave_out: false}]",
            Code::PlaybookBadValue,
            "sequences[0].leave_out",
            "expected true",
        ),
    ] {
        let errors = Playbook::from_yaml(&format!("{}{text}\n", shortest("dental"))).unwrap_err();
        let found = |e: &followthrough::Error| e.code() == code && e.path() == path && e.to_string().contains(says);
        assert!(errors.iter().any(found), "{text}: {errors}");
    }
}

#[test]
fn a_practice_writes_its_own_scripts() {
    let own = read(
        "medspa",
        "scripts: {call: {en: \"Ask {{patient.first_name}} about {{plan.total}}.\"}}\n",
    );
    let said = |language: &str, kind| {
        let context = Context {
            language: language.into(),
            patient_first_name: Some("Ana".into()),
            total: "$1,200.00".into(),
            ..Context::default()
        };
        own.staff_script(kind, &context).unwrap()
    };
    assert_eq!(said("en", PromptKind::Call), "Ask Ana about $1,200.00.");
    assert!(
        said("es", PromptKind::Call).contains("No prometa resultados"),
        "the built-in's own"
    );
    assert!(
        said("en", PromptKind::Book).contains("Offer two times"),
        "what every playbook has"
    );

    // With one language the text may stand alone; what it would be in another is not asked for.
    let english = read("dental", "languages: [en]\nscripts: {review: Look twice.}\n");
    let context = Context {
        language: "es".into(),
        ..Context::default()
    };
    assert_eq!(
        english.staff_script(PromptKind::Review, &context).unwrap(),
        "Look twice."
    );

    for (scripts, code, at, says) in [
        (
            "{cal: {en: x}}",
            Code::PlaybookUnknownKey,
            "scripts.cal",
            "did you mean \"call\"?",
        ),
        ("{call: x}", Code::PlaybookBadValue, "scripts.call", "texts by language"),
        (
            "{call: {fr: x}}",
            Code::PlaybookUnknownKey,
            "scripts.call.fr",
            "unknown language",
        ),
        (
            "{call: {en: \"{{plan.link}}\"}}",
            Code::PlaybookTemplate,
            "scripts.call.en",
            "a script is read out",
        ),
        (
            "{call: {en: \"{{#if optout.text}}x{{/if}}\"}}",
            Code::PlaybookTemplate,
            "scripts.call.en",
            "practice.phone",
        ),
        (
            "{call: {en: \"{{plan.totl}}\"}}",
            Code::PlaybookTemplate,
            "scripts.call.en",
            "plan.total",
        ),
        (
            "{call: {en: \"{{subject.due_on}}\"}}",
            Code::PlaybookTemplate,
            "scripts.call.en",
            "follows up plans",
        ),
        ("[call]", Code::PlaybookBadValue, "scripts", "scripts by kind of prompt"),
    ] {
        let errors = Playbook::from_yaml(&format!("{}scripts: {scripts}\n", shortest("dental"))).unwrap_err();
        let found = |e: &followthrough::Error| e.code() == code && e.path() == at && e.to_string().contains(says);
        assert!(errors.iter().any(found), "{scripts}: {errors}");
    }
}

/// The recall has its questions in the detailed e-mail itself: what falls due has no category to choose them by.
#[test]
fn a_recall_answers_the_five_questions() {
    let sources = super::sources();
    let recall = sources.iter().find(|source| source.name == "recall").unwrap();
    for (i, language) in LANGUAGES.into_iter().enumerate() {
        let texts = recall.texts();
        let due = texts
            .iter()
            .find(|t| t.id == "due" && t.language == language && t.form == Form::Detailed)
            .unwrap();
        let body = due.template.static_text().concat();
        for question in QUESTIONS {
            assert!(body.contains(&format!("**{}**", question[i])), "{language}: {body}");
        }
    }
}
