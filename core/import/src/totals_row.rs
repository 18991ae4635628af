//! Rows of sums, which programs put below a list.

/// What stands in them, in small letters without accents, blanks and the colon at the end taken away.
const WORDS: [&str; 29] = [
    "total",
    "totals",
    "grand total",
    "grand totals",
    "report total",
    "report totals",
    "sub total",
    "subtotal",
    "sub-total",
    "sum",
    "sums",
    "all patients",
    "page total",
    "overall total",
    "total general",
    "totales",
    "suma",
    "suma total",
    "total geral",
    "soma",
    "totais",
    "totaux",
    "somme",
    "summe",
    "gesamt",
    "gesamtsumme",
    "summen",
    "zwischensumme",
    "insgesamt",
];

/// Whether a text says that its row is one of sums: `Total`, `Totals:`, `Grand total (12)`.
pub(crate) fn is_totals_word(text: &str) -> bool {
    // Most cells are longer, or empty.
    if text.len() > 40 || !text.trim_start().starts_with(char::is_alphabetic) {
        return false;
    }
    let folded = folded(text);
    WORDS.contains(&folded.as_str())
}

/// As conditions compare words: blanks around a word, its case and a colon behind it say nothing.
pub(crate) fn plain(text: &str) -> String {
    text.trim().trim_end_matches(':').trim_end().to_lowercase()
}

fn folded(text: &str) -> String {
    let before = text.split('(').next().unwrap_or_default();
    let words: Vec<String> = plain(before)
        .split_whitespace()
        .map(|word| word.chars().map(crate::shown::plain_letter).collect())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_sums_are_told_by_their_word() {
        for text in [
            "Total",
            "TOTALS:",
            " Grand  total : ",
            "Total (12 patients)",
            "Summe",
            "Total g\u{e9}n\u{e9}ral",
        ] {
            assert!(is_totals_word(text), "{text}");
        }
        for text in ["", "Total Dental", "Totaro", "Sumner", "total knee", "7"] {
            assert!(!is_totals_word(text), "{text}");
        }
    }
}
