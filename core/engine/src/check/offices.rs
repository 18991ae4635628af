//! The practice and its locations: what hangs on an office is looked at for each that differs in it.

use super::About;
use super::coverage::Coverage;
use super::report::CheckReport;
use super::sets::{Area, Cell, Cube, Dim, Space};
use crate::criteria::TextFact;
use crate::playbook::{Practice, Rules};
use crate::wire::LocationId;

/// How a finding says that it is of one location alone.
const AT: &str = ", at the location ";

/// The cases of a playbook, by who gets what.
#[derive(Clone, Copy)]
pub(super) struct Cases<'a> {
    pub(super) space: &'a Space,
    pub(super) coverage: &'a Coverage,
}

impl About {
    /// The office that is looked at.
    pub(super) fn practice(&self) -> &Practice {
        self.rules().practice_at(self.office)
    }

    /// The location that it is; none for the practice itself.
    pub(super) fn location(&self) -> Option<&LocationId> {
        self.rules().location_of(self.practice())
    }

    /// Looks at the practice, and at each location that differs from all before it in what a key tells, or in its cases.
    /// What is found
    /// at several is told once.
    pub(super) fn for_each_office<'a, K: PartialEq>(
        &'a self,
        Cases { space, coverage }: Cases<'_>,
        report: &mut CheckReport,
        key: impl Fn(&'a Practice) -> K,
        look: impl Fn(&Self, &Space, &Coverage, &mut CheckReport),
    ) {
        let mut seen = Vec::new();
        for practice in self.rules().practices() {
            let (key, at) = (key(practice), coverage.at(self.rules(), space, practice));
            let nobody = at.is_empty() && !coverage.is_empty();
            if nobody || seen.iter().any(|(known, cases)| *known == key && *cases == at) {
                continue;
            }
            let about = self.at(practice.number, seen.is_empty());
            let mut found = CheckReport::default();
            look(&about, space, &at, &mut found);
            report.take_in(found, about.location());
            seen.push((key, at));
        }
    }

    fn at(&self, office: u16, first: bool) -> Self {
        Self {
            office,
            first,
            ..self.clone()
        }
    }
}

impl Coverage {
    /// The cases that can be at an office.
    fn at(&self, rules: &Rules, space: &Space, practice: &Practice) -> Self {
        let Some((dim, cells)) = space.bits(&Dim::Text(TextFact::Location), |cell| {
            is_at(rules, space, practice, cell)
        }) else {
            return self.clone();
        };
        let here = Cube::of(dim, cells);
        let within = |area: &Area| Area::of_cubes(area.cubes().iter().filter_map(|cube| cube.and(&here)).collect());
        Self {
            cases: self.cases.iter().map(within).collect(),
            steps: self
                .steps
                .iter()
                .map(|(of, at, area)| (*of, *at, within(area)))
                .collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.cases.iter().all(|area| area.cubes().is_empty())
    }
}

/// Whether a case whose location lies in a cell is at an office.
fn is_at(rules: &Rules, space: &Space, practice: &Practice, cell: &Cell) -> bool {
    let named = |id: &LocationId| {
        let dim = space.number(&Dim::Text(TextFact::Location));
        let cells = dim.map_or(&[][..], |dim| space.cells(dim));
        cells.contains(&Cell::Word(id.to_string()))
    };
    match (rules.location_of(practice), cell) {
        (None, Cell::Word(word)) => rules.locations.iter().all(|located| located.id.as_str() != word),
        (None, Cell::Other | Cell::Absent) => true,
        (Some(id), Cell::Word(word)) => id.as_str() == word,
        (Some(id), Cell::Other) => !named(id),
        (Some(_), Cell::Absent) | (_, Cell::Range(..) | Cell::Yes | Cell::No) => false,
    }
}

impl CheckReport {
    /// Takes in what was found at an office, but for what was found at one before.
    fn take_in(&mut self, found: Self, location: Option<&LocationId>) {
        let known = self.findings.len();
        for mut finding in found.findings {
            let before = self.findings.iter().take(known);
            let same = |other: &super::CheckFinding| {
                let message = other
                    .message
                    .split_once(AT)
                    .map_or(&*other.message, |(message, _)| message);
                (other.code, &other.path, message) == (finding.code, &finding.path, &finding.message)
            };
            if before.into_iter().any(same) {
                continue;
            }
            if let Some(id) = location {
                finding.message = format!("{}{AT}{id}", finding.message);
            }
            self.findings.push(finding);
        }
    }
}
