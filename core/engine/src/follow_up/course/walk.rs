//! One tick along a course: where it is, and what it decided so far.

use super::super::{Action, ActionKind, Entry, EntryKind, Spare};
use super::{Course, Whose};
use crate::Decision;
use crate::playbook::{Rules, Sequence};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, CaseId};

/// The names that a case goes by, and the contact point of each channel that its course uses.
pub(crate) struct Names<'a> {
    pub(crate) recipient: &'a str,
    pub(crate) case: &'a str,
    /// The point of a channel, by its number.
    pub(crate) point: &'a dyn Fn(usize) -> Option<&'a str>,
}

/// One tick in progress.
pub(super) struct Walk<'a> {
    pub(super) course: Course,
    pub(super) rules: &'a Rules,
    pub(super) sequence: &'a Sequence,
    pub(super) now: Timestamp,
    /// When it was to be ticked.
    pub(super) woken_at: Option<Timestamp>,
    pub(super) case: CaseId,
    pub(super) names: &'a Names<'a>,
    pub(super) decision: Decision,
    pub(super) spare: &'a mut Spare,
}

impl<'a> Walk<'a> {
    pub(super) fn whose(&self) -> Whose<'a> {
        Whose {
            recipient: self.names.recipient,
            case: self.names.case,
            round: self.course.round,
        }
    }

    pub(super) fn act(&mut self, id: ActionId, kind: ActionKind) {
        self.decision.actions.push(Action { id, kind });
    }

    pub(super) fn note(&mut self, kind: EntryKind) {
        self.decision.journal.push(Entry {
            at: self.now,
            case_id: Some(self.case.clone()),
            kind,
        });
    }
}
