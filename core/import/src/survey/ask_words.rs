//! Questions about the words of statuses.

use super::ask::{choice, question};
use super::told;
use super::{Question, SeenFile};
use crate::mapping::{Ask, Shape, Words};

/// Words of the statuses that the maps do not have.
pub(super) fn statuses(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    let needed = shape.asks.iter().filter_map(|ask| match ask {
        Ask::Word(needed) => Some(needed.as_str()),
        Ask::Columns
        | Ask::Presented
        | Ask::Plans
        | Ask::Currency
        | Ask::Dates
        | Ask::People
        | Ask::Column(_)
        | Ask::Consent(_) => None,
    });
    let needed: Vec<&str> = needed.collect();
    let mut all = Vec::new();
    if let Some(words) = &shape.patient.status {
        let is_required = shape.asks.contains(&Ask::People);
        let asked = chain(file, shape, words, "patient.status", &[], OF_PEOPLE);
        all.extend(asked.into_iter().map(|question| Question {
            required: is_required,
            ..question
        }));
    }
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
    if let Some(visit) = &shape.visit {
        all.extend(chain(file, shape, &visit.status, "visit.status", &needed, OF_VISITS));
    }
    all
}

/// The same for one status, and for the columns that some word of it leaves it to.
fn chain<T: Copy>(
    file: &SeenFile,
    shape: &Shape,
    words: &Words<T>,
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

const OF_PEOPLE: &[(&str, &str)] = &[
    ("active", "a patient"),
    ("inactive", "no patient any more: nobody writes"),
    ("deceased", "has died"),
    ("do_not_contact", "wants no messages"),
];
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
const OF_VISITS: &[(&str, &str)] = &[
    ("scheduled", "in the book"),
    ("completed", "took place"),
    ("broken", "the patient did not come"),
    ("cancelled", "taken off the book"),
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
    let profile = file.column(name)?;
    let mut seen = match &profile.words {
        Some(_) => told::seen(profile, &|word| !known(word)),
        None => vec![format!(
            "{name} holds too many different texts to be a status, or what is none: is another column meant?"
        )],
    };
    if needed.is_empty() && seen.is_empty() {
        return None;
    }
    let such_as = told::told(profile)
        .map(|(word, _)| word)
        .find(|word| !word.trim().is_empty() && !known(word));
    let such_as = such_as.map_or_else(String::new, |word| {
        format!(" Each word is an answer of its own: {key}.{word}=MEANING.")
    });
    let asks = if needed.is_empty() {
        format!("what do these words of {name:?} mean? Until a word is answered its rows are refused.{such_as}")
    } else if seen.is_empty() {
        seen = told::seen(profile, &|_| true);
        format!(
            "which word of {name:?} means {}? All of them mean something else so far.",
            needed.join(", which ")
        )
    } else {
        format!(
            "what do these words of {name:?} mean? One at least must mean {}; the rows of a word that is not answered are \
             refused.{such_as}",
            needed.join(", one ")
        )
    };
    Some(Question {
        seen,
        ..question(&format!("{key}.WORD"), &asks, !needed.is_empty())
    })
}
