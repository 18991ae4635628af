//! A playbook that passes the check cannot fail at send time, and who is left out is told: random playbooks, random
//! people, the engine itself.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_methods,
    reason = "a test may stop where it stands"
)]

use followthrough::follow_up::{Action, ActionKind};
use followthrough::link::Purpose;
use followthrough::{Code, Decision, Event, FollowUp, Playbook, Timestamp};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const HEAD: &str = r#"
followthrough: 1
languages: [en, es]
custom: {vip: bool, score: number}
practice: {name: Maple Implant Center, time_zone: America/Chicago, state: IL, phone: "+13125550100",
  postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
escalation:
  call: [{prompt: call, role: front_desk}, {prompt: call, role: office_manager}]
  re_engaged: [{prompt: book, role: front_desk}, {prompt: book, role: office_manager}]
  question: [{prompt: answer, role: front_desk}, {prompt: answer, role: office_manager}]
"#;

/// Conditions that a case is met with somehow.
const ATOMS: [&str; 31] = [
    "{pending_value: {at_least: 500}}",
    "{pending_value: {above: 500}}",
    "{pending_value: {below: 2000}}",
    "{pending_value: {between: [500, 2000]}}",
    "{patient_portion: {at_least: 100}}",
    "{patient_portion_or_value: {above: 500}}",
    "{procedure_count: {at_least: 2}}",
    "{category: [implant, crown]}",
    "{category: other}",
    "{standing: [open]}",
    "{code: D2740}",
    "{code: [D6000-D6199, LHR-1]}",
    "{provider: d-1}",
    "{tag: vip}",
    "{language: es}",
    "{age: {at_least: 18}}",
    "{has_channel: sms}",
    "{consented: [sms, email]}",
    "{consented: portal}",
    "financing_available",
    "upcoming_appointment",
    "no_upcoming_appointment_for_plan",
    "{last_visit_ago: {below: 100d}}",
    "{pending_for: {at_least: 3d}}",
    "{custom.vip: true}",
    "{custom.score: {above: 3}}",
    "{presented_on: {at_least: 2026-03-05}}",
    "new_patient",
    "{insured: false}",
    "{benefits_remaining: {above: 0}}",
    "{benefits_remaining: {below: 850}}",
];

/// Texts of which some are not right for everybody.
const TEXTS: [&str; 7] = [
    "Hi {{patient.first_name}}, it's {{practice.name}}: {{plan.link}} {{optout.text}}",
    "{{#if provider.display_name}}{{provider.display_name}} says hello.{{/if}}",
    "{{#if patient.first_name}}{{patient.first_name}}!{{else}}Hello!{{/if}} {{plan.link}}",
    "{{#unless provider.display_name}}Hi.{{/unless}}{{#if provider.display_name}}{{provider.display_name}}{{/if}}",
    "No more than ${{plan.item_count}}.",
    "{{optout.text}}",
    "{{practice.name}}, {{practice.address}}, {{practice.phone}}: {{plan.link}}",
];

fn condition() -> impl Strategy<Value = String> {
    let atom = select(ATOMS.to_vec()).prop_map(str::to_owned);
    atom.prop_recursive(2, 8, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.join(", "));
        prop_oneof![
            list.clone().prop_map(|parts| format!("{{all: [{parts}]}}")),
            list.prop_map(|parts| format!("{{any: [{parts}]}}")),
            inner.prop_map(|one| format!("{{not: {one}}}")),
        ]
    })
}

/// What a step may ask of the one before it.
const RESULTS: [&str; 6] = [
    "delivered",
    "[sent, delivered]",
    "[clicked, failed]",
    "[skipped, delivered]",
    "reached",
    "[left_message, no_answer]",
];

/// A step, and what it asks of the one before it, where there is one.
fn step() -> impl Strategy<Value = (String, Option<String>)> {
    let touch = prop_oneof![
        Just("channel: call, escalate: call".to_owned()),
        (
            select(vec!["one", "two"]),
            subsequence(vec!["sms", "email", "portal"], 1..=3).prop_shuffle()
        )
            .prop_map(|(template, channels)| {
                let otherwise = channels[1..].join(", ");
                let otherwise = if otherwise.is_empty() {
                    String::new()
                } else {
                    format!(", otherwise: [{otherwise}]")
                };
                format!("channel: {}, template: {template}{otherwise}", channels[0])
            }),
    ];
    let blocked = select(vec!["", ", if_blocked: task"]);
    let asks = prop::option::weighted(0.4, (select(RESULTS.to_vec()), any::<bool>()));
    (touch, prop::option::weighted(0.3, condition()), blocked, asks).prop_map(|(touch, when, blocked, asks)| {
        let when = when.map_or(String::new(), |when| format!(", when: {when}"));
        let asks = asks.map(|(results, so)| {
            let results = format!("{{last_result: {{BEFORE: {results}}}}}");
            if so { results } else { format!("{{not: {results}}}") }
        });
        (format!("{touch}{blocked}{when}"), asks)
    })
}

fn playbook() -> impl Strategy<Value = String> {
    let steps = prop::collection::vec((1_u32..9, step()), 1..4);
    let sequence = (prop::option::weighted(0.8, condition()), steps);
    let trigger = prop::option::weighted(0.7, condition());
    let offers = any::<bool>();
    let texts = (select(TEXTS.to_vec()), select(TEXTS.to_vec()));
    (trigger, prop::collection::vec(sequence, 1..4), offers, texts, any::<bool>()).prop_map(
        |(trigger, sequences, offers, texts, last)| {
            let mut text = HEAD.to_owned();
            text += &format!("trigger: {{where: {}}}\n", trigger.as_deref().unwrap_or("{all: []}"));
            if offers {
                text += "financing: {offer_when: {pending_value: {above: 300}}, offers: [{id: own, kind: installments, apr: 0, \
                         months: 4, for: {from: 300, to: 1500}}, {id: far, kind: lender_link, lender: Far, \
                         url: \"https://far.example.com\", for: {from: 900, to: 9000}, not_in: [IL]}]}\n";
            }
            text += "sequences:\n";
            for (number, (condition, steps)) in sequences.iter().enumerate() {
                text += &format!("  - id: s{number}\n");
                // The last one often takes everybody else, so that many playbooks pass.
                let condition = condition.as_ref().filter(|_| !(last && number + 1 == sequences.len()));
                if let Some(condition) = condition {
                    text += &format!("    where: {condition}\n");
                }
                text += "    steps:\n";
                let mut day = 0;
                for (at, (more, (step, asks))) in steps.iter().enumerate() {
                    day += more;
                    let asks = asks.as_ref().filter(|_| at > 0 && !step.contains("when:"));
                    let asks = asks.map_or(String::new(), |asks| {
                        format!(", when: {}", asks.replace("BEFORE", &format!("t{}", at - 1)))
                    });
                    text += &format!("      - {{id: t{at}, day: {day}, {step}{asks}}}\n");
                }
            }
            text += "templates:\n";
            for (id, words) in [("one", texts.0), ("two", texts.1), ("opt_out_confirmation", "No more texts.")] {
                let quoted = json!(words).to_string();
                let both = format!("{{en: {quoted}, es: {quoted}}}");
                let mail = format!("{{subject: \"A note\", plain: {}}}", json!("A note from {{practice.name}}: {{plan.link}}"));
                text += &format!("  {id}: {{sms: {both}, portal: {both}, email: {{en: {mail}, es: {mail}}}}}\n");
            }
            text
        },
    )
}

/// A person and a plan, as a practice system would tell of them.
#[derive(Clone, Debug)]
struct Told {
    recipient: Value,
    events: Vec<Value>,
    /// What is told of each message and of each call.
    news: [Option<&'static str>; 2],
}

fn told() -> impl Strategy<Value = Told> {
    let words = |list: &[&'static str]| prop::option::of(select(list.to_vec()));
    let consent = || prop::option::of(select(vec!["granted", "denied", "unknown"]));
    let code = || words(&["D2740", "D6010", "D6199", "LHR-1", "D1110", "D7210"]);
    let amount = || {
        words(&[
            "0", "100.00", "499.99", "500.00", "500.01", "1999.99", "2000.00", "9000.00",
        ])
    };
    let procedure = (
        code(),
        amount(),
        prop::option::of(select(vec!["0", "99.00", "100.00", "600.00"])),
    );
    let person = (
        words(&["Ana", "José", "Crown", "A Very Long Name Indeed Of Hers"]),
        words(&["en", "es-MX", "fr"]),
        [consent(), consent(), consent()],
        words(&["IL", "GA"]),
        words(&["1980-05-05", "2012-05-05"]),
    );
    let plan = (
        prop::collection::vec(procedure, 1..3),
        words(&["d-1", "d-2"]),
        words(&["Dr. Okafor", "Implant Team"]),
        prop::collection::vec(select(vec!["vip", "old"]), 0..2),
        words(&["completed"]),
        (prop::option::of(any::<bool>()), prop::option::of(select(vec![1, 3, 4]))),
    );
    let patient = (
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        words(&["0", "849.99", "850.00"]),
    );
    let news = [
        words(&["delivered", "failed", "landed"]),
        words(&["no_answer", "left_message", "reached"]),
    ];
    (person, plan, any::<bool>(), prop::option::of(select(vec![20_i64, 200])), 0_i64..7, patient, news).prop_map(
        |((name, language, consents, state, born), (procedures, provider, shown, tags, done, custom), visit, last, day,
          (new_patient, insured, benefits), news)| {
            let at = Timestamp::parse("2026-03-02T16:00:00Z").unwrap().plus(day * 86_400);
            let points = [("mobile", "+13125550142"), ("email", "ana@example.com"), ("portal", "pt-1")];
            let contacts = points.iter().zip(consents).filter_map(|((kind, value), consent)| {
                let consent = json!({"type": consent?, "at": "2026-01-05T15:00:00Z"});
                Some(json!({"kind": kind, "value": value, "consent": consent}))
            });
            let recipient = json!({"id": "r-1", "first_name": name, "language": language, "state": state,
                "time_zone": "America/Chicago", "contacts": contacts.collect::<Vec<_>>()});
            let mut listed: Vec<Value> = procedures
                .iter()
                .enumerate()
                .map(|(n, (code, fee, portion))| {
                    json!({"id": format!("pr-{n}"), "code": code, "fee": fee, "patient_portion": portion, "status": "planned"})
                })
                .collect();
            listed.extend(done.map(|status| json!({"id": "pr-d", "code": "D9110", "fee": "10.00", "status": status})));
            let provider = provider.map(|id| json!({"id": id, "name": shown}));
            let mut facts = serde_json::Map::new();
            facts.extend(custom.0.map(|vip| ("vip".to_owned(), json!(vip))));
            facts.extend(custom.1.map(|score| ("score".to_owned(), json!(score))));
            let patient = json!({"id": "p-1", "birth_date": born, "new_patient": new_patient, "insured": insured,
                "benefits_remaining": benefits});
            let plan = json!({"id": "tp-1", "patient": patient, "presented_at": at,
                "provider": provider, "tags": tags, "procedures": listed, "custom": facts});
            let mut events = Vec::new();
            if visit {
                let visit = json!({"id": "a-1", "status": "scheduled", "starts_at": at.plus(200 * 86_400), "patient_id": "p-1"});
                events.push(json!({"event_id": "e1", "at": at, "type": "appointment", "appointment": visit}));
            }
            if let Some(ago) = last {
                let visit = json!({"id": "a-2", "status": "completed", "starts_at": at.plus(-ago * 86_400), "patient_id": "p-1"});
                events.push(json!({"event_id": "e2", "at": at, "type": "appointment", "appointment": visit}));
            }
            events.push(json!({"event_id": "e3", "at": at, "type": "plan", "plan": plan}));
            Told { recipient, events, news }
        },
    )
}

/// The event that tells what came of a message or a call, if any.
fn heard(told: &Told, decision: &Decision, number: usize) -> Option<Value> {
    let Action { id, kind } = &decision.actions.last()?;
    let mut event = match kind {
        ActionKind::Send(send) => match told.news[0]? {
            "landed" => {
                let link = send.links.iter().find(|link| link.purpose == Purpose::Book)?;
                json!({"type": "click", "kind": "landed", "token": link.token.reveal()})
            }
            result => json!({"type": "receipt", "action_id": id, "result": result, "class": "permanent"}),
        },
        ActionKind::Prompt(prompt) => json!({"type": "staff", "task_id": prompt.task_id, "outcome": told.news[1]?}),
        _ => return None,
    };
    event["event_id"] = json!(format!("n{number}"));
    Some(event)
}

/// The journal of a person who never answers.
fn live(playbook: &Playbook, told: &Told) -> Vec<Value> {
    let mut follow_up = FollowUp::from_recipient_json(&told.recipient.to_string()).unwrap();
    let (mut journal, mut wake_at) = (Vec::new(), None);
    for event in &told.events {
        let event = Event::from_json(&event.to_string()).unwrap();
        let decision = playbook.handle(&mut follow_up, event.at, &event).unwrap();
        journal.extend(decision.journal);
        wake_at = decision.wake_at;
    }
    for number in 0..80 {
        let Some(at) = wake_at else { break };
        let mut decision = playbook.tick(&mut follow_up, at).unwrap();
        if let Some(mut event) = heard(told, &decision, number) {
            event["at"] = json!(at);
            journal.append(&mut decision.journal);
            let event = Event::from_json(&event.to_string()).unwrap();
            decision = playbook.handle(&mut follow_up, at, &event).unwrap();
        }
        journal.extend(decision.journal);
        wake_at = decision.wake_at;
    }
    journal
        .iter()
        .map(|entry| serde_json::to_value(entry).unwrap())
        .collect()
}

fn compiled(text: &str) -> Playbook {
    let playbook = Playbook::from_yaml(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    playbook.with_link_keys(&[b"a key of the tests' own"]).unwrap()
}

fn is_enrolled(journal: &[Value]) -> bool {
    journal.iter().any(|entry| entry["type"] == "enrolled")
}

proptest! {
    #[test]
    fn what_passes_cannot_fail_and_who_is_left_out_is_told(text in playbook(), people in prop::collection::vec(told(), 12)) {
        let playbook = compiled(&text);
        let report = playbook.check();
        let found = |code: Code| report.findings.iter().find(|finding| finding.code == code);
        if let Some(gap) = found(Code::CheckGap) {
            prop_assert!(gap.witness.is_some(), "{}\n{text}", gap.message);
        }
        // The same playbook, with a sequence for everybody at its end.
        let everybody = "  - {id: rest, steps: [{id: t0, day: 1, channel: call, escalate: call}]}\ntemplates:\n";
        let without_gap = compiled(&text.replacen("templates:\n", everybody, 1));
        for told in &people {
            let journal = live(&playbook, told);
            if found(Code::CheckGap).is_none() && found(Code::CheckNotProven).is_none() {
                let wanted = is_enrolled(&live(&without_gap, told));
                prop_assert!(is_enrolled(&journal) || !wanted, "nobody's: {told:?}\n{text}");
            }
            for entry in journal.iter().filter(|entry| entry["type"] == "step_skipped") {
                let told_of = match entry["reason"].as_str() {
                    Some("no_template") => found(Code::CheckEmpty).is_some(),
                    Some("disclosure") => found(Code::CheckDisclosure).is_some(),
                    _ => true,
                };
                prop_assert!(told_of, "{entry}: {told:?}\n{text}");
            }
            // A step that is never reached is reached by nobody here either.
            for entry in journal.iter().filter(|entry| entry["type"] == "step_sent") {
                let never = report.findings.iter().find(|finding| {
                    let step = format!("the step {} never happens", entry["step"].as_str().unwrap());
                    let sequence = journal.iter().find(|entry| entry["type"] == "enrolled").unwrap();
                    let of = format!("sequence {}", sequence["sequence"].as_str().unwrap());
                    finding.code == Code::CheckUnreachable && finding.message.contains(&step) && finding.message.ends_with(&of)
                });
                prop_assert!(never.is_none(), "{entry}: {told:?}\n{text}");
            }
        }
    }
}
