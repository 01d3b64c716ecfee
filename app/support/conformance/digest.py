"""What the contract says of the feed's digest."""

from __future__ import annotations

import hashlib

from app.cases.sentence import say
from app.central.wire import BODIES, KindDigest
from app.support.conformance.probe import Check, NotTried, Probe, expect
from app.support.conformance.reading import Feed

PATH = "/v1/changes/digest"
EXACT = say(
    "摘要为各编号按 UTF-8 字节序排列、每行 id:revision 加换行的 SHA-256，小写十六进制",
    "the digest is the SHA-256, in lower-case hex, of a line id:revision for each id, in the order "
    "of their UTF-8 bytes, each line with its line feed",
)
NO_TAG = say("中心不给摘要 ETag", "the centre gives the digest no ETag")


class DigestPoints:
    """Reviews that say nothing are written."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        section = "The digest"
        return [
            Check("digest: count", section, self._count),
            Check("digest: bytes", section, self._bytes),
            Check("digest: after a change", section, self._moves),
        ]

    def _count(self) -> str:
        for kind, ids, said in self._kinds():
            expect(
                said.count == len(ids),
                say("{kind} 的 count 与变更流一致", "the count of {kind} is the feed's", kind=kind),
                f"{said.count}, not {len(ids)}",
            )
        return "、".join(f"{kind} {len(ids)}" for kind, ids, _ in self._kinds())

    def _bytes(self) -> str:
        for kind, ids, said in self._kinds():
            lines = "".join(f"{id_}:{ids[id_]}\n" for id_ in sorted(ids, key=str.encode))
            ours = hashlib.sha256(lines.encode()).hexdigest()
            expect(said.digest == ours, EXACT, f"{kind}: {said.digest}, not {ours}; {lines[:40]!r}")
        return "SHA-256"

    def _moves(self) -> str:
        """Where it has an ETag, that moves too: what has changed is never 304."""
        before, raw = self._probe.ask("GET", PATH)
        self._feed.change_a_case()
        tag = before.headers.get("ETag", "")
        headers = {"If-None-Match": tag} if tag else {}
        after, changed = self._probe.ask("GET", PATH, headers=headers)
        expect(
            (after.status_code, changed != raw) == (200, True),
            say("变更之后摘要不同", "after a change the digest is another"),
            f"{after.status_code}, the same digest",
        )
        if not tag:
            return NO_TAG.zh + " " + NO_TAG.en
        return f"ETag {after.headers.get('ETag', '')}"

    def _kinds(self) -> list[tuple[str, dict[str, int], KindDigest]]:
        """Each known kind that feed or digest names: revisions by id, and what is said."""
        self._feed.read()
        said = self._probe.got(PATH, dict[str, KindDigest])
        held = self._feed.revisions()
        nothing = KindDigest(count=0, digest=hashlib.sha256().hexdigest())
        named = sorted(BODIES.keys() & (held.keys() | said.keys()))
        if not named:
            raise NotTried(say("变更流是空的", "the feed is empty"))
        return [(kind, held.get(kind, {}), said.get(kind, nothing)) for kind in named]
