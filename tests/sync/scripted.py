"""A centre on this thread, without a network: it answers each call as a test has told it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.cases.model import SubApplication
from app.central import errors
from app.central.tolerant import Page
from app.central.wire import ActionResult, Change, KindDigest, WireAction, encode
from app.machine.cancel import CancelScope
from app.store.database import set_meta
from app.sync.pull import digest_of
from tests.support.examples import MORNING


def applied(action: WireAction) -> ActionResult:
    return ActionResult(id=action.id, outcome="applied", revision=9)


class ScriptedCentre:
    """``answer`` says the outcome of an action, or raises for its whole request; ``pages`` are what
    the feed says by cursor; ``reachable``: whether the digest can be asked for."""

    def __init__(self) -> None:
        self.scope = CancelScope()
        self.answer: Callable[[WireAction], ActionResult | None] = applied
        self.takes_papers: Callable[[str], None] = lambda _sha256: None
        self.pages: dict[str, Page | Exception] = {}
        self.digests: dict[str, KindDigest] = {}
        self.reachable = True
        self.requests: list[list[str]] = []  # ids of cases, by request
        self.papers: list[str] = []
        self.cursors: list[str] = []
        self.digests_asked = 0

    def act(self, actions: list[WireAction]) -> tuple[ActionResult, ...]:
        self.requests.append([action.sub_application_id for action in actions])
        answers = [self.answer(action) for action in actions]
        return tuple(each for each in answers if each is not None)

    def put_attachment(self, sha256: str, _content: bytes) -> None:
        self.takes_papers(sha256)
        self.papers.append(sha256)

    def digest(self) -> dict[str, KindDigest]:
        if not self.reachable:
            raise errors.CentreUnreachable
        self.digests_asked += 1
        return self.digests

    def answers(self) -> bool:
        return self.reachable

    def changes(self, cursor: str) -> Page:
        self.cursors.append(cursor)
        said = self.pages[cursor]
        if isinstance(said, Exception):
            raise said
        return said


def put(case: SubApplication, revision: int = 0) -> Change:
    body = msgspec.Raw(encode(case))
    return Change(
        kind="sub_application", op="put", id=case.id, revision=revision or case.revision, body=body
    )


def dropped(id_: str, revision: int = 99) -> Change:
    return Change(kind="sub_application", op="drop", id=id_, revision=revision)


def page(cursor: str, *changes: Change, more: bool = False, epoch: str = "") -> Page:
    return Page(changes=changes, cursor=cursor, more=more, server_time=MORNING, epoch=epoch)


def digest(revisions: dict[str, int]) -> KindDigest:
    return KindDigest(count=len(revisions), digest=digest_of(revisions))


def read_up_to(store, cursor, epoch=""):
    def work(db):
        set_meta(db, "cursor", cursor)
        set_meta(db, "epoch", epoch)
        return []

    store.write(work).result()
