//! What can be wrong with a playbook: changes of the built-in ones, with what must be found, and where.

mod of_kinds;
mod of_results;

use of_kinds::{of_plans, of_recall};
use of_results::of_results;

/// The practice that every playbook here is of.
pub(crate) const PRACTICE: &str = r#"practice:
  name: Maple Family Practice
  time_zone: America/Chicago
  state: IL
  phone: "+13125550110"
  postal_address: "500 Lake Shore Dr, Chicago, IL 60611"
  booking_url: "https://book.example.com/maple"
"#;

/// A built-in playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Dental,
    Medspa,
    Recall,
    NoRebook,
}

impl Base {
    pub(crate) const ALL: [Self; 4] = [Self::Dental, Self::Medspa, Self::Recall, Self::NoRebook];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dental => "dental",
            Self::Medspa => "medspa",
            Self::Recall => "recall",
            Self::NoRebook => "no_rebook",
        }
    }

    /// The built-in as a practice would write it out.
    pub(crate) fn text(self) -> String {
        let text = match self {
            Self::Dental => include_str!("../../../engine/src/playbook/builtin/dental.yaml"),
            Self::Medspa => include_str!("../../../engine/src/playbook/builtin/medspa.yaml"),
            Self::Recall => include_str!("../../../engine/src/playbook/builtin/recall.yaml"),
            Self::NoRebook => include_str!("../../../engine/src/playbook/builtin/no_rebook.yaml"),
        };
        let lines = text.lines().map(|line| {
            if line.starts_with("practice:") {
                PRACTICE.to_owned()
            } else {
                format!("{line}\n")
            }
        });
        lines.collect()
    }

    /// The sequence for everybody else.
    fn last(self) -> &'static str {
        match self {
            Self::Dental | Self::Medspa => "  - id: general\n",
            Self::Recall => "  - id: recall\n",
            Self::NoRebook => "  - id: no_rebook\n",
        }
    }

    /// The last list of a condition of the trigger.
    fn trigger(self) -> &'static str {
        match self {
            Self::Dental => "      - no_upcoming_appointment_for_plan\n",
            Self::Medspa => "      - no_upcoming_appointment_for_plan\n",
            Self::Recall | Self::NoRebook => "      - not: upcoming_appointment\n",
        }
    }
}

/// A change that makes a playbook wrong.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) base: Base,
    changes: Vec<(String, String)>,
    pub(crate) code: &'static str,
    /// Part of the line that is named; empty where any is right.
    pub(crate) line: &'static str,
    /// Whether a case can show it.
    pub(crate) witness: bool,
}

impl Fault {
    /// The playbook with the fault in it.
    pub(crate) fn text(&self) -> String {
        self.changes.iter().fold(self.base.text(), |text, (from, to)| {
            // `a…b` stands for all from one to the other.
            let (first, last) = from.split_once('…').unwrap_or((from.as_str(), ""));
            let missing = || panic!("{} ({:?}): {from:?} is not there", self.name, self.base);
            let start = text.find(first).unwrap_or_else(missing);
            let rest = &text[start + first.len()..];
            let end = rest
                .find(last)
                .map_or_else(missing, |at| start + first.len() + at + last.len());
            format!("{}{to}{}", &text[..start], &text[end..])
        })
    }

    fn without_witness(mut self) -> Self {
        self.witness = false;
        self
    }
}

fn fault(name: &'static str, base: Base, changes: &[(&str, &str)], code: &'static str, line: &'static str) -> Fault {
    Fault {
        name,
        base,
        changes: changes
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()))
            .collect(),
        code,
        line,
        witness: true,
    }
}

/// A condition on the sequence for everybody else.
fn only(name: &'static str, base: Base, condition: &'static str) -> Fault {
    let last = base.last();
    fault(
        name,
        base,
        &[(last, &format!("{last}    where: {condition}\n"))],
        "FT-C001",
        condition,
    )
}

/// A first sequence before those that are there.
fn first(name: &'static str, base: Base, lines: &str, code: &'static str, line: &'static str) -> Fault {
    fault(
        name,
        base,
        &[("sequences:\n", &format!("sequences:\n{lines}"))],
        code,
        line,
    )
}

/// A step after those of the last sequence's first one.
fn step(name: &'static str, base: Base, line: &'static str, code: &'static str) -> Fault {
    let last = base.last();
    let one = format!("  - id: extra\n    where: {{language: en}}\n    steps:\n{line}\n{last}");
    fault(name, base, &[(last, &one)], code, line.trim_start())
}

/// Faults that any playbook can have.
fn of_any(base: Base) -> Vec<Fault> {
    let (last, trigger) = (base.last(), base.trigger());
    let escalation = match base {
        Base::Dental => "high_value",
        Base::Medspa => "consultation",
        Base::Recall => "overdue",
        Base::NoRebook => "unbooked",
    };
    let template = match base {
        Base::Dental | Base::Medspa => "hello",
        Base::Recall => "due",
        Base::NoRebook => "next_visit",
    };
    let all = |condition: &str| {
        format!(
            "  - {{id: extra, where: {condition}, steps: [{{id: s, day: 1, channel: sms, template: {template}}}]}}\n"
        )
    };
    let role = match base {
        Base::Dental => "treatment_coordinator",
        Base::Medspa => "patient_coordinator",
        Base::Recall => "hygiene_coordinator",
        Base::NoRebook => "front_desk",
    };
    let mut faults = vec![
        only("only people who read English", base, "{language: en}"),
        only("only those who may be texted", base, "{consented: sms}"),
        only("only those with an e-mail address", base, "{has_channel: email}"),
        only(
            "adults, and nobody whose age is not known",
            base,
            "{age: {at_least: 18}}",
        ),
        only(
            "of any age, but of a known one",
            base,
            "{any: [{age: {at_least: 18}}, {age: {below: 18}}]}",
        ),
        only(
            "not one provider's, and nobody's without one",
            base,
            "{not: {provider: d-9}}",
        ),
        only("one location only", base, "{location: [north, south]}"),
        only("all without a tag", base, "{not: {tag: vip}}"),
        only("those who were here before", base, "{last_visit_ago: {at_least: 30d}}"),
        only(
            "those who are new, and nobody of whom nothing is told",
            base,
            "new_patient",
        ),
        only(
            "not the insured, and nobody of whom nothing is told",
            base,
            "{insured: false}",
        ),
        only(
            "those with benefits left, and nobody of whom nothing is told",
            base,
            "{benefits_remaining: {at_least: 0}}",
        ),
        fault(
            "a fact of the host's own that may be absent",
            base,
            &[
                ("trigger:\n", "custom: {tier: [gold, basic]}\ntrigger:\n"),
                (last, &format!("{last}    where: {{custom.tier: [gold, basic]}}\n")),
            ],
            "FT-C001",
            "custom.tier",
        ),
        first("everybody first", base, &all("{all: []}"), "FT-C002", ""),
        first(
            "two halves first",
            base,
            &(all("{language: en}") + &all("{language: es}").replace("extra", "other")),
            "FT-C002",
            "",
        ),
        first(
            "nobody has that language and the other",
            base,
            &all("{all: [{language: en}, {language: es}]}"),
            "FT-C003",
            "id: extra",
        ),
        first(
            "nobody is called on a machine",
            base,
            &all("{consented: call}"),
            "FT-C003",
            "id: extra",
        ),
        step(
            "a step for nobody",
            base,
            "      - {id: s, day: 3, channel: call, escalate: ESC, when: {has_channel: call}}",
            "FT-C003",
        ),
        fault(
            "a step for those of another sequence",
            base,
            &[(
                last,
                &format!(
                    "  - id: extra\n    where: {{tag: vip}}\n    steps:\n      - {{id: s, day: 3, channel: call, escalate: ESC}}\n      - {{id: t, day: 9, channel: call, escalate: ESC, when: {{not: {{tag: vip}}}}}}\n{last}"
                ),
            )],
            "FT-C003",
            "id: t",
        ),
        step(
            "a step after the window",
            base,
            "      - {id: s, day: 364, channel: call, escalate: ESC}",
            "FT-C004",
        ),
        step(
            "at night, for an hour",
            base,
            "      - {id: s, day: 3, channel: email, template: TEMPLATE, at: \"22:00\", stale_after: 1h}",
            "FT-C005",
        ),
        step(
            "a call at night, for an hour",
            base,
            "      - {id: s, day: 3, channel: call, escalate: ESC, at: \"22:00\", stale_after: 1h}",
            "FT-C005",
        ),
        fault(
            "an escalation that nothing raises",
            base,
            &[(
                "escalation:\n",
                &format!(
                    "escalation:\n  spare: [{{prompt: call, role: front_desk}}, {{prompt: call, role: {role}}}]\n"
                ),
            )],
            "FT-C003",
            "spare:",
        )
        .without_witness(),
        fault(
            "a trigger that passes with time",
            base,
            &[(trigger, &format!("{trigger}      - pending_for: {{below: 8d}}\n"))],
            "FT-C003",
            "",
        )
        .without_witness(),
        fault(
            "the window ends before the steps",
            base,
            &[("  window: ", "  window: 8d\n#")],
            "FT-C004",
            "day: ",
        ),
        fault(
            "a gap of ten days",
            base,
            &[("min_gap: 20h", "min_gap: 30d")],
            "FT-C005",
            "",
        ),
        fault(
            "Sunday morning only",
            base,
            &[("limits:", "sending: {window: {sun: \"08:00-11:00\"}}\nlimits:")],
            "FT-C006",
            "sending",
        ),
        fault(
            "evenings, by the strictest hours",
            base,
            &[
                ("limits:", "sending: {window: {mon-fri: \"18:30-20:00\"}}\nlimits:"),
                ("windows: mini_tcpa_union", "windows: strict_all_rows"),
            ],
            "FT-C006",
            "sending",
        ),
        fault(
            "evenings, where some states are strict",
            base,
            &[("limits:", "sending: {window: {mon-fri: \"18:30-20:00\"}}\nlimits:")],
            "FT-C006",
            "sending",
        ),
        fault(
            "nobody is ever there to call",
            base,
            &[("  hours: {", "  hours: {mon: closed}\n# {")],
            "FT-P004",
            "hours",
        ),
        fault(
            "one level only",
            base,
            &[(
                "  question:\n",
                "  question: [{prompt: answer, role: front_desk}]\n  spare:\n",
            )],
            "FT-C011",
            "question",
        ),
        fault(
            "one level only after a yes",
            base,
            &[(
                "  re_engaged:\n",
                "  re_engaged: [{prompt: book, role: front_desk}]\n  spare:\n",
            )],
            "FT-C011",
            "re_engaged",
        ),
        fault(
            "one level only of a call",
            base,
            &[(
                &format!("  {escalation}:\n"),
                &format!("  {escalation}: [{{prompt: call, role: front_desk}}]\n  spare:\n"),
            )],
            "FT-C011",
            escalation,
        ),
        fault(
            "the same people again and again",
            base,
            &[(
                "  question:\n",
                "  question: [{prompt: answer, role: front_desk}, {prompt: answer, role: front_desk}]\n  spare:\n",
            )],
            "FT-C011",
            "question",
        )
        .without_witness(),
        fault(
            "an escalation without an end",
            base,
            &[(
                &format!("  {escalation}:\n"),
                &format!(
                    "  {escalation}:\n    - {{prompt: call, role: front_desk}}\n    - {{prompt: call, role: {role}, after: 300d}}\n  spare:\n"
                ),
            )],
            "FT-C012",
            "after: 300d",
        ),
        fault(
            "a question that waits for a year",
            base,
            &[(
                "  question:\n",
                &format!(
                    "  question:\n    - {{prompt: answer, role: front_desk}}\n    - {{prompt: answer, role: {role}, after: 365d}}\n  spare:\n"
                ),
            )],
            "FT-C012",
            "after: 365d",
        ),
        fault(
            "a text without Spanish",
            base,
            &[
                ("languages: [en, es]", "languages: [en, es]\n#"),
                ("\ntemplates:\n", "\ntemplates:\n  bare: {sms: {en: \"Hi\"}}\n"),
            ],
            "FT-P012",
            "bare",
        ),
    ];
    for fault in &mut faults {
        for (_, to) in &mut fault.changes {
            *to = to.replace("ESC", escalation).replace("TEMPLATE", template);
        }
        if fault.line.contains("ESC") || fault.line.contains("TEMPLATE") {
            fault.line = fault.line.split(", ").next().unwrap_or_default();
        }
    }
    faults.extend(of_texts(base, template));
    faults.extend(of_results(base, escalation, template));
    faults
}

/// A template of its own in the place of the first message's.
fn wording(name: &'static str, base: Base, template: &str, sms: &str, code: &'static str) -> Fault {
    let texts = format!("\ntemplates:\n  worded:\n    sms:\n      en: {sms}\n      es: {sms}\n");
    let step = format!(
        "      - {{id: s, day: 1, channel: sms, template: {template}}}\n      - {{id: t, day: 4, channel: sms, template: worded}}\n"
    );
    let sequence = format!("  - id: extra\n    where: {{language: [en, es]}}\n    steps:\n{step}");
    let changes = [
        ("sequences:\n", format!("sequences:\n{sequence}")),
        ("\ntemplates:\n", texts),
    ];
    let changes: Vec<(&str, &str)> = changes.iter().map(|(from, to)| (*from, to.as_str())).collect();
    fault(name, base, &changes, code, "      e")
}

fn of_texts(base: Base, template: &str) -> Vec<Fault> {
    let long = format!(
        "\"{{{{patient.first_name}}}}: {}{{{{plan.link}}}}\"",
        "a word or two more ".repeat(20)
    );
    let foreign = format!("\"á {}{{{{plan.link}}}}\"", "a word or two more ".repeat(18));
    vec![
        wording("three segments", base, template, &long, "FT-C007"),
        wording("five segments of UCS-2", base, template, &foreign, "FT-C007"),
        wording(
            "nothing to say without a provider",
            base,
            template,
            "\"{{#if provider.display_name}}{{provider.display_name}} says hello.{{/if}}\"",
            "FT-C009",
        ),
        wording(
            "an amount, once the value is in it",
            base,
            template,
            "\"It is just ${{practice.phone}}\"",
            "FT-C008",
        ),
        wording(
            "a variable that the channel may not carry",
            base,
            template,
            "\"Hi, {{item.code}}\"",
            "FT-P010",
        ),
    ]
}

/// Every fault.
pub(crate) fn faults() -> Vec<Fault> {
    let mut all: Vec<Fault> = Base::ALL.into_iter().flat_map(of_any).collect();
    all.extend([Base::Dental, Base::Medspa].into_iter().flat_map(of_plans));
    all.extend(of_recall());
    all
}
