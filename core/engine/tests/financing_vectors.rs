//! Payments against the shared vectors, and what must hold for any terms.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and reads its vectors from files"
)]

mod common;

use followthrough::financing::{Apr, Rounding, payment};
use followthrough::{Code, Money};
use proptest::prelude::*;

#[test]
fn every_amortized_vector() {
    let Some(file) = common::shared("finance/amortization.json") else {
        return;
    };
    let mut checked = 0;
    for case in file["cases"].as_array().unwrap() {
        if case["kind"] != "amortized" {
            continue;
        }
        let text = |key: &str| case[key].as_str().unwrap();
        let found = payment(
            Money::parse(text("principal")).unwrap(),
            Apr::parse(text("apr_percent")).unwrap(),
            u32::try_from(case["months"].as_u64().unwrap()).unwrap(),
            Rounding::parse(text("rounding")).unwrap(),
        )
        .unwrap();
        let found = serde_json::to_value(found).unwrap();
        for key in [
            "raw_payment",
            "payment",
            "payments_made",
            "final_payment",
            "total_of_payments",
            "total_interest",
        ] {
            assert_eq!(found[key], case[key], "{} {key}: {}", case["id"], case["why"]);
        }
        if let Some(schedule) = case.get("schedule") {
            assert_eq!(&found["schedule"], schedule, "{}", case["id"]);
        }
        checked += 1;
    }
    assert!(checked >= 72, "{checked} cases");
}

#[test]
fn rounding_up_adds_no_cent_to_an_exact_payment() {
    // With a rate kept as a decimal of any length, 1000·(1 + 1%) comes out a trace above 1010 and rounds up wrongly.
    let once = payment(
        Money::parse("1000").unwrap(),
        Apr::parse("12").unwrap(),
        1,
        Rounding::Up,
    )
    .unwrap();
    assert_eq!(once.payment, Money::parse("1010").unwrap());
    let third = payment(Money::parse("600").unwrap(), Apr::parse("4").unwrap(), 1, Rounding::Up).unwrap();
    assert_eq!(
        third.payment,
        Money::parse("602").unwrap(),
        "a third of a percent a month has no decimal"
    );
}

#[test]
fn terms_that_make_no_payment_are_refused() {
    let refused = |principal: &str, months| {
        let error = payment(Money::parse(principal).unwrap(), Apr::ZERO, months, Rounding::HalfUp).unwrap_err();
        assert_eq!(error.code(), Code::BadFinanceTerms);
        error.path().to_owned()
    };
    assert_eq!(refused("0", 12), "principal");
    assert_eq!(refused("-5", 12), "principal");
    assert_eq!(refused("100", 0), "months");
    assert_eq!(refused("100", 601), "months");
}

#[test]
fn the_largest_terms_there_are() {
    for apr in ["0", "0.0001", "1000"] {
        for rounding in Rounding::ALL {
            let plan = payment(
                Money::parse("1000000000").unwrap(),
                Apr::parse(apr).unwrap(),
                600,
                *rounding,
            )
            .unwrap();
            assert_eq!(plan.schedule.last().unwrap().balance, Money::ZERO);
        }
    }
}

proptest! {
    #[test]
    fn a_schedule_always_ends_at_zero_and_adds_up(
        cents in 1i64..200_000_000,
        apr in 0u32..400_000,
        months in 1u32..=120,
        way in 0usize..3,
    ) {
        let apr = Apr::parse(&format!("{}.{:04}", apr / 10_000, apr % 10_000)).unwrap();
        let principal = Money::from_cents(cents);
        let plan = payment(principal, apr, months, Rounding::ALL[way]).unwrap();
        let paid: Money = plan.schedule.iter().map(|m| m.payment).sum();
        prop_assert_eq!(plan.total_of_payments, paid);
        prop_assert_eq!(principal.plus(plan.total_interest), paid);
        prop_assert_eq!(plan.schedule.last().unwrap().balance, Money::ZERO);
        prop_assert!(plan.payments_made <= months);
        prop_assert!(plan.schedule.iter().all(|m| m.balance <= principal && m.balance >= Money::ZERO));
    }
}
