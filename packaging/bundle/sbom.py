"""The bill of materials of a built folder, as CycloneDX: sbom.py FOLDER OUT.

Made from what is inside, not from what was asked for: each component with its version, licence and
files, each file with its hash; within them what their own bills (PEP 770) say is built into them.
Validated against the schema before it is written. Run by the Python that built the folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from components import Bundle, Part, json_of, read
from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentEvidence, ComponentType
from cyclonedx.model.component_evidence import Occurrence
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

LICENCE = LicenseFactory()
# What Pillow's bill calls optional, by the name its own ``features`` have for it.
OF_PILLOW = {
    "libavif": "avif", "libimagequant": "libimagequant", "libtiff": "libtiff", "libwebp": "webp",
    "libxcb": "xcb", "Little CMS 2": "littlecms2", "OpenJPEG": "jpg_2000", "FreeType": "freetype2",
    "FriBiDi": "fribidi", "HarfBuzz": "harfbuzz",
}  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("out", type=Path)
    chosen = asked.parse_args()
    text = as_json(read(chosen.folder))
    chosen.out.write_text(text, "utf-8")
    print(f"{chosen.out}: {text.count(chr(10))} lines, CycloneDX 1.6")
    return 0


def as_json(bundle: Bundle) -> str:
    """Raises ValueError where it is not as CycloneDX's schema has it."""
    bom = Bom(
        components=[
            _component(part) for part in bundle.parts.values() if part.component.name != "Jianjian"
        ]
    )
    bom.metadata.component = _component(bundle.parts["Jianjian"], ComponentType.APPLICATION)
    text = str(JsonV1Dot6(bom).output_as_string(indent=1))
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"not as CycloneDX 1.6 has it: {wrong}")
    return text


def _component(part: Part, kind: ComponentType = ComponentType.LIBRARY) -> Component:
    told = part.component
    made = Component(
        name=told.name,
        version=told.version or None,
        type=kind,
        bom_ref=f"component/{told.name}",
        licenses=[LICENCE.make_from_string(told.licence)],
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        components=[*_files(part), *_built_in(part), *_by_bill(part)],
    )
    if part.modules:
        places = [Occurrence(location=f"jianjian/{module}") for module in part.modules]
        made.evidence = ComponentEvidence(occurrences=places)
    return made


def _files(part: Part) -> Iterator[Component]:
    for file in part.files:
        yield Component(
            name=file.path.as_posix(),
            type=ComponentType.FILE,
            bom_ref=f"file/{file.path.as_posix()}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=file.sha256)],
        )


def _built_in(part: Part) -> Iterator[Component]:
    for told in part.within:
        yield Component(
            name=told.name,
            version=told.version or None,
            type=ComponentType.LIBRARY,
            bom_ref=f"component/{part.component.name}/{told.name}",
            licenses=[LICENCE.make_from_string(told.licence)],
        )


def _by_bill(part: Part) -> Iterator[Component]:
    """What a wheel's bills say is built into those of its files that are inside."""
    seen = {part.component.name}
    for bill in part.bills:
        for told in inside_by_bill(json_of(bill), {file.path.as_posix() for file in part.files}):
            name, version = str(told["name"]), told.get("version")
            if name.lower() in seen:
                continue
            seen.add(name.lower())
            yield Component(
                name=name,
                version=version,
                type=ComponentType.LIBRARY,
                bom_ref=f"component/{part.component.name}/{name}/{version}",
                licenses=[LICENCE.make_from_string(each) for each in _licences(told)][:1],
                purl=PackageURL.from_string(told["purl"])
                if "#" not in told.get("purl", "#")
                else None,
            )


def inside_by_bill(bill: dict, paths: set[str]) -> list[dict]:
    """The components of a wheel's bill that are in those of its files that are inside: what the
    wheel depends on by its bill, without what was used to build it, and what only an extension
    module asks for that was left out."""
    listed = {each["bom-ref"]: each for each in bill.get("components", [])}
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill.get("dependencies", [])}
    root = bill.get("metadata", {}).get("component", {}).get("bom-ref")
    waiting, reached = list(needs.get(root, listed)), []
    while waiting:
        told = listed.get(waiting.pop())
        if told is None or told in reached or not _is_inside(told, paths):
            continue
        reached.append(told)
        waiting += needs.get(told["bom-ref"], [])
    return [each for each in reached if "#c-ext/" not in each.get("purl", "")]


def _is_inside(told: dict, paths: set[str]) -> bool:
    if told.get("scope") == "excluded":
        return False
    if "#c-ext/" in told.get("purl", ""):
        start = told["name"].replace(".", "/") + "."
        return any(path.startswith(start) for path in paths)
    if told.get("scope") == "optional":
        from PIL import features

        return OF_PILLOW.get(told["name"], "") in features.get_supported()
    return True


def _licences(told: dict) -> list[str]:
    said = [
        each.get("expression") or each["license"].get("id") or each["license"].get("name")
        for each in told.get("licenses", [])
    ]
    return [" AND ".join(said)] if said else []


if __name__ == "__main__":
    sys.exit(main())
