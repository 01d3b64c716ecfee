"""Several cases at once: who is left out and why is said before, what became of each after."""

import pypdfium2
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from app.cases.actions import Accept, Release
from app.desk import CaseFilter
from app.machine.paths import RESOURCES, own_command
from app.printing.joining import join
from app.printing.notice import print_notice
from app.store.errors import CaseMovedOn
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.support.notices import DENIAL, served
from ui.background import Background
from ui.decision.printing import Printing
from ui.language import tr
from ui.parts.colleague import ColleaguePicker
from ui.rehearsal.hands import Mouse
from ui.worklist.batch import BatchDialog
from ui.worklist.ems import TrackingNumbers

FLAGS = QItemSelectionModel.SelectionFlag


def choose(clerk, fits=lambda view: True, least=2):
    """Selects the rows of all cases that fit; their views."""
    worklist, desk = clerk.window.worklist, clerk.application.desk
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    views = {row.id: desk.cases.view(row.id) for row in rows}
    chosen = [id_ for id_, view in views.items() if fits(view)]
    assert len(chosen) >= least
    worklist.filters.show_these(tuple(views))
    clerk.until("all rows", lambda: worklist.model.rowCount() == len(views))
    worklist.list.clearSelection()
    for id_ in chosen:
        index = worklist.model.index(worklist.model.row_of(id_), 0)
        worklist.list.selectionModel().select(index, FLAGS.Select | FLAGS.Rows)
    return [views[id_] for id_ in worklist.chosen_ids()]


def begin(clerk, words):
    """Opens what is done together by the button's menu; the dialog once it has looked at all."""
    worklist = clerk.window.worklist
    chosen = len(worklist.chosen_ids())
    button = clerk.button(tr("What is done to all chosen cases"))
    Mouse().choose_in_menu(button, words)
    clerk.until("the dialog", lambda: bool(worklist.findChildren(BatchDialog)))
    dialog = clerk.dialog()
    clerk.until("the look", lambda: dialog.list.count() == chosen)
    return dialog


def lines(dialog):
    return [dialog.list.item(at).text() for at in range(dialog.list.count())]


def marked(dialog, mark):
    return [line for line in lines(dialog) if line.startswith(mark)]


def ended(clerk, dialog):
    clerk.until("the end", lambda: dialog.back.text() == tr("Close"))


def state_of(clerk, view):
    return clerk.application.desk.cases.view(view.case.id).case.state


def is_fresh(view):
    return view.case.state == "received" and not view.case.corrections


def test_what_is_taken_out_of_the_chosen_stays_out_though_the_list_changes(clerk):
    worklist, desk = clerk.window.worklist, clerk.application.desk
    gone, out, *kept = [view.case.id for view in choose(clerk, is_fresh, least=4)]
    for id_ in (gone, out):
        index = worklist.model.index(worklist.model.row_of(id_), 0)
        worklist.list.scrollTo(index)
        at = worklist.list.visualRect(index).center()
        QTest.mouseClick(
            worklist.list.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            at,
        )
    assert set(worklist.chosen_ids()) == set(kept)
    rows = worklist.model.rowCount()
    desk.deciding.decide(gone, Release()).result()
    clerk.until("the list without it", lambda: worklist.model.rowCount() == rows - 1)
    assert set(worklist.chosen_ids()) == set(kept)


def test_cases_are_released_together_after_one_look_at_all(clerk):
    window, desk = clerk.window, clerk.application.desk
    views = choose(clerk)
    assert window.worklist.together.isVisible()
    dialog = begin(clerk, tr("Release"))
    left_out, ready = marked(dialog, "—"), marked(dialog, "✓")
    assert left_out and ready
    assert lines(dialog) == left_out + ready
    assert all(line.count("\n") == 2 for line in left_out)
    assert str(len(left_out)) in dialog.said.text()
    assert dialog.go.text() == f"退回待领（{len(ready)} 件）"
    clerk.click(dialog.go)
    ended(clerk, dialog)
    assert f"{len(ready)} 件已保存" in dialog.said.text()
    assert f"{len(ready)} 件已保存" in window.status.said.text()
    assert len([line for line in marked(dialog, "✓") if line.endswith(tr("Done"))]) == len(ready)
    clerk.click(dialog.back)
    clerk.until("all to be sent", clerk.all_sent)

    def gone() -> int:
        return sum(desk.cases.number(view.case.id) is None for view in views)

    clerk.until("them to be gone", lambda: gone() == len(ready))


def test_approving_together_leaves_out_what_is_not_instant_or_has_something_open(clerk):
    choose(clerk)
    dialog = begin(clerk, tr("Approve"))
    said = "\n".join(lines(dialog))
    assert "非即办件" in said
    assert "材料还没有全部审查通过" in said
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_accepting_together_leaves_out_what_lacks_a_material_or_has_something_open(clerk):
    views = choose(clerk, is_fresh)
    dialog = begin(clerk, tr("Accept"))
    ready = {line.split("\n")[1] for line in marked(dialog, "✓")}
    assert ready
    clerk.click(dialog.go)
    ended(clerk, dialog)
    accepted = {v.case.no for v in views if state_of(clerk, v) == "reviewing"}
    assert accepted == ready
    assert all(not v.open_findings for v in views if v.case.no in accepted)
    dialog.reject()


def test_delivering_together_follows_each_wish_and_leaves_out_what_has_no_number_of_ems(clerk):
    decide = clerk.application.desk.deciding.decide
    for view in choose(clerk, is_fresh):
        decide(view.case.id, Accept.minimal(view.case, view.situation)).result()
        decide(view.case.id, DENIAL).result()
    views = choose(clerk, lambda view: view.case.state in ("approved", "denied"))
    dialog = begin(clerk, tr("Deliver"))
    posted = {v.case.no for v in views if v.case.delivery.wanted == "ems"}
    assert {line.split("\n")[1] for line in marked(dialog, "—")} == posted != set()
    assert all("邮寄送达填写运单号" in line for line in marked(dialog, "—"))
    method = box(dialog, tr("How"))
    method.setCurrentIndex(method.findData("counter"))
    assert len(marked(dialog, "✓")) == len(views)
    method.setCurrentIndex(method.findData(""))
    assert {line.split("\n")[1] for line in marked(dialog, "—")} == posted
    scan_the_numbers(clerk, dialog, len(posted))
    assert len(marked(dialog, "✓")) == len(views)
    clerk.click(dialog.go)
    ended(clerk, dialog)
    assert {state_of(clerk, view) for view in views} == {"delivered"}
    deliveries = [clerk.application.desk.cases.view(v.case.id).case.delivery for v in views]
    given = {each.tracking_no for each in deliveries if each.method == "ems"}
    assert given == {f"1{at}CN" for at in range(len(posted))}
    assert not any(each.tracking_no for each in deliveries if each.method != "ems")
    dialog.reject()


def scan_the_numbers(clerk, dialog, count):
    """One after the other, each ended by Enter, the first once more by mistake."""
    fields = dialog.findChildren(TrackingNumbers)[0].fields.values()
    assert len(fields) == count > 1
    next(iter(fields)).setFocus()
    for at, scanned in enumerate(fields):
        clerk.until("the next field", scanned.hasFocus)
        if at == 1:
            QTest.keyClicks(scanned, "10CN")
            assert "同一运单号" in "".join(marked(dialog, "—"))
            scanned.clear()
        QTest.keyClicks(scanned, f"1{at}CN")
        QTest.keyClick(scanned, Qt.Key.Key_Return)
    clerk.until("the button", dialog.go.hasFocus)


def test_a_transfer_of_several_wants_a_colleague_and_a_reason(colleague, clerk):
    desk = clerk.application.desk
    fang = next(c for c in desk.cases.colleagues() if c.clerk.name == "王芳")
    choose(clerk, is_fresh)
    dialog = begin(clerk, tr("Transfer"))
    picker, reason = dialog.findChild(ColleaguePicker), field(dialog, tr("Reason"))
    clerk.until("the colleagues", lambda: bool(picker.colleagues))
    assert picker.hasFocus()
    assert not dialog.go.isEnabled()
    QTest.keyClicks(picker, "wangf")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    picker.hide_list()
    assert not dialog.go.isEnabled()
    clerk.type(reason, "轮岗交接")
    clerk.click(dialog.go)
    ended(clerk, dialog)
    dialog.reject()
    clerk.until("all to be sent", clerk.all_sent)
    sent = [e.payload for e in desk.deciding.sent_entries() if e.payload.type == "transfer"]
    assert {(p.to_clerk, p.reason) for p in sent} == {(fang.clerk.id, "轮岗交接")}


def test_one_that_fails_stops_no_other_and_says_why(clerk):
    desk = clerk.application.desk
    views = choose(clerk, lambda view: not dict(view.actions)["release"], least=3)
    dialog = begin(clerk, tr("Release"))
    first = views[0]
    desk.deciding.decide(first.case.id, Accept.minimal(first.case, first.situation)).result()
    clerk.click(dialog.go)
    ended(clerk, dialog)
    (failed,) = marked(dialog, "✗")
    assert first.case.no in failed
    assert "已经受理" in failed
    assert len(marked(dialog, "✓")) == len(views) - 1
    assert f"{len(views) - 1} 件已保存" in dialog.said.text()
    assert "1 件未能办理" in dialog.said.text()
    dialog.reject()


def test_stopped_the_one_under_way_is_the_last_and_the_others_are_as_they_were(clerk):
    desk = clerk.application.desk
    views = choose(clerk, lambda view: not dict(view.actions)["release"], least=3)
    dialog = begin(clerk, tr("Release"))
    clerk.click(dialog.go)
    assert dialog.back.text() == tr("Stop")
    dialog.back.click()
    assert dialog.isVisible()
    ended(clerk, dialog)
    assert len(marked(dialog, "✓")) == 1
    assert len(marked(dialog, "—")) == len(views) - 1
    assert f"{len(views) - 1} 件未开始" in dialog.said.text()
    decided = [e.case_id for e in (*desk.deciding.entries(), *desk.deciding.sent_entries())]
    assert decided == [views[0].case.id]
    dialog.reject()


def test_a_case_that_went_to_another_while_it_was_chosen_is_left_out(clerk, monkeypatch):
    desk = clerk.application.desk
    (gone, *others) = choose(clerk, lambda view: not dict(view.actions)["release"])
    look = desk.cases.view

    def view(case_id):
        if case_id == gone.case.id:
            raise CaseMovedOn
        return look(case_id)

    monkeypatch.setattr(desk.cases, "view", view)
    dialog = begin(clerk, tr("Release"))
    (left_out,) = marked(dialog, "—")
    assert gone.case.no in left_out
    assert len(marked(dialog, "✓")) == len(others)
    dialog.reject()


def test_notices_of_several_are_one_file_and_the_journal_names_nobody(clerk, monkeypatch, tmp_path):
    views = choose(clerk)
    served_on = [view for view in views if view.case.notices]
    path = tmp_path / "all.pdf"
    asked = []

    def ask(_parent, _title, name, _kinds):
        asked.append(name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog = begin(clerk, tr("Print notices"))
    assert len(marked(dialog, "✓")) == len(served_on) > 1
    assert len(marked(dialog, "—")) == len(views) - len(served_on)
    clerk.click(dialog.going[1])
    clerk.until("the file", lambda: tr("The notices are saved.") in clerk.window.status.said.text())
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    assert all(view.case.notices[-1].no in text for view in served_on)
    assert asked == ["文书.pdf"]
    (journal,) = clerk.application.desk.machine.places.journal.glob("journal.jsonl")
    said = journal.read_text()
    assert '"notices_saved"' in said
    assert not any(view.case.applicant.name in said for view in views)
    dialog.reject()


class TwoSided(QPrinter):
    """Qt's printer of PDF files has one side only, whatever it is told."""

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


@pytest.mark.parametrize("both_sides", [False, True])
def test_no_notice_begins_on_the_back_of_another(qtbot, tmp_path, both_sides):
    titles = ("受理通知书", "送达回证")
    prints = [print_notice(served(title), RESOURCES / "notices") for title in titles]
    joined = join(prints)
    pages = [len(pypdfium2.PdfDocument(each)) for each in prints]
    assert pages[0] % 2
    assert joined.starts == {0, pages[0]}
    background = Background(lambda error: (_ for _ in ()).throw(error))
    viewer = Viewer(own_command("viewer"))
    document = RemoteDocument(viewer, "notices", lambda: joined.pdf)
    printing = Printing(background, document, None, joined.starts)
    done: list[bool] = []
    printing.done.connect(lambda: done.append(True))
    printer = TwoSided() if both_sides else QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printing.print_on(printer)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    background.close()
    viewer.replace()
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == sum(pages) + both_sides


def box(dialog, name):
    return next(b for b in dialog.findChildren(QComboBox) if b.accessibleName() == name)


def field(dialog, name):
    return next(f for f in dialog.findChildren(QLineEdit) if f.accessibleName() == name)
