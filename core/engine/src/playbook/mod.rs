//! The practice's document, parsed and compiled once.
mod model;
use crate::link::LinkKeys;
pub use model::ClickKind;
pub(crate) use model::*;
use std::sync::Arc;
/// A playbook.
#[derive(Clone, Debug)]
pub struct Playbook {
    inner: Arc<(Rules, Option<LinkKeys>)>,
}
impl Playbook {
    pub(crate) fn rules(&self) -> &Rules {
        &self.inner.0
    }
    pub(crate) fn link_keys(&self) -> Option<&LinkKeys> {
        self.inner.1.as_ref()
    }
}
