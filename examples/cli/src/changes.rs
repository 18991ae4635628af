//! `followthrough changes`: what changed from one export to the next, as events.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough::wire::RecipientId;
use followthrough_import::{
    Changes as News, Compared, HeldBack, HeldPart, Imported, Rejected, Shrunk, StoredExport, System, TooEarly,
    Unfinished, changes,
};
use serde_json::json;

use crate::failure::Failure;
use crate::set_up::Proposes;
use crate::source::{Read, Setting, Source, ZoneMay};
use crate::{Outcome, Report, files};

/// What changed from one export to the next: one JSON line for each event, in the order in which the follow-ups take
/// them.
///
/// What is missing where a refused record, or a file that ends too early, may be why is told on standard error, and as
/// an event once an export shows what became of it: keep what --store writes for the next night. The rows that were
/// refused and the notes of the import stand on standard error too; where rows were refused the exit code is 1.
#[derive(Args)]
pub(crate) struct Changes {
    /// The practice system: open_dental, dentrix, eaglesoft, jane, aesthetic_record, nexhealth, fhir, or csv with a
    /// mapping file.
    system: String,
    #[command(flatten)]
    source: Source,
    /// The export before: what --store wrote of it, or its files. Without it this is the practice's first.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    before: Vec<PathBuf>,
    /// The day the export before speaks of, where it is given as files.
    #[arg(long, value_name = "DATE")]
    as_of_before: Option<String>,
    /// Writes what the next export is to be compared with.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
    /// Goes on also where so many plans or visits are gone that the export may have been cut short.
    #[arg(long)]
    allow_shrink: bool,
    /// Goes on also where the export speaks of an earlier day than the one before.
    #[arg(long)]
    allow_older: bool,
}

/// An export as it was given.
enum Given {
    Read(Box<Imported>),
    Stored(Box<StoredExport>),
}

impl Given {
    fn compared(&self) -> Compared<'_> {
        match self {
            Self::Read(imported) => Compared::from(&**imported),
            Self::Stored(stored) => Compared::from(&**stored),
        }
    }

    /// The records of its files that were refused.
    fn rejected(&self) -> &[Rejected] {
        match self {
            Self::Read(imported) => &imported.rejected,
            Self::Stored(_) => &[],
        }
    }
}

impl Changes {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let before = if self.before.is_empty() {
            Given::Stored(Box::new(StoredExport::empty()))
        } else {
            let source = self.source.before(&self.before, self.as_of_before.as_ref());
            match self.given(&source, true)? {
                Ok(given) => given,
                Err(open) => {
                    let text = format!("Of the export before (its day with --as-of-before):\n\n{}", open.text);
                    return Ok(Report { text, ..open });
                }
            }
        };
        let after = match self.given(&self.source, false)? {
            Ok(given) => given,
            Err(open) => return Ok(open),
        };
        let news = changes(before.compared(), after.compared())?;
        let is_shrunk = !news.shrunk.is_empty() && !self.allow_shrink;
        let is_older = news.older && !self.allow_older;
        let rejected = after.rejected();
        if let Given::Read(imported) = &after {
            say_notes(imported);
            say_what_was_refused(imported);
        }
        if news.older {
            say_older(is_older);
        }
        say(&news, rejected, is_shrunk);
        if is_shrunk || is_older {
            return Ok(Report {
                text: String::new(),
                outcome: Outcome::BadInput,
            });
        }
        if let Some(path) = &self.store {
            files::write(path, &format!("{}\n", news.store.to_json()))?;
        }
        let mut text = String::new();
        for (recipient, event) in &news.events {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}", json!({"recipient": recipient, "event": event}));
        }
        let is_whole = news.held.is_empty() && news.unfinished.is_empty() && rejected.is_empty();
        let outcome = if is_whole && news.shrunk.is_empty() && !news.older {
            Outcome::Fine
        } else {
            Outcome::Findings
        };
        Ok(Report { text, outcome })
    }

    /// An export, stored or as files; or what the practice has to answer first.
    fn given(&self, source: &Source, is_before: bool) -> Result<Result<Given, Report>, Failure> {
        if let [path] = source.paths.as_slice()
            && files::begins_with(path, b'{')
        {
            // A page of a system's API is JSON too. An object that holds nothing is none.
            let bytes = files::bytes(path)?;
            let is_nothing = |text: &str| is_before && text.split_whitespace().collect::<String>() == "{}";
            if let Ok(text) = std::str::from_utf8(&bytes)
                && (StoredExport::is_meant_by(text) || is_nothing(text))
            {
                let read = StoredExport::from_json(text).map_err(|error| Failure::in_file(path, [error]))?;
                return Ok(Ok(Given::Stored(Box::new(read))));
            }
        }
        let system = System::parse(&self.system)?;
        let set_up = Setting::only(Proposes::Never);
        Ok(match source.read(system, false, ZoneMay::NotStayOpen, set_up)? {
            Read::Whole(imported) => Ok(Given::Read(imported)),
            Read::Open(open) => Err(open),
        })
    }
}

/// So many refused records are told one by one; `import` tells all.
const MOST_TOLD: usize = 20;
/// So many of those that may be what is missing.
const MOST_OF_HELD: usize = 3;

/// What else the import has to say.
fn say_notes(imported: &Imported) {
    let mut err = std::io::stderr().lock();
    for note in &imported.notes {
        let file = note.file.as_ref().map(|file| format!("{file}: "));
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(err, "note: {}{}", file.unwrap_or_default(), note.message);
    }
}

/// An export of another night.
fn say_older(is_refused: bool) {
    let (kind, rest) = if is_refused {
        let rest = "nothing was told. Where it is the right one, --allow-older goes on";
        ("error", format!("; {rest}"))
    } else {
        ("warning", String::new())
    };
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(
        std::io::stderr(),
        "{kind}: this export is older than the one before: another night's files, or the wrong day{rest}"
    );
}

/// Records that were refused: how many, and the first of them.
fn say_what_was_refused(imported: &Imported) {
    let rejected = &imported.rejected;
    if rejected.is_empty() {
        return;
    }
    let mut err = std::io::stderr().lock();
    let totals = &imported.totals;
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(
        err,
        "{} records read: {} accepted, {} rejected, {} skipped",
        totals.records, totals.accepted, totals.rejected, totals.skipped
    );
    for record in rejected.iter().take(MOST_TOLD) {
        let _ = writeln!(err, "  {record}");
    }
    if let Some(more @ 1..) = rejected.len().checked_sub(MOST_TOLD) {
        let _ = writeln!(err, "  and {more} more: `followthrough import` tells all");
    }
}

/// Where a record stands that may be what is missing, with what is wrong there.
fn may_be<'r>(rejected: &'r [Rejected], recipient: &RecipientId) -> impl Iterator<Item = String> + 'r {
    let whose = recipient.to_string();
    let of_them = move |record: &&Rejected| {
        !record.hides_nothing && record.patient.as_ref().is_none_or(|patient| patient.as_str() == whose)
    };
    rejected.iter().filter(of_them).take(MOST_OF_HELD).map(|record| {
        let column = record.column.as_ref().map(|column| format!(", column {column}"));
        format!(
            "{} row {}{}, {}",
            record.file,
            record.record,
            column.unwrap_or_default(),
            record.reason
        )
    })
}

/// What is to be looked at goes where people look, beside the events.
fn say(news: &News, rejected: &[Rejected], refused: bool) {
    let mut err = std::io::stderr().lock();
    for Unfinished { file, why } in &news.unfinished {
        let why = match why {
            TooEarly::NoLineBreak => "its last line has no line break, and had one before",
            TooEarly::BrokenOff => "it breaks off",
            TooEarly::MorePages => "its last page says that there are more",
        };
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(
            err,
            "warning: {file} may be longer than what there is of it ({why}): nothing is told as gone"
        );
    }
    for Shrunk { what, gone, of } in &news.shrunk {
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(
            err,
            "{}: {gone} of {of} {} are gone: the export may have been cut short{}",
            if refused { "error" } else { "warning" },
            what.as_str(),
            if refused {
                "; nothing was told. Where they are gone in truth, --allow-shrink goes on"
            } else {
                ""
            },
        );
    }
    let reason = if news.unfinished.is_empty() {
        "a refused record may be it"
    } else {
        "it may be in what is not there"
    };
    for HeldBack { recipient, since, what } in &news.held {
        let what = match what {
            HeldPart::Plan { id, procedures } => format!("plan {id}, {} procedures of it", procedures.len()),
            HeldPart::Appointment(id) => format!("visit {id}"),
        };
        let _ = writeln!(
            err,
            "held: recipient {recipient}, {what}, missing since the export of {since}: {reason}"
        );
        for row in may_be(rejected, recipient) {
            let _ = writeln!(err, "  {row}");
        }
    }
}
