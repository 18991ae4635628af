//! The truth: who there is, what was proposed to them, and which visits they have.

use followthrough::Timestamp;

use super::chance::Chance;

/// Somebody the practice contacts: a patient, or the parent of some.
#[derive(Clone)]
pub(crate) struct Human {
    pub(crate) id: String,
    pub(crate) household: String,
    pub(crate) zone: Option<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) language: &'static str,
    pub(crate) status: &'static str,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) patients: Vec<Patient>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) visits: Vec<Visit>,
    pub(crate) recalls: Vec<Recall>,
}

/// A cleaning that falls due.
#[derive(Clone)]
pub(crate) struct Recall {
    pub(crate) id: String,
    pub(crate) due_at: Timestamp,
    pub(crate) done: bool,
    pub(crate) gone: bool,
    pub(crate) location: Option<&'static str>,
}

/// What plans and recalls say of where they are. The second is a location that no playbook has.
pub(crate) const LOCATIONS: [Option<&str>; 4] = [None, Some("elsewhere"), Some("west"), Some("west")];

#[derive(Clone)]
pub(crate) struct Contact {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) consent: String,
}

#[derive(Clone)]
pub(crate) struct Patient {
    pub(crate) id: String,
    pub(crate) birth: &'static str,
    pub(crate) status: &'static str,
    /// What the practice system tells of insurance and the like, as keys of the wire.
    pub(crate) told: &'static str,
}

#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) patient: usize,
    pub(crate) presented_at: Timestamp,
    pub(crate) status: &'static str,
    pub(crate) group: Option<&'static str>,
    pub(crate) procedures: Vec<Procedure>,
    /// Deleted in the practice system, or moved to another chart.
    pub(crate) gone: bool,
    pub(crate) location: Option<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Procedure {
    pub(crate) id: String,
    pub(crate) code: &'static str,
    pub(crate) fee: i64,
    pub(crate) status: &'static str,
}

#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) id: String,
    pub(crate) plan: usize,
    pub(crate) starts_at: Timestamp,
    pub(crate) status: &'static str,
    pub(crate) procedures: Vec<String>,
}

const PLACES: [(Option<&str>, Option<&str>, &str); 7] = [
    (Some("America/New_York"), Some("GA"), "+1404555"),
    (Some("America/New_York"), Some("FL"), "+1305555"),
    (Some("America/Chicago"), Some("TX"), "+1512555"),
    (Some("America/Phoenix"), None, "+1602555"),
    (Some("America/Los_Angeles"), Some("WA"), "+1206555"),
    (None, None, "+1601555"),
    (None, Some("GA"), "+1850555"),
];

/// What is told of a patient besides: nothing, or some of it.
const TOLD: [&str; 4] = [
    "",
    r#", "insured": false"#,
    r#", "new_patient": true, "insured": true, "benefits_remaining": "850.00""#,
    r#", "new_patient": false, "benefits_remaining": "0.00""#,
];

/// Households in which a phone or an address may be shared, parents among them.
pub(crate) fn people(chance: &mut Chance) -> Vec<Human> {
    let count = chance.between(3, 6);
    let mut people: Vec<Human> = Vec::new();
    for number in 0..count {
        let (zone, state, area) = chance.pick(&PLACES);
        let mut contacts = Vec::new();
        let shared = people.last().map(|before| before.contacts.clone()).unwrap_or_default();
        let joins = !shared.is_empty() && chance.percent(40);
        for (kind, value, usual) in [
            ("mobile", format!("{area}010{number}"), 92),
            ("mobile", format!("{area}013{number}"), 15),
            ("email", format!("someone{number}@example.com"), 75),
            ("portal", format!("portal-{number}"), 30),
            ("landline", format!("{area}018{number}"), 15),
        ] {
            if chance.percent(usual) {
                contacts.push(contact(chance, kind, value));
            }
        }
        if joins {
            let taken = shared
                .iter()
                .filter(|contact| contact.kind == "mobile")
                .take(1)
                .cloned();
            contacts.retain(|contact| contact.kind != "mobile");
            contacts.extend(taken);
        }
        let children = if chance.percent(35) { chance.between(1, 2) } else { 0 };
        let mut patient = |index: i64, birth| Patient {
            id: format!("p-{number}-{index}"),
            birth,
            status: "active",
            told: chance.pick(&TOLD),
        };
        let mut patients = vec![patient(0, "1984-04-02")];
        patients
            .extend((1..=children).map(|index| patient(index, if index == 1 { "2008-04-20" } else { "2015-09-09" })));
        let household = if joins { number - 1 } else { number };
        people.push(Human {
            id: format!("r-{number}"),
            household: format!("h-{household}"),
            zone,
            state,
            language: chance.pick(&["en", "en", "es"]),
            status: "active",
            contacts,
            patients,
            plans: Vec::new(),
            visits: Vec::new(),
            recalls: Vec::new(),
        });
    }
    people
}

pub(crate) fn contact(chance: &mut Chance, kind: &'static str, value: String) -> Contact {
    let consent = chance.pick(&[
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#,
        r#"{"type": "granted"}"#,
        r#"{"type": "unknown"}"#,
        r#"{"type": "denied", "at": "2025-12-03T15:00:00Z"}"#,
    ]);
    Contact {
        kind,
        value,
        consent: consent.to_owned(),
    }
}

fn key(name: &str, value: Option<&str>) -> String {
    value.map_or(String::new(), |value| format!(r#""{name}": "{value}", "#))
}

impl Human {
    /// The wire's recipient.
    pub(crate) fn recipient(&self) -> String {
        let contact = |Contact { kind, value, consent }: &Contact| {
            format!(r#"{{"kind": "{kind}", "value": "{value}", "consent": {consent}}}"#)
        };
        let contacts: Vec<String> = self.contacts.iter().map(contact).collect();
        format!(
            r#"{{"id": "{}", "household": "{}", "first_name": "Ana", {}{}"language": "{}", "status": "{}", "contacts": [{}]}}"#,
            self.id,
            self.household,
            key("time_zone", self.zone),
            key("state", self.state),
            self.language,
            self.status,
            contacts.join(", ")
        )
    }

    /// The wire's plan.
    pub(crate) fn plan(&self, plan: &Plan) -> String {
        let patient = &self.patients[plan.patient];
        let procedure = |Procedure { id, code, fee, status }: &Procedure| {
            format!(r#"{{"id": "{id}", "code": "{code}", "fee": "{fee}.00", "status": "{status}"}}"#)
        };
        let procedures: Vec<String> = plan.procedures.iter().map(procedure).collect();
        format!(
            r#"{{"id": "{}", {}{}"presented_at": "{}", "status": "{}", "patient": {{"id": "{}", "first_name": "Leo", "last_name": "Zyx", "birth_date": "{}", "status": "{}"{}}}, "procedures": [{}]}}"#,
            plan.id,
            key("alternative_group", plan.group),
            key("location", plan.location),
            plan.presented_at,
            plan.status,
            patient.id,
            patient.birth,
            patient.status,
            patient.told,
            procedures.join(", ")
        )
    }

    /// The wire's subject.
    pub(crate) fn recall(&self, recall: &Recall) -> String {
        let (Patient { id, status, told, .. }, due) = (&self.patients[0], recall.due_at.to_string());
        format!(
            r#"{{"kind": "recall", "id": "{}", {}"patient": {{"id": "{id}", "status": "{status}"{told}}}, "due_on": "{}", "done": {}}}"#,
            recall.id,
            key("location", recall.location),
            &due[..10],
            recall.done
        )
    }

    /// The wire's appointment.
    pub(crate) fn visit(&self, visit: &Visit) -> String {
        let patient = &self.patients[self.plans[visit.plan].patient];
        let procedures: Vec<String> = visit.procedures.iter().map(|id| format!(r#""{id}""#)).collect();
        format!(
            r#"{{"id": "{}", "status": "{}", "starts_at": "{}", "patient_id": "{}", "procedure_ids": [{}]}}"#,
            visit.id,
            visit.status,
            visit.starts_at,
            patient.id,
            procedures.join(", ")
        )
    }
}
