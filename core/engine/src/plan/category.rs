//! What kind of treatment a procedure code stands for.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::{Money, Plan, Procedure};

macro_rules! categories {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// A kind of treatment. CDT codes map to the twelve dental ones by their section of the code book; the medspa's
        /// five have no code system and come from a mapping in the playbook.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Category { $($(#[doc = $doc])* $name,)* }

        impl Category {
            /// All categories. The order decides ties: of two with the same pending value the earlier one wins.
            pub const ALL: &'static [Category] = &[$(Category::$name,)*];

            /// The word for it in playbooks and reports.
            pub fn as_str(self) -> &'static str {
                match self { $(Category::$name => $text,)* }
            }

            /// The category of that word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Category::$name),)* _ => None }
            }
        }
    };
}

categories! {
    /// Implant services.
    Implant = "implant",
    /// Oral and maxillofacial surgery.
    Surgery = "surgery",
    /// Maxillofacial prosthetics.
    Maxillofacial = "maxillofacial",
    /// Orthodontics.
    Orthodontic = "orthodontic",
    /// Fixed prosthodontics: bridges.
    Fixed = "fixed",
    /// Removable prosthodontics: dentures.
    Removable = "removable",
    /// Single crowns.
    Crown = "crown",
    /// Endodontics.
    Endodontic = "endodontic",
    /// Periodontics.
    Periodontic = "periodontic",
    /// Fillings and other restorative work.
    Restorative = "restorative",
    /// A medspa's package of several services.
    Package = "package",
    /// A medspa's laser treatments.
    Laser = "laser",
    /// A medspa's injectables.
    Injectable = "injectable",
    /// A medspa's body treatments.
    Body = "body",
    /// A medspa's skin treatments.
    Skin = "skin",
    /// Adjunctive general services.
    Adjunctive = "adjunctive",
    /// A code of no known section.
    Other = "other",
    /// Preventive.
    Preventive = "preventive",
    /// Diagnostic.
    Diagnostic = "diagnostic",
}

impl Category {
    /// The category of a CDT code. The first five characters decide, so that `D2740A` is a crown; codes without the
    /// form `D` and four digits are [`Category::Other`].
    ///
    /// ```
    /// use followthrough::Category;
    /// assert_eq!(Category::of_code("D2740A"), Category::Crown);
    /// assert_eq!(Category::of_code("D2391"), Category::Restorative);
    /// assert_eq!(Category::of_code("~GRP~"), Category::Other);
    /// ```
    pub fn of_code(code: &str) -> Self {
        let number = code
            .strip_prefix('D')
            .and_then(|rest| rest.get(..4))
            .filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let Some(number) = number.and_then(|digits| digits.parse::<u16>().ok()) else {
            return Self::Other;
        };
        match number {
            100..=999 => Self::Diagnostic,
            1000..=1999 => Self::Preventive,
            2710..=2799 => Self::Crown,
            2000..=2999 => Self::Restorative,
            3000..=3999 => Self::Endodontic,
            4000..=4999 => Self::Periodontic,
            5000..=5899 => Self::Removable,
            5900..=5999 => Self::Maxillofacial,
            6000..=6199 => Self::Implant,
            6200..=6999 => Self::Fixed,
            7000..=7999 => Self::Surgery,
            8000..=8999 => Self::Orthodontic,
            9000..=9999 => Self::Adjunctive,
            _ => Self::Other,
        }
    }

    /// The category of a plan: the one with the largest pending value, ties by [`Category::ALL`]. `own` maps codes of
    /// the practice's own first. None when nothing is pending.
    pub fn of_plan(plan: &Plan, own: impl Fn(&str) -> Option<Category>) -> Option<Self> {
        let category = |p: &Procedure| {
            let code = p.code.as_deref().unwrap_or("");
            own(code).unwrap_or_else(|| Self::of_code(code))
        };
        let mut sums: SmallVec<[(Self, Money); 4]> = SmallVec::new();
        for procedure in plan.pending() {
            let (category, fee) = (category(procedure), procedure.fee.unwrap_or(Money::ZERO));
            match sums.iter_mut().find(|(known, _)| *known == category) {
                Some((_, sum)) => *sum = sum.plus(fee),
                None => sums.push((category, fee)),
            }
        }
        let rank = |category: &Self| Self::ALL.iter().position(|other| other == category);
        let most = sums
            .into_iter()
            .min_by_key(|(category, sum)| (Reverse(*sum), rank(category)));
        most.map(|(category, _)| category)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
