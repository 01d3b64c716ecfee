"""The one search of a window: what it finds beside the store, and the steps that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.desk import Group, Hit
from ui.rows import Command

if TYPE_CHECKING:
    from ui.palette.view import SearchView
    from ui.window import DeskWindow

MOST_COMMANDS, MOST_RECENT, MOST_FOUND = 5, 10, 30


class WindowSearch:
    """``commands`` are those of the window; ``handbook`` finds pages of the handbook."""

    def __init__(
        self,
        window: DeskWindow,
        commands: Sequence[Command[DeskWindow]],
        handbook: Callable[[str], list[Hit]],
    ) -> None:
        self._window, self._commands, self._handbook = window, commands, handbook

    def open(self) -> None:
        """Over the window, with its commands."""
        from ui.palette.dialog import PaletteDialog

        window = self._window
        dialog = PaletteDialog(
            window.desk.searching, window.background, window.events,
            lambda typed: [*self._find_commands(typed), *self._handbook(typed)],
            lambda: [self._recent_cases(), self._likely_commands()], window,
        )  # fmt: skip
        self._follow(dialog.view)
        dialog.open()

    def page(self) -> SearchView:
        """As a page of the window, where more is found and nothing commanded."""
        from ui.palette.view import SearchView

        window = self._window
        view = SearchView(
            window.desk.searching, window.background, window.events, MOST_FOUND,
            self._handbook, lambda: [self._recent_cases()],
        )  # fmt: skip
        self._follow(view)
        return view

    def _follow(self, view: SearchView) -> None:
        """Has the window take the steps that are chosen."""
        window = self._window
        view.case_wanted.connect(window.go_to_case)
        view.paper_wanted.connect(window.find_in_paper)
        view.message_wanted.connect(window.write_to_department)
        view.cases_wanted.connect(window.show_cases_of)
        view.command_wanted.connect(self._take)
        view.handbook_wanted.connect(window.handbook.open)

    def _recent_cases(self) -> Group:
        """Those opened last, without the one that is open."""
        view = self._window.cases.view
        open_ = view.case.id if view is not None else ""
        return Group("recent", self._window.desk.searching.recent(MOST_RECENT, open_))

    def _likely_commands(self) -> Group:
        from ui.palette.commands import likely

        return Group("likely", tuple(likely(self._commands, self._can_take)[:MOST_COMMANDS]))

    def _find_commands(self, typed: str) -> list[Hit]:
        from ui.palette.commands import found

        return found(self._commands, typed, self._can_take)[:MOST_COMMANDS]

    def _can_take(self, command: Command[DeskWindow]) -> bool:
        """Now; a single key is no command behind an action's sheet."""
        window = self._window
        return command.offered(window) and not (command.is_single and window.cases.has_a_sheet())

    def _take(self, id_: str) -> None:
        self._window.take(next(each for each in self._commands if each.id == id_))
