"""From the key J to the next case painted with its first page; prints ms, p50 and p95.

The key comes to the window as the system brings it, by all that looks at a key before a widget does
(is it a scanner's?), and the clock stops in the paint itself: no event is waited for by the test.
"""

import hashlib
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.model import SHANGHAI, Applicant, Clerk, Material, civil
from app.machine.paths import Places
from app.practice.papers import PaperRenderer
from app.store import cases, materials
from app.store.database import set_meta
from tests.bench import scans
from tests.bench.city import WORDS
from tests.bench.scroll import live, live_until
from tests.support.caches import open_cache
from tests.support.examples import a_case
from ui.application import JianjianApplication

READING_MS = 250


def main(home: str, key: str, count: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    desk = application.desk
    open_cache(desk, "bench", key, Clerk(id="clerk-01", name="张伟", window="3号窗"))
    store = desk.account.signed_in.store
    fill(store, int(count))
    scans.file_wanted(store)
    window = application.open_desk()
    window.resize(1366, 768)
    review = window.review
    live_until(lambda: review.view is not None and review.materials.pages.is_shown())
    window.activateWindow()
    window.worklist.list.setFocus()
    live(2000)
    painted: list[float] = []
    pages = review.materials.pages

    before = ""

    def note() -> None:
        if pages.is_shown() and review.case_id != before:
            painted.append(time.perf_counter())

    pages.paper.painted.connect(note)
    times: list[float] = []
    for _ in range(int(count) - 1):
        before = review.case_id
        painted.clear()
        begun = time.perf_counter()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
        live_until(lambda: bool(painted))
        times.append(1000 * (painted[0] - begun))
        live(READING_MS)
    scans.note_read(store)
    application.close()
    quantiles = statistics.quantiles(times, n=100)
    print(quantiles[49], quantiles[94])


def fill(store, count: int) -> None:
    """Cases with a form, three checks' worth of fields and two files of their own each."""
    renderer, now = PaperRenderer(), datetime.now(SHANGHAI)
    bodies = []
    for n in range(count):
        name = f"南京{WORDS[n % 12 : n % 12 + 3]}快餐店"
        papers = []
        for at, title in enumerate(("食品经营许可申请书", "租赁合同")):
            rows = [["名称", name], *([f"项目{i}", f"内容{n}-{i}"] for i in range(12))]
            paper = renderer.render({"kind": "application", "title": title, "no": f"{n}-{at}",
                                "rows": rows, "facts": {}, "signed": "王", "day": "2026年3月2日"})  # fmt: skip
            sha256 = hashlib.sha256(paper.content).hexdigest()
            store.files.keep(sha256, paper.content)
            size = len(paper.content)
            store.write_refetchable(
                lambda db, s=sha256, size=size: materials.note_kept(db, {s: size}, now)
            )
            papers.append(Material(id=f"m-{n}-{at}", name=title, sha256=sha256, size=size,
                                   media_type=paper.media_type, pages=1))  # fmt: skip
        received = now - timedelta(minutes=n)
        bodies.append(a_case(
            id=f"sa-{n:04d}", no=f"320104-20261123-{n:06d}", state="reviewing",
            received_at=received, accepted_at=received, materials=tuple(papers),
            applicant=Applicant(name=name, phone="13912345678", id_number=f"{n:018d}"),
            fields={f"field{i}": "申请表内容" * 3 for i in range(16)},
        ))  # fmt: skip
    said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
    store.write(lambda db: cases.put(db, said, civil(now))).result()
    store.write(lambda db: set_meta(db, "cursor", "bench") or []).result()


if __name__ == "__main__":
    main(*sys.argv[1:])
