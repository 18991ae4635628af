//! What the columns of a table hold, counted and never repeated but for short words that stand there often.

use std::collections::{BTreeMap, BTreeSet};

use crate::mapping::{DateFormat, MoneyFormat};
use crate::phone::{Point, email, phone};
use crate::problem::is_plain_word;

/// More different words than this are no statuses.
const MOST_WORDS: usize = 40;
/// How many values are compared with one another.
const MOST_COMPARED: usize = 20_000;
/// How many values are looked at for their kind; all are counted.
const MOST_LOOKED_AT: u64 = 10_000;

/// Forms of days that are tried.
pub(super) const DAYS: [&str; 8] = [
    "yyyy-MM-dd",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd HH:mm:ss.fff",
    "M/D/YYYY",
    "M/d/yyyy h:mm:ss tt",
    "d MMM yyyy",
    "D/M/YYYY",
    "D.M.YYYY",
];

const MONTH_FIRST: &str = "M/D/YYYY";
const DAY_FIRST: &str = "D/M/YYYY";
/// So many days that can only be read one way, and none that can only be read the other, settle it.
const SETTLES: u64 = 3;

/// Forms of amounts that are tried, each with what a mapping says for it.
pub(super) const AMOUNTS: [(&str, &str); 4] = [
    ("1234.50", "{}"),
    (
        "$1,234.50",
        "{symbols: [\"$\"], thousands: \",\", negative: [minus, parentheses]}",
    ),
    ("1.234,50", "{thousands: \".\", decimal: \",\"}"),
    ("1 234,50", "{thousands: \" \", decimal: \",\"}"),
];

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) rows: u64,
    pub(crate) filled: u64,
    /// How many of those were looked at for their kind.
    pub(crate) looked_at: u64,
    /// Short words with how often each stands there; none when there are too many of them.
    pub(crate) words: Option<BTreeMap<String, u64>>,
    /// How many values are days, by form.
    pub(crate) days: [u64; DAYS.len()],
    /// Days with strokes that are one only when the month comes first, or only when the day does.
    pub(crate) month_first: u64,
    pub(crate) day_first: u64,
    /// How many values are amounts, by form.
    pub(crate) amounts: [u64; AMOUNTS.len()],
    /// Values with cents, or with a sign of a currency: a number alone could be anything.
    pub(crate) money_like: u64,
    /// Values that stand in parentheses or behind a minus, or are otherwise no amount.
    pub(crate) whole_numbers: u64,
    pub(crate) phones: u64,
    pub(crate) emails: u64,
    pub(crate) codes: u64,
    /// Values that stood there before.
    pub(crate) again: u64,
    /// Signs of currencies that stand at amounts.
    pub(crate) marks: BTreeSet<String>,
    seen: BTreeSet<u64>,
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
                MoneyFormat::default(),
                MoneyFormat::dollars(),
                MoneyFormat::european('.'),
                MoneyFormat::european(' '),
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
            month_first: 0,
            day_first: 0,
            amounts: [0; AMOUNTS.len()],
            money_like: 0,
            whole_numbers: 0,
            phones: 0,
            emails: 0,
            codes: 0,
            again: 0,
            marks: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    pub(crate) fn take(&mut self, value: &str, fingerprint: u64, trials: &Trials) {
        self.rows += 1;
        self.word(value);
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
            self.look(text, trials);
        }
    }

    /// Counts what kinds of value this could be.
    fn look(&mut self, text: &str, trials: &Trials) {
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
            let (month_first, day_first) = (of(MONTH_FIRST), of(DAY_FIRST));
            self.month_first += u64::from(month_first && !day_first);
            self.day_first += u64::from(day_first && !month_first);
            for (count, form) in self.amounts.iter_mut().zip(&trials.amounts) {
                *count += u64::from(form.amount(text, None).is_ok());
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
                    text.rsplit_once(sign)
                        .is_some_and(|(_, cents)| cents.len() == 2 && cents.bytes().all(|b| b.is_ascii_digit()))
                };
                self.money_like += u64::from(cents('.') || cents(','));
            }
            self.whole_numbers += u64::from(digits == text.len());
            self.phones += u64::from(digits >= 10 && matches!(phone(text, phonenumber::country::US), Point::Valid(_)));
        }
        self.emails += u64::from(text.contains('@') && matches!(email(text), Point::Valid(_)));
        let code = text.len() >= 5 && text.starts_with('D') && text.bytes().skip(1).take(4).all(|b| b.is_ascii_digit());
        self.codes += u64::from(code);
    }

    fn word(&mut self, value: &str) {
        let Some(words) = &mut self.words else { return };
        if let Some(count) = words.get_mut(value) {
            *count += 1;
        } else if is_plain_word(value) && words.len() < MOST_WORDS {
            words.insert(value.to_owned(), 1);
        } else {
            self.words = None;
        }
    }

    /// Whether most of what stands there is of a kind.
    pub(crate) fn mostly(&self, of_the_kind: u64) -> bool {
        self.looked_at > 0 && of_the_kind.saturating_mul(10) >= self.looked_at.saturating_mul(8)
    }

    /// Whether its days can be read with the month first or with the day first, and the values do not settle it.
    pub(crate) fn is_either_way(&self) -> bool {
        let stroke = self
            .day_form()
            .is_some_and(|(form, _)| form == MONTH_FIRST || form == DAY_FIRST);
        let settled = (self.month_first >= SETTLES && self.day_first == 0)
            || (self.day_first >= SETTLES && self.month_first == 0);
        stroke && !settled
    }

    /// The form that most of its days have.
    pub(crate) fn day_form(&self) -> Option<(&'static str, u64)> {
        let mut best: Option<(&'static str, u64)> = None;
        for (form, count) in DAYS.iter().zip(self.days) {
            if count > best.map_or(0, |(_, most)| most) {
                best = Some((form, count));
            }
        }
        best.filter(|(_, count)| self.mostly(*count))
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
