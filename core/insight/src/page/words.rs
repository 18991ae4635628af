//! How pages say things: numbers, amounts, shares and days as people write them, and words for the engine's own.

use followthrough::Date;
use followthrough::Money;
use followthrough::Timestamp;
use followthrough::escalation::PromptKind;
use followthrough::follow_up::{Outcome, SkipReason};
use followthrough::recipient::Channel;
use followthrough::schedule::{Weekday, Zone};

use super::Share;

const STATES: [&str; 6] = ["closed", "re_engaged", "paused", "active", "waiting", "observed"];
const OUTCOMES: [Outcome; 8] = [
    Outcome::Accepted,
    Outcome::AcceptedInPart,
    Outcome::Declined,
    Outcome::Exhausted,
    Outcome::OptedOut,
    Outcome::Withdrawn,
    Outcome::Ineligible,
    Outcome::Expired,
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn state_order(state: &str) -> usize {
    STATES.iter().position(|known| *known == state).unwrap_or(STATES.len())
}

pub(crate) fn outcome_order(outcome: Outcome) -> usize {
    OUTCOMES
        .iter()
        .position(|known| *known == outcome)
        .unwrap_or(OUTCOMES.len())
}

pub(crate) fn state(state: &str, outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Accepted) => "Accepted: all of it booked or done",
        Some(Outcome::AcceptedInPart) => "Accepted in part",
        Some(Outcome::Declined) => "Declined",
        Some(Outcome::Exhausted) => "Ended without an answer",
        Some(Outcome::OptedOut) => "Opted out",
        Some(Outcome::Withdrawn) => "Withdrawn: another plan took its place",
        Some(Outcome::Ineligible) => "No longer qualifies",
        Some(Outcome::Expired) => "Expired",
        None => match state {
            "re_engaged" => "Re-engaged: the front desk is at it",
            "paused" => "Paused: a visit is booked, or staff are at it",
            "active" => "Still being followed up",
            "waiting" => "Waiting",
            "observed" => "Observed only (holdout)",
            _ => "Other",
        },
    }
}

pub(crate) fn reason(reason: &str) -> &'static str {
    match reason {
        "refused" => "The data could not be taken in",
        "holdout" => "Held out, to measure against",
        "too_old" => "Presented too long ago, when first seen",
        "not_a_patient" => "No longer a patient",
        "booked_before" => "Booked before a message was due",
        "fee_missing" => "A fee is missing, so that the value is unknown",
        "criteria" => "Does not meet the playbook's criteria (value, kind of treatment)",
        "withdrawn" => "Another plan took its place",
        "opted_out" => "Opted out",
        "declined" => "Said no",
        "gateway_down" => "Its message never left: the gateway was down",
        "no_channel" => "No number or address with consent",
        "no_window" => "No hour that is allowed wherever the person may be",
        "too_late" => "No room for the message in time",
        "still_to_come" => "In a sequence; the first message is still to come",
        "another_first" => "Another plan of the same person went first",
        "waiting" => "Waiting: too new, or another plan of the same person goes first",
        _ => "Other",
    }
}

pub(crate) fn skipped(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Condition => "It is not meant for this case",
        SkipReason::NoChannel => "No number or address that may be used",
        SkipReason::Stale => "It was too late for it",
        SkipReason::NoWindow => "No hour that is allowed wherever the person may be",
        SkipReason::NoTemplate => "The playbook has no text for it",
        SkipReason::Disclosure => "Its text would have said what the channel may not carry",
        SkipReason::AddedLate => "It was added when it would have been due",
    }
}

/// Staff are asked to do something: `Front desk is asked: call a patient`.
pub(crate) fn asked(role: &str, kind: PromptKind) -> String {
    format!("{} is asked: {}", title(role), prompt(kind).to_lowercase())
}

pub(crate) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "Text",
        Channel::Email => "E-mail",
        Channel::Portal => "Portal",
        Channel::Call => "Call",
    }
}

pub(crate) fn prompt(kind: PromptKind) -> &'static str {
    match kind {
        PromptKind::Call => "Call a patient",
        PromptKind::Book => "Book a visit",
        PromptKind::Answer => "Answer a message",
        PromptKind::FixContact => "Fix contact data",
        PromptKind::Review => "Look into it",
    }
}

/// `front_desk` → `Front desk`.
pub(crate) fn title(id: &str) -> String {
    let spaced = id.replace('_', " ");
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => spaced,
    }
}

/// `Sep 8`.
pub(crate) fn day(date: Date) -> String {
    let text = date.to_string();
    let day = text.get(8..).unwrap_or_default().trim_start_matches('0');
    format!("{} {day}", month(date).get(..3).unwrap_or_default())
}

/// `September`.
pub(crate) fn month(date: Date) -> &'static str {
    let text = date.to_string();
    let number = text.get(5..7).and_then(|month| month.parse::<usize>().ok());
    let name = number.and_then(|number| MONTHS.get(number.checked_sub(1)?));
    name.copied().unwrap_or_default()
}

/// `Sep 8, 2026`.
pub(crate) fn day_and_year(date: Date) -> String {
    let text = date.to_string();
    format!("{}, {}", day(date), text.get(..4).unwrap_or_default())
}

/// `Tue Sep 8, 9:05 AM` on the clock of a zone.
pub(crate) fn time(at: Timestamp, zone: &Zone) -> String {
    let local = zone.local(at);
    let minutes = local.second / 60;
    let (hour, minute) = (minutes / 60, minutes % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    format!(
        "{} {}, {hour}:{minute:02} {half}",
        weekday(local.weekday),
        day(local.date)
    )
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}

/// `1 text`, `1,234 texts`.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `$12,345`, `−$8`: cents are left out where there are none.
pub(crate) fn money(amount: Money) -> String {
    let shown = amount.display_us().replace('-', "−");
    match shown.split_once('.') {
        Some((dollars, "00")) => dollars.to_owned(),
        Some(_) | None => shown,
    }
}

/// `23.5%`; a dash where there is nothing to have a share of.
pub(crate) fn share(share: Option<Share>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| share.to_string())
}

/// By how much one of a whole moves its share: `2.4 points`.
pub(crate) fn points(whole: u64) -> String {
    let points = Share::of(1, whole).map_or(0, |share| share.0);
    match (points / 10, points % 10) {
        (1, 0) => "1 point".to_owned(),
        (whole, 0) => format!("{whole} points"),
        (whole, tenths) => format!("{whole}.{tenths} points"),
    }
}

/// `$12,346`: whole dollars, rounded half up, for figures that stand large; the table beside them has the cents.
pub(crate) fn dollars(amount: Money) -> String {
    money(Money::from_cents((amount.cents() + 50).div_euclid(100) * 100))
}

/// `1,234`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn dates_and_numbers_read_as_people_write_them() {
        let zone = Zone::named("America/New_York").unwrap();
        let at = |text| time(Timestamp::parse(text).unwrap(), &zone);
        assert_eq!(at("2026-09-08T13:05:59Z"), "Tue Sep 8, 9:05 AM");
        assert_eq!(at("2026-11-27T05:00:00Z"), "Fri Nov 27, 12:00 AM");
        assert_eq!(at("2026-11-27T17:00:00Z"), "Fri Nov 27, 12:00 PM");
        assert_eq!(day_and_year(Date::parse("2026-12-01").unwrap()), "Dec 1, 2026");
        assert_eq!((number(999).as_str(), number(1_234_567).as_str()), ("999", "1,234,567"));
        assert_eq!(money(Money::from_cents(1_234_500)), "$12,345");
        assert_eq!(money(Money::from_cents(50)), "$0.50");
        assert_eq!(dollars(Money::from_cents(1_234_550)), "$12,346");
        assert_eq!(title("front_desk"), "Front desk");
        assert_eq!(
            [points(100), points(50), points(42)],
            ["1 point", "2 points", "2.4 points"]
        );
    }
}
