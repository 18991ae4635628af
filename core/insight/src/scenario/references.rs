//! References to earlier actions: `@send/CASE/STEP`, `@prompt/CASE/KIND`, `@link/CASE/STEP/PURPOSE`.

use std::collections::BTreeMap;

use followthrough::follow_up::{Action, ActionKind};
use followthrough::{Error, Event};
use serde_json::{Map, Value};

use super::errors::malformed;
use super::form::text;

/// The latest action that each reference can mean.
#[derive(Debug, Default)]
pub(super) struct References {
    known: BTreeMap<String, String>,
}

impl References {
    /// Learns what an action can be called from now on.
    pub(super) fn learn(&mut self, action: &Action) {
        match &action.kind {
            ActionKind::Send(send) => {
                let case = send.case_id.as_ref().map_or("-", |id| id.as_str());
                self.know(format!("@send/{case}/{}", send.step), action.id.text().as_str());
                for link in &send.links {
                    let purpose = word(&link.purpose);
                    self.know(format!("@link/{case}/{}/{purpose}", send.step), link.token.reveal());
                }
            }
            ActionKind::Prompt(prompt) => {
                let case = prompt.case_id.as_ref().map_or("-", |id| id.as_str());
                self.know(
                    format!("@prompt/{case}/{}", word(&prompt.kind)),
                    prompt.task_id.text().as_str(),
                );
            }
            ActionKind::Cancel { .. }
            | ActionKind::RecordOptOut(_)
            | ActionKind::TellPracticeSystem { .. }
            | ActionKind::Alert { .. } => {}
        }
    }

    /// The event, with every reference replaced by what it means.
    pub(super) fn resolve(&self, event: &Map<String, Value>) -> Result<Result<Event, Error>, Error> {
        let mut event = event.clone();
        for key in ["action_id", "task_id", "token"] {
            let Some(Value::String(reference)) = event.get_mut(key) else {
                continue;
            };
            if !reference.starts_with('@') {
                continue;
            }
            let Some(meant) = self.known.get(reference.as_str()) else {
                return Err(malformed(
                    format!("event.{key}"),
                    format!("nothing so far is {reference}"),
                ));
            };
            reference.clone_from(meant);
        }
        Ok(Event::from_json(&text(&event)))
    }

    fn know(&mut self, reference: String, meant: &str) {
        self.known.insert(reference, meant.to_owned());
    }
}

/// The word that the wire has for it.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}
