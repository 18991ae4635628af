//! The cases for which a condition holds, and those for which it fails. Where a fact is absent it does neither.

use super::area::{Area, Budget, Overrun};
use super::space::{CHANNELS, Cell, Dim, Space, day_number, ends};
use crate::criteria::{AmountFact, Condition, CustomTest, FlagFact, Range, Test, TextFact};
use crate::financing::Offer;
use crate::plan::Money;
use crate::playbook::Rules;
use crate::recipient::Channel;

/// Turns conditions of a playbook into sets of cases.
pub(crate) struct Sets<'a> {
    pub(crate) space: &'a Space,
    pub(crate) rules: &'a Rules,
    pub(crate) budget: Budget,
    /// Set while the condition of offers is read: in it nobody knows yet whether one fits.
    inside_offers: bool,
}

impl<'a> Sets<'a> {
    pub(crate) fn new(space: &'a Space, rules: &'a Rules) -> Self {
        Self {
            space,
            rules,
            budget: Budget::new(),
            inside_offers: false,
        }
    }

    /// The cases for which it holds.
    pub(crate) fn holds(&mut self, condition: &Condition) -> Result<Area, Overrun> {
        self.area(condition, true)
    }

    /// The cases for which it fails.
    #[cfg(test)]
    pub(crate) fn fails(&mut self, condition: &Condition) -> Result<Area, Overrun> {
        self.area(condition, false)
    }

    fn area(&mut self, condition: &Condition, so: bool) -> Result<Area, Overrun> {
        let space = self.space;
        Ok(match &condition.test {
            Test::All(parts) if so => self.all(parts, so)?,
            Test::All(parts) => self.any(parts, so)?,
            Test::Any(parts) if so => self.any(parts, so)?,
            Test::Any(parts) => self.all(parts, so)?,
            Test::Not(part) => self.area(part, !so)?,
            Test::Amount(fact, range) => self.amount(*fact, range, so)?,
            Test::Count(fact, range) => numbers(space, &Dim::Count(*fact), ends(range, |n| n), so),
            Test::Day(fact, range) => numbers(space, &Dim::of_day(*fact), ends(range, day_number), so),
            Test::Category(list) => words(space, &Dim::Category, so, |word| {
                list.iter().any(|c| c.as_str() == word)
            }),
            Test::Standing(list) => words(space, &Dim::Standing, so, |word| {
                list.iter().any(|s| s.as_str() == word)
            }),
            Test::Text(TextFact::Tag, list) => self.one_of(list.iter().cloned().map(Dim::Tag), so)?,
            Test::Text(fact @ (TextFact::Provider | TextFact::Location | TextFact::Language), list) => {
                words(space, &Dim::Text(*fact), so, |word| {
                    list.iter().any(|wanted| wanted == word)
                })
            }
            Test::Flag(FlagFact::FinancingAvailable, wanted) => self.financing(*wanted == so)?,
            Test::Flag(
                fact @ (FlagFact::UpcomingAppointment
                | FlagFact::NoUpcomingAppointmentForPlan
                | FlagFact::Replied
                | FlagFact::NewPatient
                | FlagFact::Insured),
                wanted,
            ) => flag(space, &Dim::Flag(*fact), *wanted == so),
            Test::Code(list) if space.plans => {
                let regions = space.regions.iter().enumerate();
                let within = regions.filter(|(_, region)| region.is_in(list));
                self.one_of(within.map(|(number, _)| Dim::Code(number)), so)?
            }
            Test::Code(_) => Area::nothing(),
            Test::HasChannel(list) => self.one_of(of_messages(list).map(Dim::HasChannel), so)?,
            Test::Consented(list) => self.one_of(of_messages(list).map(Dim::Consented), so)?,
            Test::Custom(name, test) => custom(space, name, test, so),
            Test::LastResult(step, list) => words(space, &Dim::Result(step.clone()), so, |word| {
                list.iter().any(|result| result.as_str() == word)
            }),
        })
    }

    fn all(&mut self, parts: &[Condition], so: bool) -> Result<Area, Overrun> {
        let mut all = Area::everything();
        for part in parts {
            all = all.and(&self.area(part, so)?, &mut self.budget)?;
        }
        Ok(all)
    }

    fn any(&mut self, parts: &[Condition], so: bool) -> Result<Area, Overrun> {
        let mut any = Area::nothing();
        for part in parts {
            let next = self.area(part, so)?;
            any = any.or(next, &mut self.budget)?;
        }
        Ok(any)
    }

    /// Of several yes-or-no facts at least one is so, or none is.
    fn one_of(&mut self, dims: impl Iterator<Item = Dim>, so: bool) -> Result<Area, Overrun> {
        let mut area = if so { Area::nothing() } else { Area::everything() };
        for dim in dims {
            let next = flag(self.space, &dim, so);
            area = if so {
                area.or(next, &mut self.budget)?
            } else {
                area.and(&next, &mut self.budget)?
            };
        }
        Ok(area)
    }

    fn amount(&mut self, fact: AmountFact, range: &Range<Money>, so: bool) -> Result<Area, Overrun> {
        let space = self.space;
        let ends = ends(range, Money::cents);
        match fact {
            AmountFact::PendingValue => Ok(numbers(space, &Dim::Value, ends, so)),
            AmountFact::BenefitsRemaining => Ok(numbers(space, &Dim::Benefits, ends, so)),
            AmountFact::PatientPortion => Ok(numbers(space, &Dim::Portion, ends, so)),
            AmountFact::PatientPortionOrValue => {
                let unknown = cells(space, &Dim::Portion, |cell| *cell == Cell::Absent);
                let value = unknown.and(&numbers(space, &Dim::Value, ends, so), &mut self.budget)?;
                numbers(space, &Dim::Portion, ends, so).or(value, &mut self.budget)
            }
        }
    }

    /// The cases for which an offer fits, or for which none does.
    fn financing(&mut self, so: bool) -> Result<Area, Overrun> {
        if !self.space.plans || self.inside_offers {
            return Ok(Area::nothing());
        }
        let rules = self.rules;
        let mut fits = Area::nothing();
        for (number, offer) in rules.financing.offers.iter().enumerate() {
            let one = self.offer(number, offer)?;
            fits = fits.or(one, &mut self.budget)?;
        }
        if so {
            return Ok(fits);
        }
        Area::everything().minus(&fits, &self.space.sizes, &mut self.budget)
    }

    /// The cases to which an offer may be shown.
    pub(crate) fn offer(&mut self, number: usize, offer: &Offer) -> Result<Area, Overrun> {
        let rules = self.rules;
        let (at, to) = offer.range;
        let bound = |at| Some(crate::criteria::Bound { at, inclusive: true });
        let range = Range {
            from: bound(at),
            to: bound(to),
        };
        let mut fits = self.amount(AmountFact::PatientPortionOrValue, &range, true)?;
        if self.space.number(&Dim::Offer(number)).is_some() {
            fits = fits.and(&flag(self.space, &Dim::Offer(number), true), &mut self.budget)?;
        }
        let Some(when) = &rules.financing.offer_when else {
            return Ok(fits);
        };
        self.inside_offers = true;
        let when = self.holds(when);
        self.inside_offers = false;
        fits.and(&when?, &mut self.budget)
    }
}

fn of_messages(list: &[Channel]) -> impl Iterator<Item = Channel> + '_ {
    CHANNELS.into_iter().filter(|channel| list.contains(channel))
}

/// The cases with one of some cells of a fact.
pub(crate) fn cells(space: &Space, dim: &Dim, is_in: impl Fn(&Cell) -> bool) -> Area {
    space
        .bits(dim, is_in)
        .map_or_else(Area::nothing, |(number, bits)| Area::of(number, bits))
}

pub(crate) fn numbers(space: &Space, dim: &Dim, (from, to): (i64, i64), so: bool) -> Area {
    cells(space, dim, |cell| match cell {
        Cell::Range(first, _) => (from <= *first && *first <= to) == so,
        Cell::Absent | Cell::Word(_) | Cell::Other | Cell::Yes | Cell::No => false,
    })
}

fn words(space: &Space, dim: &Dim, so: bool, is_in: impl Fn(&str) -> bool) -> Area {
    cells(space, dim, |cell| match cell {
        Cell::Word(word) => is_in(word) == so,
        Cell::Other => !so,
        Cell::Absent | Cell::Range(..) | Cell::Yes | Cell::No => false,
    })
}

pub(crate) fn flag(space: &Space, dim: &Dim, so: bool) -> Area {
    cells(space, dim, |cell| match cell {
        Cell::Yes => so,
        Cell::No => !so,
        Cell::Absent | Cell::Range(..) | Cell::Word(_) | Cell::Other => false,
    })
}

fn custom(space: &Space, name: &str, test: &CustomTest, so: bool) -> Area {
    let dim = Dim::Custom(name.to_owned());
    match test {
        CustomTest::Flag(wanted) => flag(space, &dim, *wanted == so),
        CustomTest::Number(range) => numbers(space, &dim, ends(range, |n| n), so),
        CustomTest::Text(list) => words(space, &dim, so, |word| list.iter().any(|wanted| wanted == word)),
    }
}
