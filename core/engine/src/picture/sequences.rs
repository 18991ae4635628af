//! Each sequence as a timeline by day.

use super::html::{Text, put};
use super::{texts, words};
use crate::criteria::{About, Condition, span};
use crate::playbook::{Rules, Sequence, Step, Touch};
use crate::recipient::Channel;

pub(super) fn all(out: &mut String, rules: &Rules, used: &texts::Used<'_>) {
    put!(
        out,
        "<p>Days are counted from the day on which {}: day 1 is the day after. A step without an hour comes at the hour of that \
         moment, moved into the hours of part 6. {} What becomes of the rest when the patient answers or books stands in part 4.</p>\n",
        words::day_zero(rules),
        words::sentence(&words::if_most_are_late(rules))
    );
    for (place, sequence) in words::sequences(rules).iter().enumerate() {
        one(out, rules, place, sequence, used);
    }
}

fn one(out: &mut String, rules: &Rules, place: usize, sequence: &Sequence, used: &texts::Used<'_>) {
    put!(
        out,
        "<article class=\"sequence\">\n<h3>Sequence {}: {}</h3>\n<div class=\"for\"><p>{}</p>\n",
        place + 1,
        Text(sequence.id.as_str()),
        words::taken_by(place, sequence),
    );
    condition(out, words::about(rules), &sequence.condition);
    out.push_str("</div>\n");
    strip(out, rules, sequence);
    out.push_str("<ol class=\"steps\">\n");
    for one in &sequence.steps {
        step(out, rules, one, used);
    }
    put!(
        out,
        "<li class=\"end\"><p class=\"day\">{} later</p><p>No answer until then: the follow-up ends.</p></li>\n</ol>\n</article>\n",
        span(rules.wind_down)
    );
}

/// What a condition asks for: one sentence, or a list where it has several parts.
pub(super) fn condition(out: &mut String, about: About, condition: &Condition) {
    if words::is_open(condition) {
        return;
    }
    out.push_str("<ul class=\"asked\">\n");
    match words::parts(condition) {
        Some((words::Of::All, parts)) => parts.iter().for_each(|part| nested(out, about, part)),
        Some((words::Of::Any, _)) | None => nested(out, about, condition),
    }
    out.push_str("</ul>\n");
}

fn nested(out: &mut String, about: About, condition: &Condition) {
    let Some((of, parts)) = words::parts(condition) else {
        put!(out, "<li>{}</li>\n", Text(words::condition(about, condition)));
        return;
    };
    let what = match of {
        words::Of::All => "all of these:",
        words::Of::Any => "at least one of these:",
    };
    put!(out, "<li>{what}\n<ul>\n");
    parts.iter().for_each(|part| nested(out, about, part));
    out.push_str("</ul></li>\n");
}

/// The days at a glance. The list below says the same, so this is not read out.
fn strip(out: &mut String, rules: &Rules, sequence: &Sequence) {
    out.push_str("<div class=\"strip\" aria-hidden=\"true\">");
    let mut before = 0;
    for step in &sequence.steps {
        put!(
            out,
            "<span class=\"gap\" style=\"flex-grow:{}\"></span><span class=\"mark {}\">{}</span>",
            step.day.saturating_sub(before).max(1),
            class(step),
            step.day
        );
        before = step.day;
    }
    let days = rules.wind_down / crate::schedule::DAY;
    put!(
        out,
        "<span class=\"gap last\" style=\"flex-grow:{}\"></span><span class=\"mark end\">end</span></div>\n",
        days.clamp(1, 14)
    );
}

fn class(step: &Step) -> &'static str {
    match words::first_channel(step) {
        Channel::Sms => "sms",
        Channel::Email => "email",
        Channel::Portal => "portal",
        Channel::Call => "call",
    }
}

fn step(out: &mut String, rules: &Rules, step: &Step, used: &texts::Used<'_>) {
    let at = step
        .at
        .map(|at| format!(" <span>at {}</span>", words::time(at)))
        .unwrap_or_default();
    put!(
        out,
        "<li class=\"{}\"><p class=\"day\">Day {}{at}</p>\n<div><p class=\"what\"><strong>{}</strong> <span class=\"soft\">step {}</span></p>\n<ul>\n",
        class(step),
        step.day,
        Text(words::sentence(words::touch(step)).trim_end_matches('.')),
        Text(step.id.as_str())
    );
    match &step.touch {
        Touch::Message { template, .. } => {
            let number = used.number(template).unwrap_or_default();
            put!(
                out,
                "<li><a href=\"#text-{number}\">Text {number}, {}</a>{}</li>\n",
                Text(template.as_str()),
                texts::opening(rules, template, words::first_channel(step))
            );
        }
        Touch::Call { escalate } => put!(
            out,
            "<li>Staff are asked: <a href=\"#staff\">{}</a>, in part 5</li>\n",
            Text(escalate.as_str())
        ),
    }
    if let Some(when) = &step.when {
        put!(
            out,
            "<li class=\"when\">Only if {}</li>\n",
            Text(words::condition(words::about(rules), when))
        );
    }
    if let Some(others) = words::otherwise(step) {
        put!(out, "<li>If it cannot go that way: {}</li>\n", Text(others));
    }
    let late = words::if_late(step);
    if late != words::if_most_are_late(rules) {
        let late = words::sentence(&late);
        put!(out, "<li>{}</li>\n", Text(late.trim_end_matches('.')));
    }
    out.push_str("</ul></div></li>\n");
}
