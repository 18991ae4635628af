//! The longest text message of a template: no message within its bounds takes more segments, and its witness takes as
//! many.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use followthrough::message::{
    Context, Encoding, Form, Longest, LongestSms, OfferWords, Segments, Template, longest_sms, optout_text, segments,
    with_opt_out,
};
use proptest::prelude::*;

fn bounds(language: &str) -> Context {
    Context {
        language: language.into(),
        practice_name: "Peachtree Family Dental".into(),
        practice_phone: "+14045550123".into(),
        practice_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        link: "https://book.example.com/~peachtree?ft=abcdefghijklmnopqrstuvwx".into(),
        category: Some("tratamiento de conducto".into()),
        item_count: "64".into(),
        due_on: Some("September 30, 2026".into()),
        offers: vec![OfferWords::default()],
        appointment_date: Some("Wednesday, September 30".into()),
        appointment_time: Some("10:30 a.m.".into()),
        optout_text: optout_text(language).into(),
        staff_name: Some("Guadalupe".into()),
        ..Context::default()
    }
}

fn sent(template: &Template, context: &Context) -> Option<Segments> {
    segments(&with_opt_out(template.render(context), &context.optout_text)).ok()
}

fn of(longest: &LongestSms, encoding: Encoding) -> Option<&Longest> {
    match encoding {
        Encoding::Gsm7 => longest.gsm7.as_ref(),
        Encoding::Ucs2 => longest.ucs2.as_ref(),
    }
}

fn longest(source: &str, bounds: &Context) -> LongestSms {
    longest_sms(&Template::compile(source, Form::Sms).unwrap(), bounds)
}

fn bare() -> Context {
    Context {
        optout_text: String::new(),
        ..bounds("en")
    }
}

#[test]
fn a_name_takes_20_units() {
    let units = |source: &str| {
        let found = longest(source, &bare());
        (found.gsm7.map(|l| l.units), found.ucs2.map(|l| l.units))
    };
    assert_eq!(units("Hi {{patient.first_name}}."), (Some(24), Some(24)));
    assert_eq!(
        units("{{patient.first_name}} {{provider.display_name}}"),
        (Some(41), Some(41))
    );
    assert_eq!(units("Hi."), (Some(3), None), "nothing here can leave the alphabet");
    assert_eq!(units("¡Adiós!"), (None, Some(7)), "ó is not in it");
    assert_eq!(units("{{practice.name}}{{plan.item_count}}"), (Some(25), None));
    assert_eq!(units("{{#if patient.first_name}}.{{/if}}!"), (Some(2), None));
}

#[test]
fn a_character_of_two_units_counts_twice_in_a_name() {
    let template = Template::compile("Hi {{patient.first_name}}", Form::Sms).unwrap();
    let hi = |name: String| {
        let context = Context {
            patient_first_name: Some(name),
            ..bare()
        };
        template.render(&context)
    };
    for character in ["€", "[", "😀", "𠮷"] {
        assert_eq!(hi(character.repeat(10)), format!("Hi {}", character.repeat(10)));
        assert_eq!(hi(character.repeat(11)), "Hi there");
    }
    assert_eq!(hi("ó".repeat(20)), format!("Hi {}", "ó".repeat(20)));
    assert_eq!(hi("ó".repeat(21)), "Hi there");
}

#[test]
fn the_longest_way_is_taken() {
    let units = |source: &str| longest(source, &bare()).gsm7.unwrap().units;
    let either = |there: usize, absent: usize| {
        format!(
            "{{{{#if patient.first_name}}}}{}{{{{else}}}}{}{{{{/if}}}}{{{{patient.first_name}}}}",
            "a".repeat(there),
            "b".repeat(absent)
        )
    };
    assert_eq!(units(&either(10, 10)), 30);
    assert_eq!(
        units(&either(10, 50)),
        50,
        "nothing stands for the name behind a letter"
    );
    // One value decides in two places.
    let twice = "{{#if staff.name}}aaaaaaaaaa{{/if}}{{#unless staff.name}}bbbbbbbbb{{/unless}}";
    assert_eq!(units(twice), 10);
    let offers = "{{#if financing.offers}}a{{else}}bb{{/if}}{{#unless financing.offers}}cc{{/unless}}";
    assert_eq!(units(offers), 4);
}

#[test]
fn what_never_is_there_does_not_count() {
    let source = "Hi{{#if staff.name}} from {{staff.name}}{{/if}}";
    assert_eq!(longest(source, &bare()).gsm7.unwrap().units, 17);
    let nobody = Context {
        staff_name: None,
        ..bare()
    };
    assert_eq!(longest(source, &nobody).gsm7.unwrap().units, 2);
}

#[test]
fn opt_out_wording_is_counted_where_the_text_has_none() {
    let bounds = bounds("en");
    let words = bounds.optout_text.len();
    assert_eq!(longest("Hi.", &bounds).gsm7.unwrap().units, 4 + words);
    assert_eq!(longest("Hi. {{optout.text}}", &bounds).gsm7.unwrap().units, 4 + words);
    let other = "Hi.{{#if optout.text}}{{else}} And some more words than the wording would take.{{/if}}";
    assert_eq!(longest(other, &bounds).gsm7.unwrap().units, 52);
}

#[test]
fn an_ending_greets() {
    // A provider whose name ends in a point starts a sentence, and there a missing name is a greeting.
    let source = "{{provider.display_name}} {{#if patient.first_name}}{{else}}{{patient.first_name}}{{/if}}";
    let english = longest(source, &bare()).gsm7.unwrap();
    assert_eq!(english.units, 20 + 1 + "Hi there".len());
    assert!(english.witness.provider_display_name.unwrap().ends_with('.'));
    let spanish = Context {
        language: "es".into(),
        ..bare()
    };
    let spanish = longest(source, &spanish).gsm7.unwrap();
    assert_eq!(spanish.units, 20 + 1 + "paciente".len());
}

#[test]
fn a_character_of_two_units_moves_to_the_next_segment() {
    let source = |filler: usize| format!("{}{{{{patient.first_name}}}}{}", "a".repeat(140), "b".repeat(filler));
    // 306 septets fill two segments to the last, unless one is lost where they meet.
    let full = longest(&source(306 - 160), &bare());
    let gsm7 = full.gsm7.unwrap();
    assert_eq!((gsm7.units, gsm7.segments), (306, 3));
    assert!(gsm7.witness.patient_first_name.unwrap().contains('€'));
    assert_eq!(longest(&source(305 - 160), &bare()).gsm7.unwrap().segments, 2);
    let ucs2 = longest(
        &format!("{}{{{{patient.first_name}}}}{}", "a".repeat(60), "b".repeat(54)),
        &bare(),
    );
    assert_eq!(ucs2.ucs2.unwrap().segments, 3);
}

/// Every place of a name around the end of a segment, with every place of a dear character in it: the longest of them
/// is what was said.
#[test]
fn the_bound_is_reached() {
    let cases = [
        (Encoding::Gsm7, 130..156, 302..308, 'a', "€"),
        (Encoding::Ucs2, 44..70, 130..136, 'á', "😀"),
    ];
    for (encoding, fillers, totals, letter, double) in cases {
        for (filler, total) in fillers.flat_map(|filler| totals.clone().map(move |total| (filler, total))) {
            let name = "{{patient.first_name}}";
            let source = format!("{}{name}{}", "a".repeat(filler), "b".repeat(total - filler - 20));
            let template = Template::compile(&source, Form::Sms).unwrap();
            let context = |at: usize| {
                let letters = |count: usize| letter.to_string().repeat(count);
                Context {
                    patient_first_name: Some(match at {
                        19 => letters(20),
                        _ => format!("{}{double}{}", letters(at), letters(18 - at)),
                    }),
                    ..bare()
                }
            };
            let longest = longest_sms(&template, &bare());
            let taken = (0..20).map(|at| sent(&template, &context(at)).unwrap().segments);
            let most = of(&longest, encoding).unwrap();
            assert_eq!(taken.max(), Some(most.segments), "{encoding:?} {filler} {total}");
            assert_eq!(sent(&template, &most.witness).unwrap().segments, most.segments);
        }
    }
}

#[test]
fn of_an_sms_only() {
    let template = Template::compile("Hi {{patient.first_name}}", Form::Portal).unwrap();
    assert_eq!(longest_sms(&template, &bounds("en")), LongestSms::default());
}

const PIECES: [&str; 30] = [
    "{{patient.first_name}}",
    "{{provider.display_name}}",
    "{{practice.name}}",
    "{{practice.phone}}",
    "{{practice.address}}",
    "{{plan.link}}",
    "{{plan.category}}",
    "{{plan.item_count}}",
    "{{subject.due_on}}",
    "{{optout.text}}",
    "{{#if staff.name}}{{staff.name}}{{else}}nobody in particular{{/if}}",
    "{{#if appointment.date}}{{appointment.date}}, {{/if}}",
    "{{#unless appointment.time}}soon{{else}}at {{appointment.time}}{{/unless}}",
    "{{#if financing.offers}}options are available{{/if}}",
    "{{#if patient.first_name}}",
    "{{#if provider.display_name}}",
    "{{#unless patient.first_name}}",
    "{{#unless staff.name}}",
    "{{#if optout.text}}",
    "{{#unless plan.category}}",
    "{{else}}",
    "{{/}}",
    "Hi ",
    "Dear ",
    ", ",
    ". ",
    "a text of some words ",
    "[~] ",
    "ñ",
    "ó",
];

/// Puts pieces together so that every block is closed, with filler around: lengths near the end of a segment matter.
fn template(choice: &[usize], filler: usize) -> String {
    let mut source = "a".repeat(filler);
    let mut open: Vec<(&str, bool)> = Vec::new();
    for piece in choice.iter().map(|i| PIECES[i % PIECES.len()]) {
        let block = piece.strip_prefix("{{#").filter(|_| !piece.contains("{{/"));
        match (piece, block) {
            ("{{else}}", _) => {
                if let Some((_, has_else)) = open.last_mut().filter(|(_, has_else)| !has_else) {
                    *has_else = true;
                    source.push_str(piece);
                }
            }
            ("{{/}}", _) => {
                if let Some((keyword, _)) = open.pop() {
                    source.push_str(&format!("{{{{/{keyword}}}}}"));
                }
            }
            (_, Some(block)) => {
                open.push((block.split_once(' ').unwrap().0, false));
                source.push_str(piece);
            }
            (_, None) => source.push_str(piece),
        }
    }
    open.iter()
        .rev()
        .for_each(|(keyword, _)| source.push_str(&format!("{{{{/{keyword}}}}}")));
    source.push('.');
    source
}

/// A value of up to so many characters, of those that take one unit and of those that take two or leave the alphabet.
fn any_text(longest: usize) -> impl Strategy<Value = Option<String>> {
    let letters = prop_oneof![
        6 => Just('a'), 1 => Just('~'), 1 => Just('€'), 1 => Just('á'), 1 => Just('😀'), 1 => Just('.'), 1 => Just(' '),
        1 => Just(','), 1 => Just('-'),
    ];
    let gsm7 = prop_oneof![8 => Just('a'), 2 => Just('['), 1 => Just('.')];
    let text = prop_oneof![
        prop::collection::vec(letters, 0..=longest).prop_map(String::from_iter),
        prop::collection::vec(gsm7, longest / 2..=longest).prop_map(String::from_iter),
        Just("M. estimado".chars().take(longest).collect()),
        Just("b".repeat(longest)),
    ];
    prop::option::weighted(0.8, text)
}

fn units(text: &str) -> usize {
    text.trim()
        .chars()
        .map(|c| if "^{}\\[~]|€".contains(c) { 2 } else { c.len_utf16() })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_message_is_longer(
        choice in prop::collection::vec(any::<usize>(), 1..9),
        filler in prop_oneof![Just(0), 20_usize..170],
        spanish in any::<bool>(),
        names in (any_text(24), any_text(24)),
        category in any_text(23),
        staff in any_text(9),
        there in any::<(bool, bool, bool, bool)>(),
    ) {
        let bounds = bounds(if spanish { "es" } else { "en" });
        let source = template(&choice, filler);
        let Ok(template) = Template::compile(&source, Form::Sms) else {
            return Err(TestCaseError::reject("printed where it may be absent"));
        };
        let longest = longest_sms(&template, &bounds);
        let (date, time, offers, opt_out) = there;
        let context = Context {
            patient_first_name: names.0,
            provider_display_name: names.1,
            category: category.filter(|text| units(text) <= 23),
            staff_name: staff.filter(|text| units(text) <= 9),
            appointment_date: bounds.appointment_date.clone().filter(|_| date),
            appointment_time: bounds.appointment_time.clone().filter(|_| time),
            offers: bounds.offers.clone().into_iter().filter(|_| offers).collect(),
            optout_text: if opt_out { bounds.optout_text.clone() } else { String::new() },
            ..bounds.clone()
        };
        if let Some(count) = sent(&template, &context) {
            let most = of(&longest, count.encoding);
            prop_assert!(most.is_some_and(|most| count.segments <= most.segments), "{source:?} {count:?} {most:?}");
        }
        for encoding in [Encoding::Gsm7, Encoding::Ucs2] {
            let Some(most) = of(&longest, encoding) else { continue };
            let count = sent(&template, &most.witness).unwrap();
            prop_assert_eq!(count.encoding, encoding, "{:?}", &source);
            let repeated = ["patient.first_name}}", "provider.display_name}}", "plan.category}}", "staff.name}}"]
                .iter()
                .any(|name| source.matches(&format!("{{{{{name}")).count() > 1);
            if repeated {
                prop_assert!(count.segments <= most.segments, "{source:?}");
            } else {
                prop_assert_eq!((count.segments, count.units), (most.segments, most.units), "{:?}", &source);
            }
        }
    }
}
