//! Two follow-ups of one person become one, and a case's rounds and steps go with it to another person.

use std::cmp::Reverse;

use super::limits::bound;
use super::machine::Machine;
use super::others::MAX_LEFT;
use super::visits::forget_excess;
use super::{Case, CaseState, DoneStep, FollowUp, MAX_CASES, MAX_EVENTS, Outcome, PastCase, Sent, ToldDeath, Visit};
use crate::plan::PersonStatus;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, StepId};
use crate::{Code, Error};

/// How many charts that were merged into one are remembered by name.
const MAX_MERGED: usize = 16;

impl FollowUp {
    /// Takes in another follow-up of the same person: two charts became one. Store this one and delete the other in one
    /// transaction, then hand in the `recipient` event that names the other in `merged_from`, or tick.
    ///
    /// It keeps of both: every opt-out, refusal and dropped point (a later dated opt-in still opens a point again),
    /// every message for the caps, every event seen, every open task, every visit, every case. Of a case that both have
    /// it keeps the one that is further, by round, then by state, with the steps that either did in that round. Nothing
    /// can be undone afterwards.
    ///
    /// # Errors
    /// `FT-H006` when together they have more than 16 cases that are not over; neither is changed. Of cases that are
    /// over, those that have been so for the longest time are forgotten first. `FT-H011` when both are of one recipient.
    pub fn merge(&mut self, other: Self) -> Result<(), Error> {
        if other.person.id == self.person.id {
            return Err(
                Error::new(Code::WrongRecipient, "a follow-up cannot be merged into itself")
                    .at("person.id")
                    .help("hand in the follow-up of the chart that is gone"),
            );
        }
        let mut merged = self.clone();
        for theirs in other.cases {
            match merged.cases.binary_search_by(|ours| ours.id.cmp(&theirs.id)) {
                Ok(index) => {
                    if let Some(ours) = merged.cases.get_mut(index) {
                        ours.absorb(theirs);
                    }
                }
                Err(index) => merged.cases.insert(index, theirs),
            }
        }
        for case in &mut merged.cases {
            case.undo = None;
        }
        for task in other.tasks {
            if !merged.tasks.iter().any(|known| known.id == task.id) {
                merged.tasks.push(task);
            }
        }
        merged.make_room_for_all()?;
        for visit in other.visits {
            merged.hear_visit(visit);
        }
        for sent in other.sends {
            if !merged.sends.iter().any(|known| known.is_same_as(&sent)) {
                merged.sends.push(sent);
            }
        }
        merged.sends.sort_by_key(|sent| sent.at);
        merged.seen.extend(other.seen);
        merged.seen.sort_by_key(|seen| (seen.at, seen.hash));
        merged.seen.dedup();
        if let Some(excess) = merged.seen.len().checked_sub(MAX_EVENTS) {
            merged.seen.drain(..excess);
        }
        merged
            .merged
            .retain(|id| id != &other.person.id && !other.merged.contains(id));
        merged.merged.extend(other.merged);
        merged.merged.push(other.person.id.clone());
        if let Some(excess) = merged.merged.len().checked_sub(MAX_MERGED) {
            merged.merged.drain(..excess);
        }
        for past in other.past {
            merged.remember(past);
        }
        while merged.past.len() > MAX_CASES {
            let oldest = merged
                .past
                .iter()
                .map(|past| past.at)
                .enumerate()
                .min_by_key(|(_, at)| *at);
            let Some((index, _)) = oldest else { break };
            merged.past.remove(index);
        }
        merged.person.absorb(other.person);
        merged.person.forget_excess_points();
        merged.last_now = merged.last_now.max(other.last_now);
        merged.revision = merged.revision.or(other.revision);
        merged.forgot |= other.forgot;
        merged.stale_asked = merged.stale_asked.max(other.stale_asked);
        for (kind, revision) in other.revisions {
            merged.revisions.entry(kind).or_insert(revision);
        }
        merged.left.extend(other.left);
        if let Some(excess) = merged.left.len().checked_sub(MAX_LEFT) {
            merged.left.drain(..excess);
        }
        merged.forget_excess_tasks();
        merged.forget_excess_sends();
        merged.death = ToldDeath::of_both(merged.death.take(), other.death);
        merged.unsettled = merged.cases.iter().map(Case::subject_kind).collect();
        *self = merged;
        Ok(())
    }

    /// Takes over what another person's follow-up did about a case that moved from there to here: its round, and the
    /// steps that are not to be done again. Call it before the plan arrives, or after; without it the case is a fresh
    /// one here, since another person has not been told anything. Messages to the other person count toward their
    /// limits only.
    ///
    /// # Errors
    /// `FT-H002` when the other follow-up has no such case, `FT-H006` when 16 cases are waited for already.
    pub fn carry(&mut self, case: &CaseId, from: &Self) -> Result<(), Error> {
        let Some(known) = from.cases.iter().find(|known| &known.id == case) else {
            return Err(Error::new(Code::UnknownCase, format!("no case {case} to carry over")).at("case_id"));
        };
        let here = self.cases.iter().any(|c| &c.id == case) || self.past.iter().any(|past| &past.case == case);
        let waited_for = self.past.len() + usize::from(!here);
        bound("case_id", waited_for, MAX_CASES, "cases that are not known yet")?;
        self.remember(PastCase {
            case: case.clone(),
            round: known.round,
            done: known.done.iter().map(|done| done.step.clone()).collect(),
            at: known.known_at,
        });
        Ok(())
    }

    /// Steps done elsewhere, of a case that is here or has yet to arrive.
    fn remember(&mut self, past: PastCase) {
        if let Some(case) = self.cases.iter_mut().find(|case| case.id == past.case) {
            let kind = case.subject_kind();
            if let CaseState::Waiting { .. } = case.state {
                case.round = case.round.max(past.round);
            }
            case.add_done(
                past.done
                    .into_iter()
                    .map(|step| DoneStep { step, sent: true })
                    .collect(),
            );
            self.unsettled.insert(kind);
            return;
        }
        match self.past.binary_search_by(|known| known.case.cmp(&past.case)) {
            Ok(index) => {
                if let Some(known) = self.past.get_mut(index) {
                    known.round = known.round.max(past.round);
                    known.at = known.at.max(past.at);
                    let new: Vec<StepId> = past
                        .done
                        .into_iter()
                        .filter(|step| !known.done.contains(step))
                        .collect();
                    known.done.extend(new);
                }
            }
            Err(index) => self.past.insert(index, past),
        }
    }

    /// The later word of each visit.
    fn hear_visit(&mut self, visit: Visit) {
        match self
            .visits
            .binary_search_by(|known| known.appointment.id.cmp(&visit.appointment.id))
        {
            Ok(index) => {
                if let Some(known) = self.visits.get_mut(index)
                    && known.told_at < visit.told_at
                {
                    *known = visit;
                }
            }
            Err(index) => self.visits.insert(index, visit),
        }
        forget_excess(&mut self.visits);
    }

    fn make_room_for_all(&mut self) -> Result<(), Error> {
        while self.cases.len() > MAX_CASES {
            let over = self
                .cases
                .iter()
                .filter_map(|case| Some((over_since(case)?, case.id.clone())));
            let Some((_, id)) = over.min() else {
                let message = format!("at most {MAX_CASES} cases that are not over, got {}", self.cases.len());
                return Err(Error::new(Code::BoundExceeded, message)
                    .at("cases")
                    .help("close plans that nobody follows up, with plan_gone or stop_case, and merge then"));
            };
            self.cases.retain(|case| case.id != id);
            self.tasks.retain(|task| task.case.as_ref() != Some(&id));
        }
        Ok(())
    }
}

impl Case {
    /// The further of two that follow up the same thing.
    fn absorb(&mut self, mut other: Self) {
        if other.progress() > self.progress() {
            std::mem::swap(self, &mut other);
        }
        if other.known_at > self.known_at {
            self.known_at = other.known_at;
            self.subject = other.subject;
        }
        if other.round == self.round {
            self.replied |= other.replied;
            self.add_done(other.done);
            for (step, result) in &other.results {
                self.learn(step, *result);
            }
        }
        self.first_seen = self.first_seen.min(other.first_seen);
        self.undone = self.undone.max(other.undone);
    }

    /// How far it has come.
    fn progress(&self) -> (u32, u8, usize, Timestamp) {
        let state = match self.state {
            CaseState::Waiting { .. } => 0,
            CaseState::Observed { .. } => 1,
            CaseState::Active(_) => 2,
            CaseState::Paused { .. } => 3,
            CaseState::ReEngaged { .. } => 4,
            CaseState::Closed { .. } => 5,
        };
        (self.round, state, self.done.len(), self.known_at)
    }

    /// Steps done elsewhere, before its own, so that its own last one stays the last.
    fn add_done(&mut self, mut elsewhere: Vec<DoneStep>) {
        elsewhere.retain(|done| !self.is_done(&done.step));
        self.done.splice(0..0, elsewhere);
    }
}

impl Sent {
    fn is_same_as(&self, other: &Self) -> bool {
        match (&self.action, &other.action) {
            (Some(a), Some(b)) => a.id == b.id,
            // One of them heard of it from the other, or from a common past.
            (None, _) | (_, None) => self.at == other.at && self.channel == other.channel && self.to == other.to,
        }
    }
}

fn over_since(case: &Case) -> Option<Timestamp> {
    match case.state {
        CaseState::Closed { at, .. } => Some(at),
        CaseState::Waiting { .. }
        | CaseState::Active(_)
        | CaseState::Observed { .. }
        | CaseState::Paused { .. }
        | CaseState::ReEngaged { .. } => None,
    }
}

impl Machine<'_> {
    /// The first call after a merge, or after a case was carried here: what only the rules can tell.
    pub(super) fn settle(&mut self) {
        if !self.f.unsettled.remove(&self.rules.subject) {
            return;
        }
        for id in self.own_ids() {
            self.go_on(&id);
            self.withdraw_if_settled(&id);
        }
        if self.f.person.status != PersonStatus::Active {
            for id in self.own_ids() {
                self.close(&id, Outcome::Ineligible);
            }
        }
        self.hold_to_opt_outs();
        // Each chart had its slots; together they have one set. Who is being spoken to least goes back to waiting.
        let mut active: Vec<&Case> = self
            .own_cases()
            .filter(|case| matches!(case.state, CaseState::Active(_)))
            .collect();
        active.sort_by_cached_key(|case| Reverse(case.claim()));
        let active: Vec<CaseId> = active.into_iter().map(|case| case.id.clone()).collect();
        for id in active {
            let crowded = self.case(&id).is_some_and(|case| self.group_is_taken(case));
            if crowded || self.too_many_slots_taken() {
                self.leave(&id);
                let eligible_at = self.now;
                if let Some(case) = self.case_mut(&id) {
                    case.state = CaseState::Waiting { eligible_at };
                }
            }
        }
    }
}
