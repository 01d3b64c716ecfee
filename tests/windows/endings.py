"""A clerk at a real window types, and the desk ends in that moment as Windows ends it.

``python -m tests.windows.endings MOMENT HOME URL USERNAME PASSWORD`` types and says which case it was;
then Ctrl+C or Ctrl+Break comes from outside. With ``session`` it gets the messages of a session's end,
and is killed (exit code 9) as soon as it has answered.
"""

import ctypes
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.support.at_a_case import clerk_at_a_case

TYPED = "最后一刻写的意见"
WM_QUERYENDSESSION, WM_ENDSESSION = 0x0011, 0x0016


def main() -> int:
    moment, home, url, username, password = sys.argv[1:]
    hands = clerk_at_a_case(Path(home), url, username, password)
    hands.type(hands.window.review.decision.opinion, TYPED)
    if moment == "session":
        print(hands.window.review.case_id, flush=True)
        QTimer.singleShot(0, lambda: end_session(int(hands.window.winId())))
    else:  # once Ctrl+C would be heard
        QTimer.singleShot(0, lambda: print(hands.window.review.case_id, flush=True))
    return hands.application.run()


def end_session(window: int) -> None:
    user = ctypes.windll.user32
    user.SendMessageW(ctypes.c_void_p(window), WM_QUERYENDSESSION, 0, 0)
    user.SendMessageW(ctypes.c_void_p(window), WM_ENDSESSION, 1, 0)
    os._exit(9)


if __name__ == "__main__":
    sys.exit(main())
