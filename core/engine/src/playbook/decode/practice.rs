//! The practice: its name, zone, address, hours and roles.

use super::item::{Item, Keys};
use super::{Names, Problems, staff, time};
use crate::playbook::document::{Origin, shown};
use crate::playbook::model::Practice;
use crate::schedule::{BusinessHours, ClosedDays, LocalTime, TimeZones, Weekday, Weekly, Zone};
use crate::{Code, Error};

/// States, the district and the territories, by their two letters.
pub(super) const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
                      NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI";

pub(super) fn practice(
    keys: &mut Keys<'_>,
    names: &Names<'_>,
    data: &TimeZones,
    problems: &mut Problems,
) -> Option<Practice> {
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
    let name = keys
        .required("name", problems)
        .and_then(|item| item.line(problems, 100));
    let zone = keys
        .required("time_zone", problems)
        .and_then(|item| zone(&item, data, problems));
    let phone = keys.required("phone", problems).and_then(|item| phone(&item, problems));
    let postal_address = keys
        .required("postal_address", problems)
        .and_then(|item| item.line(problems, 200));
    let booking_url = keys
        .required("booking_url", problems)
        .and_then(|item| url(&item, problems));
    let state = keys.maybe("state", |item| state(&item, problems));
    let weekly = keys.or("hours", default_hours(), |item| time::weekly(&item, problems));
    let closed = keys.or("closed", ClosedDays::default(), |item| closed(&item, problems));
    let roles = staff::roles(&mut keys, names, problems);
    if let Some(locations) = keys.optional("locations") {
        let message = "several locations in one playbook are not supported by this version";
        problems.report(
            locations
                .error(Code::PlaybookBadValue, message)
                .help("write one playbook for each location"),
        );
    }
    keys.finish(problems);
    let zone = zone?;
    let mut hours = BusinessHours::new(zone.clone(), weekly?);
    hours.closed = closed?;
    Some(Practice {
        name: name?,
        zone,
        phone: phone?,
        postal_address: postal_address?,
        booking_url: booking_url?,
        state: state?,
        hours,
        roles: roles?,
    })
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

fn closed(item: &Item<'_>, problems: &mut Problems) -> Option<ClosedDays> {
    let before = problems.count();
    let mut closed = ClosedDays::default();
    for day in item.list(problems, "a list of dates")? {
        if day.node.text() == Some("us_federal_holidays") {
            closed.us_federal = true;
            continue;
        }
        let expected = "a date such as 2026-12-24, or us_federal_holidays";
        let date = day.read(problems, expected, "", |text| crate::schedule::Date::parse(text).ok());
        closed.dates.extend(date);
    }
    (problems.count() == before).then_some(closed)
}
