//! The forms of single values, as `decode/item.rs` and `decode/time.rs` read them.
//!
//! A document's scalars have no type until the playbook says what each should be, so `500` and `"500"` are the same to
//! the engine. Editors see types: each form takes those that people write.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::plan::{Category, Money};
use crate::playbook::vocabulary;

/// Implements the schema of a form. It stands wherever it is used, beside what is said of the key.
macro_rules! forms {
    ($($(#[doc = $doc:literal])+ $name:ident $(<$(const $param:ident: $kind:ty),+>)? => $schema:expr;)+) => {$(
        $(#[doc = $doc])+
        pub(super) struct $name $(<$(const $param: $kind),+>)?;

        impl $(<$(const $param: $kind),+>)? JsonSchema for $name $(<$($param),+>)? {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn schema_id() -> Cow<'static, str> {
                std::any::type_name::<Self>().into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schema_of($schema)
            }
        }
    )+};
}

fn schema_of(value: Value) -> Schema {
    match value {
        Value::Object(object) => object.into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Schema::default(),
    }
}

/// A text of one line that is not blank, of at most so many characters.
fn line(most: usize) -> Value {
    let pattern = format!(r"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$");
    json!({"type": "string", "maxLength": most, "pattern": pattern})
}

/// The same where people write bare numbers too: `tag: 2026`.
fn word(most: usize) -> Value {
    let mut line = line(most);
    if let Some(kind) = line.get_mut("type") {
        *kind = json!(["string", "integer"]);
    }
    line
}

/// Control characters, within brackets.
const CONTROL: &str = r"\u0000-\u001f\u007f-\u009f";
const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const DURATION: &str = "[0-9]+[mhd]";
const SOME_DURATION: &str = "0*[1-9][0-9]*[mhd]";
const DAYS: &str = "(mon|tue|wed|thu|fri|sat|sun)";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// Over https; http only on this machine.
const HOST: &str = r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))";
/// What an address may hold behind its host: characters of RFC 3986, a percent sign only before two digits.
const OF_ADDRESS: &str = r"([!#$&-;=?-\[\]_a-z~]|%[0-9A-Fa-f]{2})*";
/// The same without what ends the port.
const OF_PORT: &str = r"([!$&-.0-9;=@-\[\]_a-z~]|%[0-9A-Fa-f]{2})*";

forms! {
    /// The version of the language.
    Version => json!({"type": "integer", "const": vocabulary::version()});
    /// Any text.
    Text => json!({"type": "string"});
    /// A text of one line.
    Line<const MOST: usize> => line(MOST);
    /// A word.
    Word<const MOST: usize> => word(MOST);
    /// An id: 1 to 64 bytes without control characters.
    Id => json!({"type": ["string", "integer"], "pattern": format!("^[^{CONTROL}]{{1,64}}$")});
    /// An id as a key of a map.
    IdKey => json!({"type": "string", "pattern": format!("^[^{CONTROL}]{{1,64}}$")});
    /// The name of a fact of the host's own.
    FactKey => json!({"type": "string", "pattern": format!("^[^. {{}}{CONTROL}]{{1,64}}$")});
    /// A fact of the host's own as conditions name it.
    CustomFactKey => json!({"type": "string", "pattern": r"^custom\.."});
    /// What is followed up.
    SubjectWord => json!({
        "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$",
        "examples": ["plan", "recall", "no_rebook"], "default": "plan"
    });
    /// The name of a built-in playbook.
    BuiltIn => json!({"type": "string", "enum": vocabulary::built_ins()});
    /// A language that the built-in words are written in.
    Language => json!({"type": "string", "enum": vocabulary::languages()});
    /// A US state, the district or a territory.
    State => json!({"type": "string", "enum": vocabulary::states()});
    /// An IANA time zone.
    ZoneName => json!({
        "type": "string", "minLength": 1, "examples": [
            "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
            "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico"
        ]
    });
    /// A phone number in E.164.
    Phone => json!({"type": "string", "pattern": r"^\+[1-9][0-9]{7,14}$", "examples": ["+14045550123"]});
    /// An address of the web.
    Address => json!({
        "type": "string", "maxLength": 500, "pattern": format!("^{HOST}(:{OF_PORT})?([/?#]{OF_ADDRESS})?$")
    });
    /// A whole number between two, both in.
    Whole<const LEAST: u32, const MOST: u32> => json!({"type": "integer", "minimum": LEAST, "maximum": MOST});
    /// A whole number.
    AnyWhole => json!({"type": "integer"});
    /// An amount of money.
    Amount => json!({
        "type": ["number", "string"], "minimum": 0, "maximum": Money::MAX_CENTS / 100,
        "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
    });
    /// Nothing but `true`.
    Yes => json!({"type": "boolean", "const": true});
    /// Percent a year.
    Rate => json!({
        "type": ["number", "string"], "minimum": 0, "maximum": 1000, "pattern": r"^[0-9]{1,4}(\.[0-9]{1,4})?$"
    });
    /// A part of a whole.
    ShareOfOne => json!({
        "type": ["number", "string"], "minimum": 0, "maximum": 1,
        "pattern": r"^0*(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$"
    });
    /// A duration by the clock.
    Duration => json!({
        "type": ["string", "integer"], "minimum": 0, "maximum": 0, "pattern": format!("^(0|{DURATION})$")
    });
    /// A duration above zero.
    SomeDuration => json!({"type": "string", "pattern": format!("^{SOME_DURATION}$")});
    /// A duration above zero, or none at all.
    SomeDurationOrOff => json!({"type": "string", "pattern": format!("^(off|{SOME_DURATION})$")});
    /// A duration by the clock or in business time.
    Delay => json!({
        "type": ["string", "integer"], "minimum": 0, "maximum": 0,
        "pattern": format!(r"^(0|{DURATION}|\s*[0-9]+\s+business\s+(day|days|hour|hours)\s*)$"),
        "examples": ["4 business hours", "1 business day", "2 business days", "24h"]
    });
    /// Business days, at least one.
    BusinessDays => json!({
        "type": "string", "pattern": r"^\s*0*[1-9][0-9]*\s+business\s+(day|days)\s*$", "examples": ["10 business days"]
    });
    /// A date.
    Day => json!({"type": "string", "pattern": format!("^{DATE}$")});
    /// A date, or all federal holidays.
    ClosedDay => json!({
        "type": "string", "pattern": format!("^(us_federal_holidays|{DATE})$"), "examples": ["us_federal_holidays"]
    });
    /// A time of day before midnight.
    TimeOfDay => json!({"type": "string", "pattern": format!("^{TIME}$"), "examples": ["09:30"]});
    /// Days of the week as a key: `mon`, `mon-thu`, `sat,sun`.
    DaysKey => json!({
        "type": "string", "pattern": format!(r"^\s*{DAYS}\s*(-\s*{DAYS}\s*)?(,\s*{DAYS}\s*(-\s*{DAYS}\s*)?)*$")
    });
    /// The hours of a day.
    Hours => {
        let range = format!(r"\s*({TIME}|24:00)\s*-\s*({TIME}|24:00)\s*");
        json!({
            "type": "string", "pattern": format!(r"^(\s*closed\s*|{range}(,{range})*)$"),
            "examples": ["08:00-17:00", "08:00-12:00,13:00-17:00", "closed"]
        })
    };
    /// A procedure code, or a range of them.
    CodeOrRange => json!({
        "type": ["string", "integer"], "minimum": 0, "pattern": "^[!-~]{1,20}$",
        "examples": ["D2740", "D6010-D6199"]
    });
}

/// One value, or a list of at least one.
pub(super) struct OneOrMore<T>(std::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMore{}", T::schema_name()).into()
    }
    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<Self>().into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (one, item) = (generator.subschema_for::<T>(), generator.subschema_for::<T>());
        json_schema!({"anyOf": [one, {"type": "array", "minItems": 1, "items": item}]})
    }
}

/// One entry for each category that there is something to say about.
pub(super) struct ByCategory<T>(std::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for ByCategory<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}ByCategory", T::schema_name()).into()
    }
    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<Self>().into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = super::Object::new();
        for category in Category::ALL {
            properties.insert(category.as_str().to_owned(), generator.subschema_for::<T>().to_value());
        }
        json_schema!({"type": "object", "properties": properties})
    }
}
