//! The report: its figures agree with each other and with the records, and its page is safe to open and to pass on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

mod common;

use std::collections::BTreeSet;

use followthrough::Playbook;
use followthrough::follow_up::ActionKind;
use followthrough_insight::report::{Report, SMALL_BELOW, contacted, not_contacted, report};
use followthrough_insight::simulate::{Input, Options, Simulation, simulate};

fn played(seed: u64) -> (Simulation, Report) {
    let simulation = common::ninety_days_of(seed, "holdout: {share: 0.1, salt: report}", common::lively());
    let report = report(&simulation);
    (simulation, report)
}

#[test]
fn the_figures_agree_with_each_other() {
    for seed in 1..4 {
        let (simulation, r) = played(seed);
        let a = &r.acceptance;
        assert_eq!(
            a.accepted.plans,
            a.accepted_after_a_message.plans + a.accepted_before_any_message.plans
        );
        assert_eq!(
            a.accepted.value,
            a.accepted_after_a_message
                .value
                .plus(a.accepted_before_any_message.value)
        );
        assert!(a.contacted.plans <= a.followed.plans && a.followed.plans <= a.pending.plans + 50);
        let by_outcome: u64 = r.outcomes.iter().map(|row| row.plans.plans).sum();
        let by_category: u64 = r.categories.iter().map(|row| row.followed.plans).sum();
        assert_eq!((by_outcome, by_category), (a.followed.plans, a.followed.plans));
        let accepted: u64 = r.categories.iter().map(|row| row.accepted.plans).sum();
        assert_eq!(accepted, a.accepted.plans);
        assert!(
            r.outcomes
                .iter()
                .any(|row| row.state == "observed" || row.state == "closed")
        );
        // Every pending plan was either written about or has its reason.
        let silent: u64 = r.not_contacted.iter().map(|row| row.plans.plans).sum();
        assert_eq!(u64::try_from(not_contacted(&simulation).len()).unwrap(), silent);
        let told: usize = contacted(&simulation).iter().map(|case| case.steps.len()).sum();
        assert_eq!(
            u64::try_from(told).unwrap(),
            r.traffic.messages() - r.traffic.confirmations
        );
        assert!(
            r.not_contacted.iter().all(|row| row.words() != "Other"),
            "{:?}",
            r.not_contacted
        );
        assert!(r.not_contacted.iter().any(|row| row.reason == "holdout"));
        let by_day: u64 = r.traffic.days.iter().map(|day| day.messages()).sum();
        assert_eq!((by_day, r.traffic.days.len()), (r.traffic.messages(), 90));
        let prompts: u64 = r.traffic.days.iter().map(|day| day.prompts).sum();
        let by_role: u64 = r.staff.rows.iter().map(|row| row.prompts).sum();
        assert_eq!((prompts, by_role), (r.staff.prompts, r.staff.prompts));
    }
}

#[test]
fn the_funnel_narrows_and_counts_every_message() {
    let (simulation, r) = played(5);
    let messages = simulation
        .records
        .iter()
        .flat_map(|record| &record.decision)
        .flat_map(|d| &d.actions);
    let sends = messages.filter(|action| matches!(&action.kind, ActionKind::Send(send) if send.case_id.is_some()));
    let sent: u64 = r
        .funnel
        .iter()
        .filter(|row| row.channel.as_str() != "call")
        .map(|row| row.sent)
        .sum();
    assert_eq!(sent, u64::try_from(sends.count()).unwrap());
    for row in &r.funnel {
        assert!(row.delivered <= row.sent && row.clicked <= row.delivered, "{row:?}");
        assert!(
            row.accepted <= row.sent && row.re_engaged <= row.clicked + row.replied,
            "{row:?}"
        );
    }
    let order: Vec<_> = r.funnel.iter().map(|row| (&row.sequence, row.day)).collect();
    assert!(order.windows(2).all(|two| two[0].0 != two[1].0 || two[0].1 <= two[1].1));
    let credited: u64 = r.funnel.iter().map(|row| row.accepted).sum();
    assert!(credited >= r.acceptance.accepted_after_a_message.plans);
}

#[test]
fn small_numbers_are_called_small() {
    let (_, r) = played(1);
    assert_eq!(
        r.acceptance.small,
        r.acceptance.followed.plans < SMALL_BELOW || r.acceptance.accepted.plans < 30
    );
    assert_eq!(r.to_html().contains("Small numbers."), r.acceptance.small);
    let nothing = simulate(
        &common::playbook(""),
        &followthrough_insight::simulate::Cases::default(),
        &Options::days(common::date("2026-09-01"), 7),
    );
    let r = report(&nothing);
    assert!(r.acceptance.small && r.story.is_none() && r.funnel.is_empty());
    assert!(
        r.to_html().ends_with("</html>"),
        "a page without anything is still a page"
    );
}

#[test]
fn nothing_on_the_page_is_called_an_effect() {
    let (_, r) = played(1);
    let html = r.to_html().to_lowercase();
    let words: BTreeSet<&str> = html.split(|c: char| !c.is_alphanumeric()).collect();
    for claim in [
        "lift",
        "uplift",
        "thanks",
        "recovered",
        "caused",
        "increase",
        "gain",
        "improvement",
    ] {
        assert!(!words.contains(claim), "{claim}");
    }
}

#[test]
fn the_page_loads_nothing_and_reads_aloud() {
    let (_, r) = played(2);
    let html = r.to_html();
    for loads in [
        "<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "onclick", "onload",
    ] {
        assert!(!html.contains(loads), "{loads}");
    }
    let count = |what: &str| html.matches(what).count();
    assert_eq!(
        (count("<table>"), count("<caption>"), count("<h1>")),
        (count("</table>"), count("<table>"), 1)
    );
    assert_eq!(count("<svg"), count("role=\"img\""));
    assert!(count("scope=\"row\"") > 20 && count("scope=\"col\"") > 20);
    assert!(
        html.contains("lang=\"en\"") && html.contains("prefers-color-scheme: dark") && html.contains("@media print")
    );
    assert_eq!(html, r.to_html());
}

#[test]
fn a_person_appears_in_the_one_story_and_nowhere_else() {
    let (simulation, mut r) = played(3);
    assert!(r.story.is_some());
    // The JSON tells the story without its texts.
    let json = r.to_json();
    assert!(json.contains("\"story\":{\"case_id\""));
    r.story = None;
    let page = r.to_html() + &json;
    let mut names = BTreeSet::new();
    for record in &simulation.records {
        if let Input::Begin(person) = &record.input {
            names.extend(person.first_name.iter().map(|name| name.reveal().to_owned()));
            for contact in &person.contacts {
                assert!(!page.contains(contact.value.reveal()), "a number or an address");
            }
        }
    }
    let words: BTreeSet<&str> = page.split(|c: char| !c.is_alphanumeric()).collect();
    assert!(names.len() > 50);
    // A month and an English word are names too.
    let harmless = ["May", "June", "April", "Grace", "Will", "Mark"];
    let found: Vec<_> = names
        .iter()
        .filter(|n| words.contains(n.as_str()) && !harmless.contains(&n.as_str()))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_others_wrote_is_escaped() {
    let evil = common::PLAYBOOK.replace("Larkspur Family Dental", "\"<script>alert(1)</script> & <b>Sons</b>\"");
    let playbook = Playbook::from_yaml(&evil).unwrap();
    let from = common::date("2026-09-01");
    let simulation = simulate(&playbook, &common::cases(1, from, 30), &Options::days(from, 30));
    let html = report(&simulation).to_html();
    assert!(!html.contains("<script") && !html.contains("<b>Sons"));
    assert!(
        html.matches("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;Sons")
            .count()
            > 2,
        "also in the messages shown"
    );
}

#[test]
fn the_json_holds_money_as_text_and_shares_of_nothing_as_nothing() {
    let (_, r) = played(1);
    let json: serde_json::Value = serde_json::from_str(&r.to_json()).unwrap();
    let value = json["acceptance"]["followed"]["value"].as_str().unwrap();
    assert!(followthrough::Money::parse(value).is_ok());
    fn floats(json: &serde_json::Value) -> bool {
        match json {
            serde_json::Value::Number(n) => n.is_f64(),
            serde_json::Value::Array(all) => all.iter().any(floats),
            serde_json::Value::Object(all) => all.values().any(floats),
            _ => false,
        }
    }
    assert!(!floats(&json));
}
