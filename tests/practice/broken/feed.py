"""Centres whose feed, digest or stream is otherwise than the contract says."""

import asyncio
import gzip
import hashlib
import time

from app.practice import parsing, server, world
from app.practice.cursors import CursorExpired, Cursors
from app.practice.ledger import Ledger
from app.practice.world import World
from tests.support.broken_centre import CLERK, SECOND, Mutant

DIGEST, STREAM = "/v1/changes/digest", "/v1/changes/stream"
UNSEEN_SECONDS = 0.1


def of_pages(alter):
    """``alter(page)`` of each page of the feed."""

    def altered(reply):
        if reply.status == 200 and not reply.path.startswith(DIGEST):
            page = reply.json
            alter(page)
            reply.json = page

    return lambda centre: centre.answers("/v1/changes", altered)


def of_bodies(kind, alter):
    """``alter(body)`` of each put of a kind."""

    def altered(page):
        for change in page["changes"]:
            if (change["kind"], change["op"]) == (kind, "put"):
                alter(change["body"])

    return of_pages(altered)


def in_words_of_its_own(centre):
    """Every kind has another name than the contract's."""

    def pages(page):
        for change in page["changes"]:
            change["kind"] = f"x-{change['kind']}"

    def digests(reply):
        if reply.status == 200:
            reply.json = {f"x-{kind}": said for kind, said in reply.json.items()}

    of_pages(pages)(centre)
    centre.answers(DIGEST, digests)


def without_body(page):
    for change in page["changes"]:
        if change["kind"] == "article":
            change["body"] = None


def one_higher_before(page):
    first = page["changes"][:1]
    if len(page["changes"]) > 100:
        page["changes"].insert(0, first[0] | {"revision": first[0]["revision"] + 1})


def skipping_at_the_edge(page):
    if page["more"]:
        prefix, _, at = page["cursor"].rpartition(".")
        page["cursor"] = f"{prefix}.{int(at) + 1}"


def no_last_cursor(page):
    if not page["more"]:
        page["cursor"] = ""


def only_what_is_everybodys(original, self, clerk):
    return original(self, clerk)[:1]


def the_first_clerk_s_too(centre):
    """The second clerk is told of what the first one gets, and not of what they lose."""
    first, second = (f"clerk-{which + 1:02d}" for which in (CLERK, SECOND))

    def feed(original, self, scopes, after, limit):
        own = original(self, scopes, after, 2**31)
        if second in scopes:
            seqs = {line.seq for line in own}
            both = original(self, [*scopes, first], after, 2**31)
            own = [line for line in both if line.seq in seqs or line.op == "put"]
        return own[:limit]

    centre.around(Ledger, "feed", feed)


def failing(status, piece):
    """``status`` where the request's path has this piece in it."""

    def alter(reply):
        if piece in reply.path:
            reply.status = status

    return lambda centre: centre.answers("/v1/changes", alter)


def from_the_start(original, self, cursor):
    try:
        return original(self, cursor)
    except CursorExpired:
        return 0


def without_code(reply):
    if reply.status == 410:
        reply.json = reply.json | {"code": ""}


def always_the_default(original, text, default, least, most):
    return default if most == 1000 else original(text, default, least, most)


def without(*kinds):
    def feed(original, self, scopes, after, limit):
        lines = original(self, scopes, after, 2**31)
        return [line for line in lines if line.kind not in kinds][:limit]

    return lambda centre: centre.around(Ledger, "feed", feed)


def nothing_new_after_a_cursor(centre):
    begun = {}

    def feed(original, self, scopes, after, limit):
        end = begun.setdefault("seq", self.last_seq())
        lines = original(self, scopes, after, limit)
        return [line for line in lines if not after or line.seq <= end]

    centre.around(Ledger, "feed", feed)


def forgetting_what_comes_back(original, self, scope, kind, id_, op, revision, reason=""):
    known = [line for line in self.feed([scope], 0, 2**31) if (line.kind, line.id) == (kind, id_)]
    if kind == "sub_application" and op == "put" and known and known[-1].op == "drop":
        return
    original(self, scope, kind, id_, op, revision, reason)


def keeping_things(original, self, scope, kind, id_, op, revision, reason=""):
    if (kind, op) != ("one_thing", "drop"):
        original(self, scope, kind, id_, op, revision, reason)


def seen_late(centre):
    """What is written while another writes has its place in the feed before it can be read on to."""
    writing, unseen = [0], {}

    def slowly(app):
        async def slow(scope, receive, send):
            if scope.get("path") != "/v1/actions":
                await app(scope, receive, send)
                return
            writing[0] += 1
            try:
                await asyncio.sleep(0.015)
                await app(scope, receive, send)
            finally:
                writing[0] -= 1

        return slow

    def announce(original, self, *line):
        original(self, *line)
        now = time.monotonic()
        if writing[0] > 1 and all(until <= now for until in unseen.values()):
            unseen[self.last_seq()] = now + UNSEEN_SECONDS

    def feed(original, self, scopes, after, limit):
        now = time.monotonic()
        lines = original(self, scopes, after, limit)
        return [line for line in lines if not after or unseen.get(line.seq, 0) <= now]

    centre.layer(slowly)
    centre.around(Ledger, "announce", announce)
    centre.around(Ledger, "feed", feed)


def of_digests(alter):
    """``alter(kind, digest)`` of each kind's."""

    def altered(reply):
        if reply.status == 200:
            reply.json = {kind: said | alter(kind, said) for kind, said in reply.json.items()}

    return lambda centre: centre.answers(DIGEST, altered)


def without_the_last_line_feed(self, scopes):
    kinds = {}
    for line in self.feed(scopes, 0, 2**31):
        ids = kinds.setdefault(line.kind, {})
        ids.pop(line.id, None)
        if line.op == "put":
            ids[line.id] = line.revision
    return {
        kind: (
            len(ids),
            hashlib.sha256("\n".join(f"{i}:{ids[i]}" for i in sorted(ids)).encode()).hexdigest(),
        )
        for kind, ids in kinds.items()
    }


def one_tag_for_ever(reply):
    reply.headers["etag"] = '"1"'
    if reply.asked.get("if-none-match") == '"1"':
        reply.status, reply.body = 304, b""


def on_the_stream(head=lambda headers, asked: None, holding=0):
    """The stream's head altered, its body held back until there are so many bytes of it."""

    def wrap(app):
        async def wrapped(scope, receive, send):
            if scope.get("path") != STREAM:
                await app(scope, receive, send)
                return
            held = [b""]

            async def sent(message):
                if message["type"] == "http.response.start":
                    headers = {n.decode(): v.decode() for n, v in message["headers"]}
                    head(headers, {n.decode(): v.decode() for n, v in scope["headers"]})
                    message["headers"] = [(n.encode(), v.encode()) for n, v in headers.items()]
                elif holding:
                    held[0] += message.get("body", b"")
                    if len(held[0]) < holding:
                        return
                    message["body"], held[0] = held[0], b""
                await send(message)

            await app(scope, receive, sent)

        return wrapped

    return lambda centre: centre.layer(wrap)


def plain_text(headers, _asked):
    headers["content-type"] = "text/plain"


def packed_for_who_takes_it(headers, asked):
    if "gzip" in asked.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"


def packed_always(reply):
    reply.headers["content-encoding"] = "gzip"
    reply.body = gzip.compress(reply.body)


def deflated(reply):
    if "gzip" in reply.asked.get("accept-encoding", ""):
        reply.headers["content-encoding"] = "deflate"


MUTANTS = [
    Mutant(
        "none of the clerk's cases is in the feed",
        {"GET /v1/changes"},
        lambda c: c.around(World, "scopes", only_what_is_everybodys),
        None,
    ),
    Mutant("nothing of the feed is understood", {"GET /v1/changes"}, in_words_of_its_own, None),
    Mutant("a put without its body", {"GET /v1/changes"}, of_pages(without_body)),
    Mutant("a revision that falls", {"GET /v1/changes"}, of_pages(one_higher_before)),
    Mutant(
        "limit is not heard",
        {"changes: limit"},
        lambda c: c.around(parsing, "whole_number", always_the_default),
    ),
    Mutant("a line is lost between two pages", {"changes: pages"}, of_pages(skipping_at_the_edge)),
    Mutant(
        "the epoch is in about alone",
        {"changes: epoch"},
        of_pages(lambda page: page.update(epoch="")),
    ),
    Mutant(
        "server_time is when the centre was started",
        {"changes: server_time"},
        of_pages(lambda page: page.update(server_time="2026-03-02T09:00:00+08:00")),
    ),
    Mutant(
        "an unknown cursor reads from the start",
        {"410 cursor_expired", "cursor unreadable"},
        lambda c: c.around(Cursors, "seq", from_the_start),
    ),
    Mutant(
        "410 without its code",
        {"410 cursor_expired"},
        lambda c: c.answers("/v1/changes", without_code),
    ),
    Mutant("a strange cursor makes it fall over", {"cursor unreadable"}, failing(500, "%00")),
    Mutant("a strange limit makes it fall over", {"400 malformed"}, failing(500, "limit=9999")),
    Mutant(
        "a one-thing's body of another revision",
        {"bodies"},
        of_bodies("one_thing", lambda body: body.update(revision=body["revision"] - 1)),
    ),
    Mutant("a scene without its code", {"bodies"}, of_bodies("scene", lambda body: body.clear())),
    Mutant(
        "a scene under another id than its code",
        {"bodies"},
        of_bodies("scene", lambda body: body.update(code="another")),
    ),
    Mutant("items are not told", {"bodies: what belongs together"}, without("item"), None),
    Mutant(
        "no case is the reader's in its one-thing",
        {"bodies: what belongs together"},
        lambda c: c.patch(world, "_held_by", lambda case, clerk: False),
    ),
    Mutant(
        "a clerk reads a colleague's cases",
        {"changes: one's own"},
        the_first_clerk_s_too,
    ),
    Mutant(
        "a case without its assignee",
        {"changes: one's own"},
        of_bodies("sub_application", lambda body: body.pop("assignee")),
        None,
    ),
    Mutant(
        "what is new never comes after a cursor",
        {"changes: reading on", "changes: drop, then put", "changes: two writers", "stream: event"},
        nothing_new_after_a_cursor,
    ),
    Mutant("the last page has no cursor", {"changes: reading on"}, of_pages(no_last_cursor)),
    Mutant(
        "what went and came back is not told",
        {"changes: drop, then put"},
        lambda c: c.around(Ledger, "announce", forgetting_what_comes_back),
    ),
    Mutant(
        "a one-thing stays when its last case has gone",
        {"changes: drop, then put"},
        lambda c: c.around(Ledger, "announce", keeping_things),
    ),
    Mutant("the feed's order is not commit order", {"changes: two writers"}, seen_late),
    Mutant(
        "the digest counts one too many",
        {"digest: count"},
        of_digests(lambda kind, said: {"count": said["count"] + 1} if kind == "pool" else {}),
    ),
    Mutant(
        "the digest in capitals",
        {"digest: bytes"},
        of_digests(lambda kind, said: {"digest": said["digest"].upper()}),
    ),
    Mutant(
        "the digest without the last line feed",
        {"digest: bytes"},
        lambda c: c.patch(Ledger, "digest", without_the_last_line_feed),
    ),
    Mutant(
        "the digest's ETag stays when it changes",
        {"digest: after a change"},
        lambda c: c.answers(DIGEST, one_tag_for_ever),
    ),
    Mutant("the stream is plain text", {"stream: content type"}, on_the_stream(plain_text)),
    Mutant("the stream is packed", {"stream: unpacked"}, on_the_stream(packed_for_who_takes_it)),
    Mutant(
        "the stream is silent while nothing changes",
        {"stream: heartbeat"},
        lambda c: c.patch(server, "HEARTBEAT_SECONDS", 3600),
    ),
    Mutant(
        "the stream tells of no change",
        {"stream: event"},
        lambda c: c.patch(World, "_wake_streams", lambda self: None),
    ),
    Mutant(
        "the stream is buffered",
        {"stream: heartbeat", "stream: event"},
        on_the_stream(holding=4096),
    ),
    Mutant(
        "the stream is open to anybody",
        {"401"},
        lambda c: c.patch(server, "SIGNED_OUT_PATHS", (*server.SIGNED_OUT_PATHS, STREAM)),
    ),
    Mutant(
        "packed for who did not ask",
        {"packing: not asked for"},
        lambda c: c.answers("/v1/changes?limit=499", packed_always),
    ),
    Mutant(
        "packed with deflate",
        {"packing: gzip"},
        lambda c: c.answers("/v1/changes?limit=499", deflated),
    ),
]
