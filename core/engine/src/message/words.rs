//! The words that stand in for missing values, by language.

use chrono::Datelike;

use super::variables::Variable;
use crate::schedule::Date;

/// A language that the built-in words know; anything else reads as English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Spanish,
}

/// A day as a person reads it: `June 1, 2026`, `1 de junio de 2026`.
pub(crate) fn day_in_words(day: Date, language: &str) -> String {
    const MONTHS: [(&str, &str); 12] = [
        ("January", "enero"),
        ("February", "febrero"),
        ("March", "marzo"),
        ("April", "abril"),
        ("May", "mayo"),
        ("June", "junio"),
        ("July", "julio"),
        ("August", "agosto"),
        ("September", "septiembre"),
        ("October", "octubre"),
        ("November", "noviembre"),
        ("December", "diciembre"),
    ];
    let naive = day.naive();
    let (year, month, day) = (naive.year(), naive.month0(), naive.day());
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month));
    let (english, spanish) = month.copied().unwrap_or_default();
    match Language::of(language) {
        Language::English => format!("{english} {day}, {year}"),
        Language::Spanish => format!("{day} de {spanish} de {year}"),
    }
}

impl Language {
    /// The language of a tag such as `es`, `es-MX` or `en_US`.
    pub(crate) fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        if primary.eq_ignore_ascii_case("es") {
            Self::Spanish
        } else {
            Self::English
        }
    }

    /// The tag for `<html lang>`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The one of two texts that is in this language.
    pub(crate) fn pick(self, english: &'static str, spanish: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::Spanish => spanish,
        }
    }

    /// A whole greeting, where a sentence would have started with the name.
    pub(crate) fn greeting(self) -> &'static str {
        self.pick("Hi there", "Hola")
    }

    /// What follows a word of greeting in place of a name; nothing in Spanish, where "Hola," is complete.
    pub(crate) fn after_greeting(self) -> &'static str {
        self.pick("there", "")
    }

    /// The words for a variable without a value, where there are any.
    pub(crate) fn stand_in(self, variable: Variable) -> Option<&'static str> {
        let words = [
            (Variable::ProviderDisplayName, "our team", "nuestro equipo"),
            (Variable::PlanCategory, "treatment", "tratamiento"),
            (
                Variable::ItemDescription,
                "recommended treatment",
                "tratamiento recomendado",
            ),
            (Variable::ItemFee, "to be confirmed", "por confirmar"),
        ];
        let (_, english, spanish) = words.into_iter().find(|(v, ..)| *v == variable)?;
        Some(self.pick(english, spanish))
    }

    /// The words of the link that ends the messages.
    pub(crate) fn unsubscribe(self) -> &'static str {
        self.pick("Unsubscribe from these e-mails", "Dejar de recibir estos correos")
    }

    /// How to end the messages where no link can do it.
    pub(crate) fn unsubscribe_by_reply(self) -> &'static str {
        self.pick(
            "To end these e-mails, reply with the word STOP.",
            "Para dejar de recibir estos correos, responda con la palabra STOP.",
        )
    }
}
