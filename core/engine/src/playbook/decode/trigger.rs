//! Who is followed up at all, what becomes of old plans, and who is left out for comparison.

use super::item::{Item, Keys, digits};
use super::{Names, Problems, condition, time};
use crate::Code;
use crate::criteria::{Condition, Test};
use crate::playbook::document::{Origin, Value};
use crate::playbook::model::{AcceptedWhen, Backlog, Holdout, Share, Trigger};
use crate::schedule::DAY;

/// How long a case waits for an answer after its last step.
pub(super) const WIND_DOWN: i64 = 14 * DAY;

const HOUR: i64 = 3_600;

pub(super) fn trigger(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Trigger> {
    let item = keys.required("trigger", problems)?;
    let mut keys = item.keys(problems, "who is followed up")?;
    let pending_for = keys.or("pending_for", DAY, |item| time::duration(&item, problems));
    let window = keys.or("window", 90 * DAY, |item| time::some_duration(&item, problems));
    let fresh = keys.or("facts_fresh_within", Some(36 * HOUR), |item| match item.node.text() {
        Some("off") => Some(None),
        Some(_) | None => time::some_duration(&item, problems).map(Some),
    });
    let accepted_when = keys.or("accepted_when", AcceptedWhen::SameProcedures, |item| {
        accepted_when(&item, problems)
    });
    let own = item.node.get("accepted_when").map(|node| node.origin) == Some(Origin::Own);
    if own && !names.follows_plans() {
        let help = "it is done by its own `done`, or by a visit that the key done_when names";
        keys.misplaced(
            "accepted_when",
            problems,
            "only a plan is accepted by its procedures",
            help,
        );
    }
    let condition = keys.or("where", always(), |item| condition::condition(&item, names, problems));
    keys.finish(problems);
    Some(Trigger {
        pending_for: pending_for?,
        window: window?,
        facts_fresh_within: fresh?,
        accepted_when: accepted_when?,
        condition: condition?,
    })
}

/// A condition that everybody meets.
pub(super) fn always() -> Condition {
    Condition {
        test: Test::All(Vec::new()),
        place: None,
    }
}

fn accepted_when(item: &Item<'_>, problems: &mut Problems) -> Option<AcceptedWhen> {
    if matches!(item.node.value, Value::Map(_)) {
        let mut keys = item.keys(problems, "{value_share: 0.8}")?;
        let share = keys
            .required("value_share", problems)
            .and_then(|item| share(&item, problems));
        keys.finish(problems);
        return share.map(AcceptedWhen::ValueShare);
    }
    let words = [
        ("same_procedures", AcceptedWhen::SameProcedures),
        ("same_area", AcceptedWhen::SameArea),
        ("any_visit", AcceptedWhen::AnyVisit),
    ];
    item.word(problems, "what counts as accepted, or {value_share: 0.8}", &words)
}

/// `0`, `0.1` or `1`, kept exact.
fn share(item: &Item<'_>, problems: &mut Problems) -> Option<Share> {
    let expected = "a share between 0 and 1 such as 0.1";
    item.read(problems, expected, "write at most six decimals", |text| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let fraction = digits(fraction).filter(|f| f.len() <= 6)?;
        let denominator = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let whole: u64 = digits(whole)?.parse().ok().filter(|whole| *whole <= 1)?;
        let numerator = whole * denominator + fraction.parse::<u64>().ok()?;
        (numerator <= denominator).then_some(Share { numerator, denominator })
    })
}

pub(super) fn backlog(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Backlog> {
    let (mut older_than, mut spread_over) = (Some(7 * DAY), Some(10));
    if let Some(item) = keys.optional("backlog") {
        let mut keys = item.keys(problems, "{older_than: 7d, spread_over: 10 business days}")?;
        older_than = keys.or("older_than", 7 * DAY, |item| time::duration(&item, problems));
        spread_over = keys.or("spread_over", 10, |item| time::business_days(&item, problems));
        keys.finish(problems);
    }
    Some(Backlog {
        older_than: older_than?,
        spread_over: spread_over?,
    })
}

pub(super) fn holdout(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Holdout> {
    let Some(item) = keys.optional("holdout") else {
        return Some(Holdout {
            share: Share {
                numerator: 0,
                denominator: 1,
            },
            salt: String::new(),
        });
    };
    let mut keys = item.keys(problems, "{share: 0.1, salt: \"2026-q4\"}")?;
    let share = keys.or(
        "share",
        Share {
            numerator: 0,
            denominator: 1,
        },
        |item| share(&item, problems),
    );
    let salt = keys.optional("salt");
    keys.finish(problems);
    let share = share?;
    let salt = match salt {
        Some(salt) => salt.line(problems, 64)?,
        None if share.numerator == 0 => String::new(),
        None => {
            let error = item
                .error(Code::PlaybookMissingKey, "a holdout needs a salt")
                .at(item.below("salt"));
            problems.report(error.help("write any word; another one draws other households"));
            return None;
        }
    };
    Some(Holdout { share, salt })
}
