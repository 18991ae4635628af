"""The job itself, and what a host does with the two values: store, load, copy, share."""

import copy
import json
import pickle
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import job
import pytest

import followthrough
from followthrough import FollowUp, Playbook
from job import PRESENTED


def test_the_job():
    playbook, follow_up = job.playbook(), FollowUp(job.recipient())
    assert (playbook.practice_name, follow_up.recipient_id) == ("Peachtree Family Dental", "r-77")
    decision = playbook.handle(follow_up, PRESENTED, job.plan())
    assert decision["actions"] == [] and follow_up.states() == {"tp-1": "waiting"}
    [send] = playbook.tick(follow_up, decision["wake_at"])["actions"]
    assert (send["type"], send["channel"], send["step"]) == ("send", "sms", "hello")
    assert followthrough.sms_segments(send["body"])["segments"] == send["segments"]
    read = followthrough.read_token(send["links"][0]["token"], [b"another key, newer than it", job.KEY])
    assert read["purpose"] == "book" and re.fullmatch("[0-9a-f]{16}", read["action"])
    said_yes = playbook.handle(follow_up, job.reply()["at"], job.reply())
    assert [action["type"] for action in said_yes["actions"]] == ["tell_practice_system", "prompt", "alert"]
    assert follow_up.states() == {"tp-1": "re_engaged"} and follow_up.outcomes() == {}
    gone = {"event_id": "e3", "at": "2026-03-05T15:00:00Z", "type": "plan_gone", "plan_id": "tp-1"}
    playbook.handle(follow_up, gone["at"], gone)
    assert follow_up.outcomes() == {"tp-1": "withdrawn"}


def test_any_form_of_the_same_is_the_same():
    def answer(now, event):
        follow_up = FollowUp(job.recipient())
        return job.playbook().handle_json(follow_up, now, event), follow_up.to_json()

    new_york = PRESENTED.astimezone(ZoneInfo("America/New_York"))
    text = json.dumps(job.plan("2400.00"), default=datetime.isoformat)
    wanted = answer(PRESENTED, job.plan())
    assert answer(new_york, job.plan("2400.00", at=new_york)) == wanted
    assert answer("2026-03-02T10:00:00-05:00", text) == wanted
    assert json.loads(wanted[0]) == job.playbook().handle(FollowUp(json.dumps(job.recipient())), PRESENTED, job.plan())
    born = job.plan()
    born["plan"]["patient"]["birth_date"] = date(1986, 4, 2)
    assert '"1986-04-02"' in answer(PRESENTED, born)[1]


def test_the_clock_that_goes_back_is_told_apart_by_fold():
    zone = ZoneInfo("America/New_York")
    first, second = (datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=zone) for fold in (0, 1))
    at = []
    for now in (first, second):
        follow_up = FollowUp(job.recipient())
        job.playbook().tick(follow_up, now)
        at.append(datetime.fromisoformat(json.loads(follow_up.to_json())["last_now"]))
    assert at[1] - at[0] == timedelta(hours=1)


def test_the_moment_says_more():
    playbook, follow_up = job.playbook(), job.presented()
    due = datetime(2026, 3, 3, 15, tzinfo=UTC)
    held = playbook.tick(copy.copy(follow_up), due, hold_until=due + timedelta(days=1))
    assert held["actions"] == []
    assert playbook.tick(copy.copy(follow_up), due, facts_as_of=due)["actions"]
    assert playbook.tick(copy.copy(follow_up), due + timedelta(days=500), confirm_leap=True)


def test_the_look_right_before_a_message_leaves():
    playbook, follow_up = job.playbook(), job.presented()
    due = datetime(2026, 3, 3, 15, tzinfo=UTC)
    [send] = playbook.tick(follow_up, due)["actions"]
    before = follow_up.to_json()
    assert playbook.may_still_send(follow_up, send["id"], due) == {"type": "yes", "until": send["expires_at"]}
    night = playbook.may_still_send(follow_up, send["id"], due + timedelta(hours=12))
    assert night == {"type": "no", "reason": "expired"}
    braked = playbook.may_still_send(follow_up, send["id"], due, hold_until=due + timedelta(hours=1))
    assert braked == {"type": "no", "reason": "braked"}
    assert playbook.may_still_send(follow_up, "no id", due)["reason"] == "unknown_action"
    assert follow_up.to_json() == before
    with pytest.raises(followthrough.FollowthroughError, match="FT-H010"):
        playbook.may_still_send(follow_up, send["id"], datetime(2026, 3, 3))


def test_check_before_publishing():
    assert job.playbook().check() == {"findings": []}
    gap = "sequences:\n  - {id: general, where: {pending_value: {above: 3000}}}\n"
    [finding] = Playbook.from_yaml(job.PLAYBOOK + gap).check()["findings"]
    assert (finding["code"], finding["severity"]) == ("FT-C001", "error")
    assert finding["path"].startswith("sequences[0]") and finding["line"] and finding["help"]
    assert finding["witness"]["timeline"][-1]["expect"]["journal_has"][0]["type"] == "enrolled"
    assert [f["code"] for f in job.playbook().check(day="2030-01-01")["findings"]] == ["FT-C013"]
    with pytest.raises(followthrough.FollowthroughError, match="FT-T003"):
        job.playbook().check(day="soon")


def test_why_and_what_next():
    playbook, follow_up = job.playbook(), job.presented()
    before = follow_up.to_json()
    explanation = playbook.explain(follow_up, PRESENTED + timedelta(minutes=12))
    assert (explanation["recipient_id"], explanation["revision"]) == ("r-77", playbook.revision)
    [case] = explanation["cases"]
    assert (case["case_id"], case["stands"]["type"]) == ("tp-1", "waiting")
    [deciding] = [gate for gate in case["gates"] if gate.get("deciding")]
    assert (deciding["gate"], deciding["verdict"]) == ("pending_for", "fails")
    assert explanation["wake_at"] == deciding["changes_at"] == case["contact"]["at"] == "2026-03-03T15:00:00Z"
    assert explanation["says"] == [
        "It is Monday, March 2, 2026, 10:12 AM in New York.",
        "Plan tp-1 was presented today at 10:00 AM and waits.",
        "Its follow-up may begin tomorrow at 10:00 AM at the earliest.",
        "A text goes out tomorrow at 10:00 AM.",
    ]
    assert follow_up.to_json() == before
    told = playbook.tick(follow_up, case["contact"]["at"])["journal"]
    assert case["next"] in told and case["contact"] in told
    held = playbook.explain(follow_up, "2026-03-03T15:00:00Z", hold_until="2026-03-09T15:00:00Z")
    assert held["wake_at"] == "2026-03-09T15:00:00Z"
    with pytest.raises(followthrough.FollowthroughError, match="FT-H010"):
        playbook.explain(follow_up, datetime(2026, 3, 3))


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x)), lambda x: FollowUp.from_json(x.to_json())]
)
def test_a_follow_up_travels(again):
    original = job.presented()
    other = again(original)
    assert other.to_json() == original.to_json()
    before = original.to_json()
    job.playbook().tick(other, "2026-03-03T15:00:00Z")
    assert original.to_json() == before != other.to_json()


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_playbook_travels_with_its_keys(again):
    original = job.playbook()
    other = again(original)
    assert other.revision == original.revision
    due = "2026-03-03T15:00:00Z"
    assert other.tick_json(job.presented(), due) == original.tick_json(job.presented(), due)


def test_json_is_read_as_yaml_is():
    document = {
        "followthrough": 1,
        "extends": "dental",
        "practice": {
            "name": "Peachtree Family Dental",
            "time_zone": "America/New_York",
            "phone": "+14045550123",
            "postal_address": "1 Peachtree St, Atlanta, GA 30303",
            "booking_url": "https://book.example.com/peachtree",
        },
    }
    revisions = {Playbook.from_json(d).revision for d in (document, json.dumps(document))}
    assert revisions == {job.playbook().revision}


def test_nothing_personal_in_repr():
    assert repr(job.presented()) == "<FollowUp>"
    assert repr(job.playbook()) == '<Playbook "Peachtree Family Dental">'


def test_threads_share_a_playbook_and_a_follow_up():
    playbook, shared_one = job.playbook(), FollowUp(job.recipient())
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:

            def work(i):
                own = FollowUp(job.recipient())
                playbook.handle(shared_one, PRESENTED, job.plan(event_id=f"e{i % 5}"))
                shared_one.to_json(), shared_one.states()
                playbook.handle(own, PRESENTED, job.plan())
                return playbook.tick_json(own, "2026-03-03T15:00:00Z")

            answers = set(threads.map(work, range(200)))
    finally:
        sys.setswitchinterval(interval)
    assert len(answers) == 1
    assert shared_one.states() == {"tp-1": "waiting"}


def test_small_questions():
    assert followthrough.classify("STOP")["intents"] == [{"type": "opt_out"}]
    texts = ["please stop texting me", "Yes please", ""]
    assert followthrough.classify_many(texts) == [followthrough.classify(text) for text in texts]
    assert followthrough.classify_many([]) == []
    assert followthrough.sms_segments("está")["encoding"] == "UCS-2"
    assert followthrough.tz_version()[:2] == "20"


def test_what_others_at_the_same_point_hear():
    playbook, ana, leo = job.playbook(), job.presented(), FollowUp(job.recipient(id="r-78"))
    playbook.handle(leo, PRESENTED, job.plan())
    [point] = ana.contact_points()
    assert point == "+14045550177" and ana.has_contact_point(point) and not ana.has_contact_point("+14045550178")
    assert ana.news_at(point) == []
    due = datetime(2026, 3, 3, 15, tzinfo=UTC)
    [send] = playbook.tick(ana, due)["actions"]
    news = followthrough.news_of(send, due)
    told = {"type": "receipt", "result": "elsewhere", "contact": point, "channel": "sms"}
    assert news == {"contact": point, "event": {"event_id": f"elsewhere:{send['id']}", "at": "2026-03-03T15:00:00Z", **told}}
    assert ana.news_at(point) == [news]
    playbook.handle(leo, due, news["event"])
    assert playbook.tick(leo, due)["actions"] == [], "one was just sent there"

    stopped = playbook.handle(ana, due, {**job.reply("STOP"), "at": due})["actions"]
    heard = {action["type"]: followthrough.news_of(json.dumps(action), due) for action in stopped}
    assert [kind for kind, news in heard.items() if news] == ["record_opt_out"], "the confirmation counts toward nothing"
    [record] = [action for action in stopped if action["type"] == "record_opt_out"]
    assert heard["record_opt_out"] == {"contact": point, "event": followthrough.contact_revoked(record, due)}
    kept = {key: record[key] for key in ("contact", "scope", "at")}  # what a suppression list holds
    assert followthrough.contact_revoked(kept, due) == heard["record_opt_out"]["event"]
    assert heard["record_opt_out"] in ana.news_at(point)
    playbook.handle(leo, due, heard["record_opt_out"]["event"])
    assert leo.outcomes() == {"tp-1": "opted_out"}
    for wrong in ({"type": "sent"}, {"type": "send", "id": "act_1"}, 7, {**send, "to": 1}):
        with pytest.raises(followthrough.FollowthroughError, match="FT-H001 action"):
            followthrough.news_of(wrong, due)
    with pytest.raises(followthrough.FollowthroughError, match="FT-H010"):
        followthrough.news_of(send, datetime(2026, 3, 3))


def test_what_a_text_discloses():
    text = "¡Hola! Smile Implant Center saved your implant plan, $1,250."
    found = followthrough.lint_message(text, "sms", practice_name="Smile Implant Center")
    assert [(finding["class"], finding["excerpt"]) for finding in found] == [("procedure", "implant"), ("amount", "$1,250")]
    assert all(text[finding["start"] : finding["end"]] == finding["excerpt"] for finding in found)
    assert followthrough.lint_message(text, "detailed", practice_name="Smile Implant Center") == []
    assert followthrough.lint_message("your implant", "sms", exempt=["implant"]) == []
    with pytest.raises(followthrough.FollowthroughError, match="FT-H001 form"):
        followthrough.lint_message(text, "fax")


def test_a_payment_is_exact():
    schedule = followthrough.payment(Decimal("1200.00"), 0, 12)
    assert schedule["payment"] == Decimal("100.00")
    assert followthrough.payment("1200", Decimal("9.99"), 12) == followthrough.payment(1200, "9.99", 12)


def test_an_export():
    files = {
        "patient.csv": b"PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n"
        b"7,Moss,Ada,0,1980-05-01,(404) 555-0177,ada@example.com,7,1\n",
        "procedurecode.csv": b"CodeNum,ProcCode\n1,D2740\n",
        "procedurelog.csv": b"ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n"
        b"1,7,0,0,1,2026-01-05,1250.00,1,2026-01-05\n2,7,0,0,1,2026-01-06,12x,2,2026-01-05\n",
    }
    options = {"presented": "charted", "time_zone": "America/New_York", "as_of": date(2026, 1, 7)}
    imported = followthrough.read_export("open_dental", files, **options)
    assert imported["totals"]["pending_value"] == "1250.00"
    assert imported["rejected"][0]["code"] == "FT-I007"
    [recipient] = imported["recipients"]
    assert FollowUp(recipient).recipient_id == recipient["id"]


def merged_snapshot():
    return {"event_id": "m1", "at": PRESENTED, "type": "recipient", "recipient": job.recipient(), "merged_from": "r-78"}


def test_two_charts_become_one():
    playbook, kept, gone = job.playbook(), FollowUp(job.recipient()), FollowUp(job.recipient(id="r-78"))
    playbook.handle(gone, PRESENTED, job.plan())
    stop = {**job.reply("STOP"), "at": PRESENTED}
    playbook.handle(gone, PRESENTED, stop)
    with pytest.raises(followthrough.FollowthroughError, match="FT-H012"):
        playbook.handle(kept, PRESENTED, merged_snapshot())
    before = gone.to_json()
    kept.merge(gone)
    assert gone.to_json() == before and kept.recipient_id == "r-77"
    assert kept.outcomes() == {"tp-1": "opted_out"}
    assert playbook.handle(kept, PRESENTED, stop)["actions"] == [], "seen by the other chart"
    [entry] = playbook.handle(kept, PRESENTED, merged_snapshot())["journal"]
    assert (entry["type"], entry["from"]) == ("merged", "r-78")
    with pytest.raises(followthrough.FollowthroughError, match="FT-H011"):
        kept.merge(kept)
    with pytest.raises(TypeError):
        kept.merge(kept.to_json())


def test_threads_that_merge_into_each_other_do_not_wait_for_ever():
    a, b = FollowUp(job.recipient()), FollowUp(job.recipient(id="r-78"))
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(x.merge, y) for _ in range(200) for x, y in ((a, b), (b, a))]:
            done.result(timeout=60)


def test_a_case_that_moved_is_carried():
    playbook, old, new = job.playbook(), FollowUp(job.recipient()), FollowUp(job.recipient(id="r-78"))
    due = playbook.handle(old, PRESENTED, job.plan())["wake_at"]
    assert playbook.tick(old, due)["actions"][0]["step"] == "hello"
    with pytest.raises(followthrough.FollowthroughError, match="FT-H002"):
        new.carry("tp-9", old)
    new.carry("tp-1", old)
    later = playbook.handle(new, due, job.plan())["wake_at"]
    enrolled = playbook.tick(new, later)
    assert enrolled["actions"] == [], "hello is done"
    assert [entry["step"] for entry in playbook.tick(new, enrolled["wake_at"])["journal"]] == ["details"]


def test_what_is_held_about_a_person():
    playbook, follow_up = job.playbook(), FollowUp(job.recipient())
    playbook.tick(follow_up, playbook.handle(follow_up, PRESENTED, job.plan())["wake_at"])
    held = follow_up.export_person()
    assert held["recipient"]["first_name"] == "Ana"
    assert held["contacts"][0]["consent"] == {"type": "granted", "at": "2025-11-03T15:00:00Z"}
    [case] = held["cases"]
    assert (case["id"], case["messages"][0]["step"]) == ("tp-1", "hello")
