//! Families, and who in them can be reached.

use followthrough::Date;

use super::Practice;
use super::dice::{Dice, Stream};
use super::names::{AREA_CODES, DENTISTS, FIRST, FIRST_ES, LAST, LAST_ES, STREETS};

/// A row of the patient table.
pub(super) struct Person {
    pub(super) num: u32,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) status: u32,
    pub(super) born: Date,
    pub(super) mobile: String,
    pub(super) home: String,
    pub(super) email: String,
    pub(super) address: String,
    pub(super) zip: String,
    pub(super) guarantor: u32,
    pub(super) dentist: u32,
    pub(super) text_ok: u32,
    pub(super) spanish: bool,
    pub(super) insured: bool,
    /// Comes to be treated; a guarantor may only pay.
    pub(super) comes: bool,
}

impl Person {
    pub(super) fn is_child(&self, as_of: Date) -> bool {
        as_of.age_of(self.born).is_some_and(|age| age < 18)
    }
}

/// Families until there are enough patients.
pub(super) fn people(practice: &Practice) -> Vec<Person> {
    let mut dice = Dice::new(practice.seed, Stream::People);
    let mut numbers = numbers(&mut dice);
    let mut people: Vec<Person> = Vec::new();
    let enough = usize::try_from(practice.patients).unwrap_or(usize::MAX);
    while people.len() < enough {
        family(practice, &mut dice, &mut numbers, &mut people);
    }
    people
}

fn family(practice: &Practice, dice: &mut Dice, numbers: &mut Vec<String>, people: &mut Vec<Person>) {
    let spanish = dice.percent(22);
    let (firsts, lasts) = if spanish { (FIRST_ES, LAST_ES) } else { (FIRST, LAST) };
    let last = dice.pick(lasts).copied().unwrap_or_default();
    let street = dice.pick(STREETS).copied().unwrap_or_default();
    let address = format!("{} {street}", dice.between(10, 990));
    let zip = format!("303{:02}", dice.between(0, 49));
    let dentist = dice.pick(DENTISTS).map_or(1, |row| row.0);
    let insured = dice.percent(62);
    let adults = dice.weighed(&[(55, 1), (45, 2)]).unwrap_or(1);
    let children = dice.weighed(&[(55, 0), (18, 1), (18, 2), (9, 3)]).unwrap_or(0);
    let only_pays = children > 0 && dice.percent(8);
    let guarantor = next_num(people);
    let mut shared = String::new();
    for index in 0..adults + children {
        let adult = index < adults;
        let num = next_num(people);
        let first = dice.pick(firsts).copied().unwrap_or_default();
        let years = match (adult, children) {
            (true, 0) => dice.between(19, 84),
            (true, _) => dice.between(26, 55),
            (false, _) => dice.between(3, 16),
        };
        let days = i64::from(years) * 365 + i64::from(years / 4) + i64::from(dice.below(365));
        let born = practice.as_of.plus_days(-days).unwrap_or(practice.as_of);
        // Some couples have one number between them.
        let share = adult && index > 0 && dice.percent(6);
        let number = match (adult, share) {
            (true, true) => shared.clone(),
            (true, false) => numbers.pop().unwrap_or_default(),
            (false, _) => String::new(),
        };
        if index == 0 {
            shared.clone_from(&number);
        }
        let landline = adult && !share && dice.percent(8);
        let email = adult && dice.percent(82);
        let status = match dice.below(100) {
            _ if only_pays && index == 0 => 1,
            0 | 1 if adult => 2,
            2 if adult => 3,
            3 if adult && years > 70 => 5,
            _ => 0,
        };
        people.push(Person {
            num,
            first,
            last,
            status,
            born,
            mobile: if landline { String::new() } else { number.clone() },
            home: if landline { number } else { String::new() },
            email: if email {
                format!("{}{num}@example.com", plain(first))
            } else {
                String::new()
            },
            address: address.clone(),
            zip: zip.clone(),
            guarantor,
            dentist,
            text_ok: if adult {
                dice.weighed(&[(13, 0), (70, 1), (17, 2)]).unwrap_or(0)
            } else {
                0
            },
            spanish,
            insured,
            comes: !(only_pays && index == 0),
        });
    }
}

fn next_num(people: &[Person]) -> u32 {
    people.last().map_or(1001, |person| person.num + 1)
}

/// Every number that nobody has, in any order.
fn numbers(dice: &mut Dice) -> Vec<String> {
    let of_area = |area: &&str| {
        (100..200)
            .map(|last| format!("({area})555-0{last}"))
            .collect::<Vec<_>>()
    };
    let mut numbers: Vec<String> = AREA_CODES.iter().flat_map(of_area).collect();
    dice.shuffle(&mut numbers);
    numbers
}

/// A name as it can stand in an address.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        'á' | 'Á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' => 'u',
        'ñ' => 'n',
        other => other.to_ascii_lowercase(),
    };
    name.chars().map(letter).collect()
}
