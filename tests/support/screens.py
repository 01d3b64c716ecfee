"""A desk in a process of its own on a real screen, and on a session bus of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.programs import ROOT

SECONDS = 30


@contextlib.contextmanager
def on_a_screen(
    folder: Path, *arguments: str, before: str = ":", **environment: str
) -> Iterator[str]:
    """Runs ``main.py`` with these arguments under Xvfb, after a shell's commands that need its
    screen and its bus; gives the address of its session bus. What it says is in
    ``folder``/said.txt."""
    bus, said = folder / "session-bus", folder / "said.txt"
    told = 'printf %s "$DBUS_SESSION_BUS_ADDRESS" > "$0.new" && mv "$0.new" "$0"'
    inside = f'{before}\n{told}; exec "$@"'
    giving_keys = (sys.executable, "-m", "tests.support.focusing")
    with x_server("1366x768") as display, _running(*giving_keys, display), said.open("w") as out:
        desk = subprocess.Popen(
            ["tests/with-secret-service", "sh", "-c", inside, str(bus), sys.executable, "main.py",
             *arguments],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **environment},
        )  # fmt: skip
        try:
            end = time.monotonic() + SECONDS
            while not bus.exists():
                assert desk.poll() is None and time.monotonic() < end, said.read_text()
                time.sleep(0.05)
            yield bus.read_text()
        finally:
            desk.terminate()
            desk.wait(SECONDS)


def offscreen(folder: Path, *screens: tuple[str, int, int]) -> str:
    """The platform of a program that has these screens side by side, from the left: name, width,
    height. Its description lies in the folder."""
    described, left = [], 0
    for name, width, height in screens:
        described.append({"name": name, "x": left, "y": 0, "width": width, "height": height,
                          "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1})  # fmt: skip
        left += width
    config = folder / "screens.json"
    config.write_text(json.dumps({
        "synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": described,
    }))  # fmt: skip
    return f"offscreen:configfile={config}"


@contextlib.contextmanager
def managed_display(size: str, home: Path) -> Iterator[str]:
    """An X server of this size with a window manager (openbox), whose files are in ``home``."""
    with x_server(size) as display, _running("openbox", DISPLAY=display, HOME=str(home)):
        yield display


@contextlib.contextmanager
def x_server(size: str) -> Iterator[str]:
    """The display of an Xvfb."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait(SECONDS)


@contextlib.contextmanager
def _running(*command: str, **environment: str) -> Iterator[None]:
    program = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(SECONDS)
