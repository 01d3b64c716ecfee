"""What the contract says of attachments: put before the action that names them."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from app.cases.sentence import say
from app.support.conformance.acting import act, action
from app.support.conformance.holdings import Holdings
from app.support.conformance.probe import Asked, Check, Differs, NotTried, Probe, expect, problem
from app.support.conformance.taking import NOT_KEPT


class AttachmentPoints:
    """A few hundred bytes each, of a PDF without a page."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings
        self._kept = b""

    def checks(self) -> list[Check]:
        return [
            Check("attachments: new", "Files", self._new),
            Check("attachments: again", "Files", self._again),
            Check("attachments: hash_mismatch", "Files", self._other_bytes),
            Check("attachments: named", "Actions", self._named),
            Check("attachments: attachment_missing", "Actions", self._missing),
        ]

    def _new(self) -> str:
        content = _pdf()
        asked = self._put(_digest(content), content)
        if asked[0].ok:
            self._kept = content
        self._require(201, asked)
        return "201"

    def _again(self) -> str:
        content = self._content()
        self._require(200, self._put(_digest(content), content))
        return "200"

    def _other_bytes(self) -> str:
        return problem(422, "hash_mismatch", self._put(_digest(_pdf()), _pdf()))

    def _named(self) -> str:
        """By an action, which is carried out."""
        result = self._review_with(_digest(self._content()))
        expect(
            result["outcome"] == "applied",
            say("写明已收下的附件：applied", "names an attachment that is held: applied"),
            f"{result['outcome']} {result.get('code', '')}",
        )
        return "applied"

    def _missing(self) -> str:
        result = self._review_with(_digest(_pdf()))
        expect(
            (result["outcome"], result.get("code")) == ("refused", "attachment_missing"),
            say(
                "写明没有收到的附件：refused attachment_missing",
                "names an attachment that was never put: refused, attachment_missing",
            ),
            f"{result['outcome']} {result.get('code', '')}",
        )
        return "refused attachment_missing"

    def _review_with(self, digest: str) -> dict[str, Any]:
        case = self._holdings.reviewable()
        payload = {"attachments": [digest]}
        (result,) = act(
            self._probe, action(case, "review", base_revision=case.revision, payload=payload)
        )
        self._holdings.hear_result(result)
        return result

    def _content(self) -> bytes:
        if not self._kept:
            raise NotTried(NOT_KEPT)
        return self._kept

    def _put(self, digest: str, content: bytes) -> Asked:
        octets = {"Content-Type": "application/octet-stream"}
        return self._probe.ask("PUT", f"/v1/attachments/{digest}", data=content, headers=octets)

    def _require(self, status: int, asked: Asked) -> None:
        if asked[0].status_code != status:
            expected = say("{status}", "{status}", status=status)
            raise Differs(expected, f"{asked[0].status_code}")


def _pdf() -> bytes:
    """Each of other bytes."""
    return f"%PDF-1.4\n% contract {uuid.uuid4()}\n%%EOF\n".encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
