//! What the columns of a table hold, counted and never repeated but for short words that stand there often.

use std::collections::{BTreeMap, BTreeSet};

use crate::mapping::{DateFormat, MoneyFormat, NoMoney};
use crate::phone::{Point, email, phone};

/// More different words than this are no statuses.
const MOST_WORDS: usize = 40;
/// The longest text that could be a word of a status.
const MOST_OF_A_WORD: usize = 40;
/// How many values are compared with one another.
const MOST_COMPARED: usize = 20_000;
/// How many values are looked at for their kind; all are counted.
const MOST_LOOKED_AT: u64 = 10_000;

/// Forms of days that are tried.
pub(super) const DAYS: [&str; 16] = [
    "yyyy-MM-dd",
    "yyyy-MM-dd HH:mm",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss.fff",
    "yyyy-MM-ddTHH:mm:ss",
    "yyyy/MM/dd",
    "M/D/YYYY",
    "M/d/yyyy h:mm tt",
    "M/d/yyyy h:mm:ss tt",
    "d MMM yyyy",
    "MMM d, yyyy",
    "D/M/YYYY",
    "M-D-YYYY",
    "D-M-YYYY",
    "D.M.YYYY",
    "M.D.YYYY",
];

/// Forms that differ by what comes first, with the month first and with the day first.
const EITHER_WAY: [(&str, &str); 3] = [
    ("M/D/YYYY", "D/M/YYYY"),
    ("M-D-YYYY", "D-M-YYYY"),
    ("M.D.YYYY", "D.M.YYYY"),
];

/// Forms of amounts that are tried, each with what a mapping says for it.
pub(super) const AMOUNTS: [(&str, &str); 4] = [
    (
        "$1,234.50",
        "{symbols: [\"$\"], thousands: \",\", negative: [minus, parentheses]}",
    ),
    ("1.234,50", "{thousands: \".\", decimal: \",\"}"),
    ("1 234,50", "{thousands: \" \", decimal: \",\"}"),
    ("1'234.50", "{thousands: \"'\"}"),
];

/// Letters that stand at amounts.
const CURRENCIES: [&str; 20] = [
    "USD", "CAD", "EUR", "GBP", "CHF", "AUD", "NZD", "MXN", "BRL", "SEK", "NOK", "DKK", "PLN", "INR", "kr", "kr.",
    "Fr", "Fr.", "Rs", "Rs.",
];

/// Whether what stands around figures can be the sign of a currency.
fn is_currency<'t>(mut around: impl Iterator<Item = &'t str>) -> bool {
    around.all(|text| {
        let is_sign = |c: char| c == '$' || (!c.is_ascii() && !c.is_alphanumeric());
        !text.contains(char::is_alphabetic) || text.contains(is_sign) || CURRENCIES.contains(&text)
    })
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) rows: u64,
    pub(crate) filled: u64,
    /// How many of those were looked at for their kind.
    pub(crate) looked_at: u64,
    /// Short texts with how often each stands there; none when there are too many of them.
    pub(crate) words: Option<BTreeMap<String, Word>>,
    /// How many values are days, by form.
    pub(crate) days: [u64; DAYS.len()],
    /// Days that are one only when the month comes first, or only when the day does.
    pub(crate) order: Order,
    /// How many values are amounts, by form.
    pub(crate) amounts: [u64; AMOUNTS.len()],
    /// Values with cents, or with a sign of a currency: a number alone could be anything.
    pub(crate) money_like: u64,
    /// Values that stand in parentheses or behind a minus, or are otherwise no amount.
    pub(crate) whole_numbers: u64,
    /// Values of letters without a figure.
    pub(crate) without_figures: u64,
    pub(crate) phones: u64,
    /// Values with the figures and signs of a phone number of any country.
    pub(crate) dialled: u64,
    pub(crate) emails: u64,
    pub(crate) codes: u64,
    /// Values that stood there before.
    pub(crate) again: u64,
    /// Signs of currencies that stand at amounts.
    pub(crate) marks: BTreeSet<String>,
    seen: BTreeSet<u64>,
}

/// How often a text stands in a column, and on which line first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    pub(crate) count: u64,
    pub(crate) line: u32,
}

/// Days that can be read one way alone, and those that can be read both ways.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Order {
    pub(crate) month_first: Word,
    pub(crate) day_first: Word,
    pub(crate) either: Word,
}

impl Word {
    fn add(&mut self, line: u32) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += 1;
    }

    fn plus(self, other: Self) -> Self {
        let line = match (self.count, other.count) {
            (0, _) => other.line,
            (_, 0) => self.line,
            _ => self.line.min(other.line),
        };
        Self {
            count: self.count + other.count,
            line,
        }
    }
}

impl Order {
    /// What two columns of one file say together: a program writes all of its days alike.
    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            month_first: self.month_first.plus(other.month_first),
            day_first: self.day_first.plus(other.day_first),
            either: self.either.plus(other.either),
        }
    }

    /// Whether the month comes first; nothing where no value says so, or two say otherwise.
    pub(crate) fn is_month_first(self) -> Option<bool> {
        match (self.month_first.count, self.day_first.count) {
            (0, 0) => None,
            (_, 0) => Some(true),
            (0, _) => Some(false),
            _ => None,
        }
    }
}

/// What is tried on every value.
pub(crate) struct Trials {
    days: Vec<DateFormat>,
    amounts: Vec<MoneyFormat>,
}

impl Trials {
    pub(crate) fn new() -> Self {
        Self {
            days: DAYS.iter().filter_map(|form| DateFormat::of(form)).collect(),
            amounts: vec![
                MoneyFormat::dollars(),
                MoneyFormat::european('.'),
                MoneyFormat::european(' '),
                MoneyFormat::swiss(),
            ],
        }
    }
}

impl Trials {
    /// Whether a text can only be a value, not the name of a column.
    pub(crate) fn is_value(&self, text: &str) -> bool {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let day = || self.days.iter().any(|form| matches!(form.day(text), Some(Some(_))));
        let amount = || self.amounts.iter().any(|form| form.amount(text, None).is_ok());
        (digits > 0 && (day() || amount() || matches!(phone(text, phonenumber::country::US), Point::Valid(_))))
            || (text.contains('@') && matches!(email(text), Point::Valid(_)))
    }
}

impl Profile {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rows: 0,
            filled: 0,
            looked_at: 0,
            words: Some(BTreeMap::new()),
            days: [0; DAYS.len()],
            order: Order::default(),
            amounts: [0; AMOUNTS.len()],
            money_like: 0,
            whole_numbers: 0,
            without_figures: 0,
            phones: 0,
            dialled: 0,
            emails: 0,
            codes: 0,
            again: 0,
            marks: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    pub(crate) fn take(&mut self, value: &str, fingerprint: u64, line: u32, trials: &Trials) {
        self.rows += 1;
        self.word(value, line);
        let text = value.trim();
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        if self.seen.len() < MOST_COMPARED && !self.seen.insert(fingerprint) {
            self.again += 1;
        }
        if self.looked_at < MOST_LOOKED_AT {
            self.looked_at += 1;
            self.look(text, line, trials);
        }
    }

    /// Counts what kinds of value this could be.
    fn look(&mut self, text: &str, line: u32, trials: &Trials) {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits > 0 {
            let is_day: Vec<bool> = trials
                .days
                .iter()
                .map(|form| matches!(form.day(text), Some(Some(_))))
                .collect();
            for (count, is_day) in self.days.iter_mut().zip(&is_day) {
                *count += u64::from(*is_day);
            }
            let of = |wanted: &str| {
                DAYS.iter()
                    .zip(&is_day)
                    .any(|(form, is_day)| *form == wanted && *is_day)
            };
            for (month, day) in EITHER_WAY {
                match (of(month), of(day)) {
                    (true, true) => self.order.either.add(line),
                    (true, false) => self.order.month_first.add(line),
                    (false, true) => self.order.day_first.add(line),
                    (false, false) => {}
                }
            }
            // Which sign may stand there is another question.
            let bare = text.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '(' | ')' | '-' | '.' | ','));
            // A number of something has letters before it, which are no currency.
            let is_sum = is_currency(text.split(bare).map(str::trim));
            for (count, form) in self.amounts.iter_mut().zip(&trials.amounts) {
                *count +=
                    u64::from(is_sum && !matches!(form.amount(bare, None), Err(NoMoney::Bad | NoMoney::OtherCurrency)));
            }
            let mark: String = text
                .chars()
                .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | ' ' | '(' | ')'))
                .collect();
            if mark.chars().any(|c| !c.is_alphanumeric() && !c.is_ascii() || c == '$') && mark.chars().count() <= 3 {
                self.marks.insert(mark);
                self.money_like += 1;
            } else {
                let cents = |sign: char| {
                    bare.rsplit_once(sign).is_some_and(|(_, cents)| {
                        matches!(cents.len(), 1 | 2) && cents.bytes().all(|b| b.is_ascii_digit())
                    })
                };
                self.money_like += u64::from(cents('.') || cents(','));
            }
            self.whole_numbers += u64::from(digits == text.len());
            let signs = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')' | '/' | ' ');
            self.dialled += u64::from((8..=15).contains(&digits) && digits < text.len() && text.chars().all(signs));
            let is_phone = || matches!(phone(text, phonenumber::country::US), Point::Valid(_) | Point::Several);
            self.phones += u64::from(digits >= 10 && is_phone());
        }
        self.without_figures += u64::from(digits == 0);
        self.emails += u64::from(text.contains('@') && matches!(email(text), Point::Valid(_)));
        let code = text.len() >= 5 && text.starts_with('D') && text.bytes().skip(1).take(4).all(|b| b.is_ascii_digit());
        self.codes += u64::from(code);
    }

    fn word(&mut self, value: &str, line: u32) {
        let Some(words) = &mut self.words else { return };
        if let Some(word) = words.get_mut(value) {
            word.add(line);
        } else if value.chars().count() <= MOST_OF_A_WORD && words.len() < MOST_WORDS {
            words.entry(value.to_owned()).or_default().add(line);
        } else {
            self.words = None;
        }
    }

    /// Whether all that stands there is of a short list of words, in small letters; not where nothing does.
    pub(super) fn says_only(&self, list: &[&str]) -> bool {
        let words = self.words.iter().flat_map(|words| words.keys());
        let mut filled = words.map(|word| word.trim()).filter(|word| !word.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|word| list.contains(&word.to_lowercase().as_str()))
    }

    /// Whether some of what stands there is of a list of words, in small letters.
    pub(super) fn says_some(&self, list: &[&str]) -> bool {
        let mut words = self.words.iter().flat_map(|words| words.keys());
        words.any(|word| list.contains(&word.trim().to_lowercase().as_str()))
    }

    /// Whether most of what stands there is of a kind.
    pub(crate) fn mostly(&self, of_the_kind: u64) -> bool {
        self.looked_at > 0 && of_the_kind.saturating_mul(10) >= self.looked_at.saturating_mul(8)
    }

    /// Whether its values are amounts: most have cents or the sign of a currency, or some do and the others are numbers of
    /// the same form.
    pub(crate) fn is_money(&self) -> bool {
        let some = self.money_like > 0 && !self.mostly(self.whole_numbers) && self.amount_form().is_some();
        some || self.mostly(self.money_like)
    }

    /// The two ways in which its days could be read, with the month first and with the day first.
    pub(crate) fn two_ways(&self) -> Option<(&'static str, &'static str)> {
        let (form, _) = self.day_form()?;
        EITHER_WAY
            .into_iter()
            .find(|(month, day)| *month == form || *day == form)
    }

    /// Whether its values alone leave open which of the two it is.
    pub(crate) fn is_either_way(&self) -> bool {
        self.two_ways().is_some() && self.order.is_month_first().is_none()
    }

    /// The form that most of its days have.
    pub(crate) fn day_form(&self) -> Option<(&'static str, u64)> {
        let mut best: Option<(&'static str, u64)> = None;
        for (form, count) in DAYS.iter().zip(self.days) {
            if count > best.map_or(0, |(_, most)| most) {
                best = Some((form, count));
            }
        }
        let is_either = |form: &str| EITHER_WAY.iter().any(|(month, day)| *month == form || *day == form);
        let Order {
            month_first,
            day_first,
            either,
        } = self.order;
        let both_ways = month_first.count + day_first.count + either.count;
        best.filter(|(form, count)| self.mostly(*count) || (is_either(form) && self.mostly(both_ways)))
    }

    /// The form that most of its amounts have, by its place among [`AMOUNTS`].
    pub(crate) fn amount_form(&self) -> Option<(usize, u64)> {
        let mut best: Option<(usize, u64)> = None;
        for (index, count) in self.amounts.iter().enumerate() {
            if *count > best.map_or(0, |(_, most)| most) {
                best = Some((index, *count));
            }
        }
        best.filter(|(_, count)| self.mostly(*count))
    }
}
