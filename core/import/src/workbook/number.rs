//! Numbers of a sheet as text. A sheet holds every number in binary, and programs write down as many digits as that
//! takes; a spreadsheet program shows fifteen of them, and so do we. No float is made on the way.

use followthrough::Date;

use crate::zone::LocalInstant;

/// How many digits of a number a spreadsheet program keeps.
const DIGITS: usize = 15;
/// The last day that a sheet can have, 9999-12-31.
const LAST_DAY: i64 = 2_958_465;

/// A number that is written down as `1234.5`, `1.2345E3` or `0.30000000000000004`, in fifteen digits and without an
/// exponent. Whole numbers without an exponent are kept as they stand. None where it is no number, or one whose digits
/// the sheet does not hold.
pub(super) fn plain(token: &str) -> Option<String> {
    let token = token.trim();
    let (negative, body) = match token.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, token.strip_prefix('+').unwrap_or(token)),
    };
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent.parse::<i32>().ok().filter(|e| (-400..=400).contains(e))?,
        ),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) || token.len() > 400 {
        return None;
    }
    if !body.contains(['.', 'e', 'E']) {
        let digits = whole.trim_start_matches('0');
        return Some(signed(negative, if digits.is_empty() { "0" } else { digits }));
    }
    let written = format!("{whole}{fraction}");
    let digits = written.trim_start_matches('0');
    // How many of the digits stand before the point; below zero there are zeros behind it.
    let before = i32::try_from(whole.len()).ok()? - i32::try_from(written.len() - digits.len()).ok()? + exponent;
    let (digits, carried) = rounded(digits);
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let before = before + i32::from(carried);
    if before > 15 {
        return None;
    }
    let text = match usize::try_from(before) {
        Ok(0) => format!("0.{digits}"),
        Ok(before) if before >= digits.len() => format!("{digits:0<before$}"),
        Ok(before) => {
            let (whole, fraction) = digits.split_at_checked(before)?;
            format!("{whole}.{fraction}")
        }
        Err(_) => {
            let zeros = usize::try_from(before.unsigned_abs()).ok()?;
            format!("0.{}{digits}", "0".repeat(zeros))
        }
    };
    Some(signed(negative, &text))
}

fn signed(negative: bool, text: &str) -> String {
    if negative && text != "0" {
        format!("-{text}")
    } else {
        text.to_owned()
    }
}

/// The first fifteen digits, the last of them rounded, without zeros at the end; and whether there is one more before.
fn rounded(digits: &str) -> (String, bool) {
    let mut kept: Vec<u8> = digits.bytes().take(DIGITS).collect();
    let up = digits.as_bytes().get(DIGITS).is_some_and(|next| *next >= b'5');
    let mut carry = up;
    for digit in kept.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    if carry {
        kept.insert(0, b'1');
    }
    let text: String = kept.into_iter().map(char::from).collect();
    (text.trim_end_matches('0').to_owned(), carry)
}

/// The day and time that a number stands for: days since the end of 1899, or since 1904-01-01 in books of old Macs.
/// In the first there is a 29th of February 1900, which never was; it and day 0 are no days.
pub(super) fn instant(plain: &str, since_1904: bool) -> Option<LocalInstant> {
    let (days, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut days: i64 = days.parse().ok().filter(|days| (0..=LAST_DAY).contains(days))?;
    let mut second = seconds(fraction)?;
    if second == 86_400 {
        (days, second) = (days + 1, 0);
    }
    let (year, month, day) = match (since_1904, days) {
        (true, _) => (1904, 1, 1),
        (false, 1..=59) => (1899, 12, 31),
        (false, 61..) => (1899, 12, 30),
        (false, _) => return None,
    };
    let date = Date::from_ymd(year, month, day)?.plus_days(days)?;
    Some(LocalInstant { date, second })
}

/// A time of day alone: a number below one.
pub(super) fn time(plain: &str) -> Option<u32> {
    let (days, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    (days == "0")
        .then(|| seconds(fraction))
        .flatten()
        .filter(|second| *second < 86_400)
}

/// A part of a day in seconds, the nearest.
fn seconds(fraction: &str) -> Option<u32> {
    let digits = fraction.get(..fraction.len().min(18))?;
    let scale = 10_u128.pow(u32::try_from(digits.len()).ok()?);
    let part: u128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    u32::try_from((part * 86_400 * 2 + scale) / (scale * 2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_a_spreadsheet_program_shows_them() {
        for (token, text) in [
            ("1001", "1001"),
            ("1234.5", "1234.5"),
            ("0.30000000000000004", "0.3"),
            ("1234.4999999999998", "1234.5"),
            ("9.9999999999999996", "10"),
            ("33.333333333333336", "33.3333333333333"),
            ("1.2345E3", "1234.5"),
            ("4.045550177E9", "4045550177"),
            ("1E-7", "0.0000001"),
            ("1.5e2", "150"),
            ("-45", "-45"),
            ("-0", "0"),
            ("0.0", "0"),
            ("007", "7"),
            (".5", "0.5"),
            ("1200.00", "1200"),
            ("9007199254740993", "9007199254740993"),
            ("1.23456789012345E+14", "123456789012345"),
        ] {
            assert_eq!(plain(token).as_deref(), Some(text), "{token}");
        }
        for token in [
            "",
            "-",
            ".",
            "1e",
            "1e999",
            "NaN",
            "INF",
            "1,5",
            "1.2345678901234568E+17",
            "0x1",
            "1 2",
        ] {
            assert_eq!(plain(token), None, "{token}");
        }
    }

    #[test]
    fn numbers_as_days_and_times() {
        let told = |plain: &str, since_1904| instant(plain, since_1904).map(|at| format!("{} {}", at.date, at.second));
        for (number, since_1904, wanted) in [
            ("1", false, Some("1900-01-01 0")),
            ("59", false, Some("1900-02-28 0")),
            ("60", false, None),
            ("61", false, Some("1900-03-01 0")),
            ("0", false, None),
            ("0", true, Some("1904-01-01 0")),
            ("46027", false, Some("2026-01-05 0")),
            ("44565", true, Some("2026-01-05 0")),
            ("46027.3958333333", false, Some("2026-01-05 34200")),
            ("46027.9999999999", false, Some("2026-01-06 0")),
            ("-1", false, None),
            ("2958466", false, None),
        ] {
            assert_eq!(told(number, since_1904).as_deref(), wanted, "{number}");
        }
        assert_eq!((time("0.5"), time("0"), time("1.5")), (Some(43_200), Some(0), None));
    }
}
