//! The calls that take tables or give them.

use followthrough::caseload::Answer;
use followthrough::follow_up::EventKind;
use followthrough::wire::RecipientId;
use followthrough::{Caseload, Code, Error, Event, Moment, message, reply};
use followthrough_import::{Options, System, changes_json, read};
use serde::Serialize;
use serde_json::{Value, json};

use crate::columns::{
    ACTIONS, APPOINTMENTS, ERRORS, EVENTS, JOURNAL, PLANS, PROCEDURES, READINGS, RECIPIENTS, SEGMENTS, SET_ASIDE,
};
use crate::table::Writer;
use crate::{Events, Given, Table};

/// The most answers of one piece, as of `Caseload::advance_json`.
const MAX_PIECE: usize = 65_536;

/// What many follow-ups answered.
pub struct Answered {
    /// What to do, in the order in which it was decided.
    pub actions: Table,
    /// What was decided and why.
    pub journal: Table,
    /// The rows that were refused.
    pub errors: Table,
}

struct Answers {
    actions: Writer,
    journal: Writer,
    errors: Writer,
}

impl Answers {
    fn new() -> Self {
        Self {
            actions: Writer::new(ACTIONS),
            journal: Writer::new(JOURNAL),
            errors: Writer::new(ERRORS),
        }
    }

    /// `row` is that of the event, from 0; none of what time alone brought.
    fn push(&mut self, row: Option<usize>, answer: &Answer) -> Result<(), Error> {
        let beside = json!({"row": row, "recipient": answer.recipient});
        for action in &answer.decision.actions {
            self.actions.push(&written(action)?, &beside)?;
        }
        for entry in &answer.decision.journal {
            let mut entry = written(entry)?;
            if let Value::Object(keys) = &mut entry {
                keys.insert("recipient".to_owned(), json!(answer.recipient));
            }
            self.journal.push(&entry, &beside)?;
        }
        Ok(())
    }

    fn refused(&mut self, row: usize, error: &Error) -> Result<(), Error> {
        self.errors.push(&written(error)?, &json!({"row": row}))
    }

    fn finish(self) -> Result<Answered, Error> {
        Ok(Answered {
            actions: self.actions.finish()?,
            journal: self.journal.finish()?,
            errors: self.errors.finish()?,
        })
    }
}

fn written(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|_| Error::new(Code::Internal, "an answer that cannot be written"))
}

/// What becomes of somebody who is not in the caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newcomers {
    /// Every event is `FT-H014`.
    Refuse,
    /// An event of the type `recipient` begins the follow-up, and is then handled as any other.
    Begin,
}

/// [`Caseload::handle`] for each row of a table: `recipient` and `event`, or `recipient` and the keys of an event. One
/// that is refused does not lose the others.
///
/// # Errors
/// `FT-H010` for the moment; no row was handled then.
pub fn handle(caseload: &mut Caseload, moment: &str, events: &Events, new: Newcomers) -> Result<Answered, Error> {
    let moment = Moment::from_json(moment)?;
    let mut tables = Answers::new();
    for (row, event) in events.0.iter().enumerate() {
        let handled = event.as_ref().map_err(Error::clone).and_then(|(recipient, event)| {
            let recipient = RecipientId::parse(recipient).map_err(|error| error.at("recipient"))?;
            let event = Event::from_json(event)?;
            let begun = begun(caseload, &recipient, &event, new)?;
            match (caseload.handle(moment, &recipient, &event), begun) {
                (Ok(handled), begun) => Ok(begun.into_iter().flatten().chain(handled).collect::<Vec<Answer>>()),
                (Err(error), Some(_)) => {
                    // A row that is refused changes nothing.
                    caseload.remove(&recipient);
                    Err(error)
                }
                (Err(error), None) => Err(error),
            }
        });
        match handled {
            Ok(answers) => answers.iter().try_for_each(|answer| tables.push(Some(row), answer))?,
            Err(error) => tables.refused(row, &helped(error, new))?,
        }
    }
    tables.finish()
}

/// The amounts of an event.
const AMOUNTS: [&str; 3] = [".fee", ".patient_portion", ".benefits_remaining"];

/// The same error, with the help that is about tables where there is one.
fn helped(error: Error, new: Newcomers) -> Error {
    let amount = AMOUNTS.iter().any(|amount| error.path().ends_with(amount));
    if error.code() == Code::EventMalformed && amount {
        return error.help("an amount is a decimal128, or text such as `2400.00`: cast the column");
    }
    if error.code() != Code::UnknownRecipient {
        return error;
    }
    error.help(match new {
        Newcomers::Refuse => {
            "begin with the recipient first; with `begin=True` (`{begin: true}`) an event of type `recipient` does so"
        }
        Newcomers::Begin => "an event of the type `recipient` about them in an earlier row begins the follow-up",
    })
}

/// Begins a follow-up where that is what this event does; the answers to that.
fn begun(
    caseload: &mut Caseload,
    recipient: &RecipientId,
    event: &Event,
    new: Newcomers,
) -> Result<Option<Vec<Answer>>, Error> {
    let told = match (&event.kind, new) {
        (EventKind::Recipient(told), Newcomers::Begin) => told,
        (_, Newcomers::Begin | Newcomers::Refuse) => return Ok(None),
    };
    if caseload.get(recipient).is_some() {
        return Ok(None);
    }
    if told.recipient.id != *recipient {
        // As a follow-up of theirs says it: that there is none yet is not what is wrong.
        return Err(Error::new(Code::WrongRecipient, "the snapshot is of another recipient")
            .at("recipient.id")
            .help("hand the event to the follow-up of that recipient"));
    }
    let begun = caseload
        .begin(&told.recipient)
        .map_err(|error| error.under("recipient"))?;
    Ok(Some(begun))
}

/// [`Caseload::advance`] by about so many answers, and whether more is due.
///
/// # Errors
/// As [`Caseload::advance_json`].
pub fn advance(caseload: &mut Caseload, moment: &str, most: usize) -> Result<(Answered, bool), Error> {
    let moment = Moment::from_json(moment)?;
    if most == 0 {
        return Err(Error::new(Code::MomentMalformed, "expected a whole number from 1").at("most"));
    }
    let mut answers = Vec::with_capacity(most.min(MAX_PIECE));
    let more = caseload.advance(moment, &mut answers)?;
    let mut tables = Answers::new();
    answers.iter().try_for_each(|answer| tables.push(None, answer))?;
    Ok((tables.finish()?, more))
}

/// What each text of the column `text` means, row by row; nulls for a null.
///
/// # Errors
/// `FT-H001` for a table that is not one column of text.
pub fn classify(texts: &Given) -> Result<Table, Error> {
    let mut table = Writer::new(READINGS);
    for text in texts.texts("text", true)? {
        let Some(text) = text else {
            table.push(&Value::Null, &Value::Null)?;
            continue;
        };
        let mut row = written(&reply::classify(text))?;
        let reading = row.to_string();
        if let Value::Object(keys) = &mut row {
            let intents = keys.get("intents").and_then(Value::as_array);
            let types = intents.map(|list| list.iter().filter_map(|intent| intent.get("type").cloned()).collect());
            keys.insert("intents".to_owned(), Value::Array(types.unwrap_or_default()));
            keys.insert("reading".to_owned(), reading.into());
        }
        table.push(&row, &Value::Null)?;
    }
    table.finish()
}

/// What each text of the column `text` costs as an SMS, row by row; nulls for a null and for an empty text.
///
/// # Errors
/// As [`classify`].
pub fn segments(texts: &Given) -> Result<Table, Error> {
    let mut table = Writer::new(SEGMENTS);
    for text in texts.texts("text", true)? {
        let row = match text.map(message::segments) {
            Some(Ok(counted)) => json!({
                "encoding": counted.encoding.as_str(), "units": counted.units, "segments": counted.segments,
            }),
            Some(Err(_)) | None => Value::Null,
        };
        table.push(&row, &Value::Null)?;
    }
    table.finish()
}

/// What changed from one export to the next.
pub struct Changed {
    /// What happened, in the form that [`handle`] takes.
    pub events: Table,
    /// All else that `changes` tells, as JSON: `held`, `shrunk`, `unfinished` and `store`.
    pub rest: String,
}

/// What changed from one export to the next; both are JSON.
///
/// # Errors
/// As [`changes_json`].
pub fn changes(before: Option<&str>, after: &str) -> Result<Changed, Error> {
    let unread = |_| Error::new(Code::Internal, "changes that cannot be read");
    let mut changes: Value = serde_json::from_str(&changes_json(before, after)?).map_err(unread)?;
    let events = changes.as_object_mut().and_then(|changes| changes.remove("events"));
    let events: Vec<(Value, Value)> = serde_json::from_value(events.unwrap_or_default()).map_err(unread)?;
    let mut table = Writer::new(EVENTS);
    for (recipient, event) in events {
        table.push(&json!([recipient, event.to_string()]), &Value::Null)?;
    }
    Ok(Changed {
        events: table.finish()?,
        rest: changes.to_string(),
    })
}

/// An export as tables.
pub struct Exported {
    /// The plans.
    pub plans: Table,
    /// What is on them.
    pub procedures: Table,
    /// Whom to contact.
    pub recipients: Table,
    /// Their visits.
    pub appointments: Table,
    /// Records that are wrong.
    pub rejected: Table,
    /// Records that were left out deliberately.
    pub skipped: Table,
    /// The whole, as `read_export` gives it, as JSON: what the next export is compared with.
    pub json: String,
}

/// Reads an export.
///
/// # Errors
/// As [`read`].
pub fn export<N: AsRef<str>, B: AsRef<[u8]>>(
    system: System,
    files: impl IntoIterator<Item = (N, B)>,
    options: &Options,
) -> Result<Exported, Error> {
    let read = read(system, files, options)?.to_json();
    let rows = |key: &str| {
        read.get(key)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let table = |columns, key: &str| {
        let mut table = Writer::new(columns);
        rows(key).iter().try_for_each(|row| table.push(row, &Value::Null))?;
        table.finish()
    };
    let mut procedures = Writer::new(PROCEDURES);
    for plan in rows("plans") {
        let beside = json!({"plan": plan.get("id")});
        let on_it = plan
            .get("procedures")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        on_it
            .iter()
            .try_for_each(|procedure| procedures.push(procedure, &beside))?;
    }
    Ok(Exported {
        plans: table(PLANS, "plans")?,
        procedures: procedures.finish()?,
        recipients: table(RECIPIENTS, "recipients")?,
        appointments: table(APPOINTMENTS, "appointments")?,
        rejected: table(SET_ASIDE, "rejected")?,
        skipped: table(SET_ASIDE, "skipped")?,
        json: read.to_string(),
    })
}
