//! A death that somebody told by reply. The practice system has not said so, hence nobody counts as deceased by it; but
//! whoever lives with it must not get a message, so everything automatic of the person waits until staff say otherwise.

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::prompts::{longest, question};
use super::{CaseState, PauseReason, Staff, StaffOutcome, Task};
use crate::escalation::PromptKind;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, EventId};

/// What was told of a death.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldDeath {
    /// When it was written.
    pub(crate) at: Timestamp,
    pub(crate) by: EventId,
    /// Staff know better: it was read wrongly, or somebody else died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) denied: Option<DeniedDeath>,
}

/// What staff said that lets everything go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeniedDeath {
    pub(crate) at: Timestamp,
    pub(crate) by: EventId,
}

impl ToldDeath {
    /// Of what two charts know the one that silences, then the later one.
    pub(super) fn of_both(ours: Option<Self>, theirs: Option<Self>) -> Option<Self> {
        let both = ours.into_iter().chain(theirs);
        both.max_by_key(|told| (told.denied.is_none(), told.at))
    }
}

impl Machine<'_> {
    /// Whether a death was told that nobody has denied.
    pub(super) fn death_stands(&self) -> bool {
        self.f.death.as_ref().is_some_and(|told| told.denied.is_none())
    }

    /// Takes in that somebody told of a death. Told again it is the same, also after staff denied it.
    pub(super) fn hear_of_death(&mut self, at: Timestamp) {
        let known = self.f.death.as_ref();
        let last_word = known.map(|told| told.denied.as_ref().map_or(told.at, |denied| denied.at.max(told.at)));
        if last_word.is_none_or(|last| at > last)
            && let Some(by) = self.event.clone()
        {
            self.f.death = Some(ToldDeath { at, by, denied: None });
        }
    }

    /// Everything automatic falls silent, and people are asked at once: about the case that the message was about, or
    /// about the person. Cases that wait for a date or a visit are met when their wait is over.
    pub(super) fn mourn(&mut self, about: Option<&CaseId>) {
        self.cancel_sends(None, None);
        let open = |state: &CaseState| match state {
            CaseState::Active(_)
            | CaseState::Waiting { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. } => true,
            CaseState::Observed { .. } | CaseState::Closed { .. } => false,
        };
        let asked = about.filter(|id| self.case(id).is_some_and(|case| open(&case.state)));
        match asked {
            Some(id) => self.pause_urgently(id, PauseReason::Death),
            None => self.ask_at_once(about),
        }
        // Nobody is to be asked to book for somebody who died. One list of levels is enough.
        let mut climbs = asked.is_some();
        for id in self.own_ids() {
            let speaks = self.case(&id).map(|case| &case.state);
            if matches!(speaks, Some(CaseState::Active(_) | CaseState::ReEngaged { .. })) {
                let until = if climbs {
                    longest(self.now)
                } else {
                    self.after_level(Some(&id), &question(), 1)
                };
                self.pause(&id, PauseReason::Death, until);
                climbs = true;
            }
        }
    }

    /// A case was about to go on by itself: it waits, and people are asked.
    pub(super) fn stay_silent(&mut self, id: &CaseId) {
        self.pause_urgently(id, PauseReason::Death);
    }

    /// What staff report may say that the person lives, or that all has been talked over: what answers the message,
    /// books, or lets a case go on. A question from before is none of that.
    pub(super) fn hear_denial(&mut self, case: Option<&CaseId>, task: Option<&Task>, staff: &Staff) {
        let Some(told) = self.f.death.as_ref().filter(|told| told.denied.is_none()) else {
            return;
        };
        let mourns = case
            .and_then(|id| self.case(id))
            .is_some_and(|case| mourns(&case.state));
        let answers = match task {
            Some(task) => task.kind == PromptKind::Answer && task.raised_at >= told.at,
            None => mourns && staff.outcome == StaffOutcome::Answered,
        };
        let denies = match staff.outcome {
            StaffOutcome::Resume | StaffOutcome::Booked => true,
            StaffOutcome::Answered | StaffOutcome::Reached => answers,
            StaffOutcome::LeftMessage
            | StaffOutcome::NoAnswer
            | StaffOutcome::Declined
            | StaffOutcome::WrongNumber
            | StaffOutcome::DoNotContact
            | StaffOutcome::Pause
            | StaffOutcome::StopCase
            | StaffOutcome::Undo => false,
        };
        if denies {
            self.deny_death();
        }
    }

    fn deny_death(&mut self) {
        let (at, by) = (self.now, self.event.clone());
        if let Some((told, by)) = self.f.death.as_mut().zip(by) {
            told.denied = Some(DeniedDeath { at, by });
        }
    }

    /// Staff take back how a message was read, or what they said about one.
    pub(super) fn undo_death(&mut self, cause: &EventId) {
        let Some(told) = &mut self.f.death else { return };
        if told.denied.as_ref().is_some_and(|denied| &denied.by == cause) {
            told.denied = None;
        } else if told.denied.is_none() && &told.by == cause {
            self.deny_death();
        }
    }
}

/// Whether a case waits for what staff say about a death.
pub(super) fn mourns(state: &CaseState) -> bool {
    matches!(
        state,
        CaseState::Paused {
            why: PauseReason::Death,
            ..
        }
    )
}
