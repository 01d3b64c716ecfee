"""The pictures of the handbook, taken of the desk as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ui.commands import ROWS
from ui.handbook.book import book
from ui.rehearsal.clerk import TourFailed
from ui.rehearsal.screens import Look, Walk


def illustrated_pages(language: str, pictures: Path) -> dict[str, str]:
    """The Markdown of each page, by its id, once SCREEN.png is in the folder for each picture that
    they name. Raises TourFailed where there is no such screen."""
    with tempfile.TemporaryDirectory(prefix="jianjian-handbook-") as home:
        walk = Walk(Path(home), pictures, Look(language))
        try:
            pages = book(ROWS)
            wanted = {screen for page in pages for screen in page.screens}
            for name, widget in walk.every_screen():
                if name in wanted:
                    walk.clerk.rest(200)
                    widget.grab().save(str(pictures / f"{name}.png"))
                    wanted.remove(name)
                if not wanted:
                    break
        finally:
            walk.close()
    if wanted:
        raise TourFailed(f"no screen is called {', '.join(sorted(wanted))}")
    return {page.id: page.markdown for page in pages}
