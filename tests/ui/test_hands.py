"""Every way for hands and eyes: where Tab goes, what is seen of it, what the applicant changed."""

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from app.cases.model import Correction, Fault, Section
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import Settings
from tests.support.caches import open_cache
from tests.support.examples import MORNING, a_case, a_material
from tests.ui.test_decision import a_view
from tests.ui.test_review import has_files, open_case
from ui.background import Background
from ui.commands import ROWS
from ui.language import speak
from ui.parts.taborder import in_reading_order
from ui.rehearsal.hands import bring_into_sight
from ui.review.form import FormView
from ui.review.materials import MaterialsView
from ui.rows import key_names


def tab_stops(window):
    """What Tab comes to, from the list round to it again."""
    window.activateWindow()
    window.worklist.list.setFocus()
    QApplication.processEvents()
    stops = []
    while (focus := QApplication.focusWidget()) not in stops:
        stops.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return stops


def test_tab_goes_through_the_window_as_it_is_read(clerk):
    open_case(clerk, has_files)
    clerk.until("its page", clerk.window.review.materials.pages.is_shown)
    window = clerk.window
    stops = tab_stops(window)
    read = [widget for widget in in_reading_order(window) if widget in stops]
    at = read.index(stops[0])
    assert len(stops) > 35
    assert stops == read[at:] + read[:at]


def test_the_focus_is_always_seen(clerk):
    open_case(clerk, has_files)
    clerk.until("its page", clerk.window.review.materials.pages.is_shown)
    window, unseen = clerk.window, []
    for widget in tab_stops(window):
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            continue  # a border and a cursor that blinks
        bring_into_sight(widget)
        widget.setFocus()
        QApplication.processEvents()
        place = QRect(widget.mapTo(window, QPoint(-3, -3)), widget.size() + QSize(6, 6))
        with_it = window.grab(place).toImage()
        window.setFocus()
        QApplication.processEvents()
        if with_it == window.grab(place).toImage():
            unseen.append((type(widget).__name__, widget.accessibleName()))
    assert unseen == []


def test_what_the_applicant_changed_is_said_beside_the_field_and_on_top(qtbot):
    case = a_case(fields={"area": "86", "name": "某店"})
    asked = Correction(
        round=1,
        requested_at=MORNING,
        by_days=15,
        resubmitted_at=MORNING,
        faults=(Fault(text="面积与租约不符", field="area"),),
    )
    before = a_case(fields={"area": "68", "name": "某店"}).form
    view = replace(a_view(replace(case, corrections=(asked,))), earlier=before)
    speak(QApplication.instance(), "zh")
    form = FormView()
    qtbot.addWidget(form)
    form.show_case(view)
    said = "\n".join(label.text() for label in form.findChildren(QLabel))
    assert "✎ 已更正，原为：68" in said
    assert "补正要求：面积与租约不符" in said
    assert said.count("已更正") == 1
    assert "✎ 申请表有改动：" in said


def test_what_was_put_right_at_the_counter_is_said_with_what_was_filed(qtbot):
    number = "320102199001011234"
    filed = a_case(fields={"area": "86", "id_number": number, "name": None}).form[0].fields
    fields = (
        replace(filed[0], value="68", earlier="86"),
        replace(filed[1], value="320102199001011235", earlier=number),
        replace(filed[2], value="某店", earlier=""),
    )
    case = a_case(form=(Section(section="场所", fields=fields),))
    speak(QApplication.instance(), "zh")
    form = FormView()
    qtbot.addWidget(form)
    form.show_case(a_view(case))
    said = "\n".join(label.text() for label in form.findChildren(QLabel))
    assert "✎ 当场更正，原为：86" in said
    assert "✎ 当场更正，原为：（未填写）" in said
    assert number not in said and "✎ 当场更正，原为：320***********1234" in said


def test_an_earlier_round_is_the_first_to_compare_with(qtbot, qapp, tmp_path):
    first = a_material(id="old", name="平面图", sha256="a" * 64, round=1)
    again = a_material(id="new", name="平面图", sha256="b" * 64, round=2)
    other = a_material(id="lease", name="租赁合同", sha256="c" * 64)
    view = a_view(a_case(materials=(first, other, again)))
    background = Background(lambda error: None)
    desk = Desk(Places.below(tmp_path), Settings(), lambda: MORNING)
    open_cache(desk, "hands", "ab" * 32, None)
    materials = MaterialsView(
        desk.documents, desk.searching, desk.machine.now, lambda: "", background, key_names(ROWS)
    )
    qtbot.addWidget(materials)
    materials.show_case(view)
    materials.choose_id("new")
    materials.toggle_beside()
    assert materials.beside.material == first
    materials.toggle_beside()
    background.close()
    desk.close()
