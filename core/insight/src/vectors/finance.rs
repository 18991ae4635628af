//! Payments.

use followthrough::Error;
use serde_json::Value;

use super::{Tally, answer, input};

/// What a lender defers is the lender's to compute: only amortised payments are asked.
pub(super) fn amortization(file: &Value) -> Result<Tally, Error> {
    let keys = [
        "raw_payment",
        "payment",
        "payments_made",
        "final_payment",
        "total_of_payments",
        "total_interest",
        "schedule",
    ];
    let cases = input::list(file, "cases")?;
    let asked = |case: &&Value| case.get("kind").is_some_and(|kind| kind == "amortized");
    let (asked, others): (Vec<&Value>, Vec<&Value>) = cases.iter().partition(asked);
    let file = serde_json::json!({ "cases": asked });
    let mut tally = Tally::ask(&file, &keys, answer::payment)?;
    tally.not_yet = others.len();
    Ok(tally)
}

pub(super) fn reg_z(file: &Value) -> Result<Tally, Error> {
    Tally::ask(
        file,
        &["triggers", "required", "problem", "compliant"],
        answer::credit_terms,
    )
}
