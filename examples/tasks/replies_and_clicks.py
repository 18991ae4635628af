"""Answer replies and clicks."""

from followthrough import FollowthroughError, FollowUp, Playbook, given, read_token, unsubscribe_request
from followthrough.types import Channel, Decision, PlanEvent
from shared import ANA, KEYS, PRACTICE, PRESENTED

playbook = Playbook.from_yaml(PRACTICE).with_link_keys(KEYS)
people = {"r-77": FollowUp(ANA)}
links: dict[str, str] = {}  # tables: the recipient of a token;
last_written_to: dict[str, str] = {}  # of a phone or address


def hear(recipient: str, now: str, event: given.Event | PlanEvent | None = None) -> Decision:
    ana = people[recipient]
    decision = playbook.handle(ana, now, event) if event else playbook.tick(ana, now)
    for action in decision["actions"]:
        print(now, action["type"], action.get("step") or action.get("kind") or action.get("status") or "")
        if action["type"] == "send":
            last_written_to[action["to"]] = recipient
            links.update((link["token"], recipient) for link in action["links"])
    return decision


# docs: reply
def on_reply(message_id: str, now: str, channel: Channel, sender: str, text: str) -> Decision | str:
    """The gateway's webhook. Of those who share a number it is whose we wrote to last."""
    recipient = last_written_to.get(sender)
    if recipient is None:
        return "for a person to read"  # nobody we know; a STOP goes on the suppression list all the same
    event: given.ReplyEvent = {
        "event_id": message_id, "at": now, "type": "reply", "channel": channel, "from": sender, "text": text,
    }
    return hear(recipient, now, event)
    # docs: end


# docs: click
def on_link(
    request_id: str, now: str, method: str, token: str, content_type: str | None = None, body: bytes = b""
) -> tuple[int, str]:
    """The page behind every link. A status, and what is shown."""
    recipient = links.get(token)
    try:
        purpose = read_token(token, KEYS)["purpose"]
    except FollowthroughError:
        purpose = None
    event: given.ClickEvent = {"event_id": request_id, "at": now, "type": "click", "token": token, "kind": "confirmed"}
    if purpose == "book" and recipient:
        if method == "GET":  # scanners come here too
            hear(recipient, now, {**event, "kind": "landed"})
            return 200, "a page with one button, which posts"
        hear(recipient, now, event)
        return 303, "to the online booking"
    found = unsubscribe_request(
        method=method, content_type=content_type, body=body,
        token="tampered" if not purpose else "other_purpose" if purpose == "book" else "valid" if recipient else "unknown",
    )
    if found["unsubscribe"] and recipient:
        hear(recipient, now, event)
    return found["status"], found["answer"]
    # docs: end


hear("r-77", PRESENTED["at"], PRESENTED)
hear("r-77", "2026-03-03T15:00:00Z")
[book] = links
print(*on_link("q1", "2026-03-03T16:00:00Z", "GET", book))
print(*on_link("q2", "2026-03-03T16:00:00Z", "GET", "A" * 24))
hear("r-77", "2026-03-05T15:00:00Z")
[unsubscribe] = [token for token in links if read_token(token, KEYS)["purpose"] == "unsubscribe"]
form = "application/x-www-form-urlencoded"
print(*on_link("q3", "2026-03-05T16:00:00Z", "GET", unsubscribe))
print(*on_link("q4", "2026-03-05T16:00:01Z", "POST", unsubscribe, form, b"List-Unsubscribe=One-Click"))
print(*on_link("q5", "2026-03-05T17:00:00Z", "POST", book))
on_reply("m1", "2026-03-05T18:00:00Z", "sms", "+14045550177", "STOP")
on_reply("m1", "2026-03-05T18:00:09Z", "sms", "+14045550177", "STOP")  # the gateway tried again
print(on_reply("m2", "2026-03-05T18:00:00Z", "sms", "+14045550199", "Who is this?"))
