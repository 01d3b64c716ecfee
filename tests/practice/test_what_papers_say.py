"""The practice city's papers, read by their own words, held against its forms."""

import hashlib
import random
from datetime import date

import pytest
from msgspec.structs import replace

from app.cases.evidence.compare import compare
from app.cases.model import Material
from app.cases.paper_text import Line, PageReading, PaperReading
from app.practice.dossier import applicant_of, facts_of, form_of, paper_inputs, with_item_facts
from app.practice.mistakes import MISTAKES
from app.practice.papers import PHOTOS, PaperRenderer
from app.practice.scenes import load_city
from app.practice.specs import sentences
from app.viewer.opening import open_document
from tests.support.examples import MORNING, a_case

TODAY = MORNING.date()
CITY = load_city()
RENDERER = PaperRenderer()
SCENE_OF = {code: scene for scene in CITY.scenes.values() for code in scene.item_codes()}


def compared(code, mistake=""):
    """A case of an item with a mistake, its papers drawn and read."""
    spec, rng = CITY.items[code], random.Random(code)
    facts = with_item_facts(facts_of(rng, SCENE_OF[code], TODAY), rng, spec)
    wrong = next((m for m in MISTAKES if m.name == mistake), None)
    own = wrong.apply_to(facts, rng, TODAY) if wrong else facts
    case = a_case(applicant=applicant_of(facts), form=form_of(spec, own, ()))
    readings, materials = {}, []
    for number, wanted in enumerate(spec.materials):
        if wanted.paper in PHOTOS or (wrong and wanted.paper != wrong.paper):
            continue
        flaw = wrong.flaw if wrong else ""
        inputs = paper_inputs(wanted, case, own, wanted.name in spec.expiring)
        drawn = RENDERER.render(inputs, flaw, "ofd" if wanted.paper == "invoice" else "pdf")
        digest = hashlib.sha256(drawn.content).hexdigest()
        materials.append(Material(id=f"m{number}", name=wanted.name, sha256=digest))
        readings[f"m{number}"] = read(drawn.content)
    return compare(replace(case, materials=tuple(materials)), readings, spec.item(), TODAY)


def read(content):
    document = open_document(content)
    pages = (lines(document.read(page)) for page in range(len(document.opened.sizes)))
    return PaperReading("test", tuple(
        PageReading(found, source="text") if found else PageReading(problem="blank") for found in pages
    ))  # fmt: skip


def lines(page):
    """What stands side by side, nearer than two characters, is one line."""
    found, spaced = [], ""
    for character, box in zip(page.text, page.boxes, strict=True):
        if character.isspace():
            spaced = " "
            continue
        middle, wide = (box[1] + box[3]) / 2, box[2] - box[0]
        if found and found[-1].box[1] < middle < found[-1].box[3]:
            before = found[-1]
            if -wide < box[0] - before.box[2] < 2 * wide:
                around = (
                    before.box[0],
                    min(before.box[1], box[1]),
                    box[2],
                    max(before.box[3], box[3]),
                )
                found[-1], spaced = Line(before.text + spaced + character, around), ""
                continue
        found.append(Line(character, box))
        spaced = ""
    return tuple(found)


@pytest.mark.parametrize("code", CITY.items)
def test_sound_papers_agree_with_their_form_and_nothing_is_pointed_out(code):
    found = compared(code)
    assert [finding.text.zh for finding in found.findings] == []
    silent = [e.key for e in found.fields if e.agreement != "agrees" and "." not in e.key]
    assert silent == []


@pytest.mark.parametrize(
    ("mistake", "kind"),
    [
        ("lease_in_other_name", "differs"),
        ("lease_area_differs", "differs"),
        ("floor_plan_blank", "blank"),
        ("health_certificate_out_of_date", "expired"),
        ("certificate_out_of_date", "expired"),
    ],
)
def test_a_mistake_that_a_paper_shows_is_pointed_out(mistake, kind):
    wrong = next(m for m in MISTAKES if m.name == mistake)
    codes = [code for code, spec in CITY.items.items() if wrong.fits(spec, True)]
    assert codes
    for code in codes[:3]:
        assert {f.kind for f in compared(code, mistake).findings} == {kind}, code


def test_a_finding_has_the_same_id_each_time_the_same_papers_are_compared():
    first, again = (compared("tobacco-retail", "lease_in_other_name").findings for _ in range(2))
    assert [f.id for f in first] == [f.id for f in again]


def test_every_form_names_a_field_of_the_item_or_a_known_one_once():
    for spec in CITY.items.values():
        for material in spec.item().materials:
            assert all(fact.form.count("{}") == 1 for fact in material.says)
            assert len(set(material.says)) == len(material.says)


def test_a_certificates_text_tells_in_which_words_it_says_what():
    said = sentences("{person}购买位于{address}的房屋，面积{area}平方米，网签备案。")
    assert [(fact.field, fact.form) for fact in said] == [
        ("person", "{}购买位于"),
        ("address", "购买位于{}的房屋"),
        ("area", "面积{}平方米"),
    ]


def test_the_day_of_these_tests_is_no_day_a_paper_ends():
    assert date(2026, 3, 2) == TODAY
