//! Which words of a column a question may repeat: the practice has to answer for them, and a name may stand among them.

use super::profile::{Profile, Word};
use crate::shown::{is_known_word, shape};

/// A word that no practice system is known to have is repeated when it stands in so many rows at least, in a column of few
/// different words that each stand there often: a name in the wrong column does not.
const OFTEN: u64 = 3;
const FEW_WORDS: usize = 12;
const OFTEN_ON_AVERAGE: u64 = 5;

/// The words of a column that can be repeated, with how often each stands there.
pub(super) fn told(profile: &Profile) -> impl Iterator<Item = (&String, Word)> {
    let words = profile.words.iter().flatten();
    words
        .filter(|(text, word)| can_be_told(profile, text, word.count))
        .map(|(text, word)| (text, *word))
}

fn can_be_told(profile: &Profile, text: &str, count: u64) -> bool {
    let different = profile.words.as_ref().map_or(usize::MAX, |words| words.len());
    let average = profile.rows / u64::try_from(different).unwrap_or(u64::MAX).max(1);
    // Two words in capitals, or one before a comma, are what people are called.
    let like_a_name = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_uppercase))
        .count()
        > 1;
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '_' | '/' | '(' | ')');
    let often = count >= OFTEN && different <= FEW_WORDS && average >= OFTEN_ON_AVERAGE;
    is_known_word(text) || (often && !like_a_name && text.chars().all(plain))
}

/// What a question says of the words that `wanted` picks: the word, or its shape and where it stands first.
pub(super) fn seen(profile: &Profile, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let words = profile.words.iter().flatten().filter(|(text, _)| wanted(text));
    words
        .map(|(text, word)| {
            let rows = rows(word.count);
            if can_be_told(profile, text, word.count) {
                let blank = if text.trim().is_empty() { " (empty)" } else { "" };
                format!("{text:?}{blank} in {rows}")
            } else {
                format!("a text like {:?} in {rows}, first on line {}", shape(text), word.line)
            }
        })
        .collect()
}

/// `1 row`, `2 rows`.
pub(super) fn rows(count: u64) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}
