//! An offer of the playbook, and whether it fits.

use std::collections::BTreeMap;

use crate::plan::Money;
use crate::schedule::Date;
use crate::wire::OfferId;

use super::{Apr, CreditProduct, Rounding};

/// A way to pay over time that a practice offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The practice's name for it.
    pub id: OfferId,
    /// The practice's own installments, or a lender's page.
    pub kind: OfferKind,
    /// The amounts it is for, both ends included.
    pub range: (Money, Money),
    /// The last day on which it may be shown.
    pub valid_until: Option<Date>,
    /// States (two letters) in which it must not be shown.
    pub not_in: Vec<String>,
}

/// Who lends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// The practice itself, in level payments that we compute.
    Installments {
        /// The annual rate; zero for a plan without interest.
        apr: Apr,
        /// How many monthly payments.
        months: u32,
        /// How a payment is brought to whole cents.
        rounding: Rounding,
        /// What must stand beside the figures, by language.
        disclosure: BTreeMap<String, String>,
    },
    /// A lender, on its own page and terms.
    LenderLink {
        /// The lender's name.
        lender: String,
        /// The page to apply on.
        url: String,
        /// What kind of credit it is.
        product: CreditProduct,
        /// The lender's own wording of its terms, by language, as the practice has it in writing.
        disclosure: BTreeMap<String, String>,
    },
}

impl Offer {
    /// Whether it may be shown for this amount, to someone in this state, on this day.
    ///
    /// An expired offer is never shown; the day it is valid until is still valid. Where states are excluded and the
    /// person's is not known, it is left out: practice-branded lending links are barred in some states, and showing
    /// one there does more harm than leaving it out elsewhere.
    pub fn fits(&self, amount: Money, state: Option<&str>, day: Date) -> bool {
        let (from, to) = self.range;
        (from..=to).contains(&amount)
            && self.valid_until.is_none_or(|last| day <= last)
            && (self.not_in.is_empty()
                || state.is_some_and(|state| !self.not_in.iter().any(|barred| barred.eq_ignore_ascii_case(state))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn lender() -> Offer {
        Offer {
            id: OfferId::parse("carecredit").unwrap(),
            kind: OfferKind::LenderLink {
                lender: "CareCredit".into(),
                url: "https://lender.example.com/apply".into(),
                product: CreditProduct::Unknown,
                disclosure: BTreeMap::new(),
            },
            range: (money("200"), money("25000")),
            valid_until: Some(day("2027-01-31")),
            not_in: vec!["IL".into()],
        }
    }

    #[test]
    fn both_ends_of_the_range_are_in() {
        let fits = |amount: &str| lender().fits(money(amount), Some("GA"), day("2026-03-02"));
        assert!(!fits("199.99"));
        assert!(fits("200"));
        assert!(fits("25000.00"));
        assert!(!fits("25000.01"));
    }

    #[test]
    fn the_last_day_is_still_valid_and_the_next_is_not() {
        let fits = |on: &str| lender().fits(money("500"), Some("GA"), day(on));
        assert!(fits("2027-01-31"));
        assert!(!fits("2027-02-01"));
        let forever = Offer {
            valid_until: None,
            ..lender()
        };
        assert!(forever.fits(money("500"), Some("GA"), day("2100-01-01")));
    }

    #[test]
    fn it_is_left_out_where_barred_and_where_nobody_knows() {
        let fits = |state: Option<&str>| lender().fits(money("500"), state, day("2026-03-02"));
        assert!(fits(Some("GA")));
        assert!(!fits(Some("IL")));
        assert!(!fits(Some("il")));
        assert!(!fits(None));
        let everywhere = Offer {
            not_in: Vec::new(),
            ..lender()
        };
        assert!(everywhere.fits(money("500"), None, day("2026-03-02")));
    }
}
