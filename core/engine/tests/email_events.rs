//! What happens to an e-mail after it left, and what of it moves anything: the shared vectors, told as events of the wire.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may fail loudly, and says how many cases it ran"
)]

mod common;

use followthrough::link::{LinkKeys, TokenState, UnsubscribeRequest, unsubscribe_request};
use followthrough::{Event, FollowUp, Playbook, Timestamp};
use serde_json::{Value, json};

const PLAYBOOK: &str = r#"
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
"#;

const RECIPIENT: &str = r#"{"id": "r-77", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA",
  "contacts": [{"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#;

/// An e-mail that went out, and what it was.
struct World {
    playbook: Playbook,
    follow_up: FollowUp,
    now: Timestamp,
    send: Value,
    told: usize,
}

const KEY: &str = "a secret of the host's, from its vault";

fn keys() -> LinkKeys {
    LinkKeys::new(&[KEY]).unwrap()
}

fn world() -> World {
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap().with_link_keys(&[KEY]).unwrap();
    let mut world = World {
        playbook,
        follow_up: FollowUp::from_recipient_json(RECIPIENT).unwrap(),
        now: Timestamp::parse("2026-03-02T15:00:00Z").unwrap(),
        send: Value::Null,
        told: 0,
    };
    world.hear(
        json!({"type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-77"}, "presented_at": "2026-03-02T15:00:00Z",
        "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}}),
    );
    while world.send.is_null() {
        world.now = world.now.plus(3600);
        let decision = world.playbook.tick(&mut world.follow_up, world.now).unwrap();
        let actions = json!(decision)["actions"].clone();
        let mut mails = actions
            .as_array()
            .unwrap()
            .iter()
            .filter(|action| action["channel"] == "email");
        world.send = mails.next_back().cloned().unwrap_or_default();
    }
    world
}

impl World {
    fn hear(&mut self, mut event: Value) -> Value {
        self.told += 1;
        self.now = self.now.plus(60);
        event["event_id"] = json!(format!("e-{}", self.told));
        event["at"] = json!(self.now);
        let event = Event::from_json(&event.to_string()).unwrap();
        json!(self.playbook.handle(&mut self.follow_up, self.now, &event).unwrap())
    }

    fn receipt(&mut self, result: &str) -> Value {
        let id = self.send["id"].clone();
        match result.split_once(' ') {
            Some((result, class)) => {
                self.hear(json!({"type": "receipt", "action_id": id, "result": result, "class": class}))
            }
            None => self.hear(json!({"type": "receipt", "action_id": id, "result": result})),
        }
    }

    fn token(&self, purpose: &str) -> String {
        let links = self.send["links"].as_array().unwrap().iter();
        let mut named = links.filter(|link| link["purpose"] == purpose);
        named.next().unwrap()["token"].as_str().unwrap().to_owned()
    }

    fn click(&mut self, purpose: &str, kind: &str) -> Value {
        let token = self.token(purpose);
        self.hear(json!({"type": "click", "token": token, "kind": kind}))
    }

    /// Where the person stands: the states of the cases, and whether each address may be written to.
    fn engagement(&self) -> Value {
        let held: Value = serde_json::from_str(&self.follow_up.export_person()).unwrap();
        let cases = held["cases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|case| case["state"].clone());
        json!([
            cases.collect::<Vec<_>>(),
            held["contacts"],
            held["opted_out_of_everything_at"]
        ])
    }

    fn opt_outs(decision: &Value) -> usize {
        let actions = decision["actions"].as_array().unwrap().iter();
        actions.filter(|action| action["type"] == "record_opt_out").count()
    }
}

#[test]
fn every_vector() {
    let Some(file) = common::shared("email/list_unsubscribe.json") else {
        return;
    };
    let cases = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["kind"] == "event");
    let mut asked = 0;
    for case in cases {
        // Whatever link it is, and whatever the host calls what it saw.
        for purpose in ["book", "unsubscribe"] {
            let mut world = world();
            let before = world.engagement();
            match case["event"].as_str().unwrap() {
                "open_pixel" => world.receipt("opened"),
                "link_get" => world.click(purpose, "landed"),
                "landing_page_post" => world.click(purpose, "confirmed"),
                // The host takes it for a machine's: it tells of fetches, however many.
                "link_get_then_post_within_1s_same_ua" => {
                    world.click(purpose, "landed");
                    world.click(purpose, "landed")
                }
                "complaint_feedback_loop" => world.receipt("complained"),
                "hard_bounce" => world.receipt("bounced"),
                "soft_bounce" => world.receipt("failed temporary"),
                other => panic!("{other}: which event of the wire is that?"),
            };
            let changed = before != world.engagement();
            assert_eq!(
                changed, case["expect"]["engagement_state_change"],
                "{} {} ({purpose})",
                case["id"], case["why"]
            );
        }
        asked += 1;
    }
    assert!(asked >= 9, "{asked} cases");
    println!("{asked} cases");
}

#[test]
fn a_complaint_is_an_opt_out_and_a_bounce_is_none() {
    let mut complained = world();
    let decision = complained.receipt("complained");
    assert_eq!(World::opt_outs(&decision), 1);
    let mut bounced = world();
    let decision = bounced.receipt("bounced");
    assert_eq!(World::opt_outs(&decision), 0);
    assert!(
        bounced.engagement()[1][0]["dropped_at"].is_string(),
        "{}",
        bounced.engagement()
    );
}

/// An open that a host makes an event of its own is no event: there is nothing that it could move.
#[test]
fn there_is_no_event_of_an_open_pixel() {
    let world = world();
    for kind in ["open_pixel", "opened", "open"] {
        let event = json!({"event_id": "e-x", "at": world.now, "type": kind, "token": world.token("book")});
        let refused = Event::from_json(&event.to_string()).unwrap_err();
        assert_eq!(refused.code().as_str(), "FT-H001", "{refused}");
        assert!(!refused.to_string().contains(&world.token("book")));
    }
    let event =
        json!({"event_id": "e-x", "at": world.now, "type": "click", "token": world.token("book"), "kind": "opened"});
    assert_eq!(Event::from_json(&event.to_string()).unwrap_err().path(), "kind");
}

/// The whole way: a mail service's POST, what the host makes of it, and what the engine does.
#[test]
fn one_click_from_the_post_to_the_opt_out() {
    let mut world = world();
    let url = world.send["headers"]["List-Unsubscribe"].as_str().unwrap().to_owned();
    let token = url.trim_end_matches('>').split_once("ft=").unwrap().1.to_owned();
    let post = UnsubscribeRequest {
        method: "POST",
        content_type: Some("application/x-www-form-urlencoded"),
        body: b"List-Unsubscribe=One-Click",
    };
    let look = UnsubscribeRequest { method: "GET", ..post };
    assert!(!unsubscribe_request(&look, TokenState::of(&token, &keys())).unsubscribe);
    assert!(unsubscribe_request(&post, TokenState::of(&token, &keys())).unsubscribe);
    let decision = world.click("unsubscribe", "confirmed");
    assert_eq!(World::opt_outs(&decision), 1);
    // Once more: the same answer, and still nobody is written to.
    assert!(unsubscribe_request(&post, TokenState::AlreadyUsed).unsubscribe);
    let after = world.engagement();
    world.click("unsubscribe", "confirmed");
    assert_eq!(world.engagement()[0], after[0]);

    let book = world.token("book");
    assert_eq!(TokenState::of(&book, &keys()), TokenState::OtherPurpose);
    assert!(!unsubscribe_request(&post, TokenState::of(&book, &keys())).unsubscribe);
    let other = LinkKeys::new(&["the secret of somebody else"]).unwrap();
    assert_eq!(TokenState::of(&token, &other), TokenState::Tampered);
}
