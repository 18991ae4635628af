//! Hours in which the law lets a practice text or call: presets, and the rows of the states.
//!
//! Checked 2026-11-23 against stored copies of the sources; **not legal advice**. Each row names its source; most hours
//! were read in tables of law firms and vendors, few in the statute itself ([`StateRow::statute_read`]). Counsel
//! confirms each row before a practice relies on it. Presets are dated data: a practice may be stricter, never wider
//! than the federal hours.
//!
//! The holidays of the states differ; the observed federal holidays stand for them ([`Holidays::StateLegal`]) and the
//! practice names the others among its closed days. Louisiana forbids sending in a declared emergency: that is the
//! host's brake to pull.
//!
//! Rows speak of the local time of the person contacted. Where that is not known for sure they hold in every zone in
//! which the person may be; Mississippi's holds in Central time as well, wherever the person is.

use super::{Closed, DAY, Holidays, Rule, TimeZones, Timestamp, Weekly, Zone, states};
use crate::{Code, Error};

/// Which hours bind every text and call of a practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// 47 CFR 64.1200(c)(1): 8 to 21 every day.
    Federal,
    /// The hours that satisfy the states whose rules expressly reach texts or are most enforced: Monday to Saturday
    /// 9 to 20, Sunday 12 to 20; three messages in any 24 hours.
    #[default]
    MiniTcpaUnion,
    /// The hours that satisfy every row: Monday to Friday 10 to 18, Saturday 10 to 17, not on Sundays and observed
    /// federal holidays; three messages in any 24 hours.
    StrictAllRows,
    /// A practice's own hours. Make it with [`Policy::own`], which sees to it that they lie within the federal ones.
    Own(Weekly),
}

/// At most so many messages in any so many hours to one contact point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// How many.
    pub max: u32,
    /// In how many hours; a message exactly that old is out.
    pub per_hours: u32,
}

impl Cap {
    /// Three in 24 hours: Fla. Stat. 501.616(6)(b); 15 Okla. Stat. 775C.4; Md. Com. Law 14-4502; Or. HB 3865 (2025).
    pub const THREE_A_DAY: Self = Self { max: 3, per_hours: 24 };
}

impl Policy {
    /// A practice's own hours.
    ///
    /// # Errors
    /// `FT-P013` when they are wider than the federal ones.
    pub fn own(weekly: Weekly) -> Result<Self, Error> {
        let policy = Self::Own(weekly);
        policy.check()?;
        Ok(policy)
    }

    /// The preset of that name: `federal`, `mini_tcpa_union` or `strict_all_rows`.
    pub fn preset(name: &str) -> Option<Self> {
        [Self::Federal, Self::MiniTcpaUnion, Self::StrictAllRows]
            .into_iter()
            .find(|preset| preset.as_str() == name)
    }

    /// The name of the preset; `own` for a practice's own hours.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Federal => "federal",
            Self::MiniTcpaUnion => "mini_tcpa_union",
            Self::StrictAllRows => "strict_all_rows",
            Self::Own(_) => "own",
        }
    }

    /// The hours.
    pub fn weekly(&self) -> &Weekly {
        match self {
            Self::Federal => &states::FEDERAL,
            Self::MiniTcpaUnion => &states::MINI_TCPA_UNION,
            Self::StrictAllRows => &states::STRICT_ALL_ROWS,
            Self::Own(weekly) => weekly,
        }
    }

    /// The holidays on which nothing is sent.
    pub fn holidays(&self) -> Holidays {
        match self {
            Self::StrictAllRows => Holidays::UsFederal,
            Self::Federal | Self::MiniTcpaUnion | Self::Own(_) => Holidays::None,
        }
    }

    /// The count that goes with the preset; see also [`cap`].
    pub fn cap(&self) -> Option<Cap> {
        match self {
            Self::MiniTcpaUnion | Self::StrictAllRows => Some(Cap::THREE_A_DAY),
            Self::Federal | Self::Own(_) => None,
        }
    }

    /// Whether the hours lie within the federal ones.
    ///
    /// # Errors
    /// `FT-P013` when they are wider.
    pub fn check(&self) -> Result<(), Error> {
        if self.weekly().within(&states::FEDERAL) {
            return Ok(());
        }
        Err(
            Error::new(Code::PlaybookTooWide, "these hours are wider than federal law allows")
                .help("keep them within 08:00 to 21:00 (47 CFR 64.1200(c)(1))"),
        )
    }
}

/// What one state asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateRow {
    /// Two letters; `US` for the federal rule.
    pub code: &'static str,
    /// The hours, in local time of the person contacted.
    pub weekly: Weekly,
    /// Days on which nothing is sent.
    pub holidays: Holidays,
    /// A zone in which the hours must hold as well.
    pub zone: Option<&'static str>,
    /// How many messages.
    pub cap: Option<Cap>,
    /// Whether [`Policy::MiniTcpaUnion`] satisfies it.
    pub in_union: bool,
    /// Whether [`Policy::StrictAllRows`] satisfies it. South Dakota's does not count: it is about dialling machines,
    /// and shuts the Saturday.
    pub in_strict: bool,
    /// Whether the hours were read in the words of the statute, not in a table of somebody else's.
    pub statute_read: bool,
    /// The source.
    pub cite: &'static str,
}

/// All rows; a state without one has no hours of its own here.
pub fn state_rows() -> &'static [StateRow] {
    &states::ROWS
}

/// The row of a state, by its two letters in any case.
pub fn state_row(code: &str) -> Option<&'static StateRow> {
    states::ROWS.iter().find(|row| row.code.eq_ignore_ascii_case(code))
}

/// The rows that bind a message: that of the recipient's state; when the state is not known, those of the practice's
/// state and of the states of the number's area code; under `strict_all_rows` all that belong to it besides.
///
/// ```
/// use followthrough::schedule::law::{Policy, applicable_rows};
/// let codes = |state| -> Vec<&str> {
///     let rows = applicable_rows(&Policy::MiniTcpaUnion, state, Some("TX"), &["FL"]);
///     rows.iter().map(|row| row.code).collect()
/// };
/// assert_eq!(codes(Some("UT")), ["UT"]);
/// assert_eq!(codes(None), ["FL", "TX"]);
/// ```
pub fn applicable_rows(
    policy: &Policy,
    state: Option<&str>,
    practice_state: Option<&str>,
    area_states: &[&str],
) -> Vec<&'static StateRow> {
    let names = |code: &str, named: Option<&str>| named.is_some_and(|named| named.eq_ignore_ascii_case(code));
    let binds = |row: &StateRow| {
        let by_place = match state {
            Some(_) => names(row.code, state),
            None => names(row.code, practice_state) || area_states.iter().any(|area| names(row.code, Some(area))),
        };
        by_place || (*policy == Policy::StrictAllRows && row.in_strict)
    };
    states::ROWS.iter().filter(|row| binds(row)).collect()
}

/// The windows of a policy in every zone in which the recipient may be.
pub fn policy_rules<'a>(policy: &'a Policy, zones: &'a [Zone]) -> Vec<Rule<'a>> {
    let rule = |zone| Rule::new(zone, policy.weekly()).but_not_on(Closed::Holidays(policy.holidays()));
    zones.iter().map(rule).collect()
}

/// The windows of a policy and of the rows that bind, in every zone in which the recipient may be and in the zone that
/// a row names, by the data given. A row that forbids nothing which the policy allows adds no rule.
pub fn rules<'a>(
    policy: &'a Policy,
    rows: &[&'static StateRow],
    zones: &'a [Zone],
    data: &'a TimeZones,
) -> Vec<Rule<'a>> {
    let mut rules = policy_rules(policy, zones);
    let mut add = |zone: &'a Zone, weekly: &'a Weekly, holidays: Holidays| {
        rules.push(Rule::new(zone, weekly).but_not_on(Closed::Holidays(holidays)));
    };
    for row in rows {
        // The two kinds of holidays close the same days.
        let holidays_kept = row.holidays == Holidays::None || policy.holidays() != Holidays::None;
        let implied = holidays_kept && policy.weekly().within(&row.weekly);
        if !implied {
            for zone in zones {
                add(zone, &row.weekly, row.holidays);
            }
        }
        let fixed = row.zone.and(data.central());
        if let Some(zone) = fixed
            && !zones.contains(zone)
        {
            add(zone, &row.weekly, row.holidays);
        }
    }
    rules
}

/// The earliest instant within 14 days from `at` that a policy allows in every one of the zones; none without a zone,
/// since a place that is not known allows nothing. The rows of the states come on top: see [`rules`].
pub fn next_allowed(at: Timestamp, zones: &[Zone], policy: &Policy) -> Option<Timestamp> {
    if zones.is_empty() {
        return None;
    }
    super::next_allowed(at, &policy_rules(policy, zones), at.plus(14 * DAY))
}

/// The count of messages that binds: the policy's own, else that of a row which binds.
pub fn cap(policy: &Policy, rows: &[&'static StateRow]) -> Option<Cap> {
    policy.cap().or_else(|| rows.iter().find_map(|row| row.cap))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::super::is_allowed;
    use super::*;

    fn zones(names: &[&str]) -> Vec<Zone> {
        names.iter().map(|name| Zone::named(name).unwrap()).collect()
    }

    fn codes(policy: &Policy, state: Option<&str>, practice: Option<&str>, area: &[&str]) -> Vec<&'static str> {
        applicable_rows(policy, state, practice, area)
            .iter()
            .map(|row| row.code)
            .collect()
    }

    #[test]
    fn presets_are_what_their_rows_have_in_common() {
        for row in state_rows() {
            assert!(row.weekly.within(Policy::Federal.weekly()), "{}", row.code);
            if row.in_union {
                assert!(Policy::MiniTcpaUnion.weekly().within(&row.weekly), "{}", row.code);
            }
            if row.in_strict {
                assert!(Policy::StrictAllRows.weekly().within(&row.weekly), "{}", row.code);
            }
            if let Some(zone) = row.zone {
                assert_eq!(zone, "America/Chicago", "the only one `rules` knows");
            }
            assert!(!row.cite.is_empty());
        }
        for name in ["federal", "mini_tcpa_union", "strict_all_rows"] {
            assert_eq!(Policy::preset(name).unwrap().as_str(), name);
        }
        assert_eq!(Policy::preset("own"), None);
    }

    #[test]
    fn own_hours_are_never_wider_than_federal() {
        use super::super::LocalTime;
        let hours = |from, to| Weekly::all_days(LocalTime::parse(from).unwrap(), LocalTime::parse(to).unwrap());
        assert!(Policy::own(hours("08:00", "21:00")).is_ok());
        let error = Policy::own(hours("08:00", "21:01")).unwrap_err();
        assert_eq!(error.code().as_str(), "FT-P013");
    }

    #[test]
    fn which_rows_bind() {
        let (mini, strict) = (Policy::MiniTcpaUnion, Policy::StrictAllRows);
        assert_eq!(codes(&mini, Some("ga"), Some("FL"), &["TX"]), [""; 0]);
        assert_eq!(codes(&Policy::Federal, Some("fl"), None, &[]), ["FL"]);
        assert_eq!(codes(&mini, None, Some("FL"), &["TX", "FL"]), ["FL", "TX"]);
        assert_eq!(codes(&mini, Some("SD"), None, &[]), ["SD"]);
        assert!(!codes(&strict, Some("GA"), None, &[]).contains(&"SD"));
        assert_eq!(codes(&strict, Some("SD"), None, &[]).len(), state_rows().len());
    }

    #[test]
    fn rows_add_rules_only_where_they_are_narrower() {
        let both = zones(&["America/New_York", "America/Los_Angeles"]);
        let count = |policy: &Policy, state| {
            let rows = applicable_rows(policy, Some(state), None, &[]);
            rules(policy, &rows, &both, &TimeZones::default()).len()
        };
        assert_eq!(count(&Policy::MiniTcpaUnion, "FL"), 2);
        assert_eq!(count(&Policy::Federal, "FL"), 4);
        assert_eq!(count(&Policy::MiniTcpaUnion, "LA"), 4);
        assert_eq!(count(&Policy::StrictAllRows, "GA"), 3, "Mississippi's in Central time");
    }

    #[test]
    fn mississippi_counts_in_central_time_as_well() {
        let zones = zones(&["Pacific/Honolulu"]);
        let rows = applicable_rows(&Policy::Federal, Some("MS"), None, &[]);
        let data = TimeZones::default();
        let rules = rules(&Policy::Federal, &rows, &zones, &data);
        let allowed = |text| is_allowed(Timestamp::parse(text).unwrap(), &rules);
        assert!(allowed("2026-06-17T08:00:00-10:00"));
        assert!(allowed("2026-06-17T14:59:59-10:00"), "19:59:59 in Chicago");
        assert!(!allowed("2026-06-17T15:00:00-10:00"), "20:00 in Chicago");
    }

    #[test]
    fn no_zone_allows_nothing() {
        let noon = Timestamp::parse("2026-06-17T12:00:00-05:00").unwrap();
        assert_eq!(next_allowed(noon, &[], &Policy::Federal), None);
        assert_eq!(
            next_allowed(noon, &zones(&["America/Chicago"]), &Policy::Federal),
            Some(noon)
        );
    }

    #[test]
    fn caps() {
        let florida = applicable_rows(&Policy::Federal, Some("FL"), None, &[]);
        assert_eq!(cap(&Policy::Federal, &[]), None);
        assert_eq!(cap(&Policy::Federal, &florida), Some(Cap::THREE_A_DAY));
        assert_eq!(cap(&Policy::MiniTcpaUnion, &[]), Some(Cap::THREE_A_DAY));
    }
}
