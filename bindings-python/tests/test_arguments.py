"""Arguments of their own: text that is none, counts that are none, days; over everything that the package has."""

import ast
import json
import re
import sqlite3
from collections import ChainMap, deque
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
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


class Row(Mapping):
    """A row that is read key by key, as those of a database are; one key fails."""

    def __init__(self, values, key="id", error=None):
        self.values, self.key, self.error = values, key, error or sqlite3.OperationalError("database is locked: Ana")

    def __getitem__(self, key):
        if key == self.key:
            raise self.error
        return self.values[key]

    def __iter__(self):
        return iter(self.values)

    def __len__(self):
        return len(self.values)


class Several(Sequence):
    """A list of the host's own."""

    def __init__(self, length, item):
        self.length, self.item, self.read = length, item, 0

    def __getitem__(self, place):
        self.read += 1
        return self.item(place)

    def __len__(self):
        return self.length


def fail(error):
    raise error


def row(error=None):
    return Row({"id": "tp-1"}, error=error)


LOCKED = [
    (lambda error: FollowUp(row(error)), "FT-H001", "id"),
    (lambda error: job.playbook().handle(job.presented(), PRESENTED, Row(job.reply(), "text", error)), "FT-H001", "text"),
    (
        lambda error: job.playbook().handle(
            job.presented(), PRESENTED, {**job.plan(), "plan": {**job.plan()["plan"], "procedures": [Row({"fee": 1}, "fee", error)]}}
        ),
        "FT-H001",
        "plan.procedures[0].fee",
    ),
    (lambda error: FollowUp({"contacts": Several(3, lambda place: fail(error) if place == 2 else {})}), "FT-H001", "contacts[2]"),
    (lambda error: Playbook.from_json(row(error)), "FT-P004", "id"),
    (lambda error: Caseload(job.playbook()).begin([job.recipient(), row(error)]), "FT-H001", "[1].id"),
    (
        lambda error: Caseload(job.playbook()).handle_many(PRESENTED, [("r-77", job.reply()), ("r-77", Row(job.reply(), "at", error))]),
        "FT-H001",
        "events[1].at",
    ),
    (lambda error: followthrough.read_export("csv", row(error)), "FT-I012", "files.id"),
    (lambda error: followthrough.propose_mapping({}, row(error)), "FT-I015", "answers.id"),
    (lambda error: followthrough.propose_mapping({}, {"columns": Several(1, lambda _: fail(error))}), "FT-I015", "answers.columns[0]"),
    (lambda error: followthrough.classify_many(Several(2, lambda place: fail(error) if place else "yes")), "FT-H001", "texts[1]"),
    (lambda error: followthrough.deferred_interest(1, 1, 1, Several(1, lambda _: fail(error))), "FT-T005", "payments[0]"),
]


@pytest.mark.parametrize(("call", "code", "path"), LOCKED, ids=[f"{code} {path}" for _, code, path in LOCKED])
def test_what_a_value_of_the_hosts_raises_while_it_is_read(call, code, path):
    """It may be gone the next time, so it is told apart from what would be refused again."""
    error = sqlite3.OperationalError("database is locked: Ana")
    with pytest.raises(FollowthroughError) as refused:
        call(error)
    assert (refused.value.code, refused.value.path) == (code, path)
    assert refused.value.message == "reading it raised OperationalError" and "again" in refused.value.help
    assert refused.value.__cause__ is error and "Ana" not in f"{refused.value} {refused.value.errors}"
    for ends in (KeyboardInterrupt, MemoryError):
        with pytest.raises(ends):
            call(ends())


def test_what_is_refused_for_good_has_no_cause():
    for call in (lambda: FollowUp({"id": float("nan")}), lambda: FollowUp(object()), lambda: job.playbook().tick(job.presented(), 5)):
        with pytest.raises(FollowthroughError) as refused:
            call()
        assert refused.value.__cause__ is None and refused.value.help


def test_a_mapping_that_contains_itself():
    whole = {}
    whole["inside"] = MappingProxyType(whole)
    with pytest.raises(FollowthroughError):
        FollowUp(whole)


def test_a_list_without_an_end_is_not_read_to_it():
    most = 10_000_000
    for length, read in ((3, most), (most + 1, 0), (30 * most, 0)):
        endless = Several(length, lambda _: 1)
        with pytest.raises(FollowthroughError) as refused:
            FollowUp({"custom": {"list": endless}})
        assert (refused.value.code, refused.value.path) == ("FT-H001", "custom.list")
        assert f"at most {most} values" in refused.value.message and refused.value.help == "hand it over in parts"
        assert read <= endless.read <= read + 1


@pytest.mark.parametrize("given", [b"xyz", bytearray(b"xyz"), memoryview(b"xyz"), "xyz", 5, None, {"a": 1}, {"a"}, iter("a")], ids=lambda given: type(given).__name__)
@pytest.mark.parametrize(
    ("call", "code", "path", "of"),
    [
        (lambda items: followthrough.classify_many(items), "FT-H001", "texts", "texts"),
        (lambda items: followthrough.deferred_interest(1000, "20", 12, items), "FT-T005", "payments", "amounts"),
        (lambda items: followthrough.next_allowed(PRESENTED, items, "federal"), "FT-H001", "zones", "texts"),
        (lambda items: followthrough.check_unsubscribe({}, items), "FT-H001", "dkim_signed_headers", "texts"),
        (lambda items: followthrough.lint_message("yes", "sms", exempt=items), "FT-H001", "exempt", "texts"),
        (lambda items: followthrough.read_token("A", items), "FT-T004", "keys", "keys"),
        (lambda items: job.playbook().with_link_keys(items), "FT-T004", "keys", "keys"),
        (lambda items: job.playbook().preview_change(job.playbook(), items, PRESENTED), "FT-H001", "follow_ups", "follow-ups"),
        (lambda items: Caseload(job.playbook()).handle_many(PRESENTED, items), "FT-H001", "events", "pairs"),
    ],
    ids=["classify_many", "deferred_interest", "next_allowed", "check_unsubscribe", "lint_message", "read_token", "with_link_keys", "preview_change", "handle_many"],
)
def test_what_is_no_list(call, code, path, of, given):
    with pytest.raises(FollowthroughError) as refused:
        call(given)
    assert (refused.value.code, refused.value.path) == (code, path)
    assert refused.value.message == f"expected a list of {of}, got {type(given).__name__}"


@pytest.mark.parametrize(
    ("call", "code", "path", "message"),
    [
        (lambda: followthrough.classify_many(["a", None]), "FT-H001", "texts[1]", "expected text, got NoneType"),
        (lambda: job.playbook().with_link_keys(["0123456789abcdef" * 2]), "FT-T004", "keys[0]", "expected bytes, got str"),
        (lambda: job.playbook().with_link_keys([[1] * 32]), "FT-T004", "keys[0]", "expected bytes, got list"),
        (lambda: followthrough.deferred_interest(1000, "20", 12, [100, 1.5]), "FT-T005", "payments[1]", "expected a Decimal, got float"),
        (lambda: job.playbook().preview_change(job.playbook(), [{}], PRESENTED), "FT-H001", "follow_ups[0]", "expected a FollowUp, got dict"),
        (lambda: followthrough.payment(1200, "9.99", True), "FT-T005", "months", "expected a whole number from 1, got bool"),
        (lambda: followthrough.deferred_interest(1200, "9.99", True, []), "FT-T005", "promo_months", "expected a whole number from 1, got bool"),
        (lambda: Caseload(job.playbook()).advance(PRESENTED, True), "FT-H010", "most", "expected a whole number from 1, got bool"),
        (lambda: Caseload(job.playbook()).advance_table(PRESENTED, True), "FT-H010", "most", "expected a whole number from 1, got bool"),
        (lambda: followthrough.read_export("csv", {"a.csv": "a"}), "FT-I012", "a.csv", "expected the bytes of the file, got str"),
    ],
)
def test_items_and_counts_that_are_none(call, code, path, message):
    with pytest.raises(FollowthroughError) as refused:
        call()
    assert (refused.value.code, refused.value.path, refused.value.message) == (code, path, message)


@pytest.mark.parametrize("like", [bytearray, memoryview])
def test_what_is_like_bytes(like):
    files = {path.name: path.read_bytes() for path in (ROOT / "examples/nightly/monday").iterdir()}
    options = {"mapping": (ROOT / "examples/nightly/mapping.yaml").read_text(), "as_of": "2026-03-02"}
    alike = {name: like(content) for name, content in files.items()}
    read = followthrough.read_export("csv", files, **options)
    assert followthrough.read_export("csv", alike, **options) == read
    pieces = Importer("csv", **options)
    for name, content in alike.items():
        pieces.push(name, content)
    assert pieces.finish() == read
    caseload = Caseload(job.playbook())
    caseload.begin(job.recipient())
    assert Caseload.restore(job.playbook(), like(caseload.snapshot())).recipients() == ["r-77"]
    assert job.playbook().with_link_keys([like(job.KEY)]).revision
    request = {"method": "POST", "token": "valid", "content_type": "application/x-www-form-urlencoded"}
    assert followthrough.unsubscribe_request(**request, body=like(b"List-Unsubscribe=One-Click"))["unsubscribe"]
    with pytest.raises(TypeError, match="expected bytes, got str\nwhile processing 'snapshot'"):
        Caseload.restore(job.playbook(), "text")


@pytest.mark.parametrize(
    ("call", "path", "help"),
    [
        (lambda: job.playbook().tick(job.presented(), datetime(2026, 3, 2)), "now", "give it a zone, as in datetime.now(timezone.utc)"),
        (lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(at=datetime(2026, 3, 2))), "at", "for a day give a date"),
        (lambda: job.playbook().handle(job.presented(), 5, job.plan()), "now", "or text such as 2026-03-02T10:00:00-05:00"),
        (lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(12.5)), "plan.procedures[0].fee", "write it as text, such as"),
        (lambda: followthrough.payment(1200.5, "9.99", 12), "principal", "write it as text or Decimal"),
        (lambda: job.playbook().handle(job.presented(), PRESENTED, job.reply(HALF)), "text", "leave the half of the pair out, or replace it"),
        (lambda: followthrough.classify(HALF), "text", "leave the half of the pair out, or replace it"),
        (lambda: followthrough.unsubscribe_request(method="POST", token="valid", body=HALF), "body", "leave the half of the pair out, or replace it"),
        (lambda: FollowUp(around()), "self", "take out what leads back"),
        (lambda: followthrough.read_export("csv", {}, as_of=datetime(2026, 3, 2)), "as_of", "an instant is no day: take its .date()"),
        (lambda: job.playbook().check(day=datetime(2026, 3, 2)), "day", "an instant is no day: take its .date()"),
    ],
)
def test_what_to_write_instead_is_told(call, path, help):
    with pytest.raises(FollowthroughError) as refused:
        call()
    assert refused.value.path == path and help in refused.value.help


def around():
    whole = {}
    whole["self"] = whole
    return whole


def test_an_instant_may_be_text_and_the_error_says_so():
    with pytest.raises(FollowthroughError, match="expected an aware datetime or text, got int"):
        job.playbook().handle(job.presented(), 5, job.plan())
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5)))
    with pytest.raises(FollowthroughError, match="expected an instant of the years 1 to 9999") as refused:
        job.playbook().tick(job.presented(), early)
    assert refused.value.__cause__ is None


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
