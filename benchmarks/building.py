"""One build in a process of its own, so that its memory and its time are its own.

Called as ``python -m benchmarks.building build SOURCES OUT WORKERS`` or ``… ask OUT``; prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from gxkit import build_corpus, open_corpus

INDICATOR = {"table": "requests", "row": "new", "column": "total"}
QUERY = """
    SELECT year, province, count(*) AS reports, sum(value) AS requests
    FROM cells JOIN reports USING (report_id)
    WHERE "table" = 'requests' AND row = 'new' AND "column" = 'total'
    GROUP BY year, province
"""


def cpu() -> float:
    """Return the seconds that this process and those that it waited for have computed."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def build(sources: str, out: str, workers: str) -> dict[str, float]:
    begun, computed = time.perf_counter(), cpu()
    corpus = build_corpus(sources, out, workers=int(workers))
    seconds, computed = time.perf_counter() - begun, cpu() - computed
    peaks = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    disk = sum(path.stat().st_size for path in Path(out).rglob("*.parquet"))
    return {
        "reports": len(corpus),
        "seconds": seconds,
        "cpu": computed,
        "parent_mb": peaks[0].ru_maxrss / 1000,
        "worker_mb": peaks[1].ru_maxrss / 1000,
        "bytes": disk / len(corpus),
    }


def ask(out: str) -> dict[str, float]:
    import duckdb  # noqa: F401 (a session has imported what it works with)
    import pandas as pd
    import pyarrow as pa  # noqa: F401

    begun = time.perf_counter()
    corpus = open_corpus(out)
    cells = corpus.frame("cells", ["report_id", "value"], INDICATOR)
    table = cells.merge(corpus.frame("reports", ["report_id", "year", "province"]), on="report_id")
    by_hand = table.groupby(["year", "province"], dropna=False)["value"].sum()
    frame_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    answer = open_corpus(out).sql(QUERY)
    sql_seconds = time.perf_counter() - begun
    same = sorted(by_hand) == sorted(answer["requests"]) and isinstance(answer, pd.DataFrame)
    return {"frame": frame_seconds, "sql": sql_seconds, "same": same, "rows": len(answer)}


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps({"build": build, "ask": ask}[what](*arguments)))
