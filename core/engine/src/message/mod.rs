//! What messages say: templates, what may be said where, SMS and e-mail mechanics.

mod sms;

pub use sms::{Encoding, Segments, segments};
