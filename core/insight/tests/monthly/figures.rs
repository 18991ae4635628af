//! Figures that can be checked by hand.

use followthrough::recipient::Channel;
use followthrough_insight::journal::Journal;
use followthrough_insight::monthly::{MonthlyReport, ReportOptions, report};

use crate::lines::Kept;

/// Four dentists, 35 plans a month at $2,200, over a quarter of 90 days. Of every 35 plans 27 or 28 are accepted, 11 of
/// them after a message.
pub(crate) fn four_dentists() -> Kept {
    let mut kept = Kept::default();
    let mut number = 0;
    for (month, accepted) in [(1, 27), (2, 27), (3, 28)] {
        for plan in 0..35 {
            number += 1;
            let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
            let day = |shift: u32| format!("2026-{month:02}-{:02}T15:00:00Z", plan / 2 + 1 + shift);
            kept.plan(&who, &day(0), &case, "2200.00", "planned");
            kept.enrolled(&who, &day(1), &case);
            if plan < 11 {
                kept.sent(&who, &day(2), &case, "hello", "sms");
                kept.accepted(&who, &day(3), &case, Some("hello"));
            } else if plan < accepted {
                kept.accepted(&who, &day(2), &case, None);
            }
        }
    }
    kept
}

pub(crate) const FOUR_DENTISTS: &str = r#"{
    "practice": "Larkspur Family Dental", "time_zone": "America/New_York", "from": "2026-01-01", "to": "2026-03-31",
    "as_of": "2026-06-30", "pilot": {"from": "2026-01-01", "to": "2026-03-31"},
    "baseline": {"accepted": 64, "presented": 105},
    "before": {"recovered_a_month": "4", "recovered_value_a_month": "8800.00", "staff_hours_a_week": "4"},
    "now": {"staff_hours_a_week": "0.5"},
    "costs": {"sms_segment": "0.01", "a_month": "300", "staff_hour": "32"}}"#;

pub(crate) fn made(kept: &Kept, options: &str) -> MonthlyReport {
    let options = ReportOptions::from_json(options).unwrap_or_else(|e| panic!("{e}"));
    report(&Journal::read(&kept.journal, &kept.plans), &options)
}

#[test]
fn a_four_dentist_practice_over_ninety_days() {
    let told = made(&four_dentists(), FOUR_DENTISTS);
    let shown = |name: &str| told.money.figure(name).unwrap().shown.clone();
    assert_eq!((told.days, told.months), (90, Some(3)));
    assert_eq!(shown("recovered"), "$72,600");
    assert_eq!(shown("recovered_a_month"), "$24,200");
    assert_eq!(shown("before_a_month"), "$8,800");
    assert_eq!(shown("more_a_month"), "$15,400");
    let formula = |name: &str| told.money.figure(name).unwrap().formula.clone();
    assert_eq!(formula("recovered_a_month"), "$72,600 / 3 months = $24,200");
    assert_eq!(
        formula("before_a_month"),
        "4 plans a month, as the practice says = $8,800"
    );
    assert_eq!(formula("more_a_month"), "$24,200 − $8,800 = $15,400");
    assert_eq!(
        formula("hours_saved"),
        "(4 − 0.5) hours a week, as the practice says, × 90 days / 7 = 45 hours"
    );
    assert_eq!(formula("hours_worth"), "45 hours × $32 = $1,440");
    assert_eq!(
        formula("cost"),
        "33 segments of texts × $0.01 + $300 a month × 3 months = $900.33"
    );
    assert!(formula("return").starts_with(
        "($46,200 more recovered than before + $1,440 of staff hours) / $900.33 of cost = $52.91 for $1."
    ));
    assert_eq!(told.money.recovered.len(), 33);
    assert!(told.lift.against_holdout.is_none());
    let change = told.lift.before_and_after.as_ref().unwrap();
    assert_eq!((change.before.hits(), change.before.of()), (64, 105));
    assert_eq!((change.since.hits(), change.since.of()), (82, 105));
    assert_eq!(
        change.sentence,
        "Before, 61% of 105 households accepted; since, 78% of 105. That is 17 points more (between 4.7 and 28.9 points more, \
         with 95% confidence), before against after. It is not an effect: other things changed too, and this does not tell them apart. With half \
         of them held out, 105 households could have shown an effect of 24 points four times in five, a larger one more often. To see 5 points four times in five \
         (80% power) at one planned look takes 2,910 households, half of them held out: more than 5 years at this pace, so this \
         practice alone cannot tell."
    );
    let html = told.to_html();
    for said in [
        "$8,800",
        "$24,200",
        "$15,400",
        "61.0%",
        "78.1%",
        "Nobody was held out",
        "It is not an effect",
    ] {
        assert!(html.contains(said), "{said}");
    }
}

#[test]
fn a_month_is_a_month() {
    let told = made(
        &four_dentists(),
        &FOUR_DENTISTS.replace(r#""from": "2026-01-01", "to": "2026-03-31","#, r#""month": "2026-02","#),
    );
    let shown = |name: &str| told.money.figure(name).unwrap().shown.clone();
    assert_eq!((told.days, told.months), (28, Some(1)));
    assert_eq!(
        (shown("recovered"), shown("more_a_month")),
        ("$24,200".to_owned(), "$15,400".to_owned())
    );
    assert_eq!(shown("hours_saved"), "14 hours");
    // The lift is that of the pilot, whatever month the page is about.
    assert_eq!(told.lift.before_and_after.as_ref().unwrap().since.of(), 105);
}

#[test]
fn opened_and_clicked_come_out_as_the_journal_holds_them() {
    let mut kept = Kept::default();
    for number in 0..1250 {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        kept.enrolled(&who, "2026-05-01T15:00:00Z", &case);
        kept.sent(&who, "2026-05-02T15:00:00Z", &case, "details", "email");
        // 64 % of 1,250 are 800; 38 % of those 304. Some are opened twice, some links are only fetched.
        let opened = format!(r#""case_id":"{case}","type":"opened","step":"details""#);
        let clicked = |kind, purpose| {
            format!(r#""case_id":"{case}","type":"clicked","step":"details","kind":"{kind}","purpose":"{purpose}""#)
        };
        if number < 800 {
            kept.entry(&who, "2026-05-02T16:00:00Z", &opened);
            kept.entry(&who, "2026-05-03T16:00:00Z", &opened);
        }
        if number < 304 {
            kept.entry(&who, "2026-05-02T17:00:00Z", &clicked("confirmed", "book"));
        } else {
            kept.entry(&who, "2026-05-02T17:00:00Z", &clicked("landed", "book"));
            kept.entry(&who, "2026-05-02T17:00:00Z", &clicked("confirmed", "unsubscribe"));
        }
        if number < 152 {
            kept.accepted(&who, "2026-05-09T15:00:00Z", &case, Some("details"));
        }
    }
    let told = made(&kept, r#"{"month": "2026-05"}"#);
    let email = told
        .funnel
        .channels
        .iter()
        .find(|row| row.channel == Some(Channel::Email))
        .unwrap();
    let stages = email.stages;
    assert_eq!(
        (stages.sent, stages.opened, stages.opened_and_clicked, stages.clicked),
        (1250, 800, 304, 304)
    );
    assert_eq!((stages.accepted, stages.clicked_and_accepted), (152, 152));
    assert!(
        told.to_html()
            .contains("Of 1,250 e-mails, 64.0% were opened, and of those 38.0% were clicked.")
    );
    let landed = made(&kept, r#"{"month": "2026-05", "clicks": "landed"}"#);
    assert_eq!(landed.funnel.all.clicked, 1250);
}

#[test]
fn the_funnel_counts_by_whatever_it_is_asked() {
    let mut kept = Kept::default();
    kept.enrolled("r-1", "2026-05-01T15:00:00Z", "tp-1");
    let sent = |step: &str, channel: &str, more: &str| {
        format!(
            r#""case_id":"tp-1","type":"step_sent","step":"{step}","channel":"{channel}","action_id":"act_{step}"{more}"#
        )
    };
    kept.entry(
        "r-1",
        "2026-05-04T15:00:00Z",
        &sent("hello", "sms", r#","language":"es","arm":"b","segments":2"#),
    );
    kept.entry(
        "r-1",
        "2026-05-07T15:00:00Z",
        &sent("details", "email", r#","language":"es""#),
    );
    kept.entry("r-1", "2026-05-12T15:00:00Z", &sent("ring", "call", ""));
    kept.entry(
        "r-1",
        "2026-05-08T15:00:00Z",
        r#""case_id":"tp-1","type":"replied","channel":"sms","intents":[]"#,
    );
    kept.entry(
        "r-1",
        "2026-05-08T15:00:00Z",
        r#""case_id":"tp-1","type":"re_engaged","by":"reply","touchpoint":"details""#,
    );
    let receipt = r#""case_id":"tp-1","type":"receipt","action_id":"act_hello","step":"hello","result":"delivered""#;
    kept.entry("r-1", "2026-05-04T15:01:00Z", receipt);
    kept.entry(
        "r-1",
        "2026-05-08T15:00:05Z",
        r#""type":"step_sent","step":"opt_out_confirmation","channel":"sms","action_id":"act_x","segments":1"#,
    );
    kept.accepted("r-1", "2026-05-20T15:00:00Z", "tp-1", Some("details"));
    let told = made(&kept, r#"{"month": "2026-05"}"#);
    let touchpoints: Vec<_> = told
        .funnel
        .touchpoints
        .iter()
        .map(|row| {
            let s = row.stages;
            (
                row.step.as_deref().unwrap(),
                row.channel.unwrap().as_str(),
                s.delivered,
                s.replied,
                s.re_engaged,
                s.accepted,
            )
        })
        .collect();
    // In the order in which they go. The last touch before acceptance is the call, which
    // is credited in both tables, whatever the engine credits.
    assert_eq!(
        touchpoints,
        [
            ("hello", "sms", 1, 1, 0, 0),
            ("details", "email", 0, 0, 1, 0),
            ("ring", "call", 0, 0, 0, 1)
        ]
    );
    assert_eq!(told.money.recovered[0].step, "ring");
    assert_eq!(
        (told.money.sent.sms, told.money.sent.segments, told.money.without_value),
        (2, 3, 1)
    );
    let arms: Vec<_> = told
        .funnel
        .arms
        .iter()
        .map(|row| (row.arm.as_deref().unwrap(), row.stages.sent))
        .collect();
    let weeks: Vec<_> = told
        .funnel
        .weeks
        .iter()
        .map(|row| (row.week.unwrap().to_string(), row.stages.sent))
        .collect();
    assert_eq!((arms, told.funnel.languages[0].stages.sent), (vec![("b", 1)], 2));
    assert_eq!(weeks, [("2026-05-04".to_owned(), 2), ("2026-05-11".to_owned(), 1)]);
    // What is not known yet counts in nothing.
    let early = made(&kept, r#"{"month": "2026-05", "as_of": "2026-05-07"}"#);
    assert_eq!(
        (
            early.funnel.all.sent,
            early.funnel.all.replied,
            early.funnel.all.accepted
        ),
        (2, 0, 0)
    );
    let csv = told.to_csv();
    assert!(csv.contains("\ntouchpoints,general / hello / sms,sent,1\n"), "{csv}");
}

#[test]
fn who_clicks_has_opened() {
    let mut kept = Kept::default();
    for number in 0..10 {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        kept.enrolled(&who, "2026-05-01T15:00:00Z", &case);
        let channel = if number < 5 { "email" } else { "sms" };
        kept.sent(&who, "2026-05-02T15:00:00Z", &case, "details", channel);
        if number % 5 < 2 {
            let rest =
                format!(r#""case_id":"{case}","type":"clicked","step":"details","kind":"confirmed","purpose":"book""#);
            kept.entry(&who, "2026-05-02T17:00:00Z", &rest);
        }
    }
    let told = made(&kept, r#"{"month": "2026-05"}"#);
    let stages = |channel: Channel| {
        told.funnel
            .channels
            .iter()
            .find(|row| row.channel == Some(channel))
            .unwrap()
            .stages
    };
    assert_eq!(
        (stages(Channel::Email).opened, stages(Channel::Email).opened_and_clicked),
        (2, 2)
    );
    assert_eq!((stages(Channel::Sms).opened, stages(Channel::Sms).clicked), (0, 2));
}

/// Before and since are counted the same way, or they are not compared.
#[test]
fn the_baseline_is_compared_with_what_is_counted_alike() {
    let audit = |more: &str| {
        format!(
            r#"{{"from": "2026-01-01", "to": "2026-03-31", "as_of": "2026-06-30", "baseline": {{"judged": {{"plans": 9}},
                "households": {{"presented": 100, "accepted": 60, "undated": 0, "window_days": {more}, "accepted_by": "accepted",
                "leave_out": ["diagnostic", "preventive"]}}}}}}"#
        )
    };
    let mut kept = Kept::default();
    for number in 0..40 {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        kept.plan(&who, "2026-01-05T15:00:00Z", &case, "500.00", "planned");
        if number < 20 {
            kept.plan(&who, "2026-01-25T15:00:00Z", &case, "500.00", "scheduled");
        }
        // A cleaning is nothing that has to be accepted: 40 more households, and none of these.
        let cleaning = kept.plans.len();
        kept.plan(
            &format!("c-{number}"),
            "2026-01-06T15:00:00Z",
            &format!("cl-{number}"),
            "90.00",
            "scheduled",
        );
        let line = kept.plans.split_off(cleaning).replace("D2740", "D1110");
        kept.plans += &line;
    }
    let told = made(&kept, &audit("90")).lift.before_and_after.unwrap();
    assert_eq!(
        (told.since.hits(), told.since.of(), told.not_compared.clone()),
        (20, 40, None)
    );
    assert!(told.difference.is_some());
    let told = made(&kept, &audit("60")).lift.before_and_after.unwrap();
    assert!(told.difference.is_none());
    assert_eq!(
        told.sentence,
        "Before, 60% of 100 households accepted; since, 50% of 40. The two are not compared: the baseline gives a household 60 \
         days to accept, and this report 90. Make them the same (`window_days`)."
    );
    // Of those presented to only those followed up are known.
    let told = made(
        &Kept {
            plans: String::new(),
            ..four_dentists()
        },
        &audit("90"),
    )
    .lift
    .before_and_after
    .unwrap();
    assert!(told.sentence.contains("no plans were handed in"), "{}", told.sentence);
}
