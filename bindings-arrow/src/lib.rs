//! Tables of the Arrow format in and out of the engine: what both bindings share, and no rule.
//!
//! A table that comes in is checked whole before anything is done with it ([`Given`]); a row becomes the JSON that the
//! engine's one decoder reads (`cell`). A table that goes out ([`Table`]) has the columns listed in `columns`, which
//! `docs/tables.md` describes. Python hands tables over by the Arrow C data interface, Node as bytes of an IPC stream.

mod calls;
mod cell;
mod columns;
mod given;
mod table;

pub use arrow_array;
pub use calls::{Answered, Changed, Exported, Newcomers, advance, changes, classify, export, handle, segments};
pub use cell::to_the_cent;
pub use given::{Events, Given, readable};
pub use table::Table;
