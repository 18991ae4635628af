"""Arrow tables in and out, with the libraries that people have: pyarrow, Polars, DuckDB, pandas."""

import io
import json
import random
import re
import traceback
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import duckdb
import job
import pandas
import polars
import pyarrow
import pytest
from conftest import ROOT

import followthrough
from followthrough import Caseload, FollowthroughError, Table
from job import PRESENTED

DUE = "2026-03-03T15:00:00Z"
REPLIES = {
    "recipient": ["r-77", "r-78"],
    "event_id": ["e2", "e3"],
    "at": [datetime(2026, 3, 4, 18, 22, 5, tzinfo=UTC)] * 2,
    "type": ["reply", "reply"],
    "channel": ["sms", "sms"],
    "from": ["+14045550177", "+14045550178"],
    "text": ["yes", None],
}
COLUMNS_OF_FOUR = {key: [values[0]] * 4 for key, values in REPLIES.items()} | {
    "event_id": ["e1", "e2", "e3", "e4"],
    "type": ["reply", "reply", "click", "reply"],
    "text": ["yes", "no", "", "yes"],
}
NIGHTLY = ROOT / "examples/nightly"


def caseload() -> Caseload:
    made = Caseload(job.playbook())
    made.begin([job.recipient(), {"id": "r-78", "time_zone": "America/New_York"}])
    made.handle(PRESENTED, "r-77", job.plan())
    return made


def rows(table) -> list[dict]:
    return pyarrow.table(table).to_pylist()


FORMS = {
    "pyarrow.Table": lambda columns: pyarrow.table(columns),
    "pyarrow.RecordBatch": lambda columns: pyarrow.RecordBatch.from_pydict(columns),
    "a reader, in pieces": lambda columns: pyarrow.table(columns).to_reader(max_chunksize=1),
    "polars": lambda columns: polars.DataFrame(columns),
    "polars categories": lambda columns: polars.DataFrame(columns).with_columns(polars.col("type").cast(polars.Categorical)),
    "pandas": lambda columns: pandas.DataFrame(columns),
    "pandas categories": lambda columns: pandas.DataFrame(columns).astype({"channel": "category"}),
    "duckdb": lambda columns: duckdb.from_arrow(pyarrow.table(columns)),
    "IPC": lambda columns: ipc(pyarrow.table(columns)),
}


def ipc(table) -> bytes:
    sink = io.BytesIO()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_events_in_columns_are_those_of_handle_many(form):
    by_table, by_list = caseload(), caseload()
    tables = by_table.handle_table(REPLIES["at"][0], FORMS[form](REPLIES))
    handled = by_list.handle_many(REPLIES["at"][0], [("r-77", job.reply()), ("r-78", {**job.reply(), "event_id": "e3", "text": None})])
    told = [action for one in handled if one["type"] == "answers" for answer in one["answers"] for action in answer["actions"]]
    assert [json.loads(row["action"]) for row in rows(tables["actions"])] == told and len(told) == 3
    assert {(row["row"], row["recipient"]) for row in rows(tables["actions"])} == {(0, "r-77")}
    [refused] = rows(tables["errors"])
    assert (refused["row"], refused["code"]) == (1, "FT-H001") and "text" in refused["message"] + refused["path"]
    assert by_table.snapshot() == by_list.snapshot()


def test_events_as_json_and_all_plain_types():
    plan = job.plan(Decimal("2400.00"))
    plan["plan"]["patient"]["birth_date"] = date(1986, 4, 2)
    plan["plan"]["tags"] = ["phase-1"]
    plan["plan"]["custom"] = {"visits": 3, "member": True}
    table = pyarrow.table({"recipient": ["r-77"], **{key: [value] for key, value in plan.items()}})
    assert pyarrow.types.is_struct(table.schema.field("plan").type)
    as_json = pyarrow.table({"recipient": ["r-77"], "event": [json.dumps(plan, default=lambda value: value.isoformat() if hasattr(value, "isoformat") else str(value))]})
    snapshots = []
    for given in (table, as_json):
        one = Caseload(job.playbook())
        one.begin(job.recipient())
        assert rows(one.handle_table(PRESENTED, given)["errors"]) == []
        snapshots.append(one.snapshot())
    assert snapshots[0] == snapshots[1]


def test_what_is_due_comes_as_tables():
    by_table, by_list = caseload(), caseload()
    tables, more = by_table.advance_table(DUE, 100)
    answers, _ = by_list.advance(DUE, 100)
    assert not more and rows(tables["errors"]) == []
    [send] = rows(tables["actions"])
    [told] = [action for answer in answers for action in answer["actions"]]
    assert json.loads(send["action"]) == told
    assert (send["row"], send["recipient"], send["channel"], send["to"]) == (None, "r-77", "sms", told["to"])
    assert (send["body"], send["segments"]) == (told["body"], told["segments"])
    assert send["expires_at"] == datetime.fromisoformat(told["expires_at"])
    kept = "\n".join(row["entry"] for row in rows(tables["journal"]))
    assert json.loads(kept.splitlines()[0])["recipient"] == "r-77"
    month = followthrough.monthly_report(kept, "", {"month": "2026-03", "time_zone": "America/New_York"})
    assert month.data()
    with pytest.raises(FollowthroughError) as none:
        by_table.advance_table(DUE, 0)
    assert (none.value.code, none.value.path) == ("FT-H010", "most")


def test_every_library_takes_what_goes_out():
    table = actions = caseload().advance_table(DUE, 10)[0]["actions"]
    assert isinstance(table, Table) and (len(table), table.columns[:2]) == (1, ["row", "recipient"])
    assert repr(table) == f"<followthrough.Table: 1 rows of {len(table.columns)} columns>"
    in_polars = polars.DataFrame(table)
    assert in_polars["expires_at"].dtype == polars.Datetime("us", "UTC")
    assert duckdb.sql("SELECT count(*) FROM actions").fetchall() == [(1,)] and actions
    in_pandas = pyarrow.table(table).to_pandas()
    assert list(in_pandas["channel"]) == ["sms"]
    assert pyarrow.schema(table).names == table.columns
    assert pyarrow.ipc.open_stream(table.to_ipc()).read_all() == pyarrow.table(table)
    # A table that has been handed over can be handed over again.
    assert polars.DataFrame(table).equals(in_polars)


def test_many_texts():
    texts = ["yes", None, "STOP", "ring me tomorrow", ""]
    told = rows(followthrough.classify_table(polars.DataFrame({"text": texts})))
    for text, row in zip(texts, told, strict=True):
        reading = followthrough.classify(text) if text is not None else None
        assert (row["reading"] and json.loads(row["reading"])) == reading
        assert row["intents"] == (None if reading is None else [intent["type"] for intent in reading["intents"]])
    counted = rows(followthrough.sms_segments_table(pandas.DataFrame({"text": texts})))
    assert [row["segments"] for row in counted] == [1, None, 1, 1, None]
    assert counted[0] == {"encoding": "GSM-7", "units": 3, "segments": 1}


def test_the_index_of_pandas_is_no_column():
    """It comes along where rows were filtered or put together, and numbers them."""
    frame = pandas.DataFrame(COLUMNS_OF_FOUR)
    for given in (frame[frame["type"] == "reply"], pandas.concat([frame[:2], frame[3:]])):
        assert "__index_level_0__" in pyarrow.table(given).column_names
        handled = caseload()
        assert rows(handled.handle_table("2026-03-04T18:22:05Z", given)["errors"]) == []
        assert handled.get("r-77").to_json() != caseload().get("r-77").to_json()
        assert len(followthrough.classify_table(given[["text"]])) == 3


def test_an_error_of_a_library_repeats_no_text():
    frame = pandas.DataFrame({"text": [1, "I am Maria Lopez, it is my tooth"]})

    class Busy:
        def __arrow_c_stream__(self, requested_schema=None):
            raise OSError("Maria Lopez")

    class Hidden:
        @property
        def __arrow_c_stream__(self):
            raise ValueError("Maria Lopez")

    class Stopped:
        def __arrow_c_stream__(self, requested_schema=None):
            raise KeyboardInterrupt

    for table, kind in ((frame, "ArrowInvalid"), (Busy(), "OSError"), (Hidden(), "ValueError")):
        for call in (followthrough.classify_table, lambda table: caseload().handle_table(PRESENTED, table)):
            with pytest.raises(FollowthroughError) as refused:
                call(table)
            shown = "".join(traceback.format_exception(refused.value))
            assert refused.value.code == "FT-H001" and kind in refused.value.message and refused.value.help
            assert "Maria" not in shown, shown
    with pytest.raises(KeyboardInterrupt):
        followthrough.classify_table(Stopped())


def test_a_damaged_stream_is_an_error_of_the_table():
    sound, chance = ipc(pyarrow.table(REPLIES)), random.Random(7)
    refused = 0
    for _ in range(400):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 2)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        try:
            caseload().handle_table("2026-03-04T18:22:05Z", bytes(damaged))
        except FollowthroughError as error:
            refused += 1
            assert error.code == "FT-H001" and "defect" not in error.message, error
    assert refused > 20


def test_an_export_as_tables_goes_round():
    options = {"mapping": (NIGHTLY / "mapping.yaml").read_text(), "time_zone": "America/New_York", "as_of": "2026-03-02"}
    monday = {path.name: path.read_bytes() for path in (NIGHTLY / "monday").iterdir()}
    tables = followthrough.read_export_tables("csv", monday, **options)
    read = followthrough.read_export("csv", monday, **options)
    assert json.loads(tables["json"]) == read
    plans = rows(tables["plans"])
    for row in plans:
        presented = json.loads(row["plan"]).get("presented_at")
        day_alone = date.fromisoformat(presented) if presented and len(presented) == 10 else None
        assert (row["presented_at"] is None) == (presented is None or day_alone is not None)
        assert row["presented_on"] == day_alone
    assert any(row["presented_on"] for row in plans)
    assert [json.loads(row["plan"]) for row in plans] == read["plans"] and plans
    for name in ("recipients", "appointments", "rejected", "skipped"):
        assert len(tables[name]) == len(read[name])
    procedures = rows(tables["procedures"])
    assert [row["fee"] for row in procedures] == [
        Decimal(procedure["fee"]) if "fee" in procedure else None for plan in read["plans"] for procedure in plan["procedures"]
    ]
    assert pyarrow.table(tables["plans"]).schema.field("pending_value").type == pyarrow.decimal128(18, 2)
    changed = followthrough.changes_tables(None, tables["json"])
    told = followthrough.changes(None, read)
    events = [(row["recipient"], json.loads(row["event"])) for row in rows(changed["events"])]
    assert {**changed, "events": events} == told and events
    one = Caseload(job.playbook())
    one.begin(read["recipients"])
    assert rows(one.handle_table(read["at"], changed["events"])["errors"]) == []


NOTHING = {
    "pyarrow": lambda columns: pyarrow.table(columns),
    "pyarrow, in one piece": lambda columns: pyarrow.RecordBatch.from_pydict(columns),
    "polars": lambda columns: polars.DataFrame(columns),
    "pandas": lambda columns: pandas.DataFrame(columns, dtype=object),
    "pandas categories": lambda columns: pandas.DataFrame(columns, dtype="category"),
    "pandas, as an empty column of a CSV": lambda columns: pandas.DataFrame(columns).replace({None: float("nan")}),
    "IPC": lambda columns: ipc(pyarrow.table(columns)),
}


@pytest.mark.parametrize("form", NOTHING)
def test_a_column_in_which_nothing_stands(form):
    """Libraries give it the type `null`, or one that they guess."""
    made = NOTHING[form]
    for texts in ([], [None, None]):
        assert rows(followthrough.classify_table(made({"text": texts}))) == [dict.fromkeys(("intents", "urgency", "language", "reading"))] * len(texts)
        assert len(followthrough.sms_segments_table(made({"text": texts}))) == len(texts)
        one = caseload()
        before = one.snapshot()
        empty = one.handle_table(DUE, made({"recipient": texts, "event": texts}))
        in_columns = one.handle_table(DUE, made({"recipient": texts, "event_id": texts, "at": texts, "text": texts}))
        for tables in (empty, in_columns):
            assert [(row["code"], row["path"]) for row in rows(tables["errors"])] == [("FT-H001", "recipient")] * len(texts)
        assert one.snapshot() == before


def test_an_optional_column_in_which_nothing_stands():
    events = {**{key: values[:1] for key, values in REPLIES.items()}, "urgent": [None], "plan": [None]}
    nested = pyarrow.array([{"procedures": [], "tags": [None], "custom": None}]).slice(0)
    for made in (*NOTHING.values(),):
        tables = caseload().handle_table(REPLIES["at"][0], made({**events, "at": ["2026-03-04T18:22:05Z"]}))
        assert rows(tables["errors"]) == [] and len(tables["actions"]) == 3
    # Inside a struct and a list as well.
    for deep in (pyarrow.table({"recipient": ["r-77"], "plan": nested}), polars.DataFrame({"recipient": ["r-77"], "plan": [{"tags": [None], "custom": None}]})):
        [refused] = rows(caseload().handle_table(DUE, deep)["errors"])
        assert refused["code"] == "FT-H001" and refused["row"] == 0


def test_amounts_with_more_places_than_cents():
    for fee, taken in [(Decimal("2400.0000"), True), (Decimal("2400.0010"), False)]:
        plan = job.plan(fee)
        table = pyarrow.table({"recipient": ["r-77"], **{key: [value] for key, value in plan.items()}})
        one = Caseload(job.playbook())
        one.begin(job.recipient())
        assert (rows(one.handle_table(PRESENTED, table)["errors"]) == []) == taken


def test_the_first_night_begins_everybody():
    options = {"mapping": (NIGHTLY / "mapping.yaml").read_text(), "time_zone": "America/New_York", "as_of": "2026-03-02"}
    monday = {path.name: path.read_bytes() for path in (NIGHTLY / "monday").iterdir()}
    tables = followthrough.read_export_tables("csv", monday, **options)
    read = followthrough.read_export("csv", monday, **options)
    changed = followthrough.changes_tables(None, tables["json"])
    unknown = Caseload(job.playbook()).handle_table(read["at"], changed["events"])
    assert {row["code"] for row in rows(unknown["errors"])} == {"FT-H014"}
    in_two_steps = Caseload(job.playbook())
    in_two_steps.begin(polars.DataFrame(tables["recipients"])["recipient"].to_list())
    assert rows(in_two_steps.handle_table(read["at"], changed["events"])["errors"]) == []
    by_table, by_hand = Caseload(job.playbook()), Caseload(job.playbook())
    tables = by_table.handle_table(read["at"], changed["events"], begin=True)
    assert rows(tables["errors"]) == [] and len(by_table) == len(read["recipients"])
    for recipient, event in followthrough.changes(None, read)["events"]:
        if event["type"] == "recipient":
            by_hand.begin(event["recipient"])
        by_hand.handle(read["at"], recipient, event)
    assert by_table.snapshot() == by_hand.snapshot()
    # Who is here is not begun again.
    assert rows(by_table.handle_table(read["at"], changed["events"], begin=True)["errors"]) == []
    assert len(by_table) == len(read["recipients"])


def test_events_of_the_type_recipient_in_columns():
    person = {"id": "r-79", "time_zone": "America/New_York"}
    columns = {"recipient_id": ["r-79"], "event_id": ["e1"], "at": [PRESENTED], "type": ["recipient"], "recipient": [person]}
    one = caseload()
    assert rows(one.handle_table(PRESENTED, pyarrow.table(columns), begin=True)["errors"]) == []
    assert "r-79" in one.recipients()
    wrong = {**columns, "recipient_id": ["r-80"]}
    [refused] = rows(one.handle_table(PRESENTED, pyarrow.table(wrong), begin=True)["errors"])
    assert refused["code"] == "FT-H011" and "r-80" not in one.recipients()
    one.begin({**person, "id": "r-80"})
    assert rows(one.handle_table(PRESENTED, pyarrow.table(wrong), begin=True)["errors"]) == [refused], "the same of who is here"
    merged = {**columns, "recipient_id": ["r-82"], "merged_from": ["r-5"], "recipient": [{**person, "id": "r-82"}]}
    [refused] = rows(one.handle_table(PRESENTED, pyarrow.table(merged), begin=True)["errors"])
    assert refused["code"] == "FT-H012" and "r-82" not in one.recipients()
    bad = {**columns, "recipient_id": ["r-81"], "recipient": [{"id": "r-81", "time_zone": "Mars/Olympus"}]}
    [refused] = rows(one.handle_table(PRESENTED, pyarrow.table(bad), begin=True)["errors"])
    assert (refused["code"], refused["path"]) == ("FT-T002", "recipient.time_zone") and "r-81" not in one.recipients()


def test_names_inside_a_struct_are_different_too():
    person = pyarrow.StructArray.from_arrays([pyarrow.array(["r-79"]), pyarrow.array(["r-80"])], names=["id", "id"])
    columns = [pyarrow.array(["r-79"]), pyarrow.array(["recipient"]), person]
    with pytest.raises(FollowthroughError) as refused:
        caseload().handle_table(PRESENTED, pyarrow.table(columns, names=["recipient_id", "type", "recipient"]))
    assert (refused.value.code, refused.value.path) == ("FT-H001", "recipient.id")


def test_a_dictionary_of_one_long_text_is_bounded():
    long = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 40), pyarrow.array(["x" * 10_000_000]))
    with pytest.raises(FollowthroughError) as refused:
        caseload().handle_table(PRESENTED, pyarrow.table({"recipient": ["r-77"] * 40, "event": long}))
    assert refused.value.code == "FT-H001" and "256 MiB" in refused.value.message and refused.value.help == "hand it over in pieces"


@pytest.mark.parametrize("fee", [2400, 2400.0])
def test_an_amount_that_is_none_says_what_to_cast_it_to(fee):
    plan = {"id": "tp-9", "patient": {"id": "p"}, "procedures": [{"id": "x", "status": "planned", "fee": fee}]}
    row = {"recipient": ["r-77"], "event_id": ["e9"], "at": [PRESENTED], "type": ["plan"], "plan": [plan]}
    [refused] = rows(caseload().handle_table(PRESENTED, polars.DataFrame(row))["errors"])
    assert (refused["code"], refused["path"]) == ("FT-H001", "plan.procedures[0].fee") and "decimal128" in refused["help"]


@pytest.mark.parametrize("ended", [ConnectionError, KeyboardInterrupt, SystemExit, MemoryError])
def test_a_reader_that_ends_half_way(ended):
    """The Arrow interface has a number for what went wrong, and not what it was."""

    def batches():
        yield pyarrow.RecordBatch.from_pydict(REPLIES)
        raise ended("Ana")

    one = caseload()
    before, reader = one.snapshot(), pyarrow.RecordBatchReader.from_batches(pyarrow.table(REPLIES).schema, batches())
    with pytest.raises(FollowthroughError) as refused:
        one.handle_table(PRESENTED, reader)
    assert refused.value.code == "FT-H001" and "try again" in refused.value.help and "Ana" not in f"{refused.value!r}"
    assert one.snapshot() == before


def test_an_event_of_somebody_unknown_says_how_they_begin():
    unknown = pyarrow.table({**{key: values[:1] for key, values in REPLIES.items()}, "recipient": ["r-99"]})
    told = [rows(caseload().handle_table(PRESENTED, unknown, begin=begin)["errors"]) for begin in (False, True)]
    assert [refused["code"] for [refused] in told] == ["FT-H014", "FT-H014"]
    [[without], [beginning]] = told
    assert "begin=True" in without["help"] and "`recipient`" in without["help"]
    assert "begin=True" not in beginning["help"] and "earlier row" in beginning["help"]


NAIVE = [datetime(2026, 3, 4, 18)]
COLUMNS = {key: values[:1] for key, values in REPLIES.items()}
REFUSED = {
    "no recipient": ({"event": ["{}"]}, "recipient", "not there"),
    "a recipient that is a number": ({"recipient": [1], "event": ["{}"]}, "recipient", "Int64"),
    "an event that is a number": ({"recipient": ["r-77"], "event": [1.5]}, "event", "double|Float64"),
    "a column beside the event": ({"recipient": ["r-77"], "event": ["{}"], "note": ["x"]}, "note", "no such column"),
    "instants without a zone": ({**COLUMNS, "at": NAIVE}, "at", "time zone"),
    "a time of day": ({**COLUMNS, "at": [timedelta(hours=1)]}, "at", "no column of the type"),
    "bytes": ({**COLUMNS, "text": [b"yes"]}, "text", "no column of the type"),
    "one inside a struct": ({**COLUMNS, "plan": [{"presented_at": NAIVE[0]}]}, "plan.presented_at", "time zone"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_column_that_cannot_be(name):
    columns, path, said = REFUSED[name]
    one = caseload()
    before = one.snapshot()
    with pytest.raises(FollowthroughError) as refused:
        one.handle_table(DUE, pyarrow.table(columns))
    assert (refused.value.code, refused.value.path) == ("FT-H001", path)
    assert re.search(said, refused.value.message), refused.value.message
    assert one.snapshot() == before


DAY = date(2026, 3, 2)
NOT_TAKEN = {
    "decimal32": pyarrow.array([Decimal("1.50")], pyarrow.decimal32(5, 2)),
    "decimal64": pyarrow.array([Decimal("1.50")], pyarrow.decimal64(5, 2)),
    "decimal256": pyarrow.array([Decimal("1.50")], pyarrow.decimal256(5, 2)),
    "float16": pyarrow.array([1.5], pyarrow.float16()),
    "float32": pyarrow.array([1.5], pyarrow.float32()),
    "date64": pyarrow.array([DAY], pyarrow.date64()),
    "a time of day": pyarrow.array([datetime(2026, 3, 2).time()]),
    "a duration": pyarrow.array([timedelta(hours=1)]),
    "an interval": pyarrow.array([pyarrow.MonthDayNano([1, 2, 3])]),
    "binary": pyarrow.array([b"yes"]),
    "binary of a fixed size": pyarrow.array([b"yes"], pyarrow.binary(3)),
    "a list of a fixed size": pyarrow.array([["a", "b"]], pyarrow.list_(pyarrow.string(), 2)),
    "a view of a list": pyarrow.array([["a", "b"]], pyarrow.list_view(pyarrow.string())),
    "a map": pyarrow.array([[("a", "b")]], pyarrow.map_(pyarrow.string(), pyarrow.string())),
    "a union": pyarrow.UnionArray.from_dense(pyarrow.array([0], pyarrow.int8()), pyarrow.array([0], pyarrow.int32()), [pyarrow.array(["a"])]),
    "run-end encoded": pyarrow.RunEndEncodedArray.from_arrays(pyarrow.array([1], pyarrow.int32()), pyarrow.array(["a"])),
}  # fmt: skip


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", NOT_TAKEN)
def test_a_type_that_is_not_taken(name, inside):
    column = NOT_TAKEN[name]
    column, path = (pyarrow.StructArray.from_arrays([column], ["x"]), "text.x") if inside else (column, "text")
    columns = {key: values for key, values in COLUMNS.items() if key != "text"}
    for given in (pyarrow.table({**columns, "text": column}), ipc(pyarrow.table({**columns, "text": column}))):
        with pytest.raises(FollowthroughError) as refused:
            caseload().handle_table(DUE, given)
        assert (refused.value.code, refused.value.path) == ("FT-H001", path), refused.value
        assert "is taken" in refused.value.message


def test_what_the_page_says_of_pandas_and_of_streams():
    named = pandas.DataFrame({"text": ["yes"]}, index=pandas.Index(["m-1"], name="message"))
    with pytest.raises(FollowthroughError) as refused:
        followthrough.classify_table(named)
    assert refused.value.path == "message"
    assert len(followthrough.classify_table(named.reset_index(drop=True))) == 1
    assert len(followthrough.classify_table(pandas.DataFrame({"text": ["yes", "no"]}).iloc[:1])) == 1
    table, sink = pyarrow.table({"text": ["yes" * 1000]}), io.BytesIO()
    with pyarrow.ipc.new_stream(sink, table.schema, options=pyarrow.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    file = io.BytesIO()
    with pyarrow.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    for wrong in (sink.getvalue(), file.getvalue()):
        with pytest.raises(FollowthroughError, match="FT-H001"):
            followthrough.classify_table(wrong)
    streamed = io.BytesIO()
    polars.DataFrame({"text": ["yes"]}).write_ipc_stream(streamed)
    assert len(followthrough.classify_table(streamed.getvalue())) == 1
    plan = job.plan(2400)
    whole = pyarrow.table({"recipient": ["r-77"], **{key: [value] for key, value in plan.items()}})
    [refused_row] = rows(caseload().handle_table(PRESENTED, whole)["errors"])
    assert refused_row["path"] == "plan.procedures[0].fee"


ROWS = {
    "a float that is none": ({"fee": [float("nan")]}, "fee", "FT-H001"),
    "an unknown key": ({"urgent": [True]}, None, "FT-H001"),
    "a null recipient": ({"recipient": [None]}, "recipient", "FT-H001"),
    "somebody who is not here": ({"recipient": ["r-99"]}, None, "FT-H014"),
    "an id that is none": ({"recipient": [""]}, "recipient", "FT-H001"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_cannot_be(name):
    more, path, code = ROWS[name]
    columns = {key: values * 2 for key, values in COLUMNS.items()}
    columns["event_id"] = ["e2", "e3"]
    for key, [value] in more.items():
        columns[key] = [columns.get(key, [None])[0], value]
    schema = pyarrow.table(columns).schema
    if "recipient" in more:
        schema = schema.set(schema.get_field_index("recipient"), pyarrow.field("recipient", pyarrow.string()))
    tables = caseload().handle_table(REPLIES["at"][0], pyarrow.table(columns, schema=schema))
    [refused] = rows(tables["errors"])
    assert (refused["row"], refused["code"]) == (1, code), refused
    assert path is None or refused["path"] == path
    assert {row["row"] for row in rows(tables["actions"])} == {0}


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())])
def test_memory_at_an_odd_address_is_refused(kind):
    """As a payload that came behind a header of one byte."""
    sink = io.BytesIO()
    table = pyarrow.table({"text": pyarrow.array(["yes", "stop"]).cast(kind)})
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    odd = pyarrow.ipc.open_stream(pyarrow.py_buffer(b"H" + sink.getvalue()).slice(1)).read_all()
    with pytest.raises(FollowthroughError) as refused:
        followthrough.classify_table(odd)
    assert (refused.value.code, refused.value.path) == ("FT-H001", "text")
    assert "IPC stream" in refused.value.help
    assert len(followthrough.classify_table(sink.getvalue())) == 2


def test_rows_that_are_null_as_a_whole_have_columns():
    read = followthrough.classify_table(pyarrow.array([{"text": "yes"}, None]))
    assert len(read) == 2


def test_an_array_that_was_handed_over_before():
    once = pyarrow.record_batch({"text": ["yes"]}).__arrow_c_array__()

    class Twice:
        def __arrow_c_array__(self, requested_schema=None):
            return once

    assert len(followthrough.classify_table(Twice())) == 1
    with pytest.raises(FollowthroughError, match="FT-H001"):
        followthrough.classify_table(Twice())


def test_what_is_no_table():
    one = caseload()
    for wrong in ({}, None, "recipient", [("r-77", {})], 5):
        with pytest.raises(TypeError):
            one.handle_table(DUE, wrong)

    class Liar:
        def __arrow_c_stream__(self, requested_schema=None):
            return 5

    with pytest.raises(TypeError):
        one.handle_table(DUE, Liar())

    whole = ipc(pyarrow.table(REPLIES))
    for damaged in (b"", b"ARROW1", whole[:-40], whole[:-8], whole * 2, b"\xff" * 64):
        with pytest.raises(FollowthroughError, match="FT-H001"):
            one.handle_table(DUE, damaged)
    with pytest.raises(FollowthroughError, match="FT-H001"):  # a column is no table
        one.handle_table(DUE, pyarrow.chunked_array([["a"]]))
    twice = pyarrow.Table.from_arrays([pyarrow.array(["r-77"])] * 2, names=["recipient", "recipient"])
    with pytest.raises(FollowthroughError, match="two of one"):
        one.handle_table(DUE, twice)

    def broken():
        yield pyarrow.record_batch({"recipient": ["r-77"], "event": ["{}"]})
        raise ValueError("Ana Sánchez must not be printed")

    schema = pyarrow.schema([("recipient", pyarrow.string()), ("event", pyarrow.string())])
    with pytest.raises(FollowthroughError, match="FT-H001") as refused:
        one.handle_table(DUE, pyarrow.RecordBatchReader.from_batches(schema, broken()))
    assert "Ana" not in str(refused.value)


def test_memory_that_is_not_as_its_type_says():
    offsets = pyarrow.array([0, 4], pyarrow.int32()).buffers()[1]
    latin = pyarrow.Array.from_buffers(pyarrow.string(), 1, [None, offsets, pyarrow.py_buffer(b"\xe9\xe9\xe9\xe9")])
    for given in (pyarrow.table({"text": latin}), pyarrow.record_batch({"text": latin})):
        with pytest.raises(FollowthroughError) as refused:
            followthrough.classify_table(given)
        assert (refused.value.code, refused.value.path) == ("FT-H001", "text")


def test_the_page_lists_every_column():
    page = (ROOT / "docs/tables.md").read_text()
    monday = {path.name: path.read_bytes() for path in (NIGHTLY / "monday").iterdir()}
    options = {"mapping": (NIGHTLY / "mapping.yaml").read_text(), "time_zone": "America/New_York", "as_of": "2026-03-02"}
    exported = followthrough.read_export_tables("csv", monday, **options)
    tables = {name: table for name, table in exported.items() if name != "json"}
    tables |= caseload().advance_table(DUE, 10)[0]
    tables["events"] = followthrough.changes_tables(None, exported["json"])["events"]
    tables["readings"] = followthrough.classify_table(polars.DataFrame({"text": ["yes"]}))
    tables["segments"] = followthrough.sms_segments_table(polars.DataFrame({"text": ["yes"]}))
    for name, table in tables.items():
        if name == "skipped":  # the columns of `rejected`
            assert table.columns == tables["rejected"].columns
            continue
        part = page.split(f"\n### {name}\n")[1].split("\n#")[0]
        listed = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|", part, re.M)
        on_page = [(column, kind.strip()) for columns, kind in listed for column in re.findall(r"`(\w+)`", columns)]
        kinds = {field.name: str(field.type) for field in pyarrow.schema(table)}
        words = {"string": "text", "int64": "whole number", "timestamp[us, tz=UTC]": "instant", "decimal128(18, 2)": "amount", "list<item: string>": "texts", "date32[day]": "`date32`"}
        assert sorted(on_page) == sorted((column, words[kind]) for column, kind in kinds.items()), name
