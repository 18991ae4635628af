//! Words of closed lists, as a front desk reads them.

use super::clock::place;
use super::gate::{ChannelTried, NotThere};
use crate::follow_up::{Moved, MovedBy, Outcome, SkipReason};
use crate::recipient::Channel;
use crate::wire::CaseId;

/// How a case ended.
pub(super) fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "it was accepted",
        Outcome::AcceptedInPart => "part of it was accepted, and the rest is too little to follow up",
        Outcome::Declined => "it was declined",
        Outcome::Exhausted => "nobody answered or booked",
        Outcome::OptedOut => "the patient wants no more messages, or none can reach them",
        Outcome::Withdrawn => "the plan is gone, or an alternative was accepted",
        Outcome::Ineligible => "the patient or the plan no longer qualifies",
        Outcome::Expired => "it grew too old",
    }
}

/// Why a channel cannot be used.
pub(super) fn untried(tried: &ChannelTried) -> Option<String> {
    let why = match tried.why_not? {
        NotThere::NoContact => "there is no contact",
        NotThere::Gone => "the contact is not listed any more",
        NotThere::Dropped => "it belongs to somebody else, or messages do not arrive",
        NotThere::OptedOut => "the patient opted out",
        NotThere::Denied => "the practice system says no",
        NotThere::NoConsent => "the patient has not agreed",
        NotThere::NoTemplate => "the playbook has no text for it",
    };
    let by = match tried.channel {
        Channel::Sms => "by text",
        Channel::Email => "by e-mail",
        Channel::Portal => "in the portal",
        Channel::Call => "by phone",
    };
    Some(format!("{by}, {why}"))
}

/// Why a step is passed over.
pub(super) fn passed_over(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Condition => "its condition does not hold",
        SkipReason::NoChannel => "no contact of the patient may be used for it",
        SkipReason::Stale => "there is no time left at which it may go",
        SkipReason::NoWindow => "the places where the patient may be have no hour in common",
        SkipReason::NoTemplate => "the playbook has no text for it",
        SkipReason::Disclosure => "its text would say more than its channel may carry",
        SkipReason::AddedLate => "the playbook had it added too late",
    }
}

/// What moved an instant.
pub(super) fn mover(moved: &Moved) -> String {
    let at = moved
        .zone
        .as_ref()
        .map(|zone| format!(" in {}", place(zone.name())))
        .unwrap_or_default();
    match moved.rule {
        MovedBy::QuietHours => format!("quiet hours{at}"),
        MovedBy::PracticeHours => format!("the practice's hours{at}"),
        MovedBy::VisitDay => "the day of a visit".to_owned(),
        MovedBy::MinGap => "the gap that is kept after a message".to_owned(),
        MovedBy::PerDay => "the limit of messages a day".to_owned(),
        MovedBy::PerWeek => "the limit of messages in seven days".to_owned(),
        MovedBy::LawCap => "the law's limit of texts".to_owned(),
        MovedBy::Spread => "the spread of messages over the day's opening".to_owned(),
    }
}

/// Cases with their verb: `plan tp-2 comes`.
pub(super) fn come(ids: &[CaseId]) -> String {
    format!("{} {}", cases(ids), if ids.len() == 1 { "comes" } else { "come" })
}

/// Cases: `plans tp-2 and tp-3`.
pub(super) fn cases(ids: &[CaseId]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let word = if ids.len() == 1 { "plan" } else { "plans" };
    format!("{word} {}", listed(&ids, "and"))
}

/// `a, b and c`.
pub(super) fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
