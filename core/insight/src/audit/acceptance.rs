//! What was accepted of what was presented, in all and by what it was.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Money;
use followthrough::wire::ProviderId;
use followthrough_import::Imported;
use serde::Serialize;

use super::AuditOptions;
use super::case::{Case, CaseOutcome};
use crate::page::{Share, words};
use crate::stats::{Confidence, Sample, wilson};

/// Below so many presentations one of them moves the share by more than three points: numbers are called small.
pub const SMALL_BELOW: u64 = 30;

/// What a healthy practice is said to accept, in thousandths: from and to. A rule of thumb that practice consultants and
/// vendors repeat; there is no standard, and few of them say how they count.
pub const HEALTHY: (Share, Share) = (Share(650), Share(750));

/// What was presented, and what was accepted of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// How many presentations.
    pub plans: u64,
    /// Of how many patients.
    pub patients: u64,
    /// In how many households.
    pub households: u64,
    /// What they cost, without those of which a fee is missing.
    pub value: Money,
    /// Presentations of which a fee is missing: in the counts, not in the value.
    pub value_unknown: u64,
    /// Whether one of them more or less moves a share by more than three points.
    pub small: bool,
    /// What became of them; absent where the export cannot tell.
    #[serde(flatten)]
    pub taken: Option<Taken>,
}

/// What became of presentations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// All of it scheduled or done.
    pub accepted: u64,
    /// Some of it.
    pub in_part: u64,
    /// The practice system has a no.
    pub declined: u64,
    /// Nothing scheduled or done.
    pub pending: u64,
    /// Accepted, of all; absent of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Between which bounds the share would lie of many more such presentations: Wilson's interval, 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(Share, Share)>,
    /// What is scheduled or done of what they cost, also of those accepted in part.
    pub accepted_value: Money,
    /// The share of that; absent of nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_share: Option<Share>,
}

impl Acceptance {
    /// Counts presentations; where the export cannot tell what was accepted, nothing of that.
    pub(super) fn of<'c>(cases: impl IntoIterator<Item = &'c Case>, tellable: bool) -> Self {
        let (mut found, mut taken) = (Self::default(), Taken::default());
        let (mut patients, mut households) = (BTreeSet::new(), BTreeSet::new());
        for case in cases {
            found.plans += 1;
            patients.insert(&case.patient);
            households.insert(&case.household);
            *match case.outcome {
                CaseOutcome::Accepted => &mut taken.accepted,
                CaseOutcome::InPart => &mut taken.in_part,
                CaseOutcome::Declined => &mut taken.declined,
                CaseOutcome::Pending => &mut taken.pending,
            } += 1;
            match case.value {
                Some(value) => {
                    found.value = found.value.plus(value);
                    taken.accepted_value = taken.accepted_value.plus(case.accepted_value.unwrap_or(Money::ZERO));
                }
                None => found.value_unknown += 1,
            }
        }
        found.patients = count(patients.len());
        found.households = count(households.len());
        found.small = found.plans < SMALL_BELOW;
        taken.share = Share::of(taken.accepted, found.plans);
        taken.interval = interval(taken.accepted, found.plans);
        taken.value_share = Share::of(cents(taken.accepted_value), cents(found.value));
        found.taken = tellable.then_some(taken);
        found
    }
}

impl Taken {
    /// How many became this.
    pub fn with(&self, outcome: CaseOutcome) -> u64 {
        match outcome {
            CaseOutcome::Accepted => self.accepted,
            CaseOutcome::InPart => self.in_part,
            CaseOutcome::Declined => self.declined,
            CaseOutcome::Pending => self.pending,
        }
    }
}

fn cents(money: Money) -> u64 {
    u64::try_from(money.cents()).unwrap_or(0)
}

pub(super) fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

fn interval(hits: u64, of: u64) -> Option<(Share, Share)> {
    let interval = wilson(Sample::new(hits, of)?, Confidence::P95)?;
    Some((thousandths(interval.low), thousandths(interval.high)))
}

/// A share as whole thousandths, rounded half up.
pub(super) fn thousandths(share: f64) -> Share {
    let rounded = libm::floor(share.clamp(0.0, 1.0) * 1000.0 + 0.5);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 1000"
    )]
    let whole = rounded as u64;
    Share(whole)
}

/// Presentations by something they have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// By what: `provider`, `category`, `value`, `patient`, `location`.
    pub by: &'static str,
    /// Each of them.
    pub rows: Vec<BreakdownRow>,
}

/// Presentations that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BreakdownRow {
    /// What, as an id: of a provider, a category, `500.00-1500.00`, `new`, `existing`; `not_known` where the export does not
    /// tell.
    pub key: String,
    /// The same for people.
    pub name: String,
    /// What was accepted.
    #[serde(flatten)]
    pub acceptance: Acceptance,
    /// Which, by outcome: of which cases the counts are made.
    #[serde(skip)]
    pub(super) cases: BTreeMap<CaseOutcome, Vec<String>>,
}

/// The rows of a table are in the order of this, whatever they are called.
type Place = (u64, String);

pub(super) fn breakdowns(
    imported: &Imported,
    cases: &[&Case],
    options: &AuditOptions,
    tellable: bool,
) -> Vec<Breakdown> {
    let names: BTreeMap<&ProviderId, &str> = imported
        .plans
        .iter()
        .filter_map(|record| {
            let provider = record.plan.provider.as_ref()?;
            Some((&provider.id, provider.name.as_deref()?))
        })
        .collect();
    let group = |by, of: &dyn Fn(&Case) -> (Place, String)| grouped(by, cases, of, tellable);
    let mut all = vec![
        group("provider", &|case| match &case.provider {
            Some(id) => {
                let name = names
                    .get(id)
                    .map_or_else(|| format!("Provider {id}"), |name| (*name).to_owned());
                ((0, id.to_string()), name)
            }
            None => not_known(),
        }),
        group("category", &|case| match case.category {
            Some(category) => ((0, category.as_str().to_owned()), words::title(category.as_str())),
            None => not_known(),
        }),
        group("value", &|case| value_band(case.value, &options.value_bands)),
        group("patient", &|case| match case.new_patient {
            Some(true) => ((0, "new".to_owned()), "New patients".to_owned()),
            Some(false) => ((1, "existing".to_owned()), "Existing patients".to_owned()),
            None => not_known(),
        }),
    ];
    let places = group("location", &|case| match &case.location {
        Some(id) => ((0, id.to_string()), format!("Location {id}")),
        None => not_known(),
    });
    if places.rows.len() > 1 {
        all.push(places);
    }
    all
}

fn not_known() -> (Place, String) {
    ((u64::MAX, "not_known".to_owned()), "Not known".to_owned())
}

fn value_band(value: Option<Money>, borders: &[Money]) -> (Place, String) {
    let Some(value) = value else { return not_known() };
    let band = borders.partition_point(|border| *border <= value);
    let from = band.checked_sub(1).and_then(|below| borders.get(below));
    let to = borders.get(band);
    let key = |border: Option<&Money>| border.map(ToString::to_string).unwrap_or_default();
    let name = match (from, to) {
        (None, None) => "Any value".to_owned(),
        (None, Some(to)) => format!("Below {}", words::money(*to)),
        (Some(from), Some(to)) => format!("{} to {}", words::money(*from), words::money(*to)),
        (Some(from), None) => format!("{} and more", words::money(*from)),
    };
    ((count(band), format!("{}-{}", key(from), key(to))), name)
}

fn grouped(by: &'static str, cases: &[&Case], of: &dyn Fn(&Case) -> (Place, String), tellable: bool) -> Breakdown {
    let mut groups: BTreeMap<Place, (String, Vec<&Case>)> = BTreeMap::new();
    for case in cases {
        let (place, name) = of(case);
        groups.entry(place).or_insert_with(|| (name, Vec::new())).1.push(case);
    }
    let row = |((_, key), (name, cases)): (Place, (String, Vec<&Case>))| BreakdownRow {
        key,
        name,
        acceptance: Acceptance::of(cases.iter().copied(), tellable),
        cases: by_outcome(&cases),
    };
    Breakdown {
        by,
        rows: groups.into_iter().map(row).collect(),
    }
}

/// The ids of cases, by what became of them.
pub(super) fn by_outcome(cases: &[&Case]) -> BTreeMap<CaseOutcome, Vec<String>> {
    let mut ids: BTreeMap<CaseOutcome, Vec<String>> = BTreeMap::new();
    for case in cases {
        ids.entry(case.outcome).or_default().push(case.id.clone());
    }
    ids
}
