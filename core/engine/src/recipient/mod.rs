//! Who is contacted: contact points and consent, and where a person may be.

mod person;
mod snapshot;

pub(crate) use person::{ConsentStanding, ContactPoint, Person};
pub use snapshot::{Channel, Consent, Contact, ContactKind, ContactValue, Recipient};
