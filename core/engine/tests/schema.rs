//! The JSON Schema lists what crosses the edge. `scripts/types.sh --check` validates what these tests log, under
//! `FOLLOWTHROUGH_WIRE_LOG`, against it.
#![cfg(feature = "schema")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may stop where it stands, and writes its log to a file"
)]

use followthrough::follow_up::News;
use followthrough::{Caseload, Code, Event, FollowUp, Moment, Playbook, Timestamp};
use serde_json::{Value, json};

const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;

const RECIPIENT: &str = r#"{"id": "r-77", "first_name": "Ana", "language": "en", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "how": "intake form"}},
    {"kind": "portal", "value": "p-1", "consent": {"type": "unknown"}}]}"#;

const PLAN: &str = r#"{"id": "tp-1", "patient": {"id": "p-77", "first_name": "Leo", "birth_date": "1990-05-01"},
  "presented_at": "2026-02-27", "status": "presented", "custom": {"vip": true}, "later": "ignored",
  "procedures": [{"id": "pr-1", "code": "D6010", "fee": "2400.00", "status": "planned"}]}"#;

const DUE: &str =
    r#"{"kind": "recall", "id": "rc-5", "patient": {"id": "p-77"}, "due_on": "2026-02-20", "later": "ignored"}"#;

const RECALL: &str = r#"
followthrough: 1
subject: recall
practice: {name: Peachtree Family Dental, time_zone: America/New_York, phone: "+14045550123",
  postal_address: "1 Peachtree St, Atlanta, GA 30303", booking_url: "https://book.example.com/peachtree"}
trigger: {}
sequences: [{id: recall, steps: [{id: due, day: 1, channel: sms, template: due}]}]
escalation: {re_engaged: [{prompt: book, role: front_desk}], question: [{prompt: answer, role: front_desk}]}
templates: {due: {sms: {en: "Time for a visit: {{plan.link}}"}}, opt_out_confirmation: {sms: {en: "No more messages."}}}
"#;

/// Every kind of event, and every form that a kind has. Each is one that the engine reads.
fn events() -> Vec<String> {
    let action = r#""action_id": "act_azzpr3817w4edchktef4ds5czw""#;
    let mut bodies = vec![
        format!(r#""type": "plan", "plan": {PLAN}"#),
        r#""type": "plan_gone", "plan_id": "tp-1", "moved_to": "r-80""#.to_owned(),
        r#""type": "plan_gone", "plan_id": "tp-1", "moved_to": null"#.to_owned(),
        format!(r#""type": "recipient", "recipient": {RECIPIENT}"#),
        format!(r#""type": "subject", "subject": {DUE}"#),
        r#""type": "subject_gone", "kind": "recall", "subject_id": "rc-5""#.to_owned(),
        r#""type": "recipient", "recipient": {"id": "r-77"}"#.to_owned(),
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "Yes please""#.to_owned(),
        r#""type": "click", "token": "V_9sDQE_COYB1539AwmXhpWL", "kind": "confirmed""#.to_owned(),
        r#""type": "appointment", "appointment": {"id": "a-9", "status": "broken", "procedure_ids": ["pr-2"]}"#
            .to_owned(),
        r#""type": "appointment", "appointment": {"id": "a-9", "status": "scheduled", "kind": "hygiene"}"#.to_owned(),
        r#""type": "receipt", "result": "elsewhere", "contact": "+14045550177", "channel": "sms""#.to_owned(),
        format!(r#""type": "receipt", {action}, "result": "failed", "class": "permanent""#),
        r#""type": "staff", "case_id": "tp-1", "outcome": "pause", "until": "2026-06-01T13:00:00Z""#.to_owned(),
        r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "revoked""#.to_owned(),
        r#""type": "history", "sends": [{"channel": "call", "to": "+14045550177", "at": "2026-03-01T15:00:00Z", "case_id": "tp-1", "step": "hello"}]"#
            .to_owned(),
        r#""type": "history", "opt_outs": [{"contact": "+14045550177", "at": "2026-03-01T15:00:00Z", "channel": "sms", "how": "told"}]"#
            .to_owned(),
    ];
    for result in ["delivered", "bounced", "complained", "opened"] {
        bodies.push(format!(r#""type": "receipt", {action}, "result": "{result}""#));
    }
    bodies
        .iter()
        .map(|body| event("e-1", "2026-03-02T15:00:00Z", body))
        .collect()
}

fn event(id: &str, at: &str, body: &str) -> String {
    format!(r#"{{"event_id": "{id}", "at": "{at}", {body}}}"#)
}

/// What crossed the edge, for a validator.
#[derive(Default)]
struct Log(String);

impl Log {
    fn add(&mut self, kind: &str, value: &Value, accepted: bool) {
        self.0
            .push_str(&json!({"type": kind, "value": value, "accepted": accepted}).to_string());
        self.0.push('\n');
    }

    fn all(&mut self, kind: &str, list: &Value) {
        for value in list.as_array().unwrap() {
            self.add(kind, value, true);
        }
    }

    fn write(&self) {
        use std::io::Write;
        let Some(path) = std::env::var_os("FOLLOWTHROUGH_WIRE_LOG") else {
            return;
        };
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        file.write_all(self.0.as_bytes()).unwrap();
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_is_read_and_what_is_refused() {
    let mut log = Log::default();
    for text in events() {
        let event = Event::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        log.add("Event", &parsed(&text), true);
        log.add("Event", &parsed(&event.to_json()), true);
    }
    for body in [
        r#""type": "plan""#,
        r#""type": "birthday""#,
        r#""type": "plan_gone", "plan_id": "tp-1", "whither": "r-80""#,
        r#""type": "plan_gone", "plan_id": """#,
        r#""type": "subject", "subject": {"kind": "recall", "id": "rc-5", "patient": {"id": "p"}}"#,
        r#""type": "subject_gone", "subject_id": "rc-5""#,
        r#""type": "receipt", "result": "failed", "action_id": "act_1""#,
        r#""type": "receipt", "result": "delivered""#,
        r#""type": "reply", "channel": "fax", "from": "1", "text": "yes""#,
        r#""type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p"}, "procedures": [{"id": "x", "fee": 12.5, "status": "planned"}]}"#,
    ] {
        let text = event("e-1", "2026-03-02T15:00:00Z", body);
        let error = Event::from_json(&text).unwrap_err();
        log.add("Event", &parsed(&text), false);
        log.add("Error", &json!(error), true);
    }
    for (text, accepted) in [
        (r#"{"now": "2026-03-02T15:00:00Z"}"#, true),
        (
            r#"{"now": "2026-03-02T15:00:00Z", "facts_as_of": "2026-03-02T05:00:00-05:00", "confirm_leap": true}"#,
            true,
        ),
        (r#"{"now": "2026-03-02T15:00:00Z", "later": 1}"#, false),
        ("{}", false),
    ] {
        assert_eq!(Moment::from_json(text).is_ok(), accepted, "{text}");
        log.add("Moment", &parsed(text), accepted);
    }
    log.write();
}

#[test]
fn what_is_decided() {
    let mut log = Log::default();
    let keyed = |text| {
        Playbook::from_yaml(text)
            .unwrap()
            .with_link_keys(&[b"a key of the tests' own"])
            .unwrap()
    };
    let (plans, recalls) = (keyed(PLAYBOOK), keyed(RECALL));
    let of_plan = format!(r#""type": "plan", "plan": {PLAN}"#);
    let of_recall = format!(r#""type": "subject", "subject": {DUE}"#);
    let endings = ["yes", "how much is it?", "not now", "no thanks", "STOP", "stop all", ""].into_iter();
    for (ending, (playbook, body)) in endings.flat_map(|e| [(e, (&plans, &of_plan)), (e, (&recalls, &of_recall))]) {
        let mut follow_up = FollowUp::from_recipient_json(RECIPIENT).unwrap();
        let mut now = Timestamp::parse("2026-03-02T15:00:00Z").unwrap();
        let begins = event("e-1", "2026-03-02T15:00:00Z", body);
        let mut decision = playbook
            .handle(&mut follow_up, now, &Event::from_json(&begins).unwrap())
            .unwrap();
        let previewed = if body == &of_plan { PLAN } else { DUE };
        for at in [now, now.plus(200 * 86_400)] {
            let preview = playbook.preview_of_json(previewed, RECIPIENT, at).unwrap();
            log.add("Preview", &serde_json::to_value(&preview).unwrap(), true);
        }
        for turn in 0..40 {
            log.add("Decision", &serde_json::to_value(&decision).unwrap(), true);
            for moment in [
                Moment::from(now),
                Moment::from(now).with_facts_as_of(now.plus(-200_000)),
            ] {
                let explanation = playbook.explain(&follow_up, moment).unwrap();
                log.add("Explanation", &serde_json::to_value(&explanation).unwrap(), true);
            }
            // Under the other playbook nothing of it goes on.
            for new in [&plans, &recalls] {
                let change = playbook.preview_change(new, [&follow_up], now).unwrap();
                log.add("ChangePreview", &serde_json::to_value(&change).unwrap(), true);
            }
            for action in &decision.actions {
                let verdict = playbook.may_still_send(&follow_up, &action.id, now);
                log.add("Verdict", &serde_json::to_value(verdict).unwrap(), true);
                let news = News::of(action, now);
                let read = News::of_json(&serde_json::to_string(action).unwrap(), now);
                assert_eq!(read.unwrap(), news, "of an action as the wire has it");
                if let Some(news) = news {
                    log.add("News", &serde_json::to_value(&news).unwrap(), true);
                }
            }
            if turn == 3 && !ending.is_empty() {
                let body = format!(r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{ending}""#);
                let reply = Event::from_json(&event("e-2", &now.to_string(), &body)).unwrap();
                decision = playbook.handle(&mut follow_up, now, &reply).unwrap();
                continue;
            }
            let Some(wake_at) = decision.wake_at else { break };
            now = now.max(wake_at);
            decision = playbook.tick(&mut follow_up, now).unwrap();
        }
    }
    log.write();
}

#[test]
fn what_a_caseload_gives() {
    let mut log = Log::default();
    let mut caseload = Caseload::new(Playbook::from_yaml(PLAYBOOK).unwrap());
    let other = RECIPIENT.replace("r-77", "r-78");
    caseload.begin_json(&format!("[{RECIPIENT}, {other}]")).unwrap();
    let at = "2026-03-02T15:00:00Z";
    let plan = event("e-1", at, &format!(r#""type": "plan", "plan": {PLAN}"#));
    let reply = |text: &str| {
        let body = format!(r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#);
        event(text, at, &body)
    };
    let of = |person: &str, event: String| Ok((person.to_owned(), event));
    let events = [
        of("r-77", plan.clone()),
        of("r-78", plan.replace("tp-1", "tp-2")),
        of("r-79", plan),
        of("r-77", "{".to_owned()),
        Err(followthrough::Error::new(Code::EventMalformed, "no JSON at all")),
        of("r-78", reply("yes")),
    ];
    let handled = parsed(&caseload.handle_many_json(&moment(at), events).unwrap());
    let kinds: Vec<_> = handled
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].clone())
        .collect();
    assert_eq!(kinds, ["answers", "answers", "error", "error", "error", "answers"]);
    log.all("Handled", &handled);
    log.all("Answer", &parsed(&caseload.tick_json(&moment(at)).unwrap()));
    let asked = caseload
        .handle_json(&moment(at), "r-77", &reply("how much is it?"))
        .unwrap();
    log.all("Answer", &parsed(&asked));
    let (later, end) = ("2026-03-20T15:00:00Z", "2026-04-20T15:00:00Z");
    let agenda = parsed(&caseload.agenda_json(at, end).unwrap());
    let types = ["send", "prompt"].map(|word| agenda.as_array().unwrap().iter().any(|item| item["type"] == word));
    assert_eq!(types, [true, true], "{agenda}");
    log.all("AgendaItem", &agenda);
    let (piece, more) = caseload.advance_json(&moment(later), 1).unwrap();
    assert!(more);
    log.all("Answer", &parsed(&piece));
    log.all("Answer", &parsed(&caseload.tick_json(&moment(later)).unwrap()));
    let stop = caseload.handle_json(&moment(later), "r-78", &reply("STOP")).unwrap();
    assert_eq!(parsed(&stop).as_array().unwrap().len(), 2, "of both who have the phone");
    log.all("Answer", &parsed(&stop));
    let again = Playbook::from_yaml(PLAYBOOK).unwrap();
    log.all("Answer", &parsed(&caseload.publish_json(again, &moment(end)).unwrap()));
    log.write();
}

fn moment(now: &str) -> String {
    json!({"now": now}).to_string()
}

#[test]
fn every_type_has_a_name_and_every_code_is_listed() {
    let schema = followthrough::schema::schema();
    let defs = schema.get("$defs").and_then(Value::as_object).unwrap();
    for (name, def) in defs {
        assert!(
            !name.ends_with(|c: char| c.is_ascii_digit()),
            "{name}: two types of one name"
        );
        for branch in def.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
            assert!(branch.get("$ref").is_some(), "{name}: an alternative without a name");
        }
    }
    for root in schema.get("properties").and_then(Value::as_object).unwrap().values() {
        let name = root.get("$ref").and_then(Value::as_str).unwrap();
        assert!(defs.contains_key(name.trim_start_matches("#/$defs/")), "{name}");
    }
    let codes = schema
        .pointer("/$defs/Error/properties/code/enum")
        .and_then(Value::as_array)
        .unwrap();
    assert_eq!(codes.len(), Code::ALL.len());
}
