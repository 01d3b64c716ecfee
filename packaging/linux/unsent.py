"""Leaves a decision unsent, as a clerk does when the line is cut: unsent.py URL USERNAME PASSWORD.

Says ``synced`` when the cases are there, waits for a line, decides, and says how many wait and how
many came back. Run in the checkout of the version whose cache it shall be, in a clerk's session.
"""

import sys
import threading
from datetime import datetime

sys.path.insert(0, ".")

from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from tests.support.desks import decide

url, username, password = sys.argv[1:]
places = Places.of_account()
desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
desk.machine.keep_settings(centre_url=url, seconds_before_sending=0)
synced = threading.Event()


def heard(status: object) -> None:
    if getattr(status, "state", "") != "syncing":
        synced.set()


desk.on_status = heard
desk.account.sign_in(username, password)
desk.begin()
if not synced.wait(600):
    sys.exit("no answer from the centre")
print("synced", flush=True)
sys.stdin.readline()
decide(desk)
print(*desk.deciding.counts(), flush=True)
desk.close()
