"""What one desk costs its centre, in calls, bytes and connections (docs/running-a-centre.md).

``python -m tests.bench.centre_cost`` prints it as Markdown; ``--minutes`` is how long the desk rests
before each of its hours is reckoned.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import re
import secrets
import socket
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from app.account.keyring import MemoryPlace
from app.cases.actions import Accept
from app.cases.checks import missing_materials
from app.cases.model import SHANGHAI
from app.central.client import CentralClient
from app.central.sign_in import SignIn
from app.central.wire import PAGE_LIMIT, Change, ChangesPage, encode
from app.desk import CaseFilter, Desk
from app.machine.paths import Places
from app.machine.settings import load
from tests.support.caches import open_cache
from tests.support.centres import Centre, city_file
from tests.support.desks import all_sent, decide, other_desk
from tests.support.examples import TOLD
from tests.support.waiting import eventually

BEGINS = re.compile(rb"\A(GET|POST|PUT) (/v1/[a-z]+(?:/(?:digest|stream|revoke))?)")
NO_STREAM = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
SETTLED_SECONDS = 3.0
KEY = secrets.token_hex(32)  # of the cache, that a second sign-in opens again
COUNTED = ("calls", "connections", "up", "down")  # bytes up and down; connections that it opened
# Of eight hours: how often what is counted below happens to one clerk.
DAY = {
    "A sign-in": 1, "An idle hour, with a stream": 8, "A decision with its notice": 60,
    "A message": 20, "Another's change of one case": 120,
}  # fmt: skip
Tally = Counter[tuple[str, str]]  # by call and by one of COUNTED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--cases", type=int, default=60, help="of the practice city")
    parser.add_argument("--times", type=int, default=10, help="decisions and changes of others")
    chosen = parser.parse_args()
    print("| first pull | plain | packed | |\n|---|--:|--:|--:|")
    for name, plain, packed in first_pulls(chosen.cases, (200, 10_000)):
        print(f"| {name} | {kilobytes(plain)} | {kilobytes(packed)} | {plain / packed:.1f} : 1 |")
    with tempfile.TemporaryDirectory(prefix="jianjian-cost-") as folder:
        day: Tally = Counter()
        for name, tally, share in spent(Path(folder), chosen.cases, chosen.minutes, chosen.times):
            _print(name, tally, share)
            for (_call, what), count in tally.items():
                day["in all", what] += count * share * DAY.get(name, 0)
        _print(f"A working day: {', '.join(f'{n} × {name}' for name, n in DAY.items())}", day, 1)


def _print(name: str, tally: Tally, share: float) -> None:
    print(f"\n{name}\n\n| call | {' | '.join(COUNTED)} |\n|---|--:|--:|--:|--:|")
    for call in sorted({call for call, _ in tally}):
        calls, connections, up, down = (tally[call, what] * share for what in COUNTED)
        bytes_ = f"{kilobytes(up)} | {kilobytes(down)}"
        print(f"| {call} | {calls:.1f} | {connections:.1f} | {bytes_} |", flush=True)


def first_pulls(cases: int, sizes: tuple[int, ...]) -> Iterator[tuple[str, int, int]]:
    """What is read, its bytes, and those packed: the catalogue, then so many cases and their
    one-things, a practice city's told again and again under other ids."""
    with tempfile.TemporaryDirectory(prefix="jianjian-cost-") as folder:
        path = Path(folder) / "city.sqlite"
        path.write_bytes(city_file(cases, 45))
        with contextlib.closing(sqlite3.connect(path)) as city:
            kept = city.execute("select kind, id, revision, body from record").fetchall()
    common = [_line(*row) for row in kept if row[0] in ("item", "scene", "article", "calendar")]
    own = [row for row in kept if row[0] == "sub_application"]
    things = [row for row in kept if row[0] == "one_thing"]
    yield ("the catalogue", *_weight(common))
    for size in sizes:
        lines = []
        for rows, wanted in ((own, size), (things, size * len(things) // len(own))):
            for n in range(wanted):
                kind, id_, revision, body = rows[n % len(rows)]
                fresh = f"{id_}-{n}"
                renamed = body.replace(f'"{id_}"'.encode(), f'"{fresh}"'.encode())
                lines.append(_line(kind, fresh, revision, renamed))
        yield (f"{size:,} cases", *_weight(lines))


def spent(
    folder: Path, cases: int, minutes: float, times: int
) -> Iterator[tuple[str, Tally, float]]:
    """What was counted of each piece of work, and by what it is multiplied to be told."""
    (folder / "city.sqlite").write_bytes(city_file(cases, 45))
    centre = Centre("--speed", "0", "--database", str(folder / "city.sqlite"))
    line = CountingLine(centre.inner_url)
    desk = None
    try:
        desk = signed_in_desk(folder, line, centre)
        desk.begin()
        eventually(desk.cases.has_pulled)
        time.sleep(SETTLED_SECONDS)
        yield "A first pull with its files, of 1 clerk", line.counted(), 1.0
        desk.close()
        eventually(lambda: not line.streams)
        desk = signed_in_desk(folder, line, centre)
        desk.begin()
        eventually(lambda: line.streams)
        time.sleep(SETTLED_SECONDS)
        yield "A sign-in", line.counted(), 1.0
        yield "An idle hour, with a stream", _resting(line, minutes), 60 / minutes
        for name, work in (
            ("A decision with its notice", lambda: _accept(desk)),
            ("A message", lambda: decide(desk)),
            ("Another's change of one case", lambda: _elsewhere(desk, centre)),
        ):
            line.counted()
            done = sum(_settled(desk, work) for _ in range(times))
            if done:
                yield name, line.counted(), 1 / done
        line.drop_streams()
        time.sleep(SETTLED_SECONDS)
        yield "An idle hour, without one", _resting(line, minutes), 60 / minutes
    finally:
        if desk is not None:
            desk.close()
        line.close()
        centre.close()


def _resting(line: CountingLine, minutes: float) -> Tally:
    line.counted()
    time.sleep(minutes * 60)
    return line.counted()


def signed_in_desk(folder: Path, line: CountingLine, centre: Centre) -> Desk:
    central = CentralClient(line.url, "cost")
    clerk = centre.clerks[0]
    sign_in = SignIn(central, clerk["username"], "cost", MemoryPlace())
    who = sign_in.with_password(clerk["password"])
    places = Places.below(folder / "home")
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    desk.machine.keep_settings(centre_url=line.url, seconds_before_sending=0)
    open_cache(desk, clerk["username"], KEY, who, central)
    return desk


class CountingLine:
    """A line to a centre that counts what goes over it, by call; a connection carries one call
    after another."""

    def __init__(self, url: str) -> None:
        self._carries_streams = True
        self._tally: Tally = Counter()
        self._lock = threading.Lock()
        self.streams: set[socket.socket] = set()  # that are open
        self._centre = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def counted(self) -> Tally:
        """What was counted since this was last asked."""
        with self._lock:
            taken, self._tally = self._tally, Counter()
        return taken

    def drop_streams(self) -> None:
        """Ends the streams; from now on the centre has none."""
        self._carries_streams = False
        for stream in list(self.streams):
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                desk, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(desk,), daemon=True).start()

    def _carry(self, desk: socket.socket) -> None:
        call = ["?"]
        with contextlib.suppress(OSError), desk, socket.create_connection(self._centre) as centre:
            for end in (desk, centre):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self._bring_back, args=(centre, desk, call), daemon=True)
            back.start()
            while said := desk.recv(2**16):
                if found := BEGINS.match(said):
                    opened = call[0] == "?"
                    call[0] = b" ".join(found.groups()).decode()
                    self._add(call[0], "calls", 1)
                    self._add(call[0], "connections", int(opened))
                self._add(call[0], "up", len(said))
                if call[0].endswith("/stream"):
                    if not self._carries_streams:
                        desk.sendall(NO_STREAM)
                        continue
                    self.streams.add(desk)
                centre.sendall(said)
            centre.shutdown(socket.SHUT_RDWR)
        self.streams.discard(desk)

    def _bring_back(self, centre: socket.socket, desk: socket.socket, call: list[str]) -> None:
        with contextlib.suppress(OSError):
            while said := centre.recv(2**16):
                self._add(call[0], "down", len(said))
                desk.sendall(said)
            desk.shutdown(socket.SHUT_RDWR)

    def _add(self, call: str, what: str, by: int) -> None:
        with self._lock:
            self._tally[call, what] += by


def kilobytes(size: float) -> str:
    return f"{size / 1000:,.1f} kB"


def _settled(desk: Desk, work: Callable[[], object]) -> bool:
    """Whether there was such work to do; returns once the centre has it and the desk is quiet."""
    try:
        work()
    except StopIteration:
        return False
    eventually(lambda: all_sent(desk))
    time.sleep(SETTLED_SECONDS)
    return True


def _accept(desk: Desk) -> None:
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    views = (desk.cases.view(row.id) for row in rows if row.state == "received")
    ready = next(
        view
        for view in views
        if view is not None
        and not view.case.item.instant
        and not missing_materials(view.case, view.situation.item)
    )
    desk.deciding.decide(ready.case.id, Accept()).result()


def _elsewhere(desk: Desk, centre: Centre) -> None:
    """The same clerk at another desk sends a message."""
    from app.cases.actions import Action
    from app.central.wire import to_wire

    central = other_desk(centre)
    (row,) = desk.cases.rows(desk.cases.numbers(CaseFilter())[:1])
    case = desk.cases.view(row.id).case
    told = Action(
        id=secrets.token_hex(16), sub_application_id=case.id, at=datetime.now(SHANGHAI),
        payload=TOLD,
    )  # fmt: skip
    central.act([to_wire(told, "o", case.revision, None)])


def _line(kind: str, id_: str, revision: int, body: bytes) -> Change:
    return Change(kind=kind, op="put", id=id_, revision=revision, body=msgspec.Raw(body))


def _weight(lines: list[Change]) -> tuple[int, int]:
    plain = packed = 0
    for at in range(0, len(lines), PAGE_LIMIT):
        page = ChangesPage(
            changes=tuple(lines[at : at + PAGE_LIMIT]), cursor=f"{secrets.token_hex(8)}.{at}",
            more=True, server_time=datetime.now(SHANGHAI), epoch=secrets.token_hex(8),
        )  # fmt: skip
        said = encode(page)
        plain, packed = plain + len(said), packed + len(gzip.compress(said, 6))
    return plain, packed


if __name__ == "__main__":
    main()
