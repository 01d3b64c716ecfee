"""What an applicant hands over at the counter (窗口收件): looked at, made one PDF, kept."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import msgspec

from app.cases.failure import Failure, cause_of
from app.cases.sentence import say
from app.machine.paths import own_command
from app.store import evidence
from app.store.database import Store, Written
from app.viewer.messages import NotShown, Part, Sheet
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument

LARGEST_FILE = 50 * 2**20
LONGEST_NAME = 100


class FileTooLarge(Failure):
    code: ClassVar[str] = "file_too_large"

    def __init__(self) -> None:
        most = LARGEST_FILE // 2**20
        super().__init__(
            say(
                "文件超过 {n} MB，没有收取：请申请人提供较小的文件，或分成几份",
                "The file is larger than {n} MB and was not taken: ask for a smaller one, or for "
                "several",
                n=most,
            )
        )


class FileNotReadable(Failure):
    code: ClassVar[str] = "file_not_readable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            say(
                "文件读不出来，没有收取：请检查 U 盘或文件夹后再试",
                "The file cannot be read and was not taken: check the stick or the folder, then "
                "try again",
            ),
            detail,
        )


class Brought(msgspec.Struct, frozen=True):
    """A file as it came, not looked into; ``name`` is what it was called."""

    content: bytes
    name: str


class Receiving:
    """The viewer process is one of its own, ended once the paper is kept or given up: nothing that
    was brought can falsify what another process shows."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        started: Callable[[tuple[Part, ...]], None],
    ) -> None:
        self._store, self._now = store, now
        self._viewer = Viewer(own_command("viewer"), started)

    def read(self, path: Path) -> Brought:
        """Blocks. Raises FileTooLarge or FileNotReadable."""
        try:
            if not path.is_file():
                raise FileNotReadable("no file")
            with path.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise FileNotReadable(cause_of(error)) from error
        if len(content) > LARGEST_FILE:
            raise FileTooLarge
        return Brought(content, path.name)

    def open(self, brought: Brought) -> RemoteDocument:
        """For the screen; nothing is asked of the viewer yet."""
        key = hashlib.sha256(brought.content).hexdigest()
        return RemoteDocument(self._viewer, key, lambda: brought.content)

    def assemble(self, files: Sequence[Brought], sheets: Sequence[Sheet]) -> bytes | NotShown:
        """One PDF of these sheets of the files. Blocks, for a minute at most."""
        return self._viewer.assemble([brought.content for brought in files], sheets)

    def keep(self, case_id: str, name: str, pdf: bytes, pages: int) -> Written:
        """Keeps it as evidence that the case's next decision carries."""
        now, called = self._now(), name.strip()[:LONGEST_NAME]
        return self._store.write(lambda db: evidence.keep(db, case_id, called, pdf, pages, now))

    def remove(self, case_id: str, sha256: str) -> Written:
        """Takes it off the case, unless a decision carries it."""
        now = self._now()
        return self._store.write(lambda db: evidence.remove(db, case_id, sha256, now))

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """That of the viewer; None while none runs."""
        return self._viewer.process

    def discard_viewer(self) -> None:
        """Ends the process and all it has seen; whoever waits for it gets ``replaced``."""
        self._viewer.replace()
