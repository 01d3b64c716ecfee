"""The result of a drill (练习成绩单) as a PDF."""

from __future__ import annotations

from pathlib import Path

from app.cases.drill import OUTCOMES, DrillResult, describe_case, duration, summary
from app.cases.sentence import Sentence, say
from app.printing.typesetting import plain, typeset


def print_drill_result(result: DrillResult, trainee: str, language: str, templates: Path) -> bytes:
    """The PDF; the same result is the same bytes. ``language`` is ``zh`` or ``en``, ``templates``
    the folder of ``drill-result.typ``. Raises NoticeNotMade."""

    def in_words(sentence: Sentence) -> str:
        return sentence.spoken(language)

    heads = (say("错误", "Mistake"), *OUTCOMES.values())
    kinds = [[[in_words(head)] for head in heads]]
    kinds += [
        [[in_words(kind.words)], [str(kind.found)], [str(kind.missed)], [str(kind.not_reached)]]
        for kind in result.kinds()
    ]
    heads = (say("号", "No."), say("办件", "Case"), say("用时", "Time"), say("结果", "Result"))
    cases = [[[in_words(head)] for head in heads]]
    cases += [
        [
            [str(at)],
            [case.item_name, case.applicant, case.no],
            [in_words(duration(case.seconds))],
            [in_words(line) for line in describe_case(case)],
        ]
        for at, case in enumerate(result.cases, 1)
    ]
    words = {
        "lang": language,
        "title": in_words(say("练习成绩单", "Drill result")),
        "about": f"{trainee}  {result.begun_at:%Y-%m-%d %H:%M} – {result.ended_at:%H:%M}",
        "figures": [in_words(line) for line in summary(result)],
        "kinds": kinds,
        "cases": cases,
    }
    return typeset(templates / "drill-result.typ", "result", plain(words), result.ended_at)
