//! The built-in documents as they are written, and every text in them.

use followthrough::message::{Form, Template};
use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

/// The built-in playbooks, by name.
pub(crate) const BUILT_IN: [(&str, &str); 4] = [
    ("dental", include_str!("../../src/playbook/builtin/dental.yaml")),
    ("medspa", include_str!("../../src/playbook/builtin/medspa.yaml")),
    ("recall", include_str!("../../src/playbook/builtin/recall.yaml")),
    ("no_rebook", include_str!("../../src/playbook/builtin/no_rebook.yaml")),
];

pub(crate) const LANGUAGES: [&str; 2] = ["en", "es"];

/// The questions that every category answers.
pub(crate) const QUESTIONS: [[&str; 2]; 5] = [
    ["What happens?", "¿En qué consiste?"],
    ["How long does it take?", "¿Cuánto tiempo toma?"],
    ["Does it hurt?", "¿Duele?"],
    ["What if I wait?", "¿Y si espero?"],
    ["How can I pay?", "¿Cómo puedo pagar?"],
];

/// A built-in playbook.
pub(crate) struct Source {
    pub(crate) name: &'static str,
    pub(crate) document: Value,
}

/// One text of a template: in one form, one language, one arm.
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) arm: Option<String>,
    pub(crate) channel: String,
    pub(crate) language: String,
    pub(crate) form: Form,
    pub(crate) template: Template,
}

impl Text {
    /// Where it stands, for the message of a failing test.
    pub(crate) fn at(&self) -> String {
        let Self {
            id,
            channel,
            language,
            form,
            ..
        } = self;
        format!(
            "{id} {channel} {} {language} {form:?}",
            self.arm.as_deref().unwrap_or("-")
        )
    }

    /// Sent by the engine outside of every sequence, or by nobody.
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.id.as_str(), "opt_out_confirmation" | "help_answer")
    }
}

pub(crate) fn sources() -> Vec<Source> {
    let read = |(name, text): (&'static str, &str)| Source {
        name,
        document: read_yaml(text),
    };
    BUILT_IN.into_iter().map(read).collect()
}

impl Source {
    pub(crate) fn follows_plans(&self) -> bool {
        self.document["subject"].is_null()
    }

    pub(crate) fn texts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        for (id, channels) in self.document["templates"].as_object().unwrap() {
            for (channel, wording) in channels.as_object().unwrap() {
                let arms: Vec<(Option<String>, &Value)> = match wording["arms"].as_array() {
                    Some(arms) => arms
                        .iter()
                        .map(|arm| (Some(arm["id"].as_str().unwrap().to_owned()), arm))
                        .collect(),
                    None => vec![(None, wording)],
                };
                for (arm, by_language) in arms {
                    for language in LANGUAGES {
                        let text = &by_language[language];
                        assert!(!text.is_null(), "{} {id} {channel} {language}", self.name);
                        for (form, text) in forms(channel, text) {
                            let template = Template::compile(text, form)
                                .unwrap_or_else(|problems| panic!("{} {id} {form:?}: {problems:#?}", self.name));
                            texts.push(Text {
                                id: id.clone(),
                                arm: arm.clone(),
                                channel: channel.clone(),
                                language: language.to_owned(),
                                form,
                                template,
                            });
                        }
                    }
                }
            }
        }
        texts
    }

    /// Questions and answers for a category.
    pub(crate) fn faq(&self, category: &str, language: &str) -> Vec<(String, String)> {
        let pairs = self.document["faq"][category].as_array().into_iter().flatten();
        pairs
            .map(|pair| ["question", "answer"].map(|key| pair[key][language].as_str().unwrap().to_owned()))
            .map(Into::into)
            .collect()
    }

    /// The categories that have questions, in the order of the document.
    pub(crate) fn categories(&self) -> Vec<String> {
        let faq = self.document["faq"].as_object();
        faq.map(|faq| faq.keys().cloned().collect()).unwrap_or_default()
    }
}

fn forms<'a>(channel: &str, text: &'a Value) -> Vec<(Form, &'a str)> {
    match channel {
        "sms" => vec![(Form::Sms, text.as_str().unwrap())],
        "portal" => vec![(Form::Portal, text.as_str().unwrap())],
        "email" => [
            ("subject", Form::Subject),
            ("plain", Form::Plain),
            ("detailed", Form::Detailed),
        ]
        .into_iter()
        .filter_map(|(key, form)| Some((form, text.get(key)?.as_str().unwrap())))
        .collect(),
        other => panic!("{other}"),
    }
}

/// The document as JSON, every scalar a text.
pub(crate) fn read_yaml(text: &str) -> Value {
    let mut stack: Vec<(Value, Option<String>)> = Vec::new();
    let mut root = Value::Null;
    for event in Parser::new_from_str(text) {
        let done = match event.unwrap().0 {
            Event::MappingStart(..) => {
                stack.push((Value::Object(Map::new()), None));
                continue;
            }
            Event::SequenceStart(..) => {
                stack.push((Value::Array(Vec::new()), None));
                continue;
            }
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::MappingEnd | Event::SequenceEnd => stack.pop().unwrap().0,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::Alias(_) => continue,
        };
        match stack.last_mut() {
            None => root = done,
            Some((Value::Array(list), _)) => list.push(done),
            Some((Value::Object(map), key)) => match key.take() {
                None => *key = Some(done.as_str().unwrap().to_owned()),
                Some(name) => assert!(map.insert(name, done).is_none()),
            },
            Some(_) => unreachable!(),
        }
    }
    root
}
