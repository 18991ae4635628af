//! Exact keywords and the plain yes, against the shared lists and cases of our own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod common;

use followthrough::reply::{Intent, Language, OptOutScope, classify};
use serde_json::{Value, json};

fn words(list: &Value) -> Vec<&str> {
    list.as_array()
        .map(|words| words.iter().map(|w| w.as_str().unwrap()).collect())
        .unwrap_or_default()
}

/// The same word as people type it.
fn typed(word: &str) -> Vec<String> {
    let spaced: Vec<String> = word.chars().map(String::from).collect();
    vec![
        word.to_owned(),
        word.to_lowercase(),
        format!(" {} ", word.to_uppercase()),
        format!("{word}."),
        format!("{word}!!!"),
        format!("\u{201C}{word}\u{201D}"),
        format!("({word}) 🛑"),
        spaced.join(" "),
        spaced.join("-"),
        word.to_lowercase()
            .replacen(word[..1].to_lowercase().as_str(), &word[..1], 1),
    ]
}

#[test]
fn every_keyword_of_law_and_carriers() {
    let Some(file) = common::shared("replies/sms_keywords.json") else {
        return;
    };
    let union = |kind: &str| -> Vec<String> {
        words(&file["engine_union"][kind])
            .into_iter()
            .map(String::from)
            .collect()
    };
    let squeezed = |word: &str| word.to_uppercase().replace([' ', '-'], "");
    let mut checked = 0;
    for source in file["sources"]
        .as_object()
        .unwrap()
        .values()
        .chain([&file["engine_union"]])
    {
        for kind in ["opt_out", "opt_in", "help"] {
            for word in words(&source[kind]) {
                let ours = union(kind).contains(&squeezed(word));
                assert!(ours || squeezed(word) == "YES", "{word} of {kind} is not in the union");
                for text in typed(word) {
                    let reading = classify(&text);
                    // Beside a yes, which is no keyword of ours, the stop sign counts for itself.
                    let stop_sign = !ours && text.contains('🛑');
                    assert_eq!(
                        reading.is_opt_out(),
                        (ours && kind == "opt_out") || stop_sign,
                        "{text:?}"
                    );
                    assert_eq!(
                        reading.intents.contains(&Intent::OptIn),
                        ours && kind == "opt_in",
                        "{text:?}"
                    );
                    assert_eq!(reading.intents.contains(&Intent::Help), kind == "help", "{text:?}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked >= 700, "{checked} texts");
}

#[test]
fn labelled_replies_are_never_misread_in_the_harmful_direction() {
    let Some(file) = common::shared("replies/intents.json") else {
        return;
    };
    let cases = file["cases"].as_array().unwrap();
    let (mut yes, mut stop) = (0, 0);
    for case in cases {
        let reading = classify(case["text"].as_str().unwrap());
        assert!(
            !(reading.is_affirm() && case["affirm"] == "forbidden"),
            "a wrong yes: {}",
            case["id"]
        );
        assert!(
            !(reading.is_opt_out() && case["opt_out"] == "forbidden"),
            "a wrong stop: {}",
            case["id"]
        );
        assert!(
            !reading.intents.contains(&Intent::OptIn)
                || reading.intents.len() > 1
                || case["label"] == "opt_in"
                || case["also"]
                    .as_array()
                    .is_some_and(|also| also.contains(&json!("opt_in"))),
            "a wrong start: {}",
            case["id"]
        );
        yes += usize::from(reading.is_affirm());
        stop += usize::from(reading.is_opt_out());
    }
    assert!(
        cases.len() >= 667 && yes >= 105 && stop >= 188,
        "{yes} yes, {stop} stop"
    );
}

#[test]
fn words_that_only_contain_a_keyword_are_no_keyword() {
    for text in [
        "stop by tomorrow?",
        "I can't stop smiling",
        "unstoppable",
        "the end lol",
        "STOPLIGHT dental?",
        "info@example.com",
        "Liked \u{201C}Hi Ana, … Reply STOP to opt out\u{201D}",
        "td bank called",
        "",
        "   ",
        "?!",
    ] {
        let reading = classify(text);
        let wrong = |intent: &Intent| matches!(intent, Intent::OptOut { .. } | Intent::OptIn | Intent::Help);
        assert!(!reading.intents.iter().any(wrong), "{text:?}");
    }
}

#[test]
fn cancel_stops_the_messages_and_asks_a_person_about_the_visit() {
    let reading = classify("Cancel.");
    assert!(reading.is_opt_out());
    assert!(reading.intents.contains(&Intent::CancelAppointment));
    assert!(!classify("quit").intents.contains(&Intent::CancelAppointment));
}

#[test]
fn a_plain_yes_in_four_languages() {
    for (text, language) in [
        ("yes", Language::En),
        ("Y", Language::En),
        ("Yes, please!", Language::En),
        ("YEP 👍🏽", Language::En),
        ("sure.", Language::En),
        ("Sí", Language::Es),
        ("si\u{301}", Language::Es),
        ("¡Sí, por favor!", Language::Es),
        ("claro que si", Language::Es),
        ("oui", Language::Fr),
        ("sim", Language::Pt),
    ] {
        let reading = classify(text);
        assert_eq!(reading.intents, [Intent::Affirm], "{text:?}");
        assert_eq!(reading.language, Some(language), "{text:?}");
    }
}

#[test]
fn what_may_be_no_yes_is_none() {
    for text in [
        "ok",
        "okay",
        "k",
        "👌",
        "yes?",
        "yes but not now",
        "yes 🙄",
        "oh yes I see",
        "no",
        "si no",
        "¿sí?",
    ] {
        assert!(!classify(text).is_affirm(), "{text:?}");
    }
}

#[test]
fn yes_never_renews_consent() {
    for text in ["YES", "yes", "Yes please", "sí"] {
        assert!(!classify(text).intents.contains(&Intent::OptIn), "{text:?}");
    }
}

#[test]
fn a_reading_on_the_wire() {
    assert_eq!(
        serde_json::to_value(classify(" STOP ")).unwrap(),
        json!({"intents": [{"type": "opt_out"}], "evidence": ["STOP"], "language": "en"})
    );
    assert_eq!(
        serde_json::to_value(classify("pizza tonight?")).unwrap(),
        json!({"intents": [{"type": "other"}], "evidence": []})
    );
    let all = serde_json::to_value(classify("Stop all")).unwrap();
    assert_eq!(all["intents"], json!([{"type": "opt_out", "scope": "all"}]));
    assert_eq!(
        classify("Stop all").intents,
        [Intent::OptOut {
            scope: Some(OptOutScope::All),
            channel: None
        }]
    );
}

#[test]
fn debug_shows_no_word_of_the_patient() {
    assert!(!format!("{:?}", classify("unsubscribe")).contains("unsubscribe"));
}

#[test]
fn hostile_lengths_are_cheap() {
    assert!(classify(&"STOP ".repeat(5_000)).is_opt_out(), "however often");
    assert!(
        classify(&format!("STOP{}", "!".repeat(100_000))).is_opt_out(),
        "however loud"
    );
    let letter = format!(
        "{} please stop texting me. {}",
        "Dear all, yes. ".repeat(400),
        "kind regards ".repeat(400)
    );
    assert!(classify(&letter).is_opt_out(), "wherever in a letter it stands");
    let song = "yes we have no bananas ".repeat(400);
    assert_eq!(classify(&song).intents, [Intent::Other], "a person reads a letter");
    for text in [
        "\u{0}",
        "\u{202E}POTS",
        &"e\u{301}".repeat(5_000),
        "🏽🏽\u{FE0F}\u{200D}",
        "\u{1D7FF}\u{10FFFF}",
        "'''",
        "*a*",
        "1/2/3/4",
        "99999999999/99",
        "\u{201C}\u{201C}",
        "👍 to \u{201C}",
    ] {
        assert!(!classify(text).intents.is_empty());
    }
}

/// The texts are in Spanish too, and so are the answers.
#[test]
fn a_spanish_stop_is_a_stop() {
    for text in [
        "ALTO",
        "alto por favor",
        "Pare.",
        "PARE YA",
        "basta",
        "no más",
        "No mas mensajes!",
        "baja",
        "stop por favor",
    ] {
        let reading = classify(text);
        assert!(reading.is_opt_out() && reading.language == Some(Language::Es), "{text}");
    }
    for text in [
        "alto costo?",
        "¿puedo parar el lunes?",
        "para el martes",
        "no más tarde",
        "baja la cita",
    ] {
        assert!(!classify(text).is_opt_out(), "{text}");
    }
}
