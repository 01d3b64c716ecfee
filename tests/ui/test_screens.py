"""Every screen, in both languages and at the scalings halls use: all words fit, all is named."""

import json

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.reader import READING_VARIABLE
from tests.support.programs import python
from tests.ui.measures import cut_off, raw_words, unnamed
from ui.handbook.book import PICTURE, sources


@pytest.mark.parametrize(
    ("language", "scale", "text_size", "sizes"),
    [
        ("zh", "1", 100, ["1280x720", "1366x768"]),
        ("zh", "1.5", 150, ["1366x768"]),
        ("en", "1", 100, ["1280x720", "1366x768", "1920x1080"]),
    ],
)
def test_no_word_is_cut_off_or_a_code_no_control_unnamed_and_no_number_said_in_full(
    language, scale, text_size, sizes
):
    """1280 × 720 is 1920 × 1080 at 150 %, 1920 × 1080 also 3840 × 2160 at 200 %."""
    done = python("-m", "tests.ui.measures", language, str(text_size), *sizes,
                  **{"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale,
                     READING_VARIABLE: "first"})  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found) >= 45
    pictures = {
        screen for text in sources(language).values() for _, screen in PICTURE.findall(text)
    }
    assert pictures <= found.keys()
    assert {screen: faults for screen, faults in found.items() if faults} == {}


def test_what_is_wrong_is_seen(qtbot):
    screen = QWidget()
    qtbot.addWidget(screen)
    layout = QVBoxLayout(screen)
    words, field, button = QLabel("很长的一行字，放不下"), QLineEdit(), QPushButton("按钮上的字")
    words.setFixedWidth(40)
    button.setFixedWidth(20)
    for widget in (words, field, button):
        layout.addWidget(widget)
    outside = QLabel("在外面", screen)
    outside.move(5000, 0)
    screen.show()
    faults = list(cut_off(screen))
    assert len([f for f in faults if f.startswith("cut: QLabel")]) == 1
    assert len([f for f in faults if f.startswith("cut: QPushButton")]) == 1
    assert any("在外面" in f for f in faults if f.startswith("beyond"))
    assert len(list(unnamed(screen))) == 1


def test_a_code_for_a_word_is_seen_wherever_it_stands(qtbot):
    screen = QWidget()
    qtbot.addWidget(screen)
    layout = QVBoxLayout(screen)
    box, table = QComboBox(), QTableWidget(1, 1)
    box.addItem("refuse_acceptance")
    table.setItem(0, 0, QTableWidgetItem("wrong_state"))
    table.setHorizontalHeaderLabels(["light"])
    words = QLabel("申请表没有填写“uscc”")
    words.setAccessibleDescription("id_number")
    words.setToolTip("打开 kuaican 与 OFD，Ctrl+K，https://centre.example/a")
    for widget in (box, table, words):
        layout.addWidget(widget)
    found = {raw.split(" in ")[0] for raw in raw_words(screen, "zh")}
    assert found == {"refuse_acceptance", "wrong_state", "light", "uscc", "id_number"}
    assert {raw.split(" in ")[0] for raw in raw_words(screen, "en")} == found - {"light"}
