//! The report as CSV (RFC 4180): a figure on each line, so that any spreadsheet can pivot it.

use super::MonthlyReport;
use crate::funnel::{Row, Stages};
use crate::stats::{Interval, Sample};

pub(super) fn csv(report: &MonthlyReport) -> String {
    let mut lines = Lines(String::from("table,row,figure,value\r\n"));
    lines.add("report", "", "practice", &report.practice);
    for (name, day) in [("from", report.from), ("to", report.to), ("as_of", report.as_of)] {
        lines.add("report", "", name, &day.to_string());
    }
    lift(&mut lines, report);
    for figure in &report.money.figures {
        let value = figure
            .amount
            .map_or_else(|| figure.shown.clone(), |amount| plain(amount.cents()));
        lines.add("money", "", figure.name, &value);
    }
    let sent = &report.money.sent;
    for (name, n) in [
        ("sms", sent.sms),
        ("segments", sent.segments),
        ("email", sent.email),
        ("portal", sent.portal),
        ("tasks", sent.tasks),
        ("opted_out", sent.opted_out),
    ] {
        lines.add("sent", "", name, &n.to_string());
    }
    for plan in &report.money.recovered {
        lines.add("recovered", &plan.case_id, "on", &plan.on.to_string());
        lines.add("recovered", &plan.case_id, "step", &plan.step);
        if let Some(value) = plan.value {
            lines.add("recovered", &plan.case_id, "value", &plain(value.cents()));
        }
    }
    let funnel = &report.funnel;
    for (table, rows) in [
        ("touchpoints", &funnel.touchpoints),
        ("sequences", &funnel.sequences),
        ("arms", &funnel.arms),
        ("channels", &funnel.channels),
        ("languages", &funnel.languages),
        ("weeks", &funnel.weeks),
    ] {
        for row in rows {
            stages(&mut lines, table, &name(row), &row.stages);
        }
    }
    lines.0
}

fn lift(lines: &mut Lines, report: &MonthlyReport) {
    if let Some(told) = &report.lift.against_holdout {
        sample(lines, "holdout", "followed_up", told.followed_up);
        sample(lines, "holdout", "held_out", told.held_out);
        if let Some(interval) = told.at_any_look {
            difference(lines, "holdout", "at_any_look", interval);
        }
        if let Some(end) = told.at_planned_end {
            difference(lines, "holdout", "at_planned_end", end.difference);
        }
        lines.add("holdout", "", "sentence", &told.sentence);
    }
    if let Some(told) = &report.lift.before_and_after {
        sample(lines, "before_and_after", "before", told.before);
        sample(lines, "before_and_after", "since", told.since);
        if let Some(interval) = told.difference {
            difference(lines, "before_and_after", "difference", interval);
        }
        lines.add("before_and_after", "", "sentence", &told.sentence);
    }
    for arm in &report.lift.arms {
        let row = format!("{} / {} / {} against {}", arm.sequence, arm.step, arm.other, arm.first);
        if let Some(interval) = arm.at_any_look {
            difference(lines, "arms_compared", &row, interval);
        }
    }
}

fn name(row: &Row) -> String {
    let parts = [
        row.sequence.clone(),
        row.step.clone(),
        row.arm.clone(),
        row.channel.map(|channel| channel.as_str().to_owned()),
        row.language.clone(),
        row.week.map(|week| week.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

fn stages(lines: &mut Lines, table: &str, row: &str, stages: &Stages) {
    for (figure, n) in stages.named() {
        lines.add(table, row, figure, &n.to_string());
    }
}

fn sample(lines: &mut Lines, table: &str, row: &str, sample: Sample) {
    lines.add(table, row, "accepted", &sample.hits().to_string());
    lines.add(table, row, "households", &sample.of().to_string());
}

fn difference(lines: &mut Lines, table: &str, row: &str, interval: Interval) {
    for (figure, value) in [
        ("estimate", interval.estimate),
        ("low", interval.low),
        ("high", interval.high),
    ] {
        lines.add(table, row, figure, &format!("{value:.6}"));
    }
}

fn plain(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

struct Lines(String);

impl Lines {
    fn add(&mut self, table: &str, row: &str, figure: &str, value: &str) {
        let fields = [table, row, figure, value].map(field);
        self.0 += &fields.join(",");
        self.0 += "\r\n";
    }
}

/// Quoted where it must be. What a spreadsheet would take for a formula is shown to be text, but for numbers.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        assert_eq!(field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(
            (field("-4.50").as_str(), field("-a").as_str(), field("a,b").as_str()),
            ("-4.50", "'-a", "\"a,b\"")
        );
    }
}
