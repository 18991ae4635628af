"""What any host does, whatever its framework: one transaction for each call, an outbox, a worker.

Nothing here looks at a clock: the moment is handed in as text, so that a test lives through weeks in a second.
"""

import json
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from followthrough import FollowthroughError, FollowUp, Playbook, classify, contact_revoked, news_of
from followthrough.types import Action, ChangeTotal, Decision

Event = Any
"""An event as it came, which no checker can see into."""
Post = Callable[[str, str, dict[str, Any]], bool]
"""Takes the type of an action, its id and what it says; whether it was taken."""

HERE = Path(__file__).resolve().parent
LEAVES = "type in ('send', 'alert', 'tell_practice_system')"
OPEN = "done_at is null and cancelled_at is null and left_out is null"


class Nobody(LookupError):
    """Somebody, or something, that is not in the tables."""


def connect(path: str | Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    db.row_factory = sqlite3.Row
    db.execute("pragma journal_mode = wal")
    db.executescript((HERE.parent / "schema.sql").read_text())
    return db


@lru_cache(maxsize=8)
def compiled(document: str, keys: tuple[bytes, ...]) -> Playbook:
    return Playbook.from_yaml(document).with_link_keys(keys)


class Host:
    """One connection's view of the tables. Make one for each request; the rows are what is shared."""

    def __init__(self, db: sqlite3.Connection, keys: Iterable[bytes]) -> None:
        self.db, self.keys = db, tuple(keys)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        # SQLite has one writer at a time, so this locks everybody. With rows to lock, lock that of the person.
        self.db.execute("begin immediate")
        try:
            yield
            self.db.execute("commit")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("rollback")
            raise

    def one(self, sql: str, *values: Any) -> Any:
        row = self.db.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def playbook(self) -> Playbook:
        document = self.one("select document from playbook order by n desc limit 1")
        return compiled(document, self.keys)

    def known(self) -> dict[str, Any]:
        """What goes with every moment: `hold_until` and `facts_as_of`, where they are set."""
        return dict(self.db.execute("select key, value from setting").fetchall())

    def load(self, recipient: str, playbook: Playbook | None = None, event: Event | None = None) -> FollowUp:
        """A person's follow-up; a `recipient` event begins that of somebody new."""
        state = self.one("select state from follow_up where recipient = ?", recipient)
        if state is not None:
            return FollowUp.from_json(state)
        if playbook is not None and event is not None and event.get("type") == "recipient":
            return playbook.begin(event.get("recipient", {}))
        raise Nobody(recipient)

    # Something happened, or time has passed

    def hear(self, now: str, recipient: str, event: Event | None) -> Decision:
        """Takes in what happened to a person; `None` lets time pass. What the engine refuses is put aside."""
        try:
            with self.transaction():
                return self.call(now, recipient, event)
        except FollowthroughError as error:
            if event is not None and error.code == "FT-H004":
                self.end_task(now, event["task_id"])  # over already: off the list
            else:
                self.put_aside(now, recipient, error.code, event)
            raise

    def call(self, now: str, recipient: str, event: Event | None) -> Decision:
        """The call itself, and those of everybody who hears of it at a shared phone or address."""
        answers: list[Decision] = []
        waiting, playbook, known = deque([(recipient, event)]), self.playbook(), self.known()
        while waiting:
            who, what = waiting.popleft()
            follow_up = self.load(who, playbook, what)
            if what is None:
                answers.append(playbook.tick(follow_up, now, **known))
            else:
                answers.append(playbook.handle(follow_up, now, what, **known))
                self.end_task(now, what.get("task_id"))
            waiting.extend(self.keep(now, follow_up, answers[-1]))
        return answers[0]

    def keep(self, now: str, follow_up: FollowUp, decision: Decision) -> list[tuple[str, Event]]:
        """Writes what a call brought. Who else has to hear what: pairs of a person and an event."""
        who = follow_up.recipient_id
        news: list[tuple[str, Event]] = []
        row: tuple[str | None, ...] = (who, follow_up.to_json(), decision.get("wake_at"))
        self.db.execute("insert or replace into follow_up values (?, ?, ?)", row)
        for entry in decision["journal"]:
            row = (who, entry["at"], json.dumps(entry))
            self.db.execute("insert into journal (recipient, at, entry) values (?, ?, ?)", row)
        for action in decision["actions"]:
            self.write(now, who, action)
            if heard := news_of(action, now):
                news += [(other, heard["event"]) for other in self.others(heard["contact"], who)]
        for point in follow_up.contact_points():
            added = self.db.execute("insert or ignore into contact values (?, ?)", (point, who))
            if added.rowcount:  # new here: what happened at this point before is news to this person
                for other in self.others(point, who):
                    news += [(who, heard["event"]) for heard in self.load(other).news_at(point)]
                told = "select scope, at from suppressed where point = ? or (recipient = ? and scope = 'all')"
                for stop in self.db.execute(told, (point, who)).fetchall():
                    news.append((who, contact_revoked({"contact": point, "scope": stop["scope"], "at": stop["at"]}, stop["at"])))
        return news

    def write(self, now: str, who: str, action: Action) -> None:
        if action["type"] == "cancel":
            cancelled = action["action_id"]
            self.db.execute(
                f"update outbox set cancelled_at = ? where {OPEN} and (id = ? or task_id = "
                "(select task_id from outbox where id = ?))",
                (now, cancelled, cancelled),
            )
            self.db.execute("delete from suppressed where id = ?", (cancelled,))
        elif action["type"] == "record_opt_out":
            stop = (action["id"], who, action["contact"], action["scope"], action["at"])
            self.db.execute("insert or ignore into suppressed values (?, ?, ?, ?, ?)", stop)
        else:
            task = action["task_id"] if action["type"] == "prompt" else None
            row = (action["id"], who, action["type"], task, json.dumps(action), now)
            self.db.execute(
                "insert or ignore into outbox (id, recipient, type, task_id, body, at) values (?, ?, ?, ?, ?, ?)", row
            )
            for link in action["links"] if action["type"] == "send" else []:
                self.db.execute("insert or ignore into link values (?, ?)", (link["token"], who))

    def end_task(self, now: str, task_id: str | None) -> None:
        self.db.execute(f"update outbox set done_at = ? where {OPEN} and task_id = ?", (now, task_id))

    def put_aside(self, now: str, recipient: str | None, code: str | None, event: Event | None) -> None:
        row = (now, recipient, code, json.dumps(event), recipient, code, json.dumps(event))
        self.db.execute(
            "insert into aside (at, recipient, code, event) select ?, ?, ?, ? where not exists "
            "(select 1 from aside where recipient is ? and code is ? and event = ?)",
            row,
        )

    # Whose it is

    def others(self, point: str, who: str) -> list[str]:
        rows = self.db.execute("select recipient from contact where point = ? and recipient <> ? order by 1", (point, who))
        return [row[0] for row in rows.fetchall()]

    def writer(self, point: str) -> str | None:
        """Whose reply it is: of those who have the point, the one whom we wrote to last."""
        sent = "type = 'send' and cancelled_at is null and left_out is null and json_extract(body, '$.to') = ?"
        last = self.one(f"select recipient from outbox where {sent} order by n desc limit 1", point)
        last = last or self.one("select min(recipient) from contact where point = ?", point)
        return None if last is None else str(last)

    def of(self, column: str, table: str, value: str) -> str:
        recipient = self.one(f"select recipient from {table} where {column} = ?", value)
        if recipient is None:
            raise Nobody(value)
        return str(recipient)

    def stranger(self, now: str, event: Event) -> None:
        """A reply from a number nobody has: a stop counts all the same, everything else is for a person to read."""
        if any(intent["type"] == "opt_out" for intent in classify(event["text"])["intents"]):
            row = (f"stranger {event['event_id']}", event["from"], now)
            self.db.execute("insert or ignore into suppressed values (?, null, ?, 'all', ?)", row)
        self.put_aside(now, None, None, event)

    # The worker

    def tick(self, now: str) -> None:
        """Lets time pass for all who are due, the earliest first."""
        due = self.db.execute("select recipient from follow_up where wake_at <= ? order by wake_at, recipient", (now,))
        for row in due.fetchall():
            try:
                self.hear(now, row["recipient"], None)
            except (FollowthroughError, Nobody):
                continue  # put aside, or erased since: nobody else waits for it

    def deliver(self, now: str, post: Post) -> None:
        """Hands the outbox over. `post(type, id, body)` says whether it was taken; it is asked again until it was."""
        next_one = f"select * from outbox where {LEAVES} and {OPEN} and n > ? order by n limit 1"
        n = 0
        while row := self.db.execute(next_one, (n,)).fetchone():
            n, action = row["n"], json.loads(row["body"])
            if row["type"] == "send":
                try:
                    verdict = self.playbook().may_still_send(self.load(row["recipient"]), row["id"], now, **self.known())
                except Nobody:
                    continue  # erased since
                if verdict["type"] == "no":
                    if verdict["reason"] not in ("braked", "stale_facts"):  # those two may turn to yes
                        self.db.execute("update outbox set left_out = ? where n = ?", (verdict["reason"], n))
                    continue
                action["expires_at"] = verdict["until"]
            if post(row["type"], row["id"], action):
                self.db.execute("update outbox set done_at = ? where n = ?", (now, n))

    def work(self, now: str, post: Post) -> None:
        self.tick(now)
        self.deliver(now, post)

    # The practice's people

    def tasks(self, role: str | None = None) -> list[dict[str, Any]]:
        """What staff have to do: of each task the highest level."""
        rows = self.db.execute(f"select max(n), body from outbox where type = 'prompt' and {OPEN} group by task_id order by 1")
        tasks = [json.loads(row["body"]) for row in rows]
        return [task for task in tasks if role in (None, task["role"])]

    def publish(self, now: str, document: str, dry: bool = False) -> dict[str, Any]:
        """Puts another revision in force, unless it has errors; what it changes for whom. Everybody is ticked next."""
        new = compiled(document, self.keys)
        findings: list[dict[str, Any]] = []
        changes: list[ChangeTotal] = []
        with self.transaction():
            if self.one("select 1 from playbook"):
                before = self.playbook()
                everybody = [FollowUp.from_json(row[0]) for row in self.db.execute("select state from follow_up")]
                findings = [{k: v for k, v in found.items() if k != "witness"} for found in new.check(before=before)["findings"]]
                changes = before.preview_change(new, everybody, now, **self.known())["totals"]
            refused = any(finding["severity"] == "error" for finding in findings)
            if not dry and not refused:
                self.db.execute("insert into playbook (at, document) values (?, ?)", (now, document))
                self.db.execute("update follow_up set wake_at = ?", (now,))
        return {"revision": new.revision, "in_force": not dry and not refused, "findings": findings, "totals": changes}

    def export(self, recipient: str) -> dict[str, Any]:
        """All that is held about a person."""
        held: dict[str, Any] = {"follow_up": self.load(recipient).export_person()}
        for name, column in (("outbox", "body"), ("journal", "entry")):
            rows = self.db.execute(f"select {column} from {name} where recipient = ? order by n", (recipient,))
            held[name] = [json.loads(row[0]) for row in rows]
        points = "select point from contact where recipient = ?"
        rows = self.db.execute(f"select point, scope, at from suppressed where point in ({points}) order by at", (recipient,))
        held["opt_outs"] = [dict(row) for row in rows]
        return held

    def erase(self, recipient: str) -> None:
        """Forgets a person, but for opt-outs and the journal, which the law makes us keep."""
        with self.transaction():
            self.load(recipient)
            for table in ("follow_up", "contact", "outbox", "link", "aside"):
                self.db.execute(f"delete from {table} where recipient = ?", (recipient,))
