//! What holds whatever happens, in whatever order: random events and ticks over one recipient.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

#[path = "common/clocks.rs"]
mod clocks;
#[path = "invariants/explained.rs"]
mod explained;
#[path = "invariants/histories.rs"]
mod histories;
#[path = "invariants/laws.rs"]
mod laws;
#[path = "invariants/people.rs"]
mod people;
#[path = "common/playbooks.rs"]
mod playbooks;
#[path = "common/said.rs"]
mod said;

use std::collections::BTreeMap;

use followthrough::follow_up::{
    Action, ActionKind, ConsentChange, EVENT_MEMORY_DAYS, EntryKind, EventKind, OptOutScope, Verdict, WhyNot,
};
use followthrough::recipient::Channel;
use followthrough::reply::{Intent, classify};
use followthrough::{Decision, Event, FollowUp, Moment, Playbook, Timestamp};
use proptest::prelude::*;

const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
limits: {max_open_cases: 2}
"#;

const RECIPIENT: &str = r#"{
  "id": "r-1", "first_name": "Ana", "language": "en", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "portal", "value": "p-1", "consent": {"type": "unknown"}}]}"#;

/// What a step of a random history does.
#[derive(Clone, Debug)]
enum Move {
    /// An event, so many seconds after the last one.
    Event(u32, String),
    /// A tick at `wake_at`, if there is one.
    Wake,
    /// A tick after so many seconds.
    Tick(u32),
    /// The last event again.
    Again,
    /// Stored and loaded.
    Reload,
    /// A receipt for the latest send.
    Receipt(&'static str),
    /// A click on the latest link.
    Click(&'static str),
    /// An outcome of the latest task.
    Staff(&'static str),
    /// An outcome about a case.
    StaffCase(u8, &'static str),
}

fn plan(id: u8, fee: u32, status: &str, said: &str, presented_days_ago: u8, group: &str) -> String {
    let day = 28 - presented_days_ago.min(27);
    format!(
        r#""type": "plan", "plan": {{"id": "tp-{id}", "patient": {{"id": "p-{id}", "first_name": "Leo", "last_name": "Zyx"}},
        "presented_at": "2026-02-{day:02}T10:00:00-05:00", "status": "{said}", "alternative_group": "{group}",
        "procedures": [{{"id": "pr-{id}-1", "code": "D7210", "fee": "{fee}.00", "status": "{status}"}},
                       {{"id": "pr-{id}-2", "code": "D6010", "fee": "900.00", "status": "planned"}}]}}"#
    )
}

fn event() -> impl Strategy<Value = String> {
    let statuses = prop::sample::select(vec![
        "planned",
        "planned",
        "planned",
        "scheduled",
        "completed",
        "declined",
    ]);
    let said = prop::sample::select(vec![
        "presented",
        "presented",
        "presented",
        "accepted",
        "declined",
        "draft",
    ]);
    let texts = prop::sample::select(vec![
        "yes",
        "Sí",
        "STOP",
        "stop all",
        "START",
        "HELP",
        "CANCEL",
        "how much is it?",
        "",
        "👍",
        "no thanks",
        "not now, maybe in May",
        "please call me",
        "wrong number",
        "please stop texting me",
        "don't email me",
        "she passed away",
        "it won't stop bleeding",
    ]);
    let groups = prop::sample::select(vec!["one", "two", "three"]);
    let visit = prop::sample::select(vec!["scheduled", "broken", "cancelled", "completed"]);
    let change = prop::sample::select(vec!["granted", "revoked"]);
    let person = prop::sample::select(vec!["active", "active", "active", "inactive", "deceased"]);
    prop_oneof![
        5 => (1u8..4, 100u32..5000, statuses, said, 0u8..28, groups)
            .prop_map(|(id, fee, status, said, days, group)| plan(id, fee, status, said, days, group)),
        3 => texts.prop_map(|text| format!(
            r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#)),
        2 => (1u8..4, visit, 0u32..40).prop_map(|(id, status, day)| format!(
            r#""type": "appointment", "appointment": {{"id": "a-{id}", "status": "{status}",
               "starts_at": "2026-03-{:02}T09:00:00-04:00", "procedure_ids": ["pr-{id}-1"]}}"#, 1 + day % 31)),
        1 => change.prop_map(|change| format!(
            r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "{change}""#)),
        1 => (1u8..4, 1u8..28, prop::sample::select(vec!["hello", "details", "soft"])).prop_map(|(id, day, step)| format!(
            r#""type": "history", "sends": [{{"channel": "sms", "to": "+14045550177",
               "at": "2026-03-{day:02}T15:00:00Z", "case_id": "tp-{id}", "step": "{step}"}}]"#)),
        1 => (1u8..28).prop_map(|day| format!(r#""type": "history",
            "sends": [{{"channel": "call", "to": "+14045550177", "at": "2026-03-{day:02}T16:00:00Z"}}],
            "opt_outs": [{{"contact": "ana@example.com", "at": "2026-03-{day:02}T17:00:00Z"}}]"#)),
        1 => (1u8..4).prop_map(|id| format!(r#""type": "plan_gone", "plan_id": "tp-{id}""#)),
        1 => person.prop_map(|status| {
            let recipient = RECIPIENT.replace(r#""language""#, &format!(r#""status": "{status}", "language""#));
            format!(r#""type": "recipient", "recipient": {recipient}"#)
        }),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let results = prop::sample::select(vec!["delivered", "bounced", "complained", "opened"]);
    let outcomes = prop::sample::select(vec![
        "reached",
        "booked",
        "answered",
        "left_message",
        "no_answer",
        "declined",
        "wrong_number",
        "do_not_contact",
        "resume",
        "pause",
        "stop_case",
        "undo",
        "undo",
    ]);
    let one = prop_oneof![
        4 => (0u32..400_000, event()).prop_map(|(after, event)| Move::Event(after, event)),
        8 => Just(Move::Wake),
        2 => (0u32..900_000).prop_map(Move::Tick),
        1 => Just(Move::Again),
        1 => Just(Move::Reload),
        2 => results.prop_map(Move::Receipt),
        1 => prop::sample::select(vec!["landed", "confirmed"]).prop_map(Move::Click),
        2 => outcomes.clone().prop_map(Move::Staff),
        3 => (1u8..4, outcomes).prop_map(|(id, outcome)| Move::StaffCase(id, outcome)),
    ];
    prop::collection::vec(one, 1..60)
}

/// Runs a history and checks after each move what must hold.
struct World {
    playbook: Playbook,
    follow_up: FollowUp,
    now: Timestamp,
    wake_at: Option<Timestamp>,
    last_event: Option<Event>,
    /// Every action ever handed out, by id.
    actions: BTreeMap<String, Action>,
    sends: Vec<(Timestamp, Action)>,
    /// When the phone was opted out, and opened again.
    opted_out: Option<Timestamp>,
    /// Whether only staff said so; the person's own word is not undone.
    by_staff: bool,
    count: usize,
}

impl World {
    fn new() -> Self {
        let playbook = Playbook::from_yaml(PLAYBOOK)
            .unwrap()
            .with_link_keys(&[b"a key of the tests' own"])
            .unwrap();
        Self {
            playbook,
            follow_up: FollowUp::from_recipient_json(RECIPIENT).unwrap(),
            now: Timestamp::parse("2026-03-02T15:00:00Z").unwrap(),
            wake_at: None,
            last_event: None,
            actions: BTreeMap::new(),
            sends: Vec::new(),
            opted_out: None,
            by_staff: false,
            count: 0,
        }
    }

    fn make(&mut self, step: &Move) {
        match step {
            Move::Event(after, body) => {
                self.now = self.now.plus(i64::from(*after));
                self.happen(&body.clone());
            }
            Move::Wake => {
                if let Some(at) = self.wake_at {
                    self.now = self.now.max(at);
                    self.tick();
                }
            }
            Move::Tick(after) => {
                let then = self.now.plus(i64::from(*after));
                if self.wake_at.is_none_or(|wake| wake > then) {
                    // Invariant 8: nothing happens before wake_at.
                    let mut probe = self.follow_up.clone();
                    let decision = self.playbook.tick(&mut probe, then).unwrap();
                    assert_eq!(decision.actions, []);
                    assert_eq!(decision.journal, []);
                    assert_eq!(decision.wake_at, self.wake_at);
                }
                self.now = then;
                self.tick();
            }
            Move::Again => {
                let remembered = |event: &Event| self.now.since(event.at) <= EVENT_MEMORY_DAYS * 86_400;
                if let Some(event) = self.last_event.clone().filter(remembered) {
                    // Invariant 7: telling it again changes nothing.
                    let before = self.follow_up.clone();
                    let decision = self.playbook.handle(&mut self.follow_up, self.now, &event).unwrap();
                    assert_eq!(decision.actions, []);
                    assert_eq!(decision.journal, []);
                    assert_eq!(self.follow_up, before);
                }
            }
            Move::Reload => {
                let loaded = FollowUp::from_json(&self.follow_up.to_json()).unwrap();
                assert_eq!(loaded, self.follow_up);
                self.follow_up = loaded;
            }
            Move::Receipt(result) => {
                if let Some((_, action)) = self.sends.last() {
                    let body = format!(
                        r#""type": "receipt", "action_id": "{}", "result": "{result}""#,
                        action.id
                    );
                    self.happen(&body);
                }
            }
            Move::Click(kind) => {
                let token = self.sends.iter().rev().find_map(|(_, action)| match &action.kind {
                    ActionKind::Send(send) => send.links.first().map(|link| link.token.reveal().to_owned()),
                    _ => None,
                });
                if let Some(token) = token {
                    self.happen(&format!(r#""type": "click", "token": "{token}", "kind": "{kind}""#));
                }
            }
            Move::StaffCase(id, outcome) => {
                self.happen(&format!(
                    r#""type": "staff", "case_id": "tp-{id}", "outcome": "{outcome}""#
                ));
            }
            Move::Staff(outcome) => {
                let task = self.actions.values().find_map(|action| match &action.kind {
                    ActionKind::Prompt(prompt) => Some(prompt.task_id.clone()),
                    _ => None,
                });
                if let Some(task) = task {
                    self.happen(&format!(
                        r#""type": "staff", "task_id": "{task}", "outcome": "{outcome}""#
                    ));
                }
            }
        }
    }

    /// Who ended messages to the phone, if anybody did.
    fn hear_opt_out(&mut self, event: &Event, decision: &Decision) {
        let own = match &event.kind {
            EventKind::Reply(reply) => classify(reply.text.reveal()).intents.iter().any(of_texts),
            EventKind::Consent(consent) => consent.change == ConsentChange::Revoked,
            _ => false,
        };
        let silenced = decision
            .actions
            .iter()
            .any(|action| matches!(&action.kind, ActionKind::RecordOptOut(record) if record.contact.reveal().starts_with('+') || record.scope == OptOutScope::All));
        let staff = matches!(&event.kind, EventKind::Staff(_));
        // What the engine read out of words may be a misreading, and staff take that back; a keyword is the person's own.
        let read = match &event.kind {
            EventKind::Reply(reply) => reply.text.reveal().split_whitespace().count() > 1,
            _ => false,
        };
        let opened = decision.journal.iter().any(|entry| {
            matches!(
                &entry.kind,
                EntryKind::ConsentChanged {
                    channel: Channel::Sms,
                    change: ConsentChange::Granted
                }
            )
        });
        if (own || (silenced && !staff)) && !read {
            (self.opted_out, self.by_staff) = (Some(self.now), false);
        } else if (own || silenced) && self.opted_out.is_none() {
            (self.opted_out, self.by_staff) = (Some(self.now), true);
        } else if opened && staff {
            assert!(
                self.opted_out.is_none() || self.by_staff,
                "the person's own opt-out was undone"
            );
            self.opted_out = None;
        }
    }

    fn happen(&mut self, body: &str) {
        self.count += 1;
        let event = Event::from_json(&format!(
            r#"{{"event_id": "e-{}", "at": "{}", {body}}}"#,
            self.count, self.now
        ));
        let event = event.unwrap();
        let before = self.follow_up.clone();
        let mut replayed = before.clone();
        match self.playbook.handle(&mut self.follow_up, self.now, &event) {
            Ok(decision) => {
                // Invariants 3 and 6: the same again, from what was stored, gives the same bytes.
                replayed = FollowUp::from_json(&replayed.to_json()).unwrap();
                let again = self.playbook.handle(&mut replayed, self.now, &event).unwrap();
                assert_eq!(again.to_json(), decision.to_json());
                self.last_event = Some(event.clone());
                let confirms = decision.actions.iter().filter(|a| is_confirmation(a)).count();
                assert!(confirms <= 1);
                for action in &decision.actions {
                    assert!(
                        !matches!(&action.kind, ActionKind::Send(_)) || is_confirmation(action),
                        "only a tick sends"
                    );
                }
                if body.contains(r#""change": "granted""#) {
                    self.opted_out = None;
                }
                self.hear_opt_out(&event, &decision);
                self.take(decision);
            }
            Err(error) => {
                assert!(error.code().as_str().starts_with("FT-H"), "{error}");
                assert_eq!(self.follow_up, before, "an error changes nothing");
            }
        }
    }

    fn tick(&mut self) {
        explained::agrees(&self.playbook, &self.follow_up, self.now);
        let mut replayed = FollowUp::from_json(&self.follow_up.to_json()).unwrap();
        let decision = self.playbook.tick(&mut self.follow_up, Moment::from(self.now)).unwrap();
        let again = self.playbook.tick(&mut replayed, Moment::from(self.now)).unwrap();
        assert_eq!(again.to_json(), decision.to_json());
        assert!(
            decision.wake_at.is_none_or(|wake| wake > self.now),
            "all that is due was done"
        );
        self.take(decision);
    }

    /// Of alternatives at most one is beyond waiting.
    fn one_of_a_group(&self) {
        let stored: serde_json::Value = serde_json::from_str(&self.follow_up.to_json()).unwrap();
        let mut under_way = BTreeMap::new();
        for case in stored["cases"].as_array().into_iter().flatten() {
            let state = case["state"]["type"].as_str().unwrap();
            if state != "waiting" && state != "closed" {
                let group = case["subject"]["plan"]["alternative_group"]
                    .as_str()
                    .unwrap()
                    .to_owned();
                let other = under_way.insert(group, case["id"].clone());
                assert_eq!(other, None, "and {}: {}", case["id"], case["state"]);
            }
        }
    }

    fn take(&mut self, decision: Decision) {
        self.one_of_a_group();
        self.wake_at = decision.wake_at;
        self.look_before_sending(&decision);
        let ranks: Vec<u8> = decision.actions.iter().map(rank).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
        for action in decision.actions {
            // Invariant 3: an id stands for one action.
            if let Some(known) = self.actions.insert(action.id.to_string(), action.clone()) {
                assert_eq!(known, action);
                panic!("{} was handed out twice", action.id);
            }
            if let ActionKind::Send(send) = &action.kind {
                if !is_confirmation(&action) {
                    let silent = self.opted_out.is_some() && send.channel == Channel::Sms;
                    assert!(!silent, "a message after an opt-out");
                }
                assert!(send.expires_at > self.now);
                self.sends.push((self.now, action));
            }
        }
    }
}

impl World {
    /// What was just handed out may leave; what was taken back, or goes to a silent phone, may not.
    fn look_before_sending(&self, decision: &Decision) {
        let look = |action: &Action| self.playbook.may_still_send(&self.follow_up, &action.id, self.now);
        let mut opted_out = self.opted_out.is_some();
        for action in &decision.actions {
            match &action.kind {
                ActionKind::Send(send) => {
                    let until = send.expires_at;
                    assert_eq!(look(action), Verdict::Yes { until }, "{:?}", send.step);
                }
                ActionKind::RecordOptOut(record) => opted_out |= record.contact.reveal().starts_with('+'),
                ActionKind::Cancel { action_id } => {
                    let verdict = self.playbook.may_still_send(&self.follow_up, action_id, self.now);
                    let reason = if self.sends.iter().any(|(_, action)| &action.id == action_id) {
                        WhyNot::Cancelled
                    } else {
                        WhyNot::UnknownAction
                    };
                    assert_eq!(verdict, Verdict::No { reason });
                }
                _ => {}
            }
        }
        for (_, action) in &self.sends {
            let verdict = look(action);
            let to_phone = matches!(&action.kind, ActionKind::Send(send) if send.channel == Channel::Sms);
            if to_phone && opted_out && !is_confirmation(action) {
                assert!(!verdict.is_yes(), "a message after an opt-out");
            }
            if let (Verdict::Yes { until }, ActionKind::Send(send)) = (verdict, &action.kind) {
                assert!(self.now < until && until == send.expires_at);
            }
        }
    }
}

fn is_confirmation(action: &Action) -> bool {
    matches!(&action.kind, ActionKind::Send(send) if send.step.as_str() == "opt_out_confirmation")
}

fn rank(action: &Action) -> u8 {
    match action.kind {
        ActionKind::Cancel { .. } => 0,
        ActionKind::RecordOptOut(_) => 1,
        ActionKind::Send(_) => 2,
        ActionKind::TellPracticeSystem { .. } => 3,
        ActionKind::Prompt(_) => 4,
        ActionKind::Alert { .. } => 5,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens(moves in moves()) {
        let mut world = World::new();
        for step in &moves {
            world.make(step);
        }
        // Invariant 5: with ticks alone every case comes to its end.
        for _ in 0..200 {
            let Some(at) = world.wake_at else { break };
            world.now = world.now.max(at);
            world.tick();
        }
        prop_assert_eq!(world.wake_at, None);
        prop_assert!(world.follow_up.states().values().all(|state| *state == "closed" || *state == "waiting"));
        // Privacy: no Debug shows a name, a number or an address.
        let debug = format!("{:?}", world.follow_up);
        for secret in ["Ana", "Leo", "Zyx", "5550177", "ana@"] {
            prop_assert!(!debug.contains(secret), "{}", secret);
        }
    }
}

/// "Don't e-mail me" leaves the phone as it is.
fn of_texts(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::OptOut {
            channel: None | Some(Channel::Sms),
            ..
        } | Intent::OptOut {
            scope: Some(followthrough::reply::OptOutScope::All),
            ..
        }
    )
}
