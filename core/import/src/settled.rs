//! What became of the procedures that are on no plan: millions in an old practice, and most of them in long runs of
//! numbers that were done one after the other.

use std::collections::BTreeMap;

use followthrough::Code;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::ProcedureId;
use followthrough::wire::decode;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// Numbers of this size and above are no numbers in JavaScript: they stay texts.
const LARGEST: u64 = 1 << 53;

/// Procedures with their statuses. In JSON by status, each a text that is the id, or `[first, last]` for all ids that are
/// whole numbers from the one to the other: `{"completed": [[1, 96], "11|2"], "existing": [[97, 97]]}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// In order, none touching the next of its status.
    runs: Vec<Run>,
    others: BTreeMap<ProcedureId, ProcedureStatus>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u64,
    last: u64,
    status: ProcedureStatus,
}

/// Takes procedures in any order.
#[derive(Default)]
pub(crate) struct Builder(Settled);

impl Builder {
    pub(crate) fn add(&mut self, id: ProcedureId, status: ProcedureStatus) {
        match number(id.as_str()) {
            Some(number) => self.add_run(number, number, status),
            None => {
                self.0.others.insert(id, status);
            }
        }
    }

    /// A procedure whose id is a number, without its text.
    pub(crate) fn add_number(&mut self, id: u64, status: ProcedureStatus) {
        if id < LARGEST {
            self.add_run(id, id, status);
        } else if let Ok(id) = ProcedureId::parse(&id.to_string()) {
            self.0.others.insert(id, status);
        }
    }

    fn add_run(&mut self, first: u64, last: u64, status: ProcedureStatus) {
        match self.0.runs.last_mut() {
            Some(run) if run.status == status && run.last + 1 == first => run.last = last,
            Some(_) | None => self.0.runs.push(Run { first, last, status }),
        }
    }

    pub(crate) fn build(mut self) -> Settled {
        let runs = &mut self.0.runs;
        runs.sort_by_key(|run| run.first);
        runs.dedup_by(|next, run| {
            let joins = next.status == run.status && next.first <= run.last + 1;
            if joins {
                run.last = run.last.max(next.last);
            }
            joins
        });
        runs.shrink_to_fit();
        self.0
    }
}

impl Settled {
    pub(crate) fn get(&self, procedure: &ProcedureId) -> Option<ProcedureStatus> {
        let Some(number) = number(procedure.as_str()) else {
            return self.others.get(procedure).copied();
        };
        let before = self.runs.partition_point(|run| run.first <= number);
        let run = self.runs.get(before.checked_sub(1)?)?;
        (number <= run.last).then_some(run.status)
    }

    /// Reads what it is in JSON.
    pub(crate) fn from_value(value: Value, code: Code, under: &str) -> Result<Self, followthrough::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Ids {
            Run(u64, u64),
            One(ProcedureId),
        }
        let mut read = Builder::default();
        let given: BTreeMap<String, Vec<Value>> = decode::from_value(value, code, under)?;
        for (status, ids) in given {
            let path = format!("{under}.{status}");
            let status: ProcedureStatus = decode::from_value(Value::String(status), code, under)?;
            for (index, ids) in ids.into_iter().enumerate() {
                match decode::from_value(ids, code, &path) {
                    Ok(Ids::Run(first, last)) if first <= last && last < LARGEST => read.add_run(first, last, status),
                    Ok(Ids::One(id)) => read.add(id, status),
                    Ok(Ids::Run(..)) | Err(_) => {
                        let message = "expected an id as text, or [first, last]";
                        return Err(followthrough::Error::new(code, message).at(format!("{path}[{index}]")));
                    }
                }
            }
        }
        Ok(read.build())
    }
}

impl Serialize for Settled {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Ids<'a> {
            Run(u64, u64),
            One(&'a ProcedureId),
        }
        // By the words of the statuses, so that the text is the same whatever the order of the rows was.
        let mut by_status: BTreeMap<&str, Vec<Ids<'_>>> = BTreeMap::new();
        for run in &self.runs {
            let ids = by_status.entry(word(run.status)).or_default();
            ids.push(Ids::Run(run.first, run.last));
        }
        for (id, status) in &self.others {
            by_status.entry(word(*status)).or_default().push(Ids::One(id));
        }
        by_status.serialize(serializer)
    }
}

/// The word for a status in JSON.
pub(crate) fn word(status: ProcedureStatus) -> &'static str {
    match status {
        ProcedureStatus::Planned => "planned",
        ProcedureStatus::Scheduled => "scheduled",
        ProcedureStatus::Completed => "completed",
        ProcedureStatus::Declined => "declined",
        ProcedureStatus::Referred => "referred",
        ProcedureStatus::Removed => "removed",
        ProcedureStatus::Inactive => "inactive",
        ProcedureStatus::Existing => "existing",
    }
}

/// An id that is a whole number, written as numbers are.
fn number(id: &str) -> Option<u64> {
    let plain = id.bytes().all(|b| b.is_ascii_digit()) && (id == "0" || !id.starts_with('0'));
    plain
        .then(|| id.parse().ok())
        .flatten()
        .filter(|number| *number < LARGEST)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says so by failing")]

    use super::*;
    use followthrough::plan::ProcedureStatus::{Completed, Existing, Removed};

    fn settled(procedures: &[(&str, ProcedureStatus)]) -> Settled {
        let mut builder = Builder::default();
        for (id, status) in procedures {
            builder.add(ProcedureId::parse(id).unwrap(), *status);
        }
        builder.build()
    }

    #[test]
    fn runs_are_found_whatever_the_order() {
        let mut procedures = [
            ("7", Completed),
            ("8", Completed),
            ("9", Existing),
            ("10", Completed),
            ("6", Completed),
            ("007", Removed),
            ("11|1", Completed),
            ("18446744073709551615", Removed),
            ("9007199254740991", Existing),
            ("0", Existing),
        ];
        let forth = settled(&procedures);
        procedures.reverse();
        assert_eq!(forth, settled(&procedures));
        for (id, status) in procedures {
            assert_eq!(forth.get(&ProcedureId::parse(id).unwrap()), Some(status), "{id}");
        }
        for id in ["5", "11", "07", "11|2", "9007199254740992", "1"] {
            assert_eq!(forth.get(&ProcedureId::parse(id).unwrap()), None, "{id}");
        }
        let json = serde_json::to_string(&forth).unwrap();
        assert_eq!(
            json,
            "{\"completed\":[[6,8],[10,10],\"11|1\"],\"existing\":[[0,0],[9,9],[9007199254740991,9007199254740991]],\
             \"removed\":[\"007\",\"18446744073709551615\"]}"
        );
        let value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            Settled::from_value(value, Code::StateMalformed, "settled").unwrap(),
            forth
        );
    }

    #[test]
    fn what_is_none_says_where() {
        for (json, path) in [
            (r#"{"completed": [[2, 1]]}"#, "settled.completed[0]"),
            (r#"{"completed": ["1", 2]}"#, "settled.completed[1]"),
            (r#"{"completed": [[1, 9007199254740992]]}"#, "settled.completed[0]"),
            (r#"{"done": []}"#, "settled"),
            ("[]", "settled"),
        ] {
            let value = serde_json::from_str(json).unwrap();
            let error = Settled::from_value(value, Code::StateMalformed, "settled").unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::StateMalformed, path), "{json}");
        }
    }
}
