"""What the tasks have in common: a practice, a person, a plan that was presented."""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRACTICE = (HERE / "practice.yaml").read_text()
ANA = json.loads((HERE / "ana.json").read_text())
PRESENTED = json.loads((HERE / "presented.json").read_text())
KEYS = [b"a key of the examples, public!!!"]
