"""What is drawn needs no font: the lights, signs beyond Chinese fonts, and the word that there is no Chinese one."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QRawFont

from tests.support.programs import ROOT, python
from ui.parts.lights import paint_light
from ui.parts.signs import FAMILY, install_signs

WORDS = ROOT / "resources" / "translations" / "zh_CN.ts"

NO_CHINESE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""
SHOWN = """
import sys
from pathlib import Path
from app.machine.paths import Places
from ui.application import JianjianApplication
application = JianjianApplication(Places.below(Path(sys.argv[1])), [])
page = application.open_sign_in()
from PySide6.QtWidgets import QLabel
shown = [l for l in page.findChildren(QLabel) if l.isVisible() and not l.pixmap().isNull()]
print([(l.accessibleName(), l.pixmap().width() > 300) for l in shown])
application.close()
"""


@pytest.mark.parametrize("light", ["red", "amber", "green", "paused", "closed", "denied"])
def test_a_light_is_as_large_as_its_place_and_of_a_shape_of_its_own(qapp, light):
    shapes = {each: drawn(each) for each in ("red", "amber", "green", "paused", "closed", "denied")}
    mine = shapes.pop(light)
    rows = {y for _x, y in mine}
    assert max(rows) - min(rows) >= 15
    assert all(len(mine ^ other) > 20 for other in shapes.values())


def drawn(light):
    """The points of a place of 20 that a light covers."""
    picture = QImage(20, 20, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_light(painter, QRectF(0, 0, 20, 20), light)
    painter.end()
    return {(x, y) for x in range(20) for y in range(20) if picture.pixelColor(x, y).alpha() > 90}


def test_every_sign_of_the_desk_is_one_that_chinese_fonts_have_or_is_drawn(qapp):
    install_signs()
    drawn_ones = QRawFont.fromFont(QFont(FAMILY))
    assert drawn_ones.familyName() == FAMILY
    sources = [*ROOT.glob("ui/**/*.py"), *ROOT.glob("app/cases/**/*.py"), WORDS]
    of_papers = {*"㐀鿿"}  # the ends of a range
    read = {ROOT / f"app/cases/evidence/{name}.py" for name in ("words", "numerals")}  # in papers
    used = {sign for source in {*sources} - read for sign in source.read_text("utf-8")} - of_papers
    assert [
        sign for sign in sorted(used)
        if not sign.encode("gbk", "ignore") and not drawn_ones.supportsCharacter(ord(sign))
    ] == []  # fmt: skip


@pytest.mark.parametrize("sign", "✓✗▾✎↺⇡☐☑◐")
def test_a_drawn_sign_fills_its_place_and_no_two_are_the_same(qapp, sign):
    install_signs()
    font = QRawFont.fromFont(QFont(FAMILY, 40))
    outlines = {
        each: font.pathForGlyph(font.glyphIndexesForString(each)[0]) for each in "✓✗▾✎↺⇡☐☑◐"
    }
    mine = outlines.pop(sign)
    assert mine.boundingRect().height() > font.pixelSize() / 4
    assert mine not in outlines.values()


def test_without_a_chinese_font_the_sign_in_page_says_so_in_a_picture(tmp_path):
    (tmp_path / "fonts").mkdir()
    config = tmp_path / "fonts.conf"
    words = NO_CHINESE.format(fonts=tmp_path / "fonts", cache=tmp_path / "cache")
    config.write_text(words)
    told = python("-c", SHOWN, str(tmp_path / "home"), FONTCONFIG_FILE=str(config))
    assert told.stdout.strip() == "[('没有中文字体 No Chinese font', True)]", told.stderr
    here = python("-c", SHOWN, str(tmp_path / "other"))
    assert here.stdout.strip() == "[]", here.stderr


def test_doctor_says_that_there_is_no_chinese_font(monkeypatch):
    from app.printing.typesetting import NoticeNotMade
    from app.support import doctor

    def none_here():
        raise NoticeNotMade("no Chinese font")

    monkeypatch.setattr(doctor, "families", none_here)
    points = {point.name: point for point in doctor.examine("", lambda: [])}
    fonts = points["文书字体 fonts"]
    assert not fonts.well and "没有中文字体" in fonts.said
