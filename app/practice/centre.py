"""Opening the practice centre: make the city, serve it, let it live."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn

from app.cases.model import SHANGHAI
from app.practice.citizens import Citizens
from app.practice.faults import FaultProxy
from app.practice.kept import lay_city
from app.practice.ledger import Ledger
from app.practice.scenes import City, InvalidDataFile, load_city
from app.practice.server import make_server
from app.practice.tokens import Tokens
from app.practice.world import World

TICK_SECONDS = 1.0


class Clock:
    """The city's time: the machine's, and as far ahead as it was told to be."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(SHANGHAI) + self.offset


def open_centre(
    port: int, seed: int, cases: int, speed: float, database: Path | None, controlled: bool,
    data: Path | None, api: str, restored: bool,
) -> int:  # fmt: skip
    """Serves a practice centre on loopback until interrupted; prints one JSON line when ready.

    ``speed`` is how many times faster than life the citizens act; 0 lets them
    rest. With ``controlled`` it obeys words on standard input (docs/practice.md),
    and closing that ends the centre; ``inner_url`` in the ready line goes round
    the line that can be cut. With ``api`` "1.0" it says no more than that version
    did; ``restored`` begins a new epoch.
    """
    try:
        city = load_city(data)
    except InvalidDataFile as invalid:
        print(invalid, file=sys.stderr)
        return 1
    with contextlib.ExitStack() as stack:
        if database is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="jianjian-practice-"))
            database = Path(folder) / "centre.sqlite"
        ledger = Ledger(database)
        if not ledger.epoch:
            ledger.close()
            lay_city(database, city, seed, cases)
            ledger = Ledger(database)
        stack.callback(ledger.close)
        if restored or ledger.is_put_back():
            ledger.renew_epoch()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(ledger, city, port, seed, speed, controlled, api))
    return 0


async def _serve(
    ledger: Ledger, city: City, port: int, seed: int, speed: float, controlled: bool, api: str
) -> None:
    clock = Clock()
    world = World(ledger, clock.now, api)
    world.announce_heads()  # a file of an earlier version told none
    tokens = Tokens(
        {username: (password_of(username), clerk.id) for username, clerk in city.staff().items()}
    )
    listener = _listen(0 if controlled else port)
    inner_port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            make_server(world, tokens, api),
            log_level="critical",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    public_port = inner_port
    beside = [asyncio.create_task(_run_citizens(world, city, tokens, seed, speed))]
    if controlled:
        public_port = port or _free_port()
        proxy = FaultProxy(public_port, inner_port)
        await proxy.restore()
        beside.append(asyncio.create_task(_run_commands(proxy, clock, world, tokens, server)))
    for task in beside:
        task.add_done_callback(_report_crash)
    _print_ready(city, public_port, inner_port)
    await serving
    for task in beside:
        task.cancel()


def _report_crash(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        print(f"练习中心的居民停下了：{error!r}", file=sys.stderr)


async def _run_citizens(world: World, city: City, tokens: Tokens, seed: int, speed: float) -> None:
    if speed <= 0:
        return
    citizens = Citizens(world, city, speed, seed)
    while True:
        await asyncio.sleep(TICK_SECONDS)
        citizens.simulate_tick(tokens.present())


async def _run_commands(
    proxy: FaultProxy, clock: Clock, world: World, tokens: Tokens, server: uvicorn.Server
) -> None:
    """Carries out the words on standard input (docs/practice.md), answering each with ``done``."""
    loop = asyncio.get_running_loop()
    while said := await loop.run_in_executor(None, sys.stdin.readline):
        match said.split():
            case ["cut"]:
                await proxy.cut()
            case ["restore"]:
                await proxy.restore()
            case ["advance", minutes]:
                clock.offset += timedelta(minutes=float(minutes))
            case ["spoil", share, seed]:
                proxy.spoil(float(share), int(seed))
            case ["portal", on]:
                proxy.stand_behind_portal(on == "on")
            case ["busy", seconds]:
                proxy.busy_for(float(seconds))
            case ["expire", *which]:
                tokens.expire(wholly=which == ["all"])
            case ["password", username, password]:
                tokens.change_password(username, password)
            case ["revoke", on]:
                tokens.revoked = on == "on"
            case ["reread"]:
                world.cursors.expire()
            case ["epoch"]:
                world.renew_epoch()
            case ["counts"]:
                print(json.dumps(proxy.done), flush=True)
                continue
            case ["faults"]:
                print(json.dumps(world.ledger.faults()), flush=True)
                continue
        print("done", flush=True)
    await proxy.cut()
    server.should_exit = True


def _print_ready(city: City, port: int, inner_port: int) -> None:
    clerks = [{"username": name, "password": password_of(name)} for name in city.staff()]
    ready: dict[str, object] = {"url": f"http://127.0.0.1:{port}", "clerks": clerks}
    if inner_port != port:
        ready["inner_url"] = f"http://127.0.0.1:{inner_port}"
    print(json.dumps(ready), flush=True)


def password_of(username: str) -> str:
    """Practice passwords are printed at the start; they guard invented people only."""
    return f"lianxi-{username.split('.')[0]}"


def _listen(port: int) -> socket.socket:
    # The protocol is named so that asyncio sets TCP_NODELAY: without it every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def _free_port() -> int:
    with _listen(0) as probe:
        port: int = probe.getsockname()[1]
        return port
