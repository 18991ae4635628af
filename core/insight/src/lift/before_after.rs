//! Before against since: no effect, and only where both were counted the same way.

use std::collections::BTreeMap;

use super::households::{Counts, Group, Household, Tally};
use super::pace::Pace;
use super::{BeforeAfter, POINTS_ASKED, Rules, sentences};
use crate::journal::Journal;
use crate::monthly::Baseline;
use crate::stats::{Confidence, Sample, detectable, needed, newcombe};

/// When a household that was not held out was first presented to since all that counts.
pub(super) fn since(household: &Household<'_>, rules: &Rules) -> Option<i64> {
    let at = household.presented_since(rules.from);
    at.filter(|_| household.group() != Group::HeldOut)
}

/// `pace` is none where some are held out: then it is they who tell how many it takes.
pub(super) fn compare(
    rules: &Rules,
    all: &BTreeMap<&str, Household<'_>>,
    baseline: &Baseline,
    journal: &Journal,
    pace: Option<&Pace>,
) -> BeforeAfter {
    let mut tally = Tally::default();
    for household in all.values() {
        let fate = since(household, rules).and_then(|from| rules.fate(household, from, Counts::ByTheBaseline));
        if let Some(fate) = fate {
            tally.count(fate);
        }
    }
    let (before, after): (Sample, Sample) = (baseline.sample(), tally.sample());
    let not_compared = if journal.has_plans() {
        baseline.counts_otherwise(rules.window_days)
    } else {
        Some(
            "no plans were handed in, so that of those presented to since only those followed up are known. Hand in the \
             plans (`--plans`)"
                .to_owned(),
        )
    };
    let comparable = tally.unknown == 0 && not_compared.is_none();
    let share = before.share().unwrap_or(0.5);
    let half = tally.begun() / 2;
    let mut told = BeforeAfter {
        before,
        since: after,
        difference: newcombe(after, before, Confidence::P95).filter(|_| comparable),
        not_compared,
        detectable: pace.and_then(|_| detectable(half, tally.begun() - half, share, Confidence::P95)),
        sentence: String::new(),
    };
    let needed = pace.and_then(|_| needed(share, POINTS_ASKED, 1.0, Confidence::P95));
    let takes = pace
        .zip(needed)
        .and_then(|(pace, needed)| Some((needed, pace.months_for(needed.total())?)));
    told.sentence = sentences::before_and_after(&told, tally, rules.window_days, takes);
    told
}
