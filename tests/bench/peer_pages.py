"""ms a page of a long PDF as our viewer draws it, each asked for when it is wanted."""

import sys
from pathlib import Path

from app.machine.paths import own_command
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.bench.growth import taken


def main(file: str, pages: str, width: str) -> None:
    viewer = Viewer(own_command("viewer"))
    document = RemoteDocument(viewer, "long", Path(file).read_bytes)
    document.open()
    times = [
        taken(lambda page=page: document.draw(page, int(width), 0, None))
        for page in range(int(pages))
    ]
    print(sum(times) / len(times))
    viewer.replace()


if __name__ == "__main__":
    main(*sys.argv[1:])
