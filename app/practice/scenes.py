"""The scenes of the practice city, read from scenes/*.toml."""

from __future__ import annotations

from importlib.resources import files

import msgspec

from app.cases.model import (
    Article,
    ChecklistPoint,
    CheckRule,
    Department,
    Item,
    ItemMaterial,
    ItemRef,
    ItemResult,
    Scene,
)


class MaterialSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    paper: str
    required: bool = True
    licence_kind: str = ""


class FieldSpec(msgspec.Struct, frozen=True, array_like=True):
    """``[key, label, type]`` or ``[key, label, type, "shared", source name]``."""

    key: str
    label: str
    type: str
    source: str = "applicant"
    source_name: str = ""


class SectionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    section: str
    fields: tuple[FieldSpec, ...]


class ItemSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    department: Department
    kind: str
    handling: str
    statutory_days: int
    promised_days: int
    legal_basis: tuple[str, ...]
    conditions: str
    phone: str
    fee: str
    result: ItemResult
    form: tuple[SectionSpec, ...]
    materials: tuple[MaterialSpec, ...]
    checklist: tuple[ChecklistPoint, ...]
    checks: tuple[CheckRule, ...]
    opinions: tuple[str, ...]
    depends_on: tuple[str, ...] = ()

    def ref(self) -> ItemRef:
        return ItemRef(
            code=self.code,
            name=self.name,
            kind=self.kind,
            handling=self.handling,
            statutory_days=self.statutory_days,
            promised_days=self.promised_days,
            legal_basis=self.legal_basis,
        )

    def item(self) -> Item:
        return Item(
            **msgspec.structs.asdict(self.ref()),
            materials=tuple(
                ItemMaterial(name=m.name, required=m.required, licence_kind=m.licence_kind)
                for m in self.materials
            ),
            checklist=self.checklist,
            checks=self.checks,
            opinions=self.opinions,
            conditions=self.conditions,
            phone=self.phone,
            fee=self.fee,
            result=self.result,
        )


class SceneSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    group: str
    items: tuple[ItemSpec, ...]
    articles: tuple[Article, ...] = ()

    def scene(self) -> Scene:
        codes = tuple(item.code for item in self.items)
        return Scene(code=self.code, name=self.name, group=self.group, item_codes=codes)


def load_scenes() -> dict[str, SceneSpec]:
    """All scenes by code; raises ValueError naming the file that does not fit."""
    folder = files("app.practice").joinpath("scenes")
    scenes = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        try:
            spec = msgspec.toml.decode(entry.read_bytes(), type=SceneSpec)
        except (msgspec.MsgspecError, ValueError) as error:
            raise ValueError(f"{entry.name}: {error}") from error
        scenes[spec.code] = spec
    return scenes
