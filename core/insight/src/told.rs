//! What every answer of this crate to a practice can be: a page, JSON, and where it has tables CSV.
//!
//! The bindings hand out anything that is [`Told`] as one and the same object.

use crate::compare::Comparison;
use crate::report::Report;
use crate::timeline::Timeline;

/// An answer that can be read by people and by programs.
pub trait Told {
    /// The figures as JSON.
    fn to_json(&self) -> String;
    /// One page with everything in it. It loads nothing.
    fn to_html(&self) -> String;
    /// The figures as CSV; none where there is no such form.
    fn to_csv(&self) -> Option<String> {
        None
    }
}

/// Of types that have the two as methods of their own.
macro_rules! told {
    ($($name:ident),*) => { $(impl Told for $name {
        fn to_json(&self) -> String {
            self.to_json()
        }

        fn to_html(&self) -> String {
            self.to_html()
        }
    })* };
}

told!(Comparison, Report, Timeline);
