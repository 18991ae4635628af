//! Every error code there is. `docs/errors.md` lists the same codes with cause and cure; a test holds both together.

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal,)*) => {
        /// A stable error code. Codes are never reused for another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            /// All codes, in the order of the documentation.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as it is written, for example `FT-H003`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The document is not well-formed YAML or JSON.
    PlaybookSyntax = "FT-P001",
    /// A key that the playbook language does not have.
    PlaybookUnknownKey = "FT-P002",
    /// A required key is missing.
    PlaybookMissingKey = "FT-P003",
    /// A value of the wrong kind or form.
    PlaybookBadValue = "FT-P004",
    /// The same key twice in one map.
    PlaybookDuplicateKey = "FT-P005",
    /// The same id twice in one list.
    PlaybookDuplicateId = "FT-P006",
    /// Too large, too deep or too many aliases.
    PlaybookTooLarge = "FT-P007",
    /// A name that refers to nothing: a role, an escalation, a built-in playbook.
    PlaybookUnknownName = "FT-P008",
    /// Days of a sequence that do not ascend.
    PlaybookDayOrder = "FT-P009",
    /// A template that cannot be compiled or would not be safe.
    PlaybookTemplate = "FT-P010",
    /// A version of the language that this build does not read.
    PlaybookVersion = "FT-P011",
    /// A step names a template that does not exist for its channel or language.
    PlaybookUnknownTemplate = "FT-P012",
    /// Sending windows wider than federal law allows.
    PlaybookTooWide = "FT-P013",
    /// Cases that meet the trigger, and no sequence takes them.
    CheckGap = "FT-C001",
    /// A sequence that others before it leave no case.
    CheckShadowed = "FT-C002",
    /// A sequence, a step or an offer that no case ever reaches, or an escalation that nothing names.
    CheckUnreachable = "FT-C003",
    /// A step that is due after the case's window.
    CheckAfterWindow = "FT-C004",
    /// A step that limits and other steps always push until it is too late.
    CheckCrowded = "FT-C005",
    /// A step for which no window is ever open.
    CheckNoWindow = "FT-C006",
    /// A text message that may take more segments than it should.
    CheckOverlong = "FT-C007",
    /// A text that says what its channel may not carry, once values are in it.
    CheckDisclosure = "FT-C008",
    /// A text that may be empty.
    CheckEmpty = "FT-C009",
    /// A text that states a credit term without what must stand beside it.
    CheckCreditTerms = "FT-C010",
    /// An escalation after whose end nobody is asked.
    CheckNobodyLeft = "FT-C011",
    /// An escalation that takes longer than a case is followed up.
    CheckEndless = "FT-C012",
    /// A financing offer that is over by the day asked about, or ends within 30 days of it.
    CheckExpired = "FT-C013",
    /// More cases to tell apart than are looked at: not proven.
    CheckNotProven = "FT-C014",
    /// A step id that means another touch than in the revision before.
    CheckStepReused = "FT-C015",
    /// A text message that does not say who writes.
    CheckSender = "FT-C016",
    /// An event that cannot be decoded.
    EventMalformed = "FT-H001",
    /// An event about a case that this follow-up does not have.
    UnknownCase = "FT-H002",
    /// A receipt for an action that this follow-up never returned.
    UnknownAction = "FT-H003",
    /// A staff outcome for a task that does not exist.
    UnknownTask = "FT-H004",
    /// `now` is more than 400 days ahead of the last instant seen.
    ClockLeap = "FT-H005",
    /// More cases, procedures or characters than a follow-up may hold.
    BoundExceeded = "FT-H006",
    /// A staff outcome that the state of the case does not allow, or nothing to undo.
    NotInThisState = "FT-H007",
    /// A link token that belongs to no message of this follow-up.
    UnknownLink = "FT-H008",
    /// A contact point that this recipient does not have.
    UnknownContact = "FT-H009",
    /// A moment that cannot be decoded.
    MomentMalformed = "FT-H010",
    /// A snapshot of another recipient, or a follow-up merged into itself.
    WrongRecipient = "FT-H011",
    /// A snapshot that names a merged chart whose follow-up was not merged.
    NotMerged = "FT-H012",
    /// A recipient who is in the caseload already.
    AlreadyHere = "FT-H013",
    /// A recipient who is not in the caseload.
    UnknownRecipient = "FT-H014",
    /// A snapshot under an id that a case of another kind has.
    IdOfAnotherKind = "FT-H015",
    /// A required file of the export is missing.
    ImportMissingFile = "FT-I001",
    /// A required column is missing.
    ImportMissingColumn = "FT-I002",
    /// A row with more or fewer fields than the header: often a truncated file.
    ImportFieldCount = "FT-I003",
    /// An id that is not one.
    ImportBadId = "FT-I004",
    /// A value that is not a date in the documented form.
    ImportBadDate = "FT-I005",
    /// A status outside the documented list; it is never guessed.
    ImportUnknownStatus = "FT-I006",
    /// A value that is not an amount of money.
    ImportBadAmount = "FT-I007",
    /// A row about a patient who is not in the patient file.
    ImportUnknownPatient = "FT-I008",
    /// An id that was seen before.
    ImportDuplicate = "FT-I009",
    /// A required answer about the practice system is missing or not one of the choices.
    ImportOption = "FT-I010",
    /// A practice system that this build does not read.
    ImportUnknownSystem = "FT-I011",
    /// Bytes that are not text in the expected encoding, broken CSV, or a workbook that cannot be read.
    ImportEncoding = "FT-I012",
    /// A reference to a row that is not in the export.
    ImportUnknownReference = "FT-I013",
    /// More procedures in one plan than a follow-up can hold.
    ImportTooMany = "FT-I014",
    /// A mapping file that cannot be used: a key, a word or a column it does not have.
    ImportMapping = "FT-I015",
    /// A file for an importer that has finished, or that an error has stopped.
    ImportOver = "FT-I016",
    /// Exports of two practice systems, one compared with the other.
    ImportOtherSystem = "FT-I017",
    /// Stored state that cannot be decoded.
    StateMalformed = "FT-S001",
    /// Stored state written by a newer version.
    StateNewer = "FT-S002",
    /// Bytes that are no snapshot of a caseload, or a damaged one.
    SnapshotDamaged = "FT-S003",
    /// A link token that was not signed with any of the keys.
    TokenNotAuthentic = "FT-T001",
    /// A time zone that the zone data does not have, or zone data of the host's that cannot be read.
    UnknownTimeZone = "FT-T002",
    /// An instant that is not RFC 3339 with an offset.
    BadInstant = "FT-T003",
    /// A link key shorter than 16 bytes.
    WeakLinkKey = "FT-T004",
    /// Amount, rate or term that no payment can be computed for.
    BadFinanceTerms = "FT-T005",
    /// Text that cannot be counted as an SMS: it is empty.
    EmptyMessage = "FT-T006",
    /// A scenario, vector or option file that cannot be decoded.
    ScenarioMalformed = "FT-X001",
    /// A defect in this library, caught at the edge. Nothing was changed.
    Internal = "FT-X002",
}
