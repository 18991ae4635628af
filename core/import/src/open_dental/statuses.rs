//! What the statuses mean: a number in the tables, a word in the interface, both by the published schema.

use followthrough::plan::ProcedureStatus;

use crate::row::Known;

/// `PatStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatStatus {
    Patient,
    NonPatient,
    Inactive,
    Archived,
    Deleted,
    Deceased,
    Prospective,
}

/// `TxtMsgOk`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextOk {
    Unknown,
    Yes,
    No,
}

/// `TPStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TpStatus {
    Saved,
    Active,
    Inactive,
}

/// `AptStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AptStatus {
    Scheduled,
    Complete,
    UnschedList,
    Broken,
    /// Planned visits, notes and the old ASAP list: no visit in the book.
    NoVisit,
}

pub(super) const PAT_STATUS: &Known<PatStatus> = &[
    (0, "Patient", PatStatus::Patient),
    (1, "NonPatient", PatStatus::NonPatient),
    (2, "Inactive", PatStatus::Inactive),
    (3, "Archived", PatStatus::Archived),
    (4, "Deleted", PatStatus::Deleted),
    (5, "Deceased", PatStatus::Deceased),
    (6, "Prospective", PatStatus::Prospective),
];

pub(super) const TXT_MSG_OK: &Known<TextOk> = &[
    (0, "Unknown", TextOk::Unknown),
    (1, "Yes", TextOk::Yes),
    (2, "No", TextOk::No),
];

/// Whether the preferred method of contact is "do not call".
pub(super) const CONTACT_METHOD: &Known<bool> = &[
    (0, "None", false),
    (1, "DoNotCall", true),
    (2, "HmPhone", false),
    (3, "WkPhone", false),
    (4, "WirelessPh", false),
    (5, "Email", false),
    (6, "SeeNotes", false),
    (7, "Mail", false),
    (8, "TextMessage", false),
];

pub(super) const PROC_STATUS: &Known<ProcedureStatus> = &[
    (1, "TP", ProcedureStatus::Planned),
    (2, "C", ProcedureStatus::Completed),
    (3, "EC", ProcedureStatus::Existing),
    (4, "EO", ProcedureStatus::Existing),
    (5, "R", ProcedureStatus::Referred),
    (6, "D", ProcedureStatus::Removed),
    (7, "Cn", ProcedureStatus::Existing),
    (8, "TPi", ProcedureStatus::Inactive),
];

pub(super) const APT_STATUS: &Known<AptStatus> = &[
    (1, "Scheduled", AptStatus::Scheduled),
    (2, "Complete", AptStatus::Complete),
    (3, "UnschedList", AptStatus::UnschedList),
    (4, "ASAP", AptStatus::NoVisit),
    (5, "Broken", AptStatus::Broken),
    (6, "Planned", AptStatus::NoVisit),
    (7, "PtNote", AptStatus::NoVisit),
    (8, "PtNoteCompleted", AptStatus::NoVisit),
];

pub(super) const TP_STATUS: &Known<TpStatus> = &[
    (0, "Saved", TpStatus::Saved),
    (1, "Active", TpStatus::Active),
    (2, "Inactive", TpStatus::Inactive),
];

/// Whether the row is an estimate of a procedure that is not on a claim yet.
pub(super) const CLAIM_PROC_STATUS: &Known<bool> = &[
    (0, "NotReceived", false),
    (1, "Received", false),
    (2, "Preauth", false),
    (3, "Adjustment", false),
    (4, "Supplemental", false),
    (5, "CapClaim", false),
    (6, "Estimate", true),
    (7, "CapComplete", false),
    (8, "CapEstimate", false),
    (9, "InsHist", false),
];
