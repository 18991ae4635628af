//! What the benchmarks share: a practice's playbook, people, and a clock that compares.

pub mod by_hand;
pub mod export;
pub mod words;
pub mod workload;

use std::time::Instant;

use followthrough::{Event, FollowUp, Playbook};

/// The shortest playbook that works.
pub const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;

/// A person with a phone and an e-mail address who agreed to both.
///
/// # Panics
/// When the library refuses its own example.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
pub fn person(index: usize) -> FollowUp {
    let json = format!(
        r#"{{"id": "r-{index}", "first_name": "Ana", "language": "en", "time_zone": "America/New_York", "state": "GA",
             "contacts": [
               {{"kind": "mobile", "value": "+1404555{:04}", "consent": {{"type": "granted", "at": "2025-11-03T15:00:00Z"}}}},
               {{"kind": "email", "value": "r{index}@example.com", "consent": {{"type": "granted", "at": "2025-11-03T15:00:00Z"}}}}]}}"#,
        index % 10_000
    );
    FollowUp::from_recipient_json(&json).expect("the example is a recipient")
}

/// A plan presented at some minute of a Monday.
///
/// # Panics
/// When the library refuses its own example.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
pub fn presented(index: usize) -> Event {
    let at = format!("2026-03-02T{:02}:{:02}:00-05:00", 9 + index % 8, index % 60);
    let json = format!(
        r#"{{"event_id": "e-{index}", "at": "{at}", "type": "plan", "plan": {{
             "id": "tp-{index}", "patient": {{"id": "p-{index}", "first_name": "Ana"}}, "presented_at": "{at}",
             "status": "presented", "procedures": [{{"id": "pr-{index}", "code": "D7210", "fee": "3600.00", "status": "planned"}}]}}}}"#
    );
    Event::from_json(&json).expect("the example is an event")
}

/// The practice's playbook.
///
/// # Panics
/// When the library refuses its own example.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
pub fn playbook() -> Playbook {
    Playbook::from_yaml(PLAYBOOK).expect("the example is a playbook")
}

/// A stopwatch for this thread's own work: where the system tells it, time in which others had the processor is not
/// counted.
#[derive(Clone, Copy)]
pub struct Stopwatch {
    began: Instant,
    worked: Option<u64>,
}

impl Stopwatch {
    /// Begins to count.
    pub fn start() -> Self {
        Self {
            worked: worked(),
            began: Instant::now(),
        }
    }

    /// Nanoseconds since, for each of so many items.
    #[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
    pub fn each(self, items: usize) -> f64 {
        let worked = self.worked.zip(worked()).map(|(before, now)| u128::from(now - before));
        worked.unwrap_or_else(|| self.began.elapsed().as_nanos()) as f64 / items.max(1) as f64
    }
}

/// Nanoseconds of work of the main thread, as Linux tells them.
fn worked() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// Nanoseconds per item of the fastest of some rounds: noise only ever adds.
pub fn fastest(rounds: usize, items: usize, mut work: impl FnMut()) -> u128 {
    let mut best = u128::MAX;
    for _ in 0..rounds {
        let began = Instant::now();
        work();
        best = best.min(began.elapsed().as_nanos());
    }
    best / u128::try_from(items.max(1)).unwrap_or(1)
}
