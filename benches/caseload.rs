//! What does an event cost in a caseload, beside loops written by hand over the same plans? Without wording, with ids,
//! journal, windows, caps and gaps. At 10,000, 100,000 and a million open cases, in nanoseconds of work.
//!
//! `cargo bench --bench caseload [-- CASES…]`

use std::time::{Duration, Instant};

use followthrough::follow_up::ActionKind;
use followthrough::follow_up::{EventKind, PlanEvent, Receipt, Reply};
use followthrough::plan::{Plan, ProcedureStatus};
use followthrough::recipient::{Channel, ContactValue};
use followthrough::wire::{ActionId, EventId, RecipientId};
use followthrough::{Caseload, Event, FollowUp, Playbook, Recipient, Timestamp};
use followthrough_benches::Stopwatch;
use followthrough_benches::by_hand::full;
use followthrough_benches::workload::{self, BASE, Case, Inbound, Tally, ZONES, bare, cases, mix};

/// Only says what memory a caseload takes.
const MEASURE: &str = "--bytes-each";

/// Only follows, again and again, for a look at two builds side by side or under a profiler.
const FOLLOW: &str = "--follow";

const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
trigger: {pending_for: 24h, window: 90d, where: {pending_value: {at_least: 500}}}
sequences:
  - id: touches
    steps:
      - {id: hello, day: 1, channel: sms, template: hello, otherwise: [email]}
      - {id: details, day: 3, channel: email, template: hello, otherwise: [sms]}
      - {id: soft, day: 7, channel: sms, template: hello, otherwise: [email]}
      - {id: call, day: 12, channel: call, escalate: high_value, when: {pending_value: {above: 3000}}}
escalation:
  high_value:
    - {prompt: call, role: front_desk, due_in: 4 business hours}
  re_engaged:
    - {prompt: book, role: front_desk, due_in: 4 business hours}
templates:
  hello:
    sms: {en: "Hello from {{practice.name}}. {{plan.link}} {{optout.text}}"}
    email: {en: {subject: "From {{practice.name}}", plain: "Hello. {{plan.link}}"}}
extends: dental
"#;

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if std::env::args().any(|arg| arg == MEASURE) {
        let playbook = Playbook::from_yaml(PLAYBOOK).expect("the example is a playbook");
        sizes
            .iter()
            .for_each(|size| println!("{:.0}", bytes_each(&playbook, *size)));
        return;
    }
    if std::env::args().any(|arg| arg == FOLLOW) {
        sizes.iter().for_each(|size| only_follow(*size));
        return;
    }
    let sizes = if sizes.is_empty() {
        vec![10_000, 100_000, 1_000_000]
    } else {
        sizes
    };
    let playbook = Playbook::from_yaml(PLAYBOOK).expect("the example is a playbook");
    let mut first = None;
    println!(
        "{:>9} {:>8} {:>8} {:>8} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "cases", "bare", "full", "library", "x bare", "x full", "bytes/case", "snapshot", "restore", "JSON/rest."
    );
    for size in sizes {
        let cases = cases(size);
        let inbound = workload::inbound(&cases);
        // Small sizes take too short for a single round to be told.
        let rounds = (500_000 / size).clamp(1, 40);
        let (mut hand, mut full_hand) = (Spent::default(), Spent::default());
        let mut ours = Spent::default();
        let bytes = measured(size).unwrap_or_default();
        let (mut saved, mut restored, mut json) = (Spent::default(), Spent::default(), Spent::default());
        for _ in 0..rounds {
            let watch = Stopwatch::start();
            let tally = bare(&cases, &inbound);
            hand.add(watch, tally.events);
            std::hint::black_box(tally.sum);

            let watch = Stopwatch::start();
            let tally = full(&cases, &inbound);
            full_hand.add(watch, tally.events);
            std::hint::black_box(tally.sum);

            let mut caseload = open(&playbook, &cases);
            let mut happenings = happenings(&cases, &inbound);
            rehearse(&mut caseload.clone(), &mut happenings);
            let watch = Stopwatch::start();
            let snapshot = caseload.snapshot();
            saved.add(watch, size);
            let watch = Stopwatch::start();
            let copy = Caseload::restore(playbook.clone(), &snapshot).expect("a snapshot of our own");
            restored.add(watch, size);
            let stored: Vec<String> = copy
                .recipients()
                .take(size.min(20_000))
                .filter_map(|id| Some(copy.get(&id)?.to_json()))
                .collect();
            // The same from JSON: a caseload too.
            let mut other = Caseload::new(playbook.clone());
            let watch = Stopwatch::start();
            for text in &stored {
                let follow_up = FollowUp::from_json(text).expect("stored by ourselves");
                other.add(follow_up).expect("ids differ");
            }
            json.add(watch, stored.len());
            drop((snapshot, copy));
            let watch = Stopwatch::start();
            let tally = follow(&mut caseload, &happenings);
            ours.add(watch, tally.events);
            std::hint::black_box(tally.sum);
        }
        let (hand, full_hand, ours) = (hand.each(), full_hand.each(), ours.each());
        println!(
            "{size:>9} {hand:>8.0} {full_hand:>8.0} {ours:>8.0} {:>10.1} {:>10.1} {bytes:>10} {:>10.0} {:>10.0} {:>10.1}",
            ours / hand,
            ours / full_hand,
            saved.each(),
            restored.each(),
            json.each() / restored.each(),
        );
        match first {
            None => first = Some(ours),
            Some(first) => println!("{:>9} growth since the first row: {:.1} times", "", ours / first),
        }
    }
}

/// The best of a dozen rounds, of the bare loop and of ours.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn only_follow(size: usize) {
    let playbook = Playbook::from_yaml(PLAYBOOK).expect("the example is a playbook");
    let cases = cases(size);
    let inbound = workload::inbound(&cases);
    let caseload = open(&playbook, &cases);
    let mut happenings = happenings(&cases, &inbound);
    rehearse(&mut caseload.clone(), &mut happenings);
    let (mut hand, mut ours) = (Duration::MAX, Duration::MAX);
    let (mut events, mut own_events) = (1, 1);
    for _ in 0..12 {
        let began = Instant::now();
        let tally = bare(&cases, &inbound);
        hand = hand.min(began.elapsed());
        events = tally.events;
        let mut caseload = caseload.clone();
        let began = Instant::now();
        let tally = std::hint::black_box(follow(&mut caseload, &happenings));
        ours = ours.min(began.elapsed());
        own_events = tally.events;
    }
    let (hand, ours) = (each(hand, events), each(ours, own_events));
    println!("{size:>9} {hand:>8.0} {ours:>8.0} {:>6.2}", ours / hand);
}

#[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
fn each(time: Duration, items: usize) -> f64 {
    time.as_secs_f64() * 1e9 / items.max(1) as f64
}

/// Work, and for how many items.
#[derive(Default)]
struct Spent {
    nanos: f64,
    items: usize,
}

impl Spent {
    fn add(&mut self, watch: Stopwatch, items: usize) {
        self.nanos += watch.each(1);
        self.items += items;
    }

    #[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
    fn each(&self) -> f64 {
        self.nanos / self.items.max(1) as f64
    }
}

/// Something that happens to one person.
struct Happening {
    at: Timestamp,
    recipient: RecipientId,
    case: usize,
    what: What,
}

enum What {
    Event(Box<Event>),
    /// The latest message was opened.
    Opened(Option<Box<Event>>),
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn open(playbook: &Playbook, cases: &[Case]) -> Caseload {
    let mut caseload = Caseload::new(playbook.clone()).without_texts();
    for (j, case) in cases.iter().enumerate() {
        // Each by itself first: a caseload's clock does not run back, and all are open before the first one is due.
        let mut follow_up = FollowUp::new(&recipient(j, case)).expect("the example is a recipient");
        let event = presented(j, case, false, at(case.presented));
        playbook
            .handle(&mut follow_up, event.at, &event)
            .expect("the example is a plan");
        caseload.add(follow_up).expect("ids differ");
    }
    caseload
}

/// Lets everything happen once, so that those who open a message know which.
fn rehearse(caseload: &mut Caseload, happenings: &mut [Happening]) {
    let mut sent: Vec<Option<ActionId>> = vec![None; caseload.len()];
    let mut answers = Vec::with_capacity(64);
    for happening in happenings {
        while let Some(wake) = caseload.next_wake().filter(|wake| *wake <= happening.at) {
            caseload.advance(wake, &mut answers).unwrap_or(false);
            for answer in &answers {
                let case = answer
                    .recipient
                    .as_str()
                    .get(2..)
                    .and_then(|digits| digits.parse::<usize>().ok());
                let Some(slot) = case.and_then(|case| sent.get_mut(case)) else {
                    continue;
                };
                let sends = answer.decision.actions.iter();
                let sends = sends.filter(|action| matches!(action.kind, ActionKind::Send(_)));
                *slot = sends.map(|action| action.id.clone()).next_back().or(slot.take());
            }
        }
        if let What::Opened(event) = &mut happening.what
            && let Some(Some(action_id)) = sent.get(happening.case)
        {
            let receipt = Receipt::Opened {
                action_id: action_id.clone(),
            };
            *event = Some(Box::new(Event {
                event_id: EventId::parse("opened").unwrap_or_else(|_| unreachable!()),
                at: happening.at,
                kind: EventKind::Receipt(receipt),
            }));
        }
        if let What::Event(event) | What::Opened(Some(event)) = &happening.what {
            caseload
                .handle(happening.at, &happening.recipient, event)
                .unwrap_or_default();
        }
    }
}

#[inline(never)]
fn follow(caseload: &mut Caseload, happenings: &[Happening]) -> Tally {
    let mut tally = Tally::default();
    let mut answers = Vec::with_capacity(64);
    let mut happenings = happenings.iter().peekable();
    loop {
        let wake = caseload.next_wake();
        let next_in = happenings.peek().map(|happening| happening.at);
        let timer_first = match (wake, next_in) {
            (None, None) => return tally,
            (Some(wake), Some(next_in)) => wake <= next_in,
            (wake, _) => wake.is_some(),
        };
        if timer_first {
            let Some(wake) = wake else { return tally };
            caseload.advance(wake, &mut answers).unwrap_or(false);
        } else {
            let Some(happening) = happenings.next() else {
                return tally;
            };
            let (What::Event(event) | What::Opened(Some(event))) = &happening.what else {
                continue;
            };
            let answer = caseload.handle(happening.at, &happening.recipient, event);
            answers.clear();
            answers.extend(answer.unwrap_or_default());
        }
        for answer in &answers {
            tally.events += 1;
            for action in &answer.decision.actions {
                let hash = action.id.to_bytes().unwrap_or_default();
                tally.sum = mix(tally.sum, hash.first().copied().map_or(0, u32::from));
            }
        }
    }
}

fn happenings(cases: &[Case], inbound: &[(i64, usize, Inbound)]) -> Vec<Happening> {
    inbound
        .iter()
        .filter_map(|&(when, j, kind)| {
            let case = cases.get(j)?;
            let reply = |text: &str| {
                What::Event(Box::new(Event {
                    event_id: EventId::parse(&format!("in-{j}")).unwrap_or_else(|_| unreachable!()),
                    at: at(when),
                    kind: EventKind::Reply(Reply {
                        channel: if case.sms { Channel::Sms } else { Channel::Email },
                        from: if case.sms { phone(j) } else { address(j) },
                        text: text.into(),
                    }),
                }))
            };
            let what = match kind {
                Inbound::Click => What::Opened(None),
                Inbound::Yes => reply("yes"),
                Inbound::Stop => reply("STOP"),
                Inbound::Accepted => What::Event(Box::new(presented(j, case, true, at(when)))),
            };
            Some(Happening {
                at: at(when),
                recipient: id(j),
                case: j,
                what,
            })
        })
        .collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(BASE + seconds)
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn id(j: usize) -> RecipientId {
    RecipientId::parse(&format!("r-{j}")).expect("an id")
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn phone(j: usize) -> ContactValue {
    ContactValue::parse(&format!("+1404{j:07}")).expect("a number")
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn address(j: usize) -> ContactValue {
    ContactValue::parse(&format!("r{j}@example.com")).expect("an address")
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn recipient(j: usize, case: &Case) -> Recipient {
    let consent = |given: bool| {
        let word = if given { "granted" } else { "denied" };
        format!(r#"{{"type": "{word}", "at": "2025-11-03T15:00:00Z"}}"#)
    };
    let zone = ZONES.get(case.zone).copied().unwrap_or("America/New_York");
    let json = format!(
        r#"{{"id": "r-{j}", "first_name": "Ana", "language": "en", "time_zone": "{zone}", "state": "GA", "contacts": [
             {{"kind": "mobile", "value": "+1404{j:07}", "consent": {}}},
             {{"kind": "email", "value": "r{j}@example.com", "consent": {}}}]}}"#,
        consent(case.sms),
        consent(case.email)
    );
    serde_json::from_str(&json).expect("the example is a recipient")
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn presented(j: usize, case: &Case, accepted: bool, known_at: Timestamp) -> Event {
    let json = format!(
        r#"{{"id": "tp-{j}", "patient": {{"id": "p-{j}", "first_name": "Ana", "last_name": "Reyes"}},
             "presented_at": "{}", "procedures": [
               {{"id": "pr-{j}", "code": "D2740", "fee": "{}.{:02}", "status": "planned"}}]}}"#,
        at(case.presented),
        case.cents / 100,
        case.cents % 100
    );
    let mut plan: Plan = serde_json::from_str(&json).expect("the example is a plan");
    if accepted {
        for procedure in &mut plan.procedures {
            procedure.status = ProcedureStatus::Scheduled;
        }
    }
    let event_id = EventId::parse(&format!("{}-{j}", if accepted { "in" } else { "plan" })).expect("an id");
    Event {
        event_id,
        at: known_at,
        kind: EventKind::Plan(PlanEvent { plan }),
    }
}

/// The memory that each case of an open caseload takes, measured by a process that has used none before: what others
/// gave back would be taken for nothing.
fn measured(size: usize) -> Option<String> {
    let itself = std::env::current_exe().ok()?;
    let child = std::process::Command::new(itself)
        .args([MEASURE, &size.to_string()])
        .output()
        .ok()?;
    Some(String::from_utf8(child.stdout).ok()?.trim().to_owned())
}

#[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
fn bytes_each(playbook: &Playbook, size: usize) -> f64 {
    let cases = cases(size);
    let before = resident();
    let caseload = open(playbook, &cases);
    let taken = resident() - before;
    taken as f64 / caseload.len().max(1) as f64
}

/// Bytes of this process that are in memory; zero where the system does not say.
fn resident() -> i64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages
        .as_deref()
        .and_then(|line| line.split(' ').nth(1)?.parse::<i64>().ok());
    pages.unwrap_or(0) * 4096
}
