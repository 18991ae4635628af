"""The HTTP side: what comes in from the practice system, the gateway, patients and staff.

Whoever may call these routes is for your product to say: put your login and the gateway's signature in front of them.
"""

import os
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from flask import Flask, Response, abort, g, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue
from followthrough import FollowthroughError, read_token, unsubscribe_request
from host import HERE, Host, Nobody, connect

PAGE = '<!doctype html><meta name="viewport" content="width=device-width"><title>{0}</title><p>{0}</p>'
BUTTON = '<form method="post"><button name="confirm" value="yes">{0}</button></form>'


def clock() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def create_app(database: str, keys: list[bytes], scheduler: str, clock: Callable[[], str] = clock) -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 256 * 1024

    def host() -> Host:
        if "host" not in g:
            g.host = Host(connect(database), keys)
        made: Host = g.host
        return made

    @app.teardown_appcontext
    def close(_: BaseException | None) -> None:
        if "host" in g:
            g.host.db.close()

    def said(*texts: str) -> dict[str, Any]:
        """The body, which has at least these texts."""
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or any(not isinstance(body.get(key), str) for key in texts):
            abort(make_response({"errors": [{"code": "body", "message": f"expected JSON with {', '.join(texts)}"}]}, 422))
        return body

    def answer(decision: Mapping[str, Any]) -> Response:
        return jsonify(actions=[action["type"] for action in decision["actions"]], wake_at=decision.get("wake_at"))

    @app.errorhandler(FollowthroughError)
    def refused(error: FollowthroughError) -> ResponseReturnValue:
        status = 409 if error.code == "FT-H004" else 422  # nothing was changed; not to be tried again as it is
        return jsonify(errors=error.errors), status

    @app.errorhandler(Nobody)
    def nobody(_: Nobody) -> ResponseReturnValue:
        return jsonify(errors=[{"code": "nobody"}]), 404

    # The practice system

    @app.put("/people/<recipient>")
    def person(recipient: str) -> ResponseReturnValue:
        """`{"event_id", "recipient"}`. Whoever is not followed up yet is from now on."""
        event = {"at": clock(), **said("event_id"), "type": "recipient"}
        if isinstance(event.get("recipient"), dict):
            event["recipient"] = {**event["recipient"], "id": recipient}
        return answer(host().hear(clock(), recipient, event))

    @app.post("/people/<recipient>/events")
    def changed(recipient: str) -> ResponseReturnValue:
        """Any event of docs/wire.md: plans, visits, consent, what staff say of a case."""
        return answer(host().hear(clock(), recipient, said("event_id", "type")))

    @app.put("/settings/<any(hold_until, facts_as_of):key>")
    def setting(key: str) -> ResponseReturnValue:
        row = (key, said("value")["value"])
        host().db.execute("insert or replace into setting values (?, ?)", row)
        return "", 204

    # The gateway

    @app.post("/webhooks/reply")
    def reply() -> ResponseReturnValue:
        """`{"event_id", "channel", "from", "text"}`, the id being the gateway's own."""
        event = {"at": clock(), **said("event_id", "from", "text"), "type": "reply"}
        if recipient := host().writer(event["from"]):
            return answer(host().hear(clock(), recipient, event))
        host().stranger(clock(), event)
        return answer({"actions": []})

    @app.post("/webhooks/receipt")
    def receipt() -> ResponseReturnValue:
        """`{"event_id", "action_id", "result"}`, with `class` for a failure."""
        event = {"at": clock(), **said("event_id", "action_id"), "type": "receipt"}
        return answer(host().hear(clock(), host().of("id", "outbox", event["action_id"]), event))

    # The patient

    @app.route("/go", methods=["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"], provide_automatic_options=False)
    def go() -> ResponseReturnValue:
        token, recipient = request.args.get("ft", ""), ""
        purpose: Literal["book", "unsubscribe", "tampered", "unknown"]
        try:
            purpose = read_token(token, keys)["purpose"]
            recipient = host().of("token", "link", token)
        except FollowthroughError:
            purpose = "tampered"
        except Nobody:
            purpose = "unknown"

        def clicked(kind: str) -> None:
            event_id = request.headers.get("X-Request-Id") or str(uuid.uuid4())
            host().hear(clock(), recipient, {"event_id": event_id, "at": clock(), "type": "click", "token": token, "kind": kind})

        if purpose == "book" and request.method == "POST":
            clicked("confirmed")
            return redirect(scheduler, 303)
        if purpose == "book" and request.method in ("GET", "HEAD"):
            clicked("landed")  # scanners and previews come here too: it moves nothing
            return PAGE.format("Find a time that suits you.") + BUTTON.format("See open times")
        found = unsubscribe_request(
            method=request.method,
            content_type=request.headers.get("Content-Type"),
            body=request.get_data(),
            token="valid" if purpose == "unsubscribe" else "other_purpose" if purpose == "book" else purpose,
        )
        if found["unsubscribe"]:
            clicked("confirmed")
        text = {
            "ask_page": PAGE.format("Stop these e-mails?") + BUTTON.format("Yes, stop"),
            "done_page": PAGE.format("Done. You will get no more of these e-mails."),
        }
        headers = {"Allow": found["allow"]} if "allow" in found else {}
        return text.get(found["answer"], ""), found["status"], headers

    # The practice's people

    @app.get("/tasks")
    def tasks() -> ResponseReturnValue:
        return jsonify(host().tasks(request.args.get("role")))

    @app.post("/tasks/<task_id>")
    def did(task_id: str) -> ResponseReturnValue:
        """`{"event_id", "outcome"}`, with `by`, `until`, `contact` as docs/wire.md has them."""
        event = {"at": clock(), **said("event_id", "outcome"), "type": "staff", "task_id": task_id}
        return answer(host().hear(clock(), host().of("task_id", "outbox", task_id), event))

    @app.get("/people/<recipient>/explain")
    def explain(recipient: str) -> ResponseReturnValue:
        explanation = host().playbook().explain(host().load(recipient), clock(), **host().known())
        if request.args.get("as") == "text":
            return "\n".join(explanation["says"]) + "\n", {"Content-Type": "text/plain; charset=utf-8"}
        return jsonify(explanation)

    @app.get("/people/<recipient>/export")
    def export(recipient: str) -> ResponseReturnValue:
        return jsonify(host().export(recipient))

    @app.delete("/people/<recipient>")
    def erase(recipient: str) -> ResponseReturnValue:
        host().erase(recipient)
        return "", 204

    @app.get("/aside")
    def aside() -> ResponseReturnValue:
        return jsonify([dict(row) for row in host().db.execute("select at, recipient, code, event from aside order by n")])

    @app.post("/playbook")
    def publish() -> ResponseReturnValue:
        """The document as YAML; `?dry=1` only tells what it would change."""
        return jsonify(host().publish(clock(), request.get_data(as_text=True), "dry" in request.args))

    return app


def from_environment() -> tuple[str, list[bytes], str]:
    """Database, link keys and the practice's online booking. A key is 32 random bytes: `openssl rand -hex 32`."""
    keys = [bytes.fromhex(key) for key in os.environ["LINK_KEYS"].split(",")]
    database = os.environ.get("DATABASE", "followthrough.db")
    host = Host(connect(database), keys)
    if not host.one("select 1 from playbook"):
        host.publish(clock(), (HERE.parent / "playbook.yaml").read_text())
    return database, keys, os.environ.get("SCHEDULER", "https://book.example.com/peachtree")


if __name__ == "__main__":
    create_app(*from_environment()).run(port=int(os.environ.get("PORT", "5000")))
