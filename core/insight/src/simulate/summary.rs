//! What is written down at the end: what became of each plan.

use followthrough::FollowUp;
use followthrough::plan::Presented;
use followthrough::playbook::Touchpoint;
use followthrough::wire::CaseId;

use super::cases::day;
use super::chart::PlanRow;
use super::office::{Office, Person};
use super::record::{CaseRecord, Delayed, Simulation, StepRecord};

impl Office<'_> {
    pub(super) fn close(self) -> Simulation {
        let mut cases: Vec<CaseRecord> = Vec::new();
        for person in &self.people {
            let states = person.follow_up.as_ref().map(FollowUp::states).unwrap_or_default();
            let outcomes = person.follow_up.as_ref().map(FollowUp::outcomes).unwrap_or_default();
            for row in &person.chart.plans {
                let case_id = CaseId::from(row.plan.id.clone());
                if let Some(mut case) = self.case_record(person, row, case_id) {
                    case.state = states.get(&case.case_id).copied();
                    case.outcome = outcomes.get(&case.case_id).copied();
                    cases.push(case);
                }
            }
        }
        let mut delayed: Vec<Delayed> = self.delayed.values().cloned().collect();
        delayed.sort_by(|a, b| (a.handed_out_at, &a.action_id).cmp(&(b.handed_out_at, &b.action_id)));
        cases.sort_by(|a, b| a.case_id.cmp(&b.case_id));
        Simulation {
            practice: self.playbook.practice_name().to_owned(),
            time_zone: self.hours.zone.name().to_owned(),
            revision: self.playbook.revision().to_owned(),
            from: self.options.from,
            to: self.options.to,
            seed: self.options.seed,
            behaviour: self.options.behaviour.clone(),
            disruptions: self.options.disruptions.clone(),
            costs: self.options.costs.clone(),
            capacity: self.options.capacity.clone(),
            steps: self.playbook.touchpoints().map(step_record).collect(),
            cases,
            faults: self.faults,
            delayed,
            tasks: self.work,
            records: self.records,
        }
    }

    fn case_record(&self, person: &Person, row: &PlanRow, case_id: CaseId) -> Option<CaseRecord> {
        let told = row.told?;
        let presented = row.plan.presented_at.map(day);
        let begins = presented.unwrap_or(self.options.from).max(self.options.from);
        let alone = row
            .mind
            .books_alone_in
            .filter(|_| told.standing.is_pending() && !row.mind.part);
        let alone = alone.and_then(|days| self.some_time(&row.plan, begins, days));
        Some(CaseRecord {
            case_id,
            recipient: person.recipient.id.clone(),
            provider: row.plan.provider.as_ref().map(|provider| provider.id.clone()),
            category: told.category,
            presented_on: row.plan.presented_at.map(|presented| match presented {
                Presented::On(date) => date,
                Presented::At(at) => self.hours_at(row.plan.location.as_ref()).zone.local(at).date,
            }),
            told_at: told.at,
            from_before: row.from_before,
            standing: told.standing,
            value: told.value,
            still_pending: row.plan.pending_value(),
            booked_at: row.booked_at,
            would_have_booked_at: alone.filter(|at| *at < self.end),
            state: None,
            outcome: None,
        })
    }
}

fn step_record(touchpoint: Touchpoint) -> StepRecord {
    StepRecord {
        sequence: touchpoint.sequence,
        step: touchpoint.step,
        day: touchpoint.day,
    }
}
