"""The procedure log of `benches/import.rs` read by DuckDB and by pandas: what is pending, by patient. Run by hand:

    cargo bench -p followthrough-benches --bench import -- write /tmp/export 5000000
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r benches/peers/requirements.txt
    /tmp/peers/bin/python benches/peers/import.py /tmp/export

Each runs three times in a process of its own, on one thread; the fastest run counts, and the most memory. They answer how
much is pending for each patient since when, each id once, and no more: no row is checked, none is told to be wrong, and
there are neither people nor plans at the end.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

LOG = Path(sys.argv[1], "proc_log.csv")


def by_duckdb():
    import duckdb

    db = duckdb.connect(config={"threads": 1})
    query = """
        select PATID, count(*), sum(AMOUNT), min(PLDATE) from (
            select distinct on (PROC_LOGID) PROC_LOGID, PATID, AMOUNT, PLDATE, CHART_STATUS from read_csv(?, header = true)
        ) where CHART_STATUS = 105 group by PATID
    """
    return len(db.execute(query, [str(LOG)]).fetchall()), duckdb.__version__


def by_pandas():
    import pandas

    log = pandas.read_csv(LOG, parse_dates=["PLDATE"]).drop_duplicates("PROC_LOGID")
    pending = log[log.CHART_STATUS == 105].groupby("PATID")
    return len(pending.agg({"PROC_LOGID": "count", "AMOUNT": "sum", "PLDATE": "min"})), pandas.__version__


PEERS = {"DuckDB": by_duckdb, "pandas": by_pandas}

if len(sys.argv) > 2:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    patients, version = PEERS[sys.argv[2]]()
    seconds = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"patients": patients, "version": version, "seconds": seconds, "kb": most - before}))
    sys.exit()

with LOG.open("rb") as file:
    rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1
for peer in PEERS:
    runs = [json.loads(subprocess.check_output([sys.executable, __file__, LOG.parent, peer])) for _ in range(3)]
    seconds, kb = min(run["seconds"] for run in runs), max(run["kb"] for run in runs)
    print(f"{peer} {runs[0]['version']}: {rows} rows, {runs[0]['patients']} patients with something pending: "
          f"{seconds / rows * 1e9:.0f} ns and {kb * 1024 / rows:.0f} bytes a row, {kb >> 10} MB")
