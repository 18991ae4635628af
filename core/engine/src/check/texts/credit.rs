//! What Regulation Z asks for beside the terms of an offer, and offers that are over.

use std::collections::BTreeMap;

use super::{Reading, Text};
use crate::Code;
use crate::check::report::Severity;
use crate::financing::{CreditFacts, CreditLint, CreditProblem, CreditProduct, Offer, OfferKind, lint_credit_terms};
use crate::follow_up::offer_words;
use crate::message::{Context, List, Reference};
use crate::plan::Money;
use crate::playbook::{Key, Practice};
use crate::schedule::Date;
use crate::wire::TemplateId;

/// An offer that ends within so many days is told: there is time to ask the lender for new terms.
const AHEAD_DAYS: i64 = 30;

/// What a lender may lend.
const LENT: [CreditProduct; 4] = [
    CreditProduct::ClosedEnd,
    CreditProduct::CreditSale,
    CreditProduct::OpenEnd,
    CreditProduct::Deferred,
];

impl Reading<'_, '_> {
    /// What Regulation Z asks for, with each offer in turn; without offers, of what the author wrote.
    pub(super) fn credit(&mut self, id: &TemplateId, text: &Text<'_>, body: impl Fn(&Self, &Context) -> String) {
        if !self.credit {
            return;
        }
        let rules = self.about.rules();
        let names_offers = text.template.variables().contains(&Reference::List(List::Offers));
        let mut about_offers: Vec<Option<&Offer>> = rules.financing.offers.iter().map(Some).collect();
        if !names_offers {
            about_offers = vec![None];
        }
        for offer in about_offers {
            let mut context = self.values.most(text.language);
            context.offers = offer
                .and_then(|offer| offer_words(offer, middle(offer), text.language))
                .into_iter()
                .collect();
            let (product, facts) = offer.map_or((CreditProduct::Unknown, CreditFacts::default()), product);
            let said = body(self, &context);
            // Where nobody says what a lender lends, its words have to be right for all that it may be.
            let any = offer
                .filter(|_| product == CreditProduct::Unknown)
                .map_or(&[][..], |_| &LENT);
            let products = std::iter::once(product).chain(any.iter().copied());
            let mut read = products.map(|product| lint_credit_terms(&said, product, &facts));
            let Some(lint) = read.find(|lint| !lint.compliant) else {
                continue;
            };
            let (what, lacks) = in_words(&lint);
            let whose = offer.map_or(String::new(), |offer| format!(" of the offer {}", offer.id));
            let message = format!("{id} states a credit term{whose}, {what}, {lacks}");
            let unsaid = !any.is_empty();
            let help = if unsaid {
                "say with the offer's `product` what the lender lends, and add what is missing to its `terms`, or leave the \
                 term out"
            } else {
                "add what is missing to the text or to the offer's `disclosure` or `terms`, or leave the term out"
            };
            let offer_spot = offer.and_then(|offer| {
                let way = [Key::Of("financing"), Key::Of("offers"), Key::Id(offer.id.as_str())];
                self.about.own_spot(&way)
            });
            // A lender's words stand with the offer, and a built-in text has no line.
            let of_offer = offer.and_then(|offer| wording(offer).get(text.language));
            let by_offer = lint
                .triggers
                .iter()
                .any(|t| of_offer.is_some_and(|words| words.contains(&t.phrase)));
            let spot = if text.own && !by_offer {
                text.spot.clone()
            } else {
                offer_spot.unwrap_or_else(|| text.spot.clone())
            };
            self.report
                .add(Severity::Error, Code::CheckCreditTerms, spot, message, help);
        }
    }

    /// Answers stand in detailed e-mails as they are written.
    pub(super) fn questions(&mut self) {
        for (category, questions) in &self.about.rules().faq {
            let said = questions
                .iter()
                .flat_map(|faq| faq.question.values().zip(faq.answer.values()));
            for (question, answer) in said {
                let text = format!("{question} {answer}");
                let lint = lint_credit_terms(&text, CreditProduct::Unknown, &CreditFacts::default());
                if lint.compliant {
                    continue;
                }
                let (what, lacks) = in_words(&lint);
                let message = format!("an answer about {category} states a credit term, {what}, {lacks}");
                let help = "say it with an offer, which brings its disclosures, or leave the term out";
                let spot = self.about.spot(&[Key::Of("faq"), Key::Of(category.as_str())]);
                self.report
                    .add(Severity::Error, Code::CheckCreditTerms, spot, message, help);
            }
        }
    }

    pub(super) fn expired(&mut self, day: Date) {
        let soon = day.plus_days(AHEAD_DAYS);
        for offer in &self.about.rules().financing.offers {
            let Some(last) = offer.valid_until.filter(|last| soon.is_none_or(|soon| *last <= soon)) else {
                continue;
            };
            let way = [
                Key::Of("financing"),
                Key::Of("offers"),
                Key::Id(offer.id.as_str()),
                Key::Of("valid_until"),
            ];
            let message = if last < day {
                format!("the offer {} ended on {last}: it is not shown any more", offer.id)
            } else {
                format!(
                    "the offer {} ends on {last}: after that day it is not shown any more",
                    offer.id
                )
            };
            let help = "renew it with its terms as they are now, or take it out";
            self.report.add(
                Severity::Warning,
                Code::CheckExpired,
                self.about.spot(&way),
                message,
                help,
            );
        }
    }
}

/// Whether an office's own name or address speaks of credit.
pub(super) fn is_spoken_of(practice: &Practice) -> bool {
    let said = format!("{}. {}.", practice.name, practice.postal_address);
    let lint = lint_credit_terms(&said, CreditProduct::Unknown, &CreditFacts::default());
    !(lint.compliant && lint.triggers.is_empty())
}

/// The terms that were found, and what they lack.
fn in_words(lint: &CreditLint) -> (String, String) {
    let missing: Vec<&str> = lint.required.iter().filter(|d| !d.present).map(|d| d.what).collect();
    let triggers: Vec<String> = lint
        .triggers
        .iter()
        .map(|trigger| format!("“{}” (12 CFR {})", trigger.phrase, trigger.cite))
        .collect();
    let lacks = match lint.problem {
        Some(CreditProblem::Placement) => "with a disclosure that does not stand where it must".to_owned(),
        Some(CreditProblem::ProductUnknown) if missing.is_empty() => {
            "and nobody says which kind of credit it is: the offer's `product` does".to_owned()
        }
        Some(CreditProblem::ProductUnknown) | None => format!("without {}", missing.join("; ")),
    };
    let what = if triggers.is_empty() {
        "a rate".to_owned()
    } else {
        triggers.join(", ")
    };
    (what, lacks)
}

/// What stands beside an offer, by language.
fn wording(offer: &Offer) -> &BTreeMap<String, String> {
    match &offer.kind {
        OfferKind::Installments { disclosure, .. } | OfferKind::LenderLink { disclosure, .. } => disclosure,
    }
}

/// What is true of the credit of an offer.
fn product(offer: &Offer) -> (CreditProduct, CreditFacts) {
    match &offer.kind {
        OfferKind::Installments { apr, months, .. } => {
            let facts = CreditFacts {
                downpayment_required: Some(false),
                finance_charge: Some(!apr.is_zero()),
                installments_max: Some(*months),
                ..CreditFacts::default()
            };
            (CreditProduct::InHouse, facts)
        }
        OfferKind::LenderLink { product, .. } => (*product, CreditFacts::default()),
    }
}

fn middle(offer: &Offer) -> Money {
    let (from, to) = (offer.range.0.cents(), offer.range.1.cents());
    Money::from_cents((from + (to - from) / 2).max(100))
}
