"""The seals and signatures of a paper, told above its pages: what was verified, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QSizePolicy

from app.cases.paper_text import Signature
from ui.language import tr
from ui.parts.widgets import Surface, label, plain_tip, row, set_tone
from ui.parts.words import hide_numbers

MOST_CHARACTERS = 80  # of each thing that a file says of itself
BETWEEN = " · "
_LIKE_BETWEEN = re.compile(r"\s*[·\u2022\u2219\u2027\u30fb\u22c5]\s*")
WORST_FIRST = ("red", "amber", "quiet", "green")


class SealsLine(Surface):
    """The one that is worst off; all of them on hovering. Nothing where a paper has none."""

    def __init__(self) -> None:
        super().__init__("paper")
        self._words = label("", "quiet")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setLayout(row(self._words, margin=6))
        self.hide()

    def show_seals(self, signatures: Sequence[Signature]) -> None:
        self.setVisible(bool(signatures))
        if not signatures:
            self._words.setText("")
            return
        told = sorted(map(told_of, signatures), key=lambda each: WORST_FIRST.index(each[1]))
        (first, tone), all_words = told[0], "\n".join(words for words, _ in told)
        more = len(told) - 1
        self._words.setText(
            tr("{seal} (and {n} more seals)", seal=first, n=more) if more else first
        )
        self._words.setAccessibleDescription(all_words)
        self.setToolTip(plain_tip(all_words))
        set_tone(self._words, tone)


def told_of(signature: Signature) -> tuple[str, str]:
    """A seal in words, and their tone: green only where all three are known to be well."""
    parts = [_integrity(signature)]
    if signature.verified is False:
        parts.append(tr("the signature is not right"))
    elif signature.verified is None:
        parts.append(tr("the signature's value was not verified"))
    if signature.signer:
        parts.append(tr("sealed by {signer}", signer=_said(signature.signer)))
    if signature.at:
        parts.append(_minute(signature.at))
    if not signature.trusted:
        parts.append(tr("the seal's certificate was not verified on this computer"))
    elif signature.verified:
        parts.append(tr("the seal's certificate is of an authority this computer trusts"))
    return hide_numbers(BETWEEN.join(parts)), _tone(signature)


def _integrity(signature: Signature) -> str:
    if signature.unchanged is None:
        return tr("Whether it was changed after sealing could not be worked out")
    if signature.unchanged:
        return tr("Not changed since it was sealed")
    changed = _said("、".join(signature.changed))
    if changed:
        return tr("Changed after sealing: {parts}", parts=changed)
    return tr("Changed after sealing")


def _tone(signature: Signature) -> str:
    if signature.unchanged is False or signature.verified is False:
        return "red"
    if signature.unchanged is None:
        return "amber"
    return "green" if signature.verified and signature.trusted else "quiet"


def _minute(at: str) -> str:
    """A moment as it is read; whatever else a file says stands as it is."""
    try:
        moment = datetime.fromisoformat(at)
        return f"{moment:%Y-%m-%d %H:%M}" if ":" in at else f"{moment:%Y-%m-%d}"
    except ValueError:
        return _said(at)


def _said(words: str) -> str:
    """By the file: it may not pass for several of what stands on the line."""
    return _LIKE_BETWEEN.sub("·", words)[:MOST_CHARACTERS]
