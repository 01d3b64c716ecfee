"""After a crash the clerk learns once that nothing is lost, and IT how it came about."""

from app.machine.journal import entries
from tests.support.caches import open_cache
from ui.language import tr

WORDS = "The desk broke off the last time: noted for IT, and no decision is lost."


def test_the_next_window_says_it_and_the_journal_knows_where(application, qtbot):
    desk = application.desk
    journal = desk.machine.places.journal
    journal.mkdir(parents=True, exist_ok=True)
    left = journal / "crash-999999999.log"
    left.write_text(
        "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"
        '  File "/home/wang/ui/review/paper.py", line 7 in draw\n'
    )
    application.tell_crashes()
    open_cache(desk, "wang", "ab" * 32)
    window = application.open_desk()
    qtbot.waitUntil(lambda: window.status.said.text() == tr(WORDS))
    told = [line for line in entries(journal) if line["event"] == "crashed"]
    assert [(line["kind"], line["trace"]) for line in told] == [("Aborted", "paper.py:7 draw")]
    assert not left.exists() and desk.machine.note_crashes() == 0
