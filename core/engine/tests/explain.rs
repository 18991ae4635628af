//! What a front desk reads, and the data behind it. That both agree with the machine, `invariants` holds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use followthrough::criteria::Verdict;
use followthrough::explain::{CaseExplanation, GateKind};
use followthrough::{Event, Explanation, FollowUp, Moment, Playbook, Timestamp};
use serde_json::json;

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

struct World {
    playbook: Playbook,
    follow_up: FollowUp,
    events: usize,
}

impl World {
    fn new(more: &str, recipient: &str) -> Self {
        Self {
            playbook: Playbook::from_yaml(&format!("{PLAYBOOK}{more}")).unwrap(),
            follow_up: FollowUp::from_recipient_json(recipient).unwrap(),
            events: 0,
        }
    }

    /// One plan of that value, presented on Monday 2 March at 10:00 in New York.
    fn with_plan(more: &str, fee: &str) -> Self {
        let mut world = Self::new(more, RECIPIENT);
        world.plan("tp-1", "2026-03-02T15:00:00Z", fee);
        world
    }

    fn plan(&mut self, id: &str, presented_at: &str, fee: &str) {
        self.plan_at(presented_at, id, presented_at, fee);
    }

    fn plan_at(&mut self, at: &str, id: &str, presented_at: &str, fee: &str) {
        let fee = if fee.is_empty() {
            String::new()
        } else {
            format!(r#""fee": "{fee}","#)
        };
        self.happens(
            at,
            &format!(
                r#""type": "plan", "plan": {{"id": "{id}", "patient": {{"id": "p-77", "first_name": "Leo", "birth_date": "1986-04-02"}},
                "presented_at": "{presented_at}", "procedures": [{{"id": "pr-{id}", "code": "D7210", {fee} "status": "planned"}}]}}"#
            ),
        );
    }

    fn happens(&mut self, at: &str, body: &str) {
        self.events += 1;
        let event = Event::from_json(&format!(r#"{{"event_id": "e-{}", "at": "{at}", {body}}}"#, self.events)).unwrap();
        self.playbook.handle(&mut self.follow_up, event.at, &event).unwrap();
    }

    fn replies(&mut self, at: &str, text: &str) {
        let body = format!(r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#);
        self.happens(at, &body);
    }

    fn ticks(&mut self, at: &[&str]) {
        for at in at {
            self.playbook.tick(&mut self.follow_up, instant(at)).unwrap();
        }
    }

    fn explain(&self, at: &str) -> Explanation {
        self.explain_moment(instant(at).into())
    }

    fn explain_moment(&self, moment: Moment) -> Explanation {
        let before = self.follow_up.clone();
        let explanation = self.playbook.explain(&self.follow_up, moment).unwrap();
        assert_eq!(self.follow_up, before);
        explanation
    }
}

fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn only(explanation: &Explanation) -> &CaseExplanation {
    let [case] = explanation.cases.as_slice() else {
        panic!("{} cases", explanation.cases.len())
    };
    case
}

#[track_caller]
fn says(explanation: &Explanation, expected: &[&str]) {
    assert_eq!(explanation.sentences(), expected);
}

#[test]
fn not_yet() {
    let world = World::with_plan("", "900.00");
    says(
        &world.explain("2026-03-02T15:12:00Z"),
        &[
            "It is Monday, March 2, 2026, 10:12 AM in New York.",
            "Plan tp-1 was presented today at 10:00 AM and waits.",
            "Its follow-up may begin tomorrow at 10:00 AM at the earliest.",
            "A text goes out tomorrow at 10:00 AM.",
        ],
    );
}

#[test]
fn moved_by_quiet_hours() {
    let mut world = World::new("", RECIPIENT);
    world.plan("tp-1", "2026-03-03T01:12:00Z", "900.00");
    world.ticks(&["2026-03-04T01:12:00Z"]);
    let explanation = world.explain("2026-03-04T01:30:00Z");
    says(
        &explanation,
        &[
            "It is Tuesday, March 3, 2026, 8:30 PM in New York.",
            "Plan tp-1 is followed up by the sequence \"general\"; its step \"hello\" is next.",
            "A text goes out tomorrow at 9:00 AM; it was moved from today at 8:12 PM by quiet hours in New York.",
        ],
    );
    let case = only(&explanation);
    let journal = {
        let contact = case.contact.as_ref().unwrap();
        let decision = world.playbook.tick(&mut world.follow_up.clone(), contact.at).unwrap();
        assert!(decision.journal.contains(contact));
        serde_json::to_value(contact).unwrap()
    };
    assert_eq!(
        journal["why"]["moved_by"],
        json!([{"rule": "quiet_hours", "zone": "America/New_York", "from": "2026-03-04T01:12:00Z", "to": "2026-03-04T14:00:00Z"}])
    );
}

#[test]
fn below_the_threshold_and_not_known() {
    let world = World::with_plan("", "120.00");
    let explanation = world.explain("2026-03-04T15:00:00Z");
    says(
        &explanation,
        &[
            "It is Wednesday, March 4, 2026, 10:00 AM in New York.",
            "Plan tp-1 was presented on Monday, March 2, at 10:00 AM and waits.",
            "The practice follows up only if the value of the open treatment is at least $500.00; it is $120.00.",
            "If nothing else happens, it is closed on Sunday, May 31, at 11:00 AM: it grew too old.",
            "As things stand, no further message goes out for it.",
        ],
    );
    let gate = only(&explanation).deciding().unwrap();
    assert!(matches!(gate.kind, GateKind::Criteria { .. }));
    assert_eq!((gate.verdict, gate.changes_at), (Verdict::Fails, None));

    let world = World::with_plan("", "");
    let explanation = world.explain("2026-03-04T15:00:00Z");
    assert_eq!(only(&explanation).deciding().unwrap().verdict, Verdict::Unknown);
    says(
        &explanation,
        &[
            "It is Wednesday, March 4, 2026, 10:00 AM in New York.",
            "Plan tp-1 was presented on Monday, March 2, at 10:00 AM and waits.",
            "The practice follows up only if the value of the open treatment is at least $500.00; that is not known.",
            "If nothing else happens, it is closed on Sunday, May 31, at 11:00 AM: it grew too old.",
            "As things stand, no further message goes out for it.",
        ],
    );
}

#[test]
fn time_alone_will_change_it() {
    let world = World::with_plan("trigger: {where: {pending_for: {at_least: 5d}}}\n", "900.00");
    let explanation = world.explain("2026-03-04T15:00:00Z");
    let gate = only(&explanation).deciding().unwrap();
    assert_eq!(gate.changes_at, Some(instant("2026-03-07T15:00:00Z")));
    assert_eq!(explanation.wake_at, gate.changes_at);
    says(
        &explanation,
        &[
            "It is Wednesday, March 4, 2026, 10:00 AM in New York.",
            "Plan tp-1 was presented on Monday, March 2, at 10:00 AM and waits.",
            "The practice follows up only if the time since it was presented is at least 5 days; it is 2 days.",
            "A text goes out on Saturday, March 7, at 10:00 AM.",
        ],
    );
}

#[test]
fn another_plan_goes_first() {
    let mut world = World::with_plan("", "900.00");
    world.plan("tp-2", "2026-03-02T15:00:00Z", "1900.00");
    says(
        &world.explain("2026-03-03T15:00:00Z"),
        &[
            "It is Tuesday, March 3, 2026, 10:00 AM in New York.",
            "Plan tp-1 was presented yesterday at 10:00 AM and waits.",
            "Plan tp-2 goes first.",
            "It enters the sequence \"general\" on Monday, March 30, at 8:00 AM.",
            "A text goes out on Monday, March 30, at 9:00 AM; it was moved from Monday, March 30, at 8:00 AM by quiet hours in New York.",
            "Plan tp-2 was presented yesterday at 10:00 AM and waits.",
            "A text goes out now.",
        ],
    );
    world.ticks(&["2026-03-03T15:00:00Z"]);
    says(
        &world.explain("2026-03-03T16:00:00Z"),
        &[
            "It is Tuesday, March 3, 2026, 11:00 AM in New York.",
            "Plan tp-1 was presented yesterday at 10:00 AM and waits.",
            "Only 1 plan is followed up at a time, and plan tp-2 comes first.",
            "It enters the sequence \"general\" on Monday, March 30, at 8:00 AM.",
            "A text goes out on Monday, March 30, at 9:00 AM; it was moved from Monday, March 30, at 8:00 AM by quiet hours in New York.",
            "Plan tp-2 is followed up by the sequence \"general\"; its step \"details\" is next.",
            "The last message was a text today at 10:00 AM.",
            "An e-mail goes out on Thursday, March 5, at 10:00 AM.",
        ],
    );
}

#[test]
fn with_the_staff() {
    let mut world = World::with_plan("", "900.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let mut yes = World {
        playbook: world.playbook.clone(),
        follow_up: world.follow_up.clone(),
        events: 10,
    };
    yes.replies("2026-03-03T18:22:00Z", "yes");
    says(
        &yes.explain("2026-03-04T15:00:00Z"),
        &[
            "It is Wednesday, March 4, 2026, 10:00 AM in New York.",
            "Plan tp-1 is with the staff: the patient said yes yesterday at 1:22 PM.",
            "The last message was a text yesterday at 10:00 AM.",
            "If nobody reacts, staff are asked again tomorrow at 1:22 PM.",
            "As things stand, no further message goes out for it.",
        ],
    );
    world.replies("2026-03-03T18:22:00Z", "how much is it?");
    says(
        &world.explain("2026-03-04T15:00:00Z"),
        &[
            "It is Wednesday, March 4, 2026, 10:00 AM in New York.",
            "Plan tp-1 was paused yesterday at 1:22 PM: the patient asked something, and a person answers first.",
            "The last message was a text yesterday at 10:00 AM.",
            "If nobody reacts, staff are asked again tomorrow at 1:22 PM.",
            "If nothing else happens, an e-mail goes out on Monday, March 9, at 1:22 PM.",
        ],
    );
}

#[test]
fn no_channel_is_left_for_the_step() {
    let mut world = World::with_plan("", "900.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let denied = RECIPIENT.replace(
        r#""ana@example.com", "consent": {"type": "granted", "at": "2025"#,
        r#""ana@example.com", "consent": {"type": "denied", "at": "2026"#,
    );
    world.happens(
        "2026-03-03T16:00:00Z",
        &format!(r#""type": "recipient", "recipient": {denied}"#),
    );
    says(
        &world.explain("2026-03-03T16:00:30Z"),
        &[
            "It is Tuesday, March 3, 2026, 11:00 AM in New York.",
            "The e-mail address gets no e-mails: the practice system says no.",
            "Plan tp-1 is followed up by the sequence \"general\"; its step \"details\" is next.",
            "The last message was a text today at 10:00 AM.",
            "The step \"details\" is passed over on Thursday, March 5, at 10:00 AM: by e-mail, the practice system says no.",
            "A text goes out on Monday, March 9, at 10:00 AM.",
        ],
    );
    world.replies("2026-03-03T16:01:00Z", "STOP");
    says(
        &world.explain("2026-03-03T16:02:00Z"),
        &[
            "It is Tuesday, March 3, 2026, 11:02 AM in New York.",
            "The mobile number gets no texts: the patient opted out.",
            "The e-mail address gets no e-mails: the practice system says no.",
            "Plan tp-1 was closed today at 11:01 AM: the patient wants no more messages, or none can reach them.",
            "The last message was a text today at 10:00 AM.",
        ],
    );
}

#[test]
fn under_a_new_revision_it_is_told_as_published() {
    let own = |steps: &str| {
        format!(
            "sequences: [{{id: general, where: {{pending_value: {{above: 5000}}}}}}, {{id: own, steps: [{steps}]}}]\n"
        )
    };
    let step = |id: &str, day: u8| format!("{{id: {id}, day: {day}, channel: sms, template: soft_nudge}}");
    let before = own(&[step("one", 1), step("two", 3), step("three", 7)].join(", "));
    let mut world = World::with_plan(&before, "900.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let now = "2026-03-03T16:00:00Z";
    let without = own(&[step("one", 1), step("three", 7)].join(", "));
    // The step is gone; the sequence is gone, and one is selected anew.
    for (after, next) in [(without.as_str(), "three"), ("", "hello")] {
        let playbook = Playbook::from_yaml(&format!("{PLAYBOOK}{after}")).unwrap();
        let explanation = playbook.explain(&world.follow_up, instant(now)).unwrap();
        assert_eq!(explanation.revision, playbook.revision());
        let told = only(&explanation).contact.clone().unwrap();
        assert_eq!(serde_json::to_value(&told).unwrap()["step"], next);
        let mut ahead = world.follow_up.clone();
        let mut decision = playbook.tick(&mut ahead, instant(now)).unwrap();
        assert!(explanation.wake_at == decision.wake_at || explanation.wake_at == Some(instant(now)));
        while !decision.journal.contains(&told) {
            decision = playbook.tick(&mut ahead, decision.wake_at.unwrap()).unwrap();
        }
    }
}

#[test]
fn brake_stale_facts_holdout_and_two_zones() {
    let world = World::with_plan("", "900.00");
    let now = Moment::from(instant("2026-03-03T15:00:00Z"));
    says(
        &world.explain_moment(now.with_hold_until(instant("2026-03-06T15:00:00Z"))),
        &[
            "It is Tuesday, March 3, 2026, 10:00 AM in New York.",
            "The practice holds back everything automatic until Friday, March 6, at 10:00 AM.",
            "Plan tp-1 was presented yesterday at 10:00 AM and waits.",
            "A text goes out on Friday, March 6, at 10:00 AM.",
        ],
    );
    let mut world = World::with_plan("", "900.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let later = Moment::from(instant("2026-03-05T15:00:00Z"));
    says(
        &world.explain_moment(later.with_facts_as_of(instant("2026-03-03T15:00:00Z"))),
        &[
            "It is Thursday, March 5, 2026, 10:00 AM in New York.",
            "Plan tp-1 is followed up by the sequence \"general\"; its step \"details\" is next.",
            "The last message was a text on Tuesday, March 3, at 10:00 AM.",
            "Messages wait for a newer export: the practice system is known only up to Tuesday, March 3, at 10:00 AM.",
            "As things stand, no further message goes out for it.",
        ],
    );
    let world = World::with_plan("holdout: {share: 1}\n", "900.00");
    says(
        &world.explain("2026-03-03T15:00:00Z"),
        &[
            "It is Tuesday, March 3, 2026, 10:00 AM in New York.",
            "Plan tp-1 was presented yesterday at 10:00 AM and waits.",
            "It was drawn to get no follow-up, so that the effect of follow-up can be measured; that counts from now on.",
            "As things stand, no further message goes out for it.",
        ],
    );
    let somewhere = RECIPIENT
        .replace(r#""time_zone": "America/New_York", "#, "")
        .replace("+1404", "+1213");
    let mut world = World::new("", &somewhere);
    world.plan("tp-1", "2026-03-02T13:30:00Z", "900.00");
    says(
        &world.explain("2026-03-02T15:12:00Z"),
        &[
            "It is Monday, March 2, 2026, 10:12 AM in New York.",
            "The patient may also be in Los Angeles: messages wait until the hour is right there too.",
            "Plan tp-1 was presented today at 8:30 AM and waits.",
            "Its follow-up may begin tomorrow at 8:30 AM at the earliest.",
            "A text goes out tomorrow at 12:00 PM; it was moved from tomorrow at 8:30 AM by quiet hours in New York.",
        ],
    );
}

#[test]
fn an_active_case_that_no_longer_qualifies() {
    let mut world = World::with_plan("", "2400.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    world.plan_at("2026-03-04T15:00:00Z", "tp-1", "2026-03-02T15:00:00Z", "24.00");
    let explanation = world.explain("2026-03-04T15:00:00Z");
    let told = &only(&explanation).says;
    let ends = only(&explanation).next.as_ref().unwrap();
    assert!(
        told.contains(
            &"The practice follows up only if the value of the open treatment is at least $500.00; it is $24.00."
                .to_owned()
        ),
        "{told:#?}"
    );
    let closes = told
        .iter()
        .find(|sentence| sentence.starts_with("If nothing else happens, it is closed"));
    assert!(
        closes.unwrap().contains("when its step \"details\" would come"),
        "{told:#?}"
    );
    // And so it goes.
    let decision = world.playbook.tick(&mut world.follow_up, ends.at).unwrap();
    assert!(decision.journal.contains(ends));
}

/// Whatever hour it is asked.
#[test]
fn a_step_that_waits_for_newer_facts_says_so_at_night_too() {
    let mut world = World::with_plan("", "2400.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let old = instant("2026-03-02T15:00:00Z");
    for now in ["2026-03-05T16:00:00Z", "2026-03-06T05:00:00Z", "2026-03-07T15:30:00Z"] {
        world
            .playbook
            .tick(&mut world.follow_up, Moment::from(instant(now)).with_facts_as_of(old))
            .unwrap();
        let explanation = world.explain_moment(Moment::from(instant(now)).with_facts_as_of(old));
        let told = explanation.sentences().join(" ");
        assert!(told.contains("newer export"), "{now}: {told}");
        assert!(!told.contains("there is no time left"), "{now}: {told}");
    }
}

#[test]
fn a_clock_that_leaps_is_refused_as_a_tick_refuses_it() {
    let world = World::with_plan("", "900.00");
    let leap = Moment::from(instant("2028-03-02T15:00:00Z"));
    let refused = world.playbook.explain(&world.follow_up, leap).unwrap_err();
    let ticked = world.playbook.tick(&mut world.follow_up.clone(), leap).unwrap_err();
    assert_eq!(refused, ticked);
    assert!(
        world
            .playbook
            .explain(&world.follow_up, leap.with_leap_confirmed())
            .is_ok()
    );
}

#[test]
fn what_became_of_an_earlier_step_is_told() {
    let more = r#"
sequences:
  - id: own
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: soft, day: 4, channel: sms, template: soft_nudge, when: {all: [{last_result: {hello: [delivered, clicked]}}, {not: insured}]}}
"#;
    let mut world = World::with_plan(more, "900.00");
    world.ticks(&["2026-03-03T15:00:00Z"]);
    let explanation = world.explain("2026-03-04T15:00:00Z");
    let gates = &only(&explanation).gates;
    let criterion = gates.iter().find_map(|gate| match &gate.kind {
        GateKind::StepCondition { criterion, .. } => Some(criterion),
        _ => None,
    });
    let [result, insured] = criterion.unwrap().parts.as_slice() else {
        panic!("{gates:?}")
    };
    assert_eq!(result.says, "what became of the step \"hello\" is delivered or clicked");
    assert_eq!(
        (result.value.as_deref(), result.verdict),
        (Some("sent"), Verdict::Fails)
    );
    assert_eq!(insured.says, "it is not so that the patient is insured");
    assert_eq!((&insured.value, insured.verdict), (&None, Verdict::Unknown));
}
