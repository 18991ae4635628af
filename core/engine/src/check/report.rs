//! What a check found.

use serde::Serialize;
use serde_json::Value;

use crate::playbook::Spot;
use crate::wire::Code;

/// What a check found in a playbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckReport {
    /// In order of their places; those about what is built in come last.
    pub findings: Vec<CheckFinding>,
}

/// Something that is wrong with a playbook.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckFinding {
    /// What kind of thing: `FT-C…`.
    #[serde(serialize_with = "as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the document: `sequences[1].where`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The line of the document, from 1; none where it is about what is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// A scenario that `followthrough replay --check` shows failing: what the author would expect, and does not get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Value>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something does not happen that should, or happens that must not.
    Error,
    /// It may be meant so.
    Warning,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl CheckReport {
    /// Whether anything was found that is more than a warning.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The report as the wire has it: `{"findings": [{"code", "severity", "path", "message", "help", "line", "column",
    /// "witness"}]}`, absent keys left out.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn add(
        &mut self,
        severity: Severity,
        code: Code,
        spot: Spot,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_with(severity, code, spot, message, help, None);
    }

    pub(super) fn add_with(
        &mut self,
        severity: Severity,
        code: Code,
        spot: Spot,
        message: impl Into<String>,
        help: impl Into<String>,
        witness: Option<Value>,
    ) {
        let finding = CheckFinding {
            code,
            severity,
            path: spot.path,
            message: message.into(),
            help: help.into(),
            line: spot.place.map(|place| place.line),
            column: spot.place.map(|place| place.column),
            witness,
        };
        // What is said of one place by several roads is said once.
        let same =
            |known: &CheckFinding| (known.code, &known.path, &known.message) == (code, &finding.path, &finding.message);
        if !self.findings.iter().any(same) {
            self.findings.push(finding);
        }
    }

    pub(super) fn in_order(&mut self) {
        self.findings
            .sort_by_key(|finding| (finding.line.is_none(), finding.line, finding.column, finding.code));
    }
}

fn as_text<S: serde::Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}
