"""Pages of what an applicant brings, made one PDF by the confined process."""

import io
import random

import pytest
from PIL import Image, ImageDraw

from app.machine.paths import own_command
from app.viewer.messages import LARGEST_PAPER, MOST_SHEETS, NotShown, Opened, Sheet
from app.viewer.process import Viewer
from tests.support.papers import a_form, ofd, pages_saying, pdf, picture, stream

A4_UPRIGHT, A4_LYING = (595, 842), (842, 595)


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


def made(viewer, files, *sheets):
    answer = viewer.assemble(files, sheets)
    assert isinstance(answer, bytes), answer
    return answer


def sizes(viewer, content):
    opened = viewer.open("made", content)
    assert isinstance(opened, Opened), opened
    return [(round(across), round(down)) for across, down in opened.sizes]


def words(viewer, content):
    return [viewer.read("made", page).text for page in range(len(sizes(viewer, content)))]


def colours(viewer, page=0):
    """Of the four quarters of a page: upper left, upper right, lower left, lower right."""
    drawn = viewer.draw("made", page, 200)
    image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX", 0, 1)
    at = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    return [nearest(image.getpixel((int(x * drawn.width), int(y * drawn.height)))) for x, y in at]


def nearest(pixel):
    names = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}
    return min(names, key=lambda n: sum(abs(a - b) for a, b in zip(names[n], pixel, strict=True)))


def four_colours(kind="PNG", size=(800, 600), **options):
    image = Image.new("RGB", size, "white")
    draw, (w, h) = ImageDraw.Draw(image), size
    draw.rectangle((0, 0, w // 2, h // 2), "red")
    draw.rectangle((w // 2, 0, w, h // 2), "lime")
    draw.rectangle((0, h // 2, w // 2, h), "blue")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_pages_of_two_files_stand_in_the_order_asked_for_and_keep_their_words(viewer):
    files = [pages_saying(["one", "two", "three"]), pages_saying(["other"])]
    content = made(viewer, files, Sheet(0, 2), Sheet(1, 0), Sheet(0, 0))
    assert words(viewer, content) == ["three", "other", "one"]


def test_a_page_of_a_pdf_is_turned_whatever_turn_it_has(viewer):
    lying = pages_saying(["one"], page=b"/Rotate 90")
    content = made(viewer, [lying], Sheet(0, 0), Sheet(0, 0, 90), Sheet(0, 0, 270))
    assert sizes(viewer, content) == [A4_LYING, A4_UPRIGHT, A4_UPRIGHT]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP"])
def test_a_picture_becomes_a_page_that_fits_a4(viewer, kind):
    content = made(viewer, [picture(kind, (3000, 2000))], Sheet(0, 0), Sheet(0, 0, 90))
    assert sizes(viewer, content) == [(842, 561), (561, 842)]


def test_a_picture_is_turned_and_cut(viewer):
    files = [four_colours()]
    content = made(
        viewer, files, Sheet(0, 0), Sheet(0, 0, 90), Sheet(0, 0, 0, (0.5, 0.0, 1.0, 1.0)),
        Sheet(0, 0, 180, (0.0, 0.0, 1.0, 0.5)),
    )  # fmt: skip
    assert sizes(viewer, content)[2] == (561, 842)
    assert colours(viewer, 0) == ["red", "lime", "blue", "white"]
    assert colours(viewer, 1) == ["blue", "red", "white", "lime"]
    assert colours(viewer, 2) == ["lime", "lime", "white", "white"]
    assert colours(viewer, 3) == ["lime", "red", "lime", "red"]


def test_what_is_cut_away_is_not_in_the_file(viewer):
    content = made(viewer, [pages_saying(["secret"])], Sheet(0, 0, 0, (0.0, 0.5, 1.0, 1.0)))
    assert sizes(viewer, content) == [(595, 421)]
    assert words(viewer, content) == [""]


def test_what_is_filled_into_a_form_stays_and_no_action_does(viewer):
    active = pages_saying(
        ["one"], page=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 99 99]"
        b" /A << /S /URI /URI (http://example.com) >> >>] /AA << /O << /S /JavaScript /JS (x) >> >>",
        catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    )  # fmt: skip
    content = made(viewer, [a_form("filled"), active], Sheet(0, 0), Sheet(1, 0))
    assert words(viewer, content)[0].strip() == "filled"
    assert b"app.alert" not in content and b"example.com" not in content


def test_a_photograph_loses_what_the_camera_wrote_into_it(viewer):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang"
    content = made(viewer, [four_colours("JPEG", exif=exif)], Sheet(0, 0))
    assert b"Camera" not in content


def test_a_photograph_of_a_telephone_becomes_as_many_dots_as_a4_needs(viewer):
    content = made(viewer, [picture("JPEG", (4000, 3000))] * 3, *(Sheet(n, 0) for n in range(3)))
    assert len(content) < 3 * 2**20


def test_a_page_of_an_ofd_is_a_drawn_one_beside_pages_of_other_files(viewer):
    content = made(viewer, [ofd("营业执照"), pages_saying(["one"])], Sheet(0, 0), Sheet(1, 0))
    assert sizes(viewer, content) == [A4_UPRIGHT, A4_UPRIGHT]
    drawn = viewer.draw("made", 0, 300)
    assert len(set(drawn.pixels)) > 10
    assert words(viewer, content)[1].startswith("one")


@pytest.mark.parametrize(
    ("files", "sheets", "reason"),
    [
        ([], [], "too_large"),
        ([pages_saying(["x"])], [Sheet(0, 0)] * (MOST_SHEETS + 1), "too_large"),
        ([pages_saying(["x"])], [Sheet(0, 7)], "broken"),
        ([pages_saying(["x"])], [Sheet(3, 0)], "broken"),
        ([pages_saying(["x"])], [Sheet(0, 0, 0, (0.7, 0.0, 0.2, 1.0))], "broken"),
        ([picture("PNG")], [Sheet(0, 0, 45)], "broken"),
        ([b"PK\x03\x04"], [Sheet(0, 0)], "broken"),
        ([b"MZ"], [Sheet(0, 0)], "broken"),
        (
            [pdf([b"<< /Type /Catalog /Pages 2 0 R >>",
                  b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                  b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
                  stream(random.Random(1).randbytes(LARGEST_PAPER))])],
            [Sheet(0, 0)],
            "too_heavy",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_made_says_why(viewer, files, sheets, reason):
    assert viewer.assemble(files, sheets) == NotShown(reason)
