//! The Node add-on: converts, calls, converts. No rule stands here.
//!
//! Data crosses as JSON text, so that one decoder, the core's, says what is wrong and where. napi's own conversions bend
//! what does not fit (an invalid `Date` becomes 1970, -1 becomes 4294967295), hence touch texts and bytes only.
//! Every answer is JSON text too: `{"ok": …}`, `{"error": …}` or `{"errors": […]}`; `index.js` throws.
#![allow(
    unreachable_pub,
    missing_docs,
    reason = "napi exports what is `pub` here to Node, not to Rust; the documentation for callers is index.d.ts"
)]
#![cfg_attr(
    test,
    allow(dead_code, reason = "napi registers nothing in a test build, so all looks unused")
)]

mod answer;
mod arrow;
mod caseload;
mod email;
mod follow_up;
mod import;
mod insight;
mod playbook;
mod small;
