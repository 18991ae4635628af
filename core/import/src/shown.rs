//! What a report may show of a cell that is wrong: a text of a closed list or of a closed form, never one that somebody
//! wrote freely. Whatever could be a name, a number or a day about a person is told by its shape alone.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

/// The text of a cell that says nothing about a person: a word of the statuses that practice systems have, a code of one
/// letter or few digits, an amount, a day in a column of days, the number of a record.
///
/// Only the checks of this crate make one, each for a kind of column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Shown(String);

impl Shown {
    /// A word of a status or an answer: all of its words are known ones, or it is a code.
    pub(crate) fn word(text: &str) -> Option<Self> {
        is_known_word(text).then(|| Self(text.to_owned()))
    }

    /// An amount, or a whole number: figures with the sign of a currency, or a number in words.
    pub(crate) fn amount(text: &str) -> Option<Self> {
        (text.is_empty() || is_amount(text)).then(|| Self(text.to_owned()))
    }

    /// A day in a column of days that are not of birth.
    pub(crate) fn day(text: &str) -> Option<Self> {
        (text.is_empty() || is_day(text)).then(|| Self(text.to_owned()))
    }

    /// The number of a record: figures, with a few letters.
    pub(crate) fn id(text: &str) -> Option<Self> {
        (text.is_empty() || is_number_of_record(text)).then(|| Self(text.to_owned()))
    }

    /// The three letters of a currency.
    pub(crate) fn currency(text: &str) -> Option<Self> {
        let known = text.is_empty() || CURRENCIES.split(' ').any(|code| code.eq_ignore_ascii_case(text));
        known.then(|| Self(text.to_owned()))
    }

    /// It, as it stood.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Shown {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The longest shape that is told.
const MOST_OF_A_SHAPE: usize = 40;

/// What a value is like, without what it says: digits as 9, letters as a and A.
pub(crate) fn shape(value: &str) -> String {
    let mut shape: String = value
        .chars()
        .take(MOST_OF_A_SHAPE)
        .map(|c| match c {
            _ if c.is_numeric() => '9',
            _ if c.is_uppercase() => 'A',
            _ if c.is_alphabetic() => 'a',
            _ if c.is_control() => '\u{fffd}',
            _ => c,
        })
        .collect();
    if value.chars().nth(MOST_OF_A_SHAPE).is_some() {
        shape.push('\u{2026}');
    }
    shape
}

/// A letter with its accent taken off, in small letters.
pub(crate) fn plain_letter(c: char) -> char {
    match c.to_lowercase().next().unwrap_or(c) {
        '\u{e0}'..='\u{e5}' => 'a',
        '\u{e7}' => 'c',
        '\u{e8}'..='\u{eb}' => 'e',
        '\u{ec}'..='\u{ef}' => 'i',
        '\u{f1}' => 'n',
        '\u{f2}'..='\u{f6}' | '\u{f8}' => 'o',
        '\u{f9}'..='\u{fc}' => 'u',
        '\u{fd}' | '\u{ff}' => 'y',
        other => other,
    }
}

/// Whether a text could be a word of a status that nobody has a name like: each of its words is one that practice systems
/// write there, or the whole is a code of one letter or of up to three figures.
pub(crate) fn is_known_word(text: &str) -> bool {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().map(plain_letter).collect())
        .collect();
    let figures = |word: &String| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    let known = |word: &String| WORDS.split_ascii_whitespace().any(|known| known == word);
    match words.as_slice() {
        [] => text.chars().count() <= 3,
        [one] => one.chars().count() == 1 || figures(one) || known(one),
        several => {
            let numbers = several.iter().filter(|word| figures(word) && word.len() < 3).count();
            let others = several.iter().filter(|word| known(word)).count();
            several.len() <= 5 && numbers <= 1 && numbers + others == several.len()
        }
    }
}

/// Words that stand in columns of statuses and answers, in English, Spanish, French, Portuguese and German, without
/// accents. No name of a person is among them, but by chance: whoever adds one looks.
const WORDS: &str = "
    cell cellular home landline mobile office phone primary secondary work
    ativa ativo archivado decede falecido fallecida fallecido former inativa inativo nonpatient verstorben
    a abandoned wish didn doesn hasn wasn t accept acceptance accepted active activo activa aceptado aceptada
    aceite accepte acceptee actif added adjusted agendado agendada agreed all angenommen abgelehnt abgeschlossen
    already and angeboten appointed appointment appointments appt approved aprobado aprovado approuve annule
    annulee arrived archived archive archiviert ask asked attente attempted auth authorization authorized auto
    await awaiting beantragt begonnen benefits billed blank booked bezahlt broken by call called callback cancel
    canceled cancelled cancelado cancelada cerrado cerrada cita charted chart check checked claim closed cold
    complete completed completado completada completo concluido concluida confirmado confirmada confirm
    confirmed consent consult consultation contact contacted converted created credit current date dead deceased
    declined decline decided decision deferred deleted delivered denied deposit detail did diagnosed discussed
    dismissed dnc do does done doctor draft drafted dropped duplicate eingeplant elsewhere email emailed en
    encours entered error erledigt escalated eingewilligt estimate estimated eventual existing exp expire
    expired expirado fait false failed fertig final financing finished first follow followed followup for
    fulfilled future geplant gesendet given gone granted ha hecho held hold import in inactive inactif inactivo
    inactiva incomplete ineligible info initial insurance interested invalid invoiced is ja journal later lead
    ledger left letter link lost made mail mailed maybe message missed missing moved na need needed needs negado
    nein new next no non none not note ns null of offen off ok okay old on open opened opt opted opting option
    oui out outstanding overdue paid paused partial partially partly patient payment pend pendente pendiente
    pending phone phoned plan planifie planificado planned planning planejado post posted pre preauth
    preauthorization predetermination preferred prepaid presentado presentada present presented previsto primary
    printed prior proceed processing programado programada propose proposed proposto propuesto proposal prospect
    provided provider pt queued quote quoted re ready realise realizado realizada rebook rebooked recall
    received reception recommended recusado recusada refer referral referred refund refunded refus refuse
    refused refuser reject rejected rechazado rechazada rejete remind reminded reminder remove removed reopened
    replaced report request requested resched reschedule rescheduled reserved resolved response retired review
    reviewed revoked said saved scheduled schedule second secondary secured see send seen sent set shared show
    shown si sim signed skip skipped sms sold soon staff stage started start status statement still stop stopped
    storniert submitted sunset suspended tbd tentative terminado terminada termine terminiert texted text texts
    the then this thinking to today todo tp transferred treated treatment true tx txt unable unaccepted
    unconfirmed undecided underway unknown unpaid unreachable unscheduled unsched unsent unsigned unsubscribed
    until up updated urgent valid vencido verified verbal versendet viewed visit void voided vorgestellt wait
    waiting waitlist waitlisted waived wants was with withdrawn without won working written yes yet zugesagt
    zurueckgestellt
";

const CURRENCIES: &str = "USD CAD AUD NZD MXN EUR GBP JPY CHF SEK NOK DKK BRL INR ILS ZAR";

/// Numbers in words, where figures should stand.
const NUMBERS: &str = "zero one two three four five six seven eight nine ten eleven twelve none many several nan n/a";

/// At most so many figures in a row are an amount; eight could be a day of birth, ten a phone number.
const MOST_FIGURES: usize = 7;

fn is_amount(text: &str) -> bool {
    let text = text.trim();
    if NUMBERS.split(' ').any(|number| number.eq_ignore_ascii_case(text)) {
        return true;
    }
    let mark = text.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '-' | '(' | ')' | ' '));
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let named = |mark: &str| {
        let letters: String = mark.chars().filter(|c| c.is_alphabetic()).collect();
        let known = |known: &&str| known.eq_ignore_ascii_case(&letters);
        letters.len() <= 2 || CURRENCIES.split(' ').any(|code| known(&code))
    };
    // A sign that stands for a currency, with its letters: US$, CAD.
    let marked = mark.chars().all(|c| c.is_alphabetic() || is_currency(c) || c == '$') && named(mark);
    let has_sign = text.chars().any(|c| c == '$' || is_currency(c));
    // The letter O for a zero, an l for a one, and 1e9.
    let slips = letters.len() <= 2
        && letters
            .iter()
            .all(|c| matches!(c, 'O' | 'o' | 'l' | 'I' | 'S' | 'e' | 'E'));
    let letters_fit = letters.is_empty() || slips || (marked && (has_sign || letters.len() == 3));
    let runs = || text.split(|c: char| !c.is_ascii_digit()).map(str::len);
    let plain = |c: char| {
        c.is_ascii_digit()
            || c.is_alphabetic()
            || is_currency(c)
            || matches!(c, '.' | ',' | '\'' | '$' | '-' | '+' | '(' | ')' | ' ' | '%')
    };
    let inner_dash = text.trim_start_matches(['(', '$', ' ', '-']).contains('-');
    let figures: usize = runs().sum();
    figures > 0
        && text.chars().count() <= 24
        && text.chars().all(plain)
        && letters_fit
        && !inner_dash
        && runs().all(|run| run <= MOST_FIGURES)
        && !looks_dialled(text)
        && !is_day_alone(text.trim())
}

/// Three numbers that are a day, in whatever order.
fn is_day_alone(text: &str) -> bool {
    let mut lengths: Vec<usize> = text.split(['-', '.', '/']).map(str::len).collect();
    lengths.sort_unstable();
    let figures = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/'));
    figures && matches!(lengths.as_slice(), [1 | 2, 1 | 2, 2 | 4])
}

/// Figures with the signs of days and times, or the name of a month.
fn is_day(text: &str) -> bool {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec am pm t z";
    let letters = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| MONTHS.split(' ').any(|month| month.eq_ignore_ascii_case(word)));
    let signs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | ':' | ' ' | ',' | '+');
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let parted = text.contains(['-', '/', '.', ':', ' ']);
    letters
        && parted
        && (1..=24).contains(&figures)
        && text.len() <= 32
        && text.chars().all(signs)
        && !looks_dialled(text)
}

/// Letters of a number are few in a row, or those of hexadecimal figures; what stands before a stroke is a kind of record.
fn is_number_of_record(text: &str) -> bool {
    let (kind, number) = text.rsplit_once('/').unwrap_or(("", text));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '|');
    let kinds = "patient careplan servicerequest procedure plan relatedperson claim appointment practitioner person";
    let kind = kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let is_kind = |word: &str| kinds.split(' ').any(|known| known.eq_ignore_ascii_case(word));
    let known = |word: &str| is_known_word(word) || is_kind(word);
    let hexadecimal = number.len() >= 16 && number.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let few = number
        .split(|c: char| !c.is_ascii_alphabetic())
        .all(|letters| letters.len() <= 3 || known(letters));
    number.bytes().any(|b| b.is_ascii_digit())
        && number.len() <= 64
        && number.chars().all(plain)
        && (kind.is_empty() || is_kind(&kind))
        && (few || hexadecimal)
        && !(number.contains(['-', '.']) && (looks_dialled(number) || is_day_alone(number)) && !hexadecimal)
}

/// Whether figures stand as those of a phone number or a social security number.
pub(crate) fn looks_dialled(value: &str) -> bool {
    let groups: Vec<usize> = value
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|len| *len > 0)
        .collect();
    let dialled = matches!(
        groups.as_slice(),
        [9..=11] | [3, 4] | [3, 3, 4] | [1, 3, 3, 4] | [3, 7] | [3, 2, 4] | [1, 10] | [1, 3, 7]
    ) || (groups.as_slice() == [7] && !value.contains('$') && value.trim().len() > 7);
    // With a decimal point at the end it is an amount.
    let amount = matches!(groups.as_slice(), [3, 4]) && value.contains('.') && !value.contains('-');
    dialled && !amount
}

fn is_currency(c: char) -> bool {
    matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{a0}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People, as they stand in the wrong column.
    const PEOPLE: &[&str] = &[
        "Maria Lopez",
        "Lopez",
        "Kim",
        "Ng",
        "Lee",
        "Ann Lee",
        "Kim 5",
        "Smith, John",
        "O'Brien",
        "JOHN SMITH",
        "maria",
        "(404) 555-0177",
        "404.555.0177",
        "404-555-0177",
        "4045550177",
        "555-0177",
        "+1 404 555 0177",
        "213 555 0188",
        "123-45-6789",
        "123456789",
        "ana@example.com",
        "DOB 5/5/1980",
        "4 Elm Ct",
        "Moss, 7",
        "Mrs. Roe",
        "Jo",
        "Will Call",
        "Hope declined",
        "booked Ana",
        "Ana",
        "Mar\u{ed}a",
        "Lopez19800505",
    ];

    #[test]
    fn nothing_about_a_person_is_shown_in_whatever_column_it_stands() {
        for text in PEOPLE {
            for (kind, shown) in [
                ("word", Shown::word(text)),
                ("amount", Shown::amount(text)),
                ("day", Shown::day(text)),
                (
                    "id",
                    Shown::id(text).filter(|_| !text.bytes().all(|b| b.is_ascii_digit())),
                ),
                ("currency", Shown::currency(text)),
            ] {
                assert_eq!(shown, None, "{kind} {text}");
            }
        }
        for text in ["5/5/1980", "05.05.1980", "1980-05-05", "19800505", "5-5-80"] {
            assert_eq!((Shown::amount(text), Shown::word(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn figures_words_and_numbers_are_shown() {
        for text in [
            "($45.00)",
            "two",
            "$1,0O0.00",
            "226.00",
            "1,447.00",
            "1350.005",
            "US$200.00",
            "1.234,50",
            "\u{20ac}200",
            "-5",
            "1e9",
            "12,5O",
            "200 CAD",
            "-$45.00",
            "",
        ] {
            assert!(Shown::amount(text).is_some(), "{text}");
        }
        for text in [
            "31/12/2025",
            "2025-13-01 00:00:00.000",
            "05/11/2025",
            "31 Feb 2026",
            "1/4/26",
            "",
        ] {
            assert!(Shown::day(text).is_some(), "{text}");
        }
        for text in [
            "Tentative",
            "waitlist",
            "on_hold",
            "X",
            "p",
            "77",
            "Pre-Auth (Primary)",
            "PROPOSED",
            "HELD",
            "Archived",
            "Expired",
            "unknown",
            "pending",
            "TP",
            "no-show",
            "Rechazado",
            "refus\u{e9}",
            "",
        ] {
            assert!(Shown::word(text).is_some(), "{text}");
        }
        for text in [
            "GA0001",
            "9007199254740993",
            "C2",
            "P-1",
            "Patient/p1",
            "3f2a8c1e-77aa-4bcd-9e00-1234567890ab",
            "",
        ] {
            assert!(Shown::id(text).is_some(), "{text}");
        }
        assert!(Shown::currency("CAD").is_some());
        assert_eq!(shape("Garc\u{ed}a, 07/1980"), "Aaaaaa, 99/9999");
    }
}
