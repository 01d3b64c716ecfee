"""Making a city, or taking one that is kept: making takes seconds, and tests open hundreds."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI
from app.practice.generation import generate_city
from app.practice.ledger import Ledger
from app.practice.scenes import City

FOLDER = "JIANJIAN_CITIES"  # names the folder they are kept in; none are without it


def lay_city(database: Path, city: City, seed: int, cases: int) -> None:
    """Puts today's cases of a city in a file's place, whole or not at all; its epoch is still to be
    renewed."""
    with tempfile.TemporaryDirectory(dir=database.parent) as beside:
        begun = Path(beside) / "city.sqlite"
        kept = _kept(city, seed, cases)
        if kept is None:
            _make(begun, city, seed, cases)
        else:
            shutil.copyfile(kept, begun)
        begun.replace(database)


def _kept(city: City, seed: int, cases: int) -> Path | None:
    if not (folder := os.environ.get(FOLDER)):
        return None
    told = f"{datetime.now(SHANGHAI):%Y%m%d} {seed} {cases} ".encode() + msgspec.json.encode(city)
    kept = Path(folder) / f"{hashlib.sha256(told).hexdigest()}.sqlite"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            begun = Path(beside) / "city.sqlite"
            _make(begun, city, seed, cases)
            begun.replace(kept)
    return kept


def _make(database: Path, city: City, seed: int, cases: int) -> None:
    ledger = Ledger(database)
    generate_city(ledger, city, seed, cases, datetime.now(SHANGHAI))
    ledger.close()
