"""What only a paper shows: each such mistake is where the answer key says, and true papers are true."""

import base64
import io
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from xml.etree import ElementTree

import ofdkit
import pypdfium2 as pdfium
import pytest
import zxingcpp
from cryptography.hazmat.primitives.hashes import SM3, Hash
from msgspec.structs import replace
from PIL import Image

from app.cases.model import SHANGHAI, Material
from app.practice import uploads
from app.practice.dossier import OFFICIAL
from app.practice.generation import generate_city
from app.practice.ledger import Ledger
from app.practice.mistakes import MISTAKES, PAGES, SEEN_ON_PAPER
from app.practice.ofd.package import unpack
from app.practice.ofd.seals import SIGNATURE
from app.practice.papers import PHOTOS, Paper
from app.practice.scenes import load_city
from app.practice.world import World

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
OFD = {"ofd": "http://www.ofdspec.org/2016"}
SCENES = ("open-pharmacy", "home-transfer", "fuel-licence-change")
NAMES = [mistake.name for mistake in SEEN_ON_PAPER]


class Papers:
    """A small city whose cases have a mistake that only a paper shows wherever one fits."""

    def __init__(self, path) -> None:
        town = load_city()
        town = replace(town, scenes={code: town.scenes[code] for code in SCENES})
        self.ledger = Ledger(path)
        generate_city(self.ledger, town, 11, 70, NOW, seen_on_paper=1.0)
        self.cases = World(self.ledger, lambda: NOW).cases
        self.kinds = {(i.code, m.name): m.paper for i in town.items.values() for m in i.materials}
        self.spoilt = defaultdict(list)  # by mistake: the case and the materials it shows at
        for case_id, fault, places in self.ledger.faults():
            shown = [place.removeprefix("material:") for place in places if "material:" in place]
            self.spoilt[fault].append((self.cases[case_id], shown))

    def content(self, material_id: str) -> bytes:
        return self.ledger.file(material_id)[2]

    def kind(self, case, material) -> str:
        return self.kinds[case.item.code, material.name]

    def sound(self):
        """Every file of every case that nothing is wrong with."""
        faulty = {case_id for case_id, _, _ in self.ledger.faults()}
        for case in self.cases.values():
            for material in case.materials if case.id not in faulty else ():
                if material.sha256:
                    yield case, material, self.content(material.id)


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    made = Papers(tmp_path_factory.mktemp("city") / "a.sqlite")
    yield made
    made.ledger.close()


def city_of(path, renderer, seed, **share) -> Ledger:
    """A whole city whose papers another renderer is asked for."""
    ledger = Ledger(path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uploads, "PaperRenderer", renderer)
        generate_city(ledger, load_city(), seed, 250, NOW, **share)
    return ledger


def words(content: bytes) -> str:
    """What a paper says in letters; nothing where it is a picture."""
    if content.startswith(b"PK"):
        with ofdkit.open(io.BytesIO(content)) as document:
            return "\n".join(page.text() for page in document.pages).replace("\u3000", " ")
    if not content.startswith(b"%PDF"):
        return ""
    document = pdfium.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def codes(content: bytes) -> list[str]:
    if content.startswith(b"PK"):
        pictures = [c for name, c in unpack(content).items() if name.endswith(".png")]
        drawn = [Image.open(io.BytesIO(picture)).convert("L") for picture in pictures]
    elif content.startswith(b"%PDF"):
        drawn = [page.render(scale=2).to_pil() for page in pdfium.PdfDocument(content)]
    else:
        drawn = [Image.open(io.BytesIO(content))]
    return [code.text for picture in drawn for code in zxingcpp.read_barcodes(picture)]


def changed_parts(ofd: bytes) -> list[str]:
    parts, changed = unpack(ofd), []
    for reference in ElementTree.fromstring(parts[SIGNATURE]).iterfind(".//ofd:Reference", OFD):
        digest, name = Hash(SM3()), reference.get("FileRef").lstrip("/")
        digest.update(parts[name])
        if base64.b64decode(reference.findtext("ofd:CheckValue", "", OFD)) != digest.finalize():
            changed.append(name)
    return changed


def day_after(label: str, said: str) -> date | None:
    found = re.search(label + r"\s*(\d{4})年(\d+)月(\d+)日", said)
    return date(*map(int, found.groups())) if found else None


def title(content: bytes) -> str:
    return words(content).strip().splitlines()[0].strip()


def number_in(text: str) -> str:
    return re.search(r"\d{15,20}", text)[0]


SHOWS = {
    "lease_over": lambda p, c, m: day_after("起至", words(p.content(m[0]))) < NOW.date(),
    "certificate_expired_on_paper": lambda p, c, m: (
        day_after("有效期至", words(p.content(m[0]))) < NOW.date()
    ),
    "not_the_lease": lambda p, c, m: title(p.content(m[0])) == "健康证明",
    "not_the_certificate": lambda p, c, m: title(p.content(m[0])) == "守法诚信承诺书",
    "same_file_twice": lambda p, c, m: len(m) == 2 and p.content(m[0]) == p.content(m[1]),
    "altered_after_sealing": lambda p, c, m: (
        changed_parts(p.content(m[0])) == ["Doc_0/Pages/Page_0/Content.xml"]
    ),
    "code_differs": lambda p, c, m: (
        number_in(codes(p.content(m[0]))[0]) not in words(p.content(m[0]))
    ),
    "invoice_code_differs": lambda p, c, m: (
        number_in(codes(p.content(m[0]))[0]) not in words(p.content(m[0]))
    ),
    "another_application": lambda p, c, m: (
        c.no not in words(p.content(m[0])) and "申请编号：3201" in words(p.content(m[0]))
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_shows_on_the_paper_the_answer_key_names(papers, name):
    read = [
        (case, shown)
        for case, shown in papers.spoilt[name]
        if name == "same_file_twice" or words(papers.content(shown[0]))
    ]
    assert read, f"no {name} on a paper with letters"
    for case, shown in read:
        assert shown and set(shown) <= {material.id for material in case.materials}
        assert SHOWS[name](papers, case, shown)
    assert PAGES[name] == (0 if name == "same_file_twice" else 1)


def test_no_true_paper_looks_like_a_mistake(papers):
    seen = Counter()
    for case, material, content in papers.sound():
        said, kind = words(content), papers.kind(case, material)
        seen[kind, material.media_type] += 1
        if material.media_type == "application/ofd":
            assert changed_parts(content) == []
        if not said.strip():
            continue
        assert (day_after("起至", said) or NOW.date()) >= NOW.date()
        assert (day_after("有效期至", said) or NOW.date()) >= NOW.date()
        if kind == "application":
            assert case.no in said
        if kind in (*OFFICIAL, "invoice"):
            for code in codes(content):
                assert number_in(code) in said
        if kind == "lease":
            assert title(content) == "房屋租赁合同"
        digests = Counter(m.sha256 for m in case.materials if m.sha256)
        assert digests[material.sha256] == 1
    assert seen["certificate", "application/ofd"] and seen["invoice", "application/ofd"]


def test_who_brings_a_paper_to_two_departments_brings_the_same_file(papers):
    by_person = defaultdict(set)
    for case, material, _ in papers.sound():
        if papers.kind(case, material) in ("identity_card", "certificate"):
            by_person[case.one_thing.id, material.name].add(material.sha256)
    assert len(by_person) > 10
    assert {len(digests) for digests in by_person.values()} == {1}


def test_a_mistake_on_a_paper_changes_neither_the_form_nor_who_is_in_the_city(tmp_path):
    class Unread:
        def render(self, inputs, flaw="", brought="pdf"):
            return Paper("application/pdf", b"%PDF", 1)

    cities = []
    for share in (0.0, 1.0):
        ledger = city_of(tmp_path / f"{share}.sqlite", Unread, 4, seen_on_paper=share)
        cities.append((ledger.bodies("sub_application"), {f for _, f, _ in ledger.faults()}))
        ledger.close()
    (without, few), (with_all, all_) = cities
    assert without == with_all
    assert not few & set(NAMES) and all_ & set(NAMES)
    assert few & {mistake.name for mistake in MISTAKES}


def test_a_third_of_the_papers_are_pictures_and_a_third_of_the_certificates_ofd(tmp_path):
    ways, certificates = Counter(), Counter()

    class Counting:
        def render(self, inputs, flaw="", brought="pdf"):
            way = "scan" if inputs["kind"] in PHOTOS else brought
            ways[way] += 1
            if inputs["kind"] in OFFICIAL:
                certificates[way] += 1
            return Paper("application/pdf", b"%PDF", 1)

    city_of(tmp_path / "a.sqlite", Counting, 2).close()
    assert 0.25 < ways["scan"] / ways.total() < 0.4
    assert 0.22 < certificates["ofd"] / certificates.total() < 0.45
    assert ways["ofd"] > 20


def test_some_landlords_are_applicants_too_and_some_firms_are_named_after_people(tmp_path):
    landlords, firms = set(), set()

    class Listening:
        def render(self, inputs, flaw="", brought="pdf"):
            landlords.add(inputs["facts"].get("landlord"))
            firms.add(inputs["facts"].get("company"))
            return Paper("application/pdf", b"%PDF", 1)

    ledger = city_of(tmp_path / "a.sqlite", Listening, 2)
    cases = World(ledger, lambda: NOW).cases.values()
    ledger.close()
    people = {
        c.applicant.representative.name if c.applicant.representative else c.applicant.name
        for c in cases
    }
    assert landlords & people
    assert any(person in firm for firm in firms if firm for person in people if firm != person)


def test_a_date_that_several_papers_bear_is_wrong_at_each_of_them():
    pharmacy = load_city().items["drug-retail-licence"]
    names = pharmacy.valid_until_a_day
    assert len(names) == 2
    filed = [Material(id=name, name=name) for name in (m.name for m in pharmacy.materials)]
    (mistake,) = (each for each in MISTAKES if each.name == "certificate_out_of_date")
    assert set(mistake.places(pharmacy, filed)) == {f"material:{name}" for name in names}
