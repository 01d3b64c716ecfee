"""What a start loads before the window is painted: only what its first paint shows."""

import os
import subprocess
import sys

import pytest

from tests.support.programs import ROOT

# Each with what it costs: they come once the list is there, when they are asked for.
LATER = (
    "sqlite_utils", "numpy",  # a tenth of a second, in the thread that writes
    "requests", "urllib3", "keyring", "cryptography", "typst", "pypdfium2", "PIL", "ofdkit",
    "pyhanko", "lxml", "segno", "zxingcpp", "litestar", "uvicorn",
    "qtpy", "qtawesome", "statistics", "html",
    "app.sync.loop", "app.central.client", "app.printing.notice", "app.archive.volume",
    "app.practice", "app.support", "ui.review.view", "ui.decision.panel", "ui.settings.view",
    "ui.outbox.view", "ui.overview.view", "ui.thing.view", "ui.handbook.book",
)  # fmt: skip
SCRIPT = """
import sys
import main
import gc
assert not gc.isenabled()
from pathlib import Path
from app.machine.paths import Places
from app.cases.model import Clerk
from tests.support.caches import open_cache
from ui.application import JianjianApplication

application = JianjianApplication(Places.below(Path(sys.argv[1])), [])
open_cache(application.desk, "test", "ab" * 32, None)
window = application.open_desk()
painted = window.paintEvent

def paint(event):
    painted(event)
    print(*sorted(sys.modules), flush=True)
    application.qt.quit()

window.paintEvent = paint
application.run()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The modules that are there at the first paint of a window."""
    home = str(tmp_path_factory.mktemp("home"))
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, home], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert told.returncode == 0, told.stderr
    return set(told.stdout.split())


@pytest.mark.parametrize("name", LATER)
def test_the_window_is_painted_before_what_it_does_not_show_is_loaded(loaded, name):
    assert "ui.worklist.view" in loaded
    assert name not in loaded


def test_other_commands_than_the_desk_collect_their_garbage_as_ever(tmp_path):
    script = "import main, gc, sys; main.main(['update']); print(gc.isenabled())"
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60,
        env=os.environ | {"JIANJIAN_HOME": str(tmp_path)},
    )  # fmt: skip
    assert told.stdout.split()[-1] == "True", told.stderr
