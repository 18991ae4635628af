//! What a practice asks of its past and of its plans: `audit`, `backtest`, `simulate`, `compare`, timelines, the monthly
//! report, and how sure shares make anyone.
//!
//! An answer is one `Report`, whatever was asked: its JSON and its page are Rust's own bytes.

use followthrough::wire::CaseId;
use followthrough::{Code, Error, Moment};
use followthrough_import::read;
use followthrough_insight::audit::audit_json;
use followthrough_insight::backtest::backtest_json;
use followthrough_insight::compare::compare_json;
use followthrough_insight::monthly::report_json;
use followthrough_insight::report::{contacted, not_contacted, report};
use followthrough_insight::scenario::Scenario;
use followthrough_insight::simulate::simulate_json;
use followthrough_insight::timeline::Timeline;
use followthrough_insight::{Told, stats};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use crate::argument::{Dict, Text};
use crate::encode::Refusal;
use crate::export::{borrowed, prepared};
use crate::playbook::Playbook;
use crate::small::{answer, value_of};
use crate::{encode, error, guard, moment};

const CODE: Code = Code::ScenarioMalformed;

/// An answer that can be read by people and by programs.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct Report(Box<dyn Told + Send + Sync>);

impl Report {
    fn text(&self, py: Python<'_>, of: impl FnOnce(&(dyn Told + Send + Sync)) -> String + Send) -> PyResult<String> {
        let text = py.detach(|| guard::caught(|| Ok(of(&*self.0))));
        text.map_err(|e| error::raise(py, &e))
    }
}

#[pymethods]
impl Report {
    /// The figures as plain values.
    fn data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        error::from_json(py, &self.to_json(py)?)
    }

    /// The figures as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.text(py, |told| told.to_json())
    }

    /// One page of HTML with everything in it.
    fn to_html(&self, py: Python<'_>) -> PyResult<String> {
        self.text(py, |told| told.to_html())
    }

    /// Tables as CSV, by the names of their files; none where there is no such form.
    fn to_csv<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let tables = py.detach(|| guard::caught(|| Ok(self.0.to_csv())));
        let by_name = PyDict::new(py);
        for (name, text) in tables.map_err(|e| error::raise(py, &e))? {
            by_name.set_item(name, text)?;
        }
        Ok(by_name)
    }
}

/// Runs a question without the interpreter lock.
fn told<T: Told + Send + Sync + 'static>(
    py: Python<'_>,
    ask: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<Report> {
    let told = py.detach(|| guard::caught(ask));
    told.map(|told| Report(Box::new(told)))
        .map_err(|e| error::raise(py, &e))
}

/// Options as JSON text; those that are built in where there are none.
fn said(options: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
    let options = options.map(|options| encode::to_json(options, CODE, "options"));
    Ok(options.transpose()?.unwrap_or_else(|| "{}".to_owned()))
}

/// What is asked about, as JSON text.
fn given(cases: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyAny>>) -> PyResult<(String, String)> {
    Ok((encode::to_json(cases, CODE, "cases")?, said(options)?))
}

/// Counts the baseline of a practice from its export: what is accepted before anything is sent.
#[pyfunction]
#[pyo3(signature = (system, files, options=None, **answers))]
pub(crate) fn audit(
    py: Python<'_>,
    system: Text<'_>,
    files: Dict<'_>,
    options: Option<&Bound<'_, PyAny>>,
    answers: Option<&Bound<'_, PyDict>>,
) -> PyResult<Report> {
    let (system, answers, files) = prepared(py, &system, &files, answers)?;
    let options = said(options)?;
    let files = borrowed(&files);
    told(py, || audit_json(&read(system, files, &answers)?, &options))
}

/// Runs a playbook over the past of an export.
#[pyfunction]
#[pyo3(signature = (playbook, system, files, options=None, **answers))]
pub(crate) fn backtest(
    py: Python<'_>,
    playbook: &Playbook,
    system: Text<'_>,
    files: Dict<'_>,
    options: Option<&Bound<'_, PyAny>>,
    answers: Option<&Bound<'_, PyDict>>,
) -> PyResult<Report> {
    let (system, answers, files) = prepared(py, &system, &files, answers)?;
    let options = said(options)?;
    let files = borrowed(&files);
    told(py, || {
        backtest_json(playbook.compiled(), &read(system, files, &answers)?, &options)
    })
}

/// JSON lines: text, or the bytes of a file.
enum Lines<'py> {
    Text(Bound<'py, PyString>),
    Bytes(Bound<'py, PyBytes>),
}

impl<'py> Lines<'py> {
    fn of(given: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        let lines = || -> Result<Self, Refusal> {
            if let Ok(text) = given.cast::<PyString>() {
                return Ok(Self::Text(text.clone()));
            }
            let bytes = encode::bytes_of(given).map_err(|refusal| refusal.with_code(CODE))?;
            let wrong = || encode::unlike(given, CODE, "JSON lines, as text or as bytes");
            Ok(Self::Bytes(bytes.ok_or_else(wrong)?))
        };
        lines().map_err(|refusal| refusal.under(name).raise(given.py()))
    }

    fn read(&self, name: &str) -> PyResult<&[u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.as_bytes()),
            Self::Text(text) => encode::text_of(text, CODE, name)
                .map(str::as_bytes)
                .map_err(|e| error::raise(text.py(), &e)),
        }
    }
}

/// Sums up a journal that a host kept, with the plans beside it.
#[pyfunction]
pub(crate) fn monthly_report(
    py: Python<'_>,
    journal: &Bound<'_, PyAny>,
    plans: &Bound<'_, PyAny>,
    options: &Bound<'_, PyAny>,
) -> PyResult<Report> {
    let (journal, plans) = (Lines::of(journal, "journal")?, Lines::of(plans, "plans")?);
    let (journal, plans, options) = (journal.read("journal")?, plans.read("plans")?, said(Some(options))?);
    told(py, || report_json(journal, plans, &options))
}

/// A simulation, to be summed up and looked into.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct Simulation(followthrough_insight::simulate::Simulation);

#[pymethods]
impl Simulation {
    /// What it came to.
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        told(py, || Ok(report(&self.0)))
    }

    /// Every plan about which somebody was written to.
    fn contacted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answer(py, || value_of(contacted(&self.0)))
    }

    /// Every pending plan about which nobody was written to, and why.
    fn not_contacted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answer(py, || value_of(not_contacted(&self.0)))
    }

    /// One case from beginning to end; none where no plan of that id was told of.
    fn timeline(&self, py: Python<'_>, case_id: Text<'_>) -> PyResult<Option<Report>> {
        let case_id = case_id.read("case_id")?;
        let found = py.detach(|| {
            guard::caught(|| {
                Ok(CaseId::parse(case_id)
                    .ok()
                    .and_then(|id| Timeline::of_simulation(&self.0, &id)))
            })
        });
        let found = found.map_err(|e| error::raise(py, &e))?;
        Ok(found.map(|timeline| Report(Box::new(timeline))))
    }

    /// Every call of the engine as a line of JSON.
    fn records(&self, py: Python<'_>) -> PyResult<String> {
        let lines = py.detach(|| guard::caught(|| Ok(self.0.to_json_lines())));
        lines.map_err(|e| error::raise(py, &e))
    }
}

/// Plays a playbook over a practice's cases: what `read_export` gave, or recipients and plans.
#[pyfunction]
#[pyo3(signature = (playbook, cases, options=None))]
pub(crate) fn simulate(
    py: Python<'_>,
    playbook: &Playbook,
    cases: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
) -> PyResult<Simulation> {
    let (cases, options) = given(cases, options)?;
    let done = py.detach(|| guard::caught(|| simulate_json(playbook.compiled(), &cases, &options)));
    done.map(Simulation).map_err(|e| error::raise(py, &e))
}

/// Plays two playbooks over the same cases.
#[pyfunction]
#[pyo3(signature = (old, new, cases, options=None))]
pub(crate) fn compare(
    py: Python<'_>,
    old: &Playbook,
    new: &Playbook,
    cases: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let (cases, options) = given(cases, options)?;
    told(py, || compare_json(old.compiled(), new.compiled(), &cases, &options))
}

/// All that would happen to one patient who never answers, as a timeline.
#[pyfunction]
#[pyo3(signature = (playbook, plan, recipient, now, facts_as_of=None))]
pub(crate) fn preview_timeline(
    py: Python<'_>,
    playbook: &Playbook,
    plan: &Bound<'_, PyAny>,
    recipient: &Bound<'_, PyAny>,
    now: &Bound<'_, PyAny>,
    facts_as_of: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let moment = moment::to_json(now, facts_as_of, None, false)?;
    let plan = encode::to_json(plan, Code::EventMalformed, "")?;
    let recipient = encode::to_json(recipient, Code::EventMalformed, "")?;
    told(py, || {
        let moment = Moment::from_json(&moment)?;
        let preview = playbook.compiled().preview_of_json(&plan, &recipient, moment)?;
        Ok(Timeline::of_preview(&preview))
    })
}

/// Runs a scenario, under another playbook than its own where one is given; what is told of the run is JSON text.
fn of_scenario<'py>(
    py: Python<'py>,
    scenario: &Bound<'py, PyAny>,
    playbook: Option<&Playbook>,
    tell: impl FnOnce(&Scenario) -> String + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let text = encode::to_json(scenario, CODE, "")?;
    let told = py.detach(|| {
        guard::caught(|| {
            let scenario = match playbook {
                Some(playbook) => Scenario::parse_under(&text, playbook.compiled()),
                None => Scenario::parse(&text),
            };
            Ok(scenario.map(|scenario| tell(&scenario)))
        })
    });
    let told = told.map_err(|e| error::raise(py, &e))?;
    error::from_json(py, &told.map_err(|errors| error::raise_scenario(py, &errors))?)
}

/// Runs a scenario: a line for each call of the engine.
#[pyfunction]
#[pyo3(signature = (scenario, playbook=None))]
pub(crate) fn replay<'py>(
    py: Python<'py>,
    scenario: &Bound<'py, PyAny>,
    playbook: Option<&Playbook>,
) -> PyResult<Bound<'py, PyAny>> {
    of_scenario(py, scenario, playbook, |scenario| scenario.run().to_json())
}

/// Runs a scenario and compares it with what it expects.
#[pyfunction]
#[pyo3(signature = (scenario, playbook=None))]
pub(crate) fn check_scenario<'py>(
    py: Python<'py>,
    scenario: &Bound<'py, PyAny>,
    playbook: Option<&Playbook>,
) -> PyResult<Bound<'py, PyAny>> {
    of_scenario(py, scenario, playbook, |scenario| scenario.check().to_json())
}

/// Asks `stats` a question of one kind.
fn ask<'py>(py: Python<'py>, kind: &str, about: &[(&str, &Bound<'py, PyAny>)]) -> PyResult<Bound<'py, PyAny>> {
    let question = PyDict::new(py);
    question.set_item("kind", kind)?;
    for (name, value) in about {
        question.set_item(name, value)?;
    }
    let question = encode::to_json(&question, CODE, "")?;
    let found = py.detach(|| guard::caught(|| stats::ask(&question)));
    error::from_json(py, &found.map_err(|e| error::raise(py, &e))?)
}

fn ask_surely<'py>(
    py: Python<'py>,
    kind: &str,
    about: &[(&str, &Bound<'py, PyAny>)],
    confidence: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let sure = confidence.map(|confidence| ("confidence", confidence));
    let about: Vec<_> = about.iter().copied().chain(sure).collect();
    ask(py, kind, &about)
}

/// A share and its interval (Wilson).
#[pyfunction]
#[pyo3(signature = (hits, of, confidence=None))]
pub(crate) fn wilson<'py>(
    py: Python<'py>,
    hits: &Bound<'py, PyAny>,
    of: &Bound<'py, PyAny>,
    confidence: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    ask_surely(py, "wilson", &[("hits", hits), ("of", of)], confidence)
}

/// The difference of two shares and its interval (Newcombe), looked at once.
#[pyfunction]
#[pyo3(signature = (first, second, confidence=None))]
pub(crate) fn newcombe<'py>(
    py: Python<'py>,
    first: &Bound<'py, PyAny>,
    second: &Bound<'py, PyAny>,
    confidence: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    ask_surely(py, "newcombe", &[("first", first), ("second", second)], confidence)
}

/// The difference of two shares and an interval that may be looked at every month.
#[pyfunction]
#[pyo3(signature = (first, second, confidence=None))]
pub(crate) fn difference_at_any_look<'py>(
    py: Python<'py>,
    first: &Bound<'py, PyAny>,
    second: &Bound<'py, PyAny>,
    confidence: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    ask_surely(
        py,
        "difference_at_any_look",
        &[("first", first), ("second", second)],
        confidence,
    )
}

/// Time to something of which not everybody's end was seen.
#[pyfunction]
#[pyo3(signature = (observations, confidence=None))]
pub(crate) fn kaplan_meier<'py>(
    py: Python<'py>,
    observations: &Bound<'py, PyAny>,
    confidence: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    ask_surely(py, "kaplan_meier", &[("observations", observations)], confidence)
}

/// Whether two such times differ.
#[pyfunction]
pub(crate) fn log_rank<'py>(
    py: Python<'py>,
    first: &Bound<'py, PyAny>,
    second: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    ask(py, "log_rank", &[("first", first), ("second", second)])
}
