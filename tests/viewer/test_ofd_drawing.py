"""What stands on a page of an OFD is drawn where it stands, by the confined process."""

import io

import pytest
from PIL import Image

from app.machine.paths import own_command
from app.viewer.messages import NotShown, Opened
from app.viewer.process import Viewer
from tests.support.ofds import (
    PAGE,
    drawn,
    font,
    image,
    jbig2,
    media,
    pack,
    parts,
    sealed,
    square,
    text,
)

RED, WHITE, BLACK, BLUE, LIME = (255, 0, 0), (255,) * 3, (0, 0, 0), (0, 0, 255), (0, 255, 0)
SIDE = 400  # pixels, of a page of 100 by 100 mm


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


def look(viewer, content, width=SIDE, rotation=0, page=0):
    opened = viewer.open("file", content)
    assert isinstance(opened, Opened), opened
    picture = viewer.draw("file", page, width, rotation)
    assert not isinstance(picture, NotShown), picture
    size = (picture.width, picture.height)
    return Image.frombuffer("RGB", size, picture.pixels, "raw", "BGRX", 0, 1)


def at(image, x, y):
    """The pixel x mm from the left and y mm from the top of a page of 100 by 100 mm."""
    return image.getpixel((round(x / 100 * image.width), round(y / 100 * image.height)))


def coloured(size=(8, 8), colour=(255, 0, 0), kind="PNG", mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


def path(data, more="", inside="", boundary="0 0 100 100"):
    return (
        f'<ofd:PathObject ID="1" Boundary="{boundary}" {more}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def filled(data, shading="", more=""):
    """Red, where no shading says how."""
    inside = f'<ofd:FillColor Value="255 0 0">{shading}</ofd:FillColor>'
    return path(data, f'Stroke="false" Fill="true" {more}', inside)


WHOLE = "M 10 10 L 90 10 L 90 90 L 10 90 C"
SHADES = (
    '<ofd:Segment Position="0"><ofd:Color Value="255 0 0"/></ofd:Segment>'
    '<ofd:Segment Position="1"><ofd:Color Value="0 0 255"/></ofd:Segment>'
)
CLIP = (
    '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 100 100"><ofd:AbbreviatedData>'
    "M 0 0 L 20 0 L 20 40 L 0 40 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
)
STAR = "M 20 20 L 80 20 L 80 80 L 20 80 C M 35 35 L 65 35 L 65 65 L 35 65 C"
RES = {
    "unit": '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="10" Height="10">'
    f"<ofd:Content>{square(0, 0, 10)}</ofd:Content></ofd:CompositeGraphicUnit>"
    "</ofd:CompositeGraphicUnits>",
    "parameters": '<ofd:DrawParams><ofd:DrawParam ID="40" LineWidth="8"><ofd:FillColor Value="0 0 255"/>'
    '</ofd:DrawParam><ofd:DrawParam ID="41" Relative="40"><ofd:StrokeColor Value="255 0 0"/>'
    "</ofd:DrawParam></ofd:DrawParams>",
    "spaces": '<ofd:ColorSpaces><ofd:ColorSpace ID="50" Type="CMYK"/>'
    '<ofd:ColorSpace ID="51" Type="GRAY"/><ofd:ColorSpace ID="52" Type="RGB"><ofd:Palette>'
    "<ofd:CV>0 0 0</ofd:CV><ofd:CV>0 255 0</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>",
}

# What stands on the page, its resources, and the colours at some places of it.
DRAWN = {
    "a filled square": (square(20, 30, 40), "", {(25, 35): RED, (15, 35): WHITE, (58, 68): RED,
                                                 (62, 72): WHITE}),
    "a line as wide as it says": (
        path("M 10 50 L 90 50", 'LineWidth="10"'), "", {(50, 46): BLACK, (50, 54): BLACK,
                                                        (50, 57): WHITE, (5, 50): WHITE}),
    "a curve": (
        filled("M 0 100 B 0 40 100 40 100 100 C"), "", {(50, 70): RED, (50, 50): WHITE, (10, 60): WHITE}),
    "half a circle": (
        filled("M 20 50 A 30 30 0 0 1 80 50 C"), "", {(50, 25): RED, (50, 55): WHITE, (22, 25): WHITE}),
    "a hole by the even-odd rule": (
        filled(STAR, more='Rule="Even-Odd"'), "", {(25, 50): RED, (50, 50): WHITE}),
    "none by the rule of turns": (
        filled(STAR), "", {(25, 50): RED, (50, 50): RED}),
    "a square moved and made larger by its matrix": (
        square(20, 20, 20, more='CTM="2 0 0 2 10 0"'), "", {(32, 22): RED, (68, 58): RED,
                                                           (25, 30): WHITE}),
    "only what its clip leaves": (
        square(10, 10, 60).replace("<ofd:FillColor", CLIP + "<ofd:FillColor"), "",
        {(20, 20): RED, (35, 20): WHITE, (20, 55): WHITE}),
    "nothing that is not to be seen": (
        square(10, 10, 60, more='Visible="false"'), "", {(30, 30): WHITE}),
    "half through": (square(0, 0, 90, more='Alpha="128"'), "", {(50, 50): (255, 127, 127)}),
    "a colour half through": (
        square(0, 0, 90).replace('Value="255 0 0"', 'Value="255 0 0" Alpha="128"'), "",
        {(50, 50): (255, 127, 127)}),
    "the later one above": (square(0, 0, 50) + square(20, 20, 50, "0 0 255"), "",
                            {(10, 10): RED, (30, 30): BLUE}),
    "nothing filled without a colour": (
        path(WHOLE, 'Stroke="false" Fill="true"'), "", {(50, 50): WHITE}),
    "colours of parameters that rest on others": (
        path(WHOLE, 'Fill="true" DrawParam="41"'), RES["parameters"],
        {(50, 50): BLUE, (10, 50): RED, (4, 50): WHITE}),
    "a unit of its own": (
        '<ofd:CompositeObject ID="1" Boundary="40 40 20 20" CTM="2 0 0 2 0 0" ResourceID="30"/>',
        RES["unit"], {(42, 42): RED, (58, 58): RED, (62, 62): WHITE, (38, 38): WHITE}),
    "a block of objects": (f'<ofd:PageBlock ID="1">{square(10, 10, 20)}</ofd:PageBlock>', "",
                           {(20, 20): RED}),
    "a colour in four inks": (
        square(0, 0, 90).replace('Value="255 0 0"', 'ColorSpace="50" Value="0 255 255 0"'),
        RES["spaces"], {(50, 50): RED}),
    "a grey": (square(0, 0, 90).replace('Value="255 0 0"', 'ColorSpace="51" Value="128"'),
               RES["spaces"], {(50, 50): (128, 128, 128)}),
    "a colour of a palette": (
        square(0, 0, 90).replace('Value="255 0 0"', 'ColorSpace="52" Index="1"'),
        RES["spaces"], {(50, 50): LIME}),
    "a colour in hexadecimal": (square(0, 0, 90, "#00 #FF #00"), "", {(50, 50): LIME}),
    "colours along a line, and beyond it none": (
        filled(WHOLE, f'<ofd:AxialShd StartPoint="20 0" EndPoint="80 0">{SHADES}</ofd:AxialShd>'),
        "", {(21, 50): (251, 0, 4), (79, 50): (4, 0, 251), (15, 50): WHITE, (85, 50): WHITE}),
    "colours along a line, and beyond it the last": (
        filled(WHOLE, '<ofd:AxialShd StartPoint="20 0" EndPoint="80 0" Extend="3">'
               f"{SHADES}</ofd:AxialShd>"), "", {(15, 50): RED, (85, 50): BLUE}),
    "colours again and again": (
        filled(WHOLE, '<ofd:AxialShd StartPoint="10 0" EndPoint="90 0" MapType="Repeat"'
               f' MapUnit="40">{SHADES}</ofd:AxialShd>'), "",
        {(11, 50): (249, 0, 6), (49, 50): (6, 0, 249), (51, 50): (249, 0, 6)}),
    "colours round a point": (
        filled(WHOLE, '<ofd:RadialShd StartPoint="50 50" StartRadius="0" EndPoint="50 50"'
               f' EndRadius="30">{SHADES}</ofd:RadialShd>'), "",
        {(51, 50): (247, 0, 8), (78, 50): (17, 0, 238), (85, 50): WHITE}),
    "a pattern, cell by cell": (
        filled(WHOLE, '<ofd:Pattern Width="20" Height="20"><ofd:CellContent>'
               f"{square(0, 0, 10)}</ofd:CellContent></ofd:Pattern>"), "",
        {(25, 25): RED, (35, 25): WHITE, (45, 65): RED, (95, 45): WHITE, (5, 5): WHITE}),
}  # fmt: skip


@pytest.mark.parametrize("what", DRAWN)
def test_is_drawn(viewer, what):
    page, resources, colours = DRAWN[what]
    shown = look(viewer, drawn(page, resources=resources))
    for (x, y), colour in colours.items():
        found = at(shown, x, y)
        far = max(abs(one - other) for one, other in zip(found, colour, strict=True))
        assert far <= 6, f"({x}, {y}) is {found}, not {colour}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "JBIG2"])
def test_a_picture_is_drawn_where_it_stands(viewer, kind):
    content = jbig2(64, 32) if kind == "JBIG2" else coloured((64, 32), BLACK, kind)
    page = image(20, 20, 40, 40, 10)
    shown = look(viewer, drawn(page, resources=media("a"), files={"Res/a": content}))
    assert max(at(shown, 25, 40)) < 10
    assert at(shown, 15, 40) == at(shown, 65, 40) == WHITE
    assert (max(at(shown, 55, 40)) < 10) is (kind != "JBIG2")


def test_a_picture_is_seen_through_its_mask(viewer):
    mask = Image.new("L", (8, 8), 0)
    mask.paste(255, (4, 0, 8, 8))
    out = io.BytesIO()
    mask.save(out, "PNG")
    files = {"Res/a": coloured(), "Res/b": out.getvalue()}
    page = image(20, 20, 40, 40, 10, 'ImageMask="11"')
    shown = look(viewer, drawn(page, resources=media("a", "b"), files=files))
    assert at(shown, 25, 40) == WHITE and at(shown, 55, 40) == RED


def test_a_large_picture_is_made_small_with_all_its_pixels(viewer):
    """A scan keeps its thin lines, which every tenth pixel would not show."""
    lines = Image.new("L", (4000, 400), 255)
    for x in range(0, 4000, 20):
        lines.paste(0, (x, 0, x + 2, 400))
    out = io.BytesIO()
    lines.save(out, "PNG")
    page = image(0, 0, 100, 100, 10)
    shown = look(viewer, drawn(page, resources=media("a"), files={"Res/a": out.getvalue()}))
    found = {at(shown, x, 50)[0] for x in range(5, 95)}
    assert min(found) > 200 and max(found) < 255


def test_a_template_lies_below_and_an_annotation_above(viewer):
    pinned = (
        '<ofd:Annot ID="5" Type="Stamp"><ofd:Appearance Boundary="20 20 50 50">'
        f"{square(0, 0, 20, '0 0 255')}</ofd:Appearance></ofd:Annot>"
        '<ofd:Annot ID="6" Type="Stamp" Visible="false"><ofd:Appearance Boundary="0 0 90 90">'
        f"{square(0, 0, 90, '0 0 0')}</ofd:Appearance></ofd:Annot>"
    )
    below = square(0, 0, 60, "0 255 0")
    shown = look(viewer, drawn(square(10, 10, 40), template=below, annotations=pinned))
    assert [at(shown, n, n) for n in (5, 15, 30, 45, 55)] == [LIME, RED, BLUE, RED, LIME]


def test_layers_lie_as_their_kind_says(viewer):
    layers = "".join(
        f'<ofd:Layer ID="{at}" Type="{kind}">{square(at * 10, at * 10, 40, colour)}</ofd:Layer>'
        for at, (kind, colour) in enumerate(
            [("Foreground", "255 0 0"), ("Body", "0 0 255"), ("Background", "0 255 0")]
        )
    )
    shown = look(viewer, drawn(f"<ofd:Content>{layers}</ofd:Content>"))
    assert [at(shown, n, n) for n in (25, 45, 55)] == [RED, BLUE, LIME]


def test_a_page_is_as_large_as_it_says_in_points(viewer):
    own = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
    contents = parts(square(0, 0, 9), square(0, 0, 9), area="0 0 210 297")
    second = "Doc_0/Pages/Page_1/Content.xml"
    contents[second] = contents[second].replace(b"<ofd:Content>", own.encode() + b"<ofd:Content>")
    opened = viewer.open("file", pack(contents))
    assert [(round(w), round(h)) for w, h in opened.sizes] == [(595, 842), (842, 595)]


def test_a_page_that_begins_elsewhere_is_drawn_from_its_corner(viewer):
    shown = look(viewer, drawn(square(60, 60, 10), area="50 50 100 100"))
    assert at(shown, 15, 15) == RED and at(shown, 65, 65) == WHITE


@pytest.mark.parametrize(("rotation", "place"), [(90, (90, 10)), (180, (90, 90)), (270, (10, 90))])
def test_a_turned_page_is_drawn_turned(viewer, rotation, place):
    shown = look(viewer, drawn(square(5, 5, 10)), rotation=rotation)
    assert at(shown, *place) == RED
    assert at(shown, 10, 10) == WHITE


def test_a_part_of_a_page_is_the_same_as_that_part_of_the_whole(viewer):
    viewer.open("file", drawn(square(10, 10, 30) + text(10, 70, 12, "营业执照")))
    for rotation in (0, 90):
        whole = viewer.draw("file", 0, SIDE, rotation)
        part = viewer.draw("file", 0, SIDE, rotation, (40, 60, 200, 240))
        rows = [
            whole.pixels[4 * (SIDE * (60 + y) + 40) : 4 * (SIDE * (60 + y) + 240)]
            for y in range(240)
        ]
        assert part.pixels == b"".join(rows)


def ink(image, left, top, right, bottom):
    """The share of dark pixels in a part of the page, in millimetres."""
    scale = image.width / 100
    part = image.crop([round(n * scale) for n in (left, top, right, bottom)]).convert("L")
    return sum(part.histogram()[:128]) / (part.width * part.height)


def test_words_are_dark_where_they_stand_and_nowhere_else(viewer):
    shown = look(viewer, drawn(text(10, 50, 10, "营业执照", "g 3 10")))
    for left in (10, 20, 30, 40):
        assert 0.1 < ink(shown, left, 41, left + 10, 52) < 0.9
    assert (
        ink(shown, 0, 0, 100, 38) == ink(shown, 0, 56, 100, 100) == ink(shown, 52, 0, 100, 100) == 0
    )


GLYPHS = (
    '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>1 1</ofd:Glyphs>'
    "</ofd:CGTransform>"
)
FONT = (
    '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>'
    "</ofd:Fonts>"
)


@pytest.mark.parametrize(
    ("more", "delta", "middles"),
    [
        ("", "10", [(15, 35), (25, 35)]),
        ('ReadDirection="90"', "", [(15, 35), (15, 45)]),
        ('CharDirection="90"', "20", [(15, 45), (35, 45)]),
        ('HScale="0.5"', "5", [(12.5, 35), (17.5, 35)]),
        ('CTM="0 1 -1 0 20 0"', "10", [(25, 35), (25, 45)]),
    ],
)
def test_glyphs_of_the_documents_own_font_stand_as_they_are_told(viewer, more, delta, middles):
    """Glyph 1 fills its em from the baseline up."""
    page = text(10, 40, 10, "某店", delta, more).replace("<ofd:TextCode", GLYPHS + "<ofd:TextCode")
    shown = look(viewer, drawn(page, resources=FONT, files={"Res/f.ttf": font()}))
    assert [at(shown, *middle) for middle in middles] == [BLACK, BLACK]
    assert ink(shown, 0, 0, 100, 100) == pytest.approx(0.01 if "HScale" in more else 0.02, abs=5e-4)


def test_letters_of_a_stand_in_font_do_not_run_into_each_other(viewer):
    """The file gives 2 mm to each W of 10 mm, whose own font is not here."""
    shown = look(viewer, drawn(text(10, 50, 10, "WI", "6")), width=1600)
    between = [ink(shown, x, 40, x + 0.1, 52) for x in (15.9, 16.0, 16.1, 16.2)]
    assert min(between) < 0.05


def test_a_font_that_is_noise_is_not_missed(viewer):
    content = drawn(text(10, 50, 10, "营业"), resources=FONT, files={"Res/f.ttf": b"\0\1" * 500})
    assert ink(look(viewer, content), 10, 41, 30, 52) > 0.1


@pytest.mark.parametrize("kind", ["PNG", "BMP", "OFD"])
def test_a_seal_is_drawn_where_it_was_put_and_lets_the_words_be_read(viewer, kind):
    picture = drawn(square(0, 0, 100)) if kind == "OFD" else coloured(colour=RED, kind=kind)
    contents = parts(square(70, 70, 5, "0 0 0"))
    shown = look(viewer, pack(sealed(contents, picture, place="60 60 30 30")))
    assert at(shown, 65, 65) == at(shown, 85, 85) == RED
    assert at(shown, 55, 65) == at(shown, 95, 65) == WHITE
    assert at(shown, 72, 72) == BLACK


@pytest.mark.parametrize("kind", ["PNG", "OFD"])
def test_what_is_larger_than_a_seal_is_is_not_drawn_as_one(viewer, kind):
    picture = drawn(square(0, 0, 100)) if kind == "OFD" else coloured(colour=RED, kind=kind)
    contents = parts(square(70, 70, 5, "0 0 0"), area="0 0 200 200")
    shown = look(viewer, pack(sealed(contents, picture, place="0 0 101 50")))
    assert at(shown, 40, 10) == WHITE and at(shown, 36, 36) == BLACK


def test_of_a_seal_across_sheets_only_this_sheets_part_is_drawn(viewer):
    contents = sealed(parts(square(0, 0, 5)), coloured(), place="60 60 30 30", clip="0 0 15 30")
    shown = look(viewer, pack(contents))
    assert at(shown, 65, 75) == RED and at(shown, 85, 75) == WHITE


@pytest.mark.parametrize("part", [None, b"<ofd:Page", b"<!DOCTYPE x><x/>"])
def test_a_page_that_cannot_be_read_is_not_shown_empty_and_the_next_is_shown(viewer, part):
    contents = parts(square(0, 0, 9), square(40, 40, 20))
    if part is None:
        del contents[PAGE]
    else:
        contents[PAGE] = part
    viewer.open("file", pack(contents))
    assert isinstance(viewer.draw("file", 0, 100), NotShown)
    assert isinstance(viewer.read("file", 0), NotShown)
    assert at(look(viewer, pack(contents), page=1), 50, 50) == RED


def test_a_picture_that_cannot_be_read_leaves_a_box(viewer):
    page = image(20, 20, 40, 40, 10)
    shown = look(viewer, drawn(page, resources=media("a"), files={"Res/a": b"GIF89a or so"}))
    assert at(shown, 40, 40) != WHITE and at(shown, 40, 30) == WHITE


def test_a_letter_that_no_font_has_leaves_a_box(viewer):
    assert ink(look(viewer, drawn(text(10, 50, 20, "\U00012000"))), 10, 30, 30, 55) > 0.02
