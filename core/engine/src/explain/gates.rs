//! The gates of a case, in the order in which they are asked, each judged by the machine's own functions.

use super::gate::{ChannelTried, Gate, GateKind, NotThere, PassedOver};
use crate::criteria::{Condition, Criterion, Verdict};
use crate::follow_up::{Case, CaseState, Coming, Look, Next, Run, SkipReason, Tally};
use crate::plan::PersonStatus;
use crate::playbook::Touch;
use crate::recipient::{Channel, ContactPoint};
use crate::schedule::Timestamp;
use crate::wire::TemplateId;

fn gate(kind: GateKind, open: bool, changes_at: Option<Timestamp>) -> Gate {
    judged(kind, if open { Verdict::Holds } else { Verdict::Fails }, changes_at)
}

fn judged(kind: GateKind, verdict: Verdict, changes_at: Option<Timestamp>) -> Gate {
    Gate {
        kind,
        verdict,
        changes_at,
        deciding: false,
    }
}

/// The gates of a case, and the instant for which they are judged.
pub(super) fn of(look: &Look<'_>, case: &Case) -> (Timestamp, Vec<Gate>) {
    let now = look.now();
    let CaseState::Closed { .. } = case.state else {
        let mut gates = of_all(look, case);
        let judged_at = match &case.state {
            CaseState::Waiting { eligible_at } => {
                of_enrolment(look, case, *eligible_at, &mut gates);
                now
            }
            CaseState::Active(run) => of_run(look, case, run, &mut gates),
            CaseState::Observed { until } | CaseState::Paused { until, .. } => {
                gates.push(gate(GateKind::State, false, Some(now.max(*until))));
                now
            }
            CaseState::ReEngaged { next_prompt_at, .. } => {
                gates.push(gate(GateKind::State, false, Some(now.max(*next_prompt_at))));
                now
            }
            CaseState::Closed { .. } => now,
        };
        return (judged_at, gates);
    };
    (now, vec![gate(GateKind::State, false, None)])
}

fn of_all(look: &Look<'_>, case: &Case) -> Vec<Gate> {
    let brake = look.braked_until();
    let status = look.follow_up().person.status;
    let mut gates = vec![
        gate(GateKind::Brake, brake.is_none(), brake),
        gate(GateKind::PersonStatus { status }, status == PersonStatus::Active, None),
    ];
    // Elsewhere it stands still.
    if case.state.has_window() {
        let ends = case.window_end;
        let open = look.now() < ends;
        gates.push(gate(GateKind::Window { ends }, open, Some(ends).filter(|_| open)));
    }
    gates
}

fn of_enrolment(look: &Look<'_>, case: &Case, eligible_at: Timestamp, gates: &mut Vec<Gate>) {
    let now = look.now();
    let old_enough = eligible_at <= now;
    let changes_at = Some(eligible_at).filter(|_| !old_enough);
    gates.push(gate(GateKind::PendingFor { eligible_at }, old_enough, changes_at));
    gates.push(criteria(look, case, now));
    gates.push(sequence(look, case));
    let held_out = look.held_out();
    gates.push(gate(GateKind::Holdout, !held_out, None));
    // Who is held out takes no slot from anybody.
    if held_out {
        return;
    }
    let holders = look.follow_up().cases.iter().filter(|other| other.holds_slot());
    let slot = GateKind::Slot {
        most: look.rules().limits.max_open_cases,
        taken_by: holders.map(|other| other.id.clone()).collect(),
    };
    gates.push(gate(slot, look.has_free_slot(), None));
    let taken_by = look.group_taken_by(case);
    let free = taken_by.is_empty();
    gates.push(gate(GateKind::Group { taken_by }, free, None));
    let first = look.goes_first().filter(|first| first != &case.id);
    let open = first.is_none();
    gates.push(gate(GateKind::Turn { first }, open, None));
}

fn criteria(look: &Look<'_>, case: &Case, at: Timestamp) -> Gate {
    let (criterion, changes_at) = condition(look, case, &look.rules().trigger.condition, at);
    let verdict = criterion.verdict;
    judged(GateKind::Criteria { criterion }, verdict, changes_at)
}

fn condition(look: &Look<'_>, case: &Case, asked: &Condition, at: Timestamp) -> (Criterion, Option<Timestamp>) {
    let criterion = asked.explain(&look.facts(case, at));
    let changes_at = look.turns_at(case, Some(asked), at, |then| asked.evaluate(&look.facts(case, then)));
    (criterion, changes_at)
}

fn sequence(look: &Look<'_>, case: &Case) -> Gate {
    let now = look.now();
    let chosen = look.selected(case, now);
    let facts = look.facts(case, now);
    let before = look
        .rules()
        .sequences
        .iter()
        .take_while(|sequence| Some(&sequence.id) != chosen.as_ref());
    let passed_over = before
        .map(|sequence| PassedOver {
            sequence: sequence.id.clone(),
            criterion: sequence.condition.explain(&facts),
        })
        .collect();
    let changes_at = look.turns_at(case, None, now, |then| look.selected(case, then));
    let open = chosen.is_some();
    gate(GateKind::Sequence { chosen, passed_over }, open, changes_at)
}

fn of_run(look: &Look<'_>, case: &Case, run: &Run, gates: &mut Vec<Gate>) -> Timestamp {
    let now = look.now();
    if let Next::WindDown { ends } = run.next {
        gates.push(gate(GateKind::State, false, Some(now.max(ends))));
        return now;
    }
    // A step that the playbook has no more: the next tick looks for another.
    let Some(coming) = look.coming(case, run) else {
        return now;
    };
    let at = now.max(coming.due);
    let (step, due) = (coming.step.id.clone(), coming.due);
    let has_come = due <= now;
    gates.push(gate(
        GateKind::Due { step, due },
        has_come,
        Some(due).filter(|_| !has_come),
    ));
    // A step that cannot go has no other instant at which the trigger would be read.
    if coming.skip.is_some() {
        gates.push(criteria(look, case, at));
    }
    match &coming.step.touch {
        Touch::Call { .. } => of_call(look, case, &coming, at, gates),
        Touch::Message { template, channels } => of_message(look, case, &coming, template, channels, at, gates),
    }
    if coming.skip.is_none() {
        gates.push(criteria(look, case, at));
    }
    if let Some(asked) = &coming.step.when {
        let (criterion, changes_at) = condition(look, case, asked, at);
        let (step, verdict) = (coming.step.id.clone(), criterion.verdict);
        gates.push(judged(GateKind::StepCondition { step, criterion }, verdict, changes_at));
    }
    if let (Touch::Message { .. }, Some(facts_as_of), Some(within_seconds)) = (
        &coming.step.touch,
        look.facts_as_of(),
        look.rules().trigger.facts_fresh_within,
    ) {
        let fresh = !look.facts_are_stale();
        let ends = facts_as_of.plus(within_seconds).plus(1);
        let kind = GateKind::FreshFacts {
            facts_as_of,
            within_seconds,
        };
        gates.push(gate(kind, fresh, Some(ends).filter(|_| fresh)));
    }
    at
}

fn in_time(coming: &Coming<'_>, at: Timestamp) -> Gate {
    let open = coming.skip != Some(SkipReason::Stale);
    let too_late = coming.too_late;
    gate(
        GateKind::InTime { too_late },
        open,
        Some(too_late).filter(|&too_late| open && at < too_late),
    )
}

fn of_call(look: &Look<'_>, case: &Case, coming: &Coming<'_>, at: Timestamp, gates: &mut Vec<Gate>) {
    gates.push(in_time(coming, at));
    let hours = &look.practice_of(case).hours;
    let zone = hours.zone.name().to_owned();
    let open = hours.is_open(at);
    let opens_at = hours.next_open(at).filter(|_| !open);
    gates.push(gate(GateKind::PracticeHours { zone }, open, opens_at));
}

fn of_message(
    look: &Look<'_>,
    case: &Case,
    coming: &Coming<'_>,
    template: &TemplateId,
    channels: &[Channel],
    at: Timestamp,
    gates: &mut Vec<Gate>,
) {
    let mut tried = Vec::new();
    for &channel in channels {
        let found = try_channel(look, template, channel);
        let usable = found.why_not.is_none();
        tried.push(found);
        if usable {
            break;
        }
    }
    gates.push(gate(GateKind::Channel { tried }, coming.channel.is_some(), None));
    gates.push(in_time(coming, at));
    let point = coming.channel.and_then(|channel| {
        let point: &ContactPoint = look.follow_up().person.usable(channel)?;
        Some((channel, &point.value))
    });
    let Some((channel, to)) = point else { return };

    let first = gates.len();
    let (windows, changes_at) = look.windows(case, channel, to, at);
    let open = windows.iter().all(|window| window.open);
    gates.push(gate(GateKind::Hours { windows }, open, changes_at));
    let (in_chair, visit_ends) = look.visit_day(case, channel, to, at);
    gates.push(gate(GateKind::VisitDay, !in_chair, visit_ends));
    let gap = look.gap_after(at);
    let seconds = look.rules().limits.min_gap;
    gates.push(gate(GateKind::MinGap { seconds }, gap.is_none(), gap));
    let Tally { count, most, room_at } = look.on_day(case, at);
    gates.push(gate(GateKind::PerDay { count, most }, room_at.is_none(), room_at));
    let Tally { count, most, room_at } = look.in_week(at);
    gates.push(gate(GateKind::PerWeek { count, most }, room_at.is_none(), room_at));
    if let Some((Tally { count, most, room_at }, hours)) = look.under_law(case, channel, to, at) {
        gates.push(gate(
            GateKind::LawCap { count, most, hours },
            room_at.is_none(),
            room_at,
        ));
    }
    // All is open and still it waits: for its place after the opening.
    let all_open = gates.iter().skip(first).all(|gate| gate.verdict == Verdict::Holds);
    if all_open && coming.skip.is_none() && coming.at > at {
        gates.push(gate(GateKind::Spread, false, Some(coming.at)));
    }
}

/// Why the first point of a channel can be used, or the first one cannot.
fn try_channel(look: &Look<'_>, template: &TemplateId, channel: Channel) -> ChannelTried {
    let person = &look.follow_up().person;
    let points = || {
        (1..)
            .zip(&person.points)
            .filter(|(_, point)| point.kind.channel() == Some(channel))
    };
    let usable = points().find(|(_, point)| person.may_use(point));
    let (contact, why_not) = match (usable, points().next()) {
        (Some((position, _)), _) if look.has_form(template, channel) => (Some(position), None),
        (Some((position, _)), _) => (Some(position), Some(NotThere::NoTemplate)),
        (None, Some((position, point))) => (Some(position), person.unusable(point).map(NotThere::from)),
        (None, None) => (None, Some(NotThere::NoContact)),
    };
    ChannelTried {
        channel,
        contact,
        why_not,
    }
}
