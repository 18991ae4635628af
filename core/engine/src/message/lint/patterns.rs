//! What is found by its form rather than by a word: codes, tooth numbers, amounts, identifiers.

use std::ops::Range;

use super::super::disclosure::Disclosure;
use super::super::folding::folded;
use super::LintRules;
use super::tokens::Text;

type Spans = Vec<(Disclosure, Range<usize>)>;

pub(super) fn find(text: &Text<'_>, rules: &LintRules, found: &mut Spans) {
    codes(text, found);
    teeth(text, found);
    amounts(text, found);
    percents(text, found);
    last_names(text, rules, found);
    births(text, found);
    identifiers(text, found);
    cards(text, found);
    links(text, found);
}

/// `D2740`, and `CDT 2740`.
fn codes(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let word = text.word(at);
        let is_code = |digits: &str| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        if word.strip_prefix('d').is_some_and(is_code) {
            found.push((Disclosure::ProcedureCode, text.span(at, at)));
        } else if is_code(word) && matches!(text.before(at), "cdt" | "ada" | "code" | "codigo" | "d") {
            found.push((Disclosure::ProcedureCode, text.span(at - 1, at)));
        }
    }
}

/// `tooth 19`, `teeth 3 and 4`, `#19`, `diente 19`, and a number behind a treatment in the path of a link.
fn teeth(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let Some(number) = text.get(at).and_then(|t| t.number()) else {
            continue;
        };
        // 1 to 32, and 11 to 85 as the rest of the world counts.
        if !(1..=85).contains(&number) {
            continue;
        }
        let sign = at.checked_sub(1).map_or_else(
            || text.source.get(..text.span(at, at).start).unwrap_or(""),
            |before| text.between(before, at),
        );
        let by_sign = sign.ends_with('#') && number <= 48 && !is_address(text.before(at));
        if by_sign {
            let range = text.span(at, at);
            found.push((Disclosure::Tooth, range.start - 1..range.end));
            continue;
        }
        if let Some(noun) = tooth_noun(text, at) {
            found.retain(|(class, range)| *class != Disclosure::Tooth || *range != text.span(noun, noun));
            found.push((Disclosure::Tooth, text.span(noun, at)));
        } else if text.get(at).is_some_and(|t| t.in_link) && behind_treatment(text, at, found) {
            found.push((Disclosure::Tooth, text.span(at, at)));
        }
    }
}

fn is_address(word: &str) -> bool {
    matches!(
        word,
        "suite"
            | "ste"
            | "apt"
            | "apartment"
            | "unit"
            | "room"
            | "floor"
            | "building"
            | "bldg"
            | "oficina"
            | "local"
            | "piso"
            | "extension"
            | "ext"
    )
}

/// The tooth that a number at `at` belongs to: the noun before it, over "number", "no." and a few of the same kind.
fn tooth_noun(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut back = at;
    for _ in 0..4 {
        back = back.checked_sub(1)?;
        match text.word(back) {
            "tooth" | "teeth" | "diente" | "dientes" | "muela" | "muelas" | "pieza" | "molar" | "molars"
            | "premolar" => return Some(back),
            "number" | "numbers" | "no" | "nr" | "num" | "numero" | "and" | "y" => {}
            word if word.parse::<u32>().is_ok() => {}
            _ => return None,
        }
    }
    None
}

fn behind_treatment(text: &Text<'_>, at: usize, found: &Spans) -> bool {
    let before = at.checked_sub(1).map(|before| text.span(before, before));
    before.is_some_and(|word| {
        found
            .iter()
            .any(|(class, range)| *class == Disclosure::Procedure && range.end == word.end)
    })
}

/// `0% interest`, `9.9 % APR`, `20% off`, `20 % de descuento`.
fn percents(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let number = text.word(at).starts_with(|c: char| c.is_ascii_digit());
        if !number || !text.between(at, at + 1).trim_start().starts_with('%') {
            continue;
        }
        let last = if text.word(at + 1) == "de" { at + 2 } else { at + 1 };
        let class = match text.word(last) {
            "interest" | "apr" | "financing" | "interes" | "intereses" | "anual" => Disclosure::FinancingTerms,
            "off" | "discount" | "savings" | "descuento" | "menos" => Disclosure::Amount,
            _ => continue,
        };
        found.push((class, text.span(at, last)));
    }
}

/// `$1,250.00`, `300 dollars`, `USD 300`, `79 a month`, `1,250.00`.
fn amounts(text: &Text<'_>, found: &mut Spans) {
    for (at, sign) in text.source.match_indices(['$', '€', '£']) {
        let rest = text.source.get(at + sign.len()..).unwrap_or("");
        let gap = rest.len() - rest.trim_start_matches(' ').len();
        let digits = rest.get(gap..).unwrap_or("");
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            let length = digits
                .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
                .unwrap_or(digits.len());
            let number = digits.get(..length).unwrap_or("").trim_end_matches([',', '.']);
            found.push((Disclosure::Amount, at..at + sign.len() + gap + number.len()));
        }
    }
    for at in 0..text.tokens.len() {
        match text.word(at) {
            "dollars" | "dollar" | "bucks" | "usd" | "dolares" | "dolar" | "pesos" | "cents" | "centavos" => {
                let first = (0..at)
                    .rev()
                    .take_while(|i| is_amount_part(text, *i))
                    .last()
                    .unwrap_or(at);
                let last = if text.word(at) == "usd" && first == at {
                    at + 1
                } else {
                    at
                };
                let last = if text.get(last).is_some() { last } else { at };
                found.push((Disclosure::Amount, text.span(first, last)));
            }
            "month" | "mo" | "mes" | "monthly" | "mensuales" => {
                let number = (1..=2).find_map(|back| {
                    at.checked_sub(back)
                        .filter(|i| text.get(*i).is_some_and(|t| t.number().is_some()))
                });
                let joined = matches!(text.before(at), "a" | "per" | "al" | "por" | "each" | "every" | "un");
                let slash = at
                    .checked_sub(1)
                    .is_some_and(|before| text.between(before, at).contains('/'));
                if let Some(number) = number.filter(|_| joined || slash) {
                    found.push((Disclosure::Amount, text.span(number, at)));
                }
            }
            _ => thousands(text, at, found),
        }
    }
}

fn is_amount_part(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    let spelled = matches!(
        word,
        "hundred"
            | "thousand"
            | "cien"
            | "ciento"
            | "cientos"
            | "mil"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
    );
    spelled || (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()))
}

/// `1,250` and `1,250.00`, also `450.00`: a number written as only money is.
fn thousands(text: &Text<'_>, at: usize, found: &mut Spans) {
    let digits =
        |i: usize, length: usize| text.word(i).len() == length && text.get(i).is_some_and(|t| t.number().is_some());
    let starts = text.get(at).is_some_and(|t| t.number().is_some() && t.word.len() <= 3);
    let grouped = starts && digits(at + 1, 3) && text.between(at, at + 1) == ",";
    let decimal = starts && text.word(at).len() >= 2 && digits(at + 1, 2) && text.between(at, at + 1) == ".";
    let has_sign = |i: usize| {
        text.span(i, i)
            .start
            .checked_sub(1)
            .and_then(|b| text.source.get(b..b + 1))
            .is_some_and(|s| s == "$")
    };
    let is_phone = at
        .checked_sub(1)
        .is_some_and(|before| matches!(text.between(before, at), "." | "-"));
    if (grouped || (decimal && text.word(at).len() == 3)) && !has_sign(at) && !is_phone {
        found.push((Disclosure::Amount, text.span(at, at + 1)));
    }
}

/// Words that begin a sentence behind a name without a comma.
const BEGINNINGS: &[&str] = &[
    "this", "it", "we", "you", "your", "our", "i", "the", "just", "thank", "thanks", "le", "su", "somos", "nuestro",
    "queremos", "gracias",
];

/// A capital behind the given name, or behind a title.
fn last_names(text: &Text<'_>, rules: &LintRules, found: &mut Spans) {
    let first = rules.first_name.as_deref().map(folded).unwrap_or_default();
    let last = rules.last_name.as_deref().map(folded).unwrap_or_default();
    for at in 0..text.tokens.len() {
        let Some(token) = text
            .get(at)
            .filter(|t| t.capital && !BEGINNINGS.contains(&t.word.as_str()))
        else {
            continue;
        };
        let follows = |before: usize| {
            text.tokens
                .get(before)
                .map(|t| (t.word.as_str(), text.between(before, at)))
        };
        let by_name =
            matches!(at.checked_sub(1).and_then(follows), Some((word, " ")) if word == first && !first.is_empty());
        let by_title = matches!(
            at.checked_sub(1).and_then(follows),
            Some(("mr" | "mrs" | "ms" | "miss" | "sr" | "sra" | "srta", " " | ". "))
        );
        if by_name || by_title || (!last.is_empty() && token.word == last) {
            found.push((Disclosure::LastName, text.span(at, at)));
        }
    }
}

/// A date behind a word for birth, and any date of a year before 2020.
fn births(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let marks = |i: usize| matches!(text.between(i, i + 1), "/" | "-" | ".");
        let number = |i: usize| text.get(i).and_then(|t| t.number());
        let (Some(a), Some(_), Some(c)) = (number(at), number(at + 1), number(at + 2)) else {
            continue;
        };
        if !marks(at) || !marks(at + 1) {
            continue;
        }
        let year = if a > 31 { a } else { c };
        let labelled = (1..=4).any(|back| {
            let word = at.checked_sub(back).map_or("", |i| text.word(i));
            matches!(
                word,
                "dob" | "birth" | "born" | "birthdate" | "birthday" | "nacimiento" | "nacido" | "nacida" | "nacio"
            )
        });
        if labelled || (1900..2020).contains(&year) {
            found.push((Disclosure::BirthDate, text.span(at, at + 2)));
        }
    }
}

/// `chart 10442`, `MRN 1234`, `account number 99`, `SSN …`, `123-45-6789`.
fn identifiers(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let word = text.word(at);
        let follows =
            (at + 1..=at + 3).find(|i| text.get(*i).is_some_and(|t| t.word.bytes().any(|b| b.is_ascii_digit())));
        let only_fill = |to: usize| {
            (at + 1..to).all(|i| {
                matches!(
                    text.word(i),
                    "no" | "number" | "num" | "numero" | "id" | "is" | "es" | "record" | "clinica"
                )
            })
        };
        let names_one = matches!(
            word,
            "chart" | "mrn" | "acct" | "account" | "patient" | "member" | "expediente" | "cuenta"
        ) || (word == "medical" && text.word(at + 1) == "record");
        let names_one = names_one && !text.between(at, at + 1).contains([',', '.', '!', '?', ';']);
        if let Some(number) = follows.filter(|to| names_one && only_fill(*to)) {
            found.push((Disclosure::PatientId, text.span(at, number)));
        }
        if word == "ssn" || (word == "social" && text.word(at + 1) == "security") {
            found.push((Disclosure::Ssn, text.span(at, at)));
        }
        let digits =
            |i: usize, length: usize| text.word(i).len() == length && text.get(i).is_some_and(|t| t.number().is_some());
        let dashed = text.between(at, at + 1) == "-" && text.between(at + 1, at + 2) == "-";
        if digits(at, 3) && digits(at + 1, 2) && digits(at + 2, 4) && dashed {
            found.push((Disclosure::Ssn, text.span(at, at + 2)));
        }
    }
}

/// `card ending 4242`, and a number with the check digit of a card.
fn cards(text: &Text<'_>, found: &mut Spans) {
    for at in 0..text.tokens.len() {
        let is_card = matches!(
            text.word(at),
            "card" | "visa" | "mastercard" | "amex" | "discover" | "tarjeta"
        );
        let end =
            (at + 1..=at + 4).find(|i| text.word(*i).len() == 4 && text.get(*i).is_some_and(|t| t.number().is_some()));
        if let Some(end) = end.filter(|_| is_card) {
            found.push((Disclosure::PaymentCard, text.span(at, end)));
        }
    }
    let mut from = None;
    for (i, c) in text
        .source
        .char_indices()
        .chain(std::iter::once((text.source.len(), '\0')))
    {
        let part = c.is_ascii_digit() || (from.is_some() && matches!(c, ' ' | '-'));
        match (part, from) {
            (true, None) => from = Some(i),
            (false, Some(start)) => {
                from = None;
                if text.source.get(start..i).is_some_and(is_card_number) {
                    found.push((Disclosure::PaymentCard, start..i));
                }
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
}

/// 13 to 19 digits whose check digit fits (ISO/IEC 7812-1).
fn is_card_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, d * 2) {
            (0, _) => *d,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// A web address: nothing in itself, but not for a subject line.
fn links(text: &Text<'_>, found: &mut Spans) {
    for (at, _) in text.source.match_indices("://") {
        let rest = text.source.get(at..).unwrap_or("");
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        found.push((Disclosure::LinkOpaque, at..at + end));
    }
}
