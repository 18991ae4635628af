//! An invented patient for whom the texts of a page are made, by the engine's own templates.

use crate::financing::Offer;
use crate::follow_up::offer_words;
use crate::link::{LinkKeys, Purpose, address, sign};
use crate::message::{Context, Footer, Item, Reference, Template, day_in_words, optout_text};
use crate::plan::Money;
use crate::playbook::Rules;
use crate::schedule::Date;

/// Nobody's: the links of a page are as long as real ones, and none of them leads to a person.
const LINK_KEY: &[u8] = b"followthrough picture link key";

/// What the invented patient's open treatment is worth, in cents.
const VALUE: i64 = 320_000;

pub(super) struct Sample<'a> {
    rules: &'a Rules,
}

impl<'a> Sample<'a> {
    pub(super) fn of(rules: &'a Rules) -> Self {
        Self { rules }
    }

    /// Whom the texts of a language are made for.
    pub(super) fn name(language: &str) -> &'static str {
        match super::words::own_words(language) {
            "es" => "Ana",
            _ => "Maria",
        }
    }

    pub(super) const PROVIDER: &'static str = "Dr. Rivera";

    pub(super) fn value() -> String {
        Money::from_cents(VALUE).display_us()
    }

    /// The values with which a text of a language is filled, the host's own facts that it names among them.
    pub(super) fn context(&self, language: &str, template: &Template) -> Context {
        let practice = &self.rules.practice;
        let spanish = super::words::own_words(language) == "es";
        let text = |english: &str, other: &str| Some(if spanish { other } else { english }.to_owned());
        let own = template
            .variables()
            .into_iter()
            .filter_map(|reference| match reference {
                Reference::Custom(name) => {
                    let name = name.strip_prefix("custom.").unwrap_or(&name).to_owned();
                    let value = format!("‹{name}›");
                    Some((name, value))
                }
                Reference::Variable(_) | Reference::List(_) => None,
            });
        let mut context = Context {
            language: language.to_owned(),
            patient_first_name: Some(Self::name(language).to_owned()),
            practice_name: practice.name.clone(),
            practice_phone: practice.phone_as_read(),
            practice_address: practice.postal_address.clone(),
            provider_display_name: Some(Self::PROVIDER.to_owned()),
            link: self.link(Purpose::Book),
            optout_text: optout_text(language).to_owned(),
            custom: own.collect(),
            ..Context::default()
        };
        if !super::words::follows_plans(self.rules) {
            context.due_on = Date::from_ymd(2026, 9, 30).map(|day| day_in_words(day, language));
            return context;
        }
        let item = |description: Option<String>, code: &str, fee: i64| Item {
            description,
            code: Some(code.to_owned()),
            tooth: Some("19".to_owned()),
            fee: Some(Money::from_cents(fee).display_us()),
        };
        context.total = Self::value();
        context.patient_portion = Some(Money::from_cents(VALUE / 2).display_us());
        context.item_count = "2".to_owned();
        context.items = vec![
            item(text("Implant", "Implante"), "D6010", 200_000),
            item(
                text("Crown on the implant", "Corona sobre el implante"),
                "D6058",
                120_000,
            ),
        ];
        context.offers = self.offers(language);
        let faq = self.rules.faq.values().flatten();
        let faq = faq.filter_map(|faq| Some((faq.question.get(language)?.clone(), faq.answer.get(language)?.clone())));
        context.faq = faq.take(2).collect();
        context
    }

    /// The offers for such an amount, whatever the state and the day.
    fn offers(&self, language: &str) -> Vec<crate::message::OfferWords> {
        let amount = Money::from_cents(VALUE);
        let fits = |offer: &&Offer| offer.range.0 <= amount && amount <= offer.range.1;
        let offers = self.rules.financing.offers.iter().filter(fits);
        offers
            .filter_map(|offer| offer_words(offer, amount, language))
            .collect()
    }

    pub(super) fn footer(&self, language: &str) -> Footer {
        let practice = &self.rules.practice;
        Footer {
            practice_name: practice.name.clone(),
            postal_address: practice.postal_address.clone(),
            unsubscribe_url: self.link(Purpose::Unsubscribe),
            language: language.to_owned(),
            reply_to: None,
            message_id: String::new(),
        }
    }

    fn link(&self, purpose: Purpose) -> String {
        let url = &self.rules.practice.booking_url;
        let keys = LinkKeys::new(&[LINK_KEY]).ok();
        keys.map_or_else(|| url.clone(), |keys| address(url, &sign(*b"followed", purpose, &keys)))
    }
}
