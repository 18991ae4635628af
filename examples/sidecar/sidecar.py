"""The engine as a process beside a product in another language: JSON lines in, JSON lines out, nothing kept.

    {"recipient", "moment"?}                 begins to follow up a person
    {"state", "moment", "event"}             something happened
    {"state", "moment"}                      time has passed
    {"state", "moment", "action_id"}         may this message still leave?
    {"state", "moment", "explain": true}     why, why not, what next

Each line is answered by one line: `{"decision", "state"}`, `{"verdict"}`, `{"explanation"}` or `{"error"}`. The product
keeps the state, as it is or as text, and the transaction. `python sidecar.py PLAYBOOK.yaml`, with the link keys in LINK_KEYS.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Literal

from followthrough import FollowthroughError, FollowUp, Playbook

Code = Literal["FT-H001", "FT-H010"]


KEYS = ("recipient", "state", "moment", "event", "action_id", "explain")
MOMENT = ("now", "facts_as_of", "hold_until", "confirm_leap")


def refuse(code: Code, path: str, message: str, help: str) -> FollowthroughError:
    """A mistake in a line. What stands there is not repeated: it may be a person's."""
    return FollowthroughError(message, [{"code": code, "path": path, "message": message, "help": help}])


def read(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise refuse("FT-H001", "", "a line that cannot be read", "one JSON object a line, in UTF-8") from None
    if not isinstance(asked, dict) or any(key not in KEYS for key in asked):
        raise refuse("FT-H001", "", "expected an object of known keys", f"one of: {', '.join(KEYS)}")
    if "recipient" in asked:
        return asked
    if "state" not in asked:
        raise refuse("FT-H001", "state", "a key that is not there", "the state of the last answer, or a recipient to begin with")
    moment = asked.get("moment")
    if not isinstance(moment, dict) or "now" not in moment or any(key not in MOMENT for key in moment):
        raise refuse("FT-H010", "moment", "expected an object with now, of known keys", f"one of: {', '.join(MOMENT)}")
    if not isinstance(moment.get("confirm_leap", False), bool):
        raise refuse("FT-H010", "moment.confirm_leap", "expected true or false", "leave it out for false")
    if not isinstance(asked.get("explain", False), bool):
        raise refuse("FT-H001", "explain", "expected true or false", "leave it out for false")
    if not isinstance(asked.get("action_id", ""), str):
        raise refuse("FT-H001", "action_id", "expected text", "the id of an action of the type send")
    return asked


def answer(playbook: Playbook, asked: dict[str, Any]) -> dict[str, Any]:
    if "recipient" in asked:
        return {"decision": {"actions": [], "journal": []}, "state": json.loads(playbook.begin(asked["recipient"]).to_json())}
    state, moment = asked["state"], asked["moment"]
    follow_up = FollowUp.from_json(state if isinstance(state, str) else json.dumps(state))
    if "action_id" in asked:
        return {"verdict": playbook.may_still_send(follow_up, asked["action_id"], **moment)}
    if asked.get("explain"):
        return {"explanation": playbook.explain(follow_up, **moment)}
    if "event" in asked:
        decision = playbook.handle(follow_up, event=asked["event"], **moment)
    else:
        decision = playbook.tick(follow_up, **moment)
    return {"decision": decision, "state": json.loads(follow_up.to_json())}


def main() -> None:
    playbook = Playbook.from_yaml(Path(sys.argv[1]).read_text())
    if keys := os.environ.get("LINK_KEYS"):
        playbook = playbook.with_link_keys([bytes.fromhex(key) for key in keys.split(",")])
    for line in sys.stdin.buffer:
        try:
            said = answer(playbook, read(line))
        except FollowthroughError as error:
            said = {"error": error.errors[0]}
        except RecursionError:  # a state that could just be read cannot be written any more
            said = {"error": refuse("FT-H001", "state", "nested too deeply", "the state of the last answer").errors[0]}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
