"""Drive it from a nightly export."""

from pathlib import Path

from followthrough import FollowUp, Playbook, changes, read_export
from followthrough.answers import Imported, StoredExport
from followthrough.types import Decision
from shared import PRACTICE

EXPORT = Path(__file__).resolve().parent / "export"
PATIENTS, CODES, MONDAY, TUESDAY = (
    (EXPORT / f"{name}.csv").read_bytes()
    for name in ("patient", "procedurecode", "procedurelog-monday", "procedurelog-tuesday")
)


# docs: read
def read_night(procedures: bytes, as_of: str) -> Imported:
    """What the practice said once about its system; `export_questions` lists what is to be asked."""
    files = {"patient.csv": PATIENTS, "procedurecode.csv": CODES, "procedurelog.csv": procedures}
    return read_export("open_dental", files, presented="charted", time_zone="America/New_York", as_of=as_of)
    # docs: end


playbook = Playbook.from_yaml(PRACTICE)
people: dict[str, FollowUp] = {}


# docs: take in
def take_in(before: StoredExport | None, export: Imported, now: str) -> StoredExport:
    """One night: what changed since the export that was taken in last, then time. Returns what to keep for the next one."""
    news = changes(before, export)
    if news["shrunk"] or "older" in news:
        raise RuntimeError("half of it may be missing, or it is an old one: ask a person")
    for recipient, event in news["events"]:
        # Somebody new comes with a `recipient` event, before everything else about them.
        if event["type"] == "recipient" and recipient not in people:
            people[recipient] = playbook.begin(event["recipient"])
        if follow_up := people.get(recipient):
            store(now, recipient, playbook.handle(follow_up, now, event, facts_as_of=export["at"]))
    for recipient, follow_up in sorted(people.items()):
        store(now, recipient, playbook.tick(follow_up, now, facts_as_of=export["at"]))
    return news["store"]
    # docs: end


def store(now: str, recipient: str, decision: Decision) -> None:
    """A host writes the follow-up, the actions and the journal here, in one transaction."""
    for action in decision["actions"]:
        print(now, recipient, action["type"], action.get("step") or action.get("status") or "")
    for entry in decision["journal"]:
        print(now, recipient, entry["type"], *([entry["outcome"]] if entry["type"] == "closed" else []))


monday = read_night(MONDAY, "2026-03-02")
kept = take_in(None, monday, "2026-03-03T05:00:00Z")
tuesday = read_night(TUESDAY, "2026-03-03")
kept = take_in(kept, tuesday, "2026-03-04T15:00:00Z")
take_in(kept, tuesday, "2026-03-05T15:00:00Z")
