//! Money: what was recovered, the hours that staff no longer need, what it cost, and what came back for it.
//!
//! Each figure has its formula with the numbers in it. Recovered is what is credited to a message or a call: attribution,
//! no effect. It counts what still stands: a visit that was broken since is told beside it. What follow-up added by measure
//! stands beside it, with its interval; and where the measure says that fewer accept, or that about as many do without,
//! nothing is called recovered and no return is told. What is not known is no loss: where values are missing a sum is a
//! least one, and where all are there is none. Amounts are whole cents, computed in integers and rounded half up once, at
//! the end.

mod measured;
mod sums;

use followthrough::recipient::Channel;
use followthrough::{Category, Date, Money};
use serde::Serialize;

use crate::journal::Journal;
use crate::lift::{Comparison, Lift, NoGain, Verdict};
use crate::monthly::{ReportOptions, Span};
use crate::page::words::number;
use sums::Sums;
pub(crate) use sums::divided;

/// A figure with its formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Which.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The amount, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The number, where it is one and no amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Between which amounts, or numbers, it was found, where it is not known what became of some: there is no amount and
    /// no number then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<[String; 2]>,
    /// Between which amounts, or numbers, the truth may lie, where it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
    /// Whether it may be more: values are missing that are part of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
    /// Whether it rests on other households than those that it is of: their own days are not over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// As it is shown beside its label, which says what is less or taken away: the sign is that of the amount.
    pub shown: String,
    /// How it is made, with the numbers in it.
    pub formula: String,
    /// What it is the sum of, row by row; the plans of what was recovered stand beside all figures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A row of what a figure is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What.
    pub what: String,
    /// How many.
    pub count: u64,
    /// Worth or cost of each, as it is shown.
    pub each: String,
    /// In all, as it is shown.
    pub total: String,
}

/// A plan that was recovered, or would have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovered {
    /// Its case.
    pub case_id: String,
    /// The day on which it was known to be accepted.
    pub on: Date,
    /// The sequence that it was in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// The step that is credited: of the last message or call before.
    pub step: String,
    /// Who would treat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What kind of treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// What it is worth; absent where no plan was told, or a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
}

/// What was accepted in these days and is not any more, by the newest snapshots: visits that were broken, and what the
/// playbook takes for accepted that is none by `accepted_when`. It counts in no amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FellThrough {
    /// How many plans.
    pub plans: u64,
    /// What those of known value would have been worth.
    pub value: Money,
    /// The plans, by day.
    pub cases: Vec<Recovered>,
}

/// Messages that were handed out, and what carriers bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Text messages, confirmations of opt-outs among them.
    pub sms: u64,
    /// Their segments.
    pub segments: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// Tasks for staff.
    pub tasks: u64,
    /// People who took consent back.
    pub opted_out: u64,
}

/// What a span came to in money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoneyReport {
    /// Each figure with its formula.
    pub figures: Vec<Figure>,
    /// The plans recovered that still stand, by day.
    pub recovered: Vec<Recovered>,
    /// Those that stand no more.
    pub fell_through: FellThrough,
    /// Of them, those whose value is not known: they count for nothing in amounts.
    pub without_value: u64,
    /// Why it is not known what plans are worth, where that is so of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_known: Option<NotKnown>,
    /// What was sent.
    pub sent: Sent,
    /// Whether fewer accept with follow-up than without.
    pub harm: bool,
    /// Whether a month of these days is not over: what is said of a month is their pace then, and neither more than before
    /// nor a return is told.
    pub at_a_pace: bool,
    /// Why nothing here is called a gain and no return is told, where that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_gain: Option<NoGain>,
}

/// Why nobody knows what plans are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotKnown {
    /// No plans were handed in.
    NoPlans,
    /// None of the plans recovered has a known value.
    NoValues,
}

impl NotKnown {
    /// In a few words.
    pub fn because(self) -> &'static str {
        match self {
            Self::NoPlans => "no plans were handed in",
            Self::NoValues => "no snapshot of them was handed in, or a fee is missing in each",
        }
    }
}

impl MoneyReport {
    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// What a span came to in money, beside what follow-up was measured to add.
pub fn money_report(journal: &Journal, options: &ReportOptions, lift: &Lift) -> MoneyReport {
    let span = options.span();
    let [recovered, cases] = credited(journal, &span);
    let fell_through = FellThrough {
        plans: count(cases.len()),
        value: cases.iter().filter_map(|plan| plan.value).sum(),
        cases,
    };
    let sent = sent(journal, &span);
    let without_value = count(recovered.iter().filter(|plan| plan.value.is_none()).count());
    let none_known = without_value > 0 && without_value == count(recovered.len());
    let told = lift.against_holdout.as_ref();
    let no_gain = told.and_then(Comparison::no_gain);
    let harm = told.is_some_and(|told| told.verdict == Verdict::Harm);
    let accepted = told.is_some_and(|told| told.followed_up.hits() + told.held_out.hits() > 0);
    let not_known = if (none_known || accepted) && !journal.has_plans() {
        Some(NotKnown::NoPlans)
    } else {
        none_known.then_some(NotKnown::NoValues)
    };
    MoneyReport {
        figures: Sums::new(options, no_gain, not_known.filter(|_| none_known), without_value).all(
            &recovered,
            &fell_through,
            sent,
            told,
        ),
        recovered,
        fell_through,
        without_value,
        not_known,
        sent,
        harm,
        at_a_pace: options.month_is_running(),
        no_gain,
    }
}

/// Plans accepted within the span while they were followed up, each once, credited to the last message or call before:
/// those that stand, as the funnel counts, and those that stand no more. What the engine credits, messages alone, stands
/// in where the journal tells of neither.
fn credited(journal: &Journal, span: &Span) -> [Vec<Recovered>; 2] {
    let mut all: Vec<(i64, bool, Recovered)> = Vec::new();
    for case in journal.all_cases() {
        let Some(accepted) = span.accepted(journal, case).filter(|told| span.holds(told.at)) else {
            continue;
        };
        let at = accepted.at;
        let last = case.last_touch(at).and_then(|index| case.touches.get(index));
        let Some(step) = last.map(|touch| touch.step).or(accepted.credited) else {
            continue;
        };
        let told = Recovered {
            case_id: case.id.as_ref().to_owned(),
            on: span.day(at),
            sequence: case.sequence_at(at).map(|name| journal.name(name).to_owned()),
            step: journal.name(step).to_owned(),
            provider: journal
                .plan(&case.id)
                .and_then(|plan| plan.provider.as_deref())
                .map(str::to_owned),
            category: journal.category(case),
            value: accepted.value,
        };
        all.push((at, accepted.stands, told));
    }
    all.sort_by(|a, b| (a.0, &a.2.case_id).cmp(&(b.0, &b.2.case_id)));
    let (stand, fell): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, stands, _)| *stands);
    [stand, fell].map(|plans| plans.into_iter().map(|(_, _, told)| told).collect())
}

fn sent(journal: &Journal, span: &Span) -> Sent {
    let mut sent = Sent::default();
    for touch in journal
        .all_cases()
        .flat_map(|case| &case.touches)
        .filter(|touch| span.holds(touch.at))
    {
        match touch.channel {
            Channel::Sms => {
                sent.sms += 1;
                sent.segments += u64::from(touch.segments);
            }
            Channel::Email => sent.email += 1,
            Channel::Portal => sent.portal += 1,
            Channel::Call => {}
        }
    }
    for (_, segments) in journal.confirmations().filter(|(at, _)| span.holds(*at)) {
        sent.sms += 1;
        sent.segments += u64::from(segments);
    }
    sent.tasks = count(journal.tasks().filter(|at| span.holds(*at)).count());
    let stopped = journal.people().filter_map(|person| person.opted_out_at);
    sent.opted_out = count(stopped.filter(|at| span.holds(*at)).count());
    sent
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// A number in millionths as it is written: `0.5`, `15.5`.
pub(crate) fn decimal(millionths: u64) -> String {
    let part = format!("{:06}", millionths % 1_000_000);
    let part = part.trim_end_matches('0');
    let whole = number(millionths / 1_000_000);
    if part.is_empty() {
        whole
    } else {
        format!("{whole}.{part}")
    }
}
