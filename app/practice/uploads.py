"""The materials of a case as its applicant uploaded them: the papers drawn, the files kept."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from app.cases.model import Material, SubApplication
from app.practice.dossier import paper_inputs
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
        """One for each the item asks for; a mistake's flaw is in those of its paper."""
        made = []
        for wanted in spec.materials:
            self._count += 1
            id_ = f"ma-{self._count:06d}"
            flaw = mistake.flaw if mistake and mistake.paper == wanted.paper else ""
            if wanted.paper == "licence":
                made.append(self._licence_material(id_, wanted, facts))
            elif flaw == "missing":
                made.append(Material(id=id_, name=wanted.name, required=wanted.required))
            else:
                dated = wanted.name in spec.expiring
                paper = self._renderer.render(paper_inputs(wanted, case, facts, dated), flaw)
                until = facts["certificate_until"] if dated else None
                made.append(self._uploaded(id_, wanted, paper, until, flaw))
        return tuple(made)

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
