"""Resident MB of a desk with many cases and one open with its page; prints it, and its viewers'."""

import sys
from pathlib import Path

import main  # noqa: F401  # as every start does before anything else
import tests.bench.packaged  # noqa: F401
from app.machine.paths import Places
from tests.bench.living import live, live_until
from tests.support.caches import open_cache
from tests.support.resident import resident
from ui.application import JianjianApplication


def measure(home: str, key: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    desk = application.desk
    open_cache(desk, "bench", key, None)
    window = application.open_desk()
    live_until(lambda: window.review.view is not None)
    live(3000)
    viewers = [process for viewer in desk.documents.viewers for process in viewer.processes]
    theirs = sum(resident(child.pid) for child in viewers)
    print(resident() / 2**20, theirs / 2**20)
    application.close()


if __name__ == "__main__":
    measure(*sys.argv[1:])
