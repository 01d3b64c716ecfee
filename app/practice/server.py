"""The practice centre over HTTP: the whole of docs/contract.md, served by Litestar."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post, put
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.response import ServerSentEvent, ServerSentEventMessage

from app.cases.contract import API_VERSION, OLDER_API
from app.cases.drill import DrillRequest, DrillSubmission
from app.cases.model import Clerk, Licence, civil
from app.cases.proposals import leads
from app.cases.typed import decode
from app.central.wire import (
    BATCH_LIMIT,
    FIGURES_BY,
    FIGURES_OF,
    HIT_LIMIT,
    LARGEST_PAGE,
    MOST_HITS,
    MOST_NUMBERS,
    NUMBER_LIMIT,
    PAGE_LIMIT,
    About,
    ActionsResponse,
    Change,
    ChangesPage,
    Claim,
    Claimed,
    Hit,
    HitGroup,
    KindDigest,
    LicencesAnswer,
    Numbers,
    SearchAnswer,
    Statistics,
    Token,
    Verified,
    encode,
)
from app.practice import parsing
from app.practice.cursors import CursorExpired
from app.practice.drills import Drills, NoSuchDrill
from app.practice.numbers import hold_numbers
from app.practice.older_api import as_older
from app.practice.outcomes import IdReused, Outcomes
from app.practice.problems import Refusal, Unreadable, problem
from app.practice.statistics import department_statistics, statistics_by
from app.practice.tokens import Locked, Refused, Tokens
from app.practice.world import World, is_held_by

Answer = Response[bytes]
Asked = Request[Clerk, Any, State]
OLDEST_DESK = (0, 1)
HEARTBEAT_SECONDS = 15.0
LARGEST_ATTACHMENT = 512 * 2**20  # an archive's
SIGNED_OUT_PATHS = ("/v1/token", "/v1/about", "/v1/verify/")
ID_REUSED = Refusal(409, "id_reused", "该编号已用于他人的请求")
OFFERED_PATHS = ("/v1/about", "/v1/actions", "/v1/attachments")  # what a revoked desk still may


def make_server(world: World, tokens: Tokens, api: str = API_VERSION) -> Litestar:
    """The ASGI application of one practice centre, which says no more than that version did.

    Its handlers are its own: Litestar's keep what the application they served first did after them.
    """
    handlers = [about, token, revoke, changes, digest, stream, act, claim, material, attachment,
                search, licences, statistics, begin_drill, hand_in_drill]  # fmt: skip
    if api != OLDER_API:
        handlers += [sub_application, numbers, verify]
    return Litestar(
        [copy.deepcopy(handler) for handler in handlers],
        state=State({"world": world, "tokens": tokens}),
        before_request=_admit,
        after_request=as_older if api == OLDER_API else None,
        exception_handlers={HTTPException: problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=64 * 2**20,
    )


def _admit(request: Asked) -> None:
    """Signs the request's clerk in, or refuses; every call but the first two needs it."""
    version = request.headers.get("Desk-Version")
    if version is not None and parsing.version(version) < OLDEST_DESK:
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


@get("/v1/about")
async def about(request: Asked) -> Answer:
    return _json(
        About(
            name="南京市政务服务练习中心",
            api=API_VERSION,
            practice=True,
            server_time=_world(request).clock(),
            epoch=_world(request).ledger.epoch,
        )
    )


@post("/v1/token")
async def token(request: Asked) -> Answer:
    form = parsing.form_values(await request.body())
    try:
        device = request.headers.get("Desk-Device", "")
        match form:
            case {"grant_type": "refresh_token", "refresh_token": refresh_token}:
                grant = _tokens(request).by_refresh(refresh_token, device)
            case {"grant_type": "password", "username": username, "password": password}:
                grant = _tokens(request).by_password(username, password)
            case {"grant_type": "password" | "refresh_token"}:
                raise Unreadable("the form lacks a field")
            case _:
                raise Refusal(400, "unsupported_grant_type", "不支持的 grant_type")
    except Refused:
        raise Refusal(400, "invalid_grant", "用户名或密码不对") from None
    except Locked as locked:
        wait = {"Retry-After": str(locked.seconds)}
        raise Refusal(423, "locked_out", "输错次数过多", wait) from None
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
    """Always 200: what cannot be read is no token that lives."""
    with contextlib.suppress(Unreadable):
        _tokens(request).revoke(parsing.form_values(await request.body()).get("token", ""))
    return _json({})


@get("/v1/changes")
async def changes(request: Asked) -> Answer:
    world = _world(request)
    limit = parsing.whole_number(request.query_params.get("limit"), PAGE_LIMIT, 1, LARGEST_PAGE)
    try:
        after = world.cursors.seq(request.query_params.get("cursor", ""))
    except CursorExpired:
        raise Refusal(410, "cursor_expired", "游标已过期") from None
    lines = world.ledger.feed(world.scopes(request.user), after, limit + 1)
    more, lines = len(lines) > limit, lines[:limit]
    said = []
    for line in lines:
        body = b"null"
        if line.op == "put":
            body = world.body_for(request.user, line.kind, line.id)
        said.append(
            Change(
                kind=line.kind,
                op=line.op,
                id=line.id,
                revision=line.revision,
                body=msgspec.Raw(body),
                reason=line.reason,
            )
        )
    last = lines[-1].seq if lines else after
    return _json(
        ChangesPage(
            changes=tuple(said),
            cursor=world.cursors.at(last),
            more=more,
            server_time=world.clock(),
            epoch=world.ledger.epoch,
        )
    )


@get("/v1/changes/digest")
async def digest(request: Asked) -> Answer:
    """Worked out anew only where the clerk's feed has moved on since its ETag was given."""
    world = _world(request)
    scopes = world.scopes(request.user)
    tag = f'"{world.ledger.epoch}.{request.user.id}.{world.ledger.last_seq_of(scopes)}"'
    headers = {"ETag": tag}
    if request.headers.get("If-None-Match") == tag:
        return Response(b"", status_code=304, headers=headers)
    held = world.ledger.digest(scopes)
    said = {kind: KindDigest(count=n, digest=d) for kind, (n, d) in held.items()}
    return Response(encode(said), headers=headers, media_type=MediaType.JSON)


@get("/v1/changes/stream")
async def stream(request: Asked) -> ServerSentEvent:
    world = _world(request)

    async def events() -> AsyncIterator[ServerSentEventMessage]:
        yield ServerSentEventMessage(comment="here")
        while True:
            try:
                await asyncio.wait_for(world.feed_grew.wait(), HEARTBEAT_SECONDS)
                yield ServerSentEventMessage(event="changed", data="")
            except TimeoutError:
                yield ServerSentEventMessage(comment="still here")

    return ServerSentEvent(events(), headers={"Cache-Control": "no-store"})


@post("/v1/actions", status_code=200)
async def act(request: Asked) -> Answer:
    asked = parsing.actions_in(await request.body(), BATCH_LIMIT)
    outcomes = Outcomes(_world(request))
    return _json(
        ActionsResponse(results=tuple(outcomes.act(request.user, action) for action in asked))
    )


@post("/v1/claims", status_code=200)
async def claim(request: Asked) -> Answer:
    asked = parsing.typed(await request.body(), Claim)
    try:
        ids = Outcomes(_world(request)).claim(request.user, asked)
    except IdReused:
        raise ID_REUSED from None
    return _json(Claimed(sub_application_ids=ids))


@get("/v1/materials/{material_id:str}")
async def material(request: Asked, material_id: str) -> Answer:
    held = _world(request).material(request.user, material_id)
    if held is None:
        raise Refusal(404, "not_found", "没有这份材料")
    sha256, media_type, content = held
    tag = f'"{sha256}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    wanted = None
    if request.headers.get("If-Range", tag) == tag:
        wanted = parsing.byte_range(request.headers.get("Range", ""), len(content))
    if wanted is None:
        return Response(content, headers=headers, media_type=media_type)
    headers["Content-Range"] = f"bytes {wanted[0]}-{wanted[-1]}/{len(content)}"
    part = content[wanted.start : wanted.stop]
    return Response(part, status_code=206, headers=headers, media_type=media_type)


@put("/v1/attachments/{sha256:str}", request_max_body_size=LARGEST_ATTACHMENT)
async def attachment(request: Asked, sha256: str) -> Answer:
    content = await request.body()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refusal(422, "hash_mismatch", "内容与校验值不一致")
    fresh = _world(request).ledger.keep_attachment(sha256, content)
    return _json({}, 201 if fresh else 200)


@get("/v1/search")
async def search(request: Asked) -> Answer:
    world, text = _world(request), request.query_params.get("q", "").strip()
    limit = parsing.whole_number(request.query_params.get("limit"), HIT_LIMIT, 1, MOST_HITS)
    own = [case for case in world.cases.values() if is_held_by(case, request.user)]
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
            groups.append(HitGroup(kind=kind, hits=tuple(hits[:limit])))
    return _json(SearchAnswer(groups=tuple(groups)))


@get("/v1/licences")
async def licences(request: Asked) -> Answer:
    asked = request.query_params
    held = _world(request).ledger.licences(asked.get("holder", ""), asked.get("kind", ""))
    return _json(LicencesAnswer(licences=tuple(decode(body, Licence) for body in held)))


@get("/v1/statistics")
async def statistics(request: Asked) -> Answer:
    world, asked = _world(request), request.query_params
    today = civil(world.clock())
    since, until = (parsing.day(asked.get(name), today) for name in ("from", "to"))
    by = parsing.one_of(asked.get("by"), FIGURES_BY)
    if not by:
        departments = department_statistics(world, since, until)
        return _json(Statistics(from_=since, to=until, departments=departments))
    at_first = "department" if "lead" in request.user.roles else "me"
    of = parsing.one_of(asked.get("of"), FIGURES_OF)
    of = of or ("hall" if by == "department" else at_first)
    rows = statistics_by(world, request.user, since, until, by, of)
    return _json(Statistics(from_=since, to=until, by=by, of=of, rows=rows))


@get("/v1/sub_applications/{case_id:str}")
async def sub_application(request: Asked, case_id: str) -> Answer:
    """For a lead of its department, to be read; for anybody else it is not there."""
    case = _world(request).cases.get(case_id)
    if case is None or not leads(case, request.user):
        raise Refusal(404, "not_found", "没有这件办件")
    return _json(case)


@get("/v1/numbers")
async def numbers(request: Asked) -> Answer:
    asked = request.query_params
    count = parsing.whole_number(asked.get("count"), NUMBER_LIMIT, 1, MOST_NUMBERS)
    block = hold_numbers(_world(request), request.user, asked.get("kind", ""), count)
    if not block:
        raise Refusal(404, "not_found", "贵部门没有这一类文书编号")
    return _json(Numbers(numbers=block))


@get("/v1/verify/{no:str}")
async def verify(request: Asked, no: str) -> Answer:
    """Of the paper itself nothing is told: who asks has it in hand."""
    issued = _world(request).has_served(no, request.query_params.get("digest", ""))
    return _json(Verified(no=no, issued=issued))


@post("/practice/drills", status_code=200)
async def begin_drill(request: Asked) -> Answer:
    asked = parsing.typed(await request.body(), DrillRequest)
    try:
        return _json(Drills(_world(request)).begin(request.user, asked))
    except IdReused:
        raise ID_REUSED from None


@post("/practice/drills/{drill_id:str}/mark", status_code=200)
async def hand_in_drill(request: Asked, drill_id: str) -> Answer:
    asked = parsing.typed(await request.body(), DrillSubmission)
    try:
        return _json(Drills(_world(request)).hand_in(request.user, drill_id, asked.seconds))
    except NoSuchDrill:
        raise Refusal(404, "not_found", "没有这次练习") from None
