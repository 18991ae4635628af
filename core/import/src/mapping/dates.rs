//! How a file writes days.

use followthrough::Date;

use super::read::{Item, Problems, shown};

/// The forms of days, and what stands for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateFormat {
    forms: Vec<Vec<Part>>,
    null: Vec<String>,
    null_years: Vec<u32>,
}

/// One part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    /// So many digits at least; two at most.
    Month(usize),
    MonthName,
    Day(usize),
    Hour(usize),
    Minute(usize),
    Second(usize),
    /// Of a second.
    Fraction,
    Half,
    /// `Z`, or `+05:00`.
    Offset,
    Sign(char),
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Default for DateFormat {
    /// `2026-01-30`, empty for none.
    fn default() -> Self {
        Self {
            forms: form("yyyy-MM-dd").into_iter().collect(),
            null: Vec::new(),
            null_years: Vec::new(),
        }
    }
}

impl DateFormat {
    pub(crate) fn read(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Self> {
        let mut format = Self::default();
        let mut keys = item.keys(problems, "how days are written, such as {formats: [MM/DD/YYYY]}")?;
        if let Some(item) = keys.get("formats").filter(|item| !item.asks()) {
            format.forms = Vec::new();
            for text in item.texts(problems, "forms such as MM/DD/YYYY")? {
                match form(text) {
                    Some(form) => format.forms.push(form),
                    None => {
                        let help =
                            "write yyyy, MM or M or MMM, dd or d, and HH, mm, ss, fff, tt, XXX for the time behind it";
                        return item.refuse(problems, format!("{} is no form of a day", shown(text)), help);
                    }
                }
            }
        }
        if let Some(item) = keys.get("null") {
            let texts = item.texts(problems, "texts that stand for no day")?;
            format.null = texts.into_iter().map(str::to_owned).collect();
        }
        if let Some(item) = keys.get("null_years") {
            let years = if item.value.is_array() {
                item.list(problems, "years")?
            } else {
                vec![item]
            };
            format.null_years = years
                .iter()
                .map(|year| year.number(problems, "a year", 9999))
                .collect::<Option<_>>()?;
        }
        keys.finish(problems);
        Some(format)
    }

    /// Days of one form.
    pub(crate) fn of(text: &str) -> Option<Self> {
        Some(Self {
            forms: vec![form(text)?],
            ..Self::default()
        })
    }

    /// The same forms, and behind them those of days that a workbook holds as days.
    #[must_use]
    pub(crate) fn with_days_of_workbooks(mut self) -> Self {
        self.forms
            .extend(["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"].into_iter().filter_map(form));
        self
    }

    /// The outer option is whether it is a day at all, the inner whether it is one and not the system's null. A time
    /// behind it is not looked at. Of a month or a year alone, the first day.
    pub(crate) fn day(&self, text: &str) -> Option<Option<Date>> {
        self.read_as(text, |read| read.first_day())
    }

    /// The same with the last day of a month or a year alone: so young is the person at least.
    pub(crate) fn last_day(&self, text: &str) -> Option<Option<Date>> {
        self.read_as(text, |read| read.last_day())
    }

    /// A whole day, with a time where the form has one.
    pub(crate) fn instant(&self, text: &str) -> Option<Option<Instant>> {
        self.read_as(text, |read| {
            let date = read.first_day().filter(|_| read.day.is_some())?;
            let second = match read.time {
                None => None,
                Some(time) => Some(time.second()?),
            };
            Some(Instant {
                date,
                second,
                offset: read.offset,
            })
        })
    }

    fn read_as<T>(&self, text: &str, of: impl Fn(&Read) -> Option<T>) -> Option<Option<T>> {
        let text = text.trim();
        if text.is_empty() || self.null.iter().any(|null| null.trim() == text) {
            return Some(None);
        }
        let read = self.forms.iter().find_map(|form| matches(form, text))?;
        if self.null_years.contains(&read.year) {
            // Older than any day that is read, so only its month and day can be looked at.
            let whole = (1..=12).contains(&read.month.unwrap_or(1)) && (1..=31).contains(&read.day.unwrap_or(1));
            return whole.then_some(None);
        }
        of(&read).map(Some)
    }

    /// A day, with a time where that is shown, in the first form that it fits: as an export in text would have it.
    pub(crate) fn write(&self, date: Date, second: u32, shows_time: bool) -> String {
        let has_time = |form: &Vec<Part>| form.iter().any(|part| matches!(part, Part::Hour(_)));
        let has_day = |form: &&Vec<Part>| form.iter().any(|part| matches!(part, Part::Day(_)));
        let mut days = self.forms.iter().filter(has_day);
        let other = days.clone().next().filter(|_| !shows_time || second == 0);
        let alike = days.find(|form| has_time(form) == shows_time);
        let iso = form(if shows_time {
            "yyyy-MM-dd HH:mm:ss"
        } else {
            "yyyy-MM-dd"
        })
        .unwrap_or_default();
        written(alike.or(other).unwrap_or(&iso), date, second)
    }
}

/// A day, and a time on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    pub(crate) date: Date,
    /// Seconds of the day.
    pub(crate) second: Option<u32>,
    /// Seconds that its clock is ahead of UTC, where the text says so; else it is the practice's clock.
    pub(crate) offset: Option<i64>,
}

/// What a text says under a form.
#[derive(Default)]
struct Read {
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<Time>,
    offset: Option<i64>,
}

impl Read {
    fn first_day(&self) -> Option<Date> {
        Date::from_ymd(
            i32::try_from(self.year).ok()?,
            self.month.unwrap_or(1),
            self.day.unwrap_or(1),
        )
    }

    fn last_day(&self) -> Option<Date> {
        let (year, month) = (i32::try_from(self.year).ok()?, self.month.unwrap_or(12));
        match self.day {
            Some(_) => self.first_day(),
            None => (28..=31).rev().find_map(|day| Date::from_ymd(year, month, day)),
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    /// Whether it is behind noon, where the form says.
    half: Option<bool>,
}

impl Time {
    /// A time of day that there is.
    fn second(self) -> Option<u32> {
        let hour = match self.half {
            None => self.hour,
            Some(after_noon) if (1..=12).contains(&self.hour) => self.hour % 12 + if after_noon { 12 } else { 0 },
            Some(_) => return None,
        };
        let valid = hour < 24 && self.minute < 60 && self.second < 60;
        valid.then_some(hour * 3600 + self.minute * 60 + self.second)
    }
}

fn written(form: &[Part], date: Date, second: u32) -> String {
    let iso = date.to_string();
    let number = |from: usize, to: usize| {
        iso.get(from..to)
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or_default()
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let hour = second / 3600;
    let halves = form.contains(&Part::Half);
    let shown_hour = if halves { (hour + 11) % 12 + 1 } else { hour };
    let mut out = String::new();
    for part in form {
        out.push_str(&match part {
            Part::Year => format!("{year:04}"),
            Part::Month(least) => format!("{month:0least$}"),
            Part::MonthName => {
                let name = month
                    .checked_sub(1)
                    .and_then(|at| MONTHS.get(at))
                    .copied()
                    .unwrap_or_default();
                let (first, rest) = name.split_at_checked(1).unwrap_or_default();
                format!("{}{rest}", first.to_uppercase())
            }
            Part::Day(least) => format!("{day:0least$}"),
            Part::Hour(least) => format!("{shown_hour:0least$}"),
            Part::Minute(least) => format!("{:0least$}", second / 60 % 60),
            Part::Second(least) => format!("{:0least$}", second % 60),
            Part::Fraction => "000".to_owned(),
            Part::Offset => "Z".to_owned(),
            Part::Half => if hour < 12 { "AM" } else { "PM" }.to_owned(),
            Part::Sign(sign) => sign.to_string(),
        });
    }
    out
}

/// Reads `yyyy-MM-dd HH:mm:ss.fff` and the like.
fn form(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run: String = rest.chars().take_while(|c| *c == first).collect();
        parts.push(match (first, run.len()) {
            ('y' | 'Y', 4) => Part::Year,
            ('M', n @ (1 | 2)) => Part::Month(n),
            ('M', 3) => Part::MonthName,
            ('d' | 'D', n @ (1 | 2)) => Part::Day(n),
            ('H' | 'h', n @ (1 | 2)) => Part::Hour(n),
            ('m', n @ (1 | 2)) => Part::Minute(n),
            ('s', n @ (1 | 2)) => Part::Second(n),
            ('f' | 'S', _) => Part::Fraction,
            ('t', 2) => Part::Half,
            ('X', 3) => Part::Offset,
            (sign, 1) if !sign.is_alphanumeric() || matches!(sign, 'T' | 'Z') => Part::Sign(sign),
            _ => return None,
        });
        rest = rest.get(run.len()..)?;
    }
    let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
    let years = count(|part| *part == Part::Year);
    let months = count(|part| matches!(part, Part::Month(_) | Part::MonthName));
    let days = count(|part| matches!(part, Part::Day(_)));
    // A day, a month or a year.
    matches!((years, months, days), (1, 1, 0 | 1) | (1, 0, 0)).then_some(parts)
}

fn matches(form: &[Part], text: &str) -> Option<Read> {
    let mut read = Read::default();
    let mut time = Time::default();
    let mut rest = text;
    for part in form {
        let (least, most) = match part {
            Part::Year => (4, 4),
            Part::Month(least) | Part::Day(least) => (*least, 2),
            Part::Hour(least) | Part::Minute(least) | Part::Second(least) => (*least, 2),
            Part::Fraction => (1, 9),
            Part::Sign(sign) => {
                rest = rest.strip_prefix(*sign)?;
                continue;
            }
            Part::Half => {
                let half = rest.get(..2)?.to_ascii_lowercase();
                rest = rest.get(2..).filter(|_| matches!(half.as_str(), "am" | "pm"))?;
                time.half = Some(half == "pm");
                continue;
            }
            Part::Offset => {
                let (offset, behind) = offset(rest)?;
                (read.offset, rest) = (Some(offset), behind);
                continue;
            }
            Part::MonthName => {
                let name = rest.get(..3)?.to_ascii_lowercase();
                let number = MONTHS.iter().position(|known| *known == name)?;
                read.month = Some(u32::try_from(number + 1).ok()?);
                rest = rest.get(3..)?;
                continue;
            }
        };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at_checked(digits).filter(|_| digits >= least)?;
        rest = behind;
        match part {
            Part::Year => read.year = number.parse().ok()?,
            Part::Month(_) => read.month = Some(number.parse().ok()?),
            Part::Day(_) => read.day = Some(number.parse().ok()?),
            Part::Hour(_) => time.hour = number.parse().ok()?,
            Part::Minute(_) => time.minute = number.parse().ok()?,
            Part::Second(_) => time.second = number.parse().ok()?,
            Part::Fraction | Part::Sign(_) | Part::Half | Part::Offset | Part::MonthName => {}
        }
    }
    read.time = form.iter().any(|part| matches!(part, Part::Hour(_))).then_some(time);
    rest.is_empty().then_some(read)
}

/// `Z` or `+05:00` in seconds, and what stands behind it.
fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(behind) = text.strip_prefix('Z') {
        return Some((0, behind));
    }
    let (offset, behind) = text.split_at_checked(6)?;
    let sign = match offset.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let number = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse::<i64>().ok())?
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let seconds = number(hours)? * 3600 + number(minutes).filter(|minutes| *minutes < 60)? * 60;
    Some((sign * seconds, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(forms: &[&str]) -> DateFormat {
        DateFormat {
            forms: forms.iter().filter_map(|text| form(text)).collect(),
            null: vec!["00/00/0000".into()],
            null_years: vec![1753],
        }
    }

    #[test]
    fn days_in_their_forms() {
        let us = of(&["MM/DD/YYYY", "M/d/yyyy h:mm:ss tt"]);
        let day = |text: &str| us.day(text).map(|day| day.map(|day| day.to_string()));
        let read = |text: &str| Some(Some(text.to_owned()));
        assert_eq!(day("11/03/2025"), read("2025-11-03"));
        assert_eq!(day("4/2/1984 12:00:00 AM"), read("1984-04-02"));
        for text in [
            "31/12/2025",
            "2025-11-03",
            "11/03/25",
            "02/30/2025",
            "11/03/2025 ",
            "11/03/2025x",
            "4/2/1984",
        ] {
            assert_eq!(
                day(text),
                if text.ends_with(' ') { read("2025-11-03") } else { None },
                "{text}"
            );
        }
        for text in ["", "00/00/0000", "01/01/1753"] {
            assert_eq!(day(text), Some(None), "{text}");
        }
        let instant = |text: &str| {
            us.instant(text)
                .flatten()
                .map(|read| (read.date.to_string(), read.second))
        };
        assert_eq!(instant("4/2/1984 12:30:00 AM"), Some(("1984-04-02".into(), Some(1800))));
        assert_eq!(
            instant("4/2/1984 1:00:05 pm"),
            Some(("1984-04-02".into(), Some(46_805)))
        );
        assert_eq!(instant("04/02/1984"), Some(("1984-04-02".into(), None)));
        assert_eq!(us.instant("4/2/1984 13:00:00 PM"), None);
        let written = |second, shows_time| Date::parse("2026-01-05").map(|day| us.write(day, second, shows_time));
        assert_eq!(written(0, false).ok().as_deref(), Some("01/05/2026"));
        assert_eq!(written(46_805, true).ok().as_deref(), Some("1/5/2026 1:00:05 PM"));
        let sql = of(&["yyyy-MM-dd HH:mm:ss.fff", "d MMM yyyy"]);
        let day = Date::parse("2025-11-03").map(|day| sql.write(day, 0, false));
        assert_eq!(day.ok().as_deref(), Some("3 Nov 2025"));
        assert_eq!(sql.day("2025-11-20 00:00:00.000").map(|day| day.is_some()), Some(true));
        assert_eq!(sql.day("3 Nov 2025").map(|day| day.is_some()), Some(true));
        assert_eq!(sql.day("2025-13-01 00:00:00.000"), None);
        for text in ["MM-dd", "yyyy-dd", "yy-MM-dd", "MM/DD/YYYY/DD", "noon"] {
            assert_eq!(form(text), None, "{text}");
        }
    }
    #[test]
    fn a_month_or_a_year_alone_is_its_first_day_or_its_last() {
        let fhir = of(&[
            "yyyy-MM-dd",
            "yyyy-MM-ddTHH:mm:ssXXX",
            "yyyy-MM-ddTHH:mm:ss.fffXXX",
            "yyyy-MM",
            "yyyy",
        ]);
        let shown = |day: Option<Option<Date>>| day.flatten().map(|day| day.to_string()).unwrap_or_default();
        for (text, first, last) in [
            ("2025-11", "2025-11-01", "2025-11-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2008", "2008-01-01", "2008-12-31"),
            ("2025-11-20", "2025-11-20", "2025-11-20"),
            ("2025-11-20T23:30:00-05:00", "2025-11-20", "2025-11-20"),
            ("2025-11-20T04:30:00.123Z", "2025-11-20", "2025-11-20"),
            ("2025-13", "", ""),
            ("2025-11-20T04:30:00", "", ""),
            ("2025-11-20T04:30:00+5:00", "", ""),
            ("20", "", ""),
        ] {
            assert_eq!(shown(fhir.day(text)), first, "{text}");
            assert_eq!(shown(fhir.last_day(text)), last, "{text}");
        }
    }
}
