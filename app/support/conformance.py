"""A centre against the whole of docs/contract.md, point by point, with a test clerk (doctor).

The test clerk needs one case to be accepted. What is written is small: a review that says nothing,
a message, an attachment, a claim of one case.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import requests

from app import __version__
from app.cases.failure import Failure
from app.cases.model import SHANGHAI, Clerk, Material, SubApplication
from app.central.transport import Trust, body, session_for
from app.central.wire import (
    BODIES,
    About,
    ActionsResponse,
    ChangesPage,
    Claimed,
    KindDigest,
    LicencesAnswer,
    Problem,
    SearchAnswer,
    Statistics,
    Token,
    decode,
)
from app.machine.cancel import CancelScope

SECONDS = 30
STREAM_SECONDS = 20.0
LARGEST = 64 * 2**20
NOT_TRIED = (
    "423 locked_out：会锁住测试人员，未试 it would lock the test clerk out",
    "403 device_revoked、429、503：由中心决定何时出现，未试 the centre's to send",
)


class Differs(Exception):
    """The centre answered otherwise than the contract says."""


class Point(msgspec.Struct, frozen=True):
    """``said``: what was found, or what differs."""

    name: str
    keeps: bool
    said: str = ""


class ConformanceRun:
    """One run; ``points`` yields each as it is answered."""

    def __init__(self, url: str, username: str, password: str, trust: Trust) -> None:
        self._url = url.rstrip("/")
        self._session = session_for(self._url, trust, CancelScope())
        self._credentials = {"username": username, "password": password, "device_id": "contract"}
        self._token = ""
        self._held: dict[str, dict[str, tuple[int, bytes]]] = {}
        self._epochs: set[str] = set()  # what the pages named

    def points(self) -> Iterator[Point]:
        examined: list[tuple[str, Callable[[], str]]] = [
            ("GET /v1/about", self._about),
            ("426 desk_too_old", self._too_old),
            ("POST /v1/token", self._sign_in),
            ("invalid_grant", self._wrong_password),
            ("refresh_token", self._refresh),
            ("token/revoke", self._revoke),
            ("access token and its family", self._family),
            ("401", self._without_token),
            ("GET /v1/changes", self._feed),
            ("epoch", self._epoch),
            ("410 cursor_expired", self._old_cursor),
            ("cursor unreadable", self._unreadable_cursors),
            ("400 malformed", self._malformed),
            ("changes/digest", self._digest),
            ("changes/stream", self._stream),
            ("bodies", self._bodies),
            ("actions: applied", self._applied),
            ("actions: id", self._same_id),
            ("actions: conflict, gone, refused", self._other_outcomes),
            ("actions: malformed", self._odd_action),
            ("413", self._too_many),
            ("POST /v1/claims", self._claim),
            ("GET /v1/materials", self._material),
            ("materials: 404", self._foreign_material),
            ("PUT /v1/attachments", self._attachment),
            ("GET /v1/search", self._search),
            ("GET /v1/licences", self._licences),
            ("GET /v1/statistics", self._statistics),
        ]
        for name, examine in examined:
            try:
                yield Point(name, True, examine())
            except (Differs, Failure, msgspec.MsgspecError, requests.RequestException,
                    KeyError, StopIteration) as error:  # fmt: skip
                detail = getattr(error, "detail", "") or str(error)
                yield Point(name, False, f"{type(error).__name__}: {detail}"[:300])

    # --- asking -------------------------------------------------------------------------

    def _ask(
        self, method: str, path: str, *, signed: bool = True, headers: dict[str, str] | None = None,
        **sent: Any,
    ) -> tuple[requests.Response, bytes]:  # fmt: skip
        said = {"Desk-Version": __version__, "Desk-Device": "contract", "Accept-Encoding": "gzip"}
        if signed:
            said["Authorization"] = f"Bearer {self._token}"
        with self._session.request(
            method, self._url + path, headers=said | (headers or {}), timeout=SECONDS,
            allow_redirects=False, stream=True, **sent,
        ) as answer:  # fmt: skip
            return answer, b"".join(body(answer, LARGEST))

    def _problem(self, status: int, code: str, asked: tuple[requests.Response, bytes]) -> str:
        answer, raw = asked
        _expect(answer.status_code == status, f"{answer.status_code}, not {status}")
        kind = answer.headers.get("Content-Type", "")
        _expect(kind.startswith("application/problem+json"), f"Content-Type {kind!r} (RFC 9457)")
        said = decode(raw, Problem)
        _expect(not code or said.code == code, f"code {said.code!r}, not {code!r}")
        _expect(said.status == status, f"problem.status {said.status}")
        return f"{status} {said.code}"

    def _got(self, path: str, kind: type[Any], **query: str | int) -> Any:
        answer, raw = self._ask("GET", path, params=query)
        _expect(answer.status_code == 200, f"{answer.status_code}")
        return decode(raw, kind)

    def _grant(self, **form: str) -> tuple[requests.Response, bytes]:
        return self._ask("POST", "/v1/token", signed=False, data=form)

    def _act(self, *actions: dict[str, Any]) -> list[dict[str, Any]]:
        answer, raw = self._ask("POST", "/v1/actions", json={"actions": list(actions)})
        _expect(answer.status_code == 200, f"{answer.status_code}")
        decode(raw, ActionsResponse)
        results: list[dict[str, Any]] = msgspec.json.decode(raw)["results"]
        _expect(len(results) == len(actions), f"{len(results)} results of {len(actions)} actions")
        return results

    def _action(self, case: SubApplication, kind: str, **more: Any) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()), "sub_application_id": case.id, "type": kind, "payload": {},
            "at": datetime.now(SHANGHAI).isoformat(), "device_id": "contract",
            "a_field_of_a_later_version": 1, **more,
        }  # fmt: skip

    def _case(self) -> SubApplication:
        """One of the test clerk's that may be reviewed, as the centre holds it now."""
        self._feed()
        for _, raw in self._held.get("sub_application", {}).values():
            case = decode(raw, SubApplication)
            if case.state in ("received", "reviewing"):
                return case
        raise Differs("测试人员名下没有待受理或审查中的办件 the test clerk has no open case")

    # --- the points ---------------------------------------------------------------------

    def _about(self) -> str:
        answer, raw = self._ask("GET", "/v1/about", signed=False)
        _expect(answer.status_code == 200, f"{answer.status_code}")
        about = decode(raw, About)
        _expect(about.api.startswith("1."), f"api {about.api!r}")
        _expect(about.server_time.tzinfo is not None, "server_time without offset")
        return f"{about.name}，{about.api}"

    def _too_old(self) -> str:
        old = {"Desk-Version": "0.0.1"}
        return self._problem(426, "desk_too_old", self._ask("GET", "/v1/about", headers=old))

    def _sign_in(self) -> str:
        answer, raw = self._grant(grant_type="password", **self._credentials)
        _expect(answer.status_code == 200, f"{answer.status_code}")
        token = decode(raw, Token)
        _expect(token.token_type.lower() == "bearer", f"token_type {token.token_type!r}")
        _expect(token.expires_in > 0, f"expires_in {token.expires_in}")
        clerk: Clerk = token.clerk
        _expect(bool(clerk.id and clerk.department), "clerk without id or department")
        _expect(set(clerk.roles) <= {"clerk", "lead"}, f"roles {clerk.roles}")
        self._token = token.access_token
        return f"{clerk.id}，{'、'.join(clerk.roles)}"

    def _wrong_password(self) -> str:
        wrong = self._credentials | {"username": f"nobody-{uuid.uuid4()}", "password": "wrong"}
        answer, raw = self._grant(grant_type="password", **wrong)
        _expect(answer.status_code == 400, f"{answer.status_code}")
        error = msgspec.json.decode(raw).get("error")
        _expect(error == "invalid_grant", f"error {error!r} (RFC 6749 5.2)")
        return "400 invalid_grant"

    def _refresh(self) -> str:
        """Serves once; used again once its successor was, the family is revoked.

        Whether a refresh whose answer may have been lost is answered again before that is the
        centre's to decide.
        """
        last = self._reused_family()
        family, _ = self._grant(grant_type="refresh_token", refresh_token=last.refresh_token)
        _expect(family.status_code == 400, f"the family after it: {family.status_code}")
        return "一次有效 serves once"

    def _reused_family(self) -> Token:
        """The last tokens of a family whose first refresh token was used again."""
        first = token = self._fresh_family()
        for use in ("first", "its successor's first"):
            answer, raw = self._grant(grant_type="refresh_token", refresh_token=token.refresh_token)
            _expect(answer.status_code == 200, f"{use} use: {answer.status_code}")
            token = decode(raw, Token)
        again, _ = self._grant(grant_type="refresh_token", refresh_token=first.refresh_token)
        _expect(again.status_code == 400, f"second use: {again.status_code}")
        return token

    def _fresh_family(self) -> Token:
        answer, raw = self._grant(grant_type="password", **self._credentials)
        _expect(answer.status_code == 200, f"{answer.status_code}")
        return decode(raw, Token)

    def _revoke(self) -> str:
        refresh = self._fresh_family().refresh_token
        for token in (refresh, "never-issued"):
            answer, _ = self._ask("POST", "/v1/token/revoke", signed=False, data={"token": token})
            _expect(answer.status_code == 200, f"{answer.status_code} (RFC 7009 2.2)")
        after, _ = self._grant(grant_type="refresh_token", refresh_token=refresh)
        _expect(after.status_code == 400, f"a revoked token: {after.status_code}")
        return "200"

    def _family(self) -> str:
        """Ends with it: where it is revoked, and where a refresh token of it is used again."""
        revoked = self._fresh_family()
        self._ask("POST", "/v1/token/revoke", signed=False, data={"token": revoked.refresh_token})
        for how, token in (("revoked", revoked), ("reused", self._reused_family())):
            said = {"Authorization": f"Bearer {token.access_token}"}
            answer, _ = self._ask("GET", "/v1/changes/digest", signed=False, headers=said)
            _expect(answer.status_code == 401, f"family {how}: {answer.status_code}")
        return "401"

    def _without_token(self) -> str:
        for path in ("/v1/changes", "/v1/changes/digest", "/v1/licences", "/v1/statistics"):
            self._problem(401, "", self._ask("GET", path, signed=False))
        return "401"

    def _feed(self) -> str:
        """Read from the start, in small pages first; revisions of one id never fall."""
        held: dict[str, dict[str, tuple[int, bytes]]] = {}
        cursor, more, limit = "", True, 2
        while more:
            query: dict[str, str | int] = {"limit": limit}
            page: ChangesPage = self._got(
                "/v1/changes", ChangesPage, **query | ({"cursor": cursor} if cursor else {})
            )
            _expect(len(page.changes) <= limit, f"{len(page.changes)} changes, limit {limit}")
            _expect(not page.more or page.cursor != cursor, "the cursor does not move")
            for change in page.changes:
                known = held.setdefault(change.kind, {})
                before = known.get(change.id, (0, b""))[0]
                _expect(change.revision >= before, f"{change.id}: revision fell")
                if change.op == "put":
                    known[change.id] = (change.revision, bytes(change.body))
                else:
                    known.pop(change.id, None)
            cursor, more, limit = page.cursor, page.more, 1000
            self._epochs.add(page.epoch)
        self._held = held
        return "，".join(f"{kind} {len(known)}" for kind, known in sorted(held.items()))

    def _epoch(self) -> str:
        """One, in every page and in ``/v1/about``; a centre of version 1.0 has none."""
        about: About = self._got("/v1/about", About)
        _expect(self._epochs == {about.epoch}, f"about {about.epoch!r}, pages {self._epochs}")
        return about.epoch or "1.0：无 none"

    def _old_cursor(self) -> str:
        asked = self._ask("GET", "/v1/changes", params={"cursor": "long-ago.5"})
        return self._problem(410, "cursor_expired", asked)

    def _unreadable_cursors(self) -> str:
        """Never given by any feed: read again from the start (410), or no cursor at all (400)."""
        for cursor in (".²", "x" * 2000, "9" * 5000, "." + "9" * 25, "\x00", "' or 1=1 --"):
            answer, _ = self._ask("GET", "/v1/changes", params={"cursor": cursor})
            _expect(answer.status_code in (400, 410), f"{cursor[:12]!r}: {answer.status_code}")
        return "400, 410"

    def _malformed(self) -> str:
        """What no desk would send is the sender's fault, never the centre's."""
        digits, no_utf_8 = "9" * 5000, b"grant_type=password&username=\xff&password=\xff"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        lenient = {
            "limit": self._ask("GET", "/v1/changes", params={"limit": digits}),
            "Desk-Version": self._ask("GET", "/v1/about", headers={"Desk-Version": digits}),
            "token/revoke": self._ask(
                "POST", "/v1/token/revoke", signed=False, headers=form, data=no_utf_8
            ),
        }
        for name, (answer, _) in lenient.items():
            _expect(answer.status_code < 500, f"{name}: {answer.status_code}")
        unreadable = {
            "token": self._ask("POST", "/v1/token", signed=False, headers=form, data=no_utf_8),
            "actions": self._ask("POST", "/v1/actions", data=b'{"actions": [{"id": "\xff'),
        }
        for name, asked in unreadable.items():
            _expect(400 <= asked[0].status_code < 500, f"{name}: {asked[0].status_code}")
            self._problem(asked[0].status_code, "", asked)
        return "、".join(f"{name} {asked[0].status_code}" for name, asked in unreadable.items())

    def _digest(self) -> str:
        self._feed()
        said = self._got("/v1/changes/digest", dict[str, KindDigest])
        for kind, known in self._held.items():
            lines = "".join(f"{id_}:{known[id_][0]}\n" for id_ in sorted(known))
            ours = hashlib.sha256(lines.encode()).hexdigest()
            theirs = said.get(kind, KindDigest(count=0, digest=""))
            if known or kind in said:
                _expect(theirs.count == len(known), f"{kind}: {theirs.count}, not {len(known)}")
                _expect(theirs.digest == ours, f"{kind}: digest differs")
        return f"{len(said)} kinds"

    def _stream(self) -> str:
        said = {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"}
        begun = time.monotonic()
        with self._session.get(
            self._url + "/v1/changes/stream", headers=said, stream=True, timeout=STREAM_SECONDS
        ) as answer:
            _expect(answer.status_code == 200, f"{answer.status_code}")
            kind = answer.headers.get("Content-Type", "")
            _expect(kind.startswith("text/event-stream"), f"Content-Type {kind!r}")
            first = answer.raw.read1(4096)
        _expect(first.startswith((b":", b"event:")), f"begins with {first[:20]!r}")
        return f"{time.monotonic() - begun:.0f} s"

    def _bodies(self) -> str:
        for kind, known in self._held.items():
            for id_, (_, raw) in known.items():
                try:
                    decode(raw, BODIES[kind])
                except msgspec.MsgspecError as error:
                    raise Differs(f"{kind} {id_}: {error}") from error
        return f"{sum(map(len, self._held.values()))}"

    def _applied(self) -> str:
        """Then an action after it, that names it instead of a revision."""
        case = self._case()
        review = self._action(case, "review", base_revision=case.revision)
        message = self._action(
            case, "message", after=review["id"],
            payload={"to_department": case.department.code, "text": "接口检查 contract test"},
        )  # fmt: skip
        for result in self._act(review, message):
            _expect(result["outcome"] == "applied", f"{result['outcome']} {result.get('code', '')}")
            _expect(result["revision"] > case.revision, "the revision did not rise")
            _expect("body" in result, "no body")
        return "review, message"

    def _same_id(self) -> str:
        case = self._case()
        action = self._action(case, "review", base_revision=case.revision)
        (first,), (again,) = self._act(action), self._act(action)
        _expect(first == again, "the same id answered differently")
        (other,) = self._act(action | {"type": "release"})
        _expect((other["outcome"], other.get("code")) == ("refused", "id_reused"),
                f"other contents: {other['outcome']} {other.get('code')}")  # fmt: skip
        return "refused id_reused"

    def _other_outcomes(self) -> str:
        case = self._case()
        stranger = msgspec.structs.replace(case, id=f"sa-{uuid.uuid4()}")
        conflict, gone, refused = self._act(
            self._action(case, "review", base_revision=max(0, case.revision - 1)),
            self._action(stranger, "review", base_revision=1),
            self._action(case, "deliver", base_revision=case.revision, payload={"method": "ems"}),
        )
        _expect(conflict["outcome"] == "conflict" and "body" in conflict, f"{conflict['outcome']}")
        _expect(gone["outcome"] == "gone", f"an unknown case: {gone['outcome']}")
        _expect(refused["outcome"] == "refused" and bool(refused.get("code")),
                f"an unlawful action: {refused['outcome']}")  # fmt: skip
        return f"refused {refused['code']}"

    def _odd_action(self) -> str:
        """An ``at`` without offset: refused alone, or nothing of its request is applied."""
        case = self._case()
        good = self._action(case, "review", base_revision=case.revision)
        odd = self._action(case, "review", after=good["id"]) | {"at": "2026-03-02T09:00:00"}
        answer, raw = self._ask("POST", "/v1/actions", json={"actions": [good, odd]})
        if answer.status_code == 200:
            applied, refused = msgspec.json.decode(raw)["results"]
            found = (applied["outcome"], refused["outcome"], refused.get("code"))
            _expect(found == ("applied", "refused", "malformed"), f"{found}")
            return "refused malformed"
        said = self._problem(400, "", (answer, raw))
        _expect(self._case_again(case).revision == case.revision, "a part of it was applied")
        return said

    def _case_again(self, case: SubApplication) -> SubApplication:
        self._feed()
        return decode(self._held["sub_application"][case.id][1], SubApplication)

    def _too_many(self) -> str:
        case = msgspec.structs.replace(self._case(), id=f"sa-{uuid.uuid4()}")
        many = [self._action(case, "review", base_revision=1) for _ in range(51)]
        return self._problem(413, "", self._ask("POST", "/v1/actions", json={"actions": many}))

    def _claim(self) -> str:
        claim = {"id": str(uuid.uuid4()), "count": 1}
        answers = [self._ask("POST", "/v1/claims", json=claim) for _ in range(2)]
        first, again = (decode(raw, Claimed) for _, raw in answers)
        _expect(first == again, "the same id gave other cases")
        self._problem(400, "", self._ask("POST", "/v1/claims", data=b"[" * 100_000))
        return f"{len(first.sub_application_ids)}"

    def _material(self) -> str:
        material = self._some_material()
        path, tag = f"/v1/materials/{material.id}", f'"{material.sha256}"'
        answer, whole = self._ask("GET", path)
        _expect(answer.headers.get("ETag") == tag, f"ETag {answer.headers.get('ETag')!r}")
        _expect(hashlib.sha256(whole).hexdigest() == material.sha256, "bytes and hash differ")
        part, some = self._ask("GET", path, headers={"Range": "bytes=3-9", "If-Range": tag})
        _expect((part.status_code, some) == (206, whole[3:10]), f"Range: {part.status_code}")
        other, every = self._ask("GET", path, headers={"Range": "bytes=3-9", "If-Range": '"x"'})
        _expect((other.status_code, every) == (200, whole), f"If-Range: {other.status_code}")
        return f"{len(whole)} B"

    def _foreign_material(self) -> str:
        """What is not this clerk's to read is not there."""
        asked = self._ask("GET", f"/v1/materials/not-mine-{uuid.uuid4()}")
        return self._problem(404, "not_found", asked)

    def _some_material(self) -> Material:
        """One whose bytes are as registered: a practice centre has some that are not."""
        for _, raw in self._held.get("sub_application", {}).values():
            for material in decode(raw, SubApplication).materials:
                if material.sha256 and material.size > 10:
                    _, whole = self._ask("GET", f"/v1/materials/{material.id}")
                    if hashlib.sha256(whole).hexdigest() == material.sha256:
                        return material
        raise Differs("没有可取的材料 no material to fetch")

    def _attachment(self) -> str:
        content = f"contract {uuid.uuid4()}".encode()
        path = f"/v1/attachments/{hashlib.sha256(content).hexdigest()}"
        statuses = [self._ask("PUT", path, data=content)[0].status_code for _ in range(2)]
        _expect(statuses == [201, 200], f"{statuses}")
        return self._problem(422, "hash_mismatch", self._ask("PUT", path, data=b"other bytes"))

    def _search(self) -> str:
        groups = self._got("/v1/search", SearchAnswer, q="许可", limit=3).groups
        known = {"item", "scene", "faq", "policy", "case"}
        _expect({g.kind for g in groups} <= known, f"{[g.kind for g in groups]}")
        _expect(all(len(g.hits) <= 3 for g in groups), "more than the limit")
        return f"{sum(len(g.hits) for g in groups)} hits"

    def _licences(self) -> str:
        nobody = self._got("/v1/licences", LicencesAnswer, holder=f"nobody-{uuid.uuid4()}")
        _expect(nobody.licences == (), "licences of nobody")
        return "200"

    def _statistics(self) -> str:
        span = {"from": "2020-01-01", "to": date.today().isoformat()}
        told = self._got("/v1/statistics", Statistics, **span).departments
        _expect(all(0 <= d.on_time_rate <= 1 and 0 <= d.instant_share <= 1 for d in told),
                "a share beyond 0 to 1")  # fmt: skip
        return f"{len(told)} departments"


def _expect(true: bool, otherwise: str) -> None:
    if not true:
        raise Differs(otherwise)
