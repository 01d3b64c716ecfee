"""Measures what is felt against a bare floor, alternately; prints a table, writes bench.json."""

from __future__ import annotations

import compileall
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Applicant, civil
from app.paths import Places
from app.store import cases
from app.store.database import Store, set_meta
from tests.cases.examples import a_case

RUNS = 9
ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    for folder in ("app", "ui", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    with tempfile.TemporaryDirectory(prefix="jianjian-bench-") as home:
        key = secrets.token_hex(32)
        fill(Path(home), key, 10_000)
        value, floor = paired(
            ["-m", "tests.bench.start_desk", home, key], ["-m", "tests.bench.start_bare"]
        )
    table = {"start_10k": {"value": value, "unit": "s", "floor": floor, "ratio": value / floor}}
    for name, row in table.items():
        print(
            f"{name:<12} {row['value']:.3f} {row['unit']}   floor {row['floor']:.3f}   ratio {row['ratio']:.2f}"
        )
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(table, indent=2) + "\n")


def fill(home: Path, key: str, count: int) -> None:
    """A cache of ``count`` cases as a first pull would have left it."""
    places = Places.below(home)
    store = Store(places.cache_of("", "bench"), key)
    now = datetime.now(SHANGHAI)
    words = "金陵老灶福满堂江南里一口鲜秦淮人家"
    for start in range(0, count, 500):
        bodies = []
        for n in range(start, min(count, start + 500)):
            received = now - timedelta(hours=n % 240)
            body = a_case(
                id=f"sa-{n:06d}", no=f"320104-20261123-{n:06d}", received_at=received,
                state="reviewing" if n % 3 else "received", accepted_at=received if n % 3 else None,
                handling="instant" if n % 5 == 0 else "promised",
                applicant=Applicant(name=f"南京{words[n % 12 : n % 12 + 3]}快餐店", phone="13912345678",
                                    id_number=f"{n:018d}", address="南京市玄武区珠江路12号"),
                fields={f"field{i}": "申请表内容" * 6 for i in range(12)},
            )  # fmt: skip
            bodies.append(cases.told(body, msgspec.json.encode(body)))
        store.write(lambda db, b=bodies: cases.put(db, b, civil(now))).result()
    store.write(lambda db: set_meta(db, "cursor", "bench") or []).result()
    store.close()


def paired(ours: list[str], bare: list[str]) -> tuple[float, float]:
    """Median seconds of both, run in turn after one warm-up each."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS + 1):
        for kept, arguments in zip(times, (ours, bare), strict=True):
            seconds = until_painted(arguments)
            if run:
                kept.append(seconds)
    return statistics.median(times[0]), statistics.median(times[1])


def until_painted(arguments: list[str]) -> float:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    said = child.stdout.readline()
    seconds = time.perf_counter() - begun
    child.wait()
    if said.strip() != "painted":
        raise SystemExit(f"{arguments} did not paint")
    return seconds


if __name__ == "__main__":
    main()
