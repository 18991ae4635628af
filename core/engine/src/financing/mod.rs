//! Financing: which offers fit a plan, what a payment comes to, and what the law asks of its words.
//!
//! Payments are exact: rates and amounts are ratios of integers, and the only rounding is the one that the terms name.
//! Lender terms come from the playbook with an expiry date; nothing here invents or estimates a lender's figures.

mod amortize;
mod credit_terms;
mod deferred;
mod offer;
mod terms;

pub use amortize::{Installment, Schedule, payment};
pub use credit_terms::{
    CreditDisclosure, CreditFacts, CreditLint, CreditProblem, CreditProduct, CreditTrigger, lint_credit_terms,
};
pub use deferred::{DeferredInterest, DeferredMonth, deferred_interest};
pub use offer::{Offer, OfferKind};
pub use terms::{Apr, MAX_MONTHS, Rounding};
