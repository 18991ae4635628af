//! The flowchart. Nodes have names of our own; all that a playbook says stands in quoted labels, every character in them
//! that Mermaid reads as more than text written as its number.

use std::fmt::Write as _;

use super::words;
use crate::criteria::span;
use crate::escalation::Level;
use crate::playbook::{AfterReEngaged, Rules, Sequence, Step, Touch};
use crate::wire::EscalationId;

/// A longer label is cut: GitHub shows no chart of more than 50,000 characters.
const LONGEST: usize = 300;

pub(super) fn flowchart(rules: &Rules) -> String {
    let mut chart = Chart {
        rules,
        out: "flowchart TD\n".to_owned(),
        called: Vec::new(),
    };
    chart.trigger();
    chart.answers();
    chart.escalations();
    chart.out.push_str(
        "  classDef message fill:#e3eefb,stroke:#2b6cb0,color:#12324f\n  \
         classDef staff fill:#f1e7fb,stroke:#7c3aad,color:#35164f\n  \
         classDef end_of fill:#eef1f4,stroke:#66748a,color:#1c2733\n",
    );
    chart.out
}

struct Chart<'a> {
    rules: &'a Rules,
    out: String,
    /// The escalations that something raises, each with the nodes from which it does.
    called: Vec<(&'a EscalationId, Vec<String>)>,
}

impl<'a> Chart<'a> {
    fn line(&mut self, text: &str) {
        self.out.push_str("  ");
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn calls(&mut self, list: &'a EscalationId, from: String) {
        match self.called.iter_mut().find(|(known, _)| *known == list) {
            Some((_, nodes)) => nodes.push(from),
            None => self.called.push((list, vec![from])),
        }
    }

    fn trigger(&mut self) {
        let rules = self.rules;
        let about = words::about(rules);
        let mut asked = vec![words::upper(&words::pending(rules))];
        if !words::is_open(&rules.trigger.condition) {
            asked.push(format!("if {}", words::condition(about, &rules.trigger.condition)));
        }
        let label = label(&asked);
        self.line(&format!("trigger[{label}]"));
        let mut from = "trigger".to_owned();
        for (place, sequence) in (1..).zip(words::sequences(rules)) {
            if words::is_open(&sequence.condition) {
                let arrow = if from == "trigger" { "-->" } else { "-->|else|" };
                self.line(&format!("{from} {arrow} s{place}n1"));
                from.clear();
            } else {
                let arrow = if from == "trigger" { "-->" } else { "-->|else|" };
                let asked = label_of(&format!("{}?", words::condition(about, &sequence.condition)));
                self.line(&format!("{from} {arrow} q{place}{{{asked}}}"));
                self.line(&format!("q{place} -->|yes| s{place}n1"));
                from = format!("q{place}");
            }
            self.sequence(place, sequence);
        }
        if !from.is_empty() {
            let waits = format!("no sequence: waits, for {} at most", span(rules.trigger.window));
            self.line(&format!("{from} -->|else| nobody[{}]:::end_of", label_of(&waits)));
        }
    }

    fn sequence(&mut self, place: usize, sequence: &'a Sequence) {
        self.line(&format!("subgraph s{place}[{}]", label_of(sequence.id.as_str())));
        self.line("direction TB");
        for (number, step) in (1..).zip(&sequence.steps) {
            let class = match &step.touch {
                Touch::Call { .. } => "staff",
                Touch::Message { .. } => "message",
            };
            self.line(&format!("s{place}n{number}[{}]:::{class}", self.step(step)));
            if number > 1 {
                self.line(&format!("s{place}n{} --> s{place}n{number}", number - 1));
            }
        }
        self.line("end");
        for (number, step) in (1..).zip(&sequence.steps) {
            if let Touch::Call { escalate } = &step.touch {
                self.calls(escalate, format!("s{place}n{number}"));
            }
        }
        let last = sequence.steps.len();
        self.line(&format!("s{place}n{last} --> silence"));
    }

    fn step(&self, step: &Step) -> String {
        let about = words::about(self.rules);
        let mut lines = Vec::new();
        let at = step.at.map(|at| format!(", {}", words::time(at))).unwrap_or_default();
        lines.push(format!("Day {}{at}", step.day));
        lines.push(match &step.touch {
            Touch::Call { escalate } => format!("{}: {escalate}", words::touch(step)),
            Touch::Message { template, .. } => format!("{}: {template}", words::touch(step)),
        });
        lines.extend(words::otherwise(step).map(|others| format!("else {others}")));
        lines.extend(
            step.when
                .as_ref()
                .map(|when| format!("only if {}", words::condition(about, when))),
        );
        label(&lines)
    }

    /// What happens without an answer, and on each kind of answer.
    fn answers(&mut self) {
        let rules = self.rules;
        let silence = format!("no answer for {}: the follow-up ends", span(rules.wind_down));
        self.line(&format!("silence[{}]:::end_of", label_of(&silence)));
        self.line(&format!(
            "yes([{}])",
            label_of("The patient says yes, or goes on from a link: messages stop")
        ));
        self.calls(&rules.when_re_engaged.escalate, "yes".to_owned());
        self.line(&format!(
            "question([{}])",
            label_of("The patient asks something: messages wait")
        ));
        if let Some((id, _)) = rules.escalations.iter().find(|(id, _)| id.as_str() == words::QUESTION) {
            self.calls(id, "question".to_owned());
        }
        let booked = match (words::follows_plans(rules), words::settled_by(rules)) {
            (true, _) => "A visit is booked, or the plan is declined".to_owned(),
            (false, Some(visit)) => format!("{}, or the patient says no", words::upper(&visit)),
            (false, None) => "It is told as done, or the patient says no".to_owned(),
        };
        let booked = label_of(&booked);
        self.line(&format!("booked([{booked}]) --> over"));
        let stop = label_of("The patient says STOP");
        let ended = label_of("no more messages, and one that confirms it");
        self.line(&format!("stop([{stop}]) --> stopped[{ended}]:::end_of"));
        self.line(&format!("over[{}]:::end_of", label_of("the follow-up ends")));
        self.line(&format!("goes_on[{}]", label_of("messages go on at the next step")));
    }

    fn escalations(&mut self) {
        let rules = self.rules;
        for (place, (id, from)) in (1..).zip(std::mem::take(&mut self.called)) {
            let levels = rules.escalations.get(id).map_or(&[][..], Vec::as_slice);
            self.line(&format!(
                "subgraph e{place}[{}]",
                label_of(&format!("Staff are asked: {id}"))
            ));
            self.line("direction TB");
            for (number, level) in (1..).zip(levels) {
                self.line(&format!("e{place}n{number}[{}]:::staff", asked(level)));
                if number > 1 {
                    let after = label_of(&words::after(level));
                    self.line(&format!("e{place}n{} -->|{after}| e{place}n{number}", number - 1));
                }
            }
            self.line("end");
            for node in from {
                self.line(&format!("{node} --> e{place}n1"));
            }
            let last = levels.len();
            if *id == rules.when_re_engaged.escalate && last > 0 {
                let to = match rules.when_re_engaged.then {
                    AfterReEngaged::Close => "over",
                    AfterReEngaged::Resume => "goes_on",
                };
                self.line(&format!("e{place}n{last} -->|{}| {to}", label_of("nobody booked")));
            }
            if id.as_str() == words::QUESTION && last > 0 {
                self.line(&format!("e{place}n{last} -->|{}| goes_on", label_of("nobody answered")));
            }
        }
    }
}

fn asked(level: &Level) -> String {
    let mut lines = vec![
        words::upper(&words::role(&level.role)),
        words::prompt(level.prompt).to_owned(),
    ];
    lines.extend(level.due_in.map(|due| format!("within {}", words::delay(due))));
    label(&lines)
}

fn label_of(text: &str) -> String {
    label(&[text.to_owned()])
}

/// Lines as one quoted label.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

/// Text in which nothing is more than text. Besides the signs of Mermaid itself those of directives (`%%{`), of Markdown in
/// labels and of HTML are written as numbers, and the colon, for which Mermaid looks in lines that speak of a style.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut left = LONGEST;
    for c in text.chars() {
        if left == 0 {
            out.push('…');
            break;
        }
        left -= 1;
        match c {
            _ if c.is_whitespace() || c.is_control() => out.push(' '),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            '\'' | '(' | ')' | ',' | '-' | '.' | '/' | '?' | '!' | '$' | '+' | '_' => out.push(c),
            _ if c.is_ascii_punctuation() => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}
