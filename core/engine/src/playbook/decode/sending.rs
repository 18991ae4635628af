//! When and how often messages go: the practice's own wishes, the contact policy, the limits.

use super::condition::CHANNELS;
use super::item::{Item, Keys};
use super::{Problems, time};
use crate::playbook::document::Value;
use crate::playbook::model::{ContactPolicy, Limits, RevokeAll, Sending};
use crate::recipient::Channel;
use crate::schedule::law::Policy;
use crate::schedule::{DAY, LocalTime, Weekday, Weekly};

const HOUR: i64 = 3_600;

pub(super) fn sending(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Sending> {
    let Some(item) = keys.optional("sending") else {
        return Some(Sending {
            window: default_window(),
            quiet_on_closed_days: QUIET.to_vec(),
            not_on_visit_days: true,
            spread: 0,
        });
    };
    let mut keys = item.keys(problems, "how messages are sent")?;
    let window = keys.or("window", default_window(), |item| time::weekly(&item, problems));
    let quiet = keys.or("quiet_on_closed_days", QUIET.to_vec(), |item| quiet(&item, problems));
    let not_on_visit_days = keys.or("not_on_visit_days", true, |item| item.flag(problems));
    let spread = keys.or("spread", 0, |item| {
        let spread = time::duration(&item, problems)?;
        if spread > DAY / 2 {
            return item.refuse(problems, "expected a spread of at most 12h", "a busy practice sets 90m");
        }
        Some(spread)
    });
    keys.finish(problems);
    Some(Sending {
        window: window?,
        quiet_on_closed_days: quiet?,
        not_on_visit_days: not_on_visit_days?,
        spread: spread?,
    })
}

const QUIET: &[Channel] = &[Channel::Sms, Channel::Call];

/// Every day but Sunday, 09:00 to 19:00.
fn default_window() -> Weekly {
    let (Some(from), Some(to)) = (LocalTime::from_minutes(9 * 60), LocalTime::from_minutes(19 * 60)) else {
        return Weekly::empty();
    };
    let mut weekly = Weekly::all_days(from, to);
    // No range at all is never refused.
    let _ = weekly.set(Weekday::Sun, Vec::new());
    weekly
}

fn quiet(item: &Item<'_>, problems: &mut Problems) -> Option<Vec<Channel>> {
    let items = item.list(problems, "a list of channels")?;
    let read: Vec<_> = items
        .iter()
        .map(|item| item.word(problems, "a channel", CHANNELS))
        .collect();
    read.into_iter().collect()
}

pub(super) fn contact_policy(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<ContactPolicy> {
    let Some(item) = keys.optional("contact_policy") else {
        return Some(ContactPolicy {
            windows: Policy::MiniTcpaUnion,
            revoke_all: RevokeAll::Always,
        });
    };
    let mut keys = item.keys(problems, "the contact policy")?;
    let windows = keys.or("windows", Policy::MiniTcpaUnion, |item| windows(&item, problems));
    let revoke_all = keys.or("revoke_all", RevokeAll::Always, |item| revoke_all(&item, problems));
    keys.finish(problems);
    Some(ContactPolicy {
        windows: windows?,
        revoke_all: revoke_all?,
    })
}

/// The name of a preset, or hours of the practice's own that lie within the federal ones.
fn windows(item: &Item<'_>, problems: &mut Problems) -> Option<Policy> {
    if matches!(item.node.value, Value::Map(_)) {
        let weekly = time::weekly(item, problems)?;
        return match Policy::own(weekly) {
            Ok(policy) => Some(policy),
            Err(error) => {
                problems.report(time::again(item, &error));
                None
            }
        };
    }
    let presets = ["federal", "mini_tcpa_union", "strict_all_rows"];
    let words: Vec<(&'static str, usize)> = presets.iter().copied().zip(0..).collect();
    let chosen = item.word(problems, "a preset, or hours by day", &words)?;
    presets.get(chosen).and_then(|name| Policy::preset(name))
}

fn revoke_all(item: &Item<'_>, problems: &mut Problems) -> Option<RevokeAll> {
    if !matches!(item.node.value, Value::Map(_)) {
        let help = "write true, false, or {from: 2027-01-31}";
        return item.read(
            problems,
            "true, false or a date from which it holds",
            help,
            |text| match text {
                "true" => Some(RevokeAll::Always),
                "false" => Some(RevokeAll::Never),
                _ => None,
            },
        );
    }
    let mut keys = item.keys(problems, "{from: DATE}")?;
    let from = keys
        .required("from", problems)
        .and_then(|item| time::date(&item, problems));
    keys.finish(problems);
    from.map(RevokeAll::From)
}

pub(super) fn limits(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Limits> {
    let (mut per_day, mut per_week, mut min_gap, mut max_open_cases) = (Some(1), Some(3), Some(20 * HOUR), Some(1));
    if let Some(item) = keys.optional("limits") {
        let mut keys = item.keys(problems, "the limits")?;
        per_day = keys.or("per_day", 1, |item| item.whole(problems, 1, 24));
        per_week = keys.or("per_week", 3, |item| item.whole(problems, 1, 168));
        min_gap = keys.or("min_gap", 20 * HOUR, |item| time::duration(&item, problems));
        max_open_cases = keys.or("max_open_cases", 1, |item| item.whole(problems, 1, 16));
        keys.finish(problems);
    }
    Some(Limits {
        per_day: per_day?,
        per_week: per_week?,
        min_gap: min_gap?,
        max_open_cases: max_open_cases?,
    })
}
