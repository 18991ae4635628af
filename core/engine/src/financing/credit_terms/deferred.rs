//! "No interest if paid in full": 12 CFR 1026.16(h).

use super::phrases::{self, Text};
use super::{CreditFacts, CreditLint, CreditProblem, open_end};

const AVOIDS: &str = "1026.16(h)";

/// How many bytes may stand between "no interest" and "if paid in full": a space, or a comma and a space.
const NEXT_TO: usize = 2;

pub(super) fn card(text: &Text, facts: &CreditFacts, lint: &mut CreditLint) {
    let phrases = [&phrases::NO_INTEREST_FOR, &phrases::NO_INTEREST];
    let Some(avoids) = phrases.into_iter().find_map(|pattern| text.find(pattern)) else {
        return open_end::card(text, facts, lint);
    };
    // That there is no interest is a term of the card as well, though it says that there is none.
    lint.trigger(AVOIDS, avoids.text);
    lint.trigger(open_end::TERM, avoids.text);
    let period = text.find(&phrases::WHEN_OVER);
    let if_paid = text.find(&phrases::IF_PAID);
    let beside = if_paid.filter(|if_paid| {
        let between = if_paid.start.checked_sub(avoids.end);
        between.is_some_and(|between| between <= NEXT_TO) && period.is_none_or(|period| if_paid.start < period.start)
    });
    lint.require("h_period", "deferred interest period - 1026.16(h)(3)", period.is_some());
    lint.require(
        "h_ifpaid",
        "'if paid in full' next to 'no interest' and before the period - 1026.16(h)(3)",
        beside.is_some(),
    );
    if if_paid.is_some() && beside.is_none() {
        lint.problem = Some(CreditProblem::Placement);
    }
    let from_purchase = text.says(&phrases::FROM_PURCHASE);
    lint.require(
        "h_charged",
        "interest from the purchase date if not paid in full in the period - 1026.16(h)(4)(i)",
        from_purchase && text.says(&phrases::NOT_PAID),
    );
    if facts.default_ends_promo {
        lint.require(
            "h_default",
            "interest from the purchase date on default before the period ends (where the terms have it) - 1026.16(h)(4)(ii)",
            from_purchase && text.says(&phrases::DEFAULT),
        );
    }
    open_end::require_terms(text, lint);
}
