"""What the contract says of what a desk looks up."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from app.cases.model import Licence
from app.cases.sentence import say
from app.central.wire import Hit, LicencesAnswer, SearchAnswer, Statistics
from app.support.conformance.probe import Check, NotTried, Probe, expect
from app.support.conformance.reading import NO_OPEN_CASE, Feed

LIMIT = 3


class LookUpPoints:
    """Nothing is written."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        section = "Look-ups"
        return [
            Check("GET /v1/search", section, self._search),
            Check("search: limit", section, self._limit),
            Check("search: one's own cases", section, self._own_cases),
            Check("GET /v1/licences", section, self._licences),
            Check("licences: of nobody", section, self._of_nobody),
            Check("GET /v1/statistics", section, self._statistics),
            Check("statistics: from and to", section, self._span),
        ]

    def _search(self) -> str:
        """An item is found by its name."""
        self._feed.read()
        case = next(iter(self._feed.cases()), None)
        if case is None:
            raise NotTried(NO_OPEN_CASE)
        hits = self._hits(case.item.name, 100).get("item", ())
        expect(
            case.item.code in {hit.id for hit in hits},
            say("用事项名称能找到该事项", "an item is found by its name"),
            f"{case.item.code}: {[hit.id for hit in hits][:5]}",
        )
        return f"{len(hits)}"

    def _limit(self) -> str:
        groups = self._hits("许可", LIMIT)
        expect(
            all(len(hits) <= LIMIT for hits in groups.values()),
            say("每组不超过 limit 条", "no group has more than the limit"),
            {kind: len(hits) for kind, hits in groups.items()},
        )
        return "，".join(f"{kind} {len(hits)}" for kind, hits in groups.items())

    def _own_cases(self) -> str:
        """By the numbers of the second clerk's cases, too."""
        self._feed.read()
        other = Feed(self._probe.second)
        other.read()
        own = set(self._feed.held.get("sub_application", {}))
        for case in (*self._feed.cases()[:1], *other.cases()[:LIMIT]):
            found = {hit.id for hit in self._hits(case.no, 100).get("case", ())}
            expect(
                found <= own,
                say("只找到本人的办件", "a search finds the clerk's own cases and no other"),
                sorted(found - own)[:3],
            )
        return f"{len(own)}"

    def _licences(self) -> str:
        """The holder's, of the kind that was asked for."""
        self._feed.read()
        known = next(self._known_licences(), None)
        if known is None:
            raise NotTried(
                say("名下办件没有电子证照", "no case of the test clerk's has an electronic licence")
            )
        query = {"holder": known.holder_id, "kind": known.kind}
        said = self._probe.got("/v1/licences", LicencesAnswer, **query).licences
        expect(
            known.no in {licence.no for licence in said},
            say("按持证人证号能查到其证照", "a holder's licence is found by their id number"),
            f"{known.kind} {known.no}: {[licence.no for licence in said][:3]}",
        )
        asked = {(known.holder_id, known.kind)}
        expect(
            {(licence.holder_id, licence.kind) for licence in said} == asked,
            say("只有该持证人、该类的证照", "of that holder and kind and no other"),
            sorted({licence.kind for licence in said}),
        )
        return f"{known.kind} {len(said)}"

    def _of_nobody(self) -> str:
        nobody = self._probe.got("/v1/licences", LicencesAnswer, holder=f"nobody-{uuid.uuid4()}")
        expect(
            nobody.licences == (),
            say("查无此人时为空", "none of a holder nobody knows"),
            f"{len(nobody.licences)} licences",
        )
        return "0"

    def _statistics(self) -> str:
        departments = self._year().departments
        for each in departments:
            shares = (each.on_time_rate, each.instant_share, each.satisfaction)
            expect(
                all(0 <= share <= 1 for share in shares),
                say("比率在 0 与 1 之间", "shares are from 0 to 1"),
                f"{each.department}: {shares}",
            )
        return f"{len(departments)}"

    def _span(self) -> str:
        """A day in which nothing can have come has nothing; the span is said again."""
        said = self._year()
        expect(
            (said.from_, said.to) == _last_year(),
            say("from、to 与所问相同", "from and to are those asked for"),
            f"{said.from_} – {said.to}",
        )
        empty = self._asked(date(1990, 1, 1), date(1990, 1, 1)).departments
        expect(
            not any(each.received or each.decided for each in empty),
            say("from、to 之外的不计", "what lies outside of from and to is not counted"),
            f"1990-01-01: {sum(each.received for each in empty)} received",
        )
        return f"{said.from_} – {said.to}"

    def _known_licences(self) -> Iterator[Licence]:
        for case in self._feed.cases():
            for material in case.materials:
                if material.licence is not None and material.licence.holder_id:
                    yield material.licence

    def _hits(self, text: str, limit: int) -> dict[str, tuple[Hit, ...]]:
        """By kind; a kind this version does not know is no fault."""
        answer: SearchAnswer = self._probe.got("/v1/search", SearchAnswer, q=text, limit=limit)
        return {group.kind: group.hits for group in answer.groups}

    def _year(self) -> Statistics:
        return self._asked(*_last_year())

    def _asked(self, since: date, until: date) -> Statistics:
        span = {"from": since.isoformat(), "to": until.isoformat()}
        said: Statistics = self._probe.got("/v1/statistics", Statistics, **span)
        return said


def _last_year() -> tuple[date, date]:
    return date.today() - timedelta(days=365), date.today()
