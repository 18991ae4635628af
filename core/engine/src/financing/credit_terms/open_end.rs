//! Cards and other lines of credit: 12 CFR 1026.16(b) and (g) with the official interpretations (Supplement I).

use super::phrases::{self, Phrase, Text};
use super::{CreditFacts, CreditLint};

pub(super) const TERM: &str = "1026.16(b)(1)";
const PAYMENT: &str = "1026.16(b)(2)";
const PROMOTION: &str = "1026.16(g)";

pub(super) fn card(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    // A payment for what the message is about: it always is about a treatment.
    let payment = text.payment();
    let promotion = promotion(text).filter(|_| facts.introductory_rate || text.says(&phrases::INTRO));
    let terms = terms(text);
    let found = terms.iter().map(|phrase| (TERM, Some(*phrase)));
    lint.trigger_in_order(found.chain([(PAYMENT, payment), (PROMOTION, promotion)]));
    if payment.is_some() {
        lint.require(
            "o_total",
            "total of payments - 1026.16(b)(2)",
            text.says(&phrases::TOTAL_OF_PAYMENTS),
        );
        lint.require(
            "o_time",
            "time to repay - 1026.16(b)(2)",
            text.says(&phrases::PERIOD) || text.says(&phrases::NUMBER),
        );
    }
    if !terms.is_empty() {
        require_terms(text, lint);
    }
    if let Some(promotion) = promotion {
        require_promotion(text, &promotion, lint);
    }
}

/// What must stand beside any term of 12 CFR 1026.6(b)(3), also one that says that there is no charge.
pub(super) fn require_terms(text: &Text, lint: &mut CreditLint) {
    let no_fees = text.says(&phrases::NO_FEES);
    lint.require(
        "o_fee",
        "any minimum, fixed, transaction or activity finance charge - 1026.16(b)(1)(i)",
        no_fees || text.says(&phrases::CARD_CHARGE_OF) || text.says(&phrases::CHARGE_STATED),
    );
    lint.require(
        "o_apr",
        "periodic rate as APR (and that it varies) - 1026.16(b)(1)(ii)",
        text.says(&phrases::APR_STATED),
    );
    lint.require(
        "o_mem",
        "membership or participation fee - 1026.16(b)(1)(iii)",
        no_fees || text.says(&phrases::MEMBERSHIP) || text.says(&phrases::MEMBERSHIP_OF),
    );
}

/// The rate, and each charge that the text names or denies: one of a kind.
fn terms(text: &Text) -> Vec<Phrase<'_>> {
    let rates = [&phrases::APR_THEN_RATE, &phrases::RATE_THEN_APR, &phrases::RATE];
    let rate = rates.into_iter().filter_map(|pattern| text.find(pattern));
    let rate = rate.min_by_key(|phrase| phrase.start).or_else(|| bare_rate(text));
    let charges = [&phrases::CARD_CHARGE_OF, &phrases::CARD_CHARGE];
    let charge = charges.into_iter().find_map(|pattern| text.find(pattern));
    let memberships = [&phrases::MEMBERSHIP, &phrases::MEMBERSHIP_OF];
    let membership = memberships.into_iter().find_map(|pattern| text.find(pattern));
    let found = [
        rate,
        charge,
        membership,
        text.find(&phrases::NO_FEES),
        text.find(&phrases::NO_INTEREST),
    ];
    let mut terms: Vec<Phrase<'_>> = Vec::new();
    for phrase in found.into_iter().flatten() {
        // "0% interest" is one term, not a rate and an absence.
        if terms
            .iter()
            .all(|known| known.end <= phrase.start || phrase.end <= known.start)
        {
            terms.push(phrase);
        }
    }
    terms
}

/// "0%" of "0% for 6 months".
fn bare_rate(text: &Text) -> Option<Phrase<'_>> {
    let found = text.find(&phrases::CARD_RATE)?;
    let end = found.text.find('%').map_or(found.text.len(), |at| at + 1);
    Some(Phrase {
        text: found.text.get(..end)?,
        start: found.start,
        end: found.start + end,
    })
}

fn promotion(text: &Text) -> Option<Phrase<'_>> {
    let whole = [&phrases::PROMOTION, &phrases::PROMOTION_UNTIL];
    let whole = whole.into_iter().find_map(|pattern| text.find(pattern));
    whole.or_else(|| {
        let rates = [&phrases::RATE_THEN_APR, &phrases::APR_THEN_RATE, &phrases::RATE];
        rates.into_iter().find_map(|pattern| text.find(pattern))
    })
}

fn require_promotion(text: &Text, promotion: &Phrase<'_>, lint: &mut CreditLint) {
    lint.require(
        "g_intro",
        "'introductory' or 'intro' next to the rate - 1026.16(g)(3)",
        text.is_near(promotion, &phrases::INTRO),
    );
    lint.require(
        "g_end",
        "when the promotional rate ends - 1026.16(g)(4)(i)",
        text.says(&phrases::PROMOTION) || text.says(&phrases::PROMOTION_UNTIL),
    );
    lint.require(
        "g_after",
        "rate after the promotion - 1026.16(g)(4)(ii)",
        text.says(&phrases::AFTERWARDS),
    );
}
