"""What the calls of main.rs cost from Python, in nanoseconds as one line of JSON."""

import copy
import gc
import json
from functools import partial
from pathlib import Path
from threading import Thread
from time import perf_counter_ns, thread_time_ns

import followthrough
from followthrough import Caseload, FollowUp, Playbook

NOW, DUE, MANY = "2026-03-02T15:00:00Z", "2026-03-04T15:00:00Z", 1_000
playbook = Playbook.from_yaml(Path(__file__).with_name("practice.yaml").read_text())
people = [
    {"id": f"r-{n}", "time_zone": "America/New_York", "state": "GA", "contacts": [
        {"kind": "mobile", "value": f"+1404555{n:04}", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}
    for n in range(MANY)
]
events = [
    {"event_id": f"e-{n}", "at": NOW, "type": "plan", "plan": {
        "id": f"tp-{n}", "patient": {"id": f"p-{n}", "first_name": "Ana"}, "presented_at": NOW, "status": "presented",
        "procedures": [{"id": f"pr-{n}", "code": "D7210", "fee": "2400.00", "status": "planned"}]}}
    for n in range(MANY)
]
fresh = [FollowUp(person) for person in people]
caseload = Caseload(playbook)
caseload.begin(people)
inbox = [(f"r-{n}", event) for n, event in enumerate(events)]
texts = [f"Can you ring me about visit {n}? Thank you" for n in range(20_000)]


def fastest(prepare, call, times=7, clock=thread_time_ns):
    """The thread's own work: time in which others had the processor does not count."""
    best = None
    for _ in range(times):
        given = prepare()
        gc.collect()
        gc.disable()
        began = clock()
        call(given)
        took = clock() - began
        gc.enable()
        best = took if best is None else min(best, took)
    return best


def trivial(_):
    for _ in range(MANY):
        followthrough.tz_version()


def handle(follow_ups):
    for follow_up, event in zip(follow_ups, events):
        playbook.handle(follow_up, NOW, event)


def side_by_side(calls):
    """Each call in a thread of its own; of time on the wall, since what they gain is that it is shorter."""
    running = [Thread(target=call) for call in calls]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def threads(name, ready, items):
    """The same work once, and by two threads at once, each with its own: nanoseconds of an item."""
    for count, said in [(1, "one thread"), (2, "two threads")]:
        took = fastest(lambda: [ready() for _ in range(count)], side_by_side, 5, perf_counter_ns)
        costs[f"{name}, {said}"] = took // (count * items)


costs = {
    "trivial": fastest(lambda: None, trivial) // MANY,
    "handle": fastest(lambda: [copy.copy(one) for one in fresh], handle) // MANY,
    "batch of 1,000, each": fastest(lambda: copy.copy(caseload), lambda one: one.handle_many(NOW, inbox)) // MANY,
}
threads("classify_many", lambda: partial(followthrough.classify_many, texts), len(texts))
threads("handle_many", lambda: partial(copy.copy(caseload).handle_many, NOW, inbox), MANY)
waiting = copy.copy(caseload)
waiting.handle_many(NOW, inbox)
threads("advance_table", lambda: partial(copy.copy(waiting).advance_table, DUE, 2 * MANY), MANY)
try:
    import pyarrow

    table = pyarrow.table({"recipient": [id for id, _ in inbox], "event": [json.dumps(event) for event in events]})
    threads("handle_table", lambda: partial(copy.copy(caseload).handle_table, NOW, table), MANY)
    costs["table of 1,000, each"] = fastest(lambda: copy.copy(caseload), lambda one: one.handle_table(NOW, table)) // MANY
except ImportError:
    pass
print(json.dumps(costs))
