//! A practice system's export as plans, recipients and visits, what changed from one to the next, and mappings.

use followthrough::{Code, Error};
use followthrough_import::{
    Mapping, MappingErrors, Options, System, changes_json, mapping_with_answers, propose_mapping_with, questions, read,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};

use crate::argument::{Dict, Text};
use crate::encode::Refusal;
use crate::small::{answer, value_of};
use crate::{argument, encode, error, guard};

/// Reads an export: `files` maps a name to bytes, nothing is opened here. Options are those of the importer.
#[pyfunction]
#[pyo3(signature = (system, files, **options))]
pub(crate) fn read_export<'py>(
    py: Python<'py>,
    system: Text<'py>,
    files: Dict<'py>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (system, options, files) = prepared(py, &system, &files, options)?;
    let files = borrowed(&files);
    answer(py, || Ok(read(system, files, &options)?.to_json()))
}

/// What is to be answered before an export can be read, the required first.
#[pyfunction]
#[pyo3(signature = (system, files, **options))]
pub(crate) fn export_questions<'py>(
    py: Python<'py>,
    system: Text<'py>,
    files: Dict<'py>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (system, options, files) = prepared(py, &system, &files, options)?;
    let files = borrowed(&files);
    answer(py, || Ok(serde_json::json!(questions(system, files, &options)?)))
}

/// Two exports as JSON; nothing comes before the first.
pub(crate) fn compared<'py>(
    before: Option<&Bound<'py, PyAny>>,
    after: &Bound<'py, PyAny>,
) -> PyResult<(Option<String>, String)> {
    let code = Code::StateMalformed;
    let before = before.map(|before| encode::to_json(before, code, "before"));
    Ok((before.transpose()?, encode::to_json(after, code, "after")?))
}

/// What changed since what was stored of the export before: pairs of a recipient's id and an event, what was held back,
/// and what to store now. Before the first export there is none; both may be JSON text.
#[pyfunction]
pub(crate) fn changes<'py>(
    py: Python<'py>,
    before: Option<&Bound<'py, PyAny>>,
    after: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (before, after) = compared(before, after)?;
    let told = py.detach(|| guard::caught(|| changes_json(before.as_deref(), &after)));
    let told = error::from_json(py, &told.map_err(|e| error::raise(py, &e))?)?;
    let pairs = PyList::empty(py);
    for pair in told.get_item("events")?.try_iter()? {
        let pair = pair?;
        pairs.append(PyTuple::new(py, [pair.get_item(0)?, pair.get_item(1)?])?)?;
    }
    told.set_item("events", pairs)?;
    Ok(told)
}

/// A mapping that could be that of one table of no known form, and how sure each column of it is.
#[pyfunction]
#[pyo3(signature = (files, answers=None))]
pub(crate) fn propose_mapping<'py>(
    py: Python<'py>,
    files: Dict<'py>,
    answers: Option<Dict<'py>>,
) -> PyResult<Bound<'py, PyAny>> {
    let files = guard::caught_reading(|| named(&files)).map_err(|refusal| refusal.raise(py))?;
    let answers = answers
        .map(|answers| guard::caught_reading(|| pairs(&answers)))
        .transpose();
    let answers = answers.map_err(|refusal| refusal.raise(py))?.unwrap_or_default();
    let files = borrowed(&files);
    answer(py, || value_of(propose_mapping_with(files, &answers)?))
}

/// Answers by their keys; a list is several to one key.
fn pairs(answers: &Dict<'_>) -> Result<Vec<(String, String)>, Refusal> {
    let answers = answers.read("answers", Code::ImportMapping)?;
    let mut pairs = Vec::with_capacity(answers.len());
    for (key, answer) in encode::entries(&answers) {
        let wrong = || Error::new(Code::ImportMapping, "expected keys and answers that are text").at("answers");
        let key = key.extract::<String>().map_err(|_| wrong())?;
        match answer.extract::<String>() {
            Ok(answer) => pairs.push((key, answer)),
            Err(_) => {
                let several = encode::tuple_of(&answer);
                let several =
                    several.map_err(|refusal| refusal.with_code(Code::ImportMapping).under(&key).under("answers"))?;
                for answer in several.ok_or_else(wrong)? {
                    pairs.push((key.clone(), answer.extract::<String>().map_err(|_| wrong())?));
                }
            }
        }
    }
    Ok(pairs)
}

/// A mapping file with answers in it, laid over `base` or, without one, over the preset `extends`.
#[pyfunction]
#[pyo3(signature = (system, answers, *, base=None, extends=None))]
pub(crate) fn write_mapping(
    py: Python<'_>,
    system: Text<'_>,
    answers: Dict<'_>,
    base: Option<Text<'_>>,
    extends: Option<Text<'_>>,
) -> PyResult<String> {
    let system = system.read("system")?;
    let (base, extends) = (
        argument::read(base.as_ref(), "base")?,
        argument::read(extends.as_ref(), "extends")?,
    );
    let pairs = guard::caught_reading(|| pairs(&answers)).map_err(|refusal| refusal.raise(py))?;
    let written = guard::caught(|| mapping_with_answers(System::parse(system)?, base, extends, &pairs));
    written.map_err(|e| error::raise(py, &e))
}

/// What news mean in a practice system: its own words, notes, and rows for its import where it has one.
#[pyfunction]
#[pyo3(signature = (shape, news, *, language=Text::Default("en"), mapping=None))]
pub(crate) fn write_back<'py>(
    py: Python<'py>,
    shape: Text<'py>,
    news: &Bound<'py, PyAny>,
    language: Text<'py>,
    mapping: Option<Text<'py>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (shape, language) = (shape.read("shape")?, language.read("language")?);
    let mapping = argument::read(mapping.as_ref(), "mapping")?;
    let news = encode::to_json(news, Code::EventMalformed, "news")?;
    let text = guard::caught(|| {
        let mapping = mapping.map(Mapping::from_yaml).transpose();
        let mapping = mapping.map_err(MappingErrors::into_error)?;
        followthrough_import::write_back_json(shape, mapping.as_ref(), &news, language)
    });
    error::from_json(py, &text.map_err(|e| error::raise(py, &e))?)
}

pub(crate) type Prepared<'py> = (System, Options, Vec<(String, Bound<'py, PyBytes>)>);

pub(crate) fn borrowed<'a>(files: &'a [(String, Bound<'_, PyBytes>)]) -> Vec<(&'a str, &'a [u8])> {
    let of = |(name, bytes): &'a (String, Bound<'_, PyBytes>)| (name.as_str(), bytes.as_bytes());
    files.iter().map(of).collect()
}

pub(crate) fn prepared<'py>(
    py: Python<'py>,
    system: &Text<'py>,
    files: &Dict<'py>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Prepared<'py>> {
    let system = system.read("system")?;
    let prepared = guard::caught_reading(|| Ok((System::parse(system)?, given(options)?, named(files)?)));
    prepared.map_err(|refusal| refusal.raise(py))
}

fn named<'py>(files: &Dict<'py>) -> Result<Vec<(String, Bound<'py, PyBytes>)>, Refusal> {
    let code = Code::ImportEncoding;
    let files = files.read("files", code)?;
    let mut named = Vec::with_capacity(files.len());
    for (name, content) in encode::entries(&files) {
        let no_name = |_| Error::new(code, "expected names that are text").at("files");
        let name: String = name.extract().map_err(no_name)?;
        let bytes = encode::bytes_of(&content).map_err(|refusal| refusal.with_code(code).under(&name))?;
        let bytes = bytes.ok_or_else(|| content_of(&content, &name))?;
        named.push((name, bytes));
    }
    Ok(named)
}

/// What is wrong with what is no content of the file `name`.
pub(crate) fn content_of(given: &Bound<'_, PyAny>, name: &str) -> Error {
    let error = encode::unlike(given, Code::ImportEncoding, "the bytes of the file");
    error.at(name).help("open it in mode \"rb\"")
}

pub(crate) fn given(options: Option<&Bound<'_, PyDict>>) -> Result<Options, Refusal> {
    let mut given = Options::default();
    for (name, value) in options.into_iter().flat_map(encode::entries) {
        let name: String = name.extract().unwrap_or_default();
        let said = encode::option(&value, &name)?;
        let code = Code::ImportOption;
        let wrong = || encode::unlike(&value, code, "text, a date, or True or False");
        let text = said.ok_or_else(|| encode::no_day(&value, code).unwrap_or_else(wrong).at(&*name))?;
        given.set(&name, &text)?;
    }
    Ok(given)
}
