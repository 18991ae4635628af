"""The process beside a product answers each line, keeps nothing, and lives through what cannot be read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
COMMAND = [sys.executable, str(HERE / "sidecar.py"), str(HERE.parent / "tasks" / "practice.yaml")]
ANA = json.loads((HERE.parent / "tasks" / "ana.json").read_text())
PRESENTED = json.loads((HERE.parent / "tasks" / "presented.json").read_text())


@pytest.fixture
def ask():
    sidecar = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        sidecar.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        sidecar.stdin.flush()
        return json.loads(sidecar.stdout.readline())

    yield ask
    sidecar.stdin.close()
    assert sidecar.wait(timeout=60) == 0
    sidecar.stdout.close()


def test_a_line_for_each_call(ask):
    state = ask({"recipient": ANA})["state"]
    state = ask({"state": state, "moment": {"now": PRESENTED["at"]}, "event": PRESENTED})["state"]
    due = {"now": "2026-03-03T15:00:00Z"}
    sent = ask({"state": state, "moment": due})
    [action] = sent["decision"]["actions"]
    assert action["step"] == "hello"
    assert ask({"state": state, "moment": due}) == sent, "nothing is kept: the same question, the same answer"
    asked = {"state": sent["state"], "moment": due, "action_id": action["id"]}
    assert ask(asked)["verdict"]["type"] == "yes"
    assert "hello" not in ask({**asked, "action_id": "act_1"})["verdict"]
    assert ask({"state": sent["state"], "moment": due, "explain": True})["explanation"]["recipient_id"] == "r-77"


def test_what_cannot_be_read_is_answered_and_the_next_line_works(ask):
    state = ask({"recipient": ANA})["state"]
    now = {"now": PRESENTED["at"]}
    for line, code, path in (
        ("no JSON", "FT-H001", ""),
        ("[]", "FT-H001", ""),
        ("", "FT-H001", ""),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "FT-H001", ""),
        ("9" * 5_000, "FT-H001", ""),
        ({"state": state, "moment": now, "Ana": 1}, "FT-H001", ""),
        ({}, "FT-H001", "state"),
        ({"state": state}, "FT-H010", "moment"),
        ({"state": state, "moment": {"now": PRESENTED["at"], "factsAsOf": PRESENTED["at"]}}, "FT-H010", "moment"),
        ({"state": state, "moment": {"then": "x"}}, "FT-H010", "moment"),
        ({"state": state, "moment": {**now, "confirm_leap": "yes"}}, "FT-H010", "moment.confirm_leap"),
        ({"state": state, "moment": now, "action_id": 5}, "FT-H001", "action_id"),
        ({"state": state, "moment": now, "explain": "yes"}, "FT-H001", "explain"),
        ({"recipient": 5}, "FT-H001", ""),
    ):
        error = ask(line)["error"]
        assert (error["code"], error["path"]) == (code, path), line
        assert error["message"] and "Ana" not in json.dumps(error)
    assert ask({"state": state, "moment": {"now": "yesterday"}})["error"]["code"] == "FT-H010"
    assert ask({"state": {"format": 99}, "moment": {"now": PRESENTED["at"]}})["error"]["code"] == "FT-S002"
    assert "state" in ask({"state": state, "moment": {"now": PRESENTED["at"]}})


def test_a_state_that_was_kept_as_text(ask):
    state = ask({"recipient": ANA})["state"]
    told = {"moment": {"now": PRESENTED["at"]}, "event": PRESENTED}
    assert ask({"state": json.dumps(state), **told}) == ask({"state": state, **told})
    assert ask({"state": "no state", **told})["error"]["code"] == "FT-S001"


def test_bytes_that_are_no_text():
    lines = b"\xff\xfe\xfa\n" + json.dumps({"recipient": ANA}).encode() + b"\n"
    ran = subprocess.run(COMMAND, input=lines, capture_output=True, timeout=60)
    first, second = map(json.loads, ran.stdout.splitlines())
    assert first["error"]["code"] == "FT-H001" and "state" in second and ran.returncode == 0


@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java here")
def test_a_product_in_java():
    ran = subprocess.run(["java", str(HERE / "Host.java"), *COMMAND], capture_output=True, text=True, timeout=120)
    assert ran.stdout.splitlines() == ['"2026-03-03T15:00:00Z" nothing', '"2026-03-05T15:00:00Z" send', '"FT-H010"'], ran.stderr
