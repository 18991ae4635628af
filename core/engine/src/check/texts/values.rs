//! The values that texts are tried with: the practice's own, with as much of a person as there can be, or as little.

use crate::check::About;
use crate::link::{Purpose, address, sign};
use crate::message::{Context, Item, day_in_words, optout_text};
use crate::schedule::Date;

/// The practice's own values.
pub(super) struct Values {
    practice: Context,
}

impl Values {
    pub(super) fn of(about: &About) -> Self {
        let practice = about.practice();
        let url = &practice.booking_url;
        // Every token has the same length.
        let token = about.playbook.link_keys().map(|keys| sign([0; 8], Purpose::Book, keys));
        Self {
            practice: Context {
                practice_name: practice.name.clone(),
                practice_phone: practice.phone_as_read(),
                practice_address: practice.postal_address.clone(),
                link: token.map_or_else(|| url.clone(), |token| address(url, &token)),
                item_count: "12".to_owned(),
                total: "$3,200.00".to_owned(),
                ..Context::default()
            },
        }
    }

    /// As much as a message can have.
    pub(super) fn most(&self, language: &str) -> Context {
        // The longest day there is, in either language.
        let day = Date::from_ymd(2026, 9, 30).map(|day| day_in_words(day, language));
        let text = |text: &str| Some(text.to_owned());
        Context {
            language: language.to_owned(),
            patient_first_name: text("Maximiliana"),
            provider_display_name: text("Dr. Okonkwo"),
            due_on: day,
            optout_text: optout_text(language).to_owned(),
            patient_portion: text("$1,100.00"),
            items: vec![Item {
                description: text("Crown"),
                code: text("D2740"),
                tooth: text("14"),
                fee: text("$1,600.00"),
            }],
            faq: vec![("?".to_owned(), ".".to_owned())],
            ..self.practice.clone()
        }
    }

    /// As little as a message can have.
    pub(super) fn least(&self, language: &str) -> Context {
        Context {
            language: language.to_owned(),
            due_on: self.most(language).due_on,
            ..self.practice.clone()
        }
    }
}
