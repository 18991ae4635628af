//! What lies pending, how long, who of it can be reached, and about what nobody talked again.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Recipient;
use followthrough::plan::PersonStatus;
use followthrough::recipient::{Consent, ContactKind};
use followthrough::wire::{PatientId, RecipientId};
use followthrough_import::{Imported, Mobile, Person, TextConsent};
use serde::Serialize;

use super::AuditOptions;
use super::acceptance::count;
use super::case::Case;
use crate::page::{Count, Share};

/// What lies pending in the whole export, however old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pending {
    /// All of it that a practice could still follow up.
    pub all: PendingRow,
    /// The same by age.
    pub bands: Vec<PendingRow>,
    /// Of people who are no longer patients: not among these.
    pub not_patients: Count,
    /// What nobody followed up; absent where the export has no record of conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub never_followed_up: Option<NeverFollowedUp>,
}

/// Pending treatment of one age.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PendingRow {
    /// `0-30`, `181-`, `not_known`, `all`.
    pub key: String,
    /// The same for people.
    pub name: String,
    /// How much. The value is what is pending.
    #[serde(flatten)]
    pub pending: Count,
    /// Presentations of which a pending fee is missing.
    pub value_unknown: u64,
    /// Of how many patients.
    pub patients: u64,
    /// Presentations whose person to contact agreed to texts and has a number that can get them.
    pub by_text: u64,
    /// Presentations whose person to contact has an e-mail address and did not say no to it.
    pub by_email: u64,
    /// Presentations reached by either.
    pub by_either: u64,
    #[serde(skip)]
    pub(super) cases: Vec<String>,
}

/// Pending treatment about which nobody talked to the patient again, as far as anybody wrote it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NeverFollowedUp {
    /// Pending treatment that was presented before it was too new to be judged.
    pub of: Count,
    /// Of it, that of patients with whom, or with whose person to contact, no conversation is on record after the day of
    /// the presentation.
    pub never: Count,
    /// The share of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// Of those never followed up, the ones a text or an e-mail can reach.
    pub reachable: u64,
    #[serde(skip)]
    pub(super) cases: Vec<String>,
}

pub(super) fn pending(imported: &Imported, cases: &[Case], options: &AuditOptions) -> Pending {
    let people = People::of(imported);
    let mut all = row("all", "All".to_owned());
    let mut bands = bands(&options.pending_bands);
    let mut not_patients = Count::default();
    let mut patients: Vec<BTreeSet<&PatientId>> = vec![BTreeSet::new(); bands.len()];
    let mut kept: Vec<&Case> = Vec::new();
    for case in cases.iter().filter(|case| case.is_pending()) {
        if !people.is_patient(&case.patient) {
            not_patients.add(case.pending_value);
            continue;
        }
        kept.push(case);
        let band = match case.age_in_days(imported.as_of) {
            None => bands.len().saturating_sub(1),
            Some(age) => options.pending_bands.partition_point(|border| i64::from(*border) < age),
        };
        let ways = people.ways(&case.patient);
        all.add(case, ways);
        if let (Some(row), Some(patients)) = (bands.get_mut(band), patients.get_mut(band)) {
            row.add(case, ways);
            patients.insert(&case.patient);
        }
    }
    all.patients = count(patients.iter().flatten().collect::<BTreeSet<_>>().len());
    for (row, patients) in bands.iter_mut().zip(&patients) {
        row.patients = count(patients.len());
    }
    // A band of its own for what has no day, only where there is some.
    bands.retain(|row| row.key != NOT_KNOWN || row.pending.plans > 0);
    Pending {
        all,
        bands,
        not_patients,
        never_followed_up: never_followed_up(imported, &kept, options, &people),
    }
}

const NOT_KNOWN: &str = "not_known";

fn row(key: &str, name: String) -> PendingRow {
    PendingRow {
        key: key.to_owned(),
        name,
        ..PendingRow::default()
    }
}

/// A band up to each border, one above the last, and one for what has no day.
fn bands(borders: &[u32]) -> Vec<PendingRow> {
    let mut from = 0;
    let mut rows = Vec::new();
    for to in borders {
        rows.push(row(&format!("{from}-{to}"), format!("{from} to {to} days")));
        from = to + 1;
    }
    let last = if from == 0 {
        "Any age".to_owned()
    } else {
        format!("{from} days and more")
    };
    rows.push(row(&format!("{from}-"), last));
    rows.push(row(NOT_KNOWN, "Day not known".to_owned()));
    rows
}

impl PendingRow {
    fn add(&mut self, case: &Case, ways: Ways) {
        self.pending.add(case.pending_value);
        self.value_unknown += u64::from(case.pending_value.is_none());
        self.by_text += u64::from(ways.text);
        self.by_email += u64::from(ways.email);
        self.by_either += u64::from(ways.any());
        self.cases.push(case.id.clone());
    }
}

fn never_followed_up(
    imported: &Imported,
    pending: &[&Case],
    options: &AuditOptions,
    people: &People<'_>,
) -> Option<NeverFollowedUp> {
    let conversations = imported.conversations.as_ref()?;
    let mut found = NeverFollowedUp {
        of: Count::default(),
        never: Count::default(),
        share: None,
        reachable: 0,
        cases: Vec::new(),
    };
    for case in pending {
        let settled = case
            .age_in_days(imported.as_of)
            .filter(|age| *age >= i64::from(options.settle_days));
        let (Some(_), Some(presented)) = (settled, case.presented_on) else {
            continue;
        };
        found.of.add(case.pending_value);
        let contact = people.contact(&case.patient);
        let with = [Some(&case.patient), contact.as_ref()];
        let mut days = with
            .into_iter()
            .flatten()
            .filter_map(|who| conversations.get(who))
            .flatten();
        if days.any(|day| *day > presented && *day <= imported.as_of) {
            continue;
        }
        found.never.add(case.pending_value);
        found.reachable += u64::from(people.ways(&case.patient).any());
        found.cases.push(case.id.clone());
    }
    found.share = found.never.share_of(found.of);
    Some(found)
}

/// How a person can be reached by a message.
#[derive(Clone, Copy, Default)]
struct Ways {
    text: bool,
    email: bool,
}

impl Ways {
    fn any(self) -> bool {
        self.text || self.email
    }
}

struct People<'i> {
    people: BTreeMap<&'i PatientId, &'i Person>,
    recipients: BTreeMap<&'i RecipientId, &'i Recipient>,
}

impl<'i> People<'i> {
    fn of(imported: &'i Imported) -> Self {
        Self {
            people: imported.people.iter().map(|person| (&person.patient, person)).collect(),
            recipients: imported
                .recipients
                .iter()
                .map(|recipient| (&recipient.id, recipient))
                .collect(),
        }
    }

    fn is_patient(&self, patient: &PatientId) -> bool {
        self.people
            .get(patient)
            .is_none_or(|person| person.status == PersonStatus::Active)
    }

    /// The person to contact, as a patient: guarantors are in the same file.
    fn contact(&self, patient: &PatientId) -> Option<PatientId> {
        PatientId::parse(self.people.get(patient)?.recipient.as_str()).ok()
    }

    /// Nothing goes to a child.
    fn ways(&self, patient: &PatientId) -> Ways {
        let Some(person) = self.people.get(patient).filter(|person| !person.is_minor_alone()) else {
            return Ways::default();
        };
        let contacts = self
            .recipients
            .get(&person.recipient)
            .map(|recipient| &recipient.contacts);
        let mut emails = contacts
            .into_iter()
            .flatten()
            .filter(|contact| contact.kind == ContactKind::Email);
        Ways {
            text: person.text_consent == TextConsent::Granted && person.mobile == Mobile::Valid,
            email: emails.any(|contact| !matches!(contact.consent, Consent::Denied { .. })),
        }
    }
}
