//! What a simulation says of a few plans, against figures worked out by hand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod common;
mod few;

use few::{cases, silent};
use followthrough::follow_up::SkipReason;
use followthrough::{Date, Money, Playbook};
use followthrough_insight::report::{Report, report};
use followthrough_insight::simulate::{Cases, Options, Simulation, simulate};
use serde_json::{Value, json};

/// A text on the first day, another on the third, a call on the seventh.
const STEPS: &str = r#"
limits: {min_gap: 1h, per_week: 7}
sequences:
  - id: short
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: soft, day: 3, channel: sms, template: soft_nudge}
      - {id: call, day: 7, channel: call, escalate: high_value}
"#;

fn playbook() -> Playbook {
    common::playbook(STEPS)
}

fn played(people: usize, more: &Value) -> (Simulation, Report) {
    let mut options = json!({"days": 14, "behaviour": silent()});
    for (key, value) in more.as_object().unwrap() {
        options[key] = value.clone();
    }
    let cases = Cases::from_json(&cases(people)).unwrap();
    let options = Options::from_json(&options.to_string(), cases.first_day()).unwrap();
    let simulation = simulate(&playbook(), &cases, &options);
    assert_eq!(simulation.faults, []);
    let report = report(&simulation);
    (simulation, report)
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn what_lands_on_the_desk_and_what_it_costs() {
    let costs = json!({"sms_segment": "0.0083", "staff_hour": "24.00", "minutes": {"call": 7}});
    let capacity = json!([{"role": "front_desk", "minutes": 20}, {"role": "office_manager", "tasks": 3}]);
    let (_, r) = played(3, &json!({"costs": costs, "capacity": capacity}));
    // Two texts each; hello is one segment or two, the same for all.
    assert_eq!((r.traffic.sms, r.traffic.people), (6, 3));
    let segments = r.traffic.sms_segments;
    assert_eq!(segments % 3, 0);
    // 0.83 cents each, rounded half up.
    let for_texts = Money::from_cents(i64::try_from((83 * segments + 50) / 100).unwrap());
    assert_eq!(r.bill.sms, Some(for_texts));
    // Told on Tuesday the 15th: hello on that day, soft on Thursday, the call on Monday the 21st. Nobody acts, so that
    // the manager is asked a business day later.
    let desk = &r.load[0];
    assert_eq!(
        (desk.role.as_str(), desk.tasks, desk.calls, desk.minutes),
        ("front_desk", 3, 3, 21)
    );
    let busiest = desk.busiest.unwrap();
    assert_eq!((busiest.date, busiest.minutes), (date("2026-09-21"), 21));
    assert_eq!(desk.days_above, [date("2026-09-21")]);
    let manager = &r.load[1];
    assert_eq!(
        (manager.role.as_str(), manager.tasks, manager.minutes),
        ("office_manager", 3, 21)
    );
    assert_eq!(manager.days[0].date, date("2026-09-22"));
    assert_eq!(manager.days_above, [], "three are not above three");
    // 42 minutes at 24 dollars an hour.
    assert_eq!(r.bill.staff, Some(Money::from_cents(1_680)));
    assert_eq!(r.bill.email, None, "no price was named");
    assert_eq!(r.bill.total, Some(Money::from_cents(1_680).plus(for_texts)));
    let page = r.to_html();
    for part in [
        "Load on the staff",
        "What it costs",
        "$16.80",
        "more than there is time for on </strong>Sep 21.",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn without_exports_steps_wait_and_are_passed_over() {
    let nights: Vec<String> = (15..=28).map(|day| format!("2026-09-{day}")).collect();
    let (_, r) = played(2, &json!({"disruptions": {"no_export_on": nights}}));
    // The facts of Tuesday 6:30 serve until Wednesday 18:30: hello goes, soft of Thursday waits until the call is due,
    // and is too late then. Staff can look for themselves: the manager is told on Thursday (one task for all), and the
    // call is asked for.
    assert_eq!((r.traffic.sms, r.not_sent.held), (2, 2));
    let stale: Vec<_> = r.not_sent.skipped.iter().map(|row| (row.reason, row.steps)).collect();
    assert_eq!(stale, [(SkipReason::Stale, 2)]);
    let load: Vec<_> = r
        .load
        .iter()
        .map(|role| (role.role.as_str(), role.tasks, role.calls))
        .collect();
    assert_eq!(load, [("office_manager", 3, 2), ("front_desk", 2, 2)]);
    assert!(
        r.to_html()
            .contains("2 steps waited because the last export was too old")
    );

    // Only three nights are missed: the export of Friday evening lets what waits go, on Saturday.
    let (_, r) = played(
        2,
        &json!({"disruptions": {"no_export_on": ["2026-09-15", "2026-09-16", "2026-09-17"]}}),
    );
    let saturday = r
        .traffic
        .days
        .iter()
        .find(|day| day.date == date("2026-09-19"))
        .unwrap();
    assert_eq!((r.traffic.sms, saturday.sms, r.not_sent.skipped.len()), (4, 2, 0));
}

#[test]
fn a_late_export_is_known_late_and_speaks_of_its_evening() {
    let late = json!({"disruptions": {"late_exports": [{"on": "2026-09-15", "hours": 12}]}, "days": 3});
    let (simulation, _) = played(1, &late);
    let known: Vec<String> = simulation
        .records
        .iter()
        .filter_map(|record| Some((record.moment.now, record.moment.facts_as_of?)))
        .filter(|(now, _)| now.to_string().as_str() > "2026-09-16T01")
        .map(|(_, as_of)| as_of.to_string())
        .collect();
    let (tuesday_morning, tuesday_night) = ("2026-09-15T10:30:00Z", "2026-09-16T01:00:00Z");
    assert!(
        known
            .iter()
            .all(|as_of| as_of == tuesday_night || as_of == tuesday_morning || as_of > &tuesday_night.to_owned()),
        "{known:?}"
    );

    // A plan presented on that evening is heard of the next morning, as of that evening.
    let mut told: Value = serde_json::from_str(&cases(1)).unwrap();
    let mut plan = told["plans"][0].clone();
    plan["id"] = json!("later");
    plan["procedures"][0]["id"] = json!("pr-later");
    plan["presented_at"] = json!("2026-09-15");
    told["arriving"] = json!([plan]);
    let cases = Cases::from_json(&told.to_string()).unwrap();
    let options = json!({"days": 3, "behaviour": silent(), "disruptions": late["disruptions"]}).to_string();
    let options = Options::from_json(&options, cases.first_day()).unwrap();
    let simulation = simulate(&playbook(), &cases, &options);
    let case = simulation
        .cases
        .iter()
        .find(|case| case.case_id.as_str() == "new-later")
        .unwrap();
    assert_eq!(
        case.told_at.to_string(),
        "2026-09-16T13:00:00Z",
        "nine o'clock in New York"
    );
    let record = simulation
        .records
        .iter()
        .find(|record| record.moment.now == case.told_at)
        .unwrap();
    let said = serde_json::to_value(record).unwrap();
    assert_eq!(said["input"]["event"]["at"], tuesday_night);
    assert_eq!(said["moment"]["facts_as_of"], tuesday_night);
}

#[test]
fn a_gateway_that_is_down_delays_messages_or_loses_them() {
    // Nine to noon in New York.
    let morning = json!([{"channels": ["sms"], "from": "2026-09-15T12:00:00Z", "to": "2026-09-15T16:00:00Z"}]);
    let (simulation, r) = played(2, &json!({"disruptions": {"outages": morning}}));
    assert_eq!((r.not_sent.delayed, r.not_sent.left_late, r.traffic.sms), (2, 2, 4));
    assert!(
        simulation
            .delayed
            .iter()
            .all(|one| one.left_at.unwrap().to_string() == "2026-09-15T16:00:00Z")
    );

    // Until Friday: hello has long expired. What follows goes.
    let days = json!([{"from": "2026-09-15T12:00:00Z", "to": "2026-09-16T12:00:00Z"}]);
    let (simulation, r) = played(2, &json!({"disruptions": {"outages": days}}));
    assert_eq!(
        (r.not_sent.left_late, r.not_sent.left_out[0].messages, r.traffic.sms),
        (0, 2, 2)
    );
    assert!(
        simulation
            .delayed
            .iter()
            .all(|one| one.left_at.is_none() && one.reason.is_some())
    );

    // Until the end: nobody was contacted, and it says why.
    let ever = json!([{"from": "2026-09-15T00:00:00Z", "to": "2026-12-01T00:00:00Z"}]);
    let (_, r) = played(2, &json!({"disruptions": {"outages": ever}}));
    assert_eq!((r.traffic.messages(), r.acceptance.contacted.plans), (0, 0));
    assert_eq!(
        r.not_contacted.iter().map(|row| row.reason).collect::<Vec<_>>(),
        ["gateway_down"]
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let monday = Some(date("2026-09-14"));
    let wrong = |text: &str| {
        let error = Options::from_json(text, monday).unwrap_err();
        (error.code().as_str().to_owned(), error.path().to_owned())
    };
    let says = |path: &str| ("FT-X001".to_owned(), path.to_owned());
    assert_eq!(wrong("{"), says("options"));
    assert_eq!(wrong(r#"{"days": 0}"#), says("options.days"));
    assert_eq!(wrong(r#"{"costs": {"email": 0.5}}"#), says("options.costs.email"));
    assert_eq!(
        wrong(r#"{"capacity": [{"role": "front_desk", "hours": 3}]}"#),
        says("options.capacity[0].hours")
    );
    assert_eq!(Options::from_json("{}", None).unwrap_err().path(), "options.from");
    let plans = |text: &str| Cases::from_json(text).unwrap_err().path().to_owned();
    assert_eq!(plans(r#"{"plans": [{"id": "tp-1"}]}"#), "cases.plans[0]");
    let named = plans(r#"{"recipients": [{"id": "r-1", "first_name": 7}]}"#);
    assert_eq!(named, "cases.recipients[0].first_name");
}
