//! What must hold of any text that comes from outside. The fuzzers of `fuzz/` look for one of which it does not; the
//! texts that they found worth keeping are tried again by the tests.

use followthrough::link::{LinkKeys, Purpose, TOKEN_CHARS, read_token, sign};
use followthrough::message::{
    Context, Footer, Form, Item, LintRules, OfferWords, Template, email, lint, segments as count,
};
use followthrough::reply::{Intent, classify};

/// Between a template and the values that it is filled with, and between those.
const NEXT: char = '\u{1e}';

/// More than the longest template of the longest values can come to.
const MOST: usize = 4 << 20;

/// A template is refused with its places, or renders to one message that no value breaks out of.
pub(crate) fn template(text: &str) {
    let mut parts = text.split(NEXT);
    let source = parts.next().unwrap_or_default();
    let values: Vec<&str> = parts.map(|value| value.get(..500).unwrap_or(value)).collect();
    let (filled, empty) = (context(&values), Context::default());
    let body = |form| match Template::compile(source, form) {
        Ok(template) => Some(template),
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
            None
        }
    };
    for form in [
        Form::Sms,
        Form::Subject,
        Form::Plain,
        Form::Detailed,
        Form::Portal,
        Form::Text,
    ] {
        let Some(template) = body(form) else { continue };
        for context in [&filled, &empty] {
            let message = template.render(context);
            assert!(message.len() <= MOST);
            assert_eq!(message, template.render(context));
            let line = message.contains(['\r', '\n']);
            assert!(form != Form::Subject || !line, "a subject is one line");
            lint(&message, form, &LintRules::default());
        }
    }
    if let (Some(subject), Some(detailed)) = (body(Form::Subject), body(Form::Detailed)) {
        for context in [&filled, &empty] {
            whole_email(&subject, &detailed, context, &values);
        }
    }
}

fn whole_email(subject: &Template, body: &Template, context: &Context, values: &[&str]) {
    let value = |number: usize| values.get(number).copied().unwrap_or_default().to_owned();
    let footer = Footer {
        practice_name: value(1),
        postal_address: value(3),
        unsubscribe_url: value(5),
        language: value(0),
        reply_to: Some(value(2)),
        message_id: value(4),
    };
    let message = email(subject, body, context, &footer);
    let lines = message.headers.iter().flat_map(|(name, value)| [name, value]);
    for line in lines.chain([&message.subject]) {
        assert!(!line.contains(['\r', '\n', '\0']), "a header is one line");
    }
    // Only our own words make markup: a browser finds no script, and no picture that would tell who reads.
    let html = message.html.to_ascii_lowercase();
    for tag in [
        "<script",
        "<img",
        "<iframe",
        "<object",
        "<form",
        "href=\"javascript",
        "href=\"data",
    ] {
        assert!(!html.contains(tag), "{tag}");
    }
}

fn context(values: &[&str]) -> Context {
    let mut values = values.iter().map(|value| (*value).to_owned()).cycle();
    let mut value = || values.next().unwrap_or_default();
    Context {
        language: value(),
        patient_first_name: Some(value()),
        practice_name: value(),
        practice_phone: value(),
        practice_address: value(),
        provider_display_name: Some(value()),
        link: value(),
        category: Some(value()),
        total: value(),
        patient_portion: Some(value()),
        item_count: value(),
        due_on: Some(value()),
        items: (0..2)
            .map(|_| Item {
                description: Some(value()),
                code: Some(value()),
                tooth: Some(value()),
                fee: Some(value()),
            })
            .collect(),
        offers: vec![OfferWords {
            monthly: Some(value()),
            months: Some(value()),
            apr: Some(value()),
            lender: Some(value()),
            url: Some(value()),
            disclosure: Some(value()),
        }],
        faq: vec![(value(), value())],
        appointment_date: Some(value()),
        appointment_time: Some(value()),
        optout_text: value(),
        staff_name: Some(value()),
        custom: [("note".to_owned(), value())].into(),
    }
}

/// A message is read, always the same way, by words that it has.
pub(crate) fn reply(text: &str) {
    let reading = classify(text);
    assert!(!reading.intents.is_empty());
    assert_eq!(reading, classify(text));
    let twice = |intent: &&Intent| reading.intents.iter().filter(|other| other == intent).count() > 1;
    assert!(!reading.intents.iter().any(|intent| twice(&intent)));
    for evidence in &reading.evidence {
        assert!(!evidence.reveal().is_empty() && text.contains(evidence.reveal()));
    }
}

/// Only what was signed is authentic, and says what was signed.
pub(crate) fn token(text: &str) {
    let Ok(keys) = LinkKeys::new(&[[7_u8; 32], [8; 32]]) else {
        unreachable!("keys of 32 bytes are keys")
    };
    let Ok(old) = LinkKeys::new(&[[8_u8; 32]]) else {
        unreachable!("keys of 32 bytes are keys")
    };
    let action: [u8; 8] = std::array::from_fn(|place| text.as_bytes().get(place).copied().unwrap_or(0));
    for purpose in Purpose::ALL {
        for signed_by in [&keys, &old] {
            let signed = sign(action, *purpose, signed_by);
            assert_eq!(signed.len(), TOKEN_CHARS);
            let read = read_token(&signed, &keys).ok();
            assert_eq!(
                read.map(|token| (token.action, token.purpose)),
                Some((action, *purpose))
            );
            // One letter of another token in it.
            for (place, other) in text.char_indices().take(TOKEN_CHARS) {
                let mut letters: Vec<char> = signed.chars().collect();
                let Some(letter) = letters.get_mut(place) else { continue };
                if *letter != other {
                    *letter = other;
                    let forged: String = letters.into_iter().collect();
                    assert!(read_token(&forged, &keys).is_err(), "place {place}");
                }
            }
        }
    }
    if let Ok(token) = read_token(text, &keys) {
        assert_eq!(
            read_token(&sign(token.action, token.purpose, &keys), &keys).ok(),
            Some(token)
        );
    }
}

/// All of a text is in its segments, and none is longer than a carrier takes.
pub(crate) fn segments(text: &str) {
    let Ok(counted) = count(text) else {
        assert!(text.is_empty());
        return;
    };
    assert_eq!(counted.segments, counted.segment_units.len());
    assert_eq!(counted.units, counted.segment_units.iter().sum::<usize>());
    let most = match counted.segments {
        1 => counted.encoding.single(),
        _ => counted.encoding.joined(),
    };
    assert!(counted.segment_units.iter().all(|units| (1..=most).contains(units)));
    // Greedy is least: no segment but the last has room for two units more.
    let full = counted.segment_units.split_last().map_or(&[][..], |(_, full)| full);
    assert!(full.iter().all(|units| units + 1 >= most));
}
