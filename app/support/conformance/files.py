"""What the contract says of materials."""

from __future__ import annotations

import hashlib
import uuid

import msgspec

from app.cases.model import Material
from app.cases.sentence import say
from app.support.conformance.probe import (
    Check,
    Differs,
    NotTried,
    Probe,
    answered,
    expect,
    problem,
)
from app.support.conformance.reading import Feed

NO_MATERIAL = say(
    "测试人员名下的办件没有可取的材料", "the test clerk's cases have no material to fetch"
)
IDENTITY = {"Accept-Encoding": "identity"}


class FilePoints:
    """Nothing is written."""

    def __init__(self, probe: Probe, feed: Feed) -> None:
        self._probe, self._feed = probe, feed

    def checks(self) -> list[Check]:
        section = "Files"
        return [
            Check("GET /v1/materials", section, self._material),
            Check("materials: ETag", section, self._tag),
            Check("materials: Range", section, self._range),
            Check("materials: If-Range", section, self._if_range),
            Check("materials: unpacked", section, self._unpacked),
            Check("materials: 404", section, self._unknown),
            Check("materials: another department's", section, self._foreign),
        ]

    def _material(self) -> str:
        """At least one whose bytes are as registered: a practice centre has some that are not."""
        there = self._uploads()
        for material in there:
            whole = answered(200, self._probe.ask("GET", _path(material), headers=IDENTITY))
            if _is_whole(material, whole):
                return f"{material.id} {len(whole)} B"
        raise Differs(
            say(
                "材料的字节与登记的 size、sha256 相符",
                "a material's bytes have its size and sha256",
            ),
            f"none of {len(there)} materials has",
        )

    def _tag(self) -> str:
        material = self._some_material()
        answer, _ = self._probe.ask("GET", _path(material), headers=IDENTITY)
        tag = answer.headers.get("ETag")
        expect(
            tag == _tag_of(material),
            say("ETag 为 {tag}", "the ETag is {tag}", tag=_tag_of(material)),
            f"ETag: {tag}",
        )
        return f"{tag}"[:14]

    def _range(self) -> str:
        material = self._some_material()
        whole = answered(200, self._probe.ask("GET", _path(material), headers=IDENTITY))
        for wanted, part in (("3-9", whole[3:10]), (f"{len(whole) - 5}-", whole[-5:])):
            headers = IDENTITY | {"Range": f"bytes={wanted}", "If-Range": _tag_of(material)}
            answer, some = self._probe.ask("GET", _path(material), headers=headers)
            expect(
                (answer.status_code, some) == (206, part),
                say("206 和这一段的字节", "206 and the bytes of the range"),
                f"bytes={wanted}: {answer.status_code}, {len(some)} B",
            )
            span = answer.headers.get("Content-Range", "")
            expect(
                span.startswith("bytes ") and span.endswith(f"/{len(whole)}"),
                say("Content-Range 带全长", "a Content-Range with the whole length"),
                f"Content-Range: {span}",
            )
        headers = IDENTITY | {"Range": f"bytes={len(whole) + 9}-"}
        answer, _ = self._probe.ask("GET", _path(material), headers=headers)
        expect(
            answer.status_code == 416,
            say("全文之外的一段为 416", "a range of which nothing is there is 416"),
            answer.status_code,
        )
        return "206, 416"

    def _if_range(self) -> str:
        """Another ETag: the file is another one, and comes whole."""
        material = self._some_material()
        whole = answered(200, self._probe.ask("GET", _path(material), headers=IDENTITY))
        headers = IDENTITY | {"Range": "bytes=3-9", "If-Range": '"another"'}
        answer, came = self._probe.ask("GET", _path(material), headers=headers)
        expect(
            (answer.status_code, came) == (200, whole),
            say("If-Range 不符时为 200 和全文", "where If-Range differs, 200 and all of it"),
            f"{answer.status_code}, {len(came)} B",
        )
        return "200"

    def _unpacked(self) -> str:
        """Though it was asked for packed: its bytes, ETag and ranges are those of the file."""
        answer, _ = self._probe.ask("GET", _path(self._some_material()))
        packed = answer.headers.get("Content-Encoding", "identity")
        expect(
            packed == "identity",
            say("材料从不压缩", "a material is never packed"),
            f"Content-Encoding: {packed}",
        )
        return packed

    def _unknown(self) -> str:
        asked = self._probe.ask("GET", f"/v1/materials/not-mine-{uuid.uuid4()}")
        return problem(404, "not_found", asked)

    def _foreign(self) -> str:
        """To a clerk of another department a material is not there, like one that never was."""
        material, second = self._some_material(), self._probe.second
        answer, raw = second.ask("GET", _path(material))
        _, unknown = second.ask("GET", f"/v1/materials/not-mine-{uuid.uuid4()}")
        expect(
            answer.status_code == 404,
            say("对别的部门的人员，材料为 404", "to another department's clerk a material is 404"),
            f"{answer.status_code}, {len(raw)} B",
        )
        expect(
            _without_place(raw) == _without_place(unknown),
            say("与不存在的材料同样回答", "answered like a material that never was"),
            f"{raw[:120]!r}, {unknown[:120]!r}",
        )
        return "404"

    def _some_material(self) -> Material:
        """One whose bytes are as registered. Raises NotTried."""
        for material in self._uploads():
            _, whole = self._probe.ask("GET", _path(material), headers=IDENTITY)
            if _is_whole(material, whole):
                return material
        raise NotTried(NO_MATERIAL)

    def _uploads(self) -> list[Material]:
        self._feed.read()
        materials = [m for case in self._feed.cases() for m in case.materials]
        there = [m for m in materials if m.sha256 and m.size > 10]
        if not there:
            raise NotTried(NO_MATERIAL)
        return there


def _is_whole(material: Material, content: bytes) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return (len(content), digest) == (material.size, material.sha256.lower())


def _path(material: Material) -> str:
    return f"/v1/materials/{material.id}"


def _tag_of(material: Material) -> str:
    return f'"{material.sha256}"'


def _without_place(raw: bytes) -> object:
    """A problem without its ``instance`` (RFC 9457 3.1.5), which may name what was asked for."""
    said = msgspec.json.decode(raw)
    return {k: v for k, v in said.items() if k != "instance"} if isinstance(said, dict) else said
