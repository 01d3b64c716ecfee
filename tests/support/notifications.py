"""A real notification daemon (dunst) on this process's session bus, with a screen of its own."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import eventually

SHOWN = re.compile(r"^\tsummary: '(.*?)'\n\tbody: '(.*?)'\n\ticon: ", re.DOTALL | re.MULTILINE)


class Daemon:
    """What it showed, and the clerk's click on what it shows."""

    def __init__(self, log: Path, env: dict[str, str]) -> None:
        self._log, self._env = log, env

    def shown(self) -> list[tuple[str, str]]:
        """Summary and body of each notification, in their order, as dunst got them."""
        return SHOWN.findall(self._log.read_text("utf-8"))

    def click(self) -> None:
        """On the notification that came last."""
        subprocess.run(["dunstctl", "action"], env=self._env, check=True, timeout=30)


@contextlib.contextmanager
def notification_daemon(folder: Path) -> Iterator[Daemon]:
    """Skips the test where there is no session bus: tests/with-secret-service brings one."""
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        pytest.skip("no session bus")
    with contextlib.ExitStack() as started:
        display, log = folder / "display", folder / "dunst.log"
        with display.open("wb") as told:
            screen = subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
                stdout=told, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        started.callback(_end, screen)
        eventually(lambda: display.read_text().endswith("\n"))
        env = os.environ | {"DISPLAY": f":{display.read_text().strip()}"}
        env.pop("WAYLAND_DISPLAY", None)
        with log.open("wb") as said:
            daemon = subprocess.Popen(["dunst", "-print"], env=env, stdout=said, stderr=said)
        started.callback(_end, daemon)
        eventually(lambda: _is_paused(env) == "false")
        yield Daemon(log, env)


def _is_paused(env: dict[str, str]) -> str:
    asked = ["dunstctl", "is-paused"]
    return subprocess.run(asked, env=env, capture_output=True, text=True, timeout=30).stdout.strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)
