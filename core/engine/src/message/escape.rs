//! Values on their way into a text: made harmless for the form they stand in.

use std::borrow::Cow;

/// Characters that break lines or turn the direction of reading: never part of a value.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A value on one line: control characters and runs of white space become one space, the ends are trimmed.
pub(crate) fn one_line(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    let clean = !value.contains("  ") && !value.chars().any(|c| is_unsafe(c) || (c.is_whitespace() && c != ' '));
    if clean {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    for word in value
        .split(|c: char| c.is_whitespace() || is_unsafe(c))
        .filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Appends a value to Markdown so that it can be nothing but text: every ASCII punctuation character may carry a
/// backslash there (CommonMark 0.31, 2.4), so all do but those without any meaning.
pub(crate) fn push_markdown(out: &mut String, value: &str) {
    for c in value.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '%' | '/' | '?' | '\'') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Appends text to HTML, in content or in a quoted attribute.
pub(crate) fn push_html(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_unsafe(c) && c != '\n' && c != '\t' => out.push(' '),
            c => out.push(c),
        }
    }
}

/// A web address in which nothing can end a link, a header or a line: such characters are percent-encoded. None when
/// it is not an http or https address.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s)) && url.len() > s.len();
    (scheme("https://") || scheme("http://")).then(|| percent_encoded(url))
}

fn percent_encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        let keep = byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,=%".contains(&byte);
        if keep {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
