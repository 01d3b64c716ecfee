"""Where a clerk is in the window, so that a window made anew opens at the same place."""

from __future__ import annotations

import msgspec

from app.desk import CaseFilter, SheetDraft


class PaperPlace(msgspec.Struct, frozen=True, kw_only=True):
    """``scrolled``: the top of what is in sight, as a fraction of the document's height."""

    zoom: float = 1.0
    rotation: int = 0
    scrolled: float = 0.0


class ReviewPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The open case, what is open of it, and what is typed there. ``tab``: form, checklist, story,
    guide, though the checklist is none where there is room for three columns."""

    case_id: str = ""
    material_id: str = ""
    paper: PaperPlace = PaperPlace()
    thumbnails: bool = False
    tab: int = 0
    opinion: str = ""
    cursor: int = 0
    sheet: SheetDraft | None = None


class ListPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What is listed, in which order and form, and how far it is scrolled."""

    chosen: CaseFilter = CaseFilter()
    wide: bool = False
    scrolled: int = 0
    case_ids: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """``typed``: what is typed on pages, by their ids; ``focus``: the part of the window that the
    keys speak to."""

    page: str = "cases"
    list: ListPlace = ListPlace()
    review: ReviewPlace = ReviewPlace()
    typed: dict[str, str] = {}
    focus: str = ""
