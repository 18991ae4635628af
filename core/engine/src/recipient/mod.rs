//! Who is contacted: contact points and consent, and where a person may be.

mod area;
mod merge;
mod person;
mod point;
mod snapshot;

pub use area::{Area, area_of};
pub(crate) use person::{Person, Word};
pub use point::Unusable;
pub(crate) use point::{ConsentStanding, ContactPoint};
pub use snapshot::{Channel, Consent, Contact, ContactKind, ContactValue, Recipient};
