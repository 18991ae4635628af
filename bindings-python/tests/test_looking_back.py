"""What a practice asks of its past: a baseline, a backtest, a month. The same bytes as on the command line."""

import json
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import followthrough
import pytest
from followthrough import Playbook
from test_insight import PLAYBOOK

PLANS = (
    "treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n"
    + "".join(f"{n},{4000 + n},1,D2740,2026-0{7 + n % 2}-{10 + n},{'PPC'[n % 3]},1250.00\r\n" for n in range(1, 9))
).encode("cp1252")
MAPPING = (
    "mapping: 1\nextends: eaglesoft\ncolumns: confirmed\npresented: charted\n"
    "procedure: {status: {map: {P: planned, C: completed}}}\n"
)
FILES = {"plans.csv": PLANS}
ANSWERS = {"mapping": MAPPING, "time_zone": "America/New_York", "as_of": date(2026, 9, 14)}
FLAGS = ["--mapping", "mapping.yaml", "--time-zone", "America/New_York", "--as-of", "2026-09-14"]


@pytest.fixture
def typed(command_line, tmp_path):
    """What the command line writes into its folder."""
    (tmp_path / "plans.csv").write_bytes(PLANS)
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / "playbook.yaml").write_text(PLAYBOOK)

    def run(*words: str) -> Path:
        subprocess.run([str(command_line), *words], cwd=tmp_path, check=True, capture_output=True)
        return tmp_path

    return run


def test_a_baseline(typed):
    baseline = followthrough.audit("eaglesoft", FILES, {"practice": "Larkspur"}, **ANSWERS)
    rest = ["--practice", "Larkspur", "--html", "page.html", "--csv", "tables"]
    folder = typed("audit", "eaglesoft", "plans.csv", *FLAGS, *rest)
    assert baseline.to_html() == (folder / "page.html").read_text()
    assert baseline.to_csv() == {path.name: path.read_bytes().decode() for path in (folder / "tables").iterdir()}
    data = baseline.data()
    assert (data["days"], data["practice"], data["to"]) == (90, "Larkspur", "2026-09-14")
    assert json.loads(baseline.to_json()) == data
    few = followthrough.audit("eaglesoft", FILES, {"days": 40, "value_bands": [Decimal("1000.00")]}, **ANSWERS).data()
    assert few["presented"]["plans"] < data["presented"]["plans"]


def test_a_backtest(typed):
    found = followthrough.backtest(Playbook.from_yaml(PLAYBOOK), "eaglesoft", FILES, {"days": 120}, **ANSWERS)
    rest = ["--from", "eaglesoft", "--days", "120", "--html", "page.html"]
    folder = typed("backtest", "playbook.yaml", "plans.csv", *FLAGS, *rest)
    assert found.to_html() == (folder / "page.html").read_text()
    assert found.data()["plans"]["plans"] == len(found.data()["cases"]) > 0
    assert found.to_csv() == {}


def test_a_month(typed):
    baseline = followthrough.audit("eaglesoft", FILES, **ANSWERS)
    simulated = ["--from", "eaglesoft", "--mapping", "mapping.yaml", "--as-of", "2026-09-14", "plans.csv"]
    folder = typed("simulate", "playbook.yaml", *simulated, "--journal", "journal.jsonl", "--plans", "plans.jsonl")
    journal, plans = (folder / "journal.jsonl").read_bytes(), (folder / "plans.jsonl").read_text()
    options = {"month": "2026-10", "time_zone": "America/New_York", "costs": {"sms_segment": Decimal("0.0079")}}
    if (data := baseline.data()).get("households") is not None:
        options["baseline"] = data
    (folder / "options.json").write_text(json.dumps(options, default=str))
    files = ["--plans", "plans.jsonl", "--options", "options.json", "--html", "page.html", "--csv", "report.csv"]
    files += ["--recovered", "recovered.csv"]
    typed("report", "journal.jsonl", *files)
    report = followthrough.monthly_report(journal, plans, options)
    assert report.to_html() == (folder / "page.html").read_text()
    tables = {name: (folder / name).read_bytes().decode() for name in ("report.csv", "recovered.csv")}
    assert report.to_csv() == tables
    assert report.data()["read"]["damaged"] == 0 and report.data()["read"]["lines"] > 10
    assert followthrough.monthly_report(journal.decode(), plans.encode(), json.dumps(options, default=str)).to_json()
    damaged = followthrough.monthly_report(b"\xff\n{\n", "", options).data()["read"]
    assert [line["line"] for line in damaged["damaged_lines"]] == [1, 2]


@pytest.mark.parametrize(
    ("ask", "code", "path"),
    [
        (lambda: followthrough.audit("eaglesoft", FILES, {"days": 0}, **ANSWERS), "FT-X001", "options.days"),
        (lambda: followthrough.audit("eaglesoft", FILES, {"value_bands": [0.5]}, **ANSWERS), "FT-X001", "options"),
        (lambda: followthrough.audit("eaglesoft", FILES), "FT-I010", "options"),
        (lambda: followthrough.monthly_report("", "", {}), "FT-X001", "options"),
        (lambda: followthrough.monthly_report(7, "", {"month": "2026-10"}), "FT-X001", "journal"),  # type: ignore[arg-type]
        (lambda: followthrough.monthly_report("", "", {"month": "2026-13"}), "FT-X001", "options.month"),
    ],
)
def test_what_cannot_be_used_is_named(ask, code, path):
    with pytest.raises(followthrough.FollowthroughError) as refused:
        ask()
    assert refused.value.code == code and refused.value.path.startswith(path)
