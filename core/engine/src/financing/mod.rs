//! Financing: which offers fit a plan, and what a payment comes to.
//!
//! Payments are exact: rates and amounts are ratios of integers, and the only rounding is the one that the terms name.
//! Lender terms come from the playbook with an expiry date; nothing here invents or estimates a lender's figures.

mod amortize;
mod offer;
mod terms;

pub use amortize::{Installment, Schedule, payment};
pub use offer::{Offer, OfferKind};
pub use terms::{Apr, MAX_MONTHS, Rounding};
