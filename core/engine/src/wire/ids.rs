//! Ids: opaque text of the host's, kept exactly; a short one takes no room elsewhere, a long one is shared.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

use super::hash;

/// The longest id in bytes.
pub const MAX_ID_BYTES: usize = 64;

pub(crate) fn check_id(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        Err("expected an id, got an empty text")
    } else if text.len() > MAX_ID_BYTES {
        Err("expected an id of at most 64 bytes")
    } else if text.chars().any(char::is_control) {
        Err("expected an id without control characters")
    } else {
        Ok(())
    }
}

/// How an id crosses the edge, and is shown.
macro_rules! edge {
    ($name:ident $text:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.$text(), f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.$text())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.$text())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                check_id(&text).map_err(serde::de::Error::custom)?;
                Ok(Self::of(&text))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "minLength": 1, "maxLength": 64})
            }
        }
    };
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {$(
        $(#[doc = $doc])*
        ///
        /// Text of 1 to 64 bytes without control characters, kept exactly as given. A clone is cheap.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// Takes an id; what is wrong with it otherwise.
            ///
            /// # Errors
            /// `FT-H001` when the text is empty, longer than 64 bytes or holds control characters.
            pub fn parse(text: &str) -> Result<Self, crate::Error> {
                check_id(text).map_err(|why| crate::Error::new(crate::Code::EventMalformed, why))?;
                Ok(Self::of(text))
            }

            /// The same id, its text shared with all equal ones that went through `interner`.
            #[must_use]
            pub fn interned(self, interner: &mut Interner) -> Self {
                Self(interner.intern(&self.0).into())
            }

            fn of(text: &str) -> Self {
                Self(SmolStr::new(text))
            }

            /// An id whose text may be shared already; none when it is not one.
            #[allow(dead_code, reason = "not every kind of id is stored")]
            pub(crate) fn shared(text: impl Into<SmolStr>) -> Option<Self> {
                let text = text.into();
                check_id(&text).is_ok().then_some(Self(text))
            }

            /// An id that was one before.
            #[allow(dead_code, reason = "only some kinds of id are read again and again")]
            pub(crate) fn trusted(text: &str) -> Self {
                Self(SmolStr::new(text))
            }

            /// An id that the library itself names. For literals only.
            #[allow(dead_code, reason = "only some kinds of id have names of ours")]
            pub(crate) const fn fixed(text: &'static str) -> Self {
                Self(SmolStr::new_static(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        edge!($name as_str);
    )*};
}

ids! {
    /// A person who is contacted.
    RecipientId,
    /// A person who is treated.
    PatientId,
    /// People who live together; the unit of the holdout.
    HouseholdId,
    /// A treatment plan, as the practice system names it.
    PlanId,
    /// One thing followed up; the id of the plan, or of the subject.
    CaseId,
    /// Something followed up besides plans, as the practice system names it.
    SubjectId,
    /// A kind of thing followed up: `plan`, `recall`, `no_rebook`, or one of the host's own.
    SubjectKind,
    /// One procedure of a plan.
    ProcedureId,
    /// A visit in the practice's book.
    AppointmentId,
    /// What a visit is for, as the practice names it: `hygiene`.
    AppointmentKind,
    /// A dentist, hygienist or injector.
    ProviderId,
    /// One of the practice's locations.
    LocationId,
    /// A group of plans of which a patient takes one.
    AlternativeGroupId,
    /// The host's own id of something that happened; a retry carries the same one.
    EventId,
    /// A sequence of a playbook.
    SequenceId,
    /// A step of a sequence.
    StepId,
    /// A template of a playbook.
    TemplateId,
    /// An escalation list of a playbook.
    EscalationId,
    /// A role in the practice.
    RoleId,
    /// A financing offer of a playbook.
    OfferId,
}

/// Ids that are nearly always hashes of ours: kept as those, and written in letters where somebody reads them.
macro_rules! made {
    ($($(#[doc = $doc:literal])* $name:ident $prefix:literal,)*) => {$(
        $(#[doc = $doc])*
        ///
        /// Text of 1 to 64 bytes without control characters. One of ours is a prefix and 26 digits of a hash.
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Kept);

        impl $name {
            /// Takes an id; what is wrong with it otherwise.
            ///
            /// # Errors
            /// `FT-H001` when the text is empty, longer than 64 bytes or holds control characters.
            pub fn parse(text: &str) -> Result<Self, crate::Error> {
                check_id(text).map_err(|why| crate::Error::new(crate::Code::EventMalformed, why))?;
                Ok(Self::of(text))
            }

            fn of(text: &str) -> Self {
                let hash = text.strip_prefix($prefix).and_then(hash::from_base32);
                Self(hash.map_or_else(|| Kept::Given(SmolStr::new(text)), Kept::Hash))
            }

            /// The id whose hash is this.
            pub fn from_bytes(hash: [u8; 16]) -> Self {
                Self(Kept::Hash(hash))
            }

            /// The hash: all that a store needs to keep, in sixteen bytes. None of an id that a host made up.
            pub fn to_bytes(&self) -> Option<[u8; 16]> {
                match &self.0 {
                    Kept::Hash(hash) => Some(*hash),
                    Kept::Given(_) => None,
                }
            }

            /// An id that a host made up; none when it is not one.
            pub(crate) fn shared(text: &str) -> Option<Self> {
                check_id(text).is_ok().then(|| Self::of(text))
            }

            /// The text, written anew.
            pub fn text(&self) -> IdText<'_> {
                match &self.0 {
                    Kept::Hash(hash) => IdText(Letters::Digits(hash::named($prefix, hash))),
                    Kept::Given(text) => IdText(Letters::Given(text)),
                }
            }
        }

        /// In the order of their texts.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                match (&self.0, &other.0) {
                    // The digits are in the order of their values.
                    (Kept::Hash(own), Kept::Hash(other)) => own.cmp(other),
                    (Kept::Given(own), Kept::Given(other)) => own.cmp(other),
                    (Kept::Hash(_), Kept::Given(_)) | (Kept::Given(_), Kept::Hash(_)) => {
                        self.text().as_str().cmp(other.text().as_str())
                    }
                }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        edge!($name text);
    )*};
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kept {
    Hash([u8; 16]),
    Given(SmolStr),
}

/// The text of an id that is kept as a hash. Takes no room elsewhere.
#[derive(Clone, Copy)]
pub struct IdText<'a>(Letters<'a>);

#[derive(Clone, Copy)]
enum Letters<'a> {
    Digits(hash::Named),
    Given(&'a str),
}

impl IdText<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Letters::Digits(named) => named.as_str(),
            Letters::Given(text) => text,
        }
    }
}

impl std::ops::Deref for IdText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for IdText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for IdText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

made! {
    /// Something the host is asked to do.
    ActionId "act_",
    /// A task for a member of staff.
    TaskId "task_",
}

impl From<SubjectId> for CaseId {
    fn from(id: SubjectId) -> Self {
        Self(id.0)
    }
}

impl From<PlanId> for CaseId {
    fn from(id: PlanId) -> Self {
        Self(id.0)
    }
}

/// Keeps one copy of every repeated text: codes, providers, steps.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    texts: BTreeSet<Arc<str>>,
}

impl Interner {
    /// The one shared copy of `text`.
    pub fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let text: Arc<str> = Arc::from(text);
        self.texts.insert(text.clone());
        text
    }
}
