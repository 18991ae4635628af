//! What a practice can ask of its past and of its plans: simulate, compare, report, replay of scenarios, an invented
//! practice.
#![forbid(unsafe_code)]

pub mod compare;
pub mod invented;
mod page;
pub mod report;
pub mod scenario;
pub mod simulate;
pub mod stats;
pub mod timeline;
mod told;
pub mod vectors;

pub use told::Told;
