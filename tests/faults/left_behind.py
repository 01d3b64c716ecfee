"""A lead's morning at a real window, who also has cases of their own and signs a colleague's, ended
by a SIGKILL; what it left is looked through by a test.

``python -m tests.faults.left_behind FOLDER URL USERNAME PASSWORD``: the account's folders are below
FOLDER/account, what was printed on purpose is not. Writes FOLDER/marks.json: what must not be found,
and FOLDER/images.json: how often it was found in the memory of the viewer processes.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app.cases.actions import RequestCorrection, Sign
from app.cases.model import Fault
from app.desk import CaseFilter
from app.machine.hardening import refuse_dumps
from app.machine.paths import Places
from app.store import paper_text
from app.store.search.pinyin import spellings
from ui.application import JianjianApplication
from ui.decision.printing import Printing
from ui.rehearsal.clerk import ScriptedClerk

TYPED = "留痕意见甲乙丙丁"
CASES = 8


def main(folder: Path, url: str, username: str, password: str) -> None:
    refuse_dumps()
    application = JianjianApplication(Places.of_account(), [])
    application.desk.machine.keep_settings(centre_url=url)
    clerk = ScriptedClerk(application, folder)
    application.open_sign_in()
    clerk.sign_in(username, password)
    desk = application.desk
    clerk.until("the files", lambda: desk.documents.counts()[0] > 20)
    numbers = desk.cases.numbers(CaseFilter(standing=""))
    held = [desk.cases.view(row.id).case for row in desk.cases.rows(numbers)]
    cases = [case for case in held if case.proposal is None]
    (to_sign,) = (case for case in held if case.proposal is not None)
    marks = marks_of(held)
    images = {}
    for case in (to_sign, *cases[:CASES]):
        look_at(clerk, case)
    clerk.type(clerk.window.review.decision.opinion, TYPED)
    before = viewers(desk)
    if not before:
        raise SystemExit("no viewer to look into")
    images["while cases are looked at"] = image_counts(desk, marks)
    for text in (cases[0].applicant.name, cases[0].applicant.id_number, TYPED):
        clerk.window.search.open()
        dialog = clerk.dialog()
        clerk.type(dialog.view.field, text)
        clerk.rest(400)
        dialog.reject()
    clerk.until("papers to be read", lambda: len(lines_read(desk)) > 20)
    kept = sorted({*marks, *lines_read(desk)})
    (folder / "marks.json").write_text(json.dumps(kept, ensure_ascii=False))
    clerk.window.worklist.filters.save_as(cases[0].applicant.name)
    QApplication.clipboard().setText(cases[0].applicant.id_number)
    received = next(c for c in cases if c.state == "received" and not c.corrections)
    asked = RequestCorrection(faults=(Fault(text=TYPED),))
    desk.deciding.decide(received.id, asked).result()
    signature = Sign(proposal_id=to_sign.proposal.id, opinion=TYPED)
    desk.deciding.decide(to_sign.id, signature).result()
    print_a_notice(clerk, desk.documents.preview_notice(cases[0].id, asked), folder)
    desk.machine.note("unmasked", field="id_number")
    desk.report(ValueError(cases[0].applicant.name))
    clerk.application.lock()
    clerk.until("the viewers to be replaced", lambda: desk.documents.viewer.process is None)
    clerk.type(application.locked.form.password, password)
    clerk.click(application.locked.form.go)
    clerk.until("the desk", clerk.window.isVisible)
    look_at(clerk, cases[-1])
    images["of those before the lock, still there"] = sum(p.poll() is None for p in before)
    images["after the lock"] = image_counts(desk, marks)
    (folder / "images.json").write_text(json.dumps(images))
    os.kill(os.getpid(), signal.SIGKILL)


def look_at(clerk, case) -> None:
    """Opens it and waits for its first page, where there is one to see."""
    clerk.window.cases.open_case(case.id)
    materials = clerk.window.review.materials
    clerk.until("the case", lambda: clerk.window.review.view.case.id == case.id)
    if materials.pane.material is not None and materials.pane.material.sha256:
        clerk.until("its page, or why there is none", materials.pages.is_at_rest)
    clerk.rest(100)


def lines_read(desk) -> set[str]:
    """What was read of papers, lines that are nobody else's words."""
    db = desk.account.signed_in.store.reader()
    kept = [paper_text.of_paper(db, each) for each in db.column("select sha256 from paper_text")]
    lines = {line.text for paper in kept for page in paper.pages for line in page.lines}
    return {line for line in lines if len(line) > 11}


def marks_of(cases) -> list[str]:
    """Names, numbers, addresses and what the clerk typed; names also by their sound."""
    told = {TYPED}
    for case in cases:
        applicant = case.applicant
        told |= {applicant.name, applicant.id_number, applicant.phone, applicant.address, case.no}
        told |= {
            str(f.value) for s in case.form for f in s.fields if f.key in ("person", "id_number")
        }
    spoken = {"".join(spellings(name)[0]) for name in told if re.search("[一-鿿]{2}", name)}
    return sorted(mark for mark in told | spoken if len(mark) > 7 or re.search("[一-鿿]{3}", mark))


def image_counts(desk, marks: Iterable[str]) -> int:
    """Hits in the memory of the viewer processes that are there."""
    images = [memory_of(process.pid) for process in viewers(desk)]
    if images and min(map(len, images)) < 2**20:
        raise SystemExit("a viewer's memory could not be read")
    return sum(len(hits) for image in images for hits in found_in(image, marks).values())


def viewers(desk):
    return [process for viewer in desk.documents.viewers for process in viewer.processes]


def memory_of(pid: int) -> bytes:
    """All of a process's private memory."""
    parts = []
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            begin, end = (int(at, 16) for at in span.split("-"))
            if rights.startswith("rw") and "[v" not in line:
                try:
                    memory.seek(begin)
                    parts.append(memory.read(end - begin))
                except OSError:
                    continue
    return b"\0".join(parts)


def found_in(raw: bytes, marks: Iterable[str]) -> dict[str, list[str]]:
    """Marks that stand in these bytes, and how they are written there."""
    found: dict[str, list[str]] = {}
    for mark in marks:
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            if mark.encode(code) in raw:
                found.setdefault(mark, []).append(code)
    return found


def print_a_notice(clerk, notice, folder: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "printed.pdf"))
    done: list[bool] = []
    printing = Printing(clerk.application.background, notice, clerk.window)
    printing.done.connect(lambda: done.append(True))
    printing.print_on(printer)
    clerk.until("the print", lambda: bool(done))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), *sys.argv[2:])
    except BaseException:
        traceback.print_exc()  # the application's own hook would journal it without a word
        os._exit(1)
