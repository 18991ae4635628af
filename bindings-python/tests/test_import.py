"""Exports that are read by a mapping, and what is asked before."""

import json
import pathlib
import threading

import followthrough
import pytest

PLANS = (
    "treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n"
    "11,4001,1,D2740,2025-11-03,P,1250.00\r\n"
    "11,4001,2,D2950,2025-11-03,A,285.00\r\n"
    "12,4002,1,D2392,2025-12-01,X,234.00\r\n"
).encode("cp1252")
MAPPING = """
mapping: 1
extends: eaglesoft
columns: confirmed
presented: charted
time_zone: America/New_York
procedure: {status: {map: {P: planned, A: scheduled}}}
"""


def test_an_export_by_a_mapping():
    files = {"plans.csv": PLANS}
    imported = followthrough.read_export(
        "eaglesoft", files, mapping=MAPPING, as_of="2026-01-30", list_records=True
    )
    [plan] = imported["plans"]
    assert (plan["id"], plan["standing"], plan["pending_value"]) == ("11", "partial", "1250.00")
    [rejected] = imported["rejected"]
    assert (rejected["reason"], rejected["value"], rejected["patient"]) == ("unknown_status", "X", "4002")
    assert [record["procedure"] for record in imported["records"]] == ["11|1", "11|2"]


PAGES = {
    "patients.json": b'[{"PatNum": 7, "LName": "Moss", "FName": "Ada", "PatStatus": "Patient", "Birthdate": "1980-05-01",'
    b' "WirelessPhone": "(404)555-0177", "Guarantor": 7, "TxtMsgOk": "Yes", "PreferContactMethod": "None"}]',
    "everything-else.json": b'[{"GET": "/procedurelogs?Offset=0", "body": [{"ProcNum": 1, "PatNum": 7, "AptNum": "0",'
    b' "PlannedAptNum": 0, "ProcFee": "1250.00", "ProcStatus": "TP", "procCode": "D2740", "DateTP": "2026-01-05"},'
    b' {"ProcNum": 2, "PatNum": 7, "AptNum": 0, "PlannedAptNum": 0, "ProcFee": 95.0, "ProcStatus": "X"}]}]',
}


def test_pages_of_an_api():
    answers = {"presented": "charted", "time_zone": "America/New_York", "as_of": "2026-01-07"}
    assert followthrough.export_questions("open_dental", PAGES, **answers) == []
    imported = followthrough.read_export("open_dental", PAGES, **answers)
    [plan] = imported["plans"]
    assert (plan["id"], plan["presented_at"], plan["pending_value"]) == ("tp-7", "2026-01-05", "1250.00")
    [rejected] = imported["rejected"]
    assert (rejected["path"], rejected["column"], rejected["value"]) == ("/0/body/1", "ProcStatus", "X")


ANSWER = (
    '{"code": true, "error": null, "data": ['
    '{"id": 9007199254740993, "name": "Crown", "patient_id": 7, "status": "proposed", "procedures": ['
    '{"id": 1, "code": "D2740", "status": "planned", "fee": {"amount": "1250.00", "currency": "USD"}},'
    '{"id": 2, "code": "D2950", "status": "completed", "fee": null}]},'
    '{"id": 424, "name": null, "patient_id": 8, "status": "maybe", "procedures": []}'
).encode()


def test_json_that_was_cut_short():
    options = {"time_zone": "none", "as_of": "2026-01-30", "list_records": "true"}
    imported = followthrough.read_export("nexhealth", {"plans.json": ANSWER}, **options)
    [plan] = imported["plans"]
    assert (plan["id"], plan["standing"], plan["pending_value"]) == ("9007199254740993", "partial", "1250.00")
    told = [(row["path"], row["reason"], row.get("column")) for row in imported["rejected"]]
    assert told == [("/data/1", "unknown_status", "status"), ("/data", "bad_json", None)]
    with pytest.raises(followthrough.FollowthroughError, match="FT-I001"):
        followthrough.read_export("nexhealth", {"plans.json": b'{"code": false, "error": ["no"]}'}, **options)


def test_what_is_not_said_is_asked():
    files = {"plans.csv": PLANS}
    asked = followthrough.export_questions("eaglesoft", files)
    required = [question["key"] for question in asked if question["required"]]
    assert required == ["columns", "presented", "procedure.status.map.WORD", "as_of", "time_zone"]
    assert '"P" in 1 row' in asked[2]["seen"]
    with pytest.raises(followthrough.FollowthroughError, match="FT-I010"):
        followthrough.read_export("eaglesoft", files, time_zone="none", as_of="2026-01-30")
    answered = followthrough.export_questions("eaglesoft", files, mapping=MAPPING, as_of="2026-01-30")
    assert not any(question["required"] for question in answered)


def read(text, **options):
    return followthrough.read_export("eaglesoft", {"plans.csv": text}, **{"mapping": MAPPING, "as_of": "2026-01-30", **options})


def in_pieces(text, size):
    importer = followthrough.Importer("eaglesoft", mapping=MAPPING, as_of="2026-01-30")
    for at in range(0, len(text), size):
        importer.push("plans.csv", text[at : at + size])
    return importer


def test_pieces_of_any_size_say_what_the_whole_says():
    for size in (1, 7, 1 << 20):
        importer = in_pieces(PLANS, size)
        assert importer.progress == {"bytes": len(PLANS), "records": 3}
        assert repr(importer) == "<followthrough.Importer: 3 records>"
        assert importer.finish() == read(PLANS)


def test_an_importer_that_is_over_takes_no_more():
    importer = in_pieces(PLANS, 64)
    importer.finish()
    stopped = followthrough.Importer("eaglesoft", mapping=MAPPING)
    with pytest.raises(followthrough.FollowthroughError, match="FT-I002"):
        stopped.push("plans.csv", b"a,b\r\n" + b"1,2\r\n" * 4096)
    for over in (importer, stopped):
        for call in (lambda: over.push("plans.csv", b""), over.finish, lambda: over.progress):
            with pytest.raises(followthrough.FollowthroughError) as caught:
                call()
            assert caught.value.code == "FT-I016"
        assert repr(over) == "<followthrough.Importer: over>"


def test_an_importer_takes_pieces_from_several_threads():
    importer = followthrough.Importer("eaglesoft", mapping=MAPPING, as_of="2026-01-30")
    header, *rows = PLANS.splitlines(keepends=True)

    def push(name):
        importer.push(name, header)
        for index in range(200):
            importer.push(name, rows[0].replace(b"11,", f"{name}{index},".encode(), 1))

    threads = [threading.Thread(target=push, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert importer.progress["records"] == 600
    assert len(importer.finish()["plans"]) == 600


def test_what_changed_since_the_stored_export():
    before = read(PLANS)
    news = followthrough.changes(None, before)
    first = news["events"]
    assert (news["held"], news["shrunk"]) == ([], [])
    assert [(who, event["type"]) for who, event in first] == [("4001", "recipient"), ("4001", "plan")]
    stored = json.dumps(news["store"])
    assert followthrough.changes(before, before)["events"] == followthrough.changes(stored, stored)["events"] == []
    assert followthrough.changes(news["store"], before) == {
        "events": [],
        "held": [],
        "shrunk": [],
        "unfinished": [],
        "store": news["store"],
    }
    header, *rows = PLANS.splitlines(keepends=True)
    assert followthrough.changes(stored, read(b"".join([header, *reversed(rows)])))["events"] == []
    done = read(PLANS.replace(b",P,", b",C,"), mapping=MAPPING.replace("P: planned", "P: planned, C: completed"), as_of="2026-01-31")
    [(who, event)] = followthrough.changes(stored, done)["events"]
    assert (who, event["type"], event["at"]) == ("4001", "plan", done["at"])
    assert [procedure["status"] for procedure in event["plan"]["procedures"]] == ["completed", "scheduled"]
    # The engine takes them as they are.
    follow_up = followthrough.FollowUp(first[0][1]["recipient"])
    playbook = followthrough.Playbook.from_yaml(
        (pathlib.Path(__file__).parents[2] / "examples/caseload/practice.yaml").read_text()
    )
    for _, event in [*first, (who, event)]:
        playbook.handle(follow_up, "2026-02-01T05:00:00Z", event, facts_as_of=event["at"])
    assert list(follow_up.states()) == ["11"]


def test_what_a_refused_record_may_hide_is_kept_for_the_next_night():
    mapping = (
        "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\n"
        "plan: {id: id, value: fee, presented_on: day, status: {column: st, map: {open: open}}}\n"
    )

    def night(*rows):
        text = "\n".join(["pt,id,fee,day,st", *rows, ""]).encode()
        return followthrough.read_export("csv", {"plans.csv": text}, mapping=mapping, as_of="2026-01-30", time_zone="none")

    first = followthrough.changes(None, night("7,1,900.00,2026-01-05,open", "8,2,800.00,2026-01-05,open"))
    second = followthrough.changes(first["store"], night("7,1,9OO.00,2026-01-05,open", "8,2,800.00,2026-01-05,open"))
    assert second["events"] == []
    assert second["held"] == [{"recipient": "7", "since": second["store"]["at"], "plan": "1", "procedures": ["1"]}]
    third = followthrough.changes(json.dumps(second["store"]), night("8,2,800.00,2026-01-05,open"))
    assert [(who, event["type"]) for who, event in third["events"]] == [("7", "plan_gone")]
    assert third["held"] == []
    many = [f"{n},{n},900.00,2026-01-05,open" for n in range(1, 21)]
    half = followthrough.changes(followthrough.changes(None, night(*many))["store"], night(*many[:10]))
    assert half["shrunk"] == [{"what": "plans", "gone": 10, "of": 20}]


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ({}, None, "before"),
        (None, "{", "after"),
        (None, {"at": 1.5}, "after"),
        (None, 7, "after"),
        ({"at": float("nan")}, None, "before.at"),
    ],
)
def test_an_export_that_is_none(before, after, path):
    with pytest.raises(followthrough.FollowthroughError) as caught:
        followthrough.changes(before, read(PLANS) if after is None else after)
    assert (caught.value.code, caught.value.path) == ("FT-S001", path)


def test_the_help_is_about_the_side_that_is_wrong():
    for before, after, help in ((None, {}, "reading the export gave"), ({}, read(PLANS), "gave as `store`")):
        with pytest.raises(followthrough.FollowthroughError) as caught:
            followthrough.changes(before, after)
        assert help in caught.value.help
    with pytest.raises(followthrough.FollowthroughError) as unmapped:
        followthrough.read_export("csv", {"a.csv": b"a,b\n1,2\n"})
    assert "`propose_mapping`" in unmapped.value.help


QUOTES = b"Quote No,Client No,Client,Cell,Total,Shown,Stage\nQ1,41,Rin Sato,(404) 555-0141,2400.00,2026-03-01,Shown\n"


def test_a_mapping_is_proposed_answered_and_used():
    proposal = followthrough.propose_mapping({"quotes.csv": QUOTES})
    sure = {guess["column"]: (guess["key"], guess["sure"]) for guess in proposal["columns"]}
    assert sure["Quote No"][0] == "plan.id" and sure["Total"] == ("value", "certain")
    assert {of for _, of in sure.values()} <= {"guess", "likely", "certain"}
    answers = {"columns": "confirmed", "presented": "status", "currency": "USD", "plan.status.map.Shown": "open"}
    with pytest.raises(followthrough.FollowthroughError, match="FT-I010"):
        followthrough.read_export("csv", {"quotes.csv": QUOTES}, mapping=proposal["mapping"], time_zone="none")
    mapping = followthrough.write_mapping("csv", answers, base=proposal["mapping"])
    imported = followthrough.read_export(
        "csv", {"quotes.csv": QUOTES}, mapping=mapping, time_zone="none", as_of="2026-03-02"
    )
    assert [(plan["id"], plan["pending_value"]) for plan in imported["plans"]] == [("Q1", "2400.00")]
    nameless = {"list.csv": b"Guest,Quote No,Total,SMS OK\nAna Ruiz,Q1,900.00,Y\nBo Moss,Q2,90.00,No\n"}
    said = {"columns": "confirmed", "presented": "charted", "currency": "USD", "patient.id": "Guest"}
    said |= {"consent.text.yes": "Y", "consent.text.no": ["No", "opted out"]}
    mapping = followthrough.propose_mapping(nameless, said)["mapping"]
    read = followthrough.read_export("csv", nameless, mapping=mapping, time_zone="none", as_of="2026-03-02")
    assert [len(recipient["id"]) for recipient in read["recipients"]] == [16, 16]
    assert read["totals"]["pending_patients_by_text_consent"] == {"yes": 1, "no": 1, "unknown": 0}
    assert "extends: dentrix.cases\n" in followthrough.write_mapping("dentrix", {}, extends="dentrix.cases")
    with pytest.raises(followthrough.FollowthroughError) as caught:
        followthrough.propose_mapping({"a.csv": QUOTES, "b.csv": QUOTES})
    assert caught.value.code == "FT-I001"
    with pytest.raises(followthrough.FollowthroughError) as caught:
        followthrough.write_mapping("csv", {"presented": 1})
    assert (caught.value.code, caught.value.path) == ("FT-I015", "answers")


def test_what_the_practice_system_is_told():
    action = {"id": "act_2cze3b873r494y0nb4g52w7bfc", "type": "tell_practice_system", "plan_id": "tp-1", "status": "declined"}
    told = followthrough.write_back("dentrix.cases", [{**action, "day": "2026-03-02"}])
    [plan] = told["plans"]
    assert (plan["plan_id"], plan["status"], told["rows"]) == ("tp-1", "Rejected", None)
    assert "2026-03-02" in plan["note"]
    spanish = followthrough.write_back("dentrix.cases", [{**action, "day": "2026-03-02"}], language="es")
    assert spanish["plans"][0]["note"] != plan["note"]
    mapping = MAPPING + 'write_back: {declined: {status: lost}, columns: {plan: quote, status: state}}\n'
    own = followthrough.write_back("eaglesoft.planned_services", [{**action, "day": "2026-03-02"}], mapping=mapping)
    assert own["rows"] == "quote,state\r\ntp-1,lost\r\n"
    for call, code, path in [
        (lambda: followthrough.write_back("dentrix.case", []), "FT-I015", "shape"),
        (lambda: followthrough.write_back("softdent.cases", []), "FT-I011", ""),
        (lambda: followthrough.write_back("dentrix.cases", [action]), "FT-H001", "news[0]"),
        (lambda: followthrough.write_back("dentrix.cases", [{**action, "status": "x", "day": "2026-03-02"}]), "FT-H001", "news[0].status"),
    ]:
        with pytest.raises(followthrough.FollowthroughError) as caught:
            call()
        assert (caught.value.code, caught.value.path) == (code, path)
