//! SMS counting against the shared vectors, and a few cases of our own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may fail loudly, and says how many cases it ran"
)]

mod common;

use followthrough::message::{Encoding, segments};

#[test]
fn every_vector() {
    let Some(file) = common::shared("sms/segments.json") else {
        return;
    };
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let found = segments(case["text"].as_str().unwrap()).unwrap();
        let found = serde_json::json!({
            "encoding": found.encoding.as_str(), "units": found.units,
            "segments": found.segments, "segment_units": found.segment_units,
        });
        for key in ["encoding", "units", "segments", "segment_units"] {
            assert_eq!(found[key], case[key], "{} {key}: {}", case["id"], case["why"]);
        }
    }
    assert!(cases.len() >= 80, "{} cases", cases.len());
    println!("{} cases", cases.len());
}

#[test]
fn limits_in_both_encodings() {
    let count = |text: &str| segments(text).unwrap().segment_units;
    assert_eq!(count(&"a".repeat(160)), [160]);
    assert_eq!(count(&"a".repeat(161)), [153, 8]);
    assert_eq!(count(&"á".repeat(70)), [70]);
    assert_eq!(count(&"á".repeat(71)), [67, 4]);
}

#[test]
fn pairs_are_not_split() {
    let escape = format!("{}€{}", "a".repeat(152), "b".repeat(20));
    assert_eq!(segments(&escape).unwrap().segment_units, [152, 22]);
    let surrogate = format!("{}😀{}", "a".repeat(66), "b".repeat(20));
    assert_eq!(segments(&surrogate).unwrap().segment_units, [66, 22]);
}

#[test]
fn characters_that_force_ucs2() {
    for text in ["á", "í", "ó", "ú", "’", "–", "…", "\u{a0}", "ç", "`", "\t"] {
        assert_eq!(segments(text).unwrap().encoding, Encoding::Ucs2, "{text:?}");
    }
    for text in ["é", "ñ", "¿", "¡", "Ñ", "ü", "@", "_", "Ç"] {
        assert_eq!(segments(text).unwrap().encoding, Encoding::Gsm7, "{text:?}");
    }
}

#[test]
fn nothing_to_send() {
    assert_eq!(segments("").unwrap_err().code().as_str(), "FT-T006");
}
