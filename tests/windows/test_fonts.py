"""The Chinese fonts of Windows are found by their names, by Qt and by Typst."""

import pytest
import typst

from app.printing.typesetting import families
from tests.support.programs import python

pytestmark = pytest.mark.windows("its fonts")

YAHEI, SONG, FANGSONG = "Microsoft YaHei", "SimSun", "FangSong"


@pytest.mark.parametrize("family", [YAHEI, SONG, FANGSONG])
def test_typst_sets_a_page_in_it(family, tmp_path):
    page = tmp_path / "page.typ"
    page.write_text(f'#set text(font: "{family}", fallback: false)\n准予许可', encoding="utf-8")
    made, warnings = typst.Compiler().compile_with_warnings(
        str(page), format="pdf", root=str(tmp_path)
    )
    assert warnings == []
    assert made.startswith(b"%PDF")


def test_notices_are_set_in_fangsong_and_song():
    assert {use: found[0] for use, found in families().items()} == {
        "fangsong": FANGSONG,
        "song": SONG,
    }


def test_the_window_is_written_in_yahei():
    asks = (
        "from PySide6.QtGui import QFont, QFontInfo; from PySide6.QtWidgets import QApplication; "
        "from ui.theme import FAMILIES; a = QApplication([]); f = QFont(); f.setFamilies(FAMILIES); "
        "print(ascii(QFontInfo(f).family()))"
    )
    said = python("-c", asks, QT_QPA_PLATFORM="windows").stdout.strip()
    assert said in (ascii("Microsoft YaHei UI"), ascii("微软雅黑 UI"))
