"""What IT may mail to whoever mends the desk: a zip without a name, number or path of anyone."""

from __future__ import annotations

import ssl
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec

from app.machine.build import build, version
from app.machine.journal import NAME
from app.machine.paths import Places
from app.machine.platforms import glibc_here
from app.machine.settings import read
from app.support.doctor import Point, as_json, as_text, without_names
from app.support.licences import components

LEFT_OUT = ("username", "device_id", "centre_url", "former_addresses")


def pack(places: Places, points: list[Point], out: Path, now: datetime) -> list[str]:
    """Writes the bundle and returns the names of what is in it. Raises OSError."""
    settings = msgspec.to_builtins(read(places.settings))
    points = without_names(points)
    kept = {key: value for key, value in settings.items() if key not in LEFT_OUT}
    parts = {
        "doctor.txt": as_text(points).encode(),
        "doctor.json": as_json(points).encode(),
        "settings.json": msgspec.json.format(msgspec.json.encode(kept)),
        "versions.json": msgspec.json.format(msgspec.json.encode(_versions())),
        "caches.json": msgspec.json.format(msgspec.json.encode(_caches(places))),
    }
    for path in sorted(places.journal.glob(f"{NAME}*")):
        parts[f"journal/{path.name}"] = path.read_bytes()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            stamp = zipfile.ZipInfo(name, now.timetuple()[:6])
            bundle.writestr(stamp, content, zipfile.ZIP_DEFLATED)
    return list(parts)


def _versions() -> dict[str, str]:
    """Of the desk, its build, all that it is made of, and what it stands on here."""
    return {
        "jianjian": version(),
        "glibc": f"{glibc_here() or '-'} ({build().glibc or '-'})",
        "OpenSSL": ssl.OPENSSL_VERSION,
        **{each.name: each.version for each in components() if each.version},
    }


def _caches(places: Places) -> list[dict[str, int | str]]:
    """How large each is and what lies beside it; their names tell nobody's."""
    return [
        {
            "bytes": path.stat().st_size,
            "beside": " ".join(sorted({p.suffix for p in path.parent.glob(f"{path.stem}.*")})),
        }
        for path in sorted(places.caches.glob("*.db"))
    ]
