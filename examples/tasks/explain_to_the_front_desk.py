"""Explain to the front desk."""

from followthrough import FollowUp, Playbook, given
from shared import ANA, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE)
ana = FollowUp(ANA)
playbook.handle(ana, PRESENTED["at"], PRESENTED)
playbook.tick(ana, "2026-03-03T15:00:00Z")


# docs: page
def page(follow_up: FollowUp, now: str) -> list[str]:
    """What the front desk reads while the patient is on the phone. Changes nothing; no transaction is needed."""
    explanation = playbook.explain(follow_up, now)
    lines = list(explanation["says"])
    for case in explanation["cases"]:
        deciding = [gate["gate"] for gate in case["gates"] if gate.get("deciding")]
        lines.append(f"{case['case_id']}: {case['stands']['type']}, held by {', '.join(deciding) or 'nothing'}")
    return lines
    # docs: end


print(*page(ana, "2026-03-04T15:12:00Z"), sep="\n")
stop: given.ReplyEvent = {
    "event_id": "e2", "at": "2026-03-04T16:00:00Z", "type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP",
}
playbook.handle(ana, stop["at"], stop)
print(*page(ana, "2026-03-04T16:01:00Z"), sep="\n")
