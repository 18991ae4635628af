//! Staff: who turns to which task, and what comes of it.

use followthrough::Timestamp;
use followthrough::escalation::PromptKind;
use followthrough::follow_up::{EventKind, Prompt, Staff, StaffOutcome};
use followthrough::wire::{ActionId, CaseId, PlanId, RecipientId, TaskId};

use super::agenda::What;
use super::chance::Chance;
use super::mind::Said;
use super::office::{Office, Task};
use super::record::TaskRecord;

impl Office<'_> {
    /// A prompt arrives at the desk. Somebody turns to it within the hours of its office, or nobody does.
    pub(super) fn assign(&mut self, who: usize, at: Timestamp, action: &ActionId, prompt: &Prompt) {
        let Some(person) = self.people.get_mut(who) else { return };
        let task = Task {
            prompt: prompt.clone(),
            action: action.clone(),
        };
        person.tasks.insert(prompt.task_id.clone(), task);
        let recipient = person.recipient.id.clone();
        self.note(recipient, at, prompt);
        let staff = &self.options.behaviour.staff;
        let mut chance = Chance::about(self.options.seed, &["prompt", action.text().as_str()]);
        if chance.per_mille(staff.overlooks) {
            return;
        }
        let hours = chance.below(staff.acts_within_hours.max(1));
        let office = self.hours_at(prompt.location.as_ref());
        let turn = office.plus_hours(at, hours).unwrap_or(at);
        let later = turn.plus(i64::from(chance.between(3, 55)) * 60);
        let then = if office.is_open(later) {
            Some(later)
        } else {
            office.next_open(later)
        };
        if let Some(then) = then {
            self.agenda.add(then, who, What::Acts(prompt.task_id.clone()));
        }
    }

    /// Writes down when staff find a task: as it comes, or on the next morning on which they work.
    fn note(&mut self, recipient: RecipientId, at: Timestamp, prompt: &Prompt) {
        let office = self.hours_at(prompt.location.as_ref());
        let found = office.next_open(at).unwrap_or(at);
        let task = TaskRecord {
            task_id: prompt.task_id.clone(),
            recipient,
            case_id: prompt.case_id.clone(),
            kind: prompt.kind,
            role: prompt.role.clone(),
            raised_at: at,
            on: office.zone.local(found).date,
        };
        self.work.push(task);
    }

    /// Somebody turns to a task, if it is still there.
    pub(super) fn act(&mut self, who: usize, at: Timestamp, task: &TaskId) {
        let Some(person) = self.people.get_mut(who) else { return };
        let Some(Task { prompt, action }) = person.tasks.remove(task) else {
            return;
        };
        let said = prompt.case_id.as_ref().and_then(|case| person.said.get(case).copied());
        let said = said.unwrap_or_default();
        let pending = prompt
            .case_id
            .as_ref()
            .is_some_and(|case| person.chart.is_pending(case.as_str()));
        let part = prompt
            .case_id
            .as_ref()
            .and_then(|case| person.chart.plan(case.as_str()));
        let part = part.is_some_and(|row| row.mind.part);
        let staff = self.options.behaviour.staff;
        let mut chance = Chance::about(self.options.seed, &["act", action.text().as_str()]);
        let reached = chance.per_mille(staff.reaches);
        let books = |share: u32, chance: &mut Chance| pending && chance.per_mille(share);
        let outcome = match prompt.kind {
            PromptKind::FixContact | PromptKind::Review => StaffOutcome::Answered,
            PromptKind::Answer => match said {
                Said::No => StaffOutcome::Declined,
                Said::Question | Said::Yes | Said::Nothing if books(staff.books_after_answer, &mut chance) => {
                    StaffOutcome::Booked
                }
                Said::Question | Said::Yes | Said::Nothing => StaffOutcome::Answered,
            },
            // Booked online or by phone meanwhile: the desk sees it in the book.
            PromptKind::Book | PromptKind::Call if !pending => StaffOutcome::Booked,
            PromptKind::Book | PromptKind::Call if !reached => {
                if chance.per_mille(staff.leaves_message) {
                    StaffOutcome::LeftMessage
                } else {
                    StaffOutcome::NoAnswer
                }
            }
            PromptKind::Book | PromptKind::Call => {
                let warm = prompt.kind == PromptKind::Book && said == Said::Yes;
                let share = if warm {
                    staff.books_after_yes
                } else {
                    staff.books_after_call
                };
                if books(share, &mut chance) {
                    StaffOutcome::Booked
                } else if chance.per_mille(staff.says_no) {
                    StaffOutcome::Declined
                } else {
                    StaffOutcome::Reached
                }
            }
        };
        if outcome == StaffOutcome::Booked
            && pending
            && let Some(plan) = prompt.case_id.as_ref().and_then(plan_of)
        {
            self.book(who, at, &plan, part);
        }
        let kind = EventKind::Staff(Staff {
            task_id: Some(task.clone()),
            case_id: None,
            outcome,
            until: None,
            contact: None,
            by: Some(prompt.role.as_str().into()),
        });
        self.hear(who, at, None, kind);
    }
}

fn plan_of(case: &CaseId) -> Option<PlanId> {
    PlanId::parse(case.as_str()).ok()
}
