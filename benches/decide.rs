//! What does a decision cost, and does it stay the same when there are ten times as many people?
//!
//! Each person has one plan and is followed to the end of the sequence: a plan event, then a tick at every `wake_at`.
//! Beside it, in the same run, what a host pays anyway: storing and loading the follow-up as JSON.

use followthrough::FollowUp;
use followthrough_benches::{fastest, person, playbook, presented};

fn main() {
    let playbook = playbook();
    let mut per_call = Vec::new();
    for people in [200, 2_000] {
        let fresh: Vec<FollowUp> = (0..people).map(person).collect();
        let mut calls = 0_usize;
        let nanos = fastest(3, 1, || {
            calls = 0;
            for (index, follow_up) in fresh.iter().enumerate() {
                let mut follow_up = follow_up.clone();
                let event = presented(index);
                let mut wake = playbook
                    .handle(&mut follow_up, event.at, &event)
                    .ok()
                    .and_then(|d| d.wake_at);
                calls += 1;
                while let Some(at) = wake {
                    wake = playbook.tick(&mut follow_up, at).ok().and_then(|d| d.wake_at);
                    calls += 1;
                }
            }
        });
        let each = nanos / u128::try_from(calls.max(1)).unwrap_or(1);
        println!(
            "decide      {people:>6} people: {each:>8} ns a call, {} calls a person",
            calls / people
        );
        per_call.push(each);
    }
    if let [few, many] = per_call.as_slice() {
        println!(
            "growth      ten times as many people: {:.2} times the cost a call",
            ratio(*many, *few)
        );
    }

    let mut follow_up = person(0);
    let event = presented(0);
    let _ = playbook.handle(&mut follow_up, event.at, &event);
    let stored = follow_up.to_json();
    let json = fastest(5, 1_000, || {
        for _ in 0..1_000 {
            let loaded = FollowUp::from_json(&stored).map(|f| f.to_json());
            assert!(loaded.is_ok());
        }
    });
    println!(
        "json        store and load one follow-up ({} bytes): {json} ns",
        stored.len()
    );
    if let Some(call) = per_call.last() {
        println!(
            "share       a decision costs {:.2} times storing and loading it",
            ratio(*call, json)
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
fn ratio(a: u128, b: u128) -> f64 {
    a as f64 / b.max(1) as f64
}
