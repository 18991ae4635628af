//! HTML, escaped unless said otherwise.

use std::fmt;

use crate::message::push_html;

/// Text on its way into a page: in content or in a quoted attribute, it can be nothing but text.
pub(super) struct Text<T>(pub(super) T);

impl<T: AsRef<str>> fmt::Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut escaped = String::new();
        push_html(&mut escaped, self.0.as_ref());
        f.write_str(&escaped)
    }
}

/// Appends to a page. What is filled in is escaped by [`Text`], or is HTML of ours. Writing to a `String` cannot fail.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($arg)*);
    }};
}
pub(super) use put;
