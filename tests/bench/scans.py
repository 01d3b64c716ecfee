"""Scans for the desk's own reader to work on while its window is measured.

A bench's program files as many as ``BENCH_SCANS`` says, and in the end writes how many of their
pages were recognised behind those of others in the file that ``BENCH_SCANS_READ`` names.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Applicant, Material, civil
from app.practice.papers import PaperRenderer
from app.store import cases, materials
from app.store.database import Store
from tests.support.examples import a_case

COUNT, READ = "BENCH_SCANS", "BENCH_SCANS_READ"
APPLICATION = {
    "kind": "application", "title": "食品经营许可申请书", "no": "320104-20261123-000001", "code": "",
    "rows": [[f"项目{n}", f"南京市玄武区珠江路{n}号"] for n in range(24)], "issuer": "",
    "facts": {"company": "南京金陵快餐店"}, "signed": "王小明", "day": "2026年3月2日",
}  # fmt: skip


def a_scan() -> bytes:
    return PaperRenderer().render(APPLICATION, brought="scan").content


def file_wanted(store: Store) -> None:
    """A case each, below all others of the list; each file has a hash of its own."""
    count = int(os.environ.get(COUNT, "0"))
    if not count:
        return
    scan, now = a_scan(), datetime.now(SHANGHAI)
    received = now + timedelta(minutes=1)
    bodies = []
    for n in range(count):
        content = scan + str(n).encode()
        sha256 = hashlib.sha256(content).hexdigest()
        store.files.keep(sha256, content)
        size = len(content)
        store.write_refetchable(
            lambda db, s=sha256, size=size: materials.note_kept(db, {s: size}, now)
        )
        paper = Material(id=f"scan-{n}", name="申请书", sha256=sha256, size=size,
                         media_type="image/jpeg", pages=1)  # fmt: skip
        bodies.append(a_case(
            id=f"scan-{n:04d}", no=f"320104-20261124-{n:06d}", state="reviewing",
            received_at=received, accepted_at=received, materials=(paper,),
            applicant=Applicant(name="南京金陵快餐店", phone="13912345678", id_number=f"s{n:017d}"),
        ))  # fmt: skip
    said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
    store.write(lambda db: cases.put(db, said, civil(now))).result()


def note_read(store: Store) -> None:
    if place := os.environ.get(READ):
        read = store.reader().value("select count(*) from paper_text")
        with Path(place).open("a") as file:
            file.write(f"{read}\n")
