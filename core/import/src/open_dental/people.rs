//! Who is contacted: the patient, or the guarantor of a minor, with the contact points and consent of their own row.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::plan::PersonStatus;
use followthrough::recipient::{Consent, Contact, ContactKind, ContactValue};
use followthrough::wire::{HouseholdId, PatientId, RecipientId};
use followthrough::{Date, Recipient};

use super::statuses::{AptStatus, PatStatus, TextOk};
use super::tables::{Patient, Tables};
use crate::imported::{Mobile, Person, TextConsent};
use crate::options::Answers;
use crate::personal::is_under_age;
use crate::phone::Point;

/// Who speaks for whom.
pub(crate) struct People {
    as_of: Date,
    state: Option<String>,
    /// The person to contact for each patient.
    contact: BTreeMap<u64, u64>,
    /// Who is contacted about somebody else.
    speaks: BTreeSet<u64>,
    next_visit: BTreeMap<u64, Date>,
    /// How many patients have a guarantor who is not there.
    pub(crate) without_guarantor: u64,
}

impl People {
    pub(crate) fn new(tables: &Tables, answers: &Answers, as_of: Date) -> Self {
        let mut without_guarantor = 0_u64;
        let (mut contact, mut speaking) = (BTreeMap::new(), BTreeSet::new());
        for (&num, patient) in &tables.patients {
            let guarantor = tables.patients.get(&patient.guarantor);
            without_guarantor += u64::from(guarantor.is_none() && patient.guarantor != 0);
            let speaks =
                |g: &&Patient| !is_minor(g, as_of) && !matches!(g.status, PatStatus::Deceased | PatStatus::Deleted);
            let by_guarantor = is_minor(patient, as_of) && guarantor.filter(speaks).is_some();
            contact.insert(num, if by_guarantor { patient.guarantor } else { num });
            speaking.extend(by_guarantor.then_some(patient.guarantor));
        }
        let mut next_visit: BTreeMap<u64, Date> = BTreeMap::new();
        for visit in tables
            .appointments
            .values()
            .filter(|a| a.status == AptStatus::Scheduled)
        {
            if let Some(date) = visit.starts.map(|s| s.date).filter(|d| *d >= as_of) {
                let next = next_visit.entry(visit.patient).or_insert(date);
                *next = (*next).min(date);
            }
        }
        Self {
            as_of,
            state: answers.state.clone(),
            contact,
            speaks: speaking,
            next_visit,
            without_guarantor,
        }
    }

    /// The number of the person to contact about a patient.
    pub(crate) fn contact_of(&self, patient: u64) -> u64 {
        self.contact.get(&patient).copied().unwrap_or(patient)
    }

    pub(crate) fn is_minor(&self, patient: &Patient) -> bool {
        is_minor(patient, self.as_of)
    }

    /// The person with that number, as someone to contact.
    pub(crate) fn recipient(&self, num: u64, tables: &Tables) -> Option<Recipient> {
        let row = tables.patients.get(&num)?;
        let for_others = self.speaks.contains(&num);
        // A guarantor need not be a patient to speak for a child.
        let not_a_patient = matches!(
            row.status,
            PatStatus::NonPatient | PatStatus::Inactive | PatStatus::Archived
        );
        let status = if for_others && not_a_patient {
            PersonStatus::Active
        } else {
            person_status(row.status)
        };
        let household = if row.guarantor == 0 { num } else { row.guarantor };
        Some(Recipient {
            id: RecipientId::parse(&num.to_string()).ok()?,
            household: HouseholdId::parse(&household.to_string()).ok(),
            first_name: row.first_name.clone(),
            language: row.language.as_deref().map(str::to_owned),
            time_zone: None,
            state: row.state.as_deref().map(str::to_owned).or_else(|| self.state.clone()),
            status,
            contacts: self.contacts(row),
        })
    }

    fn contacts(&self, row: &Patient) -> Vec<Contact> {
        let how = |answer: &str| Some(format!("Open Dental: {answer}").into());
        let text = match row.text {
            _ if row.do_not_call => Consent::Denied {
                how: how("do not call"),
                at: None,
            },
            TextOk::No => Consent::Denied {
                how: how("no texts"),
                at: None,
            },
            // A child cannot agree, and nobody else is there to.
            TextOk::Yes if is_minor(row, self.as_of) => Consent::Unknown,
            TextOk::Yes => Consent::Granted {
                how: how("texts are fine"),
                at: None,
                unencrypted_detail: false,
            },
            TextOk::Unknown => Consent::Unknown,
        };
        let call = if row.do_not_call {
            Consent::Denied {
                how: how("do not call"),
                at: None,
            }
        } else {
            Consent::Unknown
        };
        let points = [
            (ContactKind::Mobile, &row.mobile, text),
            (ContactKind::Email, &row.email, Consent::Unknown),
            (ContactKind::Landline, &row.home, call.clone()),
            (ContactKind::Landline, &row.work, call),
        ];
        let mut contacts: Vec<Contact> = Vec::new();
        for (kind, point, consent) in points {
            let Some(value) = point.valid() else { continue };
            let known = |c: &Contact| c.value == *value;
            if !contacts.iter().any(known) {
                contacts.push(Contact {
                    kind,
                    value: ContactValue::clone(value),
                    consent,
                });
            }
        }
        contacts
    }

    /// A patient without a name.
    pub(crate) fn person(&self, num: u64, tables: &Tables) -> Option<Person> {
        let own = tables.patients.get(&num)?;
        let contact = self.contact_of(num);
        let row = tables.patients.get(&contact)?;
        Some(Person {
            patient: PatientId::parse(&num.to_string()).ok()?,
            recipient: RecipientId::parse(&contact.to_string()).ok()?,
            status: person_status(own.status),
            minor: self.is_minor(own),
            own_text_consent: text_consent(own.text),
            text_consent: text_consent(row.text),
            mobile: match row.mobile {
                Point::Missing => Mobile::Missing,
                Point::Invalid | Point::Several => Mobile::Invalid,
                Point::Valid(_) => Mobile::Valid,
            },
            next_visit: self.next_visit.get(&num).copied(),
        })
    }
}

fn is_minor(patient: &Patient, as_of: Date) -> bool {
    patient.birth_date.is_some_and(|birth| is_under_age(birth, as_of))
}

pub(crate) fn text_consent(text: TextOk) -> TextConsent {
    match text {
        TextOk::Yes => TextConsent::Granted,
        TextOk::No => TextConsent::Denied,
        TextOk::Unknown => TextConsent::Unknown,
    }
}

pub(crate) fn person_status(status: PatStatus) -> PersonStatus {
    match status {
        PatStatus::Patient | PatStatus::Prospective => PersonStatus::Active,
        PatStatus::NonPatient | PatStatus::Inactive | PatStatus::Archived | PatStatus::Deleted => {
            PersonStatus::Inactive
        }
        PatStatus::Deceased => PersonStatus::Deceased,
    }
}
