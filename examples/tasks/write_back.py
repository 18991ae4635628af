"""Write back to the practice system."""

from followthrough import FollowUp, Playbook, given
from followthrough.types import Decision, TellPracticeSystemAction
from shared import ANA, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE)
ana = FollowUp(ANA)
outbox: dict[str, TellPracticeSystemAction] = {}

# docs: words
NOTES = {
    "re_engaged": "wants to come in after our message",
    "followed_up": "was followed up, no answer",
    "declined": "does not want this treatment",
    "opted_out": "asked not to be contacted",
}


def write_back(action: TellPracticeSystemAction, chart: dict[str, str]) -> None:
    """Carries out one `tell_practice_system`. The id keeps a repeat from writing the note twice."""
    about = action.get("plan_id") or f"{action['subject_kind']} {action['subject_id']}"
    chart.setdefault(action["id"], f"{about}: {NOTES[action['status']]}")
    # docs: end


# docs: outbox
def store(decision: Decision) -> None:
    for action in decision["actions"]:
        if action["type"] == "tell_practice_system":
            outbox[action["id"]] = action
        elif action["type"] == "cancel":
            outbox.pop(action["action_id"], None)  # not carried out yet: an undo, say
    # docs: end


def reply(event_id: str, at: str, text: str) -> Decision:
    event: given.ReplyEvent = {
        "event_id": event_id, "at": at, "type": "reply", "channel": "sms", "from": "+14045550177", "text": text,
    }
    return playbook.handle(ana, at, event)


playbook.handle(ana, PRESENTED["at"], PRESENTED)
playbook.tick(ana, "2026-03-03T15:00:00Z")
store(reply("e2", "2026-03-03T18:00:00Z", "yes"))
undo: given.StaffEvent = {"event_id": "e3", "at": "2026-03-03T18:05:00Z", "type": "staff", "case_id": "tp-1", "outcome": "undo"}
store(playbook.handle(ana, undo["at"], undo))
print(len(outbox), "to write after the undo")
store(reply("e4", "2026-03-03T19:00:00Z", "STOP"))
chart: dict[str, str] = {}
for action in [*outbox.values(), *outbox.values()]:
    write_back(action, chart)
for note in chart.values():
    print(note)
