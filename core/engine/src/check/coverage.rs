//! Every case that meets the trigger gets one sequence, and every sequence, step and offer is somebody's.

use serde_json::json;

use super::About;
use super::report::{CheckReport, Severity};
use super::run::{Ran, Script};
use super::sets::{Area, Cube, Dim, Found, Overrun, Sets, Space, least_pending_for, numbers};
use crate::Code;
use crate::criteria::{CountFact, FlagFact, TextFact};
use crate::follow_up::EntryKind;
use crate::playbook::{Key, Sequence, Step};

/// How many cases of a set are tried as witnesses.
const MOST_TRIED: usize = 24;
/// How many pieces of the cases of a sequence are kept as examples.
const MOST_PIECES: usize = 48;
const SIMPLIFY: &str = "simplify the conditions: fewer facts in one `any`, fewer sequences that overlap";

/// Who gets which sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Coverage {
    /// For each sequence, in order, the cases that get it.
    pub(super) cases: Vec<Area>,
    /// For each step with a `when`, by the numbers of its sequence and its own: the cases of its sequence for which it
    /// holds although nothing but time changes.
    pub(super) steps: Vec<(usize, usize, Area)>,
}

/// Looks for gaps, and for what nobody ever gets.
pub(super) fn check(about: &About, space: &Space, report: &mut CheckReport) -> Result<Coverage, Overrun> {
    let mut looking = Looking {
        about,
        space,
        sets: Sets::new(space, about.rules()),
        report,
    };
    looking.all()
}

pub(super) struct Looking<'a, 'r> {
    pub(super) about: &'a About,
    pub(super) space: &'a Space,
    pub(super) sets: Sets<'a>,
    report: &'r mut CheckReport,
}

impl Looking<'_, '_> {
    fn all(&mut self) -> Result<Coverage, Overrun> {
        let rules = self.about.rules();
        let eligible = self.pending_for(rules.trigger.pending_for);
        let triggered = self
            .sets
            .holds(&rules.trigger.condition)?
            .and(&eligible, &mut self.sets.budget)?;
        let triggered = self.possible(triggered);
        if triggered.cubes().is_empty() {
            self.nobody();
            return Ok(Coverage {
                cases: rules.sequences.iter().map(|_| Area::nothing()).collect(),
                steps: Vec::new(),
            });
        }
        let mut coverage = Coverage::default();
        // With time a case comes to what asks for time alone, so that is no gap.
        let by_time = self
            .space
            .numbers(|dim| matches!(dim, Dim::Count(CountFact::PendingFor | CountFact::OverdueFor)));
        let timeless_trigger = triggered.without(&by_time, &mut self.sets.budget)?;
        let (mut holds, mut timeless): (Vec<Area>, Vec<Area>) = (Vec::new(), Vec::new());
        for sequence in &rules.sequences {
            let meant = self.sets.holds(&sequence.condition)?;
            let meant = meant.and(&eligible, &mut self.sets.budget)?;
            // Waiting closes a gap only while the trigger still holds.
            let both = triggered.and(&meant, &mut self.sets.budget)?;
            timeless.push(both.without(&by_time, &mut self.sets.budget)?);
            holds.push(meant);
        }
        for (number, sequence) in rules.sequences.iter().enumerate() {
            let (before, Some(meant)) = (holds.get(..number).unwrap_or_default(), holds.get(number)) else {
                continue;
            };
            let wanted = triggered.and(meant, &mut self.sets.budget)?;
            let wanted = self.possible(wanted);
            let before: Vec<&Area> = before.iter().collect();
            let taken = self.some_outside(&wanted, &before, MOST_PIECES);
            let Some(taken) = self.proven(taken, sequence, None) else {
                coverage.cases.push(Area::nothing());
                continue;
            };
            if taken.cubes().is_empty() {
                self.never_taken(number, sequence, [&triggered, meant, &wanted], &before);
            } else {
                self.steps(number, sequence, [&wanted, &taken], &before, &mut coverage)?;
            }
            coverage.cases.push(taken);
        }
        let blocks: Vec<&Area> = timeless.iter().collect();
        match self.some_outside(&timeless_trigger, &blocks, MOST_TRIED) {
            Ok(nobodys) if nobodys.cubes().is_empty() => {}
            Ok(nobodys) => self.gap(&nobodys, &holds),
            Err(Overrun) => {
                let message = "whether every case that meets the trigger gets a sequence is not proven: there are too many to tell apart";
                let spot = self.about.spot(&[Key::Of("sequences")]);
                self.report
                    .add(Severity::Error, Code::CheckNotProven, spot, message, SIMPLIFY);
            }
        }
        self.offers(&triggered)?;
        self.escalations();
        Ok(coverage)
    }

    /// Pieces of a set that lie in none of the others: at most so many, and at least one where there is any.
    fn some_outside(&self, area: &Area, others: &[&Area], most: usize) -> Result<Area, Overrun> {
        let mut pieces = Vec::new();
        let is_possible = |cube: &Cube| self.space.is_possible(cube);
        area.walk_outside(others, &self.space.sizes, &is_possible, &mut |cube| {
            pieces.push(cube.clone());
            pieces.len() >= most
        })?;
        Ok(Area::of_cubes(pieces))
    }

    /// What was found, unless that took too long: then this is told.
    fn proven<T>(&mut self, found: Result<T, Overrun>, sequence: &Sequence, step: Option<&Step>) -> Option<T> {
        let Err(Overrun) = found else { return found.ok() };
        let mut way = vec![Key::Of("sequences"), Key::Id(sequence.id.as_str())];
        let mut what = format!("the sequence {}", sequence.id);
        if let Some(step) = step {
            way.extend([Key::Of("steps"), Key::Id(step.id.as_str())]);
            what = format!("the step {} of {what}", step.id);
        }
        let message = format!("that anybody gets {what} is not proven: there are too many cases to tell apart");
        let spot = self.about.spot(&way);
        self.report
            .add(Severity::Error, Code::CheckNotProven, spot, message, SIMPLIFY);
        None
    }

    fn possible(&self, area: Area) -> Area {
        area.filter(|cube| self.space.is_possible(cube))
    }

    /// No case meets the trigger: nothing else is to be said.
    fn nobody(&mut self) {
        let ever = (i64::MIN, i64::MAX);
        let anybody = self.possible(numbers(self.space, &Dim::Count(CountFact::PendingFor), ever, true));
        let (_, witness) = self.witness(
            &anybody,
            "somebody is followed up",
            |case| json!({"journal_has": [{"type": "enrolled", "case_id": case}]}),
            |ran| !ran.has(|kind| matches!(kind, EntryKind::Enrolled { .. })),
        );
        let spot = self.about.own_spot(&[Key::Of("trigger"), Key::Of("where")]);
        let spot = spot.unwrap_or_else(|| self.about.spot(&[Key::Of("trigger")]));
        let message = "nobody is ever followed up: no case meets the trigger within its window";
        let help = "correct `trigger.where`, or give `pending_for` and `window` room for one another";
        self.report
            .add_with(Severity::Error, Code::CheckUnreachable, spot, message, help, witness);
    }

    /// The cases that were presented so many seconds ago or more, and are not too old.
    fn pending_for(&self, least: i64) -> Area {
        let last = self.about.rules().trigger.window.saturating_sub(1);
        numbers(self.space, &Dim::Count(CountFact::PendingFor), (least, last), true)
    }

    /// A case of a set for which a run is not as expected, with the scenario that shows it.
    fn witness(
        &self,
        area: &Area,
        shows: &str,
        expect: impl Fn(&str) -> serde_json::Value,
        is_unmet: impl Fn(&Ran) -> bool,
    ) -> (Option<Found>, Option<serde_json::Value>) {
        let mut first = None;
        for found in self.space.find_all(area).take(MOST_TRIED) {
            let script = found.script(self.about, 0);
            let ran = script.and_then(|mut script: Script| Some((script.run(&self.about.playbook)?, script)));
            if let Some((ran, script)) = ran
                && is_unmet(&ran)
            {
                let why = format!("{}.", found.in_words());
                let scenario = script.scenario(&self.about.document, shows, &why, expect(script.case_id));
                return (Some(found), Some(scenario));
            }
            first = first.or(Some(found));
        }
        (first, None)
    }

    fn gap(&mut self, nobodys: &Area, holds: &[Area]) {
        let rules = self.about.rules();
        let (found, witness) = self.witness(
            nobodys,
            "a case that meets the trigger is followed up",
            |case| json!({"journal_has": [{"type": "enrolled", "case_id": case}]}),
            |ran| !ran.has(|kind| matches!(kind, EntryKind::Enrolled { .. })),
        );
        // The condition that is nearest to taking it; of several, the last.
        let near = |area: &Area| {
            let pairs = nobodys
                .cubes()
                .iter()
                .flat_map(|gap| area.cubes().iter().map(move |cube| gap.distance(cube)));
            pairs.min().unwrap_or(usize::MAX)
        };
        let nearest = holds.iter().enumerate().rev().min_by_key(|(_, area)| near(area));
        let nearest = nearest.and_then(|(number, _)| rules.sequences.get(number));
        let spot = nearest.and_then(|sequence| self.about.own_spot(&where_of(sequence)));
        let spot = spot.unwrap_or_else(|| self.about.spot(&[Key::Of("sequences")]));
        let words = found.map_or("a case".to_owned(), |found| found.in_words());
        let message = format!("no sequence takes a case that meets the trigger: {words}");
        let help = "let the conditions meet (`above` and `at_least`, `below` and `at_most`), or end with a sequence \
                    without `where`";
        self.report
            .add_with(Severity::Error, Code::CheckGap, spot, message, help, witness);
    }

    fn never_taken(
        &mut self,
        number: usize,
        sequence: &Sequence,
        [triggered, meant, wanted]: [&Area; 3],
        before: &[&Area],
    ) {
        // A built-in one cannot be taken out: to stand before it is how a practice replaces it.
        let Some(spot) = self
            .about
            .own_spot(&[Key::Of("sequences"), Key::Id(sequence.id.as_str())])
        else {
            return;
        };
        let spot = self.about.own_spot(&where_of(sequence)).unwrap_or(spot);
        let id = sequence.id.as_str();
        let shows = format!("the sequence {id} gets those whom its condition names");
        let expect = |case: &str| json!({"journal_has": [{"type": "enrolled", "case_id": case, "sequence": id}]});
        let unmet = |ran: &Ran| {
            !ran.has(|kind| matches!(kind, EntryKind::Enrolled { sequence, .. } if sequence.as_str() == id))
        };
        if wanted.cubes().is_empty() {
            // Where its condition holds for nobody, anybody shows it.
            let shown_by = self.space.find(meant).map_or(triggered, |_| meant);
            let (_, witness) = self.witness(shown_by, &shows, expect, unmet);
            let message = format!("no case that meets the trigger gets the sequence {id}");
            let help =
                "the trigger and this condition exclude each other: correct one of them, or take the sequence out";
            self.report
                .add_with(Severity::Error, Code::CheckUnreachable, spot, message, help, witness);
            return;
        }
        let (_, witness) = self.witness(wanted, &shows, expect, unmet);
        let shadows = self.shadows(number, wanted, before);
        let message = match shadows.as_slice() {
            [one] => format!("the sequence {id} never gets a case: {one} before it takes them all"),
            several => format!(
                "the sequence {id} never gets a case: {} before it take them all",
                several.join(", ")
            ),
        };
        let help = "the first sequence whose condition holds is taken, and your own new ones stand before those that a \
                    built-in has: put the narrower one first, or leave the wider one out";
        self.report
            .add_with(Severity::Error, Code::CheckShadowed, spot, message, help, witness);
    }

    /// The sequences before one that take its cases from it: one where it does so alone, else all that meet it.
    fn shadows(&self, number: usize, wanted: &Area, before: &[&Area]) -> Vec<&str> {
        let rules = self.about.rules();
        let pairs = || before.iter().zip(rules.sequences.iter().take(number));
        let alone = |area: &Area| matches!(self.some_outside(wanted, &[area], 1), Ok(rest) if rest.cubes().is_empty());
        let meets = |area: &Area| {
            let mut pairs = wanted
                .cubes()
                .iter()
                .flat_map(|a| area.cubes().iter().map(move |b| a.and(b)));
            pairs.any(|both| both.is_some_and(|cube| self.space.is_possible(&cube)))
        };
        let one = pairs()
            .find(|(area, _)| alone(area))
            .map(|(_, sequence)| vec![sequence.id.as_str()]);
        one.unwrap_or_else(|| {
            let all = pairs().filter(|(area, _)| meets(area));
            all.map(|(_, sequence)| sequence.id.as_str()).collect()
        })
    }

    /// Facts that move while a case is in its sequence.
    fn moving(&self) -> Vec<usize> {
        self.space.numbers(|dim| match dim {
            Dim::Count(CountFact::ProcedureCount)
            | Dim::Value
            | Dim::Portion
            | Dim::DueOn
            | Dim::PresentedOn
            | Dim::Category
            | Dim::Tag(_)
            | Dim::Code(_)
            | Dim::Custom(_)
            | Dim::Text(TextFact::Provider | TextFact::Location | TextFact::Tag) => false,
            Dim::Count(
                CountFact::Age
                | CountFact::PendingFor
                | CountFact::Round
                | CountFact::OverdueFor
                | CountFact::LastVisitAgo,
            )
            | Dim::Standing
            | Dim::Text(TextFact::Language)
            | Dim::Flag(
                FlagFact::UpcomingAppointment
                | FlagFact::NoUpcomingAppointmentForPlan
                | FlagFact::FinancingAvailable
                | FlagFact::Replied
                | FlagFact::NewPatient
                | FlagFact::Insured,
            )
            | Dim::Benefits
            | Dim::Result(_)
            | Dim::HasChannel(_)
            | Dim::Consented(_)
            | Dim::Offer(_) => true,
        })
    }

    fn steps(
        &mut self,
        number: usize,
        sequence: &Sequence,
        [wanted, taken]: [&Area; 2],
        before: &[&Area],
        coverage: &mut Coverage,
    ) -> Result<(), Overrun> {
        let rules = self.about.rules();
        let by_time = self.space.numbers(|dim| {
            matches!(
                dim,
                Dim::Count(CountFact::PendingFor | CountFact::OverdueFor | CountFact::LastVisitAgo | CountFact::Age)
            )
        });
        let moving = self.moving();
        let triggered = self.sets.holds(&rules.trigger.condition)?;
        for (at, step) in sequence.steps.iter().enumerate() {
            let Some(when) = &step.when else { continue };
            let due = self.pending_for(least_pending_for(rules, step.day));
            let then = self.sets.holds(when)?.and(&triggered, &mut self.sets.budget)?;
            let then = then.and(&due, &mut self.sets.budget)?;
            let then = then.and(&self.results(sequence, at)?, &mut self.sets.budget)?;
            let then_as_it_is = self.as_meant(sequence, at, &then, &by_time);
            // A case of the sequence for which it holds once what moves has moved, and one for which nothing has to.
            let (space, mut reached, mut as_it_is) = (self.space, false, Vec::new());
            let walked = wanted.walk_outside(before, &space.sizes, &|cube| space.is_possible(cube), &mut |cube| {
                let meets = |then: &Area, cube: &Cube| {
                    let mut both = then.cubes().iter().filter_map(|then| then.and(cube));
                    both.find(|c| space.is_possible(c))
                };
                reached |= meets(&then, &cube.without(&moving)).is_some();
                as_it_is.extend(meets(&then_as_it_is, &cube.without(&by_time)));
                reached && !as_it_is.is_empty()
            });
            // What holds only for facts that move is not looked for without an end.
            let walked = if reached { Ok(true) } else { walked };
            if self.proven(walked, sequence, Some(step)).is_some() && !reached {
                self.unreachable_step(sequence, step, taken);
            }
            coverage.steps.push((number, at, Area::of_cubes(as_it_is)));
        }
        Ok(())
    }

    fn unreachable_step(&mut self, sequence: &Sequence, step: &Step, cases: &Area) {
        let (sequence_id, id) = (sequence.id.as_str(), step.id.as_str());
        let way = [
            Key::Of("sequences"),
            Key::Id(sequence_id),
            Key::Of("steps"),
            Key::Id(id),
            Key::Of("when"),
        ];
        let Some(spot) = self.about.own_spot(&way) else { return };
        let (_, witness) = self.witness(
            cases,
            &format!("the step {id} of {sequence_id} happens for somebody"),
            |case| json!({"journal_has": [{"type": "step_sent", "case_id": case, "step": id}]}),
            |ran| !ran.has(|kind| matches!(kind, EntryKind::StepSent { step, .. } if step.as_str() == id)),
        );
        let message =
            format!("the step {id} never happens: its `when` holds for no case of the sequence {sequence_id}");
        let help = "compare it with the sequence's `where` and the trigger: correct one of them, or take the step out";
        self.report
            .add_with(Severity::Error, Code::CheckUnreachable, spot, message, help, witness);
    }

    fn offers(&mut self, triggered: &Area) -> Result<(), Overrun> {
        let rules = self.about.rules();
        for (number, offer) in rules.financing.offers.iter().enumerate() {
            let way = [Key::Of("financing"), Key::Of("offers"), Key::Id(offer.id.as_str())];
            let Some(spot) = self.about.own_spot(&way) else {
                continue;
            };
            let shown = self.sets.offer(number, offer)?;
            let reached = triggered.and(&shown, &mut self.sets.budget)?;
            if self.space.find(&reached).is_some() {
                continue;
            }
            let (_, witness) = self.witness(
                &shown,
                &format!("somebody is followed up to whom the offer {} may be shown", offer.id),
                |case| json!({"journal_has": [{"type": "enrolled", "case_id": case}]}),
                |ran| !ran.has(|kind| matches!(kind, EntryKind::Enrolled { .. })),
            );
            let message = format!(
                "the offer {} is never shown: no case that meets the trigger fits it",
                offer.id
            );
            let help = "compare its `for` with `offer_when` and the trigger";
            self.report
                .add_with(Severity::Error, Code::CheckUnreachable, spot, message, help, witness);
        }
        Ok(())
    }

    fn escalations(&mut self) {
        let rules = self.about.rules();
        for id in rules.escalations.keys() {
            let by_step = rules.sequences.iter().flat_map(|sequence| &sequence.steps);
            let mut by_step = by_step.filter_map(|step| match &step.touch {
                crate::playbook::Touch::Call { escalate } => Some(escalate),
                crate::playbook::Touch::Message { .. } => None,
            });
            let named =
                id.as_str() == "question" || *id == rules.when_re_engaged.escalate || by_step.any(|step| step == id);
            let way = [Key::Of("escalation"), Key::Of(id.as_str())];
            if let (false, Some(spot)) = (named, self.about.own_spot(&way)) {
                let message = format!("nothing ever raises the escalation {id}");
                let help = "name it in a call step or in `when_re_engaged`, or take it out";
                self.report
                    .add(Severity::Warning, Code::CheckUnreachable, spot, message, help);
            }
        }
    }
}

fn where_of(sequence: &Sequence) -> [Key<'_>; 3] {
    [Key::Of("sequences"), Key::Id(sequence.id.as_str()), Key::Of("where")]
}
