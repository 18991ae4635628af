//! From an import to the cases of a simulation.

use followthrough_import::Imported;
use followthrough_insight::simulate::Cases;

/// What the first import of a simulation tells.
pub(crate) fn of_import(imported: Imported) -> Cases {
    let plans = imported.plans.into_iter().map(|r| (r.recipient, r.plan)).collect();
    Cases::new(imported.recipients, plans, imported.appointments)
}
