"""What the QR codes and bar codes on papers say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from app.cases.evidence.comparison import PaperFinding, Place
from app.cases.evidence.papers import Paper, numbers_under, paper_finding
from app.cases.evidence.values import sound
from app.cases.evidence.wording import with_source
from app.cases.evidence.words import fold
from app.cases.identity import resident_id_problem
from app.cases.model import SubApplication
from app.cases.paper_text import Code, PageReading
from app.cases.sentence import Sentence, say

NUMBER = re.compile(r"[0-9A-Z]{8,40}")
SQUARE = ("qr", "microqr", "rmqr", "datamatrix", "aztec", "pdf417", "maxicode")
DAY_LENGTH = 8  # 20260302
YEARS = range(1950, 2150)


def findings(case: SubApplication, papers: list[Paper]) -> Iterator[PaperFinding]:
    """A number in a code that is another than the paper's own, or another person's or firm's."""
    for paper in papers:
        yield from _of_paper(case, paper)


def _of_paper(case: SubApplication, paper: Paper) -> Iterator[PaperFinding]:
    printed = {
        fold(no): place
        for words in paper.pages
        for no, place in numbers_under(paper, words, "paper_no")
    }
    known = _numbers_of(case)
    for number, page in enumerate(paper.reading.pages):
        for code in page.codes:
            tokens = NUMBER.findall(code.text.upper().replace("-", ""))
            numbers = [token for token in tokens if not token.isalpha()]
            if any(n in printed or _misread(n, printed, page) for n in numbers):
                continue
            unknown = [n for n in numbers if n not in known]
            alike = [(n, p) for n in unknown for p in printed if _may_be(n, p)]
            other = [n for n in unknown if len(n) == 18 and sound(n)]
            place = Place(paper.material.id, number, code.box)
            if alike:
                said, own = alike[0]
                text = _other_than_printed(paper, code, said, own)
                fault = f"{text.zh}，请核实后提交正确的“{paper.material.name}”。"
                text = with_source(text, any(words.recognised for words in paper.pages))
                places = (place, *printed.values())
                yield paper_finding("code_differs", paper, text, fault, *places, detail=said)
            elif other:
                text = _nobodys(paper, code, other[0])
                yield paper_finding("code_differs", paper, text, "", place, detail=other[0])


def _may_be(number: str, printed: str) -> bool:
    """Whether a number in a code stands where the paper's own should."""
    is_another = _is_day(number) or _is_of_a_person(number) or _is_of_a_person(printed)
    return len(number) == len(printed) and not is_another


def _other_than_printed(paper: Paper, code: Code, said: str, own: str) -> Sentence:
    return say(
        "“{paper}”上的{code}所含编号“{said}”与纸面编号“{own}”不一致",
        '"{paper}": its {code} has the number "{said}", its words "{own}"',
        paper=paper.material.name, code=_kind(code), said=said, own=own,
    )  # fmt: skip


def _nobodys(paper: Paper, code: Code, said: str) -> Sentence:
    """A firm's is likely that of who issued the paper; a person's is not told."""
    name, kind = paper.material.name, _kind(code)
    if _is_of_a_person(said):
        return say(
            "“{paper}”上的{code}含一个公民身份号码，与申请人、申请表所列人员的均不一致，请核对",
            '"{paper}": its {code} has an identity number that nobody in the form has',
            paper=name,
            code=kind,
        )
    return say(
        "“{paper}”上的{code}含号码{said}，申请表中没有，可能是出具单位的号码，请核对",
        '"{paper}": its {code} has {said}, which the form does not: perhaps the issuer\'s',
        paper=name,
        code=kind,
        said=said,
    )


def _kind(code: Code) -> Sentence:
    square = code.kind.replace(" ", "").lower().startswith(SQUARE)
    return say("二维码", "QR code") if square else say("条形码", "bar code")


def _is_of_a_person(number: str) -> bool:
    return resident_id_problem(number, date.max) is None


def _is_day(number: str) -> bool:
    try:
        return len(number) == DAY_LENGTH and datetime.strptime(number, "%Y%m%d").year in YEARS
    except ValueError:
        return False


def _misread(number: str, printed: Iterable[str], page: PageReading) -> bool:
    """Whether recognised print is one character off a code, which is never misread itself."""
    return page.source == "recognised" and any(
        len(number) == len(p) and sum(a != b for a, b in zip(number, p, strict=True)) == 1
        for p in printed
    )


def _numbers_of(case: SubApplication) -> set[str]:
    """Numbers that a code on a paper of the case may say."""
    applicant, acting = case.applicant, case.applicant.representative
    told = [applicant.id_number, acting.id_number if acting else "", case.no, case.one_thing.no]
    told += [str(field.value) for section in case.form for field in section.fields]
    for material in case.current_materials():
        if material.licence is not None:
            told += [material.licence.no, material.licence.holder_id]
    return {fold(number).replace("-", "") for number in told if number}
