//! The look right before a message leaves: each reason why it must not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use followthrough::follow_up::{Action, ActionKind, Verdict, WhyNot};
use followthrough::wire::ActionId;
use followthrough::{Event, FollowUp, Moment, Playbook, Timestamp};

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

const RECIPIENT: &str = r#"{"id": "r-77", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#;

/// The text of day 1, handed out at 10:00 in New York on Tuesday 3 March.
struct World {
    playbook: Playbook,
    follow_up: FollowUp,
    at: Timestamp,
    send: Action,
}

fn world(limits: &str) -> World {
    let playbook = Playbook::from_yaml(&format!("{PLAYBOOK}{limits}")).unwrap();
    let mut follow_up = FollowUp::from_recipient_json(RECIPIENT).unwrap();
    let plan = event(
        "2026-03-02T15:00:00Z",
        r#""type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-77"}, "presented_at": "2026-03-02T15:00:00Z",
           "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}"#,
    );
    playbook.handle(&mut follow_up, plan.at, &plan).unwrap();
    let at = Timestamp::parse("2026-03-03T15:00:00Z").unwrap();
    let [send] = <[Action; 1]>::try_from(playbook.tick(&mut follow_up, at).unwrap().actions).unwrap();
    World {
        playbook,
        follow_up,
        at,
        send,
    }
}

fn event(at: &str, body: &str) -> Event {
    let id = body.len();
    Event::from_json(&format!(r#"{{"event_id": "e-{id}-{at}", "at": "{at}", {body}}}"#)).unwrap()
}

impl World {
    fn look(&self, moment: impl Into<Moment>) -> Verdict {
        self.playbook.may_still_send(&self.follow_up, &self.send.id, moment)
    }

    fn after(&mut self, body: &str) -> Verdict {
        let at = self.at.plus(60);
        let happened = event(&at.to_string(), body);
        let before = self.follow_up.clone();
        self.playbook.handle(&mut self.follow_up, at, &happened).unwrap();
        assert_ne!(before, self.follow_up);
        self.look(at)
    }

    fn expires_at(&self) -> Timestamp {
        match &self.send.kind {
            ActionKind::Send(send) => send.expires_at,
            other => panic!("{other:?}"),
        }
    }
}

fn no(reason: WhyNot) -> Verdict {
    Verdict::No { reason }
}

#[test]
fn what_was_handed_out_may_leave_until_it_expires() {
    let world = world("");
    let until = world.expires_at();
    assert_eq!(
        until.to_string(),
        "2026-03-04T00:00:00Z",
        "the practice's window, 19:00 in New York"
    );
    for at in [world.at, world.at.plus(3600), until.plus(-1)] {
        assert_eq!(world.look(at), Verdict::Yes { until });
    }
    assert_eq!(world.look(until), no(WhyNot::Expired));
    // An earlier `now` is taken as the last one seen.
    assert_eq!(world.look(world.at.plus(-86_400)), Verdict::Yes { until });
    // A leap of the clock is no error here: the message has long expired.
    assert_eq!(world.look(world.at.plus(500 * 86_400)), no(WhyNot::Expired));
}

#[test]
fn the_moment_says_more() {
    let world = world("trigger: {facts_fresh_within: 36h}\n");
    let moment = Moment::from(world.at.plus(60));
    let fresh = moment.with_facts_as_of(world.at.plus(-3600));
    assert!(world.look(fresh).is_yes());
    let old = moment.with_facts_as_of(world.at.plus(-48 * 3600));
    assert_eq!(world.look(old), no(WhyNot::StaleFacts));
    assert_eq!(
        world.look(moment.with_hold_until(world.at.plus(61))),
        no(WhyNot::Braked)
    );
    assert!(
        world.look(moment.with_hold_until(world.at.plus(60))).is_yes(),
        "over by then"
    );
}

#[test]
fn what_the_person_does_stops_it() {
    let reply = |text| format!(r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#);
    // An answer does not say to which message: one that is not confirmed is taken back.
    for text in ["yes", "how much is it?", "STOP", "stop all"] {
        assert_eq!(world("").after(&reply(text)), no(WhyNot::Cancelled), "{text}");
    }
    // A case that leaves its sequence takes its messages back; so does an opt-out.
    for body in [
        r#""type": "staff", "case_id": "tp-1", "outcome": "stop_case""#,
        r#""type": "plan_gone", "plan_id": "tp-1""#,
        r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "revoked""#,
    ] {
        assert_eq!(world("").after(body), no(WhyNot::Cancelled), "{body}");
    }
    let person = |status| {
        let recipient = RECIPIENT.replace(r#""id""#, &format!(r#""status": "{status}", "id""#));
        format!(r#""type": "recipient", "recipient": {recipient}"#)
    };
    assert_eq!(world("").after(&person("deceased")), no(WhyNot::Cancelled));
}

#[test]
fn a_snapshot_stops_it() {
    let with = |from: &str, to: &str| {
        format!(
            r#""type": "recipient", "recipient": {}"#,
            RECIPIENT.replacen(from, to, 1)
        )
    };
    let denied = with(r#""granted", "at": "2025-11-03"#, r#""denied", "at": "2026-03-03"#);
    assert_eq!(world("").after(&denied), no(WhyNot::NoConsent));
    let gone = with("+14045550177", "+14045550178");
    assert_eq!(world("").after(&gone), no(WhyNot::ContactGone));
    // In Honolulu it is five in the morning.
    let moved = with("America/New_York", "Pacific/Honolulu");
    assert_eq!(world("").after(&moved), no(WhyNot::QuietHours));
    let visit = r#""type": "appointment", "appointment": {"id": "a-1", "status": "scheduled",
        "starts_at": "2026-03-03T20:00:00Z"}"#;
    assert_eq!(world("").after(visit), no(WhyNot::VisitDay));
}

#[test]
fn it_counts_once_beside_the_others() {
    let elsewhere = r#""type": "receipt", "result": "elsewhere", "contact": "+14045550177", "channel": "sms""#;
    assert!(
        world("limits: {per_day: 1, per_week: 1}\n").look(world("").at).is_yes(),
        "itself"
    );
    assert_eq!(world("limits: {min_gap: 4h}\n").after(elsewhere), no(WhyNot::MinGap));
    assert_eq!(
        world("limits: {min_gap: 0h, per_day: 1}\n").after(elsewhere),
        no(WhyNot::PerDay)
    );
    assert_eq!(
        world("limits: {min_gap: 0h, per_day: 9, per_week: 1}\n").after(elsewhere),
        no(WhyNot::PerWeek)
    );
    // The law's three in 24 hours, for one contact point: two others leave room, three do not.
    let mut world = world("limits: {min_gap: 0h, per_day: 9, per_week: 9}\n");
    let again = |n: usize| format!("{elsewhere}{}", " ".repeat(n));
    assert!(world.after(&again(1)).is_yes());
    assert!(world.after(&again(2)).is_yes());
    assert_eq!(world.after(&again(3)), no(WhyNot::LawCap));
}

#[test]
fn receipts_end_it() {
    let receipt = |world: &World, what: &str| format!(r#""type": "receipt", "action_id": "{}", {what}"#, world.send.id);
    for (what, reason) in [
        (r#""result": "delivered""#, WhyNot::AlreadyLeft),
        (r#""result": "complained""#, WhyNot::AlreadyLeft),
        (r#""result": "failed", "class": "permanent""#, WhyNot::Failed),
    ] {
        let mut world = world("");
        let body = receipt(&world, what);
        let verdict = world.after(&body);
        // Whatever the receipt said: nothing leaves twice.
        assert!(
            verdict == no(reason) || verdict == no(WhyNot::Cancelled),
            "{what} {verdict:?}"
        );
    }
    let mut world = world("");
    let temporary = receipt(&world, r#""result": "failed", "class": "temporary""#);
    assert!(world.after(&temporary).is_yes(), "the gateway may try again");
}

#[test]
fn the_confirmation_of_an_opt_out_goes_though_the_point_is_silent() {
    let mut world = world("");
    let at = Timestamp::parse("2026-03-04T04:00:00Z").unwrap();
    let stop = event(
        "2026-03-04T04:00:00Z",
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP""#,
    );
    let decision = world.playbook.handle(&mut world.follow_up, at, &stop).unwrap();
    let sends = |action: &&Action| matches!(action.kind, ActionKind::Send(_));
    world.send = decision.actions.iter().find(sends).unwrap().clone();
    let until = at.plus(300);
    let braked = Moment::from(at).with_hold_until(at.plus(3600));
    assert_eq!(world.look(braked), Verdict::Yes { until }, "at 23:00, whatever else");
    // Another word of the person's proves nothing about it.
    let thanks = event(
        "2026-03-04T04:00:01Z",
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "thanks""#,
    );
    world
        .playbook
        .handle(&mut world.follow_up, at.plus(1), &thanks)
        .unwrap();
    assert_eq!(world.look(at.plus(1)), Verdict::Yes { until });
    assert_eq!(world.look(until), no(WhyNot::Expired));
}

#[test]
fn an_action_that_is_no_send_is_unknown() {
    let world = world("");
    let other = ActionId::parse("act_bzzpr3817w4edchktef4ds5czw").unwrap();
    assert_eq!(
        world.playbook.may_still_send(&world.follow_up, &other, world.at),
        no(WhyNot::UnknownAction)
    );
    let json = |id: &str, moment: &str| world.playbook.may_still_send_json(&world.follow_up, id, moment);
    let now = format!(r#"{{"now": "{}"}}"#, world.at);
    assert_eq!(
        json("no id at all", &now).unwrap(),
        r#"{"type":"no","reason":"unknown_action"}"#
    );
    assert_eq!(
        json(world.send.id.text().as_str(), &now).unwrap(),
        r#"{"type":"yes","until":"2026-03-04T00:00:00Z"}"#
    );
    assert_eq!(
        json(world.send.id.text().as_str(), "{}").unwrap_err().code().as_str(),
        "FT-H010"
    );
}
