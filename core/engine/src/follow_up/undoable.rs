//! What can be undone: how things stood before the last staff outcome, or before the last reply was read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::{Case, CaseState, DoneStep, Event, EventKind, FollowUp, PauseReason, StaffOutcome, Task};
use crate::criteria::StepResult;
use crate::escalation::PromptKind;
use crate::recipient::{ConsentStanding, ContactKind, ContactPoint, ContactValue};
use crate::reply;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, EventId, Redacted, StepId, TaskId};

/// How a case stood before a staff outcome, or before a reply was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Undo {
    /// The event that moved it; cases that it moved together go back together.
    pub(crate) cause: EventId,
    pub(crate) at: Timestamp,
    /// None when it was a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<StaffOutcome>,
    pub(crate) state: CaseState,
    /// Steps done that it made undone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) done: Vec<DoneStep>,
    /// What staff were asked about the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) asked: Vec<PromptKind>,
    /// What it took from the person's contact points; kept with one of the cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) points: Vec<PointBefore>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_all: Option<RevokedAll>,
    /// Whether it left the case where it was: what time did to the case since is none of its doing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stays: bool,
    /// What the person wrote, of the tasks in `asked`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) said: Vec<Words>,
    /// Steps of which it told what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) told_of: Vec<StepId>,
}

/// What the person wrote that staff were asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Words {
    pub(crate) kind: PromptKind,
    pub(crate) said: Redacted,
}

/// A contact point that it silenced or dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PointBefore {
    /// As what it is listed; kept since format 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<ContactKind>,
    pub(crate) value: ContactValue,
    pub(crate) standing: ConsentStanding,
    /// As it left the point. A point that stands otherwise by now is left alone.
    pub(crate) after: ConsentStanding,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dropped_at: Option<Timestamp>,
}

/// The revocation of everything that it made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RevokedAll {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Timestamp>,
}

impl Machine<'_> {
    /// After an event: what it can be undone with, or that what came before it can be undone no more. `before` is there
    /// for an event that [`can_be_undone`].
    pub(super) fn learn_to_undo(&mut self, before: Option<&Before>, stood: &[Stood], event: &Event) {
        let Some(before) = before else {
            self.forget_undo(stood, |old, new| old.kind != kind(&new.state) || old.round != new.round);
            return;
        };
        let (outcome, addressed) = match &event.kind {
            EventKind::Staff(staff) if staff.outcome == StaffOutcome::Undo => return,
            EventKind::Staff(staff) => {
                let task = |id: &TaskId| before.tasks.iter().find(|task| &task.id == id)?.case.clone();
                let case = staff.case_id.clone();
                (Some(staff.outcome), case.or_else(|| task(staff.task_id.as_ref()?)))
            }
            EventKind::Reply(_)
            | EventKind::Plan(_)
            | EventKind::PlanGone(_)
            | EventKind::Subject(_)
            | EventKind::SubjectGone(_)
            | EventKind::Recipient(_)
            | EventKind::Click(_)
            | EventKind::Appointment(_)
            | EventKind::Receipt(_)
            | EventKind::Consent(_)
            | EventKind::History(_) => (None, None),
        };
        let at = self.now;
        let consent = self.consent_before(before);
        // Where a reading changed nothing but consent, the case that the message was about keeps that.
        let about = self.replied_about().filter(|_| consent != (Vec::new(), None));
        let addressed = addressed.or(about);
        let mut consent = Some(consent);
        // The case that it named keeps what it did to the person.
        let mut ids = self.own_ids();
        ids.sort_by_key(|id| Some(id) != addressed.as_ref());
        for id in ids {
            let Some(old) = before.cases.iter().find(|case| case.id == id) else {
                continue;
            };
            let asked = before.tasks.iter().filter(|task| task.case.as_ref() == Some(&id));
            let (kinds, said) = (asked.clone().map(|task| task.kind), asked);
            let words = |task: &Task| {
                let said = task.said.clone()?;
                Some(Words { kind: task.kind, said })
            };
            let (asked, said) = (kinds.collect(), said.filter_map(words).collect());
            // A reading that only raised a question is one too.
            let mut tasks = self.f.tasks.iter().filter(|task| task.case.as_ref() == Some(&id));
            let raised = tasks.any(|task| task.raised_by.as_ref() == Some(&event.event_id));
            let Some(case) = self.case_mut(&id) else { continue };
            let stays = case.state == old.state;
            if addressed.as_ref() != Some(&id) && stays && !raised {
                continue;
            }
            let (points, revoked_all) = consent.take().unwrap_or_default();
            let undone = |done: &&DoneStep| !case.is_done(&done.step);
            let news = case
                .results
                .iter()
                .filter(|(step, result)| old.results.get(step) != Some(result));
            case.undo = Some(Box::new(Undo {
                cause: event.event_id.clone(),
                at,
                outcome,
                state: old.state.clone(),
                done: old.done.iter().filter(undone).cloned().collect(),
                asked,
                points,
                revoked_all,
                stays,
                said,
                told_of: news.map(|(step, _)| step.clone()).collect(),
            }));
        }
    }

    /// How the cases stand that something can be undone about.
    pub(super) fn stood(&self) -> Vec<Stood> {
        let undoable = self.f.cases.iter().filter(|case| case.undo.is_some());
        undoable
            .map(|case| Stood {
                id: case.id.clone(),
                open: case.is_open(),
                kind: kind(&case.state),
                round: case.round,
            })
            .collect()
    }

    /// Time that carries a case on leaves what staff did to be undone; time that ends it does not.
    pub(super) fn forget_undo_of_ended(&mut self, stood: &[Stood]) {
        self.forget_undo(stood, |old, new| old.open && !new.is_open());
    }

    fn forget_undo(&mut self, stood: &[Stood], settled: impl Fn(&Stood, &Case) -> bool) {
        for case in &mut self.f.cases {
            let old = stood.iter().find(|old| old.id == case.id);
            if old.is_some_and(|old| settled(old, case)) {
                case.undo = None;
            }
        }
    }

    /// The person, a carrier or another system spoke of consent: what staff did before is no longer the last word.
    pub(super) fn keep_opted_out(&mut self, contact: &ContactValue, all: bool) {
        for case in &mut self.f.cases {
            if all {
                case.undo = None;
            } else if let Some(undo) = &mut case.undo {
                undo.points.retain(|point| &point.value != contact);
            }
        }
    }

    /// The carrier says that it does not work: that staff take back what they said of it makes it work no more.
    pub(super) fn keep_dropped(&mut self, contact: &ContactValue) {
        let undone = self.f.cases.iter_mut().filter_map(|case| case.undo.as_mut());
        let points = undone.flat_map(|undo| &mut undo.points);
        points
            .filter(|point| &point.value == contact)
            .for_each(|point| point.dropped_at = None);
    }

    fn consent_before(&self, before: &Before) -> (Vec<PointBefore>, Option<RevokedAll>) {
        let points = before.points.iter().filter_map(|old| {
            let new = self
                .f
                .person
                .points
                .iter()
                .find(|p| p.value == old.value && p.kind == old.kind)?;
            let dropped_at = new.dropped_at.filter(|_| old.dropped_at.is_none());
            (new.standing != old.standing || dropped_at.is_some()).then(|| PointBefore {
                kind: Some(old.kind),
                value: old.value.clone(),
                standing: old.standing.clone(),
                after: new.standing.clone(),
                dropped_at,
            })
        });
        let (old, new) = (before.revoked_all, self.f.person.revoked_all);
        let revoked_all = (old != new).then_some(RevokedAll {
            before: old,
            after: new,
        });
        (points.collect(), revoked_all)
    }
}

/// A follow-up before an event that can be undone: what such an event may change.
pub(super) struct Before {
    cases: Vec<CaseBefore>,
    tasks: Vec<Task>,
    points: Vec<ContactPoint>,
    revoked_all: Option<Timestamp>,
}

struct CaseBefore {
    id: CaseId,
    state: CaseState,
    done: Vec<DoneStep>,
    results: BTreeMap<StepId, StepResult>,
}

impl Before {
    pub(super) fn of(follow_up: &FollowUp) -> Self {
        let case = |case: &Case| CaseBefore {
            id: case.id.clone(),
            state: case.state.clone(),
            done: case.done.clone(),
            results: case.results.clone(),
        };
        Self {
            cases: follow_up.cases.iter().map(case).collect(),
            tasks: follow_up.tasks.clone(),
            points: follow_up.person.points.clone(),
            revoked_all: follow_up.person.revoked_all,
        }
    }
}

/// A case about which something can be undone, as it stood before a call.
pub(super) struct Stood {
    id: CaseId,
    open: bool,
    kind: (&'static str, Option<PauseReason>),
    round: u32,
}

/// Whether staff can take an event back: their own outcomes, and how a reply was read. Whoever writes STOP means it;
/// nobody else takes it back.
pub(super) fn can_be_undone(event: &Event) -> bool {
    match &event.kind {
        EventKind::Reply(said) => !reply::is_opt_out_keyword(said.text.reveal()),
        EventKind::Staff(_) => true,
        EventKind::Plan(_)
        | EventKind::PlanGone(_)
        | EventKind::Subject(_)
        | EventKind::SubjectGone(_)
        | EventKind::Recipient(_)
        | EventKind::Click(_)
        | EventKind::Appointment(_)
        | EventKind::Receipt(_)
        | EventKind::Consent(_)
        | EventKind::History(_) => false,
    }
}

/// The state by its name, and why it is paused.
pub(super) fn kind(state: &CaseState) -> (&'static str, Option<PauseReason>) {
    let why = match state {
        CaseState::Paused { why, .. } => Some(*why),
        CaseState::Waiting { .. }
        | CaseState::Active(_)
        | CaseState::Observed { .. }
        | CaseState::ReEngaged { .. }
        | CaseState::Closed { .. } => None,
    };
    (state.name(), why)
}
