//! `last_result`: what became of an earlier step of the same sequence.

use super::Problems;
use super::condition::words_of;
use super::item::{Item, meant};
use crate::criteria::{StepResult, Test};
use crate::playbook::document::{Value, shown};
use crate::wire::StepId;
use crate::{Code, Error};

/// The steps of a sequence, as the `when` of one of them sees them.
#[derive(Clone, Copy)]
pub(super) struct Steps<'a> {
    /// Those that come before it, by id.
    pub(super) before: &'a [&'a str],
    /// The step itself, and those that come after.
    pub(super) rest: &'a [&'a str],
}

/// `{last_result: {hello: [delivered, clicked]}}`; `misplaced` makes an error about the key.
pub(super) fn comparison(
    value: &Item<'_>,
    steps: Option<Steps<'_>>,
    problems: &mut Problems,
    misplaced: impl FnOnce(String) -> Error,
) -> Option<Test> {
    let Some(steps) = steps else {
        let message = "`last_result` stands in the `when` of a step: no step has gone here".to_owned();
        problems.report(misplaced(message).help("ask in the `when` of a later step of the same sequence"));
        return None;
    };
    let Value::Map(entries) = &value.node.value else {
        let message = format!("expected a step and its results, got {}", value.shown());
        return value.refuse(problems, message, "write {last_result: {STEP: [delivered, clicked]}}");
    };
    let [entry] = entries.as_slice() else {
        let message = format!("expected one step, got {}", entries.len());
        return value.refuse(
            problems,
            message,
            "write `all:` or `any:` with one `last_result` for each step",
        );
    };
    let keys = value.keys(problems, "a step and its results")?;
    let name = entry.key.as_str();
    let before = || steps.before.iter().copied().filter(|id| !id.is_empty());
    if !before().any(|id| id == name) {
        let later = steps.rest.contains(&name);
        let (message, help) = if later {
            let known: Vec<&str> = before().collect();
            let help = match known.as_slice() {
                [] => "nothing comes before the first step: take it out".to_owned(),
                known => format!("choose from {}", known.join(", ")),
            };
            (format!("the step {} does not come before this one", shown(name)), help)
        } else {
            (format!("unknown step {}", shown(name)), meant(name, before))
        };
        problems.report(keys.key_error(entry, Code::PlaybookUnknownName, message).help(help));
        return None;
    }
    let words: Vec<_> = StepResult::ALL
        .iter()
        .map(|result| (result.as_str(), *result))
        .collect();
    let results = words_of(&value.entry(entry), "a result", &words, problems)?;
    Some(Test::LastResult(StepId::parse(name).ok()?, results))
}
