//! The native half of the Python package `followthrough`.
//!
//! It converts, calls and converts back; no rule stands here. Values cross as JSON text through the engine's one entry
//! for all languages, so that Python, Node and the corpus see the same decoder, the same errors and the same bytes.

// What PyO3's macros make is reachable through the module they make, which the lint cannot see.
#![allow(
    unreachable_pub,
    reason = "PyO3 exports what its macros mark, through the module object"
)]

mod argument;
mod arrow;
mod caseload;
mod email;
mod encode;
mod error;
mod export;
mod follow_up;
mod guard;
mod importer;
mod insight;
mod moment;
mod playbook;
mod small;
mod zones;

use pyo3::prelude::*;

/// The native module; `followthrough/__init__.py` gives its names to the world.
#[pymodule]
fn _followthrough(module: &Bound<'_, PyModule>) -> PyResult<()> {
    guard::quiet_panics();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<playbook::Playbook>()?;
    module.add_class::<follow_up::FollowUp>()?;
    module.add_class::<caseload::Caseload>()?;
    module.add_class::<importer::Importer>()?;
    module.add_class::<arrow::Table>()?;
    module.add_class::<insight::Simulation>()?;
    module.add_class::<insight::Report>()?;
    module.add_function(wrap_pyfunction!(playbook::_restore_playbook, module)?)?;
    module.add_function(wrap_pyfunction!(follow_up::_restore_follow_up, module)?)?;
    module.add_function(wrap_pyfunction!(caseload::_restore_caseload, module)?)?;
    module.add_function(wrap_pyfunction!(small::classify, module)?)?;
    module.add_function(wrap_pyfunction!(small::classify_many, module)?)?;
    module.add_function(wrap_pyfunction!(small::payment, module)?)?;
    module.add_function(wrap_pyfunction!(small::deferred_interest, module)?)?;
    module.add_function(wrap_pyfunction!(small::read_token, module)?)?;
    module.add_function(wrap_pyfunction!(small::news_of, module)?)?;
    module.add_function(wrap_pyfunction!(small::next_allowed, module)?)?;
    module.add_function(wrap_pyfunction!(small::check_template, module)?)?;
    module.add_function(wrap_pyfunction!(small::lint_message, module)?)?;
    module.add_function(wrap_pyfunction!(small::lint_credit_terms, module)?)?;
    module.add_function(wrap_pyfunction!(small::transliterate, module)?)?;
    module.add_function(wrap_pyfunction!(email::check_unsubscribe, module)?)?;
    module.add_function(wrap_pyfunction!(email::unsubscribe_request, module)?)?;
    module.add_function(wrap_pyfunction!(email::lint_commercial_email, module)?)?;
    module.add_function(wrap_pyfunction!(small::error_codes, module)?)?;
    module.add_function(wrap_pyfunction!(small::contact_revoked, module)?)?;
    module.add_function(wrap_pyfunction!(small::sms_segments, module)?)?;
    module.add_function(wrap_pyfunction!(small::tz_version, module)?)?;
    module.add_function(wrap_pyfunction!(export::read_export, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::read_export_tables, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::changes_tables, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::classify_table, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::sms_segments_table, module)?)?;
    module.add_function(wrap_pyfunction!(export::export_questions, module)?)?;
    module.add_function(wrap_pyfunction!(export::changes, module)?)?;
    module.add_function(wrap_pyfunction!(export::propose_mapping, module)?)?;
    module.add_function(wrap_pyfunction!(export::write_mapping, module)?)?;
    module.add_function(wrap_pyfunction!(export::write_back, module)?)?;
    module.add_function(wrap_pyfunction!(insight::audit, module)?)?;
    module.add_function(wrap_pyfunction!(insight::backtest, module)?)?;
    module.add_function(wrap_pyfunction!(insight::monthly_report, module)?)?;
    module.add_function(wrap_pyfunction!(insight::simulate, module)?)?;
    module.add_function(wrap_pyfunction!(insight::compare, module)?)?;
    module.add_function(wrap_pyfunction!(insight::preview_timeline, module)?)?;
    module.add_function(wrap_pyfunction!(insight::replay, module)?)?;
    module.add_function(wrap_pyfunction!(insight::check_scenario, module)?)?;
    module.add_function(wrap_pyfunction!(insight::wilson, module)?)?;
    module.add_function(wrap_pyfunction!(insight::newcombe, module)?)?;
    module.add_function(wrap_pyfunction!(insight::difference_at_any_look, module)?)?;
    module.add_function(wrap_pyfunction!(insight::kaplan_meier, module)?)?;
    module.add_function(wrap_pyfunction!(insight::log_rank, module)?)?;
    module.add_function(wrap_pyfunction!(guard::_panic, module)?)?;
    module.add_function(wrap_pyfunction!(caseload::_panic_in, module)?)?;
    Ok(())
}
