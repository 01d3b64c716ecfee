"""A clerk at a real window, types, and is ended by a signal in that moment.

``python -m tests.faults.endings HOME URL USERNAME PASSWORD`` says ``ready`` once the case is open, waits
for the signal without taking it, types, and takes it as its loop begins. It says which case it was.
"""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.support.at_a_case import clerk_at_a_case
from tests.support.waiting import eventually
from ui.endings import SIGNALS

TYPED = "最后一刻写的意见"


def main() -> int:
    home, url, username, password = sys.argv[1:]
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    hands = clerk_at_a_case(Path(home), url, username, password)
    print("ready", os.getpid(), hands.window.review.case_id, flush=True)
    eventually(signal.sigpending)
    hands.type(hands.window.review.decision.opinion, TYPED)
    QTimer.singleShot(0, lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS))
    print("typed", flush=True)
    return hands.application.run()


if __name__ == "__main__":
    sys.exit(main())
