//! Three-valued evaluation: a fact that is absent makes a comparison unknown, and unknown does not qualify.

use serde::Serialize;

use crate::plan::{CustomFact, Money};
use crate::schedule::Date;

use super::{AmountFact, Condition, CountFact, CustomTest, DayFact, Facts, FlagFact, Test, TextFact};

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Finding"))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// A fact is missing, so nobody can say.
    Unknown,
}

impl Verdict {
    fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }

    /// Whether the condition certainly holds.
    pub fn holds(self) -> bool {
        self == Self::Holds
    }

    /// Kleene's not: unknown stays unknown.
    fn negated(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl Condition {
    /// Holds the condition against facts. Kleene's strong three-valued logic: a failing part of `all` fails it whatever
    /// is unknown beside it, a holding part of `any` makes it hold.
    pub fn evaluate(&self, facts: &Facts<'_>) -> Verdict {
        match &self.test {
            Test::All(parts) => {
                parts
                    .iter()
                    .map(|part| part.evaluate(facts))
                    .fold(Verdict::Holds, |so_far, next| match (so_far, next) {
                        (Verdict::Fails, _) | (_, Verdict::Fails) => Verdict::Fails,
                        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
                        (Verdict::Holds, Verdict::Holds) => Verdict::Holds,
                    })
            }
            Test::Any(parts) => {
                parts
                    .iter()
                    .map(|part| part.evaluate(facts))
                    .fold(Verdict::Fails, |so_far, next| match (so_far, next) {
                        (Verdict::Holds, _) | (_, Verdict::Holds) => Verdict::Holds,
                        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
                        (Verdict::Fails, Verdict::Fails) => Verdict::Fails,
                    })
            }
            Test::Not(part) => part.evaluate(facts).negated(),
            Test::Amount(fact, range) => compare(fact.of(facts), |v| range.contains(v)),
            Test::Count(fact, range) => compare(fact.of(facts), |v| range.contains(v)),
            Test::Day(fact, range) => compare(fact.of(facts), |day| range.contains(day)),
            Test::Category(list) => compare(facts.category, |c| list.contains(c)),
            Test::Standing(list) => compare(facts.standing, |s| list.contains(s)),
            Test::Text(TextFact::Tag, list) => {
                Verdict::of(facts.tags.iter().any(|tag| list.iter().any(|wanted| wanted == tag)))
            }
            Test::Text(fact @ (TextFact::Provider | TextFact::Location | TextFact::Language), list) => {
                let value = match fact {
                    TextFact::Provider => facts.provider,
                    TextFact::Location => facts.location,
                    TextFact::Language | TextFact::Tag => facts.language,
                };
                compare(value, |v| list.iter().any(|wanted| wanted == v))
            }
            Test::Flag(fact, wanted) => {
                let value = match fact {
                    FlagFact::UpcomingAppointment => Some(facts.upcoming_appointment),
                    FlagFact::NoUpcomingAppointmentForPlan => facts.no_upcoming_appointment_for_plan,
                    FlagFact::FinancingAvailable => facts.financing_available,
                    FlagFact::Replied => Some(facts.replied),
                    FlagFact::NewPatient => facts.new_patient,
                    FlagFact::Insured => facts.insured,
                };
                compare(value, |value| value == wanted)
            }
            Test::Code(ranges) => compare(facts.codes.as_ref(), |codes| {
                codes.iter().any(|code| ranges.iter().any(|range| range.contains(code)))
            }),
            Test::HasChannel(list) => Verdict::of(list.iter().any(|c| facts.channels.contains(c))),
            Test::Custom(name, test) => {
                let value = facts.custom.and_then(|custom| custom.get(name));
                match (test, value) {
                    (CustomTest::Flag(wanted), Some(CustomFact::Bool(value))) => Verdict::of(value == wanted),
                    (CustomTest::Number(range), Some(CustomFact::Number(value))) => Verdict::of(range.contains(value)),
                    (CustomTest::Text(list), Some(CustomFact::Text(value))) => Verdict::of(list.contains(value)),
                    (CustomTest::Flag(_) | CustomTest::Number(_) | CustomTest::Text(_), _) => Verdict::Unknown,
                }
            }
            Test::Consented(list) => Verdict::of(list.iter().any(|c| facts.consented.contains(c))),
            Test::LastResult(step, list) => compare(facts.last_result(step), |result| list.contains(result)),
        }
    }
}

impl AmountFact {
    /// The fact, where it is known.
    pub(super) fn of(self, facts: &Facts<'_>) -> Option<Money> {
        match self {
            Self::PendingValue => facts.pending_value,
            Self::PatientPortion => facts.patient_portion,
            Self::PatientPortionOrValue => facts.patient_portion_or_value(),
            Self::BenefitsRemaining => facts.benefits_remaining,
        }
    }
}

impl CountFact {
    /// The fact, where it is known.
    pub(super) fn of(self, facts: &Facts<'_>) -> Option<i64> {
        match self {
            Self::ProcedureCount => facts.procedure_count,
            Self::Age => facts.age,
            Self::PendingFor => facts.pending_for,
            Self::Round => Some(facts.round),
            Self::OverdueFor => facts.overdue_for,
            Self::LastVisitAgo => facts.last_visit_ago,
        }
    }
}

impl DayFact {
    /// The fact, where it is known.
    pub(super) fn of(self, facts: &Facts<'_>) -> Option<Date> {
        match self {
            Self::DueOn => facts.due_on,
            Self::PresentedOn => facts.presented_on,
        }
    }
}

fn compare<T>(value: Option<T>, test: impl Fn(&T) -> bool) -> Verdict {
    value.map_or(Verdict::Unknown, |v| Verdict::of(test(&v)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Bound, CodeRange, Range};
    use super::*;

    fn verdict(test: Test, facts: &Facts<'_>) -> Verdict {
        Condition { test, place: None }.evaluate(facts)
    }

    #[test]
    fn a_fact_of_the_hosts_own_that_is_absent_or_of_another_kind_is_unknown() {
        let custom = BTreeMap::from([
            ("vip".to_owned(), CustomFact::Bool(false)),
            ("score".to_owned(), CustomFact::Number(7)),
            ("plan".to_owned(), CustomFact::Text("gold".to_owned())),
        ]);
        let facts = Facts {
            custom: Some(&custom),
            ..Facts::default()
        };
        let above = |at| {
            let from = Some(Bound { at, inclusive: false });
            CustomTest::Number(Range { from, to: None })
        };
        let gold = || CustomTest::Text(vec!["gold".to_owned()]);
        for (name, test, expected) in [
            ("vip", CustomTest::Flag(false), Verdict::Holds),
            ("vip", CustomTest::Flag(true), Verdict::Fails),
            ("vip", above(1), Verdict::Unknown),
            ("score", above(6), Verdict::Holds),
            ("score", above(7), Verdict::Fails),
            ("score", gold(), Verdict::Unknown),
            ("plan", gold(), Verdict::Holds),
            ("plan", CustomTest::Flag(true), Verdict::Unknown),
            ("other", CustomTest::Flag(true), Verdict::Unknown),
        ] {
            assert_eq!(
                verdict(Test::Custom(name.to_owned(), test.clone()), &facts),
                expected,
                "{name} {test:?}"
            );
        }
        let nothing = Facts::default();
        assert_eq!(
            verdict(Test::Custom("vip".to_owned(), CustomTest::Flag(true)), &nothing),
            Verdict::Unknown
        );
    }

    #[test]
    fn five_characters_of_a_code_decide_and_longer_ones_of_the_practices_own_stand_for_themselves() {
        let range = |from: &str, to: &str| CodeRange {
            from: from.to_owned(),
            to: to.to_owned(),
        };
        assert!(range("D2740", "D2740").contains("D2740A"));
        assert!(range("D6010", "D6199").contains("D6199"));
        assert!(!range("D6010", "D6199").contains("D6200"));
        assert!(range("LHR-FACE", "LHR-FACE").contains("LHR-FACE"));
        assert!(!range("LHR-FACE", "LHR-FACE").contains("LHR-FACT"));
        assert!(!range("LHR-FACE", "LHR-FACE").contains("LHR-F"));
    }
}
