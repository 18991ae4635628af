//! What must hold of windows and business time, for any hours, zones and instants; and cases of our own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::schedule::{
    BusinessHours, Closed, ClosedDays, DAY, Date, LocalTime, Rule, TimeRange, Timestamp, Weekday, Weekly, Zone, day_at,
    is_allowed, next_allowed, open_until,
};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn hours(text: &str) -> Weekly {
    let mut weekly = Weekly::empty();
    for day in Weekday::ALL {
        weekly.set(day, Weekly::parse_windows(text).unwrap()).unwrap();
    }
    weekly
}

fn first(from: &str, place: &str, windows: &str) -> Timestamp {
    let (zone, weekly) = (zone(place), hours(windows));
    next_allowed(at(from), &[Rule::new(&zone, &weekly)], at(from).plus(14 * DAY)).unwrap()
}

#[test]
fn a_window_in_a_gap_never_opens_that_day() {
    // 02:00 to 03:00 does not exist on 8 March in New York.
    let next = first("2026-03-08T00:00:00-05:00", "America/New_York", "02:15-02:45");
    assert_eq!(next, at("2026-03-09T02:15:00-04:00"));
    // One that begins in the gap opens with the first instant after it, not 45 minutes later.
    let next = first("2026-03-08T00:00:00-05:00", "America/New_York", "02:15-03:30");
    assert_eq!(next, at("2026-03-08T03:00:00-04:00"));
}

#[test]
fn repeated_minutes_count_both_times() {
    let (zone, weekly) = (zone("America/New_York"), hours("01:15-01:45"));
    let rules = [Rule::new(&zone, &weekly)];
    let next = |from: &str| next_allowed(at(from), &rules, at(from).plus(14 * DAY)).unwrap();
    assert_eq!(next("2026-11-01T00:00:00-04:00"), at("2026-11-01T01:15:00-04:00"));
    assert_eq!(
        open_until(at("2026-11-01T01:15:00-04:00"), &rules),
        at("2026-11-01T01:45:00-04:00")
    );
    assert_eq!(next("2026-11-01T01:45:00-04:00"), at("2026-11-01T01:15:00-05:00"));
    assert_eq!(
        open_until(at("2026-11-01T01:20:00-05:00"), &rules),
        at("2026-11-01T01:45:00-05:00")
    );
    // Over the whole repeated hour it stays open for two hours and a half.
    let weekly = hours("00:30-02:00");
    let rules = [Rule::new(&zone, &weekly)];
    assert_eq!(
        open_until(at("2026-11-01T00:30:00-04:00"), &rules),
        at("2026-11-01T02:00:00-05:00")
    );
}

#[test]
fn a_day_that_a_zone_left_out() {
    // Samoa went from 29 to 31 December 2011.
    let next = first("2011-12-29T20:30:00-10:00", "Pacific/Apia", "09:00-20:00");
    assert_eq!(next, at("2011-12-31T09:00:00+14:00"));
    let practice = BusinessHours::new(zone("Pacific/Apia"), hours("09:00-17:00"));
    let (anchor, left_out) = (at("2011-12-29T12:00:00-10:00"), Date::from_ymd(2011, 12, 30).unwrap());
    assert_eq!(practice.opening_on(left_out), None);
    assert_eq!(practice.plus_days(anchor, 1), Some(at("2011-12-31T12:00:00+14:00")));
    assert_eq!(practice.plus_hours(anchor, 6), Some(at("2011-12-31T10:00:00+14:00")));
    // The day after by the calendar is the one left out: it moves forward by the gap of 24 hours.
    assert_eq!(day_at(anchor, &practice.zone, 1, None), at("2011-12-31T12:00:00+14:00"));
}

#[test]
fn windows_that_touch_at_midnight_are_one() {
    let (zone, weekly) = (zone("America/Denver"), hours("00:00-24:00"));
    let rules = [Rule::new(&zone, &weekly)];
    let now = at("2026-10-30T12:00:00Z");
    assert_eq!(next_allowed(now, &rules, now), Some(now));
    assert_eq!(open_until(now, &rules), now.plus(7 * DAY), "looks a week ahead");
}

#[test]
fn closed_days_shut_and_no_rule_forbids_nothing() {
    let (zone, weekly) = (zone("America/New_York"), hours("09:00-19:00"));
    let closed = ClosedDays {
        us_federal: true,
        ..ClosedDays::default()
    };
    let rules = [Rule::new(&zone, &weekly).but_not_on(Closed::Days(&closed))];
    let now = at("2026-07-02T20:00:00-04:00");
    // Friday observed, Saturday by statute.
    let sunday = at("2026-07-05T09:00:00-04:00");
    assert_eq!(next_allowed(now, &rules, now.plus(7 * DAY)), Some(sunday));
    assert_eq!(next_allowed(now, &rules, sunday), Some(sunday), "the end is included");
    assert_eq!(next_allowed(now, &rules, sunday.plus(-1)), None);
    assert_eq!(next_allowed(now, &rules, now.plus(-1)), None);
    assert_eq!(next_allowed(now, &[], now), Some(now));
}

fn practice() -> BusinessHours {
    let mut practice = BusinessHours::new(zone("America/New_York"), hours("08:00-12:00,13:00-17:00"));
    for (day, windows) in [
        (Weekday::Fri, "08:00-13:00"),
        (Weekday::Sat, "closed"),
        (Weekday::Sun, "closed"),
    ] {
        practice
            .weekly
            .set(day, Weekly::parse_windows(windows).unwrap())
            .unwrap();
    }
    practice.closed.dates.insert(Date::from_ymd(2026, 12, 24).unwrap());
    practice.closed.us_federal = true;
    practice
}

#[test]
fn business_days_keep_the_clock_time_inside_the_hours() {
    let practice = practice();
    let plus = |from: &str, days| practice.plus_days(at(from), days).unwrap();
    assert_eq!(plus("2026-03-03T10:20:30-05:00", 1), at("2026-03-04T10:20:30-05:00"));
    // Thursday evening and Thursday night, to the short Friday.
    assert_eq!(plus("2026-03-05T16:00:00-05:00", 1), at("2026-03-06T13:00:00-05:00"));
    assert_eq!(plus("2026-03-05T03:00:00-05:00", 1), at("2026-03-06T08:00:00-05:00"));
    // Over the weekend and the change of the clock.
    assert_eq!(plus("2026-03-06T10:00:00-05:00", 1), at("2026-03-09T10:00:00-04:00"));
    // 24 is the practice's, 25 the law's, then a weekend.
    assert_eq!(plus("2026-12-23T10:00:00-05:00", 1), at("2026-12-28T10:00:00-05:00"));
    assert_eq!(plus("2026-12-24T10:00:00-05:00", 0), at("2026-12-28T08:00:00-05:00"));
    assert_eq!(
        practice.nth_opening(at("2026-12-23T10:00:00-05:00"), 2),
        Some(at("2026-12-29T08:00:00-05:00"))
    );
}

#[test]
fn business_hours_add_up() {
    let practice = practice();
    let plus = |from: &str, hours| practice.plus_hours(at(from), hours).unwrap();
    assert_eq!(
        plus("2026-03-03T08:00:00-05:00", 4),
        at("2026-03-03T12:00:00-05:00"),
        "closing counts"
    );
    assert_eq!(
        plus("2026-03-03T10:30:00-05:00", 4),
        at("2026-03-03T15:30:00-05:00"),
        "lunch does not"
    );
    assert_eq!(plus("2026-03-03T13:00:00-05:00", 4), at("2026-03-03T17:00:00-05:00"));
    assert_eq!(
        plus("2026-03-05T16:00:00-05:00", 7),
        at("2026-03-09T09:00:00-04:00"),
        "1 + 5 + 1"
    );
    assert_eq!(plus("2026-03-03T22:00:00-05:00", 1), at("2026-03-04T09:00:00-05:00"));
    assert_eq!(plus("2026-03-03T22:00:00-05:00", 0), at("2026-03-04T08:00:00-05:00"));
}

#[test]
fn special_days_win_and_a_practice_that_never_opens_has_no_time() {
    let mut practice = practice();
    let eve = Date::from_ymd(2026, 12, 24).unwrap();
    practice
        .special
        .insert(eve, Weekly::parse_windows("09:00-11:00").unwrap());
    assert_eq!(practice.opening_on(eve), Some(at("2026-12-24T09:00:00-05:00")));
    assert_eq!(practice.closing_on(eve), Some(at("2026-12-24T11:00:00-05:00")));
    let never = BusinessHours::new(Zone::utc(), Weekly::empty());
    let now = at("2026-12-24T09:00:00Z");
    assert_eq!(never.next_open(now), None);
    assert_eq!(never.plus_days(now, 3), None);
    assert_eq!(never.plus_hours(now, 3), None);
    // The end of time ends the search as well.
    let always = BusinessHours::new(Zone::utc(), hours("00:00-24:00"));
    assert_eq!(always.plus_hours(now, u32::MAX), None);
}

/// Zones with ordinary, half-hour, midnight and backward changes, one without any.
const ZONES: [&str; 9] = [
    "America/New_York",
    "America/Phoenix",
    "America/Havana",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Europe/London",
    "America/Nuuk",
];

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(&ZONES[..]).prop_map(zone)
}

/// Up to three windows a day on any quarter of an hour.
fn any_day() -> impl Strategy<Value = Vec<TimeRange>> {
    proptest::collection::btree_set(0u16..=96, 0..=6).prop_map(|edges| {
        let times: Vec<_> = edges
            .into_iter()
            .map(|quarter| LocalTime::from_minutes(quarter * 15).unwrap())
            .collect();
        times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    })
}

fn any_weekly() -> impl Strategy<Value = Weekly> {
    proptest::array::uniform7(any_day()).prop_map(|days| {
        let mut weekly = Weekly::empty();
        for (day, windows) in Weekday::ALL.into_iter().zip(days) {
            weekly.set(day, windows).unwrap();
        }
        weekly
    })
}

/// Instants of 2026, half of them within two days of a change of the clock somewhere.
fn any_instant() -> impl Strategy<Value = Timestamp> {
    let start = at("2026-01-01T00:00:00Z").unix();
    let changes = proptest::sample::select(vec![
        at("2026-03-08T07:00:00Z").unix(),
        at("2026-11-01T06:00:00Z").unix(),
        at("2026-04-04T15:00:00Z").unix(),
        at("2026-03-28T01:00:00Z").unix(),
        at("2026-10-24T01:00:00Z").unix(),
    ]);
    prop_oneof![
        (0..365 * DAY).prop_map(move |seconds| Timestamp::from_unix(start + seconds)),
        (changes, -2 * DAY..DAY).prop_map(|(change, by)| Timestamp::from_unix(change + by)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Windows lie on quarters of an hour and so do all changes of the clock: between two quarters nothing changes.
    #[test]
    fn next_allowed_is_what_a_scan_finds(
        now in any_instant(), zones in proptest::collection::vec(any_zone(), 1..4), weekly in any_weekly(),
    ) {
        let rules: Vec<_> = zones.iter().map(|zone| Rule::new(zone, &weekly)).collect();
        let until = now.plus(3 * DAY);
        let quarter = 15 * 60;
        let next_quarter = now.unix() + quarter - now.unix().rem_euclid(quarter);
        let scan = std::iter::once(now.unix())
            .chain((0..).map(|n| next_quarter + n * quarter))
            .map(Timestamp::from_unix)
            .take_while(|at| *at <= until)
            .find(|at| is_allowed(*at, &rules));
        prop_assert_eq!(next_allowed(now, &rules, until), scan);
        if let Some(open) = scan {
            let shut = open_until(open, &rules);
            prop_assert!(shut > open && shut <= open.plus(7 * DAY));
            prop_assert!(shut == open.plus(7 * DAY) || !is_allowed(shut, &rules));
            let mut inside = open;
            while inside < shut {
                prop_assert!(is_allowed(inside, &rules), "{inside}");
                inside = inside.plus(quarter);
            }
        }
    }

    /// A rule that is open says so by the local clock alone.
    #[test]
    fn open_means_the_wall_clock_is_in_a_window(now in any_instant(), zone in any_zone(), weekly in any_weekly()) {
        let local = zone.local(now);
        let second = i64::from(local.second);
        let inside = weekly.on(local.weekday).iter().any(|(from, to)| (from.seconds()..to.seconds()).contains(&second));
        prop_assert_eq!(Rule::new(&zone, &weekly).is_open(now), inside);
    }

    /// The wall clock at the instant of a local time shows that time, or a later one after a gap; and no instant
    /// before it showed it.
    #[test]
    fn an_instant_of_a_local_time(now in any_instant(), zone in any_zone(), minutes in 0u16..1440) {
        let (date, time) = (zone.local(now).date, LocalTime::from_minutes(minutes).unwrap());
        let found = zone.local(zone.at(date, time));
        let shown = (found.date, i64::from(found.second));
        prop_assert!(shown >= (date, time.seconds()));
        let begin = zone.start_of_day(date);
        prop_assert!(zone.local(begin).date == date && zone.local(begin.plus(-1)).date < date);
        let mut before = zone.at(date, time);
        while shown == (date, time.seconds()) && before > begin {
            before = before.plus(-15 * 60);
            let earlier = zone.local(before);
            prop_assert!((earlier.date, i64::from(earlier.second)) != shown);
        }
    }

    #[test]
    fn business_hours_accumulate(now in any_instant(), zone in any_zone(), weekly in any_weekly(), a in 1u32..30, b in 1u32..30) {
        let practice = BusinessHours::new(zone, weekly);
        // On a full minute, so that open time can be counted minute by minute.
        let now = Timestamp::from_unix(now.unix() - now.unix().rem_euclid(60));
        if let Some(end) = practice.plus_hours(now, a) {
            let (mut open, mut minute) = (0, now);
            while minute < end {
                open += u32::from(practice.is_open(minute));
                minute = minute.plus(60);
            }
            prop_assert_eq!(open, a * 60);
            // It ends in an open hour, or at closing time.
            prop_assert!(practice.is_open(end.plus(-1)));
            prop_assert_eq!(practice.plus_hours(end, b), practice.plus_hours(now, a + b));
        } else {
            prop_assert!(practice.weekly.is_empty());
        }
    }

    #[test]
    fn business_days_are_open_days(now in any_instant(), zone in any_zone(), weekly in any_weekly(), n in 1u32..12) {
        let practice = BusinessHours::new(zone, weekly);
        let Some(end) = practice.plus_days(now, n) else {
            prop_assert!(practice.weekly.is_empty());
            return Ok(());
        };
        let opening = practice.nth_opening(now, n).unwrap();
        let date = practice.zone.local(opening).date;
        prop_assert_eq!(practice.opening_on(date), Some(opening));
        prop_assert!(opening <= end && end <= practice.closing_on(date).unwrap());
        let mut open_dates = 0;
        let mut day = practice.zone.local(now).date;
        while day < date {
            day = day.plus_days(1).unwrap();
            open_dates += u32::from(practice.opening_on(day).is_some());
        }
        prop_assert_eq!(open_dates, n);
    }
}
