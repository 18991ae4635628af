#![no_main]

#[path = "../../core/import/tests/fuzzed/mod.rs"]
#[allow(dead_code, reason = "each target takes one of them")]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::tables(bytes));
