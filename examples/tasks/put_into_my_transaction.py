"""Put it into my transaction."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from followthrough import FollowthroughError, FollowUp, Playbook, given
from followthrough.types import PlanEvent
from shared import ANA, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE)
db = sqlite3.connect(":memory:")
db.executescript("""
create table follow_up (recipient text primary key, state text not null, wake_at text);
create table outbox (id text primary key, recipient text not null, body text not null, done_at text);
create table journal (recipient text not null, entry text not null);
""")
db.execute("insert into follow_up values ('r-77', ?, null)", (FollowUp(ANA).to_json(),))
db.commit()


# docs: call
def load(recipient: str) -> FollowUp:
    (state,) = db.execute("select state from follow_up where recipient = ?", (recipient,)).fetchone()  # for update
    return FollowUp.from_json(state)


def hear(now: str, recipient: str, event: given.Event | PlanEvent | None = None) -> None:
    """One call, and all that it brings, in one transaction. Without an event time passes."""
    with db:
        db.execute("begin immediate")  # nobody else reads this row until the commit
        follow_up = load(recipient)
        decision = playbook.handle(follow_up, now, event) if event else playbook.tick(follow_up, now)
        row = (follow_up.to_json(), decision.get("wake_at"), recipient)
        db.execute("update follow_up set state = ?, wake_at = ? where recipient = ?", row)
        for action in decision["actions"]:
            row = (action["id"], recipient, json.dumps(action))
            db.execute("insert or ignore into outbox (id, recipient, body) values (?, ?, ?)", row)
        for entry in decision["journal"]:
            db.execute("insert into journal values (?, ?)", (recipient, json.dumps(entry)))
    # docs: end


# docs: send
def deliver(now: str, gateway: Callable[[str, dict[str, Any]], None]) -> None:
    """After the commit, by a worker. A crash before the last line sends again, under the same id."""
    for id, recipient, body in db.execute("select id, recipient, body from outbox where done_at is null").fetchall():
        action = json.loads(body)
        if action["type"] == "send" and playbook.may_still_send(load(recipient), id, now)["type"] == "no":
            continue
        gateway(id, action)
        with db:
            db.execute("update outbox set done_at = ? where id = ?", (now, id))
    # docs: end


def count(table: str) -> int:
    (rows,) = db.execute(f"select count(*) from {table}").fetchone()
    return int(rows)


hear("2026-03-02T15:00:00Z", "r-77", PRESENTED)
broken: Any = {**PRESENTED, "event_id": "e2", "plan": {}}  # no checker looks into what is Any
try:
    hear("2026-03-02T15:00:00Z", "r-77", broken)
except FollowthroughError as error:
    print(error.code, error.path, "and nothing is stored")
hear("2026-03-03T15:00:00Z", "r-77")
print(count("outbox"), "action,", count("journal"), "entries")
for _ in range(2):
    deliver("2026-03-03T15:00:05Z", lambda id, action: print("to the gateway:", action["step"]))
