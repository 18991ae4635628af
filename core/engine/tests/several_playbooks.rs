//! Two playbooks for one person: one for plans, one for recalls, over the same follow-up.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use std::collections::{BTreeMap, VecDeque};

use followthrough::follow_up::{ActionKind, EVENT_MEMORY_DAYS, Entry, EntryKind, Outcome, ReEngagedBy};
use followthrough::recipient::Channel;
use followthrough::{Decision, Event, FollowUp, Playbook, Timestamp};
use proptest::prelude::*;

const PRACTICE: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
"#;

const RECALL: &str = r#"
subject: recall
done_when: {appointment: hygiene}
trigger: {pending_for: 0h, window: 120d}
limits: {per_week: 4}
sequences:
- id: recall
  steps:
  - {id: due, day: 0, channel: sms, template: due, otherwise: [email]}
  - {id: again, day: 3, channel: sms, template: due, otherwise: [email]}
  - {id: letter, day: 6, channel: email, template: due}
  - {id: call, day: 9, channel: call, escalate: call}
escalation:
  call: [{prompt: call, role: front_desk}, {prompt: call, role: office_manager, after: 1 business day}]
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
when_re_engaged: {escalate: re_engaged}
templates:
  due:
    sms: {en: "Hi {{patient.first_name}}, your visit was due on {{subject.due_on}}: {{plan.link}}"}
    email: {en: {subject: "Your next visit", plain: "Hi {{patient.first_name}}, pick a time: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "{{practice.name}}: you will get no more messages."}}
"#;

const RECIPIENT: &str = r#"{
  "id": "r-1", "first_name": "Ana", "language": "en", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#;

const PLAN: &str = r#""type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-1"},
  "presented_at": "2026-03-02T10:00:00-05:00",
  "procedures": [{"id": "pr-1", "code": "D7210", "fee": "2400.00", "status": "planned"}]}"#;
const DUE: &str = r#""type": "subject", "subject": {"kind": "recall", "id": "rc-5", "patient": {"id": "p-1"},
  "due_on": "2026-03-02"}"#;
const YES: &str = r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "yes""#;
const STOP: &str = r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP""#;

fn dental() -> Playbook {
    keyed(&format!("{PRACTICE}extends: dental\nlimits: {{per_week: 4}}\n"))
}

fn recall() -> Playbook {
    keyed(&format!("{PRACTICE}{RECALL}"))
}

fn keyed(text: &str) -> Playbook {
    let playbook = Playbook::from_yaml(text).unwrap();
    playbook.with_link_keys(&[b"a key of the tests' own"]).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn event(id: &str, when: Timestamp, body: &str) -> Event {
    Event::from_json(&format!(r#"{{"event_id": "{id}", "at": "{when}", {body}}}"#)).unwrap()
}

fn states(follow_up: &FollowUp) -> Vec<(String, &'static str)> {
    let states = follow_up.states().into_iter();
    states.map(|(id, state)| (id.to_string(), state)).collect()
}

fn sends(decision: &Decision) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for action in &decision.actions {
        if let ActionKind::Send(send) = &action.kind {
            let case = send.case_id.as_ref().map_or("-", |id| id.as_str());
            all.push((case, send.step.as_str()));
        }
    }
    all
}

/// Both playbooks know of their own thing; the recall was written about first, then the plan.
fn both_active() -> (Playbook, Playbook, FollowUp, Timestamp) {
    let (dental, recall) = (dental(), recall());
    let mut f = FollowUp::from_recipient_json(RECIPIENT).unwrap();
    let begin = at("2026-03-02T15:00:00Z");
    for playbook in [&dental, &recall] {
        for (id, body) in [("e1", PLAN), ("e2", DUE)] {
            playbook.handle(&mut f, begin, &event(id, begin, body)).unwrap();
        }
    }
    let decision = recall.tick(&mut f, begin).unwrap();
    assert_eq!(sends(&decision), [("rc-5", "due")]);
    let day_1 = at("2026-03-03T15:00:00Z");
    assert_eq!(sends(&dental.tick(&mut f, day_1).unwrap()), [("tp-1", "hello")]);
    assert_eq!(sends(&recall.tick(&mut f, day_1).unwrap()), []);
    (dental, recall, f, day_1)
}

#[test]
fn each_follows_its_own_and_the_limits_are_shared() {
    let (dental, recall, mut f, _) = both_active();
    assert_eq!(
        states(&f),
        [("rc-5".to_owned(), "active"), ("tp-1".to_owned(), "active")]
    );
    // Day 3 of both is a Thursday: the gap of 20 hours lets one through, and the other a day later.
    let day_3 = at("2026-03-05T15:00:00Z");
    assert_eq!(sends(&recall.tick(&mut f, day_3).unwrap()), [("rc-5", "again")]);
    let decision = dental.tick(&mut f, day_3).unwrap();
    assert_eq!(sends(&decision), []);
    assert!(decision.wake_at.unwrap() > day_3);
    // No call is another revision's: each playbook is its own kind's.
    let again = recall.tick(&mut f, day_3).unwrap();
    assert_eq!((again.actions, again.journal), (vec![], vec![]));
    let loaded = FollowUp::from_json(&f.to_json()).unwrap();
    assert_eq!(loaded, f);
}

#[test]
fn a_yes_is_for_the_case_of_the_message_that_it_answers_in_whatever_order_it_is_handed_in() {
    for recall_first in [false, true] {
        let (dental, recall, mut f, now) = both_active();
        let yes = event("e3", now.plus(60), YES);
        let mut order = [&dental, &recall];
        if recall_first {
            order.reverse();
        }
        for playbook in order {
            playbook.handle(&mut f, now.plus(60), &yes).unwrap();
            // A message of the other's in between does not make it the other's answer.
            recall.tick(&mut f, at("2026-03-05T15:00:00Z")).unwrap();
        }
        let told = states(&f);
        assert_eq!(told, [("rc-5".to_owned(), "active"), ("tp-1".to_owned(), "re_engaged")]);
        // Telling it again changes nothing, to either of them.
        let before = f.clone();
        for playbook in order {
            let decision = playbook.handle(&mut f, at("2026-03-05T15:00:00Z"), &yes).unwrap();
            assert_eq!((decision.actions, decision.journal), (vec![], vec![]));
        }
        assert_eq!(f, before);
    }
}

#[test]
fn a_reply_that_is_left_to_the_other_is_still_its_own_after_newer_messages() {
    let (dental, recall, mut f, now) = both_active();
    let thursday = at("2026-03-05T15:00:00Z");
    recall.tick(&mut f, thursday).unwrap();
    let yes = event("e3", thursday.plus(60), YES);
    dental.handle(&mut f, thursday.plus(60), &yes).unwrap();
    assert!(now < thursday);
    let friday = dental.tick(&mut f, thursday.plus(86_400)).unwrap();
    assert_eq!(sends(&friday), [("tp-1", "details")]);
    let decision = recall.handle(&mut f, thursday.plus(86_400), &yes).unwrap();
    assert!(decision.actions.iter().any(|a| matches!(a.kind, ActionKind::Prompt(_))));
    assert_eq!(
        states(&f),
        [("rc-5".to_owned(), "re_engaged"), ("tp-1".to_owned(), "active")]
    );
}

#[test]
fn a_stop_handled_by_one_ends_the_cases_of_both_and_is_confirmed_once() {
    for tick_before in [false, true] {
        let (dental, recall, mut f, now) = both_active();
        let stop = event("e3", now.plus(60), STOP);
        let first = dental.handle(&mut f, now.plus(60), &stop).unwrap();
        assert_eq!(sends(&first).len(), 1, "the confirmation");
        // The recall's own playbook has yet to hear of it, and still sends nothing.
        if tick_before {
            let decision = recall.tick(&mut f, at("2026-03-05T15:00:00Z")).unwrap();
            assert_eq!(sends(&decision), []);
            let told = |kind: &EntryKind| {
                matches!(
                    kind,
                    EntryKind::Closed {
                        outcome: Outcome::OptedOut,
                        ..
                    }
                )
            };
            assert!(decision.journal.iter().any(|entry| told(&entry.kind)));
            assert_eq!(decision.wake_at, None);
        }
        let second = recall.handle(&mut f, now.plus(120), &stop).unwrap();
        assert_eq!(sends(&second), []);
        assert!(f.outcomes().values().all(|outcome| *outcome == Outcome::OptedOut));
        assert_eq!(f.outcomes().len(), 2);
    }
}

#[test]
fn a_late_stop_does_not_undo_a_newer_grant_when_the_other_playbook_hears_of_it() {
    let (dental, recall, mut f, now) = both_active();
    let stop = event("e3", now.plus(60), STOP);
    let grant = r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "granted""#;
    let grant = event("e4", now.plus(600), grant);
    dental.handle(&mut f, now.plus(60), &stop).unwrap();
    dental.handle(&mut f, now.plus(600), &grant).unwrap();
    let person = f.to_json();
    let decision = recall.handle(&mut f, now.plus(600), &stop).unwrap();
    assert!(
        decision
            .actions
            .iter()
            .all(|a| !matches!(a.kind, ActionKind::RecordOptOut(_)))
    );
    recall.handle(&mut f, now.plus(600), &grant).unwrap();
    let granted = r#""type":"granted","at":"2026-03-03T15:10:00Z""#;
    assert!(person.contains(granted) && f.to_json().contains(granted));
}

#[test]
fn slots_are_counted_for_each_playbook_and_ids_tell_kinds_apart() {
    let (dental, recall, mut f, now) = both_active();
    let second = DUE.replace("rc-5", "rc-6");
    recall.handle(&mut f, now, &event("e5", now, &second)).unwrap();
    recall.tick(&mut f, now).unwrap();
    assert_eq!(f.states().values().filter(|state| **state == "waiting").count(), 1);
    let taken = DUE.replace("rc-5", "tp-1");
    let error = recall.handle(&mut f, now, &event("e6", now, &taken)).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-H015", "subject.id"));
    let taken = PLAN.replace("tp-1", "rc-5");
    let error = dental.handle(&mut f, now, &event("e7", now, &taken)).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-H015", "plan.id"));
}

#[test]
fn a_task_is_ended_once_and_a_wrong_number_is_one_for_both() {
    let (dental, recall, mut f, now) = both_active();
    let yes = event("e3", now.plus(60), YES);
    let decision = dental.handle(&mut f, now.plus(60), &yes).unwrap();
    recall.handle(&mut f, now.plus(60), &yes).unwrap();
    let task = decision.actions.iter().find_map(|action| match &action.kind {
        ActionKind::Prompt(prompt) => Some(prompt.task_id.clone()),
        _ => None,
    });
    let body = format!(
        r#""type": "staff", "task_id": "{}", "outcome": "wrong_number""#,
        task.unwrap()
    );
    let wrong = event("e4", now.plus(600), &body);
    let first = dental.handle(&mut f, now.plus(600), &wrong).unwrap();
    let second = recall.handle(&mut f, now.plus(600), &wrong).unwrap();
    let dropped = |decision: &Decision| {
        let entries = decision.journal.iter();
        entries
            .filter(|e| matches!(e.kind, EntryKind::ContactDropped { .. }))
            .count()
    };
    assert_eq!((dropped(&first), dropped(&second)), (1, 0));
    // What goes next goes by e-mail, from both.
    let next = recall.tick(&mut f, at("2026-03-05T15:00:00Z")).unwrap();
    let by = |decision: &Decision| match &decision.actions[0].kind {
        ActionKind::Send(send) => send.channel,
        other => panic!("{other:?}"),
    };
    assert_eq!(by(&next), Channel::Email);
}

/// The first block of YAML below a heading of the page.
fn of_the_page(heading: &str) -> &'static str {
    let page = include_str!("../../../docs/playbook.md");
    let (_, section) = page.split_once(heading).unwrap();
    let (_, block) = section.split_once("```yaml\n").unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn the_recall_playbook_of_the_page_writes_to_who_is_overdue() {
    let text = of_the_page("\n## Following up something else\n");
    let playbook = Playbook::from_yaml(text).unwrap();
    assert_eq!(playbook.subject().as_str(), "recall");
    let mut f = FollowUp::from_recipient_json(RECIPIENT).unwrap();
    let begin = at("2026-03-02T15:00:00Z");
    playbook.handle(&mut f, begin, &event("e1", begin, DUE)).unwrap();
    let due = at("2026-03-09T13:00:00Z");
    assert_eq!(sends(&playbook.tick(&mut f, due).unwrap()), [("rc-5", "due")]);
    // What a plan has and a recall has not is told with its place, and what to write instead.
    let wrong = text.replace(
        "was due on {{subject.due_on}}. [Pick",
        "costs {{plan.item_count}}. [Pick",
    );
    let errors = Playbook::from_yaml(&wrong).unwrap_err().to_string();
    let wrong_line = |line: &&str| line.contains("item_count");
    let line = wrong.lines().position(|line| wrong_line(&line)).unwrap() + 1;
    let column = wrong.lines().find(wrong_line).unwrap().find("plan.item_count").unwrap() + 1;
    let expected = format!(
        "FT-P010 templates.due.email.en.plain: plan.item_count is of plans, and this playbook follows up recall \
         (line {line}, column {column}); leave it out; subject.due_on and plan.link are there"
    );
    assert_eq!(errors, expected);
    for (before, after, says) in [
        (
            "window: 120d",
            "accepted_when: any_visit",
            "only a plan is accepted by its procedures",
        ),
        ("{appointment: [hygiene]}", "{appointment: []}", "got an empty list"),
        ("{appointment: [hygiene]}", "{}", "the key \"appointment\" is missing"),
    ] {
        let errors = Playbook::from_yaml(&text.replace(before, after))
            .unwrap_err()
            .to_string();
        assert!(errors.contains(says) && errors.contains("(line "), "{errors}");
    }
}

#[derive(Clone, Debug)]
enum Move {
    /// Something happens, and the playbook of this index hears of it first.
    Event(u32, usize, String),
    /// A receipt for the latest message, or a click on its link; the playbook of this index hears of it first.
    Receipt(usize, &'static str),
    Click(usize),
    /// The other one hears of what waits for it.
    Deliver(usize),
    Tick(usize, u32),
    Wake(usize),
    /// The last event that this one took in, once more.
    Again(usize),
    Reload,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let texts = prop::sample::select(vec!["yes", "yes", "STOP", "HELP", "how much?", "CANCEL"]);
    let visits = prop::sample::select(vec!["scheduled", "broken", "cancelled", "completed"]);
    let body = prop_oneof![
        2 => (0u8..2, 1u8..28, prop::sample::select(vec!["planned", "planned", "scheduled"])).prop_map(|(n, day, status)| format!(
            r#""type": "plan", "plan": {{"id": "tp-{n}", "patient": {{"id": "p-1"}}, "presented_at": "2026-02-{day:02}",
               "procedures": [{{"id": "pr-{n}", "code": "D7210", "fee": "{}00.00", "status": "{status}"}}]}}"#, 6 + n)),
        3 => (0u8..2, 1u8..28, any::<bool>()).prop_map(|(n, day, done)| format!(
            r#""type": "subject", "subject": {{"kind": "recall", "id": "rc-{n}", "patient": {{"id": "p-1"}},
               "due_on": "2026-03-{day:02}", "done": {}}}"#, done && day % 4 == 0)),
        3 => texts.prop_map(|text| format!(
            r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#)),
        1 => (0u8..3, visits, 1u8..31, any::<bool>()).prop_map(|(n, status, day, hygiene)| format!(
            r#""type": "appointment", "appointment": {{"id": "a-{n}", "status": "{status}", "kind": "{}",
               "starts_at": "2026-03-{day:02}T14:00:00Z", "procedure_ids": ["pr-{n}"]}}"#,
            if hygiene { "hygiene" } else { "operative" })),
        1 => Just(r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "granted""#.to_owned()),
        1 => (0u8..2, prop::sample::select(vec!["pause", "stop_case", "do_not_contact", "wrong_number"])).prop_map(
            |(n, outcome)| format!(r#""type": "staff", "case_id": "rc-{n}", "outcome": "{outcome}""#)),
        1 => (0u8..2).prop_map(|n| format!(r#""type": "subject_gone", "kind": "recall", "subject_id": "rc-{n}""#)),
    ];
    let one = prop_oneof![
        5 => (0u32..300_000, 0usize..2, body).prop_map(|(after, who, body)| Move::Event(after, who, body)),
        1 => (0usize..2, prop::sample::select(vec!["delivered", "opened"])).prop_map(|(who, r)| Move::Receipt(who, r)),
        1 => (0usize..2).prop_map(Move::Click),
        4 => (0usize..2).prop_map(Move::Deliver),
        2 => (0usize..2, 0u32..400_000).prop_map(|(who, after)| Move::Tick(who, after)),
        8 => (0usize..2).prop_map(Move::Wake),
        1 => (0usize..2).prop_map(Move::Again),
        1 => Just(Move::Reload),
    ];
    prop::collection::vec(one, 1..70)
}

struct World {
    playbooks: [Playbook; 2],
    follow_up: FollowUp,
    now: Timestamp,
    wake_at: [Option<Timestamp>; 2],
    /// What each has yet to hear.
    inbox: [VecDeque<Event>; 2],
    last: [Option<Event>; 2],
    actions: BTreeMap<String, ActionKind>,
    /// Messages but the confirmations.
    sends: Vec<Timestamp>,
    /// Whether a stop is known of, and no later grant.
    silent: bool,
    /// By event: confirmations, and cases re-engaged by a reply or a click.
    confirmed: BTreeMap<String, usize>,
    re_engaged: BTreeMap<String, usize>,
    /// The latest message with a link: its id, and the link's token.
    latest: Option<(String, String)>,
    count: usize,
}

const KINDS: [&str; 2] = ["tp-", "rc-"];

impl World {
    fn new() -> Self {
        Self {
            playbooks: [dental(), recall()],
            follow_up: FollowUp::from_recipient_json(RECIPIENT).unwrap(),
            now: at("2026-03-02T15:00:00Z"),
            wake_at: [None, None],
            inbox: [VecDeque::new(), VecDeque::new()],
            last: [None, None],
            actions: BTreeMap::new(),
            sends: Vec::new(),
            silent: false,
            confirmed: BTreeMap::new(),
            re_engaged: BTreeMap::new(),
            latest: None,
            count: 0,
        }
    }

    fn make(&mut self, step: &Move) {
        match step {
            Move::Event(after, who, body) => {
                self.now = self.now.plus(i64::from(*after));
                self.happen(*who, body);
            }
            Move::Receipt(who, result) => {
                if let Some((id, _)) = self.latest.clone() {
                    let body = format!(r#""type": "receipt", "action_id": "{id}", "result": "{result}""#);
                    self.happen(*who, &body);
                }
            }
            Move::Click(who) => {
                if let Some((_, token)) = self.latest.clone() {
                    let body = format!(r#""type": "click", "token": "{token}", "kind": "confirmed""#);
                    self.happen(*who, &body);
                }
            }
            Move::Deliver(who) => self.deliver(*who),
            Move::Tick(who, after) => {
                self.now = self.now.plus(i64::from(*after));
                self.tick(*who);
            }
            Move::Wake(who) => {
                if let Some(at) = self.wake_at[*who] {
                    self.now = self.now.max(at);
                    self.tick(*who);
                }
            }
            Move::Again(who) => {
                if let Some(event) = self.last[*who].clone().filter(|e| self.now.since(e.at) < 30 * 86_400) {
                    let before = self.follow_up.clone();
                    let decision = self.playbooks[*who]
                        .handle(&mut self.follow_up, self.now, &event)
                        .unwrap();
                    assert_eq!((decision.actions, decision.journal), (vec![], vec![]));
                    assert_eq!(self.follow_up, before);
                }
            }
            Move::Reload => {
                let loaded = FollowUp::from_json(&self.follow_up.to_json()).unwrap();
                assert_eq!(loaded, self.follow_up);
                self.follow_up = loaded;
            }
        }
    }

    fn happen(&mut self, who: usize, body: &str) {
        self.count += 1;
        let event = event(&format!("e-{}", self.count), self.now, body);
        self.inbox[1 - who].push_back(event.clone());
        // What is older goes first, as on any queue.
        self.inbox[who].push_back(event);
        while !self.inbox[who].is_empty() {
            self.deliver(who);
        }
    }

    fn deliver(&mut self, who: usize) {
        let Some(event) = self.inbox[who].pop_front() else {
            return;
        };
        // Beyond its memory nobody can tell that the other one has seen it.
        if self.now.since(event.at) > EVENT_MEMORY_DAYS * 86_400 {
            return;
        }
        let before = self.follow_up.clone();
        match self.playbooks[who].handle(&mut self.follow_up, self.now, &event) {
            Ok(decision) => {
                let id = event.event_id.to_string();
                let confirmations = sends(&decision).len();
                *self.confirmed.entry(id.clone()).or_default() += confirmations;
                assert!(self.confirmed[&id] <= 1, "confirmed once");
                let re_engaged = |e: &&Entry| {
                    matches!(
                        &e.kind,
                        EntryKind::ReEngaged {
                            by: ReEngagedBy::Reply | ReEngagedBy::Click,
                            ..
                        }
                    )
                };
                let count = decision.journal.iter().filter(re_engaged).count();
                *self.re_engaged.entry(id.clone()).or_default() += count;
                assert!(self.re_engaged[&id] <= 1, "one case re-engaged");
                let body = event.to_json();
                if body.contains(r#""granted""#) {
                    // It may be older than a stop that is known; then nothing is opened, and nothing is sent either.
                    self.silent = false;
                }
                if [r#""STOP""#, r#""CANCEL""#, "do_not_contact"]
                    .iter()
                    .any(|word| body.contains(word))
                {
                    self.silent = !self.seen_before(&id);
                }
                self.last[who] = Some(event);
                self.take(who, decision);
            }
            Err(error) => {
                assert!(error.code().as_str().starts_with("FT-H"), "{error}");
                assert_eq!(self.follow_up, before, "an error changes nothing");
            }
        }
    }

    /// Whether the other one took it in before, so that a grant may have come since.
    fn seen_before(&self, id: &str) -> bool {
        let waits = self.inbox.iter().flatten().any(|event| event.event_id.as_str() == id);
        !waits && !self.silent
    }

    fn tick(&mut self, who: usize) {
        let decision = self.playbooks[who].tick(&mut self.follow_up, self.now).unwrap();
        assert!(
            decision.wake_at.is_none_or(|wake| wake > self.now),
            "all that is due was done"
        );
        let sent = sends(&decision).len();
        assert!(sent == 0 || !self.silent, "a message after an opt-out");
        for _ in 0..sent {
            let recent = |span: i64| self.sends.iter().filter(|at| self.now.since(**at) < span).count();
            assert_eq!(recent(20 * 3_600), 0, "the gap is shared");
            assert!(recent(7 * 86_400) < 4, "the week is shared");
            self.sends.push(self.now);
        }
        self.take(who, decision);
    }

    fn take(&mut self, who: usize, decision: Decision) {
        self.wake_at[who] = decision.wake_at;
        for entry in decision.journal {
            assert!(!matches!(entry.kind, EntryKind::RevisionChanged { .. }));
            let own = entry.case_id.is_none_or(|id| id.as_str().starts_with(KINDS[who]));
            let shared = matches!(&entry.kind, EntryKind::Ignored { .. });
            let confirms =
                matches!(&entry.kind, EntryKind::StepSent { step, .. } if step.as_str() == "opt_out_confirmation");
            assert!(own || shared || confirms, "{:?}", entry.kind);
        }
        for action in decision.actions {
            if let ActionKind::Send(send) = &action.kind
                && let Some(link) = send.links.first()
            {
                self.latest = Some((action.id.to_string(), link.token.reveal().to_owned()));
            }
            let known = self.actions.insert(action.id.to_string(), action.kind.clone());
            assert!(known.is_none(), "{} was handed out twice: {:?}", action.id, action.kind);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_they_hear_of_it(moves in moves()) {
        let mut world = World::new();
        for step in &moves {
            world.make(step);
        }
        for who in 0..2 {
            while !world.inbox[who].is_empty() {
                world.deliver(who);
            }
        }
        for _ in 0..400 {
            let next = (0..2).filter_map(|who| Some((world.wake_at[who]?, who))).min();
            let Some((at, who)) = next else { break };
            world.now = world.now.max(at);
            world.tick(who);
        }
        prop_assert_eq!(world.wake_at, [None, None]);
        let over = |state: &&'static str| matches!(*state, "closed" | "waiting");
        prop_assert!(world.follow_up.states().values().all(over));
    }
}
