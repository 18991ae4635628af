//! What the values of a column say of it: which kind they can be, what speaks against a name, and what their words mean.

use super::profile::Profile;
use super::roles::{Kind, Role, lists, words};
use crate::shown::plain_letter;

/// Headers of a plan that hold its number in some lists and its sum in others.
const OF_EITHER: &str = "quote estimate proposal presupuesto devis orcamento angebot";
/// Headers under which a person may stand, and a treatment as well.
const ANY_NAME: &str = "name nom nome nombre";
/// Words that say how it stands with a person, not with a plan.
const OF_PEOPLE: [&str; 30] = [
    "active",
    "inactive",
    "deceased",
    "dead",
    "archived",
    "patient",
    "nonpatient",
    "non-patient",
    "prospective",
    "do not contact",
    "activo",
    "activa",
    "inactivo",
    "inactiva",
    "ativo",
    "inativo",
    "fallecido",
    "fallecida",
    "falecido",
    "archivado",
    "actif",
    "inactif",
    "d\u{e9}c\u{e9}d\u{e9}",
    "decede",
    "archiv\u{e9}",
    "aktiv",
    "inaktiv",
    "verstorben",
    "archiviert",
    "former",
];
/// Headers that name what says how it stands with somebody or something, without saying with whom.
const OF_ANYBODY: &str = "active inactive archived status state isactive activeyn";
/// Words that answer whether something is so, as far as a mapping reads them.
const YES_OR_NO: [&str; 12] = [
    "yes", "no", "y", "n", "true", "false", "1", "0", "x", "si", "s\u{ed}", "ja",
];
/// What a treatment is called where nobody is.
const TREATMENTS: [&str; 24] = [
    "botox",
    "filler",
    "peel",
    "facial",
    "laser",
    "hydrafacial",
    "microneedling",
    "dysport",
    "xeomin",
    "juvederm",
    "crown",
    "filling",
    "implant",
    "veneer",
    "veneers",
    "bridge",
    "denture",
    "extraction",
    "cleaning",
    "whitening",
    "invisalign",
    "prophy",
    "exam",
    "sealant",
];

/// Whether a header says that a column is it, while what stands there speaks against or leaves it open; nothing where
/// name and kind settle it.
pub(super) fn doubt(role: &Role, words: &[String], column: &Profile) -> Option<Doubt> {
    let name = words.concat();
    match role.key {
        "plan.id" if lists(OF_EITHER, &name) && column.amount_form().is_some() => Some(Doubt::IsOther),
        "value" if lists(OF_EITHER, &name) && !column.mostly(column.money_like) => Some(Doubt::Perhaps),
        "patient.deceased" if !column.says_only(&YES_OR_NO) => Some(Doubt::IsOther),
        "status" if column.says_only(&OF_PEOPLE) => Some(Doubt::IsOther),
        // Where another column could be meant, all of its words must speak of people.
        "patient.status" if lists(OF_ANYBODY, &name) => match column.says_only(&OF_PEOPLE) {
            true => Some(Doubt::Perhaps),
            false => Some(Doubt::IsOther),
        },
        "patient.status" if !column.says_some(&OF_PEOPLE) => Some(Doubt::IsOther),
        "patient.name" | "patient.first_name" if names_treatments(column) => Some(Doubt::IsOther),
        "patient.name" | "patient.first_name" if lists(ANY_NAME, &name) => Some(Doubt::Perhaps),
        _ => None,
    }
}

/// What a word says of a person; nothing where somebody has to say what it means for the practice.
pub(super) fn of_person(word: &str) -> Option<&'static str> {
    let active = ["active", "activo", "activa", "ativo", "ativa", "actif", "aktiv", ""];
    let word: String = word.trim().chars().map(plain_letter).collect();
    active.contains(&word.as_str()).then_some("active")
}

/// Why a name alone does not settle what a column is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The values are of something else.
    IsOther,
    /// They could be.
    Perhaps,
}

/// Whether some of the texts are treatments.
fn names_treatments(column: &Profile) -> bool {
    let texts = column.words.iter().flat_map(|words| words.keys());
    texts
        .flat_map(|text| words(text))
        .any(|word| TREATMENTS.contains(&word.as_str()))
}

/// Whether the values can be of a kind; nothing where there are none.
pub(super) fn fits(kind: Kind, column: &Profile) -> Option<bool> {
    if column.filled == 0 {
        return None;
    }
    let day = column.day_form().is_some();
    let contact = column.mostly(column.emails) || column.mostly(column.phones) || column.mostly(column.dialled);
    Some(match kind {
        Kind::Id => !day && !contact && !column.mostly(column.money_like) && !is_named_like_people(column),
        Kind::Text => !day && !contact && !column.mostly(column.money_like) && !column.mostly(column.whole_numbers),
        Kind::Day => day,
        Kind::Amount => column.amount_form().is_some() && !column.mostly(column.phones),
        Kind::Phone => column.mostly(column.phones) || column.mostly(column.dialled),
        Kind::Email => column.mostly(column.emails),
        Kind::Status => column.words.is_some() && !day && !contact && !column.mostly(column.money_like),
        Kind::Code => !day && !contact && !column.mostly(column.money_like),
    })
}

/// Whether most values are words without a figure: a name, not a number.
fn is_named_like_people(column: &Profile) -> bool {
    column.mostly(column.without_figures)
}

/// Whether the values alone could say what a column is.
pub(super) fn speaks_for_itself(kind: Kind, column: &Profile) -> bool {
    column.filled > 0
        && match kind {
            Kind::Day => column.day_form().is_some(),
            Kind::Amount => column.is_money() && column.amount_form().is_some(),
            Kind::Phone => column.mostly(column.phones),
            Kind::Email => column.mostly(column.emails),
            Kind::Code => column.mostly(column.codes),
            // Anything can be a number or a text.
            Kind::Id | Kind::Text | Kind::Status => false,
        }
}

/// What a word of a status says plainly; nothing where it could say more than one thing.
pub(super) fn meaning(word: &str, of_procedure: bool) -> Option<&'static str> {
    let word = words(word).join(" ");
    let (plan, procedure) = match word.as_str() {
        "accepted" | "approved" => ("accepted", "scheduled"),
        "scheduled" | "booked" => ("accepted", "scheduled"),
        "declined" | "rejected" | "refused" => ("declined", "declined"),
        "completed" | "complete" | "done" => ("completed", "completed"),
        "draft" => ("draft", "planned"),
        "proposed" | "presented" | "planned" | "treatment planned" | "pending" => ("open", "planned"),
        "referred" => ("referred", "referred"),
        "inactive" | "archived" => ("inactive", "inactive"),
        "existing" => ("inactive", "existing"),
        "deleted" | "removed" => ("skip", "removed"),
        "aceptado" | "aceptada" | "aceito" | "aceita" | "accepte" | "angenommen" => ("accepted", "scheduled"),
        "rechazado" | "rechazada" | "recusado" | "recusada" | "refuse" | "abgelehnt" => ("declined", "declined"),
        "completado" | "realizado" | "concluido" | "termine" | "abgeschlossen" => ("completed", "completed"),
        "presentado" | "presentada" | "propuesto" | "propose" | "proposto" | "vorgestellt" => ("open", "planned"),
        "borrador" | "brouillon" | "rascunho" | "entwurf" => ("draft", "planned"),
        _ => return None,
    };
    Some(if of_procedure { procedure } else { plan })
}
