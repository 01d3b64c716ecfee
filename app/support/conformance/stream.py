"""What the contract says of the stream that tells when there is something to pull."""

from __future__ import annotations

import time
from collections.abc import Iterator

import requests
from urllib3.exceptions import HTTPError

from app.cases.sentence import say
from app.support.conformance.probe import Check, Pace, Probe, expect
from app.support.conformance.reading import Feed

KIND = "text/event-stream"
HEARTBEAT_SECONDS = 15


class StreamPoints:
    """Reviews that say nothing are written."""

    def __init__(self, probe: Probe, feed: Feed, pace: Pace) -> None:
        self._probe, self._feed, self._pace = probe, feed, pace

    def checks(self) -> list[Check]:
        section = "The stream"
        return [
            Check("stream: content type", section, self._head),
            Check("stream: unpacked", section, self._unpacked),
            Check("stream: heartbeat", section, self._heartbeat),
            Check("stream: event", section, self._event),
        ]

    def _head(self) -> str:
        with self._probe.open_stream() as stream:
            kind = stream.headers.get("Content-Type", "")
            expect(
                stream.status_code == 200 and kind.split(";")[0].strip().lower() == KIND,
                say("200，{kind}", "200, {kind}", kind=KIND),
                f"{stream.status_code}, {kind!r}",
            )
        return kind

    def _unpacked(self) -> str:
        """Also where a proxy would pack it."""
        with self._probe.open_stream({"Accept-Encoding": "gzip"}) as stream:
            packed = stream.headers.get("Content-Encoding", "identity")
            expect(
                packed == "identity",
                say("变更流从不压缩", "the stream is never packed"),
                f"Content-Encoding: {packed}",
            )
        return packed

    def _heartbeat(self) -> str:
        """Two signs of life, each before the silence is too long: one may come with the head, and
        an event is one as well."""
        self._pace.require(HEARTBEAT_SECONDS)
        begun, heard = time.monotonic(), 0
        with self._probe.open_stream(seconds=self._pace.silence) as stream:
            for line in _lines(stream, begun + 2 * self._pace.silence):
                heard += line.startswith((b":", b"event:"))
                if heard == 2:
                    break
        expect(
            heard == 2,
            say(
                "打开时和至少每 {n} 秒各一行注释或者事件，不经缓冲",
                "a comment line or an event at once and every {n} s at least, unbuffered",
                n=HEARTBEAT_SECONDS,
            ),
            f"{heard} lines in {time.monotonic() - begun:.1f} s",
        )
        return f"{time.monotonic() - begun:.1f} s"

    def _event(self) -> str:
        """Made while the stream is open; what it tells of can be read at once.

        A stream may not listen yet when its head comes: then once more after its first line.
        """
        said = self._event_after(first_line=False) or self._event_after(first_line=True)
        expect(
            bool(said),
            say(
                "变更后 {n} 秒内有 event: changed，不经缓冲",
                "event: changed within {n} s of a change, unbuffered",
                n=self._pace.prompt,
            ),
            "no event",
        )
        return said

    def _event_after(self, first_line: bool) -> str:
        """How long after a change it came; "" where none did."""
        seconds = self._pace.silence if first_line else self._pace.prompt
        with self._probe.open_stream(seconds=seconds) as stream:
            if first_line:
                next(_lines(stream, time.monotonic() + seconds), b"")
            changed, begun = self._feed.change_a_case(), time.monotonic()
            if not any(map(_is_event, _lines(stream, begun + self._pace.prompt))):
                return ""
        took = time.monotonic() - begun
        expect(
            changed in {change.id for change in self._feed.read_on()},
            say("事件到时，变更已可读到", "when the event comes the change can be read"),
            f"no change of {changed}",
        )
        return f"{took * 1000:.0f} ms"


def _is_event(line: bytes) -> bool:
    name, _, value = line.partition(b":")
    return (name, value.strip()) == (b"event", b"changed")


def _lines(stream: requests.Response, until: float) -> Iterator[bytes]:
    """Its lines as they come, until that time, a silence, or its end."""
    begun = b""
    while time.monotonic() < until:
        try:
            chunk = stream.raw.read1(4096)
        except (HTTPError, OSError):
            return
        if not chunk:
            return
        *whole, begun = (begun + chunk).split(b"\n")
        yield from (line.rstrip(b"\r") for line in whole)
