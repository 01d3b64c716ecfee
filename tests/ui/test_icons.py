"""The window's icons: outlines of their own, sharp and in the theme's colours."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtWidgets import QToolButton

from tests.support.programs import ROOT
from ui import theme
from ui.parts.icons import load_icon

OUTLINES = sorted(file.stem for file in (ROOT / "resources/icons/phosphor").iterdir())


def colours_of(image):
    """Those of all points that are fully drawn."""
    points = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {point.name().upper() for point in points if point.alpha() == 255}


@pytest.mark.parametrize("name", OUTLINES)
def test_every_outline_is_drawn_in_the_colour_asked_for(qapp, name):
    image = load_icon(name, "#123456").pixmap(QSize(44, 44)).toImage()
    assert colours_of(image) == {"#123456"}


def test_an_icon_has_as_many_pixels_as_the_screen_shows_of_it(qapp):
    icon = load_icon("files", "#123456")
    for scale in (1.0, 1.25, 1.5, 2.0):
        drawn = icon.pixmap(QSize(20, 20), scale)
        assert drawn.size() == QSize(20, 20) * scale
        assert drawn.devicePixelRatio() == scale


def test_an_icon_is_painted_in_its_place_at_any_scale(qapp):
    image = QImage(QSize(80, 80), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    image.setDevicePixelRatio(2)
    painter = QPainter(image)
    load_icon("table", "#123456").paint(painter, 20, 20, 20, 20)
    painter.end()
    assert colours_of(image.copy(40, 40, 40, 40)) == {"#123456"}
    image.setDevicePixelRatio(1)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(40, 40, 40, 40, Qt.GlobalColor.transparent)
    painter.end()
    assert colours_of(image) == set()


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_a_checked_button_has_it_in_the_accent_and_a_disabled_one_faint(qapp, monkeypatch, chosen):
    monkeypatch.setattr(theme, "_current", chosen)
    icon, mode, state = load_icon("columns", chosen.ink), QIcon.Mode, QIcon.State

    def colour(mode, state):
        return colours_of(icon.pixmap(QSize(32, 32), mode, state).toImage())

    assert colour(mode.Normal, state.Off) == {chosen.ink}
    assert colour(mode.Active, state.Off) == {chosen.ink}
    assert colour(mode.Normal, state.On) == {chosen.accent}
    assert colour(mode.Disabled, state.Off) == {chosen.line}
    assert colour(mode.Disabled, state.On) == {chosen.line}


def test_every_button_without_words_has_its_icon(clerk):
    buttons = [button for button in clerk.window.findChildren(QToolButton) if not button.text()]
    assert {button.toolTip() for button in buttons if button.icon().isNull()} <= {""}
    assert len(buttons) > 5
