"""The cache's schema: brought on by migrations, read in ``schema.sql``."""

from __future__ import annotations

from pathlib import Path

from app.store.connection import Connection, Reader
from app.store.errors import CacheTooNew

MIGRATIONS = Path(__file__).parent / "migrations"


def schema_of(db: Reader) -> int:
    """The number of the last migration a cache has had; 0 for a new one."""
    return int(db.value("pragma user_version"))


def newest_schema() -> int:
    return max(_number(step) for step in MIGRATIONS.glob("*.sql"))


def require_known_schema(db: Reader) -> None:
    """Raises CacheTooNew where a later version of the desk has brought the cache on."""
    if (found := schema_of(db)) > newest_schema():
        raise CacheTooNew(f"schema {found}")


def migrate(connection: Connection, to: int) -> None:
    """Brings the schema on, each migration in a transaction of its own."""
    at = schema_of(connection)
    for step in sorted(MIGRATIONS.glob("*.sql")):
        if at < (number := _number(step)) <= to:
            script = step.read_text("utf-8")
            connection.script(f"begin;\n{script}\npragma user_version = {number};\ncommit;")


def _number(step: Path) -> int:
    return int(step.name[:4])
