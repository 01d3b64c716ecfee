"""One action on several cases: what it can be done to, what not and why, and one confirmation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.cases import actions
from app.cases.actions import Payload
from app.cases.failure import Failure
from app.desk import Cases, Deciding, Ready
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import button, column, label, row
from ui.parts.words import action_word


class BatchDialog(QDialog):
    """Says what can be done to which of the cases, and does it once the clerk confirms."""

    decided = Signal(str)  # a sentence, once all that could be decided is durable

    def __init__(
        self,
        cases: Cases,
        deciding: Deciding,
        background: Background,
        kind: str,
        case_ids: list[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._deciding, self._background, self._kind = deciding, background, kind
        self._ready: list[Ready] = []
        self._left = self._failed = 0
        self.setWindowTitle(action_word(kind))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 520)
        self.said = label(tr("Looking at {n} cases…", n=len(case_ids)))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Cases"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words = QLineEdit()
        self.to_clerk = QLineEdit()
        self.to_clerk.setPlaceholderText(tr("To (colleague)"))
        self.to_clerk.setAccessibleName(tr("To (colleague)"))
        self.to_clerk.setVisible(kind == "transfer")
        name = tr("Reason") if kind == "transfer" else tr("Opinion, where none is written yet")
        self.words.setPlaceholderText(name)
        self.words.setAccessibleName(name)
        self.words.setVisible(kind != "release")
        self.go = button(action_word(kind), self._decide, "primary")
        self.go.setEnabled(False)
        cancel = button(tr("Back"), self.reject)
        content = column(
            self.said, self.list, self.to_clerk, self.words, row(None, cancel, self.go), margin=16
        )
        content.setStretch(1, 1)
        self.setLayout(content)
        background.run(lambda: cases.readiness(kind, case_ids), self._show)

    def _show(self, found: list[Ready]) -> None:
        reasons = [(each, self._why_not(each)) for each in found]
        self._ready = [each for each, why in reasons if not why]
        for each, why in sorted(reasons, key=lambda pair: bool(pair[1])):
            case = each.view.case
            line = f"{case.applicant.name} · {case.item.name}\n{case.no}"
            item = QListWidgetItem(f"✓ {line}" if not why else f"— {line}\n{why}")
            if why:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.said.setText(
            tr(
                "{n} of {all} cases: {action}. The others stay as they are.",
                n=len(self._ready),
                all=len(found),
                action=action_word(self._kind),
            )
        )
        self.go.setText(tr("{action} ({n})", action=action_word(self._kind), n=len(self._ready)))
        self.go.setEnabled(bool(self._ready))
        (self.to_clerk if self._kind == "transfer" else self.words).setFocus()

    def _why_not(self, each: Ready) -> str:
        """Approving together is for what is decided on the spot and has nothing open."""
        if self._kind == "approve" and not each.view.case.item.instant:
            return tr("Not an instant item: approve it by itself")
        if each.barred:
            return spoken(each.barred[0].sentence)
        if self._kind == "approve" and each.findings:
            return spoken(each.findings[0].text)
        return ""

    def _payload(self, each: Ready) -> Payload:
        words = self.words.text().strip()
        if self._kind == "approve":
            return actions.Approve(opinion=each.view.draft.opinion or words)
        if self._kind == "transfer":
            return actions.Transfer(to_clerk=self.to_clerk.text().strip(), reason=words)
        return actions.Release()

    def _decide(self) -> None:
        self.go.setEnabled(False)
        self._left, self._failed = len(self._ready), 0
        for each in self._ready:
            written = self._deciding.decide(each.view.case.id, self._payload(each))
            self._background.when_done(
                written, lambda _done: self._one_done(), failed=self._one_failed
            )

    def _one_failed(self, error: BaseException) -> None:
        """Counted; what nobody foresaw is noted as well."""
        self._failed += 1
        self._one_done()
        if not isinstance(error, Failure):
            raise error

    def _one_done(self) -> None:
        self._left -= 1
        if self._left:
            return
        told = tr(
            "{action}: {n} cases saved.",
            action=action_word(self._kind),
            n=len(self._ready) - self._failed,
        )
        if self._failed:
            told += " " + tr("{n} could not be decided: open them one by one.", n=self._failed)
        self.decided.emit(told)
        self.accept()
