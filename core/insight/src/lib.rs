//! followthrough insight.
#![forbid(unsafe_code)]

pub mod invented;
pub mod scenario;
pub mod vectors;
