"""Zone data of the host's own moves what it should, and only there."""

import pickle
import struct
from datetime import UTC, datetime, timedelta

import job
import pytest

import followthrough
from followthrough import Caseload, FollowthroughError, FollowUp, Playbook

EVENING = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
"""Monday, 21:30 in New York: the text of day 1 waits for Wednesday at 09:00."""


def tzif(hours: int) -> bytes:
    """A TZif file (RFC 9636) of a zone that is always so many hours ahead of UTC."""

    def header(characters: int) -> bytes:
        return b"TZif2" + bytes(15) + struct.pack(">6L", 0, 0, 0, 0, 1, characters)

    kind = struct.pack(">lBB", hours * 3600, 0, 0)
    return header(1) + bytes(7) + header(4) + kind + b"XXX\0" + f"\nXXX{-hours}\n".encode()


def zones(hours: int) -> dict:
    return {"version": "2026h", "zones": {"America/New_York": tzif(hours)}}


def first_send(playbook: Playbook, follow_up: FollowUp | None = None) -> datetime:
    follow_up = follow_up or FollowUp(job.recipient())
    plan = job.plan(at=EVENING)
    plan["plan"]["presented_at"] = EVENING
    decision = playbook.handle(follow_up, EVENING, plan)
    while not decision["actions"]:
        wake = decision["wake_at"]
        decision = playbook.tick(follow_up, wake)
    return datetime.fromisoformat(wake)


def test_a_send_moves_by_the_difference():
    bundled = Playbook.from_yaml(job.PLAYBOOK)
    own = Playbook.from_yaml(job.PLAYBOOK, time_zones=zones(-4))
    assert first_send(bundled) == datetime(2026, 3, 4, 14, tzinfo=UTC)
    assert first_send(own) == first_send(bundled) - timedelta(hours=1)
    assert own.revision == bundled.revision


def test_which_data_is_in_force():
    own = Playbook.from_yaml(job.PLAYBOOK, time_zones=zones(-4))
    assert own.tz_version == own.with_link_keys([job.KEY]).tz_version == "2026h"
    assert job.playbook().tz_version == followthrough.tz_version() != "2026h"
    assert Playbook.from_yaml(job.PLAYBOOK, time_zones=None).tz_version == followthrough.tz_version()


def test_from_json_takes_it_too():
    practice = {
        "name": "Peachtree Family Dental",
        "time_zone": "America/New_York",
        "phone": "+14045550123",
        "postal_address": "1 Peachtree St, Atlanta, GA 30303",
        "booking_url": "https://book.example.com/peachtree",
    }
    document = {"followthrough": 1, "extends": "dental", "practice": practice}
    assert first_send(Playbook.from_json(document, time_zones=zones(-4))) == datetime(2026, 3, 4, 13, tzinfo=UTC)


def test_a_pickle_keeps_it():
    own = Playbook.from_yaml(job.PLAYBOOK, time_zones=zones(-4)).with_link_keys([job.KEY])
    again = pickle.loads(pickle.dumps(own))
    assert again.tz_version == "2026h"
    assert first_send(again) == first_send(own)


def test_a_person_in_a_zone_that_only_the_host_has():
    data = {"version": "2026h", "zones": {"America/Atlanta": tzif(-4)}}
    playbook = Playbook.from_yaml(job.PLAYBOOK, time_zones=data)
    ana = job.recipient(time_zone="America/Atlanta")
    with pytest.raises(FollowthroughError, match="FT-T002"):
        FollowUp(ana)
    with pytest.raises(FollowthroughError, match="FT-T002") as refused:
        playbook.begin(job.recipient(time_zone="America/Nowhere"))
    assert refused.value.errors[0]["path"] == "time_zone"
    follow_up = FollowUp.from_json(playbook.begin(ana).to_json())
    assert first_send(playbook, follow_up) == datetime(2026, 3, 4, 13, tzinfo=UTC)
    Caseload(playbook).begin(ana)
    assert playbook.begin(job.recipient()).to_json() == FollowUp(job.recipient()).to_json()


def test_hours_by_the_data_of_the_host():
    asked = (EVENING, ["America/New_York"], "federal")
    assert followthrough.next_allowed(*asked) == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert followthrough.next_allowed(*asked, time_zones=zones(-4)) == datetime(2026, 3, 3, 12, tzinfo=UTC)
