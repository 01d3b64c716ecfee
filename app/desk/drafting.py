"""What a clerk types and judges before deciding; each field is kept as it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.cases.model import Tick, Verdict
from app.store import drafts
from app.store.database import Store, Written
from app.store.drafts import Annotation, SheetDraft, Value


class Drafting:
    """Each future is done once the field is durable."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def judge_material(self, case_id: str, material_id: str, verdict: Verdict) -> Written:
        return self._save(case_id, f"material:{material_id}", verdict)

    def tick(self, case_id: str, point_id: str, tick: Tick) -> Written:
        return self._save(case_id, f"check:{point_id}", tick)

    def annotate(self, case_id: str, annotation_id: str, annotation: Annotation) -> Written:
        """Keeps an annotation on a material's page; they stay until they are removed."""
        return self._save(case_id, f"mark:{annotation_id}", annotation)

    def remove_annotation(self, case_id: str, annotation_id: str) -> Written:
        return self._forget(case_id, f"mark:{annotation_id}")

    def write_opinion(self, case_id: str, text: str) -> Written:
        return self._save(case_id, "opinion", text)

    def write_sheet(self, case_id: str, sheet: SheetDraft) -> Written:
        """Keeps what is filled in of an action's sheet."""
        return self._save(case_id, f"sheet:{sheet.kind}", sheet)

    def forget_sheet(self, case_id: str, kind: str) -> Written:
        return self._forget(case_id, f"sheet:{kind}")

    def begun_message(self, thing_id: str) -> str:
        """What was typed to the other departments of a one-thing and not sent."""
        return drafts.message(self._store.reader(), thing_id)

    def write_message(self, thing_id: str, text: str) -> Written:
        return self._save(thing_id, "message", text)

    def _save(self, case_id: str, field: str, value: Value) -> Written:
        now = self._now()
        return self._store.write(lambda db: drafts.save(db, case_id, field, value, now))

    def _forget(self, case_id: str, field: str) -> Written:
        return self._store.write(lambda db: drafts.forget(db, case_id, field))
