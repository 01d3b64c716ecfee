"""Times the one search over a large cache, and the LIKE scan beside it."""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

import msgspec

from app.cases.model import Applicant, Article, Representative, SubApplication
from app.cases.paper_text import Line, PageReading, PaperReading
from app.machine.paths import Places
from app.practice import people
from app.practice.scenes import load_city
from app.store import cases, catalogue, materials, paper_text
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store
from app.store.search import index_text, pinyin, service
from tests.bench.city import BEGUN
from tests.support.examples import a_case, a_material

SCENES = load_city().scenes
MOST, SCANS = 5, 12
READ = 1_000  # cases whose papers are here and were read, two papers each
LINE = "{name}承租{address}房屋一处，建筑面积八十六平方米，租期自二〇二六年三月一日起三年，月租金三千五百元整。"


def a_told_case(rng: random.Random, n: int) -> SubApplication:
    """A case with the names, streets and shops of the practice city, about 3 KB."""
    person = people.invent_person(rng, BEGUN.date())
    address, district = people.invent_address(rng)
    shops = SCENES["open-fast-food"]
    shop = f"南京{rng.choice(shops.firm_names)}{rng.choice(shops.firm_kinds)}"
    return a_case(
        id=f"sa-{n:06d}", no=f"{district}-20261123-{n:06d}", received_at=BEGUN,
        applicant=Applicant(name=f"{shop}{n % 977 or ''}", phone=person.phone, address=address,
                            id_number=person.id_number,
                            representative=Representative(name=person.name)),
        fields={"person": person.name, "id_number": person.id_number, "home": address,
                "scope": "餐饮服务；食品销售", "landlord": people.invent_person(rng, BEGUN.date()).name,
                "uscc": people.invent_uscc(rng, district)},
    )  # fmt: skip


def fill(home: Path, key: str, count: int, articles: int) -> None:
    """A cache as a first pull would have left it."""
    rng = random.Random(7)
    store = Store(Places.below(home).cache_of("", "bench"), key)
    for start in range(0, count, 1000):
        bodies = [a_told_case(rng, n) for n in range(start, min(count, start + 1000))]
        said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
        store.write_refetchable(lambda db, said=said: cases.put(db, said, BEGUN.date())).result()
    for n in range(min(count, READ)):
        read(store, rng, a_told_case(rng, n))
    known = list(load_city().articles())
    for start in range(0, articles, 1000):
        told = [
            msgspec.structs.replace(known[n % len(known)], id=f"article-{n}")
            for n in range(start, min(articles, start + 1000))
        ]
        store.write_refetchable(
            lambda db, told=told: catalogue.put(db, "article", encoded(told))
        ).result()
    store.close()


def read(store: Store, rng: random.Random, case: SubApplication) -> None:
    """A case's two papers, of a page each, as a reader leaves them."""
    papers = [
        a_material(name, id=f"{case.id}{name}", sha256=rng.randbytes(32).hex())
        for name in ("租赁合同", "健康证明")
    ]
    pages = []
    for _ in papers:
        lines = []
        for at in range(25):
            other = people.invent_person(rng, BEGUN.date())
            address, _district = people.invent_address(rng)
            text = LINE.format(name=other.name, address=address)
            lines.append(Line(text, (0.1, 0.03 * at, 0.9, 0.03 * at + 0.02)))
        pages.append(PageReading(tuple(lines), source="recognised"))

    def work(db: Writer) -> list[Changed]:
        materials.note_opened(db, msgspec.structs.replace(case, materials=tuple(papers)))
        for paper, page in zip(papers, pages, strict=True):
            paper_text.keep(db, paper.sha256, PaperReading("bench", (page,)))
        return []

    store.write_refetchable(work).result()


def encoded(articles: list[Article]) -> list[tuple[str, int, bytes]]:
    return [(a.id, 1, msgspec.json.encode(a)) for a in articles]


def queries(store: Store, rng: random.Random, count: int) -> dict[str, list[str]]:
    """By kind: pieces of what is there, one to six characters, and how they sound."""
    rows = store.reader().value("select max(row) from cases")
    found = store.reader().rows(
        "select applicant, no from cases where row in (select value from json_each(?))",
        (msgspec.json.encode([rng.randint(1, rows) for _ in range(count)]).decode(),),
    )
    texts = [index_text.bare(row["no" if rng.randint(0, 3) == 3 else "applicant"]) for row in found]
    asked: dict[str, list[str]] = {}
    for length in range(1, 7):
        cut = [(text, rng.randint(0, max(0, len(text) - length))) for text in texts]
        asked[f"{length} characters"] = [text[at : at + length] for text, at in cut]
    names = [text for text in texts if not text[0].isdigit()]
    asked["pinyin"] = ["".join(pinyin.spellings(n[2:5])[0]) for n in names]
    asked["initials"] = ["".join(s[0] for s in pinyin.spellings(n[2:6])[0]) for n in names]
    asked["mixed"] = [
        pinyin.spellings(n[2])[0][0][0] + pinyin.spellings(n[3])[0][0] + n[4] for n in names
    ]
    words = LINE.format(name="", address="")
    pieces = [(rng.randint(2, 6), rng.randint(0, len(words) - 6)) for _ in range(count)]
    asked["in papers"] = [words[at : at + length] for length, at in pieces]
    return asked


def main(home: str, key: str, count: str) -> None:
    store = Store(Places.below(Path(home)).cache_of("", "bench"), key)
    reader = store.reader()
    asked = queries(store, random.Random(3), int(count))
    every: list[float] = []
    for kind, typed in asked.items():
        times = []
        for text in typed:
            begun = time.perf_counter()
            service.found(reader, text, MOST, BEGUN.date())
            times.append((time.perf_counter() - begun) * 1000)
        every += times
        print(
            f"{kind:<14} p50 {at(times, 50):.2f} ms   p99 {at(times, 99):.2f} ms", file=sys.stderr
        )
    scans = []
    for text in asked["3 characters"][:SCANS]:
        begun = time.perf_counter()
        reader.value(
            "select count(*) from bodies where cast(centre as text) like ?", (f"%{text}%",)
        )
        scans.append((time.perf_counter() - begun) * 1000)
    print(f"{at(every, 50)} {at(every, 99)} {statistics.median(scans)}", flush=True)
    store.close()


def at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    main(*sys.argv[1:])
