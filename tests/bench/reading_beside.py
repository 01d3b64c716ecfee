"""Reads scans without a pause, as the desk's own reader and at its priority, until its input is
closed; then prints how many pages it came to.

Without the optional part it reads what the pages say themselves.
"""

from __future__ import annotations

import sys
import threading

from app.machine.paths import own_command
from app.reader.process import Reader
from app.viewer.messages import NotShown
from tests.bench.scans import a_scan


def main() -> None:
    scan = a_scan()
    reader, ended, read = Reader(own_command("reader")), threading.Event(), 0

    def wait_for_the_end() -> None:
        sys.stdin.read()
        ended.set()
        reader.replace()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    print("reading", flush=True)
    while not ended.is_set():
        if not isinstance(reader.read_page("scan", 0), NotShown):
            read += 1
        elif not ended.is_set():  # as it begins, and where the process has died
            reader.open("scan", scan)
    reader.replace()
    print(read, flush=True)


if __name__ == "__main__":
    main()
