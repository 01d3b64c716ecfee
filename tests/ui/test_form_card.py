"""A card of the form is filled anew for each case, and keeps nothing of the one before."""

import pytest
from PySide6.QtWidgets import QLabel

from ui.parts.widgets import label
from ui.review.card import FormCard, FormField

NUMBER = "32010619971221025X"


@pytest.fixture
def card(qtbot):
    made = FormCard()
    qtbot.addWidget(made)
    made.resize(360, 400)
    made.show()
    return made


def words(card) -> list[str]:
    return [each.text() for each in card.findChildren(QLabel) if not each.isHidden()]


def test_each_case_has_its_own_fields_and_nothing_of_the_one_before(card, qapp):
    note = label("≠ 合同 68㎡")
    card.show_fields(
        "经营场所", [FormField("面积", "86㎡", notes=(note,)), FormField("地址", "甲路")]
    )
    qapp.processEvents()
    assert words(card) == ["经营场所", "面积", "86㎡", "地址", "甲路", "≠ 合同 68㎡"]
    card.show_fields("申请人", [FormField("名称", "知味小吃")])
    assert words(card) == ["申请人", "名称", "知味小吃"]
    assert "甲路" not in {each.text() for each in card.findChildren(QLabel)}
    assert [value.text() for value in card.values()] == ["知味小吃"]


def test_a_number_shown_of_one_case_is_masked_again_in_the_next(card):
    shown = []
    card.unmasked.connect(shown.append)
    card.show_fields("申请人", [FormField("证件号码", NUMBER, "applicant.id_number")])
    (value,) = card.values()
    value.show_whole()
    assert (value.text(), shown) == (NUMBER, ["applicant.id_number"])
    card.show_fields("申请人", [FormField("证件号码", NUMBER, "applicant.id_number")])
    assert value.is_masked
    assert NUMBER not in words(card)


def test_a_long_label_stands_above_its_field_and_a_short_one_beside_it_again(card, qapp):
    card.show_fields("场所", [FormField("经营场所的使用面积与来源说明", "86㎡")])
    qapp.processEvents()
    (long,) = [each for each in card.findChildren(QLabel) if each.text().startswith("经营场所的")]
    assert next(card.values()).y() >= long.geometry().bottom()
    card.show_fields("场所", [FormField("面积", "86㎡")])
    qapp.processEvents()
    assert abs(next(card.values()).y() - long.y()) < 4
    assert next(card.values()).x() > long.x()
