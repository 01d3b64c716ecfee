"""What the contract says of packed answers."""

from __future__ import annotations

from typing import Any

import msgspec

from app.cases.sentence import say
from app.support.conformance.probe import Check, Probe, answered, expect

PATH = "/v1/changes"
LIMIT = 499
PACKINGS = ("identity", "gzip")
CHANGING = ("server_time",)


class PackingPoints:
    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    def checks(self) -> list[Check]:
        general = "HTTP"
        return [
            Check("packing: not asked for", general, self._unpacked),
            Check("packing: gzip", general, self._packed),
        ]

    def _unpacked(self) -> str:
        packed, _, _ = self._page("identity")
        expect(
            packed == "identity",
            say("没有要求压缩时不压缩", "what was asked for unpacked comes unpacked"),
            f"Content-Encoding: {packed}",
        )
        return packed

    def _packed(self) -> str:
        """It should be, but need not; if it is, then so, and the same page."""
        packed, sent, page = self._page("gzip")
        expect(
            packed in PACKINGS,
            say("压缩只用 gzip", "packed with gzip and nothing else"),
            f"Content-Encoding: {packed}",
        )
        _, plain, same = self._page("identity")
        expect(
            page == same,
            say("压缩与不压缩的内容相同", "packed and unpacked it is the same page"),
            f"{len(page['changes'])} and {len(same['changes'])} changes",
        )
        if packed == "identity":
            return "未压缩：建议用 gzip not packed: gzip is recommended"
        return f"gzip 1 : {plain / max(1, sent):.0f}"

    def _page(self, accepted: str) -> tuple[str, int, dict[str, Any]]:
        """How it was packed, its bytes as sent, and what it says."""
        headers = {"Accept-Encoding": accepted}
        asked = self._probe.ask("GET", PATH, headers=headers, params={"limit": LIMIT})
        raw = answered(200, asked)
        head = asked[0].headers
        page = msgspec.json.decode(raw)
        said = {name: value for name, value in page.items() if name not in CHANGING}
        return (
            head.get("Content-Encoding", "identity").strip().lower(),
            int(head.get("Content-Length", len(raw))),
            said,
        )
