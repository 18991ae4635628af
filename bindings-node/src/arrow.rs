//! Tables in and out, as bytes of Arrow IPC streams.

use followthrough::Error;
use followthrough_arrow::{Answered, Given, Newcomers, Table};
use followthrough_import::System;
use napi::Either;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::answer::{Refused, guard};
use crate::caseload::NativeCaseload;
use crate::import::given;

/// Tables in the order in which `index.js` names them, and what else an answer has.
#[napi(object)]
pub struct NativeTables {
    pub tables: Vec<Buffer>,
    /// Whether more is due; of `advance` only.
    pub more: bool,
    /// Of an export the whole as JSON, of changes all but the events.
    pub json: String,
}

/// Tables, or the text of what was refused.
type Tables = Either<NativeTables, String>;

fn tables<const N: usize>(call: impl FnOnce() -> Result<([Table; N], bool, String), Refused>) -> Tables {
    let written = guard(|| {
        let (given, more, json) = call()?;
        let bytes: Result<Vec<Buffer>, Error> = given.iter().map(|table| Ok(table.to_ipc()?.into())).collect();
        Ok(NativeTables {
            tables: bytes?,
            more,
            json,
        })
    });
    match written {
        Ok(tables) => Either::A(tables),
        Err(refused) => Either::B(refused.to_json()),
    }
}

fn named(answered: Answered) -> [Table; 3] {
    [answered.actions, answered.journal, answered.errors]
}

#[napi(catch_unwind)]
pub fn handle_table(caseload: &mut NativeCaseload, moment: String, events: Buffer, begin: bool) -> Tables {
    tables(|| {
        let new = if begin { Newcomers::Begin } else { Newcomers::Refuse };
        let events = Given::from_ipc(&events)?.events()?;
        let answered = caseload.with(|caseload| Ok(followthrough_arrow::handle(caseload, &moment, &events, new)?))?;
        Ok((named(answered), false, String::new()))
    })
}

/// `most` in digits, as of `advance`.
#[napi(catch_unwind)]
pub fn advance_table(caseload: &mut NativeCaseload, moment: String, most: String) -> Tables {
    tables(|| {
        let most = most.parse().unwrap_or(0);
        let (answered, more) = caseload.with(|caseload| Ok(followthrough_arrow::advance(caseload, &moment, most)?))?;
        Ok((named(answered), more, String::new()))
    })
}

#[napi(catch_unwind)]
pub fn classify_table(texts: Buffer) -> Tables {
    tables(|| {
        let texts = Given::from_ipc(&texts)?;
        Ok(([followthrough_arrow::classify(&texts)?], false, String::new()))
    })
}

#[napi(catch_unwind)]
pub fn sms_segments_table(texts: Buffer) -> Tables {
    tables(|| {
        let texts = Given::from_ipc(&texts)?;
        Ok(([followthrough_arrow::segments(&texts)?], false, String::new()))
    })
}

/// Both exports are JSON.
#[napi(catch_unwind)]
pub fn changes_tables(before: Option<String>, after: String) -> Tables {
    tables(|| {
        let changed = followthrough_arrow::changes(before.as_deref(), &after)?;
        Ok(([changed.events], false, changed.rest))
    })
}

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn read_export_tables(
    system: String,
    names: Vec<String>,
    contents: Vec<Buffer>,
    options: Vec<Vec<String>>,
) -> Tables {
    tables(|| {
        let files = names.iter().zip(&contents);
        let read = followthrough_arrow::export(System::parse(&system)?, files, &given(&options)?)?;
        let tables = [
            read.plans,
            read.procedures,
            read.recipients,
            read.appointments,
            read.rejected,
            read.skipped,
        ];
        Ok((tables, false, read.json))
    })
}
