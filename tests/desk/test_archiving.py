"""A closed case is put away: made of real papers, decided, brought to the centre, gone from here."""

import io
import threading
import zipfile

import pytest
from pypdfium2 import PdfDocument

from app.cases.actions import Archive, SendMessage
from app.desk import CaseFilter, NotLawful
from app.desk.archiving import NotSettled, PaperNotHere
from app.machine.cancel import Cancelled, CancelScope
from app.store.errors import CaseChanged
from app.sync.cycle import sync_cycle
from app.sync.verify import Verification
from tests.support.desks import other_desk
from tests.support.waiting import eventually


@pytest.fixture
def desk(own_centre, make_desk):
    desk = make_desk(own_centre.url)
    desk.account.sign_in(**own_centre.clerks[0])
    in_step(desk)
    return desk


def in_step(desk):
    session = desk.account.signed_in
    sync_cycle(session.store, session.client, "d", desk.machine.now, lambda _: None, Verification())


def closed(desk):
    """A closed case with papers."""
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    views = (desk.cases.view(row.id) for row in rows if row.state == "delivered")
    return next(v.case for v in views if any(m.sha256 for m in v.case.materials))


def made(desk, case, tell=lambda _: None, scope=None):
    return desk.archiving.make(case.id, tell, scope or CancelScope()).result()


def held_files(desk):
    files = desk.account.signed_in.store.files
    return sorted(path.suffix for path in files.folder.iterdir())


def contents(desk, sha256):
    return b"".join(desk.account.signed_in.store.files.pieces(sha256))


def test_a_volume_has_every_page_of_every_paper_and_the_data_its_digest(desk):
    case, told = closed(desk), []
    archive = made(desk, case, told.append)
    document = PdfDocument(contents(desk, archive.volume))
    titles = [title.get_title() for title in document.get_toc()]
    papers = [m for m in case.materials if m.sha256]
    assert {paper.name for paper in papers} <= set(titles)
    assert {notice.title for notice in case.notices} <= set(titles)
    assert len(document) == archive.pages
    served = next(
        title for title in document.get_toc() if title.get_title() == case.notices[0].title
    )
    words = document[served.get_dest().get_index()].get_textpage().get_text_bounded()
    assert case.no in words.replace("\r\n", "")  # what a notice says can be searched
    assert told[-1].drawn == told[-1].pages >= sum(m.pages for m in papers)
    zipped = zipfile.ZipFile(io.BytesIO(contents(desk, archive.data)))
    assert archive.volume in zipped.read("description.xml").decode()
    assert archive.size == sum(len(contents(desk, sha)) for sha in (archive.volume, archive.data))


def test_decided_it_goes_to_the_centre_and_the_case_goes_from_here(own_centre, desk):
    case = closed(desk)
    archive = made(desk, case)
    desk.archiving.decide(archive).result()
    assert desk.cases.view(case.id).case.archive.volume == archive.volume
    in_step(desk)
    assert [e.payload for e in desk.deciding.entries()] == []
    (sent,) = desk.deciding.sent_entries()
    assert sent.payload == Archive.of(archive.volume, archive.data)
    in_step(desk)
    numbers = desk.cases.numbers(CaseFilter(standing=""))
    assert case.id not in {row.id for row in desk.cases.rows(numbers)}
    central = other_desk(own_centre)
    for sha256 in (archive.volume, archive.data):
        central.put_attachment(sha256, contents(desk, sha256))  # the same bytes: it is held


def test_it_can_be_saved_as_two_files_of_the_name_the_clerk_chose(desk, tmp_path):
    archive = made(desk, closed(desk))
    desk.archiving.save(archive, tmp_path / "甲.pdf")
    assert (tmp_path / "甲.pdf").read_bytes() == contents(desk, archive.volume)
    assert (tmp_path / "甲.zip").read_bytes() == contents(desk, archive.data)


def test_it_can_be_opened_in_the_viewer(desk):
    archive = made(desk, closed(desk))
    assert desk.archiving.open(archive).open().pages == archive.pages


def test_given_up_it_leaves_nothing_behind(desk):
    case, scope = closed(desk), CancelScope()
    made(desk, case)
    desk.account.signed_in.store.files.keep_only(())

    def give_up(progress):
        if progress.drawn == 2:
            scope.cancel()

    before = [suffix for suffix in held_files(desk) if suffix != ""]
    with pytest.raises(Cancelled):
        made(desk, case, give_up, scope)
    assert [suffix for suffix in held_files(desk) if suffix != ""] == before == []


def test_leaving_the_desk_gives_up_what_is_made_and_what_waits_for_it(desk):
    case, begun, scope = closed(desk), threading.Event(), CancelScope()

    def tell(_progress):
        begun.set()
        eventually(lambda: scope.cancelled)

    making = desk.archiving.make(case.id, tell, scope)
    waiting = desk.archiving.make(case.id, lambda _: None, CancelScope())
    assert begun.wait(30)
    desk.archiving.close()
    assert isinstance(making.exception(), Cancelled)
    assert isinstance(waiting.exception(), Cancelled)
    assert ".pieces" not in held_files(desk)


def test_discarded_it_is_gone(desk):
    archive = made(desk, closed(desk))
    desk.archiving.discard(archive)
    assert ".pieces" not in held_files(desk)


def test_what_an_action_carries_stays_over_a_restart_and_what_none_does_goes(desk):
    desk.machine.keep_settings(seconds_before_sending=60)  # so that it can be taken back
    first = made(desk, closed(desk))
    session = desk.account.signed_in
    session.archiving.decide(first).result()
    session.begin()
    assert contents(desk, first.volume)
    desk.deciding.undo().result()
    session.begin()
    assert ".pieces" not in held_files(desk)


def test_a_volume_that_somebody_damaged_comes_back_and_holds_up_no_other_case(desk):
    archive = made(desk, closed(desk))
    desk.archiving.decide(archive).result()
    files = desk.account.signed_in.store.files
    for path in files.folder.glob("*.pieces"):
        path.write_bytes(path.read_bytes()[:-1])
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    told = SendMessage(to_department="wsjk", text="请告知")
    desk.deciding.decide(rows[0].id, told).result()
    in_step(desk)
    (back,) = desk.deciding.entries()
    assert (back.case_id, back.state, back.code) == (
        archive.case_id,
        "refused",
        "attachment_missing",
    )
    assert [entry.case_id for entry in desk.deciding.sent_entries()] == [rows[0].id]


def test_a_case_that_changed_since_is_not_archived_as_it_was(own_centre, desk):
    case = closed(desk)
    archive = made(desk, case)
    departments = desk.cases.view(case.id).situation.thing.sub_applications
    message = {"to_department": departments[0].department.code, "text": "请告知"}

    desk.deciding.decide(case.id, SendMessage(**message)).result()
    with pytest.raises(CaseChanged):
        desk.archiving.decide(archive).result()


def test_what_is_not_sent_yet_is_not_archived(desk):

    case = closed(desk)
    desk.deciding.decide(case.id, SendMessage(to_department="wsjk", text="请告知")).result()
    with pytest.raises(NotSettled):
        made(desk, case)


def test_an_open_case_is_not_archived(desk):
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    with pytest.raises(NotLawful):
        made(desk, desk.cases.view(rows[0].id).case)


def test_a_paper_that_is_not_here_and_cannot_be_fetched_stops_it(own_centre, desk):
    case = closed(desk)
    own_centre.close()
    with pytest.raises(PaperNotHere):
        made(desk, case)
    assert ".pieces" not in held_files(desk)
