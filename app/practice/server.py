"""The practice centre over HTTP: the whole of central-api.md, served by Litestar."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post, put
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.response import ServerSentEvent, ServerSentEventMessage

from app.cases.drill import DrillWanted, HandedIn
from app.cases.model import Clerk, Licence
from app.central.wire import (
    API_VERSION,
    BATCH_LIMIT,
    About,
    ActionsRequest,
    ActionsResponse,
    Change,
    ChangesPage,
    Claim,
    Claimed,
    Hit,
    HitGroup,
    KindDigest,
    LicencesAnswer,
    Problem,
    SearchAnswer,
    Statistics,
    Token,
    decode,
    encode,
)
from app.practice.drills import Drills, NoSuchDrill
from app.practice.figures import department_statistics
from app.practice.tokens import Locked, Refused, Tokens
from app.practice.world import World

Answer = Response[bytes]
Asked = Request[Clerk, Any, State]
OLDEST_DESK = (0, 1)
SIGNED_OUT_PATHS = ("/v1/token", "/v1/about")
OFFERED_PATHS = ("/v1/about", "/v1/actions", "/v1/attachments")  # what a revoked desk still may


def make_server(world: World, tokens: Tokens) -> Litestar:
    """The ASGI application of one practice centre."""
    return Litestar(
        [about, token, revoke, changes, digest, stream, act, claim, material, attachment, search,
         licences, statistics, begin_drill, hand_in_drill],
        state=State({"world": world, "tokens": tokens}),
        before_request=_admit,
        exception_handlers={HTTPException: _problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=64 * 2**20,
    )  # fmt: skip


class Refusal(HTTPException):
    """An error of the contract, told as RFC 9457."""

    def __init__(self, status: int, code: str, detail: str, retry_after: int = 0) -> None:
        super().__init__(detail, status_code=status)
        self.code = code
        self.retry_after = retry_after


def _problem(request: Asked, error: HTTPException) -> Answer:
    code = getattr(error, "code", "")
    body = Problem(
        title=error.detail, status=error.status_code, detail=error.detail, code=code,
        error="invalid_grant" if code == "invalid_grant" else "",
    )  # fmt: skip
    headers = {}
    if retry_after := getattr(error, "retry_after", 0):
        headers["Retry-After"] = str(retry_after)
    return Response(
        encode(body), status_code=error.status_code, media_type="application/problem+json",
        headers=headers,
    )  # fmt: skip


def _admit(request: Asked) -> None:
    """Signs the request's clerk in, or refuses; every call but the first two needs it."""
    version = re.match(r"(\d+)\.(\d+)", request.headers.get("Desk-Version", ""))
    if version and (int(version[1]), int(version[2])) < OLDEST_DESK:
        raise Refusal(426, "desk_too_old", "请更新本软件")
    if _tokens(request).revoked and not request.url.path.startswith(OFFERED_PATHS):
        raise Refusal(403, "device_revoked", "本机已停用")
    if request.url.path.startswith(SIGNED_OUT_PATHS):
        return
    header = request.headers.get("Authorization", "")
    clerk_id = _tokens(request).clerk_of(header.removeprefix("Bearer ").strip())
    if clerk_id is None:
        raise Refusal(401, "unauthorised", "请先登录")
    request.scope["user"] = _world(request).clerks[clerk_id]


def _world(request: ASGIConnection[Any, Any, Any, State]) -> World:
    world: World = request.app.state["world"]
    return world


def _tokens(request: ASGIConnection[Any, Any, Any, State]) -> Tokens:
    tokens: Tokens = request.app.state["tokens"]
    return tokens


def _json(body: Any, status: int = 200) -> Answer:
    return Response(encode(body), media_type=MediaType.JSON, status_code=status)


def _typed(raw: bytes, kind: type[Any]) -> Any:
    try:
        return decode(raw, kind)
    except msgspec.MsgspecError as error:
        raise Refusal(400, "malformed", str(error)) from error


@get("/v1/about")
async def about(request: Asked) -> Answer:
    return _json(
        About(
            name="南京市政务服务练习中心", api=API_VERSION, practice=True,
            server_time=_world(request).clock(),
        )
    )  # fmt: skip


@post("/v1/token")
async def token(request: Asked) -> Answer:
    form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
    try:
        if form.get("grant_type") == "refresh_token":
            grant = _tokens(request).by_refresh(form.get("refresh_token", ""))
        else:
            grant = _tokens(request).by_password(form.get("username", ""), form.get("password", ""))
    except Refused:
        raise Refusal(400, "invalid_grant", "用户名或密码不对") from None
    except Locked as locked:
        raise Refusal(423, "locked_out", "输错次数过多", locked.seconds) from None
    return _json(
        Token(
            access_token=grant.access_token,
            refresh_token=grant.refresh_token,
            expires_in=grant.expires_in,
            clerk=_world(request).clerks[grant.clerk_id],
        )
    )


@post("/v1/token/revoke", status_code=200)
async def revoke(request: Asked) -> Answer:
    form = parse_qs((await request.body()).decode())
    _tokens(request).revoke(form.get("token", [""])[0])
    return _json({})


@get("/v1/changes")
async def changes(request: Asked, cursor: str = "", limit: int = 500) -> Answer:
    world = _world(request)
    after = 0
    if cursor:
        epoch, _, at = cursor.rpartition(".")
        if epoch != world.epoch or not at.isdigit():
            raise Refusal(410, "cursor_expired", "游标已过期")
        after = int(at)
    limit = max(1, min(1000, limit))
    lines = world.ledger.feed(world.scopes(request.user), after, limit + 1)
    more, lines = len(lines) > limit, lines[:limit]
    said = []
    for line in lines:
        body = b"null"
        if line.op == "put":
            body = world.body_for(request.user, line.kind, line.id)
        said.append(
            Change(
                kind=line.kind, op=line.op, id=line.id, revision=line.revision,
                body=msgspec.Raw(body), reason=line.reason,
            )
        )  # fmt: skip
    last = lines[-1].seq if lines else after
    return _json(
        ChangesPage(
            changes=tuple(said), cursor=f"{world.epoch}.{last}", more=more,
            server_time=world.clock(),
        )
    )  # fmt: skip


@get("/v1/changes/digest")
async def digest(request: Asked) -> Answer:
    world = _world(request)
    held = world.ledger.digest(world.scopes(request.user))
    return _json({kind: KindDigest(count=n, digest=d) for kind, (n, d) in held.items()})


@get("/v1/changes/stream")
async def stream(request: Asked) -> ServerSentEvent:
    world = _world(request)

    async def events() -> AsyncIterator[ServerSentEventMessage]:
        yield ServerSentEventMessage(comment="here")
        while True:
            try:
                await asyncio.wait_for(world.stirred.wait(), 15)
                yield ServerSentEventMessage(event="changed", data="")
            except TimeoutError:
                yield ServerSentEventMessage(comment="still here")

    return ServerSentEvent(events())


@post("/v1/actions", status_code=200)
async def act(request: Asked) -> Answer:
    asked: ActionsRequest = _typed(await request.body(), ActionsRequest)
    if len(asked.actions) > BATCH_LIMIT:
        raise Refusal(413, "too_many_actions", f"一次最多 {BATCH_LIMIT} 项")
    world = _world(request)
    results = tuple(world.act(request.user, action) for action in asked.actions)
    return _json(ActionsResponse(results=results))


@post("/v1/claims", status_code=200)
async def claim(request: Asked) -> Answer:
    asked: Claim = _typed(await request.body(), Claim)
    return _json(Claimed(sub_application_ids=_world(request).claim(request.user, asked)))


@get("/v1/materials/{material_id:str}")
async def material(request: Asked, material_id: str) -> Answer:
    held = _world(request).ledger.file(material_id)
    if held is None:
        raise Refusal(404, "not_found", "没有这份材料")
    sha256, media_type, content = held
    tag = f'"{sha256}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
    if wanted and request.headers.get("If-Range", tag) == tag:
        first = int(wanted[1])
        last = min(int(wanted[2]) if wanted[2] else len(content) - 1, len(content) - 1)
        if first > last:
            headers["Content-Range"] = f"bytes */{len(content)}"
            return Response(b"", status_code=416, headers=headers, media_type=media_type)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        part = content[first : last + 1]
        return Response(part, status_code=206, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)


@put("/v1/attachments/{sha256:str}")
async def attachment(request: Asked, sha256: str) -> Answer:
    content = await request.body()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refusal(422, "hash_mismatch", "内容与指纹不符")
    fresh = _world(request).ledger.keep_attachment(sha256, content)
    return _json({}, 201 if fresh else 200)


@get("/v1/search")
async def search(request: Asked, q: str = "", limit: int = 20) -> Answer:
    world, text = _world(request), q.strip()
    own = [c for c in world.cases.values() if c.assignee and c.assignee.id == request.user.id]
    found = (
        ("case", [(c.id, c.no, f"{c.item.name} · {c.applicant.name}") for c in own]),
        ("item", [(i.code, i.name, i.conditions) for i in world.items.values()]),
        *(
            (kind, [(a.id, a.title, a.text) for a in world.articles.values() if a.kind == kind])
            for kind in ("faq", "policy")
        ),
    )
    groups = []
    for kind, rows in found:
        hits = [
            Hit(id=id_, title=title, summary=summary)
            for id_, title, summary in rows
            if text and text in title + summary
        ]
        if hits:
            groups.append(HitGroup(kind=kind, hits=tuple(hits[: max(1, min(100, limit))])))
    return _json(SearchAnswer(groups=tuple(groups)))


@get("/v1/licences")
async def licences(request: Asked, holder: str = "", kind: str = "") -> Answer:
    held = _world(request).ledger.licences(holder, kind)
    return _json(LicencesAnswer(licences=tuple(decode(body, Licence) for body in held)))


@get("/v1/statistics")
async def statistics(request: Asked) -> Answer:
    world = _world(request)
    since = _day(request.query_params.get("from"), world.clock())
    until = _day(request.query_params.get("to"), world.clock())
    return _json(
        Statistics(from_=since, to=until, departments=department_statistics(world, since, until))
    )


def _day(text: str | None, now: datetime) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return now.date()


@post("/practice/drills", status_code=200)
async def begin_drill(request: Asked) -> Answer:
    asked: DrillWanted = _typed(await request.body(), DrillWanted)
    return _json(Drills(_world(request)).begin(request.user, asked))


@post("/practice/drills/{drill_id:str}/mark", status_code=200)
async def hand_in_drill(request: Asked, drill_id: str) -> Answer:
    asked: HandedIn = _typed(await request.body(), HandedIn)
    try:
        return _json(Drills(_world(request)).hand_in(request.user, drill_id, asked.seconds))
    except NoSuchDrill:
        raise Refusal(404, "not_found", "没有这次练习") from None
