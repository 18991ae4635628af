//! The practice's document, parsed and compiled once.
mod document;
