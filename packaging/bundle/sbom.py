"""The bill of materials of a built folder, as CycloneDX: sbom.py FOLDER OUT [--reading], the latter
of the optional part's.

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

import chosen
from components import MODEL, Bundle, Part, by_bills, licence_by_bill, read
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentEvidence, ComponentType
from cyclonedx.model.component_evidence import Occurrence
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

LICENCE = LicenseFactory()
DESK = "Jianjian"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--reading", action="store_true")
    wanted = asked.parse_args()
    lists = chosen.READING if wanted.reading else chosen.DESK
    text = as_json(read(wanted.folder, lists))
    wanted.out.write_text(text, "utf-8")
    print(f"{wanted.out}: {text.count(chr(10))} lines, CycloneDX 1.6")
    return 0


def as_json(bundle: Bundle) -> str:
    """Raises ValueError where it is not as CycloneDX's schema has it."""
    bom = Bom(
        components=[
            _component(part) for part in bundle.parts.values() if part.component.name != DESK
        ]
    )
    desk = _component(bundle.parts[DESK])
    bom.metadata.component = desk
    bom.register_dependency(desk, bom.components)
    text = str(JsonV1Dot6(bom).output_as_string(indent=1))
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"not as CycloneDX 1.6 has it: {wrong}")
    return text


def _component(part: Part) -> Component:
    told = part.component
    made = Component(
        name=told.name,
        version=told.version or None,
        type=_type_of(part),
        bom_ref=f"component/{told.name}",
        licenses=[LICENCE.make_from_string(told.licence)],
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        components=[*_files(part), *_built_in(part), *_by_bill(part)],
    )
    if part.modules:
        places = [Occurrence(location=f"jianjian/{module}") for module in part.modules]
        made.evidence = ComponentEvidence(occurrences=places)
    return made


def _type_of(part: Part) -> ComponentType:
    if part.component.name == DESK:
        return ComponentType.APPLICATION
    if part.files and all(file.path.suffix == MODEL for file in part.files):
        return ComponentType.MACHINE_LEARNING_MODEL
    return ComponentType.LIBRARY


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
    for told in by_bills(part):
        purl = told.get("purl", "#")
        licence = licence_by_bill(told)
        yield Component(
            name=told["name"],
            version=told.get("version"),
            type=ComponentType.LIBRARY,
            bom_ref=f"component/{part.component.name}/{told['name']}/{told.get('version')}",
            licenses=[LICENCE.make_from_string(licence)] if licence else [],
            purl=None if "#" in purl else PackageURL.from_string(purl),
        )


if __name__ == "__main__":
    sys.exit(main())
