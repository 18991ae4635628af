//! An address in a `List-` header: what scheme it has, and whether it gives away whose it is.

use percent_encoding::percent_decode_str;

/// An address without its scheme, which is kept apart in small letters.
pub(super) struct Address {
    scheme: String,
    rest: String,
}

impl Address {
    /// A whole address in the characters that one may have (RFC 3986, sections 2 and 3).
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let first = scheme.bytes().next()?;
        let is_scheme = first.is_ascii_alphabetic()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if !is_scheme || rest.is_empty() || !is_encoded(rest) {
            return None;
        }
        let address = Self {
            scheme: scheme.to_ascii_lowercase(),
            rest: rest.to_owned(),
        };
        (!address.is_web() || address.has_host()).then_some(address)
    }

    pub(super) fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    pub(super) fn is_web(&self) -> bool {
        self.is_https() || self.scheme == "http"
    }

    fn has_host(&self) -> bool {
        let Some(rest) = self.rest.strip_prefix("//") else {
            return false;
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        if host.starts_with('[') {
            return host.contains(']');
        }
        let host = host.split(':').next().unwrap_or_default();
        !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    }

    /// Whether it names nobody in plain text and has something that cannot be guessed (RFC 8058, 3.1). What stands after
    /// `#` never reaches the server.
    pub(super) fn is_opaque(&self) -> bool {
        let sent = self.rest.split('#').next().unwrap_or_default();
        let plain = percent_decode_str(sent).decode_utf8_lossy();
        let path = sent.trim_start_matches('/');
        let path = path.split_once(['/', '?']).map_or("", |(_, path)| path);
        let mut pieces = path.split(['/', '?', '&', ';', '=']);
        let query = sent.split_once('?').map_or("", |(_, query)| query);
        let tells = form_urlencoded::parse(query.as_bytes()).any(|(key, value)| is_about_a_person(&key, &value));
        !tells && !names_a_person(&plain) && pieces.any(is_hard_to_guess)
    }
}

/// A parameter that says who somebody is, in words and not by a token: `user=ana.lopez`.
fn is_about_a_person(key: &str, value: &str) -> bool {
    const KEYS: [&str; 14] = [
        "email",
        "mail",
        "user",
        "username",
        "patient",
        "recipient",
        "subscriber",
        "member",
        "phone",
        "mobile",
        "firstname",
        "lastname",
        "fullname",
        "birthdate",
    ];
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    KEYS.iter().any(|own| key.eq_ignore_ascii_case(own)) && !value.is_empty() && !is_hard_to_guess(value)
}

/// Letters, digits and the marks that an address may have; a percent sign only with its two digits.
fn is_encoded(text: &str) -> bool {
    let is_kept = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&b);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut digit = || bytes.next().is_some_and(|b| b.is_ascii_hexdigit());
        let fits = if byte == b'%' {
            digit() && digit()
        } else {
            is_kept(byte)
        };
        if !fits {
            return false;
        }
    }
    true
}

/// An e-mail address, or a telephone number as `+` and its digits.
fn names_a_person(text: &str) -> bool {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '\'');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after = || text.get(at + c.len_utf8()..).unwrap_or_default();
        if c == '@' && before.is_some_and(is_local) {
            // No name of a domain is longer (RFC 1035, 2.3.4): the look ahead is bounded.
            let domain: String = after().chars().take(254).take_while(|c| is_domain(*c)).collect();
            let last = domain.trim_end_matches('.').rsplit_once('.').map(|(_, last)| last);
            if last.is_some_and(|last| last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)) {
                return true;
            }
        }
        if c == '+' && (10..=15).contains(&after().chars().take(16).take_while(char::is_ascii_digit).count()) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// Whether a piece looks like a token and not like a word or a running number: letters with digits, both cases in
/// something long, or very many digits. A guess in favour of the address: what is missed is a SHOULD.
fn is_hard_to_guess(piece: &str) -> bool {
    let has = |test: fn(&u8) -> bool| piece.as_bytes().iter().any(test);
    let digits = has(u8::is_ascii_digit);
    let letters = has(u8::is_ascii_alphabetic);
    match piece.len() {
        0..=5 => false,
        6..=15 => digits && letters,
        _ => digits || (has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_opaque(address: &str) -> bool {
        Address::parse(address).is_some_and(|address| address.is_opaque())
    }

    #[test]
    fn addresses_that_tell_nothing() {
        for address in [
            "https://a.example/u/t_9fK2",
            "https://a.example/u?ft=V_9sDQE_COYB1539AwmXhpWL",
            "https://a.example/u?ft=V_sDQE_COYBAwmXhpWLabcde",
            "https://a.example/@desk/u/t_9fK2",
            "https://a.example/u/0b9f61c2-9d55-4f0e-8d0c-0d6f2f1f6f50",
            "https://a.example/u/48151623421004055501",
            "https://a.example/u?user=0b9f61c29d554f0e&name=lakeview",
        ] {
            assert!(is_opaque(address), "{address}");
        }
    }

    #[test]
    fn addresses_that_tell_or_can_be_guessed() {
        for address in [
            "https://a.example/u/t_9fK2?email=ana@ex.org",
            "https://a.example/u/t_9fK2?email=ana%40ex.org",
            "https://a.example/ana.lopez@ex.org/t_9fK2",
            "https://ana@ex.org/t_9fK2",
            "https://a.example/u/t_9fK2?to=%2B14045550177",
            "https://a.example/u/t_9fK2?user=ana.lopez",
            "https://a.example/u/t_9fK2?First-Name=Ana",
            "https://a.example/unsubscribe",
            "https://a.example",
            "https://a.example/u?id=4711",
            "https://a.example/u#ft=V_9sDQE_COYB1539AwmXhpWL",
        ] {
            assert!(!is_opaque(address), "{address}");
        }
    }
}
