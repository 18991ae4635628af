//! What a reader sees of a part, and where its links lead.

/// A part of an e-mail.
pub(super) struct Part {
    /// Its words.
    pub(super) words: String,
    /// Where its links lead.
    pub(super) links: Vec<String>,
    /// Whether an address that stands in the words is a link, as in a text.
    pub(super) is_text: bool,
}

pub(super) fn of_text(text: &str) -> Part {
    Part {
        words: text.to_owned(),
        links: Vec::new(),
        is_text: true,
    }
}

/// Elements that stand inside of a line; every other one ends it.
const INLINE: [&str; 12] = [
    "a", "b", "i", "u", "em", "strong", "span", "small", "font", "sup", "sub", "code",
];

/// Elements whose content nobody sees.
const UNSEEN: [&str; 5] = ["head", "style", "script", "template", "title"];

/// The words of HTML: without tags, comments and what is never shown, its entities written out. No browser: what a style
/// hides counts as seen.
pub(super) fn of_html(html: &str) -> Part {
    let small = html.to_ascii_lowercase();
    let (mut words, mut links) = (String::with_capacity(html.len() / 2), Vec::new());
    let mut place = 0;
    while let Some(open) = html.get(place..).and_then(|rest| rest.find('<')) {
        let open = place + open;
        push_shown(&mut words, html.get(place..open).unwrap_or_default());
        let Some(tag) = html.get(open..) else { break };
        if tag.starts_with("<!--") {
            match tag.find("-->") {
                Some(end) => place = open + end + 3,
                None => return part(words, links),
            }
            continue;
        }
        let Some(length) = tag_length(tag) else {
            // An angle bracket that nothing closes is one that is shown.
            place = open;
            break;
        };
        let inside = tag.get(1..length - 1).unwrap_or_default();
        let name = inside.trim_start_matches('/');
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let is = |element: &&&str| name.eq_ignore_ascii_case(element);
        words.push(if INLINE.iter().any(|inline| is(&inline)) {
            ' '
        } else {
            '\n'
        });
        place = open + length;
        if inside.starts_with(name) && name.eq_ignore_ascii_case("a") {
            links.extend(href(inside).map(|link| decoded(link).trim().to_owned()));
        }
        if let Some(unseen) = UNSEEN.iter().find(is).filter(|_| inside.starts_with(name)) {
            let end = small.get(place..).and_then(|rest| rest.find(&format!("</{unseen}")));
            let Some(end) = end else { return part(words, links) };
            place += end;
        }
    }
    push_shown(&mut words, html.get(place..).unwrap_or_default());
    part(words, links)
}

/// Text between tags, in which a line break is a space.
fn push_shown(words: &mut String, text: &str) {
    push_decoded(words, &text.replace(['\n', '\r'], " "));
}

fn part(words: String, links: Vec<String>) -> Part {
    Part {
        words,
        links,
        is_text: false,
    }
}

/// How long a tag is, to the bracket that closes it outside of quotes.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

/// The value of the attribute `href`, as it is written.
fn href(tag: &str) -> Option<&str> {
    let mut rest = tag.split_once(|c: char| c.is_ascii_whitespace())?.1;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            if after.trim_start().is_empty() {
                return None;
            }
            rest = after;
            continue;
        };
        let (value, next) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.strip_prefix(quote)?.split_once(quote)?,
            Some(_) | None => value
                .split_once(|c: char| c.is_ascii_whitespace())
                .unwrap_or((value, "")),
        };
        if name.eq_ignore_ascii_case("href") {
            return Some(value);
        }
        if next.is_empty() {
            return None;
        }
        rest = next;
    }
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_decoded(&mut out, text);
    out
}

/// Appends text with its entities written out: those by number, and those that addresses and Spanish words need.
fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // No entity that is read here is longer.
        let end = after.bytes().take(10).position(|b| b == b';');
        let entity = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        match entity.and_then(|(name, next)| Some((character(name)?, next))) {
            Some((c, next)) => {
                out.push(c);
                rest = next;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    let named = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("aacute", 'á'),
        ("eacute", 'é'),
        ("iacute", 'í'),
        ("oacute", 'ó'),
        ("uacute", 'ú'),
        ("ntilde", 'ñ'),
        ("uuml", 'ü'),
        ("Aacute", 'Á'),
        ("Eacute", 'É'),
        ("Iacute", 'Í'),
        ("Oacute", 'Ó'),
        ("Uacute", 'Ú'),
        ("Ntilde", 'Ñ'),
    ];
    named.iter().find(|(name, _)| *name == entity).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_links() {
        let part = of_html(
            "<!doctype html><HEAD><title>no</title><style>a{b:c}</style></HEAD><body><!-- no <a href=x> --><p>1 Main&nbsp;St&#46;\
             <br>Le&oacute;n &amp; Co &bogus; &</p><a class=\"b > c\" data-x href = 'https://a.example/?b=1&amp;c=2'>go</a>\
             <a href=https://d.example/>d</a><A HREF=\"x\"/> 2 < 3",
        );
        let words: Vec<&str> = part.words.split_whitespace().collect();
        assert_eq!(words.join(" "), "1 Main St. León & Co &bogus; & go d 2 < 3");
        assert_eq!(part.links, ["https://a.example/?b=1&c=2", "https://d.example/", "x"]);
    }

    #[test]
    fn broken_html_takes_no_longer_than_its_length() {
        for html in [
            "<",
            "<a ",
            "<!--",
            "<style>",
            "<a href=\"",
            "&",
            "<a href=x>",
            "<a b c d=e>",
            "<\"",
        ] {
            of_html(&html.repeat(1 << 17));
        }
        of_html(&format!("<a {}>", "b ".repeat(1 << 19)));
        of_html(&format!("<a {}>", "b= ".repeat(1 << 19)));
    }
}
