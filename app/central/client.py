"""The Central API as Python calls; the one place that speaks HTTP."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TypeVar
from urllib.parse import quote

import msgspec
import requests
from urllib3.exceptions import HTTPError

from app import __version__
from app.cases.drill import Drill, DrillRequest, DrillResult, DrillSubmission
from app.cases.failure import Failure, cause_of
from app.cases.model import Licence, SubApplication
from app.cases.typed import decode
from app.central import errors, tolerant
from app.central.tolerant import Page
from app.central.transport import CHUNK, UNPACKED, Trust, body, packing_of, session_for
from app.central.wire import (
    PAGE_LIMIT,
    About,
    ActionResult,
    ActionsRequest,
    Claim,
    Claimed,
    HitGroup,
    KindDigest,
    LicencesAnswer,
    Numbers,
    Problem,
    SearchAnswer,
    Statistics,
    Token,
    Verified,
    WireAction,
    bounded,
    encode,
)
from app.machine.build import user_agent
from app.machine.cancel import CancelScope

T = TypeVar("T")
CONNECT_SECONDS, READ_SECONDS = 5, 30
SILENCE_SECONDS = 40.0  # of the change stream, whose comments come every 15 s: it is lost
PARTIAL_CONTENT, NOT_MODIFIED, RANGE_NOT_SATISFIABLE = 206, 304, 416
NO_SUCH_CALL = (404, 405, 501)
LARGEST_ANSWER = 64 * 2**20
LARGEST_FILE = 256 * 2**20
LONGEST_LINE = 2**16  # of the change stream
LONGEST_RETRY_AFTER = 86_400.0
NO_MORE = Trust()  # than what the system trusts


class Streamed:
    """A body of so many bytes that is read while it is sent, anew where it is sent again."""

    def __init__(self, size: int, pieces: Callable[[], Iterator[bytes]]) -> None:
        self._size, self._pieces = size, pieces

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces()


class CentralClient:
    """One centre, spoken to by one desk.

    ``renew`` is called once when the centre says 401 and returns a fresh access
    token or raises; the call is then repeated once. Once ``scope`` is cancelled every
    call, also one that is under way, raises Cancelled.
    """

    def __init__(
        self, url: str, device_id: str, trust: Trust = NO_MORE, scope: CancelScope | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.access_token = ""
        self.renew: Callable[[], str] | None = None
        self.scope = scope or CancelScope()
        self._digest: tuple[str, dict[str, KindDigest]] = "", {}  # the last one, behind its ETag
        self._session = session_for(self.url, trust, self.scope)
        self._session.headers.update(
            {
                "User-Agent": user_agent(),
                "Desk-Version": __version__,
                "Desk-Device": device_id,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            }
        )

    def close(self) -> None:
        self._session.close()

    def about(self) -> About:
        """What the centre says of itself; asked without a token."""
        return self._typed(self._send("GET", "/v1/about", signed=False), About)

    def answers(self) -> bool:
        """Whether the centre can be spoken to at all, whoever asks."""
        try:
            self.about()
        except Failure:
            return False
        return True

    def token(self, form: dict[str, str]) -> Token:
        """A token for a password or a refresh token (RFC 6749). Raises SignInRefused, LockedOut."""
        return self._typed(self._send("POST", "/v1/token", form=form, signed=False), Token)

    def revoke(self, token: str) -> None:
        """Ends a refresh token and its family (RFC 7009)."""
        self._send("POST", "/v1/token/revoke", form={"token": token}, signed=False)

    def changes(self, cursor: str, limit: int = PAGE_LIMIT) -> Page:
        """The page of the feed after a cursor, ``""`` for its start. Raises CursorExpired."""
        query: dict[str, str | int] = {"limit": limit}
        if cursor:
            query["cursor"] = cursor
        return _named(tolerant.read_page, self._send("GET", "/v1/changes", query=query))

    def digest(self) -> dict[str, KindDigest]:
        """By kind, how many records this clerk holds at the centre and their digest; what it said
        before where it says that nothing moved since (304)."""
        tag, before = self._digest
        headers = {"If-None-Match": tag} if tag else None
        with self._open("GET", "/v1/changes/digest", headers=headers) as answer:
            if tag and answer.status_code == NOT_MODIFIED:
                return before
            said = self._typed(self._content(answer), dict[str, KindDigest])
            self._digest = answer.headers.get("ETag", ""), said
        return said

    def stream(self) -> Iterator[str]:
        """Event names of the change stream; a comment line yields ``""``. Ends, or raises
        CentreUnreachable, when it is lost: also where nothing came for ``SILENCE_SECONDS``. Raises
        CentreRefused where the centre has none, whoever on the way says so.

        It is asked for unpacked: who packs holds back what is not yet a block's worth.
        """
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        with self._open(
            "GET", "/v1/changes/stream", headers=headers, read_seconds=SILENCE_SECONDS
        ) as answer:
            if answer.status_code in NO_SUCH_CALL:
                raise errors.CentreRefused(answer.status_code, "", "")
            _require_success(answer)
            if packing_of(answer) not in UNPACKED:
                raise errors.NotTheCentre("content-encoding")
            for line in self._whole(answer, _lines(answer)):
                if line.startswith(b"event:"):
                    yield line.removeprefix(b"event:").strip().decode("utf-8", "replace")
                elif line.startswith(b":"):
                    yield ""

    def act(self, actions: Sequence[WireAction]) -> tuple[ActionResult, ...]:
        """The outcomes of up to ``BATCH_LIMIT`` actions, by id; safe to ask again. Raises
        TooManyActions."""
        content = encode(ActionsRequest(actions=tuple(actions)))
        return _named(tolerant.read_results, self._send("POST", "/v1/actions", content=content))

    def claim(self, claim: Claim) -> tuple[str, ...]:
        """The ids of the cases that came out of the pool; the same claim gets the same ones
        again."""
        answer = self._send("POST", "/v1/claims", content=encode(claim))
        return self._typed(answer, Claimed).sub_application_ids

    def material(self, material_id: str, sha256: str, name: str, begun: BytesIO) -> None:
        """Brings the bytes of a material into ``begun``, after those before its position (RFC 9110,
        14); what is behind it is of no meaning.

        It moves on as they come, so that an interrupted fetch can be gone on with. Raises
        FileSpoilt where they differ from their hash.
        """
        headers = {"Accept-Encoding": "identity"}
        if has := begun.tell():
            headers |= {"Range": f"bytes={has}-", "If-Range": f'"{sha256}"'}
        with self._open("GET", f"/v1/materials/{material_id}", headers=headers) as answer:
            if answer.status_code == RANGE_NOT_SATISFIABLE:
                begun.seek(0)
                raise errors.FileSpoilt(name)
            _require_success(answer)
            if answer.status_code != PARTIAL_CONTENT:
                begun.seek(0)
            for chunk in self._whole(answer, body(answer, LARGEST_FILE)):
                begun.write(chunk)
        with begun.getbuffer() as held, held[: begun.tell()] as came:
            if hashlib.sha256(came).hexdigest() == sha256.lower():
                return
        begun.seek(0)
        raise errors.FileSpoilt(name)

    def put_attachment(self, sha256: str, content: bytes | Streamed) -> None:
        """Brings a file under its SHA-256 (hex); safe to do again."""
        headers = {"Content-Type": "application/octet-stream"}
        self._send("PUT", f"/v1/attachments/{sha256}", content=content, headers=headers)

    def search(self, text: str, limit: int = 20) -> tuple[HitGroup, ...]:
        """Hits at the centre, up to ``limit`` a kind."""
        answer = self._send("GET", "/v1/search", query={"q": text, "limit": limit})
        return self._typed(answer, SearchAnswer).groups

    def licences(self, holder: str, kind: str = "") -> tuple[Licence, ...]:
        """The electronic licences of a holder's id number, of one kind or of all."""
        answer = self._send("GET", "/v1/licences", query={"holder": holder, "kind": kind})
        return self._typed(answer, LicencesAnswer).licences

    def statistics(self, since: date, until: date, by: str = "", of: str = "") -> Statistics:
        """Both days included: per department or, since 1.1, ``by`` one of ``FIGURES_BY``, ``of``
        one of ``FIGURES_OF``."""
        query: dict[str, str | int] = {"from": since.isoformat(), "to": until.isoformat()}
        query |= {name: value for name, value in (("by", by), ("of", of)) if value}
        return self._typed(self._send("GET", "/v1/statistics", query=query), Statistics)

    def sub_application(self, id_: str) -> SubApplication:
        """A case of the department, for its lead; since 1.1. Raises CentreRefused."""
        raw = self._send("GET", f"/v1/sub_applications/{quote(id_, safe='')}")
        return _named(tolerant.read_case, raw).value

    def numbers(self, kind: str, count: int) -> tuple[str, ...]:
        """A block of notice numbers held for this desk; since 1.1. ``kind``: what they begin with,
        before the 字. Raises CentreRefused where the clerk's department serves none of it."""
        answer = self._send("GET", "/v1/numbers", query={"kind": kind, "count": count})
        return self._typed(answer, Numbers).numbers

    def verify(self, no: str, digest: str) -> bool:
        """Whether a notice of this number and SHA-256 (hex) of its words was served; since 1.1,
        asked without a token."""
        path = f"/v1/verify/{quote(no, safe='')}"
        answer = self._send("GET", path, query={"digest": digest}, signed=False)
        return self._typed(answer, Verified).issued

    def begin_drill(self, wanted: DrillRequest) -> Drill:
        """A practice centre only."""
        return self._typed(self._send("POST", "/practice/drills", content=encode(wanted)), Drill)

    def hand_in_drill(self, drill_id: str, handed_in: DrillSubmission) -> DrillResult:
        """A practice centre only."""
        path = f"/practice/drills/{drill_id}/mark"
        return self._typed(self._send("POST", path, content=encode(handed_in)), DrillResult)

    # --- the wire ---------------------------------------------------------------

    def _send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str | int] | None = None,
        form: dict[str, str] | None = None,
        content: bytes | Streamed | None = None,
        headers: dict[str, str] | None = None,
        signed: bool = True,
    ) -> bytes:
        if content is not None and headers is None:
            headers = {"Content-Type": "application/json"}
        with self._open(
            method, path, query=query, content=form or content, headers=headers, signed=signed
        ) as answer:
            return self._content(answer)

    def _content(self, answer: requests.Response) -> bytes:
        """The whole body of an answer; raises where it is no success."""
        _require_success(answer)
        return b"".join(self._whole(answer, body(answer, LARGEST_ANSWER)))

    def _open(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str | int] | None = None,
        content: dict[str, str] | bytes | Streamed | None = None,
        headers: dict[str, str] | None = None,
        signed: bool = True,
        read_seconds: float = READ_SECONDS,
    ) -> requests.Response:
        answer = self._request(method, path, query, content, headers, signed, read_seconds)
        if answer.status_code == 401 and signed and self.renew is not None:
            answer.close()
            self.access_token = self.renew()
            answer = self._request(method, path, query, content, headers, signed, read_seconds)
        return answer

    def _request(
        self,
        method: str,
        path: str,
        query: dict[str, str | int] | None,
        content: dict[str, str] | bytes | Streamed | None,
        headers: dict[str, str] | None,
        signed: bool,
        read_seconds: float,
    ) -> requests.Response:
        self.scope.check()
        sent = dict(headers or {})
        if signed:
            sent["Authorization"] = f"Bearer {self.access_token}"
        try:
            request = requests.PreparedRequest()  # a session's own way takes a quarter longer
            request.prepare(
                method,
                self.url + path,
                headers={**self._session.headers, **sent},
                data=content,
                params=query,
                cookies=self._session.cookies,
            )
            return self._session.send(
                request,
                timeout=(CONNECT_SECONDS, read_seconds),
                proxies=self._session.proxies,
                allow_redirects=False,
                stream=True,
            )
        except (requests.RequestException, OSError) as error:
            self.scope.check()
            if isinstance(error, requests.exceptions.SSLError):
                raise errors.CertificateRefused(cause_of(error)) from error
            raise errors.CentreUnreachable(cause_of(error)) from error

    def _whole(self, answer: requests.Response, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """These pieces of a body; raises Cancelled where it ended because it was cut off here."""
        try:
            yield from pieces
        except errors.CentreUnreachable:
            self.scope.check()
            raise
        if "Content-Length" not in answer.headers and not answer.raw.chunked:
            self.scope.check()

    @staticmethod
    def _typed(raw: bytes, kind: type[T]) -> T:
        return _named(lambda said: decode(bounded(said), kind), raw)


def _named(reading: Callable[[bytes], T], raw: bytes) -> T:
    """What a body says; raises NotTheCentre where it is none of the contract's."""
    try:
        return reading(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.NotTheCentre(_unlike(error)) from error


def _lines(answer: requests.Response) -> Iterator[bytes]:
    """The lines of an answer that does not end; raises where one of them does not."""
    begun = b""
    try:
        while chunk := answer.raw.read1(CHUNK):
            *whole, begun = (begun + chunk).split(b"\n")
            yield from (line.rstrip(b"\r") for line in whole)
            if len(begun) > LONGEST_LINE:
                raise errors.NotTheCentre(f"a line over {LONGEST_LINE} bytes")
    except (requests.RequestException, HTTPError, OSError) as error:
        raise errors.CentreUnreachable(cause_of(error)) from error


def _require_success(answer: requests.Response) -> None:
    status = answer.status_code
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if 200 <= status < 300:
        if kind == "text/html":
            raise errors.NotTheCentre("HTML")
        return
    problem = _problem(answer)
    if status in (301, 302, 303, 307, 308, 511) or (kind == "text/html" and status < 500):
        raise errors.NotTheCentre(f"{status}")
    if problem.error == "invalid_grant":
        raise errors.SignInRefused
    if status == 401:
        raise errors.SignInExpired
    if status == 403 and problem.code == "device_revoked":
        raise errors.DeviceRevoked
    if status == 410:
        raise errors.CursorExpired
    if status == 413:
        raise errors.TooManyActions
    if status == 423:
        raise errors.LockedOut(int(_retry_after(answer) or 60))
    if status == 426:
        raise errors.DeskTooOld
    retry_after = _retry_after(answer)
    if status in (429, 503) or retry_after is not None:
        raise errors.CentreBusy(retry_after, f"{status}")
    if status >= 500:
        raise errors.CentreFailed(f"{status}")
    raise errors.CentreRefused(status, problem.code, problem.detail)


def _problem(answer: requests.Response) -> Problem:
    try:
        return decode(b"".join(body(answer, 2**20)), Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Problem()


def _retry_after(answer: requests.Response) -> float | None:
    """Seconds of a Retry-After header, as a delay or a date (RFC 9110 10.2.3); None without one,
    and where it names what no centre means: a time that has passed, or more than a day."""
    said = answer.headers.get("Retry-After", "").strip()
    try:
        if said.isascii() and said.isdigit():
            seconds = float(said)
        else:
            centre_now = parsedate_to_datetime(answer.headers["Date"])
            seconds = (parsedate_to_datetime(said) - centre_now).total_seconds()
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return seconds if 0 < seconds <= LONGEST_RETRY_AFTER else None


def _unlike(error: Exception) -> str:
    """Where an answer differs from the contract, without what stood there."""
    return re.sub(r"'[^']*'", "…", str(error))
