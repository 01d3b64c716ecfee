"""A licence in its paper's place, at a real window on a real centre."""

from PySide6.QtWidgets import QLabel

from app.cases.evidence import LICENCE, Place
from app.cases.model import Licence
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import Settings
from tests.support.caches import open_cache
from tests.support.examples import MORNING, a_case, a_material
from tests.ui.test_decision import a_view
from tests.ui.test_review import open_case
from ui.background import Background
from ui.language import speak
from ui.review.licence import LicencePanel


def words(widget) -> str:
    return " ".join(made.text() for made in widget.findChildren(QLabel) if made.isVisible())


def open_licence(clerk, fits):
    """Opens a case at the material that is its business licence."""
    case = open_case(clerk, lambda c: any(m.form == "licence" and fits(m) for m in c.materials))
    material = next(m for m in case.materials if m.form == "licence")
    materials = clerk.window.review.materials
    materials.choose_id(material.id)
    clerk.until("the panel", materials.pane.licence.isVisible)
    return case, materials.pane.licence


def test_a_licence_that_came_with_the_case_is_shown_verified(clerk):
    case, panel = open_licence(clerk, lambda m: m.licence is not None)
    clerk.until("the licence", lambda: "营业执照有效" in words(panel))
    said = words(panel)
    assert case.applicant.name in said
    assert "可以代替纸质材料" in said
    assert "随件共享" in said


def test_a_field_that_a_licence_speaks_of_leads_to_its_panel_and_to_no_page(clerk):
    case, panel = open_licence(clerk, lambda m: m.licence is not None)
    review, licence = clerk.window.review, clerk.window.review.materials.material
    paper = next(m for m in case.current_materials() if m.sha256)
    review.materials.choose_id(paper.id)
    clerk.until("the page", review.materials.pages.is_shown)
    nowhere = (0.0, 0.0, 0.0, 0.0)
    review.form.place_wanted.emit("company", Place(paper.id, LICENCE, nowhere))
    assert review.materials.pages.paper.places.current is None
    review.form.place_wanted.emit("company", Place(licence.id, LICENCE, nowhere))
    assert review.materials.paper_id == licence.id and panel.isVisible()


def test_one_that_did_not_is_looked_up_by_its_holder_and_kept_with_its_age(clerk, own_centre):
    case, panel = open_licence(clerk, lambda m: m.licence is None)
    clerk.until("the answer", lambda: "查询于" in words(panel))
    clerk.until("that it found none", lambda: "未调取到申请人的营业执照" in words(panel))
    clerk.until(
        "it to be kept", lambda: clerk.application.desk.searching.known_licences(case, "营业执照")
    )
    own_centre.say("cut")
    clerk.click(panel.again)
    clerk.until("the word that it is old", lambda: "离线：这是" in words(panel))


def test_offline_and_never_looked_up_says_so(clerk, own_centre):
    own_centre.say("cut")
    _, panel = open_licence(clerk, lambda m: m.licence is None)
    clerk.until("the word", lambda: "从未查询过" in words(panel))


def test_what_a_licence_says_is_named_by_words_never_by_its_keys(qtbot, qapp, tmp_path):
    speak(qapp, "zh")
    licence = Licence(
        kind="营业执照",
        no="1",
        holder="某店",
        holder_id="91320104MA1XXXXXX1",
        facts={"uscc": "91320104MA1XXXXXX1", "capital": 50, "sealed_by": "登记机关"},
    )
    material = a_material("营业执照", licence=licence, sha256="")
    background = Background(lambda error: None)
    desk = Desk(Places.below(tmp_path), Settings(), lambda: MORNING)
    open_cache(desk, "hands", "ab" * 32, None)
    panel = LicencePanel(desk.searching, desk.machine.now, background)
    qtbot.addWidget(panel)
    panel.show_for(a_view(a_case(materials=(material,))), material)
    said = [made.text() for made in panel.findChildren(QLabel)]
    assert {"统一社会信用代码", "注册资本", "50", "登记机关"} <= set(said)
    assert not {"uscc", "capital", "sealed_by"} & set(said)
    background.close()
    desk.close()
