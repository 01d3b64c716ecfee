"""What the clerk can have done by a key, the menu or the search: a command is a row here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.language import language, tr_noop
from ui.pages import PAGES
from ui.parts.announcing import announce
from ui.rows import Command, Page, WidgetKey, checked
from ui.window import DeskWindow

if TYPE_CHECKING:
    from ui.review.pages import PagesView

Row = Command[DeskWindow] | WidgetKey

MATERIALS = (
    tr_noop("Material 1"), tr_noop("Material 2"), tr_noop("Material 3"),
    tr_noop("Material 4"), tr_noop("Material 5"), tr_noop("Material 6"),
    tr_noop("Material 7"), tr_noop("Material 8"), tr_noop("Material 9"),
)  # fmt: skip


def always(_window: DeskWindow) -> bool:
    return True


def among_cases(window: DeskWindow) -> bool:
    return window.cases.isVisible()


def with_the_list(window: DeskWindow) -> bool:
    return window.worklist.isVisible()


def with_a_case(window: DeskWindow) -> bool:
    """Open and in sight: nothing is judged or decided that is not seen."""
    return window.cases.view is not None and window.review.isVisible()


def has_a_case(window: DeskWindow) -> bool:
    """Open, be it behind the list with columns."""
    return window.cases.view is not None


def with_papers(window: DeskWindow) -> bool:
    return window.cases.view is not None or window.papers.view is not None


def can_judge(window: DeskWindow) -> bool:
    view = window.cases.view
    open_ = with_a_case(window) and view is not None and not view.review_barred
    return open_ and window.review.materials.material is not None


def has_a_finding(window: DeskWindow) -> bool:
    view = window.cases.view
    at_one = with_a_case(window) and window.review.finding() is not None
    return at_one and view is not None and not view.review_barred


def can_take_in(window: DeskWindow) -> bool:
    return has_a_case(window) and window.review.intake.is_possible()


def has_scans(window: DeskWindow) -> bool:
    return can_take_in(window) and bool(window.review.intake.scans.scans)


def can_decide(window: DeskWindow) -> bool:
    return with_a_case(window) or window.page_in_front == "ratings"


def decide(window: DeskWindow) -> None:
    """What is filled in goes: a decision, or the reply to a rating."""
    from ui.ratings.view import RatingsView  # with its page

    if window.page_in_front == "ratings":
        window.page("ratings", RatingsView).send_reply()
    else:
        window.review.decide()


def with_the_team(window: DeskWindow) -> bool:
    return window.page_in_front == "team"


def hand_over(window: DeskWindow) -> None:
    from ui.team.view import TeamView  # with its page

    window.page("team", TeamView).hand_over()


def is_language(wanted: str) -> Callable[[DeskWindow], bool]:
    return lambda _window: language() == wanted


def is_theme(wanted: str) -> Callable[[DeskWindow], bool]:
    return lambda window: window.desk.machine.settings.theme == wanted


def in_pages(action: Callable[[PagesView], None]) -> Callable[[DeskWindow], None]:
    """On the pages the clerk is in: of two side by side, those that have the focus."""
    return lambda window: action(window.review.materials.active().pages)


def _step(by: int) -> Callable[[DeskWindow], None]:
    def step(window: DeskWindow) -> None:
        _open_material(window, window.review.materials.at + by)

    return step


def _open_material(window: DeskWindow, at: int) -> None:
    """The keys stay where they are, so that only an announcement says which it is now."""
    materials = window.review.materials
    materials.choose(at)
    announce(materials, materials.tabs.accessibleTabName(materials.at))


def _judge(verdict: str) -> Callable[[DeskWindow], None]:
    return lambda window: window.review.materials.judge(verdict)


def _material(at: int, words: str) -> Row:
    def choose(window: DeskWindow) -> None:
        _open_material(window, at)

    def is_there(window: DeskWindow) -> bool:
        return with_a_case(window) and at < window.review.materials.tabs.count()

    return Command(f"material_{at + 1}", words, (f"{at + 1}",), "material",
                   tr_noop("Material 1 to 9"), choose, is_there, "", None, False)  # fmt: skip


def _page(at: int, page: Page[DeskWindow]) -> Row:
    """The pages' keys follow the rail."""

    def show(window: DeskWindow) -> None:
        window.show_page(page.id)

    return Command(f"page_{page.id}", page.title, (f"Ctrl+{at}",), "everywhere",
                   tr_noop("The pages of the rail, from the top"),
                   show, lambda window: window.has_page(page.id), page.menu, None,
                   False)  # fmt: skip


# fmt: off
# id, words, keys, where, what the keys page says, what it does, whether it can be taken now,
# section of the menu, whether it is ticked there, whether its key waits for no scanner
ROWS: tuple[Row, ...] = checked((
    Command("next_case", tr_noop("Next case"), ("J",), "list", tr_noop("Next, previous case"),
            lambda w: w.worklist.walk(1), among_cases, "", None, True),
    Command("previous_case", tr_noop("Previous case"), ("K",), "list",
            tr_noop("Next, previous case"),
            lambda w: w.worklist.walk(-1), among_cases, "", None, True),
    WidgetKey("Enter", "list", tr_noop("Open the case")),
    Command("filter_list", tr_noop("Narrow the list"), ("/",), "list", tr_noop("Narrow the list"),
            lambda w: w.narrow_list(), always, "", None, False),
    Command("to_list", tr_noop("To the list"), ("L",), "list", tr_noop("To the list"),
            lambda w: w.go_to_list(), always, "", None, True),
    WidgetKey(tr_noop("Scanner"), "list", tr_noop("Open the case of a number")),
    WidgetKey("Shift+↑ ↓  Ctrl+A", "list", tr_noop("Choose several cases")),
    WidgetKey("Ctrl+C", "list", tr_noop("Copy the number")),
    Command("group", tr_noop("Group by one-thing"), ("G",), "list", tr_noop("Group by one-thing"),
            lambda w: w.worklist.toggle_groups(), with_the_list, "", None, False),
    Command("columns", tr_noop("List with columns"), ("F7",), "list", tr_noop("List with columns"),
            lambda w: w.worklist.toggle_columns(), with_the_list, "", None, False),
    Command("fold", tr_noop("Fold the list to its lights"), ("\\",), "list",
            tr_noop("Fold the list to its lights"),
            lambda w: w.worklist.fold(), with_the_list, "", None, False),
    Command("claim", tr_noop("Claim a case"), ("F8",), "list", tr_noop("Claim a case"),
            lambda w: w.claim(), always, "", None, False),

    Command("hand_over", tr_noop("Hand over…"), ("Ctrl+T",), "list",
            tr_noop("Hand a colleague's case over"), hand_over, with_the_team, "", None, False),

    *(_material(at, words) for at, words in enumerate(MATERIALS)),
    Command("previous_material", tr_noop("Previous material"), ("[",), "material",
            tr_noop("Previous, next material"), _step(-1), with_a_case, "", None, False),
    Command("next_material", tr_noop("Next material"), ("]",), "material",
            tr_noop("Previous, next material"), _step(1), with_a_case, "", None, False),
    Command("fit", tr_noop("Fit"), ("Y",), "material", tr_noop("Fit, unfit, unclear"),
            _judge("pass"), can_judge, "", None, False),
    Command("unfit", tr_noop("Unfit"), ("N",), "material", tr_noop("Fit, unfit, unclear"),
            _judge("fail"), can_judge, "", None, False),
    Command("unclear", tr_noop("Unclear"), ("U",), "material", tr_noop("Fit, unfit, unclear"),
            _judge("unclear"), can_judge, "", None, False),
    Command("annotate", tr_noop("Mark a place"), ("M",), "material", tr_noop("Mark a place"),
            lambda w: w.review.materials.annotate_here(), with_a_case, "", None, False),
    Command("finding", tr_noop("To the next difference between papers and form"), ("E",),
            "material", tr_noop("To the next difference between papers and form"),
            lambda w: w.review.go_to_finding(), with_a_case, "", None, False),
    Command("fault", tr_noop("Put the difference into the correction, or take it out"), ("B",),
            "material", tr_noop("Put the difference into the correction, or take it out"),
            lambda w: w.review.make_fault(), has_a_finding, "", None, False),
    WidgetKey("Alt+←↑↓→", "material", tr_noop("Move the mark; with Shift, size it")),
    Command("compare", tr_noop("Side by side"), ("D",), "material", tr_noop("Side by side"),
            lambda w: w.review.materials.toggle_beside(), with_a_case, "", None, False),
    Command("zoom_in", tr_noop("Larger"), ("+",), "material",
            tr_noop("Larger, smaller, fit width, fit page"), in_pages(lambda p: p.larger()),
            with_a_case, "", None, False),
    Command("zoom_out", tr_noop("Smaller"), ("-",), "material",
            tr_noop("Larger, smaller, fit width, fit page"), in_pages(lambda p: p.smaller()),
            with_a_case, "", None, True),
    Command("fit_width", tr_noop("Fit width"), ("W",), "material",
            tr_noop("Larger, smaller, fit width, fit page"), in_pages(lambda p: p.fit_width()),
            with_a_case, "", None, True),
    Command("fit_page", tr_noop("Fit page"), ("P",), "material",
            tr_noop("Larger, smaller, fit width, fit page"), in_pages(lambda p: p.fit_page()),
            with_a_case, "", None, True),
    Command("rotate", tr_noop("Rotate"), ("R",), "material", tr_noop("Rotate"),
            in_pages(lambda p: p.turn()), with_a_case, "", None, True),
    Command("thumbnails", tr_noop("Thumbnails"), ("T",), "material", tr_noop("Thumbnails"),
            in_pages(lambda p: p.show_thumbnails()), with_a_case, "", None, True),
    Command("find_in_material", tr_noop("Find in this material"), ("Ctrl+F",), "material",
            tr_noop("Find in this material"), in_pages(lambda p: p.open_search()),
            with_a_case, "", None, False),
    WidgetKey("Ctrl+A  Ctrl+C", "material", tr_noop("Select the page's words, copy")),
    Command("choose_paper", tr_noop("Take in a paper from a file…"), ("Ctrl+O",), "material",
            tr_noop("Take in a paper from a file…"),
            lambda w: w.review.intake.choose(), can_take_in, "", None, False),
    Command("paste_paper", tr_noop("Take in a paper from the clipboard"), ("Ctrl+V",), "material",
            tr_noop("Take in a paper from the clipboard"),
            lambda w: w.review.intake.paste(), can_take_in, "", None, False),
    Command("take_scans", tr_noop("Take in what was scanned"), ("S",), "material",
            tr_noop("Take in what was scanned"),
            lambda w: w.review.intake.take_scans(), has_scans, "", None, False),
    WidgetKey("R  C  Del  Ctrl+↑ ↓", "material",
              tr_noop("What is taken in: turn, cut, leave out, move a page")),
    Command("paper_alone", tr_noop("The paper alone"), ("F11",), "material",
            tr_noop("The paper alone"), lambda w: w.read_alone(), has_a_case, "", None, False),
    Command("papers_apart", tr_noop("The papers on another screen"), ("Shift+F11",), "material",
            tr_noop("The papers on another screen, or back"),
            lambda w: w.set_papers_apart(), with_papers, "", None, False),
    Command("to_pages", tr_noop("To the pages"), ("V",), "material", tr_noop("To the pages"),
            lambda w: w.go_to_paper(), has_a_case, "", None, True),

    Command("guide", tr_noop("Guide, questions and policies of the item"), ("H",), "decision",
            tr_noop("Guide, questions and policies of the item"),
            lambda w: w.review.toggle_guide(), with_a_case, "", None, True),
    Command("checklist", tr_noop("To the review checklist"), ("C",), "decision",
            tr_noop("To the review checklist"),
            lambda w: w.review.open_points(), with_a_case, "", None, False),
    Command("tick_all", tr_noop("Tick all points where nothing is open"), ("A",), "decision",
            tr_noop("Tick all points where nothing is open"),
            lambda w: w.review.tick_all(), with_a_case, "", None, False),
    Command("opinion", tr_noop("To the opinion"), ("O",), "decision", tr_noop("To the opinion"),
            lambda w: w.review.decision.take_focus(), with_a_case, "", None, False),
    Command("decide", tr_noop("Decide"), ("Ctrl+Enter",), "decision", tr_noop("Decide"),
            decide, can_decide, "", None, False),
    Command("correct", tr_noop("Ask for correction of what is marked"), ("Ctrl+B",), "decision",
            tr_noop("Ask for correction of what is marked"),
            lambda w: w.review.ask_for_correction(), with_a_case, "", None, False),
    Command("undo", tr_noop("Take back the last decision, if it is not sent"), ("Ctrl+Z",),
            "decision", tr_noop("Take back the last decision, if it is not sent"),
            lambda w: w.undo(), always, "", None, False),
    Command("applicant", tr_noop("Show the applicant the form, on the other screen"), ("F9",),
            "decision", tr_noop("Show the applicant the form, on the other screen"),
            lambda w: w.show_to_applicant(), has_a_case, "", None, False),
    Command("deadline", tr_noop("Why this deadline"), ("I",), "decision",
            tr_noop("Why this deadline"),
            lambda w: w.review.explain(), has_a_case, "", None, False),

    Command("search", tr_noop("Search"), ("Ctrl+K",), "everywhere", tr_noop("Search"),
            lambda w: w.search.open(), always, "", None, False),
    *(_page(at, page) for at, page in enumerate(PAGES, 1) if not page.menu),
    Command("whole", tr_noop("The whole one-thing of the case"), ("Z",), "everywhere",
            tr_noop("The whole one-thing of the case"),
            lambda w: w.show_page("thing"), always, "", None, False),
    WidgetKey("Esc", "everywhere",
              tr_noop("Leave the field, then the sheet; another page for the cases")),
    Command("context_menu", tr_noop("What can be done here"), ("Shift+F10",), "everywhere",
            tr_noop("What can be done here"),
            lambda w: w.open_context_menu(), always, "", None, False),
    WidgetKey(tr_noop("Menu key"), "everywhere", tr_noop("What can be done here")),
    WidgetKey("↑ ↓", "everywhere", tr_noop("In the form: the next, the previous field")),
    WidgetKey("Enter", "everywhere",
              tr_noop("In the form: where the papers say it; again, the next place")),
    Command("next_part", tr_noop("To the next part of the window"), ("F6",), "everywhere",
            tr_noop("To the next part of the window"),
            lambda w: w.cases.next_part(), always, "", None, False),
    Command("sync", tr_noop("Sync now"), ("F5",), "everywhere", tr_noop("Sync now"),
            lambda w: w.sync_now(), always, "", None, False),
    Command("menu", tr_noop("Clerk's menu"), ("F10",), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.open_menu(), always, "", None, False),
    Command("chinese", "中文", (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.appearance_wanted.emit("zh", ""), always, "language", is_language("zh"),
            False),
    Command("english", "English", (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.appearance_wanted.emit("en", ""), always, "language", is_language("en"),
            False),
    Command("system_theme", tr_noop("Follow the system"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.appearance_wanted.emit("", "system"), always, "theme", is_theme("system"),
            False),
    Command("light_theme", tr_noop("Light"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.appearance_wanted.emit("", "light"), always, "theme", is_theme("light"),
            False),
    Command("dark_theme", tr_noop("Dark"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.appearance_wanted.emit("", "dark"), always, "theme", is_theme("dark"),
            False),
    *(_page(at, page) for at, page in enumerate(PAGES, 1) if page.menu),
    Command("handbook", tr_noop("Handbook"), ("F1",), "everywhere",
            tr_noop("Handbook, at the page for this place"),
            lambda w: w.handbook.open(), always, "desk", None, False),
    Command("keys", tr_noop("Keys"), ("?",), "everywhere", tr_noop("All keys"),
            lambda w: w.handbook.open("keys"), always, "desk", None, False),
    Command("about", tr_noop("About Jianjian"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.show_about(), always, "desk", None, False),
    Command("sign_in_again", tr_noop("Sign in again"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.ask_to_sign_in_again(), lambda w: w.sign_in_expired, "desk", None, False),
    Command("drill", tr_noop("Drill…"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.drill.open_begin(), lambda w: w.desk.drill.offered, "desk", None, False),
    Command("quarantined", tr_noop("Cases set aside…"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.show_quarantined(),
            lambda w: bool(w.desk.account.quarantined()), "desk", None, False),
    Command("lock", tr_noop("Lock"), ("Ctrl+L",), "everywhere", tr_noop("Lock"),
            lambda w: w.lock_wanted.emit(), always, "desk", None, False),
    Command("sign_out", tr_noop("Sign out"), (), "everywhere", tr_noop("Clerk's menu"),
            lambda w: w.left.emit(), always, "desk", None, False),
))
# fmt: on
