"""Words drawn to try the recognition on."""

import subprocess
import sys

import pytest

from app.support.processes import TRIAL

ASKED = """
import sys
sys.modules["PIL._imagingft"] = None  # as in a bundle
from app.reader.drawn_words import drawn
words = drawn(sys.argv[1], 40)
print(words.mode, words.height, *words.getextrema())
"""


def test_words_are_black_on_white_where_pillow_has_no_freetype():
    said = subprocess.run(
        [sys.executable, "-c", ASKED, TRIAL], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["L", "40", "0", "255"]


def test_what_doctor_tries_the_reading_on_is_read():
    pytest.importorskip("rapidocr")
    from PIL import Image

    from app.reader.drawn_words import drawn
    from app.reader.recogniser import RapidRecogniser

    page = Image.new("L", (600, 200), "white")
    page.paste(drawn(TRIAL, 40), (80, 80))
    lines, _ = RapidRecogniser().read(page)
    assert [line.text for line in lines] == [TRIAL]
