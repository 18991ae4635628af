//! What the style of a cell makes of its number: a day, a time, an id with zeros before it.

/// What a number format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// A number.
    Number,
    /// A whole number with so many digits at least.
    Digits(usize),
    /// A day, a time, or both.
    Instant { day: bool, time: bool },
}

impl Shows {
    /// The formats that every program knows by their number (ECMA-376 part 1, 18.8.30).
    pub(super) fn of_number(id: u32) -> Self {
        match id {
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self::Instant { day: true, time: false },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Self::Instant { day: false, time: true },
            22 => Self::Instant { day: true, time: true },
            _ => Self::Number,
        }
    }

    /// A format that the book defines itself; only its first part is looked at, which is that of numbers above zero.
    pub(super) fn of_code(code: &str) -> Self {
        if (2..=32).contains(&code.len()) && code.bytes().all(|b| b == b'0') {
            return Self::Digits(code.len());
        }
        let letters = letters(code)
            .replace("am/pm", "")
            .replace("a/p", "")
            .replace("general", "");
        let has = |wanted: &[char]| letters.contains(wanted);
        let time = has(&['h', 's']);
        let day = has(&['y', 'd']) || (has(&['m']) && !time);
        if day || time {
            Self::Instant { day, time }
        } else {
            Self::Number
        }
    }
}

/// Texts that a format shows beside the number, of which one may be the sign of a currency: `[$€-407]`, `"CA$"`, `€`.
pub(super) fn marks(code: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        let mark: String = match sign {
            '"' => signs.by_ref().take_while(|c| *c != '"').collect(),
            '[' => {
                let inside: String = signs.by_ref().take_while(|c| *c != ']').collect();
                let symbol = inside.strip_prefix('$').unwrap_or_default();
                symbol.split('-').next().unwrap_or_default().to_owned()
            }
            ';' => break,
            sign if !sign.is_ascii() => sign.to_string(),
            _ => continue,
        };
        marks.push(mark.trim().to_owned());
    }
    marks
}

/// What is left of a format without texts in quotes, signs that stand for themselves, and colours and conditions in
/// brackets; hours that run on (`[h]`) stay.
fn letters(code: &str) -> String {
    let mut left = String::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                signs.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                signs.next();
            }
            '[' => {
                let inside: String = signs.by_ref().take_while(|c| *c != ']').collect();
                let inside = inside.to_ascii_lowercase();
                let unit = inside.chars().next().filter(|unit| matches!(unit, 'h' | 'm' | 's'));
                if unit.is_some_and(|unit| inside.chars().all(|c| c == unit)) {
                    left.push_str(&inside.replace('m', "h"));
                }
            }
            ';' => break,
            _ => left.extend(sign.to_lowercase()),
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let day = Shows::Instant { day: true, time: false };
        let time = Shows::Instant { day: false, time: true };
        let both = Shows::Instant { day: true, time: true };
        for (code, shows) in [
            ("yyyy-mm-dd", day),
            ("m/d/yy", day),
            ("[$-409]mmmm d, yyyy;@", day),
            ("mmm-yy", day),
            ("h:mm AM/PM", time),
            ("[h]:mm:ss", time),
            ("[mm]:ss", time),
            ("m/d/yyyy\\ h:mm", both),
            ("General", Shows::Number),
            ("\"$\"#,##0.00", Shows::Number),
            ("[Red]0.00", Shows::Number),
            ("0.00\" days\"", Shows::Number),
            ("_(* #,##0.00_);_(* (#,##0.00);_(@_)", Shows::Number),
            ("00000", Shows::Digits(5)),
            ("0", Shows::Number),
            ("0%", Shows::Number),
            ("@", Shows::Number),
        ] {
            assert_eq!(Shows::of_code(code), shows, "{code}");
        }
        assert_eq!(marks("[$\u{20ac}-407] #,##0"), ["\u{20ac}"]);
        assert_eq!(marks("\"CA$\" 0.00;\"x\""), ["CA$"]);
        assert_eq!(marks("#,##0\u{a3}[Red][$-409]"), ["\u{a3}", "", ""]);
        assert_eq!(
            (Shows::of_number(14), Shows::of_number(22), Shows::of_number(2)),
            (day, both, Shows::Number)
        );
    }
}
