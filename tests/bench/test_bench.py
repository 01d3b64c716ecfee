"""Every bench comes to its figures, small; what they are is judged by `make bench` alone."""

import json
import math

import pytest

from tests.bench.table import BENCHES
from tests.support.programs import python

GROWN = (
    "start_ms", "pull_ms", "first_rows_ms", "reserve_ms", "counts_ms", "search_p99_ms", "next_case_p95_ms",
    "scroll_p99_ms", "memory_mb", "file_kb_a_case",
)  # fmt: skip
ROWS = {
    "start_10k": {"start_10k"},
    "first_pull_100k": {"first_pull_100k", "pull_100_into_100k_over_1k"},
    "post_1000": {"post_1000"},
    "fetch_200": {"fetch_200"},
    "stall_ms": {"stall_ms"},
    "next_case_p95_ms": {"next_case_p50_ms", "next_case_p95_ms"},
    "scroll_p99_ms": {"scroll_p50_ms", "scroll_p99_ms", "pages_stall_ms"},
    "memory_over_bare": {"memory_over_bare"},
    "search_p99_ms": {
        "search_p50_ms",
        "search_p99_ms",
        "search_painted_p50_ms",
        "search_painted_p99_ms",
    },
    "desks": {
        f"desks_{name}"
        for name in (
            "outage",
            "outage_without_stream",
            "restart",
            "monday",
            "monday_without_stream",
        )
    },
    "desks_served": {"desks_served"},
    "growth": {f"growth_cases_{name}" for name in GROWN},
    "growth_papers": {f"growth_papers_{name}" for name in GROWN},
    "outbox": {
        f"outbox_{name}_ms" for name in ("decide", "next_to_send", "counts", "view", "page")
    },
    "days": {f"days_{name}" for name in ("memory_mb", "file_mb", "wal_mb", "journal_mb")},
    "peers": {
        f"peers_{name}_{part}_ms" for name in ("scroll", "search") for part in ("p50", "p99")
    },
    "reading": {
        "reading_false_warnings",
        "reading_papers",
        "reading_compare_p95_ms",
        "reading_text_page_s",
    },
    "reading_sight": {"reading_in_sight_text_p95_s"},
    "reading_ofd": set(),
    "reading_beside": {
        "reading_beside_next_case_p95_ms",
        "reading_beside_stall_ms",
        "reading_beside_scroll_p99_ms",
    },
}
# Of which a few cases, or this machine, may have none.
SEEN_IN_MORE_CASES = {
    "peers_page_ms",
    "reading_found_clean",
    "reading_found_on_scans",
    "reading_ofd_page_s",
    "reading_recognised_page_s",
    "reading_in_sight_scans_p95_s",
    "reading_ofd_words_read_back",
}


def bench(out, *names, **environment):
    return python("-m", "tests.bench.table", "--small", "--out", str(out), *names, **environment)


# A name picks every bench that begins with it.
@pytest.mark.parametrize("name", [n for n in BENCHES if n.rpartition("_")[0] not in BENCHES])
def test_a_bench_ends_and_writes_its_rows(name, tmp_path):
    done = bench(tmp_path / "bench.json", name)
    assert done.returncode == 0, done.stderr[-3000:]
    written = json.loads((tmp_path / "bench.json").read_text())
    table = written["rows"]
    rows = set[str]().union(*(ROWS[each] for each in BENCHES if each.startswith(name)))
    assert table.keys() - SEEN_IN_MORE_CASES == rows
    assert all(math.isfinite(row["value"]) for row in table.values())


def test_a_bench_that_fails_takes_no_other_with_it(tmp_path):
    done = bench(tmp_path / "bench.json", "fetch_200", "stall_ms", PATH="/nowhere")  # no curl
    assert done.returncode == 1
    assert "failed: fetch_200" in done.stderr
    assert json.loads((tmp_path / "bench.json").read_text())["rows"].keys() == {"stall_ms"}
