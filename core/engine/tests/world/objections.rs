//! What the observer says when a message leaves: which law it breaks, if any.

use followthrough::follow_up::AppointmentStatus;
use followthrough::plan::{PersonStatus, PlanStatus, ProcedureStatus};

use super::known::Known;
use super::observer::{Law, Leaving};
use crate::playbooks::Rulebook;

impl Known {
    /// A message that left counts from when it was handed out.
    pub(crate) fn count(&mut self, leaving: &Leaving<'_>) {
        let send = leaving.send;
        if send.confirms_opt_out() {
            self.confirmed.push(send.to.reveal().to_owned());
        } else {
            self.notes
                .count(leaving.handed_at, send.channel, send.to.reveal(), leaving.id);
            if let Some(key) = self.step(leaving) {
                self.steps.entry(key).or_default().push(send.to.reveal().to_owned());
            }
        }
    }

    fn step(&self, leaving: &Leaving<'_>) -> Option<(String, u32, String)> {
        let case = leaving.send.case_id.as_ref()?.to_string();
        let round = self.rounds.get(&case).copied().unwrap_or_default();
        Some((case, round, leaving.send.step.to_string()))
    }

    /// Which law a message breaks by leaving now, if any.
    pub(crate) fn objects(&self, book: &Rulebook, leaving: &Leaving<'_>) -> Option<(Law, String)> {
        let Leaving { id, send, now, .. } = leaving;
        let to = send.to.reveal();
        if *now >= send.expires_at {
            return Some((Law::Hours, "it had expired".to_owned()));
        }
        if send.confirms_opt_out() {
            let again = self.confirmed.iter().any(|point| point == to);
            return again.then(|| (Law::Once, "an opt-out was confirmed twice".to_owned()));
        }
        let silence = |what: &str| Some((Law::Silence, what.to_owned()));
        if self.said.silent(to) {
            return silence("the person wants no more messages there");
        }
        if self.dropped.contains_key(to) {
            return silence("the point is somebody else's or does not work");
        }
        if self.dead || self.status.1 != PersonStatus::Active {
            return silence("the person is dead or inactive");
        }
        if let Some((_, plan)) = send.case_id.as_ref().and_then(|case| self.plans.get(case.as_str()))
            && self
                .dead_patients
                .iter()
                .any(|patient| patient == plan.patient.id.as_str())
        {
            return silence("the patient is dead");
        }
        if let Some(what) = send.case_id.as_ref().and_then(|case| self.over(case.as_str())) {
            return Some((Law::Over, what.to_owned()));
        }
        let case = send.case_id.as_ref().map_or("", |case| case.as_str());
        let offices = self.notes.offices(book, case, []);
        if let Some(what) = self.notes.shut(&offices, send.channel, to, *now) {
            return Some((Law::Hours, what));
        }
        if let Some(what) = self.notes.full(&offices, send.channel, to, *now, id) {
            return Some((Law::Limits, what));
        }
        let gone = self.step(leaving).and_then(|key| self.steps.get(&key));
        let again = |earlier: &String| earlier == to || !self.dropped.contains_key(earlier);
        if gone.is_some_and(|points| points.iter().any(again)) {
            return Some((Law::Once, "the step has gone before".to_owned()));
        }
        None
    }

    /// Why a case is over by what the practice system and staff have said.
    fn over(&self, case: &str) -> Option<&'static str> {
        if self
            .ended
            .get(case)
            .is_some_and(|presented| self.presented(case) <= *presented)
        {
            return Some("staff ended the case");
        }
        if let Some((told_at, recall)) = self.recalls.get(case) {
            let gone = self.gone.get(case).is_some_and(|gone| gone > told_at);
            return (gone || recall.done).then_some("the recall is gone or done");
        }
        let (told_at, plan) = self.plans.get(case)?;
        if self.gone.get(case).is_some_and(|gone| gone > told_at) {
            return Some("the plan is gone");
        }
        if plan.status == Some(PlanStatus::Declined) {
            return Some("the practice system says declined");
        }
        let said = matches!(plan.status, None | Some(PlanStatus::Presented | PlanStatus::Accepted));
        let settled = plan.procedures.iter().all(|procedure| {
            let visits = self
                .visits
                .values()
                .filter(|(_, visit)| visit.procedure_ids.contains(&procedure.id));
            let of_visits = visits.map(|(at, visit)| (*at, Some(visit.status)));
            // At the same instant what is not settled comes first, so that the law stays on the safe side.
            let words = of_visits.chain([(*told_at, None)]);
            let latest = words.clone().map(|(at, _)| at).max();
            words.filter(|(at, _)| Some(*at) == latest).all(|(_, word)| match word {
                Some(AppointmentStatus::Scheduled | AppointmentStatus::Completed) => true,
                Some(AppointmentStatus::Broken | AppointmentStatus::Cancelled) => false,
                None => matches!(
                    procedure.status,
                    ProcedureStatus::Scheduled | ProcedureStatus::Completed
                ),
            })
        });
        (said && settled && !plan.procedures.is_empty()).then_some("the plan is accepted")
    }
}
