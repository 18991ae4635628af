//! The engine itself, run on one invented person who never answers.

use serde_json::{Value, json};

use super::Document;
use crate::follow_up::{Action, Ahead, Decision, Entry, EntryKind, Event, Moment};
use crate::playbook::Playbook;
use crate::schedule::Timestamp;

/// How many households are tried for one that is not in the holdout.
const HOUSEHOLDS: u32 = 40;

/// What happens to a person, to be run here or written out as a scenario.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) case_id: &'static str,
    pub(super) recipient: Value,
    /// In order of time.
    pub(super) events: Vec<(Timestamp, Value)>,
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
            let ran = self.run_once(playbook)?;
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

    fn run_once(&self, playbook: &Playbook) -> Option<Ran> {
        let follow_up = playbook.begin_json(&self.recipient.to_string()).ok()?;
        let (first, _) = self.events.first()?;
        let mut ahead = Ahead::of(playbook, Box::new(follow_up), Moment::from(*first), None);
        let mut ran = Ran::default();
        for (at, event) in &self.events {
            while let Some((then, ticked)) = ahead.tick_until(*at) {
                ran.keep(then, ticked);
            }
            let mut event = event.clone();
            event.as_object_mut()?.insert("at".to_owned(), json!(at));
            let event = Event::from_json(&event.to_string()).ok()?;
            ran.keep(*at, ahead.take_in(*at, &event).ok()?);
            ahead.wake(*at);
        }
        // As a scenario's `until` does.
        while let Some((then, ticked)) = ahead.tick_until(self.until) {
            ran.keep(then, ticked);
        }
        Some(ran)
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
        let mut timeline: Vec<Value> = Vec::new();
        for (number, (at, event)) in self.events.iter().enumerate() {
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
