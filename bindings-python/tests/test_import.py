"""Exports that are read by a mapping, and what is asked before."""

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
        "eaglesoft", files, mapping=MAPPING, as_of="2026-01-30", list_records="true"
    )
    [plan] = imported["plans"]
    assert (plan["id"], plan["standing"], plan["pending_value"]) == ("11", "partial", "1250.00")
    [rejected] = imported["rejected"]
    assert (rejected["reason"], rejected["value"], rejected["patient"]) == ("unknown_status", "X", "4002")
    assert [record["procedure"] for record in imported["records"]] == ["11|1", "11|2"]


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


def test_what_is_not_said_is_asked():
    files = {"plans.csv": PLANS}
    asked = followthrough.export_questions("eaglesoft", files)
    required = [question["key"] for question in asked if question["required"]]
    assert required == ["columns", "presented", "procedure.status.map.WORD", "as_of", "time_zone"]
    assert '"P" in 1 rows' in asked[2]["seen"]
    with pytest.raises(followthrough.FollowthroughError, match="FT-I010"):
        followthrough.read_export("eaglesoft", files, time_zone="none", as_of="2026-01-30")
    answered = followthrough.export_questions("eaglesoft", files, mapping=MAPPING, as_of="2026-01-30")
    assert not any(question["required"] for question in answered)
