//! The numbers for where a row stands, as the published schema lists them. A value outside a list rejects its row.

use followthrough::plan::ProcedureStatus;

use super::tables::{AptStatus, PatStatus, TextOk, TpStatus};

pub(super) const PAT_STATUS: &[(u8, PatStatus)] = &[
    (0, PatStatus::Patient),
    (1, PatStatus::NonPatient),
    (2, PatStatus::Inactive),
    (3, PatStatus::Archived),
    (4, PatStatus::Deleted),
    (5, PatStatus::Deceased),
    (6, PatStatus::Prospective),
];

pub(super) const TXT_MSG_OK: &[(u8, TextOk)] = &[(0, TextOk::Unknown), (1, TextOk::Yes), (2, TextOk::No)];

/// Whether the preferred method of contact is "do not call".
pub(super) const CONTACT_METHOD: &[(u8, bool)] = &[
    (0, false),
    (1, true),
    (2, false),
    (3, false),
    (4, false),
    (5, false),
    (6, false),
    (7, false),
    (8, false),
];

pub(super) const PROC_STATUS: &[(u8, ProcedureStatus)] = &[
    (1, ProcedureStatus::Planned),
    (2, ProcedureStatus::Completed),
    (3, ProcedureStatus::Existing),
    (4, ProcedureStatus::Existing),
    (5, ProcedureStatus::Referred),
    (6, ProcedureStatus::Removed),
    (7, ProcedureStatus::Existing),
    (8, ProcedureStatus::Inactive),
];

pub(super) const APT_STATUS: &[(u8, AptStatus)] = &[
    (1, AptStatus::Scheduled),
    (2, AptStatus::Complete),
    (3, AptStatus::UnschedList),
    (4, AptStatus::NoVisit),
    (5, AptStatus::Broken),
    (6, AptStatus::NoVisit),
    (7, AptStatus::NoVisit),
    (8, AptStatus::NoVisit),
];

pub(super) const TP_STATUS: &[(u8, TpStatus)] = &[(0, TpStatus::Saved), (1, TpStatus::Active), (2, TpStatus::Inactive)];

/// Whether the row is an estimate of a procedure that is not on a claim yet.
pub(super) const CLAIM_PROC_STATUS: &[(u8, bool)] = &[
    (0, false),
    (1, false),
    (2, false),
    (3, false),
    (4, false),
    (5, false),
    (6, true),
    (7, false),
    (8, false),
    (9, false),
];
