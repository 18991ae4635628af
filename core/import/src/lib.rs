//! followthrough import.
#![forbid(unsafe_code)]
