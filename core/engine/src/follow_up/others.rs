//! Several playbooks over one follow-up, each for its own kind of subject.
//!
//! Whatever concerns the person (consent, contact points, messages, visits) is shared, and the first playbook that sees
//! an event does it; the ones after it do only what concerns their own cases. No playbook moves a case of another kind.

use super::machine::Machine;
use super::{Case, EntryKind, FollowUp, IgnoredInput, LeftReply, Outcome, SeenEvent, TellStatus};
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, SubjectKind, hash};

/// How many replies wait for another playbook. A host that calls all of them has hardly ever one.
pub(super) const MAX_LEFT: usize = 64;

/// Who is to take in a reply.
pub(super) enum Whose {
    /// This playbook; about a case of its own, or about none.
    Ours(Option<CaseId>),
    /// Another one has done so, or will.
    Others,
}

impl FollowUp {
    /// The revision under which a playbook for that kind last handled it.
    pub(super) fn revision_of(&self, kind: &SubjectKind) -> Option<&str> {
        if kind.as_str() == hash::PLAN {
            return self.revision.as_deref();
        }
        self.revisions.get(kind).map(String::as_str)
    }
}

impl Machine<'_> {
    /// Whether this playbook follows up that case.
    pub(super) fn is_own(&self, case: &Case) -> bool {
        case.kind() == self.rules.subject.as_str()
    }

    pub(super) fn is_own_id(&self, id: &CaseId) -> bool {
        self.case(id).is_some_and(|case| self.is_own(case))
    }

    /// Whether this playbook takes in what concerns a case: one of its own, else what no other one has seen.
    pub(super) fn is_ours(&self, case: Option<&CaseId>) -> bool {
        let known = case.and_then(|id| self.case(id));
        known.map_or(!self.told_before, |case| self.is_own(case))
    }

    pub(super) fn own_cases(&self) -> impl Iterator<Item = &Case> {
        self.f.cases.iter().filter(|case| self.is_own(case))
    }

    /// The ids of this playbook's cases, for loops that change them.
    pub(super) fn own_ids(&self) -> Vec<CaseId> {
        self.own_cases().map(|case| case.id.clone()).collect()
    }

    /// Takes the playbook of this call for the current one of its kind; the revision before, if it was another.
    pub(super) fn replace_revision(&mut self) -> Option<String> {
        let (kind, now) = (&self.rules.subject, &self.rules.revision);
        let of_plans = kind.as_str() == hash::PLAN;
        let known = if of_plans {
            self.f.revision.as_ref()
        } else {
            self.f.revisions.get(kind)
        };
        if known == Some(now) {
            return None;
        }
        if of_plans {
            self.f.revision.replace(now.clone())
        } else {
            self.f.revisions.insert(kind.clone(), now.clone())
        }
    }

    /// The memory of an event as this playbook keeps it.
    pub(super) fn memory_of(&self, event: &str) -> u64 {
        hash::event(self.rules.subject.as_str(), event)
    }

    /// Whether the playbook of another kind has taken in an event.
    pub(super) fn seen_by_others(&self, event: &str) -> bool {
        let plans = self.f.revision.as_ref().map(|_| hash::PLAN);
        let kinds = plans
            .into_iter()
            .chain(self.f.revisions.keys().map(|kind| kind.as_str()));
        let mut others = kinds.filter(|kind| *kind != self.rules.subject.as_str());
        others.any(|kind| {
            let hash = hash::event(kind, event);
            self.f.seen.iter().any(|seen| seen.hash == hash)
        })
    }

    /// An event about a case that another kind's playbook follows up.
    pub(super) fn leave_to_others(&mut self, case: Option<&CaseId>) {
        let why = IgnoredInput::OtherSubject;
        self.note(case, EntryKind::Ignored { why });
    }

    /// Cases of other kinds end too; their own playbooks close them at their next call.
    pub(super) fn end_others(&mut self, outcome: Outcome, ends: impl Fn(&Case) -> bool) {
        let own = self.rules.subject.as_str();
        for case in &mut self.f.cases {
            if case.kind() != own && case.is_open() && ends(case) {
                case.ending = case.ending.or(Some(outcome));
            }
        }
    }

    /// Closes the cases that ended by what another playbook took in, before anything else can happen to them.
    pub(super) fn catch_up(&mut self) {
        for id in self.own_ids() {
            let Some(outcome) = self.case_mut(&id).and_then(|case| case.ending.take()) else {
                continue;
            };
            let open = self.case(&id).is_some_and(Case::is_open);
            self.close(&id, outcome);
            if open && outcome == Outcome::OptedOut {
                self.tell(&id, TellStatus::OptedOut);
            }
        }
    }

    /// Whether a case of this playbook waits to be closed.
    pub(super) fn lags_behind(&self) -> bool {
        self.own_cases().any(|case| case.ending.is_some())
    }

    /// Decides once whose reply it is, when the first playbook sees it: later there may be newer messages. What it
    /// leaves for another kind is remembered until that one sees it.
    pub(super) fn claim_reply(&mut self, at: Timestamp, channel: Channel) -> Whose {
        let event = || hash::event(hash::PLAN, self.cause());
        if self.told_before {
            let event = event();
            let own = |left: &LeftReply| left.event.hash == event && self.is_own_id(&left.case);
            return match self.f.left.iter().position(own) {
                Some(index) => Whose::Ours(Some(self.f.left.remove(index).case)),
                None => Whose::Others,
            };
        }
        let case = self.whose_reply(channel);
        let Some(id) = case.clone().filter(|id| !self.is_own_id(id)) else {
            return Whose::Ours(case);
        };
        let event = SeenEvent { hash: event(), at };
        self.leave_to_others(Some(&id));
        self.f.left.push(LeftReply { event, case: id });
        if let Some(excess) = self.f.left.len().checked_sub(MAX_LEFT) {
            self.f.left.drain(..excess);
        }
        Whose::Others
    }
}
