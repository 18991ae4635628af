"""When hours are open: the vectors of an independent implementation, asked through `next_allowed`."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from conftest import shared

from followthrough import FollowthroughError, next_allowed

FOLDER = shared("data")
needs_vectors = pytest.mark.skipif(FOLDER is None, reason="no ../shared/data; set FOLLOWTHROUGH_SHARED to run them")
PRESETS = ("federal", "mini_tcpa_union", "strict_all_rows")
CHICAGO = ZoneInfo("America/Chicago")


def read(name: str) -> dict:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@needs_vectors
def test_quiet_hours():
    file = read("time/quiet_hours.json")
    presets = 0
    for case in file["cases"]:
        policies = [file["policies"][case["policy"]]]
        if case["policy"] in PRESETS:
            policies.append(case["policy"])
            presets += 1
        at = datetime.fromisoformat(case["instant"])
        expected = case["next_allowed"] and datetime.fromisoformat(case["next_allowed"])
        for policy in policies:
            found = next_allowed(at, case["zones"], policy)
            assert found == expected, case["id"]
            assert (found == at) == case["allowed"], case["id"]
    assert (len(file["cases"]), presets) == (269, 212)


@needs_vectors
def test_the_hours_of_the_law():
    """A day of each weekday without a holiday: open at each start, shut at each end."""
    asked = 0
    for name, preset in read("law/windows.json")["presets"].items():
        for day in (date(2026, 2, 23) + timedelta(days=i) for i in range(7)):
            midnight = datetime.combine(day, time(), CHICAGO)
            windows = preset["windows"][day.strftime("%a").lower()]
            at = midnight
            for start, end in windows:
                opens, shuts = (datetime.combine(day, time.fromisoformat(text), CHICAGO) for text in (start, end))
                assert next_allowed(at, ["America/Chicago"], name) == opens, (name, day)
                last = shuts - timedelta(seconds=1)
                assert next_allowed(last, ["America/Chicago"], name) == last
                at, asked = shuts, asked + 1
            assert next_allowed(at, ["America/Chicago"], name) >= midnight + timedelta(days=1)
    assert asked == 20


@needs_vectors
def test_federal_holidays():
    days = read("law/holidays.json")["dates"]
    for day in days:
        noon = datetime.combine(date.fromisoformat(day["observed"]), time(12), CHICAGO)
        found = next_allowed(noon, ["America/Chicago"], "strict_all_rows")
        assert found.astimezone(CHICAGO).date() > noon.date(), day["name"]
        assert next_allowed(noon, ["America/Chicago"], "federal") == noon
    assert len(days) == 66


def test_what_is_asked_and_told():
    night = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    found = next_allowed("2026-03-02T21:30:00-05:00", ["America/New_York"], "mini_tcpa_union")
    assert found == datetime(2026, 3, 3, 14, tzinfo=UTC) and found.tzinfo is not None
    own = {"windows": {"tue": [("10:00", "12:00")]}, "closed_dates": [date(2026, 3, 3)]}
    assert next_allowed(night, ["America/New_York"], own) == datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert next_allowed(night, ["America/New_York"], {"windows": {}}) is None
    assert next_allowed(night, [], "federal") is None
    for arguments, code, path in [
        ((night, ["America/Nowhere"], "federal"), "FT-T002", "zones[0]"),
        ((night, ["UTC"], "state"), "FT-H001", "policy"),
        ((night, ["UTC"], {"windows": {"day": []}}), "FT-H001", "policy.windows"),
        ((night, ["UTC"], {"windows": {"mon": [("9", "10:00")]}}), "FT-H001", "policy.windows.mon"),
        ((night, ["UTC"], {"windows": {}, "closed": []}), "FT-H001", "policy.closed"),
        ((datetime(2026, 3, 3), ["UTC"], "federal"), "FT-H010", "at"),
    ]:
        with pytest.raises(FollowthroughError) as refused:
            next_allowed(*arguments)
        assert (refused.value.code, refused.value.errors[0]["path"]) == (code, path)
