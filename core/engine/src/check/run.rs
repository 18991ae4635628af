//! The engine itself, run on one invented person who never answers, and of whose messages and calls only that is told
//! which a later step asks for.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::Document;
use crate::criteria::StepResult;
use crate::follow_up::{Action, ActionKind, Ahead, Decision, Entry, EntryKind, Event, Moment, StaffOutcome};
use crate::link::Purpose;
use crate::playbook::{ClickKind, Playbook};
use crate::schedule::Timestamp;
use crate::wire::StepId;

/// How many households are tried for one that is not in the holdout.
const HOUSEHOLDS: u32 = 40;

/// What happens to a person, to be run here or written out as a scenario.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) case_id: &'static str,
    pub(super) recipient: Value,
    /// In order of time.
    pub(super) events: Vec<(Timestamp, Value)>,
    /// What becomes of steps, once they go.
    pub(super) results: BTreeMap<StepId, StepResult>,
    /// What was told of them in the last run.
    pub(super) told: Vec<(Timestamp, Value)>,
    pub(super) until: Timestamp,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Ran {
    pub(super) journal: Vec<Entry>,
    /// Each with the instant of its decision.
    pub(super) actions: Vec<(Timestamp, Action)>,
}

impl Script {
    /// Runs it, with a household that is followed up; none when there is no such, or an event is refused.
    pub(super) fn run(&mut self, playbook: &Playbook) -> Option<Ran> {
        for household in 0..HOUSEHOLDS {
            if household > 0
                && let Some(recipient) = self.recipient.as_object_mut()
            {
                recipient.insert("household".to_owned(), json!(format!("h-{household}")));
            }
            let (ran, told) = self.run_once(playbook)?;
            self.told = told;
            if !ran
                .journal
                .iter()
                .any(|entry| matches!(entry.kind, EntryKind::Observed))
            {
                return Some(ran);
            }
        }
        None
    }

    fn run_once(&self, playbook: &Playbook) -> Option<(Ran, Vec<(Timestamp, Value)>)> {
        let follow_up = playbook.begin_json(&self.recipient.to_string()).ok()?;
        let (first, _) = self.events.first()?;
        let mut run = Run {
            script: self,
            ahead: Ahead::of(playbook, Box::new(follow_up), Moment::from(*first), None),
            coming: VecDeque::new(),
            told: Vec::new(),
            ran: Ran::default(),
        };
        for (at, event) in &self.events {
            run.pass(*at)?;
            run.hear(*at, event.clone())?;
        }
        run.pass(self.until)?;
        Some((run.ran, run.told))
    }

    /// The same for so many patients of one person, with the ids of their cases; none where visits are part of it.
    pub(super) fn times(&self, count: u32) -> Option<(Self, Vec<String>)> {
        let [(at, event)] = self.events.as_slice() else {
            return None;
        };
        let mut script = Self {
            events: Vec::new(),
            ..self.clone()
        };
        let mut cases = Vec::new();
        for number in 1..=count {
            let text = event.to_string();
            // Every id of it is one that we made.
            let own = ["tp-1", "sj-1", "p-1", "e9"].iter().fold(text, |text, id| {
                text.replace(&format!("\"{id}\""), &format!("\"{id}-{number}\""))
            });
            let own = own.replace("\"pr-", &format!("\"pr-{number}-"));
            script.events.push((*at, serde_json::from_str(&own).ok()?));
            cases.push(format!("{}-{number}", self.case_id));
        }
        Some((script, cases))
    }

    /// The same as a scenario: what the author of the playbook would expect of it.
    pub(super) fn scenario(&self, playbook: &Document, shows: &str, why: &str, expect: Value) -> Value {
        self.scenario_after(None, playbook, shows, why, expect)
    }

    /// The same; what is expected is of what comes after an instant.
    pub(super) fn scenario_after(
        &self,
        before: Option<Timestamp>,
        playbook: &Document,
        shows: &str,
        why: &str,
        expect: Value,
    ) -> Value {
        let end = before.unwrap_or(self.until);
        let told = self.told.iter().filter(|(at, _)| *at <= end);
        let mut events: Vec<&(Timestamp, Value)> = self.events.iter().chain(told).collect();
        events.sort_by_key(|(at, _)| *at);
        let mut timeline: Vec<Value> = Vec::new();
        for (number, (at, event)) in events.into_iter().enumerate() {
            if number > 0 {
                timeline.push(json!({"until": at}));
            }
            timeline.push(json!({"at": at, "event": event}));
        }
        timeline.extend(before.map(|at| json!({"until": at})));
        timeline.push(json!({"until": self.until, "expect": expect}));
        json!({
            "scenario": shows,
            "why": why,
            "playbook": **playbook,
            "recipient": self.recipient,
            "timeline": timeline,
        })
    }
}

/// How long after a step it is told what became of it, in seconds.
const TOLD_AFTER: i64 = 600;

/// A script being run.
struct Run<'a> {
    script: &'a Script,
    ahead: Ahead<'a>,
    /// What is to be told next: as the engine takes it in, and as a scenario says it.
    coming: VecDeque<(Timestamp, Value, Value)>,
    told: Vec<(Timestamp, Value)>,
    ran: Ran,
}

impl Run<'_> {
    /// Ticks at each wake-up up to an instant, as a scenario's `until` does, and tells what became of steps.
    fn pass(&mut self, until: Timestamp) -> Option<()> {
        loop {
            let told = self.coming.front().map(|(at, ..)| *at).filter(|at| *at <= until);
            if let Some((at, ticked)) = self.ahead.tick_until(told.unwrap_or(until)) {
                self.expect(at, &ticked);
                self.ran.keep(at, ticked);
            } else if told.is_some() {
                let (at, event, said) = self.coming.pop_front()?;
                self.told.push((at, said));
                self.hear(at, event)?;
            } else {
                return Some(());
            }
        }
    }

    fn hear(&mut self, at: Timestamp, mut event: Value) -> Option<()> {
        event.as_object_mut()?.insert("at".to_owned(), json!(at));
        let event = Event::from_json(&event.to_string()).ok()?;
        let handled = self.ahead.take_in(at, &event).ok()?;
        self.ran.keep(at, handled);
        self.ahead.wake(at);
        Some(())
    }

    /// What is to be told of the steps that went.
    fn expect(&mut self, at: Timestamp, ticked: &Decision) {
        for entry in &ticked.journal {
            if let EntryKind::StepSent { step, action_id, .. } = &entry.kind
                && let Some(result) = self.script.results.get(step)
                && let Some(action) = ticked.actions.iter().find(|action| action.id == *action_id)
                && let Some((event, said)) = self.comes_to(step, *result, action)
            {
                self.coming.push_back((at.plus(TOLD_AFTER), event, said));
            }
        }
    }

    /// The event that makes a step come to a result: by the ids of this run, and by the names that a scenario has for
    /// them.
    fn comes_to(&self, step: &StepId, result: StepResult, action: &Action) -> Option<(Value, Value)> {
        let case = self.script.case_id;
        let (mut said, key, name, id) = match &action.kind {
            ActionKind::Send(send) if result == StepResult::Clicked => {
                let link = send.links.iter().find(|link| link.purpose == Purpose::Book)?;
                // A fetch brings nobody back, where the playbook does not say so.
                let event = json!({"type": "click", "kind": ClickKind::Landed});
                let name = format!("@link/{case}/{step}/book");
                (event, "token", name, json!(link.token.reveal()))
            }
            ActionKind::Send(_) => {
                let name = format!("@send/{case}/{step}");
                (receipt(result)?, "action_id", name, json!(action.id))
            }
            ActionKind::Prompt(prompt) => {
                let event = json!({"type": "staff", "outcome": outcome(result)?});
                let name = format!("@prompt/{case}/{}", prompt.kind.as_str());
                (event, "task_id", name, json!(prompt.task_id))
            }
            ActionKind::Cancel { .. }
            | ActionKind::RecordOptOut(_)
            | ActionKind::TellPracticeSystem { .. }
            | ActionKind::Alert { .. } => return None,
        };
        let number = self.told.len() + self.coming.len() + 1;
        let map = said.as_object_mut()?;
        map.insert("event_id".to_owned(), json!(format!("told-{number}")));
        map.insert(key.to_owned(), json!(name));
        let mut event = said.clone();
        event.as_object_mut()?.insert(key.to_owned(), id);
        Some((event, said))
    }
}

/// What is told of a message for it to come to a result; nothing where there is nothing to tell.
fn receipt(result: StepResult) -> Option<Value> {
    match result {
        StepResult::Delivered => Some(json!({"type": "receipt", "result": "delivered"})),
        StepResult::Failed => Some(json!({"type": "receipt", "result": "failed", "class": "permanent"})),
        StepResult::Skipped
        | StepResult::Sent
        | StepResult::NoAnswer
        | StepResult::LeftMessage
        | StepResult::Reached
        | StepResult::Clicked => None,
    }
}

/// The same of a call.
fn outcome(result: StepResult) -> Option<StaffOutcome> {
    match result {
        StepResult::NoAnswer => Some(StaffOutcome::NoAnswer),
        StepResult::LeftMessage => Some(StaffOutcome::LeftMessage),
        StepResult::Reached => Some(StaffOutcome::Reached),
        StepResult::Failed => Some(StaffOutcome::WrongNumber),
        StepResult::Skipped | StepResult::Sent | StepResult::Delivered | StepResult::Clicked => None,
    }
}

impl Ran {
    fn keep(&mut self, at: Timestamp, decision: Decision) {
        self.actions
            .extend(decision.actions.into_iter().map(|action| (at, action)));
        self.journal.extend(decision.journal);
    }

    /// Whether a journal has an entry.
    pub(super) fn has(&self, is: impl Fn(&EntryKind) -> bool) -> bool {
        self.journal.iter().any(|entry| is(&entry.kind))
    }
}
