//! The last staff outcome, or the last reading of a reply, taken back.
//!
//! What it did is found by comparing the follow-up before and after (see `undoable`), and kept with each case that it
//! concerned: one level, until something else moves the case.

use super::machine::Machine;
use super::undoable::kind;
use super::{ActionKind, CaseState, ConsentChange, EntryKind, Outcome, ReEngagedBy, StaffOutcome, Task, Undo};
use crate::escalation::PromptKind;
use crate::plan::PersonStatus;
use crate::recipient::{Channel, ConsentStanding, ContactPoint};
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;
use crate::{Code, Error};

/// How long a case that is over can be brought back.
const CLOSED_DAYS: i64 = 30;

impl Machine<'_> {
    /// Staff take back the last outcome about a case, or how the last reply about it was read.
    pub(super) fn undo(&mut self, id: Option<&CaseId>, task: Option<&Task>) -> Result<(), Error> {
        let refused = |message: String, help| Err(Error::new(Code::NotInThisState, message).at("outcome").help(help));
        let Some(case) = id.and_then(|id| self.case(id)) else {
            return refused(
                "a task about no case has no outcome to undo".to_owned(),
                "name the case",
            );
        };
        let Some(undo) = case.undo.clone() else {
            let message = format!("case {} has no outcome to undo", case.id);
            return refused(message, "something else has moved it since, or it was undone already");
        };
        // Whoever names a task means what raised it, never something else.
        let by_another = |task: &Task| task.raised_by.as_ref().is_some_and(|by| *by != undo.cause);
        if task.is_some_and(|task| by_another(task) && (task.said.is_some() || task.raised_at > undo.at)) {
            let message = format!(
                "what raised this task is not the last that was told of case {}",
                case.id
            );
            return refused(message, "name the case to take back what was told last");
        }
        if let CaseState::Closed { at, .. } = &case.state
            && self.now.since(*at) > CLOSED_DAYS * DAY
        {
            let message = format!("case {} has been over for more than {CLOSED_DAYS} days", case.id);
            return refused(message, "it starts anew when the plan is presented again");
        }
        if self.f.person.status != PersonStatus::Active || case.patient().status != PersonStatus::Active {
            let message = format!("case {} is about somebody who must not be contacted", case.id);
            return refused(message, "correct the status in the practice system first");
        }
        let case_id = case.id.clone();
        self.note(
            Some(&case_id),
            EntryKind::StaffOutcome {
                outcome: StaffOutcome::Undo,
                task_id: task.map(|task| task.id.clone()),
            },
        );
        if let Some(task) = task {
            self.f.tasks.retain(|open| open.id != task.id);
        }
        let mut together = Vec::new();
        for case in &mut self.f.cases {
            if let Some(part) = case.undo.take_if(|part| part.cause == undo.cause) {
                together.push((case.id.clone(), part));
            }
        }
        self.undo_death(&undo.cause);
        for (_, part) in &together {
            self.give_back_consent(part);
        }
        for (id, part) in together {
            self.restore(&id, *part);
        }
        Ok(())
    }

    fn give_back_consent(&mut self, undo: &Undo) {
        if let Some(all) = &undo.revoked_all
            && self.f.person.revoked_all == all.after
        {
            self.f.person.revoked_all = all.before;
        }
        for before in &undo.points {
            let mut points = self.f.person.points.iter_mut();
            let same = |p: &&mut ContactPoint| p.value == before.value && before.kind.is_none_or(|kind| kind == p.kind);
            let Some(point) = points.find(same) else {
                continue;
            };
            if before.dropped_at.is_some() && point.dropped_at == before.dropped_at {
                point.dropped_at = None;
            }
            if point.standing != before.after || before.after == before.standing {
                continue;
            }
            point.standing = before.standing.clone();
            let granted = matches!(point.standing, ConsentStanding::Granted { .. });
            let channel = point.kind.channel().unwrap_or(Channel::Call);
            if granted {
                let change = ConsentChange::Granted;
                self.note(None, EntryKind::ConsentChanged { channel, change });
            }
            let told = self.action_id(
                None,
                "record_opt_out",
                &format!("{}:{}", undo.cause, before.value.reveal()),
            );
            self.take_back(None, told);
        }
        self.find_zones();
    }

    fn take_back(&mut self, case: Option<&CaseId>, action_id: crate::wire::ActionId) {
        let id = self.action_id(case, "cancel", &action_id.text());
        self.act(id, ActionKind::Cancel { action_id });
    }

    /// One case goes back to where it stood.
    fn restore(&mut self, id: &CaseId, undo: Undo) {
        let Some(case) = self.case_mut(id) else { return };
        for step in &undo.told_of {
            case.results.remove(step);
        }
        for done in undo.done {
            if !case.is_done(&done.step) {
                case.done.push(done);
            }
        }
        // What was told when the case entered this state is taken back when it leaves it again, not when only time or
        // tasks go back.
        let (from, moves) = (case.state.name(), !undo.stays && case.state.name() != undo.state.name());
        let told = match &case.state {
            CaseState::Closed {
                outcome: Outcome::Declined,
                ..
            } => Some("declined".to_owned()),
            CaseState::Closed {
                outcome: Outcome::OptedOut,
                ..
            } => Some("opted_out".to_owned()),
            CaseState::ReEngaged {
                by: ReEngagedBy::Reply, ..
            } => Some(format!("re_engaged:{}", undo.cause)),
            CaseState::Closed { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. } => None,
        };
        if let Some(status) = told.filter(|_| moves) {
            let told = self.action_id(Some(id), "tell_practice_system", &self.told_as(id, &status));
            self.take_back(Some(id), told);
        }
        if undo.stays {
            self.go_on(id);
        } else if self.case(id).is_some_and(|case| kind(&case.state) == kind(&undo.state)) {
            self.go_back_in_time(id, &undo.state);
        } else {
            self.go_back(id, &undo.state, undo.at);
        }
        // Those of a re-engaged case are ended with its state.
        self.end_tasks_of(id, &undo.cause);
        let to = self.case(id).map_or(from, |case| case.state.name());
        let outcome = undo.outcome;
        self.note(Some(id), EntryKind::Undone { outcome, from, to });
        for kind in undo.asked {
            if self.open_task(Some(id), kind).is_none() {
                let words = undo.said.iter().rfind(|words| words.kind == kind);
                self.said = words.map(|words| words.said.clone());
                self.ask_again(id, kind);
                self.said = None;
            }
        }
        // What the practice system has said meanwhile about a case that was over.
        if self
            .case(id)
            .is_some_and(|case| case.is_open() && self.is_accepted(case))
        {
            self.close(id, Outcome::Accepted);
        }
        self.withdraw_if_settled(id);
    }

    /// The case is where it was, but for its timer. A level that was raised since stays raised.
    fn go_back_in_time(&mut self, id: &CaseId, to: &CaseState) {
        let Some(case) = self.case_mut(id) else { return };
        match (&mut case.state, to) {
            (
                CaseState::Paused { until, level, .. },
                CaseState::Paused {
                    until: before,
                    level: same,
                    ..
                },
            ) if level == same => *until = *before,
            (
                CaseState::ReEngaged {
                    next_prompt_at, level, ..
                },
                CaseState::ReEngaged {
                    next_prompt_at: before,
                    level: same,
                    ..
                },
            ) if level == same => *next_prompt_at = *before,
            (
                CaseState::Waiting { .. }
                | CaseState::Active(_)
                | CaseState::Observed { .. }
                | CaseState::Paused { .. }
                | CaseState::ReEngaged { .. }
                | CaseState::Closed { .. },
                _,
            ) => {}
        }
        self.go_on(id);
    }

    fn go_back(&mut self, id: &CaseId, to: &CaseState, since_then: Timestamp) {
        let Some(case) = self.case(id) else { return };
        let (had_window, has_window) = (to.has_window(), case.state.has_window());
        let was_over = !case.is_open();
        let unanswered = matches!(
            case.state,
            CaseState::Paused { why, .. } if why.awaits_answer()
        );
        let stays = case.state.name() == to.name();
        let slotless = !case.holds_slot();
        let crowded = self.group_is_taken(case);
        let now = self.now;
        let waits = CaseState::Waiting { eligible_at: now };
        let mut state = match to {
            CaseState::Active(_) if slotless && (crowded || !self.has_free_slot()) => waits,
            CaseState::Paused { .. } if slotless && crowded => waits,
            CaseState::Active(run) => match self.onward(case, run) {
                Some(onward) => CaseState::Active(self.slid(case, onward.run)),
                None => waits,
            },
            CaseState::Waiting { .. }
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Closed { .. } => to.clone(),
        };
        if let CaseState::Paused { since, .. } | CaseState::ReEngaged { since, .. } = &mut state
            && has_window
        {
            // The window ran meanwhile; from here on it stands still again.
            *since = now;
        }
        self.renew_overdue_level(id, &mut state);
        if !stays {
            self.leave(id);
            if unanswered {
                self.end_tasks(id, &[PromptKind::Answer]);
            }
        }
        if matches!(state, CaseState::ReEngaged { .. }) {
            self.give_way(id);
        }
        if let Some(case) = self.case_mut(id) {
            // Out of a pause it stood still already.
            if had_window && was_over {
                case.hold_window(now.since(since_then));
            }
            case.state = state;
            case.undone = case.undone.saturating_add(1);
        }
        // A paused or re-engaged case may have been on another revision's steps.
        self.go_on(id);
    }
}
