//! Payments.

use followthrough::Error;
use serde_json::Value;

use super::{Tally, answer, input};

/// Level payments, and promotions with deferred interest by the monthly model.
pub(super) fn amortization(file: &Value) -> Result<Tally, Error> {
    let level = [
        "raw_payment",
        "payment",
        "payments_made",
        "final_payment",
        "total_of_payments",
        "total_interest",
        "schedule",
    ];
    let deferred = [
        "level_payment_to_clear",
        "months_to_clear_at_level",
        "balance_at_promo_end",
        "accrued_interest",
        "charged_interest",
        "ledger",
    ];
    let cases = input::list(file, "cases")?;
    let of = |kind: &str| -> Value {
        let asked = cases.iter().filter(|case| case.get("kind").is_some_and(|k| k == kind));
        serde_json::json!({ "cases": asked.collect::<Vec<_>>() })
    };
    let (amortized, promotions) = (of("amortized"), of("deferred_interest"));
    let mut tally = Tally::ask(&amortized, &level, answer::payment)?;
    tally.join(Tally::ask(&promotions, &deferred, answer::deferred_interest)?);
    tally.not_yet = cases.len().saturating_sub(tally.passed + tally.failures.len());
    Ok(tally)
}

pub(super) fn reg_z(file: &Value) -> Result<Tally, Error> {
    Tally::ask(
        file,
        &["triggers", "required", "problem", "compliant"],
        answer::credit_terms,
    )
}
