"""What a host's own code may do to a call: run beside it, change what it reads, throw."""

import json
import sys
import threading
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import partial

import job
import pyarrow
import pytest
from conftest import ROOT

import followthrough
from followthrough import Caseload, FollowthroughError, FollowUp
from job import PRESENTED

DUE = "2026-03-03T15:00:00Z"


def caseload(people: int = 1) -> Caseload:
    made = Caseload(job.playbook())
    made.begin([job.recipient(), *({"id": f"s-{n}", "time_zone": "America/New_York"} for n in range(1, people))])
    return made


def many_events() -> list:
    return [("r-77", {"event_id": f"e{n}", "at": PRESENTED, "type": "plan_gone", "plan_id": f"tp-{n}"}) for n in range(500)]


def as_table(events: list):
    keys = events[0][1]
    columns = {key: [event[key] for _, event in events] for key in keys}
    return pyarrow.table({"recipient": [recipient for recipient, _ in events], **columns})


NIGHTLY = ROOT / "examples/nightly"
OPTIONS = {"mapping": (NIGHTLY / "mapping.yaml").read_text(), "as_of": "2026-03-02"}


def export(rows: int = 1_000) -> dict[str, bytes]:
    head, row, *_ = (NIGHTLY / "monday/quotes.csv").read_text().splitlines()
    quote, rest = row.split(",", 1)
    return {"quotes.csv": "\n".join([head, *(f"{quote}{n},{rest}" for n in range(rows))]).encode()}


# Each makes ready what a long call takes, and gives the call.
LONG = {
    "classify_many": lambda: partial(followthrough.classify_many, ["please stop texting me, but call me"] * 1_000),
    "classify_table": lambda: partial(followthrough.classify_table, pyarrow.table({"text": ["please stop, but call me"] * 10_000})),
    "handle_many": lambda: partial(caseload().handle_many, PRESENTED, many_events()),
    "handle_table": lambda: partial(caseload().handle_table, PRESENTED, as_table(many_events())),
    "publish": lambda: partial(caseload(2_000).publish, job.playbook(), DUE),
    "read_export": lambda: partial(followthrough.read_export, "csv", export(), **OPTIONS),
    "read_export_tables": lambda: partial(followthrough.read_export_tables, "csv", export(), **OPTIONS),
    "check": lambda: job.playbook().check,
}


@pytest.mark.parametrize("name", LONG)
def test_other_threads_run_meanwhile(name):
    begun, ended, call = threading.Event(), threading.Event(), LONG[name]()

    def work():
        begun.set()
        call()
        ended.set()

    interval = sys.getswitchinterval()
    # Nobody is made to give up the interpreter lock: this thread runs again only once the other one gave it up by itself.
    sys.setswitchinterval(1000)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        assert not ended.is_set()
    finally:
        sys.setswitchinterval(interval)
    thread.join()
    assert ended.is_set()


class Zone(tzinfo):
    """A zone of the host's own, whose code does something else as well."""

    def __init__(self, does, offset=timedelta(0)):
        self.does, self.offset = does, offset

    def utcoffset(self, at):
        self.does()
        if self.offset is None:
            raise RuntimeError("Ana Sánchez")
        return self.offset

    def dst(self, at):
        return None


def swap(plan):
    """As many keys as before, but others."""
    plan.clear()
    plan.update({f"k{number}": number for number in range(5)})


SPOILS = {
    "cleared": lambda plan: plan.clear(),
    "one key more": lambda plan: plan.update(more=1),
    "many more": lambda plan: plan.update({f"k{i}": i for i in range(1000)}),
    "one key less": lambda plan: plan.pop("status"),
    "other keys": swap,
}


@pytest.mark.parametrize("offset", [timedelta(0), None])
@pytest.mark.parametrize("spoil", SPOILS)
def test_an_event_that_changes_while_it_is_read(spoil, offset):
    event = job.plan(event_id="e2")
    event["plan"]["presented_at"] = datetime(2026, 3, 2, tzinfo=Zone(lambda: SPOILS[spoil](event["plan"]), offset))
    follow_up = FollowUp(job.recipient())
    before = follow_up.to_json()
    with pytest.raises(FollowthroughError) as refused:
        job.playbook().handle(follow_up, PRESENTED, event)
    assert refused.value.code == "FT-H001" and "Ana" not in str(refused.value)
    assert refused.value.path == ("plan" if offset is not None else "plan.presented_at")
    assert follow_up.to_json() == before


def test_answers_that_change_while_they_are_read():
    class Several(list):
        def __getitem__(self, place):
            answers["more"] = "1"
            return super().__getitem__(place)

        def __iter__(self):
            answers["more"] = "1"
            return super().__iter__()

    answers: dict = {}
    answers |= {"presented": Several(["charted"]), "time_zone": "America/New_York"}
    try:
        followthrough.write_mapping("open_dental", answers)
    except FollowthroughError as refused:
        assert refused.code != "FT-X002"


@pytest.mark.parametrize("ends", [KeyboardInterrupt, SystemExit])
def test_a_program_that_ends_while_a_value_is_read(ends):
    def end():
        raise ends

    class Amount(Decimal):
        def __format__(self, spec):
            end()

    class Day(date):
        def isoformat(self):
            end()

    at, caseload = datetime(2026, 3, 2, 15, tzinfo=Zone(end)), Caseload(job.playbook())
    for call in [
        lambda: job.playbook().tick(job.presented(), at),
        lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(at=at)),
        lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(Amount(5))),
        lambda: caseload.handle_many(PRESENTED, [("r-77", job.plan(at=at))]),
        lambda: followthrough.payment(Amount(5), 1, 2),
        lambda: followthrough.read_export("csv", {}, as_of=Day(2026, 3, 2)),
    ]:
        with pytest.raises(ends):
            call()


def test_dicts_that_stand_in_each_other_many_times_come_to_an_end():
    event: dict = {"type": "x" * 2**20}
    for _ in range(40):
        event = {"a": event, "b": event}
    with pytest.raises(FollowthroughError) as refused:
        job.playbook().handle(job.presented(), PRESENTED, event)
    assert refused.value.code == "FT-H001" and "256 MiB" in refused.value.message
    around: dict = {}
    around["x"] = around
    with pytest.raises(FollowthroughError) as refused:
        job.playbook().handle(job.presented(), PRESENTED, around)
    assert (refused.value.code, refused.value.path) == ("FT-H001", "x") and "contains itself" in refused.value.message
    # The same dict twice is no circle.
    same = {"id": "p-77"}
    assert followthrough.Caseload(job.playbook()).handle_many(PRESENTED, [("r-77", {"a": same, "b": [same, same]})])


def test_a_list_that_another_thread_changes():
    events = [("r-77", job.plan(event_id=f"e{i}")) for i in range(50)]
    stop = threading.Event()

    def spoil():
        while not stop.is_set():
            events.append(("r-77", {"event_id": 5}))
            events.pop()

    thread = threading.Thread(target=spoil)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    thread.start()
    try:
        for _ in range(10):
            for handled in caseload().handle_many(PRESENTED, events):
                assert handled["type"] == "answers" or handled["error"]["code"] == "FT-H001"
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)


def test_code_of_the_hosts_that_throws():
    class Amount(Decimal):
        def __format__(self, spec):
            raise RuntimeError("Ana Sánchez")

    class Inbox(list):
        def __iter__(self):
            raise OSError("the disk is gone")

    throwing = datetime(2026, 3, 2, 15, tzinfo=Zone(lambda: None, None))
    for given, code, path in [
        (lambda: job.playbook().tick(job.presented(), throwing), "FT-H010", "now"),
        (lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(at=throwing)), "FT-H001", "at"),
        (lambda: job.playbook().handle(job.presented(), PRESENTED, job.plan(Amount("12.50"))), "FT-H001", "plan.procedures[0].fee"),
    ]:
        with pytest.raises(FollowthroughError) as refused:
            given()
        assert (refused.value.code, refused.value.path) == (code, path) and "Ana" not in str(refused.value)
        assert refused.value.message == "reading it raised RuntimeError" and "again" in refused.value.help
        assert isinstance(refused.value.__cause__, RuntimeError)
    with pytest.raises(FollowthroughError) as refused:
        caseload().handle_many(PRESENTED, Inbox())
    assert (refused.value.code, refused.value.path) == ("FT-H001", "events")
    assert refused.value.__cause__.args == ("the disk is gone",)


def test_whole_numbers_beyond_what_javascript_holds_are_exact():
    number = 2**53 + 1
    event = job.plan()
    event["plan"]["custom"] = {"visits": number}
    follow_up = FollowUp(job.recipient())
    job.playbook().handle(follow_up, PRESENTED, event)
    assert str(number) in follow_up.to_json()


def test_amounts_are_exact_dollars_whatever_number_they_are():
    said = set()
    for fee in (2400, Decimal(2400), Decimal("2400.0000"), Decimal("2.4E+3"), "2400", "2400.00"):
        follow_up = FollowUp(job.recipient())
        event = job.plan(fee)
        event["plan"]["procedures"][0]["patient_portion"] = fee
        event["plan"]["patient"]["benefits_remaining"] = fee
        event["plan"]["custom"] = {"fee": 5}  # a fact of the host's own stays a number
        job.playbook().handle(follow_up, PRESENTED, event)
        said.add(follow_up.to_json())
    assert len(said) == 1 and said.pop().count("2400.00") == 3
    for wrong in (2400.0, True, Decimal("2400.0010"), 10**12):
        with pytest.raises(FollowthroughError) as refused:
            job.playbook().handle(FollowUp(job.recipient()), PRESENTED, job.plan(wrong))
        assert (refused.value.code, refused.value.path) == ("FT-H001", "plan.procedures[0].fee")


def test_the_amounts_of_the_wire_are_those():
    """`is_amount` in src/encode/path.rs names them; a new one belongs there."""
    types = json.loads((ROOT / "schema/followthrough.schema.json").read_text())["$defs"]
    amounts = {
        (name, key)
        for name, kind in types.items()
        for key, value in kind.get("properties", {}).items()
        if "[0-9]{1,2})?$" in json.dumps(value)
    }
    assert amounts == {("Procedure", "fee"), ("Procedure", "patient_portion"), ("Patient", "benefits_remaining")}
