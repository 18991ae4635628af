//! How it was before.

use std::collections::BTreeMap;

use followthrough::Category;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::kinds::LEFT_OUT;
use crate::stats::Sample;

/// How many accepted before: households presented to within some months, and of them those that accepted within the
/// same number of days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Document")]
pub struct Baseline {
    accepted: u64,
    presented: u64,
    /// What the export says of how it was counted; none of a practice's own word.
    counted: Option<Counted>,
}

/// How an audit counted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    window_days: u32,
    undated: u64,
    begun: bool,
    leave_out: Vec<Category>,
}

/// Counts, or the JSON of a baseline audit with all that it holds.
#[derive(Deserialize)]
struct Document {
    accepted: Option<u64>,
    presented: Option<serde_json::Value>,
    households: Option<Households>,
    judged: Option<IgnoredAny>,
    #[serde(flatten)]
    others: BTreeMap<String, IgnoredAny>,
}

/// Of an audit: households with equal days.
#[derive(Deserialize)]
struct Households {
    accepted: u64,
    presented: u64,
    undated: u64,
    window_days: u32,
    accepted_by: String,
    leave_out: Vec<String>,
}

impl TryFrom<Document> for Baseline {
    type Error = String;

    fn try_from(document: Document) -> Result<Self, String> {
        let none = "expected `accepted` of at least one `presented`, and not more of them";
        if let Some(told) = document.households {
            let read = Self::new(told.accepted, told.presented).ok_or_else(|| none.to_owned())?;
            let leave_out = told.leave_out.iter().map(|word| Category::parse(word));
            let leave_out: Option<Vec<Category>> = leave_out.collect();
            return Ok(Self {
                counted: Some(Counted {
                    window_days: told.window_days,
                    undated: told.undated,
                    begun: told.accepted_by == "begun",
                    leave_out: leave_out.ok_or_else(|| "`leave_out` holds a kind that is none".to_owned())?,
                }),
                ..read
            });
        }
        if document.judged.is_some() {
            return Err(
                "this audit does not tell what households accepted: its export does not say so, or it was made \
                        by an older version"
                    .to_owned(),
            );
        }
        if let Some(other) = document.others.keys().next() {
            return Err(format!(
                "unknown field `{other}`, expected `accepted` and `presented`, or an audit's JSON"
            ));
        }
        let presented = document.presented.and_then(|presented| presented.as_u64());
        let counts = document.accepted.zip(presented);
        let counts = counts.and_then(|(accepted, presented)| Self::new(accepted, presented));
        counts.ok_or_else(|| none.to_owned())
    }
}

impl Baseline {
    /// So many of so many households; none when more accepted than were presented to, or nobody was.
    pub fn new(accepted: u64, presented: u64) -> Option<Self> {
        (presented > 0 && accepted <= presented).then_some(Self {
            accepted,
            presented,
            counted: None,
        })
    }

    /// As a sample.
    pub fn sample(&self) -> Sample {
        Sample::new(self.accepted, self.presented).unwrap_or_default()
    }

    /// In what it was counted otherwise than a report counts with so many days; none where it was not, or where the
    /// practice says it.
    pub(crate) fn counts_otherwise(&self, window_days: u32) -> Option<String> {
        let counted = self.counted.as_ref()?;
        let mut left_out = counted.leave_out.clone();
        let mut ours = LEFT_OUT.to_vec();
        left_out.sort_unstable();
        ours.sort_unstable();
        if counted.window_days != window_days {
            return Some(format!(
                "the baseline gives a household {} days to accept, and this report {window_days}. Make them the same \
                 (`window_days`)",
                counted.window_days
            ));
        }
        if left_out != ours {
            return Some(
                "the baseline leaves out other kinds of treatment than examinations and cleanings, which this report does. \
                 Audit without `leave_out`"
                    .to_owned(),
            );
        }
        if counted.undated > 0 || counted.begun {
            return Some(
                "the export behind the baseline does not tell of all that was accepted when it was entered into the book"
                    .to_owned(),
            );
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;
    use crate::monthly::ReportOptions;

    #[test]
    fn a_baseline_is_counts_or_an_audit() {
        let of = |json: &str| ReportOptions::from_json(&format!(r#"{{"month": "2026-05", "baseline": {json}}}"#));
        let counts = of(r#"{"accepted": 61, "presented": 100}"#).unwrap().baseline.unwrap();
        assert_eq!(Some(&counts), Baseline::new(61, 100).as_ref());
        assert_eq!(counts.counts_otherwise(30), None, "as the practice says");
        let audit = |more: &str| {
            let json = format!(
                r#"{{"from": "2026-01-01", "presented": {{"plans": 120}}, "judged": {{"plans": 100, "accepted": 61}},
                    "households": {{"from": "2025-10-01", "to": "2025-12-31", "presented": 90, "accepted": 50{more}}}}}"#
            );
            of(&json).unwrap().baseline.unwrap()
        };
        let same = r#", "undated": 0, "window_days": 90, "accepted_by": "accepted", "leave_out": ["preventive", "diagnostic"]"#;
        let read = audit(same);
        assert_eq!(
            (read.sample().hits(), read.sample().of()),
            (50, 90),
            "households, not plans"
        );
        assert_eq!(read.counts_otherwise(90), None);
        for (other, says) in [
            (same.replace("90", "60"), "60 days to accept"),
            (same.replace(r#""undated": 0"#, r#""undated": 1"#), "does not tell"),
            (
                same.replace(r#""accepted_by": "accepted""#, r#""accepted_by": "begun""#),
                "does not tell",
            ),
            (same.replace(r#""preventive", "#, ""), "other kinds"),
        ] {
            let why = audit(&other).counts_otherwise(90).unwrap();
            assert!(why.contains(says), "{why}");
        }
        // An export that cannot tell what was accepted is no baseline, and plans are no households.
        for json in [
            r#"{"judged": {"plans": 100}}"#,
            r#"{"judged": {"plans": 100, "accepted": 61}}"#,
        ] {
            let error = of(json).unwrap_err();
            assert!(
                error.path() == "baseline" && error.message().contains("households"),
                "{error}"
            );
        }
        let error = of(r#"{"accepted": 61, "present": 100}"#).unwrap_err();
        assert!(error.message().contains("present"));
    }
}
