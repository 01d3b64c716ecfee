"""The mark of a drill (练习成绩单) as a PDF."""

from __future__ import annotations

from pathlib import Path

from app.cases.drill import OUTCOMES, DrillMark, figures, lasted, told
from app.cases.sentence import Sentence, say
from app.printing.typesetting import plain, typeset


def print_mark(mark: DrillMark, trainee: str, language: str, templates: Path) -> bytes:
    """The PDF, made from ``mark.typ``; the same mark is the same bytes. Raises NoticeNotMade."""

    def in_words(sentence: Sentence) -> str:
        return sentence.spoken(language)

    heads = (say("错误", "Mistake"), *OUTCOMES.values())
    kinds = [[[in_words(head)] for head in heads]]
    kinds += [
        [[in_words(kind.words)], [str(kind.found)], [str(kind.missed)], [str(kind.not_reached)]]
        for kind in mark.kinds()
    ]
    heads = (say("号", "No."), say("办件", "Case"), say("用时", "Time"), say("结果", "Result"))
    cases = [[[in_words(head)] for head in heads]]
    cases += [
        [[str(at)], [case.item_name, case.applicant, case.no],
         [in_words(lasted(case.seconds))], [in_words(line) for line in told(case)]]
        for at, case in enumerate(mark.cases, 1)
    ]  # fmt: skip
    words = {
        "lang": language,
        "title": in_words(say("练习成绩单", "Mark of a drill")),
        "about": f"{trainee}  {mark.begun_at:%Y-%m-%d %H:%M} – {mark.ended_at:%H:%M}",
        "figures": [in_words(line) for line in figures(mark)],
        "kinds": kinds,
        "cases": cases,
    }
    return typeset(templates / "mark.typ", "mark", plain(words), mark.ended_at)
