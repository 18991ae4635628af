//! What Regulation Z asks of a text that speaks of credit.
//!
//! An offer of credit in a message is an advertisement, whoever sends it (12 CFR 1026.2(a)(2)). Some terms may stand
//! alone; others bring further disclosures that must stand beside them. The lint finds those terms, names the paragraph,
//! and says which disclosures there are and which are missing. It reads English and Spanish. It does not judge what is
//! clear and conspicuous, nor whether the figures are right, and it repairs nothing.

mod closed_end;
mod deferred;
mod open_end;
mod phrases;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use phrases::{Phrase, Text};

use crate::wire::decode;
use crate::{Code, Error};

/// What kind of credit a text is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CreditProduct {
    /// A loan that is paid back over a fixed time (12 CFR 1026.24).
    ClosedEnd,
    /// The same, given by the seller: a downpayment counts too (12 CFR 1026.24(d)(1)(i)).
    CreditSale,
    /// A card or another line of credit (12 CFR 1026.16).
    OpenEnd,
    /// A card whose interest is only charged if the balance is not paid in time (12 CFR 1026.16(h)).
    Deferred,
    /// The practice's own plan: without a finance charge and in four instalments at most it is no credit under
    /// Regulation Z (12 CFR 1026.2(a)(17)), otherwise it is a credit sale.
    InHouse,
    /// Nobody says.
    #[default]
    Unknown,
}

impl CreditProduct {
    /// Every product.
    pub const ALL: &'static [Self] = &[
        Self::ClosedEnd,
        Self::CreditSale,
        Self::OpenEnd,
        Self::Deferred,
        Self::InHouse,
        Self::Unknown,
    ];

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClosedEnd => "closed_end",
            Self::CreditSale => "credit_sale",
            Self::OpenEnd => "open_end",
            Self::Deferred => "deferred",
            Self::InHouse => "in_house",
            Self::Unknown => "unknown",
        }
    }

    /// The product of that name.
    ///
    /// # Errors
    /// `FT-H001` when there is none.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let product = Self::ALL.iter().copied().find(|product| product.as_str() == name);
        product.ok_or_else(|| {
            let error = Error::new(Code::EventMalformed, "no such credit product").at("product");
            error.help("one of: closed_end, credit_sale, open_end, deferred, in_house, unknown")
        })
    }
}

/// What is true of the credit, whether or not the text says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CreditFacts {
    /// Whether a downpayment is asked for; one may be where nobody says.
    pub downpayment_required: Option<bool>,
    /// Whether the rate may increase after the contract was made.
    pub rate_may_increase: bool,
    /// Whether the rate is lower at first and then rises (12 CFR 1026.16(g)).
    pub introductory_rate: bool,
    /// Whether interest is charged from the beginning also after a default.
    pub default_ends_promo: bool,
    /// Whether a plan of the practice's own costs anything; it may where nobody says.
    pub finance_charge: Option<bool>,
    /// The most instalments of a plan of the practice's own; they may be many where nobody says.
    pub installments_max: Option<u32>,
}

impl CreditFacts {
    /// Reads the JSON of the wire.
    ///
    /// # Errors
    /// `FT-H001` with the path of what cannot be decoded.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        decode::from_text(text, Code::EventMalformed).map_err(|error| error.under("facts"))
    }
}

/// A term that brings further disclosures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditTrigger {
    /// The paragraph of 12 CFR that says so.
    pub cite: &'static str,
    /// The words of the text.
    pub phrase: String,
}

/// A disclosure that must stand beside the terms found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditDisclosure {
    /// A short name of it.
    pub id: &'static str,
    /// What must be said, with the paragraph.
    pub what: &'static str,
    /// Whether the text says it.
    pub present: bool,
}

/// What keeps a text from being judged right although nothing may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CreditProblem {
    /// A disclosure is there, but not where it must stand (12 CFR 1026.16(h)(3)).
    Placement,
    /// The text states a rate, and which rule holds hangs on the product, which nobody names.
    ProductUnknown,
}

/// What the lint found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditLint {
    /// The terms that bring further disclosures, in the order in which the text has them.
    pub triggers: Vec<CreditTrigger>,
    /// What must then be said.
    pub required: Vec<CreditDisclosure>,
    /// What else is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<CreditProblem>,
    /// Whether nothing is missing and nothing is wrong.
    pub compliant: bool,
}

/// Looks for the terms of Regulation Z in a text, and for what must stand beside them.
///
/// ```
/// use followthrough::financing::{CreditFacts, CreditProduct, lint_credit_terms};
///
/// let lint = |text| lint_credit_terms(text, CreditProduct::ClosedEnd, &CreditFacts::default());
/// assert!(lint("Ask us about monthly payment options.").compliant);
///
/// let found = lint("Only $103 a month, 9.99% APR.");
/// assert_eq!(found.triggers[0].cite, "1026.24(d)(1)(iii)");
/// assert_eq!(found.required[0].what, "terms of repayment over the full term - 1026.24(d)(2)(ii)");
/// assert!(!found.required[0].present && found.required[1].present && !found.compliant);
///
/// assert!(lint("$103 a month for 24 months, 9.99% APR.").compliant);
/// ```
pub fn lint_credit_terms(text: &str, product: CreditProduct, facts: &CreditFacts) -> CreditLint {
    let text = Text::of(text);
    let mut lint = CreditLint::default();
    match product {
        CreditProduct::ClosedEnd => closed_end::loan(&text, facts, &mut lint),
        CreditProduct::CreditSale => closed_end::sale(&text, facts, &mut lint),
        CreditProduct::OpenEnd => open_end::card(&text, facts, &mut lint),
        CreditProduct::Deferred => deferred::card(&text, facts, &mut lint),
        CreditProduct::InHouse if is_no_credit(facts) => {}
        CreditProduct::InHouse => closed_end::sale(&text, facts, &mut lint),
        CreditProduct::Unknown => closed_end::unknown(&text, facts, &mut lint),
    }
    lint.compliant = lint.problem.is_none() && lint.required.iter().all(|disclosure| disclosure.present);
    lint
}

/// Four instalments at most and nothing to pay for them (12 CFR 1026.2(a)(17)(i)).
fn is_no_credit(facts: &CreditFacts) -> bool {
    facts.finance_charge == Some(false) && facts.installments_max.is_some_and(|most| most <= 4)
}

impl CreditLint {
    fn triggered(&self) -> bool {
        !self.triggers.is_empty()
    }

    /// Adds those that there are, in the order in which the text ends them.
    fn trigger_in_order<'t>(&mut self, found: impl IntoIterator<Item = (&'static str, Option<Phrase<'t>>)>) {
        let found = found.into_iter().filter_map(|(cite, phrase)| Some((cite, phrase?)));
        let mut found: Vec<(&'static str, Phrase<'t>)> = found.collect();
        found.sort_by_key(|(_, phrase)| (phrase.end, Reverse(phrase.start)));
        for (cite, phrase) in found {
            self.trigger(cite, phrase.text);
        }
    }

    fn trigger(&mut self, cite: &'static str, phrase: &str) {
        let phrase = phrase.to_owned();
        self.triggers.push(CreditTrigger { cite, phrase });
    }

    fn require(&mut self, id: &'static str, what: &'static str, present: bool) {
        self.required.push(CreditDisclosure { id, what, present });
    }
}
