//! What a report is about, as the practice or its software says.

use followthrough::schedule::{Timestamp, Zone};
use followthrough::wire::decode;
use followthrough::{Code, Date, Error, Money};
use serde::Deserialize;

use super::calendar::{Months, days, month_number, whole_months};
use super::pilot::PilotDocument;
use super::span::start;
use super::{AcceptedWhen, Baseline, Pilot, Span};
use crate::millionths;

/// What a report is about.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// The practice's name.
    pub practice: String,
    /// Where its clocks stand; days and weeks are cut by it.
    pub zone: Zone,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What happened after this day counts in nothing.
    pub as_of: Date,
    /// The pilot that the households are counted from.
    pub pilot: Option<Pilot>,
    /// Days within which a household has to accept.
    pub window_days: u32,
    /// What counts as accepted.
    pub accepted_when: AcceptedWhen,
    /// The day up to which all plans were handed in that had changed: one of which there is no newer snapshot stands as it
    /// stood.
    pub plans_complete_to: Option<Date>,
    /// Whether a fetch counts as following a link, as the playbook's `engagement: {click: landed}` does.
    pub clicks_landed: bool,
    /// How it was before.
    pub baseline: Option<Baseline>,
    /// What staff and recovered plans were before, and are now.
    pub before: Before,
    /// Staff hours a week now, as the practice says; in millionths.
    pub staff_hours_now: Option<u64>,
    /// What it costs.
    pub costs: Costs,
}

/// How it was before, as the practice says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Plans recovered a month, in millionths.
    pub recovered_a_month: Option<u64>,
    /// What they were worth a month.
    pub recovered_value_a_month: Option<Money>,
    /// Staff hours a week, in millionths.
    pub staff_hours_a_week: Option<u64>,
}

/// What things cost, in millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// One segment of a text message.
    pub sms_segment: Option<u64>,
    /// One e-mail.
    pub email: Option<u64>,
    /// One portal message.
    pub portal: Option<u64>,
    /// The software, a month.
    pub a_month: Option<u64>,
    /// An hour of staff.
    pub staff_hour: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Document {
    practice: Option<String>,
    time_zone: Option<String>,
    month: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    as_of: Option<Date>,
    pilot: Option<PilotDocument>,
    window_days: Option<u32>,
    accepted_when: Option<AcceptedWhen>,
    plans_complete_to: Option<Date>,
    clicks: Option<Clicks>,
    baseline: Option<Baseline>,
    before: Option<BeforeDocument>,
    now: Option<NowDocument>,
    costs: Option<CostsDocument>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Clicks {
    Confirmed,
    Landed,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct BeforeDocument {
    recovered_a_month: Option<Decimal>,
    recovered_value_a_month: Option<Money>,
    staff_hours_a_week: Option<Decimal>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NowDocument {
    staff_hours_a_week: Option<Decimal>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CostsDocument {
    sms_segment: Option<Decimal>,
    email: Option<Decimal>,
    portal: Option<Decimal>,
    a_month: Option<Decimal>,
    staff_hour: Option<Decimal>,
}

/// A number of nothing less than zero, exact to the millionth, as text: `"0.0079"`.
#[derive(Clone, Copy)]
struct Decimal(u64);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let wrong = "expected a decimal as text such as \"0.0079\", with at most six decimals";
        millionths::parse(&text, 9)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(wrong))
    }
}

impl ReportOptions {
    /// Reads them from JSON: `docs/insight.md` lists the keys.
    ///
    /// ```
    /// use followthrough_insight::monthly::ReportOptions;
    ///
    /// let options = ReportOptions::from_json(r#"{"practice": "Larkspur Family Dental", "time_zone": "America/New_York",
    ///     "month": "2026-05", "baseline": {"accepted": 64, "presented": 105}}"#)?;
    /// assert_eq!((options.to.to_string(), options.window_days), ("2026-05-31".to_owned(), 90));
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    ///
    /// # Errors
    /// `FT-X001`, with the key and what would be right.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::of(decode::from_text(text, Code::ScenarioMalformed)?)
    }

    /// A month, `2026-05`, with nothing else said.
    ///
    /// # Errors
    /// `FT-X001` when there is no such month.
    pub fn month(month: &str) -> Result<Self, Error> {
        Self::of(Document {
            month: Some(month.to_owned()),
            ..Document::default()
        })
    }

    fn of(document: Document) -> Result<Self, Error> {
        let (from, to) = match (&document.month, document.from, document.to) {
            (Some(month), None, None) => days_of(month)?,
            (None, Some(from), Some(to)) if from <= to => (from, to),
            (None, Some(_), Some(_)) => return Err(wrong("to", "is before `from`")),
            (Some(_), _, _) => {
                return Err(
                    wrong("month", "stands beside `from` or `to`").help("say a month, or two days, and not both")
                );
            }
            _ => return Err(wrong("", "expected `month`, or `from` and `to`").help("write \"month\": \"2026-05\"")),
        };
        let zone = document
            .time_zone
            .as_deref()
            .map_or_else(|| Ok(Zone::utc()), Zone::named);
        let window_days = document.window_days.unwrap_or(90);
        if !(1..=730).contains(&window_days) {
            return Err(wrong("window_days", "expected 1 to 730 days"));
        }
        let as_of = document.as_of.unwrap_or(to);
        if as_of < from {
            return Err(wrong("as_of", "is before the report begins"));
        }
        let pilot = document.pilot.map(|pilot| pilot.read(as_of)).transpose()?;
        let before = document.before.unwrap_or_default();
        let now = document.now.unwrap_or_default();
        // Half of a comparison is none: what nothing would be made of is refused.
        if before.recovered_a_month.is_some() && before.recovered_value_a_month.is_none() {
            return Err(alone("before.recovered_a_month", "before.recovered_value_a_month"));
        }
        if before.staff_hours_a_week.is_some() && now.staff_hours_a_week.is_none() {
            return Err(alone("before.staff_hours_a_week", "now.staff_hours_a_week"));
        }
        if now.staff_hours_a_week.is_some() && before.staff_hours_a_week.is_none() {
            return Err(alone("now.staff_hours_a_week", "before.staff_hours_a_week"));
        }
        let costs = document.costs.unwrap_or_default();
        if costs.staff_hour.is_some() && before.staff_hours_a_week.is_none() {
            return Err(alone("costs.staff_hour", "before.staff_hours_a_week"));
        }
        let number = |decimal: Option<Decimal>| decimal.map(|decimal| decimal.0);
        Ok(Self {
            practice: document.practice.unwrap_or_else(|| "The practice".to_owned()),
            zone: zone.map_err(|error| error.at("time_zone"))?,
            from,
            to,
            as_of,
            pilot,
            window_days,
            accepted_when: document.accepted_when.unwrap_or_default(),
            plans_complete_to: document.plans_complete_to,
            clicks_landed: matches!(document.clicks, Some(Clicks::Landed)),
            baseline: document.baseline,
            before: Before {
                recovered_a_month: number(before.recovered_a_month),
                recovered_value_a_month: before.recovered_value_a_month,
                staff_hours_a_week: number(before.staff_hours_a_week),
            },
            staff_hours_now: number(now.staff_hours_a_week),
            costs: Costs {
                sms_segment: number(costs.sms_segment),
                email: number(costs.email),
                portal: number(costs.portal),
                a_month: number(costs.a_month),
                staff_hour: number(costs.staff_hour),
            },
        })
    }

    /// The days as instants.
    pub fn span(&self) -> Span {
        Span::new(self.zone.clone(), self.from, self.to, self.as_of, self.clicks_landed).accepting(self.accepted_when)
    }

    pub(crate) fn start_of(&self, date: Date) -> i64 {
        start(&self.zone, date)
    }

    pub(crate) fn end_of(&self, date: Date) -> i64 {
        start(&self.zone, date.plus_days(1).unwrap_or(date))
    }

    /// The day of the one look that was planned; none where none was.
    pub fn planned_look(&self) -> Option<Date> {
        self.pilot?.planned_look(self.window_days)
    }

    /// The last days of calendar months from the pilot's first day, or another, up to the day before the last that is
    /// known: when monthly reports were, or could be, made before this one.
    pub(crate) fn earlier_looks(&self, from: Date) -> Vec<Date> {
        let mut looks = Vec::new();
        let mut day = from;
        while day < self.as_of {
            let Some(next) = day.plus_days(1) else { break };
            if month_number(next) != month_number(day) {
                looks.push(day);
            }
            day = next;
        }
        looks
    }

    /// How many days.
    pub fn days(&self) -> u64 {
        days(self.from, self.to)
    }

    /// Whole calendar months, where the days are just those.
    pub fn whole_months(&self) -> Option<u64> {
        whole_months(self.from, self.to)
    }

    /// How many of the days are known: sums of a month that is not over are of these.
    pub fn days_known(&self) -> u64 {
        days(self.from, self.to.min(self.as_of))
    }

    /// What the days that are known are in months.
    pub(crate) fn months_known(&self) -> Months {
        Months::between(self.from, self.to.min(self.as_of))
    }

    /// Whether the report is not over, and the last month of it that is known neither.
    pub fn month_is_running(&self) -> bool {
        self.days_known() < self.days() && !self.months_known().are_whole()
    }

    /// The instant after the last day that is known.
    pub fn known_to(&self) -> Timestamp {
        Timestamp::from_unix(self.end_of(self.as_of))
    }
}

fn days_of(month: &str) -> Result<(Date, Date), Error> {
    let bad = || wrong("month", "expected a month such as \"2026-05\"");
    let first = Date::parse(&format!("{month}-01")).map_err(|_| bad())?;
    let mut last = first.plus_days(27).ok_or_else(bad)?;
    while let Some(next) = last
        .plus_days(1)
        .filter(|next| month_number(*next) == month_number(first))
    {
        last = next;
    }
    Ok((first, last))
}

fn alone(key: &str, other: &str) -> Error {
    wrong(key, "says nothing by itself").help(format!("say `{other}` as well, or neither"))
}

pub(super) fn wrong(path: &str, message: &str) -> Error {
    Error::new(Code::ScenarioMalformed, message).at(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn wrong_options_are_told_with_their_place() {
        for (json, path, says) in [
            ("{}", "", "month"),
            (r#"{"month": "2026-13"}"#, "month", "2026-05"),
            (r#"{"from": "2026-05-02", "to": "2026-05-01"}"#, "to", "before"),
            (r#"{"month": "2026-05", "from": "2026-05-01"}"#, "month", "beside"),
            (
                r#"{"month": "2026-05", "from": "2026-01-01", "to": "2026-02-01"}"#,
                "month",
                "beside",
            ),
            (
                r#"{"month": "2026-05", "costs": {"email": 0.1}}"#,
                "costs.email",
                "invalid type",
            ),
            (
                r#"{"month": "2026-05", "costs": {"email": "0,1"}}"#,
                "costs.email",
                "decimal",
            ),
            (r#"{"month": "2026-05", "baselin": {}}"#, "baselin", "unknown key"),
            (r#"{"month": "2026-05", "timeZone": "x"}"#, "?", "`time_zone`"),
            (
                r#"{"month": "2026-05", "baseline": {"accepted": 2, "presented": 1}}"#,
                "baseline",
                "not more",
            ),
            (r#"{"month": "2026-05", "time_zone": "Mars"}"#, "time_zone", ""),
            (r#"{"month": "2026-05", "window_days": 0}"#, "window_days", "730"),
            (
                r#"{"month": "2026-05", "accepted_when": {"value_share": 1.5}}"#,
                "accepted_when",
                "between 0 and 1",
            ),
            (
                r#"{"month": "2026-05", "accepted_when": "any"}"#,
                "accepted_when",
                "any_visit",
            ),
            (
                r#"{"month": "2026-05", "before": {"recovered_a_month": "4"}}"#,
                "before.recovered_a_month",
                "by itself",
            ),
            (
                r#"{"month": "2026-05", "before": {"staff_hours_a_week": "4"}}"#,
                "before.staff_hours_a_week",
                "by itself",
            ),
            (
                r#"{"month": "2026-05", "now": {"staff_hours_a_week": "4"}}"#,
                "now.staff_hours_a_week",
                "by itself",
            ),
            (
                r#"{"month": "2026-05", "costs": {"staff_hour": "32"}}"#,
                "costs.staff_hour",
                "by itself",
            ),
        ] {
            let error = ReportOptions::from_json(json).unwrap_err();
            assert_eq!(error.path(), path, "{json}: {error}");
            assert!(error.message().contains(says), "{json}: {error}");
        }
    }

    #[test]
    fn wrong_options_are_not_repeated() {
        for json in [
            r#"{"month": "2026-05", "Ana Sánchez": 1}"#,
            r#"{"month": "2026-05", "window_days": "Ana Sánchez"}"#,
            r#"{"month": "2026-05", "clicks": "Ana Sánchez"}"#,
            r#"{"month": "2026-05", "costs": {"Ana Sánchez": "1"}}"#,
            r#"{"month": "2026-05", "pilot": {"from": "2026-05-01", "Ana Sánchez": "1"}}"#,
            r#"{"month": "2026-05", "baseline": {"Ana Sánchez": 1}}"#,
            r#"{"month": "2026-05"} Ana Sánchez"#,
        ] {
            let error = ReportOptions::from_json(json).unwrap_err();
            assert!(!error.to_json().contains("Ana"), "{json}: {error}");
        }
    }

    #[test]
    fn what_counts_as_accepted_is_said_as_in_the_playbook() {
        for (json, wanted, told) in [
            (r#""any_visit""#, AcceptedWhen::SameProcedures, r#""same_procedures""#),
            (
                r#"{"value_share": 0.8}"#,
                AcceptedWhen::ValueShare(800_000),
                r#"{"value_share":"0.8"}"#,
            ),
            (
                r#"{"value_share": "1"}"#,
                AcceptedWhen::ValueShare(1_000_000),
                r#"{"value_share":"1"}"#,
            ),
        ] {
            let options = format!(r#"{{"month": "2026-05", "accepted_when": {json}}}"#);
            let read = ReportOptions::from_json(&options).unwrap().accepted_when;
            assert_eq!((read, serde_json::to_string(&read).unwrap().as_str()), (wanted, told));
        }
    }

    #[test]
    fn monthly_looks_are_at_the_ends_of_months() {
        let options = ReportOptions::from_json(r#"{"from": "2026-01-15", "to": "2026-04-30"}"#).unwrap();
        let looks: Vec<String> = options
            .earlier_looks(options.from)
            .iter()
            .map(Date::to_string)
            .collect();
        assert_eq!(looks, ["2026-01-31", "2026-02-28", "2026-03-31"]);
    }

    #[test]
    fn months_are_counted_on_the_calendar() {
        let of = |json: &str| ReportOptions::from_json(json).unwrap();
        let quarter = of(r#"{"from": "2026-01-01", "to": "2026-03-31"}"#);
        assert_eq!((quarter.days(), quarter.whole_months()), (90, Some(3)));
        assert_eq!(of(r#"{"month": "2028-02"}"#).days(), 29);
        assert_eq!(of(r#"{"from": "2026-01-02", "to": "2026-03-31"}"#).whole_months(), None);
        assert_eq!(millionths::parse("0.0079", 9), Some(7900));
        assert_eq!(millionths::parse(".5", 9), None);
    }
}
