"""What every notice has around its words: who is addressed, who is called, where it is contested."""

import pytest
from msgspec.structs import replace

from app.cases.model import Applicant, Department
from app.cases.notices import letter, remedies
from tests.support.examples import MORNING, a_case
from tests.support.notices import NINE, served

CITY = Department(
    code="a", full_name="某市某局", reconsideration="某市人民政府", court="某市某区人民法院"
)
TAX = Department(
    code="b", full_name="国家税务总局某市税务局", reconsideration="国家税务总局某省税务局", court="某法院"
)  # fmt: skip


def of(kind: str, department: Department = CITY):
    """A case of an item of this kind, before this department."""
    case = a_case(department=department)
    return replace(case, item=replace(case.item, kind=kind))


def test_remedies_name_the_authority_and_the_court_of_the_department():
    assert remedies(of("licence")) == (
        "如不服本决定，可以自收到本文书之日起60日内向某市人民政府申请行政复议，"
        "也可以自收到本文书之日起6个月内依法向某市某区人民法院提起行政诉讼。",
    )


@pytest.mark.parametrize("kind", ["licence", "confirmation", "filing", "public_service"])
def test_a_tax_authority_is_reconsidered_by_the_next_higher_one(kind):
    (said,) = remedies(of(kind, TAX))
    assert "向国家税务总局某省税务局申请行政复议" in said
    assert "人民政府" not in said


@pytest.mark.parametrize(
    ("kind", "told"),
    [("licence", 1), ("confirmation", 1), ("filing", 1), ("public_service", 0), ("odd", 0)],
)
def test_where_the_department_names_neither_only_an_administrative_act_is_told_of_remedies(
    kind, told
):
    said = remedies(of(kind, Department(code="c", name="某局")))
    assert len(said) == told
    assert all("依法向有管辖权的行政复议机关" in each for each in said)
    assert all("依法向有管辖权的人民法院" in each for each in said)


def test_a_department_that_names_one_of_the_two_leaves_the_other_general():
    (said,) = remedies(of("licence", replace(CITY, reconsideration="")))
    assert "60日内依法向有管辖权的行政复议机关申请行政复议" in said
    assert "向某市某区人民法院提起" in said


@pytest.mark.parametrize(("kind", "word"), [("person", "你"), ("organisation", "你单位")])
def test_a_person_and_an_organisation_are_each_addressed_as_what_they_are(kind, word):
    notice = served("补正告知书", applicant=Applicant(kind=kind, name="某"))
    assert notice.paragraphs[0].startswith(f"{word}于2026年3月2日提出的食品经营许可证核发申请")


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        ("医保定点申请", "提出的医保定点申请（"),
        ("契税申报", "提出的契税申报（"),
        ("社会保障卡申领", "提出的社会保障卡申领申请（"),
        ("户外招牌设置", "提出的户外招牌设置申请（"),
    ],
)
def test_the_opening_says_once_that_it_was_applied_for(item, asked):
    case = a_case()
    case = replace(case, item=replace(case.item, name=item))
    assert asked in letter("deny", "不予办理告知书", case, MORNING).paragraphs[0]


def test_a_letter_ends_with_the_telephone_of_the_department_where_it_has_one():
    assert served("补正告知书", department=replace(CITY, phone="12345")).paragraphs[-1] == (
        "联系电话：12345"
    )
    assert not any("联系电话" in line for line in served("补正告知书").paragraphs)


@pytest.mark.parametrize("title", ["受理通知书", "容缺受理通知书"])
def test_of_what_stays_in_the_file_there_are_two_copies(title):
    assert "本文书一式两份，一份交申请人，一份存档。" in served(title).paragraphs


def test_of_the_others_there_is_one():
    for title in set(NINE) - {"受理通知书", "容缺受理通知书"}:
        assert not any("一式两份" in line for line in served(title).paragraphs)


def test_the_receipt_of_delivery_has_no_number_of_its_own():
    notice = served("送达回证")
    assert notice.no == ""
    assert not notice.provisional
