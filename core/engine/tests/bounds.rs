//! Nothing that anybody tells makes a follow-up grow for ever, and no bound loses what protects a person.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::{Decision, Event, FollowUp, Playbook, Timestamp};
use serde_json::{Value, json};

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

const BEGIN: &str = "2026-03-02T15:00:00Z";

/// One person, told one thing after another.
struct Told {
    playbook: Playbook,
    follow_up: FollowUp,
    count: i64,
}

impl Told {
    fn begin() -> Self {
        let recipient = r#"{"id": "r-1", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA", "contacts": [
            {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#;
        Self {
            playbook: Playbook::from_yaml(PLAYBOOK).unwrap(),
            follow_up: FollowUp::from_recipient_json(recipient).unwrap(),
            count: 0,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::parse(BEGIN).unwrap().plus(self.count * 60)
    }

    fn try_tell(&mut self, event: &Value) -> Result<Decision, followthrough::Error> {
        self.count += 1;
        let now = self.now();
        let mut event = event.clone();
        let id = format!("e{}", self.count);
        event
            .as_object_mut()
            .unwrap()
            .entry("event_id")
            .or_insert_with(|| json!(id));
        event
            .as_object_mut()
            .unwrap()
            .entry("at")
            .or_insert_with(|| json!(now.to_string()));
        let event = Event::from_json(&event.to_string()).unwrap();
        self.playbook.handle(&mut self.follow_up, now, &event)
    }

    fn tell(&mut self, event: &Value) -> Decision {
        self.try_tell(event).unwrap()
    }

    fn refused(&mut self, event: &Value) -> (String, String) {
        let error = self.try_tell(event).unwrap_err();
        (error.code().as_str().to_owned(), error.path().to_owned())
    }

    fn stored(&self) -> Value {
        serde_json::from_str(&self.follow_up.to_json()).unwrap()
    }

    fn held(&self, of_what: &str) -> usize {
        self.stored()[of_what].as_array().map_or(0, Vec::len)
    }
}

fn reply(text: &str) -> Value {
    json!({"type": "reply", "channel": "sms", "from": "+14045550177", "text": text})
}

fn plan(change: impl FnOnce(&mut Value)) -> Value {
    let mut plan = json!({"id": "tp-1", "patient": {"id": "p-1"}, "presented_at": BEGIN, "status": "presented",
        "procedures": [{"id": "pr-1", "fee": "2400.00", "status": "planned"}]});
    change(&mut plan);
    json!({"type": "plan", "plan": plan})
}

fn elsewhere() -> Value {
    json!({"type": "receipt", "result": "elsewhere", "contact": "+14045550177", "channel": "sms"})
}

#[test]
fn whoever_writes_all_day_leaves_64_tasks() {
    let mut told = Told::begin();
    let first = told.tell(&reply("hm"));
    for _ in 0..100 {
        let decision = told.tell(&reply("hm"));
        assert_eq!(decision.actions.len(), 2, "a prompt and an alert, each time");
    }
    assert_eq!(told.held("tasks"), 64);
    let oldest = first.to_json();
    let oldest: Value = serde_json::from_str(&oldest).unwrap();
    let task = json!({"type": "staff", "task_id": oldest["actions"][0]["task_id"], "outcome": "answered"});
    assert_eq!(told.refused(&task).0, "FT-H004");
}

#[test]
fn messages_of_others_are_bounded_and_keep_no_opt_out_away() {
    let mut told = Told::begin();
    for _ in 0..600 {
        told.tell(&elsewhere());
    }
    assert_eq!(told.held("sends"), 512);
    // One that adds nothing to what is full, and one that does.
    let opt_out = |to: &str| json!({"contact": to, "at": BEGIN, "how": "former system"});
    let send = |to: &str| json!({"channel": "sms", "to": to, "at": BEGIN});
    let alone = told.tell(&json!({"type": "history", "opt_outs": [opt_out("+14045550177")]}));
    assert_eq!(alone.actions.len(), 1);
    let both = json!({"type": "history", "sends": [send("+14045550178")], "opt_outs": [opt_out("+14045550178")]});
    assert_eq!(told.tell(&both).actions.len(), 1);
    assert_eq!(told.held("sends"), 512);
    let sends =
        json!({"type": "history", "sends": [{"channel": "sms", "to": "+14045550179", "at": "2026-03-02T15:01:00Z"}]});
    assert_eq!(told.refused(&sends), ("FT-H006".to_owned(), "sends".to_owned()));
}

#[test]
fn events_that_claim_to_be_ahead_do_not_fill_the_memory() {
    let mut told = Told::begin();
    for _ in 0..1_030 {
        let mut ahead = elsewhere();
        ahead["at"] = json!("2150-01-01T00:00:00Z");
        told.tell(&ahead);
    }
    assert_eq!(told.held("seen"), 1_024);
    told.tell(&plan(|_| {}));
    assert_eq!(told.follow_up.states().len(), 1, "a new plan is heard");
    let yes = reply("yes");
    assert!(!told.tell(&yes).actions.is_empty());
    // What is told now is remembered before what claims to be ahead.
    let mut again = yes;
    again["event_id"] = json!(format!("e{}", told.count));
    assert!(told.tell(&again).actions.is_empty(), "told again it changes nothing");
}

#[test]
fn points_that_no_snapshot_lists_are_bounded_and_a_no_goes_last() {
    let mut told = Told::begin();
    let consent = |number: i64, change: &str| json!({"type": "consent", "contact": format!("+1404{:07}", 6_000_000 + number), "channel": "sms", "change": change});
    told.tell(&consent(0, "revoked"));
    for number in 1..300 {
        told.tell(&consent(number, "granted"));
    }
    let points = told.stored()["person"]["points"].as_array().unwrap().clone();
    assert_eq!(points.len(), 257);
    assert!(points.iter().any(|point| point["value"] == "+14046000000"));
}

#[test]
fn what_is_too_large_is_refused_by_name() {
    let mut told = Told::begin();
    let long = "x".repeat(101);
    for (event, path) in [
        (plan(|p| p["tags"] = json!(["phase-1", long])), "plan.tags[1]"),
        (plan(|p| p["custom"] = json!({"tier": long})), "plan.custom"),
        (plan(|p| p["custom"] = json!({long.as_str(): 1})), "plan.custom"),
        (
            plan(|p| p["procedures"][0]["tooth"] = json!(long)),
            "plan.procedures[0].tooth",
        ),
        (
            plan(|p| p["procedures"][0]["quadrant"] = json!(long)),
            "plan.procedures[0].quadrant",
        ),
        (
            json!({"type": "appointment", "appointment": {"id": "a-1", "status": "scheduled",
                "procedure_ids": (0..65).map(|i| format!("pr-{i}")).collect::<Vec<_>>()}}),
            "appointment.procedure_ids",
        ),
    ] {
        assert_eq!(told.refused(&event), ("FT-H006".to_owned(), path.to_owned()));
    }
}

#[test]
fn how_an_opt_out_was_made_is_cut_and_never_refused() {
    let mut told = Told::begin();
    let consent = json!({"type": "consent", "contact": "+14045550177", "channel": "sms", "change": "revoked",
        "how": "x".repeat(100_000)});
    let decision: Value = serde_json::from_str(&told.tell(&consent).to_json()).unwrap();
    assert_eq!(decision["actions"][0]["wording"].as_str().unwrap().len(), 500);
}

#[test]
fn steps_that_the_playbook_does_not_have_are_not_kept() {
    let mut told = Told::begin();
    told.tell(&plan(|_| {}));
    let sends: Vec<Value> = (0..200)
        .map(|i| json!({"channel": "call", "to": "+14045550177", "at": BEGIN, "case_id": "tp-1", "step": format!("s{i}")}))
        .chain([json!({"channel": "sms", "to": "+14045550177", "at": BEGIN, "case_id": "tp-1", "step": "hello"})])
        .collect();
    told.tell(&json!({"type": "history", "sends": sends}));
    assert_eq!(
        told.stored()["cases"][0]["done"],
        json!([{"step": "hello", "sent": true}])
    );
}

#[test]
fn nobody_is_merged_into_themselves() {
    let mut told = Told::begin();
    let copy = told.follow_up.clone();
    let error = told.follow_up.merge(copy.clone()).unwrap_err();
    assert_eq!(error.code().as_str(), "FT-H011");
    assert_eq!(told.follow_up, copy);
}

/// Time names its own actions after the word "tick"; an event may be called so too.
#[test]
fn an_event_may_have_any_name() {
    let mut told = Told::begin();
    told.tell(&plan(|_| {}));
    let mut question = reply("how long does it take?");
    question["event_id"] = json!("tick");
    told.tell(&question);
    assert_eq!(told.stored()["tasks"][0]["raised_by"], "tick");
}
