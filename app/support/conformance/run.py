"""A centre against the whole of docs/contract.md, by a test clerk or two (doctor).

What is written is said beforehand (``outlook``): of the test clerk's cases one for each action may
be decided, for good.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import requests

from app.cases.failure import Failure
from app.cases.sentence import Sentence, say
from app.central.transport import Trust
from app.support.conformance.actions import ActionPoints
from app.support.conformance.attachments import AttachmentPoints
from app.support.conformance.bodies import BodyPoints
from app.support.conformance.claims import ClaimPoints
from app.support.conformance.decisions import DecisionPoints
from app.support.conformance.digest import DigestPoints
from app.support.conformance.feed import FeedPoints
from app.support.conformance.files import FilePoints
from app.support.conformance.hand_over import HandOverPoints
from app.support.conformance.holdings import Holdings
from app.support.conformance.look_ups import LookUpPoints
from app.support.conformance.newer_look_ups import NewerLookUpPoints, ReservePoints
from app.support.conformance.outlook import Outlook, outlook_of
from app.support.conformance.packing import PackingPoints
from app.support.conformance.probe import Check, Credentials, Differs, NotTried, Pace, Probe
from app.support.conformance.reading import Feed
from app.support.conformance.reading_on import ReadingOnPoints
from app.support.conformance.refusals import RefusalPoints
from app.support.conformance.sign_in import SignInPoints
from app.support.conformance.signing import SigningPoints
from app.support.conformance.stream import StreamPoints
from app.support.conformance.team import LeadPoints, TeamPoints

NOT_TRIED = (
    "423 locked_out：会锁住测试人员，未试 it would lock the test clerk out",
    "403 device_revoked、429、503：由中心决定何时出现，未试 the centre's to send",
)
NOTHING = say("", "")
AN_ANSWER = say("一个符合接口约定的回答", "an answer of the contract's form")


class Point(msgspec.Struct, frozen=True):
    """``keeps`` is None where it was not tried, and ``why`` says why not.

    ``said``: what was found. Where it differs, ``expected`` is what ``section`` of
    docs/contract.md says, and ``came`` what came.
    """

    name: str
    section: str
    keeps: bool | None
    said: str = ""
    expected: Sentence = NOTHING
    came: str = ""
    why: Sentence = NOTHING


class ConformanceRun:
    """One run; ``points`` yields each as it is answered.

    ``department`` is the code of the one whose cases it may touch; "" for any of the clerk's.
    """

    def __init__(
        self,
        url: str,
        clerk: Credentials,
        trust: Trust,
        second: Credentials | None = None,
        pace: Pace = Pace(),  # noqa: B008
        department: str = "",
    ) -> None:
        other = Probe(url, second, trust) if second else None
        probe = Probe(url, clerk, trust, other)
        feed = Feed(probe, department)
        holdings = Holdings(probe, feed, department)
        self._probe, self._holdings = probe, holdings
        self._second = second.username if second else ""
        reading = Feed(probe, department)  # what is found wrong in it spoils no decision's point
        self._parts = (
            SignInPoints(probe, pace),
            FeedPoints(probe),
            BodyPoints(probe, reading),
            ReadingOnPoints(probe, reading),
            DigestPoints(probe, reading),
            StreamPoints(probe, reading, pace),
            PackingPoints(probe),
            FilePoints(probe, reading),
            LookUpPoints(probe, reading),
            NewerLookUpPoints(probe, holdings, reading),
            TeamPoints(probe, holdings, reading),
            ReservePoints(probe, holdings),
            ActionPoints(probe, holdings),
            AttachmentPoints(probe, holdings),
            DecisionPoints(probe, holdings),
            SigningPoints(probe, holdings),
            ClaimPoints(probe, holdings),
            HandOverPoints(probe, holdings, feed),
            RefusalPoints(probe, holdings),
            LeadPoints(probe, holdings, reading),
        )

    def outlook(self) -> Outlook:
        """What it is about to do; nothing is written for it."""
        return outlook_of(self._probe, self._holdings, self._second)

    def points(self) -> Iterator[Point]:
        """Point after point, each as it is answered; none of them raises."""
        for check in (check for part in self._parts for check in part.checks()):
            yield _examined(check)

    def sign_in_points(self) -> Iterator[Point]:
        """Those that change nothing but tokens."""
        yield from (_examined(check) for check in self._parts[0].checks())


def _examined(check: Check) -> Point:
    try:
        return Point(check.name, check.section, True, check.examine())
    except NotTried as left:
        return Point(check.name, check.section, None, why=left.why)
    except Differs as found:
        section = found.section or check.section
        return Point(check.name, section, False, expected=found.expected, came=found.came[:300])
    except (Failure, msgspec.MsgspecError, requests.RequestException,
            UnicodeDecodeError, LookupError, TypeError) as error:  # fmt: skip
        came = f"{type(error).__name__}: {getattr(error, 'detail', '') or error}"
        return Point(check.name, check.section, False, expected=AN_ANSWER, came=came[:300])
