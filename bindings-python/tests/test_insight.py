"""What a practice asks before going live: the same answers, to the byte, as on the command line."""

import json
import subprocess
import threading
import time
from datetime import datetime
from decimal import Decimal

import followthrough
import pytest
from conftest import ROOT, shared
from followthrough import Playbook

PLAYBOOK = """
followthrough: 1
practice:
  name: Larkspur Family Dental
  time_zone: America/New_York
  state: GA
  phone: "+14045550100"
  postal_address: 12 Larkspur Lane, Decatur, GA 30030
  booking_url: https://book.example.com/larkspur
extends: dental
"""
NEW = PLAYBOOK + "limits: {per_week: 1}\n"
PLANS = (
    "treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n"
    + "".join(f"{n},{4000 + n},1,D2740,2026-09-{10 + n % 5},P,1250.00\r\n" for n in range(1, 9))
).encode("cp1252")
OPTIONS = {
    "days": 30,
    "seed": 3,
    "costs": {"sms_segment": Decimal("0.0083"), "staff_hour": Decimal("24.00")},
    "capacity": [{"role": "front_desk", "minutes": 1}],
    "disruptions": {"no_export_on": ["2026-09-16"]},
}


def cases(people: int = 8) -> dict:
    consent = {"type": "granted", "at": "2026-01-05T15:00:00Z"}
    return {
        "as_of": "2026-09-14",
        "recipients": [
            {
                "id": f"r-{n}",
                "first_name": "Ana",
                "contacts": [{"kind": "mobile", "value": f"+1404555{n:04}", "consent": consent}],
            }
            for n in range(people)
        ],
        "plans": [
            {
                "id": f"tp-{n}",
                "recipient": f"r-{n}",
                "patient": {"id": f"p-{n}"},
                "presented_at": "2026-09-14",
                "procedures": [{"id": f"pr-{n}", "code": "D7210", "fee": Decimal("900.00"), "status": "planned"}],
            }
            for n in range(people)
        ],
    }


def playbook(text: str = PLAYBOOK) -> Playbook:
    return Playbook.from_yaml(text)


def test_a_simulation():
    simulation = followthrough.simulate(playbook(), cases(), OPTIONS)
    report = simulation.report()
    data = report.data()
    assert (data["days"], data["from"], data["faults"]) == (30, "2026-09-15", 0)
    assert data["costs"]["sms_segment"] == "0.0083" and Decimal(data["bill"]["total"]) > 0
    assert data["load"][0]["role"] == "front_desk" and data["load"][0]["days_above"]
    assert json.loads(report.to_json()) == data and report.to_csv() == {}
    assert report.to_html().startswith("<!DOCTYPE html>")
    contacted = simulation.contacted()
    assert len(contacted) + len(simulation.not_contacted()) == 8 and contacted[0]["steps"][0] == "hello"
    assert simulation.not_contacted() == [] or simulation.not_contacted()[0]["why"]
    timeline = simulation.timeline("tp-1")
    assert timeline is not None and "<svg" in timeline.to_html()
    assert [entry["lane"] for entry in timeline.data()["entries"]][0] == "practice"
    assert simulation.timeline("tp-99") is None
    assert len(simulation.records().splitlines()) > 10
    again = followthrough.simulate(playbook(), json.dumps(cases(), default=str), json.dumps(OPTIONS, default=str))
    assert again.report().to_html() == report.to_html()


def test_a_comparison():
    comparison = followthrough.compare(playbook(), playbook(NEW), cases(), OPTIONS)
    data = comparison.data()
    assert len(data["cases"]) + data["same"] == 8
    assert data["old"]["revision"] != data["new"]["revision"]
    assert "Plan by plan" in comparison.to_html() and "Ana" not in comparison.to_html()
    nothing = followthrough.compare(playbook(), playbook(), cases(), OPTIONS).data()
    assert (nothing["cases"], nothing["old"]) == ([], nothing["new"])


def test_a_preview_as_a_timeline():
    [plan, *_] = cases()["plans"]
    recipient = cases()["recipients"][0]
    del plan["recipient"]
    timeline = followthrough.preview_timeline(playbook(), plan, recipient, "2026-09-14T14:00:00Z")
    assert timeline.data()["entries"][-1]["title"].startswith("Case closed.")
    assert "<svg" in timeline.to_html()


@pytest.mark.parametrize(
    ("given", "options", "path"),
    [
        ({}, {}, "options.from"),
        (cases(1), {"days": 0}, "options.days"),
        (cases(1), {"costs": {"email": 0.5}}, "options.costs.email"),
        (cases(1), {"days": {3}}, "options.days"),
        ({"as_of": "2026-09-14", "plans": [{"id": "tp-1"}]}, {}, "cases.plans[0]"),
        ({"as_of": "2026-09-14", "recipients": [{"id": "r-1", "first_name": 7}]}, {}, "cases.recipients[0].first_name"),
    ],
)
def test_what_cannot_be_read_is_named(given, options, path):
    with pytest.raises(followthrough.FollowthroughError) as refused:
        followthrough.simulate(playbook(), given, options)
    assert (refused.value.code, refused.value.path) == ("FT-X001", path)


def test_other_threads_run_meanwhile():
    begun, ticks = threading.Event(), []

    def count():
        begun.set()
        while begun.is_set():
            ticks.append(1)
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    begun.wait()
    before = len(ticks)
    followthrough.simulate(playbook(), cases(60), {"days": 60})
    seen = len(ticks) - before
    begun.clear()
    other.join()
    assert seen > 3


def test_the_command_line_writes_the_same_bytes(command_line, tmp_path):
    """An export read here, simulated and compared here, and the same files there."""
    (tmp_path / "plans.csv").write_bytes(PLANS)
    mapping = (
        "mapping: 1\nextends: eaglesoft\ncolumns: confirmed\npresented: charted\ntime_zone: America/New_York\n"
        "procedure: {status: {map: {P: planned}}}\n"
    )
    (tmp_path / "mapping.yaml").write_text(mapping)
    (tmp_path / "old.yaml").write_text(PLAYBOOK)
    (tmp_path / "new.yaml").write_text(NEW)
    (tmp_path / "options.json").write_text(json.dumps(OPTIONS, default=str))
    imported = followthrough.read_export("eaglesoft", {"plans.csv": PLANS}, mapping=mapping, as_of="2026-09-14")
    rest = ["--from", "eaglesoft", "--mapping", "mapping.yaml", "--as-of", "2026-09-14", "--options", "options.json"]

    def typed(*words: str) -> str:
        command = [str(command_line), *words, *rest, "plans.csv", "--html", "page.html"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        return (tmp_path / "page.html").read_text()

    ours = followthrough.simulate(playbook(), imported, OPTIONS).report().to_html()
    assert typed("simulate", "old.yaml") == ours
    ours = followthrough.compare(playbook(), playbook(NEW), imported, OPTIONS).to_html()
    assert typed("compare", "old.yaml", "new.yaml") == ours


def test_a_scenario_as_the_command_line_replays_it(command_line):
    path = ROOT / "core/engine/conformance/01-day-one-sms.yaml"
    text = path.read_text()
    printed = subprocess.run([str(command_line), "replay", str(path)], check=True, capture_output=True, text=True).stdout
    assert followthrough.replay(text) == [json.loads(line) for line in printed.splitlines()]
    checked = followthrough.check_scenario(text)
    assert checked["mismatches"] == []
    other = followthrough.check_scenario(text, playbook(PLAYBOOK + "trigger: {pending_for: 72h}\n"))
    assert other["mismatches"] != []
    with pytest.raises(followthrough.FollowthroughError, match="FT-X001"):
        followthrough.replay("scenario: 7")


def near(ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= 1e-9


def test_the_intervals_of_the_vectors():
    folder = shared("data/stats")
    if folder is None:
        pytest.skip("no shared data")
    asked = 0
    for case in json.loads((folder / "intervals.json").read_text())["cases"]:
        sure = case.get("confidence", 0.95)
        if case["kind"] == "wilson":
            found = followthrough.wilson(case["k"], case["n"], sure)
        elif case["kind"] == "newcombe_diff":
            found = followthrough.newcombe((case["k1"], case["n1"]), (case["k2"], case["n2"]), sure)
        elif case["kind"] == "kaplan_meier":
            watched = [(t, event == 1) for t, event in zip(case["times"], case["events"], strict=True)]
            curve = followthrough.kaplan_meier(watched, sure)
            assert curve.get("median") == case["median"], case["id"]
            for row, theirs in zip(curve["rows"], case["rows"], strict=True):
                assert (row["time"], row["at_risk"], row["events"]) == (theirs["t"], theirs["at_risk"], theirs["events"])
                assert near(row["survival"], theirs["survival"]), case["id"]
            asked += 1
            continue
        else:
            arms = [
                [(t, event == 1) for t, event in zip(case[f"times{arm}"], case[f"events{arm}"], strict=True)]
                for arm in (1, 2)
            ]
            test = followthrough.log_rank(*arms)
            assert test is not None and near(test["chi_square"], case["chi2"]) and near(test["p_value"], case["p"])
            asked += 1
            continue
        assert found is not None
        assert all(near(found[key], case[key]) for key in ("estimate", "low", "high")), case["id"]
        asked += 1
    assert asked == 72


def test_intervals_that_cannot_be():
    assert followthrough.wilson(0, 0) is None
    wide = followthrough.difference_at_any_look((60, 100), (50, 100))
    usual = followthrough.newcombe((60, 100), (50, 100))
    assert wide is not None and usual is not None and wide["low"] < usual["low"] and wide["high"] > usual["high"]
    for wrong in [lambda: followthrough.wilson(3, 2), lambda: followthrough.wilson(1, 2, 1.0)]:
        with pytest.raises(followthrough.FollowthroughError, match="FT-X001"):
            wrong()
    with pytest.raises(followthrough.FollowthroughError, match="FT-X001 first"):
        followthrough.newcombe((-1, 2), (1, 2))


def test_whole_dollars_are_an_int_in_options_too():
    told = [
        followthrough.simulate(playbook(), cases(), {"days": 3, "costs": {"sms_segment": price, "staff_hour": price, "minutes": {"call": 6}}}).report().to_json()
        for price in (2, "2", Decimal(2))
    ]
    assert told[0] == told[1] == told[2]
    month = {"month": "2026-03", "time_zone": "America/New_York"}
    asked = [
        {**month, "costs": {"a_month": n}, "before": {"recovered_a_month": n, "recovered_value_a_month": n, "staff_hours_a_week": n}, "now": {"staff_hours_a_week": n}}
        for n in (3, "3", Decimal(3))
    ]
    told = [followthrough.monthly_report("", "", options).to_json() for options in asked]
    assert told[0] == told[1] == told[2]
    folder = ROOT / "examples/nightly"
    files = {path.name: path.read_bytes() for path in (folder / "monday").iterdir()}
    given = {"mapping": (folder / "mapping.yaml").read_text(), "as_of": "2026-03-02"}
    bands = [followthrough.audit("csv", files, {"value_bands": bands}, **given).to_json() for bands in ([500, 1500], ["500", "1500"])]
    assert bands[0] == bands[1]
    for wrong in ({"costs": {"sms_segment": True}}, {"costs": {"sms_segment": 0.5}}):
        with pytest.raises(followthrough.FollowthroughError) as refused:
            followthrough.simulate(playbook(), cases(), wrong)
        assert refused.value.path == "options.costs.sms_segment"


def test_a_datetime_for_a_day_says_so():
    with pytest.raises(followthrough.FollowthroughError) as refused:
        followthrough.simulate(playbook(), cases(), {"from": datetime(2026, 3, 2)})
    assert refused.value.path == "options.from" and "for a day give a date" in refused.value.help
