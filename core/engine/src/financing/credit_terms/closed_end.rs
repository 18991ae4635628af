//! Loans that are paid back over a fixed time: 12 CFR 1026.24 with its official interpretations (Supplement I).

use super::phrases::{self, Phrase, Text};
use super::{CreditFacts, CreditLint, CreditProblem};

const DOWNPAYMENT: &str = "1026.24(d)(1)(i)";
const NUMBER: &str = "1026.24(d)(1)(ii)";
const AMOUNT: &str = "1026.24(d)(1)(iii)";
const CHARGE: &str = "1026.24(d)(1)(iv)";
const RATE: &str = "1026.24(c)";

/// Above this a percentage says how much is lent, not what it costs.
const HIGHEST_RATE: u32 = 36;

pub(super) fn loan(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    terms(text, facts, false, lint);
    rate(text, lint);
}

/// The seller's own credit, where a downpayment is a term of its own.
pub(super) fn sale(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    terms(text, facts, true, lint);
    rate(text, lint);
}

/// Held to the rules of a loan and of a sale; a rate alone cannot be judged.
pub(super) fn unknown(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    terms(text, facts, true, lint);
    if !lint.triggered() && text.says(&phrases::ANY_RATE) {
        lint.problem = Some(CreditProblem::ProductUnknown);
    }
}

/// The terms of paragraph (d)(1), once each, and the disclosures of (d)(2).
fn terms(text: &Text, facts: &CreditFacts, is_sale: bool, lint: &mut CreditLint) {
    let down = [&phrases::DOWN, &phrases::DOWN_OF]
        .into_iter()
        .find_map(|p| text.find(p));
    let share = || text.all(&phrases::SHARE).find(|share| is_share(share));
    let asks = is_sale && facts.downpayment_required != Some(false);
    let downpayment = down.or_else(share).filter(|_| asks);
    let charge = [&phrases::CHARGE_AMOUNT, &phrases::CHARGE_OF];
    let charge = charge.into_iter().find_map(|pattern| text.find(pattern));
    lint.trigger_in_order([
        (DOWNPAYMENT, downpayment),
        (NUMBER, number(text)),
        (AMOUNT, amount(text)),
        (CHARGE, charge),
    ]);
    if !lint.triggered() {
        return;
    }
    if downpayment.is_some() {
        lint.require(
            "down",
            "amount or percentage of downpayment - 1026.24(d)(2)(i)",
            down.is_some(),
        );
    }
    lint.require(
        "terms",
        "terms of repayment over the full term - 1026.24(d)(2)(ii)",
        has_full_terms(text),
    );
    lint.require(
        "apr",
        "'annual percentage rate' (or APR) - 1026.24(d)(2)(iii)",
        text.says(&phrases::APR_STATED),
    );
    if facts.rate_may_increase {
        lint.require(
            "inc",
            "that the rate may increase - 1026.24(d)(2)(iii)",
            text.says(&phrases::INCREASES),
        );
    }
}

/// A rate that is not called an annual percentage rate (paragraph (c)).
fn rate(text: &Text, lint: &mut CreditLint) {
    let named = || text.find(&phrases::RATE);
    let financed = || {
        text.all(&phrases::SHARE)
            .find(|share| percentage(share) <= HIGHEST_RATE)
    };
    if let Some(phrase) = named().or_else(financed) {
        lint.trigger(RATE, phrase.text);
        lint.require(
            "c_apr",
            "rate must be named annual percentage rate - 1026.24(c)",
            text.says(&phrases::APR_STATED),
        );
    }
}

/// Of "80 percent financing" the rest is to be paid down; at 100 nothing is left to pay down.
fn is_share(phrase: &Phrase<'_>) -> bool {
    percentage(phrase) > HIGHEST_RATE && percentage(phrase) < 100
}

/// Whole percents; words are zero.
fn percentage(phrase: &Phrase<'_>) -> u32 {
    let digits = phrase.text.split(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The number of payments, or how long they go on. A number of days or months alone is a term only where the sentence
/// speaks of paying.
fn number(text: &Text) -> Option<Phrase<'_>> {
    let periods = text
        .all(&phrases::PERIOD)
        .filter(|period| text.sentence(period).says(&phrases::REPAYS));
    let numbers = text.all(&phrases::NUMBER);
    periods.chain(numbers).min_by_key(|phrase| phrase.start)
}

/// The amount of a payment, also where it follows from others.
fn amount(text: &Text) -> Option<Phrase<'_>> {
    let is_payment = |phrase: &Phrase<'_>| {
        let after = Text::of(text.after(phrase));
        !after.says(&phrases::IS_CHARGE)
    };
    let each = text.all(&phrases::AMOUNT_EACH).filter(is_payment);
    let others = [&phrases::PAYMENTS_OF, &phrases::MONEY_PAYMENTS, &phrases::DIVIDED];
    let others = others.into_iter().flat_map(|pattern| text.all(pattern));
    // A downpayment is one too, and has a rule of its own.
    let others = others.filter(|phrase| {
        text.all(&phrases::DOWN_OF)
            .all(|down| down.end < phrase.start || phrase.end < down.end)
    });
    each.chain(others).min_by_key(|phrase| phrase.start)
}

/// How much, how often and how long.
fn has_full_terms(text: &Text) -> bool {
    let how_much = text.says(&phrases::AMOUNT_EACH)
        || text.says(&phrases::FULL_TERMS) && (text.says(&phrases::PAYMENTS_OF) || text.says(&phrases::MONEY_PAYMENTS));
    how_much && (text.says(&phrases::NUMBER) || text.says(&phrases::PERIOD))
}
