//! Questions about the words of statuses.

use super::ask::{choice, question};
use super::{Question, SeenFile};
use crate::mapping::{Ask, Meaning, Shape, Words};

/// Words of the statuses that the maps do not have.
pub(super) fn statuses(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    let needed = shape.asks.iter().filter_map(|ask| match ask {
        Ask::Word(needed) => Some(needed.as_str()),
        Ask::Columns | Ask::Presented | Ask::Plans | Ask::Currency | Ask::Dates => None,
    });
    let needed: Vec<&str> = needed.collect();
    let mut all = Vec::new();
    if let Some(words) = shape.plan.as_ref().and_then(|plan| plan.status.as_ref()) {
        all.extend(chain(file, shape, words, "plan.status", &needed, OF_PLANS));
    }
    if let Some(procedure) = &shape.procedure {
        let needed = if shape.parts.is_some() { &[] } else { needed.as_slice() };
        all.extend(chain(
            file,
            shape,
            &procedure.status,
            "procedure.status",
            needed,
            OF_PROCEDURES,
        ));
    }
    all
}

/// The same for one status, and for the columns that some word of it leaves it to.
fn chain<T: Copy>(
    file: &SeenFile,
    shape: &Shape,
    words: &Words<Meaning<T>>,
    key: &str,
    needed: &[&str],
    choices: &[(&str, &str)],
) -> Vec<Question> {
    let mut all = Vec::new();
    let mut key = key.to_owned();
    let mut needed = needed;
    for words in words.chain() {
        let known = |word: &str| words.meaning(word).is_some() || words.further(word).is_some();
        let found = open_words(file, &shape.name_of(words.col), &known, &format!("{key}.map"), needed);
        all.extend(found.map(|found| Question {
            choices: choices.iter().map(|(answer, means)| choice(answer, means)).collect(),
            ..found
        }));
        key.push_str(".then");
        needed = &[];
    }
    all
}

const OF_PROCEDURES: &[(&str, &str)] = &[
    ("planned", "proposed, on no visit"),
    ("scheduled", "accepted, or on a visit"),
    ("completed", "done"),
    ("declined", "the patient said no"),
    ("referred", "sent to another practice"),
    ("existing", "done before or elsewhere"),
    ("removed", "deleted"),
    ("skip", "such rows are left out"),
];
const OF_PLANS: &[(&str, &str)] = &[
    ("draft", "written, not shown"),
    ("open", "shown, and pending"),
    ("accepted", "the patient said yes"),
    ("declined", "the patient said no"),
    ("completed", "done"),
    ("referred", "sent to another practice"),
    ("inactive", "set aside"),
    ("skip", "such rows are left out"),
];

/// Words of a status that the map does not have: their rows will be refused. Where a meaning is needed that no word
/// has, the answer is required.
fn open_words(
    file: &SeenFile,
    name: &str,
    known: &dyn Fn(&str) -> bool,
    key: &str,
    needed: &[&str],
) -> Option<Question> {
    let seen = match file.column(name).and_then(|profile| profile.words.as_ref()) {
        Some(words) => {
            let open = words.iter().filter(|(word, _)| !known(word));
            open.map(|(word, count)| format!("{word:?} in {count} rows")).collect()
        }
        None => vec![format!(
            "{name} holds too many different words to be a status, or what is none"
        )],
    };
    if needed.is_empty() && seen.is_empty() {
        return None;
    }
    let asks = if needed.is_empty() {
        format!("what do these words of {name:?} mean? Until they are answered their rows are refused.")
    } else {
        format!(
            "what do the words of {name:?} mean? One at least must mean {}.",
            needed.join(", one ")
        )
    };
    Some(Question {
        seen,
        ..question(&format!("{key}.WORD"), &asks, !needed.is_empty())
    })
}
