//! Reads the exports of practice systems into what `followthrough` works on: plans, recipients and visits.
//!
//! Nothing is opened here: files enter as bytes with a name, in pieces of any size and in any order. A row that is
//! wrong is set aside with file, record, line, column and reason, and every good row is kept. What an export cannot
//! say (does charting count as presenting, in which zone are its clocks) is asked, never guessed: [`Options`], and
//! [`questions`] with what was seen in the files.
//!
//! What the columns of a system mean is a document, a [`Mapping`]: each system has a preset, which a practice's own
//! mapping file is laid over. `docs/importing.md` has the language key by key.
//!
//! ```
//! use followthrough_import::{Options, System, read};
//!
//! let mut options = Options::default();
//! options.set("presented", "charted")?;
//! options.set("time_zone", "America/New_York")?;
//! let imported = read(System::OpenDental, [
//!     ("patient.csv", &b"PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
//!         7,Moss,Ada,0,1980-05-01,(404) 555-0177,ada@example.com,7,1\n"[..]),
//!     ("procedurecode.csv", b"CodeNum,ProcCode\n1,D2740\n"),
//!     ("procedurelog.csv", b"ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
//!         1,7,0,0,1,2026-01-05,1250.00,1,2026-01-05\n\
//!         2,7,0,0,1,2026-01-06,980.00,2,2026-01-05\n"),
//! ], &options)?;
//! assert_eq!(imported.totals.pending_value.to_string(), "1250.00");
//! # Ok::<(), followthrough::Error>(())
//! ```
#![forbid(unsafe_code)]

mod again;
mod changes;
mod csv;
mod encoding;
mod endings;
mod imported;
mod importer;
mod json;
mod kind;
mod mapped;
mod mapping;
mod open_dental;
mod options;
mod personal;
mod phone;
mod problem;
mod record;
mod refused;
mod row;
mod seen;
mod selection;
mod set_aside;
mod settled;
mod shown;
mod stored;
mod survey;
mod totals_row;
mod workbook;
mod zone;

pub use changes::{Changes, HeldBack, HeldPart, Listing, Shrunk, changes, changes_json};
pub use endings::{TooEarly, Unfinished};
pub use imported::{
    Completed, ConsentCount, Days, FileTotals, Flag, Imported, Listed, Mobile, Note, Person, PlanRecord,
    ProcedureTotals, TextConsent, Totals,
};
pub use importer::{Importer, Progress, read};
pub use mapping::{Mapping, MappingErrors, Tell, WriteBack, write_back_json};
pub use options::{Options, PracticeZone, PresentedBy, System};
pub use selection::{Candidate, Selection, SelectionRules, Verdict};
pub use set_aside::{Reason, Rejected, Skipped};
pub use shown::Shown;
pub use stored::{Compared, StoredExport};
pub use survey::{
    Choice, Guess, Proposal, Question, Seen, Sure, Survey, mapping_with_answers, propose_mapping, propose_mapping_with,
    questions,
};
