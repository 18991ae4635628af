//! The words of the language that its schema lists too, from the lists that the decoder reads by.

use super::condition::{FACTS, Fact};
use super::{VERSION, lists, practice};
use crate::playbook::builtin;

/// What a fact is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComparedWith {
    Amount,
    Count,
    Time,
    Day,
    Text,
    Flag,
    Category,
    Standing,
    Code,
    Channel,
    Result,
}

/// The facts that conditions may name, but for those of the host's own.
pub(crate) fn facts() -> impl Iterator<Item = (&'static str, ComparedWith)> {
    FACTS.iter().map(|(name, fact)| {
        let with = match fact {
            Fact::Amount(_) => ComparedWith::Amount,
            Fact::Count(_) => ComparedWith::Count,
            Fact::Time(_) => ComparedWith::Time,
            Fact::Day(_) => ComparedWith::Day,
            Fact::Text(_) => ComparedWith::Text,
            Fact::Flag(_) => ComparedWith::Flag,
            Fact::Category => ComparedWith::Category,
            Fact::Standing => ComparedWith::Standing,
            Fact::Code => ComparedWith::Code,
            Fact::HasChannel | Fact::Consented => ComparedWith::Channel,
            Fact::LastResult => ComparedWith::Result,
        };
        (*name, with)
    })
}

/// The version of the language.
pub(crate) fn version() -> Option<u32> {
    VERSION.parse().ok()
}

/// The built-in playbooks.
pub(crate) fn built_ins() -> Vec<&'static str> {
    builtin::names().collect()
}

/// The languages that texts may be in.
pub(crate) fn languages() -> Vec<&'static str> {
    lists::LANGUAGES.iter().map(|(word, _)| *word).collect()
}

/// The states, by their two letters.
pub(crate) fn states() -> Vec<&'static str> {
    practice::STATES.split_ascii_whitespace().collect()
}
