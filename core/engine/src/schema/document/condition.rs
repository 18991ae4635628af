//! What `decode/condition.rs` asks for: `all`, `any`, `not`, and one comparison with one fact each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::forms::{Amount, AnyWhole, CustomFactKey, Day, Duration, IdKey, OneOrMore, Whole, Word};
use super::{Codes, Object};
use crate::criteria::StepResult;
use crate::plan::{Category, Standing};
use crate::playbook::vocabulary::{ComparedWith, facts};
use crate::recipient::Channel;

/// What each fact is. The facts themselves, and what each is compared with, are those of the decoder.
const ABOUT: &[(&str, &str)] = &[
    (
        "pending_value",
        "What the pending procedures cost together. Absent when one of them has no fee.",
    ),
    (
        "patient_portion",
        "What the patient pays of the pending procedures. Absent when one of them has no portion.",
    ),
    (
        "patient_portion_or_value",
        "The patient's portion where it is known, else the pending value.",
    ),
    ("procedure_count", "How many procedures are pending."),
    ("age", "The patient's completed years. Absent without a date of birth."),
    ("round", "How often the case has been begun, from 1."),
    ("pending_for", "The time since presentation, or since it fell due."),
    ("overdue_for", "The time since the newest due date. Not of plans."),
    (
        "last_visit_ago",
        "The time since the start of the patient's latest visit that took place. Absent when none is known.",
    ),
    (
        "benefits_remaining",
        "What the insurer would still pay this year. Absent when the practice system does not tell.",
    ),
    ("presented_on", "The day on which it was presented. Only of plans."),
    ("due_on", "The day on which it fell due. Not of plans."),
    ("provider", "The id of the plan's provider."),
    ("location", "The id of the plan's location."),
    ("tag", "A tag of the plan. Holds when the plan has one of them."),
    ("language", "The language the person is written to in."),
    ("upcoming_appointment", "A visit is booked."),
    (
        "no_upcoming_appointment_for_plan",
        "No booked visit holds a procedure of the plan.",
    ),
    ("financing_available", "An offer fits the plan."),
    ("replied", "The person has written in this round."),
    ("new_patient", "The practice system says that the patient is new."),
    ("insured", "The practice system says that the patient is insured."),
    (
        "last_result",
        "What became of an earlier step of the same sequence, by its id: `{hello: [delivered, clicked]}`. Only in the \
         `when` of a step.",
    ),
    (
        "category",
        "The category with the largest pending value. Absent when nothing is pending.",
    ),
    ("standing", "Where the plan stands."),
    (
        "code",
        "A code or a range such as `D6010-D6199`. Holds when a pending procedure has one of them.",
    ),
    (
        "has_channel",
        "A contact point that works on the channel. `call` never holds.",
    ),
    (
        "consented",
        "A contact point that may be used on the channel. `call` never holds.",
    ),
];

/// A condition: `all`, `any` or `not`, one comparison with one fact, or the name of a fact that is true or false.
pub(super) struct Condition;

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let flags: Vec<&str> = facts()
            .filter(|(_, with)| *with == ComparedWith::Flag)
            .map(|(fact, _)| fact)
            .collect();
        json_schema!({
            "description": "Whom it holds for: `all`, `any` or `not`, a comparison with one fact, or the name alone of \
                            a fact that is true or false.",
            "anyOf": [
                generator.subschema_for::<Comparison>(),
                generator.subschema_for::<CustomComparison>(),
                {"type": "string", "enum": flags},
                {"type": "string", "pattern": r"^custom\.."}
            ]
        })
    }
}

/// One key and what it is compared with.
struct Comparison;

impl JsonSchema for Comparison {
    fn schema_name() -> Cow<'static, str> {
        "Comparison".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<Condition>().to_value();
        let mut keys = Object::new();
        let mut key = |name: &str, about: &str, mut schema: Value| {
            if let Some(object) = schema.as_object_mut() {
                object.insert("description".to_owned(), about.into());
            }
            keys.insert(name.to_owned(), schema);
        };
        key(
            "all",
            "Every one of these holds.",
            json!({"type": "array", "items": one}),
        );
        key(
            "any",
            "One of these holds, or more.",
            json!({"type": "array", "items": one}),
        );
        key("not", "This does not hold.", one);
        for (fact, with) in facts() {
            let about = ABOUT
                .iter()
                .find(|(name, _)| *name == fact)
                .map_or("", |(_, about)| about);
            key(fact, about, compared(with, generator).to_value());
        }
        json_schema!({
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": keys
        })
    }
}

fn compared(with: ComparedWith, generator: &mut SchemaGenerator) -> Schema {
    match with {
        ComparedWith::Amount => generator.subschema_for::<AmountBounds>(),
        ComparedWith::Count => generator.subschema_for::<CountBounds>(),
        ComparedWith::Time => generator.subschema_for::<DurationBounds>(),
        ComparedWith::Day => generator.subschema_for::<DateBounds>(),
        ComparedWith::Text => generator.subschema_for::<OneOrMore<Word<100>>>(),
        ComparedWith::Flag => generator.subschema_for::<bool>(),
        ComparedWith::Category => generator.subschema_for::<OneOrMore<Category>>(),
        ComparedWith::Standing => generator.subschema_for::<OneOrMore<Standing>>(),
        ComparedWith::Code => generator.subschema_for::<Codes>(),
        ComparedWith::Channel => generator.subschema_for::<OneOrMore<Channel>>(),
        ComparedWith::Result => generator.subschema_for::<StepAndResults>(),
    }
}

/// An earlier step of the same sequence by its id, and one or more results.
#[derive(JsonSchema)]
#[schemars(transparent, extend("minProperties" = 1, "maxProperties" = 1))]
struct StepAndResults(BTreeMap<IdKey, OneOrMore<StepResult>>);

/// A comparison with one fact of the host's own: `{custom.NAME: …}`, as it is declared under `custom`.
#[derive(JsonSchema)]
#[schemars(transparent, extend("minProperties" = 1, "maxProperties" = 1))]
struct CustomComparison(BTreeMap<CustomFactKey, CustomTest>);

/// What a fact of the host's own is compared with: `true` or `false`, one word or a list, bounds of a whole number.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum CustomTest {
    Flag(bool),
    Text(OneOrMore<Word<100>>),
    Number(NumberBounds),
}

/// Bounds: one, or one on each side.
macro_rules! bounds {
    ($($(#[doc = $doc:literal])+ $name:ident of $end:ty;)+) => {$(
        $(#[doc = $doc])+
        #[derive(JsonSchema)]
        #[schemars(extend("minProperties" = 1, "not" = {"anyOf": [
            {"required": ["above", "at_least"]},
            {"required": ["below", "at_most"]},
            {"required": ["between"], "minProperties": 2}
        ]}))]
        struct $name {
            /// More than this.
            above: Option<$end>,
            /// This or more.
            at_least: Option<$end>,
            /// Less than this.
            below: Option<$end>,
            /// This or less.
            at_most: Option<$end>,
            /// From the first, up to but not including the second.
            between: Option<[$end; 2]>,
        }
    )+};
}

bounds! {
    /// Bounds of an amount of money, such as `{at_least: 500, below: 3000}`.
    AmountBounds of Amount;
    /// Bounds of a count, such as `{above: 2}`.
    CountBounds of Whole<0, 1_000_000>;
    /// Bounds of a duration, such as `{at_least: 7d}`.
    DurationBounds of Duration;
    /// Bounds of a date, such as `{at_least: 2026-06-01}`.
    DateBounds of Day;
    /// Bounds of a whole number, such as `{at_most: -1}`.
    NumberBounds of AnyWhole;
}
