//! How values cross the edge: ids, errors and their codes, decoding with places.

mod codes;
pub mod decode;
mod error;
pub(crate) mod hash;
mod ids;
mod redacted;
mod shape;
mod unique;
mod words;
pub mod yaml;

pub use codes::Code;
pub use error::{Error, Place};
pub use ids::*;
pub use redacted::Redacted;
pub use words::nearest;
