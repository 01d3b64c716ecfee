"""The materials of a case as its applicant uploaded them: the papers drawn, the files kept."""

from __future__ import annotations

import hashlib
import random
from datetime import date
from typing import Any

from app.cases.model import Material, SubApplication, civil
from app.practice.dossier import how_brought, paper_inputs
from app.practice.ledger import Ledger
from app.practice.mistakes import Mistake
from app.practice.papers import Paper, PaperRenderer
from app.practice.specs import ItemSpec, MaterialSpec


class Uploads:
    """Keeps the files of all cases of a city, and numbers their materials."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._renderer = PaperRenderer()
        self._count = 0

    def materials(
        self, spec: ItemSpec, case: SubApplication, facts: dict[str, Any], mistake: Mistake | None
    ) -> tuple[Material, ...]:
        """One for each the item asks for; a mistake is in those of its papers."""
        made = []
        spoilt = mistake.papers(spec) if mistake else ()
        alike: Paper | None = None  # what is filed as more than one of them
        for wanted in spec.materials:
            self._count += 1
            id_ = f"ma-{self._count:06d}"
            wrong = mistake if wanted.name in spoilt else None
            flaw = wrong.flaw if wrong else ""
            if wanted.paper == "licence":
                made.append(self._licence_material(id_, wanted, facts))
            elif flaw == "missing":
                made.append(Material(id=id_, name=wanted.name, required=wanted.required))
            else:
                dated = wanted.name in spec.expiring
                same = flaw == "same_file"
                paper = alike if same and alike else self._paper(wanted, case, facts, wrong, dated)
                alike = paper if same else alike
                until = facts["certificate_until"] if dated else None
                made.append(self._uploaded(id_, wanted, paper, until, flaw))
        return tuple(made)

    def _paper(
        self,
        wanted: MaterialSpec,
        case: SubApplication,
        facts: dict[str, Any],
        wrong: Mistake | None,
        dated: bool,
    ) -> Paper:
        inputs = paper_inputs(wanted, case, facts, dated)
        brought = how_brought(wanted.paper, wanted.name, facts)
        if wrong is None:
            return self._renderer.render(inputs, brought=brought)
        inputs = wrong.drawn(inputs, random.Random(case.id), civil(case.clock.receipt))
        return self._renderer.render(inputs, wrong.flaw, wrong.brought or brought)

    def _licence_material(self, id_: str, wanted: MaterialSpec, facts: dict[str, Any]) -> Material:
        licence = facts.get("licence")
        if licence is not None and licence.kind != wanted.licence_kind:
            licence = None
        if licence is not None:
            self._ledger.keep_licence(licence.holder_id, licence.kind, licence)
        return Material(
            id=id_, name=wanted.name, required=wanted.required, form="licence", licence=licence
        )

    def _uploaded(
        self, id_: str, wanted: MaterialSpec, paper: Paper, until: date | None, flaw: str
    ) -> Material:
        registered = hashlib.sha256(paper.content).hexdigest()
        sent = paper.content + b"\n%%" if flaw == "other_bytes" else paper.content
        self._ledger.keep_file(id_, registered, paper.media_type, sent)
        return Material(
            id=id_,
            name=wanted.name,
            required=wanted.required,
            media_type=paper.media_type,
            size=len(paper.content),
            sha256=registered,
            pages=paper.pages,
            valid_to=until,
        )
