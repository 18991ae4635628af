//! The last staff outcome, or the last reading of a reply, taken back.
//!
//! What it did is found by comparing the follow-up before and after, and kept with each case that it moved: one level,
//! until something else moves the case.

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::{
    ActionKind, Case, CaseState, ConsentChange, DoneStep, EntryKind, Event, EventKind, FollowUp, Outcome, PauseReason,
    ReEngagedBy, StaffOutcome, Task,
};
use crate::escalation::PromptKind;
use crate::plan::PersonStatus;
use crate::recipient::{Channel, ConsentStanding, ContactPoint, ContactValue};
use crate::reply;
use crate::schedule::{DAY, Timestamp};
use crate::wire::{CaseId, EventId, TaskId};
use crate::{Code, Error};

/// How long a case that is over can be brought back.
const CLOSED_DAYS: i64 = 30;

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
}

/// A contact point that it silenced or dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PointBefore {
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
        // A reply that only changed the person's contact points is undone with the case that it was about.
        let changed = !consent.0.is_empty() || consent.1.is_some();
        let addressed = addressed.or_else(|| self.replied_about().filter(|_| changed));
        let mut consent = Some(consent);
        // The case that it named keeps what it did to the person.
        let mut ids = self.own_ids();
        ids.sort_by_key(|id| Some(id) != addressed.as_ref());
        for id in ids {
            let Some(old) = before.cases.iter().find(|case| case.id == id) else {
                continue;
            };
            let asked = before.tasks.iter().filter(|task| task.case.as_ref() == Some(&id));
            let asked: Vec<PromptKind> = asked.map(|task| task.kind).collect();
            let Some(case) = self.case_mut(&id) else { continue };
            if addressed.as_ref() != Some(&id) && case.state == old.state {
                continue;
            }
            let (points, revoked_all) = consent.take().unwrap_or_default();
            let undone = |done: &&DoneStep| !case.is_done(&done.step);
            case.undo = Some(Box::new(Undo {
                cause: event.event_id.clone(),
                at,
                outcome,
                state: old.state.clone(),
                done: old.done.iter().filter(undone).cloned().collect(),
                asked,
                points,
                revoked_all,
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
            let Some(point) = self.f.person.point_mut(&before.value) else {
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
        for done in undo.done {
            if !case.is_done(&done.step) {
                case.done.push(done);
            }
        }
        // What was told when the case entered this state is taken back when it leaves it again, not when only time or
        // tasks go back.
        let (from, moves) = (case.state.name(), case.state.name() != undo.state.name());
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
        if self.case(id).is_some_and(|case| kind(&case.state) == kind(&undo.state)) {
            self.go_back_in_time(id, &undo.state);
        } else {
            self.go_back(id, &undo.state, undo.at);
        }
        self.end_what_it_asked(id, undo.at);
        let to = self.case(id).map_or(from, |case| case.state.name());
        let outcome = undo.outcome;
        self.note(Some(id), EntryKind::Undone { outcome, from, to });
        for kind in undo.asked {
            if self.open_task(Some(id), kind).is_none() {
                self.ask_again(id, kind);
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

    /// Tasks that the event raised. Those of a re-engaged case are ended with its state.
    fn end_what_it_asked(&mut self, id: &CaseId, at: Timestamp) {
        let of_it = |task: &&Task| task.case.as_ref() == Some(id) && task.raised_at == at;
        let kinds: Vec<PromptKind> = self.f.tasks.iter().filter(of_it).map(|task| task.kind).collect();
        self.end_tasks(id, &kinds);
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
            CaseState::Paused {
                why: PauseReason::Question | PauseReason::Unclear,
                ..
            }
        );
        let stays = case.state.name() == to.name();
        let slotless = !case.holds_slot();
        let (presented, crowded) = (case.presented, self.group_is_taken(case));
        let now = self.now;
        let waits = CaseState::Waiting { eligible_at: now };
        let mut state = match to {
            CaseState::Active(_) if slotless && (crowded || !self.has_free_slot()) => waits,
            CaseState::Paused { .. } if slotless && crowded => waits,
            CaseState::Active(run) => match self.onward(case, run) {
                Some(onward) => CaseState::Active(self.slid(onward.run, presented)),
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
        self.renew_overdue_level(&mut state);
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
}

impl Before {
    pub(super) fn of(follow_up: &FollowUp) -> Self {
        let case = |case: &Case| CaseBefore {
            id: case.id.clone(),
            state: case.state.clone(),
            done: case.done.clone(),
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
fn kind(state: &CaseState) -> (&'static str, Option<PauseReason>) {
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
