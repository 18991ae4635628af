"""The worker: lets time pass and empties the outbox. `python worker.py` for good, `python worker.py INSTANT` once.

Run one. Several are safe for what the engine remembers, but each would hand the same outbox over.
"""

import json
import os
import sys
import time
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from app import clock, from_environment
from host import Host, Post, connect


def gateway(url: str) -> Post:
    """Posts to `url`/send, /alert or /tell_practice_system. Whatever is no 2xx is tried again at the next round."""

    def post(kind: str, action_id: str, action: dict[str, Any]) -> bool:
        headers = {"Content-Type": "application/json", "Idempotency-Key": action_id}
        try:
            with urlopen(Request(f"{url}/{kind}", json.dumps(action).encode(), headers), timeout=10):
                return True
        except (URLError, OSError):
            return False

    return post


def main() -> None:
    database, keys, _ = from_environment()
    host, post = Host(connect(database), keys), gateway(os.environ["GATEWAY"])
    if len(sys.argv) > 1:
        host.work(sys.argv[1], post)
        return
    while True:
        host.work(clock(), post)
        time.sleep(5)


if __name__ == "__main__":
    main()
