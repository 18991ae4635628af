//! Wordings against each other.

use std::collections::BTreeMap;

use serde::Serialize;

use super::households::{Counts, Tally, households};
use super::{Rules, sentences};
use crate::journal::{Journal, Name};
use crate::monthly::ReportOptions;
use crate::stats::{Confidence, Interval, Sample, difference_at_any_look};

/// One wording of a step against the first one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmComparison {
    /// The sequence.
    pub sequence: String,
    /// The step.
    pub step: String,
    /// The wording that all others are compared with: the first by name.
    pub first: String,
    /// Households that got it and whose days are over, and of them those that accepted.
    pub first_counted: Sample,
    /// The other wording.
    pub other: String,
    /// The same of it.
    pub other_counted: Sample,
    /// Households of whom several people got different wordings: they count for none.
    pub mixed: u64,
    /// How many comparisons there are of this step; each is as much surer that all hold together (Bonferroni).
    pub comparisons: u64,
    /// The other less the first, for looking as often as one likes; none while one has nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_any_look: Option<Interval>,
    /// The same in sentences.
    pub sentence: String,
}

/// For each step with several wordings, each against the first by name. A household counts from its first message of
/// the step, which its recipient's id drew the wording of; whose outcome is unknown does not count.
pub fn arms(journal: &Journal, options: &ReportOptions, from: i64) -> Vec<ArmComparison> {
    let span = options.span();
    let rules = Rules::new(from, options);
    let all = households(journal, &span.zone);
    let mut told = Vec::new();
    for ((sequence, step), got) in got(journal, from, span.known_to) {
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        let mut mixed = 0;
        for (name, got) in &got {
            match (got.arm, all.get(name)) {
                (Some(arm), Some(household)) => {
                    let tally = tallies.entry(journal.name(arm)).or_default();
                    tally.count(household.outcome(got.at, &rules, Counts::ByThePractice));
                }
                _ => mixed += 1,
            }
        }
        let names = (journal.name(sequence), journal.name(step));
        told.extend(compared(names, &tallies, mixed, options));
    }
    told.sort_by(|a, b| (&a.sequence, &a.step, &a.other).cmp(&(&b.sequence, &b.step, &b.other)));
    told
}

/// What a household got of a step.
struct Got {
    /// When first.
    at: i64,
    /// Which wording; none where its people got different ones.
    arm: Option<Name>,
}

/// What households got, by sequence and step.
fn got(journal: &Journal, from: i64, to: i64) -> BTreeMap<(Name, Name), BTreeMap<&str, Got>> {
    let mut steps: BTreeMap<(Name, Name), BTreeMap<&str, Got>> = BTreeMap::new();
    for person in journal.people() {
        for case in journal.cases_of(person) {
            for touch in case.touches.iter().filter(|touch| touch.at >= from && touch.at < to) {
                let (Some(arm), Some(sequence)) = (touch.arm, case.sequence_at(touch.at)) else {
                    continue;
                };
                let households = steps.entry((sequence, touch.step)).or_default();
                let got = households.entry(person.household()).or_insert(Got {
                    at: touch.at,
                    arm: Some(arm),
                });
                got.arm = got.arm.filter(|known| *known == arm);
                got.at = got.at.min(touch.at);
            }
        }
    }
    steps
}

fn compared(
    (sequence, step): (&str, &str),
    tallies: &BTreeMap<&str, Tally>,
    mixed: u64,
    options: &ReportOptions,
) -> Vec<ArmComparison> {
    let mut arms = tallies.iter();
    let Some((first, first_tally)) = arms.next() else {
        return Vec::new();
    };
    let comparisons = u32::try_from(tallies.len().saturating_sub(1)).unwrap_or(1).max(1);
    let each = Confidence::new(1.0 - (1.0 - Confidence::P95.level()) / f64::from(comparisons));
    let unknown = tallies.values().any(|tally| tally.unknown > 0);
    let one = first_tally.sample();
    let compared = arms.map(|(other, tally)| {
        let two = tally.sample();
        let at_any_look = each
            .filter(|_| !unknown)
            .and_then(|each| difference_at_any_look(two, one, each));
        ArmComparison {
            sequence: sequence.to_owned(),
            step: step.to_owned(),
            first: (*first).to_owned(),
            first_counted: one,
            other: (*other).to_owned(),
            other_counted: two,
            mixed,
            comparisons: u64::from(comparisons),
            at_any_look,
            sentence: at_any_look.zip(each).map_or_else(
                || {
                    "Too early to say: the days of too few households are over, or what became of them is not known."
                        .to_owned()
                },
                |found| sentences::arms((other, two), (first, one), found, options.window_days),
            ),
        }
    });
    compared.collect()
}
