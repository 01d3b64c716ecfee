"""A screen reader's side of AT-SPI 2: what it is told of another program's window, and what it may
do there (the interfaces are at-spi2-core's xml/*.xml)."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

with contextlib.suppress(ImportError):  # only Linux has it
    from jeepney import DBusAddress, MatchRule, Message, new_method_call
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import DBusConnection, open_dbus_connection
    from jeepney.wrappers import DBusErrorResponse, Properties

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
STATES = {
    1: "active", 4: "checked", 7: "editable", 8: "enabled", 11: "focusable", 12: "focused",
    23: "selected", 24: "sensitive", 25: "showing", 30: "visible",
}  # fmt: skip
LABELLED_BY = 2  # a relation
HEARD = (
    "object:state-changed:focused", "object:active-descendant-changed",
    "object:state-changed:showing",
    "object:property-change:accessible-name", "object:text-changed",
)  # fmt: skip
SYMBOL, PRESS, RELEASE = 3, 0, 1  # how a key is sent
MOST_NODES = 5_000


@dataclass(frozen=True)
class Node:
    """One thing in another program's tree, asked anew with every call."""

    reader: ScreenReader = field(repr=False, compare=False)
    bus: str
    path: str

    @property
    def name(self) -> str:
        """Empty, as all that is asked, where it has gone meanwhile."""
        with contextlib.suppress(DBusErrorResponse):
            return str(self._property("Name"))
        return ""

    @property
    def description(self) -> str:
        return str(self._property("Description"))

    @property
    def role(self) -> str:
        with contextlib.suppress(DBusErrorResponse):
            return str(self._ask("GetRoleName")[0])
        return ""

    @property
    def states(self) -> set[str]:
        with contextlib.suppress(DBusErrorResponse):
            low, high = self._ask("GetState")[0]
            bits = low | high << 32
            return {name for bit, name in STATES.items() if bits >> bit & 1}
        return set()

    @property
    def interfaces(self) -> set[str]:
        return {name.rpartition(".")[2] for name in self._ask("GetInterfaces")[0]}

    @property
    def children(self) -> list[Node]:
        with contextlib.suppress(DBusErrorResponse):
            found = self._ask("GetChildren")[0]
            return [self.reader.node(*child) for child in found if not child[1].endswith("/null")]
        return []

    @property
    def labels(self) -> list[Node]:
        """What names it, beside its own name."""
        relations = self._ask("GetRelationSet")[0]
        return [self.reader.node(*n) for kind, ns in relations if kind == LABELLED_BY for n in ns]

    @property
    def text(self) -> str:
        """What it holds to be read, a character or line at a time."""
        return str(self._ask("GetText", "ii", (0, -1), "Text")[0])

    def write(self, text: str) -> None:
        assert self._ask("SetTextContents", "s", (text,), "EditableText")[0]

    def act(self, action: str = "") -> None:
        """Does an action of this name, the first one where none is named."""
        names = [name for name, *_ in self._ask("GetActions", interface="Action")[0]]
        at = names.index(action) if action else 0
        assert self._ask("DoAction", "i", (at,), "Action")[0]

    def is_showing(self) -> bool:
        return "showing" in self.states

    def take_focus(self) -> None:
        self._ask("GrabFocus", interface="Component")

    def walk(self) -> Iterator[Node]:
        """This one and all below it."""
        waiting = deque([self])
        for _ in range(MOST_NODES):
            if not waiting:
                return
            node = waiting.popleft()
            yield node
            waiting.extend(node.children)
        raise AssertionError(f"more than {MOST_NODES} nodes")

    def _property(self, name: str) -> Any:
        address = DBusAddress(self.path, self.bus, ACCESSIBLE)
        return self.reader.ask(Properties(address).get(name))[0][1]

    def _ask(
        self, method: str, signature: str = "", body: tuple[Any, ...] = (), interface: str = ""
    ) -> tuple[Any, ...]:
        whole = f"org.a11y.atspi.{interface}" if interface else ACCESSIBLE
        address = DBusAddress(self.path, self.bus, whole)
        return self.reader.ask(new_method_call(address, method, signature or None, body))


@dataclass(frozen=True)
class Heard:
    """An event: ``focused``, ``announcement``, ``accessible-name``…, its words and what it was
    sent by."""

    kind: str
    words: str
    node: Node


class ScreenReader:
    """On the session bus at this address; with nobody's help it finds the bus of AT-SPI."""

    def __init__(self, session_bus: str) -> None:
        session = open_dbus_connection(bus=session_bus)
        ask = new_method_call(
            DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress"
        )
        (address,) = session.send_and_get_reply(ask, timeout=10).body
        session.close()
        self._bus: DBusConnection = open_dbus_connection(bus=address)
        self._signals: deque[Message] = deque()
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._bus.filter(rule, queue=self._signals)
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        for event in HEARD:
            self.ask(new_method_call(registry, "RegisterEvent", "sass", (event, [], "")))

    def close(self) -> None:
        self._bus.close()

    def node(self, bus: str, path: str) -> Node:
        return Node(self, bus, path)

    def programs(self) -> list[Node]:
        return self.node("org.a11y.atspi.Registry", ROOT).children

    def press(self, keysym: int, *held: int) -> None:
        """A key by its X symbol, with these key codes held down, as a keyboard sends it."""
        for code in held:
            self._key(code, PRESS)
        self._key(keysym, SYMBOL)
        for code in reversed(held):
            self._key(code, RELEASE)

    def heard(self) -> list[Heard]:
        """What came since this was asked last, in order."""
        self._listen()
        signals = [self._signals.popleft() for _ in range(len(self._signals))]
        return [heard for signal in signals if (heard := self._said(signal)) is not None]

    def find(self, role: str, name: str = "") -> list[Node]:
        """What is in sight of this role, with this in its name."""
        nodes = [node for program in self.programs() for node in program.walk()]
        return [
            node for node in nodes if node.role == role and name in node.name and node.is_showing()
        ]

    def wait_for(self, role: str, name: str = "") -> Node:
        return self.until(f"{role} {name}", lambda: self.find(role, name))[0]

    def announced(self) -> list[str]:
        return [heard.words for heard in self.heard() if heard.kind == "announcement"]

    def has_heard(self, *kinds: str) -> bool:
        """Whether one of these waits to be asked for."""
        self._listen()
        said = [self._said(signal) for signal in tuple(self._signals)]  # more come as it asks
        return any(heard is not None and heard.kind in kinds for heard in said)

    def until(self, what: str, true: Callable[[], Any], seconds: float = 30) -> Any:
        """Asks until it is so, for what a program does in its own time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := true():
                    return found
            except DBusErrorResponse:
                pass  # it was being built anew
            self._pause()
        raise AssertionError(f"never: {what}")

    def ask(self, message: Message) -> tuple[Any, ...]:
        reply = self._bus.send_and_get_reply(message, timeout=20)
        if reply.header.message_type.name == "error":
            raise DBusErrorResponse(reply)
        return tuple(reply.body)

    def _listen(self) -> None:
        """Takes in what has come, until nothing comes for a moment."""
        while True:
            try:
                self._bus.recv_messages(timeout=0.1)
            except TimeoutError:
                return

    def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            self._bus.recv_messages(timeout=0.05)

    def _key(self, code: int, how: int) -> None:
        controller = DBusAddress(
            "/org/a11y/atspi/registry/deviceeventcontroller",
            "org.a11y.atspi.Registry",
            "org.a11y.atspi.DeviceEventController",
        )
        self.ask(new_method_call(controller, "GenerateKeyboardEvent", "isu", (code, "", how)))

    def _said(self, signal: Message) -> Heard | None:
        fields = {key.name: value for key, value in signal.header.fields.items()}
        node = self.node(fields["sender"], fields["path"])
        detail, on, _length, (_type, value), _more = signal.body
        match fields["member"]:
            case "StateChanged":
                if (detail, on) == ("showing", 1) and node.role == "notification":
                    return Heard("announcement", node.name, node)
                return Heard("focused", "", node) if (detail, on) == ("focused", 1) else None
            case "ActiveDescendantChanged":
                return Heard("focused", "", self.node(*value))
            case _:
                return Heard(str(detail), str(value), node)
