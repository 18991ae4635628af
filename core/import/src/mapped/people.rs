//! Who is contacted: the patient, or the guarantor of a minor where the export has that person.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::plan::PersonStatus;
use followthrough::recipient::{Consent, Contact, ContactKind};
use followthrough::wire::{HouseholdId, PatientId, RecipientId};
use followthrough::{Date, Recipient};

use super::rows::PersonRow;
use crate::imported::{Mobile, Person, TextConsent};
use crate::personal::is_under_age;
use crate::phone::Point;

/// Who speaks for whom.
pub(super) struct People<'a> {
    rows: &'a BTreeMap<PatientId, PersonRow>,
    as_of: Date,
    state: Option<&'a str>,
    system: &'static str,
    contact: BTreeMap<&'a PatientId, &'a PatientId>,
    speaks: BTreeSet<&'a PatientId>,
}

impl<'a> People<'a> {
    pub(super) fn new(
        rows: &'a BTreeMap<PatientId, PersonRow>,
        as_of: Date,
        state: Option<&'a str>,
        system: &'static str,
    ) -> Self {
        let mut people = Self {
            rows,
            as_of,
            state,
            system,
            contact: BTreeMap::new(),
            speaks: BTreeSet::new(),
        };
        for (id, row) in rows {
            let guarantor = row.guarantor.as_ref().filter(|guarantor| *guarantor != id);
            let found = guarantor.and_then(|guarantor| rows.get_key_value(guarantor));
            let adult = |(_, row): &(&PatientId, &PersonRow)| {
                !people.is_minor(row) && !matches!(row.status, PersonStatus::Deceased | PersonStatus::DoNotContact)
            };
            if let Some((guarantor, _)) = found.filter(|found| people.is_minor(row) && adult(found)) {
                people.contact.insert(id, guarantor);
                people.speaks.insert(guarantor);
            }
        }
        people
    }

    pub(super) fn is_minor(&self, row: &PersonRow) -> bool {
        is_minor(row, self.as_of)
    }

    /// The person to contact about a patient.
    pub(super) fn contact_of<'p>(&self, patient: &'p PatientId) -> &'p PatientId
    where
        'a: 'p,
    {
        self.contact.get(patient).copied().unwrap_or(patient)
    }

    pub(super) fn row(&self, patient: &PatientId) -> Option<&'a PersonRow> {
        self.rows.get(patient)
    }

    /// Guarantors who are not in the export.
    pub(super) fn without_guarantor(&self) -> usize {
        let gone = |row: &&PersonRow| row.guarantor.as_ref().is_some_and(|id| !self.rows.contains_key(id));
        self.rows.values().filter(gone).count()
    }

    /// Patients whose guarantor has them for a guarantor, not being themselves.
    pub(super) fn in_a_circle(&self) -> usize {
        let of = |id: &PatientId| self.rows.get(id).and_then(|row| row.guarantor.clone());
        let circle = |id: &&PatientId| of(id).is_some_and(|other| other != **id && of(&other).as_ref() == Some(*id));
        self.rows.keys().filter(circle).count()
    }

    pub(super) fn recipient(&self, id: &PatientId) -> Option<Recipient> {
        let row = self.rows.get(id)?;
        // A guarantor need not be a patient to speak for a child.
        let for_others = row.status == PersonStatus::Inactive && self.speaks.contains(id);
        let status = if for_others { PersonStatus::Active } else { row.status };
        let household = row.guarantor.as_ref().unwrap_or(id);
        Some(Recipient {
            id: RecipientId::parse(id.as_str()).ok()?,
            household: HouseholdId::parse(household.as_str()).ok(),
            first_name: row.first_name.clone(),
            language: row.language.as_deref().map(str::to_owned),
            time_zone: None,
            state: row.state.as_deref().or(self.state).map(str::to_owned),
            status,
            contacts: self.contacts(row),
        })
    }

    fn contacts(&self, row: &PersonRow) -> Vec<Contact> {
        let consent = |said: Option<TextConsent>| match said {
            _ if row.do_not_call => self.denied("do not call"),
            Some(TextConsent::Denied) => self.denied("no"),
            // A child cannot agree, and nobody else is there to.
            Some(TextConsent::Granted) if self.is_minor(row) => Consent::Unknown,
            Some(TextConsent::Granted) => Consent::Granted {
                how: Some(format!("{}: yes", self.system).into()),
                at: None,
                unencrypted_detail: false,
            },
            Some(TextConsent::Unknown) | None => Consent::Unknown,
        };
        let by_email = match row.email_consent {
            Some(TextConsent::Denied) => self.denied("no"),
            Some(TextConsent::Granted) if !self.is_minor(row) => Consent::Granted {
                how: Some(format!("{}: yes", self.system).into()),
                at: None,
                unencrypted_detail: false,
            },
            Some(TextConsent::Granted | TextConsent::Unknown) | None => Consent::Unknown,
        };
        let (text, call) = (consent(row.text_consent), consent(row.call_consent));
        let mobile = row.mobile.iter().map(|point| (ContactKind::Mobile, point, &text));
        let email = row.email.iter().map(|point| (ContactKind::Email, point, &by_email));
        let landlines = row.landlines.iter().map(|point| (ContactKind::Landline, point, &call));
        let mut contacts: Vec<Contact> = Vec::new();
        for (kind, point, consent) in mobile.chain(email).chain(landlines) {
            let Some(value) = point.valid() else { continue };
            if !contacts.iter().any(|known| known.value == *value) {
                contacts.push(Contact {
                    kind,
                    value: value.clone(),
                    consent: consent.clone(),
                });
            }
        }
        contacts
    }

    fn denied(&self, answer: &str) -> Consent {
        Consent::Denied {
            how: Some(format!("{}: {answer}", self.system).into()),
            at: None,
        }
    }

    /// A patient without a name.
    pub(super) fn person(&self, id: &PatientId, next_visit: Option<Date>) -> Option<Person> {
        let own = self.rows.get(id)?;
        let contact = self.contact_of(id);
        let row = self.rows.get(contact)?;
        let text = |row: &PersonRow| match row.text_consent {
            _ if row.do_not_call => TextConsent::Denied,
            said => said.unwrap_or(TextConsent::Unknown),
        };
        Some(Person {
            patient: id.clone(),
            recipient: RecipientId::parse(contact.as_str()).ok()?,
            status: own.status,
            minor: self.is_minor(own),
            own_text_consent: text(own),
            text_consent: text(row),
            mobile: match &row.mobile {
                None | Some(Point::Missing) => Mobile::Missing,
                Some(Point::Invalid | Point::Several) => Mobile::Invalid,
                Some(Point::Valid(_)) => Mobile::Valid,
            },
            next_visit,
        })
    }
}

/// Whether a person is known to be a child on a day.
pub(super) fn is_minor(row: &PersonRow, on: Date) -> bool {
    row.birth_date.flatten().is_some_and(|birth| is_under_age(birth, on))
}

/// Gives each minor a guardian who is no patient, where no guarantor is named; of several one who can be called. Returns
/// who are none of the patients.
pub(super) fn guard(
    people: &mut BTreeMap<PatientId, PersonRow>,
    guardians: &[(PatientId, PatientId)],
    as_of: Date,
) -> BTreeSet<PatientId> {
    let mut order: Vec<&(PatientId, PatientId)> = guardians.iter().collect();
    order.sort_by_key(|(ward, guardian)| {
        let silent = people.get(guardian).is_none_or(|row| !row.has_usable_phone());
        // A record of its own keeps its id; one inside of another has that of its place.
        let is_inside = guardian.as_str().contains('/');
        (ward, silent, is_inside, guardian)
    });
    for (ward, guardian) in order {
        if let Some(row) = people.get_mut(ward).filter(|row| is_minor(row, as_of)) {
            row.guarantor.get_or_insert_with(|| guardian.clone());
        }
    }
    guardians.iter().map(|(_, guardian)| guardian.clone()).collect()
}
