//! A text as words that can be compared: lower case, without accents, with what is exempt left out.

use std::ops::Range;

use super::super::folding::folded;
use super::LintRules;

/// A word or a number.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Lower case, without accents.
    pub(super) word: String,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// It begins with a capital letter.
    pub(super) capital: bool,
    /// It is made of capitals only, two or more.
    pub(super) shouted: bool,
    /// It belongs to a text that is exempt.
    pub(super) exempt: bool,
    /// It belongs to the path of a web address.
    pub(super) in_link: bool,
}

impl Token {
    /// The whole number that it is.
    pub(super) fn number(&self) -> Option<u32> {
        let digits = !self.word.is_empty() && self.word.len() <= 9 && self.word.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| self.word.parse().ok()).flatten()
    }
}

/// A text in tokens.
pub(super) struct Text<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: Vec<Token>,
}

impl<'a> Text<'a> {
    pub(super) fn read(source: &'a str, rules: &LintRules) -> Self {
        let exempt = exempt_ranges(source, rules);
        let (hosts, links) = web_addresses(source);
        let mut tokens = Vec::new();
        let mut start = None;
        for (i, c) in source.char_indices().chain(std::iter::once((source.len(), ' '))) {
            match (c.is_alphanumeric(), start) {
                (true, None) => start = Some(i),
                (false, Some(from)) => {
                    start = None;
                    let raw = source.get(from..i).unwrap_or("");
                    let inside = |ranges: &[Range<usize>]| ranges.iter().any(|r| r.start <= from && i <= r.end);
                    tokens.push(Token {
                        word: folded(raw).into_owned(),
                        range: from..i,
                        capital: raw.chars().next().is_some_and(char::is_uppercase),
                        shouted: raw.chars().count() > 1 && raw.chars().all(char::is_uppercase),
                        exempt: inside(&exempt) || inside(&hosts),
                        in_link: inside(&links),
                    });
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        Self { source, tokens }
    }

    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index).filter(|token| !token.exempt)
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.get(index).map_or("", |token| token.word.as_str())
    }

    pub(super) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// What stands between two neighbouring tokens.
    pub(super) fn between(&self, left: usize, right: usize) -> &'a str {
        match (self.tokens.get(left), self.tokens.get(right)) {
            (Some(a), Some(b)) => self.source.get(a.range.end..b.range.start).unwrap_or(""),
            _ => "",
        }
    }

    /// The bytes from one token to another, both included.
    pub(super) fn span(&self, first: usize, last: usize) -> Range<usize> {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(a), Some(b)) => a.range.start..b.range.end,
            _ => 0..0,
        }
    }
}

fn exempt_ranges(source: &str, rules: &LintRules) -> Vec<Range<usize>> {
    let names = [
        Some(&rules.practice_name),
        rules.provider_name.as_ref(),
        rules.first_name.as_ref(),
    ];
    let texts = names.into_iter().flatten().chain(&rules.exempt).map(|text| text.trim());
    let mut ranges = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        for (start, _) in source.match_indices(text) {
            let end = start + text.len();
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let before = source.get(..start).and_then(|s| s.chars().next_back());
            let after = source.get(end..).and_then(|s| s.chars().next());
            // As whole words only: the name "Ana" exempts nothing of "Anabel".
            let cut_before = is_word(before) && is_word(text.chars().next());
            let cut_after = is_word(after) && is_word(text.chars().next_back());
            if !cut_before && !cut_after {
                ranges.push(start..end);
            }
        }
    }
    ranges
}

/// The hosts of the web addresses in a text, which are the practice's own, and the addresses as a whole.
fn web_addresses(source: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut hosts, mut links) = (Vec::new(), Vec::new());
    for (at, mark) in source.match_indices("://") {
        let scheme = source.get(..at).unwrap_or("");
        let start = at - scheme.chars().rev().take_while(char::is_ascii_alphanumeric).count();
        let rest = source.get(at + mark.len()..).unwrap_or("");
        let host = rest
            .find(|c: char| c.is_whitespace() || "/?#<>\")".contains(c))
            .unwrap_or(rest.len());
        let whole = rest
            .find(|c: char| c.is_whitespace() || "<>\")".contains(c))
            .unwrap_or(rest.len());
        hosts.push(start..at + mark.len() + host);
        links.push(start..at + mark.len() + whole);
    }
    (hosts, links)
}
