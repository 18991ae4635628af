//! A practice system's export as plans, recipients and visits, what changed from one to the next, and mappings.

use followthrough::{Code, Error};
use followthrough_import::{Importer, Mapping, MappingErrors, Options, System};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json;

use crate::answer::{Refused, text, value};

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn read_export(system: String, names: Vec<String>, contents: Vec<Buffer>, options: Vec<Vec<String>>) -> String {
    value(|| {
        let answers = given(&options)?;
        let files = names.iter().zip(&contents);
        Ok(followthrough_import::read(System::parse(&system)?, files, &answers)?.to_json())
    })
}

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn export_questions(
    system: String,
    names: Vec<String>,
    contents: Vec<Buffer>,
    options: Vec<Vec<String>>,
) -> String {
    value(|| {
        let answers = given(&options)?;
        let files = names.iter().zip(&contents);
        Ok(followthrough_import::questions(
            System::parse(&system)?,
            files,
            &answers,
        )?)
    })
}

pub(crate) fn given(options: &[Vec<String>]) -> Result<Options, Error> {
    let mut answers = Options::default();
    for (name, value) in pairs(options) {
        answers.set(&name, &value)?;
    }
    Ok(answers)
}

fn pairs(given: &[Vec<String>]) -> Vec<(String, String)> {
    let pair = |pair: &Vec<String>| match pair.as_slice() {
        [name, value] => Some((name.clone(), value.clone())),
        _ => None,
    };
    given.iter().filter_map(pair).collect()
}

/// Both exports are JSON.
#[napi(catch_unwind)]
pub fn changes(before: Option<String>, after: String) -> String {
    text(|| Ok(followthrough_import::changes_json(before.as_deref(), &after)?))
}

/// `answers` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn propose_mapping(names: Vec<String>, contents: Vec<Buffer>, answers: Vec<Vec<String>>) -> String {
    let answers = pairs(&answers);
    value(|| {
        Ok(followthrough_import::propose_mapping_with(
            names.iter().zip(&contents),
            &answers,
        )?)
    })
}

/// `answers` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn write_mapping(
    system: String,
    answers: Vec<Vec<String>>,
    base: Option<String>,
    extends: Option<String>,
) -> String {
    value(|| {
        let (system, answers) = (System::parse(&system)?, pairs(&answers));
        let written = followthrough_import::mapping_with_answers(system, base.as_deref(), extends.as_deref(), &answers);
        Ok(json!({"mapping": written?}))
    })
}

/// `news` is JSON.
#[napi(catch_unwind)]
pub fn write_back(shape: String, news: String, language: String, mapping: Option<String>) -> String {
    text(|| {
        let mapping = mapping.as_deref().map(Mapping::from_yaml).transpose();
        let mapping = mapping.map_err(MappingErrors::into_error)?;
        Ok(followthrough_import::write_back_json(
            &shape,
            mapping.as_ref(),
            &news,
            &language,
        )?)
    })
}

/// An export whose files come in pieces. Empty until [`NativeImporter::open`] fills it, and once it has finished or was
/// stopped: an error or a panic may leave half of a piece behind.
#[napi]
#[derive(Default)]
pub struct NativeImporter {
    inner: Option<Importer>,
}

#[napi]
impl NativeImporter {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// `options` is a list of pairs of texts.
    #[napi(catch_unwind)]
    pub fn open(&mut self, system: String, options: Vec<Vec<String>>) -> String {
        value(|| {
            self.inner = Some(Importer::new(System::parse(&system)?, &given(&options)?)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn push(&mut self, file: String, piece: Buffer) -> String {
        value(|| {
            let mut importer = self.inner.take().ok_or_else(over)?;
            importer.push(&file, &piece)?;
            self.inner = Some(importer);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn progress(&self) -> String {
        value(|| Ok(self.inner.as_ref().ok_or_else(over)?.progress()))
    }

    #[napi(catch_unwind)]
    pub fn finish(&mut self) -> String {
        value(|| Ok(self.inner.take().ok_or_else(over)?.finish()?.to_json()))
    }
}

fn over() -> Refused {
    Error::new(
        Code::ImportOver,
        "this importer has finished, or an error has stopped it",
    )
    .help("begin again with a new importer and all files")
    .into()
}
