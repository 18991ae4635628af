"""What is said and heard: the vectors of independent implementations, asked as a script would."""

import json

import pytest
from conftest import shared

from followthrough import (
    FollowthroughError,
    check_template,
    classify_many,
    deferred_interest,
    lint_credit_terms,
    lint_message,
    payment,
    sms_segments,
    transliterate,
)

FOLDER = shared("data")
needs_vectors = pytest.mark.skipif(FOLDER is None, reason="no ../shared/data; set FOLLOWTHROUGH_SHARED to run them")


def cases(name: str) -> list[dict]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))["cases"]


@needs_vectors
def test_segments():
    for case in cases("sms/segments.json"):
        found = sms_segments(case["text"])
        assert all(found[key] == case[key] for key in ("encoding", "units", "segments", "segment_units")), case["id"]


@needs_vectors
def test_credit_terms():
    for case in cases("law/reg_z.json"):
        found = lint_credit_terms(case["text"], case["product"], case["facts"])
        assert all(found.get(key) == case.get(key) for key in ("triggers", "required", "problem", "compliant")), case["id"]


@needs_vectors
def test_payments():
    for case in cases("finance/amortization.json"):
        if case["kind"] == "deferred_interest":
            found = deferred_interest(case["principal"], case["apr_percent"], case["promo_months"], case["payments"])
            assert {key: json.loads(json.dumps(value, default=str)) for key, value in found.items()} == {
                key: case[key] for key in found
            }, case["id"]
            continue
        found = payment(case["principal"], case["apr_percent"], case["months"], case["rounding"])
        assert str(found["payment"]) == case["payment"], case["id"]
        assert str(found["total_of_payments"]) == case["total_of_payments"], case["id"]


@needs_vectors
def test_disclosures():
    for case in cases("phi/lint.json"):
        if case["kind"] != "text":
            continue
        form = form_of(case)
        names = {key: case["context"].get(key) for key in ("practice_name", "provider_name", "first_name")}
        found = lint_message(case["text"], form, **{key: name for key, name in names.items() if name is not None})
        assert sorted({finding["class"] for finding in found}) == sorted(case["denied_classes"]), case["id"]


@needs_vectors
def test_templates():
    for case in cases("phi/lint.json"):
        if case["kind"] != "template":
            continue
        problems = [problem["message"] for problem in check_template(case["template"], form_of(case))]
        for field in case["denied_fields"]:
            assert any(field in problem for problem in problems), (case["id"], field)
        denied = [problem for problem in problems if "may not carry" in problem]
        assert not (denied and case["allowed"]), (case["id"], denied)


def form_of(case: dict) -> str:
    forms = {"sms_body": "sms", "email_subject": "subject", "staff": "text"}
    if case["channel"] == "email_body":
        return "detailed" if case["email_consent"] else "plain"
    return forms.get(case["channel"], case["channel"])


@needs_vectors
def test_replies():
    labelled = cases("replies/intents.json")
    for case, reading in zip(labelled, classify_many([case["text"] for case in labelled]), strict=True):
        kinds = {intent["type"] for intent in reading["intents"]}
        assert case["opt_out"] != "forbidden" or "opt_out" not in kinds, case["id"]
        assert case["opt_out"] != "required" or "opt_out" in kinds, case["id"]
        assert case["affirm"] != "forbidden" or "affirm" not in kinds, case["id"]


def test_an_sms_in_other_letters():
    text = "Hola María, ¿cómo está? Para agendar su cita: https://book.example.com/peachtree/7k2m"
    offer = transliterate(text)
    assert offer["text"] == text.replace("í", "i").replace("ó", "o").replace("á", "a")
    assert (offer["segments"]["encoding"], offer["segments"]["segments"], offer["saved"]) == ("GSM-7", 1, 1)
    assert transliterate("Hola María") is None


def test_what_is_no_credit_product():
    with pytest.raises(FollowthroughError, match="FT-H001 product"):
        lint_credit_terms("0% APR", "loan")
    with pytest.raises(FollowthroughError, match="FT-H001 facts"):
        lint_credit_terms("0% APR", "open_end", {"introductory": True})
