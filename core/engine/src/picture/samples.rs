//! An invented patient for whom the texts of a page are made, by the engine's own templates.

use super::words;
use crate::criteria::{CodeRange, Condition, Test};
use crate::financing::Offer;
use crate::follow_up::offer_words;
use crate::link::{LinkKeys, Purpose, address, sign};
use crate::message::{Context, Footer, Item, Reference, Template, day_in_words, optout_text};
use crate::plan::{Category, Money};
use crate::playbook::Rules;
use crate::schedule::Date;

/// Nobody's: the links of a page are as long as real ones, and none of them leads to a person.
const LINK_KEY: &[u8] = b"followthrough picture link key";

/// Something that a plan may hold.
struct Treatment {
    category: Category,
    english: &'static str,
    spanish: &'static str,
    /// Taken where the playbook maps no code of its own to the category.
    code: &'static str,
    tooth: Option<&'static str>,
    cents: i64,
}

/// What an invented plan may hold, what is shown first where a playbook is about several.
const TREATMENTS: [Treatment; 14] = [
    treatment(Category::Implant, "Implant", "Implante", "D6010", Some("19"), 200_000),
    treatment(Category::Crown, "Crown", "Corona", "D2740", Some("30"), 120_000),
    treatment(Category::Restorative, "Filling", "Empaste", "D2391", Some("14"), 30_000),
    treatment(
        Category::Orthodontic,
        "Braces, 24 visits",
        "Frenos, 24 citas",
        "D8080",
        None,
        540_000,
    ),
    treatment(
        Category::Laser,
        "Laser hair removal, 6 sessions",
        "Depilación láser, 6 sesiones",
        "LASER",
        None,
        180_000,
    ),
    treatment(
        Category::Skin,
        "Skin treatment, 3 sessions",
        "Tratamiento de la piel, 3 sesiones",
        "SKIN",
        None,
        90_000,
    ),
    treatment(
        Category::Package,
        "Package of 6 sessions",
        "Paquete de 6 sesiones",
        "PACKAGE",
        None,
        240_000,
    ),
    treatment(
        Category::Injectable,
        "Injections",
        "Inyecciones",
        "INJECTABLE",
        None,
        70_000,
    ),
    treatment(
        Category::Body,
        "Body treatment",
        "Tratamiento corporal",
        "BODY",
        None,
        160_000,
    ),
    treatment(
        Category::Endodontic,
        "Root canal",
        "Endodoncia",
        "D3330",
        Some("30"),
        130_000,
    ),
    treatment(Category::Fixed, "Bridge", "Puente", "D6750", None, 280_000),
    treatment(Category::Removable, "Denture", "Dentadura", "D5110", None, 190_000),
    treatment(
        Category::Periodontic,
        "Deep cleaning",
        "Limpieza profunda",
        "D4341",
        None,
        110_000,
    ),
    treatment(
        Category::Surgery,
        "Extraction",
        "Extracción",
        "D7210",
        Some("17"),
        80_000,
    ),
];

const fn treatment(
    category: Category,
    english: &'static str,
    spanish: &'static str,
    code: &'static str,
    tooth: Option<&'static str>,
    cents: i64,
) -> Treatment {
    Treatment {
        category,
        english,
        spanish,
        code,
        tooth,
        cents,
    }
}

pub(super) struct Sample<'a> {
    rules: &'a Rules,
    /// What the invented plan holds: one or two, of kinds that the playbook is about.
    treatments: Vec<&'static Treatment>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(rules: &'a Rules) -> Self {
        let named = named(rules);
        let fits = |one: &&Treatment| named.contains(&one.category);
        Self {
            rules,
            treatments: TREATMENTS.iter().filter(fits).take(2).collect(),
        }
    }

    /// Whom the texts of a language are made for.
    pub(super) fn name(language: &str) -> &'static str {
        match words::own_words(language) {
            "es" => "Ana",
            _ => "Maria",
        }
    }

    pub(super) const PROVIDER: &'static str = "Dr. Rivera";

    /// What the plan is worth.
    pub(super) fn value(&self) -> Money {
        Money::from_cents(self.treatments.iter().map(|one| one.cents).sum())
    }

    /// Its category, as the engine would tell it.
    fn category(&self) -> Option<Category> {
        let most = self.treatments.iter().rev().max_by_key(|one| one.cents);
        most.map(|one| one.category)
    }

    fn item(&self, one: &Treatment, spanish: bool) -> Item {
        let own = self.rules.categories.iter().find(|(known, _)| *known == one.category);
        let own = own.and_then(|(_, codes)| codes.first());
        Item {
            description: Some(if spanish { one.spanish } else { one.english }.to_owned()),
            code: Some(own.map_or_else(|| one.code.to_owned(), |codes| codes.from.clone())),
            tooth: one.tooth.map(str::to_owned),
            fee: Some(Money::from_cents(one.cents).display_us()),
        }
    }

    /// The values with which a text of a language is filled, the host's own facts that it names among them.
    pub(super) fn context(&self, language: &str, template: &Template) -> Context {
        let practice = &self.rules.practice;
        let spanish = words::own_words(language) == "es";
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
        if !words::follows_plans(self.rules) {
            context.due_on = Date::from_ymd(2026, 9, 30).map(|day| day_in_words(day, language));
            return context;
        }
        context.total = self.value().display_us();
        context.patient_portion = Some(Money::from_cents(self.value().cents() / 2).display_us());
        context.item_count = self.treatments.len().to_string();
        context.items = self.treatments.iter().map(|one| self.item(one, spanish)).collect();
        context.offers = self.offers(language);
        let faq = self.category().and_then(|category| self.rules.faq.get(&category));
        let faq = faq.into_iter().flatten();
        let faq = faq.filter_map(|faq| Some((faq.question.get(language)?.clone(), faq.answer.get(language)?.clone())));
        context.faq = faq.collect();
        context
    }

    /// The offers for such an amount, whatever the state and the day.
    fn offers(&self, language: &str) -> Vec<crate::message::OfferWords> {
        let amount = self.value();
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

/// The kinds of treatment that a playbook is about: those that its trigger asks for, else those that its sequences ask for
/// and those that it has codes for. A crown and a filling where it asks for none that is known here.
fn named(rules: &Rules) -> Vec<Category> {
    let mut named = Vec::new();
    asked_for(rules, &rules.trigger.condition, &mut named);
    if named.is_empty() {
        for sequence in words::sequences(rules) {
            asked_for(rules, &sequence.condition, &mut named);
        }
        named.extend(rules.categories.iter().map(|(category, _)| *category));
    }
    if !TREATMENTS.iter().any(|one| named.contains(&one.category)) {
        named = vec![Category::Crown, Category::Restorative];
    }
    named
}

/// The kinds of treatment for which a condition holds that it names, or of which it names a code.
fn asked_for(rules: &Rules, condition: &Condition, named: &mut Vec<Category>) {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| asked_for(rules, part, named)),
        Test::Category(list) => named.extend(list),
        Test::Code(ranges) => named.extend(ranges.iter().map(|range| {
            let own = |(_, codes): &&(Category, Vec<CodeRange>)| codes.iter().any(|code| code.contains(&range.from));
            let own = rules.categories.iter().find(own);
            own.map_or_else(|| Category::of_code(&range.from), |(category, _)| *category)
        })),
        Test::Not(_)
        | Test::Amount(..)
        | Test::Count(..)
        | Test::Day(..)
        | Test::Standing(_)
        | Test::Text(..)
        | Test::Flag(..)
        | Test::HasChannel(_)
        | Test::Consented(_)
        | Test::Custom(..)
        | Test::LastResult(..) => {}
    }
}
