//! Windows and caps, reckoned beside the engine: from the text of docs/time.md and a library's local time alone.

use std::cell::RefCell;
use std::collections::BTreeMap;

use followthrough::follow_up::{
    Appointment, AppointmentStatus, EVENT_MEMORY_DAYS, Event, EventKind, FailureClass, Receipt,
};
use followthrough::recipient::{Channel, ContactKind, area_of};
use followthrough::{Recipient, Timestamp};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::playbooks::{Hours, Rulebook};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Observed federal holidays.
const OBSERVED: [(i16, i8, i8); 22] = [
    (2026, 1, 1),
    (2026, 1, 19),
    (2026, 2, 16),
    (2026, 5, 25),
    (2026, 6, 19),
    (2026, 7, 3),
    (2026, 9, 7),
    (2026, 10, 12),
    (2026, 11, 11),
    (2026, 11, 26),
    (2026, 12, 25),
    (2027, 1, 1),
    (2027, 1, 18),
    (2027, 2, 15),
    (2027, 5, 31),
    (2027, 6, 18),
    (2027, 7, 5),
    (2027, 9, 6),
    (2027, 10, 11),
    (2027, 11, 11),
    (2027, 11, 25),
    (2027, 12, 24),
];

/// The statutory days that are observed on another one.
const ALSO_CLOSED: [(i16, i8, i8); 4] = [(2026, 7, 4), (2027, 6, 19), (2027, 7, 4), (2027, 12, 25)];

/// A state's hours, whether its holidays are quiet, and whether it counts three messages a day.
fn row(state: &str) -> Option<(&'static [Hours], bool, bool)> {
    const EIGHT_TO_EIGHT: &[Hours] = &[(0, 6, (8, 0), (20, 0))];
    Some(match state {
        "FL" | "OK" | "MD" | "OR" => (EIGHT_TO_EIGHT, false, true),
        "WA" | "MA" => (EIGHT_TO_EIGHT, false, false),
        "CT" | "NV" => (&[(0, 6, (9, 0), (20, 0))], false, false),
        "TX" => (&[(0, 5, (9, 0), (21, 0)), (6, 6, (12, 0), (21, 0))], false, false),
        "UT" => (&[(0, 5, (8, 0), (21, 0))], true, false),
        "MS" => (&[(0, 5, (8, 0), (20, 0))], false, false),
        "LA" | "AL" => (&[(0, 5, (8, 0), (20, 0))], true, false),
        "RI" => (&[(0, 4, (9, 0), (18, 0)), (5, 5, (10, 0), (17, 0))], true, false),
        "KY" => (&[(0, 6, (10, 0), (21, 0))], false, false),
        "MI" | "MN" | "NM" => (&[(0, 6, (9, 0), (21, 0))], false, false),
        "PA" => (&[(0, 6, (8, 0), (21, 0))], true, false),
        "SD" => (&[(0, 4, (9, 0), (21, 0))], false, false),
        "VA" => (&[(0, 6, (8, 0), (21, 0))], false, false),
        _ => return None,
    })
}

fn policy(name: &str) -> (&'static [Hours], bool, bool) {
    match name {
        "federal" => (&[(0, 6, (8, 0), (21, 0))], false, false),
        "own" => (&[(0, 6, (8, 30), (20, 0))], false, false),
        "mini_tcpa_union" => (&[(0, 5, (9, 0), (20, 0)), (6, 6, (12, 0), (20, 0))], false, true),
        "strict_all_rows" => (&[(0, 4, (10, 0), (18, 0)), (5, 5, (10, 0), (17, 0))], true, true),
        other => panic!("{other}"),
    }
}

thread_local! {
    static ZONES: RefCell<BTreeMap<String, TimeZone>> = const { RefCell::new(BTreeMap::new()) };
}

fn local(at: Timestamp, zone: &str) -> jiff::civil::DateTime {
    let zone = ZONES.with_borrow_mut(|zones| {
        let find = || jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
        zones.entry(zone.to_owned()).or_insert_with(find).clone()
    });
    zone.to_datetime(jiff::Timestamp::from_second(at.unix()).unwrap())
}

fn open(at: Timestamp, zone: &str, hours: &[Hours]) -> bool {
    let here = local(at, zone);
    let day = u8::try_from(here.weekday().to_monday_zero_offset()).unwrap();
    let minute = i32::from(here.hour()) * 60 + i32::from(here.minute());
    let clock = |(hour, minute): (i8, i8)| i32::from(hour) * 60 + i32::from(minute);
    hours
        .iter()
        .any(|&(first, last, from, to)| (first..=last).contains(&day) && (clock(from)..clock(to)).contains(&minute))
}

fn among(date: Date, days: &[(i16, i8, i8)]) -> bool {
    days.contains(&(date.year(), date.month(), date.day()))
}

/// What a host could know of one person by writing everything down.
pub(crate) struct Notes {
    person: Recipient,
    /// How old the latest snapshot of the person is.
    person_at: Timestamp,
    visits: BTreeMap<String, (Timestamp, Appointment)>,
    /// Where each case is.
    located: BTreeMap<String, (Timestamp, Option<String>)>,
    /// What counts toward the limits: when, how, to which point, and by which action.
    counted: Vec<(Timestamp, Channel, String, Option<String>)>,
}

impl Notes {
    pub(crate) fn new(person: &str) -> Self {
        Self {
            person: serde_json::from_str(person).unwrap(),
            person_at: Timestamp::MIN,
            visits: BTreeMap::new(),
            located: BTreeMap::new(),
            counted: Vec::new(),
        }
    }

    /// Writes down what an event says that was accepted at an instant.
    pub(crate) fn hear(&mut self, event: &Event, now: Timestamp) {
        let at = event.at.min(now);
        if now.since(at) > EVENT_MEMORY_DAYS * DAY {
            return;
        }
        match &event.kind {
            EventKind::Recipient(told) if at >= self.person_at => {
                (self.person, self.person_at) = (told.recipient.clone(), at);
            }
            EventKind::Appointment(told) => {
                let mut visit = told.appointment.clone();
                let known = self.visits.get(visit.id.as_str());
                if known.is_some_and(|(told_at, _)| *told_at > at) {
                    return;
                }
                visit.starts_at = visit.starts_at.or(known.and_then(|(_, known)| known.starts_at));
                self.visits.insert(visit.id.to_string(), (at, visit));
            }
            EventKind::Plan(told) => {
                self.locate(
                    told.plan.id.as_str(),
                    at,
                    told.plan.location.as_ref().map(ToString::to_string),
                );
            }
            EventKind::Subject(told) => {
                let location = told.subject.location.as_ref().map(ToString::to_string);
                self.locate(told.subject.id.as_str(), at, location);
            }
            EventKind::History(history) => {
                for send in &history.sends {
                    let (at, to) = (send.at.min(now), send.to.reveal().to_owned());
                    let same = |(known, channel, point, _): &(Timestamp, Channel, String, Option<String>)| {
                        *known == at && *channel == send.channel && *point == to
                    };
                    if !self.counted.iter().any(same) {
                        self.counted.push((at, send.channel, to, None));
                    }
                }
            }
            EventKind::Receipt(Receipt::Elsewhere { contact, channel }) => {
                self.counted.push((at, *channel, contact.reveal().to_owned(), None));
            }
            EventKind::Receipt(
                Receipt::Bounced { action_id }
                | Receipt::Failed {
                    action_id,
                    class: FailureClass::Permanent | FailureClass::Blocked,
                },
            ) => self
                .counted
                .retain(|(_, _, _, id)| id.as_deref() != Some(action_id.text().as_str())),
            _ => {}
        }
    }

    fn locate(&mut self, case: &str, at: Timestamp, location: Option<String>) {
        if self.located.get(case).is_none_or(|(known, _)| at >= *known) {
            self.located.insert(case.to_owned(), (at, location));
        }
    }

    /// The office of a case, then those of others that follow the person up.
    pub(crate) fn offices<'c>(
        &self,
        book: &Rulebook,
        case: &'c str,
        others: impl IntoIterator<Item = &'c str>,
    ) -> Vec<Rulebook> {
        let cases = std::iter::once(case).chain(others);
        let location = |case| self.located.get(case).and_then(|(_, location)| location.as_deref());
        cases.map(|case| book.at(location(case))).collect()
    }

    pub(crate) fn count(&mut self, at: Timestamp, channel: Channel, to: &str, id: &str) {
        self.counted.push((at, channel, to.to_owned(), Some(id.to_owned())));
    }

    /// Where the person may be.
    fn zones(&self, offices: &[Rulebook]) -> Vec<String> {
        if let Some(zone) = &self.person.time_zone {
            return vec![zone.clone()];
        }
        let mobiles = self
            .person
            .contacts
            .iter()
            .filter(|contact| contact.kind == ContactKind::Mobile);
        let areas = mobiles.flat_map(|contact| area_of(contact.value.reveal()).zones);
        let mut zones: Vec<String> = offices.iter().map(|office| office.zone.to_owned()).collect();
        zones.extend(areas.map(|zone| (*zone).to_owned()));
        zones
    }

    /// The states whose rules bind a text.
    fn states(&self, offices: &[Rulebook], to: &str) -> Vec<String> {
        match &self.person.state {
            Some(state) => vec![state.clone()],
            None => {
                let area = area_of(to).states.iter().map(|state| (*state).to_owned());
                area.chain(offices.iter().map(|office| office.state.to_owned()))
                    .collect()
            }
        }
    }

    /// Why a message of the first of some offices must not go by the clocks on the wall.
    pub(crate) fn shut(&self, offices: &[Rulebook], channel: Channel, to: &str, at: Timestamp) -> Option<String> {
        let (book, zones) = (&offices[0], self.zones(offices));
        for zone in &zones {
            if !open(at, zone, book.window) {
                return Some(format!("outside the practice's window in {zone}"));
            }
        }
        let today = local(at, book.zone).date();
        let quiet = book.all_quiet || channel == Channel::Sms;
        if quiet && (among(today, &OBSERVED) || among(today, &ALSO_CLOSED) || among(today, &[book.closed])) {
            return Some("on a closed day".to_owned());
        }
        let in_the_chair = |(_, visit): &(Timestamp, Appointment)| {
            let lasts = matches!(
                visit.status,
                AppointmentStatus::Scheduled | AppointmentStatus::Completed
            );
            lasts
                && visit
                    .starts_at
                    .is_some_and(|starts| local(starts, book.zone).date() == today)
        };
        if book.not_on_visit_days && self.visits.values().any(in_the_chair) {
            return Some("on the day of a visit".to_owned());
        }
        if channel != Channel::Sms {
            return None;
        }
        let states = self.states(offices, to);
        let rows = states.iter().filter_map(|state| Some((state.as_str(), row(state)?)));
        for (name, (hours, holidays, _)) in rows.chain([("the policy", policy(book.policy))]) {
            for zone in &zones {
                if !open(at, zone, hours) {
                    return Some(format!("outside the hours of {name} in {zone}"));
                }
                if holidays && among(local(at, zone).date(), &OBSERVED) {
                    return Some(format!("on a holiday of {name} in {zone}"));
                }
            }
        }
        let mississippi = states.iter().any(|state| state == "MS") || book.policy == "strict_all_rows";
        let there = local(at, "America/Chicago");
        if mississippi && (there.weekday() == Weekday::Sunday || !(8..20).contains(&there.hour())) {
            return Some("outside the hours of MS in Central time".to_owned());
        }
        None
    }

    /// Which limit leaves no room, when the message of that id is not counted itself.
    pub(crate) fn full(
        &self,
        offices: &[Rulebook],
        channel: Channel,
        to: &str,
        at: Timestamp,
        id: &str,
    ) -> Option<String> {
        let book = &offices[0];
        let others = || {
            self.counted
                .iter()
                .filter(|(_, _, _, known)| known.as_deref() != Some(id))
        };
        let within = |hours: i64| others().filter(move |(then, ..)| at.since(*then) < hours * HOUR);
        let zones = self.zones(offices);
        // Where nobody knows where the person is, a day is one at any of the offices.
        let calendars = if self.person.time_zone.is_some() {
            1
        } else {
            offices.len()
        };
        for zone in &zones[..calendars] {
            let day = |at: Timestamp| local(at, zone).date();
            if others().filter(|(then, ..)| day(*then) == day(at)).count() >= book.per_day {
                return Some("more than per_day".to_owned());
            }
        }
        if within(168).count() >= book.per_week {
            return Some("more than per_week".to_owned());
        }
        if others().any(|(then, ..)| at.since(*then) < book.min_gap) {
            return Some("within min_gap".to_owned());
        }
        let counts = policy(book.policy).2
            || self
                .states(offices, to)
                .iter()
                .filter_map(|state| row(state))
                .any(|row| row.2);
        if channel == Channel::Sms && counts && within(24).filter(|(_, _, point, _)| point == to).count() >= 3 {
            return Some("the fourth text in a day".to_owned());
        }
        None
    }
}
