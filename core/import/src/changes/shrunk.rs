//! An export that has so much less than the one before that it may have been cut short.

use serde::Serialize;

/// Fewer than this are no sign of anything.
const FEW: u64 = 5;
/// More than one in so many is.
const ONE_IN: u64 = 5;

/// How much of a kind is no more. A table that ends between two rows looks like one that was written whole, so this is the
/// only sign of it: five or more, and more than a fifth of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shrunk {
    /// Of what.
    pub what: Listing,
    /// How many of them the later export lacks, without a word on what became of them.
    pub gone: u64,
    /// How many there were before.
    pub of: u64,
}

/// What there may be less of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// Plans with something pending of which at least one pending procedure is gone.
    Plans,
    /// Booked visits that still lie ahead.
    Appointments,
}

impl Listing {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plans => "plans",
            Self::Appointments => "appointments",
        }
    }
}

impl Shrunk {
    pub(super) fn found(what: Listing, gone: u64, of: usize) -> Option<Self> {
        let of = u64::try_from(of).unwrap_or(u64::MAX);
        let found = Self { what, gone, of };
        (gone >= FEW && gone.saturating_mul(ONE_IN) > of).then_some(found)
    }
}
