"""Killed at each named point of the write path, then started again: the centre's ledger judges.

``python -m tests.faults.crash_points FOLDER`` prints what came of each point as one JSON line; the
city is the folder's ``centre.sqlite``. It is a process of its own because it forks: a child of one
that has printed notices has lost the threads that print them.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from app.cases.actions import Payload, RequestCorrection, SendBack, SendMessage, Sign
from app.cases.model import Fault
from app.central.client import CentralClient
from app.desk import CaseFilter, Desk, Evidence
from app.store import attachments, catalogue, decisions, drafts, evidence, outbox
from app.store.database import set_meta
from app.store.files import Files
from app.sync import pull, push
from tests.faults.kills import Lives, fork, judge, lives_of_a_handler, lives_of_a_lead
from tests.support.centres import Centre
from tests.support.waiting import eventually

WORDS = "崩溃前写的话"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(place: object, name: str, calls: int = 1) -> None:
    """Dies instead of making this call for the ``calls``-th time."""
    made, left = getattr(place, name), [calls]

    def dying(*asked: object, **named: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            die()
        return made(*asked, **named)

    setattr(place, name, dying)


def after(place: object, name: str, calls: int = 1) -> None:
    """Makes the call for the ``calls``-th time, and dies before anyone hears of it."""
    made, left = getattr(place, name), [calls]

    def dying(*asked: object, **named: object) -> object:
        answer = made(*asked, **named)
        left[0] -= 1
        if left[0] == 0:
            die()
        return answer

    setattr(place, name, dying)


def once_committed(desk: Desk) -> None:
    desk.account.signed_in.store.listeners.insert(
        0, lambda changed: die() if any(c.kind == "outbox" for c in changed) else None
    )


def with_an_expired_cursor(desk: Desk) -> None:
    desk.account.signed_in.store.write(
        lambda db: set_meta(db, "cursor", "another-epoch.3") or []
    ).result()
    before(catalogue, "revisions")  # asks what there is to sweep


def before_the_second_response() -> None:
    """Where an action goes a request."""
    push.BATCH_LIMIT = 1
    before(push, "apply_answers", 2)


def amid_a_page(_desk: Desk) -> None:
    """Inside the page's transaction, once the case the actions changed has been written."""
    written = pull.decisions.rebase_all

    def dying(db: object, ids: list[str], today: object) -> object:
        if ids:
            die()
        return written(db, ids, today)

    pull.decisions = type("Decisions", (), {**vars(decisions), "rebase_all": staticmethod(dying)})


POINTS: dict[str, Callable[[Desk], None]] = {
    "decide: amid the transaction, the actions are inserted": lambda _: before(drafts, "consume"),
    "decide: committed, nobody has heard": once_committed,
    "push: marked as sending, nothing posted": lambda _: before(CentralClient, "act"),
    "push: the notice is at the centre, its action is not": lambda _: after(
        CentralClient, "put_attachment"
    ),
    "push: the centre has acted, its answer is lost": lambda _: after(CentralClient, "act"),
    "push: the first response is applied, the second is not": lambda _: (
        before_the_second_response()
    ),
    "push: amid a response's transaction, one of its answers is applied": lambda _: before(
        outbox, "mark_sent", 2
    ),
    "push: amid a response's transaction, all of them are": lambda _: before(attachments, "let_go"),
    "push: all answers applied, nothing tidied": lambda _: before(outbox, "unmark_sending", 2),
    "pull: a page has come, nothing is written": lambda _: after(CentralClient, "changes", 2),
    "pull: amid a page's transaction": amid_a_page,
    "pull: read anew after 410, not yet swept": with_an_expired_cursor,
    "fetch: a file has come, it is not kept": lambda _: before(Files, "keep"),
    "fetch: a file is kept, nobody has noted it": lambda _: after(Files, "keep"),
}


# Of a lead's desk, which answers one proposal.
LEADS_POINTS: dict[str, Callable[[Desk], None]] = {
    "sign: amid the transaction, the signature is inserted": lambda _: before(drafts, "consume"),
    "sign: committed, nobody has heard": once_committed,
    "sign: its notice is at the centre, the internal form is not": lambda _: before(
        CentralClient, "put_attachment", 2
    ),
    "sign: carried out, its answer is lost": lambda _: after(CentralClient, "act"),
    "sign: answered, the case has not left the feed": lambda _: before(outbox, "unmark_sending", 2),
    "send back: gone back, its answer is lost": lambda _: after(CentralClient, "act"),
}


def main() -> None:
    folder = Path(sys.argv[1])
    ledger = folder / "centre.sqlite"
    centre = Centre("--speed", "0", "--database", str(ledger))
    try:
        points = (*POINTS, *LEADS_POINTS)
        told = {point: came_of(point, centre, folder, ledger) for point in points}
    finally:
        centre.close()
    print(json.dumps(told))


def came_of(point: str, centre: Centre, folder: Path, ledger: Path) -> dict[str, int]:
    """Whether the kill came, how many actions the desk held at its next start, and the judgement."""
    home = folder / point.replace(":", "")
    home.mkdir()
    is_leads = point in LEADS_POINTS
    lives = (lives_of_a_lead if is_leads else lives_of_a_handler)(home, centre, random.Random(1))
    lives.meanwhile()
    if "fetch" not in point:
        lives.first()
    reached = killed(lambda: (answer if is_leads else live)(lives, point))
    desk = lives.desk()
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    views = [desk.cases.view(row.id) for row in rows]
    drafts_kept = sum(view.draft.opinion == WORDS for view in views)
    papers = [paper for view in views for paper in view.evidence]
    kept = {
        "papers_kept": sum(isinstance(_bytes_of(desk, paper), bytes) for paper in papers),
        "papers_carried": sum(paper.is_carried for paper in papers),
    }
    desk.close()
    stuck = lives.last()
    lives.said.touch()
    return {
        "reached": reached,
        "drafts_kept": drafts_kept,
        "stuck": stuck,
        **kept,
        **judge(home, ledger),
    }


def _bytes_of(desk: Desk, paper: Evidence) -> bytes | None:
    return evidence.content(desk.account.signed_in.store.reader(), paper.sha256)


def live(lives: Lives, point: str) -> None:
    """Decides twice on one case and sends it, until killed; writes down what was said to be saved."""
    desk = lives.desk()
    if "fetch" in point:
        POINTS[point](desk)
        desk.begin()
    else:
        case_id = chosen(desk, point)
        desk.drafting.write_opinion(case_id, WORDS).result()
        desk.receiving.keep(case_id, "补交的一页", WORDS.encode(), 1).result()
        POINTS[point](desk)
        message = SendMessage(to_department="wsjk", text="请告知进展")
        served = RequestCorrection(faults=(Fault(text="缺签字"),))
        deeds = (message, served if "notice" in point else message)
        if "amid the transaction" in point:
            deeds = (served, message)  # a message leaves the draft alone
        for deed in deeds:
            decide(lives, desk, case_id, deed)
        desk.begin()
    threading.Event().wait(120)


def answer(lives: Lives, point: str) -> None:
    """Signs a proposal, or sends another back, and sends that, until killed."""
    desk = lives.desk()
    to_sign = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="to_sign")))
    signs = point.startswith("sign")
    case_id = to_sign[0 if signs else -1].id
    id_ = desk.cases.view(case_id).case.proposal.id
    desk.drafting.write_opinion(case_id, WORDS).result()
    LEADS_POINTS[point](desk)
    deed = Sign(proposal_id=id_, opinion=WORDS) if signs else SendBack(proposal_id=id_, text=WORDS)
    decide(lives, desk, case_id, deed)
    desk.begin()
    threading.Event().wait(120)


def decide(lives: Lives, desk: Desk, case_id: str, deed: Payload) -> None:
    """And writes down that it was said to be saved."""
    desk.deciding.decide(case_id, deed).result()
    entry = outbox.of_case(desk.account.signed_in.store.reader(), case_id)[-1]
    with lives.said.open("a") as said:
        said.write(f"{case_id} {entry.id}\n")


def chosen(desk: Desk, point: str) -> str:
    """Another case for each point: the judge counts all a case has gone through."""
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter()))
    ids = sorted(row.id for row in rows if row.state == "received")
    return ids[list(POINTS).index(point)]


def killed(work: Callable[[], None]) -> bool:
    child = fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    eventually(lambda: os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT), 150)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


for late in ("app.sync.loop", "app.printing.notice", "sqlite_utils", "requests", "segno"):
    importlib.import_module(late)

if __name__ == "__main__":
    main()
