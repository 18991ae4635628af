//! Replies line by line, as people type them: which must be a stop or a yes, and which must not.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::reply::{Intent, Reading, classify};
use followthrough::schedule::Date;

/// Every line is read as the test wants, or all that are not are told at once.
fn all(lines: &str, wanted: impl Fn(&Reading) -> bool) {
    let misread: Vec<String> = lines
        .lines()
        .map(|text| (text, classify(text)))
        .filter(|(_, reading)| !wanted(reading))
        .map(|(text, reading)| format!("{text:?} → {:?}", reading.intents))
        .collect();
    assert!(misread.is_empty(), "{}:\n{}", misread.len(), misread.join("\n"));
}

#[test]
fn stops() {
    all(include_str!("reply_cases/stops.txt"), Reading::is_opt_out);
}

#[test]
fn what_is_no_stop() {
    all(include_str!("reply_cases/no_stops.txt"), |reading| {
        !reading.is_opt_out()
    });
}

#[test]
fn yeses() {
    all(include_str!("reply_cases/yes.txt"), Reading::is_affirm);
}

#[test]
fn what_is_no_yes() {
    all(include_str!("reply_cases/no_yes.txt"), |reading| !reading.is_affirm());
}

/// A no closes the whole group of cases, so what only begins like one must not be read as one.
#[test]
fn noes() {
    all(include_str!("reply_cases/declines.txt"), |reading| {
        reading.intents.contains(&Intent::Decline)
    });
}

#[test]
fn what_is_no_no() {
    all(include_str!("reply_cases/no_declines.txt"), |reading| {
        !reading.intents.contains(&Intent::Decline) && !reading.is_affirm() && !reading.is_opt_out()
    });
}

/// Who was left waiting is called, and not left waiting once more.
#[test]
fn complaints_of_waiting() {
    all(include_str!("reply_cases/complaints.txt"), |reading| {
        reading.intents == [Intent::Callback]
    });
}

/// What is wrong on file, a number that changed, or a text that went astray: the number stays in use.
#[test]
fn what_is_no_wrong_number() {
    all(include_str!("reply_cases/no_wrong_numbers.txt"), |reading| {
        !reading.intents.contains(&Intent::WrongNumber)
    });
}

/// Each line is a message and the date until which it puts us off, said on Friday 20 November 2026.
#[test]
fn dates() {
    let today = Date::from_ymd(2026, 11, 20).unwrap();
    let wrong: Vec<String> = include_str!("reply_cases/dates.txt")
        .lines()
        .filter_map(|line| {
            let (text, date) = line.split_once(" = ").unwrap();
            let intents = classify(text).intents;
            let until = match intents.as_slice() {
                [Intent::NotNow { until }] => until.and_then(|when| when.after(today)),
                [..] => None,
            };
            (until != Some(Date::parse(date).unwrap())).then(|| format!("{line} → {until:?} {intents:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is long, or made to be slow, is read all the same; nothing is indexed or recursed into too far.
#[test]
fn long_messages_are_read() {
    for piece in [
        "s t o p now ",
        "stop\n",
        "don't stop texting me ",
        "don't text me or call me, email me ",
        "De: x\nAsunto: y\n",
        "Le ha gustado \u{201C}",
        "no no me manden ... ",
        "unknownwordzz ",
        "'*$@",
    ] {
        let text = piece.repeat(64 * 1024 / piece.len());
        assert!(!classify(&text).intents.is_empty(), "{piece}");
    }
    let letter = format!("{} please stop texting me", "the weather is fine. ".repeat(3000));
    assert!(classify(&letter).is_opt_out());
}
