//! Conditions: `all`, `any`, `not`, and comparisons of named facts.

use super::StepResult;
use crate::plan::{Category, Money, Standing};
use crate::recipient::Channel;
use crate::schedule::Date;
use crate::wire::{Place, StepId};

/// A condition of a playbook, with the place where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What must hold.
    pub test: Test,
    /// Where it is written.
    pub place: Option<Place>,
}

/// What a condition says.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Every one holds; an empty list holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// The other does not hold.
    Not(Box<Condition>),
    /// An amount of money lies in a range.
    Amount(AmountFact, Range<Money>),
    /// A count lies in a range.
    Count(CountFact, Range<i64>),
    /// A day lies in a range.
    Day(DayFact, Range<Date>),
    /// The plan's category is one of these.
    Category(Vec<Category>),
    /// The plan's standing is one of these.
    Standing(Vec<Standing>),
    /// A text fact is one of these.
    Text(TextFact, Vec<String>),
    /// A yes-or-no fact is so.
    Flag(FlagFact, bool),
    /// A pending procedure has a code in one of these ranges.
    Code(Vec<CodeRange>),
    /// The person can be reached on one of these channels at all.
    HasChannel(Vec<Channel>),
    /// The person may be contacted on one of these channels.
    Consented(Vec<Channel>),
    /// A fact of the host's own, by its name, compares so.
    Custom(String, CustomTest),
    /// An earlier step of the sequence came to one of these.
    LastResult(StepId, Vec<StepResult>),
}

impl Condition {
    /// Whether it asks what became of a step for which a test says so.
    pub(crate) fn asks_for_result(&self, of: &dyn Fn(&StepId) -> bool) -> bool {
        match &self.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().any(|part| part.asks_for_result(of)),
            Test::Not(part) => part.asks_for_result(of),
            Test::LastResult(step, _) => of(step),
            Test::Amount(..)
            | Test::Count(..)
            | Test::Day(..)
            | Test::Category(_)
            | Test::Standing(_)
            | Test::Text(..)
            | Test::Flag(..)
            | Test::Code(_)
            | Test::HasChannel(_)
            | Test::Consented(_)
            | Test::Custom(..) => false,
        }
    }
}

/// How a fact of the host's own is compared. A fact of another kind is as good as absent.
#[derive(Clone, Debug, PartialEq)]
pub enum CustomTest {
    /// It is so.
    Flag(bool),
    /// It lies in a range.
    Number(Range<i64>),
    /// It is one of these.
    Text(Vec<String>),
}

/// Facts that are amounts of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmountFact {
    /// Sum of the fees of the pending procedures.
    PendingValue,
    /// What the patient would pay for them.
    PatientPortion,
    /// The portion where known, else the value.
    PatientPortionOrValue,
    /// What the patient's insurer would still pay this benefit year, as the practice system tells it.
    BenefitsRemaining,
}

/// Facts that are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountFact {
    /// Pending procedures.
    ProcedureCount,
    /// The patient's completed years.
    Age,
    /// Seconds since presentation.
    PendingFor,
    /// The round of the case, from 1.
    Round,
    /// Seconds since it fell due; below zero before that. Plans have none.
    OverdueFor,
    /// Seconds since the start of the patient's latest visit that took place.
    LastVisitAgo,
}

/// Facts that are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayFact {
    /// The day on which it falls due. Plans have none.
    DueOn,
    /// The day on which the plan was presented. What is no plan has none.
    PresentedOn,
}

/// Facts that are words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextFact {
    /// The provider's id.
    Provider,
    /// The location's id.
    Location,
    /// One of the plan's tags.
    Tag,
    /// The language the person is written to in.
    Language,
}

/// Facts that are yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagFact {
    /// A visit of any kind is booked.
    UpcomingAppointment,
    /// No booked visit holds a procedure of the plan.
    NoUpcomingAppointmentForPlan,
    /// At least one financing offer fits.
    FinancingAvailable,
    /// The person has written back in this round.
    Replied,
    /// The patient is new to the practice, as the practice system tells it.
    NewPatient,
    /// The patient has insurance, as the practice system tells it.
    Insured,
}

/// Bounds whose edges nobody must guess: each is inclusive or not, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The lower bound.
    pub from: Option<Bound<T>>,
    /// The upper bound.
    pub to: Option<Bound<T>>,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound<T> {
    /// The value at the edge.
    pub at: T,
    /// Whether the value itself is inside.
    pub inclusive: bool,
}

impl<T: PartialOrd> Range<T> {
    /// Whether a value lies inside.
    pub fn contains(&self, value: &T) -> bool {
        let above = self
            .from
            .as_ref()
            .is_none_or(|b| if b.inclusive { *value >= b.at } else { *value > b.at });
        let below = self
            .to
            .as_ref()
            .is_none_or(|b| if b.inclusive { *value <= b.at } else { *value < b.at });
        above && below
    }
}

/// Codes from one to another, both inside: `D6010-D6199`, or a single code. The first five characters of a code decide;
/// a single code of the practice's own that is longer stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRange {
    /// The first code.
    pub from: String,
    /// The last code.
    pub to: String,
}

impl CodeRange {
    /// Whether some code lies inside of both.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether a code lies inside.
    pub fn contains(&self, code: &str) -> bool {
        let head = code.get(..5).unwrap_or(code);
        // A practice's own code may be longer than five characters; it is then meant as a whole.
        (self.from.as_str() <= head && head <= self.to.as_str()) || self.from == code
    }
}
