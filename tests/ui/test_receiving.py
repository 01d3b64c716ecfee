"""Papers brought to the counter: dropped, pasted, chosen, scanned; kept, shown, sent, taken back."""

import io
import os
from pathlib import Path

import msgspec
import pytest
import requests
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.cases.actions import RequestCorrection
from app.cases.checks import missing_materials
from app.cases.model import DeferredMaterial, Fault
from app.cases.procedure import Procedure
from app.store import evidence
from tests.support.desks import other_desk
from tests.support.papers import pages_saying
from tests.ui.test_review import is_received, open_case
from ui.language import tr
from ui.receiving.dialog import ReceivingDialog

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def photograph(size=(300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder with what an applicant may bring."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "contract.pdf").write_bytes(pages_saying(["one", "two", "three"]))
    (folder / "photo.png").write_bytes(photograph())
    (folder / "broken.ofd").write_bytes(b"PK\x03\x04 nothing")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "many.pdf").write_bytes(pages_saying(["x"] * 101))
    return folder


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def dropped(widget, mime: QMimeData) -> bool:
    """As the window system tells it; whether it was taken."""
    at, copy, left = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(at, copy, mime, left, plain)
    QApplication.sendEvent(widget, enters)
    if not enters.isAccepted():
        return False
    drops = QDropEvent(QPointF(at), copy, mime, left, plain)
    QApplication.sendEvent(widget, drops)
    return drops.isAccepted()


def opened(clerk) -> ReceivingDialog:
    dialog = clerk.dialog()
    assert isinstance(dialog, ReceivingDialog)
    clerk.until("all to be looked at", dialog.is_at_rest)
    return dialog


def brought(clerk, *paths: Path) -> ReceivingDialog:
    assert dropped(clerk.window.review, files(*paths))
    return opened(clerk)


def kept(clerk):
    return clerk.window.review.view.evidence


def keep(clerk, dialog, name: str = "") -> None:
    before = len(kept(clerk))
    if name:
        clerk.type(dialog.name.lineEdit(), name)
    clerk.click(dialog.ready)
    clerk.until("it to be kept", lambda: len(kept(clerk)) == before + 1)
    clerk.until("the window", lambda: QApplication.activeModalWidget() is None)


def texts(clerk, sha256: str) -> list[str]:
    """The words of each page of what is kept."""
    document = clerk.application.desk.documents.open_evidence(sha256)
    return [document.read(page).text for page in range(len(document.open().sizes))]


def in_hand(clerk):
    case = open_case(clerk, lambda c: is_received(c) and len(c.current_materials()) > 1)
    clerk.window.worklist.list.setFocus()
    return case


def clipboard(mime: QMimeData) -> None:
    QApplication.clipboard().setMimeData(mime)


# --- the four ways -------------------------------------------------------------------------------


def test_a_file_dropped_on_the_case_is_shown_and_kept_behind_its_papers(clerk, stick):
    case = in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    clerk.until("the page", dialog.pages.is_shown)
    assert dialog.sheets.count() == 3
    keep(clerk, dialog, "租赁合同（补）")
    (paper,) = kept(clerk)
    assert (paper.name, paper.pages, paper.is_carried) == ("租赁合同（补）", 3, False)
    assert texts(clerk, paper.sha256) == ["one", "two", "three"]
    materials = clerk.window.review.materials
    at = len(case.current_materials())
    assert materials.at == at
    assert materials.tabs.tabText(at).endswith("收")
    assert "窗口收取" in materials.tabs.tabToolTip(at)
    clerk.until("the paper", materials.pages.is_shown)
    assert clerk.window.focusWidget() is materials.pages.paper
    assert (stick / "contract.pdf").exists()


def test_a_picture_on_the_clipboard_is_pasted_without_this_process_opening_it(clerk, stick):
    in_hand(clerk)
    mime = QMimeData()
    mime.setData("image/png", b"this is none, and Qt is not asked to make one of it")
    clipboard(mime)
    clerk.press(Qt.Key.Key_V, CTRL)
    dialog = opened(clerk)
    assert "不能" in dialog.said.text() or "损坏" in dialog.said.text()
    mime = QMimeData()
    mime.setData("image/png", photograph())
    clipboard(mime)
    clerk.press(Qt.Key.Key_V, CTRL)
    clerk.until("its page", lambda: dialog.sheets.count() == 1)
    keep(clerk, dialog, "照片")
    assert [paper.pages for paper in kept(clerk)] == [1]


def test_files_on_the_clipboard_are_taken_and_words_are_not(clerk, stick):
    in_hand(clerk)
    QApplication.clipboard().setText("一段文字")
    clerk.press(Qt.Key.Key_V, CTRL)
    assert QApplication.activeModalWidget() is None
    clipboard(files(stick / "photo.png"))
    clerk.press(Qt.Key.Key_V, CTRL)
    assert opened(clerk).sheets.count() == 1


def test_ctrl_v_in_a_field_stays_the_fields(clerk, stick):
    in_hand(clerk)
    QApplication.clipboard().setText("经审查")
    opinion = clerk.window.review.decision.opinion
    opinion.setFocus()
    opinion.clear()
    clerk.press(Qt.Key.Key_V, CTRL)
    assert opinion.toPlainText() == "经审查"


def test_a_file_is_chosen_by_its_key(clerk, stick):
    in_hand(clerk)
    clerk.press(Qt.Key.Key_O, CTRL)
    chooser = clerk.dialog()
    assert isinstance(chooser, QFileDialog)
    chooser.filesSelected.emit([str(stick / "photo.png")])
    chooser.reject()
    clerk.until("the paper", lambda: isinstance(clerk.dialog(), ReceivingDialog))
    assert opened(clerk).sheets.count() == 1


def test_what_the_scanner_made_is_offered_quietly_taken_by_a_key_and_left_in_its_folder(
    clerk, tmp_path
):
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "old.pdf").write_bytes(pages_saying(["old"]))
    os.utime(folder / "old.pdf", (1, 1))
    clerk.application.desk.machine.keep_settings(scan_folder=str(folder))
    in_hand(clerk)
    offer = clerk.window.review.intake.scans
    clerk.press(Qt.Key.Key_S)
    offer.look()
    (folder / "scan1.pdf").write_bytes(pages_saying(["first"]))
    (folder / "scan2.pdf").write_bytes(pages_saying(["second"]))
    assert not offer.isVisible() and QApplication.activeModalWidget() is None

    def is_offered() -> bool:
        offer.look()
        return offer.isVisible() and len(offer.scans) == 2

    clerk.until("the offer", is_offered)
    clerk.press(Qt.Key.Key_S)
    dialog = opened(clerk)
    assert dialog.sheets.count() == 2
    dialog.sheets.setCurrentRow(1)
    clerk.click(dialog.tools["leave_out"])
    keep(clerk, dialog, "扫描件")
    assert texts(clerk, kept(clerk)[0].sha256) == ["first"]
    assert [scan.path.name for scan in offer.scans] == ["scan2.pdf"]
    clerk.click(offer.leave)
    assert not offer.isVisible()
    assert sorted(path.name for path in folder.iterdir()) == ["old.pdf", "scan1.pdf", "scan2.pdf"]


# --- what is made of it --------------------------------------------------------------------------


def test_pages_are_turned_cut_left_out_and_put_in_order_by_keys_alone(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf", stick / "photo.png")
    assert dialog.focusWidget() is dialog.sheets and dialog.sheets.count() == 4
    press = clerk.press
    press(Qt.Key.Key_Down, CTRL)  # one is second now
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)  # three is left out
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_R)  # the photograph lies on its side
    press(Qt.Key.Key_C)
    cut = dialog.sheets.current().crop
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_Down, ALT | SHIFT)
    moved = dialog.sheets.current().crop
    # Right, on the screen, is up on the page, and down is right.
    assert moved == pytest.approx((cut[0], cut[1] - 0.01, cut[2] + 0.01, cut[3] - 0.01))
    dialog.name.setFocus()
    clerk.type(dialog.name.lineEdit(), "合同")
    press(Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    clerk.until("it to be kept", lambda: bool(kept(clerk)))
    (paper,) = kept(clerk)
    assert texts(clerk, paper.sha256) == ["two", "one", ""]
    sizes = clerk.application.desk.documents.open_evidence(paper.sha256).open().sizes
    assert sizes[2][1] > sizes[2][0]


def test_a_page_is_cut_by_drawing_on_it_and_whole_again_by_a_click(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    clerk.until("the page", dialog.pages.is_shown)
    paper = dialog.pages.paper
    page = paper.layout_.rect(0).translated(-paper.scrolled)
    start, end = page.center().toPoint(), page.bottomRight().toPoint() - QPoint(5, 5)
    view = paper.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    left, top, right, bottom = dialog.sheets.current().crop
    assert (round(left, 1), round(top, 1)) == (0.5, 0.5) and right > 0.9 and bottom > 0.9
    assert dialog.tools["cut"].isChecked() and paper.cut is not None
    clerk.click(dialog.tools["cut"])
    assert dialog.sheets.current().crop is None and paper.cut is None


def test_a_page_is_shown_whole_at_first_and_larger_by_a_key(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    paper = dialog.pages.paper

    def is_whole() -> bool:
        return len(paper.layout_) == 1 and paper.layout_.height <= paper.viewport().height() + 1

    clerk.until("the whole page", is_whole)
    clerk.press(Qt.Key.Key_Down)
    clerk.until("the whole next page", is_whole)
    clerk.press(Qt.Key.Key_Plus)
    assert not is_whole()
    dialog.sheets.setFocus()
    clerk.press(Qt.Key.Key_R)
    assert paper.rotation == dialog.sheets.current().rotation == 90


def test_by_mouse_alone_pages_change_places_and_only_some_are_kept(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    row = dialog.sheets.visualItemRect(dialog.sheets.item(2)).center()
    QTest.mouseClick(dialog.sheets.viewport(), Qt.MouseButton.LeftButton, pos=row)
    clerk.click(dialog.tools["up"])
    clerk.click(dialog.tools["up"])
    clerk.click(dialog.tools["turn"])
    for at in (1, 2):
        row = dialog.sheets.visualItemRect(dialog.sheets.item(at)).center()
        QTest.mouseClick(dialog.sheets.viewport(), Qt.MouseButton.LeftButton, pos=row)
        clerk.click(dialog.tools["leave_out"])
    assert dialog.count.text() == "收 1 页，共 3 页"
    keep(clerk, dialog, "合同")
    assert texts(clerk, kept(clerk)[0].sha256) == ["three"]


def test_dragged_within_the_list_a_page_keeps_what_was_made_of_it(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    clerk.click(dialog.tools["turn"])
    model = dialog.sheets.model()
    assert model.moveRow(dialog.sheets.rootIndex(), 0, dialog.sheets.rootIndex(), 3)
    assert [(p.page, p.rotation) for p in dialog.sheets.kept()] == [(1, 0), (2, 0), (0, 90)]
    assert "1" in dialog.sheets.item(0).text()


def test_a_missing_paper_is_the_first_name_offered_then_one_that_is_owed(clerk, stick):
    in_hand(clerk)
    view = clerk.window.review.view
    bare = msgspec.structs.replace(
        view.case,
        materials=(),
        deferred=(DeferredMaterial(name="健康证", by=view.situation.today),),
    )
    missing = missing_materials(bare, view.situation.item)
    desk, window = clerk.application.desk, clerk.window
    dialog = ReceivingDialog(
        desk.receiving, window.background, str, msgspec.structs.replace(view, case=bare), window
    )
    names = [dialog.name.itemText(at) for at in range(dialog.name.count())]
    assert missing and names == [*missing, "健康证"]
    dialog.open()
    dialog.add_files([stick / "photo.png"])
    keep(clerk, opened(clerk))
    assert kept(clerk)[0].name == missing[0]


def test_where_a_paper_may_come_later_the_applicants_commitment_is_a_name_offered(clerk):
    in_hand(clerk)
    view = clerk.window.review.view
    first, *others = missing_materials(bare := without_papers(view.case), view.situation.item)
    item = msgspec.structs.replace(bare.item, procedure=Procedure(deferrable=(first,)))
    deferring = msgspec.structs.replace(
        view, case=msgspec.structs.replace(bare, item=item, state="received")
    )
    desk, window = clerk.application.desk, clerk.window
    dialog = ReceivingDialog(desk.receiving, window.background, str, deferring, window)
    names = [dialog.name.itemText(at) for at in range(dialog.name.count())]
    assert names == [first, *others, "容缺受理承诺书"]
    dialog.reject()


def without_papers(case):
    return msgspec.structs.replace(case, materials=())


def test_without_a_name_nothing_is_kept_and_the_clerk_is_asked_for_it(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "photo.png")
    dialog.name.setCurrentText("  ")
    clerk.click(dialog.ready)
    assert dialog.said.text() == tr("Give the paper a name.")
    assert dialog.focusWidget() in (dialog.name, dialog.name.lineEdit())
    assert dialog.isVisible() and kept(clerk) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [("broken.ofd", "损坏"), ("broken.pdf", "损坏"), ("many.pdf", "最多 100 页"), ("gone.pdf", "读不出来")],
)  # fmt: skip
def test_what_cannot_be_taken_in_says_so_and_the_next_file_can(clerk, stick, name, said):
    in_hand(clerk)
    dialog = brought(clerk, stick / name)
    assert said in dialog.said.text() and not dialog.ready.isEnabled()
    assert said in dialog.pages.empty.sentence.text()
    assert dropped(dialog, files(stick / "photo.png"))
    clerk.until("the next", lambda: dialog.sheets.count() == 1)
    assert dialog.ready.isEnabled()


def test_given_up_nothing_is_kept_and_the_process_that_saw_it_is_gone(clerk, stick):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    viewer = clerk.application.desk.receiving.process
    assert viewer.poll() is None
    dialog.reject()
    clerk.until("its end", lambda: viewer.poll() is not None)
    assert kept(clerk) == ()


def test_locked_and_unlocked_the_pages_are_there_still(clerk, stick, own_centre):
    in_hand(clerk)
    dialog = brought(clerk, stick / "contract.pdf")
    clerk.click(dialog.tools["turn"])
    viewer = clerk.application.desk.receiving.process
    clerk.application.lock()
    assert not dialog.isVisible()
    clerk.until("the end of what has seen them", lambda: viewer.poll() is not None)
    clerk.type(clerk.application.locked.form.password, own_centre.clerks[0]["password"])
    clerk.click(clerk.application.locked.form.go)
    clerk.until("the desk", lambda: clerk.application.locked is None)
    clerk.until("the page", dialog.pages.is_shown)
    assert dialog.pages.paper.rotation == 90
    keep(clerk, dialog, "合同")
    assert kept(clerk)[0].pages == 3


# --- with the case -------------------------------------------------------------------------------


def test_it_has_no_verdict_of_its_own_and_is_taken_off_until_decided(clerk, stick):
    case = in_hand(clerk)
    keep(clerk, brought(clerk, stick / "photo.png"), "照片")
    materials = clerk.window.review.materials
    assert not any(choice.isVisible() for choice in materials.verdicts.buttons())
    clerk.press(Qt.Key.Key_Y)
    assert clerk.application.desk.cases.view(case.id).draft.materials == {}
    clerk.press(Qt.Key.Key_1)
    assert all(choice.isVisible() for choice in materials.verdicts.buttons())
    clerk.press(Qt.Key(Qt.Key.Key_1 + len(case.current_materials())))
    assert materials.evidence.isVisible()
    clerk.click(materials.evidence.remove)
    clerk.until("it to be gone", lambda: kept(clerk) == ())
    assert materials.tabs.count() == len(case.current_materials())
    assert not materials.evidence.isVisible()


def test_the_decision_takes_it_to_the_centre_and_taking_back_gives_it_back(
    clerk, stick, own_centre
):
    own_centre.say("cut")
    case = open_case(clerk, lambda c: is_received(c) and bool(c.current_materials()))
    keep(clerk, brought(clerk, stick / "photo.png"), "照片")
    (paper,) = kept(clerk)
    desk = clerk.application.desk

    def ask() -> None:
        payload = RequestCorrection(faults=(Fault(text="缺签字"),))
        desk.deciding.decide(case.id, payload).result()

    ask()
    assert desk.deciding.entries()[-1].payload.attachments[1:] == (paper.sha256,)
    clerk.window.go_to_case(case.id)
    clerk.until("it to be carried", lambda: kept(clerk) and kept(clerk)[0].is_carried)
    clerk.window.review.materials.choose_id(paper.sha256)
    assert not clerk.window.review.materials.evidence.remove.isVisible()
    clerk.press(Qt.Key.Key_Z, CTRL)
    clerk.until("it back", lambda: not kept(clerk)[0].is_carried)
    ask()
    own_centre.say("restore")
    desk.centre.sync_now()
    clerk.until("all to be sent", clerk.all_sent)
    answer = requests.put(
        f"{own_centre.inner_url}/v1/attachments/{paper.sha256}",
        data=evidence.content(desk.account.signed_in.store.reader(), paper.sha256),
        headers={"Authorization": f"Bearer {other_desk(own_centre).access_token}"},
        timeout=60,
    )
    assert answer.status_code == 200  # held already; 201 would be new


def test_a_paper_is_made_a_material_of_the_case_judged_and_fetched_from_the_centre(
    clerk, stick, own_centre
):
    own_centre.say("cut")
    case = in_hand(clerk)
    keep(clerk, brought(clerk, stick / "photo.png"), "现场照片")
    (paper,) = kept(clerk)
    review = clerk.window.review
    clerk.click(review.materials.evidence.receive)
    clerk.until("the sheet", lambda: "confirm" in review.decision.buttons)
    clerk.until("its button", review.decision.buttons["confirm"].isVisible)
    clerk.click(review.decision.buttons["confirm"])
    desk = clerk.application.desk
    clerk.until("it to be decided", lambda: len(desk.deciding.entries()) == 1)
    clerk.window.go_to_case(case.id)
    clerk.until("the material", lambda: kept(clerk) == ())
    material = desk.cases.view(case.id).case.current_materials()[-1]
    assert (material.name, material.sha256) == ("现场照片", paper.sha256)
    review.materials.choose_id(material.id)
    clerk.until("its page", review.materials.pages.is_shown)  # nobody could be asked for it
    assert all(choice.isVisible() for choice in review.materials.verdicts.buttons())
    own_centre.say("restore")
    desk.centre.sync_now()
    clerk.until("all to be sent", clerk.all_sent)
    answer = requests.get(
        f"{own_centre.inner_url}/v1/materials/{material.id}",
        headers={"Authorization": f"Bearer {other_desk(own_centre).access_token}"},
        timeout=60,
    )
    assert answer.content == evidence.content(desk.account.signed_in.store.reader(), paper.sha256)


def test_a_closed_case_takes_nothing_in(clerk, stick):
    open_case(clerk, lambda c: c.state == "delivered")
    assert not dropped(clerk.window.review, files(stick / "photo.png"))
    clerk.press(Qt.Key.Key_O, CTRL)
    assert QApplication.activeModalWidget() is None


def test_no_name_of_a_file_or_paper_is_journalled(clerk, stick):
    in_hand(clerk)
    (stick / "张三的身份证.png").write_bytes(photograph())
    keep(clerk, brought(clerk, stick / "张三的身份证.png"), "张三的证明")
    places = clerk.application.desk.machine.places
    written = [path for folder in (places.journal, places.settings) for path in folder.rglob("*")]
    assert written
    assert not any("张三" in path.read_text("utf-8") for path in written if path.is_file())
