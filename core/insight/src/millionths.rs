//! Decimals as text, exact to the millionth: prices of fractions of a cent, hours.

/// One.
pub(crate) const ONE: u64 = 1_000_000;

/// `0.0079` as 7,900 millionths: no sign, digits on both sides of a point, at most six behind it and so many before it.
pub(crate) fn parse(text: &str, most_digits: usize) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, most_digits) || !digits(part, 6) {
        return None;
    }
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(ONE)?.checked_add(part)
}

/// The same the other way round, without zeros that say nothing.
pub(crate) fn text(millionths: u64) -> String {
    let (whole, part) = (millionths / ONE, millionths % ONE);
    let text = format!("{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
