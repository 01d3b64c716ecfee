"""The guide of an item: within how many days it is done."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from tests.support.examples import an_item
from ui.language import speak
from ui.review.guide import item_card


@pytest.mark.parametrize(
    ("statutory", "said"),
    [
        (20, "法定 20 个工作日，承诺 1 个工作日"),
        (0, "承诺 1 个工作日；本事项未列明法定期限"),
    ],
)
def test_an_item_says_its_days_and_whether_statutory_ones_are_named(qapp, qtbot, statutory, said):
    speak(qapp, "zh")
    item = msgspec.structs.replace(an_item(), statutory_days=statutory, promised_days=1)
    card = item_card(item)
    qtbot.addWidget(card)
    assert said in {each.text() for each in card.findChildren(QLabel)}
