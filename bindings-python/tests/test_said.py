"""What is said and heard: the vectors of independent implementations, asked as a script would."""

import json
from datetime import timedelta

import pytest
from conftest import shared
from job import PRESENTED, plan, playbook, recipient

from followthrough import (
    FollowthroughError,
    FollowUp,
    check_template,
    check_unsubscribe,
    classify_many,
    deferred_interest,
    lint_commercial_email,
    lint_credit_terms,
    lint_message,
    payment,
    sms_segments,
    transliterate,
    unsubscribe_request,
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


def email_cases(kind: str, least: int) -> list[dict]:
    found = [case for case in cases("email/list_unsubscribe.json") if case["kind"] == kind]
    assert len(found) >= least
    return found


@needs_vectors
def test_unsubscribe_headers():
    for case in email_cases("headers", 19):
        headers = {
            "List-Unsubscribe": case["list_unsubscribe"],
            "List-Unsubscribe-Post": case["list_unsubscribe_post"],
        }
        expected = {
            "rfc2369_valid": case["rfc2369_valid"],
            "one_click": case["rfc8058_one_click"],
            "problems": case["problems"],
        }
        assert check_unsubscribe(headers, case["dkim_signed_headers"]) == expected, case["id"]
        pairs = [(name, value) for name, value in headers.items() if value is not None]
        assert check_unsubscribe(pairs, case["dkim_signed_headers"]) == expected, case["id"]


@needs_vectors
def test_unsubscribe_requests():
    answers = {
        "200": {"done"},
        "200_page": {"done_page", "ask_page"},
        "200_empty": {"ask_headers"},
        "204_or_405": {"options"},
        "404_or_400": {"bad_request", "not_found"},
        "405": {"method_not_allowed"},
    }
    for case in email_cases("request", 15):
        token = "valid" if case["token"].startswith("valid_age_") else case["token"]
        for body in (case["body"], case["body"].encode()):
            found = unsubscribe_request(
                method=case["method"], content_type=case["content_type"], body=body, token=token
            )
            assert found["unsubscribe"] == case["expect"]["unsubscribe"], case["id"]
            assert found["answer"] in answers[case["expect"]["response"]], case["id"]
            assert str(found["status"]) in case["expect"]["response"], case["id"]


@needs_vectors
def test_commercial_content():
    """An e-mail of which the facts of the case are true."""
    facts = ["commercial", "postal_address", "optout_in_body", "subject_misleading"]
    demands = ["optout_requires_login", "optout_requires_reason"]
    for case in email_cases("commercial_content", 7):
        url = "https://book.example.com/peachtree?ft=V_9sDQE_COYB1539AwmXhpWL"
        lines = ["Your plan is ready."]
        lines += ["1 Peachtree St", "Atlanta, GA 30303"] if case["postal_address"] else []
        lines += [f"Unsubscribe: {url}"] if case["optout_in_body"] else []
        email = {
            "subject": "Fwd: your plan" if case["subject_misleading"] else "Your plan",
            "text": "\n".join(lines),
            "postal_address": "1 Peachtree St, Atlanta, GA 30303",
            "unsubscribe_url": url,
            "commercial": case["commercial"],
            **{demand: case.get(demand, False) for demand in demands},
        }
        found = lint_commercial_email(email)
        assert [found[fact] for fact in facts] == [case[fact] for fact in facts], case["id"]
        assert found["allowed"] == case["allowed"], (case["id"], found["problems"])


class Mailed:
    """A follow-up whose first e-mail has left."""

    def __init__(self):
        self.playbook, self.at, self.told = playbook(), PRESENTED, 0
        consent = {"type": "granted", "at": "2025-11-03T15:00:00Z"}
        self.follow_up = FollowUp(
            recipient(contacts=[{"kind": "email", "value": "ana@example.com", "consent": consent}])
        )
        self.playbook.handle(self.follow_up, self.at, plan())
        mails: list = []
        while not mails:
            self.at += timedelta(hours=1)
            actions = self.playbook.tick(self.follow_up, self.at)["actions"]
            mails = [action for action in actions if action.get("channel") == "email"]
        self.mail = mails[0]

    def hear(self, event: dict) -> None:
        self.told += 1
        self.playbook.handle(self.follow_up, self.at, {"event_id": f"m-{self.told}", "at": self.at, **event})

    def receipt(self, **what: str) -> None:
        self.hear({"type": "receipt", "action_id": self.mail["id"], **what})

    def click(self, purpose: str, kind: str) -> None:
        (token,) = [link["token"] for link in self.mail["links"] if link["purpose"] == purpose]
        self.hear({"type": "click", "token": token, "kind": kind})

    def stands(self) -> tuple:
        held = self.follow_up.export_person()
        return [case["state"] for case in held["cases"]], held["contacts"], held.get("opted_out_of_everything_at")


@needs_vectors
@pytest.mark.parametrize("purpose", ["book", "unsubscribe"])
def test_events_after_an_email(purpose: str):
    events = {
        "open_pixel": lambda mailed: mailed.receipt(result="opened"),
        "link_get": lambda mailed: mailed.click(purpose, "landed"),
        "landing_page_post": lambda mailed: mailed.click(purpose, "confirmed"),
        # The host takes it for a machine's: it tells of fetches.
        "link_get_then_post_within_1s_same_ua": lambda mailed: mailed.click(purpose, "landed"),
        "complaint_feedback_loop": lambda mailed: mailed.receipt(result="complained"),
        "hard_bounce": lambda mailed: mailed.receipt(result="bounced"),
        "soft_bounce": lambda mailed: mailed.receipt(result="failed", **{"class": "temporary"}),
    }
    for case in email_cases("event", 9):
        mailed = Mailed()
        before = mailed.stands()
        events[case["event"]](mailed)
        assert (mailed.stands() != before) == case["expect"]["engagement_state_change"], case["id"]


def test_the_headers_of_a_send_are_those_that_are_asked_for():
    signed = ["from", "subject", "list-unsubscribe", "list-unsubscribe-post"]
    assert check_unsubscribe(Mailed().mail["headers"], signed) == {
        "rfc2369_valid": True,
        "one_click": True,
        "problems": [],
    }


def test_what_is_no_email():
    with pytest.raises(FollowthroughError, match="FT-H001 headers"):
        check_unsubscribe({"List-Unsubscribe": 1}, [])
    with pytest.raises(FollowthroughError, match="FT-H001 token"):
        unsubscribe_request(method="GET", token="expired")
    with pytest.raises(FollowthroughError, match="FT-H001 body"):
        unsubscribe_request(method="POST", token="valid", body=7)
    with pytest.raises(FollowthroughError, match="FT-H001 email"):
        lint_commercial_email({"subjct": "x"})


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
