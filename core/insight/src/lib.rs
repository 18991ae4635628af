//! What a practice can ask of its past and of its plans: a baseline, a backtest, simulate, compare, report, the monthly
//! report of a real journal, replay of scenarios, an invented practice.
#![forbid(unsafe_code)]

pub mod audit;
pub mod backtest;
pub mod compare;
pub mod funnel;
pub mod invented;
pub mod journal;
mod kinds;
pub mod lift;
mod millionths;
pub mod money;
pub mod monthly;
mod page;
pub mod report;
pub mod scenario;
pub mod simulate;
pub mod stats;
pub mod timeline;
mod told;
pub mod vectors;

pub use told::Told;
