"""A playbook for plans and one for recalls, over one follow-up."""

from datetime import timedelta

import job
import pytest

from followthrough import FollowthroughError, FollowUp, Playbook
from job import PRESENTED

RECALL = job.PLAYBOOK.replace("extends: dental\n", "subject: recall\ndone_when: {appointment: [hygiene]}\n") + """
trigger: {pending_for: 0}
sequences: [{id: recall, steps: [{id: due, day: 0, channel: sms, template: due}]}]
escalation:
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
templates:
  due: {sms: {en: "Your visit was due on {{subject.due_on}}: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "No more messages."}}
"""
DUE = {"kind": "recall", "id": "rc-5", "patient": {"id": "p-77"}, "due_on": "2026-03-02"}


def both():
    plans, recalls = job.playbook(), Playbook.from_yaml(RECALL).with_link_keys([job.KEY])
    assert (plans.subject, recalls.subject) == ("plan", "recall")
    follow_up = FollowUp(job.recipient())
    due = {"event_id": "e-due", "at": PRESENTED, "type": "subject", "subject": DUE}
    for playbook in (plans, recalls):
        for event in (job.plan(), due):
            playbook.handle(follow_up, PRESENTED, event)
    [send] = recalls.tick(follow_up, PRESENTED)["actions"]
    assert (send["case_id"], send["step"]) == ("rc-5", "due") and "March 2, 2026" in send["body"]
    return plans, recalls, follow_up


@pytest.mark.parametrize("recalls_first", [False, True])
def test_a_stop_is_confirmed_once_and_ends_both(recalls_first):
    plans, recalls, follow_up = both()
    stop = {**job.reply(), "at": PRESENTED + timedelta(hours=1), "text": "STOP"}
    order = (recalls, plans) if recalls_first else (plans, recalls)
    actions = [a for p in order for a in p.handle(follow_up, stop["at"], stop)["actions"]]
    assert [a["step"] for a in actions if a["type"] == "send"] == ["opt_out_confirmation"]
    assert {"subject_kind": "recall", "subject_id": "rc-5"}.items() <= next(
        a for a in actions if a["type"] == "tell_practice_system" and "plan_id" not in a
    ).items()
    assert follow_up.outcomes() == {"rc-5": "opted_out", "tp-1": "opted_out"}
    for playbook in order:
        again = playbook.handle(follow_up, stop["at"], stop)
        assert again == {"actions": [], "journal": []}


def test_a_yes_is_for_the_message_that_it_answers():
    plans, recalls, follow_up = both()
    yes = {**job.reply(), "at": PRESENTED + timedelta(hours=1)}
    for playbook in (plans, recalls):
        playbook.handle(follow_up, yes["at"], yes)
    assert follow_up.states() == {"rc-5": "re_engaged", "tp-1": "waiting"}


def test_an_id_of_another_kind_is_refused():
    _, recalls, follow_up = both()
    taken = {"event_id": "e9", "at": PRESENTED, "type": "subject", "subject": {**DUE, "id": "tp-1"}}
    with pytest.raises(FollowthroughError) as refused:
        recalls.handle(follow_up, PRESENTED, taken)
    assert (refused.value.code, refused.value.path) == ("FT-H015", "subject.id")
