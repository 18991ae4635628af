//! What messages led to: sent, delivered, opened, clicked, answered, re-engaged, accepted, by whatever one asks for.
//!
//! All of it is *attribution*: what came after a message, whatever caused it. What follow-up adds is in
//! [`lift`](crate::lift), and the two are never mixed. Opens are statistics of mail programs and decide nothing.

use std::collections::BTreeMap;

use followthrough::Date;
use followthrough::recipient::Channel;
use serde::Serialize;

use crate::journal::{Case, Journal, Name, Reaction, Touch};
use crate::monthly::Span;

/// What can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The sequence of the case.
    Sequence,
    /// The step.
    Step,
    /// The wording, where wordings are compared; messages without one are left out.
    Arm,
    /// The channel.
    Channel,
    /// The language; calls are left out.
    Language,
    /// The week of the message, by its Monday on the practice's calendar.
    Week,
}

/// Messages that have what the row names in common, and what came of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The sequence, where counted by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// The step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arm: Option<String>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The Monday of the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<Date>,
    /// What came of them.
    #[serde(flatten)]
    pub stages: Stages,
}

/// How many messages came how far. Each message counts once in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stages {
    /// Handed out; of calls, tasks that staff were given.
    pub sent: u64,
    /// A receipt says that it failed for good.
    pub failed: u64,
    /// A receipt says that it arrived.
    pub delivered: u64,
    /// A mail program says that it was opened, or a person went on from it.
    pub opened: u64,
    /// Of those opened, the ones whose booking link was followed.
    pub opened_and_clicked: u64,
    /// The booking link was followed.
    pub clicked: u64,
    /// It was answered, whatever the answer.
    pub replied: u64,
    /// A yes or a click to book re-engaged the case.
    pub re_engaged: u64,
    /// It was the last touch before the plan was accepted while it was followed up, and that still stands: as
    /// [`money`](crate::money) counts what was recovered, but by the day of the message.
    pub accepted: u64,
    /// The booking link was followed, and the plan was accepted after it; counted alike.
    pub clicked_and_accepted: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    sequence: Option<Name>,
    step: Option<Name>,
    arm: Option<Name>,
    channel: Option<Channel>,
    language: Option<Name>,
    week: Option<Date>,
}

/// Sums and the time since the case entered its sequence, so that steps stand in the order in which they go.
#[derive(Default)]
struct Sum {
    stages: Stages,
    after: i64,
}

/// Counts messages of a span by what is asked for, in the order of sequences, steps as they follow each other, and so
/// on. What came of them counts up to the instant to which the span is known.
pub fn funnel(journal: &Journal, span: &Span, by: &[By]) -> Vec<Row> {
    let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
    for case in journal.all_cases() {
        let accepted = span.accepted(journal, case).filter(|told| told.stands);
        let accepted = accepted.map(|told| told.at);
        let credited = accepted.and_then(|at| case.last_touch(at));
        for (index, touch) in case.touches.iter().enumerate() {
            let Some(key) = key(case, touch, span, by).filter(|_| span.holds(touch.at)) else {
                continue;
            };
            let sum = sums.entry(key).or_default();
            sum.stages.add(touch, span, accepted, credited == Some(index));
            let entered = case
                .enrolled
                .iter()
                .rfind(|(at, _)| *at <= touch.at)
                .map_or(touch.at, |(at, _)| *at);
            sum.after = sum.after.saturating_add(touch.at - entered);
        }
    }
    let mut rows: Vec<(Key, Sum)> = sums.into_iter().collect();
    let text = |name: Option<Name>| name.map(|name| journal.name(name).to_owned());
    rows.sort_by_cached_key(|(key, sum)| {
        let sent = i64::try_from(sum.stages.sent).unwrap_or(i64::MAX);
        let after = key.step.map(|_| sum.after / sent.max(1));
        (
            text(key.sequence),
            key.week,
            after,
            text(key.step),
            key.channel,
            text(key.arm),
            text(key.language),
        )
    });
    let rows = rows.into_iter().map(|(key, sum)| Row {
        sequence: text(key.sequence),
        step: text(key.step),
        arm: text(key.arm),
        channel: key.channel,
        language: text(key.language),
        week: key.week,
        stages: sum.stages,
    });
    rows.collect()
}

/// What a message is counted under; none where it has not what is asked for.
fn key(case: &Case, touch: &Touch, span: &Span, by: &[By]) -> Option<Key> {
    let mut key = Key::default();
    for one in by {
        match one {
            By::Sequence => key.sequence = case.sequence_at(touch.at),
            By::Step => key.step = Some(touch.step),
            By::Arm => key.arm = Some(touch.arm?),
            By::Channel => key.channel = Some(touch.channel),
            By::Language => key.language = Some(touch.language?),
            By::Week => key.week = Some(monday(span.day(touch.at))),
        }
    }
    Some(key)
}

/// The Monday of the week of a day.
pub(crate) fn monday(date: Date) -> Date {
    // 1970-01-05 was a Monday.
    let since = Date::from_ymd(1970, 1, 5).map_or(0, |first| date.days_since(first).rem_euclid(7));
    date.plus_days(-since).unwrap_or(date)
}

impl Stages {
    fn add(&mut self, touch: &Touch, span: &Span, accepted: Option<i64>, credited: bool) {
        let had = |what| touch.had(what, span.known_to);
        let clicked = had(span.clicks) || had(Reaction::Clicked);
        let clicked_at = touch.when(Reaction::Clicked).or_else(|| touch.when(span.clicks));
        self.sent += 1;
        self.failed += u64::from(had(Reaction::Failed));
        self.delivered += u64::from(had(Reaction::Delivered));
        // Who goes on from an e-mail has opened it, also where its program fetched no picture.
        let opened = had(Reaction::Opened) || touch.channel == Channel::Email && had(Reaction::Clicked);
        self.opened += u64::from(opened);
        self.opened_and_clicked += u64::from(opened && clicked);
        self.clicked += u64::from(clicked);
        self.replied += u64::from(had(Reaction::Replied));
        self.re_engaged += u64::from(had(Reaction::ReEngaged));
        self.accepted += u64::from(credited);
        self.clicked_and_accepted += u64::from(clicked && accepted.is_some_and(|at| clicked_at <= Some(at)));
    }

    /// Each by its name, in their order.
    pub fn named(&self) -> [(&'static str, u64); 10] {
        [
            ("sent", self.sent),
            ("failed", self.failed),
            ("delivered", self.delivered),
            ("opened", self.opened),
            ("opened_and_clicked", self.opened_and_clicked),
            ("clicked", self.clicked),
            ("replied", self.replied),
            ("re_engaged", self.re_engaged),
            ("accepted", self.accepted),
            ("clicked_and_accepted", self.clicked_and_accepted),
        ]
    }

    /// These and others.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            failed: self.failed + other.failed,
            delivered: self.delivered + other.delivered,
            opened: self.opened + other.opened,
            opened_and_clicked: self.opened_and_clicked + other.opened_and_clicked,
            clicked: self.clicked + other.clicked,
            replied: self.replied + other.replied,
            re_engaged: self.re_engaged + other.re_engaged,
            accepted: self.accepted + other.accepted,
            clicked_and_accepted: self.clicked_and_accepted + other.clicked_and_accepted,
        }
    }
}
