"""Arguments of their own: text that is none, counts that are none, days; over everything that the package has."""

import ast
import json
import re
from collections import ChainMap, deque
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import job
import pytest
from conftest import ROOT

import followthrough
from followthrough import Caseload, FollowthroughError, FollowUp, Importer, Playbook, _followthrough
from job import PRESENTED

STUB = ast.parse((Path(followthrough.__file__).parent / "_followthrough.pyi").read_text())
HALF = "Ana S\ud800nchez"
TEXT = re.compile(r"\bstr\b|Literal|Instant|Like|Wire|Form|PracticeSystem")
"""What an annotation of an argument that may be text has in it."""
PLAIN = re.compile(r"(Sequence\[|list\[)?(str|Form|PracticeSystem|Literal\[[^\]]*\])\]?( \| None)?")
"""One that is text, or a list of texts, and nothing else."""


def callables() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for node in STUB.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            found.append((node.name, node))
        if isinstance(node, ast.ClassDef) and isinstance(getattr(followthrough, node.name, None), type):
            own = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
            found += [(f"{node.name}.{inner.name}", inner) for inner in own if not inner.name.startswith("_") or inner.name == "__new__"]
    return found


def arguments(function: ast.FunctionDef) -> list[tuple[str, str, bool]]:
    """Name, annotation, and whether it must be given."""
    given = function.args
    positional = given.posonlyargs + given.args
    required = len(positional) - len(given.defaults)
    named = [(arg, place < required) for place, arg in enumerate(positional)]
    named += [(arg, default is None) for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return [(arg.arg, ast.unparse(arg.annotation), needed) for arg, needed in named if arg.arg not in ("self", "cls")]


def values() -> dict[str, Any]:
    """One that is right for each argument that must be given."""
    playbook = job.playbook()
    return {
        "text": "yes", "document": {}, "recipient": job.recipient(), "recipients": job.recipient(), "follow_up": job.presented(),
        "now": PRESENTED, "event": job.reply(), "events": [("r-77", job.reply())], "action_id": "act_" + "0" * 26, "plan": job.plan()["plan"],
        "new": playbook, "old": playbook, "playbook": playbook, "follow_ups": [], "case_id": "tp-1", "contact": "+14045550177",
        "recipient_id": "r-77", "other": job.presented(), "keys": [job.KEY], "snapshot": b"", "most": 1, "from_": PRESENTED, "to": PRESENTED,
        "texts": ["yes"], "record": {"contact": "a"}, "action": {}, "at": PRESENTED, "principal": 100, "apr": 10, "months": 12,
        "promo_months": 12, "payments": [10], "token": "valid", "method": "POST", "zones": ["America/New_York"], "policy": "federal",
        "source": "yes", "form": "sms", "headers": {}, "dkim_signed_headers": [], "email": {}, "system": "csv", "files": {},
        "before": None, "after": {}, "answers": {}, "shape": "dentrix.cases", "news": [], "file": "a.csv", "data": b"", "cases": {},
        "journal": "", "plans": "", "options": {}, "scenario": {}, "hits": 1, "of": 2, "first": (1, 2), "second": (1, 2), "observations": [],
    }


def owner(name: str) -> Any:
    caseload = Caseload(job.playbook())
    caseload.begin(job.recipient())
    simulation = followthrough.simulate(job.playbook(), {"recipients": [], "plans": [], "as_of": "2026-03-02"})
    made = {"Playbook": job.playbook(), "FollowUp": job.presented(), "Caseload": caseload, "Simulation": simulation}
    return made.get(name) or Importer("csv", mapping=(ROOT / "examples/nightly/mapping.yaml").read_text())


TEXTS = [
    pytest.param(name, argument, annotation, function, id=f"{name}({argument})")
    for name, function in callables()
    for argument, annotation, _ in arguments(function)
    if TEXT.search(annotation) and not annotation.startswith("Mapping")
]


@pytest.mark.parametrize(("name", "argument", "annotation", "function"), TEXTS)
def test_half_a_surrogate_pair(name, argument, annotation, function):
    """Python's own error holds the text: a patient's words."""
    of, _, method = name.rpartition(".")
    if method == "__new__":
        call = getattr(followthrough, of)
    elif of and any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list):
        call = getattr(getattr(followthrough, of), method)
    else:
        call = getattr(owner(of), method) if of else getattr(followthrough, name)
    right = values()
    given = {given: right[given] for given, _, needed in arguments(function) if needed}
    if annotation.startswith("Sequence[tuple[str, EventLike]"):  # one that is refused does not lose the others
        [handled] = call(**{**given, argument: [("r-77", job.reply(HALF))]})
        assert (handled["error"]["code"], handled["error"]["path"]) == ("FT-H001", "text") and "Ana" not in str(handled)
        return
    in_list = annotation.startswith(("Sequence", "list"))
    with pytest.raises(FollowthroughError) as refused:
        call(**{**given, argument: [HALF] if in_list else HALF})
    error = refused.value
    assert "Ana" not in f"{error!r} {error.errors} {error.__cause__!r} {error.__context__!r}"
    if PLAIN.fullmatch(annotation):
        assert (error.code, error.path) == ("FT-H001", f"{argument}[0]" if in_list else argument)
    assert "surrogate" in error.message or "text" in error.message, error.message


def test_every_function_that_takes_text_is_tried():
    tried = {param.values[0] for param in TEXTS}
    assert {"classify", "classify_many", "sms_segments", "Playbook.from_yaml", "FollowUp.from_json", "Caseload.remove"} <= tried
    assert {"FollowUp.has_contact_point", "Playbook.may_still_send", "Caseload.may_still_send"} <= tried and len(tried) > 45


@pytest.mark.parametrize("count", [-1, 2**32, 10**30])
@pytest.mark.parametrize(
    ("call", "code", "path"),
    [
        (lambda n: Caseload(job.playbook()).advance(PRESENTED, n), "FT-H010", "most"),
        (lambda n: Caseload(job.playbook()).advance_table(PRESENTED, n), "FT-H010", "most"),
        (lambda n: followthrough.payment(1200, "9.99", n), "FT-T005", "months"),
        (lambda n: followthrough.deferred_interest(1200, "9.99", n, [100]), "FT-T005", "promo_months"),
    ],
    ids=["advance", "advance_table", "payment", "deferred_interest"],
)
def test_a_count_that_is_none(call, code, path, count):
    with pytest.raises(FollowthroughError) as refused:
        call(count)
    assert (refused.value.code, refused.value.path) == (code, path)
    with pytest.raises(TypeError):
        call("12")


def test_a_day_is_a_date_or_its_text():
    playbook = job.playbook()
    assert playbook.check(day=date(2027, 1, 31)) == playbook.check(day="2027-01-31")
    for wrong in (datetime(2027, 1, 31), 5, HALF):
        with pytest.raises(FollowthroughError) as refused:
            playbook.check(day=wrong)
        assert (refused.value.code, refused.value.path) == ("FT-H001", "day")


def test_people_begin_as_dicts_or_as_their_json_text():
    people = [job.recipient(), json.dumps({"id": "r-78", "time_zone": "America/New_York"})]
    caseload = Caseload(job.playbook())
    caseload.begin(people)
    assert caseload.recipients() == ["r-77", "r-78"]
    two = '{"id": "r-1", "time_zone": "America/New_York"}, {"id": "r-2", "time_zone": "America/New_York"}'
    for wrong, path in [("{", "[1]"), (two, "[1]"), ("[]", "[1]"), ('{"id": "r-79", "time_zone": "Mars"}', "[1].time_zone")]:
        fresh = Caseload(job.playbook())
        with pytest.raises(FollowthroughError) as refused:
            fresh.begin([people[0], wrong])
        assert refused.value.path == path, refused.value
        assert len(fresh) == 0


def test_what_python_calls_a_mapping_or_a_sequence():
    files = {path.name: path.read_bytes() for path in (ROOT / "examples/nightly/monday").iterdir()}
    options = {"mapping": (ROOT / "examples/nightly/mapping.yaml").read_text(), "as_of": "2026-03-02"}
    fixed = MappingProxyType(files)
    read = followthrough.read_export("csv", files, **options)
    assert followthrough.read_export("csv", fixed, **options) == read
    assert followthrough.export_questions("csv", ChainMap(files), **options) == followthrough.export_questions("csv", files, **options)
    assert followthrough.read_export_tables("csv", fixed, **options)["json"]
    assert followthrough.audit("csv", fixed, **options).to_json() == followthrough.audit("csv", files, **options).to_json()
    assert followthrough.changes(None, ChainMap(read)) == followthrough.changes(None, read)
    answers = {"columns": "ok", "patient.id": deque(["Patient"])}
    assert followthrough.write_mapping("csv", MappingProxyType(answers)) == followthrough.write_mapping("csv", {**answers, "patient.id": "Patient"})
    assert followthrough.propose_mapping(fixed, MappingProxyType({})) == followthrough.propose_mapping(files)
    assert followthrough.check_unsubscribe(MappingProxyType({"List-Unsubscribe": "<https://u.example.com/x>"}), deque())["rfc2369_valid"]
    windows = {"mon": deque([("09:00", "20:00")])}
    assert followthrough.next_allowed(PRESENTED, deque(["America/New_York"]), {"windows": MappingProxyType(windows)})
    caseload = Caseload(job.playbook())
    caseload.begin(deque([MappingProxyType(job.recipient()), '{"id": "r-78"}']))
    assert caseload.recipients() == ["r-77", "r-78"]
    with pytest.raises(TypeError):
        followthrough.read_export("csv", [("a.csv", b"")])


def test_a_mapping_of_the_hosts_code_that_fails():
    class Broken(Mapping):
        def __init__(self, error):
            self.error = error

        def __getitem__(self, _key):
            raise self.error

        def __iter__(self):
            return iter(["id"])

        def __len__(self):
            return 1

    with pytest.raises(FollowthroughError) as refused:
        FollowUp(Broken(ConnectionError("Ana")))
    assert (refused.value.code, refused.value.message) == ("FT-H001", "expected a plain value, got Broken")
    with pytest.raises(TypeError) as no_files:
        followthrough.read_export("csv", Broken(ConnectionError("Ana")))
    assert "Ana" not in f"{no_files.value} {no_files.value.__cause__} {no_files.value.__context__}"
    for call in (FollowUp, lambda files: followthrough.read_export("csv", files)):
        with pytest.raises(KeyboardInterrupt):
            call(Broken(KeyboardInterrupt()))
    whole = {}
    whole["inside"] = MappingProxyType(whole)
    with pytest.raises(FollowthroughError):
        FollowUp(whole)


def test_pairs_as_json_has_them():
    event = job.plan("2400.00")
    as_json = json.dumps(event, default=datetime.isoformat)

    def told(pair):
        caseload = Caseload(job.playbook())
        caseload.begin(job.recipient())
        return caseload.handle_many(PRESENTED, [pair])

    [right] = told(("r-77", event))
    assert right["type"] == "answers" and right["answers"]
    of_recipient = {"recipient": "r-77", "event": event}
    for pair in (["r-77", json.loads(as_json)], deque(["r-77", event]), of_recipient, MappingProxyType(of_recipient), {**of_recipient, "event": as_json}):
        assert told(pair) == [right]
    for wrong in (["r-77"], ["r-77", event, 1], {"recipient": "r-77"}, {**of_recipient, "at": 1}, {"id": "r-77", "event": event}, "ab", b"ab", None):
        [refused] = told(wrong)
        assert refused["error"]["code"] == "FT-H001" and refused["error"]["message"].startswith("expected a pair"), wrong


def test_an_option_with_half_a_surrogate_pair():
    with pytest.raises(FollowthroughError) as refused:
        followthrough.read_export("csv", {}, mapping=HALF)
    assert (refused.value.code, refused.value.path) == ("FT-H001", "mapping")
    assert "surrogate" in refused.value.message and "Ana" not in str(refused.value)


def test_defects_take_text_as_well():
    with pytest.raises(FollowthroughError) as refused:
        _followthrough._panic(HALF)
    assert refused.value.code == "FT-H001"
    assert isinstance(Playbook.from_yaml(job.PLAYBOOK), Playbook) and FollowUp(job.recipient())
