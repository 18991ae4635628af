//! The form of e-mails: unsubscribe headers, requests at the unsubscribe link, commercial content.

use followthrough::Code;
use followthrough::link::{self, TokenState, UnsubscribeRequest};
use followthrough::message::{self, CommercialEmail};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::argument::{List, Text};
use crate::encode::Refusal;
use crate::small::{answer, value_of};
use crate::{argument, encode};

/// Whether the headers of an e-mail let a person leave with one click: `{"rfc2369_valid", "one_click", "problems"}`.
#[pyfunction]
pub(crate) fn check_unsubscribe<'py>(
    py: Python<'py>,
    headers: &Bound<'py, PyAny>,
    dkim_signed_headers: List<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let headers = encode::to_json(headers, Code::EventMalformed, "headers")?;
    let dkim_signed_headers = dkim_signed_headers.texts("dkim_signed_headers")?;
    answer(py, || {
        let headers = message::headers_from_json(&headers)?;
        value_of(message::check_unsubscribe(&headers, &dkim_signed_headers))
    })
}

/// What to answer at the unsubscribe link: `{"unsubscribe", "answer", "status", "allow"}`.
#[pyfunction]
#[pyo3(signature = (*, method, token, content_type=None, body=None))]
pub(crate) fn unsubscribe_request<'py>(
    py: Python<'py>,
    method: Text<'py>,
    token: Text<'py>,
    content_type: Option<Text<'py>>,
    body: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (method, token) = (method.read("method")?, token.read("token")?);
    let content_type = argument::read(content_type.as_ref(), "content_type")?;
    let body = body.map_or(Ok(Vec::new()), bytes);
    let body = body.map_err(|refusal| refusal.under("body").raise(py))?;
    answer(py, || {
        let token = TokenState::parse(token)?;
        let request = UnsubscribeRequest {
            method,
            content_type,
            body: &body,
        };
        value_of(link::unsubscribe_request(&request, token))
    })
}

/// What CAN-SPAM asks of the form of an e-mail: the facts, `"allowed"` and `"problems"`.
#[pyfunction]
pub(crate) fn lint_commercial_email<'py>(py: Python<'py>, email: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let email = encode::to_json(email, Code::EventMalformed, "email")?;
    answer(py, || {
        let email = CommercialEmail::from_json(&email).map_err(|e| e.under("email"))?;
        value_of(message::lint_commercial_email(&email))
    })
}

/// A body as a server has it: bytes, or text.
fn bytes(body: &Bound<'_, PyAny>) -> Result<Vec<u8>, Refusal> {
    let code = Code::EventMalformed;
    if let Some(bytes) = encode::bytes_of(body)? {
        return Ok(bytes.as_bytes().to_vec());
    }
    let text = body.cast::<PyString>();
    let text = text.map_err(|_| encode::unlike(body, code, "bytes or text"))?;
    Ok(encode::text_of(text, code, "")?.as_bytes().to_vec())
}
