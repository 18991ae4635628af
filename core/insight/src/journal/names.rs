//! Words that come again and again (steps, sequences, wordings, languages), each held once.

use std::collections::BTreeMap;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(u32);

#[derive(Debug, Default)]
pub(super) struct Names {
    by_text: BTreeMap<Box<str>, Name>,
    texts: Vec<Box<str>>,
}

impl Names {
    /// The name of a text; a new one where it was not heard of.
    pub(super) fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.by_text.get(text) {
            return *name;
        }
        let name = Name(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.into());
        self.by_text.insert(text.into(), name);
        name
    }

    pub(super) fn of(&self, name: Name) -> &str {
        let text = usize::try_from(name.0).ok().and_then(|index| self.texts.get(index));
        text.map_or("", |text| text)
    }
}
