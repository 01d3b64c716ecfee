"""The quiet word at the bottom: in step, what waits, what has been fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStatusBar

from app.cases.skew import is_tolerated
from app.desk import Centre, ChangeKind, Deciding, Documents
from ui.events import Changes, DeskEvents
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.widgets import button, label, set_tone

if TYPE_CHECKING:
    from app.desk import Status

SAID_MS = 8000
SHOWS: frozenset[ChangeKind] = frozenset({"outbox", "material", "unreadable"})


class DeskStatusBar(QStatusBar):
    """``keys``: the key of each command, by its id."""

    drill_wanted = Signal()  # at a practice centre

    def __init__(
        self,
        deciding: Deciding,
        centre: Centre,
        documents: Documents,
        events: DeskEvents,
        keys: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._deciding, self._centre, self._documents = deciding, centre, documents
        self._sync_tip = f"{tr('Sync now')}  {keys['sync']}"
        self._saying_saved = False
        self.setSizeGripEnabled(False)
        self.sync = button(tr("○ Not synced yet"), centre.sync_now, "status")
        self.sync.setAccessibleDescription(tr("Sync now"))
        self.sync.setToolTip(self._sync_tip)
        self.waiting = label("", wrap=False)
        self.files = label("", "quiet", wrap=False)
        self.said = label("", "accent", wrap=False)
        self.place = button(tr("Practice · drill…"), self.drill_wanted.emit, "status")
        set_tone(self.place, "amber")
        self.place.hide()
        self.addWidget(self.sync)
        for part in (self.waiting, self.files, self.said):
            part.setContentsMargins(10, 2, 10, 2)
            self.addWidget(part)
        self.addPermanentWidget(self.place)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SAID_MS)
        self._silence.timeout.connect(lambda: self.say(""))
        self.refresh()
        events.changed.connect(self._hear)
        events.status.connect(self._hear_status)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS):
            self.refresh()

    def _hear_status(self, status: Status) -> None:
        time = f"{status.at:%H:%M}"
        self.sync.setToolTip(self._sync_tip)
        if status.state == "syncing":
            self._say_sync(tr("◐ Syncing…"), "quiet")
        elif status.state == "online":
            self._say_sync(tr("● Synced {time}", time=time), "green")
        elif status.state == "signed_out":
            self._say_sync(tr("○ Sign in again to send"), "amber")
        elif status.failure is not None and status.failure.code == "no_keyring":
            self._say_sync(tr("○ The keyring is locked or not running: nothing is sent"), "amber")
        elif status.until is not None:
            until = f"{status.until:%H:%M}"
            self._say_sync(tr("○ Waiting until {time}, as the centre asked", time=until), "amber")
        else:
            self._say_sync(tr("○ Offline since {time}", time=time), "amber")
        if status.failure is not None:
            self.sync.setToolTip(spoken(status.failure.sentence))
        skew = status.done.clock_skew if status.done is not None else None
        if skew is not None and not is_tolerated(skew):
            minutes = round(abs(skew) / 60)
            self.say(tr("This machine's clock is {n} min off the centre's; call IT.", n=minutes))
        if status.state == "syncing":
            self._follow_saved()
        else:
            self.refresh()

    def _say_sync(self, words: str, tone: str) -> None:
        self.sync.setText(words)
        self.sync.setAccessibleName(words)
        set_tone(self.sync, tone)

    def refresh(self) -> None:
        waiting, back = self._deciding.counts()
        words = tr("To be sent {n}", n=waiting)
        if back:
            words += "    " + tr("Action required {n}", n=back)
        odd = len(self._centre.unreadable())
        if odd:
            words += "    " + tr("Could not be read {n}", n=odd)
        self.waiting.setText(words)
        tone = "red" if back else "amber" if odd else "accent" if waiting else "quiet"
        set_tone(self.waiting, tone)
        here, named = self._documents.counts()
        self.files.setText(tr("Files {here}/{named}", here=here, named=named))
        self._follow_saved()

    def show_place(self, practice: bool) -> None:
        self.place.setVisible(practice)

    def say(self, sentence: str) -> None:
        self._saying_saved = False
        self._tell(sentence)
        self._silence.start()

    def say_saved(self) -> None:
        """Says what has become of a decision, for as long as that is said."""
        self.say("")
        self._saying_saved = True
        self._follow_saved()

    def _follow_saved(self) -> None:
        if not self._saying_saved:
            return
        waiting, back = self._deciding.counts()
        if waiting and not self._centre.offline:
            self._tell(tr("Saved, and on its way to the centre."))
        elif waiting:
            self._tell(tr("Saved. It is sent as soon as the centre is reached."))
        elif back:
            self.say("")  # the outbox says what came back
        else:
            self._tell(tr("Saved and sent."))

    def _tell(self, sentence: str) -> None:
        if sentence != self.said.text():
            self.said.setText(sentence)
            announce(self.said, sentence)
