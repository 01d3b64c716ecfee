"""Scanned papers: each blemish is seen in the picture, and the same seed makes the same bytes."""

import io
from collections import Counter

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from PIL import Image, ImageFilter, ImageStat

from app.practice.papers import PaperRenderer
from app.practice.scans import DESK, PAPER, Blemishes, invent_blemishes, scan

CLEAN = Blemishes(turned=0.0, grey=True, quality=45)
FACTS = {
    "landlord": "王伟", "address": "南京市鼓楼区中山北路12号", "lease_area": 66, "rent": 5000,
    "lease_from": "2025年3月2日", "lease_to": "2028年3月2日",
}  # fmt: skip
LEASE = {"kind": "lease", "facts": FACTS, "tenant": "李娜", "purpose": "餐饮", "code": ""}


@pytest.fixture(scope="module")
def lease():
    return PaperRenderer().render(LEASE).content


def pages(scanned: bytes) -> list[Image.Image]:
    picture = Image.open(io.BytesIO(scanned))
    found = []
    for page in range(getattr(picture, "n_frames", 1)):
        picture.seek(page)
        found.append(picture.copy())
    return found


def first(pdf: bytes, **flaws) -> Image.Image:
    seal = Image.new("RGB", (198, 198), (200, 16, 46))
    return pages(scan(pdf, replace(CLEAN, **flaws), seal))[0]


def brightness(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    width, height = picture.size
    part = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    return ImageStat.Stat(picture.convert("L").crop(tuple(map(round, part)))).mean[0]


def roughness(picture: Image.Image, box=(0.2, 0.6, 0.8, 0.8)) -> float:
    width, height = picture.size
    part = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    edges = picture.convert("L").crop(tuple(map(round, part))).filter(ImageFilter.FIND_EDGES)
    return ImageStat.Stat(edges).mean[0]


def test_a_clean_scan_is_the_page_on_grey_paper(lease):
    page = first(lease)
    assert page.size == (992, 1403)
    assert page.mode == "L"
    assert abs(brightness(page, (0.1, 0.6, 0.9, 0.9)) - PAPER) < 2
    assert brightness(page, (0.4, 0.08, 0.65, 0.11)) < PAPER - 20  # its title


def test_a_turned_one_stands_aslant(lease):
    title = (0.35, 0.055, 0.65, 0.125)
    turned, straight = (first(lease, turned=t) for t in (3.0, 0.0))
    edge = (0.92, 0.2, 1.0, 0.3)  # where a line of text ends that was straight
    assert turned.tobytes() != straight.tobytes()
    assert abs(brightness(turned, title) - brightness(straight, title)) < 25
    assert abs(brightness(turned, edge) - PAPER) < 8  # no black corners


def test_one_in_colour_has_a_red_seal_across_its_text(lease):
    at = (0.2, 0.2)
    coloured, grey = (first(lease, sealed=at, grey=g) for g in (False, True))
    red, green, blue = coloured.getpixel((round(992 * 0.2) + 20, round(1403 * 0.2) + 20))
    assert red > 150 > 90 > max(green, blue)
    assert brightness(grey, (0.21, 0.21, 0.3, 0.3)) < 120
    assert brightness(first(lease), (0.21, 0.21, 0.3, 0.3)) > 200


@pytest.mark.parametrize(
    ("side", "bright", "dark"),
    [
        (0, (0.2, 0.9, 0.8, 0.95), (0.2, 0.02, 0.8, 0.05)),
        (2, (0.2, 0.02, 0.8, 0.05), (0.2, 0.9, 0.8, 0.95)),
        (1, (0.93, 0.6, 0.98, 0.8), (0.02, 0.6, 0.07, 0.8)),
        (3, (0.02, 0.6, 0.07, 0.8), (0.93, 0.6, 0.98, 0.8)),
    ],
)
def test_the_light_falls_from_one_side(lease, side, bright, dark):
    page = first(lease, shade=side)
    assert brightness(page, bright) > brightness(page, dark) + 40


def test_a_fold_throws_a_shadow(lease):
    page = first(lease, fold=0.7)
    assert brightness(page, (0.1, 0.701, 0.9, 0.705)) < PAPER - 60
    assert brightness(page, (0.1, 0.75, 0.9, 0.8)) > PAPER - 5


def test_one_photographed_from_aside_is_narrower_at_its_foot_with_the_desk_beside_it(lease):
    page = first(lease, tilted=0.1)
    assert abs(brightness(page, (0.0, 0.97, 0.02, 1.0)) - DESK) < 10
    assert abs(brightness(page, (0.0, 0.0, 0.02, 0.02)) - PAPER) < 10


def test_noise_blur_and_quality_are_as_told(lease):
    title, clean = (0.35, 0.055, 0.65, 0.125), first(lease)
    assert roughness(first(lease, noise=20)) > roughness(clean) + 10
    assert roughness(first(lease, blurred=1.3), title) < roughness(clean, title) * 0.9
    sizes = [len(scan(lease, replace(CLEAN, quality=quality))) for quality in (25, 45)]
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize(("container", "format_"), [("tiff", "TIFF"), ("pdf", "PDF")])
def test_a_paper_of_two_pages_is_a_tiff_or_a_pdf_without_words(lease, container, format_):
    scanned = scan(lease, replace(CLEAN, container=container))
    if format_ == "TIFF":
        assert [page.size for page in pages(scanned)] == [(992, 1403)] * 2
        return
    document = pdfium.PdfDocument(scanned)
    assert [page.get_textpage().count_chars() for page in document] == [0, 0]
    assert [round(size) for size in document[0].get_size()] == [595, 842]


def test_the_same_seed_has_the_same_blemishes_and_makes_the_same_bytes(lease):
    for seed in "abc":
        flaws = invent_blemishes(seed, 2)
        assert flaws == invent_blemishes(seed, 2)
        assert scan(lease, flaws) == scan(lease, flaws)
    assert invent_blemishes("a") != invent_blemishes("b")


def test_the_largest_of_them_is_a_third_of_a_megabyte(lease):
    bad = replace(CLEAN, grey=False, noise=20, turned=2.0, shade=1, container="pdf")
    assert len(scan(lease, bad)) < 350_000
    assert all(f.grey for n in range(200) if (f := invent_blemishes(str(n), 2)).container == "tiff")


def test_blemishes_are_as_common_and_as_bad_as_told():
    invented = [invent_blemishes(str(n), 1 + n % 2) for n in range(400)]
    assert all(-3 <= flaws.turned <= 3 and 25 <= flaws.quality <= 45 for flaws in invented)
    seen = Counter(
        name
        for flaws in invented
        for name in ("grey", "noise", "sealed", "fold", "tilted")
        if getattr(flaws, name)
    )
    assert min(seen.values()) > 20 and seen["grey"] > 250
    assert {flaws.container for flaws in invented[1::2]} == {"tiff", "pdf"}
    assert {flaws.container for flaws in invented[::2]} == {"jpeg", "pdf"}
