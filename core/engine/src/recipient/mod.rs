//! Who is contacted: contact points and consent, and where a person may be.

mod snapshot;

pub use snapshot::{Channel, Consent, Contact, ContactKind, ContactValue, Recipient};
