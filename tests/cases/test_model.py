"""A body of the Central API: what it is taken for where it leaves something out."""

from datetime import date

import msgspec
import pytest

from app.cases.model import (
    Clock,
    Correction,
    Item,
    ItemMaterial,
    Material,
    Notice,
    OneThing,
    Review,
    SubApplication,
    Tick,
    Verdict,
)
from app.cases.procedure import Extension, Procedure
from tests.support.examples import MORNING, a_case, a_material


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        (Item, {"code": "x"}, {"kind": "licence", "handling": "promised", "instant": False,
                               "statutory_days": 20, "promised_days": 20, "legal_basis": ()}),  # L 42(1)
        (Material, {"id": "m", "name": "n"}, {"required": True, "form": "upload", "size": 0, "pages": 0,
                                              "round": 1, "licence": None, "supplied": False}),
        (ItemMaterial, {"name": "n"}, {"required": True}),
        (Notice, {"type": "t", "title": "t", "no": "1", "day": "2026-03-02"}, {"provisional": True}),
        (Clock, {}, {"extension_days": 0, "deemed_accepted": False, "pauses": ()}),
        (OneThing, {"id": "o", "no": "1", "scene": {"code": "s"}, "applicant": {}, "revision": 1,
                    "received_at": "2026-03-02T09:00:00+08:00"}, {"extension_days": 0}),
        (Tick, {}, {"done": False, "remark": ""}),
        (Verdict, {}, {"verdict": "unclear", "remark": ""}),
        (Review, {}, {"materials": {}, "checklist": {}}),
        (Procedure, {}, {"counted_from": "acceptance", "acceptance_days": None, "deemed_acceptance": None,
                         "correction": "", "uncorrected": "", "delivery_days": None, "extension": None,
                         "interested_parties": False, "commitment": None, "special": ()}),
        (Extension, {"days": 3}, {"by": "本机关负责人", "basis": ""}),
    ],
)  # fmt: skip
def test_what_a_body_leaves_out_claims_least(kind, body, told):
    found = msgspec.json.decode(msgspec.json.encode(body), type=kind)
    assert {name: getattr(found, name) for name in told} == told


@pytest.mark.parametrize("field", ["received_at", "accepted_at", "decided_at", "delivered_at"])
def test_a_moment_without_its_zone_is_refused(field):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'{{"{field}": "2026-03-02T09:00:00"}}', type=Clock)
    told = msgspec.json.decode(f'{{"{field}": "2026-03-02T09:00:00+08:00"}}', type=Clock)
    assert getattr(told, field) == MORNING


def test_a_printed_day_is_a_day_and_may_be_missing():
    body = '{"round": 1, "requested_at": "2026-03-02T09:00:00+08:00", "by_days": 5%s}'
    for said, by in (("", None), (', "by": "2026-03-09"', date(2026, 3, 9))):
        assert msgspec.json.decode(body % said, type=Correction).by == by


def test_the_receipt_of_a_case_that_has_none_is_not_made_up():
    assert Clock(received_at=MORNING).receipt == MORNING
    with pytest.raises(ValueError, match="received_at is not known"):
        _ = Clock().receipt


@pytest.mark.parametrize(
    ("changes", "supplied"),
    [({"sha256": "ab"}, True), ({"sha256": ""}, False), ({"sha256": "", "form": "original"}, True)],
)
def test_a_material_is_here_as_a_file_or_as_an_original(changes, supplied):
    assert a_material(**changes).supplied is supplied


def test_of_two_papers_of_one_round_the_later_one_stands():
    first, second, other = a_material(id="m-1"), a_material(id="m-2"), a_material("平面图")
    case: SubApplication = a_case(materials=(first, other, second))
    assert [material.id for material in case.current_materials()] == ["m-2", "ma-平面图"]
