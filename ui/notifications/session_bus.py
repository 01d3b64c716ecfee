"""Notifications by org.freedesktop.Notifications (Desktop Notifications Specification 1.2).

Spoken with jeepney: PySide's QtDBus makes of every Python integer a D-Bus ``i``, where Notify wants
a ``u``, so that no notification daemon takes its call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from app.machine.paths import RESOURCES
from ui.notifications.words import Notification

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.threading import DBusRouter

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
ANSWER_SECONDS = 10.0  # a daemon may have to be started by the bus first


class SessionBus:
    """Both callbacks are called on a thread of this object's own.

    ``clicked`` with the ids a notification was shown with; ``refused`` with one that nobody shows.
    """

    def __init__(
        self,
        clicked: Callable[[tuple[str, ...]], None],
        refused: Callable[[Notification], None],
        words_of_click: str,
    ) -> None:
        self._clicked, self._refused, self._open = clicked, refused, words_of_click
        self._asked: SimpleQueue[Notification | Message | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._shown: dict[int, tuple[str, ...]] = {}

    def show(self, notification: Notification) -> None:
        """Never waits."""
        self._asked.put(notification)
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._serve, name="notifications", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Never waits; a click does nothing any more."""
        self._clicked, self._refused = lambda _ids: None, lambda _notification: None
        self._asked.put(None)

    def _serve(self) -> None:
        """Until closed, or until the bus fails: the next notification tries again."""
        asked = self._asked.get()
        try:
            from jeepney import MatchRule, message_bus
            from jeepney.io.threading import Proxy, open_dbus_router

            signals = MatchRule(type="signal", interface=NAME, path=PATH)
            with open_dbus_router() as router, router.filter(signals, queue=self._asked):
                Proxy(message_bus, router, timeout=ANSWER_SECONDS).AddMatch(signals)
                while asked is not None:
                    if isinstance(asked, Notification):
                        self._notify(router, asked)
                    else:
                        self._hear(asked)
                    asked = self._asked.get()
        except Exception:  # no bus, no daemon, or one that does not answer
            if isinstance(asked, Notification):
                self._refused(asked)

    def _notify(self, router: DBusRouter, asked: Notification) -> None:
        can: list[str]
        (can,) = _call(router, "GetCapabilities")
        text = escape(asked.text, quote=False) if "body-markup" in can else asked.text
        icon = (RESOURCES / "icons" / "jianjian-256.png").as_uri()
        hints = {"desktop-entry": ("s", "jianjian"), "urgency": ("y", 1)}
        actions = ["default", self._open] if "actions" in can else []
        said = ("件件", 0, icon, asked.title, text, actions, hints, -1)
        (id_,) = _call(router, "Notify", "susssasa{sv}i", said)
        self._shown[id_] = asked.case_ids

    def _hear(self, signal: Message) -> None:
        member, body = signal.header.fields[_MEMBER], signal.body
        if member == "ActionInvoked" and body[0] in self._shown:
            self._clicked(self._shown[body[0]])
        elif member == "NotificationClosed":
            self._shown.pop(body[0], None)


_MEMBER = 3  # the header field of that name (D-Bus specification, "Message Format")


def _call(
    router: DBusRouter, method: str, signature: str | None = None, said: tuple[object, ...] = ()
) -> tuple[Any, ...]:
    """What the daemon answers; raises DBusErrorResponse, TimeoutError or OSError."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg

    message = new_method_call(DBusAddress(PATH, NAME, NAME), method, signature, said)
    answer: tuple[Any, ...] = unwrap_msg(router.send_and_get_reply(message, timeout=ANSWER_SECONDS))
    return answer
