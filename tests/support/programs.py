"""Programs of the project, run in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNTS = ROOT / "build" / "faults.json"  # what kills and crash points counted
# Begins a program that opens a desk; its arguments: the home, the centre's address, a user name and
# a password.
A_DESK = """
import sys
from datetime import datetime
from pathlib import Path
from app.cases.failure import Failure
from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
home, url, username, password = sys.argv[1:]
places = Places.below(Path(home))
desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
desk.machine.keep_settings(centre_url=url, seconds_before_sending=0)
"""


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=800,
        env={**os.environ, **environment},
        cwd=ROOT,
    )
