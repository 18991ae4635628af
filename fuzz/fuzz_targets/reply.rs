#![no_main]

#[path = "../../core/engine/tests/fuzzed/mod.rs"]
#[allow(dead_code, reason = "each target takes one of them")]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|text: &str| fuzzed::reply(text));
