//! What happens when the patient answers, and who is asked when.

use super::html::{Text, put};
use super::{texts, words};
use crate::criteria::span;
use crate::escalation::{Level, Priority};
use crate::playbook::{AfterReEngaged, ClickKind, RevokeAll, Rules, Touch};
use crate::wire::EscalationId;

pub(super) fn answers(out: &mut String, rules: &Rules, used: &texts::Used<'_>) {
    out.push_str("<dl class=\"rules\">\n");
    let mut row = |what: &str, then: String| put!(out, "<div><dt>{what}</dt><dd>{then}</dd></div>\n");
    let click = match rules.engagement_click {
        ClickKind::Confirmed => "or goes on from a link",
        ClickKind::Landed => "or follows a link",
    };
    let first = first_asked(rules, &rules.when_re_engaged.escalate);
    let after = match rules.when_re_engaged.then {
        AfterReEngaged::Close => "If nobody books, the follow-up ends.",
        AfterReEngaged::Resume => "If nobody books, the messages go on at the next step.",
    };
    row(
        &format!("Says yes, {click}"),
        format!(
            "Messages stop at once. {first} See <a href=\"#staff\">{}</a>. {after}",
            Text(rules.when_re_engaged.escalate.as_str())
        ),
    );
    let question = rules.escalations.keys().find(|id| id.as_str() == words::QUESTION);
    row(
        "Asks something, or writes what nobody can read for sure",
        format!(
            "Messages wait for a person. {} See <a href=\"#staff\">{}</a>. They go on once staff have answered, or when nobody has.",
            question.map(|id| first_asked(rules, id)).unwrap_or_default(),
            words::QUESTION
        ),
    );
    let confirmed = used.confirmation().map_or_else(String::new, |number| {
        format!(" One text message confirms it: <a href=\"#text-{number}\">text {number}</a>.")
    });
    let reach = match rules.contact_policy.revoke_all {
        RevokeAll::Always => "All automated messages end, on every channel.".to_owned(),
        RevokeAll::Never => "Automated messages on that channel end.".to_owned(),
        RevokeAll::From(day) => {
            format!("Automated messages on that channel end; from {day} on, those on every channel.")
        }
    };
    row("Says STOP, in whatever words", format!("{reach}{confirmed}"));
    row(
        "Says not now",
        "Messages wait until the time that the patient named, and staff see it.".to_owned(),
    );
    row(
        "Says no",
        "The follow-up ends, and the practice system is told.".to_owned(),
    );
    let settles = words::follows_plans(rules) || words::settled_by(rules).is_some();
    let booked = if settles {
        "Messages about what is booked end."
    } else {
        "Messages end once the practice system tells that it is done, or part 1 no longer holds."
    };
    row("Books, or is booked", booked.to_owned());
    row(
        "Writes of an emergency, or somebody writes of a death",
        "Everything automatic stops, and staff are asked at once, with high priority.".to_owned(),
    );
    row(
        "Does not answer",
        format!("The follow-up ends {} after its last step.", span(rules.wind_down)),
    );
    out.push_str("</dl>\n");
}

/// `Front desk is asked to book the visit within 4 business hours.`
fn first_asked(rules: &Rules, list: &EscalationId) -> String {
    let level = rules.escalations.get(list).and_then(|levels| levels.first());
    level.map(|level| Text(asked(level)).to_string()).unwrap_or_default()
}

fn asked(level: &Level) -> String {
    let due = level
        .due_in
        .map(|due| format!(" within {}", words::delay(due)))
        .unwrap_or_default();
    words::sentence(&format!(
        "the {} is asked to {}{due}",
        words::role(&level.role),
        words::prompt(level.prompt)
    ))
}

pub(super) fn escalations(out: &mut String, rules: &Rules) {
    put!(
        out,
        "<p>Whoever is asked finds a task with what was said so far. When nothing comes of it, the next one is asked. Staff hours: \
         {}{}.</p>\n",
        Text(words::week(&rules.practice.hours.weekly)),
        Text(words::closed(&rules.practice.hours.closed))
    );
    for (id, levels) in rules.escalations.iter().filter(|(id, _)| is_raised(rules, id)) {
        let by = raised_by(rules, id);
        put!(
            out,
            "<article class=\"escalation\">\n<h3>{}</h3>\n<p class=\"soft\">{}</p>\n<ol>\n",
            Text(id.as_str()),
            Text(words::sentence(&format!("asked for {}", words::listed(by))))
        );
        for (number, level) in levels.iter().enumerate() {
            let when = if number == 0 {
                "At once".to_owned()
            } else {
                words::upper(&words::after(level))
            };
            let mut more = Vec::new();
            if level.priority == Priority::High {
                more.push("High priority.");
            }
            if level.alert {
                more.push("A notice goes to the staff channel.");
            }
            put!(
                out,
                "<li><strong>{}:</strong> {} {}</li>\n",
                Text(when),
                Text(asked(level)),
                more.join(" ")
            );
        }
        out.push_str("</ol>\n</article>\n");
    }
}

/// Whether anything in the playbook raises an escalation.
pub(super) fn is_raised(rules: &Rules, list: &EscalationId) -> bool {
    !raised_by(rules, list).is_empty()
}

/// What raises an escalation, in words.
fn raised_by(rules: &Rules, list: &EscalationId) -> Vec<String> {
    let mut by = Vec::new();
    for sequence in words::sequences(rules) {
        for step in &sequence.steps {
            if matches!(&step.touch, Touch::Call { escalate } if escalate == list) {
                by.push(format!("on day {} of {}", step.day, sequence.id));
            }
        }
    }
    if *list == rules.when_re_engaged.escalate {
        by.push("when a patient says yes".to_owned());
    }
    if list.as_str() == words::QUESTION {
        by.push("when a patient asks something".to_owned());
    }
    by
}
