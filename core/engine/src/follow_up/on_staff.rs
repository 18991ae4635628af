//! What a member of staff did.

use super::death::mourns;
use super::machine::Machine;
use super::on_consent::OptOut;
use super::{
    Case, CaseState, DropReason, EntryKind, Outcome, PauseReason, Sent, Staff, StaffOutcome, Task, TellStatus,
};
use crate::escalation::{Delay, PromptKind};
use crate::recipient::{Channel, ConsentStanding, ContactValue};
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;
use crate::{Code, Error};

/// After a conversation the case waits this long, in business days.
const AFTER_REACHED: Delay = Delay::BusinessDays(5);
/// A pause without an end lasts this long.
const PAUSE_DAYS: i64 = 30;

impl Machine<'_> {
    pub(super) fn on_staff(&mut self, at: Timestamp, staff: &Staff) -> Result<(), Error> {
        if self.may_be_a_repeat(at) {
            self.about_the_person(at, staff);
            return Ok(());
        }
        let task = match &staff.task_id {
            Some(id) => {
                let found = self.f.tasks.iter().find(|task| &task.id == id).cloned();
                if found.is_none() && self.told_before {
                    self.concerns_others(at, staff);
                    return Ok(());
                }
                // What was said of the person is so, whatever became of the task meanwhile.
                if found.is_none() && !concerns_the_person(staff.outcome) {
                    return Err(Error::new(Code::UnknownTask, format!("no open task {id}"))
                        .at("task_id")
                        .help("it may have been ended already, by another outcome or a cancel"));
                }
                found
            }
            None => None,
        };
        let case = match (&staff.case_id, &task) {
            (Some(id), _) if self.case(id).is_none() => {
                return Err(Error::new(Code::UnknownCase, format!("no case {id}")).at("case_id"));
            }
            (Some(id), _) => Some(id.clone()),
            (None, Some(task)) => task.case.clone(),
            (None, None) if staff.task_id.is_some() => None,
            (None, None) => {
                return Err(Error::new(Code::EventMalformed, "expected a task or a case").at("task_id"));
            }
        };
        if !self.is_ours(case.as_ref()) {
            self.concerns_others(at, staff);
            return Ok(());
        }
        if staff.outcome == StaffOutcome::Undo {
            return self.undo(case.as_ref(), task.as_ref());
        }
        self.refuse_where_it_makes_no_sense(case.as_ref(), staff)?;
        if staff.outcome == StaffOutcome::WrongNumber
            && staff
                .contact
                .as_ref()
                .is_some_and(|contact| self.f.person.with_value(contact).next().is_none())
        {
            return Err(
                Error::new(Code::UnknownContact, "this recipient has no such contact point")
                    .at("contact")
                    .help("send a recipient snapshot that has it first, or leave `contact` out"),
            );
        }
        self.note(
            case.as_ref(),
            EntryKind::StaffOutcome {
                outcome: staff.outcome,
                task_id: staff.task_id.clone(),
            },
        );
        self.hear_of_calls(case.as_ref(), task.as_ref(), staff);
        match (&task, &case) {
            (Some(task), _) => self.f.tasks.retain(|open| open.id != task.id),
            (None, Some(case)) if staff.task_id.is_none() => self.settle_tasks(case),
            (None, _) => {}
        }
        let answers = task.as_ref().is_some_and(|task| task.kind == PromptKind::Answer);
        self.hear_denial(case.as_ref(), task.as_ref(), staff);
        match staff.outcome {
            StaffOutcome::WrongNumber => {
                self.wrong_number(at, staff.contact.as_ref(), task.as_ref());
                if self.is_contacted() {
                    self.ask_fix_contact(case.as_ref());
                }
            }
            StaffOutcome::DoNotContact => self.do_not_contact(at),
            StaffOutcome::Reached
            | StaffOutcome::Booked
            | StaffOutcome::Answered
            | StaffOutcome::LeftMessage
            | StaffOutcome::NoAnswer
            | StaffOutcome::Declined
            | StaffOutcome::Resume
            | StaffOutcome::Pause
            | StaffOutcome::StopCase
            | StaffOutcome::Undo => {
                if let Some(id) = &case {
                    self.case_outcome(id, staff, answers);
                }
            }
        }
        Ok(())
    }

    /// An outcome about a case of another kind: of it, only what was said of the person counts here.
    fn concerns_others(&mut self, at: Timestamp, staff: &Staff) {
        self.leave_to_others(staff.case_id.as_ref());
        self.about_the_person(at, staff);
    }

    /// What protects the person, whatever becomes of the case and of whoever was asked about it.
    fn about_the_person(&mut self, at: Timestamp, staff: &Staff) {
        match staff.outcome {
            StaffOutcome::WrongNumber => self.wrong_number(at, staff.contact.as_ref(), None),
            StaffOutcome::DoNotContact => self.do_not_contact(at),
            StaffOutcome::Reached
            | StaffOutcome::Booked
            | StaffOutcome::Answered
            | StaffOutcome::LeftMessage
            | StaffOutcome::NoAnswer
            | StaffOutcome::Declined
            | StaffOutcome::Resume
            | StaffOutcome::Pause
            | StaffOutcome::StopCase
            | StaffOutcome::Undo => {}
        }
    }

    fn refuse_where_it_makes_no_sense(&self, case: Option<&CaseId>, staff: &Staff) -> Result<(), Error> {
        let Some(case) = case.and_then(|id| self.case(id)) else {
            return Ok(());
        };
        let refused = match (staff.outcome, &case.state) {
            (
                StaffOutcome::Resume,
                CaseState::Waiting { .. } | CaseState::Observed { .. } | CaseState::Closed { .. },
            )
            | (StaffOutcome::Pause, CaseState::Closed { .. }) => true,
            (
                StaffOutcome::Reached
                | StaffOutcome::Booked
                | StaffOutcome::Answered
                | StaffOutcome::LeftMessage
                | StaffOutcome::NoAnswer
                | StaffOutcome::Declined
                | StaffOutcome::WrongNumber
                | StaffOutcome::DoNotContact
                | StaffOutcome::Resume
                | StaffOutcome::Pause
                | StaffOutcome::StopCase
                | StaffOutcome::Undo,
                _,
            ) => false,
        };
        if refused {
            let message = format!(
                "case {} is {}, where this outcome has no meaning",
                case.id,
                case.state.name()
            );
            return Err(Error::new(Code::NotInThisState, message).at("outcome"));
        }
        Ok(())
    }

    fn case_outcome(&mut self, id: &CaseId, staff: &Staff, answers: bool) {
        let Some(state) = self.case(id).map(|case| case.state.clone()) else {
            return;
        };
        let awaits_answer = matches!(
            &state,
            CaseState::Paused { why, .. } if why.awaits_answer()
        );
        // An answer to something else is none to a death.
        let awaits_answer = awaits_answer && !(mourns(&state) && self.death_stands());
        // Whoever was asked to answer, and reached the person, has answered.
        let outcome = if answers && staff.outcome == StaffOutcome::Reached {
            StaffOutcome::Answered
        } else {
            staff.outcome
        };
        match outcome {
            StaffOutcome::Answered if awaits_answer => self.resume(id),
            StaffOutcome::Reached | StaffOutcome::LeftMessage | StaffOutcome::NoAnswer => match state {
                CaseState::Active(_) if outcome == StaffOutcome::Reached => {
                    self.pause(id, PauseReason::Staff, self.later(Some(id), self.now, AFTER_REACHED));
                }
                CaseState::ReEngaged { level, .. } if !answers => self.wait_anew(id, level),
                CaseState::Waiting { .. }
                | CaseState::Active(_)
                | CaseState::Observed { .. }
                | CaseState::Paused { .. }
                | CaseState::ReEngaged { .. }
                | CaseState::Closed { .. } => {}
            },
            StaffOutcome::Booked => self.booked(id, &state),
            StaffOutcome::Declined => self.decline(id),
            StaffOutcome::StopCase => {
                let open = self.case(id).is_some_and(Case::is_open);
                self.close_without_review(id, Outcome::Declined);
                if open {
                    self.tell(id, TellStatus::Declined);
                }
            }
            StaffOutcome::Resume => self.resume(id),
            StaffOutcome::Pause => match state {
                CaseState::Observed { .. } => {}
                CaseState::Waiting { .. }
                | CaseState::Active(_)
                | CaseState::Paused { .. }
                | CaseState::ReEngaged { .. }
                | CaseState::Closed { .. } => {
                    let until = staff.until.unwrap_or_else(|| self.now.plus(PAUSE_DAYS * DAY));
                    self.pause(id, PauseReason::Staff, until.max(self.now));
                }
            },
            // Ends its task, wherever the case is.
            StaffOutcome::Answered | StaffOutcome::WrongNumber | StaffOutcome::DoNotContact | StaffOutcome::Undo => {}
        }
    }

    /// A visit that the practice system has yet to tell of. A control that booked is a control again afterwards.
    fn booked(&mut self, id: &CaseId, state: &CaseState) {
        if matches!(state, CaseState::Observed { .. }) {
            let eligible_at = self.now;
            if let Some(case) = self.case_mut(id) {
                case.state = CaseState::Waiting { eligible_at };
            }
        }
        if self.case(id).is_some_and(|case| self.is_accepted(case)) {
            self.close(id, Outcome::Accepted);
        } else {
            self.pause(id, PauseReason::Visit, self.visit_to_come(id));
        }
    }

    /// Staff are at it: the next level counts from here.
    fn wait_anew(&mut self, id: &CaseId, level: u32) {
        let Some(CaseState::ReEngaged { since, .. }) = self.case(id).map(|case| &case.state) else {
            return;
        };
        let next = self.re_engaged_until(id, *since, level);
        if let Some(case) = self.case_mut(id)
            && let CaseState::ReEngaged { next_prompt_at, .. } = &mut case.state
        {
            *next_prompt_at = next;
        }
    }

    /// The number that staff dialled, or texted, is somebody else's: the one they name; else the one that a call task
    /// showed them; else the one that texts went to.
    fn wrong_number(&mut self, at: Timestamp, contact: Option<&ContactValue>, task: Option<&Task>) {
        let person = &self.f.person;
        let point = match (contact, task) {
            // The number, or the address, before an account that is named like it.
            (Some(contact), _) => person.with_value(contact).min_by_key(|point| point.kind),
            (None, Some(task)) if task.kind == PromptKind::Call => {
                person.number_to_call(|dropped| dropped > task.raised_at)
            }
            (None, _) => person.number_of_texts(at),
        };
        if let Some((value, kind)) = point.map(|p| (p.value.clone(), p.kind)) {
            let newly = self.drop_point(&value, kind, DropReason::WrongNumber, at);
            if newly || self.told_before {
                self.try_elsewhere(&value);
            }
        }
    }

    /// Nobody is contacted about a control, or about what is over: there is nothing to mend for them.
    pub(super) fn is_contacted(&self) -> bool {
        let contacted = |case: &Case| !matches!(case.state, CaseState::Observed { .. } | CaseState::Closed { .. });
        self.f.cases.is_empty() || self.f.cases.iter().any(contacted)
    }

    /// What went to a stranger last is tried on another channel while it may still go. The limits count it all the same.
    pub(super) fn try_elsewhere(&mut self, contact: &ContactValue) {
        if self
            .f
            .person
            .with_value(contact)
            .all(|point| point.dropped_at.is_none())
        {
            return;
        }
        for id in self.own_ids() {
            let of_case = |sent: &&Sent| {
                sent.action
                    .as_ref()
                    .is_some_and(|action| action.case.as_ref() == Some(&id))
            };
            let latest = self.f.sends.iter().filter(of_case).max_by_key(|sent| sent.at);
            if let Some(action) = latest
                .filter(|sent| &sent.to == contact)
                .and_then(|sent| sent.action.clone())
            {
                self.fall_back(&id, &action);
            }
        }
    }

    /// Told to staff instead of written: revoke all, with a record for each point not revoked before.
    fn do_not_contact(&mut self, at: Timestamp) {
        // A repeat finds nothing to do, and whatever was opened since was opened in the knowledge of it.
        let known = self.f.person.revoked_all.is_some_and(|known| known >= at);
        if known && self.may_be_a_repeat(at) {
            return;
        }
        let points: Vec<_> = self.f.person.points.iter().filter(|p| p.listed).cloned().collect();
        for point in points {
            if matches!(point.standing, ConsentStanding::Revoked { .. }) {
                continue;
            }
            self.opt_out(&OptOut {
                contact: &point.value,
                channel: point.kind.channel().unwrap_or(Channel::Call),
                all: true,
                wording: "told staff",
                at,
                confirm: false,
                record: true,
            });
        }
        // Also where no point was left to revoke: one that is added later is not for us either.
        if !self.told_before {
            self.revoke_all(at);
        }
    }
}

/// Whether an outcome is about the person, and not about a case or the task that brought it up.
fn concerns_the_person(outcome: StaffOutcome) -> bool {
    match outcome {
        StaffOutcome::WrongNumber | StaffOutcome::DoNotContact => true,
        StaffOutcome::Reached
        | StaffOutcome::Booked
        | StaffOutcome::Answered
        | StaffOutcome::LeftMessage
        | StaffOutcome::NoAnswer
        | StaffOutcome::Declined
        | StaffOutcome::Resume
        | StaffOutcome::Pause
        | StaffOutcome::StopCase
        | StaffOutcome::Undo => false,
    }
}
