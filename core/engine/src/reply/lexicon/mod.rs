//! The words and phrases by which a message is read, as tables: one file for each subject, one list for each language.
//!
//! Patterns are separated by `|`; how they are written stands in [`pattern`](super::pattern). A new phrasing is a line
//! in a table and a case in `tests/reply_cases/`.

mod classes;
mod complaints;
mod decline;
mod fed_up;
mod later;
mod names;
mod opt_in;
mod opt_out;
mod people;
mod question;
mod ready;
mod refused;
pub(super) mod roles;
mod search;
mod spellings;
mod typed;
mod urgent;
mod visit;
mod yes;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use names::Names;
use search::Start;

use super::Language;
use super::pattern::{Pattern, Vocabulary};
use super::words::{UNKNOWN, Word};
use super::{spelling, when_words};

/// What a phrase says. Several phrases together make an intent: see [`combine`](super::combine).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Signal {
    /// Somebody died.
    Death,
    /// A clinical emergency.
    Emergency,
    /// No more messages.
    OptOut,
    /// The same, unless the message speaks of pain or the like: "make it stop".
    OptOutUnlessPain,
    /// Another channel instead: an opt-out so worded is for one channel only.
    OtherChannel,
    /// Somebody else has this number.
    WrongNumber,
    /// No.
    Decline,
    /// A visit that is booked is not wanted.
    Cancel,
    /// Done, or booked, or somewhere else.
    Elsewhere,
    /// Later.
    NotNow,
    /// To be asked again, at a time that is said.
    AskAgain,
    /// Another time for a visit.
    Reschedule,
    /// Please call.
    Callback,
    /// Waits for a call or a visit that was promised.
    Waited,
    /// A bill or a price is wrong.
    Billed,
    /// Wants it, or wants to book.
    Affirm,
    /// Finds it good: "sounds great", "works for me". Weaker than wanting it.
    Agree,
    /// Begins with a yes. Whether it is one hangs on the rest.
    Yes,
    /// What insurance pays.
    Insurance,
    /// Cost.
    Money,
    /// Pain, treatment.
    Clinical,
    /// Hours and place.
    Hours,
    /// Any other question.
    Question,
    /// Who is this.
    Help,
    /// Messages again.
    OptIn,
    /// Messages shall go on: "don't stop texting me".
    Keep,
    /// Sounds like a yes and is none: "yes I know", "that's all". Covers only what would be one.
    NotYes,
    /// Speaks of themselves: "I'm not sure". Covers only what would be a stranger's words.
    Myself,
    /// "No pain", "the bleeding stopped". Covers only what would be pain.
    Painless,
    /// A phone or a mailbox answers by itself.
    Auto,
    /// Comes by without a time: "stop by". Says nothing, and covers its words.
    DropIn,
    /// Says nothing, and covers its words: "can't stop", "no problem".
    Idle,
}

/// Phrases of one language, by what they say.
type Table = (Language, &'static [(Signal, &'static str)]);

struct Phrase {
    signal: Signal,
    /// It has a "no" or "not" of its own.
    negated: bool,
    language: Language,
    pattern: Pattern,
}

/// A phrase that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) signal: Signal,
    pub(super) language: Language,
    /// It has a "no" or "not" of its own.
    pub(super) negated: bool,
    /// Read by how the sentence is built, and no phrase.
    pub(super) built: bool,
    /// Its first word, and the first behind it.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// All tables, with their words numbered.
pub(super) struct Lexicon {
    words: Names,
    /// Longer words by first letter and length, for those with a slip in them.
    long: BTreeMap<(u8, usize), Vec<(&'static str, u16)>>,
    joins: BTreeMap<(u16, u16), u16>,
    /// The bit of each class, and of each word the classes that it belongs to.
    classes: Names,
    members: Vec<u128>,
    /// What each word can do in a sentence that ends contact.
    roles: Vec<roles::Role>,
    /// Words with which a time may begin.
    of_time: Vec<u16>,
    phrases: Vec<Phrase>,
    /// The phrases that may begin with a word.
    by_first: Vec<Vec<Start>>,
    /// Those that may begin with a number.
    by_number: Vec<Start>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// The lexicon, built once.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

const TABLES: &[&[Table]] = &[
    opt_out::TABLES,
    fed_up::TABLES,
    refused::TABLES,
    opt_in::TABLES,
    urgent::TABLES,
    people::TABLES,
    decline::TABLES,
    later::TABLES,
    visit::TABLES,
    yes::TABLES,
    ready::TABLES,
    question::TABLES,
    complaints::TABLES,
];

impl Vocabulary for BTreeMap<&'static str, u16> {
    fn ids(&self, name: &str) -> Vec<u16> {
        match name.strip_prefix('@') {
            Some(class) => classes::members(class).flat_map(|member| self.ids(member)).collect(),
            None => self.get(name).copied().into_iter().collect(),
        }
    }
}

fn sorted(mut ids: Vec<u16>) -> Vec<u16> {
    ids.sort_unstable();
    ids
}

/// The written pieces of a pattern that are words.
fn words_of(pattern: &'static str) -> impl Iterator<Item = &'static str> {
    pattern
        .split_whitespace()
        .filter(|piece| !matches!(*piece, "<" | ">" | "^" | ".." | "..." | "_" | "#" | "*"))
        .flat_map(|piece| piece.trim_start_matches(',').trim_end_matches('?').split('/'))
        .filter(|name| !name.starts_with('@') && !matches!(*name, "_" | "#" | "*"))
}

fn patterns() -> impl Iterator<Item = (Signal, Language, &'static str)> {
    TABLES
        .iter()
        .flat_map(|tables| tables.iter())
        .flat_map(|(language, rows)| {
            rows.iter().flat_map(|(signal, list)| {
                list.split('|')
                    .map(str::trim)
                    .filter(|pattern| !pattern.is_empty())
                    .map(|pattern| (*signal, *language, pattern))
            })
        })
}

/// The forms that a pattern takes when its words are joined as those of a message are. "what is/are" is "whats" too, and
/// "i am" is nothing but "im".
fn joined(
    written: &'static str,
    words: &BTreeMap<&'static str, u16>,
    names: &BTreeMap<u16, &'static str>,
    joins: &BTreeMap<(u16, u16), u16>,
) -> Vec<Vec<Cow<'static, str>>> {
    let mut pieces: Vec<Cow<'static, str>> = written.split_whitespace().map(Cow::Borrowed).collect();
    let of = |piece: &str| -> Vec<u16> {
        let bare = piece.trim_start_matches(',').trim_end_matches('?');
        bare.split('/').filter_map(|name| words.get(name).copied()).collect()
    };
    let mut forms = Vec::new();
    let mut at = 0;
    while at + 1 < pieces.len() {
        let (Some(first), Some(second)) = (pieces.get(at), pieces.get(at + 1)) else {
            break;
        };
        let (one, two) = (of(first), of(second));
        let both: Vec<&str> = one
            .iter()
            .flat_map(|one| two.iter().filter_map(|two| joins.get(&(*one, *two))))
            .filter_map(|joined| names.get(joined).copied())
            .collect();
        if both.is_empty() || second.starts_with(',') {
            at += 1;
            continue;
        }
        let comma = if first.starts_with(',') { "," } else { "" };
        let piece = Cow::Owned(format!("{comma}{}", both.join("/")));
        let mut form = pieces.clone();
        form.splice(at..at + 2, [piece]);
        let alone = |piece: &str| !piece.contains(['/', '?', '@']);
        if alone(first) && alone(second) {
            // Apart they never stand.
            pieces = form;
            at = at.saturating_sub(1);
        } else {
            forms.push(form);
            at += 1;
        }
    }
    forms.push(pieces);
    forms
}

/// "Not interested" is said as "isn't interested" too, and "is not" is read as that; "no hace falta" as "ya no".
fn contracted(form: &[Cow<'static, str>]) -> Option<Vec<Cow<'static, str>>> {
    let at = form.iter().position(|piece| piece != "<")?;
    let said = match form.get(at).filter(|_| at == 0)?.as_ref() {
        "not" => "isnt/arent/wasnt/aint",
        "no" => "yano",
        _ => return None,
    };
    let mut form = form.to_vec();
    form.splice(at..=at, [said.into()]);
    Some(form)
}

impl Lexicon {
    fn build() -> Self {
        let mut words: BTreeMap<&'static str, u16> = BTreeMap::new();
        let mut next = UNKNOWN;
        let mut add = |words: &mut BTreeMap<&'static str, u16>, word: &'static str| {
            *words.entry(word).or_insert_with(|| {
                next = next.saturating_add(1);
                next
            })
        };
        for word in patterns().flat_map(|(_, _, pattern)| words_of(pattern)) {
            add(&mut words, word);
        }
        for word in classes::all().chain(spellings::PLAIN.split_whitespace()) {
            add(&mut words, word);
        }
        for (_, list) in roles::ROLES.iter().chain(roles::SPANISH_ROLES) {
            for word in list.split_whitespace() {
                add(&mut words, word);
            }
        }
        for (meant, _) in spellings::ALIASES {
            add(&mut words, meant);
        }
        for (joined, list) in spellings::JOINS {
            for word in list.split(['|', ' ']).chain([*joined]).filter(|word| !word.is_empty()) {
                add(&mut words, word);
            }
        }
        for word in when_words::WORDS.split(' ').filter(|word| !word.is_empty()) {
            add(&mut words, word);
        }
        // Other spellings come last: they stand for words that are there.
        for (meant, typed) in spellings::ALIASES {
            let id = words.get(meant).copied().unwrap_or(UNKNOWN);
            for typed in typed.split_whitespace() {
                words.insert(typed, id);
            }
        }
        let mut joins = BTreeMap::new();
        for (joined, list) in spellings::JOINS {
            for pair in list.split('|') {
                let (first, second) = pair.trim().split_once(' ').unwrap_or_default();
                if let (Some(first), Some(second), Some(joined)) =
                    (words.get(first), words.get(second), words.get(joined))
                {
                    joins.insert((*first, *second), *joined);
                }
            }
        }
        let count = usize::from(next) + 1;
        let mut roles = vec![0; count];
        for (table, spanish) in [(roles::ROLES, 0), (roles::SPANISH_ROLES, roles::SPANISH)] {
            for (role, list) in table {
                for id in list.split_whitespace().flat_map(|word| words.ids(word)) {
                    if let Some(of) = roles.get_mut(usize::from(id)) {
                        // "No", "me" and "a" are words of both.
                        let new = *of & !roles::SPANISH == 0 || *of & roles::SPANISH != 0;
                        *of |= role | if new { spanish } else { 0 };
                    }
                }
            }
        }
        for (_, id) in words.iter().filter(|(word, _)| word.len() > 5 && word.ends_with("ing")) {
            if let Some(of) = roles.get_mut(usize::from(*id)) {
                *of |= roles::DOING;
            }
        }
        let mut phrases = Vec::new();
        let mut by_first = vec![Vec::new(); count];
        let mut by_number = Vec::new();
        let names: BTreeMap<u16, &'static str> = words.iter().map(|(name, id)| (*id, *name)).collect();
        for (signal, language, written) in patterns() {
            let negated = words_of(written).any(|word| classes::members("neg").any(|no| no == word));
            let forms = joined(written, &words, &names, &joins);
            for form in forms
                .iter()
                .cloned()
                .chain(forms.iter().filter_map(|form| contracted(form)))
            {
                let pattern = Pattern::parse(&form, &words);
                let place = u16::try_from(phrases.len()).unwrap_or(u16::MAX);
                let (reach, second) = pattern.second();
                for id in pattern.first() {
                    if let Some(list) = by_first.get_mut(usize::from(*id)) {
                        list.push(Start {
                            phrase: place,
                            reach,
                            second,
                        });
                    }
                }
                if pattern.begins_with_number() {
                    by_number.push(Start {
                        phrase: place,
                        reach,
                        second,
                    });
                }
                phrases.push(Phrase {
                    signal,
                    negated,
                    language,
                    pattern,
                });
            }
        }
        let mut long: BTreeMap<(u8, usize), Vec<(&'static str, u16)>> = BTreeMap::new();
        for (word, id) in words.iter().filter(|(word, _)| word.len() >= 6) {
            let first = word.bytes().next().unwrap_or_default();
            long.entry((first, word.len())).or_default().push((*word, *id));
        }
        let mut members = vec![0; count];
        for (bit, name) in classes::names().enumerate() {
            for id in classes::members(name).flat_map(|member| words.ids(member)) {
                if let Some(of) = members.get_mut(usize::from(id)) {
                    *of |= 1_u128
                        .checked_shl(u32::try_from(bit).unwrap_or(u32::MAX))
                        .unwrap_or_default();
                }
            }
        }
        Self {
            long,
            joins,
            classes: Names::of(classes::names().zip(0..)),
            members,
            of_time: sorted(
                when_words::BEGINNINGS
                    .split(' ')
                    .flat_map(|word| words.ids(word))
                    .collect(),
            ),
            roles,
            phrases,
            by_first,
            by_number,
            words: Names::of(words.into_iter()),
        }
    }

    /// The number of a word, as it stands or with one slip in a longer word.
    fn known(&self, word: &str) -> Option<u16> {
        self.words.get(word)
    }

    fn with_slip(&self, word: &str) -> Option<u16> {
        if word.len() < 5 || word.len() > 24 || !word.is_ascii() {
            return None;
        }
        let first = word.as_bytes().first()?;
        let near = word.len() - 1..=word.len() + 1;
        near.filter_map(|len| self.long.get(&(*first, len)))
            .filter_map(|known| known.iter().find(|(known, _)| spelling::one_slip(word, known)))
            .min_by_key(|(known, _)| *known)
            .map(|(_, id)| *id)
    }

    /// Whether a word belongs to a class.
    pub(super) fn is(&self, word: &Word, class: &str) -> bool {
        let of = self.members.get(usize::from(word.id)).copied().unwrap_or_default();
        of != 0 && self.classes.get(class).is_some_and(|bit| of >> bit & 1 == 1)
    }

    /// What it can do in a sentence that ends contact.
    pub(super) fn roles(&self, word: &Word) -> roles::Role {
        self.roles.get(usize::from(word.id)).copied().unwrap_or(0)
    }

    /// Whether a time may begin with it.
    pub(super) fn is_of_time(&self, word: &Word) -> bool {
        word.number.is_some() || self.of_time.binary_search(&word.id).is_ok()
    }

    /// Whether it is this word.
    pub(super) fn reads(&self, word: &Word, as_word: &str) -> bool {
        word.id != UNKNOWN && self.known(as_word) == Some(word.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_bit() {
        assert!(classes::names().count() <= 128);
    }

    #[test]
    fn every_pattern_can_be_found() {
        let words: BTreeMap<&'static str, u16> = patterns()
            .flat_map(|(_, _, pattern)| words_of(pattern))
            .chain(classes::all())
            .filter_map(|word| Some((word, lexicon().known(word)?)))
            .collect();
        for (signal, _, written) in patterns() {
            let pieces: Vec<_> = written.split_whitespace().map(Cow::Borrowed).collect();
            let pattern = Pattern::parse(&pieces, &words);
            assert!(
                !pattern.first().is_empty() || pattern.begins_with_number(),
                "{signal:?}: {written:?} begins with no word"
            );
            assert!(
                !written
                    .split_whitespace()
                    .find(|piece| *piece != "<")
                    .is_some_and(|piece| piece.ends_with('?')),
                "{written:?} begins with a word that may be missing"
            );
            for name in pieces
                .iter()
                .flat_map(|piece| piece.trim_start_matches(',').trim_end_matches('?').split('/'))
            {
                if let Some(class) = name.strip_prefix('@') {
                    assert!(
                        classes::members(class).next().is_some(),
                        "{written:?}: no class {class}"
                    );
                }
            }
        }
    }
}
