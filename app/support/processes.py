"""The processes in which applicants' files are opened and read: what they could still do, and that
the one that reads does."""

from __future__ import annotations

import io
import os
import sys
from queue import Empty, SimpleQueue
from time import monotonic

from PIL import Image

from app.cases.paper_text import PageReading
from app.machine.paths import own_command
from app.machine.recognition import decide, memory_here
from app.reader import READING_VARIABLE, engine
from app.reader import process as reader_process
from app.reader.drawn_words import drawn
from app.reader.process import Reader
from app.support.found import Said, Unfit
from app.viewer import landlock
from app.viewer import process as viewer_process
from app.viewer.messages import Part
from app.viewer.process import Viewer

PARTS = {"filesystem": "文件", "processes": "进程", "network": "网络"}
TRIAL = "JIANJIAN 20261128"  # in capitals and digits, which Pillow's own font has


def viewer() -> Said:
    """What a viewer process of this machine says that it could still do."""
    said: SimpleQueue[tuple[Part, ...]] = SimpleQueue()
    started = Viewer(own_command("viewer"), said.put)
    try:
        started.start()
        return Said(_confined(said, viewer_process.STARTING_SECONDS))
    finally:
        started.replace()


def reader(policy_says: bool | None) -> Said:
    """The same of a reader process; where scans are recognised here it reads a picture, unless a
    suite of tests says that nothing is read."""
    recognition = decide(policy_says, engine.recogniser(), memory_here())
    recognises = recognition.is_on and os.environ.get(READING_VARIABLE) != "off"
    said: SimpleQueue[tuple[Part, ...]] = SimpleQueue()
    started = Reader(engine.command(recognises), said.put)
    try:
        started.start()
        confined = _confined(said, reader_process.STARTING_SECONDS)
        read = _trial(started) if recognises else ""
    finally:
        started.replace()
    why = f"{recognition.said.zh} {recognition.said.en}"
    return Said("；".join(filter(None, (recognition.engine, read, confined, why))))


def _confined(said: SimpleQueue[tuple[Part, ...]], seconds: float) -> str:
    """What a process said of itself as it began; raises Unfit where this system could do better."""
    try:
        unconfined = said.get(timeout=seconds)
    except Empty:
        raise Unfit("没有启动 does not start") from None
    if not unconfined:
        return "均受限制 all of it is confined"
    parts = f"不受限制 not confined：{'、'.join(f'{PARTS[part]} {part}' for part in unconfined)}"
    if set(unconfined) <= _out_of_reach():
        return f"本系统能限制的均受限制 all that this system can confine is; {parts}"
    raise Unfit(parts)


def _out_of_reach() -> set[Part]:
    """What this system has no means to confine (docs/decisions/0015)."""
    if sys.platform == "win32":
        return {"filesystem", "network"}
    return set() if landlock.is_offered() else {"filesystem"}


def _trial(started: Reader) -> str:
    """A page drawn here, and how long it took."""
    begun = monotonic()
    started.open("trial", _picture())
    page = started.read_page("trial", 0)
    seconds = monotonic() - begun
    words = "".join(line.text for line in page.lines) if isinstance(page, PageReading) else ""
    if TRIAL.split()[-1] not in words:
        raise Unfit("试读的一页没有读出 a page that was tried could not be read")
    return f"读出一页，{seconds:.1f} 秒 read a page in {seconds:.1f} s"


def _picture() -> bytes:
    """An A4 page of 150 dots an inch."""
    page = Image.new("L", (1240, 1754), "white")
    words = drawn(TRIAL, 40)
    for line in range(20):
        page.paste(words, (120, 120 + 78 * line))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
