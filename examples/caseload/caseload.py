"""A whole practice in one object. Two people share a phone; one of them writes STOP after a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from followthrough import Caseload, Playbook, given
from followthrough.types import Answer

PRACTICE = Path(__file__).with_name("practice.yaml").read_text()


def at(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def store(now: datetime, answers: list[Answer]) -> None:
    """A host writes the actions, the journal and the caseload here, in one transaction."""
    for answer in answers:
        for action in answer["actions"]:
            print(at(now), answer["recipient"], action["type"])


def plan(id: str) -> given.PlanEvent:
    procedure: given.Procedure = {"id": f"pr-{id}", "code": "D7210", "fee": "2400.00", "status": "planned"}
    plan: given.Plan = {"id": f"tp-{id}", "patient": {"id": f"p-{id}"}, "presented_at": now, "procedures": [procedure]}
    return {"event_id": f"plan-{id}", "at": now, "type": "plan", "plan": plan}


now = datetime(2026, 3, 2, 15, tzinfo=UTC)
phone: given.Contact = {
    "kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"},
}
people: list[given.Recipient] = [
    {"id": id, "time_zone": "America/New_York", "contacts": [phone]} for id in ("r-1", "r-2")
]
inbox = [(f"r-{id}", plan(id)) for id in ("1", "2")]

# docs: begin
playbook = Playbook.from_yaml(PRACTICE)
caseload = Caseload(playbook)
store(now, caseload.begin(people))  # one, or a list: all of them or none
# docs: end

# docs: events
for (recipient, event), handled in zip(inbox, caseload.handle_many(now, inbox)):
    if handled["type"] == "answers":
        store(now, handled["answers"])
    else:
        print(recipient, handled["error"]["code"])
# docs: end

# docs: agenda
for item in caseload.agenda(now, now + timedelta(days=2)):
    if item["type"] == "send":
        print(item["at"], item["recipient"], "will get", item["step"])
    else:
        print(item["at"], item["role"], "will be asked about", item["recipient"])
# docs: end

until = now + timedelta(days=4)
# docs: loop
while (wake_at := caseload.next_wake()) and wake_at < until:
    now = wake_at  # a host sleeps until then, or until something happens, and looks at its clock
    more = True
    while more:
        answers, more = caseload.advance(now, 500)
        store(now, answers)
# docs: end

# docs: restart
snapshot = caseload.snapshot()
caseload = Caseload.restore(playbook, snapshot)
# docs: end

now += timedelta(hours=1)
stop: given.ReplyEvent = {
    "event_id": "m-1", "at": now, "type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP",
}
store(now, caseload.handle(now, "r-1", stop))
revised = PRACTICE + "limits: {per_week: 1}\n"

# docs: publish
answers = caseload.publish(Playbook.from_yaml(revised), now)
store(now, answers)
# docs: end

ahead = caseload.agenda(now, now + timedelta(days=90))
print(sum(item["type"] == "send" for item in ahead), "more messages")
