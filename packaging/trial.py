"""What a ``try`` of any platform is made of: steps, a centre whose line is cut, what was found."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]


class Wrong(Exception):
    """A step that did not go as a hall expects; says what was seen instead."""


class Steps:
    """What was done so far, as packaging/table.py reads it.

    >>> steps.do("installed", hall.install, Path("jianjian_0.1.0_amd64.deb"))  # doctest: +SKIP
    """

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []

    def do(self, name: str, do: Callable[..., str], *arguments: object) -> None:
        """Does one, keeps how long it took and what it said, and goes on where it went wrong."""
        begun = time.monotonic()
        try:
            ok, said = True, do(*arguments)
        except (Wrong, OSError, ValueError, KeyError, subprocess.SubprocessError) as wrong:
            ok, said = False, f"{type(wrong).__name__}: {wrong}"[-1500:]
        seconds = round(time.monotonic() - begun, 1)
        self.done.append({"name": name, "ok": ok, "seconds": seconds, "said": said})
        print(f"{'✓' if ok else '✗'} {name} ({seconds} s): {said}", file=sys.stderr, flush=True)

    def said(self, name: str) -> str:
        return next(step["said"] for step in self.done if step["name"] == name)


class Centre:
    """A practice centre on this machine whose line can be cut."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [
                *(CHECKOUT / ".venv/bin/python", "main.py", "practice"),
                *("--cases", "40", "--speed", "0", "--controlled"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        ready = json.loads(self._answer())
        self.url, clerk = ready["url"], ready["clerks"][0]
        self.username, self.password = clerk["username"], clerk["password"]

    def command(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        self._answer()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def leave_unsent(command: Sequence[object], centre: Centre) -> None:
    """Runs packaging/linux/unsent.py by this command: it decides while the line is cut."""
    with subprocess.Popen(
        [str(each) for each in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as clerk:
        assert clerk.stdin is not None and clerk.stdout is not None
        if clerk.stdout.readline() != "synced\n":
            raise Wrong("the version before did not sync")
        centre.command("cut")
        clerk.stdin.write("\n")
        clerk.stdin.flush()
        counts = clerk.stdout.readline()
    if counts != "1 0\n":
        raise Wrong(f"waiting, come back: {counts.strip()}")


def ill_points(doctor: str, may_be_ill: set[str]) -> str:
    """What the doctor's JSON finds not well; ``Wrong`` where that is more than may be."""
    points = json.loads(doctor)["points"]
    ill = [each for each in points if not each["well"]]
    said = "; ".join(f"{each['name']}: {each['code'] or each['said']}" for each in ill)
    if not {each["name"].split()[-1] for each in ill} <= may_be_ill:
        raise Wrong(said)
    return f"{len(points)} points; not well: {said or 'none'}"


def hashes(folder: Path) -> dict[str, str]:
    """Of each file in it, by its path there."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def megabytes(paths: Iterable[Path]) -> float:
    files = (path for path in paths if path.is_file() and not path.is_symlink())
    return round(sum(path.stat().st_size for path in files) / 2**20, 1)


def ratio(took: str) -> float:
    """The quickest of the second of each two lines to that of the first."""
    seconds = [int(each) for each in took.split()]
    return round(min(seconds[1::2]) / min(seconds[::2]), 2)


def figures(tour: str) -> dict[str, int] | None:
    """Of what a tour said at its end; None where it did not come so far."""
    day = re.search(r"(\d+) pictures, .*?(\d+) differ", tour)
    return {"pictures": int(day[1]), "differ": int(day[2])} if day else None


def write(file: Path, told: dict[str, Any]) -> int:
    """What was found, for the table; 0 where each step went well."""
    file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0 if all(step["ok"] for step in told["steps"]) else 1
