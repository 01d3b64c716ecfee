"""Putting a closed case away (归档): its volume and its data made, looked at, kept, and decided."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec

from app.cases import lifecycle
from app.cases.actions import Archive
from app.cases.approval_form import approval_forms
from app.cases.failure import Failure
from app.cases.model import Clerk, Material, Notice, SubApplication, civil
from app.cases.notices import content_hash
from app.cases.sentence import say
from app.desk.deciding import Deciding
from app.desk.documents import TEMPLATES, Documents, print_notice
from app.machine.cancel import CancelScope
from app.machine.journal import Journal
from app.machine.paths import own_command
from app.store import cases, catalogue, evidence, outbox, paper_text
from app.store.database import Store, Written
from app.store.errors import CaseMovedOn, NotLawful
from app.store.outbox import BACK, UNSENT
from app.viewer.messages import NotShown, Part
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument

if TYPE_CHECKING:
    from app.archive.contents import Source
    from app.archive.drawing import Opening
    from app.archive.unseen import Character
    from app.archive.volume import Progress

LARGEST = 512 * 2**20  # bytes of a volume, as the contract has it
LARGEST_SHOWN = 128 * 2**20
END_SECONDS = 2.0
VOLUME = "volume.pdf"


class NotSettled(Failure):
    code: ClassVar[str] = "case_not_settled"

    def __init__(self) -> None:
        super().__init__(
            say(
                "本件还有没有发送的办理结果或未编号的文书：请同步后再归档",
                "Something decided on this case has not been sent, or a notice has no number yet: "
                "archive it after the next synchronisation",
            )
        )


class PaperNotHere(Failure):
    code: ClassVar[str] = "paper_not_here"

    def __init__(self) -> None:
        super().__init__(
            say(
                "有材料还没有取到本机，案卷没有制成：请联网后再归档",
                "A paper has not been fetched and no volume was made: archive once the centre can "
                "be reached",
            )
        )


class NotWhole(Failure):
    code: ClassVar[str] = "volume_not_whole"

    def __init__(self) -> None:
        super().__init__(
            say(
                "有材料不能全部显示，没有归档：请打开本件，看过案卷再归档",
                "A paper could not be shown whole and it was not archived: open the case and look "
                "at its volume first",
            )
        )


class VolumeTooLarge(Failure):
    code: ClassVar[str] = "volume_too_large"

    def __init__(self) -> None:
        super().__init__(
            say(
                "案卷超过{n} MB，没有制成：请联系信息科",
                "The volume would be larger than {n} MB and was not made: ask IT",
                n=LARGEST // 2**20,
            )
        )


class MadeArchive(msgspec.Struct, frozen=True, kw_only=True):
    """The two files of a case as it was at ``revision``. ``volume`` and ``data`` are their SHA-256;
    ``size`` in bytes, of both; ``unopened``: papers that could not be shown, or not whole."""

    case_id: str
    case_no: str
    revision: int
    volume: str
    data: str
    pages: int
    size: int
    unopened: tuple[str, ...]


class Archiving:
    """One volume after another, on a thread and in a viewer process of its own that ends with it: a
    case of 500 pages keeps nobody waiting who works on another."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        documents: Documents,
        deciding: Deciding,
        now: Callable[[], datetime],
        journal: Journal,
        started: Callable[[tuple[Part, ...]], None],
    ) -> None:
        self._store, self._clerk, self._documents = store, clerk, documents
        self._deciding, self._now, self._journal = deciding, now, journal
        self._started = started
        self._making: dict[CancelScope, Viewer] = {}
        self._changed = threading.Condition()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")

    def make(
        self, case_id: str, tell: Callable[[Progress], None], scope: CancelScope
    ) -> Future[MadeArchive]:
        """Makes both files and keeps them sealed, which takes minutes where there are hundreds of
        pages; ``tell`` is called meanwhile, on its thread. The future raises NotSettled, NotLawful,
        PaperNotHere, VolumeTooLarge, NoticeNotMade, DiskFull, or Cancelled once the scope is; then
        nothing is left of it."""
        viewer = Viewer(own_command("viewer"), self._started)  # its process starts when it is asked
        with self._changed:
            self._making[scope] = viewer
        return self._thread.submit(self._made, case_id, viewer, tell, scope)

    def can_show(self, made: MadeArchive) -> bool:
        """Whether it is small enough to be held whole, as showing it asks."""
        return made.size <= LARGEST_SHOWN

    def open(self, made: MadeArchive) -> RemoteDocument:
        """The volume for the screen."""

        def content() -> bytes:
            return b"".join(self._store.files.pieces(made.volume))

        return RemoteDocument(self._documents.notice_viewer, made.volume, content)

    def save(self, made: MadeArchive, volume: Path) -> None:
        """Writes the volume where the clerk chose, and its data beside it as a ZIP of the same
        name. Blocks; raises OSError."""
        for sha256, path in ((made.volume, volume), (made.data, volume.with_suffix(".zip"))):
            with path.open("wb") as file:
                for piece in self._store.files.pieces(sha256):
                    file.write(piece)
        self._journal.note("archive_saved", self._now())

    def decide(self, made: MadeArchive) -> Written:
        """Queues the action. The future raises as ``Deciding.decide`` does, and CaseMovedOn where
        the case is not any more what was made of it."""
        payload = Archive.of(made.volume, made.data)
        return self._deciding.decide(made.case_id, payload, made.revision)

    def discard(self, made: MadeArchive) -> None:
        """Lets go of both files."""
        for sha256 in (made.volume, made.data):
            self._store.files.remove_pieces(sha256)

    def close(self) -> None:
        """Gives up what is being made, and returns once nothing of it is; after two seconds in any
        case."""
        self._thread.shutdown(wait=False)
        with self._changed:
            for scope, viewer in self._making.items():
                scope.cancel()
                viewer.replace()
            self._changed.wait_for(lambda: not self._making, END_SECONDS)

    def _made(
        self,
        case_id: str,
        viewer: Viewer,
        tell: Callable[[Progress], None],
        scope: CancelScope,
    ) -> MadeArchive:
        try:
            scope.check()
            made = self._make(self._settled(case_id), viewer, tell, scope)
        finally:
            viewer.replace()
            with self._changed:
                del self._making[scope]
                self._changed.notify_all()
        self._journal.note("archive_made", self._now(), pages=made.pages, bytes=made.size)
        return made

    def _settled(self, case_id: str) -> SubApplication:
        reader, today = self._store.reader(), civil(self._now())
        if (case := cases.get(reader, case_id)) is None:
            raise CaseMovedOn
        known = catalogue.situation(reader, case, today)
        asked = Archive.minimal(case, known)
        if barred := lifecycle.blocking_reasons(case, asked, self._clerk, known):
            raise NotLawful(barred)
        waiting = outbox.of_case(reader, case_id, (*UNSENT, *BACK))
        if waiting or any(notice.provisional for notice in case.notices):
            raise NotSettled
        return case

    def _make(
        self,
        case: SubApplication,
        viewer: Viewer,
        tell: Callable[[Progress], None],
        scope: CancelScope,
    ) -> MadeArchive:
        from app.archive import contents, package, volume  # Typst and pyHanko: not for the start
        from app.archive.description import File

        files, at = self._store.files, self._now()
        counter = [
            contents.Counter(paper.name, paper.sha256, paper.size, paper.pages)
            for paper in evidence.of_case(self._store.reader(), case.id)
        ]
        held = contents.entries(case, counter, internal=approval_forms(case))

        def open_paper(source: Source) -> Opening:
            return self._open(source, case.id, viewer)

        with files.spool() as spool:
            means = volume.Means(open_paper, spool, TEMPLATES, scope.check, tell)
            whole = volume.make_volume(case, held, self._clerk, at, means)
            sha256, size = files.keep_pieces(_bounded(whole.pieces))
        try:
            scope.check()
            file = File(VOLUME, "application/pdf", sha256, size, whole.pages)
            data = package.package(case, held, whole.starts, file, self._clerk, at)
            data_sha256, data_size = files.keep_pieces((data,))
        except BaseException:
            files.remove_pieces(sha256)
            raise
        return MadeArchive(
            case_id=case.id,
            case_no=case.no,
            revision=case.revision,
            volume=sha256,
            data=data_sha256,
            pages=whole.pages,
            size=size + data_size,
            unopened=whole.unopened,
        )

    def _open(self, source: Source, case_id: str, viewer: Viewer) -> Opening:
        """What a source's pages are drawn from. Words of a paper are those that the reader saw on
        it; ours are as they stand in the print."""
        from app.archive.contents import Counter
        from app.archive.drawing import Opening

        match source:
            case Material():
                fetched = partial(self._fetched, source, case_id)
                paper = RemoteDocument(viewer, source.sha256, fetched)
                is_picture = source.media_type.startswith("image/")
                return Opening(paper, is_picture, self._words_read(source.sha256))
            case Counter():
                kept = partial(self._kept, source.sha256)
                return Opening(RemoteDocument(viewer, source.sha256, kept))
            case Notice():
                served = partial(print_notice, source)
                printed = RemoteDocument(viewer, content_hash(source), served)
                return Opening(printed, False, partial(_own_words, printed))

    def _words_read(self, sha256: str) -> Callable[[int], Iterator[Character]]:
        reading = paper_text.of_paper(self._store.reader(), sha256)
        pages = reading.pages if reading is not None else ()

        def words(page: int) -> Iterator[Character]:
            if page < len(pages) and not pages[page].turned:
                for line in pages[page].lines:
                    yield from zip(line.text, line.characters(), strict=True)

        return words

    def _fetched(self, material: Material, case_id: str) -> bytes | NotShown:
        content = self._documents.content(material, case_id)
        if isinstance(content, NotShown) and content.reason == "not_here":
            raise PaperNotHere
        return content

    def _kept(self, sha256: str) -> bytes:
        content = evidence.content(self._store.reader(), sha256)
        if content is None:
            raise PaperNotHere
        return content


def _own_words(printed: RemoteDocument, page: int) -> Iterable[Character]:
    said = printed.read(page)
    return () if isinstance(said, NotShown) else zip(said.text, said.boxes, strict=True)


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Raises VolumeTooLarge."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise VolumeTooLarge
        yield piece
