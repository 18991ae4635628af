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
    terms(text, facts, None, rate(text), lint);
}

/// The seller's own credit, where a downpayment is a term of its own.
pub(super) fn sale(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    terms(text, facts, downpayment(text, facts), rate(text), lint);
}

/// Held to the rules of a sale; a rate alone cannot be judged.
pub(super) fn unknown(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    terms(text, facts, downpayment(text, facts), None, lint);
    if !lint.triggered() && text.says(&phrases::ANY_RATE) {
        lint.problem = Some(CreditProblem::ProductUnknown);
    }
}

/// The terms of paragraph (d)(1), once each, with the disclosures of (d)(2), and a rate that is not called an annual
/// percentage rate (paragraph (c)).
fn terms(
    text: &Text,
    facts: &CreditFacts,
    downpayment: Option<Phrase<'_>>,
    rate: Option<Phrase<'_>>,
    lint: &mut CreditLint,
) {
    let charge = [&phrases::CHARGE_AMOUNT, &phrases::CHARGE_OF];
    let charge = charge.into_iter().find_map(|pattern| text.find(pattern));
    let specific = [
        (DOWNPAYMENT, downpayment),
        (NUMBER, number(text)),
        (AMOUNT, amount(text)),
        (CHARGE, charge),
    ];
    lint.trigger_in_order(specific.into_iter().chain([(RATE, rate)]));
    if specific.iter().any(|(_, phrase)| phrase.is_some()) {
        require_terms(text, facts, downpayment.is_some(), lint);
    }
    if rate.is_some() {
        lint.require(
            "c_apr",
            "rate must be named annual percentage rate - 1026.24(c)",
            text.says(&phrases::APR_STATED),
        );
    }
}

fn require_terms(text: &Text, facts: &CreditFacts, asks_down: bool, lint: &mut CreditLint) {
    if asks_down {
        lint.require(
            "down",
            "amount or percentage of downpayment - 1026.24(d)(2)(i)",
            stated_down(text).is_some(),
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

/// What is to be paid down, where anything is, in so many words or by how much is lent.
fn downpayment<'t>(text: &'t Text, facts: &CreditFacts) -> Option<Phrase<'t>> {
    let share = || text.all(&phrases::SHARE).find(is_share);
    let asks = facts.downpayment_required != Some(false);
    stated_down(text).or_else(share).filter(|_| asks)
}

fn stated_down(text: &Text) -> Option<Phrase<'_>> {
    [&phrases::DOWN, &phrases::DOWN_OF]
        .into_iter()
        .find_map(|pattern| text.find(pattern))
}

/// A rate by another name than its right one.
fn rate(text: &Text) -> Option<Phrase<'_>> {
    let financed = || {
        text.all(&phrases::SHARE)
            .find(|share| percentage(share) <= HIGHEST_RATE)
    };
    text.find(&phrases::RATE).or_else(financed)
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
    let period = text.find_where(&phrases::PERIOD, &phrases::REPAYS);
    let number = text.find(&phrases::NUMBER);
    period.into_iter().chain(number).min_by_key(|phrase| phrase.start)
}

/// The amount of a payment, also where it follows from others.
fn amount(text: &Text) -> Option<Phrase<'_>> {
    let others = [&phrases::PAYMENTS_OF, &phrases::MONEY_PAYMENTS, &phrases::DIVIDED];
    let down: Vec<Phrase<'_>> = text.all(&phrases::DOWN_OF).collect();
    // A downpayment is one too, and has a rule of its own.
    let is_apart = |phrase: &Phrase<'_>| down.iter().all(|down| down.end < phrase.start || phrase.end < down.end);
    let others = others
        .into_iter()
        .filter_map(|pattern| text.all(pattern).find(|phrase| is_apart(phrase)));
    text.payment()
        .into_iter()
        .chain(others)
        .min_by_key(|phrase| phrase.start)
}

/// How much, how often and how long.
fn has_full_terms(text: &Text) -> bool {
    let how_much = text.says(&phrases::AMOUNT_EACH)
        || text.says(&phrases::FULL_TERMS) && (text.says(&phrases::PAYMENTS_OF) || text.says(&phrases::MONEY_PAYMENTS));
    how_much && (text.says(&phrases::NUMBER) || text.says(&phrases::PERIOD))
}
