"""What a type checker has to find, and what it has to let pass. Nobody runs this: `scripts/typed.sh` has mypy read it, to which
a `type: ignore` that nothing needs is an error."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from followthrough import (
    Caseload,
    FollowthroughError,
    FollowUp,
    Playbook,
    changes,
    classify,
    contact_revoked,
    given,
    payment,
    preview_timeline,
    read_export,
)
from followthrough.answers import AnswerTables, ExportedPerson, Imported, StoredExport
from followthrough.arguments import ImportOptions, OptOut
from followthrough.types import Event, PlaybookDocument, Recipient

playbook, now, row = Playbook.from_yaml(""), datetime.now(UTC), dict[str, Any]()
ana = FollowUp({"id": "r-77", "time_zone": "America/New_York"})
caseload = Caseload(playbook)
came_out: list[tuple[str, Event]] = []
people: list[Recipient] = []


def right(document: PlaybookDocument) -> None:
    reply: given.ReplyEvent = {"event_id": "e", "at": now, "type": "reply", "channel": "sms", "from": "+1", "text": "yes"}
    playbook.handle(ana, now, reply)
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "reply", "channel": "sms", "from": "+1", "text": "yes"})
    playbook.handle(ana, now, {"event_id": "e", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": {
        "id": "tp-1", "patient": {"id": "p-77", "birth_date": date(1986, 4, 2), "benefits_remaining": Decimal("12.50")},
        "procedures": [{"id": "pr-1", "status": "planned", "fee": 2400}, {"id": "pr-2", "status": "planned", "fee": "1.50"}]}})
    playbook.handle(ana, now, "{}")
    of_any: Any = row
    playbook.handle(ana, now, of_any)
    for recipient, event in came_out:
        caseload.handle(now, recipient, event)
    caseload.handle_many(now, came_out)
    caseload.handle_many(now, [("r-77", reply), ("r-77", "{}")])
    caseload.handle_many(now, [["r-77", reply], {"recipient": "r-77", "event": reply}])
    caseload.begin(people)
    caseload.begin([*people, {"id": "r-78"}, "{}"])
    contact_revoked({"contact": "+1", "scope": "all", "at": now}, now)
    Playbook.from_json(document)
    read_export("csv", {}, mapping="", as_of=date(2026, 3, 2), list_records=True)
    options: ImportOptions = {"mapping": "", "as_of": date(2026, 3, 2)}
    read: Imported = read_export("csv", MappingProxyType({"a.csv": b""}), **options)
    kept: StoredExport = changes(None, read)["store"]
    changes(kept, read)
    tables: AnswerTables = caseload.handle_table(now, b"", begin=True)
    person: ExportedPerson = ana.export_person()
    record: OptOut = {"contact": "+1", "scope": "all", "at": now}
    print(tables["actions"], person["cases"][0]["state"]["type"] == "closed", contact_revoked(record, now))
    print(ana.states()["tp-1"] == "closed", ana.outcomes()["tp-1"] == "accepted")
    try:
        playbook.begin("{}")
    except FollowthroughError as error:
        print(error.errors[0]["code"] == "FT-H001")
    print(payment(2400, "9.99", 12)["schedule"][0]["interest"] + 1, classify("yes")["intents"][0]["type"])


def wrong() -> None:
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "reply", "channel": "sms", "from": "+1", "txt": "yes"})  # type: ignore[arg-type]
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "reply", "channel": "fax", "from": "+1", "text": "yes"})  # type: ignore[arg-type]
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "plan_gone", "plan": "tp-1"})  # type: ignore[arg-type]
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "plan", "plan": {"id": "tp-1", "pateint": {"id": "p"}, "procedures": []}})  # type: ignore[arg-type]
    playbook.handle(ana, now, {"event_id": "e", "at": now, "type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p"}, "procedures": [{"id": "a", "status": "planned", "fee": 5.0}]}})  # type: ignore[arg-type]
    playbook.handle(ana, now, row)  # type: ignore[arg-type]
    caseload.handle_many(now, [("r-77", {"event_id": "e", "at": now, "type": "reply", "txt": "yes"})])  # type: ignore[list-item]
    FollowUp({"id": "r-77", "timezone": "America/New_York"})  # type: ignore[arg-type]
    caseload.begin([{"id": "r-77", "timezone": "America/New_York"}])  # type: ignore[list-item]
    preview_timeline(playbook, {"id": "tp-1", "patient": {"id": "p"}, "procedure": []}, {"id": "r-77"}, now)  # type: ignore[arg-type]
    Playbook.from_json({"followthrough": 1, "practise": {}})  # type: ignore[arg-type]
    contact_revoked({"contact": "+1", "scope": "everything", "at": now}, now)  # type: ignore[arg-type]
    classify("yes")["intent"]  # type: ignore[typeddict-item]
    payment(2400, "9.99", 12)["total"]  # type: ignore[typeddict-item]
    payment(2400.0, "9.99", 12)  # type: ignore[arg-type]
    reply: given.ReplyEvent = {"event_id": "e", "at": now, "type": "reply", "channel": "sms", "from": "+1", "text": "yes", "txt": ""}  # type: ignore[typeddict-unknown-key]
    print(reply)
    print(ana.states()["tp-1"] == "clsed", ana.outcomes()["tp-1"] == "acepted")  # type: ignore[comparison-overlap]
    print(ana.export_person()["cases"][0]["state"]["tpye"])  # type: ignore[typeddict-item]
    try:
        playbook.begin("{}")
    except FollowthroughError as error:
        print(error.errors[0]["cdoe"])  # type: ignore[typeddict-item]
    read_export("csv", {}, mapping_file="")  # type: ignore[call-arg]
