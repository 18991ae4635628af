//! Paying over time: when it is offered, and what.

use std::collections::BTreeMap;

use super::item::{Item, Keys};
use super::lists::by_language;
use super::practice::{state, url};
use super::{Names, Problems, condition, time};
use crate::Code;
use crate::financing::{Apr, CreditProduct, Offer, OfferKind, Rounding};
use crate::plan::Money;
use crate::playbook::document::shown;
use crate::playbook::model::Financing;
use crate::wire::OfferId;

pub(super) fn financing(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Financing> {
    let Some(item) = keys.optional("financing") else {
        return Some(Financing {
            offer_when: None,
            offers: Vec::new(),
        });
    };
    let mut keys = item.keys(problems, "{offer_when: …, offers: […]}")?;
    let offer_when = keys.maybe("offer_when", |item| condition::condition(&item, names, problems));
    let offers = keys.or("offers", Vec::new(), |item| offers(&item, names, problems));
    keys.finish(problems);
    Some(Financing {
        offer_when: offer_when?,
        offers: offers?,
    })
}

fn offers(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Vec<Offer>> {
    let items = item.list(problems, "a list of offers")?;
    let read: Vec<_> = items.iter().map(|item| (item, offer(item, names, problems))).collect();
    let mut seen: Vec<&OfferId> = Vec::new();
    for (item, offer) in &read {
        let Some(offer) = offer else { continue };
        if seen.contains(&&offer.id) {
            let message = format!("the offer {} stands here twice", shown(offer.id.as_str()));
            problems.report(
                item.error(Code::PlaybookDuplicateId, message)
                    .help("rename one of them"),
            );
        }
        seen.push(&offer.id);
    }
    read.into_iter().map(|(_, offer)| offer).collect()
}

#[derive(Clone, Copy)]
enum Kind {
    Installments,
    LenderLink,
}

fn offer(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Offer> {
    let mut keys = item.keys(problems, "an offer")?;
    if keys.leaves_out("offer", problems) {
        return None;
    }
    let id = keys
        .required("id", problems)
        .and_then(|item| item.id(problems, OfferId::parse));
    let words = [("installments", Kind::Installments), ("lender_link", Kind::LenderLink)];
    let kind = keys
        .required("kind", problems)
        .and_then(|item| item.word(problems, "a kind of offer", &words));
    let range = keys.required("for", problems).and_then(|item| amounts(&item, problems));
    let valid_until = keys.maybe("valid_until", |item| time::date(&item, problems));
    let not_in = keys.or("not_in", Vec::new(), |item| states(&item, problems));
    let disclosure = keys.maybe("disclosure", |item| by_language(&item, names, problems));
    let kind = kind.and_then(|kind| match kind {
        Kind::Installments => installments(&mut keys, disclosure.clone(), problems),
        Kind::LenderLink => lender(&mut keys, disclosure.clone(), names, problems),
    });
    // Asked for by one of the two; named here so that neither is unknown to the other, or where the kind is missing.
    for key in ["apr", "months", "rounding", "lender", "url", "terms"] {
        keys.optional(key);
    }
    keys.finish(problems);
    Some(Offer {
        id: id?,
        kind: kind?,
        range: range?,
        valid_until: valid_until?,
        not_in: not_in?,
    })
}

/// What a lender lends; the practice's own plans say what they are by their figures.
const LENT: [(&str, CreditProduct); 4] = [
    ("closed_end", CreditProduct::ClosedEnd),
    ("credit_sale", CreditProduct::CreditSale),
    ("open_end", CreditProduct::OpenEnd),
    ("deferred", CreditProduct::Deferred),
];

type Wording = Option<Option<BTreeMap<String, String>>>;

fn installments(keys: &mut Keys<'_>, disclosure: Wording, problems: &mut Problems) -> Option<OfferKind> {
    let apr = keys.required("apr", problems).and_then(|item| {
        let help = "write the annual rate in percent, with at most four decimals";
        item.read(problems, "a rate such as 0 or 9.9", help, |text| Apr::parse(text).ok())
    });
    let months = keys
        .required("months", problems)
        .and_then(|item| item.whole(problems, 1, 600));
    let words: Vec<_> = Rounding::ALL
        .iter()
        .map(|rounding| (rounding.as_str(), *rounding))
        .collect();
    let rounding = keys.or("rounding", Rounding::HalfUp, |item| {
        item.word(problems, "a way of rounding", &words)
    });
    for key in ["lender", "url", "product", "terms"] {
        keys.misplaced(
            key,
            problems,
            "only a lender_link has this",
            "take it out, or write kind: lender_link",
        );
    }
    Some(OfferKind::Installments {
        apr: apr?,
        months: months?,
        rounding: rounding?,
        disclosure: disclosure?.unwrap_or_default(),
    })
}

fn lender(keys: &mut Keys<'_>, disclosure: Wording, names: &Names<'_>, problems: &mut Problems) -> Option<OfferKind> {
    let lender = keys
        .required("lender", problems)
        .and_then(|item| item.line(problems, 60));
    let url = keys.required("url", problems).and_then(|item| url(&item, problems));
    let product = keys.or("product", CreditProduct::Unknown, |item| {
        item.word(problems, "a kind of credit", &LENT)
    });
    let terms = keys.maybe("terms", |item| by_language(&item, names, problems));
    for key in ["apr", "months", "rounding"] {
        keys.misplaced(
            key,
            problems,
            "a lender's figures are the lender's to give",
            "take it out, or write kind: installments",
        );
    }
    // The lender's own wording stands beside every mention of the lender; a disclosure of the practice's comes with it.
    let mut wording = terms?.unwrap_or_default();
    for (language, text) in disclosure?.unwrap_or_default() {
        let terms = wording.entry(language).or_default();
        if !terms.is_empty() {
            terms.push(' ');
        }
        terms.push_str(&text);
    }
    Some(OfferKind::LenderLink {
        lender: lender?,
        url: url?,
        product: product?,
        disclosure: wording,
    })
}

fn amounts(item: &Item<'_>, problems: &mut Problems) -> Option<(Money, Money)> {
    let mut keys = item.keys(problems, "{from: 300, to: 5000}")?;
    let from = keys.required("from", problems).and_then(|item| item.money(problems));
    let to = keys.required("to", problems).and_then(|item| item.money(problems));
    keys.finish(problems);
    let (from, to) = (from?, to?);
    if from > to {
        return item.refuse(
            problems,
            "no amount lies between these",
            "the lower amount comes first; both ends are inside",
        );
    }
    Some((from, to))
}

fn states(item: &Item<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = item.list(problems, "a list of states such as [IL]")?;
    let read: Vec<_> = items.iter().map(|item| state(item, problems)).collect();
    read.into_iter().collect()
}
