"""A playbook looked at before it touches a patient: a picture, one patient, everybody."""

from datetime import timedelta

import followthrough
import job
import pytest
from followthrough import Caseload, FollowUp, Playbook
from job import PRESENTED

MOVED = job.PLAYBOOK + (
    "sequences:\n"
    "  - id: general\n"
    "    steps:\n"
    "      - {id: hello, day: 1, channel: sms, template: hello, otherwise: [portal, email]}\n"
    "      - {id: soft, day: 9, channel: sms, template: soft_nudge}\n"
)


def hello_sent() -> FollowUp:
    follow_up = job.presented()
    job.playbook().tick(follow_up, PRESENTED + timedelta(days=1))
    return follow_up


def test_one_patient_who_never_answers():
    preview = job.playbook().preview(job.plan()["plan"], job.recipient(), PRESENTED)
    assert (preview["recipient_id"], preview["case_id"]) == ("r-77", "tp-1")
    enrolled, hello = preview["timeline"][:2]
    assert (enrolled["type"], enrolled["sequence"]) == ("enrolled", "general")
    assert (hello["type"], hello["step"], hello["to"]) == ("message", "hello", "+14045550177")
    assert hello["text"].startswith("Hi Ana, it's Peachtree Family Dental.")
    skipped = [item for item in preview["timeline"] if item["type"] == "skipped"]
    assert skipped[0]["reason"] == "no_channel"
    assert (preview["timeline"][-1]["type"], preview["outcome"]) == ("closed", "exhausted")
    small = job.playbook().preview(job.plan(fee="120.00")["plan"], job.recipient(), PRESENTED)
    assert "outcome" in small and any("at least $500.00" in sentence for sentence in small["why_not"])
    with pytest.raises(followthrough.FollowthroughError, match="FT-H001 plan"):
        job.playbook().preview({"id": "tp-1"}, job.recipient(), PRESENTED)


def test_what_a_revision_changes():
    old, new = job.playbook(), Playbook.from_yaml(MOVED).with_link_keys([job.KEY])
    follow_up = hello_sent()
    before = follow_up.to_json()
    now = PRESENTED + timedelta(days=2)
    change = old.preview_change(new, [follow_up, follow_up], now)
    assert [case["kind"] for case in change["cases"]] == ["moved", "moved"]
    assert {"kind": "moved", "cases": 2} in change["totals"]
    assert (change["from"], change["to"]) == (old.revision, new.revision)
    [case, _] = change["cases"]
    assert case["before"]["at"] < case["after"]["at"]
    assert follow_up.to_json() == before
    # And so it happens.
    decision = new.tick(follow_up, now)
    assert decision["wake_at"] == case["after"]["at"]
    with pytest.raises(followthrough.FollowthroughError, match=r"FT-H005 follow_ups\[0\]\.now"):
        old.preview_change(new, [follow_up], now + timedelta(days=900))


def test_what_a_revision_changes_in_a_caseload():
    caseload = Caseload(job.playbook())
    caseload.add(hello_sent())
    change = caseload.preview_change(Playbook.from_yaml(MOVED), PRESENTED + timedelta(days=2))
    assert [case["kind"] for case in change["cases"]] == ["moved"]


def test_a_step_id_that_means_something_else():
    new = Playbook.from_yaml(MOVED.replace("template: soft_nudge", "template: hello"))
    assert [finding["code"] for finding in new.check(before=job.playbook())["findings"]] == ["FT-C015"]
    assert Playbook.from_yaml(MOVED).check(before=job.playbook()) == {"findings": []}


def test_a_picture():
    playbook = job.playbook()
    page, chart = playbook.to_html(), playbook.to_mermaid()
    assert page.startswith("<!DOCTYPE html>") and playbook.revision in page
    assert 'lang="es"' in page and "Peachtree Family Dental" in page
    assert chart.startswith("flowchart TD\n")
    assert (page, chart) == (job.playbook().to_html(), job.playbook().to_mermaid())
