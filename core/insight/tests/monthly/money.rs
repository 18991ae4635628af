//! Money: what still stands is recovered, what is not known is no loss, and a month that is not over is no month.

use followthrough_insight::money::NotKnown;
use followthrough_insight::monthly::MonthlyReport;

use crate::figures::{FOUR_DENTISTS, four_dentists, made};
use crate::lines::Kept;

fn shown(told: &MonthlyReport, name: &str) -> Option<String> {
    told.money.figure(name).map(|figure| figure.shown.clone())
}

/// What a tile of the page says: its label, then its value and what stands beneath.
fn tile(html: &str, label: &str) -> String {
    let from = html.split(&format!("<dt>{label}</dt>")).nth(1).unwrap();
    from.split("</div>").next().unwrap().to_owned()
}

#[test]
fn what_fell_through_is_told_beside_what_stands() {
    let mut kept = four_dentists();
    let snapshot = |kept: &mut Kept, number: u32, at: &str, status: &str| {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        kept.plan(&who, &format!("{at}T15:00:00Z"), &case, "2200.00", status);
    };
    // Of the 33 after a message: three are broken, one is booked again, and one is broken when nobody knows it yet.
    for number in [1, 2, 36, 37] {
        snapshot(&mut kept, number, "2026-04-10", "planned");
    }
    snapshot(&mut kept, 37, "2026-05-10", "scheduled");
    snapshot(&mut kept, 38, "2026-07-10", "planned");
    let told = made(&kept, FOUR_DENTISTS);
    assert_eq!((told.money.recovered.len(), told.money.fell_through.plans), (30, 3));
    assert_eq!(told.money.fell_through.value.to_string(), "6600.00");
    let of = |name: &str| shown(&told, name).unwrap();
    assert_eq!(
        [of("recovered"), of("recovered_a_month"), of("more_a_month")],
        ["$66,000", "$22,000", "$13,200"]
    );
    // $39,600 more than before, $1,440 of hours, $900.33 of cost.
    assert_eq!(of("return"), "$45.58 for $1");
    assert!(
        told.money
            .figure("recovered")
            .unwrap()
            .formula
            .ends_with("= $66,000. 3 plans more, worth $6,600, fell through and are not among them"),
        "{}",
        told.money.figure("recovered").unwrap().formula
    );
    // By one rule with what the messages led to.
    assert_eq!(told.funnel.all.accepted, 30);
    let rows = told.recovered_csv();
    assert_eq!(rows.lines().count(), 31);
    assert!(!rows.contains("\ntp-36,"));
    let csv = told.to_csv();
    for line in [
        "money,fell_through,plans,3",
        "money,fell_through,value,6600.00",
        "fell_through,tp-36,value,2200.00",
        "recovered,tp-37,value,2200.00",
    ] {
        assert!(csv.contains(&format!("\n{line}\n")), "{line}");
    }
    let html = told.to_html();
    assert!(tile(&html, "recovered a month").contains("30 plans in these days"));
    assert!(html.contains("Fell through since, and not among the recovered") && html.contains("3 plans, $6,600"));
    // Without snapshots as new as the closing that is the last word.
    let first: String = kept
        .plans
        .lines()
        .filter(|line| line.contains("planned\""))
        .take(35)
        .collect();
    let kept = Kept {
        plans: first.replace("}{", "}\n{"),
        ..kept
    };
    assert_eq!(made(&kept, FOUR_DENTISTS).money.recovered.len(), 33);
}

/// A playbook that takes any visit for an acceptance: of the plan itself nothing is booked.
#[test]
fn what_was_never_booked_is_not_recovered() {
    let mut kept = Kept::default();
    for number in 0..10 {
        let (who, case) = (format!("r-{number}"), format!("tp-{number}"));
        let at = |day: &str| format!("2026-05-{day}T15:00:00Z");
        kept.plan(&who, &at("01"), &case, "1000.00", "planned");
        kept.enrolled(&who, &at("02"), &case);
        kept.sent(&who, &at("03"), &case, "hello", "sms");
        let rest = format!(r#""case_id":"{case}","type":"closed","outcome":"accepted","touchpoint":"hello""#);
        kept.entry(&who, &at("05"), &rest);
        kept.plan(
            &who,
            &at("20"),
            &case,
            "1000.00",
            if number < 4 { "scheduled" } else { "planned" },
        );
    }
    let told = made(&kept, r#"{"month": "2026-05"}"#).money;
    assert_eq!((told.recovered.len(), told.fell_through.plans), (4, 6));
}

#[test]
fn what_is_not_known_is_no_loss() {
    let kept = Kept {
        plans: String::new(),
        ..four_dentists()
    };
    let told = made(&kept, FOUR_DENTISTS);
    assert_eq!(told.money.not_known, Some(NotKnown::NoPlans));
    for absent in ["more_a_month", "return"] {
        assert!(told.money.figure(absent).is_none(), "{absent}");
    }
    for name in ["recovered", "recovered_a_month"] {
        let figure = told.money.figure(name).unwrap();
        assert_eq!((figure.amount, figure.shown.as_str()), (None, "not known"), "{name}");
    }
    assert!(
        told.money
            .figure("recovered")
            .unwrap()
            .formula
            .ends_with("= not known: no plans were handed in")
    );
    assert_eq!(
        told.money.figure("recovered_a_month").unwrap().formula,
        "Recovered / 3 months = not known: no plans were handed in"
    );
    let html = told.to_html();
    let (top, _) = html.split_once("<main>").unwrap();
    assert!(top.contains("What plans are worth is not known: </strong>no plans were handed in."));
    let recovered = tile(&html, "recovered a month");
    assert!(
        recovered.contains(">Not known<")
            && recovered.contains("33 plans in these days")
            && recovered.contains("no plans were handed in"),
        "{recovered}"
    );
    // Nor is it for want of days that households are not known.
    let households = tile(&html, "of households accepted");
    assert!(
        !households.contains("enough days") && households.contains("no plans were handed in"),
        "{households}"
    );
    assert!(!html.contains("−$") && !html.contains("no return") && !html.contains(">$0<"));
    assert!(told.to_csv().contains("\nmoney,,recovered,not known\n"));
    // Nobody recovered is nothing, and known.
    let nobody = made(&kept, r#"{"month": "2025-12"}"#);
    assert_eq!(
        (shown(&nobody, "recovered").as_deref(), nobody.money.not_known),
        (Some("$0"), None)
    );
}

#[test]
fn where_some_values_are_missing_a_sum_is_the_least() {
    let mut kept = four_dentists();
    for who in ["r-1", "r-2", "r-36"] {
        let (of, fee) = (format!(r#""recipient":"{who}""#), r#""fee":"2200.00","#);
        let line = |line: &str| {
            if line.contains(&of) {
                line.replace(fee, "")
            } else {
                line.to_owned()
            }
        };
        kept.plans = kept.plans.lines().map(line).collect::<Vec<_>>().join("\n");
    }
    let told = made(&kept, FOUR_DENTISTS);
    assert_eq!((told.money.without_value, told.money.not_known), (3, None));
    let of = |name: &str| shown(&told, name).unwrap();
    assert_eq!(
        [
            of("recovered"),
            of("recovered_a_month"),
            of("more_a_month"),
            of("return")
        ],
        [
            "at least $66,000",
            "at least $22,000",
            "at least $13,200",
            "at least $45.58 for $1"
        ]
    );
    assert!(
        told.money
            .figure("recovered")
            .unwrap()
            .formula
            .ends_with("= at least $66,000, since of 3 of the 33 the value is not known")
    );
    assert!(told.to_csv().contains("\nmoney,at_least,recovered,true\n"));
    assert!(
        told.to_html()
            .contains("Of 3 of the 33 plans recovered the value is not known")
    );
    // What is missing might make up for what is less than before: neither is said.
    let more = FOUR_DENTISTS.replace("8800.00", "30000.00");
    let told = made(&kept, &more);
    assert!(told.money.figure("more_a_month").is_none() && told.money.figure("return").is_none());
}

/// The tenth of March: ten days of recovered plans are no month, and no hours are saved that are still to come.
#[test]
fn a_month_that_is_not_over_is_divided_by_its_days() {
    let options = FOUR_DENTISTS
        .replace(r#""from": "2026-01-01", "to": "2026-03-31","#, r#""month": "2026-03","#)
        .replace(r#""as_of": "2026-06-30""#, r#""as_of": "2026-03-10""#);
    let told = made(&four_dentists(), &options);
    assert_eq!((told.days, told.days_known, told.months), (31, 10, Some(1)));
    let formula = |name: &str| told.money.figure(name).unwrap().formula.clone();
    let plans = told.money.recovered.len();
    assert_eq!((plans, shown(&told, "recovered").as_deref()), (11, Some("$24,200")));
    assert_eq!(formula("recovered_a_month"), "$24,200 / (10/31) months = about $75,000");
    assert_eq!(
        formula("hours_saved"),
        "(4 − 0.5) hours a week, as the practice says, × 10 days / 7 = 5 hours"
    );
    assert_eq!(
        formula("cost"),
        "11 segments of texts × $0.01 + $300 a month × (10/31) months = $96.88"
    );
    // Ten days are no month to compare with.
    assert!(told.money.at_a_pace && told.to_csv().contains("\nmoney,,at_a_pace,true\n"));
    let absent = |told: &MonthlyReport, name: &str| told.money.figure(name).is_none();
    assert!(absent(&told, "more_a_month") && absent(&told, "return"));
    assert_eq!(
        told.money.figure("recovered_a_month").unwrap().label,
        "Recovered a month, at the pace of these days"
    );
    let html = told.to_html();
    assert!(html.contains("and a return, is told when the month is over."));
    assert!(html.contains("10 days of March are counted."));
    assert!(tile(&html, "recovered a month").contains("11 plans (few) in 10 days of March, and at that pace"));
    // Of one that is over nothing is said.
    let whole = made(&four_dentists(), &options.replace("2026-03-10", "2026-03-31"));
    assert!(!whole.to_html().contains("of March are counted") && whole.days_known == 31);
    assert!(!whole.money.at_a_pace && !absent(&whole, "more_a_month") && !absent(&whole, "return"));
    // Nothing jumps on the last day, nor is one day "1 days".
    let eve = made(&four_dentists(), &options.replace("2026-03-10", "2026-03-30"));
    let of = |told: &MonthlyReport, name: &str| told.money.figure(name).unwrap().amount.unwrap().cents();
    let month = of(&whole, "recovered_a_month");
    assert_eq!((month, of(&eve, "recovered_a_month")), (2_420_000, 2_500_000));
    let first = made(&four_dentists(), &options.replace("2026-03-10", "2026-03-01"));
    let hours = &first.money.figure("hours_saved").unwrap().formula;
    assert!(hours.contains("× 1 day / 7 ="), "{hours}");
    // Two months of three are whole ones.
    let two = made(
        &four_dentists(),
        &FOUR_DENTISTS.replace(r#""as_of": "2026-06-30""#, r#""as_of": "2026-02-28""#),
    );
    assert_eq!(
        two.money.figure("recovered_a_month").unwrap().formula,
        "$48,400 / 2 months = $24,200"
    );
    assert!(two.to_html().contains("59 days of 90 are counted.") && !two.money.at_a_pace);
}

/// So many followed up and held out on each day of a month; of the first half of each group two in three accept.
fn months(kept: &mut Kept, month: &str) {
    for number in 0..120 {
        let (who, case) = (format!("r-{month}-{number}"), format!("tp-{month}-{number}"));
        let day = |shift: u32| format!("{month}-{:02}T15:00:00Z", number % 20 + 1 + shift);
        kept.plan(&who, &day(0), &case, "1000.00", "planned");
        if number % 2 == 0 {
            kept.enrolled(&who, &day(1), &case);
            kept.sent(&who, &day(2), &case, "hello", "sms");
        } else {
            kept.entry(&who, &day(1), &format!(r#""case_id":"{case}","type":"observed""#));
        }
        if number % 2 == 0 && number % 3 > 0 {
            kept.accepted(&who, &day(4), &case, Some("hello"));
        }
    }
}

#[test]
fn what_rests_on_earlier_households_is_an_estimate() {
    let mut kept = Kept::default();
    for month in ["2026-01", "2026-04"] {
        months(&mut kept, month);
    }
    let of = |month: &str, as_of: &str| {
        let costs = r#""costs": {"sms_segment": "0.01", "a_month": "300"}"#;
        made(
            &kept,
            &format!(r#"{{"month": "{month}", "as_of": "{as_of}", "pilot": {{"from": "2026-01-01"}}, {costs}}}"#),
        )
    };
    let april = of("2026-04", "2026-04-30");
    let worth = april.lift.against_holdout.as_ref().unwrap().worth.unwrap();
    assert_eq!((worth.followed_up, worth.finished), (60, 0));
    let measured = april.money.figure("measured").unwrap();
    assert_eq!(
        measured.label,
        "What follow-up adds, estimated from households whose days are over"
    );
    assert!(
        measured
            .formula
            .contains("None of them has had its days: it is taken that they do as those did whose days are over"),
        "{}",
        measured.formula
    );
    assert!(
        measured
            .formula
            .ends_with("how far that average may be off by chance is not in the interval"),
        "{}",
        measured.formula
    );
    assert!(
        april
            .money
            .figure("measured_return")
            .unwrap()
            .label
            .ends_with("as estimated")
            && !april.to_html().contains("as measured")
    );
    let html = april.to_html();
    assert!(tile(&html, "added, as estimated").contains("from households whose days are over"));
    let csv = april.to_csv();
    for line in [
        "holdout,worth,followed_up,60",
        "holdout,worth,finished,0",
        "money,estimated,measured,true",
        "money,estimated,measured_return,true",
        "holdout,worth,each,1000.00",
    ] {
        assert!(csv.contains(&format!("\n{line}\n")), "{line}");
    }
    // Beneath the word stands more than the word again.
    let early = of("2026-01", "2026-01-31").to_html();
    assert!(
        tile(&early, "does follow-up add?").contains("0 followed up and 0 held out have had their 90 days"),
        "{}",
        tile(&early, "does follow-up add?")
    );
    let later = of("2026-04", "2026-08-31");
    assert_eq!(later.lift.against_holdout.as_ref().unwrap().worth.unwrap().finished, 60);
    assert!(tile(&later.to_html(), "added, as measured").contains("against the holdout"));
}

/// After the planned look its difference is that of the pilot: of those that came later it was not measured.
#[test]
fn what_rests_on_the_pilot_is_an_estimate() {
    let mut kept = Kept::default();
    for month in ["2026-01", "2026-04"] {
        months(&mut kept, month);
    }
    let of = |from: &str, to: &str| {
        made(
            &kept,
            &format!(
                r#"{{"from": "{from}", "to": "{to}", "as_of": "2026-08-31", "costs": {{"a_month": "300"}},
                    "pilot": {{"from": "2026-01-01", "to": "2026-01-31"}}}}"#
            ),
        )
    };
    let april = of("2026-04-01", "2026-04-30");
    let worth = april.lift.against_holdout.as_ref().unwrap().worth.unwrap();
    assert_eq!((worth.followed_up, worth.finished, worth.counted), (60, 60, 0));
    let measured = april.money.figure("measured").unwrap();
    assert_eq!(
        measured.label,
        "What follow-up adds, estimated from households of the pilot"
    );
    assert!(
        measured
            .formula
            .contains("None of them is of the pilot: it is taken that they do as those of the pilot did."),
        "{}",
        measured.formula
    );
    let html = april.to_html();
    assert!(tile(&html, "added, as estimated").contains("from households of the pilot"));
    assert!(!html.contains("as measured") && april.to_csv().contains("\nholdout,worth,counted,0\n"));
    let both = of("2026-01-01", "2026-04-30").money;
    let formula = &both.figure("measured").unwrap().formula;
    assert!(
        formula.contains("Of them 60 are of the pilot: for the others it is taken"),
        "{formula}"
    );
    let pilot = of("2026-01-01", "2026-01-31").to_html();
    assert!(pilot.contains("<dt>added, as measured</dt>"));
}

#[test]
fn the_csv_can_be_read_alone() {
    let mut kept = four_dentists();
    kept.journal += "{\"recipient\"\n";
    let share = FOUR_DENTISTS.replacen('{', r#"{"accepted_when": {"value_share": "0.8"}, "#, 1);
    let told = made(&kept, &share);
    let csv = told.to_csv();
    for line in [
        "lift,,accepted_when,value_share 0.8",
        "report,,days,90",
        "report,,days_known,90",
        "report,,damaged_lines,1",
        "money,,without_value,0",
        "money,fell_through,plans,0",
    ] {
        assert!(csv.contains(&format!("\n{line}\n")), "{line}: {csv}");
    }
}
