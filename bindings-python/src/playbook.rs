//! `Playbook`: the practice's document, parsed and checked once, and the two verbs.

use followthrough::playbook::PlaybookErrors;
use followthrough::{Code, Error};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::argument::{List, Text};
use crate::follow_up::FollowUp;
use crate::{encode, error, guard, moment, zones};

/// The practice's document, parsed and checked. Never changes; safe to share between threads.
#[pyclass(frozen, module = "followthrough")]
#[derive(Clone)]
pub(crate) struct Playbook {
    compiled: followthrough::Playbook,
    source: Source,
}

/// What it was read from, for `pickle`.
#[derive(Clone)]
struct Source {
    text: String,
    form: Form,
    keys: Option<Vec<Vec<u8>>>,
    time_zones: Option<zones::Given>,
}

#[derive(Clone, Copy)]
enum Form {
    Yaml,
    Json,
}

enum Refused {
    Document(PlaybookErrors),
    Other(Error),
}

impl Refused {
    fn raise(&self, py: Python<'_>) -> PyErr {
        match self {
            Self::Document(errors) => error::raise_all(py, errors),
            Self::Other(one) => error::raise(py, one),
        }
    }
}

fn compiled(source: &Source) -> Result<followthrough::Playbook, Refused> {
    let read = guard::caught(|| {
        let options = zones::options(source.time_zones.as_ref())?;
        Ok(match source.form {
            Form::Yaml => followthrough::Playbook::from_yaml_with(&source.text, &options),
            Form::Json => followthrough::Playbook::from_json_with(&source.text, &options),
        })
    });
    let playbook = read.map_err(Refused::Other)?.map_err(Refused::Document)?;
    match &source.keys {
        Some(keys) => guard::caught(|| playbook.with_link_keys(keys)).map_err(Refused::Other),
        None => Ok(playbook),
    }
}

fn read(py: Python<'_>, source: Source) -> PyResult<Playbook> {
    let compiled = py.detach(|| compiled(&source)).map_err(|refused| refused.raise(py))?;
    Ok(Playbook { compiled, source })
}

impl Playbook {
    pub(crate) fn compiled(&self) -> &followthrough::Playbook {
        &self.compiled
    }

    fn decide(&self, py: Python<'_>, follow_up: &FollowUp, moment: &str, event: Option<&str>) -> PyResult<String> {
        let decided = py.detach(|| {
            let mut state = follow_up.locked();
            guard::caught(|| match event {
                Some(event) => self.compiled.handle_json(&mut state, moment, event),
                None => self.compiled.tick_json(&mut state, moment),
            })
        });
        decided.map_err(|e| error::raise(py, &e))
    }
}

impl Playbook {
    /// A question that changes nothing.
    fn look<'py>(
        &self,
        py: Python<'py>,
        follow_up: &FollowUp,
        moment: &str,
        ask: impl FnOnce(&followthrough::FollowUp, &str) -> Result<String, Error> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let answer = py.detach(|| {
            let state = follow_up.locked();
            guard::caught(|| ask(&state, moment))
        });
        error::from_json(py, &answer.map_err(|e| error::raise(py, &e))?)
    }
}

#[pymethods]
impl Playbook {
    /// Reads a playbook from YAML, with zone data of the host's own where there is any.
    #[staticmethod]
    #[pyo3(signature = (text, time_zones=None))]
    fn from_yaml(py: Python<'_>, text: Text<'_>, time_zones: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let text = text.read("text")?.to_owned();
        let time_zones = zones::given(py, time_zones)?;
        read(
            py,
            Source {
                text,
                form: Form::Yaml,
                keys: None,
                time_zones,
            },
        )
    }

    /// Reads a playbook from JSON text, or from the same as plain values; zone data as with `from_yaml`.
    #[staticmethod]
    #[pyo3(signature = (document, time_zones=None))]
    fn from_json(py: Python<'_>, document: &Bound<'_, PyAny>, time_zones: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let time_zones = zones::given(py, time_zones)?;
        let text = encode::to_json(document, Code::PlaybookBadValue, "")?;
        read(
            py,
            Source {
                text,
                form: Form::Json,
                keys: None,
                time_zones,
            },
        )
    }

    /// The same playbook with the host's keys for links, newest first.
    fn with_link_keys(&self, py: Python<'_>, keys: List<'_>) -> PyResult<Self> {
        let keys = keys.keys("keys")?;
        // The document was read already; only the keys are new.
        let compiled =
            guard::caught(|| self.compiled.clone().with_link_keys(&keys)).map_err(|e| error::raise(py, &e))?;
        Ok(Self {
            compiled,
            source: Source {
                keys: Some(keys),
                ..self.source.clone()
            },
        })
    }

    /// The practice's name.
    #[getter]
    fn practice_name(&self) -> &str {
        self.compiled.practice_name()
    }

    /// What it follows up: `plan`, `recall`, …
    #[getter]
    fn subject(&self) -> &str {
        self.compiled.subject().as_str()
    }

    /// What tells this revision from others.
    #[getter]
    fn revision(&self) -> String {
        self.compiled.revision().to_string()
    }

    /// The version of the zone data in force: the host's, else that of the bundled data.
    #[getter]
    fn tz_version(&self) -> &str {
        self.compiled.tz_version()
    }

    /// Begins to follow up a person, by this playbook's zone data: a dict as the wire has it, or its JSON text.
    fn begin(&self, py: Python<'_>, recipient: &Bound<'_, PyAny>) -> PyResult<FollowUp> {
        let text = encode::to_json(recipient, Code::EventMalformed, "")?;
        let begun = py.detach(|| guard::caught(|| self.compiled.begin_json(&text)));
        begun.map(FollowUp::of).map_err(|e| error::raise(py, &e))
    }

    /// Takes in what happened; what to do now, as plain values.
    #[pyo3(signature = (follow_up, now, event, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn handle<'py>(
        &self,
        py: Python<'py>,
        follow_up: &FollowUp,
        now: &Bound<'py, PyAny>,
        event: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let text = self.handle_json(py, follow_up, now, event, facts_as_of, hold_until, confirm_leap)?;
        error::from_json(py, &text)
    }

    /// The same as `handle`, as the engine's own text.
    #[pyo3(signature = (follow_up, now, event, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn handle_json(
        &self,
        py: Python<'_>,
        follow_up: &FollowUp,
        now: &Bound<'_, PyAny>,
        event: &Bound<'_, PyAny>,
        facts_as_of: Option<&Bound<'_, PyAny>>,
        hold_until: Option<&Bound<'_, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<String> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let event = encode::to_json(event, Code::EventMalformed, "")?;
        self.decide(py, follow_up, &moment, Some(&event))
    }

    /// Lets time pass; what to do now, as plain values.
    #[pyo3(signature = (follow_up, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn tick<'py>(
        &self,
        py: Python<'py>,
        follow_up: &FollowUp,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let text = self.tick_json(py, follow_up, now, facts_as_of, hold_until, confirm_leap)?;
        error::from_json(py, &text)
    }

    /// The same as `tick`, as the engine's own text.
    #[pyo3(signature = (follow_up, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn tick_json(
        &self,
        py: Python<'_>,
        follow_up: &FollowUp,
        now: &Bound<'_, PyAny>,
        facts_as_of: Option<&Bound<'_, PyAny>>,
        hold_until: Option<&Bound<'_, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<String> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        self.decide(py, follow_up, &moment, None)
    }

    /// Whether a message that was handed out may leave now; the look right before it is sent.
    #[pyo3(signature = (follow_up, action_id, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn may_still_send<'py>(
        &self,
        py: Python<'py>,
        follow_up: &FollowUp,
        action_id: Text<'_>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let action_id = action_id.read("action_id")?;
        self.look(py, follow_up, &moment, |state, moment| {
            self.compiled.may_still_send_json(state, action_id, moment)
        })
    }

    /// Why things are as they are, and what comes next, as plain values.
    #[pyo3(signature = (follow_up, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        follow_up: &FollowUp,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        self.look(py, follow_up, &moment, |state, moment| {
            self.compiled.explain_json(state, moment)
        })
    }

    /// What is wrong with it although it can be read, as plain values; also against the revision before.
    #[pyo3(signature = (day=None, before=None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        day: Option<&Bound<'py, PyAny>>,
        before: Option<PyRef<'py, Self>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let day = day
            .map(|day| encode::date(day, "day", Code::EventMalformed))
            .transpose()?;
        let before = before.map(|before| before.compiled.clone());
        let report = py.detach(|| guard::caught(|| self.compiled.check_json(day.as_deref(), before.as_ref())));
        error::from_json(py, &report.map_err(|e| error::raise(py, &e))?)
    }

    /// All that would happen to one patient who never answers, as plain values.
    #[pyo3(signature = (plan, recipient, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn preview<'py>(
        &self,
        py: Python<'py>,
        plan: &Bound<'py, PyAny>,
        recipient: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let plan = encode::to_json(plan, Code::EventMalformed, "")?;
        let recipient = encode::to_json(recipient, Code::EventMalformed, "")?;
        let told = py.detach(|| guard::caught(|| self.compiled.preview_json(&plan, &recipient, &moment)));
        error::from_json(py, &told.map_err(|e| error::raise(py, &e))?)
    }

    /// What publishing another playbook would change for these follow-ups, as plain values.
    #[pyo3(signature = (new, follow_ups, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn preview_change<'py>(
        &self,
        py: Python<'py>,
        new: &Self,
        follow_ups: List<'py>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let follow_ups = follow_ups.read("follow_ups", Code::EventMalformed, "follow-ups", |item| {
            let follow_up = item.cast::<FollowUp>();
            let follow_up = follow_up.map_err(|_| encode::unlike(item, Code::EventMalformed, "a FollowUp"))?;
            Ok(follow_up.clone().unbind())
        })?;
        let told = py.detach(|| {
            guard::caught(|| {
                let moment = followthrough::Moment::from_json(&moment)?;
                let copies: Vec<followthrough::FollowUp> =
                    follow_ups.iter().map(|one| one.get().locked().clone()).collect();
                Ok(self.compiled.preview_change(&new.compiled, &copies, moment)?.to_json())
            })
        });
        error::from_json(py, &told.map_err(|e| error::raise(py, &e))?)
    }

    /// A flowchart in Mermaid.
    fn to_mermaid(&self, py: Python<'_>) -> PyResult<String> {
        let drawn = py.detach(|| guard::caught(|| Ok(self.compiled.to_mermaid())));
        drawn.map_err(|e| error::raise(py, &e))
    }

    /// A page of HTML that needs nothing else, to be read and signed.
    fn to_html(&self, py: Python<'_>) -> PyResult<String> {
        let drawn = py.detach(|| guard::caught(|| Ok(self.compiled.to_html())));
        drawn.map_err(|e| error::raise(py, &e))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        // It never changes: itself is as good as a copy.
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Pickled)> {
        let restore = py
            .import("followthrough._followthrough")?
            .getattr("_restore_playbook")?;
        let form = match self.source.form {
            Form::Yaml => "yaml",
            Form::Json => "json",
        };
        let Source {
            text, keys, time_zones, ..
        } = self.source.clone();
        Ok((restore, (text, form, keys, time_zones)))
    }

    fn __repr__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::from_fmt(py, format_args!("<Playbook {:?}>", self.compiled.practice_name()))
    }
}

/// What `pickle` keeps.
type Pickled = (String, &'static str, Option<Vec<Vec<u8>>>, Option<zones::Given>);

/// What `pickle` calls. A pickle of a playbook with link keys holds the keys: guard it like them.
#[pyfunction]
#[pyo3(signature = (text, form, keys, time_zones=None))]
pub(crate) fn _restore_playbook(
    py: Python<'_>,
    text: Text<'_>,
    form: Text<'_>,
    keys: Option<Vec<Vec<u8>>>,
    time_zones: Option<zones::Given>,
) -> PyResult<Playbook> {
    let text = text.read("text")?.to_owned();
    let form = if form.read("form")? == "yaml" {
        Form::Yaml
    } else {
        Form::Json
    };
    read(
        py,
        Source {
            text,
            form,
            keys,
            time_zones,
        },
    )
}
