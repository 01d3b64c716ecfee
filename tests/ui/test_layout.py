"""The paper in front: how the window's width is shared, at the hall's commonest screen and wider."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.test_review import has_files, open_case
from ui.review.tabs import AROUND, PaperTab, PaperTabs, short_name

FRAME, TITLE, PANEL = 2, 24, 40  # pixels that a window manager and a desktop's panel take


@pytest.fixture
def window(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    window.worklist.search.clear()
    clerk.until("all rows", lambda: window.worklist.model.rowCount() > 1)
    clerk.until("the page", window.review.materials.pages.is_shown)
    return window


def at(clerk, window, width: int, height: int) -> None:
    window.resize(width, height)
    clerk.until("its size", lambda: window.width() == width)


def at_the_commonest(clerk, window) -> None:
    at(clerk, window, 1366 - FRAME, 768 - TITLE - PANEL)


def strike(clerk, window, key) -> None:
    window.activateWindow()
    window.worklist.list.setFocus() if window.worklist.list.isVisible() else None
    clerk.until("a window in front", lambda: QApplication.focusWindow() is not None)
    QTest.keyClick(QApplication.focusWindow(), key)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_1366_by_768_a_page_is_at_least_640_pixels_wide(clerk, window, language):
    clerk.application.apply_appearance(language, "")
    window = clerk.window
    clerk.until("the case", lambda: window.review.view is not None)
    at_the_commonest(clerk, window)
    assert window.width() == 1366 - FRAME
    clerk.until("the page", window.review.materials.pages.is_shown)
    paper = window.review.materials.pages.paper
    assert paper.layout_.rect(0).width() >= 640
    assert paper.viewport().height() >= 440


def test_with_text_of_150_per_cent_papers_keep_their_names_and_the_form_its_right_edge(
    clerk, window
):
    open_case(clerk, lambda case: len(case.current_materials()) >= 6)
    clerk.application.apply_appearance("", "", 150)
    window = clerk.window
    clerk.until("the case", lambda: window.review.view is not None)
    at_the_commonest(clerk, window)
    tabs = window.review.materials.tabs
    assert all(len(tabs.tabText(n)) > len("1 … ·") for n in range(tabs.count()))
    form = window.review.form_area
    assert form.mapTo(window, form.rect().topRight()).x() < window.width()


def test_from_1600_pixels_on_the_form_has_a_column_of_its_own(clerk, window):
    review = window.review

    def is_beside() -> bool:
        """Whether form and checklist are in sight at once."""
        return review.form_area.isVisible() and review.checklist.isVisible()

    at(clerk, window, 1599, 900)
    assert not is_beside()
    at(clerk, window, 1600, 900)
    assert is_beside()
    assert window.worklist.width() >= 290
    at(clerk, window, 1599, 900)
    assert not is_beside()
    assert review.tabs.count() == 4


def test_each_layout_remembers_its_own_widths(clerk, window):
    columns, machine = window.review.columns, clerk.application.desk.machine
    at_the_commonest(clerk, window)
    columns.setSizes([600, columns.width() - 601])
    columns.splitterMoved.emit(600, 1)
    narrow = columns.sizes()
    at(clerk, window, 1800, 900)
    columns.setSizes([900, 300, columns.width() - 1202])
    columns.splitterMoved.emit(900, 1)
    at_the_commonest(clerk, window)
    assert columns.sizes() == narrow
    assert len(machine.settings.splitters["review-3"]) == 3


def test_a_width_while_the_form_gave_way_to_two_papers_is_not_remembered(clerk, window):
    at(clerk, window, 1800, 900)
    columns, machine = window.review.columns, clerk.application.desk.machine
    columns.splitterMoved.emit(0, 1)
    kept = machine.settings.splitters["review-3"]
    window.review.materials.toggle_beside()
    columns.splitterMoved.emit(0, 1)
    assert machine.settings.splitters["review-3"] == kept


def test_the_list_folds_to_its_lights_and_unfolds_as_wide_as_it_was(clerk, window):
    at_the_commonest(clerk, window)
    before = window.worklist.width()
    page = window.review.materials.pages.paper.layout_.rect(0).width()
    strike(clerk, window, Qt.Key.Key_Backslash)
    assert window.worklist.width() <= 48
    assert window.review.materials.pages.paper.layout_.rect(0).width() > page + 100
    strike(clerk, window, Qt.Key.Key_Backslash)
    assert window.worklist.width() == before


def test_f11_leaves_the_paper_alone_with_a_line_of_decision_and_esc_brings_all_back(clerk, window):
    review = window.review
    around = (window.worklist, review.header, review.tabs, review.decision, window.status)
    strike(clerk, window, Qt.Key.Key_F11)
    assert not any(part.isVisible() for part in around)
    assert QApplication.focusWidget() is review.materials.pages.paper
    assert review.materials.pages.paper.layout_.rect(0).width() > window.width() - 80
    clerk.press(Qt.Key.Key_Y)
    assert review.materials.tabs.tabText(0).endswith("✓")
    clerk.press(Qt.Key.Key_Escape)
    assert all(part.isVisible() for part in around)


def test_another_page_is_never_shown_without_the_rest_of_the_desk(clerk, window):
    strike(clerk, window, Qt.Key.Key_F11)
    window.show_page("outbox")
    assert window.status.isVisible()
    window.show_page("cases")
    assert window.worklist.isVisible()


def test_the_paper_is_alone_from_the_list_with_columns_too(clerk, window):
    window.worklist.toggle_columns()
    strike(clerk, window, Qt.Key.Key_F11)
    assert window.review.materials.pages.paper.isVisible()


def test_a_paper_alone_gives_way_to_a_sheet(clerk, window):
    strike(clerk, window, Qt.Key.Key_F11)
    window.review.ask_for_correction()
    clerk.until("the sheet", lambda: window.review.decision.sheet is not None)
    assert window.review.decision.sheet.isVisible()
    assert window.status.isVisible()


def test_two_papers_side_by_side_have_the_forms_place_until_a_sheet_needs_it(clerk, window):
    at_the_commonest(clerk, window)
    review = window.review
    review.materials.toggle_beside()
    assert not review.decision.isVisible()
    review.ask_for_correction()
    clerk.until("the sheet", lambda: review.decision.sheet is not None)
    assert review.decision.sheet.isVisible()


def test_papers_are_tabs_that_say_number_name_and_verdict(clerk, window):
    at_the_commonest(clerk, window)
    tabs, materials = window.review.materials.tabs, window.review.view.case.current_materials()
    assert tabs.count() == len(materials)
    for n, material in enumerate(materials):
        number, *name, shape = tabs.tabText(n).split(" ")
        assert number == str(n + 1)
        assert shape in ("·", "—")
        assert " ".join(name).split("…")[-1] in material.name
        assert material.name in tabs.tabToolTip(n)


@pytest.mark.parametrize(
    ("name", "item", "short"),
    [
        ("食品经营许可申请书", "食品经营许可证核发", "申请书"),
        ("营业执照", "食品经营许可证核发", "营业执照"),
        ("设立登记申请书", "营业执照设立登记", "设立登记申请书"),
        ("户外招牌设置", "户外招牌设置", "户外招牌设置"),
    ],
)
def test_a_papers_name_is_said_without_what_it_shares_with_the_item(name, item, short):
    assert short_name(name, item) == short


@pytest.fixture
def paper_tabs(qtbot):
    """As wide as the paper's column at 1366 × 768."""
    tabs = PaperTabs()
    qtbot.addWidget(tabs)
    font = tabs.font()
    font.setPointSizeF(10.5)
    tabs.setFont(font)
    tabs.resize(706, 36)
    return tabs


@pytest.mark.parametrize("shape", ["✓", "✗", "?", "·"])
def test_a_papers_name_is_whole_where_it_has_room_whatever_its_verdict(paper_tabs, shape):
    names = ["设立登记申请书", "住所使用证明（租赁合同）", "法定代表人身份证"]
    paper_tabs.show_papers([PaperTab(name, shape, name) for name in names], 0)
    assert [paper_tabs.tabText(at) for at in range(3)] == [
        f"{at} {name} {shape}" for at, name in enumerate(names, 1)
    ]


SEVEN = (
    "第二类医疗器械经营备案表", "营业执照", "法定代表人、质量负责人身份证明",
    "质量负责人学历或者职称材料", "经营场所和库房平面图", "房屋产权文件或者租赁协议",
    "组织机构、设施设备和质量管理制度目录",
)  # fmt: skip
SALE = (
    "不动产登记申请书", "存量房买卖合同", "受让人身份证", "转让人身份证明", "原不动产权证书",
    "税费缴纳凭证", "住所使用证明（租赁合同）",
)  # fmt: skip


@pytest.mark.parametrize(
    ("names", "at", "telling"),
    [
        (SEVEN, 0, "备案表"),
        (SEVEN, 1, "营业执照"),
        (SEVEN, 2, "身份证明"),
        (SEVEN, 3, "职称材料"),
        (SEVEN, 4, "平面图"),
        (SEVEN, 5, "租赁协议"),
        (SEVEN, 6, "制度目录"),
        (SALE, 2, "受让人"),
        (SALE, 3, "转让人"),
        (SALE, 6, "租赁合同"),
        (("租赁合同（第一份）",) * 7, 0, "租"),
        (("receipt of the tax for this year", *SEVEN[:6]), 0, "year"),
    ],
)
def test_of_seven_papers_each_tab_says_what_the_others_do_not(paper_tabs, names, at, telling):
    paper_tabs.show_papers([PaperTab(name, "·", name) for name in names], 0)
    assert telling in paper_tabs.tabText(at)
    assert names[at] in paper_tabs.tabToolTip(at)
    texts = [paper_tabs.tabText(n) for n in range(len(names))]
    assert sum(paper_tabs.fontMetrics().horizontalAdvance(text) + AROUND for text in texts) <= 706
