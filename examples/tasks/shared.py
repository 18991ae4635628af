"""What the tasks have in common: a practice, a person, a plan that was presented."""

import json
from pathlib import Path

from followthrough.types import PlanEvent, Recipient

HERE = Path(__file__).resolve().parent
PRACTICE = (HERE / "practice.yaml").read_text()
ANA: Recipient = json.loads((HERE / "ana.json").read_text())
PRESENTED: PlanEvent = json.loads((HERE / "presented.json").read_text())
KEYS = [b"a key of the examples, public!!!"]
