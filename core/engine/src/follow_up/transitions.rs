//! The moves between states that more than one event or timer makes.

use super::machine::Machine;
use super::prompts::Rung;
use super::timing::was_eligible;
use super::{
    About, ActionKind, Case, CaseState, EntryKind, Fate, FollowUp, Next, Outcome, PauseReason, Progress, ReEngagedBy,
    Run, Sent, Subject, TellStatus,
};
use crate::escalation::{Level, PromptKind};
use crate::playbook::{AfterReEngaged, Sequence, Step};
use crate::recipient::{ContactKind, ContactValue};
use crate::schedule::{DAY, Timestamp, day_at};
use crate::wire::{CaseId, EscalationId, StepId};

/// Paused and re-engaged cases end by their own timers; none lasts longer than this.
pub(super) const LONGEST_PAUSE_DAYS: i64 = 180;

/// What the id of the word about the end of a wind-down is made from: once a round.
pub(super) const FOLLOWED_UP: &str = "followed_up";

impl Machine<'_> {
    /// The case is over. Messages that are not confirmed are taken back, and its call and book tasks too.
    pub(super) fn close(&mut self, id: &CaseId, outcome: Outcome) {
        let Some(case) = self.case(id) else { return };
        if !case.is_open() {
            return;
        }
        let was_re_engaged = matches!(case.state, CaseState::ReEngaged { .. });
        self.close_without_review(id, outcome);
        let by_a_person = matches!(
            outcome,
            Outcome::Accepted | Outcome::AcceptedInPart | Outcome::Exhausted
        );
        if was_re_engaged && !by_a_person {
            self.ask_review(id);
        }
    }

    /// As [`Machine::close`], when a person already knows.
    pub(super) fn close_without_review(&mut self, id: &CaseId, outcome: Outcome) {
        if !self.case(id).is_some_and(Case::is_open) {
            return;
        }
        // What brought the person back stays credited, also when its message is no longer remembered.
        let touchpoint = match self.case(id).map(|case| &case.state) {
            Some(CaseState::ReEngaged {
                touchpoint: Some(touchpoint),
                ..
            }) => Some(touchpoint.clone()),
            Some(_) | None => self.credited(id),
        };
        let at = self.now;
        self.leave(id);
        self.note(
            Some(id),
            EntryKind::Closed {
                outcome,
                touchpoint: touchpoint.clone(),
            },
        );
        if let Some(case) = self.case_mut(id) {
            case.state = CaseState::Closed {
                outcome,
                at,
                touchpoint,
            };
        }
        // Also of a plan of which only a part was taken: it was taken instead of the others.
        if matches!(outcome, Outcome::Accepted | Outcome::AcceptedInPart) {
            self.withdraw_alternatives(id);
        }
    }

    /// The patient reacted, or the practice system says that nothing is left but to book: people take over.
    pub(super) fn re_engage(&mut self, id: &CaseId, by: ReEngagedBy) {
        let Some(case) = self.case(id) else { return };
        let progress = match &case.state {
            CaseState::ReEngaged { progress, .. } => {
                let progress = progress.clone();
                self.refresh(id, by, progress);
                return;
            }
            CaseState::Waiting { eligible_at } => Progress::NotEnrolled {
                eligible_at: *eligible_at,
            },
            CaseState::Active(run) => Progress::Enrolled(run.clone()),
            CaseState::Paused { progress, .. } => progress.clone(),
            // Out of the window by then: a case that comes back enters anew.
            CaseState::Observed { .. } | CaseState::Closed { .. } => Progress::NotEnrolled { eligible_at: self.now },
        };
        let touchpoint = self.credited(id);
        self.leave(id);
        self.give_way(id);
        self.note(
            Some(id),
            EntryKind::ReEngaged {
                by,
                touchpoint: touchpoint.clone(),
            },
        );
        let since = self.now;
        let next_prompt_at = self.re_engaged_until(id, since, 1);
        if let Some(case) = self.case_mut(id) {
            case.state = CaseState::ReEngaged {
                by,
                since,
                touchpoint,
                level: 1,
                next_prompt_at,
                progress,
            };
        }
        if matches!(by, ReEngagedBy::Reply | ReEngagedBy::Click) {
            self.tell(id, TellStatus::ReEngaged);
        }
        self.raise_level(id, &self.rules.when_re_engaged.escalate, Rung::FIRST, PromptKind::Book);
    }

    /// A second sign from a patient at whom people already are: the list starts anew, with one prompt and not two. That a
    /// visit fell through is news to whoever is at it.
    fn refresh(&mut self, id: &CaseId, by: ReEngagedBy, kept: Progress) {
        let list = &self.rules.when_re_engaged.escalate;
        let anew = self.re_engaged_until(id, self.now, 1);
        let (now, asked) = (self.now, self.is_asked_to_book(id));
        self.let_window_stand(id);
        if let Some(case) = self.case_mut(id)
            && let CaseState::ReEngaged { touchpoint, .. } = &case.state
        {
            let touchpoint = touchpoint.clone();
            case.state = CaseState::ReEngaged {
                by,
                since: now,
                touchpoint,
                level: 1,
                next_prompt_at: anew,
                progress: kept,
            };
        }
        if !asked || by == ReEngagedBy::BrokenVisit {
            self.raise_level(id, list, Rung::FIRST, PromptKind::Book);
        } else {
            self.hear_again(id, PromptKind::Book);
        }
    }

    /// The case waits: for a date, for staff, or for a visit.
    pub(super) fn pause(&mut self, id: &CaseId, why: PauseReason, until: Timestamp) {
        let Some(case) = self.case(id) else { return };
        let progress = match &case.state {
            CaseState::Waiting { eligible_at } => Progress::NotEnrolled {
                eligible_at: *eligible_at,
            },
            CaseState::Active(run) => Progress::Enrolled(run.clone()),
            CaseState::Paused { progress, .. } | CaseState::ReEngaged { progress, .. } => progress.clone(),
            CaseState::Observed { .. } | CaseState::Closed { .. } => return,
        };
        let since = self.now;
        let until = until.min(since.plus(LONGEST_PAUSE_DAYS * DAY));
        self.leave(id);
        self.give_way(id);
        self.note(Some(id), EntryKind::Paused { why, until });
        if let Some(case) = self.case_mut(id) {
            case.state = CaseState::Paused {
                why,
                since,
                until,
                level: 1,
                progress,
            };
        }
    }

    /// A paused or re-engaged case goes on: into its sequence, or back to waiting when it never was in one.
    pub(super) fn resume(&mut self, id: &CaseId) {
        if self.death_stands() {
            return self.stay_silent(id);
        }
        let Some(case) = self.case(id) else { return };
        let progress = match &case.state {
            CaseState::Paused { progress, .. } | CaseState::ReEngaged { progress, .. } => progress.clone(),
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Closed { .. } => {
                return;
            }
        };
        self.leave(id);
        self.note(Some(id), EntryKind::Resumed);
        let Some(case) = self.case(id) else { return };
        let state = match progress {
            Progress::NotEnrolled { eligible_at } => CaseState::Waiting { eligible_at },
            Progress::Enrolled(run) => CaseState::Active(self.slid(case, run)),
        };
        if let Some(case) = self.case_mut(id) {
            case.state = state;
        }
    }

    /// The anchor slides so that an overdue next step is due now; the spacing stays. A step that only waited until its
    /// case had been pending for long enough is not overdue.
    pub(super) fn slid(&self, case: &Case, run: Run) -> Run {
        let Next::Step { step, .. } = &run.next else {
            return run;
        };
        let Some((sequence, step)) = self.step(&run.sequence, step) else {
            return run;
        };
        let due = self.bounds(case, sequence, step, run.anchor).due;
        if Some(due).max(was_eligible(self.rules, case.presented, self.now)) >= Some(self.now) {
            return run;
        }
        let anchor = day_at(self.now, self.zone(Some(case)), -i64::from(step.day), None);
        Run { anchor, ..run }
    }

    /// What a case leaves behind with its state: unconfirmed messages are taken back while they could still go, nobody
    /// calls any more, nor books where that was asked for in this state, and the window has stood still while people
    /// were at it.
    pub(super) fn leave(&mut self, id: &CaseId) {
        self.cancel_sends(Some(id), None);
        self.end_tasks(id, &[PromptKind::Call]);
        match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(_) | CaseState::Observed { .. } | CaseState::ReEngaged { .. }) => {
                self.end_tasks(id, &[PromptKind::Book]);
            }
            Some(CaseState::Waiting { .. } | CaseState::Paused { .. } | CaseState::Closed { .. }) | None => {}
        }
        self.let_window_stand(id);
    }

    /// The window has stood still while people were at it, or waited.
    fn let_window_stand(&mut self, id: &CaseId) {
        let now = self.now;
        if let Some(case) = self.case_mut(id)
            && let CaseState::Paused { since, .. } | CaseState::ReEngaged { since, .. } = &case.state
        {
            let still = now.since(*since);
            case.hold_window(still);
        }
    }

    /// Takes back messages that may not have left yet: of a case, or to a contact point that fell silent.
    pub(super) fn cancel_sends(&mut self, case: Option<&CaseId>, to: Option<&ContactValue>) {
        let now = self.now;
        let FollowUp { sends, person, .. } = &mut *self.f;
        let silent = |sent: &Sent, to: &ContactValue| {
            let kind = ContactKind::of_channel(sent.channel);
            &sent.to == to
                && !person
                    .with_value(to)
                    .any(|point| point.kind == kind && person.may_use(point))
        };
        let mut cancelled = Vec::new();
        for sent in sends {
            let Some(action) = &sent.action else { continue };
            let open = sent.fate == Fate::Proposed && now < action.expires_at && !action.confirmation;
            let of_case = case.is_none_or(|id| action.case.as_ref() == Some(id));
            if open && of_case && to.is_none_or(|to| silent(sent, to)) {
                sent.fate = Fate::Cancelled;
                cancelled.push((action.id.clone(), action.case.clone()));
            }
        }
        for (action_id, case) in cancelled {
            let id = self.action_id(case.as_ref(), "cancel", &action_id.text());
            self.act(id, ActionKind::Cancel { action_id });
        }
    }

    /// Another case of the same group that is under way goes back to waiting; its steps done stay done.
    pub(super) fn give_way(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let others: Vec<CaseId> = self
            .f
            .cases
            .iter()
            .filter(|other| &other.id != id && other.is_under_way() && alternatives(case, other))
            .map(|other| other.id.clone())
            .collect();
        for other in others {
            self.leave(&other);
            let now = self.now;
            if let Some(other) = self.case_mut(&other) {
                other.state = CaseState::Waiting { eligible_at: now };
            }
        }
    }

    /// A snapshot can make alternatives of cases that are under way already: the one that people are at goes on, then
    /// the one worth more.
    pub(super) fn settle_group(&mut self, id: &CaseId) {
        let Some(case) = self.case(id).filter(|case| case.is_under_way()) else {
            return;
        };
        let claim = |case: &&Case| {
            let state = match case.state {
                CaseState::ReEngaged { .. } => 0_u8,
                CaseState::Paused { .. } => 1,
                CaseState::Active(_) => 2,
                CaseState::Observed { .. } | CaseState::Waiting { .. } | CaseState::Closed { .. } => 3,
            };
            (state, case.claim())
        };
        let rival = |other: &&Case| other.is_under_way() && (&other.id == id || alternatives(case, other));
        let first = self.f.cases.iter().filter(rival).min_by_key(claim);
        if let Some(first) = first.map(|case| case.id.clone()) {
            self.give_way(&first);
        }
    }

    /// Whether another case of the same group is beyond waiting.
    pub(super) fn group_is_taken(&self, case: &Case) -> bool {
        self.group_taken_by(case).next().is_some()
    }

    pub(super) fn group_taken_by<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = &'c Case> {
        let cases = self.f.cases.iter();
        cases.filter(|other| other.id != case.id && other.is_under_way() && alternatives(case, other))
    }

    /// An alternative that arrives after another one was accepted is no longer on offer.
    pub(super) fn withdraw_if_settled(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        if self.alternatives_of(case).any(Case::is_accepted) {
            self.close(id, Outcome::Withdrawn);
        }
    }

    fn withdraw_alternatives(&mut self, accepted: &CaseId) {
        let Some(case) = self.case(accepted) else { return };
        let others: Vec<CaseId> = self.alternatives_of(case).map(|other| other.id.clone()).collect();
        self.withdraw(&others);
    }

    /// Another was accepted in their place.
    pub(super) fn withdraw(&mut self, ids: &[CaseId]) {
        for id in ids {
            self.close(id, Outcome::Withdrawn);
        }
    }

    /// The cases of the same group, those that are over included.
    pub(super) fn alternatives_of<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = &'c Case> {
        let cases = self.f.cases.iter();
        cases.filter(|other| other.id != case.id && alternatives(case, other))
    }

    /// A "no" by the patient or by staff is about what was proposed, hence about all alternatives.
    pub(super) fn decline(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let mut group: Vec<CaseId> = self
            .f
            .cases
            .iter()
            .filter(|other| other.is_open() && (&other.id == id || alternatives(case, other)))
            .map(|other| other.id.clone())
            .collect();
        group.sort();
        for id in group {
            self.close(&id, Outcome::Declined);
            self.tell(&id, TellStatus::Declined);
        }
    }

    pub(super) fn tell(&mut self, id: &CaseId, status: TellStatus) {
        let Some(about) = self.case(id).map(|case| match &case.subject {
            Subject::Plan { plan } => About::Plan {
                plan_id: plan.id.clone(),
            },
            Subject::Due { due, .. } => About::Subject {
                subject_kind: due.kind.clone(),
                subject_id: due.id.clone(),
            },
        }) else {
            return;
        };
        let cause = match status {
            TellStatus::ReEngaged => format!("re_engaged:{}", self.cause()),
            TellStatus::FollowedUp => FOLLOWED_UP.to_owned(),
            TellStatus::Declined => "declined".to_owned(),
            TellStatus::OptedOut => "opted_out".to_owned(),
        };
        let action = self.action_id(Some(id), "tell_practice_system", &self.told_as(id, &cause));
        self.act(action, ActionKind::TellPracticeSystem { about, status });
    }

    /// The cause of what the practice system is told. After something was undone it is told anew, as another action.
    pub(super) fn told_as(&self, id: &CaseId, cause: &str) -> String {
        match self.case(id).map_or(0, |case| case.undone) {
            0 => cause.to_owned(),
            undone => format!("{cause}~{undone}"),
        }
    }

    /// What happens after the last level of a re-engaged case.
    pub(super) fn after_re_engaged(&mut self, id: &CaseId) {
        match self.rules.when_re_engaged.then {
            AfterReEngaged::Close => self.close(id, Outcome::Exhausted),
            AfterReEngaged::Resume => self.resume(id),
        }
    }

    /// The touchpoint that a reaction is credited to: the step of the case's latest message that did not fail. One that
    /// was taken back counts, since the word may have come too late.
    pub(super) fn credited(&self, id: &CaseId) -> Option<StepId> {
        let of_case = self.f.sends.iter().filter_map(|sent| {
            let counts = sent.counts() && sent.case() == Some(id);
            Some((sent.at, sent.step().filter(|_| counts)?))
        });
        of_case.max_by_key(|(at, _)| *at).map(|(_, step)| step.clone())
    }

    pub(super) fn sequence(&self, id: &crate::wire::SequenceId) -> Option<&Sequence> {
        self.rules.sequences.iter().find(|sequence| &sequence.id == id)
    }

    pub(super) fn step(&self, sequence: &crate::wire::SequenceId, step: &StepId) -> Option<(&Sequence, &Step)> {
        let sequence = self.sequence(sequence)?;
        let step = sequence.steps.iter().find(|s| &s.id == step)?;
        Some((sequence, step))
    }

    pub(super) fn levels(&self, list: &EscalationId) -> &[Level] {
        self.rules.escalations.get(list).map_or(&[], Vec::as_slice)
    }
}

/// Plans of which a patient takes one: marked as such by the practice system, or sharing a procedure that is pending in
/// at least one of them.
fn alternatives(a: &Case, b: &Case) -> bool {
    let (Some(a), Some(b)) = (a.plan(), b.plan()) else {
        return false;
    };
    let marked = a.alternative_group.is_some() && a.alternative_group == b.alternative_group;
    let pending_in = |one: &crate::plan::Plan, other: &crate::plan::Plan| {
        one.pending().any(|p| other.procedures.iter().any(|q| q.id == p.id))
    };
    marked || pending_in(a, b) || pending_in(b, a)
}
