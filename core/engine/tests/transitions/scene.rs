//! One case on its way into a state, and what then comes of one event.

use followthrough::follow_up::{Action, ActionKind};
use followthrough::{Decision, Error, Event, FollowUp, Playbook, Timestamp};
use serde_json::{Value, json};

pub(crate) const CASE: &str = "tp-1";
const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 24 * HOUR;

const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;

/// The person contacted, in the given status.
pub(crate) fn recipient(status: &str) -> Value {
    let granted = json!({"type": "granted", "at": "2025-11-03T15:00:00Z"});
    json!({"id": "r-1", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA", "status": status, "contacts": [
        {"kind": "mobile", "value": "+14045550177", "consent": granted},
        {"kind": "email", "value": "ana@example.com", "consent": granted},
        {"kind": "portal", "value": "p-1", "consent": granted}]})
}

/// Three procedures; the last is booked already when the plan is first seen, so that in every state there is a visit
/// to break.
fn plan() -> Value {
    json!({"id": CASE, "patient": {"id": "p-1", "first_name": "Ana", "status": "active"},
        "presented_at": "2026-03-02T15:00:00Z", "status": "presented", "procedures": [
        {"id": "pr-1", "code": "D7210", "fee": "2400.00", "status": "planned"},
        {"id": "pr-2", "code": "D7210", "fee": "1200.00", "status": "planned"},
        {"id": "pr-3", "code": "D7210", "fee": "900.00", "status": "scheduled", "appointment": "a-0"}]})
}

pub(crate) struct Scene {
    playbook: Playbook,
    follow_up: FollowUp,
    now: Timestamp,
    wake_at: Option<Timestamp>,
    handed_out: Vec<Action>,
    events: usize,
    /// The case before the first input that counts; none while all was preparation.
    pub(crate) before: Option<Value>,
    /// What came of the inputs that count.
    pub(crate) decisions: Vec<Decision>,
    pub(crate) refused: Option<Error>,
    /// The inputs that count, as the wire has them.
    pub(crate) told: Vec<Event>,
}

impl Scene {
    /// The plan was presented an hour ago.
    pub(crate) fn begin(more_rules: &str) -> Self {
        let playbook = Playbook::from_yaml(&format!("{PLAYBOOK}{more_rules}")).unwrap();
        let mut scene = Self {
            playbook: playbook.with_link_keys(&[b"a key of the tests' own"]).unwrap(),
            follow_up: FollowUp::from_recipient_json(&recipient("active").to_string()).unwrap(),
            now: Timestamp::parse("2026-03-02T15:00:00Z").unwrap(),
            wake_at: None,
            handed_out: Vec::new(),
            events: 0,
            before: None,
            decisions: Vec::new(),
            refused: None,
            told: Vec::new(),
        };
        scene.prepare(&json!({"type": "plan", "plan": plan()}));
        scene
    }

    /// The case as it is stored.
    pub(crate) fn case(&self) -> Value {
        let stored: Value = serde_json::from_str(&self.follow_up.to_json()).unwrap();
        stored["cases"][0].clone()
    }

    /// The name of the state, with what kind of it where there are several: `paused visit`, `closed accepted`.
    pub(crate) fn state(&self) -> String {
        state_of(&self.case())
    }

    /// The plan as the practice system would tell it now, changed.
    pub(crate) fn plan(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut plan = self.case()["subject"]["plan"].take();
        change(&mut plan);
        json!({"type": "plan", "plan": plan})
    }

    // ---- what leads up to it

    /// Something happens, an hour later, and time catches up with it.
    pub(crate) fn prepare(&mut self, body: &Value) {
        self.now = self.now.plus(HOUR);
        self.handle(body, None).unwrap();
    }

    /// Time passes, to the next thing that it brings.
    pub(crate) fn wake(&mut self) {
        self.now = self.now.max(self.wake_at.unwrap());
        let decision = self.playbook.tick(&mut self.follow_up, self.now).unwrap();
        self.keep(&decision);
    }

    pub(crate) fn wake_until(&mut self, there: impl Fn(&Self) -> bool) {
        for _ in 0..100 {
            if there(self) {
                return;
            }
            self.wake();
        }
        panic!("never got there: {}", self.case());
    }

    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now = self.now.plus(seconds);
    }

    /// Into a state that no input of this version leads to: written into the stored form.
    pub(crate) fn rewrite(&mut self, from: &str, to: &str) {
        let stored = self.follow_up.to_json();
        assert_eq!(stored.matches(from).count(), 1, "{from} in {stored}");
        self.follow_up = FollowUp::from_json(&stored.replace(from, to)).unwrap();
    }

    // ---- what counts

    /// Something happens, told and handled a minute later. Nothing is ticked.
    pub(crate) fn tell(&mut self, body: &Value) {
        self.tell_of(body, None);
    }

    /// The same, of an instant in the past.
    pub(crate) fn tell_late(&mut self, body: &Value, at: Timestamp) {
        self.tell_of(body, Some(at));
    }

    fn tell_of(&mut self, body: &Value, at: Option<Timestamp>) {
        self.now = self.now.plus(MINUTE);
        self.before.get_or_insert(self.case());
        match self.handle(body, at) {
            Ok(decision) => self.decisions.push(decision),
            Err(error) => self.refused = Some(error),
        }
    }

    /// A tick at the next wake-up, where there is one.
    pub(crate) fn next_tick(&mut self) {
        if let Some(at) = self.wake_at {
            self.tick_at(at);
        }
    }

    pub(crate) fn tick_at(&mut self, at: Timestamp) {
        self.now = self.now.max(at);
        self.before.get_or_insert(self.case());
        let decision = self.playbook.tick(&mut self.follow_up, self.now).unwrap();
        self.keep(&decision);
        self.decisions.push(decision);
    }

    /// Ticks alone, until the state is another.
    pub(crate) fn ticks(&mut self) {
        let state = self.state();
        while self.state() == state && self.wake_at.is_some() {
            self.next_tick();
        }
    }

    // ---- what an event refers to

    pub(crate) fn window_end(&self) -> Timestamp {
        Timestamp::parse(self.case()["window_end"].as_str().unwrap()).unwrap()
    }

    pub(crate) fn presented(&self) -> Timestamp {
        Timestamp::parse("2026-03-02T15:00:00Z").unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn latest_send(&self) -> Option<String> {
        let is_send = |action: &&Action| matches!(action.kind, ActionKind::Send(_));
        self.handed_out
            .iter()
            .rev()
            .find(is_send)
            .map(|action| action.id.to_string())
    }

    pub(crate) fn latest_task(&self, kind: &str) -> Option<String> {
        let tasks = self.handed_out.iter().rev().filter_map(|action| {
            let action = serde_json::to_value(action).unwrap();
            (action["kind"] == kind).then(|| action["task_id"].as_str().unwrap().to_owned())
        });
        // Open ones only.
        tasks
            .into_iter()
            .find(|id| self.follow_up.to_json().contains(id.as_str()))
    }

    pub(crate) fn latest_link(&self, purpose: &str) -> Option<String> {
        let links = self.handed_out.iter().rev().filter_map(|action| {
            let action = serde_json::to_value(action).unwrap();
            let links = action["links"].as_array().cloned().unwrap_or_default();
            let link = links.into_iter().find(|link| link["purpose"] == purpose)?;
            Some(link["token"].as_str().unwrap().to_owned())
        });
        links.into_iter().next()
    }

    fn handle(&mut self, body: &Value, at: Option<Timestamp>) -> Result<Decision, Error> {
        self.events += 1;
        let mut event = body.clone();
        event["event_id"] = json!(format!("e-{}", self.events));
        event["at"] = json!(at.unwrap_or(self.now).to_string());
        let event = Event::from_json(&event.to_string())?;
        if self.before.is_some() {
            self.told.push(event.clone());
        }
        let decision = self.playbook.handle(&mut self.follow_up, self.now, &event)?;
        self.keep(&decision);
        Ok(decision)
    }

    fn keep(&mut self, decision: &Decision) {
        self.handed_out.extend(decision.actions.iter().cloned());
        self.wake_at = decision.wake_at;
    }
}

pub(crate) fn state_of(case: &Value) -> String {
    let state = &case["state"];
    let name = state["type"].as_str().unwrap();
    match state["why"].as_str().or(state["outcome"].as_str()) {
        Some(kind) => format!("{name} {kind}"),
        None => name.to_owned(),
    }
}
