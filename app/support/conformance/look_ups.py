"""What the contract says of files and of what a desk looks up."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import date

from app.cases.model import Material, SubApplication
from app.cases.typed import decode
from app.central.wire import LicencesAnswer, SearchAnswer, Statistics
from app.support.conformance.feed import FeedPoints
from app.support.conformance.probe import Differs, Probe, expect


class LookUpPoints:
    """An attachment is written."""

    def __init__(self, probe: Probe, feed: FeedPoints) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        return [
            Check("GET /v1/materials", "Look-ups", self._material),
            Check("materials: 404", "Look-ups", self._foreign_material),
            Check("PUT /v1/attachments", "Look-ups", self._attachment),
            Check("GET /v1/search", "Look-ups", self._search),
            Check("GET /v1/licences", "Look-ups", self._licences),
            Check("GET /v1/statistics", "Look-ups", self._statistics),
        ]

    def _material(self) -> str:
        material = self._some_material()
        path, tag = f"/v1/materials/{material.id}", f'"{material.sha256}"'
        answer, whole = self._probe.ask("GET", path)
        expect(answer.headers.get("ETag") == tag, AS_SAID, f"ETag {answer.headers.get('ETag')!r}")
        expect(hashlib.sha256(whole).hexdigest() == material.sha256, AS_SAID, "bytes and hash differ")
        part, some = self._probe.ask("GET", path, headers={"Range": "bytes=3-9", "If-Range": tag})
        expect((part.status_code, some) == (206, whole[3:10]), AS_SAID, f"Range: {part.status_code}")
        other, every = self._probe.ask(
            "GET", path, headers={"Range": "bytes=3-9", "If-Range": '"x"'}
        )
        expect((other.status_code, every) == (200, whole), AS_SAID, f"If-Range: {other.status_code}")
        return f"{len(whole)} B"

    def _foreign_material(self) -> str:
        """What is not this clerk's to read is not there."""
        asked = self._probe.ask("GET", f"/v1/materials/not-mine-{uuid.uuid4()}")
        return problem(404, "not_found", asked)

    def _attachment(self) -> str:
        content = f"contract {uuid.uuid4()}".encode()
        path = f"/v1/attachments/{hashlib.sha256(content).hexdigest()}"
        statuses = [self._probe.ask("PUT", path, data=content)[0].status_code for _ in range(2)]
        expect(statuses == [201, 200], AS_SAID, f"{statuses}")
        return problem(
            422, "hash_mismatch", self._probe.ask("PUT", path, data=b"other bytes")
        )

    def _search(self) -> str:
        groups = self._probe.got("/v1/search", SearchAnswer, q="许可", limit=3).groups
        known = {"item", "scene", "faq", "policy", "case"}
        expect({g.kind for g in groups} <= known, AS_SAID, f"{[g.kind for g in groups]}")
        expect(all(len(g.hits) <= 3 for g in groups), AS_SAID, "more than the limit")
        return f"{sum(len(g.hits) for g in groups)} hits"

    def _licences(self) -> str:
        nobody = self._probe.got("/v1/licences", LicencesAnswer, holder=f"nobody-{uuid.uuid4()}")
        expect(nobody.licences == (), AS_SAID, "licences of nobody")
        return "200"

    def _statistics(self) -> str:
        span = {"from": "2020-01-01", "to": date.today().isoformat()}
        departments = self._probe.got("/v1/statistics", Statistics, **span).departments
        expect(
            all(0 <= d.on_time_rate <= 1 and 0 <= d.instant_share <= 1 for d in departments),
            AS_SAID, "a share beyond 0 to 1",
        )
        return f"{len(departments)} departments"

    def _some_material(self) -> Material:
        """One whose bytes are as registered: a practice centre has some that are not."""
        for _, raw in self._feed.held.get("sub_application", {}).values():
            for material in decode(raw, SubApplication).materials:
                if material.sha256 and material.size > 10:
                    _, whole = self._probe.ask("GET", f"/v1/materials/{material.id}")
                    if hashlib.sha256(whole).hexdigest() == material.sha256:
                        return material
        raise Differs(AS_SAID, "没有可取的材料 no material to fetch")
