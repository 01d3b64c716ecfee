"""What an approval permits: its scope, its place, its number, from when and until when."""

from __future__ import annotations

from datetime import date, timedelta

from app.cases.checks import Situation
from app.cases.law import day_words
from app.cases.model import Grant, SubApplication
from app.cases.notices import without_full_stop

MOST_YEARS = 100  # that a result is valid for


def in_form(case: SubApplication, situation: Situation) -> Grant | None:
    """What an approval of today permits if it permits what was applied for; None where the item's
    result bears nothing of it."""
    result = situation.item.result
    if result is None or not result.bears_grant:
        return None
    today, years = situation.today, min(max(result.valid_years, 0), MOST_YEARS)
    return Grant(
        scope=_filled_in(case, result.scope),
        place=_filled_in(case, result.place),
        valid_from=today if years else None,
        valid_to=_years_on(today, years) - timedelta(days=1) if years else None,
    )


def ends_too_soon(grant: Grant, today: date) -> bool:
    """Whether it would be valid until a day before its first, or before today."""
    return grant.valid_to is not None and grant.valid_to < max(grant.valid_from or today, today)


def words(grant: Grant | None) -> str:
    """What is permitted, as a notice says it; ``""`` where nothing is said."""
    if grant is None:
        return ""
    named = (("范围", grant.scope), ("地点", grant.place), ("编号", grant.no))
    said = [f"{name}为{without_full_stop(value)}" for name, value in named if value.strip()]
    if grant.valid_from or grant.valid_to:
        begins = f"自{day_words(grant.valid_from)}起" if grant.valid_from else ""
        ends = f"至{day_words(grant.valid_to)}止" if grant.valid_to else ""
        said.append(f"有效期{begins}{ends}")
    return "；".join(said)


def _filled_in(case: SubApplication, key: str) -> str:
    field = case.field(key) if key else None
    return str(field.value).strip() if field is not None and field.value is not None else ""


def _years_on(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the 1 March of a year without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
