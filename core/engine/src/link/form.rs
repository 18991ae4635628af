//! The fields of a form, out of the body of a POST.
//!
//! Bodies of `application/x-www-form-urlencoded` are read by `form_urlencoded`. For `multipart/form-data` there is a
//! reader of our own: the crates for it are asynchronous or read from a stream, and what is asked of it here is one short
//! field in memory (RFC 8058, 3.2).

use std::borrow::Cow;

/// A field by name and value.
pub(super) type Field<'b> = (Cow<'b, str>, Cow<'b, str>);

/// More than any mail service sends, and little enough for any host. What is longer is not read.
const MOST_BYTES: usize = 64 * 1024;

/// The fields of a body; None for one that is of another type, cut off or too long.
///
/// A POST that names no type is read as urlencoded: a recipient may look at the content (RFC 9110, 8.3), and an opt-out
/// that is missed is worse than one read generously.
pub(super) fn fields<'b>(content_type: Option<&str>, body: &'b [u8]) -> Option<Vec<Field<'b>>> {
    if body.len() > MOST_BYTES {
        return None;
    }
    let content_type = content_type.map(str::trim).filter(|text| !text.is_empty());
    let kind = content_type.map_or("", |text| text.split(';').next().unwrap_or_default().trim());
    if kind.is_empty() || kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Some(form_urlencoded::parse(body.trim_ascii_end()).collect());
    }
    if kind.eq_ignore_ascii_case("multipart/form-data") {
        return multipart(&parameter(content_type?, "boundary")?, body);
    }
    None
}

/// A parameter of a header: `name=token` or `name="text"`, where a backslash takes the meaning of the character after it
/// (RFC 2045, 5.1). Names are read in any case.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (own, after) = rest.split_once(['=', ';'])?;
        if rest.as_bytes().get(own.len()) == Some(&b';') {
            // Nothing stands between two semicolons, or a word without a value.
            rest = after;
            continue;
        }
        let (value, next) = value(after.trim_start());
        if own.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next.split_once(';')?.1;
    }
}

/// A value and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, _) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), text.get(value.len()..).unwrap_or_default());
    };
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => {
                escaped = false;
                out.push(c);
            }
            '\\' => escaped = true,
            '"' => return (out, quoted.get(at + 1..).unwrap_or_default()),
            _ => out.push(c),
        }
    }
    (out, "")
}

/// From 1 to 70 of the characters that a boundary may have, the last of them no space (RFC 2046, 5.1.1).
fn is_boundary(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&b);
    (1..=70).contains(&text.len()) && text.bytes().all(fits) && !text.ends_with(' ')
}

/// What a line is to a boundary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Content,
    Delimiter,
    Close,
}

fn line_of(line: &[u8], boundary: &str) -> Line {
    let after = line
        .strip_prefix(b"--")
        .and_then(|line| line.strip_prefix(boundary.as_bytes()));
    // White space at its end is padding (RFC 2046, 5.1.1).
    match after.map(<[u8]>::trim_ascii_end) {
        Some(b"") => Line::Delimiter,
        Some(b"--") => Line::Close,
        Some(_) | None => Line::Content,
    }
}

/// The fields between the boundaries; what stands before the first and after the last one is passed over. Lines may end
/// with a line feed alone.
fn multipart<'b>(boundary: &str, body: &'b [u8]) -> Option<Vec<Field<'b>>> {
    if !is_boundary(boundary) {
        return None;
    }
    let mut fields = Vec::new();
    let (mut part, mut place) = (None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let kind = line_of(line, boundary);
        if kind != Line::Content {
            let whole = part.and_then(|begin| body.get(begin..place));
            fields.extend(whole.and_then(field));
            part = Some(place + line.len());
        }
        if kind == Line::Close {
            return Some(fields);
        }
        place += line.len();
    }
    // Without its last boundary it was cut off.
    None
}

/// The field of a part, with the line break before its boundary. None for a file, and for a part in an encoding that a
/// form has no use for (RFC 7578, 4.7).
fn field(part: &[u8]) -> Option<Field<'_>> {
    let part = part.strip_suffix(b"\n")?;
    let part = part.strip_suffix(b"\r").unwrap_or(part);
    let mut place = 0;
    let mut headers: Vec<String> = Vec::new();
    for line in part.split_inclusive(|b| *b == b'\n') {
        place += line.len();
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            return Some((name(&headers)?, String::from_utf8_lossy(part.get(place..)?)));
        }
        match headers.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(folded) => folded.push_str(line),
            None => headers.push(line.to_owned()),
        }
    }
    // A part whose value is empty may end with its headers; then it says nothing.
    None
}

fn name(headers: &[String]) -> Option<Cow<'static, str>> {
    let of = |name: &str| {
        let mut named = headers.iter().filter_map(|header| header.split_once(':'));
        named
            .find(|(own, _)| own.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    };
    let encoding = of("content-transfer-encoding").unwrap_or("7bit");
    let plain = ["7bit", "8bit", "binary"]
        .iter()
        .any(|plain| encoding.eq_ignore_ascii_case(plain));
    let disposition = of("content-disposition")?;
    let kind = disposition.split(';').next().unwrap_or_default().trim();
    if !plain || !kind.eq_ignore_ascii_case("form-data") || parameter(disposition, "filename").is_some() {
        return None;
    }
    parameter(disposition, "name").map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, body: &str) -> Option<Vec<(String, String)>> {
        let fields = fields(Some(content_type), body.as_bytes())?;
        Some(
            fields
                .into_iter()
                .map(|(n, v)| (n.into_owned(), v.into_owned()))
                .collect(),
        )
    }

    fn one(name: &str, value: &str) -> Option<Vec<(String, String)>> {
        Some(vec![(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn parameters() {
        for header in [
            "x; boundary=a",
            "x;BOUNDARY=a",
            "x; charset=utf-8; boundary=a ; y=z",
            "x; boundary=\"a\"",
            "x; boundary=\"\\a\"",
            "x; y=\"; boundary=no\"; boundary=a",
            "x;; flag; boundary=a",
        ] {
            assert_eq!(parameter(header, "boundary").as_deref(), Some("a"), "{header}");
        }
        for header in ["x", "x; boundaries=a", "x; y=\"; boundary=a", "x; boundary"] {
            assert_eq!(parameter(header, "boundary"), None, "{header}");
        }
    }

    #[test]
    fn forms_of_many_parts() {
        let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
        for (content_type, body) in [
            ("multipart/form-data; boundary=x", format!("--x\r\n{part}--x--\r\n")),
            ("Multipart/Form-Data;Boundary=\"x\"", format!("--x\r\n{part}--x--")),
            ("multipart/form-data; boundary=x", format!("before\r\n--x \t\r\n{part}--x-- \r\nafter\r\n--x\r\n")),
            ("multipart/form-data; boundary=x", format!("--x\r\n{part}--x--\r\n").replace('\r', "")),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nX-A: b\r\nCONTENT-DISPOSITION: Form-Data;\r\n name=a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nb\r\n--x--".into(),
            ),
            ("multipart/form-data; boundary=\"a:b c\"", format!("--a:b c\r\n{part}--a:b c--")),
        ] {
            assert_eq!(read(content_type, &body), one("a", "b"), "{content_type} {body}");
        }
        let long = "-".repeat(20) + "x";
        let body = format!("--{long}\r\n{part}--{long}--\r\n");
        assert_eq!(
            read(&format!("multipart/form-data; boundary={long}"), &body),
            one("a", "b")
        );
        let value = "--xy\r\n-- x\r\n";
        let body = format!("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n{value}\r\n--x--");
        assert_eq!(
            read("multipart/form-data; boundary=x", &body),
            one("a", value),
            "no boundary of ours"
        );
    }

    #[test]
    fn what_is_no_form() {
        let part = "Content-Disposition: form-data; name=a\r\n\r\nb\r\n";
        let whole = format!("--x\r\n{part}--x--\r\n");
        for (content_type, body) in [
            ("multipart/form-data", whole.clone()),
            ("multipart/form-data; boundary=", whole.clone()),
            ("multipart/form-data; boundary=\"x \"", whole.clone()),
            ("multipart/form-data; boundary=y", whole.clone()),
            ("multipart/form-data; boundary=x", format!("--x\r\n{part}")),
            ("multipart/mixed; boundary=x", whole.clone()),
            ("application/json", "{\"a\": \"b\"}".to_owned()),
            ("text/plain", "a=b".to_owned()),
            ("application/x-www-form-urlencoded", "a=b&".repeat(20_000)),
        ] {
            assert_eq!(read(content_type, &body), None, "{content_type}");
        }
        for headers in [
            "Content-Disposition: attachment; name=a",
            "Content-Disposition: form-data",
            "Content-Disposition: form-data; name=a; filename=a.txt",
            "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64",
            "Content-Type: text/plain",
        ] {
            let body = format!("--x\r\n{headers}\r\n\r\nb\r\n--x--");
            assert_eq!(
                read("multipart/form-data; boundary=x", &body),
                Some(Vec::new()),
                "{headers}"
            );
        }
    }

    #[test]
    fn encoded_fields() {
        let kind = "Application/X-WWW-Form-Urlencoded ; charset=UTF-8";
        assert_eq!(
            read(kind, "List%2DUnsubscribe=One%2dClick\r\n"),
            one("List-Unsubscribe", "One-Click")
        );
        assert_eq!(read("", "a=b"), one("a", "b"));
        assert_eq!(read(kind, "a=b+c"), one("a", "b c"));
        assert_eq!(read(kind, "%zz=%"), one("%zz", "%"));
        assert_eq!(read(kind, ""), Some(Vec::new()));
    }
}
