//! Every step finds an instant to go, and does so before its case is over.
//!
//! The engine itself is run on a person who can be reached everywhere and never answers, presented on each day of the
//! week, and at other hours where that is not enough, until every step of the sequence has gone once. A step that never
//! goes is told with the reason and that run. Then on somebody with as many cases as may be open at once, all presented
//! together.

use serde_json::json;

use super::About;
use super::coverage::Coverage;
use super::report::{CheckReport, Severity};
use super::run::{Ran, Script};
use super::sets::{Found, Space};
use super::witness::MONDAY;
use crate::Code;
use crate::follow_up::{EntryKind, Outcome, SkipReason, daily_rules};
use crate::playbook::{Key, Practice, Sequence, Spot, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::{BusinessHours, DAY, Date, LocalTime, Timestamp, Weekday, law, next_allowed};

/// The hour at which cases are presented first.
const FIRST: u16 = 10;
const DAYS: i64 = 7;

/// What of an office the findings hang on.
pub(super) fn hangs_on(practice: &Practice) -> (&BusinessHours, Option<&str>) {
    (&practice.hours, practice.state.as_deref())
}

/// Runs every sequence.
pub(super) fn check(about: &About, space: &Space, coverage: &Coverage, report: &mut CheckReport) {
    let rules = about.rules();
    let mut by_text = None;
    for (number, sequence) in rules.sequences.iter().enumerate() {
        let Some(found) = coverage.cases.get(number).and_then(|cases| space.find(cases)) else {
            continue;
        };
        let week = tries(about, sequence, &found, FIRST);
        let mut stuck = Vec::new();
        for (at, step) in sequence.steps.iter().enumerate() {
            // A step with a condition of its own may be for somebody else.
            let own = coverage.steps.iter().find(|(of, own, _)| (*of, *own) == (number, at));
            let own = own.filter(|_| !week.iter().any(|one| went(&one.ran, step)));
            let own = own.and_then(|(_, _, area)| space.find(area));
            let own_week = own.as_ref().map(|found| tries(about, sequence, found, FIRST));
            let (found, week) = (own.as_ref().unwrap_or(&found), own_week.as_ref().unwrap_or(&week));
            if week.iter().any(|one| went(&one.ran, step)) {
                if by_text.is_none() && is_text(step) {
                    by_text = Some((found.clone(), step));
                }
                lost(about, sequence, step, week, report);
                continue;
            }
            stuck.push(step);
            let why = week.iter().find_map(|one| Some((reason(&one.ran, step)?, &one.script)));
            let Some((reason, script)) = why else { continue };
            if reason != Reason::Stale || !goes_at_another_hour(about, sequence, found, step) {
                tell(about, sequence, step, reason, script, report);
            }
        }
        together(about, sequence, &found, &stuck, report);
    }
    if let Some((found, step)) = by_text {
        states(about, &found, step, report);
    }
}

/// A run, and the day of the week on which it was presented.
struct Try {
    day: Weekday,
    script: Script,
    ran: Ran,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    /// There was no instant for it in time.
    Stale,
    /// The case was over before.
    Over(Outcome),
}

/// A case presented at an hour on each day of a week. Facts that change by themselves may bring it elsewhere: that says
/// nothing about this sequence.
fn tries(about: &About, sequence: &Sequence, found: &Found, hour: u16) -> Vec<Try> {
    let hour = LocalTime::from_minutes(hour * 60);
    let run = |days| {
        let mut script = found.script_at(about, days, hour?)?;
        let day = Weekday::of_epoch_day(found.day(days)?.epoch_days());
        let ran = script.run(&about.playbook)?;
        let is_into =
            |kind: &EntryKind| matches!(kind, EntryKind::Enrolled { sequence: into, .. } if *into == sequence.id);
        ran.has(is_into).then_some(Try { day, script, ran })
    };
    (0..DAYS).map_while(run).collect()
}

fn goes_at_another_hour(about: &About, sequence: &Sequence, found: &Found, step: &Step) -> bool {
    let mut others = (0..24).filter(|hour| *hour != FIRST);
    others.any(|hour| {
        tries(about, sequence, found, hour)
            .iter()
            .any(|one| went(&one.ran, step))
    })
}

/// A step that goes for cases presented on some days of the week, and is too late for those of another.
fn lost(about: &About, sequence: &Sequence, step: &Step, week: &[Try], report: &mut CheckReport) {
    let late: Vec<&Try> = week
        .iter()
        .filter(|one| reason(&one.ran, step) == Some(Reason::Stale))
        .collect();
    let Some(first) = late.first() else { return };
    let mut days: Vec<&str> = late.iter().map(|one| one.day.name()).collect();
    days.dedup();
    let id = step.id.as_str();
    let message = format!(
        "the step {id} of the sequence {} is lost for what is presented on a {}: it is too late by the time it may go",
        sequence.id,
        days.join(" or ")
    );
    let help = "it may wait for an hour that is open until `stale_after` is over or the next step is due: leave a day more \
                before that one, or another `at`";
    let spot = about.spot(&way_to(sequence, step));
    let (expect, shows) = goes(&first.script, sequence, step);
    let why = "Whoever can be reached everywhere and never answers gets every step, whatever the day.";
    let witness = first.script.scenario(&about.document, &shows, why, expect);
    report.add_with(
        Severity::Warning,
        Code::CheckCrowded,
        spot,
        message,
        help,
        Some(witness),
    );
}

/// That a step goes, as a scenario expects it, and in words.
fn goes(script: &Script, sequence: &Sequence, step: &Step) -> (serde_json::Value, String) {
    let expect = json!({"journal_has": [{"type": "step_sent", "case_id": script.case_id, "step": step.id}]});
    let shows = format!(
        "the step {} of the sequence {} goes to a person who never answers",
        step.id, sequence.id
    );
    (expect, shows)
}

fn way_to<'a>(sequence: &'a Sequence, step: &'a Step) -> [Key<'a>; 4] {
    [
        Key::Of("sequences"),
        Key::Id(sequence.id.as_str()),
        Key::Of("steps"),
        Key::Id(step.id.as_str()),
    ]
}

/// Several cases of one person, all presented together: steps for which the limits leave no room for all of them.
fn together(about: &About, sequence: &Sequence, found: &Found, stuck: &[&Step], report: &mut CheckReport) {
    let open = about.rules().limits.max_open_cases;
    let messages = sequence
        .steps
        .iter()
        .filter(|step| matches!(step.touch, Touch::Message { .. }));
    let mut left: Vec<&Step> = messages
        .filter(|step| step.when.is_none() && stuck.iter().all(|other| other.id != step.id))
        .collect();
    let mut first = None;
    for days in 0..DAYS {
        if open < 2 || left.is_empty() {
            return;
        }
        let Some((mut script, cases)) = found.script(about, days).and_then(|script| script.times(open)) else {
            return;
        };
        let Some(ran) = script.run(&about.playbook) else { return };
        let all = |is: &dyn Fn(&EntryKind) -> bool| {
            let of = |case: &String| {
                let mut entries = ran.journal.iter();
                entries.any(|entry| entry.case_id.as_ref().is_some_and(|id| id.as_str() == case) && is(&entry.kind))
            };
            cases.iter().all(of)
        };
        if !all(&|kind| matches!(kind, EntryKind::Enrolled { sequence: into, .. } if *into == sequence.id)) {
            return;
        }
        left.retain(|step| !all(&|kind| matches!(kind, EntryKind::StepSent { step: sent, .. } if *sent == step.id)));
        first.get_or_insert((script, cases));
    }
    let Some((script, cases)) = first else { return };
    for step in left {
        let id = step.id.as_str();
        let spot = about.own_spot(&[Key::Of("limits"), Key::Of("max_open_cases")]);
        let message = format!(
            "with {open} cases of a person open at once, the step {id} of the sequence {} goes for some of them only: on \
             whatever day they are presented together, it is too late for another by the time it may",
            sequence.id
        );
        let help = "allow more a week (`limits.per_week`, `limits.min_gap`), leave more days between the steps, lengthen \
                    `stale_after`, or let fewer cases be open at once";
        let sent = |case: &String| json!({"type": "step_sent", "case_id": case, "step": id});
        let expect = json!({"journal_has": cases.iter().map(sent).collect::<Vec<_>>()});
        let shows = format!("the step {id} of {} goes for each of {open} cases", sequence.id);
        let why = "What may be open at once has room for its messages.";
        let witness = script.scenario(&about.document, &shows, why, expect);
        let spot = spot.unwrap_or_else(|| about.spot(&way_to(sequence, step)));
        report.add_with(
            Severity::Warning,
            Code::CheckCrowded,
            spot,
            message,
            help,
            Some(witness),
        );
    }
}

fn went(ran: &Ran, step: &Step) -> bool {
    ran.has(|kind| matches!(kind, EntryKind::StepSent { step: sent, .. } if *sent == step.id))
}

fn is_text(step: &Step) -> bool {
    matches!(&step.touch, Touch::Message { channels, .. } if channels.first() == Some(&Channel::Sms))
}

fn reason(ran: &Ran, step: &Step) -> Option<Reason> {
    let skipped = ran.journal.iter().find_map(|entry| {
        let EntryKind::StepSkipped { step: skipped, reason } = &entry.kind else {
            return None;
        };
        (*skipped == step.id).then_some(*reason)
    });
    match skipped {
        Some(SkipReason::Stale | SkipReason::NoWindow) => Some(Reason::Stale),
        // Told where conditions and texts are looked at.
        Some(
            SkipReason::Condition
            | SkipReason::NoChannel
            | SkipReason::NoTemplate
            | SkipReason::Disclosure
            | SkipReason::AddedLate,
        ) => None,
        None => ran.journal.iter().find_map(|entry| {
            let EntryKind::Closed { outcome, .. } = &entry.kind else {
                return None;
            };
            Some(Reason::Over(*outcome))
        }),
    }
}

fn tell(about: &About, sequence: &Sequence, step: &Step, reason: Reason, script: &Script, report: &mut CheckReport) {
    let rules = about.rules();
    let way = way_to(sequence, step);
    let at_step = about.spot(&way);
    let what = format!("the step {} of the sequence {}", step.id, sequence.id);
    let (code, spot, message, help) = match reason {
        Reason::Over(Outcome::Exhausted | Outcome::Expired) => (
            Code::CheckAfterWindow,
            of_step(about, &way, "day"),
            format!(
                "{what} never happens: it is due on day {}, and the case is over after {} days",
                step.day,
                rules.trigger.window / DAY
            ),
            "lengthen `trigger.window`, or bring the step forward",
        ),
        Reason::Over(_) => (
            Code::CheckUnreachable,
            at_step,
            format!("{what} never happens: the trigger holds no longer by day {}", step.day),
            "the trigger is looked at again at every step: ask it for nothing that passes with time",
        ),
        Reason::Stale if !has_window(about, step) => (
            Code::CheckNoWindow,
            about
                .own_spot(&[Key::Of("sending"), Key::Of("window")])
                .unwrap_or(at_step),
            format!("{what} can never go: no hour of the week is open for it"),
            "let `sending.window`, the law's hours and, for a call, `practice.hours` overlap",
        ),
        Reason::Stale => (
            Code::CheckCrowded,
            at_step,
            format!(
                "{what} never goes: on whatever day and at whatever hour a plan is presented, it is too late by the time it may"
            ),
            "leave room before it: another day, a longer `stale_after`, or wider `limits` and `sending.window`",
        ),
    };
    let (expect, shows) = goes(script, sequence, step);
    let why = "Whoever can be reached everywhere and never answers gets every step.";
    let witness = script.scenario(&about.document, &shows, why, expect);
    report.add_with(Severity::Error, code, spot, message, help, Some(witness));
}

fn of_step(about: &About, way: &[Key<'_>], key: &'static str) -> Spot {
    let way: Vec<Key<'_>> = way.iter().copied().chain([Key::Of(key)]).collect();
    about.spot(&way)
}

/// Whether some hour is open for a step in the practice's own zone and state.
fn has_window(about: &About, step: &Step) -> bool {
    let practice = about.practice();
    let Some(monday) = monday(about) else { return true };
    match &step.touch {
        Touch::Call { .. } => practice.hours.next_open(monday).is_some(),
        Touch::Message { channels, .. } => {
            let first = channels.first().copied().unwrap_or(Channel::Sms);
            opens(about, first, practice.state.as_deref(), monday)
        }
    }
}

fn monday(about: &About) -> Option<Timestamp> {
    let date = Date::from_ymd(MONDAY.0, MONDAY.1, MONDAY.2)?;
    Some(about.practice().zone.at(date, LocalTime::START))
}

/// Whether the windows of a channel have an hour in common for people of a state.
fn opens(about: &About, channel: Channel, state: Option<&str>, from: Timestamp) -> bool {
    let rules = about.rules();
    let practice = about.practice();
    let rows = law::applicable_rows(&rules.contact_policy.windows, state, practice.state.as_deref(), &[]);
    let zones = std::slice::from_ref(&practice.zone);
    let list = daily_rules(rules, channel, zones, &rows);
    next_allowed(from, &list, from.plus(14 * DAY)).is_some()
}

/// People of other states, where the law's hours leave the practice's window nothing.
fn states(about: &About, found: &Found, step: &Step, report: &mut CheckReport) {
    let Some(monday) = monday(about) else { return };
    let codes = law::state_rows().iter().map(|row| row.code);
    let shut: Vec<&str> = codes
        .filter(|code| !opens(about, Channel::Sms, Some(code), monday))
        .collect();
    let Some(first) = shut.first() else { return };
    let spot = about.spot(&[Key::Of("sending"), Key::Of("window")]);
    let message = format!(
        "no text can ever go to people of {}: no hour of the week is open there",
        shut.join(", ")
    );
    let help = "let `sending.window` and the hours of those states overlap: see docs/time.md";
    let mut script = found.script(about, 0);
    if let Some(recipient) = script.as_mut().and_then(|script| script.recipient.as_object_mut()) {
        recipient.insert("state".to_owned(), json!(first));
    }
    let witness = script.and_then(|mut script| {
        let ran = script.run(&about.playbook)?;
        let id = step.id.as_str();
        let expect = json!({"journal_has": [{"type": "step_sent", "case_id": script.case_id, "step": id}]});
        let shows = format!("somebody of {first} gets the text {id}");
        let scenario = script.scenario(
            &about.document,
            &shows,
            "The practice's window is its own to choose.",
            expect,
        );
        (!went(&ran, step)).then_some(scenario)
    });
    report.add_with(Severity::Warning, Code::CheckNoWindow, spot, message, help, witness);
}
