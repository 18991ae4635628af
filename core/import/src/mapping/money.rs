//! How a file writes amounts.

use followthrough::Money;

use super::read::{Item, Problems};

/// The form of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MoneyFormat {
    cents: bool,
    symbols: Vec<String>,
    thousands: Option<char>,
    decimal: char,
    parentheses: bool,
    json: Option<JsonType>,
}

/// The JSON type that amounts have, where the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonType {
    Number,
    Text,
}

impl Default for MoneyFormat {
    /// `1234.50`.
    fn default() -> Self {
        Self {
            cents: false,
            symbols: Vec::new(),
            thousands: None,
            decimal: '.',
            parentheses: false,
            json: None,
        }
    }
}

/// Why a text is no amount that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoMoney {
    /// Not of the declared form, or finer than a cent.
    Bad,
    /// Below zero.
    Negative,
    /// In another currency.
    OtherCurrency,
}

const THOUSANDS: &[(&str, Option<char>)] = &[
    ("none", None),
    (",", Some(',')),
    (".", Some('.')),
    ("'", Some('\'')),
    (" ", Some(' ')),
];

impl MoneyFormat {
    pub(crate) fn read(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Self> {
        let mut format = Self::default();
        let mut keys = item.keys(
            problems,
            "how amounts are written, such as {thousands: \",\", symbols: [\"$\"]}",
        )?;
        if let Some(item) = keys.get("unit") {
            format.cents = item.word(problems, "the unit", &[("dollars", false), ("cents", true)])?;
        }
        if let Some(item) = keys.get("symbols") {
            let symbols = item.texts(problems, "signs that may stand at an amount")?;
            format.symbols = symbols.into_iter().map(str::to_owned).collect();
        }
        if let Some(item) = keys.get("thousands") {
            format.thousands = item.word(problems, "what stands between thousands", THOUSANDS)?;
        }
        if let Some(item) = keys.get("decimal") {
            format.decimal = item.word(problems, "the decimal sign", &[(".", '.'), (",", ',')])?;
        }
        if let Some(item) = keys.get("negative") {
            for word in item.texts(problems, "minus, parentheses")? {
                match word {
                    "minus" => {}
                    "parentheses" => format.parentheses = true,
                    _ => return item.refuse(problems, "expected minus or parentheses", ""),
                }
            }
        }
        if let Some(item) = keys.get("type") {
            let types = [("number", JsonType::Number), ("text", JsonType::Text)];
            format.json = Some(item.word(problems, "a type of JSON", &types)?);
        }
        keys.finish(problems);
        if format.thousands == Some(format.decimal) {
            return item.refuse(problems, "thousands and decimal are the same sign", "");
        }
        Some(format)
    }

    /// The JSON type that amounts must have.
    pub(crate) fn json(&self) -> Option<JsonType> {
        self.json
    }

    /// What stands before the cents.
    pub(crate) fn decimal(&self) -> char {
        self.decimal
    }

    /// `$1,234.50`, `(45.00)` below zero.
    pub(crate) fn dollars() -> Self {
        Self {
            symbols: vec!["$".to_owned()],
            thousands: Some(','),
            parentheses: true,
            ..Self::default()
        }
    }

    /// `1.234,50`, or another sign between thousands.
    pub(crate) fn european(thousands: char) -> Self {
        Self {
            thousands: Some(thousands),
            decimal: ',',
            ..Self::default()
        }
    }

    /// `1'234.50`.
    pub(crate) fn swiss() -> Self {
        Self {
            thousands: Some('\''),
            ..Self::default()
        }
    }

    /// Reads an amount of zero or more.
    pub(crate) fn amount(&self, text: &str, currency: Option<&str>) -> Result<Money, NoMoney> {
        let text = text.trim();
        let (text, in_parentheses) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) if self.parentheses => (inner.trim(), true),
            _ => (text, false),
        };
        let (mark, body) = marked(text);
        let (body, minus) = match body.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (body, false),
        };
        let mark: String = mark.chars().filter(|c| *c != '-').collect();
        let minus = minus || text.starts_with('-');
        let amount = self.figures(body).ok_or(NoMoney::Bad)?;
        let mark = mark.trim();
        if !mark.is_empty() && !self.symbols.iter().any(|symbol| symbol == mark) {
            let other = currency_of(mark).filter(|named| Some(*named) != currency);
            match other {
                Some(_) => return Err(NoMoney::OtherCurrency),
                // The practice's own currency in letters is no other amount where signs are allowed at all.
                None if currency_of(mark).is_some() && !self.symbols.is_empty() => {}
                None => return Err(NoMoney::Bad),
            }
        }
        if (minus || in_parentheses) && amount > Money::ZERO {
            return Err(NoMoney::Negative);
        }
        Ok(amount)
    }

    fn figures(&self, body: &str) -> Option<Money> {
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if self.cents {
            let cents = Some(body).filter(|body| plain(body) && body.len() <= 14)?;
            let (whole, cents) = cents.split_at_checked(cents.len().saturating_sub(2))?;
            return Money::parse(&format!("{whole:0>1}.{cents:0>2}")).ok();
        }
        let (whole, fraction) = match body.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (body, None),
        };
        let whole = self.ungrouped(whole)?;
        let fraction = fraction.unwrap_or("00");
        let (cents, finer) = fraction.split_at_checked(2).unwrap_or((fraction, ""));
        if !plain(&whole) || !plain(cents) || finer.bytes().any(|b| b != b'0') {
            return None;
        }
        Money::parse(&format!("{whole}.{cents}")).ok()
    }

    /// The whole part without its separators, which stand before every three digits or nowhere.
    fn ungrouped(&self, whole: &str) -> Option<String> {
        let separator = self
            .thousands
            .filter(|separator| whole.contains(|c| same(c, *separator)));
        let Some(separator) = separator else {
            return Some(whole.to_owned());
        };
        let groups: Vec<&str> = whole.split(|c| same(c, separator)).collect();
        let first = groups.first().is_some_and(|group| (1..=3).contains(&group.len()));
        let rest = groups.iter().skip(1).all(|group| group.len() == 3);
        (first && rest).then(|| groups.concat())
    }
}

/// A space may be one of several.
fn same(c: char, separator: char) -> bool {
    c == separator || (separator == ' ' && matches!(c, '\u{a0}' | '\u{202f}'))
}

/// What stands before or behind the figures, and the figures.
fn marked(text: &str) -> (&str, &str) {
    let figure = |c: char| c.is_ascii_digit();
    let Some(first) = text.find(figure) else {
        return ("", text);
    };
    let (before, rest) = text.split_at_checked(first).unwrap_or(("", text));
    if !before.is_empty() && before != "-" && !before.starts_with(['.', ',']) {
        let minus = before.trim_end().ends_with('-');
        let body = if minus {
            text.get(first.saturating_sub(1)..).unwrap_or(rest)
        } else {
            rest
        };
        return (before, body);
    }
    let last = text.rfind(figure).map_or(text.len(), |at| at + 1);
    let (body, behind) = text.split_at_checked(last).unwrap_or((text, ""));
    match behind.trim() {
        "" | "." | "," => ("", text),
        _ => (behind, body),
    }
}

/// Whether a mark names a currency, and another one than the practice's.
pub(crate) fn is_foreign(mark: &str, own: Option<&str>) -> bool {
    currency_of(mark).is_some_and(|named| Some(named) != own)
}

/// The currency that a mark names, by its code where that is known; `$` alone names none.
fn currency_of(mark: &str) -> Option<&str> {
    const MARKS: &[(&str, &str)] = &[
        ("US$", "USD"),
        ("U$S", "USD"),
        ("CA$", "CAD"),
        ("C$", "CAD"),
        ("CDN$", "CAD"),
        ("A$", "AUD"),
        ("AU$", "AUD"),
        ("NZ$", "NZD"),
        ("MX$", "MXN"),
        ("\u{20ac}", "EUR"),
        ("\u{a3}", "GBP"),
        ("\u{a5}", "JPY"),
    ];
    const CODES: &[&str] = &[
        "USD", "CAD", "AUD", "NZD", "MXN", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "BRL", "INR", "ILS", "ZAR",
    ];
    let known = MARKS.iter().find(|(known, _)| *known == mark).map(|(_, code)| *code);
    let letters = mark.trim_end_matches('$').trim();
    // Another dollar, or a sign that only currencies have: not ours, whichever it is.
    let foreign = (mark.ends_with('$') && letters.chars().all(char::is_alphabetic) && !letters.is_empty())
        || mark.contains(|c| matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}'));
    known
        .or_else(|| CODES.iter().copied().find(|code| *code == letters))
        .or(foreign.then_some(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_with_their_signs() {
        let read = |text: &str| MoneyFormat::dollars().amount(text, Some("CAD"));
        for (text, cents) in [
            ("$1,234.50", 123_450),
            ("12,480.00", 1_248_000),
            ("700", 70_000),
            (" $95.5 ", 9_550),
            ("$ 0.00", 0),
            ("(0.00)", 0),
            ("1234567.80", 123_456_780),
            ("12.500", 1_250),
            ("CA$20", 2_000),
            ("20 CAD", 2_000),
        ] {
            assert_eq!(read(text), Ok(Money::from_cents(cents)), "{text}");
        }
        for text in [
            "$1,0O0.00",
            "1.234,50",
            "1,23.00",
            "1,2345.00",
            "",
            "$",
            "two",
            "12.505",
            "1e3",
            ".",
            "-",
            "12..5",
            "1 2",
            ",500",
        ] {
            assert_eq!(read(text), Err(NoMoney::Bad), "{text}");
        }
        for text in ["($45.00)", "-45.00", "-$45.00", "$-45.00"] {
            assert_eq!(read(text), Err(NoMoney::Negative), "{text}");
        }
        for text in [
            "US$200.00",
            "\u{20ac}200.00",
            "200.00 USD",
            "USD 200",
            "R$200",
            "\u{20b9}200",
        ] {
            assert_eq!(read(text), Err(NoMoney::OtherCurrency), "{text}");
        }
    }

    #[test]
    fn other_forms() {
        let plain = MoneyFormat::default();
        assert_eq!(plain.amount("1250.00", None), Ok(Money::from_cents(125_000)));
        for text in ["1,447.00", "1350.005", "$285.00", "(45.00)"] {
            assert_eq!(plain.amount(text, Some("USD")), Err(NoMoney::Bad), "{text}");
        }
        let cents = MoneyFormat {
            cents: true,
            ..MoneyFormat::default()
        };
        for (text, read) in [("125000", 125_000), ("0", 0), ("5", 5), ("50", 50)] {
            assert_eq!(cents.amount(text, None), Ok(Money::from_cents(read)), "{text}");
        }
        assert_eq!(cents.amount("226.00", None), Err(NoMoney::Bad));
        assert_eq!(cents.amount("-5000", None), Err(NoMoney::Negative));
        let german = MoneyFormat {
            thousands: Some('.'),
            decimal: ',',
            ..MoneyFormat::default()
        };
        assert_eq!(german.amount("1.234,50", None), Ok(Money::from_cents(123_450)));
        let french = MoneyFormat {
            thousands: Some(' '),
            decimal: ',',
            ..MoneyFormat::default()
        };
        assert_eq!(french.amount("1\u{202f}234,50", None), Ok(Money::from_cents(123_450)));
    }
}
