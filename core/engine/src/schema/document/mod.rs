//! The schema of a playbook's document, for editors and for the types of other languages.
//!
//! `playbook/decode` reads the document by hand, so that every problem is told with its place. What stands here says
//! the same to those who write one, file by file: what `decode/sequences.rs` asks for is in `sequences.rs`. These types
//! hold nothing; `tests/playbook_schema.rs` holds them to the decoder, key by key and value by value.
//!
//! - A **key** is a field, with what it says and its default. A whole section is a struct, and a field of
//!   [`PlaybookDocument`].
//! - A **form** of scalar is a line of [`forms`].
//! - A **fact** is a line of `decode/condition.rs`, and one of [`condition`] that says what it is.
#![allow(
    dead_code,
    reason = "the types say what a document holds; a document is read by playbook/decode"
)]

mod condition;
mod financing;
mod forms;
mod practice;
mod sending;
mod sequences;
mod staff;
mod templates;
mod trigger;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::shape::{Object, for_each_object, not_null, one_enum_of_words};
use financing::Financing;
use forms::{
    BuiltIn, ByCategory, CodeOrRange, Duration, FactKey, Id, IdKey, Language, OneOrMore, SubjectWord, Text, Version,
};
use practice::Practice;
use sending::{ContactPolicy, Limits, Sending};
use sequences::Sequence;
use staff::{Engagement, Escalation, Scripts, WhenReEngaged};
use templates::Template;
use trigger::{Backlog, Holdout, Trigger};

const DEFINITIONS: &str = "#/definitions/";

/// A practice's playbook: who is followed up, when, and what it says.
#[derive(JsonSchema)]
struct PlaybookDocument {
    /// Where this schema is, for editors. The engine does not look at it.
    #[schemars(rename = "$schema")]
    schema: Option<Text>,
    /// The version of the playbook language.
    followthrough: Version,
    /// The built-in playbook that this one is laid over. Its own keys win, and it may leave out what the built-in has.
    extends: Option<BuiltIn>,
    /// What is followed up: `plan`, `recall`, `no_rebook`, or a word of your own. Default: `plan`.
    subject: Option<SubjectWord>,
    /// Visits that settle what falls due, besides its own `done`. Not for plans.
    done_when: Option<DoneWhen>,
    /// The languages of all texts. The first stands in for any other. Default: `[en]`.
    #[schemars(extend("default" = ["en"]))]
    languages: Option<OneOrMore<Language>>,
    /// Facts of the host's own, by name: what kind of value each has.
    custom: Option<BTreeMap<FactKey, CustomKind>>,
    /// The practice: its name, zone, address, hours and roles.
    practice: Practice,
    /// When messages go, within what the contact policy allows.
    sending: Option<Sending>,
    /// The hours of the law, and how far an opt-out reaches.
    contact_policy: Option<ContactPolicy>,
    /// How often a person may be contacted.
    limits: Option<Limits>,
    /// Who is followed up at all. Required without `extends`.
    trigger: Option<Trigger>,
    /// The sequences of steps; the first whose `where` holds is taken. Required without `extends`. With it, an item
    /// with the id of a built-in one changes that one, and new ones come before the built-in ones.
    #[schemars(length(min = 1))]
    sequences: Option<Vec<Sequence>>,
    /// How long a case waits for an answer after its last step. Default: `14d`.
    #[schemars(extend("default" = "14d"))]
    wind_down: Option<Duration>,
    /// What happens once a patient has reacted. Default: the escalation `re_engaged`, then the case is closed.
    when_re_engaged: Option<WhenReEngaged>,
    /// What counts as a reaction besides a reply.
    engagement: Option<Engagement>,
    /// Who is asked at the practice, level by level, under names of your own. `question` is for what a patient asks,
    /// `re_engaged` for a patient who wants to come. Required without `extends`.
    escalation: Option<BTreeMap<IdKey, Escalation>>,
    /// Paying over time: when it is offered, and what.
    financing: Option<Financing>,
    /// What becomes of plans that were old already when they were first seen.
    backlog: Option<Backlog>,
    /// Households that are left alone, for comparison.
    holdout: Option<Holdout>,
    /// Your own procedure codes by category. They win over the CDT table.
    categories: Option<ByCategory<Codes>>,
    /// What patients ask about a treatment, with the answers; shown in detailed e-mails.
    faq: Option<ByCategory<Questions>>,
    /// Texts by the ids that steps name. `opt_out_confirmation` confirms an opt-out by SMS. Required without `extends`.
    templates: Option<BTreeMap<IdKey, Template>>,
    /// What staff may say when a prompt asks them to. A kind or a language that is left out has the words that every
    /// playbook has.
    scripts: Option<Scripts>,
}

/// Visits that settle what falls due: every one, or those of some kinds.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum DoneWhen {
    AnyVisit(AnyVisit),
    Kinds(VisitKinds),
}

/// Every visit, whatever its kind.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum AnyVisit {
    AnyVisit,
}

/// Visits of some kinds.
#[derive(JsonSchema)]
struct VisitKinds {
    /// The kinds of visit, in the words that the host gives in an appointment's `kind`.
    appointment: OneOrMore<Id>,
}

/// What kind of value a fact has.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum CustomKind {
    /// A kind.
    Kind(CustomWord),
    /// The words it may be.
    OneOf(#[schemars(length(min = 1))] Vec<forms::Word<100>>),
}

/// A kind of value.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum CustomWord {
    Bool,
    Number,
    Text,
}

/// Procedure codes and ranges of them, such as `D2740` and `D6010-D6199`; one, or a list.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Codes(OneOrMore<CodeOrRange>);

/// The questions that patients ask about a treatment.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Questions(Vec<FaqEntry>);

/// A question that patients ask.
#[derive(JsonSchema)]
struct FaqEntry {
    /// The question, in every language of the playbook.
    question: TextByLanguage,
    /// The answer, in every language of the playbook.
    answer: TextByLanguage,
}

/// A text in every language of the playbook; with only one language, the text alone.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum TextByLanguage {
    Alone(Text),
    ByLanguage(Texts),
}

/// Texts by language.
#[derive(JsonSchema)]
struct Texts {
    #[schemars(flatten)]
    texts: Languages<Text>,
}

/// Something in every language of the playbook.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Languages<T> {
    /// In English.
    en: Option<T>,
    /// In Spanish.
    es: Option<T>,
}

/// The JSON Schema of a playbook's document, YAML or JSON, of draft 7: the newest that the editors of YAML read.
///
/// It says what can be said of a document without looking around in it. That a step names a template that is there,
/// and the like, [`Playbook::from_yaml`](crate::Playbook::from_yaml) tells.
pub fn playbook_schema() -> Value {
    // References are brought into the form of the draft below, with their names.
    let settings = SchemaSettings::draft07().for_deserialize();
    let generator = settings.with(|settings| settings.transforms.clear()).into_generator();
    let mut schema = generator.into_root_schema_for::<PlaybookDocument>().to_value();
    one_enum_of_words(&mut schema);
    for_each_object(&mut schema, &mut |object| {
        nothing_is_null(object);
        nothing_else(object);
    });
    let definitions = schema.get("definitions").and_then(Value::as_object).cloned();
    let definitions = definitions.unwrap_or_default();
    for_each_object(&mut schema, &mut |object| beside_reference(object, &definitions));
    if let Some(root) = schema.as_object_mut() {
        root.insert("if".to_owned(), json!({"required": ["extends"]}));
        root.insert("else".to_owned(), written_out());
    }
    schema
}

/// A key that says nothing is left out, not null.
fn nothing_is_null(object: &mut Object) {
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    properties
        .into_iter()
        .flat_map(|map| map.values_mut())
        .for_each(not_null);
}

/// The decoder knows every key of every map.
fn nothing_else(object: &mut Object) {
    if object.contains_key("properties") {
        object.entry("additionalProperties").or_insert(Value::Bool(false));
    }
}

/// What is said of a key stands beside what its value is, since editors show of a reference what the reference says.
/// `$comment` keeps its name, for types.
fn beside_reference(object: &mut Object, definitions: &Object) {
    if object.len() > 1
        && let Some(Value::String(reference)) = object.remove("$ref")
    {
        let name = reference.trim_start_matches(DEFINITIONS);
        let definition = definitions.get(name).and_then(Value::as_object);
        for (key, value) in definition.into_iter().flatten() {
            object.entry(key).or_insert_with(|| value.clone());
        }
        object.insert("$comment".to_owned(), reference.into());
    }
}

/// What a document that extends none has to hold besides; in one that does, the built-in may have it.
fn written_out() -> Value {
    let email = json!({"required": ["subject", "plain"]});
    let by_language = json!({"en": email, "es": email});
    json!({
        "required": ["trigger", "sequences", "escalation", "templates"],
        "properties": {
            "sequences": {"items": {"required": ["steps"]}},
            "escalation": {"required": ["question"]},
            "when_re_engaged": {"required": ["escalate"]},
            "holdout": {"anyOf": [
                {"required": ["salt"]},
                {"properties": {"share": {"maximum": 0, "pattern": r"^0+(\.0+)?$"}}}
            ]},
            "financing": {"properties": {"offers": {"items": financing::written_out()}}},
            "templates": {
                "required": ["opt_out_confirmation"],
                "properties": {"opt_out_confirmation": {"required": ["sms"]}},
                "additionalProperties": {"properties": {"email": {"properties": {
                    "en": email,
                    "es": email,
                    "arms": {"items": {"properties": by_language}}
                }}}}
            }
        },
        "anyOf": [
            {"required": ["when_re_engaged"]},
            {"properties": {"escalation": {"required": ["re_engaged"]}}}
        ]
    })
}
