//! Rules in plain English.

use crate::criteria::{About, Condition, Test, joined, span};
use crate::escalation::{Delay, Level, PromptKind};
use crate::message::Language;
use crate::playbook::{DoneWhen, IfBlocked, Rules, Sequence, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::{ClosedDays, LocalTime, TimeRange, Weekday, Weekly};
use crate::wire::RoleId;

/// The escalation that a patient's question raises.
pub(super) const QUESTION: &str = "question";

/// A sentence: its first letter large, a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// The same without the full stop.
pub(super) fn upper(text: &str) -> String {
    let sentence = sentence(text);
    sentence.strip_suffix('.').unwrap_or(&sentence).to_owned()
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    joined(words.into_iter().map(|word| word.as_ref().to_owned()), "and")
}

/// Whether a condition asks for nothing.
pub(super) fn is_open(condition: &Condition) -> bool {
    matches!(&condition.test, Test::All(parts) if parts.is_empty())
}

/// The sequences that somebody may get: none stands behind one that takes everybody.
pub(super) fn sequences(rules: &Rules) -> &[Sequence] {
    let all = rules.sequences.as_slice();
    let last = all.iter().position(|sequence| is_open(&sequence.condition));
    last.and_then(|last| all.get(..=last)).unwrap_or(all)
}

/// What is followed up.
pub(super) fn about(rules: &Rules) -> About {
    About::of_kind(rules.subject.as_str())
}

/// What is followed up, as a word.
pub(super) fn subject(rules: &Rules) -> &'static str {
    about(rules).noun()
}

pub(super) fn follows_plans(rules: &Rules) -> bool {
    about(rules) == About::Plan
}

/// The day from which the days of a sequence are counted.
pub(super) fn day_zero(rules: &Rules) -> &'static str {
    about(rules).began()
}

/// The visits that settle what is no plan, as what must happen: `a visit of the kind hygiene is booked`. None where no visit
/// does.
pub(super) fn settled_by(rules: &Rules) -> Option<String> {
    match &rules.done_when {
        DoneWhen::Never => None,
        DoneWhen::AnyVisit => Some("any visit is booked".to_owned()),
        DoneWhen::Kinds(kinds) => {
            let kinds = joined(kinds.iter().map(ToString::to_string), "or");
            Some(format!("a visit of the kind {kinds} is booked"))
        }
    }
}

/// From when on somebody is followed up: `24 hours after the plan was presented`.
pub(super) fn pending(rules: &Rules) -> String {
    match rules.trigger.pending_for {
        0 => format!("as soon as {}", day_zero(rules)),
        seconds => format!("{} after {}", span(seconds), day_zero(rules)),
    }
}

pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "e-mail",
        Channel::Portal => "portal message",
        Channel::Call => "call",
    }
}

/// The plural, of what does not go: `text messages, calls or e-mails`.
pub(super) fn no_channels(list: &[Channel]) -> String {
    joined(list.iter().map(|one| format!("{}s", channel(*one))), "or")
}

pub(super) fn role(role: &RoleId) -> String {
    role.as_str().replace('_', " ")
}

pub(super) fn prompt(kind: PromptKind) -> &'static str {
    match kind {
        PromptKind::Call => "call the patient",
        PromptKind::Book => "book the visit",
        PromptKind::Answer => "answer the patient",
        PromptKind::FixContact => "put right how the patient is reached",
        PromptKind::Review => "have a look",
    }
}

pub(super) fn delay(delay: Delay) -> String {
    let some = |count: u32, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    match delay {
        Delay::Elapsed(seconds) => span(seconds),
        Delay::BusinessHours(hours) => some(hours, "business hour"),
        Delay::BusinessDays(days) => some(days, "business day"),
    }
}

/// `4 business hours after the step`, said of a level that is not the first.
pub(super) fn after(level: &Level) -> String {
    level
        .after
        .map_or_else(|| "at once".to_owned(), |time| format!("{} later", delay(time)))
}

/// `10:00 AM`.
pub(super) fn time(at: LocalTime) -> String {
    let (hour, minute) = (at.minutes() / 60, at.minutes() % 60);
    let half = if hour % 24 < 12 { "AM" } else { "PM" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    if at == LocalTime::END {
        "midnight".to_owned()
    } else {
        format!("{hour}:{minute:02} {half}")
    }
}

/// `Monday to Thursday 8:00 AM to 5:00 PM; Friday 8:00 AM to 1:00 PM; not on Saturday and Sunday`.
pub(super) fn week(weekly: &Weekly) -> String {
    let mut open: Vec<(Vec<Weekday>, &[TimeRange])> = Vec::new();
    let mut shut = Vec::new();
    for day in Weekday::ALL {
        let ranges = weekly.on(day);
        match open.last_mut() {
            _ if ranges.is_empty() => shut.push(day.name()),
            Some((days, same)) if *same == ranges && days.last().is_some_and(|last| last.next() == day) => {
                days.push(day)
            }
            Some(_) | None => open.push((vec![day], ranges)),
        }
    }
    let mut parts: Vec<String> = open
        .iter()
        .map(|(days, ranges)| {
            let ranges = ranges
                .iter()
                .map(|(from, to)| format!("{} to {}", time(*from), time(*to)));
            format!("{} {}", days_named(days), joined(ranges, "and"))
        })
        .collect();
    if !shut.is_empty() {
        parts.push(format!("not on {}", listed(shut)));
    }
    parts.join("; ")
}

fn days_named(days: &[Weekday]) -> String {
    match days {
        [] => String::new(),
        [only] => only.name().to_owned(),
        [first, .., last] if days.len() == 7 && *first == Weekday::Mon && *last == Weekday::Sun => {
            "every day".to_owned()
        }
        [first, second] => format!("{} and {}", first.name(), second.name()),
        [first, .., last] => format!("{} to {}", first.name(), last.name()),
    }
}

/// What a step does: `text message`, `call`.
pub(super) fn touch(step: &Step) -> &'static str {
    match &step.touch {
        Touch::Call { .. } => channel(Channel::Call),
        Touch::Message { channels, .. } => channels.first().map_or("message", |first| channel(*first)),
    }
}

/// The channel that a step tries first.
pub(super) fn first_channel(step: &Step) -> Channel {
    match &step.touch {
        Touch::Call { .. } => Channel::Call,
        Touch::Message { channels, .. } => channels.first().copied().unwrap_or(Channel::Call),
    }
}

/// `if there is no way for it: portal message, then e-mail`; none where there is no other way.
pub(super) fn otherwise(step: &Step) -> Option<String> {
    let Touch::Message { channels, .. } = &step.touch else {
        return None;
    };
    let [_, others @ ..] = channels.as_slice() else {
        return None;
    };
    let others: Vec<&str> = others.iter().map(|other| channel(*other)).collect();
    (!others.is_empty()).then(|| others.join(", then "))
}

/// What becomes of a step that cannot go in time.
pub(super) fn if_late(step: &Step) -> String {
    let span = span(step.stale_after);
    match step.if_blocked {
        IfBlocked::Skip => format!("if it cannot go within {span}, it is left out"),
        IfBlocked::Task => format!("if it cannot go within {span}, staff are asked instead"),
    }
}

/// The same of most steps of a playbook.
pub(super) fn if_most_are_late(rules: &Rules) -> String {
    let all: Vec<String> = sequences(rules)
        .iter()
        .flat_map(|sequence| &sequence.steps)
        .map(if_late)
        .collect();
    let times = |late: &&String| all.iter().filter(|other| other == late).count();
    // Of several the one that comes first.
    all.iter().rev().max_by_key(times).cloned().unwrap_or_default()
}

/// Whether all parts of a condition must hold, or one of them.
#[derive(Clone, Copy)]
pub(super) enum Of {
    All,
    Any,
}

/// What a condition is made of, where it has several parts.
pub(super) fn parts(condition: &Condition) -> Option<(Of, &[Condition])> {
    let (of, parts) = if let Test::All(parts) = &condition.test {
        (Of::All, parts)
    } else if let Test::Any(parts) = &condition.test {
        (Of::Any, parts)
    } else {
        return None;
    };
    (parts.len() > 1).then_some((of, parts.as_slice()))
}

/// A condition in one sentence, what belongs together in brackets.
pub(super) fn condition(about: About, condition: &Condition) -> String {
    let part = |part: &Condition| match parts(part) {
        Some(_) => format!("({})", self::condition(about, part)),
        None => self::condition(about, part),
    };
    if let Test::Not(inner) = &condition.test {
        return format!("it is not so that {}", part(inner));
    }
    match parts(condition) {
        Some((Of::All, parts)) => joined(parts.iter().map(part), "and"),
        Some((Of::Any, parts)) => joined(parts.iter().map(part), "or"),
        None => condition.says(about),
    }
}

/// For whom a sequence is: `If`, `Else, if`, `For everyone else`.
pub(super) fn taken_by(place: usize, sequence: &Sequence) -> &'static str {
    match (place, is_open(&sequence.condition)) {
        (0, true) => "For everyone.",
        (_, true) => "For everyone else.",
        (0, false) => "If:",
        (_, false) => "Else, if:",
    }
}

/// The name of a language, for the tag of a text.
pub(super) fn language(tag: &str) -> String {
    match tag.split(['-', '_']).next().unwrap_or(tag) {
        "en" => "English".to_owned(),
        "es" => "Spanish".to_owned(),
        "fr" => "French".to_owned(),
        "pt" => "Portuguese".to_owned(),
        "vi" => "Vietnamese".to_owned(),
        "zh" => "Chinese".to_owned(),
        "ko" => "Korean".to_owned(),
        _ => tag.to_owned(),
    }
}

/// The tag of the words with which the library itself fills a text of this language.
pub(super) fn own_words(tag: &str) -> &'static str {
    Language::of(tag).tag()
}

/// `; closed on US federal holidays and 2026-12-24`.
pub(super) fn closed(days: &ClosedDays) -> String {
    let holidays = days.us_federal.then(|| "US federal holidays".to_owned());
    let dates = days.dates.iter().map(ToString::to_string);
    let all: Vec<String> = holidays.into_iter().chain(dates).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("; closed on {}", listed(all))
    }
}
