//! The form of a `List-` header field (RFC 2369, section 2): addresses in angle brackets, with commas between them and
//! comments around them.

use super::UnsubscribeProblem as Problem;
use super::uri::Address;

/// The addresses of a field in their order, or the first slip. RFC 2369 has its readers ignore a field from there on.
pub(super) fn addresses(value: &str) -> Result<Vec<Address>, Problem> {
    let value = super::unfolded(value);
    if value.contains('\n') {
        return Err(Problem::LineBreak);
    }
    let mut found = Vec::new();
    let mut rest = past_comments(&value)?;
    loop {
        if rest.is_empty() || rest.starts_with(',') {
            return Err(Problem::Empty);
        }
        let inside = rest.strip_prefix('<').ok_or(Problem::NoAngleBrackets)?;
        let (address, after) = inside.split_once('>').ok_or(Problem::NoAngleBrackets)?;
        if address.contains('<') {
            // A bracket that was never closed, before the next one opens.
            return Err(Problem::NoAngleBrackets);
        }
        // White space that a mail server has put inside is ignored (RFC 2369, section 2).
        let address: String = address.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        if address.is_empty() {
            return Err(Problem::Empty);
        }
        found.push(Address::parse(&address).ok_or(Problem::BadUri)?);
        rest = past_comments(after)?;
        if rest.is_empty() {
            return Ok(found);
        }
        rest = past_comments(rest.strip_prefix(',').ok_or(Problem::NoComma)?)?;
    }
}

/// What follows white space and comments. A comment may hold others, and a backslash takes the meaning of the character
/// after it (RFC 5322, 3.2.2).
fn past_comments(text: &str) -> Result<&str, Problem> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if depth > 0 => escaped = true,
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ' ' | '\t' => {}
            _ if depth > 0 => {}
            _ => return Ok(text.get(at..).unwrap_or_default()),
        }
    }
    if depth > 0 {
        Err(Problem::UnclosedComment)
    } else {
        Ok("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: &str) -> Result<usize, Problem> {
        addresses(value).map(|found| found.len())
    }

    #[test]
    fn what_the_form_allows() {
        for (value, there) in [
            ("<https://a.example/x>", 1),
            ("  <https://a.example/x>  ", 1),
            ("<https://a.example/x>,<mailto:b@c.example>", 2),
            ("<https://a.example/x>\r\n\t,\r\n <mailto:b@c.example>", 2),
            ("<https://a.example/x>,\n <mailto:b@c.example>", 2),
            (
                "(a (nested \\) one) here) <https://a.example/x> (b), (c)(d) <ftp://e.example/f> (g)",
                2,
            ),
            ("(, <)<https://a.example/x>(>,)", 1),
            ("<https://a.example/x?y=1,2(3);z='4'>", 1),
            ("< https://a.example/\r\n x >", 1),
            ("<HTTPS://A.EXAMPLE/x>", 1),
            ("<https://[2001:db8::1]:8443/x>", 1),
            ("<tel:+14045550123>", 1),
        ] {
            assert_eq!(count(value), Ok(there), "{value}");
        }
    }

    #[test]
    fn what_it_does_not() {
        use Problem::{BadUri, Empty, LineBreak, NoAngleBrackets, NoComma, UnclosedComment};
        for (value, problem) in [
            ("", Empty),
            (" \t", Empty),
            ("(nothing but a comment)", Empty),
            ("<>", Empty),
            ("< >", Empty),
            (",<https://a.example/x>", Empty),
            ("<https://a.example/x>,", Empty),
            ("<https://a.example/x>,,<mailto:b@c.example>", Empty),
            ("https://a.example/x", NoAngleBrackets),
            ("NO", NoAngleBrackets),
            ("\"quoted\" <https://a.example/x>", NoAngleBrackets),
            ("=?utf-8?q?=3Chttps=3A//a.example=3E?=", NoAngleBrackets),
            ("<https://a.example/x", NoAngleBrackets),
            ("<https://a.example/x, <mailto:b@c.example>", NoAngleBrackets),
            ("<https://a.example/x>, mailto:b@c.example", NoAngleBrackets),
            (") <https://a.example/x>", NoAngleBrackets),
            ("<https://a.example/x> <mailto:b@c.example>", NoComma),
            ("<https://a.example/x>; <mailto:b@c.example>", NoComma),
            ("<https://a.example/x> or so", NoComma),
            ("(leave <https://a.example/x>", UnclosedComment),
            ("(a \\) <https://a.example/x>", UnclosedComment),
            ("<https://a.example/x> (a (b)", UnclosedComment),
            ("<a.example/x>", BadUri),
            ("<https:a.example>", BadUri),
            ("<https://>", BadUri),
            ("<https:///x>", BadUri),
            ("<https://a_b!/x>", BadUri),
            ("<https://a.example/\"x\">", BadUri),
            ("<https://a.example/ñ>", BadUri),
            ("<https://a.example/50%>", BadUri),
            ("<https://a.example/%zz>", BadUri),
            ("<1https://a.example/x>", BadUri),
            ("<mailto:>", BadUri),
            ("<:x>", BadUri),
            ("<https://a.example/x>\r\nBcc: b@c.example", LineBreak),
            ("<https://a.example/x>\nBcc: b@c.example", LineBreak),
            ("<https://a.example/x>\rBcc: b@c.example", LineBreak),
            ("<https://a.example/x>\r\n", LineBreak),
            ("<https://a.example/x>\n\n <mailto:b@c.example>", LineBreak),
        ] {
            assert_eq!(count(value), Err(problem), "{value:?}");
        }
    }

    #[test]
    fn a_long_field_takes_no_longer_than_its_length() {
        for value in [
            "(".repeat(1 << 20),
            "<".repeat(1 << 20),
            "<a:b>,".repeat(1 << 17),
            "\r".repeat(1 << 20),
        ] {
            assert!(addresses(&value).is_err());
        }
    }
}
