//! Finds times in the words of a message.

use super::lexicon::Lexicon;
use super::when::{CalendarUnit, When};
use super::words::{Gap, Number, Word};
use crate::schedule::Weekday;

/// A time in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// What was said.
    pub(super) when: When,
    /// Within days: tomorrow, Monday.
    pub(super) near: bool,
    /// "until", "after" or the like stands before it: it can be nothing but a time to wait for.
    pub(super) awaited: bool,
    /// Its first word, and the first behind it.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Words of time, which must stand in the lexicon though no phrase has them.
pub(super) const WORDS: &str = "in within for about like until till til after before since last past ago next following \
    this coming the of on by at early mid late end beginning start middle week weeks month months year years day days \
    a an one two three four five six seven eight nine ten eleven twelve couple few several half holidays holiday \
    christmas xmas thanksgiving newyear newyears new years spring summer fall autumn winter february july labor \
    dia el la los las del al en dentro dos tres cuatro cinco seis siete ocho nueve diez once doce un una unos unas par \
    semana semanas mes meses ano anos dias proximo proxima siguiente entra viene hasta despues principios mediados \
    finales fines finde fiestas navidad navidades vacaciones primavera verano otono invierno year's was since quarter \
    que pasado pasada desde hace from now back been it antes first second third fourth last primera segunda \
    tercera cuarta ultima finales enero febrero marzo abril mayo junio julio agosto \
    septiembre octubre noviembre diciembre january march april june august september october november december monday \
    tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo tomorrow";

/// Those of them with which a time may begin; what stands before it is looked at from there.
pub(super) const BEGINNINGS: &str = "january february march april may june july august september october november december \
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre \
    holidays holiday fiestas newyear newyears new beginning start middle mid early principios mediados christmas xmas navidad navidades thanksgiving spring primavera \
    summer verano autumn otono fall winter invierno end finales fines finde \
    a an un una couple par few unos unas several \
    one two three four five six seven eight nine ten eleven twelve \
    dos tres cuatro cinco seis siete ocho nueve diez once doce \
    next following proximo proxima siguiente week semana month mes year ano \
    monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo tomorrow";

/// The first time in the words that lies ahead.
pub(super) fn find(lexicon: &Lexicon, words: &[Word]) -> Option<Said> {
    let reader = Reader { lexicon, words };
    (0..words.len())
        .filter(|at| words.get(*at).is_some_and(|word| lexicon.is_of_time(word)))
        .find_map(|at| reader.at(at))
}

/// The day from which a month is late.
const LATE: u8 = 25;

const AFTER: &str = "after despues";

struct Reader<'a> {
    lexicon: &'a Lexicon,
    words: &'a [Word],
}

impl Reader<'_> {
    fn is(&self, at: usize, list: &str) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| list.split(' ').any(|name| self.lexicon.reads(word, name)))
    }

    fn before(&self, at: usize, back: usize, list: &str) -> bool {
        at.checked_sub(back).is_some_and(|at| self.is(at, list))
    }

    /// The place of a word in a list, from one.
    fn place(&self, at: usize, list: &str) -> Option<u8> {
        let word = self.words.get(at)?;
        let place = list.split(' ').position(|name| self.lexicon.reads(word, name))?;
        u8::try_from(place + 1).ok()
    }

    fn at(&self, at: usize) -> Option<Said> {
        let dated = self.date(at).or_else(|| self.month(at));
        let of_calendar = dated.is_some();
        let (when, near, to) = dated
            .or_else(|| self.holiday(at))
            .or_else(|| self.part_of_month(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.next(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.year(at))?;
        let back = |count| self.before(at, count, "last past since ago was desde pasado pasada hace");
        if back(1) || self.is(to, "ago pasado pasada") {
            return None;
        }
        const UNTIL: &str = "until till til hasta not-before";
        const DENIES: &str = "not no nunca never cant wont dont";
        let from = self.introduced_from(at);
        let behind = |list: &str| (1..=at - from + 3).find(|count| self.before(at, *count, list));
        let after = behind(AFTER).is_some();
        // "Not before April" waits, "before April" does not.
        let before = behind("before antes");
        let not_before = before.is_some_and(|back| (1..=4).any(|more| self.before(at, back + more, DENIES)));
        if before.is_some() && !not_before {
            return None;
        }
        Some(Said {
            when: if after { passed(when, of_calendar) } else { when },
            near,
            awaited: after || behind(UNTIL).is_some() || not_before,
            from,
            to,
        })
    }

    /// Where "the first week of", "within", "a mediados de" before it begins.
    fn introduced_from(&self, at: usize) -> usize {
        const SMALL: &str = "first second third fourth last primera segunda tercera cuarta ultima week semana of de del \
            early mid late beginning start middle end principios mediados finales fines in within dentro a the la";
        let joined = |place: usize| self.words.get(place).is_some_and(|word| word.before == Gap::None);
        let first = |place: usize| {
            let word = place.checked_sub(1).and_then(|back| self.words.get(back));
            self.is(place, "week") && word.is_some_and(|word| matches!(word.number, Some(Number::Ordinal(_))))
        };
        let mut from = at;
        while from + 5 > at && joined(from) && (self.before(from, 1, SMALL) || first(from)) {
            from -= 1;
        }
        from
    }

    /// 3/15, 3/15/2027, 2027-03-15
    fn date(&self, at: usize) -> Option<(When, bool, usize)> {
        let (month, day, year) = match self.words.get(at)?.number? {
            Number::MonthDay(month, day, year) => (month, day, year),
            Number::Date(year, month, day) => (month, day, Some(year)),
            Number::Plain(_) | Number::Ordinal(_) | Number::Time => return None,
        };
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let real = (1..=12).contains(&month) && (1..=31).contains(&day);
        real.then_some((
            When::Month {
                month,
                day: Some(day),
                year: year.filter(|year| (2024..=2099).contains(year)),
            },
            false,
            at + 1,
        ))
    }

    /// March, March 15th, March 2027, the 15th of March, mid March; the 15th.
    fn month(&self, at: usize) -> Option<(When, bool, usize)> {
        let of_week = self.is(at + 1, "week semana");
        if let Some(day) = self.day_number(at).filter(|_| !of_week) {
            // 15 de marzo, the 15th of March, 15 March.
            let of = usize::from(self.is(at + 1, "of de del"));
            if let Some(month) = self.month_name(at + 1 + of) {
                let year = self.year_number(at + 2 + of);
                let to = at + 2 + of + usize::from(year.is_some());
                return Some((
                    When::Month {
                        month,
                        day: Some(day),
                        year,
                    },
                    false,
                    to,
                ));
            }
            let ordinal = matches!(self.words.get(at)?.number, Some(Number::Ordinal(_)));
            let introduced = self.before(at, 1, "the el del al dia");
            return (ordinal || introduced).then_some((When::Day { day }, false, at + 1));
        }
        let month = self.month_name(at)?;
        // "may" and "march" are words of their own.
        let sure = !self.is(at, "may march mar")
            || (1..=2).any(|back| {
                self.before(
                    at,
                    back,
                    "in until till til by after this next of mid early late before for on around end back maybe en",
                )
            })
            || self
                .words
                .get(at)
                .is_some_and(|word| self.is(at, "march") && word.begins)
            || self.day_number(at + 1).is_some();
        if !sure {
            return None;
        }
        // After late March is April.
        let after = (1..=5).any(|back| self.before(at, back, AFTER));
        let part = self.part(at).filter(|day| *day < LATE || !after);
        if let Some(day) = self.day_number(at + 1) {
            let year = self.year_number(at + 2);
            return Some((
                When::Month {
                    month,
                    day: Some(day),
                    year,
                },
                false,
                at + 2 + usize::from(year.is_some()),
            ));
        }
        let year = self.year_number(at + 1);
        Some((
            When::Month { month, day: part, year },
            false,
            at + 1 + usize::from(year.is_some()),
        ))
    }

    /// The day with which "early", "mid", "late", "the second week of" a month begin.
    fn part(&self, at: usize) -> Option<u8> {
        let week = (1..=3).find(|back| self.before(at, *back, "week semana"));
        if let Some(back) = week.filter(|back| *back == 1 || self.before(at, 1, "of de in the del")) {
            let ordinal = at.checked_sub(back + 1)?;
            let of = [
                "first primera",
                "second segunda",
                "third tercera",
                "fourth cuarta last ultima",
            ];
            let place = if let Some(Number::Ordinal(place)) = self.words.get(ordinal)?.number {
                u8::try_from(place.checked_sub(1)?).ok()
            } else {
                u8::try_from(of.iter().position(|names| self.is(ordinal, names))?).ok()
            };
            return place.filter(|place| *place < 4).map(|place| place * 7 + 1);
        }
        (1..=3).find_map(|back| {
            let here = |list| self.before(at, back, list);
            if here("early beginning start principios") {
                Some(1)
            } else if here("mid middle mediados") {
                Some(15)
            } else if here("late end finales fines finde fin") {
                Some(LATE)
            } else {
                None
            }
        })
    }

    /// The beginning or the middle of a month that is not named.
    fn part_of_month(&self, at: usize) -> Option<(When, bool, usize)> {
        let middle = self.is(at, "middle mid mediados");
        if !middle && !self.is(at, "beginning start early principios") {
            return None;
        }
        let of = (1..=4).find(|ahead| self.is(at + ahead, "month mes"))?;
        let between = (1..of).all(|ahead| self.is(at + ahead, "of the this next de del el este proximo"));
        let next = (1..of).any(|ahead| self.is(at + ahead, "next proximo")) || self.is(at + of + 1, "que proximo");
        let unit = CalendarUnit::Month;
        let when = if middle && !next {
            When::Day { day: 15 }
        } else {
            When::Next { unit }
        };
        between.then_some((when, false, at + of + 1))
    }

    fn month_name(&self, at: usize) -> Option<u8> {
        const EN: &str = "january february march april may june july august september october november december";
        const ES: &str = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
        self.place(at, EN).or_else(|| self.place(at, ES))
    }

    fn day_number(&self, at: usize) -> Option<u8> {
        match self.words.get(at)?.number? {
            Number::Plain(day) | Number::Ordinal(day) => u8::try_from(day).ok().filter(|day| (1..=31).contains(day)),
            Number::Time | Number::MonthDay(..) | Number::Date(..) => None,
        }
    }

    fn year_number(&self, at: usize) -> Option<u16> {
        match self.words.get(at)?.number? {
            Number::Plain(year) => (2024..=2099).contains(&year).then_some(year),
            Number::Ordinal(_) | Number::Time | Number::MonthDay(..) | Number::Date(..) => None,
        }
    }

    fn year(&self, at: usize) -> Option<(When, bool, usize)> {
        Some((
            When::Year {
                year: self.year_number(at)?,
            },
            false,
            at + 1,
        ))
    }

    /// A season by its first day, a holiday by the day after it.
    fn holiday(&self, at: usize) -> Option<(When, bool, usize)> {
        let day = |month, day| {
            (
                When::Month {
                    month,
                    day: Some(day),
                    year: None,
                },
                false,
                at + 1,
            )
        };
        let after = (1..=3).any(|back| self.before(at, back, "after despues"));
        // After a season is when the next one begins.
        let season = |begins: (u8, u8), next: (u8, u8)| {
            let (month, of_month) = if after { next } else { begins };
            day(month, of_month)
        };
        if self.is(at, "holidays holiday fiestas newyear newyears") {
            return Some(day(1, 2));
        }
        if self.is(at, "new") && self.is(at + 1, "year years year's newyears") {
            return Some(day(1, 2));
        }
        if self.is(at, "christmas xmas navidad navidades") {
            return Some(day(12, 26));
        }
        if self.is(at, "thanksgiving") {
            return Some(day(11, 29));
        }
        if self.is(at, "spring primavera") {
            return Some(season((3, 20), (6, 20)));
        }
        if self.is(at, "summer verano") {
            return Some(season((6, 20), (9, 22)));
        }
        if self.is(at, "autumn otono")
            || (self.is(at, "fall") && self.before(at, 1, "the in this next until till after"))
        {
            return Some(season((9, 22), (12, 21)));
        }
        if self.is(at, "winter invierno") {
            return Some(season((12, 21), (3, 20)));
        }
        // The end of the year, of the month.
        if self.is(at, "end finales fines finde") {
            let of = (1..=3).find(|ahead| self.is(at + ahead, "year ano month mes"))?;
            let between = (1..of).all(|ahead| self.is(at + ahead, "of the this de del el este"));
            if !between {
                return None;
            }
            let when = if self.is(at + of, "year ano") {
                let (month, day) = if after { (1, 2) } else { (12, 26) };
                When::Month {
                    month,
                    day: Some(day),
                    year: None,
                }
            } else {
                When::Next {
                    unit: CalendarUnit::Month,
                }
            };
            return Some((when, false, at + of + 1));
        }
        None
    }

    /// In two weeks, a couple of months, unos meses.
    fn counted(&self, at: usize) -> Option<(When, bool, usize)> {
        let count = match self.words.get(at)?.number {
            Some(Number::Plain(count)) => u8::try_from(count).ok()?,
            Some(Number::Ordinal(_) | Number::Time | Number::MonthDay(..) | Number::Date(..)) => return None,
            None => self.small_number(at)?,
        };
        let mut unit = at + 1;
        while unit < at + 4 && self.is(unit, "of de more couple few par mas") {
            unit += 1;
        }
        let count = if self.is(at, "a an un una unos unas") && self.is(at + 1, "couple few par") {
            self.small_number(at + 1)?
        } else {
            count
        };
        let unit_is = |list| self.is(unit, list);
        let unit_said = if unit_is("day days dia dias") {
            CalendarUnit::Day
        } else if unit_is("week weeks semana semanas") {
            CalendarUnit::Week
        } else if unit_is("month months mes meses") {
            CalendarUnit::Month
        } else if unit_is("year years ano anos") {
            CalendarUnit::Year
        } else {
            return None;
        };
        let near = unit_said == CalendarUnit::Day && count <= 3;
        (count > 0).then_some((When::In { count, unit: unit_said }, near, self.behind_now(unit + 1)))
    }

    /// Behind "from now".
    fn behind_now(&self, at: usize) -> usize {
        let said = self.is(at, "from") && self.is(at + 1, "now today");
        if said { at + 2 } else { at }
    }

    fn small_number(&self, at: usize) -> Option<u8> {
        if self.is(at, "a an un una another otro otra") {
            return Some(1);
        }
        if self.is(at, "couple par") {
            return Some(2);
        }
        if self.is(at, "few unos unas") {
            return Some(3);
        }
        if self.is(at, "several varios varias") {
            return Some(4);
        }
        self.place(at, "one two three four five six seven eight nine ten eleven twelve")
            .or_else(|| self.place(at, "un dos tres cuatro cinco seis siete ocho nueve diez once doce"))
    }

    /// Next week, la próxima semana, el mes que viene.
    fn next(&self, at: usize) -> Option<(When, bool, usize)> {
        let unit = |at: usize| {
            if self.is(at, "week semana") {
                Some(CalendarUnit::Week)
            } else if self.is(at, "month mes") {
                Some(CalendarUnit::Month)
            } else if self.is(at, "year ano") {
                Some(CalendarUnit::Year)
            } else {
                None
            }
        };
        if self.is(at, "next following proximo proxima siguiente") {
            return unit(at + 1).map(|unit| (When::Next { unit }, false, at + 2));
        }
        let unit = unit(at)?;
        if self.is(at + 1, "que") && self.is(at + 2, "viene entra") {
            return Some((When::Next { unit }, false, at + 3));
        }
        self.is(at + 1, "proximo proxima siguiente")
            .then_some((When::Next { unit }, false, at + 2))
    }

    fn weekday(&self, at: usize) -> Option<(When, bool, usize)> {
        const EN: &str = "monday tuesday wednesday thursday friday saturday sunday";
        const ES: &str = "lunes martes miercoles jueves viernes sabado domingo";
        if self.is(at, "tomorrow") {
            let when = When::Next {
                unit: CalendarUnit::Day,
            };
            return Some((when, true, at + 1));
        }
        let place = self.place(at, EN).or_else(|| self.place(at, ES))?;
        let weekday = Weekday::ALL.into_iter().nth(usize::from(place.checked_sub(1)?))?;
        Some((When::Weekday { weekday }, true, at + 1))
    }
}

/// What is meant by "after" it: the month behind a month, the day behind a day. A holiday is told by the day after it.
fn passed(when: When, of_calendar: bool) -> When {
    let behind = |month: u8, year: Option<u16>, day| When::Month {
        month: month % 12 + 1,
        day,
        year: year.map(|year| year + u16::from(month == 12)),
    };
    match when {
        When::Month { month, day: None, year } => behind(month, year, None),
        When::Month {
            month,
            day: Some(day),
            year,
        } if of_calendar => {
            let last = match month {
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            if day < last {
                let day = Some(day + 1);
                When::Month { month, day, year }
            } else {
                behind(month, year, Some(1))
            }
        }
        When::Day { day } => When::Day {
            day: if day < 31 { day + 1 } else { 1 },
        },
        When::Year { year } => When::Year {
            year: year.saturating_add(1),
        },
        When::Month { .. } | When::Weekday { .. } | When::In { .. } | When::Next { .. } => when,
    }
}
