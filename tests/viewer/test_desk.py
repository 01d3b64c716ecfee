"""A real window in front of hostile files goes on, and stays as large as it was."""

import json
import os
import signal

import pytest

from app.viewer.messages import Opened
from tests.support.notices import served
from tests.support.programs import python


def test_hostile_files_neither_end_nor_bloat_the_desks_own_process():
    done = python("-m", "tests.viewer.desk", "150", "3", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    looked_at = [told.get(came, 0) for came in ("shown", "refused", "died")]
    assert sum(looked_at) == told["files"] > 230
    assert looked_at[0] > 0
    assert told["grown_mb"] < 50


@pytest.mark.linux("stops a process as only POSIX does")
def test_a_paper_that_takes_long_keeps_no_notice_waiting(desk):
    documents = desk.documents
    documents.start_viewer()
    at_work = documents.viewer.process.pid
    os.kill(at_work, signal.SIGSTOP)  # as long at a page as can be
    try:
        opened = documents.open_notice(served("受理通知书")).open()
        assert isinstance(opened, Opened), opened
        assert documents.viewer.process.pid == at_work  # never asked, so never given up
    finally:
        os.kill(at_work, signal.SIGCONT)
