"""A real window in front of hostile files goes on, and stays as large as it was."""

import json

from tests.support.programs import python


def test_hostile_files_neither_end_nor_bloat_the_desks_own_process():
    done = python("-m", "tests.viewer.desk", "150", "3", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    looked_at = [told.get(came, 0) for came in ("shown", "words", "refused", "died")]
    assert sum(looked_at) == told["files"] > 230
    assert looked_at[0] > 0
    assert told["grown_mb"] < 50
