"""Test my playbook."""

from collections.abc import Iterator

from followthrough import FollowUp, Playbook, given
from followthrough.types import Action
from shared import ANA, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE)

# docs: check
findings = playbook.check()["findings"]
assert not [found for found in findings if found["severity"] == "error"], findings
# docs: end

# docs: timeline
timeline = playbook.preview(PRESENTED["plan"], ANA, "2026-03-02T15:00:00Z")["timeline"]
touches = [(entry["at"][:10], entry["step"]) for entry in timeline if entry["type"] == "message"]
assert touches[0] == ("2026-03-03", "hello"), touches
# docs: end

for day, step in touches:
    print(day, step)


# docs: story
def live(follow_up: FollowUp, wake_at: str | None, until: str) -> Iterator[tuple[str, Action]]:
    """Lets time pass as a host does, without waiting; what was done and when."""
    while wake_at and wake_at < until:
        decision = playbook.tick(follow_up, wake_at)
        for action in decision["actions"]:
            yield wake_at, action
        wake_at = decision.get("wake_at")


ana = FollowUp(ANA)
decision = playbook.handle(ana, PRESENTED["at"], PRESENTED)
first = list(live(ana, decision.get("wake_at"), "2026-03-04T00:00:00Z"))
assert [action["step"] for _, action in first if action["type"] == "send"] == ["hello"]

stop: given.ReplyEvent = {
    "event_id": "e2", "at": "2026-03-04T18:00:00Z", "type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP",
}
decision = playbook.handle(ana, stop["at"], stop)
later = list(live(ana, decision.get("wake_at"), "2026-09-01T00:00:00Z"))
assert not [action for _, action in later if action["type"] == "send"]
# docs: end

print(ana.outcomes()["tp-1"], len(later), "actions after STOP")
