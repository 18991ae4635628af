//! Two charts become one: nothing that either knew to be forbidden happens afterwards.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{ActionKind, Send};
use followthrough::schedule::Zone;
use followthrough::{Decision, Event, FollowUp, Playbook, Timestamp};
use proptest::prelude::*;
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
limits: {max_open_cases: 2}
"#;

const POINTS: [(&str, &str); 3] = [
    ("mobile", "+14045550177"),
    ("email", "ana@example.com"),
    ("portal", "p-1"),
];

fn recipient(id: &str) -> Value {
    let consent = json!({"type": "granted", "at": "2025-11-03T15:00:00Z"});
    let contacts: Vec<Value> = POINTS
        .iter()
        .map(|(kind, value)| json!({"kind": kind, "value": value, "consent": consent}))
        .collect();
    json!({"id": id, "first_name": "Ana", "time_zone": "America/New_York", "state": "GA", "contacts": contacts})
}

/// One chart and what came of it.
struct Chart {
    playbook: Playbook,
    follow_up: FollowUp,
    now: Timestamp,
    wake_at: Option<Timestamp>,
    sends: Vec<(Timestamp, Send)>,
    count: usize,
}

impl Chart {
    fn new(id: &str) -> Self {
        Self {
            playbook: Playbook::from_yaml(PLAYBOOK).unwrap(),
            follow_up: FollowUp::from_recipient_json(&recipient(id).to_string()).unwrap(),
            now: Timestamp::parse("2026-03-02T15:00:00Z").unwrap(),
            wake_at: None,
            sends: Vec::new(),
            count: 0,
        }
    }

    fn happen(&mut self, mut event: Value) {
        self.count += 1;
        let name = format!("{}-{}", self.follow_up.recipient_id(), self.count);
        event["event_id"] = json!(name);
        event["at"] = json!(self.now.to_string());
        let event = Event::from_json(&event.to_string()).unwrap();
        if let Ok(decision) = self.playbook.handle(&mut self.follow_up, self.now, &event) {
            self.take(decision);
        }
    }

    fn wake_until(&mut self, end: Timestamp) {
        for _ in 0..500 {
            let Some(at) = self.wake_at.filter(|at| *at <= end) else {
                break;
            };
            self.now = self.now.max(at);
            let decision = self.playbook.tick(&mut self.follow_up, self.now).unwrap();
            self.take(decision);
        }
        self.now = self.now.max(end);
    }

    fn take(&mut self, decision: Decision) {
        self.wake_at = decision.wake_at;
        for action in decision.actions {
            match action.kind {
                ActionKind::Send(send) if send.step.as_str() != "opt_out_confirmation" => {
                    self.sends.push((self.now, *send));
                }
                _ => {}
            }
        }
    }

    fn open(&self) -> BTreeMap<String, &'static str> {
        let states = self.follow_up.states().into_iter();
        states.map(|(id, state)| (id.to_string(), state)).collect()
    }
}

/// What happens on a day.
#[derive(Clone, Debug)]
enum Day {
    Plan(u8, u32),
    Reply(&'static str),
    Silence(usize),
    Staff(u8, &'static str),
    Nothing,
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        3 => (0u8..6, 100u32..5000).prop_map(|(id, fee)| Day::Plan(id, fee)),
        1 => prop::sample::select(vec!["yes", "how much is it?", "STOP"]).prop_map(Day::Reply),
        1 => (0usize..3).prop_map(Day::Silence),
        1 => (0u8..6, prop::sample::select(vec!["reached", "pause", "declined", "stop_case", "do_not_contact"]))
            .prop_map(|(id, outcome)| Day::Staff(id, outcome)),
        3 => Just(Day::Nothing),
    ]
}

/// The points that the person silenced in this history, by the days of it.
fn live(id: &str, days: &[Day]) -> (Chart, BTreeSet<&'static str>) {
    let mut chart = Chart::new(id);
    let mut silent = BTreeSet::new();
    for day in days {
        match day {
            Day::Plan(id, fee) => chart.happen(json!({"type": "plan", "plan": {"id": format!("tp-{id}"),
                "patient": {"id": "p-1"}, "presented_at": "2026-03-01T15:00:00Z",
                "procedures": [{"id": format!("pr-{id}"), "code": "D7210", "fee": format!("{fee}.00"), "status": "planned"}]}})),
            Day::Reply(text) => {
                chart.happen(json!({"type": "reply", "channel": "sms", "from": POINTS[0].1, "text": text}));
                if *text == "STOP" {
                    silent.extend(POINTS.map(|(_, value)| value));
                }
            }
            Day::Silence(index) => {
                let (kind, value) = POINTS[*index];
                let channel = if kind == "mobile" { "sms" } else { kind };
                chart.happen(json!({"type": "consent", "contact": value, "channel": channel, "change": "revoked"}));
                silent.insert(value);
            }
            Day::Staff(id, outcome) => {
                let known = chart.open().contains_key(&format!("tp-{id}"));
                chart.happen(json!({"type": "staff", "case_id": format!("tp-{id}"), "outcome": outcome}));
                if known && *outcome == "do_not_contact" {
                    silent.extend(POINTS.map(|(_, value)| value));
                }
            }
            Day::Nothing => {}
        }
        let tomorrow = chart.now.plus(86_400);
        chart.wake_until(tomorrow);
    }
    (chart, silent)
}

/// What two follow-ups must agree on, whichever was merged into the other.
fn gist(follow_up: &FollowUp) -> Value {
    let stored: Value = serde_json::from_str(&follow_up.to_json()).unwrap();
    let sorted = |value: &Value, keys: &[&str]| {
        let items = value.as_array().cloned().unwrap_or_default();
        let mut items: Vec<Vec<Value>> = items
            .iter()
            .map(|item| {
                keys.iter()
                    .map(|key| item.get(key).cloned().unwrap_or_default())
                    .collect()
            })
            .collect();
        items.sort_by_key(|item| format!("{item:?}"));
        json!(items)
    };
    let mut seen: Vec<Value> = stored["seen"].as_array().cloned().unwrap_or_default();
    seen.sort_by_key(ToString::to_string);
    json!({
        "points": sorted(&stored["person"]["points"], &["value", "standing", "dropped_at"]),
        "revoked_all": stored["person"].get("revoked_all"),
        "cases": sorted(&stored["cases"], &["id", "round"]),
        "states": json!(follow_up.states().values().collect::<Vec<_>>()),
        "sends": sorted(&stored["sends"], &["at", "to", "channel"]),
        "tasks": sorted(&stored["tasks"], &["id"]),
        "seen": seen,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_either_chart_forbade_stays_forbidden(a in prop::collection::vec(day(), 1..20), b in prop::collection::vec(day(), 1..20)) {
        let (mut kept, mut silent) = live("r-1", &a);
        let (gone, silent_too) = live("r-2", &b);
        silent.extend(silent_too);
        let cases: BTreeSet<String> = kept.open().into_keys().chain(gone.open().into_keys()).collect();

        let mut other_way = gone.follow_up.clone();
        other_way.merge(kept.follow_up.clone()).unwrap();
        kept.follow_up.merge(gone.follow_up.clone()).unwrap();
        prop_assert_eq!(gist(&kept.follow_up), gist(&other_way));
        let stored = FollowUp::from_json(&kept.follow_up.to_json()).unwrap();
        prop_assert_eq!(&stored, &kept.follow_up);
        prop_assert_eq!(&kept.open().into_keys().collect::<BTreeSet<_>>(), &cases);

        kept.now = kept.now.max(gone.now);
        kept.happen(json!({"type": "recipient", "recipient": recipient("r-1"), "merged_from": "r-2"}));
        kept.wake_at = Some(kept.now);
        let mut earlier: Vec<(Timestamp, Send)> = std::mem::take(&mut kept.sends);
        earlier.extend(gone.sends);
        let end = kept.now.plus(200 * 86_400);
        kept.wake_until(end);
        prop_assert_eq!(kept.wake_at, None);

        let zone = Zone::named("America/New_York").unwrap();
        let mut all = earlier;
        for (at, send) in std::mem::take(&mut kept.sends) {
            prop_assert!(!silent.contains(send.to.reveal()), "a message to a point that was silenced in one of the charts");
            let done = |(_, known): &(Timestamp, Send)| known.case_id == send.case_id && known.step == send.step;
            prop_assert!(!all.iter().any(done), "a step that one of the charts had done: {} of {:?}", send.step, send.case_id);
            for (before, _) in &all {
                prop_assert!(at.since(*before) >= 20 * 3600, "the gap");
                prop_assert!(zone.local(at).date != zone.local(*before).date, "one a day");
            }
            let week = all.iter().filter(|(before, _)| at.since(*before) < 7 * 86_400).count();
            prop_assert!(week < 3, "three a week");
            all.push((at, send));
        }
    }
}

#[test]
fn too_many_open_cases_change_nothing() {
    let plans = |chart: &mut Chart, from: usize| {
        for id in from..from + 9 {
            chart.happen(
                json!({"type": "plan", "plan": {"id": format!("tp-{id}"), "patient": {"id": "p-1"},
                "procedures": [{"id": format!("pr-{id}"), "fee": "900.00", "status": "planned"}]}}),
            );
        }
    };
    let (mut a, mut b) = (Chart::new("r-1"), Chart::new("r-2"));
    plans(&mut a, 0);
    plans(&mut b, 100);
    let before = a.follow_up.clone();
    let error = a.follow_up.merge(b.follow_up.clone()).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-H006", "cases"));
    assert_eq!(a.follow_up, before);

    // Two that are over make room.
    for id in [100, 101] {
        b.happen(json!({"type": "plan_gone", "plan_id": format!("tp-{id}")}));
    }
    a.follow_up.merge(b.follow_up).unwrap();
    assert_eq!(a.follow_up.states().len(), 16);
}

#[test]
fn a_case_that_moved_carries_its_steps_when_asked() {
    let mut from = Chart::new("r-1");
    from.happen(
        json!({"type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-1"}, "presented_at": "2026-03-02T15:00:00Z",
        "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}}),
    );
    from.wake_until(Timestamp::parse("2026-03-04T00:00:00Z").unwrap());
    assert_eq!(from.sends.len(), 1);
    from.happen(json!({"type": "plan_gone", "plan_id": "tp-1", "moved_to": "r-2"}));

    let arrive = |to: &mut Chart| {
        to.now = from.now;
        to.happen(json!({"type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-1"}, "presented_at": "2026-03-02T15:00:00Z",
            "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}}));
        to.wake_until(Timestamp::parse("2026-03-20T00:00:00Z").unwrap());
        let steps: Vec<String> = to.sends.iter().map(|(_, send)| send.step.to_string()).collect();
        steps
    };
    let case = followthrough::wire::CaseId::parse("tp-1").unwrap();
    let mut fresh = Chart::new("r-2");
    assert_eq!(arrive(&mut fresh), ["hello", "details", "soft"]);
    let mut carried = Chart::new("r-2");
    carried.follow_up.carry(&case, &from.follow_up).unwrap();
    assert_eq!(arrive(&mut carried), ["details", "soft"]);

    let none = followthrough::wire::CaseId::parse("tp-9").unwrap();
    assert_eq!(
        carried
            .follow_up
            .carry(&none, &from.follow_up)
            .unwrap_err()
            .code()
            .as_str(),
        "FT-H002"
    );
}
