"""One practice, one person, one plan."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from followthrough import FollowUp, Playbook

PLAYBOOK = """\
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
"""
KEY = b"a key of sixteen bytes, or more"
PRESENTED = datetime(2026, 3, 2, 15, tzinfo=UTC)


def playbook() -> Playbook:
    return Playbook.from_yaml(PLAYBOOK).with_link_keys([KEY])


def recipient(**changes: Any) -> dict[str, Any]:
    consent = {"type": "granted", "at": "2025-11-03T15:00:00Z"}
    return {
        "id": "r-77",
        "first_name": "Ana",
        "time_zone": "America/New_York",
        "state": "GA",
        "contacts": [{"kind": "mobile", "value": "+14045550177", "consent": consent}],
        **changes,
    }


def plan(fee: Any = Decimal("2400.00"), **changes: Any) -> dict[str, Any]:
    return {
        "event_id": "e1",
        "at": PRESENTED,
        "type": "plan",
        "plan": {
            "id": "tp-1",
            "patient": {"id": "p-77", "first_name": "Ana"},
            "presented_at": PRESENTED,
            "status": "presented",
            "procedures": [{"id": "pr-1", "code": "D7210", "fee": fee, "status": "planned"}],
        },
        **changes,
    }


def reply(text: str = "yes") -> dict[str, Any]:
    at = datetime(2026, 3, 4, 18, 22, 5, tzinfo=UTC)
    return {"event_id": "e2", "at": at, "type": "reply", "channel": "sms", "from": "+14045550177", "text": text}


def presented() -> FollowUp:
    follow_up = FollowUp(recipient())
    playbook().handle(follow_up, PRESENTED, plan())
    return follow_up
