"""What is refused, with its code and its place; and that nothing brings the interpreter down."""

import pickle
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

import job
import pytest

import followthrough
from followthrough import FollowthroughError, FollowUp, Playbook, _followthrough
from job import PRESENTED

NAIVE = datetime(2026, 3, 2, 15)


class Unset(tzinfo):
    """A zone that gives no offset: a datetime in it is naive, as Python has it."""

    def utcoffset(self, _at):
        return None


UNSET = NAIVE.replace(tzinfo=Unset())


def opt_out(**other):
    record = {"contact": "+14045550177", "scope": "all", "at": PRESENTED, **other}
    return lambda: followthrough.contact_revoked(record, PRESENTED)
EXPORT = {"presented": "charted", "time_zone": "America/New_York"}


def circle() -> list:
    around: list = []
    around.append(around)
    return around


def handle(event, now=PRESENTED, **moment):
    return lambda: job.playbook().handle(job.presented(), now, event, **moment)


def tick(now, **moment):
    return lambda: job.playbook().tick(job.presented(), now, **moment)


def fee(value):
    return handle(job.plan(value, event_id="e2"))


def zoned(zones, **more):
    return lambda: Playbook.from_yaml(job.PLAYBOOK, time_zones={"version": "2026h", "zones": zones, **more})


FEE = "plan.procedures[0].fee"
REFUSED = {
    "float money": (fee(12.5), "FT-H001", FEE),
    "NaN": (fee(float("nan")), "FT-H001", FEE),
    "Decimal NaN": (fee(Decimal("NaN")), "FT-H001", FEE),
    "Decimal with three places": (fee(Decimal("1.234")), "FT-H001", FEE),
    "huge Decimal": (fee(Decimal("1E+999999")), "FT-H001", FEE),
    "a key that stands twice in a text": (
        handle('{"event_id": "e1", "event_id": "e2", "at": "2026-03-02T15:00:00Z", "type": "plan_gone", "plan_id": "tp-1"}'),
        "FT-H001",
        "event_id",
    ),
    "naive datetime in an event": (handle(job.plan(at=NAIVE)), "FT-H001", "at"),
    "naive datetime with a zone in an event": (handle(job.plan(at=UNSET)), "FT-H001", "at"),
    "an object": (fee(object()), "FT-H001", FEE),
    "bytes": (fee(b"12.50"), "FT-H001", FEE),
    "a key that is no text": (handle({1: 2}), "FT-H001", ""),
    "a circle": (handle({"type": circle()}), "FT-H001", "type[0]"),
    "half a surrogate pair": (handle(job.reply("\ud800")), "FT-H001", "text"),
    "a huge int": (fee(10**30), "FT-H001", FEE),
    "unknown type": (handle({**job.reply(), "type": "replied"}), "FT-H001", "type"),
    "missing key": (handle({"event_id": "e2", "at": PRESENTED, "type": "plan"}), "FT-H001", None),
    "unknown key": (handle({**job.reply(), "txt": "yes"}), "FT-H001", None),
    "no JSON": (handle("{"), "FT-H001", ""),
    "wrong zone": (lambda: FollowUp(job.recipient(time_zone="America/Atlanta")), "FT-T002", "time_zone"),
    "no recipient": (lambda: FollowUp({}), "FT-H001", ""),
    "unknown receipt": (
        handle({"event_id": "e2", "at": PRESENTED, "type": "receipt", "action_id": "act_" + "0" * 26, "result": "delivered"}),
        "FT-H003",
        "action_id",
    ),
    "unknown contact's task": (
        handle({"event_id": "e2", "at": PRESENTED, "type": "staff", "task_id": "task_" + "0" * 26, "outcome": "booked"}),
        "FT-H004",
        None,
    ),
    "another recipient": (
        handle({"event_id": "e2", "at": PRESENTED, "type": "recipient", "recipient": {"id": "r-78"}}),
        "FT-H011",
        None,
    ),
    "naive now": (tick(NAIVE), "FT-H010", "now"),
    "naive now with a zone": (tick(UNSET), "FT-H010", "now"),
    "naive facts_as_of": (tick(PRESENTED, facts_as_of=NAIVE), "FT-H010", "facts_as_of"),
    "now without offset": (tick("2026-03-02T15:00:00"), "FT-H010", "now"),
    "now as a number": (tick(1772463600), "FT-H010", "now"),
    "a leap": (tick(datetime(2028, 3, 2, tzinfo=UTC)), "FT-H005", None),
    "newer stored format": (lambda: FollowUp.from_json('{"format": 7}'), "FT-S002", "format"),
    "not a stored follow-up": (lambda: FollowUp.from_json("[]"), "FT-S001", None),
    "weak link key": (lambda: job.playbook().with_link_keys([b"short"]), "FT-T004", None),
    "no link key": (lambda: job.playbook().with_link_keys([]), "FT-T004", None),
    "forged token": (lambda: followthrough.read_token("A" * 24, [job.KEY]), "FT-T001", None),
    "empty SMS": (lambda: followthrough.sms_segments(""), "FT-T006", None),
    "float principal": (lambda: followthrough.payment(1200.0, "9.99", 12), "FT-T005", "principal"),
    "unknown system": (lambda: followthrough.read_export("softdent", {}), "FT-I011", None),
    "no option": (lambda: followthrough.read_export("open_dental", {}, presented="charted"), "FT-I010", None),
    "no mapping": (lambda: followthrough.read_export("csv", {}, time_zone="none"), "FT-I010", "options.mapping"),
    "bad mapping": (lambda: followthrough.read_export("csv", {}, mapping="mapping: 1\ngrian: plan"), "FT-I015", None),
    "unknown option": (lambda: followthrough.read_export("open_dental", {}, colour="red"), "FT-I010", "options"),
    "missing file": (lambda: followthrough.read_export("open_dental", {}, **EXPORT), "FT-I001", None),
    "files as text": (lambda: followthrough.read_export("open_dental", {"patient.csv": "a"}, **EXPORT), "FT-I012", "patient.csv"),
    "no opt-out": (lambda: followthrough.contact_revoked("5", PRESENTED), "FT-H001", "record"),
    "an opt-out that is no JSON": (lambda: followthrough.contact_revoked("{", PRESENTED), "FT-H001", "record"),
    "an opt-out without a scope": (lambda: followthrough.contact_revoked({"contact": "a", "at": PRESENTED}, PRESENTED), "FT-H001", "scope"),
    "an opt-out of fax": (opt_out(scope="fax"), "FT-H001", "scope"),
    "an opt-out of nobody": (opt_out(contact=5), "FT-H001", "contact"),
    "an opt-out at no instant": (opt_out(at="x"), "FT-T003", "at"),
    "zone data that is none": (zoned({"America/New_York": b"TZif"}), "FT-T002", "time_zones.zones.America/New_York"),
    "zone data as text": (zoned({"America/New_York": "TZif"}), "FT-T002", "time_zones.zones.America/New_York"),
    "zone data of no zone": (zoned({}), "FT-T002", "time_zones.zones"),
    "zone data as a list": (zoned([]), "FT-T002", "time_zones.zones"),
    "zone data without a version": (zoned({"UTC": b""}, version=None), "FT-T002", "time_zones.version"),
    "zone data with another key": (zoned({"UTC": b""}, folder="/usr/share/zoneinfo"), "FT-T002", "time_zones"),
    "a folder as zone data": (lambda: Playbook.from_yaml(job.PLAYBOOK, "/usr/share/zoneinfo"), "FT-T002", "time_zones"),
    "a defect of ours": (lambda: _followthrough._panic("Ana Sánchez"), "FT-X002", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, capfd):
    call, code, path = REFUSED[name]
    with pytest.raises(FollowthroughError) as caught:
        call()
    error = caught.value
    assert error.code == code, str(error)
    assert path is None or error.path == path, str(error)
    assert error.message and error.code in str(error)
    assert error.errors[0]["code"] == code
    assert isinstance(error, ValueError)
    assert "Ana" not in str(error)
    assert capfd.readouterr() == ("", "")
    again = pickle.loads(pickle.dumps(error))
    assert (again.errors, str(again)) == (error.errors, str(error))


def test_what_is_refused_changes_nothing():
    follow_up = job.presented()
    before = follow_up.to_json()
    for event in (job.plan(12.5, event_id="e2"), {**job.reply(), "type": "replied"}, "{"):
        with pytest.raises(FollowthroughError):
            job.playbook().handle(follow_up, PRESENTED, event)
    assert follow_up.to_json() == before


def test_a_playbook_tells_all_its_problems():
    text = job.PLAYBOOK.replace("America/New_York", "America/Atlanta").replace("  phone:", "  fone:")
    with pytest.raises(FollowthroughError) as caught:
        Playbook.from_yaml(text)
    error = caught.value
    found = {problem["code"]: problem for problem in error.errors}
    assert len(error.errors) >= 3, error.errors
    assert found["FT-P002"]["line"] == 6 and found["FT-P002"]["column"] == 3
    assert "FT-P003" in found
    assert any(problem["path"] == "practice.time_zone" and problem["line"] == 5 for problem in error.errors)
    assert (error.code, error.line, error.column) == tuple(error.errors[0].get(k) for k in ("code", "line", "column"))
    for problem in error.errors:
        assert problem["code"] in str(error)


def test_every_code_is_on_the_page():
    from conftest import ROOT

    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    codes = followthrough.error_codes()
    assert codes and all(code in page for code in codes)


def test_wrong_arguments_are_type_errors():
    for call in (
        lambda: Playbook.from_yaml(1),
        lambda: job.playbook().tick({}, PRESENTED),
        lambda: Playbook(),
    ):
        with pytest.raises(TypeError):
            call()
