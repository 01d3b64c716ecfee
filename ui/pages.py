"""The pages of the window: a new one is its view and a row here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cases_page import CasesPage
from ui.language import tr_noop
from ui.parts.page import PageView
from ui.rows import Page, checked_pages
from ui.window import DeskWindow
from ui.worklist.view import WorklistView

if TYPE_CHECKING:
    from ui.review.view import ReviewView


def _cases(window: DeskWindow) -> PageView:
    desk, background, events = window.desk, window.background, window.events
    worklist = WorklistView(
        desk.cases,
        desk.deciding,
        desk.searching,
        desk.documents,
        desk.archiving,
        desk.machine,
        background,
        events,
        window.keys,
    )
    worklist.claim_wanted.connect(window.claim)
    worklist.pool_wanted.connect(window.choose_from_pool)
    worklist.said.connect(window.say)

    def make_review() -> ReviewView:
        from ui.review.view import ReviewView  # after the first paint

        return ReviewView(
            cases=desk.cases, drafting=desk.drafting, deciding=desk.deciding,
            documents=desk.documents, receiving=desk.receiving, archiving=desk.archiving,
            searching=desk.searching, machine=desk.machine, clerk=desk.account.clerk,
            background=background, events=events, neighbours=worklist.neighbours,
            keys=window.keys,
        )  # fmt: skip

    return CasesPage(worklist, make_review, desk.machine)


# The others come after the first paint, and so do their modules.


def _thing(window: DeskWindow) -> PageView:
    from ui.thing.view import ThingView

    desk, cases = window.desk, window.cases
    view = ThingView(
        desk.drafting, desk.deciding, lambda: cases.view, window.background, window.events
    )
    view.case_wanted.connect(window.go_to_case)
    cases.case_shown.connect(view.follow_case)
    return view


def _search(window: DeskWindow) -> PageView:
    return window.search.page()


def _outbox(window: DeskWindow) -> PageView:
    from ui.outbox.view import OutboxView

    desk = window.desk
    view = OutboxView(desk.deciding, desk.centre, desk.machine, window.background, window.events)
    view.case_wanted.connect(window.go_to_case)
    return view


def _delivery(window: DeskWindow) -> PageView:
    from ui.delivery.view import DeliveryView

    desk = window.desk
    view = DeliveryView(
        desk.cases, desk.deciding, desk.documents, desk.machine, window.background, window.events
    )
    view.case_wanted.connect(window.go_to_case)
    view.said.connect(window.say)
    return view


def _overview(window: DeskWindow) -> PageView:
    from ui.overview.view import OverviewView

    desk = window.desk
    view = OverviewView(desk.figures, desk.machine, window.background)
    view.case_wanted.connect(window.go_to_case)
    return view


def _ratings(window: DeskWindow) -> PageView:
    from ui.ratings.view import RatingsView

    desk = window.desk
    view = RatingsView(
        desk.cases, desk.drafting, desk.deciding, desk.machine, window.background, window.events,
        window.keys,
    )  # fmt: skip
    view.case_wanted.connect(window.go_to_case)
    view.said.connect(window.say)
    return view


def _team(window: DeskWindow) -> PageView:
    from ui.team.view import TeamView

    desk = window.desk
    view = TeamView(desk.team, desk.cases, window.background, window.events, window.keys)
    view.case_wanted.connect(window.go_to_case)
    view.said.connect(window.say)
    return view


def _settings(window: DeskWindow) -> PageView:
    from ui.settings.view import SettingsView

    view = SettingsView(
        window.desk.machine, window.background, lambda: window.desk.reading.seconds_a_page
    )
    view.appearance_wanted.connect(window.appearance_wanted)
    view.text_size_wanted.connect(window.text_size_wanted)
    view.rest_changed.connect(window.rest_changed)
    view.about_wanted.connect(window.show_about)
    view.cards_wanted.connect(window.show_cards)
    return view


# fmt: off
PAGES = checked_pages((
    Page(id="cases", title=tr_noop("Cases"), icon="files",
         make=_cases, for_leads=False, menu="", handbook="list"),
    Page(id="thing", title=tr_noop("Whole"), icon="tree-structure",
         make=_thing, for_leads=False, menu="", handbook="whole"),
    Page(id="search", title=tr_noop("Find"), icon="magnifying-glass",
         make=_search, for_leads=False, menu="", handbook="searching"),
    Page(id="outbox", title=tr_noop("Outbox"), icon="paper-plane-tilt",
         make=_outbox, for_leads=False, menu="", handbook="offline"),
    Page(id="overview", title=tr_noop("Statistics"), icon="chart-bar",
         make=_overview, for_leads=False, menu="", handbook="whole"),
    Page(id="ratings", title=tr_noop("Ratings"), icon="star",
         make=_ratings, for_leads=False, menu="", handbook="ratings"),
    Page(id="delivery", title=tr_noop("To deliver"), icon="package",
         make=_delivery, for_leads=False, menu="", handbook="delivering"),
    Page(id="settings", title=tr_noop("Settings"), icon="gear-six",
         make=_settings, for_leads=False, menu="desk", handbook="sign-in"),
    # Those of the leads come last, so that nobody's keys have a gap.
    Page(id="team", title=tr_noop("Team"), icon="users-three",
         make=_team, for_leads=True, menu="", handbook="team"),
))
# fmt: on
