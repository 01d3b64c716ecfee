"""The reader process at the priority of everything else: how long reading takes, not how long it
waits for others on this machine."""

import sys

from app.reader.worker import serve

COMMAND = [sys.executable, "-m", "tests.bench.reading_worker"]

if __name__ == "__main__":
    sys.exit(serve(sys.stdin.buffer, sys.stdout.buffer))
