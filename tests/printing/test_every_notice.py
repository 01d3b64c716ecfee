"""Every notice of each kind of act as it leaves the printer, to a person and to an organisation."""

import re

import pypdfium2
import pytest
from msgspec.structs import replace

from app.cases import actions
from app.machine.paths import RESOURCES
from app.practice.scenes import load_city
from app.printing.notice import print_notice
from tests.support.every_notice import APPLICANTS, OF_EACH_KIND, every_notice, served

CITY = load_city()
SPACED = r"[0-9] +[\u4e00-\u9fff]|[\u4e00-\u9fff] +[0-9]"
BROKEN = r"[0-9]\r?\n[0-9]"  # a number between two lines
MILLIMETRE = 72 / 25.4
FOOT = 297 - 37 - 225  # where the type area of GB/T 9704 ends, in millimetres from the edge


@pytest.mark.parametrize("applicant", APPLICANTS)
@pytest.mark.parametrize("code", OF_EACH_KIND)
def test_each_is_whole_on_pages_of_gbt_9704_and_its_last_page_has_words_of_the_text(
    code, applicant
):
    for name, notice in every_notice(CITY, CITY.items[code], applicant):
        document = pypdfium2.PdfDocument(print_notice(notice, RESOURCES / "notices"))
        pages = ["".join(words(page)) for page in document]
        for number, page in enumerate(pages, 1):
            assert f"—{number}—" in page, name
        whole = "".join(page.replace(f"—{n}—", "") for n, page in enumerate(pages, 1))
        for line in (notice.title, notice.addressee, *notice.paragraphs):
            assert "".join(line.split()) in whole, name
        before_seal = pages[-1].split(f"{notice.department}（印章）")[0]
        assert len(before_seal) > 10, name
        if not notice.rows:
            assert not any(re.search(SPACED, text(page)) for page in document), name
            assert not any(re.search(BROKEN, text(page)) for page in document), name
        for page in document:
            left, bottom, right, top = ink(page)
            assert left >= 28 - 1 and right <= 210 - 26 + 1 and top <= 297 - 37 + 1, name
            assert bottom >= FOOT - 14, name  # the page number stands below the type area


def test_a_title_too_long_for_a_line_breaks_between_what_it_lists():
    spec = CITY.items["fire-safety-inspection"]
    notice = served(actions.Approve(), CITY, spec, "person")
    (page,) = pypdfium2.PdfDocument(print_notice(notice, RESOURCES / "notices"))
    assert text(page).splitlines()[1:3] == ["公众聚集场所投入使用、", "营业前消防安全检查意见书"]


@pytest.mark.parametrize("title", ["某" * 60, "、".join(["某" * 25] * 3), "、、"])
def test_a_title_of_any_length_stays_within_the_type_area(title):
    notice = replace(
        served(actions.Approve(), CITY, CITY.items["social-card"], "person"), title=title
    )
    (page,) = pypdfium2.PdfDocument(print_notice(notice, RESOURCES / "notices"))
    left, _, right, _ = ink(page)
    assert left >= 28 - 1 and right <= 210 - 26 + 1
    assert title in "".join(words(page))


def text(page) -> str:
    return page.get_textpage().get_text_bounded().replace("\u200b", "")


def words(page) -> list[str]:
    return text(page).split()


def ink(page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of everything drawn on a page, in millimetres."""
    boxes = [item.get_bounds() for item in page.get_objects()]
    left, bottom, right, top = zip(*boxes, strict=True)
    return tuple(value / MILLIMETRE for value in (min(left), min(bottom), max(right), max(top)))
