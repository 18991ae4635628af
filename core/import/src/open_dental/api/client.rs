//! The columns of a record, under the names of the API or under those that a client library gives them.
//!
//! In the API every row has keys that begin with a capital letter, and its names hold as they are written: `Priority`
//! is a number and `priority` its word. A record without any such key was written by a library; there names are
//! compared without case and underscores (`proc_num`, `procNum`), and some have other words.

use std::borrow::Cow;

use super::super::columns::Table;
use crate::json::{Object, Value};

/// Words of published libraries for columns.
const OTHER_WORDS: [(&str, &str); 13] = [
    ("cellphone", "WirelessPhone"),
    ("mobilephone", "WirelessPhone"),
    ("firstname", "FName"),
    ("guarantornum", "Guarantor"),
    ("homephone", "HmPhone"),
    ("lastname", "LName"),
    ("patientstatus", "PatStatus"),
    ("preferredname", "Preferred"),
    ("primaryprovider", "PriProv"),
    ("textmessageok", "TxtMsgOk"),
    ("workphone", "WkPhone"),
    ("preferredcontactmethod", "PreferContactMethod"),
    ("abbreviation", "Abbr"),
];

/// When the page was asked for: it changes from page to page and is no part of the row.
const ASKED_AT: &str = "serverDateTime";
const ASKED_AT_BY_CLIENT: &str = "server_date_time";

/// Whether a library gave the keys their names.
pub(super) fn is_of_a_client(object: &Object<'_>) -> bool {
    let is_of_the_api = |key: &str| key.starts_with(|c: char| c.is_ascii_uppercase());
    !object.members.iter().any(|(key, _)| is_of_the_api(key))
}

/// A key, and whose it is.
struct Name<'k> {
    key: &'k str,
    /// Of a key that a library named: without case and underscores, or the column that it has another word for.
    folded: Option<Cow<'static, str>>,
}

impl<'k> Name<'k> {
    fn new(key: &'k str, by_client: bool) -> Self {
        let folded = by_client.then(|| {
            let letters = key.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase());
            let folded: String = letters.collect();
            let other = OTHER_WORDS.iter().find(|(word, _)| *word == folded);
            other.map_or(Cow::Owned(folded), |(_, column)| Cow::Borrowed(*column))
        });
        Self { key, folded }
    }

    fn is(&self, column: &str) -> bool {
        match &self.folded {
            Some(folded) => folded.eq_ignore_ascii_case(column),
            None => self.key == column,
        }
    }

    /// Whether a library calls what names the row just that. What names an attachment nobody needs.
    fn is_own_id(&self, table: Table) -> bool {
        self.folded.is_some() && self.key == "id" && !matches!(table, Table::Attached | Table::Conversations)
    }
}

/// What stands under each column of the table, or a column that stands there twice.
pub(super) fn columns<'v, 'a>(
    table: Table,
    object: &'v Object<'a>,
) -> Result<Vec<Option<&'v Value<'a>>>, &'static str> {
    let names = table.names();
    let by_client = is_of_a_client(object);
    let mut values: Vec<Option<&'v Value<'a>>> = vec![None; names.len()];
    for (key, value) in &object.members {
        let name = Name::new(key, by_client);
        let found = names.iter().position(|column| name.is(column));
        let Some(index) = found.or_else(|| name.is_own_id(table).then_some(0)) else {
            continue;
        };
        match values.get_mut(index) {
            // Two names of one thing may say the same.
            Some(Some(known)) if *known != value => return Err(names.get(index).copied().unwrap_or_default()),
            Some(slot) => *slot = Some(value),
            None => {}
        }
    }
    Ok(values)
}

/// The table whose own columns the record has.
pub(super) fn told(object: &Object<'_>) -> Option<Table> {
    let by_client = is_of_a_client(object);
    let keys = object.members.iter().map(|(key, _)| Name::new(key, by_client));
    let keys: Vec<Name<'_>> = keys.collect();
    let has = |column: &&str| keys.iter().any(|key| key.is(column));
    Table::ALL.iter().find(|table| table.tells().iter().all(&has)).copied()
}

/// When the page of a row was asked for.
pub(super) fn asked_at<'v, 'a>(object: &'v Object<'a>) -> Option<&'v Value<'a>> {
    let of = |key: &str| key == ASKED_AT || key == ASKED_AT_BY_CLIENT;
    object.members.iter().find(|(key, _)| of(key)).map(|(_, value)| value)
}

/// A number for the content of a row, whatever the order of its keys.
pub(super) fn fingerprint(object: &Object<'_>) -> u64 {
    let asked = asked_at(object);
    let is_of_the_row = |value: &Value<'_>| asked.is_none_or(|asked| !std::ptr::eq(asked, value));
    let of = object.members.iter().filter(|(_, value)| is_of_the_row(value));
    of.fold(0, |hash: u64, (key, value)| {
        let key = Value::Text(Cow::Borrowed(key)).fingerprint();
        hash.wrapping_add(key.rotate_left(31) ^ value.fingerprint())
    })
}
