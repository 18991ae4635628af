//! Who could be followed up, and of everybody else why not: the first look a practice takes at its own export.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use followthrough::plan::{PersonStatus, Presented};
use followthrough::wire::{PatientId, RecipientId};
use followthrough::{Date, Money, Standing};
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::{Imported, Mobile, Person, PlanRecord, TextConsent};

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectionRules {
    /// How many days back a plan may have been presented, both ends included.
    pub window_days: u32,
    /// What must be pending at least.
    pub threshold: Money,
}

impl Default for SelectionRules {
    /// 90 days, 500 dollars.
    fn default() -> Self {
        Self {
            window_days: 90,
            threshold: Money::from_cents(50_000),
        }
    }
}

/// Every patient of an export, each with the one reason that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The day counted from.
    pub as_of: Date,
    /// What was looked for.
    pub rules: SelectionRules,
    /// Every patient.
    pub patients: Vec<Candidate>,
}

/// One patient and what decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who would be treated.
    pub patient: PatientId,
    /// Who would be contacted.
    pub recipient: RecipientId,
    /// What is pending, each procedure once.
    pub pending: Money,
    /// The oldest date on which some of it was presented.
    pub presented_on: Option<Date>,
    /// What decides.
    pub verdict: Verdict,
}

/// Why a patient is selected or not; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Deceased, inactive or archived.
    NotAPatient,
    /// No treatment is planned.
    NothingPlanned,
    /// All that is planned is on a scheduled visit.
    Scheduled,
    /// Planned, and nothing that counts as presenting it.
    NotPresented,
    /// Nothing is pending, by the plan's own standing.
    Settled(Standing),
    /// A pending procedure has no fee.
    ValueUnknown,
    /// The export does not say when it was presented.
    DateUnknown,
    /// Presented after the day counted from.
    PresentedLater,
    /// Presented longer ago than the window.
    TooOld {
        /// How many days ago.
        days: i64,
    },
    /// Worth less than the threshold.
    BelowThreshold,
    /// The person to contact does not want texts.
    ConsentDenied,
    /// The practice system does not say whether texts are wanted; that is no consent.
    ConsentUnknown,
    /// Consent, and no number for texts.
    NoMobile,
    /// Consent, and a number that does not exist.
    InvalidMobile,
    /// A minor whose record names no adult to contact.
    MinorAlone,
    /// Can be followed up by text.
    Selected,
}

impl Verdict {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAPatient => "not_a_patient",
            Self::NothingPlanned => "nothing_planned",
            Self::Scheduled => "scheduled",
            Self::NotPresented => "not_presented",
            Self::Settled(_) => "settled",
            Self::ValueUnknown => "value_unknown",
            Self::DateUnknown => "date_unknown",
            Self::PresentedLater => "presented_later",
            Self::TooOld { .. } => "too_old",
            Self::BelowThreshold => "below_threshold",
            Self::ConsentDenied => "consent_denied",
            Self::ConsentUnknown => "consent_unknown",
            Self::NoMobile => "no_mobile",
            Self::InvalidMobile => "invalid_mobile",
            Self::MinorAlone => "minor_alone",
            Self::Selected => "selected",
        }
    }

    fn inside_window(self) -> bool {
        self >= Self::BelowThreshold
    }

    fn worth_it(self) -> bool {
        self >= Self::ConsentDenied
    }

    fn consented(self) -> bool {
        self >= Self::NoMobile
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAPatient => "not a patient any more",
            Self::NothingPlanned => "no treatment planned",
            Self::Scheduled => "all that is planned is scheduled",
            Self::NotPresented => "planned, not presented",
            Self::Settled(standing) => return write!(f, "nothing pending: {standing}"),
            Self::ValueUnknown => "a fee is missing",
            Self::DateUnknown => "the day of presentation is not known",
            Self::PresentedLater => "presented after that day",
            Self::TooOld { days } => return write!(f, "too old: presented {days} days ago"),
            Self::BelowThreshold => "below the threshold",
            Self::ConsentDenied => "no consent to text: denied",
            Self::ConsentUnknown => "no consent to text: unknown",
            Self::NoMobile => "no mobile number",
            Self::InvalidMobile => "the mobile number does not exist",
            Self::MinorAlone => "a minor without an adult to contact",
            Self::Selected => "selected",
        })
    }
}

impl Selection {
    fn count(&self, which: impl Fn(Verdict) -> bool) -> usize {
        self.patients.iter().filter(|c| which(c.verdict)).count()
    }

    /// Patients with something pending that was presented inside the window.
    pub fn inside_window(&self) -> usize {
        self.count(Verdict::inside_window)
    }

    /// Of them, those with enough pending.
    pub fn worth_it(&self) -> usize {
        self.count(Verdict::worth_it)
    }

    /// Of those, the ones whose consent to texts is on record.
    pub fn consented(&self) -> usize {
        self.count(Verdict::consented)
    }

    /// Of those, the ones a text can reach.
    pub fn selected(&self) -> usize {
        self.count(|verdict| verdict == Verdict::Selected)
    }

    /// The funnel in one sentence.
    pub fn sentence(&self) -> String {
        format!(
            "As of {}, with the oldest date per patient: {} patients inside {} days, {} of them worth {} or more, {} of \
             those with consent to text, {} of those with a number a text can reach.",
            self.as_of,
            self.inside_window(),
            self.rules.window_days,
            self.worth_it(),
            self.rules.threshold.display_us().trim_end_matches(".00"),
            self.consented(),
            self.selected(),
        )
    }
}

impl Serialize for Candidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = json!({
            "patient": self.patient, "recipient": self.recipient, "pending_value": self.pending,
            "verdict": self.verdict.as_str(), "why": self.verdict.to_string(),
        });
        if let (Some(map), Some(date)) = (object.as_object_mut(), self.presented_on) {
            map.insert("presented_on".into(), json!(date));
        }
        object.serialize(serializer)
    }
}

impl Serialize for Selection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let object = json!({
            "as_of": self.as_of, "window_days": self.rules.window_days, "threshold": self.rules.threshold,
            "inside_window": self.inside_window(), "worth_it": self.worth_it(), "consented": self.consented(),
            "selected": self.selected(), "patients": self.patients,
        });
        object.serialize(serializer)
    }
}

impl Imported {
    /// Weighs every patient of the export against the rules, as of its day.
    pub fn selection(&self, rules: SelectionRules) -> Selection {
        let mut plans: BTreeMap<&PatientId, Vec<&PlanRecord>> = BTreeMap::new();
        for record in &self.plans {
            plans.entry(&record.plan.patient.id).or_default().push(record);
        }
        let none = Vec::new();
        let patients = self.people.iter().map(|person| {
            let own = plans.get(&person.patient).unwrap_or(&none);
            self.candidate(person, own, rules)
        });
        Selection {
            as_of: self.as_of,
            rules,
            patients: patients.collect(),
        }
    }

    fn candidate(&self, person: &Person, plans: &[&PlanRecord], rules: SelectionRules) -> Candidate {
        let pending: Vec<_> = plans.iter().filter(|r| r.plan.standing().is_pending()).collect();
        let mut seen = BTreeSet::new();
        let once = pending
            .iter()
            .flat_map(|r| r.plan.pending())
            .filter(|p| seen.insert(&p.id));
        let value: Option<Money> = once.map(|p| p.fee).sum();
        let presented_on = pending.iter().filter_map(|r| day(r.plan.presented_at?)).min();
        let verdict = if person.status != PersonStatus::Active {
            Verdict::NotAPatient
        } else if pending.is_empty() {
            nothing_pending(plans)
        } else {
            self.verdict(person, value, presented_on, rules)
        };
        Candidate {
            patient: person.patient.clone(),
            recipient: person.recipient.clone(),
            pending: value.unwrap_or(Money::ZERO),
            presented_on,
            verdict,
        }
    }

    fn verdict(
        &self,
        person: &Person,
        value: Option<Money>,
        presented: Option<Date>,
        rules: SelectionRules,
    ) -> Verdict {
        let Some(value) = value else {
            return Verdict::ValueUnknown;
        };
        let Some(presented) = presented else {
            return Verdict::DateUnknown;
        };
        let days = self.as_of.days_since(presented);
        if days < 0 {
            return Verdict::PresentedLater;
        }
        if days > i64::from(rules.window_days) {
            return Verdict::TooOld { days };
        }
        if value < rules.threshold {
            return Verdict::BelowThreshold;
        }
        match (person.text_consent, person.mobile) {
            (TextConsent::Denied, _) => Verdict::ConsentDenied,
            (TextConsent::Unknown, _) => Verdict::ConsentUnknown,
            (TextConsent::Granted, Mobile::Missing) => Verdict::NoMobile,
            (TextConsent::Granted, Mobile::Invalid) => Verdict::InvalidMobile,
            (TextConsent::Granted, Mobile::Valid) if person.is_minor_alone() => Verdict::MinorAlone,
            (TextConsent::Granted, Mobile::Valid) => Verdict::Selected,
        }
    }
}

fn day(presented: Presented) -> Option<Date> {
    match presented {
        Presented::On(date) => Some(date),
        Presented::At(at) => at.to_string().get(..10).and_then(|text| Date::parse(text).ok()),
    }
}

fn nothing_pending(plans: &[&PlanRecord]) -> Verdict {
    let standing = |wanted| plans.iter().any(|r| r.plan.standing() == wanted);
    match plans.first() {
        None => Verdict::NothingPlanned,
        Some(_) if standing(Standing::Accepted) => Verdict::Scheduled,
        Some(_) if standing(Standing::Draft) => Verdict::NotPresented,
        Some(first) => Verdict::Settled(first.plan.standing()),
    }
}
