"""Runs a scenario through the two verbs, and compares it with what it expects.

The form is that of docs/wire.md; core/insight/src/scenario does the same in Rust, and both print the same bytes.
"""

import copy
import json
import re
from collections import deque
from datetime import UTC, datetime

import yaml

from followthrough import FollowthroughError, FollowUp, Playbook, news_of

LINK_KEY = b"followthrough conformance link key"
MISSING = object()


class Loader(yaml.SafeLoader):
    """YAML in which only numbers, booleans and null are not text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for kind, pattern, firsts in [
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), list(firsts))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def wire(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Person:
    def __init__(self, recipient: dict) -> None:
        self.follow_up = FollowUp(recipient)
        self.id = self.follow_up.recipient_id
        self.wake_at: datetime | None = None


class Runner:
    """The timeline, run. `lines` is what `followthrough replay` prints."""

    def __init__(self, scenario: dict) -> None:
        self.scenario = scenario
        self.playbook = Playbook.from_json(scenario["playbook"]).with_link_keys([LINK_KEY])
        listed = [Person(r) for r in scenario.get("recipients") or [scenario["recipient"]]]
        self.first = listed[0]
        self.people = sorted(listed, key=lambda person: person.id.encode())
        self.facts_as_of: str | None = None
        self.hold_until: str | None = None
        self.known: dict[str, str] = {}
        self.lines: list[str] = []
        self.journal: list[dict] = []
        self.checked = 0
        self.entry = 0
        self.decisions: list[tuple[datetime, dict]] = []
        self.errors: list[FollowthroughError] = []

    def run(self) -> None:
        for self.entry, entry in enumerate(self.scenario["timeline"]):
            self.decisions, self.errors = [], []
            self.perform(entry)
            self.check(entry.get("expect") or {})

    def perform(self, entry: dict) -> None:
        self.facts_as_of = entry.get("facts_as_of", self.facts_as_of)
        self.leap = entry.get("confirm_leap", False)
        if "until" in entry:
            return self.until(instant(entry["until"]))
        at = instant(entry["at"])
        if "playbook" in entry:
            self.playbook = Playbook.from_json(entry["playbook"]).with_link_keys([LINK_KEY])
        self.hold_until = entry.get("hold_until", self.hold_until)
        everybody = "event" not in entry or "playbook" in entry or "hold_until" in entry
        if "event" in entry:
            person = next((p for p in self.people if p.id == entry.get("recipient")), self.first)
            event = {"at": wire(at), **entry["event"]}
            for key in ("action_id", "task_id", "token"):
                if str(event.get(key, "")).startswith("@"):
                    event[key] = self.known[event[key]]
            if not self.handle(person, at, event) or not entry.get("tick", True):
                return None
            if not everybody:
                self.tick(person, at)
        if everybody:
            for person in self.people:
                self.tick(person, at)
        return None

    def until(self, until: datetime) -> None:
        stuck: set[str] = set()
        while True:
            due = [(p.wake_at, p.id.encode(), p) for p in self.people if p.id not in stuck and p.wake_at]
            due = [item for item in due if item[0] <= until]
            if not due:
                return
            at, _, person = min(due, key=lambda item: item[:2])
            accepted = self.tick(person, at)
            assert not (accepted and person.wake_at == at), "a tick at wake_at left wake_at where it was"
            if not accepted:
                stuck.add(person.id)

    def moment(self) -> dict:
        return {"facts_as_of": self.facts_as_of, "hold_until": self.hold_until, "confirm_leap": self.leap}

    def handle(self, person: Person, at: datetime, event: dict) -> bool:
        before = set(person.follow_up.contact_points())
        other = None
        if event.get("type") == "recipient":
            other = next((p for p in self.people if p.id == event.get("merged_from")), None)
        accepted = self.merge(person, other, at, event) if other else self.answer(person, at, event)
        if accepted:
            self.catch_up(person, at, before)
        return accepted

    def catch_up(self, person: Person, at: datetime, before: set[str]) -> None:
        """Who comes to a contact point that others have hears what happened there before."""
        for point in sorted(set(person.follow_up.contact_points()) - before):
            others = [other for other in self.people if other is not person and other.follow_up.has_contact_point(point)]
            for news in [news for other in others for news in other.follow_up.news_at(point)]:
                text = self.playbook.handle_json(person.follow_up, at, news["event"], **self.moment())
                self.keep(person, at, news["event"], text)

    def merge(self, person: Person, other: Person, at: datetime, event: dict) -> bool:
        """A snapshot that names another chart: both are loaded, merged and stored as one, or nothing is."""
        before, person.follow_up = person.follow_up, copy.copy(person.follow_up)
        try:
            person.follow_up.merge(other.follow_up)
        except FollowthroughError as error:
            self.errors.append(error)
            self.lines.append(compact({"at": wire(at), "error": error.errors[0]}))
            person.follow_up = before
            return False
        self.people.remove(other)
        if not self.answer(person, at, event):
            person.follow_up = before
            self.people.append(other)
            return False
        return True

    def tick(self, person: Person, at: datetime) -> bool:
        return self.answer(person, at, None)

    def answer(self, person: Person, at: datetime, event: dict | None) -> bool:
        """Asks, keeps the answer, and tells the others at once what concerns them; their answers follow."""
        asked = deque([(None, person, event)])
        accepted = True
        while asked:
            point, whom, event = asked.popleft()
            try:
                if event is None:
                    text = self.playbook.tick_json(whom.follow_up, at, **self.moment())
                else:
                    text = self.playbook.handle_json(whom.follow_up, at, event, **self.moment())
            except FollowthroughError as error:
                self.errors.append(error)
                self.lines.append(compact({"at": wire(at), "error": error.errors[0]}))
                accepted = accepted and point is not None
                continue
            for point, event in self.keep(whom, at, event, text):
                others = [other for other in self.people if other is not whom and other.follow_up.has_contact_point(point)]
                asked.extend((point, other, event) for other in others)
        return accepted

    def keep(self, person: Person, at: datetime, event: dict | None, text: str) -> list[tuple[str, dict]]:
        decision = json.loads(text)
        person.wake_at = instant(decision["wake_at"]) if "wake_at" in decision else None
        self.decisions.append((at, decision))
        self.journal.extend(decision["journal"])
        line = {"entry": self.entry, "at": wire(at), "recipient": person.id}
        if event is not None:
            line["event_id"] = event["event_id"]
        # The decision's own text: the bytes are compared with Rust's.
        head, states = compact(line), compact(person.follow_up.states())
        self.lines.append(f'{head[:-1]},"decision":{text},"states":{states}}}')
        spread = []
        for action in decision["actions"]:
            case = action.get("case_id", "-")
            if action["type"] == "send":
                self.known[f"@send/{case}/{action['step']}"] = action["id"]
                for link in action["links"]:
                    self.known[f"@link/{case}/{action['step']}/{link['purpose']}"] = link["token"]
            elif action["type"] == "prompt":
                self.known[f"@prompt/{case}/{action['kind']}"] = action["task_id"]
            if news := news_of(action, at):
                spread.append((news["contact"], news["event"]))
        return spread

    def check(self, expect: dict) -> None:
        where = f"timeline[{self.entry}]"
        actions = [{**action, "at": wire(at)} for at, decision in self.decisions for action in decision["actions"]]
        error = expect.get("error", False)
        codes = [error.code for error in self.errors]
        assert bool(codes) == bool(error), f"{where} error: {self.errors}"
        assert not isinstance(error, str) or codes[0] == error, f"{where} error: {codes}"
        self.checked += "error" in expect
        if "actions" in expect:
            assert len(actions) == len(expect["actions"]), f"{where} actions: {actions}"
            for index, (expected, got) in enumerate(zip(expect["actions"], actions, strict=True)):
                assert fits(expected, got), f"{where} actions[{index}]: expected {expected}, got {got}"
            self.checked += 1
        if "sends" in expect:
            self.same(f"{where} sends", expect["sends"], sum(action["type"] == "send" for action in actions))
        if "journal_has" in expect:
            for expected in expect["journal_has"]:
                assert any(fits(expected, got) for got in self.journal), f"{where} journal_has: {expected}"
            self.checked += 1
        states, outcomes = {}, {}
        for person in self.people:
            states |= person.follow_up.states()
            outcomes |= person.follow_up.outcomes()
        for case, expected in (expect.get("state") or {}).items():
            self.same(f"{where} state.{case}", expected, states.get(case))
        for case, expected in (expect.get("outcome") or {}).items():
            self.same(f"{where} outcome.{case}", expected, outcomes.get(case))
        if "wake_at" in expect:
            wakes = [person.wake_at for person in self.people if person.wake_at]
            expected = None if expect["wake_at"] == "none" else instant(expect["wake_at"])
            self.same(f"{where} wake_at", expected, min(wakes, default=None))

    def same(self, what: str, expected: object, got: object) -> None:
        assert expected == got, f"{what}: expected {expected}, got {got}"
        self.checked += 1


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fits(expected: object, got: object) -> bool:
    """Of a map the keys given (`None`: the key is absent), of a list all items, of a text also the same instant."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(
            (value is None and key not in got) or fits(value, got.get(key, MISSING)) for key, value in expected.items()
        )
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(fits, expected, got))
    if isinstance(expected, str) and isinstance(got, str) and expected != got:
        try:
            a, b = instant(expected), instant(got)
        except ValueError:
            return False
        return a.tzinfo is not None and b.tzinfo is not None and a == b
    return type(expected) is type(got) and expected == got


def read(text: str) -> dict:
    return yaml.load(text, Loader)  # noqa: S506: a safe loader
