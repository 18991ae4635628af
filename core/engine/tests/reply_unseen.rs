//! Replies that no rule was written from and nothing was learned from: what the reader makes of words it has not seen.
//! They were written by hands that did not know the rules. Who reads what fails here writes others in their place.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::reply::classify;
use serde::Deserialize;

const REPLIES: [&str; 2] = [
    include_str!("reply_unseen/english.jsonl"),
    include_str!("reply_unseen/spanish.jsonl"),
];

#[derive(Deserialize)]
struct Reply {
    text: String,
    /// `required`, `forbidden`, or either is right.
    opt_out: String,
    /// `expected`, `forbidden`, or it may count.
    affirm: String,
}

/// So many of so many.
#[derive(Default)]
struct Share {
    hits: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    fn is_at_least(&self, percent: usize) -> bool {
        self.hits * 100 >= self.of * percent
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.hits, self.of)
    }
}

#[test]
fn unseen_replies() {
    let [mut stops, mut others, mut yeses, mut said] = [(); 4].map(|()| Share::default());
    for line in REPLIES.into_iter().flat_map(str::lines) {
        let reply: Reply = serde_json::from_str(line).unwrap();
        let reading = classify(&reply.text);
        match reply.opt_out.as_str() {
            "required" => stops.count(reading.is_opt_out()),
            "forbidden" => others.count(!reading.is_opt_out()),
            _ => {}
        }
        if reply.affirm == "expected" {
            yeses.count(reading.is_affirm());
        }
        if reading.is_affirm() {
            said.count(reply.affirm != "forbidden");
        }
    }
    let figures = format!("stops found: {stops}; others left alone: {others}; yes found: {yeses}; yes right: {said}");
    assert!(stops.of >= 300 && yeses.of >= 100, "{figures}");
    assert!(stops.is_at_least(99), "{figures}");
    assert!(others.is_at_least(98), "{figures}");
    assert!(yeses.is_at_least(85), "{figures}");
    assert!(said.is_at_least(97), "{figures}");
}
