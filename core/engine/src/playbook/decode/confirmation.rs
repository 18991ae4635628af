//! The one message that confirms an opt-out: that it is so, and nothing else.
//!
//! A confirmation may hold no marketing, or it is a message without consent (47 CFR 64.1200(a)(12)).

use super::Problems;
use super::item::Item;
use crate::message::{Reference, Template, Variable};
use crate::{Code, Error};

/// The template, and the step that sends it: no sequence has it. Every playbook has it as an SMS.
pub(crate) const ID: &str = "opt_out_confirmation";

/// Words of an offer or an invitation, whole ones, in small letters.
const MARKETING: &str = "book now, book your, book online, schedule now, schedule your, offer, offers, discount, \
                         discounts, promotion, promotions, sale, agende, agendar, reserve su, oferta, ofertas, \
                         descuento, descuentos, promociones";
/// What a rate, a price or an address has in it.
const MARKS: [&str; 4] = ["%", "$", "://", "www."];

/// What it may print: who is spoken to, and who speaks.
const SAID: [Variable; 7] = [
    Variable::PatientFirstName,
    Variable::PracticeName,
    Variable::PracticePhone,
    Variable::PracticeAddress,
    Variable::ProviderDisplayName,
    Variable::StaffName,
    Variable::OptoutText,
];

pub(super) fn missing(item: &Item<'_>) -> Error {
    let message = format!("the template \"{ID}\" has no text for sms");
    item.error(Code::PlaybookUnknownTemplate, message)
        .at(item.below(ID))
        .help("an opt-out is confirmed by SMS, without marketing: write its text")
}

/// Reports what does not belong into it; anything else's text is let be.
pub(super) fn says_no_more(id: &str, item: &Item<'_>, template: &Template, problems: &mut Problems) {
    if id != ID {
        return;
    }
    let refuse = |message: String, help: &str| item.error(Code::PlaybookTemplate, message).help(help);
    let allowed = |reference: &Reference| matches!(reference, Reference::Variable(v) if SAID.contains(v));
    let names = template.variables();
    for other in names.iter().filter(|reference| !allowed(reference)) {
        let message = format!("the confirmation of an opt-out may not say {}", other.path());
        problems.report(refuse(
            message,
            "it says that messages end, and nothing else (47 CFR 64.1200(a)(12))",
        ));
    }
    let said = template.static_text().join(" ").to_lowercase();
    let words: Vec<&str> = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = format!(" {} ", words.join(" "));
    let invites = MARKETING
        .split(", ")
        .find(|phrase| words.contains(&format!(" {phrase} ")));
    if let Some(found) = MARKS.into_iter().find(|mark| said.contains(mark)).or(invites) {
        let message = format!("the confirmation of an opt-out may not invite: \"{found}\"");
        problems.report(refuse(
            message,
            "no marketing after an opt-out (47 CFR 64.1200(a)(12)): leave it out",
        ));
    }
}
