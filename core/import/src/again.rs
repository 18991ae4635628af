//! Records with one id. Which of them stays hangs on what they say, never on their order.
//!
//! The same record once more is left out. Of records that say different things one stays and the others are refused: of
//! plans and procedures the one that is less far along, then the one with the older day, then the one with the smaller
//! amount; of visits one that is in the book, then the earlier one; of people the one who wants less to be written to. So
//! nothing ends that a later export could not take back, and nobody is promised more. Where all of that is the same, it is
//! one of them, and in any order that one. Of records that name different patients none stays.

use std::sync::Arc;

use followthrough::Code;
use followthrough::plan::ProcedureStatus;

use crate::problem::{Place, Problem};
use crate::set_aside::Reason;

/// A record that is judged beside the others of its id.
pub(crate) trait Contested {
    /// What makes one of two stay: the smaller one does.
    type Rank: Ord;
    /// A patient's number.
    type Patient: Eq;

    fn place(&self) -> Place;

    /// None of one that cannot stay, since it is wrong or there once more.
    fn rank(&self) -> Option<Self::Rank>;

    /// Whose it is, where it can be read and is somebody's.
    fn whose(&self) -> Option<&Self::Patient>;
}

/// What becomes of the records with one id.
pub(crate) enum Verdict<T> {
    /// Nobody can tell whose it is.
    OfNobody(Vec<T>),
    /// One stays, if any can, and the rest does not.
    Stays(Option<T>, Vec<T>),
}

/// Judges all records with one id.
pub(crate) fn judge<T: Contested>(mut records: Vec<T>) -> Verdict<T> {
    records.sort_by_key(T::place);
    let mut patients = records.iter().filter_map(T::whose);
    let first = patients.next();
    if first.is_some_and(|first| patients.any(|other| other != first)) {
        return Verdict::OfNobody(records);
    }
    let ranked = records.iter().enumerate();
    let ranked = ranked.filter_map(|(at, record)| Some((record.rank()?, at)));
    let stays = ranked.min().map(|(_, at)| records.remove(at));
    Verdict::Stays(stays, records)
}

/// How far along a procedure is.
pub(crate) fn far(status: ProcedureStatus) -> u8 {
    match status {
        ProcedureStatus::Planned => 0,
        ProcedureStatus::Scheduled => 1,
        ProcedureStatus::Completed
        | ProcedureStatus::Declined
        | ProcedureStatus::Referred
        | ProcedureStatus::Removed
        | ProcedureStatus::Inactive
        | ProcedureStatus::Existing => 2,
    }
}

/// Why a record does not stay that is not the same once more.
#[derive(Clone, Copy)]
pub(crate) enum Conflict {
    OtherContent,
    OtherPatient,
    /// Of what insurance pays, two amounts are none.
    Neither,
}

impl Conflict {
    pub(crate) fn problem(self, column: impl Into<Arc<str>>, id: &str) -> Problem {
        let message = match self {
            Self::OtherContent => "another record, with other content, has the same id, and stays",
            Self::OtherPatient => "another record with the same id is another patient's: nobody can tell whose it is",
            Self::Neither => "another record, with other content, has the same id: neither counts",
        };
        let (reason, code) = (Reason::ConflictingDuplicate, Code::ImportDuplicate);
        Problem::of_id(column, reason, code, id, "new").because(message)
    }
}
