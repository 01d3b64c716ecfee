"""Text stands out from its ground at 4.5 : 1 or better, what can be used at 3 : 1 (WCAG 2.2, 1.4.3 and
1.4.11)."""

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest

from ui.parts.lights import ICON, light_icon
from ui.parts.widgets import button
from ui.theme import DARK, LIGHT, apply


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash", "chosen"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "red", "amber", "green", "paused"])
def test_every_ink_is_readable_on_every_ground(theme, ground, ink):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_primary_actions_words_are_readable(theme):
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash", "chosen"])
@pytest.mark.parametrize("border", ["edge", "accent", "red"])
def test_borders_of_fields_and_buttons_and_the_ring_of_the_focus_are_seen(theme, ground, border):
    assert contrast(getattr(theme, border), getattr(theme, ground)) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_primary_button_is_seen_to_have_the_focus(qapp, theme):
    """As it is painted: a ring that stands out from its fill and from the ground."""
    apply(qapp, "light" if theme is LIGHT else "dark", 100)
    made = button("准予", lambda: None, "primary")
    made.resize(120, 40)
    made.show()
    made.activateWindow()
    made.setFocus()
    QTest.qWaitForWindowActive(made)
    picture = made.grab().toImage()
    ring, fill = (picture.pixelColor(x, 20).name() for x in (0, 6))
    assert contrast(ring, fill) >= 3 and contrast(ring, theme.paper) >= 3
    assert contrast(theme.on_accent, fill) >= 4.5


@pytest.mark.parametrize("light", ["red", "amber", "green", "paused", "closed", "denied"])
def test_a_light_keeps_its_colour_in_a_chosen_row(qapp, light):
    pictures = [
        light_icon(light).pixmap(ICON, mode).toImage()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)
    ]
    assert pictures[0] == pictures[1]
