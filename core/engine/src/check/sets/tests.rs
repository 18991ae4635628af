//! The algebra against the engine's own reading of conditions.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::space::{CHANNELS, day_number};
use super::*;
use crate::Playbook;
use crate::criteria::{
    AmountFact, Bound, CodeRange, Condition, CountFact, CustomTest, DayFact, Facts, FlagFact, Range, StepResult, Test,
    TextFact, Verdict,
};
use crate::plan::{Category, CustomFact, Money, Standing};
use crate::schedule::Date;
use crate::wire::StepId;

fn playbook(extends: &str) -> Playbook {
    Playbook::from_yaml(&format!(
        "followthrough: 1\nextends: {extends}\npractice: {{name: Maple, time_zone: America/Chicago, phone: \"+13125550100\",\n  \
         postal_address: \"5 Maple Ave, Chicago\", booking_url: \"https://book.example.com/maple\"}}\n"
    ))
    .unwrap()
}

/// A case as facts are held against it, in owned values.
#[derive(Clone, Debug)]
struct Case {
    plan: bool,
    value: Option<i64>,
    portion: Option<i64>,
    count: i64,
    category: Category,
    standing: Standing,
    codes: Vec<String>,
    numbers: [i64; 4],
    age: Option<i64>,
    last_visit: Option<i64>,
    provider: Option<String>,
    language: String,
    tags: Vec<String>,
    flags: [bool; 4],
    channels: Vec<bool>,
    consented: Vec<bool>,
    custom: BTreeMap<String, CustomFact>,
    new_patient: Option<bool>,
    insured: Option<bool>,
    benefits: Option<i64>,
    results: BTreeMap<StepId, StepResult>,
}

const AMOUNTS: [i64; 8] = [0, 29_999, 30_000, 150_000, 150_001, 500_000, 500_001, 2_500_000];
const CODES: [&str; 7] = ["D2740", "D6010", "D6011", "D6199", "LHR-1", "D1110", "D2391"];

impl Case {
    fn day(&self) -> Date {
        let first = Date::from_ymd(2026, 3, 2).unwrap();
        first.plus_days(self.numbers[0] % 400).unwrap()
    }

    fn facts(&self) -> Facts<'_> {
        let plan = self.plan;
        let of_plan = |there: bool| there && plan;
        let value = self.value.filter(|_| plan).map(Money::from_cents);
        let portion = self.portion.filter(|_| plan).map(Money::from_cents);
        let channels = |list: &[bool]| {
            CHANNELS
                .into_iter()
                .zip(list)
                .filter(|(_, on)| **on)
                .map(|(c, _)| c)
                .collect()
        };
        let mut facts = Facts {
            pending_value: value,
            patient_portion: portion,
            benefits_remaining: self.benefits.map(Money::from_cents),
            procedure_count: plan.then_some(self.count),
            presented_on: plan.then(|| self.day()),
            due_on: (!plan).then(|| self.day()),
            overdue_for: (!plan).then_some(self.numbers[1]),
            last_visit_ago: self.last_visit,
            age: self.age,
            pending_for: Some(self.numbers[2]),
            round: self.numbers[3],
            category: plan.then_some(self.category),
            standing: plan.then_some(self.standing),
            provider: self.provider.as_deref(),
            location: None,
            tags: &self.tags,
            language: Some(&self.language),
            codes: plan.then(|| self.codes.iter().map(String::as_str).collect()),
            upcoming_appointment: self.flags[0],
            no_upcoming_appointment_for_plan: plan.then_some(self.flags[1]),
            financing_available: None,
            replied: self.flags[2],
            channels: channels(&self.channels),
            consented: channels(&self.consented),
            custom: Some(&self.custom),
            new_patient: self.new_patient,
            insured: self.insured,
            results: self.results.iter().map(|(step, result)| (step, *result)).collect(),
        };
        // What dental says of its two offers: both above $1,500, the second one where nothing bars it.
        let amount = facts.patient_portion_or_value().map(Money::cents);
        let fits = amount.is_some_and(|a| {
            a > 150_000 && ((30_000..=500_000).contains(&a) || (self.flags[3] && (20_000..=2_500_000).contains(&a)))
        });
        facts.financing_available = plan.then_some(of_plan(fits));
        facts
    }
}

/// Whether a case lies in a set.
fn lies_in(space: &Space, area: &Area, case: &Case) -> bool {
    let facts = case.facts();
    let number = |value: Option<i64>, cell: &Cell| match (value, cell) {
        (None, Cell::Absent) => true,
        (Some(value), Cell::Range(from, to)) => (*from..=*to).contains(&value),
        _ => false,
    };
    let flag = |so: bool, cell: &Cell| *cell == if so { Cell::Yes } else { Cell::No };
    let told = |so: Option<bool>, cell: &Cell| so.map_or(*cell == Cell::Absent, |so| flag(so, cell));
    let is = |dim: &Dim, cell: &Cell, cells: &[Cell]| -> bool {
        let word = |word: Option<&str>| match (word, cell) {
            (None, Cell::Absent) => true,
            (Some(word), Cell::Word(own)) => word == own,
            (Some(word), Cell::Other) => !cells.contains(&Cell::Word(word.to_owned())),
            _ => false,
        };
        match dim {
            Dim::Value => number(facts.pending_value.map(Money::cents), cell),
            Dim::Portion => number(facts.patient_portion.map(Money::cents), cell),
            Dim::Count(CountFact::ProcedureCount) => number(facts.procedure_count, cell),
            Dim::Count(CountFact::Age) => number(facts.age, cell),
            Dim::Count(CountFact::PendingFor) => number(facts.pending_for, cell),
            Dim::Count(CountFact::Round) => number(Some(facts.round), cell),
            Dim::Count(CountFact::OverdueFor) => number(facts.overdue_for, cell),
            Dim::Count(CountFact::LastVisitAgo) => number(facts.last_visit_ago, cell),
            Dim::Benefits => number(facts.benefits_remaining.map(Money::cents), cell),
            Dim::DueOn => number(facts.due_on.map(day_number), cell),
            Dim::PresentedOn => number(facts.presented_on.map(day_number), cell),
            Dim::Category => word(facts.category.map(Category::as_str)),
            Dim::Standing => word(facts.standing.map(Standing::as_str)),
            Dim::Text(TextFact::Provider) => word(facts.provider),
            Dim::Text(TextFact::Location) => word(facts.location),
            Dim::Text(TextFact::Language | TextFact::Tag) => word(facts.language),
            Dim::Tag(tag) => flag(facts.tags.contains(tag), cell),
            Dim::Code(at) => match &facts.codes {
                None => *cell == Cell::Absent,
                Some(codes) => flag(codes.iter().any(|code| region_of(space, code) == *at), cell),
            },
            Dim::Flag(FlagFact::UpcomingAppointment) => flag(facts.upcoming_appointment, cell),
            Dim::Flag(FlagFact::Replied) => flag(facts.replied, cell),
            Dim::Flag(FlagFact::NewPatient) => told(facts.new_patient, cell),
            Dim::Flag(FlagFact::Insured) => told(facts.insured, cell),
            Dim::Flag(FlagFact::NoUpcomingAppointmentForPlan | FlagFact::FinancingAvailable) => {
                told(facts.no_upcoming_appointment_for_plan, cell)
            }
            Dim::Result(step) => word(facts.last_result(step).map(StepResult::as_str)),
            Dim::HasChannel(channel) => flag(facts.channels.contains(channel), cell),
            Dim::Consented(channel) => flag(facts.consented.contains(channel), cell),
            Dim::Custom(name) => match case.custom.get(name) {
                None => *cell == Cell::Absent,
                Some(CustomFact::Bool(so)) => flag(*so, cell),
                Some(CustomFact::Number(n)) => number(Some(*n), cell),
                Some(CustomFact::Text(text)) => word(Some(text)),
            },
            Dim::Offer(_) => flag(case.flags[3], cell),
        }
    };
    area.cubes().iter().any(|cube| {
        space.dims.iter().enumerate().all(|(at, (dim, cells))| {
            let Some(bits) = cube.get(at) else { return true };
            bits.iter().any(|cell| is(dim, &cells[cell], cells))
        })
    })
}

/// The region of a code: the one of the same category that lies in the same ranges.
fn region_of(space: &Space, code: &str) -> usize {
    let same = |at: &usize| {
        let region = &space.regions[*at];
        region.category == Category::of_code(code)
            && region
                .ranges()
                .iter()
                .all(|range| region.is_in(std::slice::from_ref(range)) == range.contains(code))
    };
    (0..space.regions.len())
        .find(same)
        .unwrap_or_else(|| panic!("no region has {code}"))
}

fn range<T: Copy + PartialOrd + std::fmt::Debug + 'static>(of: Vec<T>) -> impl Strategy<Value = Range<T>> {
    (select(of.clone()), select(of), 0_u8..3, any::<bool>(), any::<bool>()).prop_map(|(a, b, ends, i, j)| Range {
        from: (ends != 1).then_some(Bound { at: a, inclusive: i }),
        to: (ends != 0).then_some(Bound { at: b, inclusive: j }),
    })
}

fn atom() -> impl Strategy<Value = Test> {
    let money = || range(AMOUNTS.map(Money::from_cents).to_vec());
    let amounts = vec![
        AmountFact::PendingValue,
        AmountFact::PatientPortion,
        AmountFact::PatientPortionOrValue,
        AmountFact::BenefitsRemaining,
    ];
    let counts = vec![
        CountFact::ProcedureCount,
        CountFact::Age,
        CountFact::PendingFor,
        CountFact::Round,
        CountFact::OverdueFor,
        CountFact::LastVisitAgo,
    ];
    let flags = vec![
        FlagFact::UpcomingAppointment,
        FlagFact::NoUpcomingAppointmentForPlan,
        FlagFact::FinancingAvailable,
        FlagFact::Replied,
        FlagFact::NewPatient,
        FlagFact::Insured,
    ];
    let words = || {
        subsequence(
            vec!["a".to_owned(), "b".to_owned(), "en".to_owned(), "es".to_owned()],
            1..3,
        )
    };
    let codes = || {
        let range = |from: &str, to: &str| CodeRange {
            from: from.to_owned(),
            to: to.to_owned(),
        };
        vec![
            range("D2740", "D2740"),
            range("D6010", "D6199"),
            range("D6011", "D6500"),
            range("LHR-1", "LHR-1"),
            range("D1000", "D1999"),
        ]
    };
    let days = [(2026, 3, 2), (2026, 6, 1), (2026, 12, 31)].map(|(y, m, d)| Date::from_ymd(y, m, d).unwrap());
    let custom = prop_oneof![
        any::<bool>().prop_map(CustomTest::Flag),
        range(vec![0, 5, 10]).prop_map(CustomTest::Number),
        words().prop_map(CustomTest::Text),
    ];
    prop_oneof![
        (select(amounts), money()).prop_map(|(fact, range)| Test::Amount(fact, range)),
        (select(counts), range(vec![0, 1, 2, 30, 86_400])).prop_map(|(fact, range)| Test::Count(fact, range)),
        (select(vec![DayFact::DueOn, DayFact::PresentedOn]), range(days.to_vec()))
            .prop_map(|(fact, range)| Test::Day(fact, range)),
        subsequence(Category::ALL.to_vec(), 0..6).prop_map(Test::Category),
        select(vec![Standing::Open, Standing::Partial, Standing::Draft]).prop_map(|s| Test::Standing(vec![s])),
        (
            select(vec![TextFact::Provider, TextFact::Tag, TextFact::Language]),
            words()
        )
            .prop_map(|(fact, list)| Test::Text(fact, list)),
        (select(flags), any::<bool>()).prop_map(|(flag, so)| Test::Flag(flag, so)),
        subsequence(codes(), 1..3).prop_map(Test::Code),
        subsequence(CHANNELS.to_vec(), 1..3).prop_map(Test::HasChannel),
        subsequence(CHANNELS.to_vec(), 1..3).prop_map(Test::Consented),
        (select(vec!["x".to_owned(), "y".to_owned()]), custom).prop_map(|(name, test)| Test::Custom(name, test)),
        (step(), subsequence(StepResult::ALL.to_vec(), 1..4)).prop_map(|(step, list)| Test::LastResult(step, list)),
    ]
}

fn step() -> impl Strategy<Value = StepId> {
    select(vec!["hello", "call"]).prop_map(|id| StepId::parse(id).unwrap())
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = atom().prop_map(|test| Condition { test, place: None });
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = || prop::collection::vec(inner.clone(), 0..4);
        let test = prop_oneof![
            list().prop_map(Test::All),
            list().prop_map(Test::Any),
            inner.clone().prop_map(|one| Test::Not(Box::new(one))),
        ];
        test.prop_map(|test| Condition { test, place: None })
    })
}

fn case(plan: bool) -> impl Strategy<Value = Case> {
    let amount = || prop::option::of(select(AMOUNTS.to_vec()));
    let number = || select(vec![0_i64, 1, 2, 3, 30, 31, 86_399, 86_400, 86_401]);
    let word = || select(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    let fact = prop_oneof![
        any::<bool>().prop_map(CustomFact::Bool),
        select(vec![-1_i64, 0, 4, 5, 6, 10, 11]).prop_map(CustomFact::Number),
        word().prop_map(CustomFact::Text),
    ];
    let custom = prop::collection::btree_map(select(vec!["x".to_owned(), "y".to_owned()]), fact, 0..3);
    let codes = subsequence(CODES.map(str::to_owned).to_vec(), 0..3);
    let numbers = (number(), number(), number(), 1_i64..4).prop_map(|(a, b, c, d)| [a, b, c, d]);
    let money = (amount(), amount(), 1_i64..4, select(Category::ALL.to_vec()));
    let standing = select(vec![Standing::Open, Standing::Partial]);
    let person = (
        prop::option::of(select(vec![0_i64, 1, 2, 29, 30, 31])),
        prop::option::of(number()),
        prop::option::of(word()),
        select(vec!["en".to_owned(), "es".to_owned()]),
        subsequence(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], 0..3),
    );
    let flags = (any::<[bool; 4]>(), any::<[bool; 3]>(), any::<[bool; 3]>());
    let told = (any::<Option<bool>>(), any::<Option<bool>>(), amount());
    let results = prop::collection::btree_map(step(), select(StepResult::ALL.to_vec()), 0..3);
    (money, standing, codes, numbers, person, flags, custom, (told, results)).prop_map(
        move |((value, portion, count, category), standing, codes, numbers, person, flags, custom, (told, results))| {
            Case {
                plan,
                value,
                portion,
                count,
                category,
                standing,
                codes,
                numbers,
                age: person.0,
                last_visit: person.1,
                provider: person.2,
                language: person.3,
                tags: person.4,
                flags: flags.0,
                channels: flags.1.to_vec(),
                consented: flags.2.to_vec(),
                custom,
                new_patient: told.0,
                insured: told.1,
                benefits: told.2,
                results,
            }
        },
    )
}

fn agrees(extends: &str, condition: &Condition, cases: &[Case]) -> Result<(), TestCaseError> {
    let playbook = playbook(extends);
    let rules = playbook.rules();
    let mut all = vec![condition];
    all.extend(&rules.financing.offer_when);
    let space = Space::of(rules, &all);
    let mut sets = Sets::new(&space, rules);
    let (Ok(holds), Ok(fails)) = (sets.holds(condition), sets.fails(condition)) else {
        return Ok(());
    };
    let rest = holds.minus(&fails, &space.sizes, &mut sets.budget);
    for case in cases {
        let verdict = condition.evaluate(&case.facts());
        prop_assert_eq!(lies_in(&space, &holds, case), verdict == Verdict::Holds, "{:?}", case);
        prop_assert_eq!(lies_in(&space, &fails, case), verdict == Verdict::Fails, "{:?}", case);
        // Nothing both holds and fails, so nothing is lost when one is taken from the other.
        if let Ok(rest) = &rest {
            prop_assert_eq!(lies_in(&space, rest, case), verdict == Verdict::Holds, "{:?}", case);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_case_lies_in_the_sets_as_the_engine_finds_it(
        condition in condition(),
        cases in prop::collection::vec(case(true), 12),
    ) {
        agrees("dental", &condition, &cases)?;
    }

    #[test]
    fn so_does_what_is_no_plan(condition in condition(), cases in prop::collection::vec(case(false), 12)) {
        agrees("recall", &condition, &cases)?;
    }
}
