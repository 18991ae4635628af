//! What every answer of this crate to a practice can be: a page, JSON, and where it has tables CSV.
//!
//! The bindings hand out anything that is [`Told`] as one and the same object.

use std::collections::BTreeMap;

use crate::audit::Audit;
use crate::backtest::Backtest;
use crate::compare::Comparison;
use crate::monthly::MonthlyReport;
use crate::report::Report;
use crate::timeline::Timeline;

/// An answer that can be read by people and by programs.
pub trait Told {
    /// The figures as JSON.
    fn to_json(&self) -> String;
    /// One page with everything in it. It loads nothing.
    fn to_html(&self) -> String;
    /// Tables as CSV, by the names of their files; none where there is no such form.
    fn to_csv(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::new()
    }
}

/// Of types that have these as methods of their own; of what has tables, how they come out of it.
macro_rules! told {
    ($($name:ident $(, $tables:expr)?;)*) => { $(impl Told for $name {
        fn to_json(&self) -> String {
            self.to_json()
        }

        fn to_html(&self) -> String {
            self.to_html()
        }

        $(fn to_csv(&self) -> BTreeMap<&'static str, String> {
            let tables: fn(&Self) -> BTreeMap<&'static str, String> = $tables;
            tables(self)
        })?
    })* };
}

told! {
    Audit, Audit::to_csv;
    Backtest;
    Comparison;
    MonthlyReport, |report| BTreeMap::from([
        ("recovered.csv", report.recovered_csv()), ("report.csv", report.to_csv()),
    ]);
    Report;
    Timeline;
}
