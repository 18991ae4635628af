//! Who is contacted: contact points and consent, and where a person may be.

mod area;
mod merge;
mod person;
mod snapshot;

pub use area::{Area, area_of};
pub use person::Unusable;
pub(crate) use person::{ConsentStanding, ContactPoint, Person};
pub use snapshot::{Channel, Consent, Contact, ContactKind, ContactValue, Recipient};
