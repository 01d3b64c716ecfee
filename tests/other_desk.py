"""The beginning of a program that opens a clerk's desk in a process of its own."""

# Its arguments: the home, the centre's address, a user name and a password.
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
desk.machine.keep_settings(centre_url=url)
"""
