//! `time_zones=`: zone data of the host's own.

use followthrough::playbook::Options;
use followthrough::schedule::TimeZones;
use followthrough::{Code, Error};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::encode::Refusal;
use crate::{encode, guard};

/// As the host gave it: a version, and TZif bytes by name. Also the form in which `pickle` keeps it.
pub(crate) type Given = (String, Vec<(String, Vec<u8>)>);

/// Where errors say it is.
const NAME: &str = "time_zones";

/// `{"version": "2026h", "zones": {"America/New_York": bytes, …}}`.
pub(crate) fn given(py: Python<'_>, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Given>> {
    let given = value.map(|value| guard::caught_reading(|| read(value)));
    given.transpose().map_err(|refusal| refusal.raise(py))
}

fn read(value: &Bound<'_, PyAny>) -> Result<Given, Refusal> {
    let refuse = |path: &str, what: &str| {
        Error::new(Code::UnknownTimeZone, what)
            .at(path)
            .under(NAME)
            .help("give {\"version\": \"2026h\", \"zones\": {\"America/New_York\": bytes}}")
    };
    let Ok(value) = value.cast::<PyDict>() else {
        return Err(refuse("", "expected a dict").into());
    };
    let (mut version, mut zones) = (None, None);
    for (key, value) in encode::entries(value) {
        match key.extract::<String>().as_deref() {
            Ok("version") => version = value.cast::<PyString>().ok().and_then(|text| text.extract().ok()),
            Ok("zones") => zones = value.cast_into::<PyDict>().ok(),
            _ => return Err(refuse("", "expected the keys version and zones, and no others").into()),
        }
    }
    let version = version.ok_or_else(|| refuse("version", "expected the version as text"))?;
    let zones = zones.ok_or_else(|| refuse("zones", "expected a dict of bytes by name"))?;
    let mut read = Vec::with_capacity(zones.len());
    for (name, bytes) in encode::entries(&zones) {
        let name: String = name
            .extract()
            .map_err(|_| refuse("zones", "expected names that are text"))?;
        let place = format!("{NAME}.zones.{name}");
        let content =
            encode::bytes_of(&bytes).map_err(|refusal| refusal.with_code(Code::UnknownTimeZone).under(&place))?;
        let Some(bytes) = content else {
            return Err(refuse(&format!("zones.{name}"), "expected the bytes of a TZif file").into());
        };
        read.push((name, bytes.as_bytes().to_vec()));
    }
    Ok((version, read))
}

/// What the engine makes of it.
pub(crate) fn options(given: Option<&Given>) -> Result<Options, Error> {
    let Some((version, zones)) = given else {
        return Ok(Options::default());
    };
    let zones = zones.iter().map(|(name, bytes)| (name, bytes));
    let read = TimeZones::new(version, zones).map_err(|error| error.under(NAME))?;
    Ok(Options::default().with_time_zones(read))
}
