//! Escalations.
use super::About;
use super::report::CheckReport;
pub(super) fn check(_: &About, _: &mut CheckReport) {}
