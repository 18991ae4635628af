//! Money beside what was measured: when a return is told, and of what.

use followthrough_insight::lift::Verdict;
use followthrough_insight::monthly::MonthlyReport;

use crate::figures::made;
use crate::lines::Kept;

/// So many followed up and so many held out in March, each with a plan of $1,000; of them so many accept, those followed up
/// after a message.
fn pilot(followed: (u32, u32), held: (u32, u32)) -> Kept {
    let mut kept = Kept::default();
    for (kind, (accepted, of)) in [("f", followed), ("h", held)] {
        for number in 0..of {
            let (who, case) = (format!("{kind}-{number}"), format!("tp-{kind}-{number}"));
            let day = |shift: u32| format!("2026-03-{:02}T15:00:00Z", number % 20 + 1 + shift);
            kept.plan(&who, &day(0), &case, "1000.00", "planned");
            if kind == "f" {
                kept.enrolled(&who, &day(1), &case);
                kept.sent(&who, &day(2), &case, "hello", "sms");
            } else {
                kept.entry(&who, &day(1), &format!(r#""case_id":"{case}","type":"observed""#));
            }
            if number < accepted {
                kept.accepted(&who, &day(5), &case, (kind == "f").then_some("hello"));
            }
        }
    }
    kept
}

const MARCH: &str = r#"{"month": "2026-03", "as_of": "2026-06-30", "pilot": {"from": "2026-03-01", "to": "2026-03-31"},
    "before": {"recovered_a_month": "4", "recovered_value_a_month": "8800.00", "staff_hours_a_week": "4"},
    "now": {"staff_hours_a_week": "0.5"}, "costs": {"sms_segment": "0.01", "a_month": "300", "staff_hour": "32"}}"#;

#[test]
fn no_return_is_told_where_fewer_accept() {
    let told = made(&pilot((120, 300), (180, 300)), MARCH);
    assert!(told.money.harm);
    let named: Vec<_> = told.money.figures.iter().map(|figure| figure.name).collect();
    assert_eq!(
        named,
        [
            "recovered",
            "recovered_a_month",
            "before_a_month",
            "hours_saved",
            "hours_worth",
            "cost",
            "measured"
        ]
    );
    let figure = |name: &str| told.money.figure(name).unwrap();
    assert_eq!(figure("recovered").label, "Accepted after a message or a call");
    assert!(
        figure("recovered")
            .formula
            .contains("Nothing of it is called a gain: of those held out more accept")
    );
    let measured = figure("measured");
    assert_eq!(
        measured.label,
        "What follow-up took away, as measured against the holdout"
    );
    assert_eq!(measured.shown, "$60,000 ($34,800 to $84,000)");
    assert_eq!(measured.amount.unwrap().to_string(), "-60000.00");
    let html = told.to_html();
    assert!(html.contains("No return is told: </strong>of those held out more accept."));
    assert!(
        measured
            .formula
            .contains("20.0 points fewer (11.6 to 28.0, 96%) × $1,000 for a household that accepts = $60,000 ($34,800")
    );
    assert!(!html.contains("each dollar") && !html.contains("Recovered is") && !html.contains("ecovered a month"));
}

/// Where as many accept without, nothing that was credited is sold as a gain either.
#[test]
fn no_return_is_told_where_no_difference_is_measured() {
    let told = made(&pilot((1500, 3000), (1500, 3000)), MARCH);
    assert_eq!(
        told.lift.against_holdout.as_ref().unwrap().verdict,
        Verdict::NoDifference
    );
    assert!(!told.money.harm);
    for absent in ["return", "measured_return", "more_a_month", "hours_return"] {
        assert!(told.money.figure(absent).is_none(), "{absent}");
    }
    assert_eq!(
        told.money.figure("recovered").unwrap().label,
        "Accepted after a message or a call"
    );
    let html = told.to_html();
    assert!(html.contains("No return is told: </strong>of those held out about as many accept."));
    assert!(!html.contains("each dollar") && !html.contains("ore a month than before") && !html.contains("Recovered"));
}

#[test]
fn the_measured_return_stands_beside_the_credited_one() {
    let told = made(&pilot((180, 300), (120, 300)), MARCH);
    let figure = |name: &str| told.money.figure(name).unwrap();
    let measured = figure("measured");
    assert_eq!(measured.shown, "$60,000 ($34,800 to $84,000)");
    assert_eq!(measured.between.clone().unwrap(), ["34800.00", "84000.00"]);
    assert!(
        measured.formula.starts_with(
            "300 households first followed up in these days × 20.0 points more (11.6 to 28.0, 96%) × $1,000 for a \
             household that accepts = $60,000 ($34,800 to $84,000)."
        ),
        "{}",
        measured.formula
    );
    // Cost: 300 texts at a cent and the software, $303; staff hours 3.5 × 31 / 7 = 15.5, $496. Those are no part of what was
    // measured, whose interval is of the difference alone.
    assert_eq!(
        figure("measured_return").shown,
        "$198.02 for $1 ($114.85 to $277.23 for $1)"
    );
    assert!(!figure("measured_return").formula.contains("staff hours"));
    assert_eq!(figure("hours_return").shown, "$1.64 for $1");
    assert_eq!(figure("hours_worth").label, "What those hours are worth");
    assert_eq!(figure("return").number.as_deref(), Some("566.65"));
    assert_eq!(figure("cost").parts.len(), 2);
    let csv = told.to_csv();
    // It can be read alone.
    for line in [
        "holdout,,verdict,lift",
        "holdout,,told_by,planned_look",
        "holdout,,unknown,0",
        "holdout,at_any_look,confidence,0.99",
        "holdout,at_planned_look,confidence,0.95",
        "holdout,followed_up_at_planned_look,households,300",
        "lift,,counted_from,2026-03-01",
        "lift,,window_days,90",
        "lift,,pilot_to,2026-03-31",
        "lift,,planned_look,2026-06-29",
        "lift,,accepted_when,same_procedures",
        "report,,damaged_lines,0",
        "lift,,look,4",
        "lift,,immature_held_out,0",
        "money,,harm,false",
        "report,,journal_from,2026-03-02",
    ] {
        assert!(csv.contains(&format!("\n{line}\n")), "{line}: {csv}");
    }
    assert!(
        csv.contains("\nmoney,low,measured,34800.00\n") && csv.contains("\nholdout,needed,months,"),
        "{csv}"
    );
    // What was measured leads; what is credited folds away, and what nobody sent a receipt of is not said to be none.
    let html = told.to_html();
    assert!(html.contains("<dt>added, as measured</dt>") && !html.contains("<dt>recovered a month</dt>"));
    let (open, folded) = html.split_once("<summary>Credited to messages and calls").unwrap();
    assert!(!open.contains("More a month") && folded.contains("More a month"));
    // One return is enough: that of what is credited is in the figures alone.
    assert!(!html.contains("as credited"));
    assert!(html.contains("<p>How sure: between 12 and 28 points more, with 96% confidence.</p>"));
    assert!(
        html.contains("<td>300</td><td>–</td>"),
        "sent, and whether it was delivered is not known"
    );
    let rows = told.recovered_csv();
    assert_eq!(rows.lines().count(), 181);
    assert!(
        rows.contains("\ntp-f-0,2026-03-06,general,hello,d-1,crown,1000.00\n"),
        "{rows}"
    );
    // What may be nothing says so.
    let told = made(&pilot((31, 60), (30, 60)), MARCH);
    assert!(
        told.money
            .figure("measured")
            .unwrap()
            .formula
            .contains("It may be nothing")
    );
}

#[test]
fn less_than_before_is_said_so() {
    let told = made(&pilot((2, 30), (0, 0)), MARCH);
    let more = told.money.figure("more_a_month").unwrap();
    assert_eq!(
        (more.label, more.shown.as_str()),
        ("Less a month than before", "$6,800")
    );
    assert_eq!(more.amount.unwrap().to_string(), "-6800.00");
    assert!(
        told.money
            .figure("return")
            .unwrap()
            .formula
            .starts_with("(−$6,800 recovered against before + $496 of staff hours) / $300.30 of cost = no return."),
        "{}",
        told.money.figure("return").unwrap().formula
    );
}

/// What fell through after the days of a household is worth nothing, though the household counts as accepted.
#[test]
fn what_was_measured_is_worth_what_still_stands() {
    let mut kept = pilot((180, 300), (120, 300));
    for number in 0..90 {
        let (who, case) = (format!("f-{number}"), format!("tp-f-{number}"));
        kept.plan(&who, "2026-07-10T15:00:00Z", &case, "1000.00", "planned");
    }
    // What is not known yet has not fallen through.
    assert_eq!(
        made(&kept, MARCH).money.figure("measured").unwrap().shown,
        "$60,000 ($34,800 to $84,000)"
    );
    let later = MARCH.replace("2026-06-30", "2026-07-31");
    let told = made(&kept, &later);
    let lift = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!((lift.followed_up.hits(), lift.held_out.hits()), (180, 120));
    let worth = lift.worth.unwrap();
    assert_eq!(
        (worth.accepted, worth.value.to_string(), worth.each.to_string()),
        (300, "210000.00".to_owned(), "700.00".to_owned())
    );
    assert_eq!((worth.fell_through.followed_up, worth.fell_through.held_out), (90, 0));
    let measured = told.money.figure("measured").unwrap();
    assert_eq!(measured.shown, "$42,000 ($24,360 to $58,800)");
    assert!(
        measured.formula.contains(
            "that accepted, by what still stands: plans fell through since of 90 of the 180 followed up that accepted and of 0 \
             of the 120 held out, which count as accepted; that it is"
        ),
        "{}",
        measured.formula
    );
    let html = told.to_html();
    assert!(
        html.contains("one whose plan fell through later counts as accepted there") && !html.contains("in nothing.")
    );
    assert!(told.to_csv().contains("\nholdout,worth,fell_through_followed_up,90\n"));
}

/// Of so many of those followed up that did not accept nobody knows what became of them.
fn with_unknown(followed: (u32, u32), unknown: u32) -> Kept {
    let mut kept = pilot(followed, (120, 300));
    for number in followed.0..followed.0 + unknown {
        let rest = format!(r#""case_id":"tp-f-{number}","type":"closed","outcome":"exhausted""#);
        kept.entry(&format!("f-{number}"), "2026-03-28T15:00:00Z", &rest);
    }
    kept
}

/// What was found is a range on the page, in the JSON and in the CSV alike.
#[test]
fn a_range_is_one_everywhere() {
    let told = made(&with_unknown((180, 300), 10), MARCH);
    let figure = |name: &str| told.money.figure(name).unwrap();
    let measured = figure("measured");
    assert!(measured.shown.starts_with("$60,000 to $69,900 ("), "{}", measured.shown);
    assert_eq!(
        (measured.amount, measured.found.clone()),
        (None, Some(["60000.00", "69900.00"].map(str::to_owned)))
    );
    let back = figure("measured_return");
    assert!(back.shown.starts_with("$198.02 to $230.69 for $1 ("), "{}", back.shown);
    assert_eq!(
        (back.number.clone(), back.found.clone()),
        (None, Some(["198.02", "230.69"].map(str::to_owned)))
    );
    let csv = told.to_csv();
    for line in [
        "money,,measured,60000.00 to 69900.00",
        "money,found_low,measured,60000.00",
        "money,found_high,measured,69900.00",
        "money,found_high,measured_return,230.69",
    ] {
        assert!(csv.contains(&format!("\n{line}\n")), "{line}");
    }
    assert!(!csv.contains("money,estimated,") && !told.to_json().contains("\"amount\":\"64950"));
}

/// On paper a cell that does not go on in the next line is cut off.
#[test]
fn a_range_stands_alone_in_its_cell_and_goes_on_in_the_next_line() {
    let told = made(&with_unknown((180, 300), 10), MARCH);
    let measured = told.money.figure("measured").unwrap();
    assert_eq!(measured.parts[1].each, "20.0 to 23.3 points more, of $1,000");
    assert!(
        measured.formula.contains(
            "20.0 to 23.3 points more, depending on what became of 10 households of which it is not known, ("
        )
    );
    let html = told.to_html();
    assert!(
        html.contains(r#"<div class="parts"><div class="scroll""#)
            && html.contains(".parts td { white-space: normal; }")
    );
    // Where both ends round to one there is nothing to depend on.
    let measured = |told: &MonthlyReport| told.money.figure("measured").unwrap().formula.clone();
    let thousands = made(&thousands(), MARCH);
    assert!(
        measured(&thousands).contains("× 10.0 points more (") && !measured(&thousands).contains("depending"),
        "{}",
        measured(&thousands)
    );
}

/// One of thousands is not known.
fn thousands() -> Kept {
    let mut kept = pilot((1500, 3000), (1200, 3000));
    let rest = r#""case_id":"tp-f-2999","type":"closed","outcome":"exhausted""#;
    kept.entry("f-2999", "2026-03-28T15:00:00Z", rest);
    kept
}
