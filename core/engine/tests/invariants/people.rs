//! Random recipients and plans.

use proptest::prelude::*;
use proptest::sample::select;

/// A person, before and after as the wire has it.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) zone: Option<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) language: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) kind: &'static str,
    pub(crate) value: &'static str,
    pub(crate) consent: &'static str,
}

/// Numbers in one zone, in two, toll-free, and where states are stricter.
pub(crate) const MOBILES: [&str; 6] = [
    "+14045550177",
    "+13055550177",
    "+18505550177",
    "+18085550177",
    "+16015550177",
    "+18885550177",
];
pub(crate) const ADDRESSES: [&str; 2] = ["ana@example.com", "ana.work@example.com"];
const PORTAL: &str = "p-1";
const LANDLINE: &str = "+14045550133";

const GRANTED: &str = r#"{"type": "granted", "at": "2025-11-03T15:00:00Z"}"#;
const UNDATED: &str = r#"{"type": "granted"}"#;
const UNKNOWN: &str = r#"{"type": "unknown"}"#;
const DENIED: &str = r#"{"type": "denied", "at": "2025-12-03T15:00:00Z"}"#;

impl Person {
    /// The person as JSON, with a status.
    pub(crate) fn json(&self, status: &str) -> String {
        let contacts: Vec<String> = self
            .contacts
            .iter()
            .map(|Contact { kind, value, consent }| {
                format!(r#"{{"kind": "{kind}", "value": "{value}", "consent": {consent}}}"#)
            })
            .collect();
        let zone = self
            .zone
            .map_or(String::new(), |zone| format!(r#""time_zone": "{zone}","#));
        let state = self
            .state
            .map_or(String::new(), |state| format!(r#""state": "{state}","#));
        format!(
            r#"{{"id": "r-1", "first_name": "Ana", "language": "{}", {zone} {state} "status": "{status}", "contacts": [{}]}}"#,
            self.language,
            contacts.join(",")
        )
    }
}

pub(crate) fn person() -> impl Strategy<Value = Person> {
    let consent = || select(vec![GRANTED, GRANTED, GRANTED, UNDATED, UNKNOWN, DENIED]);
    let mobiles = prop::sample::subsequence(MOBILES.to_vec(), 0..3);
    let contacts = (
        mobiles,
        0usize..3,
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec(consent(), 6),
    )
        .prop_map(|(mobiles, addresses, portal, landline, consents)| {
            let values = mobiles.iter().map(|value| ("mobile", *value));
            let values = values.chain(ADDRESSES.iter().take(addresses).map(|value| ("email", *value)));
            let values = values.chain(portal.then_some(("portal", PORTAL)));
            let values = values.chain(landline.then_some(("landline", LANDLINE)));
            let contact = |((kind, value), consent)| Contact { kind, value, consent };
            values.zip(consents).map(contact).collect()
        });
    let zone = select(vec![
        None,
        None,
        Some("America/New_York"),
        Some("America/Denver"),
        Some("Pacific/Honolulu"),
    ]);
    let state = select(vec![
        None,
        None,
        Some("GA"),
        Some("FL"),
        Some("UT"),
        Some("RI"),
        Some("KY"),
        Some("SD"),
    ]);
    (zone, state, contacts, select(vec!["en", "es", "fr"])).prop_map(|(zone, state, contacts, language)| Person {
        zone,
        state,
        contacts,
        language,
    })
}

/// A plan event. Plans of one number are the same plan; each has a procedure of its own, some share one.
pub(crate) fn plan(related: bool) -> impl Strategy<Value = String> {
    let procedure = select(vec![
        "planned",
        "planned",
        "planned",
        "scheduled",
        "completed",
        "declined",
    ]);
    let said = select(vec![
        "presented",
        "presented",
        "presented",
        "accepted",
        "declined",
        "draft",
    ]);
    let birth = select(vec!["1986-04-02", "2009-05-01", "2008-04-20"]);
    let of_patient = select(vec![
        "active", "active", "active", "active", "active", "active", "inactive", "deceased",
    ]);
    let told = select(vec![
        "",
        r#", "new_patient": true, "insured": false"#,
        r#", "insured": true, "benefits_remaining": "850.00""#,
    ]);
    let money = (100u32..5_000, procedure, prop::option::of(100u32..900));
    let group = prop::option::of(select(vec!["one", "two"]));
    let presented = prop_oneof![
        5 => (1u8..29).prop_map(|day| format!("2026-02-{day:02}T10:00:00-05:00")),
        2 => (1u8..29).prop_map(|day| format!("2026-03-{day:02}")),
        1 => (10u8..13).prop_map(|month| format!("2025-{month:02}-15")),
        1 => (3u8..7).prop_map(|month| format!("2026-{month:02}-08T09:00:00Z")),
    ];
    let location = prop_oneof![2 => Just(None), 2 => Just(Some("west")), 1 => Just(Some("elsewhere"))];
    (1u8..6, money, said, (birth, of_patient, told), presented, (group, location), any::<bool>()).prop_map(
        move |(id, (fee, status, portion), said, (birth, alive, told), presented, (group, location), shares)| {
            let group = match group.filter(|_| related) {
                Some(group) => format!(r#""alternative_group": "{group}","#),
                None => String::new(),
            };
            let location = location.map_or(String::new(), |location| format!(r#""location": "{location}","#));
            let portion = portion.map_or(String::new(), |portion| format!(r#""patient_portion": "{portion}.00","#));
            let second = if shares && related { "shared".to_owned() } else { format!("{id}-2") };
            format!(
                r#""type": "plan", "plan": {{"id": "tp-{id}", {group} {location} "presented_at": "{presented}", "status": "{said}",
                "patient": {{"id": "p-{id}", "first_name": "Leo", "last_name": "Zyx", "birth_date": "{birth}", "status": "{alive}"{told}}},
                "procedures": [{{"id": "pr-{id}-1", "code": "D7210", "tooth": "{id}", "fee": "{fee}.00", {portion} "status": "{status}"}},
                               {{"id": "pr-{second}", "code": "D6010", "fee": "900.00", "status": "planned"}}]}}"#
            )
        },
    )
}
