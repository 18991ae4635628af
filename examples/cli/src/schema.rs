//! `schema`: the JSON Schema of a playbook's document, or of the wire.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::Report;

/// Print a JSON Schema: of a playbook's document, for editors, or of the wire.
#[derive(Args)]
pub(crate) struct Schema {
    /// What it is of.
    #[arg(value_enum, default_value_t = Of::Playbook)]
    of: Of,
}

/// What a schema is of.
#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// The playbook's document, YAML or JSON: draft 7, which editors of YAML read.
    Playbook,
    /// Everything that crosses the edge: draft 2020-12.
    Wire,
}

impl Schema {
    pub(crate) fn run(&self) -> Report {
        let (mut schema, word) = match self.of {
            Of::Playbook => (followthrough::schema::playbook_schema(), "playbook"),
            Of::Wire => (followthrough::schema::schema(), "wire"),
        };
        if let Some(object) = schema.as_object_mut() {
            let made_by = format!("Made from the Rust types by `followthrough schema {word}`; do not edit.");
            object.insert("$comment".to_owned(), json!(made_by));
        }
        Report::fine(format!("{schema:#}\n"))
    }
}
