//! Forms of a message in which exact words can be compared.

/// Letters with the accents of Spanish, French and Portuguese, and what they are without. `Ñ` stays: it is a letter of
/// its own, and no word here has one.
const ACCENTS: &[(&str, char)] = &[
    ("ÁÀÂÄÃ", 'A'),
    ("ÉÈÊË", 'E'),
    ("ÍÌÎÏ", 'I'),
    ("ÓÒÔÖÕ", 'O'),
    ("ÚÙÛÜ", 'U'),
    ("Ç", 'C'),
];

/// The message in capitals without accents, spaces, hyphens and anything around it that is no letter or digit:
/// `" «opt-out»!! 🛑"` becomes `OPTOUT`. Carriers compare in this form or a stricter one; where they differ, we read
/// more messages as opt-outs than they do, never fewer.
pub(super) fn keyword_form(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .filter(|c| !is_gap(*c))
        .flat_map(capital)
        .collect()
}

/// Whatever is no letter or digit: spaces, hyphens, points between letters, and characters that take no room on a screen.
fn is_gap(c: char) -> bool {
    // Combining accents: "e" + U+0301 is the same letter as "é".
    !c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036F}')
}

fn capital(c: char) -> impl Iterator<Item = char> {
    c.to_uppercase().map(|upper| {
        ACCENTS
            .iter()
            .find(|(accented, _)| accented.contains(upper))
            .map_or(upper, |(_, plain)| *plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_lose_case_gaps_accents_and_what_surrounds_them() {
        for text in [
            "optout",
            " Opt-Out. ",
            "\u{201C}OPT OUT\u{201D} 🛑",
            "op\u{200B}t\u{2011}out\u{FEFF}",
        ] {
            assert_eq!(keyword_form(text), "OPTOUT", "{text}");
        }
        assert_eq!(keyword_form("Arrêté"), "ARRETE");
        assert_eq!(
            keyword_form("arre\u{0302}t"),
            "ARRET",
            "accents may come as characters of their own"
        );
        assert_eq!(keyword_form("🛑!?"), "");
    }
}
