"""Every night an export comes; what changed since the last one goes to the follow-ups. Two nights, and one repeated."""

import json
from pathlib import Path

from followthrough import FollowUp, Importer, Playbook, changes
from followthrough.types import Decision, Event

HERE = Path(__file__).parent
playbook = Playbook.from_yaml((HERE / "practice.yaml").read_text())
mapping = (HERE / "mapping.yaml").read_text()
store: dict[str, str] = {}  # a host's database: the last export, and a row for each follow-up


def night(folder: Path, day: str, now: str) -> None:
    # docs: night
    importer = Importer("csv", mapping=mapping, as_of=day)
    for path in sorted(folder.glob("*.csv")):
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                importer.push(path.name, piece)  # importer.progress tells how far it has come
    today = importer.finish()
    news = changes(store.get("export"), today)
    if news["shrunk"] or "older" in news:
        raise RuntimeError("the export may have been cut short, or is an old one: somebody should look at it")
    for recipient, event in news["events"]:
        if stored := store.get(recipient):
            follow_up = FollowUp.from_json(stored)
        elif event["type"] == "recipient":  # somebody new: this comes before everything else about them
            follow_up = FollowUp(event["recipient"])
        else:
            continue
        decision = playbook.handle(follow_up, now, event, facts_as_of=today["at"])
        show(recipient, event, decision)  # a host writes its actions, its journal and wake_at here,
        store[recipient] = follow_up.to_json()  # in one transaction with the follow-up
    store["export"] = json.dumps(news["store"])  # with what news["held"] tells of
    # docs: end


def show(recipient: str, event: Event, decision: Decision) -> None:
    actions = [action["type"] for action in decision["actions"]]
    print(day, recipient, event["type"], *actions, decision.get("wake_at", ""))


for name, day in [("monday", "2026-03-02"), ("tuesday", "2026-03-03"), ("tuesday", "2026-03-03")]:
    print(name)
    night(HERE / name, day, f"{day}T23:30:00-05:00")
