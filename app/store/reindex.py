"""What a newer version finds cases by, made anew from the bodies that are here."""

from __future__ import annotations

from app.cases.model import SubApplication
from app.cases.typed import decode
from app.store import cases, catalogue
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store, meta, set_meta

AT_ONCE = 500
FLAG = "to_reindex"  # set by a migration


def reindex(store: Store) -> None:
    """Indexes, some cases at a time, what a migration left without its texts. Blocks."""
    if not meta(store.reader(), FLAG):
        return
    while store.write_refetchable(_some).result():
        pass
    store.write_refetchable(_rest).result()


def _some(db: Writer) -> list[Changed]:
    found = db.column(
        "select b.centre from cases c join bodies b on b.case_id = c.id"
        " where c.text_digest is null limit ?",
        (AT_ONCE,),
    )
    bodies = [bytes(body) for body in found]
    said = [cases.prepare_case(decode(body, SubApplication), body) for body in bodies]
    cases.index(db, said)
    return [Changed("case", tuple(each.case.id for each in said))] if said else []


def _rest(db: Writer) -> list[Changed]:
    for kind in ("item", "scene", "article"):
        catalogue.index_again(db, kind)
    set_meta(db, FLAG, "")
    return []
