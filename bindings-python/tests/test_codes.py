"""Each error code is reached from Python, by the calls that Rust and Node make too."""

import json

import pytest
from conftest import ROOT

import followthrough
from followthrough import Caseload, FollowthroughError, FollowUp, Importer, Playbook, _followthrough

FOLDER = ROOT / "core/engine/conformance/codes"
CORPUS = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
CASES = [case for case in CORPUS["cases"] if "python" not in case.get("but", {})]


def playbook(call: dict, append: str | None = None) -> Playbook:
    text = CORPUS["playbook"].replace(*call.get("replace", ["", ""]))
    more = call.get("append", "") if append is None else append
    if more.startswith("@"):
        more = (FOLDER / more[1:]).read_text(encoding="utf-8")
    return Playbook.from_yaml(f"{text}{more}\n").with_link_keys([key.encode() for key in CORPUS["keys"]])


def presented(**changes) -> FollowUp:
    follow_up = FollowUp({**CORPUS["recipient"], **changes})
    playbook({}).handle(follow_up, CORPUS["plan"]["at"], CORPUS["plan"])
    return follow_up


def handle(call):
    under = Playbook.from_yaml(call["under"]) if "under" in call else playbook({})
    follow_up = presented()
    for event in call["events"]:
        under.handle(follow_up, event["at"], event)


def click_of_another(call):
    [send] = playbook({}).tick(presented(id="r-78"), call["now"])["actions"]
    click = {"event_id": "e2", "at": call["now"], "type": "click", "kind": "landed", "token": send["links"][0]["token"]}
    playbook({}).handle(presented(), call["now"], click)


def caseload(call):
    made = Caseload(playbook({}))
    made.begin(call["begin"])
    made.handle(CORPUS["plan"]["at"], *call["handle"])


def check(call):
    before = playbook({}, call["before"]) if "before" in call else None
    return [finding["code"] for finding in playbook(call).check(day=call.get("day"), before=before)["findings"]]


def files(call) -> dict[str, bytes]:
    texts = {name: text for name, text in call.get("files", CORPUS["files"]).items() if name != call.get("drop")}
    for name, text in call.get("add", {}).items():
        texts[name] += text
    for name, change in call.get("replace", {}).items():
        texts[name] = texts[name].replace(*change)
    return {name: text.encode() for name, text in texts.items()}


def read_export(call):
    options = call.get("options", CORPUS["options"])
    read = followthrough.read_export(call.get("system", CORPUS["system"]), files(call), **options)
    return [record["code"] for record in read["rejected"]]


def importer(call):
    made = Importer(CORPUS["system"], **CORPUS["options"])
    for name in call["push"]:
        made.push(name, CORPUS["files"][name].encode())
    made.finish()
    made.push("provider.csv", b"")


CALLS = {
    "playbook": playbook,
    "check": check,
    "handle": handle,
    "click_of_another": click_of_another,
    "tick": lambda call: playbook({}).tick(presented(), call["now"]),
    "load": lambda call: FollowUp.from_json(call["text"]),
    "begin": lambda call: FollowUp(call["recipient"]),
    "caseload": caseload,
    "restore": lambda call: Caseload.restore(playbook({}), call["text"].encode()),
    "read_export": read_export,
    "importer": importer,
    "changes": lambda call: followthrough.changes(call["before"], call["after"]),
    "read_token": lambda call: followthrough.read_token(call["token"], [key.encode() for key in CORPUS["keys"]]),
    "link_keys": lambda call: playbook({}).with_link_keys([key.encode() for key in call["keys"]]),
    "payment": lambda call: followthrough.payment(call["principal"], call["apr"], call["months"]),
    "sms_segments": lambda call: followthrough.sms_segments(call["text"]),
    "check_scenario": lambda call: followthrough.check_scenario(call["text"]),
    "panic": lambda call: _followthrough._panic("Ana Sánchez"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_the_code_is_reached(case):
    try:
        found = CALLS[case["call"]["do"]](case["call"])
    except FollowthroughError as error:
        found = [problem["code"] for problem in error.errors]
    assert isinstance(found, list) and case["code"] in found, found


def test_each_code_has_a_case():
    assert sorted(case["code"] for case in CORPUS["cases"]) == sorted(followthrough.error_codes())
