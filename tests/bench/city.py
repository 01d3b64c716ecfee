"""A centre that only serves what was written before: pages of a feed, and files.

``Served`` runs it in a process of its own, so that both the desk and the bare
pipeline meet the same costs on the other side.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.cases.model import SHANGHAI, Applicant, Material, SubApplication
from app.central.wire import PAGE_LIMIT, Change, ChangesPage, KindDigest
from tests.support.examples import a_case

WORDS = "金陵老灶福满堂江南里一口鲜秦淮人家"
BEGUN = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)


def a_busy_case(n: int, revision: int = 1) -> SubApplication:
    """A case of about 4 KB of JSON; each tenth has a file, each fifth changes its phone."""
    received = BEGUN + timedelta(minutes=n % 20_000)
    accepted = n % 3 > 0
    files = (Material(id=f"ma-{n:06d}", name="营业执照", size=2**20, sha256=f"{n:064x}"),) * (
        n % 10 == 0
    )
    return a_case(
        id=f"sa-{n:06d}", no=f"320104-20261123-{n:06d}", revision=revision, received_at=received,
        state="reviewing" if accepted else "received", accepted_at=received if accepted else None,
        handling="instant" if n % 5 == 0 else "promised", materials=files,
        applicant=Applicant(name=f"南京{WORDS[n % 12 : n % 12 + 3]}快餐店", phone=f"1391234{revision if n % 5 == 0 else 0:04d}",
                            id_number=f"{n:018d}", address="南京市玄武区珠江路12号"),
        fields={f"field{i}": "申请表内容" * 8 for i in range(12)},
    )  # fmt: skip


class Feed:
    """The folder a ``Served`` centre serves; ``add`` puts cases behind what is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages = 0
        self._revisions: dict[str, int] = {}
        folder.mkdir(parents=True)
        self._say_digest()

    def add(self, numbers: Sequence[int], revision: int = 1) -> None:
        """Puts these cases, by number, behind what is there; a desk reads them in one pull."""
        parts = [numbers[at : at + PAGE_LIMIT] for at in range(0, len(numbers), PAGE_LIMIT)]
        for part in parts:
            bodies = [a_busy_case(n, revision) for n in part]
            self._revisions |= {body.id: revision for body in bodies}
            page = ChangesPage(
                changes=tuple(
                    Change(kind="sub_application", op="put", id=body.id, revision=revision,
                           body=msgspec.Raw(msgspec.json.encode(body)))
                    for body in bodies
                ),
                cursor=str(self._pages + 1), more=part is not parts[-1], server_time=BEGUN,
            )  # fmt: skip
            (self.folder / f"page-{self._pages}").write_bytes(msgspec.json.encode(page))
            self._pages += 1
        self._say_digest()

    def _say_digest(self) -> None:
        text = "".join(f"{id_}:{self._revisions[id_]}\n" for id_ in sorted(self._revisions))
        held = KindDigest(
            count=len(self._revisions), digest=hashlib.sha256(text.encode()).hexdigest()
        )
        (self.folder / "digest").write_bytes(msgspec.json.encode({"sub_application": held}))


class Served:
    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.city", str(folder)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        self.url = f"http://127.0.0.1:{self._process.stdout.readline().strip()}"

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(20)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def translate_path(self, path: str) -> str:
        asked = urlsplit(path)
        name = asked.path.removeprefix("/v1/")
        if name == "changes":
            at = parse_qs(asked.query).get("cursor", ["0"])[0]
            name = f"page-{at}"
            if not (Path(self.directory) / name).exists():
                end = ChangesPage(changes=(), cursor=at, more=False, server_time=BEGUN)
                (Path(self.directory) / "end").write_bytes(msgspec.json.encode(end))
                name = "end"
        return str(Path(self.directory) / name.replace("changes/", "").replace("/", "-"))

    def guess_type(self, path: str) -> str:
        return "application/json"

    def log_message(self, *_said: object) -> None:
        pass


def main(folder: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *made: Handler(*made, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
