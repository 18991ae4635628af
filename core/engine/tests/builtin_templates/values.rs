//! What may stand in the gaps of a text: the longest, the least and the strangest that a host can hand in.

use followthrough::message::{Context, Item, LintRules, OfferWords, optout_text};

use super::source::Source;

/// Values with a name for the message of a failing test.
pub(crate) struct Values {
    pub(crate) label: String,
    pub(crate) context: Context,
    /// All names are of the GSM alphabet, the practice's is of an ordinary length: two segments at most.
    pub(crate) ordinary: bool,
}

/// Given names, as charts have them.
const NAMES: [&str; 16] = [
    "Ana",
    "Maximiliana Josefina",
    "Maximiliana Josefinas",
    "María Ángela Soledad",
    "Anna-Magdalena Wilhelmina Theodora",
    "D'Arcy \"Bo\" O'Neil",
    "👩‍👩‍👧‍👦 Zoë",
    "<b>Ana</b>",
    "<script>alert(1)</script>",
    "*Ana* [x](https://y)",
    "# Ana",
    "Ana\r\nBcc: b@example.com",
    "\u{202e}مريم",
    "שרה",
    "   ",
    "ana_maria|`\\",
];

/// Every set of values that a text of this playbook is tried with.
pub(crate) fn all(source: &Source, language: &str) -> Vec<Values> {
    let full = full(source, language);
    let mut all = vec![
        Values {
            label: "the longest of the GSM alphabet".into(),
            context: full.clone(),
            ordinary: true,
        },
        Values {
            label: "the longest outside of it".into(),
            context: Context {
                patient_first_name: Some("María Ángela Soledad".into()),
                provider_display_name: Some("Dra. Íñiguez y López".into()),
                ..full.clone()
            },
            ordinary: false,
        },
        Values {
            label: "the least".into(),
            context: barest(source, language),
            ordinary: true,
        },
        Values {
            label: "the longest practice's name".into(),
            context: Context {
                practice_name: format!("The {}Office", "Peachtree ".repeat(9)),
                ..full.clone()
            },
            ordinary: false,
        },
    ];
    // What is strange about a name shows beside one procedure as beside sixty.
    let mut short = full.clone();
    short.items.truncate(1);
    for name in NAMES {
        for (provider, label) in [
            (Some("Dr. Nwachukwu-Okafor"), "a provider"),
            (None, "no provider"),
            (Some(name), "a provider of that name"),
        ] {
            // A subject with an address in it is not sent: the lint says so.
            if provider.is_some_and(|provider| provider.contains("://")) {
                continue;
            }
            all.push(Values {
                label: format!("{name:?} with {label}"),
                context: Context {
                    patient_first_name: Some(name.into()),
                    provider_display_name: provider.map(Into::into),
                    ..short.clone()
                },
                ordinary: false,
            });
        }
    }
    let mut without = |label: &str, change: fn(&mut Context)| {
        let mut context = short.clone();
        change(&mut context);
        all.push(Values {
            label: label.into(),
            context,
            ordinary: true,
        });
    };
    without("no given name", |c| c.patient_first_name = None);
    without("no provider", |c| c.provider_display_name = None);
    without("no offer", |c| c.offers.clear());
    without("one offer, the practice's own", |c| c.offers.truncate(1));
    without("one offer, a lender's", |c| {
        c.offers.retain(|offer| offer.lender.is_some())
    });
    without("no procedure", |c| c.items.clear());
    without("procedures without words", |c| c.items = vec![Item::default(); 3]);
    without("no questions", |c| c.faq.clear());
    without("no portion", |c| c.patient_portion = None);
    without("no staff", |c| c.staff_name = None);
    without("opt-out said within the month", |c| c.optout_text.clear());
    all
}

/// 20 characters for a name, 24 for the practice, 75 for a link.
pub(crate) fn full(source: &Source, language: &str) -> Context {
    let spanish = language == "es";
    let mut context = Context {
        language: language.into(),
        patient_first_name: Some("Maximiliana Josefina".into()),
        practice_name: "Peachtree Family Dental A".into(),
        practice_phone: "(404) 555-0123".into(),
        practice_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        provider_display_name: Some("Dr. Nwachukwu-Okafor".into()),
        link: format!("https://{}", "a".repeat(67)),
        optout_text: optout_text(language).into(),
        staff_name: Some("Guadalupe".into()),
        ..Context::default()
    };
    if !source.follows_plans() {
        let due_on = if spanish {
            "30 de septiembre de 2026"
        } else {
            "September 30, 2026"
        };
        context.due_on = Some(due_on.into());
        return context;
    }
    context.total = "$1,234,567.89".into();
    context.patient_portion = Some("$999,999.99".into());
    context.item_count = "64".into();
    context.items = vec![
        Item {
            description: Some("*Implant* [x](https://evil.example) <b>&".into()),
            code: Some("D6010".into()),
            tooth: Some("19".into()),
            fee: Some("$2,400.00".into()),
        };
        64
    ];
    context.offers = vec![
        OfferWords {
            monthly: Some("$291.67".into()),
            months: Some("12".into()),
            apr: Some("0%".into()),
            ..OfferWords::default()
        },
        OfferWords {
            lender: Some("CareCredit".into()),
            url: Some("https://www.carecredit.com/".into()),
            disclosure: Some("Subject to the lender's approval.".into()),
            ..OfferWords::default()
        },
    ];
    // The longest answers of all.
    let faqs = source
        .categories()
        .into_iter()
        .map(|category| source.faq(&category, language));
    let length = |faq: &Vec<(String, String)>| faq.iter().map(|(_, answer)| answer.len()).sum::<usize>();
    context.faq = faqs.max_by_key(length).unwrap_or_default();
    context
}

/// As little as a host may know.
fn barest(source: &Source, language: &str) -> Context {
    let context = Context {
        language: language.into(),
        practice_name: "P".into(),
        practice_phone: "(404) 555-0123".into(),
        link: "https://x.example/p/1".into(),
        ..Context::default()
    };
    if source.follows_plans() {
        Context {
            total: "$500.00".into(),
            item_count: "1".into(),
            items: vec![Item::default()],
            ..context
        }
    } else {
        Context {
            due_on: Some("May 1, 2026".into()),
            ..context
        }
    }
}

pub(crate) fn rules(context: &Context) -> LintRules {
    LintRules {
        practice_name: context.practice_name.clone(),
        provider_name: context.provider_display_name.clone(),
        first_name: context.patient_first_name.clone(),
        ..LintRules::default()
    }
}
