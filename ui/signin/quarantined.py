"""Quarantined caches: the old password recovers what is unsent; a lead discards them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.desk import Account, QuarantinedCache
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, card, column, label, row
from ui.theme import with_text


class QuarantinedCachesDialog(QDialog):
    """A card for each; closes once something came of one."""

    said = Signal(str)  # a sentence, when one was recovered or discarded

    def __init__(self, account: Account, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._account, self._background = account, background
        self.setWindowTitle(tr("Cases set aside"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(with_text(520), with_text(320))
        self.fields: list[QLineEdit] = []
        self.refusal = label("", "red")
        explained = tr(
            "They could not be opened when the password changed. The password of that time brings "
            "unsent decisions back; without it they stay here until a lead lets them go."
        )
        cards = [self._card(cache) for cache in account.quarantined()]
        foot = row(None, button(tr("Close"), self.accept, "primary"))
        self.setLayout(
            column(label(explained), *cards, self.refusal, None, foot, margin=20, gap=12)
        )

    def _card(self, cache: QuarantinedCache) -> QWidget:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(tr("Old password"))
        field.setPlaceholderText(tr("Old password"))
        self.fields.append(field)
        clerk = self._account.clerk
        discard = button(tr("Discard"), partial(self._discard, cache), "danger")
        discard.setVisible(clerk is not None and "lead" in clerk.roles)
        line = row(field, button(tr("Recover"), partial(self._recover, cache, field)), discard)
        line.setStretch(0, 1)
        set_aside = tr("Set aside {at}", at=f"{cache.at:%Y-%m-%d %H:%M}")
        return card(column(label(set_aside, level="heading"), line, margin=12))

    def _recover(self, cache: QuarantinedCache, field: QLineEdit) -> None:
        old = field.text()
        self._background.run(
            lambda: self._account.recover_unsent(cache, old),
            lambda n: self._done(tr("{n} unsent decisions are back.", n=n)),
            say=self.refusal.setText,
        )

    def _discard(self, cache: QuarantinedCache) -> None:
        self._background.run(
            lambda: self._account.discard(cache),
            lambda _: self._done(tr("Discarded.")),
            say=self.refusal.setText,
        )

    def _done(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.accept()
