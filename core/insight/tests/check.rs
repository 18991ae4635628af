//! `Playbook::check`, put to the test: built-in playbooks broken in many ways. Each fault is found, its line is named,
//! and the case that comes along shows it when it is replayed. What is sound is left alone.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test reads its playbooks from files, and may stop where it stands"
)]

#[path = "check/faults.rs"]
mod faults;

use std::collections::BTreeSet;

use faults::{Base, Fault, faults};
use followthrough::check::{CheckFinding, Severity};
use followthrough::{Code, Date, Playbook};
use followthrough_insight::scenario::Scenario;

/// Findings that a case cannot show: a text that is sent as it is written, an empty portal message, an offer over, an
/// escalation that asks the same people again, one that nothing raises, what was not proven.
const WITHOUT_WITNESS: [Code; 3] = [Code::CheckCreditTerms, Code::CheckExpired, Code::CheckNotProven];

/// What was found, as code, line (0 for none) and message; and the witnesses.
fn found(text: &str) -> (Vec<(String, usize, String)>, Vec<CheckFinding>) {
    match Playbook::from_yaml(text) {
        Err(problems) => {
            let line = |e: &followthrough::Error| e.text_place().map_or(0, |place| place.line as usize);
            let all = problems
                .iter()
                .map(|e| (e.code().as_str().to_owned(), line(e), e.to_string()));
            (all.collect(), Vec::new())
        }
        Ok(playbook) => {
            let findings = playbook.check().findings;
            let line = |f: &CheckFinding| f.line.map_or(0, |line| line as usize);
            let all = findings.iter().map(|f| {
                (
                    f.code.as_str().to_owned(),
                    line(f),
                    format!("{}: {}", f.path, f.message),
                )
            });
            (all.collect(), findings)
        }
    }
}

/// Replays the case of a finding: what its author would expect does not come.
fn replay(finding: &CheckFinding) {
    let Some(witness) = &finding.witness else { return };
    let scenario = Scenario::parse(&witness.to_string())
        .unwrap_or_else(|e| panic!("{} {}: {e}\n{witness:#}", finding.code.as_str(), finding.message));
    let report = scenario.check();
    assert!(
        !report.passed(),
        "{} {}: shows nothing\n{witness:#}",
        finding.code.as_str(),
        finding.message
    );
    let refused = report.mismatches().iter().any(|mismatch| mismatch.what == "error");
    assert!(!refused, "{}: {report}\n{witness:#}", finding.message);
}

fn try_out(fault: &Fault) -> Result<(), String> {
    let text = fault.text();
    let (all, findings) = found(&text);
    let told = |wanted: &str| {
        let lines: Vec<&str> = text.lines().collect();
        all.iter().position(|(code, line, _)| {
            let line = line
                .checked_sub(1)
                .and_then(|at| lines.get(at))
                .copied()
                .unwrap_or_default();
            code == wanted && line.contains(fault.line)
        })
    };
    let Some(at) = told(fault.code) else {
        let lines: Vec<&str> = text.lines().collect();
        let shown = all.iter().map(|(code, line, message)| {
            let line = line
                .checked_sub(1)
                .and_then(|at| lines.get(at))
                .copied()
                .unwrap_or_default();
            format!("  {code} {message}\n     at {line}")
        });
        return Err(format!(
            "{}: {} at {:?} not among\n{}",
            fault.name,
            fault.code,
            fault.line,
            shown.collect::<Vec<_>>().join("\n")
        ));
    };
    findings.iter().for_each(replay);
    if let Some(finding) = findings.get(at) {
        let needs = fault.witness && !WITHOUT_WITNESS.contains(&finding.code);
        if needs && finding.witness.is_none() {
            return Err(format!("{}: {} brings no witness", fault.name, finding.message));
        }
    }
    Ok(())
}

/// Each fault is found with its line, and its witness shows it.
fn break_it(base: Base) {
    let all: Vec<Fault> = faults().into_iter().filter(|fault| fault.base == base).collect();
    let names: BTreeSet<&str> = all.iter().map(|fault| fault.name).collect();
    assert!(names.len() >= 30, "{base:?} is broken in {} ways only", names.len());
    let wrong: Vec<String> = all.iter().filter_map(|fault| try_out(fault).err()).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} faults:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_faults_of_dental_are_found() {
    break_it(Base::Dental);
}

#[test]
fn the_faults_of_medspa_are_found() {
    break_it(Base::Medspa);
}

#[test]
fn the_faults_of_recall_are_found() {
    break_it(Base::Recall);
}

#[test]
fn the_faults_of_no_rebook_are_found() {
    break_it(Base::NoRebook);
}

#[test]
fn there_is_a_fault_for_each_finding() {
    let codes: BTreeSet<&str> = faults().iter().map(|fault| fault.code).collect();
    // One that asks for a day, and one that asks for more cases than are looked at, are tried by themselves.
    for code in (1..=12).map(|number| format!("FT-C{number:03}")) {
        assert!(codes.contains(code.as_str()), "no fault is {code}");
    }
}

#[test]
fn what_is_not_proven_is_told() {
    // Sixty tags that any two of must not stand together: each sequence has to be cut out of all those before it.
    let mut text = format!("followthrough: 1\nextends: dental\n{}sequences:\n", faults::PRACTICE);
    for number in 0..60 {
        let parts: Vec<String> = (0..60)
            .filter(|other| (number * 7 + other * 3) % 5 < 3)
            .map(|other| {
                if other % 2 == 0 {
                    format!("{{tag: t{other}}}")
                } else {
                    format!("{{not: {{tag: t{other}}}}}")
                }
            })
            .collect();
        let condition = format!(
            "{{any: [{{all: [{}]}}, {{all: [{}]}}]}}",
            parts[..8].join(", "),
            parts[8..16].join(", ")
        );
        text += &format!(
            "  - {{id: s{number}, where: {condition}, steps: [{{id: a, day: 1, channel: sms, template: hello}}]}}\n"
        );
    }
    let halves: Vec<String> = (0..16)
        .map(|n| format!("{{any: [{{tag: t{n}}}, {{provider: d{n}}}, {{code: D2{n:03}}}]}}"))
        .collect();
    text += &format!(
        "  - {{id: most, where: {{all: [{}]}}, steps: [{{id: a, day: 1, channel: sms, template: hello}}]}}\n",
        halves.join(", ")
    );
    let (all, _) = found(&text);
    assert!(all.iter().any(|(code, ..)| code == "FT-C014"), "{all:#?}");
}

#[test]
fn what_is_sound_is_left_alone() {
    let mut sound = vec![
        std::fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../examples/playbooks/demo.yaml"
        ))
        .unwrap(),
    ];
    for base in Base::ALL {
        sound.push(base.text());
        let practice = faults::PRACTICE;
        sound.push(format!("followthrough: 1\nextends: {}\n{practice}", base.name()));
    }
    for text in sound {
        let (all, _) = found(&text);
        assert!(
            all.is_empty(),
            "{all:#?}\nin\n{}",
            text.lines().take(12).collect::<Vec<_>>().join("\n")
        );
    }
}

/// What makes a playbook of the corpus other than the built-in one that it extends.
const PARTS: [&str; 5] = ["sequences", "sending", "trigger", "financing", "contact_policy"];

#[test]
fn the_playbooks_of_the_corpus_can_be_checked_and_what_is_found_is_shown() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../engine/conformance");
    let (mut checked, mut seen) = (0, BTreeSet::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        if !PARTS.iter().any(|part| text.contains(&format!("\n  {part}:"))) {
            continue;
        }
        for situation in Scenario::parse(&text).unwrap().situations(None) {
            if seen.insert(situation.playbook.revision().to_owned()) {
                situation.playbook.check().findings.iter().for_each(replay);
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn a_text_is_too_long_by_a_single_letter_in_spanish() {
    let text = |letters: usize| {
        let long = "a".repeat(letters);
        Base::Dental
            .text()
            .replace("¿Dudas sobre su visita", &format!("{long} ¿Dudas sobre su visita"))
    };
    let overlong = |letters| {
        let (all, findings) = found(&text(letters));
        let one = all
            .iter()
            .find(|(code, ..)| code == "FT-C007")
            .map(|(.., message)| message.clone());
        (one, findings)
    };
    let (mut sound, mut first) = (0, 400);
    while first - sound > 1 {
        let middle = usize::midpoint(first, sound);
        if overlong(middle).0.is_some() {
            first = middle;
        } else {
            sound = middle;
        }
    }
    assert!(overlong(sound).1.is_empty(), "one letter fewer is sound");
    let (message, findings) = overlong(first);
    assert!(message.unwrap().starts_with("templates.hello.sms.es: "));
    let finding = findings.first().unwrap();
    assert!(finding.witness.is_some());
    replay(finding);
    let allowed = text(first).replace("  hello:\n    sms:\n", "  hello:\n    sms:\n      max_segments: 5\n");
    assert!(found(&allowed).0.is_empty());
}

#[test]
fn an_offer_is_over_as_of_a_day_and_told_of_a_month_before() {
    let playbook = Playbook::from_yaml(&Base::Dental.text()).unwrap();
    let day = |text: &str| Date::parse(text).unwrap();
    assert!(playbook.check_at(day("2026-12-31")).findings.is_empty());
    for (asked, says) in [
        ("2027-01-01", "ends on 2027-01-31"),
        ("2027-01-31", "ends on 2027-01-31"),
        ("2027-02-01", "ended on 2027-01-31"),
    ] {
        let findings = playbook.check_at(day(asked)).findings;
        let [finding] = findings.as_slice() else {
            panic!("{findings:#?}")
        };
        assert_eq!(
            (finding.code, finding.severity),
            (Code::CheckExpired, Severity::Warning)
        );
        assert_eq!(finding.path, "financing.offers[1].valid_until");
        assert!(finding.message.contains(says), "{asked}: {}", finding.message);
    }
}

/// A rate may stand alone beside a loan (12 CFR 1026.24(c)), and not beside a card (1026.16(b)(1)): the offer says which
/// it is.
#[test]
fn a_lenders_rate_is_judged_by_its_product() {
    let with = |product: &str| {
        let text = Base::Dental.text();
        let (before, rest) = text.split_once("      terms:").unwrap();
        let (_, after) = rest.split_once("      valid_until").unwrap();
        let terms = "{en: \"The lender's rate is 14.9% APR.\", es: \"La tasa de la financiera es 14.9% APR.\"}";
        found(&format!(
            "{before}      terms: {terms}\n{product}      valid_until{after}"
        ))
        .0
    };
    let told = with("");
    assert!(
        !told.is_empty() && told.iter().all(|(code, ..)| code == "FT-C010"),
        "{told:?}"
    );
    assert!(told[0].2.contains("`product`"), "{told:?}");
    assert_eq!(with("      product: closed_end\n"), []);
    let card = with("      product: open_end\n");
    assert!(card[0].2.contains("1026.16(b)(1)(i)"), "{card:?}");
    let misspelt = with("      product: openend\n");
    assert!(misspelt[0].2.contains("did you mean \"open_end\"?"), "{misspelt:?}");
}

/// What a change of the built-in playbook makes of its step ids, held against the built-in itself: the paths of those that
/// mean another touch, with their lines.
fn reused(from: &str, to: &str) -> Vec<(String, String)> {
    let text = Base::Dental.text();
    let changed = text.replace(from, to);
    assert_ne!(text, changed, "{from}");
    let (old, new) = (
        Playbook::from_yaml(&text).unwrap(),
        Playbook::from_yaml(&changed).unwrap(),
    );
    let findings = new.check_against(&old).findings;
    let reused = findings.iter().filter(|finding| finding.code == Code::CheckStepReused);
    let line = |finding: &CheckFinding| {
        let line = changed.lines().nth(finding.line.unwrap() as usize - 1).unwrap();
        line.trim().to_owned()
    };
    reused.map(|finding| (finding.path.clone(), line(finding))).collect()
}

#[test]
fn a_step_id_that_means_another_touch_is_found() {
    let soft = "- {id: soft,    day: 7,  channel: sms,   template: soft_nudge}\n      - {id: finance";
    for (from, to, path) in [
        (
            soft,
            "- {id: soft, day: 7, channel: sms, template: hello}\n      - {id: finance",
            "template",
        ),
        (
            soft,
            "- {id: soft, day: 7, channel: call, escalate: high_value}\n      - {id: finance",
            "channel",
        ),
        (
            "channel: call,  escalate: high_value}\n  - id: restorative",
            "channel: call,  escalate: re_engaged}\n  - id: restorative",
            "escalate",
        ),
        (
            "channel: call,  escalate: high_value}\n  - id: restorative",
            "channel: sms, template: soft_nudge}\n  - id: restorative",
            "channel",
        ),
    ] {
        let found = reused(from, to);
        assert_eq!(found.len(), 1, "{to}: {found:?}");
        assert!(
            found[0].0.starts_with("sequences[0].steps[") && found[0].0.ends_with(path),
            "{found:?}"
        );
    }
}

#[test]
fn an_ordinary_edit_of_a_step_leaves_it_what_it_is() {
    for (from, to) in [
        ("id: soft,    day: 7", "id: soft,    day: 8"),
        ("template: soft_nudge", "template: soft_nudge, otherwise: [portal]"),
        (
            "template: hello, otherwise: [portal, email]",
            "template: hello, otherwise: [email]",
        ),
        (
            "template: soft_nudge",
            "template: soft_nudge, at: \"11:00\", when: financing_available, stale_after: 3d",
        ),
        // A new text, and a new name for the same one.
        ("Questions? Just reply.", "Any questions?"),
        ("soft_nudge", "a_nudge"),
        ("high_value", "worth_a_call"),
        // Another step in its place, with an id of its own.
        (
            "{id: soft,    day: 7,  channel: sms,   template: soft_nudge}",
            "{id: again, day: 7, channel: sms, template: hello}",
        ),
        ("id: restorative\n", "id: repairs\n"),
    ] {
        assert_eq!(reused(from, to), [], "{to}");
    }
}

/// A practice that extends a built-in playbook, and what it wrote besides.
fn extended(more: &str) -> String {
    format!("followthrough: 1\nextends: dental\n{}{more}\n", faults::PRACTICE)
}

#[test]
fn what_a_practice_lays_over_a_built_in_is_looked_at_as_well() {
    let night = "steps: [{id: hello, day: 1, channel: sms, template: hello, at: \"22:00\", stale_after: 1h}]";
    let terms =
        |text: &str| format!("financing: {{offers: [{{id: carecredit, terms: {{en: \"{text}\", es: \"{text}\"}}}}]}}");
    let long = "x".repeat(200);
    for (more, code, path) in [
        ("trigger: {where: {standing: accepted}}".to_owned(), "FT-C003", "trigger.where"),
        ("trigger: {where: {consented: call}}".to_owned(), "FT-C003", "trigger.where"),
        ("trigger: {pending_for: 100d}".to_owned(), "FT-C003", "trigger"),
        ("trigger: {pending_for: 90d}".to_owned(), "FT-C003", "trigger"),
        ("trigger: {where: {pending_for: {at_least: 100d}}}".to_owned(), "FT-C003", "trigger.where"),
        (
            format!("sequences: [{{id: later, where: {{pending_for: {{at_least: 100d}}}}, {night}}}]"),
            "FT-C003",
            "sequences[0].where",
        ),
        (
            "faq: {crown: [{question: {en: How?, es: Cómo?}, answer: {en: 24 payments of $50 a month., es: 24 pagos.}}]}".to_owned(),
            "FT-C010",
            "",
        ),
        (terms("0% for 12 months."), "FT-C010", "financing.offers[0]"),
        (
            format!("templates: {{soft_nudge: {{sms: {{es: \"{{{{practice.name}}}} {long} {{{{plan.link}}}} {{{{optout.text}}}}\"}}}}}}"),
            "FT-C007",
            "templates.soft_nudge.sms.es",
        ),
    ] {
        let (all, findings) = found(&extended(&more));
        let told = findings.iter().find(|f| f.code.as_str() == code && (path.is_empty() || f.path == path));
        let told = told.unwrap_or_else(|| panic!("{more}: {code} at {path} is not among {all:#?}"));
        assert!(told.witness.is_some() || WITHOUT_WITNESS.contains(&told.code), "{more}: {}", told.message);
        findings.iter().for_each(replay);
    }

    // A sequence of one location, which is as another one in all else.
    let at = |location: &str| {
        let practice = faults::PRACTICE.trim_end().to_owned() + "\n  locations: {a: {}, b: {}}\n";
        format!(
            "followthrough: 1\nextends: dental\n{practice}sequences: [{{id: own, where: {{location: {location}}}, {night}}}]\n"
        )
    };
    for location in ["a", "b"] {
        let (all, _) = found(&at(location));
        assert!(all.iter().any(|(code, ..)| code == "FT-C005"), "{location}: {all:?}");
    }

    // The day of the week is that of the presentation, also where a condition keeps it away from the usual week.
    let weekend = "sequences: [{id: own, steps: [{id: call, day: 1, channel: call, escalate: high_value}, \
                   {id: details, day: 2, channel: email, template: plan_details, at: \"10:00\"}]}]";
    for when in ["", "trigger: {where: {presented_on: {at_most: 2026-02-26}}}\n"] {
        let (all, findings) = found(&extended(&format!("{when}{weekend}")));
        let [finding] = findings.as_slice() else {
            panic!("{all:#?}")
        };
        assert!(
            finding.message.contains("presented on a Friday:"),
            "{when}{}",
            finding.message
        );
        replay(finding);
    }

    // A call that first asks for something else goes all the same.
    let other = extended(
        "escalation: {high_value: [{prompt: review, role: front_desk}, {prompt: call, role: office_manager}]}\n\
         sequences: [{id: general, steps: [{id: call, day: 2, channel: call, escalate: high_value}]}]",
    );
    assert_eq!(found(&other).0, []);
}
