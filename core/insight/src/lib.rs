//! followthrough insight.
#![forbid(unsafe_code)]
