"""The sums of the monthly report in DuckDB, over the journal that `benches/report.rs` writes. Run by hand:

    REPORT_JOURNAL=/tmp/journal.jsonl cargo bench --bench report
    pip install -r benches/peers/requirements.txt
    python benches/peers/report_duckdb.py /tmp/journal.jsonl

It counts what the report counts of this journal: messages by step and channel with what came of each, each once, to the
latest message of the step before it; and households by group with those that accepted within 30 days.
"""

import resource
import sys
import time

import duckdb

began = time.monotonic()
db = duckdb.connect()
db.execute("set threads to 1")
db.execute(
    """
    create table journal as select * from read_json(?, format = 'newline_delimited', columns = {
        recipient: 'varchar', household: 'varchar', 'at': 'timestamptz', case_id: 'varchar', type: 'varchar',
        step: 'varchar', channel: 'varchar', action_id: 'varchar', result: 'varchar', kind: 'varchar',
        purpose: 'varchar', outcome: 'varchar'})
    """,
    [sys.argv[1]],
)
read = time.monotonic()
funnel = db.execute(
    """
    with sent as (select distinct case_id, step, channel, action_id, "at" from journal where type = 'step_sent'),
    reactions as (
        select sent.action_id, journal.type, journal.kind from journal
        asof join sent on journal.case_id = sent.case_id and journal.step = sent.step and journal."at" >= sent."at"
        where journal.type in ('opened', 'clicked') and journal.purpose is distinct from 'unsubscribe'),
    accepted as (select case_id, min("at") as "at" from journal where type = 'closed' and outcome = 'accepted' group by all),
    last_touch as (select sent.action_id from accepted asof join sent on accepted.case_id = sent.case_id and accepted."at" >= sent."at"),
    delivered as (select distinct action_id from journal where type = 'receipt' and result = 'delivered'),
    opened as (select distinct action_id from reactions where type = 'opened'),
    clicked as (select distinct action_id from reactions where type = 'clicked' and kind = 'confirmed')
    select step, channel, count(*) as sent, count(delivered.action_id), count(opened.action_id), count(clicked.action_id),
        count(last_touch.action_id)
    from sent left join delivered using (action_id) left join opened using (action_id) left join clicked using (action_id)
        left join last_touch using (action_id)
    group by all order by all
    """
).fetchall()
lift = db.execute(
    """
    with began as (
        select household, min("at") as "at", arg_min(type, "at") as drawn from journal
        where type in ('enrolled', 'observed') group by household),
    accepted as (select household, "at" from journal where type = 'closed' and outcome = 'accepted')
    select drawn, count(*), count(*) filter (exists (
        select 1 from accepted where accepted.household = began.household and accepted."at" >= began."at"
        and accepted."at" < began."at" + interval 30 days))
    from began group by drawn order by drawn
    """
).fetchall()
done = time.monotonic()
for row in [*funnel, *lift]:
    print(*row)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"read {read - began:.2f} s, summed up {done - read:.2f} s, peak memory {peak} MB (DuckDB {duckdb.__version__}, 1 thread)")
