//! The eight invariants of the machine (docs/lifecycle.md), each over random playbooks, people and histories.

use std::collections::BTreeMap;

use followthrough::follow_up::{Action, ActionKind, EVENT_MEMORY_DAYS, EntryKind, EventKind, Verdict};
use followthrough::wire::ActionId;
use followthrough::{Event, FollowUp, Moment, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

use super::clocks::Notes;
use super::histories::{Call, History, Scene, event, scene, scene_of};
use super::said::Said;

const DAY: i64 = 86_400;

/// A pause lasts no longer.
const LONGEST_PAUSE: i64 = 180 * DAY;
/// Three levels and the wait after the last, each of seven days or, over a holiday and a weekend, of two business days.
const LONGEST_LIST: i64 = 4 * 7 * DAY;
/// A brake of a hundred hours, and a plan presented up to four months after the first call.
const LATE_START: i64 = 130 * DAY;

fn is_confirmation(action: &Action) -> bool {
    matches!(&action.kind, ActionKind::Send(send) if send.confirms_opt_out())
}

/// What a follow-up is besides its clock and the ids of events that it has seen.
fn told(follow_up: &FollowUp) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_str(&follow_up.to_json()).unwrap();
    let map = value.as_object_mut().unwrap();
    for key in ["seen", "last_now"] {
        map.remove(key);
    }
    value
}

/// What each contact point may be used for.
fn usable(follow_up: &FollowUp) -> Vec<String> {
    let value = told(follow_up);
    let points = value["person"]["points"].as_array().unwrap().iter();
    let word = |point: &serde_json::Value| {
        format!(
            "{} {} {}",
            point["value"],
            point["standing"]["type"],
            point.get("dropped_at").is_some()
        )
    };
    points.map(word).collect()
}

/// The number that is meant where staff name none.
fn first_mobile(follow_up: &FollowUp) -> Option<String> {
    let value = told(follow_up);
    let mut points = value["person"]["points"].as_array().unwrap().iter();
    let listed = |point: &&serde_json::Value| point["kind"] == "mobile" && point["listed"] != false;
    points.find(listed).map(|point| point["value"].to_string())
}

fn play(history: &History, call: &Call, follow_up: &mut FollowUp) -> Option<String> {
    let playbook = &history.playbooks[call.book];
    let answer = match &call.event {
        Some(event) => playbook.handle(follow_up, call.moment, event),
        None => playbook.tick(follow_up, call.moment),
    };
    answer.ok().map(|decision| decision.to_json())
}

fn said(call: &Call) -> Option<String> {
    call.decision.as_ref().map(followthrough::Decision::to_json)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        max_global_rejects: 65_536,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    /// After an opt-out on a contact point, nothing is sent to it except one confirmation, until a later, dated opt-in.
    #[test]
    fn invariant_1_an_opt_out_is_kept(scene in scene()) {
        let history = History::of(&scene);
        let mut said = Said::new(&serde_json::from_str(&scene.person.json("active")).unwrap());
        let mut confirmed: BTreeMap<String, usize> = BTreeMap::new();
        let mut sends: Vec<&Action> = Vec::new();
        for call in &history.calls {
            if let Some(event) = call.accepted() {
                said.hear(&history, &scene.books[call.book], event, call.now);
            }
            confirmed.retain(|point, _| said.silent(point));
            for action in call.decision.iter().flat_map(|decision| &decision.actions) {
                let ActionKind::Send(send) = &action.kind else { continue };
                let point = send.to.reveal();
                if is_confirmation(action) {
                    prop_assert!(call.event.is_some() && said.silent(point));
                    let count = confirmed.entry(point.to_owned()).or_default();
                    *count += 1;
                    prop_assert_eq!(*count, 1, "one confirmation");
                } else {
                    prop_assert!(!said.silent(point), "{} at {}", send.step, call.now);
                }
                sends.push(action);
            }
            // What was handed out before does not leave either.
            for action in sends.iter().filter(|action| !is_confirmation(action)) {
                let ActionKind::Send(send) = &action.kind else { continue };
                let verdict = history.playbooks[call.book].may_still_send(&call.after, &action.id, call.moment);
                prop_assert!(!(verdict.is_yes() && said.silent(send.to.reveal())), "{} at {}", send.step, call.now);
            }
        }
    }

    /// Nothing automated is sent for a case that is not Active at that instant.
    #[test]
    fn invariant_2_only_active_cases_speak(scene in scene()) {
        let history = History::of(&scene);
        let mut sends: Vec<&Action> = Vec::new();
        for call in &history.calls {
            let Some(decision) = &call.decision else { continue };
            let mut active: BTreeMap<_, bool> = call.before.states().into_iter().map(|(id, s)| (id, s == "active")).collect();
            for entry in &decision.journal {
                let Some(case) = &entry.case_id else { continue };
                match &entry.kind {
                    // One that is resumed was in a sequence, or goes back to waiting and is enrolled anew.
                    EntryKind::Enrolled { .. } | EntryKind::Resumed => {
                        active.insert(case.clone(), true);
                    }
                    EntryKind::Observed | EntryKind::Paused { .. } | EntryKind::ReEngaged { .. } | EntryKind::Closed { .. } => {
                        active.insert(case.clone(), false);
                    }
                    // The one message that confirms an opt-out is a reaction.
                    EntryKind::StepSent { step, .. } if step.as_str() != "opt_out_confirmation" => {
                        prop_assert!(call.event.is_none(), "only a tick sends");
                        prop_assert_eq!(active.get(case), Some(&true), "{} at {}", step, call.now);
                    }
                    _ => {}
                }
            }
            let states = call.after.states();
            for action in &decision.actions {
                if matches!(action.kind, ActionKind::Send(_)) && !is_confirmation(action) {
                    sends.push(action);
                }
            }
            for action in &sends {
                let ActionKind::Send(send) = &action.kind else { continue };
                let verdict = history.playbooks[call.book].may_still_send(&call.after, &action.id, call.moment);
                let state = send.case_id.as_ref().and_then(|id| states.get(id));
                prop_assert!(!verdict.is_yes() || state == Some(&"active"), "{} of a case {state:?}", send.step);
            }
            // What had not left is taken back by name: for a host that looks at cancels only.
            for action in &sends {
                let ActionKind::Send(send) = &action.kind else { continue };
                let id = send.case_id.as_ref().unwrap();
                let before = history.playbooks[call.book].may_still_send(&call.before, &action.id, Moment { now: call.now, hold_until: None, facts_as_of: None, confirm_leap: true });
                let left = call.before.states().get(id) == Some(&"active") && states.get(id) != Some(&"active");
                let cancels = |other: &Action| matches!(&other.kind, ActionKind::Cancel { action_id } if *action_id == action.id);
                if before.is_yes() && left {
                    let told_to = decision.actions.iter().any(cancels);
                    // What the event itself says of the message needs no cancel.
                    let known = matches!(history.playbooks[call.book].may_still_send(&call.after, &action.id, call.now),
                        Verdict::No { reason: followthrough::follow_up::WhyNot::AlreadyLeft | followthrough::follow_up::WhyNot::Failed });
                    prop_assert!(told_to || known, "{} of {id} was not taken back at {}", send.step, call.now);
                }
            }
        }
    }

    /// Two actions share an id only if they are the same action; replaying any prefix gives the same bytes.
    #[test]
    fn invariant_3_a_replay_gives_the_same_bytes(scene in scene(), cut in any::<Index>()) {
        let history = History::of(&scene);
        let mut known: BTreeMap<&ActionId, &Action> = BTreeMap::new();
        for (_, action) in history.actions() {
            prop_assert!(known.insert(&action.id, action).is_none(), "{} was handed out twice", action.id);
        }
        let prefix = cut.index(history.calls.len() + 1);
        let again = History::of(&Scene { moves: Vec::new(), ..scene.clone() });
        let mut follow_up = again.begun.clone();
        for call in &history.calls[..prefix] {
            prop_assert_eq!(play(&again, call, &mut follow_up), said(call));
            prop_assert_eq!(follow_up.to_json(), call.after.to_json());
        }
    }

    /// Every send but the confirmation is inside every window that applies, and under every cap.
    #[test]
    fn invariant_4_windows_and_caps_hold(scene in scene(), later in 1i64..200_000) {
        let history = History::of(&scene);
        let mut notes = Notes::new(&scene.person.json("active"));
        let mut sends: Vec<&Action> = Vec::new();
        for call in &history.calls {
            let book = &scene.books[call.book];
            if let Some(event) = call.accepted() {
                notes.hear(event, call.now);
            }
            let states = call.after.states();
            let open = || states.iter().filter(|(_, state)| **state != "closed").map(|(case, _)| case.as_str());
            for action in call.decision.iter().flat_map(|decision| &decision.actions) {
                let ActionKind::Send(send) = &action.kind else { continue };
                if is_confirmation(action) {
                    continue;
                }
                let (to, id) = (send.to.reveal(), action.id.text());
                let offices = notes.offices(book, send.case_id.as_ref().unwrap().as_str(), open());
                prop_assert_eq!(notes.shut(&offices, send.channel, to, call.now), None, "{} at {}", send.step, call.now);
                prop_assert_eq!(notes.full(&offices, send.channel, to, call.now, &id), None, "{} at {}", send.step, call.now);
                // Until it expires no window shuts.
                let last = send.expires_at.plus(-1);
                prop_assert!(last >= call.now);
                prop_assert_eq!(notes.shut(&offices, send.channel, to, last), None, "{} until {}", send.step, last);
                notes.count(call.now, send.channel, to, &id);
                sends.push(action);
            }
            // Nor may one leave later that would break a window or a limit by then.
            let now = call.now.plus(later);
            for action in &sends {
                let ActionKind::Send(send) = &action.kind else { continue };
                let (to, id) = (send.to.reveal(), action.id.text());
                if history.playbooks[call.book].may_still_send(&call.after, &action.id, now).is_yes() {
                    let offices = notes.offices(book, send.case_id.as_ref().unwrap().as_str(), open());
                    prop_assert_eq!(notes.shut(&offices, send.channel, to, now), None, "{} left at {}", send.step, now);
                    prop_assert_eq!(notes.full(&offices, send.channel, to, now, &id), None, "{} left at {}", send.step, now);
                }
            }
        }
    }

    /// With ticks alone every case reaches Closed in bounded time: within the longest pause, the escalation lists of a
    /// question and of a re-engaged case, and what is left of its window.
    #[test]
    fn invariant_5_every_case_comes_to_its_end(scene in scene()) {
        let mut history = History::of(&scene);
        let window = scene.books.iter().map(|book| book.trigger_window).max().unwrap();
        let begun = history.moment().now;
        let bound = begun.plus(LONGEST_PAUSE + 2 * LONGEST_LIST + window + LATE_START);
        for _ in 0..400 {
            let Some(at) = history.wake_at() else { break };
            prop_assert!(at <= bound, "{at} is later than {bound}");
            history.tick_at(at.max(history.moment().now));
            let next = history.wake_at();
            prop_assert!(next.is_none_or(|next| next > at.max(begun)), "all that is due was done");
        }
        prop_assert_eq!(history.wake_at(), None);
        let open: Vec<_> = history.follow_up().states().into_iter().filter(|(_, state)| *state != "closed").collect();
        prop_assert_eq!(open, []);
    }

    /// Stored and loaded between any two inputs, a follow-up behaves as one that was not.
    #[test]
    fn invariant_6_storing_changes_nothing(scene in scene()) {
        let history = History::of(&scene);
        let mut stored = history.begun.to_json();
        for call in &history.calls {
            let mut follow_up = FollowUp::from_json(&stored).unwrap();
            prop_assert_eq!(follow_up.to_json(), &*stored);
            prop_assert_eq!(play(&history, call, &mut follow_up), said(call));
            prop_assert_eq!(&follow_up, &call.after);
            stored = follow_up.to_json();
        }
    }

    /// Repeating any accepted event, at any later point, changes nothing.
    #[test]
    fn invariant_7_a_repeated_event_changes_nothing(scene in scene(), which in any::<Index>(), when in any::<Index>(), later in 0i64..90) {
        let history = History::of(&scene);
        let accepted: Vec<usize> = (0..history.calls.len())
            .filter(|&index| history.calls[index].event.is_some() && history.calls[index].decision.is_some())
            .collect();
        prop_assume!(!accepted.is_empty());
        let first = *which.get(&accepted);
        let last = first + when.index(history.calls.len() - first);
        let (said, call) = (&history.calls[first], &history.calls[last]);
        let event = said.event.as_ref().unwrap();
        let mut follow_up = call.after.clone();
        let moment = Moment { now: call.now.plus(later * DAY), ..call.moment };
        let remembered = moment.now.since(event.at.min(said.now)) <= EVENT_MEMORY_DAYS * DAY;
        // A bare STOP that acts again may reach further under another policy.
        prop_assume!(remembered || scene.books[0].revoke_all == scene.books[1].revoke_all);
        // A death counts however old the export is that tells it, also where another one had taken it back.
        let tells_of_one_gone = format!("{event:?}").contains("Deceased") || format!("{event:?}").contains("Inactive");
        prop_assume!(remembered || !tells_of_one_gone);
        // A wrong number that nobody names is the first one, which may be another by now.
        let names_none = matches!(&event.kind, EventKind::Staff(staff) if staff.contact.is_none());
        prop_assume!(remembered || !names_none || first_mobile(&said.after) == first_mobile(&call.after));
        // An opt-out dated ahead counted from when it was told, and counts from its date once that has come.
        let ahead = |at: Timestamp| at > said.now;
        let dated_ahead = matches!(&event.kind, EventKind::History(told) if told.opt_outs.iter().any(|one| ahead(one.at)));
        prop_assume!(remembered || !dated_ahead);
        let decision = history.playbooks[call.book].handle(&mut follow_up, moment, event).unwrap();
        prop_assert_eq!(&decision.actions, &[]);
        if remembered {
            prop_assert_eq!(&decision.journal, &[]);
            prop_assert_eq!(&follow_up, &call.after);
        } else {
            // Outside the memory only what protects the person acts again, which changes nothing either.
            prop_assert_eq!(usable(&call.after), usable(&follow_up));
            prop_assert_eq!(call.after.states(), follow_up.states());
        }
    }

    /// Events with the same `at` that concern different cases commute, ticks apart.
    #[test]
    fn invariant_7_events_about_different_cases_commute(
        scene in scene_of(false, 1..30),
        pair in prop::array::uniform2(event(false)),
        receipts in prop::option::of(prop::array::uniform2(any::<Index>())),
    ) {
        let history = History::of(&scene);
        let bodies = match receipts {
            None => pair.to_vec(),
            Some(indices) => {
                let sends: Vec<String> = history.sends().filter(|(_, action, _)| !is_confirmation(action)).map(|(_, action, _)| action.id.to_string()).collect();
                prop_assume!(!sends.is_empty());
                indices.iter().map(|index| format!(r#""type": "receipt", "result": "delivered", "action_id": "{}""#, index.get(&sends))).collect()
            }
        };
        let cases: Vec<Option<String>> = bodies.iter().map(|body| about(&history, body)).collect();
        prop_assume!(cases[0].is_some() && cases[1].is_some() && cases[0] != cases[1]);
        // Under these one case's visits and procedures are another's business.
        let book = history.calls.last().map_or(0, |call| call.book);
        prop_assume!(!scene.books[book].yaml.contains("any_visit"));
        let now = history.calls.iter().map(|call| call.now).fold(history.moment().now, Timestamp::max);
        let events: Vec<Event> = bodies
            .iter()
            .enumerate()
            .map(|(index, body)| Event::from_json(&format!(r#"{{"event_id": "pair-{index}", "at": "{now}", {body}}}"#)).unwrap())
            .collect();
        let both = |order: [usize; 2]| {
            let mut follow_up = history.follow_up().clone();
            let mut actions = BTreeMap::new();
            let mut accepted = [false; 2];
            let mut wake_at: Option<Timestamp> = None;
            for index in order {
                if let Ok(decision) = history.playbook().handle(&mut follow_up, now, &events[index]) {
                    accepted[index] = true;
                    wake_at = decision.wake_at;
                    actions.extend(decision.actions.into_iter().map(|action| (action.id.to_string(), action)));
                }
            }
            (follow_up, actions, accepted, wake_at)
        };
        let (one, other) = (both([0, 1]), both([1, 0]));
        prop_assert_eq!(one.2, other.2);
        prop_assert_eq!(&one.1, &other.1, "the same actions");
        prop_assert_eq!(one.3, other.3, "the same wake_at");
        prop_assert_eq!(told(&one.0)["cases"].to_string(), told(&other.0)["cases"].to_string());
        // And the same from there on.
        let rest = |mut follow_up: FollowUp| {
            let mut said = Vec::new();
            let mut at = Some(now);
            for _ in 0..60 {
                let Some(then) = at else { break };
                let decision = history.playbook().tick(&mut follow_up, Moment::from(then).with_leap_confirmed()).unwrap();
                at = decision.wake_at;
                said.push(decision.to_json());
            }
            said
        };
        prop_assert_eq!(rest(one.0), rest(other.0));
    }

    /// A tick before `wake_at` does nothing, with the moment otherwise the same.
    #[test]
    fn invariant_8_nothing_happens_before_wake_at(scene in scene(), share in 1i64..1_000) {
        let history = History::of(&scene);
        for call in &history.calls {
            let Some(decision) = &call.decision else { continue };
            let looks = match decision.wake_at {
                Some(wake_at) if wake_at > call.now => {
                    let span = wake_at.since(call.now);
                    vec![span - 1, span * share / 1_000]
                }
                Some(_) => vec![],
                None => vec![share * DAY / 4],
            };
            for look in looks {
                let moment = Moment { now: call.now.plus(look), ..call.moment };
                let mut follow_up = call.after.clone();
                let answer = history.playbooks[call.book].tick(&mut follow_up, moment).unwrap();
                prop_assert_eq!(&answer.actions, &[], "at {}, to wake at {:?}", moment.now, decision.wake_at);
                prop_assert_eq!(&answer.journal, &[], "at {}, to wake at {:?}", moment.now, decision.wake_at);
                // It may turn out that there is more time than was thought, never less.
                let less = match (decision.wake_at, answer.wake_at) {
                    (Some(first), Some(then)) => then < first,
                    (None, Some(_)) => true,
                    (_, None) => false,
                };
                prop_assert!(!less, "at {}: {:?}, then {:?}", moment.now, decision.wake_at, answer.wake_at);
            }
            if call.event.is_none() {
                prop_assert!(decision.wake_at.is_none_or(|wake_at| wake_at > call.now), "all that is due was done");
            }
        }
    }
}

/// The one case that an event is about; none where it is about the person, or might be.
fn about(history: &History, body: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(&format!("{{{body}}}")).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    match value["type"].as_str().unwrap() {
        "plan" if value["plan"]["patient"]["status"] == "active" => text(&value["plan"]["id"]),
        "plan_gone" => text(&value["plan_id"]),
        "appointment" => {
            let id = value["appointment"]["id"].as_str().unwrap();
            Some(id.replace('a', "tp"))
        }
        "staff" => {
            let outcome = value["outcome"].as_str().unwrap();
            let of_person = ["wrong_number", "do_not_contact", "undo"].contains(&outcome);
            text(&value["case_id"]).filter(|_| !of_person)
        }
        "receipt" => {
            let id = value["action_id"].as_str()?;
            let (_, _, send) = history.sends().find(|(_, action, _)| action.id.text().as_str() == id)?;
            send.case_id.as_ref().map(ToString::to_string)
        }
        _ => None,
    }
}
