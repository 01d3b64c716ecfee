"""A case's volume: what is in it and where, as a reader of the PDF finds it."""

import subprocess
import sys

import pytest
from msgspec.structs import replace
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdfium2 import PdfDocument

from app.archive import unseen
from tests.support.archive import NOTICE, ODD, PAPERS, DrawnPaper, closed_case, made, written

MILLIMETRE = 72 / 25.4
DRAWN = {"平面图": DrawnPaper(3), "租赁合同": DrawnPaper(2), ODD: DrawnPaper()}
TITLES = (
    "申请表", "平面图", "租赁合同", "营业执照", "身份证", ODD, "平面图（第2次提交）",
    "准予行政许可决定书", "办理过程记录", "文件校验值（SHA-256）", "卷内备考表",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("volume") / "v.pdf"
    papers = {**DRAWN, "准予行政许可决定书": DrawnPaper(2)}
    return written(closed_case(*PAPERS), papers, path), PdfDocument(path)


def words(document, page):
    return document[page].get_textpage().get_text_bounded()


def closed_up(text):
    return "".join(text.split())


def test_everything_is_in_it_once_in_its_order_and_what_was_not_supplied_is_not(whole):
    volume, document = whole
    assert volume.titles == TITLES
    assert [title.get_title() for title in document.get_toc()] == ["卷内目录", *TITLES]


def test_each_page_bears_its_number_and_how_many_there_are(whole):
    volume, document = whole
    assert len(document) == volume.pages
    for page in range(len(document)):
        assert f"第{page + 1}页，共{volume.pages}页" in closed_up(words(document, page))


def test_the_table_of_contents_names_the_pages_on_which_each_stands(whole):
    volume, document = whole
    table = closed_up(words(document, 1))
    ends = [*(start - 1 for start in volume.starts[1:]), volume.pages]
    for title, first, last in zip(volume.titles, volume.starts, ends, strict=True):
        assert closed_up(title) in closed_up(words(document, first - 1))
        pages = str(first) if first == last else f"{first}-{last}"
        row = table[table.index(closed_up(title)) :]
        assert pages in row[: len(closed_up(title)) + 20], (title, pages)


def test_a_drawn_page_shows_what_was_drawn_and_its_paper_s_name(whole):
    volume, document = whole
    start = volume.starts[volume.titles.index("租赁合同")] - 1
    for page in (start, start + 1):
        middle = document[page].render(scale=0.2).to_pil().convert("RGB").getpixel((60, 90))
        assert max(abs(a - b) for a, b in zip(middle, (40, 90, 200), strict=True)) < 8
        assert f"租赁合同（第{page - start + 1}页，共2页）" in closed_up(words(document, page))


def test_an_electronic_licence_and_an_original_are_told_in_words(whole):
    volume, document = whole
    licence = words(document, volume.starts[volume.titles.index("营业执照")] - 1)
    assert "3201" in licence and "2026年1月5日" in licence
    original = words(document, volume.starts[volume.titles.index("身份证")] - 1)
    assert "出示原件" in original


def test_the_history_is_told_in_words_and_an_event_nobody_knows_by_its_code(whole):
    volume, document = whole
    told = words(document, volume.starts[volume.titles.index("办理过程记录")] - 1)
    assert "受理" in told and "odd" in told and "2026-03-02 09:00" in told


def test_a_paper_that_cannot_be_opened_is_told_on_its_page_and_the_rest_is_there(tmp_path):
    papers = {**DRAWN, "平面图": DrawnPaper(reason="encrypted")}
    volume = written(closed_case(*PAPERS), papers, tmp_path / "v.pdf")
    document = PdfDocument(tmp_path / "v.pdf")
    page = volume.starts[volume.titles.index("平面图")] - 1
    assert "无法打开：文件设有密码" in words(document, page)
    assert closed_up("ab" * 32) in closed_up(words(document, page))
    assert volume.unopened == ("平面图", "平面图（第2次提交）")
    assert "平面图" in words(document, len(document) - 1)


def test_a_page_that_is_not_shown_says_so_where_it_would_stand(tmp_path):
    papers = {**DRAWN, "租赁合同": DrawnPaper(2, unshown=(1,))}
    volume = written(closed_case(*PAPERS), papers, tmp_path / "v.pdf")
    document = PdfDocument(tmp_path / "v.pdf")
    start = volume.starts[volume.titles.index("租赁合同")] - 1
    assert "本页无法显示" not in words(document, start)
    assert "本页无法显示：文件损坏" in words(document, start + 1)
    assert volume.unopened == ("租赁合同",)


def test_a_wide_page_lies_on_its_side(tmp_path):
    papers = {**DRAWN, "租赁合同": DrawnPaper(1, size=(1190.0, 842.0))}
    volume = written(closed_case(*PAPERS), papers, tmp_path / "v.pdf")
    document = PdfDocument(tmp_path / "v.pdf")
    width, height = document.get_page_size(volume.starts[volume.titles.index("租赁合同")] - 1)
    assert width > height


def test_the_internal_form_stands_behind_the_notices(tmp_path):
    form = replace(NOTICE, type="approval_form", title="审批表", no="")
    volume = written(closed_case(*PAPERS), DRAWN, tmp_path / "v.pdf", internal=(form,))
    at = volume.titles.index("审批表")
    assert volume.titles[at - 1 : at + 2] == ("准予行政许可决定书", "审批表", "办理过程记录")


def test_the_cover_of_a_revoked_case_names_the_revocation_as_its_result(tmp_path):
    revoked = replace(NOTICE, type="verify_commitment", title="撤销决定书", no="8号")
    written(closed_case(*PAPERS, notices=(NOTICE, revoked)), DRAWN, tmp_path / "v.pdf")
    cover = closed_up(words(PdfDocument(tmp_path / "v.pdf"), 0))
    assert "撤销决定书" in cover
    assert "准予行政许可决定书" not in cover


def test_it_tells_how_far_it_is_and_ends_at_all_of_them():
    told = []
    made(closed_case(*PAPERS), DRAWN, tell=told.append)
    assert [each.drawn for each in told] == list(range(1, len(told) + 1))
    assert told[-1].drawn == told[-1].pages == 3 + 2 + 1 + 3 + 1
    assert all(each.drawn <= each.pages for each in told)


class GivenUp(Exception):
    pass


def test_given_up_it_draws_no_further_page():
    paper, asked = DrawnPaper(50), []

    def check():
        asked.append(None)
        if len(asked) == 10:
            raise GivenUp

    with pytest.raises(GivenUp):
        made(closed_case(PAPERS[0]), {"平面图": paper}, check=check)
    assert paper.drawn < 10


MEASURED = """
import resource, sys
from pathlib import Path
from tests.support.archive import DrawnPaper, closed_case, written
from tests.support.examples import a_material
from tests.archive.test_volume import SpoolOnDisk
pages, folder = int(sys.argv[1]), Path(sys.argv[2])
paper = DrawnPaper(pages)
with SpoolOnDisk(folder / "spool") as spool:
    case = closed_case(a_material("租赁合同", pages=pages))
    whole = written(case, {"租赁合同": paper}, folder / "v.pdf", spool=spool)
print(whole.pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


class SpoolOnDisk:
    def __init__(self, path):
        self._file, self._lengths = path.open("w+b"), []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def append(self, record):
        self._file.write(record)
        self._lengths.append(len(record))

    def read(self):
        self._file.seek(0)
        for length in self._lengths:
            yield self._file.read(length)


def test_it_is_a_pdf_a_and_says_so_and_nothing_in_it_is_against_it(whole, tmp_path):
    """What ISO 19005-2 asks and can be seen in the file's structure: 6.1.2, 6.2.2, 6.2.4.3,
    6.2.11.4, 6.6.2, 6.6.4; nothing is encrypted, embedded or to be carried out (6.1.3, 6.1.8, 6.5,
    6.8)."""
    written(closed_case(*PAPERS), DRAWN, tmp_path / "v.pdf")
    raw = (tmp_path / "v.pdf").read_bytes()
    reader = PdfFileReader((tmp_path / "v.pdf").open("rb"))
    catalogue = reader.root
    assert raw.startswith(b"%PDF-1.7\n%") and min(raw[10:14]) > 127
    xmp = catalogue["/Metadata"].data.decode()
    assert ">2<" in xmp[xmp.index("pdfaid:part") :][:20]
    assert ">U<" in xmp[xmp.index("pdfaid:conformance") :][:30]
    assert len(catalogue["/OutputIntents"]) == 1
    intent = catalogue["/OutputIntents"][0]
    assert intent["/S"] == "/GTS_PDFA1" and intent["/DestOutputProfile"].data[16:20] == b"RGB "
    assert len(reader.trailer["/ID"]) == 2 and "/Encrypt" not in reader.trailer
    for never in ("/JavaScript", "/EmbeddedFiles", "/OpenAction", "/AA", "/AcroForm"):
        assert never not in catalogue and never not in catalogue.get("/Names", {})
    spaces, fonts = set(), 0
    pages = catalogue["/Pages"]["/Kids"]
    for page in (pages[at] for at in range(len(pages))):
        assert "/AA" not in page and not page.get("/Annots", ())
        images, held = (page["/Resources"].get(kind, {}) for kind in ("/XObject", "/Font"))
        for image in (images[name] for name in images):
            assert image["/Filter"] == "/DCTDecode" and "/SMask" not in image
            spaces.add(image["/ColorSpace"])
        for font in (held[name] for name in held):
            assert "/ToUnicode" in font
            if font["/BaseFont"] == "/Unseen":  # written without ink only
                continue
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(described)
            fonts += 1
    assert spaces == {"/DeviceRGB"} and fonts


def characters(text, left, top, width, height):
    """One behind the other on a line."""
    return [
        (character, (left + at * width, top, left + (at + 1) * width, top + height))
        for at, character in enumerate(text)
    ]


def test_the_words_that_were_read_of_a_page_are_found_where_they_stand_and_leave_no_ink(tmp_path):
    said = [
        *characters("租赁期限三年", 0.2, 0.3, 0.04, 0.03),
        *characters("Room 5", 0.2, 0.6, 0.02, 0.02),
    ]
    shown = []
    for words in ((), said):
        paper = DrawnPaper(1, words=words)
        volume = written(closed_case(PAPERS[1]), {"租赁合同": paper}, tmp_path / "v.pdf")
        document = PdfDocument(tmp_path / "v.pdf")
        page = document[volume.starts[volume.titles.index("租赁合同")] - 1]
        shown.append(page.render(scale=1).to_pil().convert("RGB").tobytes())
    assert shown[0] == shown[1]
    found = page.get_textpage()
    assert "租赁期限三年" in found.get_text_bounded() and "Room 5" in found.get_text_bounded()
    at, _ = found.search("期限").get_next()
    left, _, right, _ = found.get_charbox(at, loose=True)
    across, down = page.get_size()
    room = (across - 20 * MILLIMETRE, down - 29 * MILLIMETRE)  # within the margins, a page of A4
    scale = min(room[0] / 595, room[1] / 842)
    assert left == pytest.approx((across - 595 * scale) / 2 + 0.28 * 595 * scale, abs=2)
    assert right - left == pytest.approx(0.04 * 595 * scale, abs=2)


def test_what_no_code_writes_is_left_out_of_the_words(tmp_path):
    odd = characters("甲\x00\ud800\uffff\U00020000乙", 0.1, 0.1, 0.03, 0.03)
    flat = [("丙", (0.5, 0.5, 0.5, 0.6)), ("丁", (0.5, 0.5, 0.6, 0.5))]
    operators = unseen.written([*odd, *flat]).decode("ascii")
    assert operators.count("Tj") == 2 and "<7532>Tj" in operators and "<4e59>Tj" in operators
    assert unseen.written(flat) == b""


def test_a_page_without_colour_is_kept_in_grey(tmp_path):
    written(
        closed_case(PAPERS[0]), {"平面图": DrawnPaper(1, tint=(90, 92, 95))}, tmp_path / "v.pdf"
    )
    assert b"/ColorSpace/DeviceGray" in (tmp_path / "v.pdf").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="asks the kernel for the most it held")
def test_five_hundred_pages_take_no_more_memory_than_their_frame(tmp_path):
    """A picture of each is 15 MB unfolded: all of them would be 7 GB, all JPEGs more than this."""

    def most(pages):
        said = subprocess.run(
            [sys.executable, "-c", MEASURED, str(pages), str(tmp_path)],
            capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        return int(said[0]), int(said[1])

    few, many = most(10), most(500)
    assert many[0] > 500
    assert many[1] - few[1] < 200, (few, many)  # MB
