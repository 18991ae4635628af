//! From an import to the cases of a simulation.

use std::path::Path;

use followthrough::Playbook;
use followthrough_import::Imported;
use followthrough_insight::simulate::Cases;

use crate::failure::Failure;
use crate::files;

/// What the first import of a simulation tells.
pub(crate) fn of_import(imported: Imported) -> Cases {
    let plans = imported.plans.into_iter().map(|r| (r.recipient, r.plan)).collect();
    Cases::new(imported.recipients, plans, imported.appointments)
}

/// Reads a playbook, or tells all of its problems.
pub(crate) fn playbook(path: &Path) -> Result<Playbook, Failure> {
    let text = files::read(path)?;
    let read = if files::is_json(path) {
        Playbook::from_json(&text)
    } else {
        Playbook::from_yaml(&text)
    };
    read.map_err(|problems| Failure::in_file(path, problems.iter().cloned()))
}
