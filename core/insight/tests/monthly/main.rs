//! The report of a real journal: its figures are those of the journal, and its page is safe to open and to pass on.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod figures;
mod lines;
mod money;
mod outcomes;
mod page;
mod planned;
mod reading;
mod returns;
mod sentences;
mod verdicts;
