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
    /// Digits of a time of day: at least, at most.
    Time(usize, usize),
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

    /// The outer option is whether it is a day at all, the inner whether it is one and not the system's null. Of a month
    /// or a year alone, the first day.
    pub(crate) fn day(&self, text: &str) -> Option<Option<Date>> {
        self.read_day(text, false)
    }

    /// The same with the last day of a month or a year alone: so young is the person at least.
    pub(crate) fn last_day(&self, text: &str) -> Option<Option<Date>> {
        self.read_day(text, true)
    }

    fn read_day(&self, text: &str, last: bool) -> Option<Option<Date>> {
        let text = text.trim();
        if text.is_empty() || self.null.iter().any(|null| null.trim() == text) {
            return Some(None);
        }
        let (year, month, day) = self.forms.iter().find_map(|form| matches(form, text))?;
        if self.null_years.contains(&year) {
            // Older than any day that is read, so only its month and day can be looked at.
            let whole = (1..=12).contains(&month.unwrap_or(1)) && (1..=31).contains(&day.unwrap_or(1));
            return whole.then_some(None);
        }
        let month = month.unwrap_or(if last { 12 } else { 1 });
        let days = match day {
            Some(day) => day..=day,
            None if last => 28..=31,
            None => 1..=1,
        };
        let of = |day: u32| Date::parse(&format!("{year:04}-{month:02}-{day:02}")).ok();
        days.rev().find_map(of).map(Some)
    }
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
            ('H' | 'h' | 'm' | 's', n @ (1 | 2)) => Part::Time(n, 2),
            ('f' | 'S', _) => Part::Time(1, 9),
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

fn matches(form: &[Part], text: &str) -> Option<(u32, Option<u32>, Option<u32>)> {
    let (mut year, mut month, mut day) = (0, None, None);
    let mut rest = text;
    for part in form {
        let (least, most) = match part {
            Part::Year => (4, 4),
            Part::Month(least) | Part::Day(least) => (*least, 2),
            Part::Time(least, most) => (*least, *most),
            Part::Sign(sign) => {
                rest = rest.strip_prefix(*sign)?;
                continue;
            }
            Part::Half => {
                let half = rest.get(..2)?.to_ascii_lowercase();
                rest = rest.get(2..).filter(|_| matches!(half.as_str(), "am" | "pm"))?;
                continue;
            }
            Part::Offset => {
                rest = rest.strip_prefix('Z').or_else(|| behind_offset(rest))?;
                continue;
            }
            Part::MonthName => {
                let name = rest.get(..3)?.to_ascii_lowercase();
                let number = MONTHS.iter().position(|known| *known == name)?;
                month = Some(u32::try_from(number + 1).ok()?);
                rest = rest.get(3..)?;
                continue;
            }
        };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at_checked(digits).filter(|_| digits >= least)?;
        rest = behind;
        match part {
            Part::Year => year = number.parse().ok()?,
            Part::Month(_) => month = Some(number.parse().ok()?),
            Part::Day(_) => day = Some(number.parse().ok()?),
            Part::Time(..) | Part::Sign(_) | Part::Half | Part::Offset | Part::MonthName => {}
        }
    }
    rest.is_empty().then_some((year, month, day))
}

/// What stands behind `+05:00`.
fn behind_offset(text: &str) -> Option<&str> {
    let (offset, behind) = text.split_at_checked(6)?;
    let digits = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let whole = offset.starts_with(['+', '-']) && offset.get(3..4) == Some(":");
    (whole && digits(offset.get(1..3)) && digits(offset.get(4..6))).then_some(behind)
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
        let sql = of(&["yyyy-MM-dd HH:mm:ss.fff", "d MMM yyyy"]);
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
