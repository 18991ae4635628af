"""Edit a live playbook."""

from followthrough import FollowthroughError, FollowUp, Playbook
from shared import ANA, PRACTICE, PRESENTED

now = "2026-03-03T15:00:00Z"
current = Playbook.from_yaml(PRACTICE)
ana = FollowUp(ANA)
current.handle(ana, PRESENTED["at"], PRESENTED)
current.tick(ana, now)
everybody = [ana, FollowUp({**ANA, "id": "r-78"})]


# docs: look
def look(text: str) -> Playbook | None:
    """What an edit would do, before it does: the new revision, or None where it may not be published."""
    try:
        new = Playbook.from_yaml(text)
    except FollowthroughError as refused:
        for problem in refused.errors:
            print(problem.get("line", "-"), problem["message"])  # some are about no line
        return None
    errors = [found for found in new.check(before=current)["findings"] if found["severity"] == "error"]
    for found in errors:
        print(found["code"], found["path"])
    for total in current.preview_change(new, everybody, now)["totals"]:
        if total["cases"]:
            print(total["kind"], total["cases"])
    return None if errors else new
    # docs: end


look(PRACTICE.replace("practice:", "practise:"))
look("")
look(f"# {'-' * 300_000}\n{PRACTICE}")
look(PRACTICE + "limits: {per_week: 1}\n")
new = look(PRACTICE + 'sending: {window: {mon-sat: "11:00-17:00"}}\n')

# docs: publish
assert new
current = new  # store its text; every worker reads it in its next transaction
for follow_up in everybody:  # or: update follow_up set wake_at = now()
    decision = current.tick(follow_up, now)
    first = next((entry["type"] for entry in decision["journal"]), "-")  # of somebody without a case there is none
    print(follow_up.recipient_id, first, decision.get("wake_at", "-"))
# docs: end
