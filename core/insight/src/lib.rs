//! What a practice can ask of its past and of its plans: simulate, report, replay of scenarios, an invented practice.
#![forbid(unsafe_code)]

pub mod audit;
pub mod backtest;
pub mod invented;
mod page;
pub mod report;
pub mod scenario;
pub mod simulate;
pub mod stats;
pub mod vectors;
