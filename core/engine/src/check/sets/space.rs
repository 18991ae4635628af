//! The facts of a case, each cut into the cells that a playbook can tell apart.
//!
//! Two values of a fact that lie between the same thresholds are the same to every condition, so a finite number of
//! cells stands for all of them, and sets of cells are exact.

use std::collections::{BTreeMap, BTreeSet};

use super::bits::Bits;
use super::codes::{Region, regions};
use crate::criteria::{
    AmountFact, Condition, CountFact, CustomTest, DayFact, FlagFact, Range, StepResult, Test, TextFact,
};
use crate::plan::{Category, Money, Standing};
use crate::playbook::Rules;
use crate::recipient::Channel;
use crate::schedule::{DAY, Date};
use crate::wire::{StepId, hash};

/// Times are cut at ten years, amounts at what 64 procedures may cost at most.
const TEN_YEARS: i64 = 3_660 * 86_400;
const MOST_CENTS: i64 = 64 * Money::MAX_CENTS;
const MOST_PROCEDURES: i64 = 64;
const OLDEST: i64 = 130;

/// The channels of messages.
pub(crate) const CHANNELS: [Channel; 3] = [Channel::Sms, Channel::Email, Channel::Portal];

/// A fact that conditions can tell apart by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dim {
    Value,
    Portion,
    Benefits,
    Count(CountFact),
    DueOn,
    PresentedOn,
    Category,
    Standing,
    Text(TextFact),
    Tag(String),
    /// Whether a pending procedure has a code of a region.
    Code(usize),
    Flag(FlagFact),
    /// What became of a step of this id, in whatever sequence.
    Result(StepId),
    HasChannel(Channel),
    Consented(Channel),
    Custom(String),
    /// Whether an offer with a last day or barred states may be shown to the person that day.
    Offer(usize),
}

impl Dim {
    pub(super) fn of_day(fact: DayFact) -> Self {
        match fact {
            DayFact::DueOn => Self::DueOn,
            DayFact::PresentedOn => Self::PresentedOn,
        }
    }
}

/// Values of a fact that no condition tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Absent,
    /// Both ends inside.
    Range(i64, i64),
    Word(String),
    /// Any word that is not named.
    Other,
    Yes,
    No,
}

/// The facts of a playbook with their cells.
#[derive(Debug)]
pub(crate) struct Space {
    pub(super) dims: Vec<(Dim, Vec<Cell>)>,
    numbers: BTreeMap<Dim, usize>,
    pub(crate) sizes: Vec<usize>,
    pub(crate) regions: Vec<Region>,
    pub(crate) plans: bool,
}

/// Where the values of each fact are cut, and the words that are named.
#[derive(Default)]
struct Cuts {
    at: BTreeMap<Dim, BTreeSet<i64>>,
    words: BTreeMap<Dim, BTreeSet<String>>,
    flags: BTreeSet<Dim>,
    results: BTreeSet<Dim>,
}

impl Space {
    /// All that the conditions of a playbook tell apart.
    pub(crate) fn new(rules: &Rules) -> Self {
        Self::of(rules, &conditions(rules))
    }

    pub(crate) fn of(rules: &Rules, conditions: &[&Condition]) -> Self {
        let mut cuts = Cuts::default();
        let mut ranges = Vec::new();
        for condition in conditions {
            cuts.collect(condition);
            codes(condition, &mut ranges);
        }
        for offer in &rules.financing.offers {
            let (from, to) = (offer.range.0.cents(), offer.range.1.cents());
            for dim in [Dim::Value, Dim::Portion] {
                cuts.at.entry(dim).or_default().extend([from, to.saturating_add(1)]);
            }
        }
        // No case is enrolled before, and no step comes earlier than this.
        let steps = rules.sequences.iter().flat_map(|sequence| &sequence.steps);
        let waits = cuts.at.entry(Dim::Count(CountFact::PendingFor)).or_default();
        waits.extend(steps.map(|step| least_pending_for(rules, step.day)));
        waits.extend([rules.trigger.pending_for, rules.trigger.window]);
        let mut space = Self {
            dims: Vec::new(),
            numbers: BTreeMap::new(),
            sizes: Vec::new(),
            regions: regions(&rules.categories, &ranges),
            plans: rules.subject.as_str() == hash::PLAN,
        };
        space.add_facts(rules, &cuts, !ranges.is_empty());
        space
    }

    fn add_facts(&mut self, rules: &Rules, cuts: &Cuts, by_code: bool) {
        let plans = self.plans;
        let absent = || vec![Cell::Absent];
        let money = |dim| cuts.cells(dim, 0, MOST_CENTS, true);
        let (value, portion) = (money(Dim::Value), money(Dim::Portion));
        self.add(Dim::Value, if plans { value } else { absent() });
        self.add(Dim::Portion, if plans { portion } else { absent() });
        self.add(Dim::Benefits, money(Dim::Benefits));
        let counts = [
            (CountFact::ProcedureCount, 1, MOST_PROCEDURES, false, plans),
            (CountFact::Age, 0, OLDEST, true, true),
            (CountFact::PendingFor, 0, TEN_YEARS, false, true),
            (CountFact::Round, 1, 1_000_000, false, true),
            (CountFact::OverdueFor, -TEN_YEARS, TEN_YEARS, false, !plans),
            (CountFact::LastVisitAgo, 0, TEN_YEARS, true, true),
        ];
        for (fact, from, to, optional, there) in counts {
            let dim = Dim::Count(fact);
            let cells = cuts.cells(dim.clone(), from, to, optional);
            self.add(dim, if there { cells } else { absent() });
        }
        let (first, last) = (-40_000, 80_000);
        for (dim, there) in [(Dim::DueOn, !plans), (Dim::PresentedOn, plans)] {
            let days = cuts.cells(dim.clone(), first, last, false);
            self.add(dim, if there { days } else { absent() });
        }
        let categories = Category::ALL.iter().map(|c| Cell::Word(c.as_str().to_owned()));
        let standings = [Standing::Open, Standing::Partial].map(|s| Cell::Word(s.as_str().to_owned()));
        self.add(Dim::Category, if plans { categories.collect() } else { absent() });
        self.add(Dim::Standing, if plans { standings.to_vec() } else { absent() });
        for fact in [TextFact::Provider, TextFact::Location] {
            let words = cuts.words.get(&Dim::Text(fact)).into_iter().flatten();
            let cells = words.cloned().map(Cell::Word).chain([Cell::Other, Cell::Absent]);
            self.add(Dim::Text(fact), cells.collect());
        }
        let languages = rules.languages.iter().cloned().map(Cell::Word);
        self.add(Dim::Text(TextFact::Language), languages.collect());
        let yes_or_no = || vec![Cell::No, Cell::Yes];
        for dim in &cuts.flags {
            self.add(dim.clone(), yes_or_no());
        }
        for number in (0..self.regions.len()).filter(|_| by_code) {
            self.add(Dim::Code(number), if plans { yes_or_no() } else { absent() });
        }
        for flag in [FlagFact::UpcomingAppointment, FlagFact::Replied] {
            self.add(Dim::Flag(flag), yes_or_no());
        }
        let booked = Dim::Flag(FlagFact::NoUpcomingAppointmentForPlan);
        self.add(booked, if plans { yes_or_no() } else { absent() });
        for flag in [FlagFact::NewPatient, FlagFact::Insured] {
            self.add(Dim::Flag(flag), vec![Cell::Absent, Cell::No, Cell::Yes]);
        }
        for dim in &cuts.results {
            let results = StepResult::ALL
                .iter()
                .map(|result| Cell::Word(result.as_str().to_owned()));
            self.add(dim.clone(), results.chain([Cell::Absent]).collect());
        }
        for channel in CHANNELS {
            self.add(Dim::HasChannel(channel), yes_or_no());
            self.add(Dim::Consented(channel), yes_or_no());
        }
        for (number, offer) in rules.financing.offers.iter().enumerate() {
            if offer.valid_until.is_some() || !offer.not_in.is_empty() {
                self.add(Dim::Offer(number), yes_or_no());
            }
        }
        let custom = cuts
            .at
            .keys()
            .chain(cuts.words.keys())
            .filter(|dim| matches!(dim, Dim::Custom(_)));
        for dim in custom.collect::<BTreeSet<_>>() {
            let mut cells = vec![Cell::Absent, Cell::Yes, Cell::No];
            if cuts.at.contains_key(dim) {
                cells.extend(cuts.cells(dim.clone(), i64::MIN + 1, i64::MAX - 1, false));
            }
            if let Some(words) = cuts.words.get(dim) {
                cells.extend(words.iter().cloned().map(Cell::Word).chain([Cell::Other]));
            }
            self.add(dim.clone(), cells);
        }
    }

    fn add(&mut self, dim: Dim, cells: Vec<Cell>) {
        if self.numbers.contains_key(&dim) {
            return;
        }
        self.numbers.insert(dim.clone(), self.dims.len());
        self.sizes.push(cells.len());
        self.dims.push((dim, cells));
    }

    /// The number of a fact, where any condition speaks of it.
    pub(crate) fn number(&self, dim: &Dim) -> Option<usize> {
        self.numbers.get(dim).copied()
    }

    pub(crate) fn cells(&self, number: usize) -> &[Cell] {
        self.dims.get(number).map_or(&[], |(_, cells)| cells)
    }

    /// The numbers of the facts of some kind.
    pub(crate) fn numbers(&self, wanted: impl Fn(&Dim) -> bool) -> Vec<usize> {
        let wanted = self.dims.iter().enumerate().filter(|(_, (dim, _))| wanted(dim));
        wanted.map(|(number, _)| number).collect()
    }

    /// The cells of a fact for which a test says so, with the number of the fact.
    pub(crate) fn bits(&self, dim: &Dim, is_in: impl Fn(&Cell) -> bool) -> Option<(usize, Bits)> {
        let number = self.number(dim)?;
        let cells = self.cells(number);
        Some((number, Bits::of(cells.len(), |at| cells.get(at).is_some_and(&is_in))))
    }
}

/// How long a case has been pending at least when a step of this day comes: an anchor only ever moves forward, so a step
/// is at most a day nearer to presentation than it says.
pub(crate) fn least_pending_for(rules: &Rules, day: u16) -> i64 {
    ((i64::from(day) - 1) * DAY).max(rules.trigger.pending_for)
}

/// Every condition of a playbook.
fn conditions(rules: &Rules) -> Vec<&Condition> {
    let steps = rules.sequences.iter().flat_map(|sequence| {
        let when = sequence.steps.iter().filter_map(|step| step.when.as_ref());
        std::iter::once(&sequence.condition).chain(when)
    });
    let all = std::iter::once(&rules.trigger.condition).chain(steps);
    all.chain(&rules.financing.offer_when).collect()
}

fn codes(condition: &Condition, ranges: &mut Vec<crate::criteria::CodeRange>) {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| codes(part, ranges)),
        Test::Not(part) => codes(part, ranges),
        Test::Code(list) => ranges.extend(list.iter().cloned()),
        Test::Amount(..)
        | Test::Count(..)
        | Test::Day(..)
        | Test::Category(_)
        | Test::Standing(_)
        | Test::Text(..)
        | Test::Flag(..)
        | Test::HasChannel(_)
        | Test::Consented(_)
        | Test::Custom(..)
        | Test::LastResult(..) => {}
    }
}

/// The ends of a range, both inside.
pub(crate) fn ends<T: Copy>(range: &Range<T>, number: impl Fn(T) -> i64) -> (i64, i64) {
    let from = range.from.as_ref().map_or(i64::MIN, |bound| {
        number(bound.at).saturating_add(i64::from(!bound.inclusive))
    });
    let to = range.to.as_ref().map_or(i64::MAX, |bound| {
        number(bound.at).saturating_sub(i64::from(!bound.inclusive))
    });
    (from, to)
}

/// A day as a number.
pub(crate) fn day_number(day: Date) -> i64 {
    Date::from_ymd(2000, 1, 1).map_or(0, |first| day.days_since(first))
}

impl Cuts {
    fn range(&mut self, dim: Dim, (from, to): (i64, i64)) {
        let cuts = self.at.entry(dim).or_default();
        cuts.insert(from);
        cuts.insert(to.saturating_add(1));
    }

    fn words(&mut self, dim: Dim, list: &[String]) {
        self.words.entry(dim).or_default().extend(list.iter().cloned());
    }

    fn collect(&mut self, condition: &Condition) {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.collect(part)),
            Test::Not(part) => self.collect(part),
            Test::Amount(fact, range) => {
                let dims: &[Dim] = match fact {
                    AmountFact::PendingValue => &[Dim::Value],
                    AmountFact::PatientPortion => &[Dim::Portion],
                    AmountFact::PatientPortionOrValue => &[Dim::Value, Dim::Portion],
                    AmountFact::BenefitsRemaining => &[Dim::Benefits],
                };
                for dim in dims {
                    self.range(dim.clone(), ends(range, Money::cents));
                }
            }
            Test::Count(fact, range) => self.range(Dim::Count(*fact), ends(range, |n| n)),
            Test::Day(fact, range) => self.range(Dim::of_day(*fact), ends(range, day_number)),
            Test::Text(TextFact::Tag, list) => self.flags.extend(list.iter().cloned().map(Dim::Tag)),
            Test::Text(fact @ (TextFact::Provider | TextFact::Location | TextFact::Language), list) => {
                self.words(Dim::Text(*fact), list);
            }
            Test::Custom(name, test) => {
                let dim = Dim::Custom(name.clone());
                match test {
                    CustomTest::Flag(_) => drop(self.words.entry(dim).or_default()),
                    CustomTest::Number(range) => self.range(dim, ends(range, |n| n)),
                    CustomTest::Text(list) => self.words(dim, list),
                }
            }
            Test::LastResult(step, _) => {
                self.results.insert(Dim::Result(step.clone()));
            }
            Test::Category(_)
            | Test::Standing(_)
            | Test::Flag(..)
            | Test::Code(_)
            | Test::HasChannel(_)
            | Test::Consented(_) => {}
        }
    }

    /// A range of whole numbers, cut.
    fn cells(&self, dim: Dim, first: i64, last: i64, optional: bool) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut from = first;
        for cut in self.at.get(&dim).into_iter().flatten() {
            if *cut > from && *cut <= last {
                cells.push(Cell::Range(from, *cut - 1));
                from = *cut;
            }
        }
        cells.push(Cell::Range(from, last));
        cells.extend(optional.then_some(Cell::Absent));
        cells
    }
}
