"""A closed case is put away at the window: its volume in sight first, and nothing left if it is not."""

from PySide6.QtWidgets import QFileDialog

from app.cases.actions import Withdraw
from app.desk import CaseFilter
from tests.ui.test_review import is_received, numbers, open_case
from tests.ui.test_together import begin, choose, ended, marked
from ui.archiving.dialog import ArchiveDialog
from ui.language import tr


def is_closed(case) -> bool:
    return case.state == "delivered" and any(m.sha256 for m in case.materials)


def asked_for(clerk) -> ArchiveDialog:
    panel = clerk.window.review.decision

    def is_offered():
        offered = panel.buttons.get("archive")
        return offered is not None and offered.isVisible()

    clerk.until("it is offered", is_offered)
    clerk.click(panel.buttons["archive"])
    dialog = clerk.dialog()
    assert isinstance(dialog, ArchiveDialog)
    return dialog


def made(clerk) -> ArchiveDialog:
    dialog = asked_for(clerk)
    clerk.until("the volume", dialog.confirm.isEnabled)
    return dialog


def asked_for_all(clerk):
    """All closed cases, one of them closed just now, and the dialog that has looked at them."""
    desk = clerk.application.desk
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    fresh = next(row.id for row in rows if row.state == "received" and row.handling != "instant")
    desk.deciding.decide(fresh, Withdraw(text="申请人书面撤回申请")).result()
    clerk.until("it is sent", lambda: len(desk.deciding.sent_entries()) == 1)
    views = choose(clerk, lambda view: view.case.state in ("delivered", "terminated"))
    return views, begin(clerk, tr("Archive"))


def pieces(clerk):
    folder = clerk.application.desk.account.signed_in.store.files.folder
    return [path for path in folder.iterdir() if path.suffix == ".pieces"]


def test_the_volume_is_looked_at_then_archived_and_the_case_leaves_the_list(clerk):
    case = open_case(clerk, is_closed)
    dialog = made(clerk)
    clerk.until("the first page", dialog.pages.is_shown)
    assert dialog.progress.isHidden()
    pages = dialog.pages.document.open().pages
    assert tr(
        "{n} pages, {size} MB. Once archived, the case leaves your list.", n=pages, size=1
    ) in (dialog.said.text())
    clerk.click(dialog.confirm)
    desk = clerk.application.desk
    clerk.until(
        "it is sent", lambda: [e.case_id for e in desk.deciding.sent_entries()] == [case.id]
    )
    desk.centre.sync_now()
    clerk.until(
        "it is gone", lambda: case.id not in {r.id for r in desk.cases.rows(numbers(clerk))}
    )


def test_the_clerk_works_on_beside_it_and_another_case_s_sheet_stays_open(clerk):
    case = open_case(clerk, is_closed)
    dialog = made(clerk)
    assert not dialog.isModal() and case.no in dialog.windowTitle()
    other = open_case(clerk, is_received)
    panel = clerk.window.review.decision
    panel.press("message")
    clerk.until("the sheet", lambda: panel.sheet is not None)
    clerk.click(dialog.confirm)
    sent = clerk.application.desk.deciding.sent_entries
    clerk.until("it is sent", lambda: [e.case_id for e in sent()] == [case.id])
    assert panel.sheet is not None and clerk.window.review.case_id == other.id


def test_given_up_while_it_is_made_nothing_is_left_and_nothing_decided(clerk):
    open_case(clerk, is_closed)
    dialog = asked_for(clerk)
    clerk.click(dialog.back)
    clerk.until("nothing is left", lambda: not pieces(clerk))
    assert clerk.application.desk.deciding.entries() == []


def test_closed_without_archiving_it_is_let_go_of(clerk):
    open_case(clerk, is_closed)
    dialog = made(clerk)
    assert len(pieces(clerk)) == 2
    clerk.click(dialog.back)
    assert pieces(clerk) == []
    assert clerk.application.desk.deciding.entries() == []


def test_several_are_archived_one_after_another(clerk):
    chosen, dialog = asked_for_all(clerk)
    assert len(marked(dialog, "✓")) == len(chosen)
    clerk.click(dialog.go)
    ended(clerk, dialog)
    assert dialog.said.text() == tr(
        "{action}: {n} cases saved.", action=tr("Archive"), n=len(chosen)
    )
    sent = clerk.application.desk.deciding.sent_entries
    clerk.until("they are sent", lambda: len(sent()) == len(chosen) + 1)


def test_one_whose_papers_cannot_all_be_shown_is_left_to_be_looked_at(clerk, own_centre):
    views, dialog = asked_for_all(clerk)
    desk = clerk.application.desk
    spoilt = next(m.sha256 for m in views[0].case.materials if m.sha256)
    desk.account.signed_in.store.files.keep(spoilt, b"no picture")
    clerk.click(dialog.go)
    ended(clerk, dialog)
    (line,) = marked(dialog, "✗")
    assert views[0].case.no in line and "看过案卷再归档" in line
    assert len(marked(dialog, "✓")) == len(views) - 1
    assert len(pieces(clerk)) == 2 * (len(views) - 1)


def test_it_can_be_saved_as_two_files(clerk, tmp_path, monkeypatch):
    case = open_case(clerk, is_closed)
    dialog = made(clerk)
    offered = []

    def choose(parent, title, name, kinds):
        offered.append(name)
        return str(tmp_path / "卷"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    clerk.click(dialog.save)
    clerk.until("it is said", lambda: dialog.said.text() == tr("Volume and data are saved."))
    assert offered == [f"{case.no}.pdf"]
    assert (tmp_path / "卷.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "卷.zip").read_bytes().startswith(b"PK")
    dialog.save_at(tmp_path / "no such folder" / "v.pdf")
    elsewhere = tr("Volume and data could not be saved there. Choose another place.")
    clerk.until("it is refused", lambda: dialog.said.text() == elsewhere)
