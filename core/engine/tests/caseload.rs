//! A caseload adds no rules of its own: a host with a row for each follow-up gets the same answers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

#[path = "caseload/rows.rs"]
mod rows;

use followthrough::caseload::Planned;
use followthrough::follow_up::{Action, ActionKind};
use followthrough::wire::RecipientId;
use followthrough::{Caseload, Event, FollowUp, Moment, Playbook, Recipient, Timestamp};
use proptest::prelude::*;
use rows::{Host, Move, silent, wordless};

fn playbook(more: &str) -> Playbook {
    let text = format!(
        r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
  locations:
    west: {{time_zone: America/Denver, hours: {{tue-sat: "07:00-11:00"}}, closed: [2026-03-04, 2026-03-12]}}
    east: {{roles: {{host: {{}}}}}}
extends: dental
{more}
"#
    );
    let keys: [&[u8]; 1] = [b"a key of the tests' own"];
    Playbook::from_yaml(&text).unwrap().with_link_keys(&keys).unwrap()
}

/// One level of each list, so that calls are part of a course as well.
const SHORT: &str = r#"
limits: {per_week: 2}
escalation:
  high_value: [{prompt: call, role: front_desk, due_in: 4 business hours, alert: true}]
  re_engaged: [{prompt: book, role: front_desk}]
"#;

/// Six people: 0 and 1 share a phone, 1 and 2 an address, the others nothing; 4 lives in an unknown zone.
fn people() -> Vec<Recipient> {
    let granted = r#""consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}"#;
    let phones = ["0177", "0177", "0179", "0180", "0181", "0182"];
    let addresses = ["a", "b", "b", "d", "e", "f"];
    (0..6)
        .map(|i| {
            let zone = if i == 4 {
                ""
            } else {
                r#""time_zone": "America/Chicago", "#
            };
            let json = format!(
                r#"{{"id": "r-{i}", "first_name": "Ana", {zone}"contacts": [
                {{"kind": "mobile", "value": "+1404555{}", {granted}}},
                {{"kind": "email", "value": "{}@example.com", {granted}}}]}}"#,
                phones[i], addresses[i]
            );
            serde_json::from_str(&json).unwrap()
        })
        .collect()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn event(id: &str, at: Timestamp, body: &str) -> Event {
    Event::from_json(&format!(r#"{{"event_id": "{id}", "at": "{at}", {body}}}"#)).unwrap()
}

fn presented(person: usize, plan: u8, fee: u32, status: &str, at: Timestamp) -> String {
    // A plan may move; the playbook has no location `main`.
    let location = ["west", "main", "east"][usize::try_from(fee % 3).unwrap()];
    format!(
        r#""type": "plan", "plan": {{"id": "tp-{person}-{plan}", "patient": {{"id": "p-{person}", "birth_date": "1990-03-0{}"}},
        "presented_at": "{at}", "tags": ["t{plan}"], "custom": {{"vip": true, "score": {fee}, "tier": "gold"}},
        "provider": {{"id": "d-1", "name": "Dr. Okafor"}}, "location": "{location}",
        "procedures": [{{"id": "pr-{person}-{plan}", "code": "D7210", "tooth": "19", "fee": "{fee}.00", "status": "{status}"}}]}}"#,
        1 + plan
    )
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let texts = prop::sample::select(vec!["yes", "STOP", "no thanks", "how much is it?"]);
    let statuses = prop::sample::select(vec!["planned", "planned", "planned", "scheduled", "declined"]);
    let reply = |text: &str, whose: usize| {
        let from = people()[whose].contacts[0].value.reveal().to_owned();
        format!(r#""type": "reply", "channel": "sms", "from": "{from}", "text": "{text}""#)
    };
    let happens = prop_oneof![
        6 => (0usize..6, 0u8..2, 300u32..5000, statuses).prop_map(|(whose, plan, fee, status)| {
            (whose, presented(whose, plan, fee, status, at("2026-03-02T10:00:00-06:00")))
        }),
        2 => (0usize..6, texts).prop_map(move |(whose, text)| (whose, reply(text, whose))),
        1 => (0usize..6).prop_map(|whose| (whose, format!(
            r#""type": "consent", "contact": "{}@example.com", "channel": "email", "change": "revoked""#,
            ["a", "b", "b", "d", "e", "f"][whose]))),
        1 => (0usize..6, 1u32..29).prop_map(|(whose, day)| (whose, format!(
            r#""type": "appointment", "appointment": {{"id": "a-{whose}", "status": "scheduled",
               "starts_at": "2026-03-{day:02}T15:00:00Z", "procedure_ids": ["pr-{whose}-0"]}}"#))),
    ];
    let one = prop_oneof![
        5 => (happens, 0u32..200_000).prop_map(|((whose, body), after)| Move::Happens(whose, after, body)),
        1 => Just(Move::Again),
        8 => Just(Move::Wake),
        2 => (0u32..600_000).prop_map(Move::Late),
        1 => Just(Move::Restore),
        1 => (0usize..3).prop_map(Move::Away),
        1 => Just(Move::Back),
    ];
    prop::collection::vec(one, 1..80)
}

/// A caseload, and a host with a row for each, through the same moves.
fn same_answers(moves: &[Move], spread: bool, texts: bool) -> Result<(), TestCaseError> {
    let book = playbook(if spread { "sending: {spread: 90m}" } else { SHORT });
    let mut host = Host {
        playbook: book.clone(),
        rows: Vec::new(),
        away: None,
        last_now: Timestamp::MIN,
    };
    let empty = || Caseload::new(book.clone());
    let mut caseload = if texts { empty() } else { empty().without_texts() };
    let seen = |answers| {
        if texts {
            silent(answers)
        } else {
            wordless(silent(answers))
        }
    };
    for person in people() {
        host.rows.push((FollowUp::new(&person).unwrap(), None));
        prop_assert_eq!(caseload.begin(&person).unwrap(), []);
    }
    let mut elsewhere: Option<FollowUp> = None;
    let mut now = at("2026-03-02T12:00:00-06:00");
    let mut last: Option<(usize, Event)> = None;
    for (count, step) in moves.iter().enumerate() {
        match step {
            Move::Happens(whose, after, body) => {
                now = now.plus(i64::from(*after));
                last = Some((*whose, event(&format!("e{count}"), now, body)));
            }
            Move::Late(after) => now = now.plus(i64::from(*after)),
            Move::Wake => now = caseload.next_wake().map_or(now, |wake| now.max(wake)),
            // Whose slot is free comes back to another one then, and of several who are due at once the order changes.
            Move::Restore if host.away.is_some() => {}
            Move::Restore => {
                caseload = Caseload::restore(book.clone(), &caseload.snapshot()).unwrap();
                caseload = if texts { caseload } else { caseload.without_texts() };
            }
            Move::Again => {}
            Move::Away(_) | Move::Back => {
                if let (Some(whose), Some(follow_up)) = (host.away, elsewhere.take()) {
                    let answers = caseload.add(follow_up).unwrap();
                    let expected = host.comes_back(whose);
                    prop_assert_eq!(seen(answers), seen(expected));
                }
                if let Move::Away(whose) = step {
                    elsewhere = caseload.remove(&people()[*whose].id);
                    host.away = Some(*whose);
                }
            }
        }
        let moment = Moment::from(now);
        match (step, &last) {
            (Move::Happens(..) | Move::Again, Some((whose, event))) if !host.is_here(*whose) => {
                host.decide(*whose, moment, Some(event));
                if let Some(follow_up) = &mut elsewhere {
                    let _ = book.handle(follow_up, moment, event);
                    let _ = book.tick(follow_up, moment);
                }
                host.decide(*whose, moment, None);
            }
            (Move::Happens(..) | Move::Again, Some((whose, event))) => {
                let mut expected = Vec::new();
                host.call(*whose, moment, Some(event), &mut expected);
                let id = people()[*whose].id.clone();
                let answers = caseload.handle(moment, &id, event).unwrap_or_default();
                prop_assert_eq!(seen(answers), seen(expected));
            }
            (Move::Wake | Move::Late(_), _) => {
                let expected = host.tick(moment);
                prop_assert_eq!(seen(caseload.tick(moment).unwrap()), seen(expected));
            }
            _ => {}
        }
        let here = host.rows.iter().enumerate().filter(|(whose, _)| host.is_here(*whose));
        let next = here.filter_map(|(_, (_, wake))| *wake).min();
        // What is overdue is due at once; since when, each tells as of its last look.
        let due = |wake: Option<Timestamp>| wake.map(|at| at.max(now));
        prop_assert_eq!(due(caseload.next_wake()), due(next));
        for (whose, (follow_up, _)) in host.rows.iter().enumerate() {
            let kept = caseload.get(follow_up.recipient_id());
            let kept = if host.is_here(whose) { kept } else { elsewhere.clone() };
            prop_assert_eq!(kept.as_ref().map(FollowUp::to_json), Some(follow_up.to_json()));
            prop_assert_eq!(kept.as_ref(), Some(follow_up));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_host_with_a_row_for_each_gets_the_same_answers(
        moves in moves(), spread in any::<bool>(), texts in any::<bool>(),
    ) {
        same_answers(&moves, spread, texts)?;
    }
}

/// The message of a case is forgotten before the case ends; one that its phone had for somebody else is not.
#[test]
fn an_end_is_credited_to_what_is_remembered() {
    let planned = |whose, after| {
        let body = presented(whose, 0, 500, "planned", at("2026-03-02T16:00:00Z"));
        Move::Happens(whose, after, body)
    };
    let revoked = r#""type": "consent", "contact": "a@example.com", "channel": "email", "change": "revoked""#;
    let mut moves = vec![planned(1, 50_187), Move::Late(45_914), Move::Wake, Move::Wake];
    moves.extend([
        planned(3, 40_604),
        Move::Late(507_613),
        planned(0, 86_409),
        Move::Late(557_160),
    ]);
    moves.extend([Move::Late(172_800), Move::Happens(0, 0, revoked.to_owned())]);
    moves.extend(vec![Move::Wake; 5]);
    moves.push(Move::Late(286_902));
    same_answers(&moves, true, false).unwrap();
}

fn caseload_of(count: usize) -> (Caseload, Timestamp) {
    let mut caseload = Caseload::new(playbook(""));
    let begun = at("2026-03-02T12:00:00-06:00");
    for (whose, person) in people().iter().enumerate().take(count) {
        caseload.begin(person).unwrap();
        let event = event(
            &format!("e{whose}"),
            begun,
            &presented(whose, 0, 3600, "planned", begun),
        );
        caseload.handle(begun, &person.id, &event).unwrap();
    }
    (caseload, begun)
}

fn id(text: &str) -> RecipientId {
    RecipientId::parse(text).unwrap()
}

#[test]
fn pieces_say_what_a_whole_tick_says() {
    let (mut whole, begun) = caseload_of(6);
    let mut pieces = whole.clone();
    let later = begun.plus(3 * 86_400);
    let expected = whole.tick(later).unwrap();
    let (mut got, mut buffer, mut count) = (Vec::new(), Vec::with_capacity(2), 0);
    loop {
        let more = pieces.advance(later, &mut buffer).unwrap();
        count += 1;
        got.append(&mut buffer.clone());
        if !more {
            break;
        }
    }
    assert!(count > 2, "{count} pieces");
    assert_eq!(got, expected);
    assert_eq!(pieces.next_wake(), whole.next_wake());
}

#[test]
fn someone_who_comes_to_a_shared_point_hears_what_happened_there() {
    let (mut caseload, begun) = caseload_of(1);
    let morning = caseload.next_wake().unwrap();
    let sent = caseload.tick(morning).unwrap();
    assert_eq!(sent.len(), 1, "the text of day 1");
    let stop = r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP""#;
    let now = morning.plus(60);
    caseload.handle(now, &id("r-0"), &event("stop", now, stop)).unwrap();

    caseload.begin(&people()[1]).unwrap();
    let plan = event("late", now, &presented(1, 0, 900, "planned", begun));
    caseload.handle(now, &id("r-1"), &plan).unwrap();
    while let Some(wake) = caseload.next_wake() {
        for answer in caseload.tick(wake).unwrap() {
            for action in answer.decision.actions {
                if let ActionKind::Send(send) = action.kind {
                    assert_ne!(send.to.reveal(), "+14045550177", "it was opted out by another");
                }
            }
        }
    }
}

#[test]
fn a_new_revision_ticks_everybody_once() {
    let (mut caseload, begun) = caseload_of(6);
    let answers = caseload
        .publish(playbook("limits: {per_week: 1}"), begun.plus(60))
        .unwrap();
    assert_eq!(answers.len(), 6);
    assert!(answers.iter().all(|answer| answer.decision.actions.is_empty()));
}

#[test]
fn what_waits_for_facts_is_looked_at_under_newer_ones() {
    let (mut caseload, begun) = caseload_of(1);
    let morning = caseload.next_wake().unwrap();
    let stale = Moment::from(morning).with_facts_as_of(begun.plus(-40 * 3600));
    let held = caseload.tick(stale).unwrap();
    assert!(
        !held[0]
            .decision
            .actions
            .iter()
            .any(|a| matches!(a.kind, ActionKind::Send(_)))
    );
    let fresh = Moment::from(morning.plus(60)).with_facts_as_of(morning);
    let sent = caseload.tick(fresh).unwrap();
    assert!(
        sent[0]
            .decision
            .actions
            .iter()
            .any(|a| matches!(a.kind, ActionKind::Send(_)))
    );
}

#[test]
fn the_brake_holds_everybody() {
    let (mut caseload, _) = caseload_of(6);
    let wake = caseload.next_wake().unwrap();
    let until = wake.plus(86_400);
    let held = Moment::from(wake).with_hold_until(until);
    assert_eq!(caseload.tick(held).unwrap(), []);
    assert_eq!(caseload.next_wake(), Some(until));
    assert!(!caseload.tick(until).unwrap().is_empty());
}

#[test]
fn the_agenda_is_what_then_happens() {
    let (mut caseload, begun) = caseload_of(6);
    let (from, to) = (begun.plus(86_400), begun.plus(14 * 86_400));
    let agenda = caseload.agenda(from, to);
    let mut happened = Vec::new();
    while let Some(wake) = caseload.next_wake().filter(|wake| *wake < to) {
        for answer in caseload.tick(wake).unwrap() {
            for action in answer.decision.actions {
                match action.kind {
                    ActionKind::Send(send) => happened.push((wake, answer.recipient.clone(), send.step.to_string())),
                    ActionKind::Prompt(prompt) => {
                        happened.push((wake, answer.recipient.clone(), prompt.role.to_string()));
                    }
                    _ => {}
                }
            }
        }
    }
    happened.sort();
    let said = |planned: &Planned| match planned {
        Planned::Send { step, .. } => step.to_string(),
        Planned::Prompt { role, .. } => role.to_string(),
    };
    let mut planned: Vec<_> = agenda
        .iter()
        .map(|item| (item.at, item.recipient.clone(), said(&item.planned)))
        .collect();
    planned.sort();
    assert!(planned.len() > 12, "{} items", planned.len());
    assert_eq!(planned, happened);
}

#[test]
fn people_are_found_taken_out_and_refused_twice() {
    let (mut caseload, begun) = caseload_of(3);
    assert_eq!(caseload.len(), 3);
    assert_eq!(caseload.begin(&people()[0]).unwrap_err().code().as_str(), "FT-H013");
    let gone = caseload.remove(&id("r-1")).unwrap();
    assert_eq!((caseload.len(), caseload.get(&id("r-1"))), (2, None));
    let reply = event("x", begun, r#""type": "plan_gone", "plan_id": "tp-1-0""#);
    let refused = caseload.handle(begun, &id("r-1"), &reply).unwrap_err();
    assert_eq!(refused.code().as_str(), "FT-H014");
    assert_eq!(
        caseload.add(gone.clone()).unwrap(),
        [],
        "nothing happened at the points that others have"
    );
    assert_eq!(caseload.get(&id("r-1")), Some(gone));
    assert_eq!(caseload.recipients().count(), 3);
    let all = format!("{caseload:?}");
    assert!(!all.contains("r-1") && !all.contains("404"), "{all}");
}

#[test]
fn a_clock_that_leaps_is_refused_for_all() {
    let (mut caseload, begun) = caseload_of(2);
    let leap = begun.plus(500 * 86_400);
    assert_eq!(caseload.tick(leap).unwrap_err().code().as_str(), "FT-H005");
    assert!(
        !caseload
            .tick(Moment::from(leap).with_leap_confirmed())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let (caseload, _) = caseload_of(6);
    let bytes = caseload.snapshot();
    let code = |bytes: &[u8]| Caseload::restore(playbook(""), bytes).unwrap_err().code().as_str();
    for at in (0..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        let refused = code(&damaged);
        assert!(
            refused == "FT-S003" || refused == "FT-S002" && (8..12).contains(&at),
            "byte {at}: {refused}"
        );
    }
    assert_eq!(code(&bytes[..bytes.len() - 1]), "FT-S003");
    assert_eq!(code(b""), "FT-S003");
    // Damaged with a checksum that holds: still no panic, and nothing half read.
    use sha2::{Digest, Sha256};
    for at in 44..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x41;
        let sum = Sha256::digest(&damaged[44..]);
        damaged[12..44].copy_from_slice(&sum);
        let _ = Caseload::restore(playbook(""), &damaged);
    }
}

#[test]
fn under_another_revision_everybody_is_due_at_once() {
    let (caseload, begun) = caseload_of(6);
    let mut restored = Caseload::restore(playbook("limits: {per_week: 1}"), &caseload.snapshot()).unwrap();
    assert!(restored.next_wake().unwrap() <= begun);
    assert_eq!(restored.tick(begun.plus(60)).unwrap().len(), 6);
}

/// A text was handed out elsewhere and has not left; meanwhile somebody here wrote STOP at that phone.
#[test]
fn what_a_stored_follow_up_answers_to_what_happened_here_is_given() {
    let (mut caseload, begun) = caseload_of(1);
    let book = playbook("");
    let mut stored = FollowUp::new(&people()[1]).unwrap();
    let plan = event("late", begun, &presented(1, 0, 900, "planned", begun));
    let wake = book.handle(&mut stored, begun, &plan).unwrap().wake_at.unwrap();
    let sent = book.tick(&mut stored, wake).unwrap().actions;
    assert!(matches!(sent[0].kind, ActionKind::Send(_)), "{sent:?}");
    let stop = r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "stop all""#;
    let now = wake.plus(60);
    caseload.handle(now, &id("r-0"), &event("stop", now, stop)).unwrap();

    let answers = caseload.add(stored).unwrap();
    assert_eq!(answers[0].recipient, id("r-1"), "then r-0, who hears of the text");
    let actions = || answers.iter().flat_map(|answer| &answer.decision.actions);
    let cancelled =
        |action: &Action| matches!(&action.kind, ActionKind::Cancel { action_id } if action_id == &sent[0].id);
    assert!(actions().any(cancelled), "{answers:?}");
    assert!(answers.iter().any(|answer| !answer.decision.journal.is_empty()));
    assert!(!caseload.may_still_send(&id("r-1"), &sent[0].id, now).unwrap().is_yes());
}

/// The other way round: who comes brings a STOP along.
#[test]
fn those_who_are_here_hear_of_the_past_of_who_comes() {
    let (mut caseload, begun) = caseload_of(1);
    let book = playbook("");
    let mut stored = FollowUp::new(&people()[1]).unwrap();
    let stop = r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP""#;
    book.handle(&mut stored, begun, &event("stop", begun, stop)).unwrap();
    let answers = caseload.add(stored).unwrap();
    assert_eq!(answers[0].recipient, id("r-0"));
    let wake = caseload.next_wake().unwrap();
    for action in caseload
        .tick(wake)
        .unwrap()
        .into_iter()
        .flat_map(|answer| answer.decision.actions)
    {
        if let ActionKind::Send(send) = action.kind {
            assert_ne!(send.to.reveal(), "+14045550177", "it was opted out by another");
        }
    }
}

#[test]
fn it_explains_and_looks_once_more_without_a_copy() {
    let (mut caseload, _) = caseload_of(2);
    let morning = caseload.next_wake().unwrap();
    let answers = caseload.tick(morning).unwrap();
    let ActionKind::Send(_) = answers[0].decision.actions[0].kind else {
        panic!("a text")
    };
    let (who, action) = (&answers[0].recipient, &answers[0].decision.actions[0].id);
    let copy = caseload.get(who).unwrap();
    let book = caseload.playbook().clone();
    assert_eq!(
        caseload.explain(who, morning).unwrap(),
        book.explain(&copy, morning).unwrap()
    );
    assert_eq!(
        caseload.may_still_send(who, action, morning).unwrap(),
        book.may_still_send(&copy, action, morning)
    );
    assert_eq!(
        caseload.explain(&id("r-9"), morning).unwrap_err().code().as_str(),
        "FT-H014"
    );
    assert_eq!(
        caseload
            .may_still_send(&id("r-9"), action, morning)
            .unwrap_err()
            .code()
            .as_str(),
        "FT-H014"
    );
    let leap = morning.plus(500 * 86_400);
    assert_eq!(caseload.explain(who, leap).unwrap_err().code().as_str(), "FT-H005");
    assert_eq!(book.explain(&copy, leap).unwrap_err().code().as_str(), "FT-H005");
}
