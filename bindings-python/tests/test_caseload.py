"""A whole practice in one object: the loop, a shared phone, a restart in the middle, a new revision, a forecast."""

import copy
import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import job
import pytest

from followthrough import Caseload, FollowthroughError, FollowUp, Playbook, _followthrough
from job import PRESENTED

DAY_1 = datetime(2026, 3, 3, 15, tzinfo=UTC)
PEOPLE = ["r-77", "r-78"]


def plan_of(person: str, **changes):
    event = job.plan(event_id=f"plan-{person}")
    event["plan"].update(id=f"tp-{person}", patient={"id": f"p-{person}"}, **changes)
    return event


def two_with_one_phone(playbook: Playbook | None = None) -> Caseload:
    caseload = Caseload(playbook or job.playbook())
    caseload.begin([job.recipient(id=person) for person in PEOPLE])
    handled = caseload.handle_many(PRESENTED, [(person, plan_of(person)) for person in PEOPLE])
    assert [result["type"] for result in handled] == ["answers", "answers"]
    return caseload


def stop(at: datetime):
    return {**job.reply("STOP"), "at": at}


def actions_of(answers):
    return [(answer["recipient"], action) for answer in answers for action in answer["actions"]]


def lived(caseload: Caseload, until: datetime):
    """The answers of everything that is due before `until`, with when."""
    while (wake := caseload.next_wake()) and wake < until:
        yield from ((wake, answer) for answer in caseload.tick(wake))


def test_the_stop_of_one_reaches_the_other_also_across_a_restart():
    playbook, caseload = job.playbook(), two_with_one_phone()
    assert (len(caseload), caseload.recipients(), caseload.next_wake()) == (2, PEOPLE, DAY_1)
    [(whose, send)] = actions_of(caseload.tick(DAY_1))
    assert (whose, send["type"], send["step"]) == ("r-77", "send", "hello")

    caseload = Caseload.restore(playbook, caseload.snapshot())
    said = caseload.handle(DAY_1 + timedelta(hours=1), "r-77", stop(DAY_1 + timedelta(hours=1)))
    assert [answer["recipient"] for answer in said] == PEOPLE
    assert [action["type"] for _, action in actions_of(said)].count("record_opt_out") == 1
    caseload = Caseload.restore(playbook, caseload.snapshot())
    rest = list(lived(caseload, DAY_1 + timedelta(days=300)))
    assert not [action for _, answer in rest for action in answer["actions"] if action["type"] == "send"]
    assert all(caseload.get(person).states() != {} for person in PEOPLE)


def test_a_caseload_answers_as_single_follow_ups_do():
    playbook, caseload = job.playbook(), Caseload(job.playbook())
    people = {f"r-{i}": job.recipient(id=f"r-{i}", contacts=[{**job.recipient()["contacts"][0], "value": f"+1404555010{i}"}]) for i in range(5)}
    caseload.begin(list(people.values()))
    rows = {person: FollowUp(recipient) for person, recipient in people.items()}
    wakes = {}

    def single(person, text):
        wakes[person] = json.loads(text).get("wake_at")
        return f'{{"recipient":"{person}",{text[1:]}'

    for i, person in enumerate(people):
        at = PRESENTED + timedelta(hours=i)
        text = caseload.handle_json(at, person, plan_of(person))
        assert text == f"[{single(person, playbook.handle_json(rows[person], at, plan_of(person)))}]"
    calls = 0
    while (wake := caseload.next_wake()) and wake < DAY_1 + timedelta(days=40):
        due = sorted(person for person, at in wakes.items() if at and datetime.fromisoformat(at) <= wake)
        expected = [single(person, playbook.tick_json(rows[person], wake)) for person in due]
        assert caseload.tick_json(wake) == f"[{','.join(expected)}]"
        assert [caseload.get(person).to_json() for person in due] == [rows[person].to_json() for person in due]
        calls += len(due)
    assert calls > 20


def test_pieces_say_what_a_whole_tick_says():
    whole, pieces, later = two_with_one_phone(), two_with_one_phone(), DAY_1 + timedelta(days=4)
    got, more = [], True
    while more:
        answers, more = pieces.advance(later, 1)
        got += answers
    assert got == whole.tick(later) and len(got) > 2
    assert pieces.next_wake() == whole.next_wake()


def test_a_new_revision():
    caseload = two_with_one_phone()
    quiet = Playbook.from_yaml(job.PLAYBOOK + "limits: {per_week: 1}\n")
    answers = caseload.publish(quiet, PRESENTED + timedelta(hours=1))
    assert [answer["recipient"] for answer in answers] == PEOPLE
    week = [action for _, answer in lived(caseload, DAY_1 + timedelta(days=6)) for action in answer["actions"]]
    assert sum(action["type"] == "send" for action in week) == 1, "the phone is one"
    # Stored under one revision, restored under another: all are due at once.
    restored = Caseload.restore(job.playbook(), caseload.snapshot())
    assert restored.next_wake() <= DAY_1
    assert pickle.loads(pickle.dumps(caseload)).next_wake() == caseload.next_wake()


def test_the_agenda_is_what_then_happens():
    caseload, asked, end = two_with_one_phone(), DAY_1 + timedelta(hours=1), DAY_1 + timedelta(days=20)
    caseload.tick(DAY_1)
    caseload.handle(asked, "r-77", {**job.reply("how much is it?"), "at": asked})
    before = caseload.snapshot()
    agenda = caseload.agenda(asked, end)
    assert caseload.snapshot() == before

    def said(item):
        return item["type"], item.get("step", item.get("role"))

    then = [
        (wake, answer["recipient"], *said(action))
        for wake, answer in lived(caseload, end)
        for action in answer["actions"]
        if action["type"] in ("send", "prompt")
    ]
    assert [(datetime.fromisoformat(item["at"]), item["recipient"], *said(item)) for item in agenda] == then
    assert len(then) > 3 and {item["type"] for item in agenda} == {"send", "prompt"}


def test_one_bad_event_does_not_lose_the_others():
    caseload = two_with_one_phone()
    at = PRESENTED + timedelta(hours=1)
    handled = caseload.handle_many(
        at,
        [
            ("r-77", {**job.reply(), "at": at, "text": float("nan")}),
            ("r-79", {**job.reply(), "at": at}),
            ("r-77", "{"),
            ("", {**job.reply(), "at": at}),
            {"recipient": "r-77"},
            ("r-78", {**job.reply(), "at": at}),
        ],
    )
    refused = [(result["error"]["code"], result["error"]["path"]) for result in handled[:-1]]
    assert refused == [
        ("FT-H001", "text"),
        ("FT-H014", "recipient.id"),
        ("FT-H001", ""),
        ("FT-H001", "recipient.id"),
        ("FT-H001", ""),
    ]
    assert handled[-1]["answers"][0]["recipient"] == "r-78" and handled[-1]["answers"][0]["actions"]
    with pytest.raises(FollowthroughError, match="FT-H010"):
        caseload.handle_many(datetime(2026, 3, 3), [])


def test_people_come_and_go():
    caseload = two_with_one_phone()
    kept = caseload.get("r-78").to_json()
    gone = caseload.remove("r-78")
    assert (len(caseload), gone.to_json()) == (1, kept)
    assert caseload.get("r-78") is None is caseload.remove("r-78")
    assert caseload.add(gone) == []
    caseload.tick(DAY_1)
    assert gone.to_json() == kept, "a copy was taken in"
    assert caseload.get("r-78").to_json() != kept
    caseload.get("r-77").merge(gone)
    assert caseload.get("r-77").states().keys() == {"tp-r-77"}, "a copy was handed out"


def test_what_a_stored_follow_up_answers_when_it_is_added_is_given():
    caseload = two_with_one_phone()
    playbook, gone = job.playbook(), caseload.remove("r-78")
    (send,) = playbook.tick(gone, DAY_1)["actions"]
    caseload.handle(DAY_1, "r-77", stop(DAY_1))
    answers = caseload.add(gone)
    assert answers[0]["recipient"] == "r-78"
    assert ("r-78", "cancel", send["id"]) in [
        (who, action["type"], action.get("action_id")) for who, action in actions_of(answers)
    ]
    assert caseload.may_still_send("r-78", send["id"], DAY_1)["type"] == "no"
    assert caseload.may_still_send("r-78", "none", DAY_1) == {"type": "no", "reason": "unknown_action"}
    assert caseload.explain("r-78", DAY_1) == playbook.explain(caseload.get("r-78"), DAY_1)
    for ask in (lambda: caseload.explain("r-9", DAY_1), lambda: caseload.may_still_send("r-9", send["id"], DAY_1)):
        with pytest.raises(FollowthroughError, match="FT-H014"):
            ask()


def test_a_list_of_people_begins_whole_or_not_at_all():
    caseload = two_with_one_phone()
    new = [job.recipient(id=person) for person in ("r-79", "r-80")]
    before = caseload.snapshot()
    for wrong, path in [
        (job.recipient(), "[2].recipient.id"),
        (new[0], "[2].recipient.id"),
        (job.recipient(id="r-81", time_zone="America/Atlanta"), "[2].time_zone"),
        ({"id": 5}, "[2].id"),
    ]:
        with pytest.raises(FollowthroughError) as caught:
            caseload.begin([*new, wrong])
        assert caught.value.path == path
    assert (len(caseload), caseload.snapshot()) == (2, before)
    caseload.begin(new)
    caseload.begin(json.dumps([]))
    assert caseload.recipients() == [*PEOPLE, "r-79", "r-80"]


def test_what_waits_for_facts_and_the_brake():
    caseload = two_with_one_phone()
    until = DAY_1 + timedelta(hours=1)
    assert caseload.tick(DAY_1, hold_until=until) == [] and caseload.next_wake() == until
    assert not [a for _, a in actions_of(caseload.tick(until, facts_as_of=PRESENTED - timedelta(days=9))) if a["type"] == "send"]
    [send] = [a for _, a in actions_of(caseload.tick(until, facts_as_of=until)) if a["type"] == "send"]
    follow_up = caseload.get("r-77")
    assert job.playbook().may_still_send(follow_up, send["id"], until)["type"] == "yes"


def damaged():
    snapshot = bytearray(two_with_one_phone().snapshot())
    snapshot[-1] ^= 1
    return bytes(snapshot)


def newer():
    snapshot = bytearray(two_with_one_phone().snapshot())
    snapshot[8] = 9
    return bytes(snapshot)


REFUSED = {
    "somebody who is here": (lambda: two_with_one_phone().begin(job.recipient()), "FT-H013", "recipient.id"),
    "a follow-up that is here": (lambda: two_with_one_phone().add(FollowUp(job.recipient())), "FT-H013", "recipient.id"),
    "somebody who is not": (lambda: two_with_one_phone().handle(PRESENTED, "r-79", job.plan()), "FT-H014", "recipient.id"),
    "an id that is none": (lambda: two_with_one_phone().get(""), "FT-H001", "recipient.id"),
    "a float in an event": (lambda: two_with_one_phone().handle(PRESENTED, "r-77", job.plan(1.5)), "FT-H001", "plan.procedures[0].fee"),
    "a damaged snapshot": (lambda: Caseload.restore(job.playbook(), damaged()), "FT-S003", ""),
    "no snapshot": (lambda: Caseload.restore(job.playbook(), b"{}"), "FT-S003", ""),
    "a newer snapshot": (lambda: Caseload.restore(job.playbook(), newer()), "FT-S002", "format"),
    "a leap": (lambda: two_with_one_phone().tick(datetime(2028, 3, 2, tzinfo=UTC)), "FT-H005", "now"),
    "a leap in pieces": (lambda: two_with_one_phone().advance(datetime(2028, 3, 2, tzinfo=UTC), 5), "FT-H005", "now"),
    "a leap at publication": (
        lambda: two_with_one_phone().publish(job.playbook(), datetime(2028, 3, 2, tzinfo=UTC)),
        "FT-H005",
        "now",
    ),
    "pieces of nothing": (lambda: two_with_one_phone().advance(DAY_1, 0), "FT-H010", "most"),
    "a naive now": (lambda: two_with_one_phone().tick(datetime(2026, 3, 3)), "FT-H010", "now"),
    "an agenda from a naive instant": (lambda: two_with_one_phone().agenda(datetime(2026, 3, 3), DAY_1), "FT-H010", "from"),
    "an agenda to a day": (lambda: two_with_one_phone().agenda(DAY_1, "2026-03-09"), "FT-H010", "to"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused(case):
    call, code, path = case
    with pytest.raises(FollowthroughError) as caught:
        call()
    assert (caught.value.code, caught.value.path) == (code, path), str(caught.value)


def test_a_leap_is_vouched_for():
    assert two_with_one_phone().tick(datetime(2028, 3, 2, tzinfo=UTC), confirm_leap=True)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_caseload_travels(again):
    original = two_with_one_phone()
    other, before = again(original), original.snapshot()
    assert (other.snapshot(), other.next_wake(), repr(other)) == (before, DAY_1, "<Caseload>")
    links = [action["links"] for _, action in actions_of(other.tick(DAY_1))]
    assert original.snapshot() == before != other.snapshot()
    assert links == [action["links"] for _, action in actions_of(original.tick(DAY_1))], "its keys came along"


def test_threads_share_a_caseload():
    caseload, interval = two_with_one_phone(), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:

            def work(i):
                person = f"r-{100 + i}"
                caseload.begin(job.recipient(id=person, contacts=[]))
                caseload.handle(PRESENTED, person, plan_of(person))
                caseload.add(caseload.remove(person))
                caseload.agenda(PRESENTED, DAY_1), caseload.snapshot(), len(caseload), caseload.next_wake()
                return caseload.get(person).states()

            states = list(threads.map(work, range(40), timeout=60))
    finally:
        sys.setswitchinterval(interval)
    assert states == [{f"tp-r-{100 + i}": "waiting"} for i in range(40)]
    assert sorted(caseload.recipients()) == sorted([*PEOPLE, *(f"r-{100 + i}" for i in range(40))])


def test_after_a_defect_it_answers_no_more():
    caseload = two_with_one_phone()
    with pytest.raises(FollowthroughError, match="FT-X002") as caught:
        _followthrough._panic_in(caseload, "Ana Sánchez")
    assert "Ana" not in str(caught.value)
    for call in (lambda: caseload.tick(DAY_1), lambda: len(caseload), caseload.snapshot, lambda: copy.copy(caseload)):
        with pytest.raises(FollowthroughError, match="FT-X002.*restore its last snapshot"):
            call()
