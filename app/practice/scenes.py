"""The practice city's data: departments.toml, items/*.toml and scenes/*.toml, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib.abc import Traversable
from importlib.resources import files
from typing import TypeVar

import msgspec

from app.cases.actions import ACTIONS
from app.cases.checks import RULES
from app.cases.kinds import KINDS
from app.cases.model import (
    APPLICANT_KINDS,
    FIELD_TYPES,
    HANDLINGS,
    SCENE_GROUPS,
    Article,
    Clerk,
    Department,
)
from app.cases.procedure import PROCEDURES
from app.practice.lines import line_of
from app.practice.people import district_in
from app.practice.specs import DepartmentsFile, DepartmentSpec, ItemSpec, SceneSpec

PAPERS = (
    "application", "lease", "floor_plan", "identity_card", "shop_front", "certificate",
    "health_certificate", "rules", "licence", "invoice",
)  # fmt: skip
CHOICES = {
    "kind": tuple(KINDS),
    "handling": HANDLINGS,
    "group": SCENE_GROUPS,
    "applicant": APPLICANT_KINDS,
}
PLACE = re.compile(r" - at `([^`]*)`")
Spec = TypeVar("Spec", DepartmentsFile, ItemSpec, SceneSpec)
Problem = tuple[str, str]  # the path of what does not fit, and why


class InvalidDataFile(ValueError):
    """A data file does not fit; says the file, the line and why."""


class City(msgspec.Struct, frozen=True):
    """Everything the files say, by code."""

    departments: dict[str, DepartmentSpec]
    items: dict[str, ItemSpec]
    scenes: dict[str, SceneSpec]

    def articles(self) -> Iterator[Article]:
        """Guides, questions and policies of all items and scenes."""
        for item in self.items.values():
            yield from item.articles(item.code, (item.code,))
        for scene in self.scenes.values():
            yield from scene.articles(f"scene-{scene.code}", scene.item_codes())

    def staff(self) -> dict[str, Clerk]:
        """The clerks by username, behind those who hold cases those who only sign."""
        departments = self.departments.values()
        staff = [(d, c, c.lead) for d in departments for c in d.clerks]
        staff += [(d, c, True) for d in departments for c in d.leads]
        return {
            clerk.username: Clerk(
                id=f"clerk-{number:02d}",
                name=clerk.name,
                department=department.department(),
                window=clerk.window,
                roles=("clerk", "lead") if leads else ("clerk",),
            )
            for number, (department, clerk, leads) in enumerate(staff, 1)
        }

    def away(self, today: date) -> dict[str, date]:
        """The last day of those who are away in a city that begins today, by id."""
        staff = self.staff()
        clerks = [c for d in self.departments.values() for c in (*d.clerks, *d.leads)]
        return {
            staff[clerk.username].id: today + timedelta(days=clerk.away_days)
            for clerk in clerks
            if clerk.away_days
        }

    def handlers(self) -> list[Clerk]:
        """The clerks who hold cases."""
        held = {c.username for d in self.departments.values() for c in d.clerks}
        return [clerk for username, clerk in self.staff().items() if username in held]

    def department(self, item: ItemSpec, address: str) -> Department:
        """Who decides a case of the item at this address."""
        district = district_in(address) if item.district else ""
        return self.departments[item.department].department(district)


def load_city(folder: Traversable | None = None) -> City:
    """Reads the data files, the packaged ones or a folder's; raises InvalidDataFile."""
    folder = folder or files("app.practice")
    _, staffed = _read(folder / "departments.toml", DepartmentsFile)
    departments = {each.code: each for each in staffed.departments}
    items: dict[str, ItemSpec] = {}
    for file, (text, item) in _read_all(folder / "items", ItemSpec):
        _raise_first(file, text, _item_problems(item, departments))
        items[item.code] = item
    scenes: dict[str, SceneSpec] = {}
    for file, (text, scene) in _read_all(folder / "scenes", SceneSpec):
        _raise_first(file, text, _scene_problems(scene, items))
        scenes[scene.code] = scene
    return City(departments, items, scenes)


def _read_all(
    folder: Traversable, kind: type[Spec]
) -> Iterator[tuple[Traversable, tuple[str, Spec]]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            yield entry, _read(entry, kind)


def _read(file: Traversable, kind: type[Spec]) -> tuple[str, Spec]:
    text = file.read_text("utf-8")
    try:
        return text, msgspec.toml.decode(text, type=kind)
    except msgspec.ValidationError as error:
        said = str(error)
        place = PLACE.search(said)
        path = place[1] if place else "$"
        raise InvalidDataFile(
            _message(file, line_of(text, path), PLACE.sub("", said), path)
        ) from error
    except ValueError as error:  # not TOML at all: the reader names the line
        raise InvalidDataFile(f"{file.name}: {error}") from error


def _raise_first(file: Traversable, text: str, problems: Iterable[Problem]) -> None:
    for path, why in problems:
        raise InvalidDataFile(_message(file, line_of(text, path), why, path))


def _message(file: Traversable, line: int, why: str, path: str) -> str:
    return f"{file.name}, line {line}: {why} ({path})"


def _item_problems(item: ItemSpec, departments: dict[str, DepartmentSpec]) -> Iterator[Problem]:
    if item.department not in departments:
        yield "$.department", f"no department is called {item.department!r}"
    elif item.district and not departments[item.department].district_name:
        yield "$.district", f"{item.department!r} has no district_name"
    yield from _choice_problems(item, ("kind", "handling"))
    for kind in item.signatures:
        if kind not in ACTIONS:
            yield f"$.signatures.{kind}", f"no action is called {kind!r}"
    for at, material in enumerate(item.materials):
        if material.paper not in PAPERS:
            yield f"$.materials[{at}].paper", f"paper is one of {', '.join(PAPERS)}"
    for s, section in enumerate(item.form):
        for f, field in enumerate(section.fields):
            if field.type not in FIELD_TYPES:
                yield f"$.form[{s}].fields[{f}][2]", f"type is one of {', '.join(FIELD_TYPES)}"
    keys = {field.key for field in item.fields()}
    names = {material.name for material in item.materials}
    for at, material in enumerate(item.materials):
        if material.holder and material.holder not in keys:
            yield f"$.materials[{at}].holder", f"the form has no field {material.holder!r}"
    for at, check in enumerate(item.checks):
        if check.rule not in RULES:
            yield f"$.checks[{at}].rule", f"rule is one of {', '.join(RULES)}"
        for param, held, what in (
            ("field", keys, "the form has no field"),
            ("other", keys, "the form has no field"),
            ("material", names, "there is no material"),
        ):
            named = check.params.get(param)
            if named is not None and named not in held:
                yield f"$.checks[{at}].params.{param}", f"{what} {named!r}"


def _scene_problems(scene: SceneSpec, items: dict[str, ItemSpec]) -> Iterator[Problem]:
    yield from _choice_problems(scene, ("group", "applicant"))
    before: dict[str, tuple[str, ...]] = {part.code: part.after for part in scene.items}
    for at, part in enumerate(scene.items):
        if part.code not in items:
            yield f"$.items[{at}].code", f"no item is called {part.code!r}"
        if part.special and part.special not in PROCEDURES:
            yield f"$.items[{at}].special", f"special is one of {', '.join(PROCEDURES)}"
        for n, needed in enumerate(part.after):
            if needed not in before:
                yield f"$.items[{at}].after[{n}]", f"this scene has no item {needed!r}"
            elif part.code in _waits(needed, before, set()):
                yield f"$.items[{at}].after[{n}]", f"{part.code} and {needed} wait for each other"


def _waits(code: str, before: dict[str, tuple[str, ...]], seen: set[str]) -> set[str]:
    """All that an item waits for, itself included."""
    if code not in seen:
        seen.add(code)
        for needed in before.get(code, ()):
            _waits(needed, before, seen)
    return seen


def _choice_problems(spec: ItemSpec | SceneSpec, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if getattr(spec, name) not in CHOICES[name]:
            yield f"$.{name}", f"{name} is one of {', '.join(CHOICES[name])}"
