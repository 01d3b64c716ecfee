"""Keys that come faster than any hand and end in Enter are a scanner's: the number of a case."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

GAP_MS = 40  # between two keys of a scanner; a key that changes something is held back as long
ENTER_MS = 500  # some scanners rest before their Enter
LEAST = 6  # so many keys so fast are no hand's
MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyRun:
    """The characters of keys that followed each other fast; times in milliseconds."""

    def __init__(self, gap: int = GAP_MS) -> None:
        self.gap = gap
        self._text, self._last = "", 0

    def add(self, character: str, at: int) -> bool:
        """Answers whether a run begins with it."""
        follows = bool(self._text) and at - self._last <= self.gap
        self._text = self._text + character if follows else character
        self._last = at
        return not follows

    def is_scanned(self) -> bool:
        """Whether only a scanner can have been this fast for so long."""
        return len(self._text) >= LEAST

    def number(self, at: int) -> str:
        """What was scanned, where Enter comes now; "" where a hand typed."""
        return self._text if self.is_scanned() and at - self._last <= ENTER_MS else ""

    def clear(self) -> None:
        self._text = ""


class Scanner(QObject):
    """Holds a key that may begin a number until it is clear whose it is; a hand's key then does
    what it always does: its command, or what the widget in focus makes of it.

    ``commands`` are those of single keys; ``at_once``: the keys of those that do no harm where a
    number begins with one, which are not held; ``listens`` says whether a number may be scanned
    now."""

    scanned = Signal(str)  # a case number

    def __init__(
        self,
        commands: Mapping[str, Callable[[], None]],
        at_once: Container[str],
        listens: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._commands, self._at_once, self._listens = commands, at_once, listens
        self.run = KeyRun()
        self._held: list[QKeyEvent] = []
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setTimerType(Qt.TimerType.PreciseTimer)
        # Keys that came while the window was busy are heard before a hand is assumed.
        self._waiting.timeout.connect(lambda: QTimer.singleShot(0, self._release_unless_going_on))

    def takes(self, event: QKeyEvent) -> bool:
        """Whether nobody else is to have this key, now or at all."""
        if Qt.Key(event.key()) in MODIFIERS:
            return False
        pressed = event.type() == QEvent.Type.KeyPress
        if _may_be_scanned(event) and self._listens():
            event.accept()  # as an overridden shortcut it comes again as a plain key
            if pressed:
                self._hold(event)
            return True
        if event.key() in ENTER and self.run.number(event.timestamp()):
            event.accept()
            if pressed:
                self._end(self.run.number(event.timestamp()))
            return True
        self._release()
        return False

    def _hold(self, event: QKeyEvent) -> None:
        begins = self.run.add(event.text(), event.timestamp()) and not self._held
        command = self._command(event)
        if begins and command is not None and event.text().upper() in self._at_once:
            command()
            return
        self._held.append(_copy(event))
        self._waiting.start(max(0, self.run.gap))

    def _end(self, number: str) -> None:
        self._forget()
        self.scanned.emit(number)

    def _forget(self) -> None:
        self._waiting.stop()
        self._held.clear()
        self.run.clear()

    def _release_unless_going_on(self) -> None:
        if self._waiting.isActive():
            return
        if self.run.is_scanned():
            self._held.clear()  # its Enter may still come; as commands they would do harm
        else:
            self._release()

    def _release(self) -> None:
        """A hand typed them: each does what it does."""
        held = [] if self.run.is_scanned() else list(self._held)
        self._forget()
        for event in held:
            if (command := self._command(event)) is not None:
                command()
            elif (focus := QApplication.focusWidget()) is not None:
                QApplication.sendEvent(focus, event)

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return None if shifted else self._commands.get(event.text().upper())


def _may_be_scanned(event: QKeyEvent) -> bool:
    text = event.text()
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    return (
        len(text) == 1
        and text.isascii()
        and (text.isalnum() or text == "-")
        and not modifiers
        and not event.isAutoRepeat()
    )


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
