//! "Did you mean …?"

/// The known word nearest to one that is not known, when it is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    // A document of thousands of unknown words beside thousands of known ones must not keep anybody waiting.
    const MOST: usize = 250;
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase().replace(['-', ' '], "_");
    known
        .into_iter()
        .take(MOST)
        .map(|candidate| {
            // `hello_es` for `hello`: a word that only goes on is near whatever its length.
            let goes_on = candidate.len() > 2 && folded.starts_with(candidate);
            let distance = if goes_on {
                1
            } else {
                strsim::damerau_levenshtein(&folded, candidate)
            };
            (distance, candidate)
        })
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        // A word is not meant when most of it would have to change.
        .filter(|(distance, candidate)| *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["sequences", "templates", "sms", "call", "hello"];
        for (word, meant) in [
            ("sequence", Some("sequences")),
            ("tempaltes", Some("templates")),
            ("SMS", Some("sms")),
            ("smss", Some("sms")),
            ("hello_es", Some("hello")),
            ("helo", Some("hello")),
            ("phone", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(10_000), known), None);
    }
}
