"""A small centre that behaves oddly within the contract. It is not the practice centre: what it says
is what a test put into it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.cases.model import SHANGHAI, SubApplication
from tests.support.examples import a_case

Json = Any
Answer = tuple[int, dict[str, str], bytes]
CLERK = {"id": "clerk-01", "name": "张伟", "window": "3号窗", "roles": ["clerk"],
         "department": {"code": "scjg", "name": "市场监督管理局"}}  # fmt: skip


class Asked(msgspec.Struct, frozen=True):
    """One request as it came; ``body`` is its JSON, or its form's first values."""

    method: str
    path: str
    query: dict[str, str]
    body: Json
    headers: dict[str, str]


class OddCentre:
    """Script it by ``feed`` (a list of changes; a cursor is a place in it), by ``outcome`` (an action's
    result), and by ``on``: path → a function of the request that answers instead, or returns None."""

    def __init__(self) -> None:
        self.feed: list[Json] = []
        self.epoch: str | None = "one"  # None: a 1.0 centre
        self.page_size = 500
        self.on: dict[str, Callable[[Asked], Answer | None]] = {}
        self.outcome: Callable[[Json], Json] = self.applied
        self.server_time: Json = None
        self.requests: list[Asked] = []
        self.results: dict[str, Json] = {}  # by the action's id, the first outcome
        self.claims: dict[str, list[str]] = {}
        self.over = threading.Event()
        self.grown = threading.Event()
        self.url = ""
        self._tokens = 0
        self._lock = threading.RLock()

    # --- what a test says ----------------------------------------------------------

    def put(self, body: SubApplication | Json, kind: str = "sub_application", **line: Json) -> None:
        """Adds a put; ``line`` changes the feed's own fields."""
        raw = msgspec.to_builtins(body, str_keys=True) if isinstance(body, msgspec.Struct) else body
        said = {
            "kind": kind,
            "op": "put",
            "id": raw.get("id"),
            "revision": raw.get("revision", 1),
            "body": raw,
        }
        self.say(said | line)

    def drop(self, id_: str, revision: int, reason: str = "reassigned") -> None:
        self.say(
            {
                "kind": "sub_application",
                "op": "drop",
                "id": id_,
                "revision": revision,
                "reason": reason,
            }
        )

    def say(self, *changes: Json) -> None:
        with self._lock:
            self.feed.extend(changes)
        self.grown.set()

    def applied(self, action: Json) -> Json:
        """The plain outcome: the case one revision on, put into the feed."""
        case = self.held(action["sub_application_id"])
        if case is None:
            return {"outcome": "gone"}
        base = action.get("base_revision")
        if base is not None and base != case["revision"]:
            return {"outcome": "conflict", "revision": case["revision"], "body": case}
        event = {"at": action["at"], "by": {"id": CLERK["id"]}, "type": action["type"]}
        case = {
            **case,
            "revision": case["revision"] + 1,
            "history": [*case.get("history", []), event],
        }
        self.put(case)
        return {"outcome": "applied", "revision": case["revision"], "body": case}

    def held(self, case_id: str) -> Json | None:
        """A case as the feed last put it."""
        return self.state().get(("sub_application", case_id))

    def history(self, case_id: str) -> list[str]:
        """The types of the actions that were applied to a case."""
        case = self.held(case_id) or {}
        return [event["type"] for event in case.get("history", [])]

    def state(self) -> dict[tuple[str, str], Json]:
        """What a reader of the whole feed holds, by kind and id."""
        held: dict[tuple[str, str], Json] = {}
        for change in filter(_is_whole, list(self.feed)):
            key = change["kind"], change["id"]
            if change.get("op") == "put":
                held[key] = (
                    {**change["body"], "revision": change["revision"]}
                    if isinstance(change["body"], dict)
                    else change["body"]
                )
            else:
                held.pop(key, None)
        return held

    def posted(self) -> list[list[str]]:
        """The ids of the actions in each request that carried some."""
        return [
            [a["id"] for a in r.body["actions"]] for r in self.requests if r.path == "/v1/actions"
        ]

    # --- what it answers -------------------------------------------------------------

    def answer(self, asked: Asked) -> Answer:
        self.requests.append(asked)
        scripted = self.on.get(asked.path)
        if scripted is not None and (said := scripted(asked)) is not None:
            return said
        with self._lock:
            return self._plain(asked)

    def _plain(self, asked: Asked) -> Answer:
        if asked.path == "/v1/about":
            return said(self._with_epoch({"name": "怪中心", "api": "1.1", "server_time": now()}))
        if asked.path == "/v1/token":
            self._tokens += 1
            n = self._tokens
            return said(
                {
                    "access_token": f"a{n}",
                    "refresh_token": f"r{n}",
                    "expires_in": 900,
                    "clerk": CLERK,
                }
            )
        if asked.path == "/v1/changes":
            return said(self.page(int(asked.query.get("cursor") or 0)))
        if asked.path == "/v1/changes/digest":
            return said(self.digest())
        if asked.path == "/v1/actions":
            return said({"results": [self.result(action) for action in asked.body["actions"]]})
        if asked.path == "/v1/claims":
            return said({"sub_application_ids": self.claims.setdefault(asked.body["id"], [])})
        if asked.path.startswith("/v1/attachments/"):
            return 201, {}, b"{}"
        return refused(404, "not_found")

    def page(self, at: int) -> Json:
        until = min(len(self.feed), at + self.page_size)
        page = {
            "changes": self.feed[at:until],
            "cursor": str(until),
            "more": until < len(self.feed),
            "server_time": self.server_time or now(),
        }
        return self._with_epoch(page)

    def digest(self) -> Json:
        revisions: dict[str, dict[str, int]] = {}
        for change in filter(_is_whole, self.feed):
            ids = revisions.setdefault(change["kind"], {})
            if change["op"] == "put":
                ids[change["id"]] = change["revision"]
            else:
                ids.pop(change["id"], None)
        return {
            kind: {
                "count": len(ids),
                "digest": hashlib.sha256(
                    "".join(f"{i}:{ids[i]}\n" for i in sorted(ids)).encode()
                ).hexdigest(),
            }
            for kind, ids in revisions.items()
        }

    def result(self, action: Json) -> Json:
        """The first outcome again, for an id that was seen before."""
        if action["id"] not in self.results:
            outcome = {"id": action["id"], **self.outcome(action)}
            if outcome["outcome"] == "retry":
                return outcome
            self.results[action["id"]] = outcome
        return self.results[action["id"]]

    def _with_epoch(self, message: Json) -> Json:
        return message if self.epoch is None else {**message, "epoch": self.epoch}


def _is_whole(change: Json) -> bool:
    return all(isinstance(change.get(name), str) for name in ("kind", "op", "id"))


LOST: Answer = (0, {}, b"")  # the line is cut before a word of the answer


def said(body: Json, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


def refused(status: int, code: str = "", **headers: str) -> Answer:
    body = json.dumps({"status": status, "code": code, "detail": code}).encode()
    kind = {"Content-Type": "application/problem+json"}
    return status, kind | {name.replace("_", "-"): value for name, value in headers.items()}, body


def now() -> str:
    return datetime.now(SHANGHAI).isoformat(timespec="seconds")


def case_body(number: int = 1, revision: int = 1, **changes: Json) -> SubApplication:
    """A received case of the clerk's; ``number`` makes its id and its number."""
    return a_case(
        id=f"sa-{number:06d}",
        no=f"320104-20261123-{number:06d}",
        revision=revision,
        received_at=datetime.now(SHANGHAI),
        **changes,
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def _answer(self) -> None:
        centre: OddCentre = self.server.centre
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, parts.path, query, _body(raw, self.headers), dict(self.headers))
        if parts.path == "/v1/changes/stream" and parts.path not in centre.on:
            self._stream(centre)
            return
        status, headers, content = centre.answer(asked)
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = _answer

    def _stream(self, centre: OddCentre) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.write(b": here\n\n")
            while not centre.over.is_set():
                if centre.grown.wait(0.05):
                    centre.grown.clear()
                    self.wfile.write(b"event: changed\ndata:\n\n")

    def log_message(self, *_: object) -> None:
        pass


def _body(raw: bytes, headers: Any) -> Json:
    kind = headers.get("Content-Type", "")
    if "json" in kind:
        return json.loads(raw)
    if "form" in kind:
        return {key: values[0] for key, values in parse_qs(raw.decode()).items()}
    return None


@contextlib.contextmanager
def odd_centre() -> Iterator[OddCentre]:
    """It listens on loopback until the block ends."""
    centre = OddCentre()
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads, server.centre = True, centre
    centre.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield centre
    centre.over.set()
    server.shutdown()
    server.server_close()


def cases_at(odd: OddCentre, count: int) -> list[str]:
    """So many received cases in the feed; their ids."""
    bodies = [case_body(number) for number in range(1, count + 1)]
    for body in bodies:
        odd.put(body)
    return [body.id for body in bodies]
