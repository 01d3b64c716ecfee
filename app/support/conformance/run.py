"""A centre against the whole of docs/contract.md, point by point, with a test clerk (doctor).

The test clerk needs one case to be accepted. What is written is small: a review that says nothing,
a message, an attachment, a claim of one case.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import requests

from app.cases.failure import Failure
from app.central.transport import Trust
from app.support.conformance.actions import ActionPoints
from app.support.conformance.feed import FeedPoints
from app.support.conformance.look_ups import LookUpPoints
from app.support.conformance.probe import Differs, Probe
from app.support.conformance.sign_in import SignInPoints

NOT_TRIED = (
    "423 locked_out：会锁住测试人员，未试 it would lock the test clerk out",
    "403 device_revoked、429、503：由中心决定何时出现，未试 the centre's to send",
)


class Point(msgspec.Struct, frozen=True):
    """``said``: what was found, or what differs."""

    name: str
    keeps: bool
    said: str = ""


class ConformanceRun:
    """One run; ``points`` yields each as it is answered."""

    def __init__(self, url: str, username: str, password: str, trust: Trust) -> None:
        probe = Probe(url, username, password, trust)
        feed = FeedPoints(probe)
        self._parts = (
            SignInPoints(probe),
            feed,
            ActionPoints(probe, feed),
            LookUpPoints(probe, feed),
        )

    def points(self) -> Iterator[Point]:
        """Point after point, each as it is answered; none of them raises."""
        for name, examine in (point for part in self._parts for point in part.points()):
            try:
                yield Point(name, True, examine())
            except (Differs, Failure, msgspec.MsgspecError, requests.RequestException,
                    KeyError, StopIteration) as error:  # fmt: skip
                detail = getattr(error, "detail", "") or str(error)
                yield Point(name, False, f"{type(error).__name__}: {detail}"[:300])
