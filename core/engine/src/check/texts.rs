//! To come.
use super::About;
use super::coverage::Coverage;
use super::report::CheckReport;
use super::sets::Space;
pub(super) fn check(_: &About, _: &Space, _: &Coverage, _: &mut CheckReport) {}
