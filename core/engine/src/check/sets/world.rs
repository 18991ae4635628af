//! Which facts a case can have together, and a case in a set.
//!
//! A set may hold combinations that no case has: a category without a code of it, consent without a contact. They are
//! not cut out of the sets, since they are no cubes; a cube is asked whether it holds any case.

use std::collections::BTreeMap;

use super::area::{Area, Cube};
use super::space::{CHANNELS, Cell, Dim, Space};
use crate::criteria::{CountFact, FlagFact, StepResult, TextFact};
use crate::plan::{Category, Standing};
use crate::recipient::Channel;
use crate::wire::StepId;

/// The day on which things are presented, or fall due, that may be so at any time, as a number.
pub(crate) const ON_TIME: i64 = 9_557;

/// A case in a set: what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) standing: Option<Standing>,
    /// Of plans: the codes of the pending procedures; the first one's category is the plan's. One may have none.
    pub(crate) codes: Vec<Option<String>>,
    /// In cents.
    pub(crate) value: Option<i64>,
    pub(crate) portion: Option<i64>,
    pub(crate) age: Option<i64>,
    pub(crate) pending_for: i64,
    pub(crate) overdue_for: Option<i64>,
    pub(crate) last_visit_ago: Option<i64>,
    /// The first and the last day on which it may be presented, or fall due.
    pub(crate) days: (i64, i64),
    pub(crate) round: i64,
    pub(crate) provider: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) language: String,
    pub(crate) tags: Vec<String>,
    pub(crate) upcoming: bool,
    pub(crate) booked_for_plan: bool,
    pub(crate) replied: bool,
    pub(crate) new_patient: Option<bool>,
    pub(crate) insured: Option<bool>,
    /// In cents.
    pub(crate) benefits_remaining: Option<i64>,
    /// What must have become of earlier steps.
    pub(crate) results: BTreeMap<StepId, StepResult>,
    pub(crate) has_channel: Vec<Channel>,
    pub(crate) consented: Vec<Channel>,
    pub(crate) custom: BTreeMap<String, serde_json::Value>,
    /// Offers with a last day or barred states that must be open to the person, and those that must not.
    pub(crate) offers: BTreeMap<usize, bool>,
}

impl Space {
    /// A case in a set, when there is any.
    pub(crate) fn find(&self, area: &Area) -> Option<Found> {
        area.cubes().iter().find_map(|cube| self.find_in(cube))
    }

    /// A case in a set whose fact has one of some cells.
    pub(crate) fn find_where(&self, area: &Area, dim: &Dim, is_in: impl Fn(&Cell) -> bool) -> Option<Found> {
        let (number, cells) = self.bits(dim, is_in)?;
        let wanted = Cube::of(number, cells);
        let mut cubes = area.cubes().iter().filter_map(|cube| cube.and(&wanted));
        cubes.find_map(|cube| self.find_in(&cube))
    }

    /// Whether a cube holds any case at all.
    pub(crate) fn is_possible(&self, cube: &Cube) -> bool {
        self.find_in(cube).is_some()
    }

    /// Every case of each cube of a set that has one, to be tried in order.
    pub(crate) fn find_all<'s>(&'s self, area: &'s Area) -> impl Iterator<Item = Found> + 's {
        area.cubes().iter().filter_map(|cube| self.find_in(cube))
    }

    fn find_in(&self, cube: &Cube) -> Option<Found> {
        let asked = Asked { space: self, cube };
        let (mut has_channel, mut consented) = (Vec::new(), Vec::new());
        for channel in CHANNELS {
            let has = asked.flag(&Dim::HasChannel(channel));
            let may = asked.flag(&Dim::Consented(channel));
            // Who may be contacted somewhere can be reached there.
            if may.must() && has.must_not() {
                return None;
            }
            let may = may.can && has.can;
            consented.extend(may.then_some(channel));
            has_channel.extend((may || has.can).then_some(channel));
        }
        let text = |fact| asked.word(&Dim::Text(fact), "x-1");
        let custom = self.numbers(|dim| matches!(dim, Dim::Custom(_)));
        let custom = custom.into_iter().filter_map(|number| asked.custom(number));
        let offers = self.numbers(|dim| matches!(dim, Dim::Offer(_)));
        let offers = offers.into_iter().filter_map(|number| {
            let dim = self.dim(number)?;
            let Dim::Offer(offer) = dim else { return None };
            let flag = asked.flag(dim);
            (flag.must() || flag.must_not()).then_some((*offer, flag.can))
        });
        let results = self.numbers(|dim| matches!(dim, Dim::Result(_)));
        let results = results.into_iter().filter_map(|number| asked.result(number));
        let tags = self.numbers(|dim| matches!(dim, Dim::Tag(_)));
        let tags = tags.into_iter().filter_map(|number| {
            let dim = self.dim(number)?;
            let Dim::Tag(tag) = dim else { return None };
            asked.flag(dim).must().then(|| tag.clone())
        });
        let count = |fact, wish| asked.number(&Dim::Count(fact), wish);
        let upcoming = asked.flag(&Dim::Flag(FlagFact::UpcomingAppointment));
        let mut found = Found {
            standing: None,
            codes: Vec::new(),
            value: None,
            portion: None,
            age: count(CountFact::Age, 30),
            pending_for: count(CountFact::PendingFor, 0).unwrap_or(0),
            overdue_for: count(CountFact::OverdueFor, 0),
            last_visit_ago: asked.optional(&Dim::Count(CountFact::LastVisitAgo), 30 * 86_400),
            days: asked.days(),
            round: count(CountFact::Round, 1).unwrap_or(1),
            provider: text(TextFact::Provider),
            location: text(TextFact::Location),
            language: text(TextFact::Language).unwrap_or_default(),
            tags: tags.collect(),
            upcoming: upcoming.must(),
            booked_for_plan: false,
            replied: asked.flag(&Dim::Flag(FlagFact::Replied)).must(),
            new_patient: asked.told(FlagFact::NewPatient),
            insured: asked.told(FlagFact::Insured),
            benefits_remaining: asked.optional(&Dim::Benefits, 100_000),
            results: results.collect(),
            has_channel,
            consented,
            custom: custom.collect(),
            offers: offers.collect(),
        };
        if self.plans {
            asked.plan(&mut found, upcoming)?;
        }
        Some(found)
    }

    fn dim(&self, number: usize) -> Option<&Dim> {
        self.dims.get(number).map(|(dim, _)| dim)
    }
}

/// What a cube says of a yes-or-no fact.
#[derive(Clone, Copy)]
struct Flag {
    can: bool,
    can_not: bool,
}

impl Flag {
    fn must(self) -> bool {
        self.can && !self.can_not
    }

    fn must_not(self) -> bool {
        !self.can && self.can_not
    }
}

struct Asked<'a> {
    space: &'a Space,
    cube: &'a Cube,
}

impl<'a> Asked<'a> {
    /// The cells of a fact that lie in the cube.
    fn cells(&self, dim: &Dim) -> Vec<&'a Cell> {
        let Some(number) = self.space.number(dim) else {
            return Vec::new();
        };
        let bits = self.cube.get(number);
        let all = self.space.cells(number).iter().enumerate();
        all.filter(|(at, _)| bits.is_none_or(|bits| bits.has(*at)))
            .map(|(_, cell)| cell)
            .collect()
    }

    /// A fact that no condition speaks of may be either.
    fn flag(&self, dim: &Dim) -> Flag {
        let cells = self.cells(dim);
        let unknown = self.space.number(dim).is_none();
        Flag {
            can: unknown || cells.contains(&&Cell::Yes),
            can_not: unknown || cells.contains(&&Cell::No),
        }
    }

    /// A number, near the one wished for; none where it is absent.
    fn number(&self, dim: &Dim, wish: i64) -> Option<i64> {
        let ranges = self.cells(dim).into_iter().filter_map(|cell| match cell {
            Cell::Range(from, to) => Some(near(wish, *from, *to)),
            Cell::Absent | Cell::Word(_) | Cell::Other | Cell::Yes | Cell::No => None,
        });
        ranges.min_by_key(|number| number.abs_diff(wish))
    }

    /// A number that is left out where it may be absent.
    fn optional(&self, dim: &Dim, wish: i64) -> Option<i64> {
        if self.cells(dim).contains(&&Cell::Absent) {
            return None;
        }
        self.number(dim, wish)
    }

    /// A flag that is left out where it may be absent.
    fn told(&self, fact: FlagFact) -> Option<bool> {
        let cells = self.cells(&Dim::Flag(fact));
        let is_told = !cells.contains(&&Cell::Absent);
        is_told.then(|| cells.contains(&&Cell::Yes))
    }

    /// The days on which it may be presented, or fall due: around the one wished for.
    fn days(&self) -> (i64, i64) {
        let cells = [Dim::PresentedOn, Dim::DueOn]
            .into_iter()
            .flat_map(|dim| self.cells(&dim));
        let ranges = cells.filter_map(|cell| match cell {
            Cell::Range(from, to) => Some((*from, *to)),
            Cell::Absent | Cell::Word(_) | Cell::Other | Cell::Yes | Cell::No => None,
        });
        let nearest = ranges.min_by_key(|(from, to)| near(ON_TIME, *from, *to).abs_diff(ON_TIME));
        nearest.unwrap_or((ON_TIME, i64::MAX))
    }

    /// What must have become of a step, where the cube speaks of it: what asks for the least first.
    fn result(&self, number: usize) -> Option<(StepId, StepResult)> {
        const EASY: [StepResult; 8] = [
            StepResult::Sent,
            StepResult::Delivered,
            StepResult::LeftMessage,
            StepResult::NoAnswer,
            StepResult::Clicked,
            StepResult::Reached,
            StepResult::Failed,
            StepResult::Skipped,
        ];
        self.cube.get(number)?;
        let dim = self.space.dim(number)?;
        let Dim::Result(step) = dim else { return None };
        let cells = self.cells(dim);
        let may_be = |result: &StepResult| cells.contains(&&Cell::Word(result.as_str().to_owned()));
        Some((step.clone(), EASY.into_iter().find(may_be)?))
    }

    fn word(&self, dim: &Dim, other: &str) -> Option<String> {
        let cells = self.cells(dim);
        if cells.contains(&&Cell::Other) {
            return Some(self.other(dim, other));
        }
        cells.into_iter().find_map(|cell| match cell {
            Cell::Word(word) => Some(word.clone()),
            Cell::Absent | Cell::Range(..) | Cell::Other | Cell::Yes | Cell::No => None,
        })
    }

    /// A word that is not named.
    fn other(&self, dim: &Dim, wish: &str) -> String {
        let number = self.space.number(dim);
        let named = number.map_or(&[][..], |number| self.space.cells(number));
        let mut word = wish.to_owned();
        while named.contains(&Cell::Word(word.clone())) {
            word.push('x');
        }
        word
    }

    fn custom(&self, number: usize) -> Option<(String, serde_json::Value)> {
        let dim = self.space.dim(number)?;
        let Dim::Custom(name) = dim else { return None };
        let cells = self.cells(dim);
        if cells.contains(&&Cell::Absent) {
            return None;
        }
        let value = match cells.first()? {
            Cell::Absent => return None,
            Cell::Range(from, to) => near(0, *from, *to).into(),
            Cell::Word(word) => word.as_str().into(),
            Cell::Other => self.other(dim, "other").into(),
            Cell::Yes => true.into(),
            Cell::No => false.into(),
        };
        Some((name.clone(), value))
    }

    /// The facts of a plan, as they can be together.
    fn plan(&self, found: &mut Found, upcoming: Flag) -> Option<()> {
        let standings = self.cells(&Dim::Standing);
        let may_be = |standing: Standing| standings.contains(&&Cell::Word(standing.as_str().to_owned()));
        let free = self.flag(&Dim::Flag(FlagFact::NoUpcomingAppointmentForPlan));
        // A visit for the plan holds one of its procedures, which is then no longer pending: the rest stands in part.
        found.booked_for_plan = !free.can;
        found.standing = if found.booked_for_plan {
            if !may_be(Standing::Partial) || !upcoming.can {
                return None;
            }
            found.upcoming = true;
            Some(Standing::Partial)
        } else {
            [Standing::Open, Standing::Partial].into_iter().find(|s| may_be(*s))
        };
        found.standing?;
        let values = self.amounts(&Dim::Value, 200_000);
        // Nobody's share, unless it is asked for; and no more than the fees, where that can be.
        let portion = self.cells(&Dim::Portion);
        let (wishes, optional) = ([50_000, 200_000], portion.contains(&&Cell::Absent));
        for value in values {
            for category in self.categories() {
                let Some(codes) = self.codes(category, value) else {
                    continue;
                };
                let wish = wishes
                    .into_iter()
                    .find(|wish| value.is_some_and(|v| *wish <= v))
                    .unwrap_or(0);
                (found.value, found.codes) = (value, codes);
                found.portion = if optional {
                    None
                } else {
                    self.number(&Dim::Portion, wish)
                };
                return Some(());
            }
        }
        None
    }

    /// What the fees may come to: near a wish first, then zero and unknown.
    fn amounts(&self, dim: &Dim, wish: i64) -> Vec<Option<i64>> {
        let mut all: Vec<Option<i64>> = Vec::new();
        for cell in self.cells(dim) {
            match cell {
                Cell::Range(from, to) => all.push(Some(rounded(near(wish, *from, *to), *from, *to))),
                Cell::Absent => all.push(None),
                Cell::Word(_) | Cell::Other | Cell::Yes | Cell::No => {}
            }
        }
        all.sort_by_key(|value| value.map_or(u64::MAX, |v| if v == 0 { u64::MAX - 1 } else { v.abs_diff(wish) }));
        all
    }

    fn categories(&self) -> Vec<Category> {
        let words = self.cells(&Dim::Category).into_iter().filter_map(|cell| match cell {
            Cell::Word(word) => Category::parse(word),
            Cell::Absent | Cell::Range(..) | Cell::Other | Cell::Yes | Cell::No => None,
        });
        words.collect()
    }

    /// Codes of pending procedures under which a plan of these fees has this category; that of the category first.
    fn codes(&self, category: Category, value: Option<i64>) -> Option<Vec<Option<String>>> {
        let regions = || self.space.regions.iter().enumerate();
        let flag = |number: usize| self.flag(&Dim::Code(number));
        let must: Vec<usize> = regions()
            .map(|(number, _)| number)
            .filter(|n| flag(*n).must())
            .collect();
        let of_category = |number: &usize| self.space.regions.get(*number).is_some_and(|r| r.category == category);
        let own = must.iter().copied().find(|n| of_category(n));
        let own = own.or_else(|| {
            regions()
                .map(|(number, _)| number)
                .find(|n| of_category(n) && flag(*n).can)
        });
        let code = |number: usize| self.space.regions.get(number).map(|region| region.code.clone());
        // A procedure without a code is of the category `other`.
        let first = match own {
            Some(number) => code(number),
            None if category == Category::Other => None,
            None => return None,
        };
        let mut codes = vec![first];
        codes.extend(must.iter().filter(|n| Some(**n) != own).map(|n| code(*n)));
        let rank = |category: Category| Category::ALL.iter().position(|c| *c == category);
        let others = must
            .iter()
            .filter_map(|n| self.space.regions.get(*n).map(|r| r.category));
        let first_by_rank = others.map(rank).all(|other| rank(category) <= other);
        match value {
            Some(0) if !first_by_rank => return None,
            // One fee is missing, and another still makes the category the largest.
            None if !first_by_rank => codes.insert(1, codes.first().cloned().flatten()),
            Some(_) | None => {}
        }
        let least = i64::try_from(codes.len()).unwrap_or(i64::MAX);
        let counts = self.cells(&Dim::Count(CountFact::ProcedureCount));
        let count = counts.into_iter().find_map(|cell| match cell {
            Cell::Range(from, to) if *to >= least => Some(least.max(*from)),
            Cell::Range(..) | Cell::Absent | Cell::Word(_) | Cell::Other | Cell::Yes | Cell::No => None,
        })?;
        let again = codes.first().cloned().flatten();
        codes.resize(usize::try_from(count).ok()?, again);
        Some(codes)
    }
}

fn near(wish: i64, from: i64, to: i64) -> i64 {
    wish.clamp(from, to.max(from))
}

/// A number of whole hundreds of dollars, tens or dollars, where one lies in the range on the side of the number.
fn rounded(number: i64, from: i64, to: i64) -> i64 {
    let units = [10_000, 1_000, 100].into_iter().flat_map(|unit| {
        let below = number - number.rem_euclid(unit);
        [below, below.saturating_add(unit)]
    });
    let mut fitting = units.filter(|n| (from..=to).contains(n) && (*n > 0 || to == 0));
    fitting.next().unwrap_or(number)
}
