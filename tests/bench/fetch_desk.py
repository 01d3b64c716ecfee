"""The desk fetches every file its cases name: verified, encrypted; prints seconds."""

import secrets
import sys
import time
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Material, civil
from app.central.client import CentralClient
from app.store import cases, materials
from app.store.database import Store
from app.sync.fetch import fetch
from tests.support.examples import a_case


def main(url: str, home: str, named: str) -> None:
    """``named`` is a JSON list of file ids and hashes."""
    files = tuple(
        Material(id=id_, name="营业执照", size=2**20, sha256=sha256)
        for id_, sha256 in msgspec.json.decode(named, type=list[tuple[str, str]])
    )
    path, key = Path(home) / "cache.db", secrets.token_hex(32)
    store = Store(path, key)
    now, central = datetime.now(SHANGHAI), CentralClient(url, "bench")
    case = a_case(materials=files)
    said = cases.prepare_case(case, msgspec.json.encode(case))
    store.write(lambda db: cases.put(db, [said], civil(now))).result()
    begun = time.perf_counter()
    while fetch(store, central, now, lambda: False, 2**31):
        pass
    store.close()
    seconds = time.perf_counter() - begun
    again = Store(path, key)
    here, there = materials.counts(again.reader())
    again.close()
    if here != there:
        raise SystemExit(f"{here} of {there}")
    print(seconds, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
