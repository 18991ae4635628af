//! The algebra of cases: exact sets of the cases for which a condition holds or fails.
//!
//! Each fact is cut into the cells that the playbook can tell apart (`space`), a set of cases is a union of cubes over
//! cells (`area`), and a condition becomes two sets by its structure (`of`). `world` says which combinations of facts a
//! case can have at all, and finds a case in a set.

mod area;
mod bits;
mod codes;
mod of;
mod space;
mod world;

pub(super) use area::{Area, Cube, Overrun};

pub(super) use of::{Sets, cells, numbers};
pub(super) use space::{Cell, Dim, Space, least_pending_for};
pub(super) use world::{Found, ON_TIME};

#[cfg(test)]
mod tests;
