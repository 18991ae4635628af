"""Erase or export a person."""

from typing import Any

from followthrough import Playbook, contact_revoked, given
from followthrough.types import Event, Recipient
from shared import ANA, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE)
follow_ups = {"r-77": playbook.begin(ANA)}
outbox: list[dict[str, Any]] = []
suppressed: list[dict[str, Any]] = []


def hear(recipient: str, now: str, event: given.Event | Event) -> None:
    decision = playbook.handle(follow_ups[recipient], now, event)
    for action in decision["actions"]:
        (suppressed if action["type"] == "record_opt_out" else outbox).append({"recipient": recipient, **action})


hear("r-77", PRESENTED["at"], PRESENTED)
stop: given.ReplyEvent = {
    "event_id": "e2", "at": "2026-03-04T16:00:00Z", "type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP",
}
hear("r-77", "2026-03-04T16:00:00Z", stop)


# docs: export
def export(recipient: str) -> dict[str, Any]:
    """All that is held about a person, for the person to read. As confidential as the state."""
    held = follow_ups[recipient]
    return {
        "follow_up": held.export_person(),
        "outbox": [action for action in outbox if action["recipient"] == recipient],
        "opt_outs": [record for record in suppressed if held.has_contact_point(record["contact"])],
    }
    # docs: end


# docs: erase
def erase(recipient: str) -> None:
    """The suppression list stays, and so does the journal for six years: it holds ids and no more."""
    del follow_ups[recipient]
    outbox[:] = [action for action in outbox if action["recipient"] != recipient]


def begin(person: Recipient, now: str) -> None:
    """Somebody new, or somebody who comes back with the next export: the STOP of before holds."""
    follow_up = follow_ups[person["id"]] = playbook.begin(person)
    for point in follow_up.contact_points():
        for record in suppressed.copy():
            everything = record["recipient"] == person["id"] and record["scope"] == "all"
            if everything or record["contact"] == point:
                scope, at = record["scope"], record["at"]
                hear(person["id"], now, contact_revoked({"contact": point, "scope": scope, "at": at}, at))
    # docs: end


held = export("r-77")
print(*sorted(key for key, value in held.items() if value), held["follow_up"]["cases"][0]["state"]["outcome"])
erase("r-77")
print(len(follow_ups), "people,", len(suppressed), "opt-out")
begin(ANA, "2026-03-05T06:00:00Z")
for contact in playbook.explain(follow_ups["r-77"], "2026-03-05T06:00:00Z")["contacts"]:
    print(contact["kind"], contact["consent"])
