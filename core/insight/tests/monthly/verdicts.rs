//! What may be said of pilots that are awkward, and what may not.

use followthrough::Date;
use followthrough_insight::journal::Journal;
use followthrough_insight::lift::{NoGain, ToldBy, Verdict};
use followthrough_insight::monthly::{MonthlyReport, ReportOptions, report};

use crate::figures::made;
use crate::lines::Kept;
use crate::planned::come;

/// Households followed up and held out in March with a plan of $1,000 each; so many accept, of so many nobody knows.
fn march(followed: (u32, u32, u32), held: (u32, u32, u32)) -> Kept {
    let mut kept = Kept::default();
    for (kind, (accepted, unknown, of)) in [("f", followed), ("h", held)] {
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
                kept.accepted(&who, &day(5), &case, None);
            } else {
                let rest = format!(r#""case_id":"{case}","type":"closed","outcome":"expired""#);
                kept.entry(&who, &day(8), &rest);
            }
            if number < accepted || number >= accepted + unknown {
                let status = if number < accepted { "completed" } else { "planned" };
                kept.plan(&who, "2026-08-01T15:00:00Z", &case, "1000.00", status);
            }
        }
    }
    kept
}

fn of_march(kept: &Kept, more: &str) -> MonthlyReport {
    let options = format!(
        r#"{{"month": "2026-03", "as_of": "2026-08-31", "pilot": {{"from": "2026-03-01", "to": "2026-03-31"}},
            "costs": {{"a_month": "300"}}{more}}}"#
    );
    made(kept, &options)
}

/// Each quarter has its look with all that began in it, of 90, 91 or 92 days, and whatever the clocks do.
#[test]
fn each_calendar_quarter_is_looked_at_as_a_whole() {
    for (months, [from, to, next, as_of], offset) in [
        (
            [1, 2, 3],
            ["2026-01-01", "2026-03-31", "2026-04-01", "2026-06-29"],
            "-04:00",
        ),
        (
            [4, 5, 6],
            ["2026-04-01", "2026-06-30", "2026-07-01", "2026-09-28"],
            "-04:00",
        ),
        (
            [7, 8, 9],
            ["2026-07-01", "2026-09-30", "2026-10-01", "2026-12-29"],
            "-04:00",
        ),
        (
            [10, 11, 12],
            ["2026-10-01", "2026-12-31", "2027-01-01", "2027-03-31"],
            "-05:00",
        ),
    ] {
        let mut kept = Kept::default();
        for month in months {
            let month = format!("2026-{month:02}");
            come(&mut kept, &month, &month, (47, 100), (9, 33));
        }
        // In the last hour of the last day, and in the first one after it.
        let held = r#""case_id":"tp-last","type":"observed""#;
        kept.entry("last", &format!("{to}T23:30:00{offset}"), held);
        kept.entry(
            "after",
            &format!("{next}T00:30:00{offset}"),
            &held.replace("last", "after"),
        );
        let options = format!(
            r#"{{"from": "{from}", "to": "{to}", "as_of": "{as_of}", "time_zone": "America/New_York",
                "pilot": {{"from": "{from}", "to": "{to}"}}}}"#
        );
        let told = made(&kept, &options).lift.against_holdout.unwrap();
        let look = told.at_planned_look.unwrap();
        assert_eq!((look.followed_up.of(), look.held_out.of()), (300, 100), "{from}");
        assert_eq!(
            (told.verdict, told.told_by),
            (Verdict::Lift, ToldBy::PlannedLook),
            "{from}"
        );
        assert!(told.months_needed.is_some_and(|months| months < 60), "{from}");
        // The day before it there is no such look yet.
        let before = options.replace(as_of, &Date::parse(as_of).unwrap().plus_days(-1).unwrap().to_string());
        assert_eq!(made(&kept, &before).lift.against_holdout.unwrap().at_planned_look, None);
    }
}

/// Of three households nothing is claimed, and no sum is made.
#[test]
fn too_few_at_the_planned_look_claim_nothing() {
    let mut kept = Kept::default();
    come(&mut kept, "early", "2026-01", (2, 3), (1, 1));
    come(&mut kept, "late", "2026-02", (130, 200), (47, 100));
    let told = made(
        &kept,
        r#"{"month": "2026-02", "as_of": "2026-07-31", "pilot": {"from": "2026-01-01", "to": "2026-01-31"}}"#,
    );
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    let few = holdout.too_few.unwrap();
    assert_eq!((few.followed_up.of(), few.held_out.of()), (3, 1));
    assert_eq!(
        (holdout.verdict, holdout.told_by, holdout.at_planned_look),
        (Verdict::Inconclusive, ToldBy::AnyLook, None)
    );
    assert!(
        holdout.sentence.starts_with("Of 203 households followed up"),
        "{}",
        holdout.sentence
    );
    assert!(
        holdout.how_sure.contains(
            "Of those that had begun by the last day of the pilot, the planned look had 3 followed up and 1 held out: too few"
        ),
        "{}",
        holdout.how_sure
    );
    assert!(
        told.to_csv()
            .contains("\nholdout,held_out_too_few_at_planned_look,households,1\n")
    );
    // Nor is one made of so few at any look.
    let told = of_march(&march((1, 0, 1), (0, 0, 1)), "");
    assert!(told.money.figure("measured").is_none() && told.lift.against_holdout.unwrap().worth.is_some());
}

/// A slip in the days of the pilot is not taken for one of which nothing came.
#[test]
fn a_pilot_in_which_nobody_began_is_told_first() {
    let kept = march((180, 0, 300), (120, 0, 300));
    let options = |pilot: &str| format!(r#"{{"month": "2026-03", "as_of": "2026-08-31", "pilot": {pilot}}}"#);
    let told = made(&kept, &options(r#"{"from": "2025-03-01", "to": "2025-03-31"}"#));
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    let said = "No household began by the last day of the pilot: check its days. Of 300 households followed up, 180";
    assert!(holdout.sentence.starts_with(said), "{}", holdout.sentence);
    assert!(told.to_html().contains(said));
    // Its first day is that of the journal where none is said.
    let told = made(&kept, &options(r#"{"to": "2026-03-31"}"#)).lift;
    assert_eq!(told.from.map(|from| from.to_string()).as_deref(), Some("2026-03-02"));
    assert_eq!(
        told.against_holdout.unwrap().at_planned_look.unwrap().followed_up.of(),
        300
    );
}

/// Ten points fewer, and five more ruled out: neither no difference, nor about as many.
#[test]
fn a_gain_that_is_ruled_out_is_no_word_on_harm() {
    let told = of_march(&march((150, 0, 300), (45, 0, 75)), "");
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!(
        (holdout.verdict, holdout.headline),
        (Verdict::NoGain, "A gain of 5 points or more is ruled out.")
    );
    assert_eq!(
        holdout.how_sure,
        "The difference may be anything from 22.3 points fewer to 3.2 points more, with 96% confidence at the planned look: a gain \
         of 5 points or more is ruled out; a loss of up to 22 points is not."
    );
    assert_eq!(told.money.no_gain, Some(NoGain::NoGain));
    let (html, csv) = (told.to_html(), told.to_csv());
    assert!(html.contains("No return is told: </strong>a gain of 5 points or more is ruled out."));
    assert!(!html.contains("about as many") && !html.contains("No difference is seen"));
    assert!(csv.contains("\nmoney,,no_gain,no_gain\n") && csv.contains("\nholdout,,verdict,no_gain\n"));
    // Inside 95 % and not at 96 %: fewer is not claimed, the page shows no range without none, and it may be nothing.
    let told = of_march(&march((43, 0, 100), (57, 0, 100)), "");
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!(holdout.verdict, Verdict::NoGain, "{}", holdout.how_sure);
    assert!(
        told.to_html()
            .contains("<p>How sure: 27.7 points fewer to 0.5 points more, with 96% confidence.</p>")
    );
    assert!(
        told.money
            .figure("measured")
            .unwrap()
            .formula
            .contains("It may be nothing")
    );
    // Five points either way are ruled out, though 95 % leaves none out; and so many are enough.
    let told = of_march(&march((2600, 0, 5000), (2501, 0, 5000)), "").lift;
    let holdout = told.against_holdout.unwrap();
    assert_eq!(holdout.verdict, Verdict::NoDifference, "{}", holdout.how_sure);
    assert!(
        holdout.at_planned_look.unwrap().difference.low > 0.0 && !holdout.how_sure.contains("To see 5 points"),
        "{}",
        holdout.how_sure
    );
}

/// Where it is not known of some, neither end of what they may have done is told as if it were found.
#[test]
fn a_point_that_hangs_on_the_unknown_is_told_as_a_range() {
    let told = of_march(&march((240, 0, 300), (30, 30, 150)), "");
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    let point = holdout.point.unwrap();
    assert!((point.low - 0.4).abs() < 1e-9 && (point.high - 0.6).abs() < 1e-9 && point.unknown == 30);
    let difference = holdout.at_planned_look.unwrap().difference;
    assert!((difference.estimate - 0.5).abs() < 1e-9, "their middle");
    assert!(
        holdout.how_sure.starts_with(
            "That is between 40 and 60 points more, depending on those of whom it is not known; whatever became of \
             them, between 30 and 67 points more, with 96% confidence at the planned look."
        ),
        "{}",
        holdout.how_sure
    );
    let measured = told.money.figure("measured").unwrap();
    assert_eq!(measured.shown, "$120,000 to $180,000 ($90,600 to $201,900)");
    assert!(
        measured.formula.contains(
            "× 40.0 to 60.0 points more, depending on what became of 30 households of which it is not known, (30.2 to 67.3, 96%)"
        ),
        "{}",
        measured.formula
    );
    let back = told.money.figure("measured_return").unwrap();
    assert_eq!(back.shown, "$400.00 to $600.00 for $1 ($302.00 to $673.00 for $1)");
    assert!(told.to_html().contains("<dd class=\"value\">$120,000 to $180,000</dd>"));
    assert!(
        told.to_html()
            .contains("<p>How sure: between 40 and 60 points more, depending on those of whom it is not known")
    );
    assert!(told.to_csv().contains("\nholdout,point,low,0.400000\n"));
    // Nothing is unknown, and there is one point.
    let told = of_march(&march((240, 0, 300), (30, 0, 150)), "");
    assert_eq!(told.lift.against_holdout.unwrap().point, None);
}

/// One of hundreds moves nothing: what is said of the others is said, whatever became of it.
#[test]
fn one_that_is_not_known_hides_nothing() {
    let told = |followed, held| of_march(&march(followed, held), "");
    for ([followed, held], verdict) in [
        ([(1000, 1, 2000), (1000, 1, 2000)], Verdict::NoDifference),
        ([(150, 1, 300), (45, 0, 75)], Verdict::NoGain),
        ([(190, 1, 300), (40, 0, 75)], Verdict::Inconclusive),
        ([(85, 0, 140), (21, 1, 35)], Verdict::Inconclusive),
        ([(240, 1, 300), (30, 0, 150)], Verdict::Lift),
    ] {
        let told = told(followed, held);
        let holdout = told.lift.against_holdout.as_ref().unwrap();
        assert_eq!(holdout.verdict, verdict, "{followed:?}, {held:?}");
        assert!(holdout.at_any_look.is_some() && holdout.at_planned_look.is_some() && holdout.point.is_some());
        assert!(told.to_html().contains("How sure: "));
    }
    let none = told((1000, 1, 2000), (1000, 1, 2000));
    let holdout = none.lift.against_holdout.as_ref().unwrap();
    assert!(
        holdout
            .sentence
            .ends_with("What became of 2 households is not known: they count as not accepted here.")
            && holdout
                .how_sure
                .contains("and whatever became of those of whom it is not known, so it may be none"),
        "{} {}",
        holdout.sentence,
        holdout.how_sure
    );
    // And nothing is sold for it.
    assert_eq!(none.money.no_gain, Some(NoGain::NoDifference));
    let worse = told((150, 1, 300), (45, 0, 75));
    assert_eq!(worse.money.no_gain, Some(NoGain::NoGain));
    assert!(worse.money.figure("more_a_month").is_none() && worse.money.figure("return").is_none());
    // Both ends of what was found are one figure as it is shown: told as one.
    let lift = told((1600, 1, 2000), (300, 0, 1500)).lift.against_holdout.unwrap();
    assert!(
        lift.how_sure.starts_with("That is 60 points more: between 5"),
        "{}",
        lift.how_sure
    );
    // More hangs on them than on chance: no word on the difference but the bounds.
    let much = told((20, 30, 100), (20, 0, 100));
    let holdout = much.lift.against_holdout.as_ref().unwrap();
    assert_eq!(holdout.verdict, Verdict::Unknown);
    assert!(
        holdout.at_planned_look.is_some() && holdout.how_sure.contains("The difference may be anything from"),
        "{}",
        holdout.how_sure
    );
    assert!(much.money.figure("measured").is_none());
}

/// Whose days were over later, and are not known, is nothing to the look that was.
#[test]
fn the_planned_look_stays_whatever_becomes_of_those_who_came_later() {
    let mut kept = march((240, 0, 300), (30, 0, 150));
    kept.plan("new", "2026-04-10T15:00:00Z", "tp-new", "1000.00", "planned");
    kept.enrolled("new", "2026-04-10T15:00:00Z", "tp-new");
    kept.entry(
        "new",
        "2026-04-20T15:00:00Z",
        r#""case_id":"tp-new","type":"closed","outcome":"exhausted""#,
    );
    let told = of_march(&kept, "").lift.against_holdout.unwrap();
    assert_eq!((told.unknown, told.point, told.verdict), (1, None, Verdict::Lift));
    assert_eq!(told.at_planned_look.unwrap().followed_up.of(), 300);
}

#[test]
fn where_nobody_accepted_the_plans_are_asked_about() {
    let told = of_march(&march((0, 0, 200), (0, 0, 50)), "");
    let holdout = told.lift.against_holdout.as_ref().unwrap();
    assert_eq!(
        (holdout.verdict, holdout.headline),
        (Verdict::Inconclusive, "Nobody accepted.")
    );
    assert_eq!(
        holdout.sentence,
        "Of 200 households followed up and 50 held out by chance nobody accepted within 90 days. Check that the plans handed in say \
         what was booked and done since, and that the report counts as accepted what the playbook does."
    );
    assert_eq!(told.money.no_gain, None);
    assert!(holdout.needed.is_none() && holdout.detectable.is_none());
    let html = told.to_html();
    assert!(!html.contains("No difference is seen") && !html.contains("How sure"));
    // Nor is it less than before, or no return.
    let before = r#", "before": {"recovered_a_month": "4", "recovered_value_a_month": "8800.00"}"#;
    let told = of_march(&march((0, 0, 200), (0, 0, 50)), before);
    let named: Vec<_> = told.money.figures.iter().map(|figure| figure.name).collect();
    assert_eq!(named, ["recovered", "recovered_a_month", "before_a_month", "cost"]);
}

/// Many followed up and nobody held out: how they will be split is not known, so nor is how many it takes.
#[test]
fn what_cannot_be_reckoned_is_left_out() {
    let told = of_march(&march((0, 0, 0), (30, 0, 50)), "")
        .lift
        .against_holdout
        .unwrap();
    assert_eq!(
        (told.needed, told.months_needed, told.practices_needed),
        (None, None, None)
    );
    assert!(!told.how_sure.contains("To see 5 points"), "{}", told.how_sure);
    // More than five years, as the page says, and more practices than anybody brings together.
    let told = of_march(&march((1, 0, 1), (0, 0, 1)), "").lift.against_holdout.unwrap();
    assert_eq!((told.months_needed, told.practices_needed), (None, None));
    assert!(
        told.needed.is_some() && told.how_sure.contains("more than 5 years"),
        "{}",
        told.how_sure
    );
}

#[test]
fn the_page_says_what_is_so() {
    // Nobody was drawn, and before and since are not compared.
    let mut kept = Kept::default();
    come(&mut kept, "a", "2026-01", (5, 10), (0, 0));
    let options = r#"{"month": "2026-01", "as_of": "2026-06-30", "baseline": {"accepted": 6, "presented": 10}}"#;
    let html = made(&kept, options).to_html();
    assert!(html.contains("The two are not compared") && !html.contains("are counted alike"));
    assert!(
        !html.contains("how it was drawn") && !html.contains("both groups"),
        "{html}"
    );
    assert!(html.contains("Monthly report"));
    // A report is headed as one of the pilot where its days are those, and says since when households count.
    let kept = march((20, 0, 40), (20, 0, 40));
    let of = |from: &str, pilot: &str| {
        let options = format!(r#"{{"from": "{from}", "to": "2026-03-31", "as_of": "2026-08-31", "pilot": {pilot}}}"#);
        made(&kept, &options).to_html()
    };
    let pilot = of("2026-01-01", r#"{"from": "2026-01-01", "to": "2026-03-31"}"#);
    assert!(
        pilot.contains("Pilot report")
            && pilot.contains("Households that began from Jan 1, 2026 to Mar 31, 2026, at the planned look")
    );
    let other = of("2026-02-01", r#"{"from": "2026-01-01"}"#);
    assert!(
        !other.contains("Pilot report")
            && other.contains("Households that began since Jan 1, 2026 and whose days are over")
            && !other.contains("in both groups")
            && !other.contains("pilot.to")
    );
    // By how much of the fees.
    let kept = march((20, 0, 40), (20, 0, 40));
    let told = of_march(&kept, r#", "accepted_when": {"value_share": "0.85"}"#);
    assert!(told.to_html().contains("at least 85% of its fees booked or done"));
    let csv = told.to_csv();
    assert!(csv.contains("\nlift,,accepted_when,value_share 0.85\n"), "{csv}");
    // One, and not many of it.
    let mut kept = march((0, 0, 0), (1, 0, 20));
    kept.plan("f", "2026-03-01T15:00:00Z", "tp-f", "1000.00", "planned");
    kept.enrolled("f", "2026-03-02T15:00:00Z", "tp-f");
    kept.sent("f", "2026-03-03T15:00:00Z", "tp-f", "hello", "sms");
    kept.accepted("f", "2026-03-09T15:00:00Z", "tp-f", Some("hello"));
    assert!(
        of_march(&kept, "")
            .to_html()
            .contains("1 was the last before a plan was accepted")
    );
    // What a pilot shows is no wall: a smaller difference is found less often.
    let told = of_march(&march((31, 0, 60), (30, 0, 60)), "")
        .lift
        .against_holdout
        .unwrap();
    assert!(
        told.how_sure
            .ends_with("four times in five, a larger one more often and a smaller one less often."),
        "{}",
        told.how_sure
    );
}

/// That all plans were handed in counts up to the last day that is known, and the page says what the newest is of.
#[test]
fn a_promise_about_days_to_come_is_cut() {
    let told = of_march(
        &march((20, 20, 40), (20, 0, 40)),
        r#", "plans_complete_to": "2030-01-01""#,
    );
    let said = told.lift.plans_complete_to.map(|day| day.to_string());
    assert_eq!(said.as_deref(), Some("2026-08-31"));
    let html = told.to_html();
    assert!(
        html.contains("20 count as not accepted since nothing newer of their plans was handed in, and all was up to Aug 31, 2026, as")
            && html.contains("The newest of all plans handed in is of Aug 1, 2026."),
        "{html}"
    );
}

#[test]
fn lines_that_cannot_be_read_are_in_the_csv() {
    let kept = march((1, 0, 1), (0, 0, 1));
    let plans = kept.plans.replace("1000.00", "1000000001.00");
    let told = report(
        &Journal::read(&kept.journal, &plans),
        &ReportOptions::month("2026-03").unwrap(),
    );
    let csv = told.to_csv();
    assert!(
        csv.contains(
            "\nreport,,damaged_lines,5\ndamaged,plans:1,why,a value that is no amount up to a billion dollars before column "
        ),
        "{csv}"
    );
}
