"""A desk killed again and again while it decides and sends, and the centre's ledger as judge.

``python -m tests.faults.kills --kills 200 --share 0.2 --seed 1`` prints one JSON line; with
``--of lead`` it is a lead's desk, which signs and sends back. Each life is a forked process with a
real cache, loop and wire; SIGKILL comes at a random moment.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import secrets
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases import actions
from app.cases.approval_form import approval_forms
from app.cases.checks import missing_materials
from app.cases.kinds import special_procedures
from app.cases.model import SHANGHAI, Clerk, DeferredMaterial, DenialGround, SubApplication
from app.central.client import CentralClient
from app.desk import CaseFilter, CaseMovedOn, Desk, NotLawful
from app.machine.paths import Places
from app.machine.settings import load
from app.store import outbox
from tests.practice.calls import Caller, action, caller
from tests.support.caches import open_cache
from tests.support.centres import Centre
from tests.support.waiting import eventually

LONGEST_LIFE_SECONDS = 0.8
LONGEST_LIFE = 8  # times as long as one that only begins and ends, on a busy machine
CASES_AT_WORK = 6
RENEWED_EVERY = 100  # lives
SIGNED_SHARE = 0.25  # of what a lead answers: what is signed is decided for good
Deeds = Callable[[Desk, random.Random], Iterator[tuple[str, actions.Payload]]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--of", choices=("handler", "lead"), default="handler")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--share", type=float, default=0.0, help="of requests that go wrong")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave what the judge reads in this folder")
    parser.add_argument("--out", type=Path, help="put the counts into this JSON file as well")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianjian-kills-") as folder:
        begin = lives_of_a_lead if chosen.of == "lead" else lives_of_a_handler
        counts = run(chosen.keep or Path(folder), begin, chosen.kills, chosen.share, chosen.seed)
    if chosen.out:
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        kept = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
        kept[f"{chosen.of}, line {1 - chosen.share:.0%} good"] = counts
        chosen.out.write_text(json.dumps(kept, indent=1))
    print(json.dumps(counts))


def run(
    folder: Path,
    begin: Callable[[Path, Centre, random.Random], Lives],
    kills: int,
    share: float,
    seed: int,
) -> dict[str, object]:
    """Kills, lets the last life finish in peace, and counts lost, doubled, reordered and stuck."""
    ledger = folder / "centre.sqlite"
    centre = Centre("--cases", "200", "--seed", "3", "--speed", "0", "--database", str(ledger))
    try:
        lives = begin(folder, centre, random.Random(seed))
        lives.first()
        if share:
            centre.say(f"spoil {share} {seed}")
        for life in range(kills):
            if life % RENEWED_EVERY == 0:
                lives.renew()
            lives.one_and_kill()
        lives.renew()
        faults = json.loads(centre.say("counts"))
        centre.say("spoil 0 0")
        stuck = lives.last()
        counts = judge(folder, ledger)
    finally:
        centre.close()
    return {"kills": kills, "requests_faulted": sum(faults.values()) - faults.get("well", 0),
            **counts, "stuck": stuck, "faults": faults}  # fmt: skip


class Lives:
    """One clerk's desk, many processes; what a life said was saved is in ``said``. ``meanwhile``
    happens at the centre before each."""

    def __init__(
        self,
        folder: Path,
        centre: Centre,
        rng: random.Random,
        username: str,
        deeds: Deeds,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self.folder, self.centre, self.rng = folder, centre, rng
        self.credentials = next(c for c in centre.clerks if c["username"] == username)
        self.deeds, self.meanwhile = deeds, meanwhile
        self.key = secrets.token_hex(32)
        self.said = folder / "said.txt"
        self.longest = LONGEST_LIFE_SECONDS
        self.renew()

    def renew(self) -> None:
        """Signs in anew: a long run outlives a token, and these lives refresh none."""
        wire = CentralClient(self.centre.inner_url, "kills")
        form = {"grant_type": "password", "device_id": "kills", **self.credentials}
        token = wire.token(form)
        wire.close()
        self.token, self.clerk = token.access_token, token.clerk

    def first(self) -> None:
        """A life in which the first pull comes through, and another to see how long one takes."""
        _in_a_process(self._pull)
        begun = time.monotonic()
        _in_a_process(self._pull)
        self.longest = max(self.longest, LONGEST_LIFE * (time.monotonic() - begun))

    def one_and_kill(self) -> None:
        self.meanwhile()
        child = fork()
        if child == 0:
            _then_die(self._work, self.rng.randrange(2**32))
        threading.Event().wait(self.rng.random() * self.longest)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if status not in (0, signal.SIGKILL):
            raise RuntimeError(f"a life ended by itself, with {status}")
        self.rng.random()

    def last(self) -> int:
        """A life on a good line until nothing is left to send; how many entries stay behind."""
        _in_a_process(self._finish)
        return int((self.folder / "stuck.txt").read_text())

    def desk(self) -> Desk:
        places = Places.below(self.folder / "home")
        desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        desk.machine.keep_settings(centre_url=self.centre.url, seconds_before_sending=0)
        client = CentralClient(self.centre.url, "kills")
        client.access_token = self.token
        open_cache(desk, "kills", self.key, Clerk(**msgspec.structs.asdict(self.clerk)), client)
        return desk

    def _pull(self) -> None:
        desk = self.desk()
        desk.begin()
        eventually(desk.cases.has_pulled, 60)
        desk.close()

    def _work(self, seed: int) -> None:
        """Decides and sends until killed; says what was saved only after it was."""
        desk = self.desk()
        desk.begin()
        said = os.open(self.said, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        for case_id, deed in self.deeds(desk, random.Random(seed)):
            try:
                desk.deciding.decide(case_id, deed).result()
            except (NotLawful, CaseMovedOn):
                continue
            entry = outbox.of_case(desk.account.signed_in.store.reader(), case_id)[-1]
            os.write(said, f"{case_id} {entry.id}\n".encode())

    def _finish(self) -> None:
        desk = self.desk()
        desk.begin()
        desk.centre.try_again()  # what failed six times on the bad line waits five minutes
        eventually(lambda: desk.deciding.counts()[0] == 0, 120)
        back = [(e.state, e.code, e.detail) for e in desk.deciding.entries()]
        (self.folder / "stuck.txt").write_text(str(len(back)))
        rows = desk.account.signed_in.store.reader().rows(
            "select case_id, type, cast(payload as text) from outbox order by seq"
        )
        sent = [(case_id, kind, json.loads(payload)) for case_id, kind, payload in rows]
        held = {"clerk": self.clerk.id, "entries": sent}
        (self.folder / "outbox.json").write_text(json.dumps(held))
        desk.close()


def lives_of_a_handler(folder: Path, centre: Centre, rng: random.Random) -> Lives:
    return Lives(folder, centre, rng, "zhang.wei", handlers_deeds)


def lives_of_a_lead(folder: Path, centre: Centre, rng: random.Random) -> Lives:
    """With a handler of the department who puts something before the leads again and again."""
    handler = caller(centre, "chen.jie")
    for case in handler.cases("received"):
        handler.act(action(case.id, "accept", case.revision))
    return Lives(folder, centre, rng, "luo.cheng", leads_deeds, lambda: propose(handler))


def judge(folder: Path, ledger: Path) -> dict[str, int]:
    """The centre's ledger against what the desk said was saved and what its outbox holds."""
    connection = sqlite3.connect(ledger)
    outcomes = {
        id_: msgspec.json.decode(result)["outcome"]
        for id_, result in connection.execute("select id, result from action")
    }
    kept = {sha256 for (sha256,) in connection.execute("select sha256 from attachment")}
    held_here = json.loads((folder / "outbox.json").read_text())
    history: dict[str, list[str]] = {}
    forms: dict[str, int] = {}
    for id_, body in connection.execute(
        "select id, body from record where kind = 'sub_application'"
    ):
        case = msgspec.json.decode(body, type=SubApplication)
        history[id_] = [e.type for e in case.history if e.by.id == held_here["clerk"]]
        forms[id_] = len(approval_forms(case))
    held: dict[str, list[str]] = defaultdict(list)
    papers_lost = 0
    for case_id, kind, payload in held_here["entries"]:
        held[case_id].append(kind)
        if kind == actions.Sign.type:  # its notice, and the internal form
            papers_lost += len(payload["attachments"]) != 2
            papers_lost += not kept.issuperset(payload["attachments"])
    said = [line.split() for line in (folder / "said.txt").read_text().splitlines()]
    lost = [entry for _, entry in said if outcomes.get(entry) != "applied"]
    doubled = reordered = 0
    for case_id, kinds in held.items():
        papers_lost += forms[case_id] < kinds.count(actions.Sign.type)
        there = history[case_id][-len(kinds) :]
        extra = Counter(history[case_id])
        doubled += sum((extra - Counter(kinds)).get(kind, 0) for kind in DONE_HERE_ONLY)
        reordered += there != kinds
    actions_sent = sum(len(kinds) for kinds in held.values())
    return {"actions": actions_sent, "said": len(said), "lost": len(lost), "doubled": doubled,
            "reordered": reordered, "papers_lost": papers_lost}  # fmt: skip


REFUSAL = actions.RefuseAcceptance(
    ground="not_competent", text="不属本机关职权", competent_authority="区局"
)
DENIAL = actions.Deny(grounds=(DenialGround(basis="《办法》第九条", text="不符合布局"),))
DONE_HERE_ONLY = (
    "begin_special", "end_special", "message", "propose", "recall", "sign", "send_back",
)  # fmt: skip


def handlers_deeds(desk: Desk, rng: random.Random) -> Iterator[tuple[str, actions.Payload]]:
    """On a few cases, most of all on those that have something signed."""
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    open_cases = [row.id for row in rows if row.state in ("received", "reviewing", "special")]
    going_on = {id_ for id_ in open_cases if can_go_on(desk, id_)}
    signed = {id_ for id_ in going_on if desk.cases.view(id_).case.item.signatures}
    at_work = sorted(open_cases, key=lambda id_: (id_ not in going_on, id_ not in signed, id_))
    message = actions.SendMessage(to_department="wsjk", text="请告知进展")
    while True:
        case_id = rng.choice(at_work[:CASES_AT_WORK])
        told = case_id not in going_on or rng.random() < 0.6
        yield case_id, message if told else next_deed(desk, case_id)


def leads_deeds(desk: Desk, rng: random.Random) -> Iterator[tuple[str, actions.Payload]]:
    """An answer to whatever stands, as long as something does."""
    while True:
        waiting = desk.cases.numbers(CaseFilter(standing="to_sign"))
        for row in desk.cases.rows(waiting[: rng.randrange(1, 4)]):
            standing = desk.cases.view(row.id).case.proposal
            if standing is None:
                continue
            if rng.random() < SIGNED_SHARE:
                yield row.id, actions.Sign(proposal_id=standing.id, opinion="同意")
            else:
                yield row.id, actions.SendBack(proposal_id=standing.id, text="请补充")
        threading.Event().wait(0.01)


def propose(handler: Caller) -> None:
    """A denial of each of a few cases of which nothing stands with the leads."""
    denial = json.loads(msgspec.json.encode(DENIAL))
    said = {"action": {"type": "deny", "payload": denial}, "opinion": "请审"}
    signed = [c for c in handler.cases("reviewing") if c.item.signatures]
    at_work = sorted(signed, key=lambda case: case.id)[:CASES_AT_WORK]
    free = [case for case in at_work if case.proposal is None]
    for case in free:
        (result,) = handler.act(action(case.id, "propose", case.revision, payload=said))
        assert result["outcome"] == "applied", result


def next_deed(desk: Desk, case_id: str) -> actions.Payload:
    """What moves a case on for ever: accepted, then one special procedure after the other; where
    something has to be signed, it is proposed and recalled before each."""
    view = desk.cases.view(case_id)
    if view.case.proposal is not None:
        return actions.Recall(proposal_id=view.case.proposal.id)
    if view.case.state == "special":
        return actions.EndSpecial(finding="合格")
    last = next((e.type for e in reversed(view.case.history) if e.type != "message"), "")
    is_received = view.case.state == "received"
    signed = REFUSAL if is_received else DENIAL
    procedure = next(iter(special_procedures(view.case.item)), "")
    if view.needs_signature(signed.type) and (last != "recall" or not procedure):
        return signed
    if is_received:
        owed = missing_materials(view.case, view.situation.item)
        today = view.situation.today
        return actions.Accept(
            deferred_materials=tuple(DeferredMaterial(name=name, by=today) for name in owed)
        )
    return actions.BeginSpecial(procedure=procedure, expected_days=3, text="…")


def can_go_on(desk: Desk, case_id: str) -> bool:
    """Whether its item knows a special procedure, or has something signed."""
    item = desk.cases.view(case_id).case.item
    return bool(special_procedures(item) or item.signatures)


def fork() -> int:
    """As ``os.fork``, once no thread is ending that Python has left already: it may hold a lock of
    OpenSSL's, which a copy of this process has then held for ever."""
    threads = Path("/proc/self/task")
    for _ in range(2000):
        if len([*threads.iterdir()]) <= threading.active_count():
            break
        threading.Event().wait(0.001)
    return os.fork()


def _in_a_process(work) -> None:
    child = fork()
    if child == 0:
        _then_die(work)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise RuntimeError("a life ended badly")


def _then_die(work, *arguments) -> None:
    code = 1
    try:
        work(*arguments)
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


for late in ("app.sync.loop", "app.printing.notice", "sqlite_utils", "requests", "segno"):
    importlib.import_module(late)

if __name__ == "__main__":
    main()
