"""The story of ../story.json, which the service in Node lives through too; and a worker that is killed anywhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from app import create_app
from host import Host, connect
from worker import gateway

HERE = Path(__file__).resolve().parent
STORY = json.loads((HERE.parent / "story.json").read_text())
PLAYBOOK = (HERE.parent / "playbook.yaml").read_text()
KEY = b"a key of the tests, and no other"


class Sink(ThreadingHTTPServer):
    """A gateway on this machine. It honours the idempotency key, and may be down, or kill whoever calls it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taker)
        self.taken, self.up, self.kill = {}, True, None
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Taker(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sink = self.server
        if sink.up:
            sink.taken.setdefault(self.headers["Idempotency-Key"], body)
        if sink.kill:
            sink.kill()
        self.send_response(200 if sink.up else 503)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.shutdown()
    sink.server_close()


def holds(expected, actual, where):
    """Whether all that is expected is there; of an object only the keys named."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key == "contains":
                assert value in json.dumps(actual), f"{where}: {value}"
            else:
                holds(value, actual.get(key), f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(expected) == len(actual), f"{where}: {actual}"
        for i, (one, other) in enumerate(zip(expected, actual)):
            holds(one, other, f"{where}[{i}]")
    else:
        assert expected == actual, f"{where}: {actual!r}"


def test_the_whole_story(tmp_path, sink):
    database, now, names, seen = tmp_path / "practice.db", STORY[0]["now"], {}, 0

    def start():
        app = create_app(database, [KEY], "https://book.example.com/peachtree", clock=lambda: now)
        return Host(connect(database), [KEY]), app.test_client()

    host, client = start()
    host.publish(now, PLAYBOOK)
    asserted = 0
    for n, step in enumerate(STORY):
        now, where = step.get("now", now), f"step {n}: {step.get('do') or step['say']}"
        if "do" not in step:
            continue
        doing = step["do"]
        for name, value in names.items():
            doing = doing.replace(f"${name}", value)
        if doing == "work":
            host.work(now, gateway(sink.url))
        elif doing == "restart":
            host.db.close()
            host, client = start()
        elif doing.startswith("gateway"):
            sink.up = doing == "gateway up"
        else:
            method, path = doing.split(" ")
            sent = {}
            if "body" in step:
                text = json.dumps(step["body"])
                for name, value in names.items():
                    text = text.replace(f"${name}", value)
                sent = {"data": text, "content_type": "application/json"}
            elif "form" in step:
                sent = {"data": step["form"], "content_type": "application/x-www-form-urlencoded"}
            elif "text" in step or "playbook" in step:
                sent = {"data": step.get("text") or PLAYBOOK + step["playbook"], "content_type": "application/yaml"}
            response = client.open(path, method=method, headers={"X-Request-Id": f"request {n}"}, **sent)
            assert response.status_code == step.get("status", 200), f"{where}: {response.text}"
            if "gives" in step:
                holds(step["gives"], response.get_json(), where)
            if "contains" in step:
                assert step["contains"] in response.text, f"{where}: {response.text}"
            if path.startswith("/tasks") and method == "GET" and response.get_json():
                names["task"] = response.get_json()[-1]["task_id"]
        new, seen = list(sink.taken.values())[seen:], len(sink.taken)
        if "gateway" in step:
            holds(step["gateway"], new, where)
        for action in new:
            if action["type"] == "send":
                names["send"] = action["id"]
                names |= {link["purpose"]: link["token"] for link in action["links"]}
        asserted += any(key in step for key in ("gives", "contains", "status", "gateway"))
    assert asserted == 49
    if told := os.environ.get("STORY_TOLD"):
        lines = host.db.execute((HERE.parent / "told.sql").read_text())
        Path(told).write_text("".join(f"{row['line']}\n" for row in lines))
    host.db.close()


# A worker that is killed

KILLED = """
import os, signal, sqlite3, sys
sys.path.insert(0, {here!r})
import host, worker
class Dying(sqlite3.Connection):
    left = {statements}
    def execute(self, *args):
        Dying.left -= 1
        if Dying.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*args)
plain = sqlite3.connect
sqlite3.connect = lambda *args, **kwargs: plain(*args, factory=Dying, **kwargs)
worker.main()
"""
DUE = "2026-03-03T15:00:00Z"


def practice(path):
    """Two people with a text due on the next day."""
    host = Host(connect(path), [KEY])
    host.publish(STORY[0]["now"], PLAYBOOK)
    for name, point in (("ana", "+14045550177"), ("cleo", "+14045550190")):
        contact = {"kind": "mobile", "value": point, "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}
        person = {"id": name, "time_zone": "America/New_York", "state": "GA", "contacts": [contact]}
        plan = {"id": f"tp-{name}", "patient": {"id": name}, "presented_at": STORY[0]["now"],
                "procedures": [{"id": f"pr-{name}", "code": "D7210", "fee": "2400.00", "status": "planned"}]}
        happened = {"at": STORY[0]["now"]}
        host.hear(STORY[0]["now"], name, {"event_id": f"{name}-1", "type": "recipient", "recipient": person, **happened})
        host.hear(STORY[0]["now"], name, {"event_id": f"{name}-2", "type": "plan", "plan": plan, **happened})
    host.db.close()


def run(path, sink, statements=0, killed_by=None):
    """A worker of one round, in a process of its own. Whether it lived."""
    env = {**os.environ, "DATABASE": str(path), "GATEWAY": sink.url, "LINK_KEYS": KEY.hex()}
    worker = subprocess.Popen([sys.executable, "-c", KILLED.format(here=str(HERE), statements=statements), DUE], env=env)
    if killed_by:
        sink.kill = lambda: (setattr(sink, "kill", None), os.kill(worker.pid, signal.SIGKILL), worker.wait())
    return worker.wait(timeout=60) == 0


def all_was_told_once(path, sink):
    assert sorted(action["to"] for action in sink.taken.values()) == ["+14045550177", "+14045550190"]
    host = Host(connect(path), [KEY])
    assert host.one("select count(*) from outbox where done_at is null") == 0
    assert host.one("select count(*) from outbox") == 2
    assert host.one("select count(*) from journal where json_extract(entry, '$.type') = 'step_sent'") == 2
    host.db.close()


@pytest.mark.parametrize("taken", [True, False], ids=["the gateway has it", "the gateway never got it"])
def test_a_worker_killed_as_it_sends_loses_nothing_and_sends_nothing_twice(tmp_path, sink, taken):
    path = tmp_path / "practice.db"
    practice(path)
    sink.up = taken
    assert not run(path, sink, killed_by=sink)
    assert len(sink.taken) == taken
    sink.up = True
    assert run(path, sink)
    all_was_told_once(path, sink)


def test_a_worker_killed_at_any_statement_loses_nothing_and_sends_nothing_twice(tmp_path, sink):
    practice(tmp_path / "before.db")
    lived, statements = False, 0
    while not lived:
        statements += 7
        path = shutil.copy(tmp_path / "before.db", tmp_path / f"{statements}.db")
        sink.taken.clear()
        lived = run(path, sink, statements)
        assert run(path, sink)
        all_was_told_once(path, sink)
    assert statements > 30
