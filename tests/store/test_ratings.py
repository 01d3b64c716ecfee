"""Ratings are listed as they are to be answered."""

from datetime import date

from msgspec.structs import replace

from app.cases.actions import ReplyEvaluation
from app.cases.model import Evaluation
from app.central.wire import encode
from app.store import catalogue, drafts
from app.store.drafts import SheetDraft
from app.store.ratings import ratings
from tests.support.examples import MORNING, a_case
from tests.support.stores import decide, keep, later, write

DAY = date(2026, 3, 9)


def rated(store, id_, stars, reply_by=DAY, reply=None, at=MORNING):
    keep(store, a_case("delivered", id=f"sa-{id_}", no=id_))
    said = Evaluation(
        id=f"ev-{id_}", sub_application_id=f"sa-{id_}", stars=stars, reply=reply,
        reply_by=reply_by, at=at,
    )  # fmt: skip
    write(store, lambda db: catalogue.put(db, "evaluation", [(said.id, 1, encode(said))]))


def listed(store):
    return [each.rated.id for each in ratings(store.reader())]


def test_bad_ones_without_a_reply_come_first_each_by_its_last_day_and_answered_ones_last(store):
    rated(store, "good", 5, date(2026, 3, 3))
    rated(store, "bad", 2, date(2026, 3, 10))
    rated(store, "worse", 1, date(2026, 3, 4))
    rated(store, "undated", 5, None)
    rated(store, "old", 1, reply="已改进")
    rated(store, "newer", 4, reply="谢谢", at=later(5))
    assert listed(store) == ["ev-worse", "ev-bad", "ev-good", "ev-undated", "ev-newer", "ev-old"]


def test_a_reply_that_is_still_to_be_sent_is_one(store):
    rated(store, "bad", 1)
    payload = ReplyEvaluation(evaluation_id="ev-bad", text="已改进")
    decide(store, payload, case_id="sa-bad")
    (found,) = ratings(store.reader())
    assert (found.reply, found.is_unsent, found.is_late(DAY.replace(day=20))) == (
        "已改进", True, False,
    )  # fmt: skip


def test_what_is_begun_of_a_reply_is_there_and_of_another_rating_is_not(store):
    rated(store, "bad", 1)
    begun = ReplyEvaluation(evaluation_id="ev-bad", text="我们")
    for payload, said in ((begun, "我们"), (replace(begun, evaluation_id="ev-other"), "")):
        sheet = SheetDraft.of(payload)
        write(
            store,
            lambda db, sheet=sheet: drafts.save(
                db, "sa-bad", "sheet:reply_evaluation", sheet, MORNING
            ),
        )
        assert ratings(store.reader())[0].begun == said


def test_one_past_its_last_day_is_late_until_it_is_answered(store):
    rated(store, "bad", 1)
    (found,) = ratings(store.reader())
    assert found.is_late(date(2026, 3, 10))
    assert not found.is_late(DAY)


def test_a_rating_of_a_case_that_is_not_here_is_not_listed(store):
    said = Evaluation(id="ev-x", sub_application_id="sa-elsewhere", stars=1)
    write(store, lambda db: catalogue.put(db, "evaluation", [("ev-x", 1, encode(said))]))
    assert listed(store) == []
