//! Opening times by weekday.

use std::borrow::Cow;

use super::{LocalTime, Weekday};
use crate::{Code, Error};

/// From a time of day up to but not including another.
pub type TimeRange = (LocalTime, LocalTime);

/// Opening times by weekday, in local time. Half-open: at the end of a range it is shut.
///
/// The ranges of a day are in order and do not overlap; they may touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// Monday first. Borrowed in the tables of the law, owned where a document gave them.
    days: [Cow<'static, [TimeRange]>; 7],
}

impl Weekly {
    /// Never open.
    pub const fn empty() -> Self {
        Self::from_static(&[], &[], &[])
    }

    /// Open on all seven days from one time to another; never when `to` is not after `from`.
    pub fn all_days(from: LocalTime, to: LocalTime) -> Self {
        let mut weekly = Self::empty();
        if from < to {
            weekly.days = std::array::from_fn(|_| Cow::Owned(vec![(from, to)]));
        }
        weekly
    }

    /// For tables: Monday to Friday, Saturday, Sunday. The caller keeps the order.
    pub(super) const fn from_static(
        weekdays: &'static [TimeRange],
        sat: &'static [TimeRange],
        sun: &'static [TimeRange],
    ) -> Self {
        Self {
            days: [
                Cow::Borrowed(weekdays),
                Cow::Borrowed(weekdays),
                Cow::Borrowed(weekdays),
                Cow::Borrowed(weekdays),
                Cow::Borrowed(weekdays),
                Cow::Borrowed(sat),
                Cow::Borrowed(sun),
            ],
        }
    }

    /// Sets the ranges of one day, in any order; none closes it.
    ///
    /// # Errors
    /// `FT-P004` when a range ends before it has begun or two overlap; the day is then left as it was.
    pub fn set(&mut self, day: Weekday, mut windows: Vec<TimeRange>) -> Result<(), Error> {
        let refuse = |message| Err(Error::new(Code::PlaybookBadValue, message));
        windows.sort_unstable();
        let mut free_from = LocalTime::START;
        for (from, to) in &windows {
            if to <= from {
                return refuse("a range of hours must end after it begins");
            }
            if *from < free_from {
                return refuse("two ranges of hours on one day overlap");
            }
            free_from = *to;
        }
        let [mon, tue, wed, thu, fri, sat, sun] = &mut self.days;
        let slot = match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        };
        *slot = Cow::Owned(windows);
        Ok(())
    }

    /// The ranges of one day, in order.
    pub fn on(&self, day: Weekday) -> &[TimeRange] {
        let [mon, tue, wed, thu, fri, sat, sun] = &self.days;
        match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
    }

    /// Whether it is never open.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(|day| day.is_empty())
    }

    /// Whether `outer` is open whenever this is.
    pub fn within(&self, outer: &Self) -> bool {
        Weekday::ALL
            .into_iter()
            .all(|day| self.on(day).iter().all(|range| covered(*range, outer.on(day))))
    }

    /// Reads the days of a playbook key: `mon`, `mon-thu`, `sat,sun`, also over the weekend: `fri-mon`. None when the
    /// text is not that, or names a day twice.
    pub fn parse_days(text: &str) -> Option<Vec<Weekday>> {
        let mut days = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (mut day, last) = (Weekday::parse(first.trim())?, Weekday::parse(last.trim())?);
            loop {
                if days.contains(&day) {
                    return None;
                }
                days.push(day);
                if day == last {
                    break;
                }
                day = day.next();
            }
        }
        Some(days)
    }

    /// Reads the ranges of a playbook value: `08:00-12:00,13:00-17:00`; `closed` means none. None when the text is not
    /// that. Whether they overlap, [`Weekly::set`] tells.
    pub fn parse_windows(text: &str) -> Option<Vec<TimeRange>> {
        if text.trim() == "closed" {
            return Some(Vec::new());
        }
        text.split(',')
            .map(|part| {
                let (from, to) = part.split_once('-')?;
                Some((LocalTime::read(from.trim())?, LocalTime::read(to.trim())?))
            })
            .collect()
    }
}

/// Whether ranges in order, taken together where they touch, cover one range.
fn covered((from, to): TimeRange, outer: &[TimeRange]) -> bool {
    let mut covered_to = from;
    for (begin, end) in outer {
        if *begin <= covered_to && covered_to < *end {
            covered_to = *end;
        }
    }
    covered_to >= to
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    fn weekly(text: &str) -> Weekly {
        let mut weekly = Weekly::empty();
        for day in Weekday::ALL {
            weekly.set(day, Weekly::parse_windows(text).unwrap()).unwrap();
        }
        weekly
    }

    #[test]
    fn reads_days() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let cases: [(&str, Option<&[Weekday]>); 12] = [
            ("mon", Some(&[Mon])),
            ("mon-thu", Some(&[Mon, Tue, Wed, Thu])),
            ("sat,sun", Some(&[Sat, Sun])),
            ("fri-mon", Some(&[Fri, Sat, Sun, Mon])),
            ("mon-tue, sat", Some(&[Mon, Tue, Sat])),
            ("mon-mon", Some(&[Mon])),
            ("tue-mon", Some(&[Tue, Wed, Thu, Fri, Sat, Sun, Mon])),
            ("mon,mon", None),
            ("mon-wed,tue", None),
            ("", None),
            ("monday", None),
            ("mon-", None),
        ];
        for (text, days) in cases {
            assert_eq!(Weekly::parse_days(text).as_deref(), days, "{text}");
        }
    }

    #[test]
    fn reads_windows() {
        assert_eq!(Weekly::parse_windows("closed"), Some(vec![]));
        let split = Weekly::parse_windows("08:00-12:00, 13:00-24:00").unwrap();
        assert_eq!(format!("{split:?}"), "[(08:00, 12:00), (13:00, 24:00)]");
        for bad in ["", "08:00", "8-17", "08:00-12:00,", "08:00–12:00"] {
            assert_eq!(Weekly::parse_windows(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_is_ordered_and_without_overlap() {
        let mut hours = weekly("13:00-17:00,08:00-12:00");
        assert_eq!(hours, weekly("08:00-12:00,13:00-17:00"));
        let before = hours.clone();
        for bad in ["08:00-12:00,11:00-13:00", "12:00-12:00", "13:00-09:00"] {
            let windows = Weekly::parse_windows(bad).unwrap();
            assert!(hours.set(Weekday::Mon, windows).is_err(), "{bad}");
        }
        assert_eq!(hours, before);
        assert!(!hours.is_empty());
        assert!(Weekly::empty().is_empty());
    }

    #[test]
    fn within() {
        let outer = weekly("08:00-12:00,12:00-17:00,18:00-20:00");
        for (inner, holds) in [
            ("closed", true),
            ("08:00-17:00", true),
            ("09:00-10:00,11:00-13:00,18:00-20:00", true),
            ("08:00-18:00", false),
            ("07:59-09:00", false),
            ("17:00-18:00", false),
            ("19:00-20:01", false),
        ] {
            assert_eq!(weekly(inner).within(&outer), holds, "{inner}");
        }
    }
}
