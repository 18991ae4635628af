//! Questions about consent: which column it is, and which of its words is a yes.

use super::Question;
use super::SeenFile;
use super::ask::{choice, question};
use super::told;
use crate::imported::TextConsent;
use crate::mapping::{Ask, Channel, Grain, Shape, Words};

/// Words that stand in the headers of columns of consent.
const CONSENT: [&str; 9] = [
    "consent",
    "text",
    "sms",
    "opt",
    "optin",
    "permission",
    "msg",
    "marketing",
    "subscribed",
];

pub(super) fn consent(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    if shape.grain == Grain::Visit {
        return Vec::new();
    }
    let mut all = Vec::new();
    match &shape.patient.text_consent {
        None => all.push(column(file, shape)),
        Some(words) => all.extend(of_words(file, shape, words, Channel::Text)),
    }
    let others = [
        (&shape.patient.email_consent, Channel::Email),
        (&shape.patient.call_consent, Channel::Call),
    ];
    for (words, channel) in others {
        all.extend(words.iter().flat_map(|words| of_words(file, shape, words, channel)));
    }
    all
}

/// Which words of a column of consent mean what.
fn of_words(file: &SeenFile, shape: &Shape, words: &Words<TextConsent>, channel: Channel) -> Vec<Question> {
    let name = shape.name_of(words.col);
    let (of, what) = match channel {
        Channel::Text => ("text", "text messages"),
        Channel::Email => ("email", "e-mails"),
        Channel::Call => ("call", "calls"),
    };
    // An empty cell says nothing, unless the mapping has it.
    let is_open = |word: &str| !word.trim().is_empty() && words.meaning(word).is_none();
    let Some(profile) = file.column(&name) else {
        return Vec::new();
    };
    let seen = match &profile.words {
        Some(_) => told::seen(profile, &is_open),
        None => vec![format!("{name}: too many different texts to be a yes or a no")],
    };
    let is_asked = shape.asks.contains(&Ask::Consent(channel));
    if is_asked {
        let yes = format!(
            "which words of {name:?} say that the person agreed to {what}, in writing where the law asks for it? Several are \
             several answers."
        );
        let no = format!("which words of {name:?} say that the person wants no {what}?");
        let unknown = format!(
            "which words of {name:?} say neither? Rows with a word that stands under none of yes, no and unknown are refused."
        );
        return [("yes", yes, true), ("no", no, true), ("unknown", unknown, false)]
            .into_iter()
            .map(|(word, asks, required)| Question {
                choices: vec![choice("WORD", "a word of the column, as it stands there")],
                seen: seen.clone(),
                ..question(&format!("consent.{of}.{word}"), &asks, required)
            })
            .collect();
    }
    if seen.is_empty() {
        return Vec::new();
    }
    let asks = format!(
        "what do these words of {name:?} say of {what}? Rows with them are refused until they stand under consent.{of}.yes, \
         consent.{of}.no or consent.{of}.unknown."
    );
    vec![Question {
        choices: vec![choice("WORD", "a word of the column, as it stands there")],
        seen,
        ..question(&format!("consent.{of}.no"), &asks, false)
    }]
}

/// Which column it could be.
fn column(file: &SeenFile, shape: &Shape) -> Question {
    let mut question = question(
        "consent.text.column",
        "which column says that a person agrees to texts, and was that collected in writing? Without one consent is \
         unknown for everybody.",
        false,
    );
    question.choices = vec![choice(
        "COLUMN",
        "with consent.text.yes=WORD and consent.text.no=WORD for its words; of e-mail consent.email.column",
    )];
    for profile in &file.columns {
        let name = profile.name.to_lowercase();
        let named = CONSENT
            .iter()
            .any(|word| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word));
        let is_used = shape.columns.wanted.iter().any(|wanted| *wanted.name == *profile.name);
        let few = profile
            .words
            .as_ref()
            .is_some_and(|words| (1..=8).contains(&words.len()));
        if named && few && !is_used {
            let words = told::seen(profile, &|_| true);
            question.seen.push(format!("{}: {}", profile.name, words.join(", ")));
        }
    }
    question
}
