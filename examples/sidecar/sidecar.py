"""The engine as a process beside a product in another language: JSON lines in, JSON lines out, nothing kept.

    {"recipient", "moment"?}                 begins to follow up a person
    {"state", "moment", "event"}             something happened
    {"state", "moment"}                      time has passed
    {"state", "moment", "action_id"}         may this message still leave?
    {"state", "moment", "explain": true}     why, why not, what next

Each line is answered by one line: `{"decision", "state"}`, `{"verdict"}`, `{"explanation"}` or `{"error"}`. The product
keeps the state and the transaction. `python sidecar.py PLAYBOOK.yaml`, with the link keys in LINK_KEYS.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from followthrough import FollowthroughError, FollowUp, Playbook


def answer(playbook: Playbook, asked: dict[str, Any]) -> dict[str, Any]:
    if "recipient" in asked:
        return {"decision": {"actions": [], "journal": []}, "state": json.loads(playbook.begin(asked["recipient"]).to_json())}
    follow_up, moment = FollowUp.from_json(json.dumps(asked["state"])), asked["moment"]
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
    for line in sys.stdin:
        try:
            said = answer(playbook, json.loads(line))
        except FollowthroughError as error:
            said = {"error": error.errors[0]}
        except (KeyError, TypeError, ValueError) as error:  # the product's mistake; its data are not repeated
            said = {"error": {"code": "sidecar", "message": f"a line that cannot be read: {type(error).__name__}"}}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
