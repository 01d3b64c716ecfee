"""Work in turns of the event loop: keys and paints between two parts of it are served."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer


def one_a_turn(owner: QObject, steps: list[Callable[[], None]]) -> None:
    """In this order, while ``owner`` is there. One that fails keeps none of the others."""
    if steps:
        step, *rest = steps
        QTimer.singleShot(0, owner, partial(_take, owner, step, rest))


def _take(owner: QObject, step: Callable[[], None], rest: list[Callable[[], None]]) -> None:
    one_a_turn(owner, rest)
    step()
