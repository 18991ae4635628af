"""A plan is presented; a day later the text goes out; the patient writes "yes"."""

from followthrough import FollowUp, Playbook
from followthrough.types import Decision

playbook = Playbook.from_yaml("""
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
""")
follow_up = FollowUp({
    "id": "r-77", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA",
    "contacts": [{"kind": "mobile", "value": "+14045550177",
                  "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}],
})

SHOWN = ["type", "channel", "kind", "status", "audience", "body", "due_by", "text"]


def show(now: str, decision: Decision) -> str | None:
    for action in decision["actions"]:  # a host would send, prompt and record here
        print(now, *(value for key, value in action.items() if key in SHOWN))
    return decision.get("wake_at")  # when to ask again; store it beside follow_up.to_json()


now = "2026-03-02T15:00:00Z"
wake_at = show(now, playbook.handle(follow_up, now, {
    "event_id": "e1", "at": now, "type": "plan",
    "plan": {"id": "tp-1", "patient": {"id": "p-77", "first_name": "Ana"}, "presented_at": now, "status": "presented",
             "procedures": [{"id": "pr-1", "code": "D7210", "fee": "2400.00", "status": "planned"}]},
}))
while wake_at and wake_at < "2026-03-04T00:00:00Z":
    now = wake_at
    wake_at = show(now, playbook.tick(follow_up, now))

now = "2026-03-04T18:22:05Z"
show(now, playbook.handle(follow_up, now, {
    "event_id": "e2", "at": now, "type": "reply", "channel": "sms", "from": "+14045550177", "text": "yes",
}))
