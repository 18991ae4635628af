//! Random histories: what arrives and when the host looks, and how it went.

use followthrough::follow_up::{ActionKind, Prompt, Send};
use followthrough::link::Purpose;
use followthrough::wire::ActionId;
use followthrough::{Event, FollowUp, Moment, Playbook, Timestamp};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::people::{ADDRESSES, MOBILES, Person, person, plan};
use super::playbooks::{Rulebook, rulebook};
use super::said::Messages;

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    /// An event after so many seconds, about an instant so many seconds before.
    Event(u32, u32, String),
    /// A tick when it is asked for.
    Wake,
    /// A tick after so many seconds, by a clock so many seconds behind.
    Tick(u32, u32),
    /// A receipt for a message that was handed out.
    Receipt(Index, &'static str),
    /// A click on a link.
    Click(Index, &'static str),
    /// An outcome of a task.
    Staff(Index, &'static str),
    /// The person as the practice system has them now.
    Recipient(Person, &'static str),
    /// From here on the export is so many hours old at every call; none: nobody says.
    Facts(Option<u32>),
    /// For so many hours the brake is pulled.
    Brake(u32),
    /// The other playbook is published.
    Publish,
}

/// A person, two revisions of a playbook, and what happens.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) books: [Rulebook; 2],
    pub(crate) person: Person,
    pub(crate) moves: Vec<Move>,
}

/// One line for each thing, so that a failing scene can be read.
impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [first, second] = &self.books;
        writeln!(f, "{first:?}\nand then{second:?}\n{}", self.person.json("active"))?;
        self.moves.iter().try_for_each(|step| writeln!(f, "{step:?}"))
    }
}

/// What went into one call, and what came of it.
pub(crate) struct Call {
    /// Which playbook was in force.
    pub(crate) book: usize,
    pub(crate) moment: Moment,
    /// None for a tick.
    pub(crate) event: Option<Event>,
    /// None where it was refused.
    pub(crate) decision: Option<followthrough::Decision>,
    pub(crate) before: FollowUp,
    pub(crate) after: FollowUp,
    /// The time as the engine has it: its clock never runs back.
    pub(crate) now: Timestamp,
}

impl Call {
    /// The event, where it was taken in.
    pub(crate) fn accepted(&self) -> Option<&Event> {
        self.event.as_ref().filter(|_| self.decision.is_some())
    }
}

/// How a scene went.
pub(crate) struct History {
    pub(crate) playbooks: [Playbook; 2],
    pub(crate) begun: FollowUp,
    pub(crate) calls: Vec<Call>,
    moment: Moment,
    facts_age: Option<u32>,
    book: usize,
    wake_at: Option<Timestamp>,
    count: usize,
}

pub(crate) fn scene() -> impl Strategy<Value = Scene> {
    scene_of(true, 1..45)
}

/// Plans are alternatives of each other, or have nothing to do with each other.
pub(crate) fn scene_of(related: bool, length: std::ops::Range<usize>) -> impl Strategy<Value = Scene> {
    let moves = prop::collection::vec(one(related), length);
    (rulebook(), rulebook(), person(), moves).prop_map(|(first, second, person, moves)| Scene {
        books: [first, second],
        person,
        moves,
    })
}

/// Something said to or by the person or the practice.
pub(crate) fn event(related: bool) -> impl Strategy<Value = String> {
    let texts = select(vec![
        "yes",
        "Sí",
        "STOP",
        "stop all",
        "START",
        "HELP",
        "CANCEL",
        "how much is it?",
        "",
        "no thanks",
    ]);
    let visit = select(vec!["scheduled", "scheduled", "broken", "cancelled", "completed"]);
    let points = || select([&MOBILES[..], &ADDRESSES[..]].concat());
    let channel = |point: &str| if point.starts_with('+') { "sms" } else { "email" };
    let outcomes = select(vec![
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
    let day = || (1u8..29, 3u8..6);
    prop_oneof![
        7 => plan(related),
        3 => (points(), texts).prop_map(move |(from, text)| format!(
            r#""type": "reply", "channel": "{}", "from": "{from}", "text": "{text}""#, channel(from))),
        2 => (1u8..6, visit, day()).prop_map(|(id, status, (day, month))| format!(
            r#""type": "appointment", "appointment": {{"id": "a-{id}", "status": "{status}",
               "starts_at": "2026-{month:02}-{day:02}T09:00:00-04:00", "procedure_ids": ["pr-{id}-1"]}}"#)),
        2 => (points(), select(vec!["granted", "granted", "revoked"])).prop_map(move |(point, change)| format!(
            r#""type": "consent", "contact": "{point}", "channel": "{}", "change": "{change}""#, channel(point))),
        1 => (1u8..6, 0u8..5, points(), day()).prop_map(move |(id, step, point, (day, month))| format!(
            r#""type": "history", "sends": [{{"channel": "{}", "to": "{point}",
               "at": "2026-{month:02}-{day:02}T15:00:00Z", "case_id": "tp-{id}", "step": "s{step}"}}]"#, channel(point))),
        1 => (points(), day()).prop_map(|(point, (day, month))| format!(r#""type": "history",
            "sends": [{{"channel": "call", "to": "{}", "at": "2026-{month:02}-{day:02}T16:00:00Z"}}],
            "opt_outs": [{{"contact": "{point}", "at": "2026-{month:02}-{day:02}T17:00:00Z"}}]"#, MOBILES[0])),
        1 => (1u8..6).prop_map(|id| format!(r#""type": "plan_gone", "plan_id": "tp-{id}""#)),
        1 => select(MOBILES.to_vec()).prop_map(|point| format!(
            r#""type": "receipt", "result": "elsewhere", "contact": "{point}", "channel": "sms""#)),
        4 => (1u8..6, outcomes).prop_map(|(id, outcome)| format!(
            r#""type": "staff", "case_id": "tp-{id}", "outcome": "{outcome}""#)),
    ]
}

fn one(related: bool) -> impl Strategy<Value = Move> {
    let results = select(vec![
        r#""result": "delivered""#,
        r#""result": "bounced""#,
        r#""result": "complained""#,
        r#""result": "opened""#,
        r#""result": "failed", "class": "temporary""#,
        r#""result": "failed", "class": "permanent""#,
        r#""result": "failed", "class": "opted_out""#,
    ]);
    let outcomes = select(vec!["reached", "booked", "answered", "no_answer", "declined", "undo"]);
    let late = prop_oneof![4 => Just(0u32), 2 => 0u32..200_000, 1 => 0u32..5_000_000];
    prop_oneof![
        10 => (0u32..300_000, late, event(related)).prop_map(|(after, late, event)| Move::Event(after, late, event)),
        14 => Just(Move::Wake),
        3 => (0u32..700_000, prop_oneof![3 => Just(0u32), 1 => 0u32..100_000]).prop_map(|(after, behind)| Move::Tick(after, behind)),
        2 => (any::<Index>(), results).prop_map(|(index, result)| Move::Receipt(index, result)),
        2 => (any::<Index>(), select(vec!["landed", "confirmed"])).prop_map(|(index, kind)| Move::Click(index, kind)),
        2 => (any::<Index>(), outcomes).prop_map(|(index, outcome)| Move::Staff(index, outcome)),
        1 => (person(), select(vec!["active", "active", "active", "inactive", "deceased"]))
            .prop_map(|(person, status)| Move::Recipient(person, status)),
        1 => prop::option::of(0u32..60).prop_map(Move::Facts),
        1 => (1u32..100).prop_map(Move::Brake),
        1 => Just(Move::Publish),
    ]
}

impl History {
    pub(crate) fn of(scene: &Scene) -> Self {
        let [first, second] = &scene.books;
        let mut history = Self {
            playbooks: [first.compile(), second.compile()],
            begun: FollowUp::from_recipient_json(&scene.person.json("active")).unwrap(),
            calls: Vec::new(),
            moment: Moment::from(Timestamp::parse("2026-03-02T15:00:00Z").unwrap()).with_leap_confirmed(),
            facts_age: None,
            book: 0,
            wake_at: None,
            count: 0,
        };
        for step in &scene.moves {
            history.make(step);
        }
        history
    }

    pub(crate) fn follow_up(&self) -> &FollowUp {
        self.calls.last().map_or(&self.begun, |call| &call.after)
    }

    pub(crate) fn playbook(&self) -> &Playbook {
        &self.playbooks[self.book]
    }

    /// Now, with what else the host knows.
    pub(crate) fn moment(&self) -> Moment {
        self.moment
    }

    /// All messages so far, with the instant at which each was handed out.
    pub(crate) fn sends(&self) -> impl Iterator<Item = (Timestamp, &followthrough::follow_up::Action, &Send)> {
        self.actions().filter_map(|(at, action)| match &action.kind {
            ActionKind::Send(send) => Some((at, action, &**send)),
            _ => None,
        })
    }

    pub(crate) fn actions(&self) -> impl Iterator<Item = (Timestamp, &followthrough::follow_up::Action)> {
        self.calls.iter().flat_map(|call| {
            let decision = call.decision.iter();
            decision
                .flat_map(|decision| &decision.actions)
                .map(|action| (call.now, action))
        })
    }

    /// A tick at an instant, as the moment otherwise is.
    pub(crate) fn tick_at(&mut self, now: Timestamp) {
        self.pass(now);
        self.call(None);
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.wake_at
    }

    fn pass(&mut self, now: Timestamp) {
        self.moment.now = now;
        self.moment.facts_as_of = self.facts_age.map(|hours| now.plus(-i64::from(hours) * 3_600));
    }

    fn make(&mut self, step: &Move) {
        match step {
            Move::Event(after, late, body) => {
                self.pass(self.moment.now.plus(i64::from(*after)));
                self.tell(i64::from(*late), body);
            }
            Move::Wake => {
                if let Some(at) = self.wake_at {
                    self.tick_at(self.moment.now.max(at));
                }
            }
            Move::Tick(after, behind) => {
                let now = self.moment.now.plus(i64::from(*after));
                self.tick_at(now.plus(-i64::from(*behind)));
                self.pass(now);
            }
            Move::Receipt(index, result) => {
                let sends: Vec<String> = self.sends().map(|(_, action, _)| action.id.to_string()).collect();
                if !sends.is_empty() {
                    let id = index.get(&sends);
                    self.tell(0, &format!(r#""type": "receipt", "action_id": "{id}", {result}"#));
                }
            }
            Move::Click(index, kind) => {
                let tokens: Vec<String> = self
                    .sends()
                    .flat_map(|(_, _, send)| send.links.iter().map(|link| link.token.reveal().to_owned()))
                    .collect();
                if !tokens.is_empty() {
                    let token = index.get(&tokens);
                    self.tell(0, &format!(r#""type": "click", "token": "{token}", "kind": "{kind}""#));
                }
            }
            Move::Staff(index, outcome) => {
                let tasks: Vec<String> = self.prompts().map(|prompt| prompt.task_id.to_string()).collect();
                if !tasks.is_empty() {
                    let id = index.get(&tasks);
                    self.tell(
                        0,
                        &format!(r#""type": "staff", "task_id": "{id}", "outcome": "{outcome}""#),
                    );
                }
            }
            Move::Recipient(person, status) => {
                self.tell(
                    0,
                    &format!(r#""type": "recipient", "recipient": {}"#, person.json(status)),
                );
            }
            Move::Facts(age) => self.facts_age = *age,
            Move::Brake(hours) => {
                self.moment.hold_until = Some(self.moment.now.plus(i64::from(*hours) * 3_600));
            }
            Move::Publish => {
                self.book = 1 - self.book;
                self.tick_at(self.moment.now);
            }
        }
    }

    fn prompts(&self) -> impl Iterator<Item = &Prompt> {
        self.actions().filter_map(|(_, action)| match &action.kind {
            ActionKind::Prompt(prompt) => Some(&**prompt),
            _ => None,
        })
    }

    fn tell(&mut self, late: i64, body: &str) {
        self.count += 1;
        let at = self.moment.now.plus(-late);
        let text = format!(r#"{{"event_id": "e-{}", "at": "{at}", {body}}}"#, self.count);
        self.call(Some(
            Event::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}")),
        ));
    }

    fn call(&mut self, event: Option<Event>) {
        let before = self.follow_up().clone();
        let mut after = before.clone();
        let playbook = self.playbook();
        let answer = match &event {
            Some(event) => playbook.handle(&mut after, self.moment, event),
            None => playbook.tick(&mut after, self.moment),
        };
        let decision = match answer {
            Ok(decision) => {
                self.wake_at = decision.wake_at;
                Some(decision)
            }
            Err(error) => {
                assert!(event.is_some(), "a tick is not refused: {error}");
                assert!(after == before, "an error changes nothing: {error}");
                None
            }
        };
        // What was refused did not move the engine's clock.
        let accepted = self.calls.iter().rev().find(|call| call.decision.is_some());
        let now = accepted.map_or(self.moment.now, |call| call.now.max(self.moment.now));
        self.calls.push(Call {
            book: self.book,
            moment: self.moment,
            event,
            decision,
            before,
            after,
            now,
        });
    }
}

impl Messages for History {
    fn message(&self, action: &ActionId) -> Option<(Timestamp, String)> {
        let mut sends = self.sends();
        let (at, _, send) = sends.find(|(_, known, _)| known.id == *action)?;
        Some((at, send.to.reveal().to_owned()))
    }

    fn unsubscribe_link(&self, token: &str) -> Option<String> {
        self.sends().find_map(|(_, _, send)| {
            let link = send.links.iter().find(|link| link.token.reveal() == token)?;
            (link.purpose == Purpose::Unsubscribe).then(|| send.to.reveal().to_owned())
        })
    }
}
