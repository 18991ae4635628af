//! A simulated world: months of a practice in a moment, from one seed, with a host that crashes, clocks that differ and
//! post that is lost, repeated and overtaken. An observer holds what truly leaves against the laws.
//!
//! `WORLD_SEED=7` runs that world alone and, where it breaks a law, tells all its calls; `WORLDS=2000` runs so many.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may read its environment, say what it did, and stop where it stands"
)]

#[path = "world/carry.rs"]
mod carry;
#[path = "world/chance.rs"]
mod chance;
#[path = "common/clocks.rs"]
mod clocks;
#[path = "world/end.rs"]
mod end;
#[path = "world/export.rs"]
mod export;
#[path = "world/host.rs"]
mod host;
#[path = "world/known.rs"]
mod known;
#[path = "world/life.rs"]
mod life;
#[path = "world/minds.rs"]
mod minds;
#[path = "world/objections.rs"]
mod objections;
#[path = "world/observer.rs"]
mod observer;
#[path = "world/people.rs"]
mod people;
#[path = "common/playbooks.rs"]
mod playbooks;
#[path = "world/post.rs"]
mod post;
#[path = "world/practice.rs"]
mod practice;
#[path = "world/run.rs"]
mod run;
#[path = "common/said.rs"]
mod said;
#[path = "world/staff.rs"]
mod staff;
#[path = "world/store.rs"]
mod store;
#[path = "world/transaction.rs"]
mod transaction;

use std::panic::{AssertUnwindSafe, catch_unwind};

use observer::{Broken, Law};
use run::{Fault, World};

/// How many calls a broken law is told with.
const LAST_CALLS: usize = 12;
/// How many worlds `./test` runs.
const WORLDS: u64 = 60;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Runs a world to its end; a panic is a law that was broken too.
fn run(world: &mut World) -> Option<Broken> {
    catch_unwind(AssertUnwindSafe(|| world.run())).unwrap_or_else(|_| {
        Some(Broken {
            law: Law::Panic,
            what: "a call did not return".to_owned(),
        })
    })
}

fn report(world: &World, broken: &Broken) -> String {
    let most = if number("WORLD_SEED").is_some() {
        usize::MAX
    } else {
        LAST_CALLS
    };
    let first = world.all_calls.len().saturating_sub(most);
    format!(
        "\nWORLD_SEED={} breaks {:?}: {}\nat {} after {} calls, the last of them:\n{}\n",
        world.seed,
        broken.law,
        broken.what,
        world.now,
        world.all_calls.len(),
        world.all_calls[first..].join("\n")
    )
}

#[test]
fn every_world_keeps_the_laws() {
    let seeds = match number("WORLD_SEED") {
        Some(seed) => seed..=seed,
        None => 1..=number("WORLDS").unwrap_or(WORLDS),
    };
    let (mut calls, mut left, mut prompts) = (0, 0, 0);
    let mut failed = Vec::new();
    for seed in seeds {
        let mut world = World::new(seed, Fault::None);
        if let Some(broken) = run(&mut world) {
            println!("{}", report(&world, &broken));
            failed.push((seed, broken.law));
        }
        calls += world.all_calls.len();
        left += world.observer.left;
        prompts += world.observer.prompts;
    }
    println!("{calls} calls, {left} messages left, {prompts} prompts");
    assert!(failed.is_empty(), "run one of them with WORLD_SEED: {failed:?}");
}

/// The laws can fail: each of these hosts breaks the one that it must break.
#[test]
fn a_host_that_does_it_wrong_is_seen() {
    let wrong = [
        (Fault::SendsTwice, Law::Once),
        (Fault::NeverLooks, Law::Hours),
        (Fault::LostUpdate, Law::Once),
        (Fault::ForgetsOptOuts, Law::Silence),
        (Fault::ForgetsEnds, Law::Over),
        (Fault::WritesMore, Law::Limits),
        (Fault::WrongClock, Law::Hours),
        (Fault::ForgetsTimers, Law::Calm),
        (Fault::HidesPrompts, Law::Human),
    ];
    for (fault, law) in wrong {
        let breaks = |seed: &u64| run(&mut World::new(*seed, fault)).is_some_and(|broken| broken.law == law);
        let seed = (1..=100).find(breaks);
        println!("{fault:?} breaks {law:?} in world {seed:?}");
        assert!(seed.is_some(), "{fault:?} goes unseen");
    }
}

#[test]
fn the_same_seed_is_the_same_world() {
    for seed in [4, 6] {
        let mut worlds = [World::new(seed, Fault::None), World::new(seed, Fault::None)];
        let ends = worlds.each_mut().map(|world| {
            run(world);
            (world.now, world.all_calls.clone())
        });
        assert_eq!(ends[0], ends[1]);
        assert!(ends[0].1.len() > 50, "something happens");
    }
}
