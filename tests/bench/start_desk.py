"""A desk that starts on a filled cache and says when its list is painted.

The clerk's password is not typed here: the cache's key comes from outside, so
what is timed is everything the program does from its first byte to its list.
"""

import sys
from pathlib import Path

import main  # noqa: F401  # as every start does before anything else
from app.machine.paths import Places
from tests.support.caches import open_cache
from ui.application import JianjianApplication


def start(home: str, key: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    open_cache(application.desk, "bench", key, None)
    window = application.open_desk()

    def painted() -> None:
        print("painted", flush=True)
        application.qt.quit()

    window.worklist.list.painted.connect(painted)
    application.run()


if __name__ == "__main__":
    start(*sys.argv[1:])
