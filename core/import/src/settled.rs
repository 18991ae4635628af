//! The procedures that are on no plan: millions in an old practice, and most of them in long runs of numbers that were
//! done one after the other. How one ended is one thing; that it is planned and stands on no plan is another.

use std::collections::BTreeMap;

use followthrough::Code;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::ProcedureId;
use followthrough::wire::decode;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::seen::split;

/// Numbers of this size and above are no numbers in JavaScript: they stay texts.
const LARGEST: u64 = 1 << 53;

/// Of more text than this around its number an id is kept whole: it is a random one.
const LONGEST_FRAME: usize = 12;

/// Procedures with their statuses. In JSON by status, each a text that is the id, or several in a row: `[first, last]`
/// for all ids that are whole numbers from the one to the other, `[before, first, last, behind]` where text stands
/// around the number: `{"completed": [[1, 96], ["dx-", 7, 9, "|2"]], "existing": [[97, 97], "dx-12|1"]}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// In order, none touching the next of its status. By what stands behind the number, then by what stands before it.
    runs: Frames<Vec<Run>>,
    others: BTreeMap<ProcedureId, ProcedureStatus>,
}

type Frames<T> = BTreeMap<Box<str>, BTreeMap<Box<str>, T>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u64,
    last: u64,
    status: ProcedureStatus,
}

/// How a procedure ended. One that is planned or scheduled did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended(ProcedureStatus);

impl Ended {
    pub(crate) fn of(status: ProcedureStatus) -> Option<Self> {
        match status {
            ProcedureStatus::Planned | ProcedureStatus::Scheduled => None,
            ProcedureStatus::Completed
            | ProcedureStatus::Declined
            | ProcedureStatus::Referred
            | ProcedureStatus::Removed
            | ProcedureStatus::Inactive
            | ProcedureStatus::Existing => Some(Self(status)),
        }
    }

    pub(crate) fn status(self) -> ProcedureStatus {
        self.0
    }
}

/// What there is to say of a procedure that is on no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnNoPlan {
    Ended(Ended),
    /// It is planned or scheduled as before.
    Pending,
}

/// Takes procedures in any order.
#[derive(Default)]
pub(crate) struct Builder(Settled);

impl Builder {
    pub(crate) fn add(&mut self, id: ProcedureId, status: ProcedureStatus) {
        match framed(id.as_str()) {
            Some((before, number, behind)) => self.add_run((before, behind), number, number, status),
            None => {
                self.0.others.insert(id, status);
            }
        }
    }

    /// A procedure whose id is a number, without its text.
    pub(crate) fn add_number(&mut self, id: u64, status: ProcedureStatus) {
        if id < LARGEST {
            self.add_run(("", ""), id, id, status);
        } else if let Ok(id) = ProcedureId::parse(&id.to_string()) {
            self.0.others.insert(id, status);
        }
    }

    fn add_run(&mut self, (before, behind): (&str, &str), first: u64, last: u64, status: ProcedureStatus) {
        let known = self.0.runs.get_mut(behind).and_then(|frames| frames.get_mut(before));
        let runs = match known {
            Some(runs) => runs,
            None => self
                .0
                .runs
                .entry(behind.into())
                .or_default()
                .entry(before.into())
                .or_default(),
        };
        match runs.last_mut() {
            Some(run) if run.status == status && run.last + 1 == first => run.last = last,
            Some(_) | None => runs.push(Run { first, last, status }),
        }
    }

    pub(crate) fn build(mut self) -> Settled {
        for runs in self.0.runs.values_mut().flat_map(BTreeMap::values_mut) {
            runs.sort_by_key(|run| run.first);
            runs.dedup_by(|next, run| {
                let joins = next.status == run.status && next.first <= run.last + 1;
                if joins {
                    run.last = run.last.max(next.last);
                }
                joins
            });
            runs.shrink_to_fit();
        }
        self.0
    }
}

impl Settled {
    pub(crate) fn get(&self, procedure: &ProcedureId) -> Option<OnNoPlan> {
        let ended = |status| Ended::of(status).map_or(OnNoPlan::Pending, OnNoPlan::Ended);
        self.status(procedure).map(ended)
    }

    pub(crate) fn status(&self, procedure: &ProcedureId) -> Option<ProcedureStatus> {
        let Some((before, number, behind)) = framed(procedure.as_str()) else {
            return self.others.get(procedure).copied();
        };
        let runs = self.runs.get(behind)?.get(before)?;
        let upto = runs.partition_point(|run| run.first <= number);
        let run = runs.get(upto.checked_sub(1)?)?;
        (number <= run.last).then_some(run.status)
    }

    /// Reads what it is in JSON.
    pub(crate) fn from_value(value: Value, code: Code, under: &str) -> Result<Self, followthrough::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Ids {
            Run(u64, u64),
            Framed(String, u64, u64, String),
            One(ProcedureId),
        }
        let whole = |first, last| first <= last && last < LARGEST;
        let mut read = Builder::default();
        let given: BTreeMap<String, Vec<Value>> = decode::from_value(value, code, under)?;
        for (status, ids) in given {
            let path = format!("{under}.{status}");
            let status: ProcedureStatus = decode::from_value(Value::String(status), code, under)?;
            for (index, ids) in ids.into_iter().enumerate() {
                match decode::from_value(ids, code, &path) {
                    Ok(Ids::Run(first, last)) if whole(first, last) => read.add_run(("", ""), first, last, status),
                    Ok(Ids::Framed(before, first, last, behind))
                        if whole(first, last)
                            && is_frame(&before, first, &behind)
                            && is_frame(&before, last, &behind) =>
                    {
                        read.add_run((&before, &behind), first, last, status);
                    }
                    Ok(Ids::One(id)) => read.add(id, status),
                    Ok(Ids::Run(..) | Ids::Framed(..)) | Err(_) => {
                        let message = "expected an id as text, [first, last], or [before, first, last, behind]";
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
            Framed(&'a str, u64, u64, &'a str),
            Number(String),
            One(&'a ProcedureId),
        }
        // By the words of the statuses, so that the text is the same whatever the order of the rows was.
        let mut by_status: BTreeMap<&str, Vec<Ids<'_>>> = BTreeMap::new();
        let frames = self.runs.iter();
        let frames =
            frames.flat_map(|(behind, frames)| frames.iter().map(move |(before, runs)| (before, behind, runs)));
        for (before, behind, runs) in frames {
            for Run { first, last, status } in runs.iter().copied() {
                by_status.entry(word(status)).or_default().push(match first == last {
                    _ if before.is_empty() && behind.is_empty() => Ids::Run(first, last),
                    true => Ids::Number(format!("{before}{first}{behind}")),
                    false => Ids::Framed(before, first, last, behind),
                });
            }
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

/// An id as a number, and what stands before and behind it; none where it is kept whole.
fn framed(id: &str) -> Option<(&str, u64, &str)> {
    split(id).filter(|(before, number, behind)| *number < LARGEST && before.len() + behind.len() <= LONGEST_FRAME)
}

/// Whether an id falls apart into just these parts.
fn is_frame(before: &str, number: u64, behind: &str) -> bool {
    let id = format!("{before}{number}{behind}");
    ProcedureId::parse(&id).is_ok() && framed(&id) == Some((before, number, behind))
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
            ("dx-8|2", Completed),
            ("dx-7|2", Completed),
            ("dx-9|2", Removed),
            ("c7f3a9e2-0b1d-4a51", Removed),
        ];
        let forth = settled(&procedures);
        procedures.reverse();
        assert_eq!(forth, settled(&procedures));
        for (id, status) in procedures {
            assert_eq!(forth.status(&ProcedureId::parse(id).unwrap()), Some(status), "{id}");
        }
        for id in [
            "5",
            "11",
            "07",
            "11|2",
            "9007199254740992",
            "1",
            "dx-10|2",
            "dx-7|1",
            "dy-7|2",
        ] {
            assert_eq!(forth.status(&ProcedureId::parse(id).unwrap()), None, "{id}");
        }
        let json = serde_json::to_string(&forth).unwrap();
        assert_eq!(
            json,
            "{\"completed\":[[6,8],[10,10],\"11|1\",[\"dx-\",7,8,\"|2\"]],\
             \"existing\":[[0,0],[9,9],[9007199254740991,9007199254740991]],\
             \"removed\":[\"dx-9|2\",\"007\",\"18446744073709551615\",\"c7f3a9e2-0b1d-4a51\"]}"
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
            (r#"{"completed": [["a", 2, 1, ""]]}"#, "settled.completed[0]"),
            (r#"{"completed": [["a1", 2, 3, ""]]}"#, "settled.completed[0]"),
            (r#"{"completed": [["", 2, 3, "4"]]}"#, "settled.completed[0]"),
            (r#"{"completed": [["a\n", 2, 3, ""]]}"#, "settled.completed[0]"),
            (r#"{"done": []}"#, "settled"),
            ("[]", "settled"),
        ] {
            let value = serde_json::from_str(json).unwrap();
            let error = Settled::from_value(value, Code::StateMalformed, "settled").unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::StateMalformed, path), "{json}");
        }
    }
}
