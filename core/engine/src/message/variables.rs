//! The variables that templates may use: a closed, typed and documented list.

use super::disclosure::Disclosure;

/// Whether a variable has a value when a message is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Always,
    /// Where the value is missing, words by language stand in its place.
    Fallback,
    /// It may be absent: only inside `{{#if …}}` of the same variable.
    Optional,
}

/// What can be repeated with `{{#each …}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// The procedures of the plan that are still open.
    Items,
    /// The financing offers that fit the amount, the state and the day.
    Offers,
    /// The questions and answers for the plan's category.
    Faq,
}

impl List {
    /// All lists.
    pub const ALL: &'static [List] = &[Self::Items, Self::Offers, Self::Faq];

    /// The path in templates.
    pub fn path(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Offers => "financing.offers",
            Self::Faq => "faq",
        }
    }

    /// The list of that path.
    pub fn named(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|list| list.path() == path)
    }

    /// What its fields are called by: `item.fee` or, inside the list, just `fee`.
    fn prefixes(self) -> &'static [&'static str] {
        match self {
            Self::Items => &["item", "this"],
            Self::Offers => &["offer", "financing", "this"],
            Self::Faq => &["faq", "this"],
        }
    }

    /// How much its fields disclose at least.
    pub fn class(self) -> Disclosure {
        match self {
            Self::Items | Self::Faq => Disclosure::Procedure,
            Self::Offers => Disclosure::FinancingTerms,
        }
    }
}

macro_rules! variables {
    ($($name:ident = $path:literal, $class:ident, $presence:ident, $list:expr, $doc:literal;)*) => {
        /// A variable of the list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Variable { $(#[doc = $doc] $name,)* }

        impl Variable {
            /// All variables, in the order of the documentation.
            pub const ALL: &'static [Variable] = &[$(Variable::$name,)*];

            /// The path in templates: `patient.first_name`.
            pub fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            /// What it is.
            pub fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }

            /// How much it discloses.
            pub fn class(self) -> Disclosure {
                match self { $(Self::$name => Disclosure::$class,)* }
            }

            /// Whether it may be absent.
            pub fn presence(self) -> Presence {
                match self { $(Self::$name => Presence::$presence,)* }
            }

            /// The list whose field it is.
            pub fn list(self) -> Option<List> {
                match self { $(Self::$name => $list,)* }
            }
        }
    };
}

variables! {
    PatientFirstName = "patient.first_name", FirstName, Fallback, None, "The given name of the person who is written to; \"Hi there\" without one.";
    PracticeName = "practice.name", PracticeName, Always, None, "The practice's name.";
    PracticePhone = "practice.phone", PracticePhone, Always, None, "The practice's telephone number.";
    PracticeAddress = "practice.address", Neutral, Always, None, "The practice's postal address.";
    ProviderDisplayName = "provider.display_name", ProviderName, Fallback, None, "The provider as patients know them; \"our team\" without one.";
    PlanLink = "plan.link", LinkOpaque, Always, None, "The link to pick a time.";
    PlanCategory = "plan.category", Neutral, Fallback, None, "The kind of treatment in a word, where the practice allows it; \"treatment\" where not.";
    PlanTotal = "plan.total", Amount, Always, None, "The fees of all open procedures.";
    PlanPatientPortion = "plan.patient_portion", Amount, Optional, None, "What is left for the patient after insurance estimates; absent where the practice system has none.";
    PlanItemCount = "plan.item_count", Neutral, Always, None, "How many procedures are open.";
    SubjectDueOn = "subject.due_on", AppointmentTime, Always, None, "The day on which it falls due: \"June 1, 2026\"; only where something other than plans is followed up.";
    ItemDescription = "item.description", Procedure, Fallback, Some(List::Items), "What is to be done; \"recommended treatment\" where the practice system has no words for it.";
    ItemCode = "item.code", ProcedureCode, Optional, Some(List::Items), "Its CDT code.";
    ItemTooth = "item.tooth", Tooth, Optional, Some(List::Items), "The tooth.";
    ItemFee = "item.fee", Amount, Fallback, Some(List::Items), "Its fee; \"to be confirmed\" where the practice system has none.";
    OfferMonthly = "offer.monthly", FinancingTerms, Optional, Some(List::Offers), "The monthly payment; absent for a lender's link.";
    OfferMonths = "offer.months", FinancingTerms, Optional, Some(List::Offers), "How many months; absent for a lender's link.";
    OfferApr = "offer.apr", FinancingTerms, Optional, Some(List::Offers), "The annual percentage rate; absent for a lender's link.";
    OfferLender = "offer.lender", FinancingTerms, Optional, Some(List::Offers), "Who lends; absent for the practice's own plan.";
    OfferUrl = "offer.url", FinancingTerms, Optional, Some(List::Offers), "Where to read on; absent for the practice's own plan.";
    OfferDisclosure = "offer.disclosure", FinancingTerms, Optional, Some(List::Offers), "The text that Regulation Z or the lender asks for.";
    FaqQuestion = "faq.question", Procedure, Always, Some(List::Faq), "A question that patients ask.";
    FaqAnswer = "faq.answer", Procedure, Always, Some(List::Faq), "The practice's answer.";
    AppointmentDate = "appointment.date", AppointmentTime, Optional, None, "The day of the visit.";
    AppointmentTime = "appointment.time", AppointmentTime, Optional, None, "The time of the visit.";
    OptoutText = "optout.text", Neutral, Always, None, "How to stop the messages; empty where it was said within the month.";
    StaffName = "staff.name", Neutral, Optional, None, "The member of staff who writes.";
}

impl Variable {
    /// Whether its value is a web address.
    pub fn is_link(self) -> bool {
        matches!(self, Self::PlanLink | Self::OfferUrl)
    }

    /// The variable of a path. Inside `list` its fields may go without their prefix.
    pub(crate) fn resolve(path: &str, list: Option<List>) -> Option<Self> {
        let field = |list: List| {
            let name = path
                .split_once('.')
                .filter(|(prefix, _)| list.prefixes().contains(prefix))
                .map_or(path, |(_, name)| name);
            let is_it = |v: &Self| v.list() == Some(list) && v.path().split_once('.').is_some_and(|(_, n)| n == name);
            Self::ALL.iter().copied().find(is_it)
        };
        let whole = || {
            Self::ALL
                .iter()
                .copied()
                .find(|v| v.list().is_none() && v.path() == path)
        };
        list.and_then(field).or_else(whole)
    }
}

/// What a template names, as it stands in its syntax tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A variable of the list.
    Variable(Variable),
    /// `custom.NAME`: a fact of the host's own. May be absent.
    Custom(String),
    /// A list, repeated or asked for.
    List(List),
}

impl Reference {
    /// The path in templates.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Variable(variable) => variable.path(),
            Self::Custom(name) => name,
            Self::List(list) => list.path(),
        }
    }

    /// Whether only plans have it, or only what falls due; none when every kind of subject does.
    pub(crate) fn of_plans(&self) -> Option<bool> {
        match self {
            Self::Variable(Variable::SubjectDueOn) => Some(false),
            Self::Variable(
                Variable::PlanCategory | Variable::PlanTotal | Variable::PlanPatientPortion | Variable::PlanItemCount,
            )
            | Self::List(_) => Some(true),
            Self::Variable(variable) => variable.list().map(|_| true),
            Self::Custom(_) => None,
        }
    }
}

/// The class of what only the host knows.
pub(crate) const CUSTOM_CLASS: Disclosure = Disclosure::Custom;
