"""A desk in a process of its own on a real screen, and on a session bus of its own."""

from __future__ import annotations

import contextlib
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
    with _screen() as display, said.open("w") as out:
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


@contextlib.contextmanager
def _screen() -> Iterator[str]:
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        manager = subprocess.Popen(
            [sys.executable, "-m", "tests.support.focusing", display], cwd=ROOT
        )
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait(SECONDS)
    finally:
        screen.terminate()
        screen.wait(SECONDS)
