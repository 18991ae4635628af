//! What `explain` tells is what the machine does: of the same follow-up at the same moment, and at the instant at which
//! it says that something comes next.

use followthrough::criteria::Verdict;
use followthrough::explain::{CaseExplanation, CaseStands, Explanation, GateKind, Upcoming};
use followthrough::follow_up::{Entry, EntryKind, Outcome, SkipReason};
use followthrough::{Decision, FollowUp, Moment, Playbook, Timestamp};

const SECRETS: [&str; 7] = ["Ana", "Leo", "Zyx", "5550177", "ana@", "D7210", "D6010"];

/// Holds explanations of a follow-up against what ticks do to it.
pub(crate) fn agrees(playbook: &Playbook, follow_up: &FollowUp, now: Timestamp) {
    let plain = Moment::from(now);
    let other = match now.unix() % 3 {
        0 => plain.with_hold_until(now.plus(90_000)),
        1 => plain.with_facts_as_of(now.plus(-3_600)),
        _ => plain.with_facts_as_of(now.plus(-200_000)),
    };
    for moment in [plain, other] {
        let explanation = playbook.explain(follow_up, moment).unwrap();
        shows_nobody(&explanation);
        at_the_moment(playbook, follow_up, moment, &explanation);
        at_the_next_instant(playbook, follow_up, moment, &explanation);
    }
}

fn shows_nobody(explanation: &Explanation) {
    let debug = format!("{explanation:?}");
    let json = explanation.to_json();
    for secret in SECRETS {
        assert!(!debug.contains(secret) && !json.contains(secret), "{secret}: {json}");
    }
    assert!(explanation.says.iter().all(|sentence| sentence.ends_with('.')));
}

fn at_the_moment(playbook: &Playbook, follow_up: &FollowUp, moment: Moment, explanation: &Explanation) {
    let decision = playbook.tick(&mut follow_up.clone(), moment).unwrap();
    let due = explanation.wake_at == Some(explanation.at);
    if !due {
        assert_eq!((&decision.actions, &decision.journal), (&Vec::new(), &Vec::new()));
        assert_eq!(decision.wake_at, explanation.wake_at);
    }
    told_as_it_was(explanation, &decision, explanation.at);
    let sends = || {
        decision
            .journal
            .iter()
            .filter(|entry| matches!(entry.kind, EntryKind::StepSent { .. }))
    };
    for case in &explanation.cases {
        // A message of another case makes this one wait, or makes it too late.
        let alone = sends().all(|entry| entry.case_id.as_ref() == Some(&case.case_id));
        gates_and_deed(case, first_of(&decision, case), explanation.at, alone);
    }
}

/// The first thing that a tick does to each case is what was told, at the instant that was told.
fn told_as_it_was(explanation: &Explanation, decision: &Decision, at: Timestamp) {
    for case in &explanation.cases {
        let told = case.next.as_ref().filter(|next| next.at == at);
        assert_eq!(told, first_of(decision, case), "{explanation:#?}");
        if let Some(contact) = case.contact.as_ref().filter(|contact| contact.at == at) {
            assert!(decision.journal.contains(contact), "{explanation:#?}");
        }
    }
}

fn first_of<'d>(decision: &'d Decision, case: &CaseExplanation) -> Option<&'d Entry> {
    let mut of_case = decision
        .journal
        .iter()
        .filter(|entry| entry.case_id.as_ref() == Some(&case.case_id));
    of_case.next()
}

fn gates_and_deed(case: &CaseExplanation, done: Option<&Entry>, now: Timestamp, alone: bool) {
    let deciding = case.deciding().map(|gate| &gate.kind);
    assert!(
        case.gates.iter().all(|gate| gate.changes_at.is_none_or(|at| at >= now)),
        "{case:#?}"
    );
    let open = case
        .gates
        .iter()
        .take_while(|gate| gate.verdict == Verdict::Holds)
        .count();
    assert_eq!(case.gates.get(open).map(|gate| &gate.kind), deciding);
    let said = || format!("{done:#?} {case:#?}");
    match (&case.stands, done.map(|entry| &entry.kind)) {
        (CaseStands::Waiting { .. }, Some(EntryKind::Observed)) => {
            assert!(matches!(deciding, Some(GateKind::Holdout)), "{}", said());
        }
        (CaseStands::Waiting { .. }, Some(EntryKind::Enrolled { .. })) => {
            // What others held may have become free in the same tick.
            let freed = [GateKind::State].contains(deciding.unwrap_or(&GateKind::State))
                || matches!(
                    deciding,
                    Some(GateKind::Slot { .. } | GateKind::Group { .. } | GateKind::Turn { .. })
                );
            assert!(freed, "{}", said());
        }
        (CaseStands::Waiting { .. }, None) => assert!(deciding.is_some(), "{}", said()),
        (
            CaseStands::Active {
                up: Upcoming::Step { .. },
                ..
            },
            Some(EntryKind::StepSent { .. }),
        ) => {
            assert!(deciding.is_none(), "{}", said());
        }
        (
            CaseStands::Active {
                up: Upcoming::Step { .. },
                ..
            },
            Some(EntryKind::StepSkipped { reason, .. }),
        ) if alone => {
            let fits = match reason {
                SkipReason::Condition => matches!(deciding, Some(GateKind::StepCondition { .. })),
                SkipReason::NoChannel => matches!(deciding, Some(GateKind::Channel { .. })),
                SkipReason::NoTemplate => matches!(deciding, None | Some(GateKind::Channel { .. })),
                SkipReason::Stale => matches!(deciding, Some(GateKind::InTime { .. })),
                SkipReason::NoWindow => matches!(deciding, Some(GateKind::Hours { .. })),
                SkipReason::Disclosure => deciding.is_none(),
                SkipReason::AddedLate => true,
            };
            assert!(fits, "{}", said());
        }
        (
            CaseStands::Active {
                up: Upcoming::Step { .. },
                ..
            },
            Some(EntryKind::Held { .. }),
        ) => {
            assert!(matches!(deciding, Some(GateKind::FreshFacts { .. })), "{}", said());
        }
        (
            CaseStands::Active {
                up: Upcoming::Step { .. },
                ..
            },
            Some(EntryKind::Closed { outcome, .. }),
        ) => {
            let fits = match outcome {
                Outcome::Ineligible => matches!(deciding, Some(GateKind::Criteria { .. })),
                _ => matches!(deciding, Some(GateKind::Window { .. })),
            };
            assert!(fits, "{}", said());
        }
        (
            CaseStands::Active {
                up: Upcoming::Step { .. },
                ..
            },
            None,
        ) if alone => {
            assert!(deciding.is_some(), "{}", said());
        }
        _ => {}
    }
}

/// At the instant told, and not before it, a tick does what was told.
fn at_the_next_instant(playbook: &Playbook, follow_up: &FollowUp, moment: Moment, explanation: &Explanation) {
    let Some(at) = explanation.wake_at else {
        assert!(explanation.cases.iter().all(|case| case.next.is_none()));
        return;
    };
    let told = || {
        explanation
            .cases
            .iter()
            .flat_map(|case| [&case.next, &case.contact])
            .flatten()
    };
    assert!(told().all(|entry| entry.at >= at));
    // Fresh facts are taken to stay so; here they are told to be.
    let fresh = moment
        .facts_as_of
        .is_none_or(|as_of| explanation.at.since(as_of) <= 36 * 3600);
    let then = Moment {
        now: at,
        facts_as_of: if fresh { None } else { moment.facts_as_of },
        ..moment.with_leap_confirmed()
    };
    let mut probe = follow_up.clone();
    let mut decision = playbook.tick(&mut probe, then).unwrap();
    told_as_it_was(explanation, &decision, at);
    // On to the last message that was told.
    let last = explanation
        .cases
        .iter()
        .filter_map(|case| Some(case.contact.as_ref()?.at))
        .max();
    let mut journal = std::mem::take(&mut decision.journal);
    while let Some(now) = decision.wake_at.filter(|&wake| last.is_some_and(|last| wake <= last)) {
        decision = playbook.tick(&mut probe, Moment { now, ..then }).unwrap();
        journal.append(&mut decision.journal);
    }
    assert!(
        told()
            .filter(|entry| last.is_some_and(|last| entry.at <= last))
            .all(|entry| journal.contains(entry))
    );
}
