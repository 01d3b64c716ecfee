"""An action carried out at the centre, beside what the rules make of it here."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

import msgspec

from app.cases import lifecycle
from app.cases.actions import Action
from app.cases.model import SubApplication
from app.cases.sentence import say
from app.cases.typed import decode
from app.support.conformance.acting import act, action
from app.support.conformance.comparing import ABSENT, Difference, first_difference, plain
from app.support.conformance.holdings import Holdings, moment_of
from app.support.conformance.payloads import LAWFUL
from app.support.conformance.probe import Differs, NotTried, Probe, expect

NOT_KEPT = say("附件没有收下", "no attachment was kept")
UNCHANGED = say("办件没有其他变化", "nothing else has changed the case")
OF_THEIR_OWN = ("revision", "clock", "notices", "history", "flags")
PERSONAL = re.compile(
    r"(^|\.)(applicant|form|materials|addressee|rows|address)\b|(^|\.)(delivery|body|notices\[\d+\])$"
)
BEFORE = {"approve": ("review",)}  # what the rules want done first


class Taken(msgspec.Struct, frozen=True):
    """The case before it, as the rules make it, and as it came."""

    action: Action
    before: SubApplication
    expected: SubApplication
    came: SubApplication
    revision: int | None  # the result's own

    @property
    def type(self) -> str:
        return self.action.payload.type

    def differs(self, found: Difference) -> Differs:
        """What is told of a difference in it; of what an applicant is or wrote, only the place."""
        if PERSONAL.search(found.path):
            found = Difference(found.path, _covered(found.expected), _covered(found.came))
        expected = say(
            "{type} 之后，{path} 为 {expected}（{no}）",
            "after {type}, {path} is {expected} ({no})",
            type=self.type,
            path=found.path,
            expected=found.expected[:200],
            no=self.before.no,
        )
        return Differs(expected, found.came)

    def require_body(self, *beside: str) -> None:
        """Raises Differs where the case came otherwise than the rules make it, but for what has
        points of its own and the fields ``beside``."""
        for field in SubApplication.__struct_fields__:
            if field not in (*OF_THEIR_OWN, *beside):
                self.require_same(field, getattr(self.expected, field), getattr(self.came, field))
        if not set(self.expected.flags) <= set(self.came.flags):
            raise self.differs(Difference("flags", f"{self.expected.flags}", f"{self.came.flags}"))

    def require_same(self, path: str, expected: Any, came: Any) -> None:
        """Raises Differs where two values of one place are not."""
        found = first_difference(expected, came, path)
        if found is not None:
            raise self.differs(found)


def steps_to(type_: str, case: SubApplication, holdings: Holdings) -> list[Action]:
    """An action of this type after what has to come first; none where the rules do not allow it
    on this case, or too little is known of it."""
    at = moment_of(case)
    known = holdings.situation(case, at)
    if not known.item_known:
        return []
    steps = []
    for step in (*BEFORE.get(type_, ()), type_):
        payload = LAWFUL[step](case, known)
        if lifecycle.blocking_reasons(case, payload, holdings.clerk, known):
            return []
        taken = Action(id=str(uuid.uuid4()), sub_application_id=case.id, at=at, payload=payload)
        case = lifecycle.apply(case, taken, holdings.clerk, known)
        steps.append(taken)
    return steps


def carry_out(probe: Probe, holdings: Holdings, case: SubApplication, taken: Action) -> Taken:
    """Sends it, on the revision in hand; Differs where it is not applied."""
    (result,) = act(probe, wired(taken, case))
    expect(
        result.get("outcome") == "applied" and result.get("body") is not None,
        say(
            "按规则可以执行的 {type} 为 applied，并带上办件正文",
            "{type}, lawful by the rules, is applied and brings the body",
            type=taken.payload.type,
        ),
        told(result),
    )
    came = decode(msgspec.json.encode(result["body"]), SubApplication)
    holdings.hear(came)
    known = holdings.situation(case, taken.at)
    expected = lifecycle.apply(case, taken, holdings.clerk, known)
    return Taken(taken, case, expected, came, result.get("revision"))


def put_attachment(probe: Probe, content: bytes) -> None:
    """What an action carries. Raises NotTried where the centre does not take it, which is a point
    of its own."""
    digest = hashlib.sha256(content).hexdigest()
    octets = {"Content-Type": "application/octet-stream"}
    answer, _ = probe.ask("PUT", f"/v1/attachments/{digest}", data=content, headers=octets)
    if not answer.ok:
        raise NotTried(NOT_KEPT)


def wired(taken: Action, case: SubApplication) -> dict[str, Any]:
    """The action as it is sent, resting on the revision in hand."""
    payload = plain(taken.payload)
    more = {"id": taken.id, "at": taken.at.isoformat(), "payload": payload}
    return action(case, taken.payload.type, base_revision=case.revision, **more)


def _covered(said: str) -> str:
    return said if said in (ABSENT, "null") else "…"


def require_revision(holdings: Holdings, case: SubApplication, revision: int) -> None:
    """Differs where the case has changed beyond it."""
    holdings.refresh()
    fed = holdings.fed_case(case.id)
    if fed is not None and fed.revision > revision:
        raise Differs(UNCHANGED, f"{case.no}: revision {fed.revision}, not {revision}")


def told(result: dict[str, Any]) -> str:
    """A result in a line, without its body."""
    return " ".join(f"{k}={v}" for k, v in result.items() if k not in ("id", "body") and v)
