//! The one message that confirms an opt-out: that it is so, and nothing else.
//!
//! A confirmation may hold no marketing, or it is a message without consent (47 CFR 64.1200(a)(12)).

use super::Problems;
use super::item::Item;
use crate::message::{Reference, Template, Variable};
use crate::{Code, Error};

/// Every playbook has it as an SMS.
pub(super) const ID: &str = "opt_out_confirmation";

/// Words of an offer or an invitation, in small letters.
const MARKETING: [&str; 20] = [
    "%",
    "$",
    "://",
    "www.",
    "book now",
    "schedule",
    "save ",
    "offer",
    "discount",
    "deal",
    "special",
    "promo",
    "sale",
    "agende",
    "agendar",
    "reserve ",
    "oferta",
    "descuento",
    "ahorre",
    "promoci",
];

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
    if let Some(word) = MARKETING.iter().find(|word| said.contains(*word)) {
        let message = format!("the confirmation of an opt-out may not invite: \"{}\"", word.trim());
        problems.report(refuse(
            message,
            "no marketing after an opt-out (47 CFR 64.1200(a)(12)): leave it out",
        ));
    }
}
