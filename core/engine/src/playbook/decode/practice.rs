//! The practice and its locations: name, zone, address, hours and roles.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, Keys};
use super::{Problems, staff, time};
use crate::playbook::document::{Origin, Value, shown};
use crate::playbook::model::{Located, Practice};
use crate::schedule::{BusinessHours, ClosedDays, LocalTime, TimeZones, Weekday, Weekly, Zone};
use crate::wire::nearest;
use crate::wire::{LocationId, RoleId};
use crate::{Code, Error};

/// States, the district and the territories, by their two letters.
pub(super) const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
                      NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI";

/// The most locations of one playbook.
const MAX_LOCATIONS: usize = 200;

/// What a practice, or one of its locations, says of itself. What is not there, or cannot be read, is none.
#[derive(Default)]
struct Said {
    name: Option<String>,
    zone: Option<Zone>,
    phone: Option<String>,
    postal_address: Option<String>,
    booking_url: Option<String>,
    state: Option<String>,
    weekly: Option<Weekly>,
    closed: Option<ClosedDays>,
    roles: Option<BTreeSet<RoleId>>,
}

/// The practice, and its locations in order of their ids.
pub(super) fn practice(
    keys: &mut Keys<'_>,
    data: &TimeZones,
    problems: &mut Problems,
) -> Option<(Practice, Vec<Located>)> {
    const HELP: &str = "it has at least name, time_zone, phone, postal_address and booking_url";
    let missing = |keys: &Keys<'_>| {
        let root = &keys.item;
        Error::new(Code::PlaybookMissingKey, "the key \"practice\" is missing")
            .help(HELP)
            .at("practice")
            .place(root.node.place)
    };
    let Some(item) = keys.optional("practice") else {
        problems.report(missing(keys));
        return None;
    };
    if matches!(item.node.origin, Origin::BuiltIn(_)) {
        // Only the built-in speaks of the practice: the practice itself said nothing.
        problems.report(missing(keys));
        return None;
    }
    let mut keys = item.keys(problems, "the practice's data")?;
    let said = said(&mut keys, Keys::required, data, problems);
    let locations = locations(&mut keys, data, problems);
    keys.finish(problems);
    let zone = said.zone?;
    let mut hours = BusinessHours::new(zone.clone(), said.weekly.unwrap_or_else(default_hours));
    hours.closed = said.closed.unwrap_or_default();
    let default_roles = || staff::ROLES.iter().map(|role| RoleId::fixed(role)).collect();
    let practice = Practice {
        number: 0,
        name: said.name?,
        zone,
        phone: said.phone?,
        postal_address: said.postal_address?,
        booking_url: said.booking_url?,
        state: said.state,
        hours,
        roles: said.roles.unwrap_or_else(default_roles),
    };
    let locations = locations?.into_iter().zip(1..);
    let located = locations.map(|((id, said), number)| Located {
        id,
        practice: located(&practice, said, number),
    });
    let located = located.collect();
    Some((practice, located))
}

/// What is said, each key asked for in the same way.
fn said<'a>(
    keys: &mut Keys<'a>,
    mut ask: impl FnMut(&mut Keys<'a>, &'static str, &mut Problems) -> Option<Item<'a>>,
    data: &TimeZones,
    problems: &mut Problems,
) -> Said {
    let name = ask(keys, "name", problems).and_then(|item| item.line(problems, 100));
    let zone = ask(keys, "time_zone", problems).and_then(|item| zone(&item, data, problems));
    let phone = ask(keys, "phone", problems).and_then(|item| phone(&item, problems));
    let postal_address = ask(keys, "postal_address", problems).and_then(|item| item.line(problems, 200));
    let booking_url = ask(keys, "booking_url", problems).and_then(|item| url(&item, problems));
    Said {
        name,
        zone,
        phone,
        postal_address,
        booking_url,
        state: keys.optional("state").and_then(|item| state(&item, problems)),
        weekly: keys.optional("hours").and_then(|item| time::weekly(&item, problems)),
        closed: keys.optional("closed").and_then(|item| closed(&item, problems)),
        roles: keys.optional("roles").and_then(|item| staff::roles(&item, problems)),
    }
}

/// What each location says of itself, in order of their ids.
fn locations(keys: &mut Keys<'_>, data: &TimeZones, problems: &mut Problems) -> Option<BTreeMap<LocationId, Said>> {
    let Some(item) = keys.optional("locations") else {
        return Some(BTreeMap::new());
    };
    let map = item.keys(problems, "a map of locations: {ID: {name: …}}")?;
    if map.rest().nth(MAX_LOCATIONS).is_some() {
        let help = "write one playbook for each part of so large a group";
        return item.refuse(problems, format!("more than {MAX_LOCATIONS} locations"), help);
    }
    let mut all = BTreeMap::new();
    for entry in map.rest() {
        let said = location(&item.entry(entry), data, problems);
        match LocationId::parse(&entry.key) {
            Ok(id) => {
                all.extend(said.map(|said| (id, said)));
            }
            Err(error) => problems.report(map.key_error(entry, Code::PlaybookBadValue, error.message())),
        }
    }
    Some(all)
}

fn location(item: &Item<'_>, data: &TimeZones, problems: &mut Problems) -> Option<Said> {
    if matches!(item.node.value, Value::Null) {
        return Some(Said::default());
    }
    let mut keys = item.keys(problems, "what differs from the practice: {name: …, time_zone: …}")?;
    let said = said(&mut keys, |keys, key, _| keys.optional(key), data, problems);
    keys.optional("locations");
    let help = "write every location below practice.locations";
    keys.misplaced("locations", problems, "a location has no locations of its own", help);
    keys.finish(problems);
    Some(said)
}

/// The practice, but for what a location says of itself.
fn located(practice: &Practice, said: Said, number: u16) -> Practice {
    let own = practice.clone();
    let zone = said.zone.unwrap_or(own.zone);
    let mut hours = BusinessHours::new(zone.clone(), said.weekly.unwrap_or(own.hours.weekly));
    hours.closed = said.closed.unwrap_or(own.hours.closed);
    Practice {
        number,
        name: said.name.unwrap_or(own.name),
        zone,
        phone: said.phone.unwrap_or(own.phone),
        postal_address: said.postal_address.unwrap_or(own.postal_address),
        booking_url: said.booking_url.unwrap_or(own.booking_url),
        state: said.state.or(own.state),
        hours,
        roles: own.roles.into_iter().chain(said.roles.into_iter().flatten()).collect(),
    }
}

/// Monday to Friday, 08:00 to 17:00.
fn default_hours() -> Weekly {
    let mut weekly = Weekly::empty();
    let (Some(from), Some(to)) = (LocalTime::from_minutes(8 * 60), LocalTime::from_minutes(17 * 60)) else {
        return weekly;
    };
    for day in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] {
        // A range that ends after it begins is never refused.
        let _ = weekly.set(day, vec![(from, to)]);
    }
    weekly
}

fn zone(item: &Item<'_>, data: &TimeZones, problems: &mut Problems) -> Option<Zone> {
    let name = item.text(problems, "an IANA time zone such as America/New_York")?;
    match data.zone(name) {
        Ok(zone) => Some(zone),
        Err(error) => {
            problems.report(
                item.error(error.code(), format!("unknown time zone {}", shown(name)))
                    .help("write an IANA name such as America/New_York"),
            );
            None
        }
    }
}

/// E.164: a plus, the country's code, at most 15 digits.
fn phone(item: &Item<'_>, problems: &mut Problems) -> Option<String> {
    let expected = "a phone number such as \"+14045550123\"";
    item.read(
        problems,
        expected,
        "write + and the country's code, without spaces or dashes",
        |text| {
            let digits = text.strip_prefix('+')?;
            let fits = (8..=15).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
                && !digits.starts_with('0');
            fits.then(|| text.to_owned())
        },
    )
}

/// An address of the web over https; http only on this machine.
pub(super) fn url(item: &Item<'_>, problems: &mut Problems) -> Option<String> {
    let expected = "an address that starts with https://";
    item.read(
        problems,
        expected,
        "write %25 for a percent sign; http:// is taken for localhost only",
        |text| {
            let (rest, local) = match text.strip_prefix("https://") {
                Some(rest) => (rest, true),
                None => (text.strip_prefix("http://")?, false),
            };
            let authority = rest.split(['/', '?', '#']).next()?;
            let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
            let plain = |b: u8| {
                b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
            };
            // A percent sign stands before the two digits of a character; by itself it makes no address (RFC 3986, 2.1).
            let digits = |piece: &str| {
                let two = piece.as_bytes().first_chunk::<2>();
                two.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
            };
            let fits = text.len() <= 500
                && text.bytes().all(plain)
                && text.split('%').skip(1).all(digits)
                && !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
                && (local || matches!(host, "localhost" | "127.0.0.1"));
            fits.then(|| text.to_owned())
        },
    )
}

/// The two letters of a state.
pub(super) fn state(item: &Item<'_>, problems: &mut Problems) -> Option<String> {
    item.read(
        problems,
        "the two letters of a US state",
        "write GA for Georgia",
        |text| {
            STATES
                .split_ascii_whitespace()
                .find(|known| *known == text)
                .map(str::to_owned)
        },
    )
}

const HOLIDAYS: &str = "us_federal_holidays";

fn closed(item: &Item<'_>, problems: &mut Problems) -> Option<ClosedDays> {
    let before = problems.count();
    let mut closed = ClosedDays::default();
    for day in item.list(problems, "a list of dates")? {
        if day.node.text() == Some(HOLIDAYS) {
            closed.us_federal = true;
            continue;
        }
        let expected = "a date such as 2026-12-24, or us_federal_holidays";
        let near = day.node.text().and_then(|text| nearest(text, [HOLIDAYS]));
        let help = near.map_or(String::new(), |near| format!("did you mean {}?", shown(near)));
        let date = day.read(problems, expected, &help, |text| {
            crate::schedule::Date::parse(text).ok()
        });
        closed.dates.extend(date);
    }
    (problems.count() == before).then_some(closed)
}
