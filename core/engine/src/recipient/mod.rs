//! Who is contacted: contact points and consent, and where a person may be.

mod area;
mod snapshot;

pub use area::{Area, area_of};
pub use snapshot::{Channel, Consent, Contact, ContactKind, ContactValue, Recipient};
