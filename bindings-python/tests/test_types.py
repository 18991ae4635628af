"""Answers are of the types that the package says: `_followthrough.pyi` is written by hand, and each answer is held against it."""

import __future__

import ast
import json
import types
import typing
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

import job
import pytest
from conftest import ROOT

import followthrough
import followthrough.answers
import followthrough.arguments
from followthrough import Caseload, FollowUp
from job import PRESENTED

PACKAGE = Path(followthrough.__file__).parent
STUB = types.ModuleType("followthrough._stub")
STUB.__package__ = "followthrough"
source = compile((PACKAGE / "_followthrough.pyi").read_text(), "_followthrough.pyi", "exec", flags=__future__.annotations.compiler_flag)
exec(source, STUB.__dict__)
TYPED = {f"followthrough.{name}" for name in ("types", "given", "answers", "arguments")}
NAMES = {**vars(typing), **vars(STUB)}


def hints(of: Any) -> dict[str, Any]:
    own = vars(__import__(of.__module__, fromlist=["x"])) if of.__module__.startswith("followthrough.") and of.__module__ in TYPED else {}
    return get_type_hints(of, globalns={**NAMES, **own}, include_extras=True)


def misfit(value: Any, kind: Any, path: str = "") -> str | None:
    """Where a value is not of a type, and why."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind is Any:
        return None
    if origin in (NotRequired, Required):
        return misfit(value, inside[0], path)
    if origin in (Union, types.UnionType):
        found = [misfit(value, one, path) for one in inside]
        return None if None in found else max((one for one in found if one), key=lambda one: one.count("."))
    if origin is Literal:
        return None if value in inside else f"{path}: {value!r} is none of {inside}"
    if is_typeddict(kind):
        if not isinstance(value, dict):
            return f"{path}: {value!r} is no dict"
        keys = hints(kind)
        needed = {key for key, hint in keys.items() if get_origin(hint) is not NotRequired} if kind.__total__ else set()
        if odd := (value.keys() - keys) | (needed - value.keys()):
            return f"{path}.: {kind.__name__} and the answer differ in {sorted(odd)}"
        return next((bad for key in value if (bad := misfit(value[key], keys[key], f"{path}.{key}"))), None)
    if origin in (list, Sequence):
        if not isinstance(value, list):
            return f"{path}: {value!r} is no list"
        return next((bad for item in value if (bad := misfit(item, inside[0], f"{path}[]"))), None)
    if origin in (dict, Mapping):
        if not isinstance(value, dict):
            return f"{path}: {value!r} is no dict"
        return next((bad for item in value.values() if (bad := misfit(item, inside[1], f"{path}.*"))), None)
    if origin is tuple:
        parts = value if isinstance(value, tuple) and len(value) == len(inside) else None
        if parts is None:
            return f"{path}: {value!r} is no such tuple"
        return next((bad for part, one in zip(parts, inside, strict=True) if (bad := misfit(part, one, path))), None)
    expected = {None: type(None), float: (int, float)}.get(kind, kind)
    if isinstance(expected, type) and expected.__module__ == "followthrough._stub":
        expected = getattr(followthrough, expected.__name__)
    right = isinstance(value, expected) and (kind is bool or not isinstance(value, bool))
    return None if right else f"{path}: {value!r} is no {kind}"


TEXTS = ["yes", "STOP", "stop calling me", "how much is it? call me", "not now, maybe in March", "en 3 semanas", "my husband died last week",
         "I am bleeding and it does not stop", "wrong number", "já fiz isso em outro lugar", "cancel my visit", "👍", "", "reschedule me"]  # fmt: skip


def lived() -> FollowUp:
    """Somebody with a bit of everything."""
    follow_up, playbook = job.presented(), job.playbook()
    wake_at, until = playbook.tick(follow_up, "2026-03-03T15:00:00Z").get("wake_at"), "2026-03-12T00:00:00Z"
    while wake_at and wake_at < until:
        wake_at = playbook.tick(follow_up, wake_at).get("wake_at")
    visit = {"id": "a-1", "status": "scheduled", "starts_at": "2026-04-02T15:00:00Z", "procedure_ids": ["pr-1"]}
    at = "2026-03-12T15:00:00Z"
    for event in ({**job.reply("can you call me?"), "at": at}, {"event_id": "e9", "at": at, "type": "appointment", "appointment": visit}):
        playbook.handle(follow_up, at, event)
    return follow_up


def nightly() -> dict[str, Any]:
    folder = ROOT / "examples/nightly"
    files = {path.name: path.read_bytes() for path in (folder / "monday").iterdir()}
    return followthrough.read_export("csv", files, mapping=(folder / "mapping.yaml").read_text(), as_of="2026-03-02")


def simulation() -> followthrough.Simulation:
    export = nightly()
    recall = {**export["plans"][0], "id": "Q-9", "presented_at": "2020-01-02T15:00:00Z"}
    return followthrough.simulate(job.playbook(), {**export, "plans": [*export["plans"], recall]}, {"days": 40})


def scenarios() -> list[str]:
    return [path.read_text() for path in sorted((ROOT / "core/engine/conformance").glob("*.yaml"))[:12]]


WRONG = "{'scenario': 'x', 'playbook': %s, 'recipient': %s, 'timeline': [{'at': '2026-03-02T15:00:00Z', 'expect': {'wake_at': '2026-03-02T15:00:00Z'}}, {'at': '2026-03-02T15:00:00Z', 'event': {'event_id': 'e', 'at': '2026-03-02T15:00:00Z', 'type': 'receipt', 'action_id': 'act_00000000000000000000000000', 'result': 'delivered'}}]}"


def wrong() -> str:
    document = {"followthrough": 1, "extends": "dental", "practice": {"name": "P", "time_zone": "America/New_York", "phone": "+14045550123", "postal_address": "1 P St, Atlanta, GA 30303", "booking_url": "https://book.example.com/p"}}
    return (WRONG % (json.dumps(document).replace('"', "'"), json.dumps(job.recipient()).replace('"', "'"))).replace("'", '"')


ANSWERS = {
    "classify": lambda: [followthrough.classify(text) for text in TEXTS],
    "classify_many": lambda: [followthrough.classify_many(TEXTS)],
    "sms_segments": lambda: [followthrough.sms_segments(text) for text in ("yes", "sí, ¿cuánto?", "x" * 400, "👍" * 50)],
    "transliterate": lambda: [followthrough.transliterate("“yes” " * 20), followthrough.transliterate("yes")],
    "payment": lambda: [followthrough.payment(Decimal("1200"), "9.99", 3), followthrough.payment(100, 0, 12, "up")],
    "deferred_interest": lambda: [followthrough.deferred_interest(1200, "26.99", 6, [200] * 3)],
    "contact_revoked": lambda: [followthrough.contact_revoked({"contact": "+14045550177", "scope": "all", "at": PRESENTED}, PRESENTED)],
    "news_of": lambda: [followthrough.news_of({"id": "act_1", "type": "record_opt_out", "contact": "+14045550177", "scope": "all", "wording": "STOP", "at": "2026-03-02T15:00:00Z"}, PRESENTED)],
    "FollowUp.export_person": lambda: [lived().export_person(), job.presented().export_person(), FollowUp({"id": "r"}).export_person()],
    "Simulation.contacted": lambda: [simulation().contacted()],
    "Simulation.not_contacted": lambda: [simulation().not_contacted()],
    "replay": lambda: [followthrough.replay(text) for text in [*scenarios(), wrong()]],
    "check_scenario": lambda: [followthrough.check_scenario(text) for text in [*scenarios(), wrong()]],
    "read_export": lambda: [nightly()],
    "changes": lambda: [followthrough.changes(None, nightly())],
    "changes_tables": lambda: [followthrough.changes_tables(None, nightly())],
    "Playbook.handle": lambda: [job.playbook().handle(job.presented(), PRESENTED, job.reply())],
    "Playbook.explain": lambda: [job.playbook().explain(lived(), "2026-03-12T16:00:00Z")],
    "Playbook.check": lambda: [job.playbook().check()],
    "Caseload.handle_table": lambda: [Caseload(job.playbook()).handle_table(PRESENTED, followthrough.changes_tables(None, nightly())["events"], begin=True)],
    "lint_message": lambda: [followthrough.lint_message("Your crown costs $1,200", "sms")],
    "lint_credit_terms": lambda: [followthrough.lint_credit_terms("0% APR for 12 months, $99 down")],
    "wilson": lambda: [followthrough.wilson(1, 10), followthrough.wilson(0, 0)],
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_of_its_type(name):
    of: Any = STUB
    for part in name.split("."):
        of = getattr(of, part)
    kind = get_type_hints(of, globalns=NAMES)["return"]
    answers = ANSWERS[name]()
    for answer in answers:
        assert misfit(answer, kind) is None, misfit(answer, kind)
    if name in ("replay", "check_scenario", "Simulation.contacted", "Simulation.not_contacted"):
        assert any(answers), "an answer in which nothing stands proves nothing"


def test_every_type_can_be_named():
    """The stub is private: what it says of answers and arguments stands in modules that can be imported."""
    for node in ast.parse((PACKAGE / "_followthrough.pyi").read_text()).body:
        if isinstance(node, ast.ClassDef):
            assert isinstance(getattr(followthrough, node.name, None), type), node.name
        if isinstance(node, ast.Assign | ast.AnnAssign):
            assert ast.unparse(node) == "__version__: str"
    for module in (followthrough.answers, followthrough.arguments):
        for name, kind in vars(module).items():
            if is_typeddict(kind):
                assert get_type_hints(kind, include_extras=True), name


def test_what_does_not_fit_is_found():
    reading = followthrough.classify("yes")
    for wrong in ({**reading, "intent": []}, {**reading, "language": "de"}, {"intents": []}, {**reading, "evidence": [5]}, {**reading, "intents": [{"type": "yes"}]}):
        assert misfit(wrong, STUB.Reading)
    assert misfit([reading], list[STUB.Reading]) is None and misfit(reading, list[STUB.Reading])
