"""Prints one table of what `try` found on each platform: table.py FILE…

Exit 1 where a step went wrong, or a platform has no file: it did not come so far. A file says,
sizes in MB, ``start_ratio`` frozen ÷ unfrozen ``--version``, null where it was not measured::

    {"platform": "amd64", "folder_mb": 0.0, "package_mb": 0.0, "highest_glibc": "2.30",
     "start_ratio": 0.0, "tour": {"pictures": 0, "differ": 0},
     "steps": [{"name": "…", "ok": true, "seconds": 0.0, "said": "…"}],
     "not_shown": [{"what": "…", "why": "…"}]}
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEAD = ("platform", "folder", "package", "glibc", "start", "tour", "steps")


def main(files: list[Path]) -> int:
    halls = {file.stem: json.loads(file.read_text()) if file.exists() else None for file in files}
    rows = [HEAD, *(row(name, hall) for name, hall in halls.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for line in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )
    for name, hall in halls.items():
        if hall is not None:
            print(f"\n{name}")
            for step in hall["steps"]:
                sign = "✓" if step["ok"] else "✗"
                print(f"  {sign} {step['name']}, {step['seconds']:.0f} s: {step['said']}")
            for missing in hall["not_shown"]:
                print(f"  · not shown: {missing['what']}: {missing['why']}")
    well = all(hall and all(step["ok"] for step in hall["steps"]) for hall in halls.values())
    return 0 if well else 1


def row(name: str, hall: dict[str, Any] | None) -> tuple[str, ...]:
    """A platform's cells, as many as the head has; the start is frozen ÷ unfrozen."""
    if hall is None:
        return (name, "not built", *[""] * (len(HEAD) - 2))
    tour, steps = hall["tour"], hall["steps"]
    return (
        name,
        f"{hall['folder_mb']:.0f} MB",
        f"{hall['package_mb']:.0f} MB",
        hall["highest_glibc"] or "—",
        f"{hall['start_ratio']:.2f} ×" if hall["start_ratio"] else "—",
        f"{tour['pictures']} pictures, {tour['differ']} differ" if tour else "—",
        f"{sum(step['ok'] for step in steps)} of {len(steps)}",
    )


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
