//! JSON Schemas, made from the Rust types: of everything that crosses the edge, and of the document that a practice
//! writes.

mod document;
mod shape;
mod wire;

pub use document::playbook_schema;
pub use wire::schema;
