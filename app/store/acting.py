"""Whose cache this is."""

from __future__ import annotations

from app.cases.model import Clerk
from app.cases.typed import decode
from app.store.connection import Reader
from app.store.database import meta


def acting_clerk(db: Reader) -> Clerk:
    """Without an id where nobody has signed in yet."""
    text = meta(db, "clerk")
    return decode(text, Clerk) if text else Clerk(id="")
