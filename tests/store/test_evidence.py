"""Papers brought to the counter: kept with the case, carried by its next decision, given back."""

import hashlib
import secrets
from pathlib import Path

import msgspec
import pytest

from app.cases.actions import (
    Accept,
    ChecklistTick,
    EndSpecial,
    ReceivedMaterial,
    ReceiveMaterials,
    RecordReview,
)
from app.cases.model import DeferredMaterial
from app.store import attachments, cases, catalogue, decisions, evidence, outbox, quarantine
from app.store.changes import Changed
from app.store.database import Store, set_meta
from app.store.errors import NotLawful
from app.store.quarantine import QuarantinedCache
from app.store.salvage import open_sound, salvage
from tests.support.examples import ASKED, MORNING, TOLD, a_case, a_material, an_item
from tests.support.stores import decide, entries, keep, later, opened, states, write

ID = "sa-000001"
SHEET, OTHER = b"%PDF sheet", b"%PDF other"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def bring(store, content=SHEET, name="租赁合同", case_id=ID, at=MORNING):
    write(store, lambda db: evidence.keep(db, case_id, name, content, 2, at))


def brought(store, case_id=ID):
    return [(p.name, p.is_carried) for p in evidence.of_case(store.reader(), case_id)]


def carried(store):
    return [entry.payload.attachments for entry in entries(store)]


def test_a_paper_is_kept_with_its_case_and_tells_who_shows_it(store):
    heard = []
    store.listeners.append(heard.extend)
    bring(store)
    (paper,) = evidence.of_case(store.reader(), ID)
    assert (paper.name, paper.pages, paper.size, paper.kept_at) == ("租赁合同", 2, 10, MORNING)
    assert evidence.content(store.reader(), paper.sha256) == SHEET
    assert evidence.of_case(store.reader(), "sa-000002") == []
    assert heard == [Changed("draft", (ID,))]


def test_the_same_bytes_again_only_get_another_name(store):
    bring(store)
    bring(store, name="房屋租赁合同")
    assert brought(store) == [("房屋租赁合同", False)]


def test_the_next_decision_carries_all_of_them_behind_its_notice_and_the_one_after_none(store):
    bring(store, OTHER, "身份证", at=later(1))
    bring(store)
    decide(store, ASKED, at=later(2))
    assert carried(store) == [(digest(b"print"), digest(SHEET), digest(OTHER))]
    assert brought(store) == [("租赁合同", True), ("身份证", True)]
    contents = attachments.contents(store.reader(), entries(store)[0].payload.attachments)
    assert {content for _, content in contents} == {b"print", SHEET, OTHER}


def test_a_review_and_a_message_carry_none(store):
    keep(store, a_case(state="reviewing", revision=2))
    bring(store)
    decide(store, RecordReview(checklist=(ChecklistTick(id="r1", done=True, remark=""),)), TOLD)
    assert carried(store) == [(), ()]
    assert brought(store) == [("租赁合同", False)]


def test_of_several_papers_only_those_that_are_received_go_then_and_the_rest_with_the_next(store):
    write(store, lambda db: set_meta(db, "epoch", "e1"))  # a centre of version 1.1
    bring(store)
    bring(store, OTHER, "身份证", at=later(1))
    lease = ReceivedMaterial(name="租赁合同", sha256=digest(SHEET), pages=2, size=len(SHEET))
    decide(store, ReceiveMaterials(materials=(lease,)))
    assert carried(store) == [(digest(b"print"), digest(SHEET))]
    assert brought(store) == [("租赁合同", True), ("身份证", False)]
    (material,) = cases.get(store.reader(), ID).materials
    assert (material.name, material.sha256, material.pages) == ("租赁合同", digest(SHEET), 2)
    decide(store, ASKED, at=later(2))
    assert carried(store)[1] == (digest(b"print"), digest(OTHER))


def test_a_paper_that_went_with_a_decision_can_be_received_after_it(store):
    write(store, lambda db: set_meta(db, "epoch", "e1"))
    keep(store, a_case(state="special", revision=2))
    bring(store)
    decide(store, EndSpecial(finding="合格"))
    assert brought(store) == [("租赁合同", True)]
    lease = ReceivedMaterial(name="租赁合同", sha256=digest(SHEET))
    decide(store, ReceiveMaterials(materials=(lease,)), at=later(1))
    assert carried(store)[1] == (digest(b"print"), digest(SHEET))
    assert cases.get(store.reader(), ID).materials[0].sha256 == digest(SHEET)


def test_a_decision_that_is_not_lawful_leaves_it_on_the_case(store):
    bring(store)
    with pytest.raises(NotLawful):
        decide(store, Accept())
    assert (states(store), brought(store)) == ([], [("租赁合同", False)])


def test_a_deferral_carries_the_commitment_it_names_and_cannot_name_one_that_was_taken_off(store):
    lacking = a_material("平面图", sha256="", size=0)
    keep(store, a_case(revision=2, materials=(lacking,)))
    item = msgspec.json.encode(an_item())
    write(store, lambda db: catalogue.put(db, "item", [("food", 1, item)]))
    owed = (DeferredMaterial(name="平面图", by=MORNING.date()),)
    accept = Accept(deferred_materials=owed, written_commitment=digest(SHEET))
    with pytest.raises(NotLawful) as barred:
        decide(store, accept)
    assert [reason.code for reason in barred.value.blocking_reasons] == ["commitment_missing"]
    bring(store, name="承诺书")
    decide(store, accept)
    assert carried(store) == [(digest(b"print"), digest(SHEET))]
    assert brought(store) == [("承诺书", True)]


def test_it_goes_with_one_case_only_though_another_has_the_same_bytes(store):
    keep(store, a_case(id="sa-000002", no="2"))
    bring(store)
    bring(store, case_id="sa-000002")
    decide(store, ASKED)
    assert brought(store, "sa-000002") == [("租赁合同", False)]
    write(store, lambda db: evidence.remove(db, "sa-000002", digest(SHEET), later(1)))
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET


def test_it_can_be_removed_until_a_decision_carries_it(store):
    bring(store)
    write(store, lambda db: evidence.remove(db, ID, digest(SHEET), later(1)))
    assert brought(store) == []
    assert evidence.content(store.reader(), digest(SHEET)) is None
    bring(store)
    decide(store, ASKED)
    write(store, lambda db: evidence.remove(db, ID, digest(SHEET), later(1)))
    assert brought(store) == [("租赁合同", True)]
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET


@pytest.mark.parametrize("back", ["undo", "withdraw", "take_theirs", "dismiss"])
def test_a_decision_taken_back_gives_it_back(store, back):
    bring(store)
    decide(store, ASKED)
    (entry,) = entries(store)
    today = MORNING.date()
    if back in ("take_theirs", "dismiss"):
        state = {"take_theirs": "conflict", "dismiss": "gone"}[back]
        write(store, lambda db: outbox.mark_back(db, entry, state, state, "", later(1)))
    work = {
        "undo": lambda db: decisions.undo(db, (entry.id,), later(2), today),
        "withdraw": lambda db: decisions.withdraw(db, entry.id, later(2), today),
        "take_theirs": lambda db: decisions.take_theirs(db, entry.id, later(2), today),
        "dismiss": lambda db: decisions.dismiss(db, entry.id, later(2)),
    }[back]
    write(store, work)
    assert brought(store) == [("租赁合同", False)]
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET
    if back != "dismiss":  # its case is another clerk's
        decide(store, ASKED, at=later(3))
        assert carried(store)[-1] == (digest(b"print"), digest(SHEET))


def test_what_is_sent_again_under_another_id_still_carries_it(store):
    bring(store)
    decide(store, ASKED)
    (entry,) = entries(store)
    write(store, lambda db: outbox.mark_back(db, entry, "conflict", "conflict", "", later(1)))
    today = MORNING.date()
    write(store, lambda db: decisions.resubmit_on_latest(db, entry.id, later(2), today))
    (again,) = entries(store)
    assert again.id != entry.id and again.payload.attachments == entry.payload.attachments
    assert brought(store) == [("租赁合同", True)]


def test_it_stays_while_its_case_is_here_and_a_week_after_both_have_gone(store):
    bring(store)
    bring(store, OTHER, "别件的", case_id="sa-000009")  # never decided on
    decide(store, ASKED)
    (entry,) = entries(store)
    write(store, lambda db: outbox.mark_sent(db, entry, later(1), 2))
    write(store, lambda db: attachments.let_go(db, later(60 * 24 * 30)))
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET
    write(store, lambda db: db.execute("delete from cases where id = ?", (ID,)) and [])
    write(store, lambda db: attachments.let_go(db, later(60 * 24 * 6)))
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET
    write(store, lambda db: attachments.let_go(db, later(60 * 24 * 8)))
    assert evidence.content(store.reader(), digest(SHEET)) is None
    assert brought(store) == []
    assert evidence.content(store.reader(), digest(OTHER)) == OTHER


def test_it_survives_a_salvage_and_a_cache_set_aside(tmp_path: Path):
    key = secrets.token_hex(32)
    aside = QuarantinedCache(tmp_path / "cache.db", "aside-20260301090000")
    aside.folder.mkdir()
    old = opened(aside.folder / "cache.db", key)
    bring(old)
    old.close()
    salvage(aside.folder / "cache.db", key)
    saved, told = open_sound(aside.folder / "cache.db", key, later(1))
    assert told is not None and brought(saved) == [("租赁合同", False)]
    saved.close()
    store = Store(tmp_path / "today.db", secrets.token_hex(32))
    quarantine.recover_unsent(aside, key, store, later(2))
    assert brought(store) == [("租赁合同", False)]
    assert evidence.content(store.reader(), digest(SHEET)) == SHEET
    store.close()
