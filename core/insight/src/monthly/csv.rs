//! The report as CSV: a figure on each line, so that any spreadsheet can pivot it.

use super::MonthlyReport;
use crate::funnel::{Row, Stages};
use crate::page::csv::Table;
use crate::stats::{Confidence, Interval, Sample};

/// The plans recovered, one a row.
pub(super) fn recovered(report: &MonthlyReport) -> String {
    let mut table = Table::new(&["case", "on", "sequence", "step", "provider", "category", "value"]);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for plan in &report.money.recovered {
        table.row(&[
            plan.case_id.clone(),
            plan.on.to_string(),
            text(&plan.sequence),
            plan.step.clone(),
            text(&plan.provider),
            plan.category.map(|category| category.to_string()).unwrap_or_default(),
            plan.value.map(|value| value.to_string()).unwrap_or_default(),
        ]);
    }
    table.text()
}

pub(super) fn csv(report: &MonthlyReport) -> String {
    let mut lines = Lines(Table::new(&["table", "row", "figure", "value"]));
    lines.add("report", "", "practice", &report.practice);
    for (name, n) in [("days", report.days), ("days_known", report.days_known)] {
        lines.add("report", "", name, &n.to_string());
    }
    for (name, day) in [("from", report.from), ("to", report.to), ("as_of", report.as_of)] {
        lines.add("report", "", name, &day.to_string());
    }
    for (name, day) in ["journal_from", "journal_to"]
        .iter()
        .zip(report.journal_days.iter().flatten())
    {
        lines.add("report", "", name, &day.to_string());
    }
    lines.add("report", "", "time_zone", &report.time_zone);
    let read = &report.read;
    for (name, n) in [
        ("journal_lines", read.lines),
        ("plan_lines", read.plan_lines),
        ("unknown_types", read.unknown_types),
        ("damaged_lines", read.damaged),
    ] {
        lines.add("report", "", name, &n.to_string());
    }
    for line in &read.damaged_lines {
        let file = line.file.as_deref().map_or_else(String::new, |file| format!("{file}:"));
        lines.add("damaged", &format!("{file}{}", line.line), "why", &line.why);
    }
    rules(&mut lines, report);
    lift(&mut lines, report);
    for (name, told) in [("harm", report.money.harm), ("at_a_pace", report.money.at_a_pace)] {
        lines.add("money", "", name, &told.to_string());
    }
    if let Some(why) = report.money.no_gain {
        lines.add("money", "", "no_gain", &word(&why));
    }
    for figure in &report.money.figures {
        let value = match (figure.amount, &figure.number, &figure.found) {
            (Some(amount), _, _) => amount.to_string(),
            (None, Some(number), _) => number.clone(),
            (None, None, Some([from, to])) => format!("{from} to {to}"),
            (None, None, None) => figure.shown.clone(),
        };
        lines.add("money", "", figure.name, &value);
        for (flag, said) in [("at_least", figure.at_least), ("estimated", figure.estimated)] {
            if said {
                lines.add("money", flag, figure.name, "true");
            }
        }
        let found = ["found_low", "found_high"].iter().zip(figure.found.iter().flatten());
        let between = ["low", "high"].iter().zip(figure.between.iter().flatten());
        for (bound, value) in found.chain(between) {
            lines.add("money", bound, figure.name, value);
        }
    }
    if let Some(why) = report.money.not_known {
        lines.add("money", "", "not_known", &word(&why));
    }
    let fell = &report.money.fell_through;
    for (row, figure, value) in [
        ("", "without_value", report.money.without_value.to_string()),
        ("fell_through", "plans", fell.plans.to_string()),
        ("fell_through", "value", fell.value.to_string()),
    ] {
        lines.add("money", row, figure, &value);
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
    for (table, plans) in [
        ("recovered", &report.money.recovered),
        ("fell_through", &report.money.fell_through.cases),
    ] {
        for plan in plans {
            lines.add(table, &plan.case_id, "on", &plan.on.to_string());
            lines.add(table, &plan.case_id, "step", &plan.step);
            if let Some(value) = plan.value {
                lines.add(table, &plan.case_id, "value", &value.to_string());
            }
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
    lines.0.text()
}

/// By what households are counted, and who does not count yet.
fn rules(lines: &mut Lines, report: &MonthlyReport) {
    let lift = &report.lift;
    lines.add("lift", "", "accepted_when", &lift.accepted_when.to_string());
    for (name, day) in [
        ("counted_from", lift.from),
        ("pilot_to", lift.pilot_to),
        ("planned_look", lift.planned_look),
        ("plans_complete_to", lift.plans_complete_to),
        ("newest_plan", lift.newest_plan),
    ] {
        if let Some(day) = day {
            lines.add("lift", "", name, &day.to_string());
        }
    }
    for (name, n) in [
        ("window_days", u64::from(lift.window_days)),
        ("look", u64::from(lift.look)),
        ("immature_followed_up", lift.immature_followed_up),
        ("immature_held_out", lift.immature_held_out),
    ] {
        lines.add("lift", "", name, &n.to_string());
    }
}

/// A word of a closed list, as the JSON has it.
fn word(word: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(word).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

fn lift(lines: &mut Lines, report: &MonthlyReport) {
    if let Some(told) = &report.lift.against_holdout {
        let sure = |level: f64| format!("{level:.2}");
        lines.add("holdout", "", "verdict", &word(&told.verdict));
        lines.add("holdout", "", "told_by", &word(&told.told_by));
        lines.add("holdout", "", "headline", told.headline);
        if let Some(claim) = told.claimed_before {
            lines.add("holdout", "claimed_before", "look", &claim.look.to_string());
            lines.add("holdout", "claimed_before", "on", &claim.on.to_string());
            lines.add("holdout", "claimed_before", "verdict", &word(&claim.verdict));
        }
        sample(lines, "holdout", "followed_up", told.followed_up);
        sample(lines, "holdout", "held_out", told.held_out);
        for (figure, n) in [
            ("in_both", told.in_both),
            ("unknown", told.unknown),
            ("by_absence", told.by_absence),
            ("closed_as_accepted", told.closed_as_accepted),
        ] {
            lines.add("holdout", "", figure, &n.to_string());
        }
        if let Some(interval) = told.at_any_look {
            difference(lines, "holdout", "at_any_look", interval);
            lines.add(
                "holdout",
                "at_any_look",
                "confidence",
                &sure(told.at_any_look_confidence),
            );
        }
        if let Some(point) = told.point {
            for (figure, value) in [("low", point.low), ("high", point.high)] {
                lines.add("holdout", "point", figure, &format!("{value:.6}"));
            }
            lines.add("holdout", "point", "unknown", &point.unknown.to_string());
        }
        if let Some(few) = told.too_few {
            sample(lines, "holdout", "followed_up_too_few_at_planned_look", few.followed_up);
            sample(lines, "holdout", "held_out_too_few_at_planned_look", few.held_out);
        }
        if let Some(look) = told.at_planned_look {
            sample(lines, "holdout", "followed_up_at_planned_look", look.followed_up);
            sample(lines, "holdout", "held_out_at_planned_look", look.held_out);
            for (row, interval, level) in [
                ("at_planned_look", look.difference, Confidence::P95),
                ("claims_at_planned_look", look.claims, Confidence::P96),
            ] {
                difference(lines, "holdout", row, interval);
                lines.add("holdout", row, "confidence", &sure(level.level()));
            }
        }
        if let Some(needed) = told.needed {
            lines.add("holdout", "needed", "followed_up", &needed.first.to_string());
            lines.add("holdout", "needed", "held_out", &needed.second.to_string());
        }
        for (figure, n) in [("months", told.months_needed), ("practices", told.practices_needed)] {
            if let Some(n) = n {
                lines.add("holdout", "needed", figure, &n.to_string());
            }
        }
        if let Some(worth) = told.worth {
            for (figure, value) in [
                ("accepted", worth.accepted.to_string()),
                ("value", worth.value.to_string()),
                ("each", worth.each.to_string()),
                ("followed_up", worth.followed_up.to_string()),
                ("finished", worth.finished.to_string()),
                ("fell_through_followed_up", worth.fell_through.followed_up.to_string()),
                ("fell_through_held_out", worth.fell_through.held_out.to_string()),
                ("counted", worth.counted.to_string()),
            ] {
                lines.add("holdout", "worth", figure, &value);
            }
        }
        if let Some(least) = told.detectable {
            lines.add(
                "holdout",
                "detectable",
                "difference",
                &format!("{:.6}", least.difference),
            );
            lines.add("holdout", "detectable", "followed_up", &least.followed_up.to_string());
            lines.add("holdout", "detectable", "held_out", &least.held_out.to_string());
        }
        lines.add("holdout", "", "sentence", &told.sentence);
        lines.add("holdout", "", "how_sure", &told.how_sure);
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
        for (which, counted) in [(&arm.other, arm.other_counted), (&arm.first, arm.first_counted)] {
            lines.add(
                "arms_compared",
                &row,
                &format!("accepted of {which}"),
                &counted.hits().to_string(),
            );
            lines.add(
                "arms_compared",
                &row,
                &format!("households of {which}"),
                &counted.of().to_string(),
            );
        }
        lines.add("arms_compared", &row, "sentence", &arm.sentence);
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

struct Lines(Table);

impl Lines {
    fn add(&mut self, table: &str, row: &str, figure: &str, value: &str) {
        self.0.row(&[table, row, figure, value].map(str::to_owned));
    }
}
