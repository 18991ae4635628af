//! What a message is made of, ready to show.

use std::collections::BTreeMap;
use std::fmt;

use super::escape::reads_as_link;

/// The values of one message: owned texts, formatted for their reader. `Debug` shows none of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Language of the words that stand in for missing values: `en`, `es`; any other reads as English.
    pub language: String,
    /// The given name of the person who is written to.
    pub patient_first_name: Option<String>,
    /// The practice's name.
    pub practice_name: String,
    /// Its telephone number.
    pub practice_phone: String,
    /// Its postal address.
    pub practice_address: String,
    /// The provider as patients know them.
    pub provider_display_name: Option<String>,
    /// The link to pick a time.
    pub link: String,
    /// The kind of treatment in a word of the language; None where the practice does not allow it.
    pub category: Option<String>,
    /// The fees of all open procedures.
    pub total: String,
    /// What is left for the patient; None where the practice system does not say.
    pub patient_portion: Option<String>,
    /// How many procedures are open.
    pub item_count: String,
    /// The day on which what is followed up falls due, in words; None for a plan.
    pub due_on: Option<String>,
    /// The open procedures.
    pub items: Vec<Item>,
    /// The financing offers that fit.
    pub offers: Vec<OfferWords>,
    /// Questions and answers for the plan's category.
    pub faq: Vec<(String, String)>,
    /// The day of the visit.
    pub appointment_date: Option<String>,
    /// The time of the visit.
    pub appointment_time: Option<String>,
    /// How to stop the messages; empty where it was said within the month.
    pub optout_text: String,
    /// The member of staff who writes.
    pub staff_name: Option<String>,
    /// Facts of the host's own, by name.
    pub custom: BTreeMap<String, String>,
}

/// One open procedure.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// What is to be done.
    pub description: Option<String>,
    /// Its CDT code.
    pub code: Option<String>,
    /// The tooth.
    pub tooth: Option<String>,
    /// Its fee.
    pub fee: Option<String>,
}

/// One financing offer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OfferWords {
    /// The monthly payment.
    pub monthly: Option<String>,
    /// How many months.
    pub months: Option<String>,
    /// The annual percentage rate.
    pub apr: Option<String>,
    /// Who lends.
    pub lender: Option<String>,
    /// Where to read on.
    pub url: Option<String>,
    /// The text that must stand beside it.
    pub disclosure: Option<String>,
}

impl Context {
    /// Without names that phones and mail clients would make a link of (`evil.co`): those in words stand in for them.
    /// The engine sends nothing else; a host that fills a context of its own may do the same.
    #[must_use]
    pub fn without_links_in_names(mut self) -> Self {
        let no_link = |name: &String| !reads_as_link(name);
        self.patient_first_name = self.patient_first_name.filter(no_link);
        self.provider_display_name = self.provider_display_name.filter(no_link);
        self
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("language", &self.language)
            .field("items", &self.items.len())
            .field("offers", &self.offers.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Item([redacted])")
    }
}

impl fmt::Debug for OfferWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfferWords([redacted])")
    }
}
