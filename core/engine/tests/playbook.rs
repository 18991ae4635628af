//! Playbooks: what parses, every kind of problem at its place, overriding by id, JSON as YAML, hostile documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads its scenarios from files, and may stop where it stands"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use followthrough::playbook::{Playbook, PlaybookErrors};
use proptest::prelude::*;

/// The shortest playbook that works; what follows it in a case begins on line 9.
const SHORTEST: &str = "\
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: \"+14045550123\"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
";

/// A playbook that extends nothing.
const WHOLE: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: http://localhost:8080/book?x=1
trigger: {}
sequences:
  - id: only
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: call, day: 4, channel: call, escalate: question}
escalation:
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
templates:
  hello: {sms: {en: "Hi {{patient.first_name}}, {{plan.link}} {{optout.text}}"}}
  opt_out_confirmation: {sms: {en: "{{practice.name}}: you will get no more messages."}}
"#;

fn yaml(text: &str) -> Result<Playbook, PlaybookErrors> {
    Playbook::from_yaml(text)
}

/// Code, line and column of every problem; the line is 0 where a problem has no place.
fn problems(text: &str) -> Vec<(String, u32, u32, String)> {
    let errors = yaml(text).expect_err(text);
    let told = errors.iter().map(|error| {
        let (line, column) = error.text_place().map_or((0, 0), |p| (p.line, p.column));
        (error.code().as_str().to_owned(), line, column, error.to_string())
    });
    told.collect()
}

#[test]
fn the_shortest_playbook_parses() {
    let playbook = yaml(SHORTEST).unwrap();
    assert_eq!(playbook.practice_name(), "Peachtree Family Dental");
    assert_eq!(playbook.time_zone().name(), "America/New_York");
    assert_eq!(playbook.languages(), ["en", "es"]);
    let steps: Vec<String> = playbook
        .touchpoints()
        .map(|t| {
            let channels: Vec<_> = t.channels.iter().map(|c| c.as_str()).collect();
            format!("{}/{} {} {}", t.sequence, t.step, t.day, channels.join(","))
        })
        .collect();
    assert_eq!(
        steps,
        [
            "implant/hello 1 sms",
            "implant/details 3 email",
            "implant/soft 7 sms",
            "implant/finance 10 email",
            "implant/call 12 call",
            "restorative/hello 1 sms,portal,email",
            "restorative/details 3 email",
            "restorative/soft 7 sms",
            "general/hello 1 sms,portal,email",
            "general/details 3 email",
            "general/soft 7 sms",
            "general/call 12 call",
        ]
    );
    let shown = format!("{playbook:?}");
    assert!(!shown.contains("Peachtree"), "{shown}");
}

#[test]
fn a_playbook_may_extend_nothing() {
    let playbook = yaml(WHOLE).unwrap();
    assert_eq!(playbook.languages(), ["en"]);
    assert_eq!(playbook.touchpoints().count(), 2);
    assert_eq!(
        playbook
            .touchpoints()
            .next()
            .and_then(|t| t.place)
            .map(|p| (p.line, p.column)),
        Some((13, 9))
    );
}

#[test]
fn a_playbook_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    shared(&yaml(SHORTEST).unwrap());
}

#[test]
fn link_keys_are_long_enough() {
    let playbook = yaml(SHORTEST).unwrap();
    assert!(
        playbook
            .clone()
            .with_link_keys(&["a key of at least sixteen bytes"])
            .is_ok()
    );
    assert_eq!(
        playbook
            .clone()
            .with_link_keys(&[b"short"])
            .unwrap_err()
            .code()
            .as_str(),
        "FT-T004"
    );
    assert_eq!(
        playbook.with_link_keys::<&str>(&[]).unwrap_err().code().as_str(),
        "FT-T004"
    );
}

/// What the `when` of the second of three steps may say, and what is wrong with it.
#[test]
fn a_step_asks_only_what_became_of_those_before_it() {
    let text = |when: &str| {
        format!(
            "{SHORTEST}sequences:\n- id: own\n  steps:\n  - {{id: hello, day: 1, channel: sms, template: hello}}\n  \
             - {{id: soft, day: 3, channel: sms, template: soft_nudge, when: {when}}}\n  \
             - {{id: call, day: 5, channel: call, escalate: high_value}}\n"
        )
    };
    for sound in [
        "{last_result: {hello: delivered}}",
        "{not: {last_result: {hello: [failed, skipped]}}}",
        "{all: [new_patient, {last_result: {hello: [sent, clicked]}}]}",
    ] {
        assert!(yaml(&text(sound)).is_ok(), "{sound}");
    }
    for (wrong, code, words) in [
        ("{last_result: {helo: sent}}", "FT-P008", "unknown step \"helo\""),
        ("{last_result: {helo: sent}}", "FT-P008", "did you mean \"hello\"?"),
        (
            "{last_result: {soft: sent}}",
            "FT-P008",
            "the step \"soft\" does not come before this one",
        ),
        (
            "{any: [{last_result: {call: reached}}]}",
            "FT-P008",
            "choose from hello",
        ),
        ("{last_result: {hello: clicks}}", "FT-P004", "did you mean \"clicked\"?"),
        (
            "{last_result: {hello: opened}}",
            "FT-P004",
            "expected a result, got \"opened\"",
        ),
        ("{last_result: {hello: []}}", "FT-P004", "empty list"),
        (
            "{last_result: {hello: sent, soft: sent}}",
            "FT-P004",
            "expected one step, got 2",
        ),
        ("{last_result: {}}", "FT-P004", "expected one step, got 0"),
        (
            "{last_result: hello}",
            "FT-P004",
            "write {last_result: {STEP: [delivered, clicked]}}",
        ),
        ("last_result", "FT-P004", "needs something to be compared with"),
    ] {
        let problems = problems(&text(wrong));
        let [(known, line, _, message)] = problems.as_slice() else {
            panic!("{wrong}: {problems:?}")
        };
        assert_eq!((known.as_str(), *line), (code, 13), "{wrong}: {message}");
        assert!(message.contains(words), "{wrong}: {message}");
    }
    let first = text("new_patient").replace(
        "template: hello}",
        "template: hello, when: {last_result: {soft: sent}}}",
    );
    let problems = problems(&first);
    assert!(
        problems[0].3.contains("nothing comes before the first step"),
        "{problems:?}"
    );
}

/// Each is laid behind the shortest playbook: what follows begins on line 9. One problem each, with its code, line,
/// column and some words of it.
#[test]
fn every_kind_of_problem_has_its_code_and_place() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, u32, u32, &str)] = &[
        // the document
        ("limits: {per_day: 1", "FT-P001", 10, 1, "not well-formed YAML"),
        ("limits: !!map {per_day: 1}", "FT-P001", 9, 9, "tag"),
        ("---\nb: 1", "FT-P001", 9, 1, "second document"),
        ("? [a]\n: 1", "FT-P001", 9, 3, "a key must be"),
        ("limits: {per_day: 1}\nlimits: {per_day: 2}", "FT-P005", 10, 1, "the other stands at line 9, column 1"),
        ("limits: {per_day: 1, per_day: 2}", "FT-P005", 9, 22, "twice"),
        ("limits:\n  <<: {per_day: 1}", "FT-P002", 10, 3, "merge keys"),
        // keys and kinds
        ("limit: {per_day: 1}", "FT-P002", 9, 1, "did you mean \"limits\"?"),
        ("limits: {per_dya: 1}", "FT-P002", 9, 10, "limits.per_dya: unknown key \"per_dya\" (line 9, column 10); did you mean \"per_day\"?"),
        ("limits: 3", "FT-P004", 9, 9, "expected the limits, got a single value"),
        ("limits: [a]", "FT-P004", 9, 9, "got a list"),
        ("limits:", "FT-P004", 9, 7, "got nothing"),
        ("limits: {per_day: }", "FT-P004", 9, 17, "got nothing"),
        ("limits: {per_day: 0}", "FT-P004", 9, 19, "from 1 to 24"),
        ("limits: {per_day: 1.0}", "FT-P004", 9, 19, "\"1.0\""),
        ("limits: {per_day: -1}", "FT-P004", 9, 19, "\"-1\""),
        ("limits: {max_open_cases: 17}", "FT-P004", 9, 26, "from 1 to 16"),
        ("limits: {min_gap: 20 hours}", "FT-P004", 9, 19, "24h"),
        ("limits: {min_gap: 9999999999999999999d}", "FT-P004", 9, 19, "duration"),
        ("wind_down: 2w", "FT-P004", 9, 12, "duration"),
        ("wind_down: d", "FT-P004", 9, 12, "duration"),
        ("engagement: {click: landd}", "FT-P004", 9, 21, "did you mean \"landed\"?"),
        ("subject: recall", "FT-P004", 9, 10, "the built-in playbook \"dental\" follows up something else"),
        ("subject: a recall", "FT-P004", 9, 10, "expected what is followed up"),
        ("done_when: {appointment: [hygiene]}", "FT-P004", 9, 12, "a plan has no done_when"),
        ("trigger: {where: {due_on: {at_least: soon}}}", "FT-P004", 9, 38, "expected a date"),
        ("templates: {hi: {portal: {en: \"Due {{subject.due_on}}\", es: x}}}", "FT-P010", 9, 38, "subject.due_on is of what falls due, and this playbook follows up plans"),
        ("languages: [en, fr]", "FT-P004", 9, 17, "expected a language"),
        ("languages: [en, en]", "FT-P004", 9, 17, "twice"),
        ("languages: []", "FT-P004", 9, 12, "empty list"),
        // sending and policy
        ("sending: {window: {mon-sat: 9-19}}", "FT-P004", 9, 29, "hours such as"),
        ("sending: {window: {mon-sat: \"19:00-09:00\"}}", "FT-P004", 9, 29, "must end after it begins"),
        ("sending: {window: {mon: \"09:00-12:00,11:00-13:00\"}}", "FT-P004", 9, 25, "overlap"),
        ("sending: {window: {monday: \"09:00-19:00\"}}", "FT-P004", 9, 20, "expected days"),
        ("sending: {window: {mon-wed: \"09:00-19:00\", tue: closed}}", "FT-P004", 9, 44, "twice"),
        ("sending: {window: {sun: closed}}", "FT-P004", 9, 19, "never open"),
        ("sending: {window: {}}", "FT-P004", 9, 19, "never open"),
        ("sending: {spread: 13h}", "FT-P004", 9, 19, "at most 12h"),
        ("sending: {quiet_on_closed_days: [sms, fax]}", "FT-P004", 9, 39, "a channel"),
        ("sending: {not_on_visit_days: yes}", "FT-P004", 9, 30, "true or false"),
        ("contact_policy: {windows: federl}", "FT-P004", 9, 27, "did you mean \"federal\"?"),
        ("contact_policy: {windows: {mon-sun: \"07:00-21:00\"}}", "FT-P013", 9, 27, "wider than federal law"),
        ("contact_policy: {windows: {mon-sun: \"08:00-21:01\"}}", "FT-P013", 9, 27, "47 CFR 64.1200"),
        ("contact_policy: {revoke_all: maybe}", "FT-P004", 9, 30, "true, false"),
        ("contact_policy: {revoke_all: {from: 2027-02-30}}", "FT-P004", 9, 37, "a date"),
        // the trigger
        ("trigger: {window: 0}", "FT-P004", 9, 19, "above zero"),
        ("trigger: {accepted_when: same_area_}", "FT-P004", 9, 26, "did you mean \"same_area\"?"),
        ("trigger: {accepted_when: {value_share: 1.01}}", "FT-P004", 9, 40, "between 0 and 1"),
        ("trigger: {accepted_when: {value_share: 0.1234567}}", "FT-P004", 9, 40, "six decimals"),
        ("trigger: {accepted_when: {share: 1, value_share: 1}}", "FT-P002", 9, 27, "unknown key"),
        ("trigger: {where: [a]}", "FT-P004", 9, 18, "write `all:`"),
        ("trigger: {where: {}}", "FT-P004", 9, 18, "empty condition"),
        ("trigger: {where: {category: crown, tag: x}}", "FT-P004", 9, 18, "one thing"),
        ("trigger: {where: {pending_valeu: {above: 1}}}", "FT-P008", 9, 19, "did you mean \"pending_value\"?"),
        ("trigger: {where: {all: [no_upcoming_appointment]}}", "FT-P008", 9, 25, "unknown fact"),
        ("trigger: {where: {all: {category: crown}}}", "FT-P004", 9, 24, "a list of conditions"),
        ("trigger: {where: {not: pending_value}}", "FT-P004", 9, 24, "needs something to be compared with"),
        ("trigger: {where: {pending_value: 500}}", "FT-P004", 9, 34, "expected bounds"),
        ("trigger: {where: {pending_value: {above: \"1,500\"}}}", "FT-P004", 9, 42, "digits only"),
        ("trigger: {where: {pending_value: {above: 1.505}}}", "FT-P004", 9, 42, "an amount"),
        ("trigger: {where: {pending_value: {above: -1}}}", "FT-P004", 9, 42, "an amount"),
        ("trigger: {where: {pending_value: {}}}", "FT-P004", 9, 34, "no bound"),
        ("trigger: {where: {pending_value: {above: 1, at_least: 2}}}", "FT-P004", 9, 34, "same side"),
        ("trigger: {where: {pending_value: {between: [2, 1]}}}", "FT-P004", 9, 34, "nothing lies between"),
        ("trigger: {where: {pending_value: {between: [1, 1]}}}", "FT-P004", 9, 34, "nothing lies between"),
        ("trigger: {where: {pending_value: {between: [1]}}}", "FT-P004", 9, 44, "two ends"),
        ("trigger: {where: {pending_value: {obove: 1}}}", "FT-P002", 9, 35, "did you mean \"above\"?"),
        ("trigger: {where: {pending_for: {at_least: 3}}}", "FT-P004", 9, 43, "duration"),
        ("trigger: {where: {category: crowns}}", "FT-P004", 9, 29, "did you mean \"crown\"?"),
        ("trigger: {where: {standing: [opened]}}", "FT-P004", 9, 30, "did you mean \"open\"?"),
        ("trigger: {where: {code: D6199-D6010}}", "FT-P004", 9, 25, "the lower one first"),
        ("trigger: {where: {consented: []}}", "FT-P004", 9, 30, "empty list"),
        ("trigger: {where: {financing_available: no}}", "FT-P004", 9, 40, "true or false"),
        ("trigger: {where: {insured: maybe}}", "FT-P004", 9, 28, "true or false"),
        ("trigger: {where: {presented_on: 2026-06-01}}", "FT-P004", 9, 33, "expected bounds"),
        ("trigger: {where: benefits_remaining}", "FT-P004", 9, 18, "needs something to be compared with"),
        ("trigger: {where: {last_result: {hello: sent}}}", "FT-P004", 9, 19, "stands in the `when` of a step"),
        ("trigger: {where: {any: [{last_result: {hello: sent}}]}}", "FT-P004", 9, 26, "a later step of the same sequence"),
        ("financing: {offer_when: {not: {last_result: {hello: sent}}}}", "FT-P004", 9, 32, "stands in the `when` of a step"),
        ("trigger: {where: {custom.vip: true}}", "FT-P008", 9, 19, "declare it at the top"),
        ("custom: {vip: bool}\ntrigger: {where: custom.vpi}", "FT-P008", 10, 18, "did you mean \"vip\"?"),
        ("custom: {score: number}\ntrigger: {where: custom.score}", "FT-P004", 10, 18, "compared with"),
        ("custom: {score: number}\ntrigger: {where: {custom.score: {above: x}}}", "FT-P004", 10, 41, "whole number"),
        ("custom: {plan: [gold, basic]}\ntrigger: {where: {custom.plan: glod}}", "FT-P004", 10, 32, "did you mean \"gold\"?"),
        ("custom: {vip: boolean}", "FT-P004", 9, 15, "bool, number, text"),
        ("custom: {a.b: bool}", "FT-P004", 9, 10, "without dots"),
        // sequences
        ("sequences: {id: x}", "FT-P004", 9, 12, "a list of sequences"),
        ("sequences: []", "FT-P004", 9, 12, "contacts nobody"),
        ("sequences:\n  - {id: x}", "FT-P003", 10, 5, "sequences[0].steps: the key \"steps\" is missing"),
        ("sequences:\n  - {id: x, steps: []}", "FT-P004", 10, 20, "without steps"),
        ("sequences:\n  - {id: x, steps: [{id: a, day: 1, channel: call, escalate: high_value}]}\n  - {id: x, steps: [{id: a, day: 1, channel: call, escalate: high_value}]}", "FT-P006", 11, 5, "twice"),
        ("sequences:\n  - id: x\n    steps:\n      - {id: a, day: 1, channel: call, escalate: high_value}\n      - {id: a, day: 2, channel: call, escalate: high_value}", "FT-P006", 13, 9, "know steps by id"),
        ("sequences:\n  - id: x\n    steps:\n      - {id: a, day: 3, channel: call, escalate: high_value}\n      - {id: b, day: 3, channel: call, escalate: high_value}", "FT-P009", 13, 9, "day 3 does not come after day 3"),
        ("sequences: [{id: x, steps: [{id: a, day: one, channel: call, escalate: high_value}]}]", "FT-P004", 9, 42, "whole number"),
        ("sequences: [{id: x, steps: [{id: a, day: 366, channel: call, escalate: high_value}]}]", "FT-P004", 9, 42, "0 to 365"),
        ("sequences: [{id: x, steps: [{id: '', day: 1, channel: call, escalate: high_value}]}]", "FT-P004", 9, 34, "empty text"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: fax, template: hello}]}]", "FT-P004", 9, 54, "a channel"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: call}]}]", "FT-P003", 9, 29, "\"escalate\" is missing"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: call, escalate: high_valeu}]}]", "FT-P008", 9, 70, "did you mean \"high_value\"?"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: call, escalate: high_value, template: hello}]}]", "FT-P004", 9, 82, "a call has no text"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms}]}]", "FT-P003", 9, 29, "\"template\" is missing"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello_es}]}]", "FT-P012", 9, 69, "unknown template \"hello_es\" (line 9, column 69); did you mean \"hello\"?"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: plan_details}]}]", "FT-P012", 9, 69, "no text for sms"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: soft_nudge, otherwise: [portal, email, sms]}]}]", "FT-P004", 9, 108, "tried already"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, otherwise: [call]}]}]", "FT-P004", 9, 88, "cannot become a call"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, escalate: question}]}]", "FT-P004", 9, 76, "only a call"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, at: 9am}]}]", "FT-P004", 9, 80, "HH:MM"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, at: \"24:00\"}]}]", "FT-P004", 9, 80, "23:59"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, stale_after: 0}]}]", "FT-P004", 9, 89, "above zero"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, if_blocked: prompt}]}]", "FT-P004", 9, 88, "skip or task"),
        ("sequences: [{id: x, steps: [{id: a, day: 1, channel: sms, template: hello, wehn: replied}]}]", "FT-P002", 9, 76, "did you mean \"when\"?"),
        // staff
        ("escalation: {high_value: []}", "FT-P004", 9, 26, "without levels"),
        ("escalation: {high_value: [{prompt: call, role: front_dsek}]}", "FT-P008", 9, 48, "did you mean \"front_desk\"?"),
        ("escalation: {high_value: [{prompt: shout, role: front_desk}]}", "FT-P004", 9, 36, "what is asked"),
        ("escalation: {high_value: [{prompt: call, role: front_desk, after: 1 business day}]}", "FT-P004", 9, 67, "the first level"),
        ("escalation: {high_value: [{prompt: call, role: front_desk, due_in: 4 busy hours}]}", "FT-P004", 9, 68, "4 business hours"),
        ("escalation: {high_value: [{prompt: call, role: front_desk, alert: 1}]}", "FT-P004", 9, 67, "true or false"),
        ("escalation: {high_value: [{prompt: call, role: front_desk, priority: low}]}", "FT-P004", 9, 70, "choose from normal, high"),
        ("when_re_engaged: {escalate: nobody}", "FT-P008", 9, 29, "unknown escalation"),
        ("when_re_engaged: {then: stop}", "FT-P004", 9, 25, "choose from close, resume"),
        // money
        ("financing: {offers: [{id: a, kind: gift, for: {from: 1, to: 2}}]}", "FT-P004", 9, 36, "a kind of offer"),
        ("financing: {offers: [{id: a, kind: installments, apr: 9%, months: 12, for: {from: 1, to: 2}}]}", "FT-P004", 9, 55, "a rate"),
        ("financing: {offers: [{id: a, kind: installments, apr: 0, months: 12, for: {from: 2, to: 1}}]}", "FT-P004", 9, 75, "no amount lies between"),
        ("financing: {offers: [{id: a, kind: installments, apr: 0, months: 12, url: x, for: {from: 1, to: 2}}]}", "FT-P004", 9, 70, "only a lender_link"),
        ("financing: {offers: [{id: a, kind: lender_link, lender: L, url: http://l.example.com, for: {from: 1, to: 2}}]}", "FT-P004", 9, 65, "https://"),
        ("financing: {offers: [{id: a, kind: lender_link, lender: L, url: https://l.example.com, for: {from: 1, to: 2}, not_in: [Illinois]}]}", "FT-P004", 9, 120, "two letters"),
        ("financing: {offers: [{id: a, kind: installments, apr: 0, months: 12, for: {from: 1, to: 2}}, {id: a, kind: installments, apr: 0, months: 12, for: {from: 1, to: 2}}]}", "FT-P006", 9, 94, "twice"),
        ("backlog: {spread_over: 10d}", "FT-P004", 9, 24, "business days"),
        ("backlog: {spread_over: 0 business days}", "FT-P004", 9, 24, "business days"),
        ("holdout: {share: 10%}", "FT-P004", 9, 18, "a share between"),
        ("holdout: {share: 2}", "FT-P004", 9, 18, "a share between"),
        // lists
        ("categories: {lasers: [X1]}", "FT-P008", 9, 14, "did you mean \"laser\"?"),
        ("categories: {laser: [X1 X2]}", "FT-P004", 9, 22, "a code"),
        ("categories: {laser: [LHR01-LHR09], skin: [LHR05]}", "FT-P004", 9, 42, "a code of skin is one of laser too"),
        ("faq: {crowns: []}", "FT-P008", 9, 7, "did you mean \"crown\"?"),
        ("faq: {crown: [{question: {en: a, es: b}}]}", "FT-P003", 9, 15, "\"answer\" is missing"),
        ("faq: {crown: [{question: {en: a}, answer: {en: a, es: b}}]}", "FT-P012", 9, 26, "\"es\" is missing"),
        // templates
        ("templates: {hello: {fax: {en: a, es: b}}}", "FT-P002", 9, 21, "unknown key"),
        ("templates: {bye: {sms: {en: Bye}}}", "FT-P012", 9, 24, "the text in \"es\" is missing"),
        ("templates: {bye: {sms: {en: Bye, es: Chao, xx: Eh}}}", "FT-P002", 9, 44, "unknown language"),
        ("templates: {bye: {email: {en: {subject: Bye, plain: Bye}, es: {subject: Chao}}}}", "FT-P003", 9, 63, "\"plain\" is missing"),
        ("templates: {bye: {sms: {en: \"Hi {{patient.frist_name}}\", es: Chao}}}", "FT-P010", 9, 33, "did you mean patient.first_name?"),
        ("templates:\n  bye:\n    portal:\n      es: Chao\n      en: |\n        Bye,\n        it is {{plan.totl}} now", "FT-P010", 15, 15, "did you mean plan.total?"),
        ("templates: {bye: {sms: {en: \"Your total is {{plan.total}}\", es: Chao}}}", "FT-P010", 9, 44, "an amount"),
        ("templates: {bye: {sms: {en: \"Your D2740\", es: Chao}}}", "FT-P010", 9, 35, "D2740"),
        ("templates: {bye: {email: {en: {subject: \"Re: your visit\", plain: x}, es: {subject: y, plain: x}}}}", "FT-P010", 9, 42, "15 USC 7704(a)(2)"),
        ("templates: {bye: {email: {en: {subject: x, plain: x}, es: {subject: \"{{#if patient.first_name}}a{{else}}RV: b{{/if}}\", plain: x}}}}", "FT-P010", 9, 105, "as an answer or a forward does"),
        ("custom: {vip: bool}\ntemplates: {bye: {portal: {en: \"{{custom.vip}}\", es: Chao}}}", "FT-P010", 10, 33, "may be absent"),
        ("templates: {bye: {portal: {en: \"{{#if custom.vip}}x{{/if}}\", es: Chao}}}", "FT-P010", 9, 32, "unknown variable custom.vip"),
        ("templates: {bye: {sms: {en: {a: b}, es: Chao}}}", "FT-P004", 9, 29, "expected a text"),
        ("templates: {bye: {sms: {arms: []}}}", "FT-P004", 9, 31, "no arm has any weight"),
        ("templates: {bye: {sms: {arms: [{id: a, weight: 0, en: a, es: b}]}}}", "FT-P004", 9, 31, "no arm has any weight"),
        ("templates: {bye: {sms: {arms: [{id: a, en: a, es: b}, {id: a, en: a, es: b}]}}}", "FT-P006", 9, 55, "twice"),
        ("templates: {bye: {sms: {arms: [{id: a, en: a, es: b}], en: x}}}", "FT-P002", 9, 56, "unknown key"),
    ];
    let mut wrong = String::new();
    for (extra, code, line, column, words) in cases {
        let text = format!("{SHORTEST}{extra}\n");
        let Err(errors) = yaml(&text) else {
            let _ = writeln!(wrong, "{extra}\n  was taken");
            continue;
        };
        let told: Vec<_> = errors.iter().collect();
        let fits = match told.as_slice() {
            [only] => {
                let place = only.text_place().map(|p| (p.line, p.column));
                only.code().as_str() == *code && place == Some((*line, *column)) && only.to_string().contains(words)
            }
            _ => false,
        };
        if !fits {
            let _ = writeln!(
                wrong,
                "{extra}\n  wanted {code} {line}:{column} {words}\n  got    {errors}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The practice's own section, key by key.
#[test]
fn the_practice_is_read_strictly() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &str)] = &[
        ("time_zone: America/New_York", "time_zone: America/New_Yrok", "FT-T002", "practice.time_zone: unknown time zone"),
        ("\"+14045550123\"", "(404) 555-0123", "FT-P004", "+ and the country's code"),
        ("\"+14045550123\"", "\"+04045550123\"", "FT-P004", "phone number"),
        ("https://book", "http://book", "FT-P004", "https://"),
        ("https://book.example.com/peachtree", "https:///peachtree", "FT-P004", "https://"),
        ("https://book.example.com/peachtree", "\"https://book.example.com/a b\"", "FT-P004", "https://"),
        ("https://book.example.com/peachtree", "https://user@book.example.com/", "FT-P004", "https://"),
        ("name: Peachtree Family Dental", "name: \"Peachtree\\nDental\"", "FT-P004", "one line"),
        ("name: Peachtree Family Dental", "name: ' '", "FT-P004", "one line"),
        ("1 Peachtree St, Atlanta, GA 30303", "\"1 Peachtree St\\nAtlanta\"", "FT-P004", "one line"),
        ("extends: dental", "  state: Georgia\nextends: dental", "FT-P004", "two letters"),
        ("extends: dental", "  state: XX\nextends: dental", "FT-P004", "two letters"),
        ("extends: dental", "  closed: [us_federal_holiday]\nextends: dental", "FT-P004", "us_federal_holidays"),
        ("extends: dental", "  closed: 2026-12-24\nextends: dental", "FT-P004", "a list of dates"),
        ("extends: dental", "  roles: {front_desk: {pay: 1}}\nextends: dental", "FT-P002", "unknown key \"pay\""),
        ("extends: dental", "  roles: {front_desk: x}\nextends: dental", "FT-P004", "nothing but its name"),
        ("extends: dental", "  locations: [west]\nextends: dental", "FT-P004", "a map of locations"),
        ("extends: dental", "  locations: {west: Peachtree West}\nextends: dental", "FT-P004", "what differs from the practice"),
        ("extends: dental", "  locations: {west: {time_zone: America/Denvr}}\nextends: dental", "FT-T002", "practice.locations.west.time_zone: unknown time zone"),
        ("extends: dental", "  locations: {west: {phone: 404}}\nextends: dental", "FT-P004", "+ and the country"),
        ("extends: dental", "  locations: {west: {adress: x}}\nextends: dental", "FT-P002", "practice.locations.west.adress"),
        ("extends: dental", "  locations: {west: {hours: {sun: closed}}}\nextends: dental", "FT-P004", "never open"),
        ("extends: dental", "  locations: {west: {locations: {}}}\nextends: dental", "FT-P004", "a location has no locations of its own"),
        ("extends: dental", "  locations: {\" \": {name: \" \"}}\nextends: dental", "FT-P004", "one line"),
        ("extends: dental", "  hours: {sun: closed}\nextends: dental", "FT-P004", "never open"),
        ("extends: dental", "extends: dentl", "FT-P008", "did you mean \"dental\"?"),
        ("extends: dental", "extends: plumbing", "FT-P008", "\"dental\""),
        ("extends: dental", "extends: [dental]", "FT-P004", "name of a built-in playbook"),
        ("followthrough: 1", "followthrough: 2", "FT-P011", "this build reads version 1"),
        ("followthrough: 1", "followthrough: one", "FT-P004", "a whole number"),
        ("followthrough: 1\n", "", "FT-P003", "\"followthrough\" is missing"),
    ];
    for (from, to, code, words) in cases {
        let text = SHORTEST.replacen(from, to, 1);
        assert_ne!(text, SHORTEST, "{from}");
        let told = problems(&text);
        assert_eq!(told.len(), 1, "{to}: {told:?}");
        assert_eq!(told[0].0, *code, "{told:?}");
        assert!(told[0].3.contains(words), "{told:?}");
        assert!(told[0].1 > 0, "{told:?}");
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_text() {
    let text = "\
followthrough: 1
extends: dentl
practice:
  name: Peachtree
  nmae: x
  phone: 404
limits: {per_day: zero, per_day: 2}
sequences:
  - id: a
    steps:
      - {id: x, day: 5, channel: sms, template: helo}
      - {id: x, day: 4, channel: call, escalate: nobody}
      - {id: y, day: 9, channel: sms, template: hello, otherwise: [fax, sms, call]}
templates:
  hello:
    sms:
      arms:
        - {id: a, en: '{{patient.nam}}'}
        - {id: b, weight: x, es: '{{plan.lnk}}'}
";
    let told: Vec<String> = problems(text)
        .iter()
        .map(|(code, line, column, _)| format!("{code} {line}:{column}"))
        .collect();
    assert_eq!(
        told,
        [
            "FT-P008 2:10",  // the built-in
            "FT-P003 4:3",   // time_zone
            "FT-P003 4:3",   // postal_address
            "FT-P003 4:3",   // booking_url
            "FT-P002 5:3",   // nmae
            "FT-P004 6:10",  // phone
            "FT-P004 7:19",  // per_day
            "FT-P005 7:25",  // per_day again
            "FT-P012 11:49", // helo
            "FT-P008 12:50", // nobody
            "FT-P004 13:68", // fax
            "FT-P004 13:73", // sms again
            "FT-P004 13:78", // call
            "FT-P012 18:11", // es of arm a
            "FT-P010 18:24", // patient.nam
            "FT-P012 19:11", // en of arm b
            "FT-P004 19:27", // weight
            "FT-P010 19:35", // plan.lnk
        ]
    );
    let errors = yaml(text).unwrap_err();
    assert_eq!(errors.to_string().lines().count(), 18);
    let wire: serde_json::Value = serde_json::from_str(&errors.to_json()).unwrap();
    assert_eq!(wire.as_array().unwrap().len(), 18);
    assert_eq!(wire[0]["code"], "FT-P008");
    assert_eq!(wire[0]["path"], "extends");
    assert_eq!(wire[0]["line"], 2);
    assert_eq!(wire[8]["path"], "sequences[0].steps[0].template");
}

#[test]
fn what_a_playbook_without_a_built_in_must_have() {
    let told = problems("followthrough: 1\n");
    let paths: Vec<&str> = told
        .iter()
        .map(|(_, _, _, text)| text.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "FT-P003 practice",
            "FT-P003 trigger",
            "FT-P003 sequences",
            "FT-P003 when_re_engaged",
            "FT-P003 escalation",
            "FT-P003 templates"
        ]
    );
    for (from, code, words) in [
        (
            "  question: [{prompt: answer, role: front_desk}]\n",
            "FT-P003",
            "escalation.question",
        ),
        (
            "  opt_out_confirmation: {sms: {en: \"{{practice.name}}: you will get no more messages.\"}}\n",
            "FT-P012",
            "an opt-out is confirmed by SMS",
        ),
    ] {
        let text = WHOLE
            .replace(from, "")
            .replace("escalate: question", "escalate: re_engaged");
        let told = problems(&text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, code);
        assert!(told[0].3.contains(words), "{told:?}");
    }
}

#[test]
fn a_problem_in_a_built_in_text_says_so() {
    // The practice renames a role that the built-in escalations ask for: roles merge, so it cannot; a template that a
    // built-in step needs can be broken, though.
    let told = problems(&format!(
        "{SHORTEST}escalation: {{question: [{{prompt: answer, role: hygienist}}]}}\n"
    ));
    assert!(told[0].3.contains("unknown role \"hygienist\" (line 9"), "{told:?}");
    let told = problems(&SHORTEST.replace("practice:\n", "practise:\n"));
    assert_eq!(told[0].3.split(':').next(), Some("FT-P003 practice"), "{told:?}");
    assert!(
        told.iter().any(|t| t.3.contains("did you mean \"practice\"?")),
        "{told:?}"
    );
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_practice_overrides_by_id() {
    let built_in = yaml(SHORTEST).unwrap();
    let ids = |playbook: &Playbook| {
        let mut ids: Vec<String> = playbook.touchpoints().map(|t| t.sequence.to_string()).collect();
        ids.dedup();
        ids
    };
    let own = yaml(&format!(
        "{SHORTEST}sequences:
  - id: general
    steps: [{{id: only, day: 2, channel: call, escalate: high_value}}]
  - id: aligners
    where: {{category: orthodontic}}
    steps: [{{id: only, day: 2, channel: sms, template: soft_nudge}}]
  - id: second
    where: {{tag: vip}}
    steps: [{{id: only, day: 2, channel: sms, template: mine}}]
templates:
  mine: {{sms: {{en: Hi, es: Hola}}}}
  soft_nudge: {{sms: {{arms: [{{id: a, en: A, es: A}}, {{id: b, en: B, es: B}}]}}}}
escalation:
  high_value: [{{prompt: call, role: hygienist}}]
practice_: 1
"
    ))
    .unwrap_err();
    let told: Vec<String> = own.iter().map(|e| e.path().to_owned()).collect();
    assert_eq!(told, ["escalation.high_value[0].role", "practice_"]);

    let own = yaml(&format!(
        "{SHORTEST}sequences:
  - id: general
    steps: [{{id: only, day: 2, channel: call, escalate: high_value}}]
  - id: aligners
    where: {{category: orthodontic}}
    steps: [{{id: only, day: 2, channel: sms, template: soft_nudge}}]
  - id: second
    where: {{tag: vip}}
    steps: [{{id: only, day: 2, channel: sms, template: mine}}]
templates:
  mine: {{sms: {{en: Hi, es: Hola}}}}
  soft_nudge: {{sms: {{arms: [{{id: a, en: A, es: A}}, {{id: b, en: B, es: B}}]}}}}
"
    ))
    .unwrap();
    assert_eq!(ids(&built_in), ["implant", "restorative", "general"]);
    assert_eq!(ids(&own), ["aligners", "second", "implant", "restorative", "general"]);
    let general: Vec<_> = own.touchpoints().filter(|t| t.sequence.as_str() == "general").collect();
    assert_eq!(general.len(), 1, "steps are replaced whole");
    assert_eq!(general[0].place.map(|p| p.line), Some(11));
    assert_ne!(own.revision(), built_in.revision());
}

#[test]
fn the_revision_is_of_what_is_said() {
    let revision = |text: &str| yaml(text).unwrap().revision().to_owned();
    let first = revision(SHORTEST);
    assert_eq!(first.len(), 16);
    let other_form = "\
# a comment
extends: \"dental\"
practice: {phone: '+14045550123', booking_url: https://book.example.com/peachtree, name: \"Peachtree Family Dental\",
  postal_address: '1 Peachtree St, Atlanta, GA 30303', time_zone: America/New_York}
followthrough: '1'
";
    assert_eq!(revision(other_form), first);
    assert_eq!(
        revision(&format!("{SHORTEST}limits: {{per_day: 1}}\n")),
        first,
        "what the built-in says already"
    );
    assert_ne!(revision(&format!("{SHORTEST}limits: {{per_day: 2}}\n")), first);
    assert_ne!(revision(&SHORTEST.replace("Family", "family")), first);
}

#[test]
fn json_says_the_same() {
    let json = r#"{
  "followthrough": 1,
  "practice": {
    "name": "Peachtree Family Dental", "time_zone": "America/New_York", "phone": "+14045550123",
    "postal_address": "1 Peachtree St, Atlanta, GA 30303", "booking_url": "https:\/\/book.example.com/peachtree"
  },
  "extends": "dental"
}"#;
    assert_eq!(
        Playbook::from_json(json).unwrap().revision(),
        yaml(SHORTEST).unwrap().revision()
    );
    let errors = Playbook::from_json(&json.replace("\"name\"", "\"nom\"")).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("FT-P003 practice.name: the key \"name\" is missing (line 3, column 15)"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("FT-P002 practice.nom: unknown key \"nom\" (line 4, column 5)"),
        "{told:?}"
    );
    let errors = Playbook::from_json("{\"followthrough\": 1,}").unwrap_err();
    assert_eq!(errors.iter().next().unwrap().code().as_str(), "FT-P001");
}

#[test]
fn facts_of_the_hosts_own() {
    let text = format!(
        "{SHORTEST}custom: {{vip: bool, score: number, plan: [gold, basic], note: text}}
trigger:
  where:
    all:
      - custom.vip
      - custom.vip: true
      - custom.score: {{at_least: -5, below: 100}}
      - custom.plan: [gold]
      - custom.note: x
templates:
  hello:
    portal:
      en: \"Hi {{{{#if custom.vip}}}}dear {{{{/if}}}}{{{{patient.first_name}}}}\"
"
    );
    yaml(&text).unwrap();
}

/// Every form of a value that a playbook may have, beside those of the built-in.
#[test]
fn other_forms_are_taken() {
    for extra in [
        "limits: {min_gap: 0}",
        "limits: {min_gap: \"90m\"}",
        "languages: en",
        "languages: [es]",
        "sending: {window: {\"sat,sun\": \"10:00-12:00, 13:00-24:00\", fri-mon: closed}}"
            .replace("sat,sun", "tue,wed")
            .as_str(),
        "sending: {quiet_on_closed_days: []}",
        "contact_policy: {windows: federal, revoke_all: false}",
        "contact_policy: {windows: {mon-fri: \"09:00-18:00\"}, revoke_all: {from: 2027-01-31}}",
        "trigger: {accepted_when: {value_share: 0.8}, facts_fresh_within: off}",
        "trigger: {where: {any: [{code: [D6010-D6199, D2740]}, {has_channel: sms}, {consented: [email, portal]}]}}",
        "trigger: {where: {all: [{pending_for: {at_least: 3d}}, {age: {at_least: 18, at_most: 99}}, {round: {below: 3}}]}}",
        "trigger: {where: {not: {any: [replied, {upcoming_appointment: false}, {financing_available: false}]}}}",
        "trigger: {where: {pending_value: {between: [500, \"1500.50\"]}}}",
        "trigger: {where: {all: [{provider: d-1}, {location: [main, north]}, {tag: x}, {language: es}]}}",
        "financing: {offers: []}",
        "categories: {laser: [LHR-FACE, LHR-1], skin: [SK001-SK099]}",
        "holdout: {share: 0.125, salt: x}",
        "backlog: {older_than: 0, spread_over: 1 business day}",
        "escalation: {high_value: [{prompt: call, role: front_desk}, {prompt: review, role: office_manager, after: 24h, priority: high}]}",
        "sequences: [{id: x, steps: [{id: a, day: 0, channel: email, template: plan_details, at: \"00:00\", if_blocked: task, when: replied}]}]",
        "sequences: [{id: x, steps: [{id: a, day: 1, channel: portal, template: hello, otherwise: email}]}]",
        "when_re_engaged: {then: resume}",
        "engagement: {click: landed}",
    ] {
        if let Err(errors) = yaml(&format!("{SHORTEST}{extra}\n")) {
            panic!("{extra}\n{errors}");
        }
    }
}

#[test]
fn hostile_documents_are_refused() {
    let many_unknown = {
        let mut text = format!("{SHORTEST}templates:\n");
        for i in 0..2_000 {
            let _ = writeln!(text, "  abcdefghijklmnopqrstuvwxyz{i}: {{}}");
        }
        text.push_str("sequences:\n  - id: a\n    steps:\n");
        for i in 0..360 {
            let _ = writeln!(
                text,
                "      - {{id: s{i}, day: {i}, channel: sms, template: zyxwvutsrqponmlkjihgfedcba{i}}}"
            );
        }
        text
    };
    let unknown_keys = (0..9_000).fold(SHORTEST.to_owned(), |mut text, i| {
        let _ = writeln!(text, "sequencse{i}: 1");
        text
    });
    let templates = (0..200).fold(format!("{SHORTEST}templates:\n"), |mut text, i| {
        let _ = writeln!(
            text,
            "  t{i}: {{sms: {{en: '{}', es: x}}}}",
            "{{#if plan.link}}".repeat(60)
        );
        text
    });
    let deep = format!(
        "{SHORTEST}trigger: {{where: {}x{}}}",
        "{not: ".repeat(100),
        "}".repeat(100)
    );
    for (text, code) in [
        (many_unknown, "FT-P012"),
        (unknown_keys, "FT-P002"),
        (templates, "FT-P010"),
        (deep, "FT-P007"),
        ("[".repeat(100_000), "FT-P007"),
        (format!("{SHORTEST}{}", "#".repeat(300_000)), "FT-P007"),
    ] {
        let errors = yaml(&text).unwrap_err();
        assert!(errors.iter().any(|e| e.code().as_str() == code), "{code}");
        assert!(errors.iter().all(|e| e.to_string().len() < 2_000));
    }
}

/// Every playbook of the shared scenarios.
#[test]
fn the_playbooks_of_the_scenarios_parse() {
    let root = std::env::var_os("FOLLOWTHROUGH_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = root.join("data/scenarios");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no ../shared/data here; set FOLLOWTHROUGH_SHARED to run it");
        return;
    };
    let mut read = 0;
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut inside = false;
        let mut playbook = String::new();
        for line in text.lines() {
            if inside && (line.starts_with("  ") || line.is_empty()) {
                let _ = writeln!(playbook, "{}", line.strip_prefix("  ").unwrap_or_default());
            } else {
                inside = line == "playbook:";
            }
        }
        if let Err(errors) = yaml(&playbook) {
            panic!("{}\n{errors}", path.display());
        }
        read += 1;
    }
    assert!(read >= 25, "{read}");
}

/// What a hand or a program may do to a document.
fn mutated() -> impl Strategy<Value = String> {
    let dental = include_str!("../src/playbook/builtin/dental.yaml");
    let change = (
        any::<prop::sample::Index>(),
        0_usize..40,
        "[-a-z0-9 :,{}\\[\\]\"'|>#&*!%\n\t.]{0,8}",
    );
    (any::<bool>(), prop::collection::vec(change, 1..6)).prop_map(move |(short, changes)| {
        let source = if short { WHOLE } else { dental };
        let mut text: Vec<char> = source.chars().collect();
        for (at, cut, put) in changes {
            let from = at.index(text.len());
            let to = (from + cut).min(text.len());
            text.splice(from..to, put.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_document_panics(text in mutated()) {
        if let Err(errors) = Playbook::from_yaml(&text) {
            prop_assert!(errors.iter().count() > 0);
            for error in errors.iter() {
                prop_assert_ne!(error.code().as_str(), "FT-X002");
                if let Some(place) = error.text_place() {
                    prop_assert!(place.line as usize <= text.lines().count() + 1, "{}", error);
                }
            }
        }
        let _ = Playbook::from_json(&text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = Playbook::from_yaml(&text);
        let _ = Playbook::from_json(&text);
    }
}

/// What the engine itself sends after a STOP goes by that name.
#[test]
fn a_step_cannot_be_called_like_the_confirmation() {
    let text = WHOLE.replace("{id: hello,", "{id: opt_out_confirmation,");
    let told = problems(&text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0.as_str(), told[0].1), ("FT-P004", 13), "{told:?}");
}
