"""The quiet word at the bottom: in step, what waits, what has been fetched."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStatusBar

from app.cases.skew import is_tolerated
from app.desk import Centre, ChangeKind, Deciding, Documents
from ui.events import Changes, DeskEvents
from ui.language import spoken, tr
from ui.parts.announcing import announce
from ui.parts.widgets import button, label, set_tone
from ui.parts.words import FEED_KINDS, listed, word

if TYPE_CHECKING:
    from app.desk import Status

SAID_MS = 8000
SHOWS: frozenset[ChangeKind] = frozenset({"outbox", "material", "unreadable"})


class DeskStatusBar(QStatusBar):
    """``keys``: the key of each command, by its id."""

    drill_wanted = Signal()  # at a practice centre
    undo_wanted = Signal()  # of the decision taken last
    about_wanted = Signal()

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
        self._events = events
        self._sync_tip = f"{tr('Sync now')}  {keys['sync']}"
        self._undo_key = keys["undo"]
        self._saying_saved = False
        self.setSizeGripEnabled(False)
        self.sync = button(tr("○ Not synced yet"), centre.sync_now, "status")
        self.sync.setAccessibleDescription(tr("Sync now"))
        self.sync.setToolTip(self._sync_tip)
        self.waiting = label("", wrap=False)
        self.files = label("", "quiet", wrap=False)
        self.said = label("", "accent", wrap=False)
        self.undo = button(tr("Take back"), self.undo_wanted.emit, "status")
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes by itself; its key stays
        self.undo.setToolTip(tr("Take back the last decision, if it is not sent"))
        set_tone(self.undo, "accent")
        self.place = button(tr("Practice · drill…"), self.drill_wanted.emit, "status")
        set_tone(self.place, "amber")
        self.place.hide()
        self.update_ready = button("", self.about_wanted.emit, "status")
        self.update_ready.hide()
        self.addWidget(self.sync)
        for part in (self.waiting, self.files, self.said):
            part.setContentsMargins(10, 2, 10, 2)
            self.addWidget(part)
        self.addWidget(self.undo)
        self.undo.hide()
        self.addPermanentWidget(self.update_ready)
        self.addPermanentWidget(self.place)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SAID_MS)
        self._silence.timeout.connect(lambda: self.say(""))
        self._next_second = QTimer(self)
        self._next_second.setSingleShot(True)
        self._next_second.timeout.connect(self._count_down)
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
            self._say_in_step(status, time)
        elif status.state == "signed_out":
            self._say_sync(tr("○ Sign in again to send"), "amber")
        elif status.failure is not None and status.failure.code == "no_keyring":
            self._say_sync(tr("○ The keyring is locked or not running: nothing is sent"), "amber")
        elif status.failure is not None and status.failure.code == "desk_too_old":
            self._say_sync(tr("○ Too old to send: tell IT"), "amber")
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
            if self._saying_saved or not self.undo.isHidden():  # said for each page of a pull
                self._count_down()
        else:
            self.refresh()

    def _say_in_step(self, status: Status, time: str) -> None:
        """With what lasts and keeps nobody from their work."""
        differing = status.done.differing if status.done is not None else ()
        if differing:
            kinds = listed(word(FEED_KINDS, kind) for kind in differing)
            self._say_sync(tr("● Synced {time} · lists differ", time=time), "amber")
            self.sync.setToolTip(
                tr(
                    "The centre's list and this desk's differ ({kinds}): all is read again once a "
                    "day. Go on working, and tell IT.",
                    kinds=kinds,
                )
            )
        elif not status.streams:
            self._say_sync(tr("● Synced {time} · each minute", time=time), "green")
            self.sync.setToolTip(
                tr(
                    "The centre does not announce what is new: this desk looks every minute. "
                    "Nothing else is affected."
                )
            )
        else:
            self._say_sync(tr("● Synced {time}", time=time), "green")

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
        self._count_down()

    def show_update(self, version: str) -> None:
        """For as long as this version runs."""
        said = tr("Version {version} is ready", version=version)
        why = tr("IT installs it after the shift; nothing starts by itself. Go on working.")
        self.update_ready.setText(said)
        self.update_ready.setAccessibleName(said)
        self.update_ready.setAccessibleDescription(why)
        self.update_ready.setToolTip(why)
        self.update_ready.show()

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
        self._count_down()

    def _count_down(self) -> None:
        """For how long the decision taken last can be taken back, second by second."""
        if self._events.ended:
            return
        left = self._deciding.seconds_to_take_back()
        self.undo.setVisible(left > 0)
        if left > 0:
            said = tr("Take back {key}", key=self._undo_key)
            if not self._centre.offline:
                seconds = math.ceil(left)
                said = tr("Sends in {n} s · Take back {key}", n=seconds, key=self._undo_key)
            self.undo.setText(said)
            self._next_second.start(1 + int(1000 * (left - math.ceil(left) + 1)))
        self._follow_saved(left > 0)

    def _follow_saved(self, can_be_undone: bool) -> None:
        if not self._saying_saved:
            return
        if can_be_undone:
            self._silence.start()  # what becomes of it is said after that
        waiting, back = self._deciding.counts()
        if can_be_undone and not self._centre.offline:
            self.said.setText("")  # the countdown says it
        elif waiting and not self._centre.offline:
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
