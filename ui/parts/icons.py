"""The window's icons: Phosphor's outlines (MIT), in the theme's colours."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImageReader, QPainter, QPixmap

from app.machine.paths import RESOURCES
from ui import theme


def load_icon(name: str, colour: str) -> QIcon:
    """The outline of this name in ``resources/icons/phosphor``, sharp at every size and scale; in
    the accent while its button is checked, faint while that is disabled."""
    t = theme.current()
    return QIcon(_Outline(name, {QIcon.State.Off: colour, QIcon.State.On: t.accent}, t.line))


class _Outline(QIconEngine):
    def __init__(self, name: str, colours: dict[QIcon.State, str], disabled: str) -> None:
        super().__init__()
        self._name, self._colours, self._disabled = name, colours, disabled

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """``size`` in the screen's own pixels."""
        is_disabled = mode == QIcon.Mode.Disabled
        colour = self._disabled if is_disabled else self._colours[state]
        return _drawn(self._name, size.width(), size.height(), colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))


@cache
def _drawn(name: str, width: int, height: int, colour: str) -> QPixmap:
    reader = QImageReader(str(RESOURCES / "icons" / "phosphor" / f"{name}.svg"))
    reader.setScaledSize(QSize(width, height))
    image = reader.read()
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(colour))
    painter.end()
    return QPixmap.fromImage(image)
