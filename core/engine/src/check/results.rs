//! What can become of the steps before one that asks for it.

use super::coverage::Looking;
use super::sets::{Area, Cell, Dim, Overrun, cells};
use crate::criteria::StepResult;
use crate::message::{Reference, Template, Variable};
use crate::playbook::{Arms, EmailTemplate, Rules, Sequence, Step, TemplateSet, Touch};
use crate::recipient::Channel;

impl Looking<'_, '_> {
    /// The cases in which the steps before one came to what each of them can come to.
    pub(super) fn results(&mut self, sequence: &Sequence, at: usize) -> Result<Area, Overrun> {
        let (space, rules) = (self.space, self.about.rules());
        let mut all = Area::everything();
        for step in sequence.steps.iter().take(at) {
            let dim = Dim::Result(step.id.clone());
            if space.number(&dim).is_some() {
                let possible = cells(space, &dim, |cell| {
                    is_result(cell, |result| may_become(rules, step, result))
                });
                all = all.and(&possible, &mut self.sets.budget)?;
            }
        }
        Ok(all)
    }

    /// Of the cases for which a step is meant, those in which the steps before it that are meant for somebody else were
    /// passed over, and no other one was: as it is when nothing but time changes.
    pub(super) fn as_meant(&mut self, sequence: &Sequence, at: usize, then: &Area, by_time: &[usize]) -> Area {
        // The search for a witness takes nothing from what a proof may take.
        let budget = self.sets.budget.clone();
        let narrowed = self.narrowed(sequence, at, then, by_time);
        self.sets.budget = budget;
        narrowed.unwrap_or_else(|Overrun| then.clone())
    }

    fn narrowed(&mut self, sequence: &Sequence, at: usize, then: &Area, by_time: &[usize]) -> Result<Area, Overrun> {
        let (space, mut all) = (self.space, then.clone());
        for step in sequence.steps.iter().take(at) {
            let dim = Dim::Result(step.id.clone());
            if space.number(&dim).is_none() {
                continue;
            }
            let skipped = |result: StepResult| result == StepResult::Skipped;
            let went = cells(space, &dim, |cell| is_result(cell, |result| !skipped(result)));
            let meant = match &step.when {
                Some(when) => self.sets.holds(when)?.without(by_time, &mut self.sets.budget)?,
                None => Area::everything(),
            };
            let for_others = Area::everything().minus(&meant, &space.sizes, &mut self.sets.budget)?;
            let skipped = cells(space, &dim, |cell| is_result(cell, skipped));
            let skipped = skipped.and(&for_others, &mut self.sets.budget)?;
            let either = went.and(&meant, &mut self.sets.budget)?;
            let either = either.or(skipped, &mut self.sets.budget)?;
            all = all.and(&either, &mut self.sets.budget)?;
        }
        Ok(all)
    }
}

/// Whether a cell is that of a result for which a test says so.
fn is_result(cell: &Cell, is: impl Fn(StepResult) -> bool) -> bool {
    let mut results = StepResult::ALL.into_iter();
    match cell {
        Cell::Word(word) => results.any(|result| result.as_str() == word && is(result)),
        Cell::Absent | Cell::Range(..) | Cell::Other | Cell::Yes | Cell::No => false,
    }
}

/// Whether a step can come to a result at all.
fn may_become(rules: &Rules, step: &Step, result: StepResult) -> bool {
    let message = match &step.touch {
        Touch::Call { .. } => None,
        Touch::Message { template, channels } => Some((template, channels)),
    };
    match (result, message) {
        (StepResult::Skipped | StepResult::Sent | StepResult::Failed, _) => true,
        (StepResult::NoAnswer | StepResult::LeftMessage | StepResult::Reached, message) => message.is_none(),
        (StepResult::Delivered, message) => message.is_some(),
        (StepResult::Clicked, Some((template, channels))) => {
            let set = rules.templates.get(template);
            set.is_some_and(|set| channels.iter().any(|channel| has_link(set, *channel)))
        }
        (StepResult::Clicked, None) => false,
    }
}

/// Whether some wording of a template has a link on a channel.
fn has_link(set: &TemplateSet, channel: Channel) -> bool {
    let links = |template: &Template| template.variables().contains(&Reference::Variable(Variable::PlanLink));
    let email = |email: &EmailTemplate| links(&email.plain) || email.detailed.as_ref().is_some_and(links);
    match channel {
        Channel::Sms => some_wording(set.sms.as_ref(), links),
        Channel::Portal => some_wording(set.portal.as_ref(), links),
        Channel::Email => some_wording(set.email.as_ref(), email),
        Channel::Call => false,
    }
}

fn some_wording<T>(arms: Option<&Arms<T>>, is: impl Fn(&T) -> bool) -> bool {
    let mut arms = arms.into_iter().flat_map(|arms| &arms.arms);
    arms.any(|arm| arm.by_language.values().any(&is))
}
