"""What an applicant brings once they were told what was wrong: sound papers and a sound form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from app.cases.model import Field, Material, SubApplication
from app.practice.dossier import how_brought, paper_inputs
from app.practice.papers import Paper, PaperRenderer
from app.practice.people import with_sound_check_digit
from app.practice.scenes import City
from app.practice.specs import SceneSpec

CERTIFICATE_DAYS = 365  # for which a new certificate is valid


class SoundPapers:
    """Draws them as the case's form has it, each in the applicant's own name."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._renderer: PaperRenderer | None = None

    def draw(self, case: SubApplication, material: Material, today: date) -> Paper:
        """A sound one in the place of this material."""
        item = self._city.items[case.item.code]
        wanted = next(m for m in item.materials if m.name == material.name)
        self._renderer = self._renderer or PaperRenderer()
        facts = _facts_in(case, self._city.scenes[case.one_thing.scene.code], today)
        inputs = paper_inputs(wanted, case, facts, wanted.name in item.expiring)
        sealed = how_brought(wanted.paper, wanted.name, facts) == "ofd"
        return self._renderer.render(inputs, brought="ofd" if sealed else "pdf")


def with_sound_form(case: SubApplication) -> SubApplication:
    """The case, its form without the mistakes that the city makes in forms."""

    def sound(field: Field) -> Field:
        if field.key == "id_number" and isinstance(field.value, str):
            return replace(field, value=with_sound_check_digit(field.value))
        area = case.field("area")
        if field.key == "lease_area" and area is not None:
            return replace(field, value=area.value)
        return field

    sections = tuple(
        replace(section, fields=tuple(sound(field) for field in section.fields))
        for section in case.form
    )
    return replace(case, form=sections)


def certificate_until(today: date) -> date:
    """The last day of a certificate that is new."""
    return today + timedelta(days=CERTIFICATE_DAYS)


def _facts_in(case: SubApplication, scene: SceneSpec, today: date) -> dict[str, Any]:
    """The facts of a corrected case, read back from its form, every paper in its own name."""
    said = {f.key: f.value for s in case.form for f in s.fields}
    applicant = case.applicant
    person = applicant.representative.name if applicant.representative else applicant.name
    number = str(said.get("id_number") or applicant.id_number)
    area = int(str(said.get("area") or 60))
    return {
        "landlord": "产权人", "area": area, "lease_area": area, "kitchen_area": max(10, area // 4),
        "seats": area // 3, "rent": 8000, "lease_from": "2026年1月1日", "lease_to": "2029年1月1日",
        "home": applicant.address, "sex": "男", "born": number[6:14],
        "uscc": applicant.id_number, "school": "南京大学", "degree": "本科",
        "certificate_no": "1028400000",
        "scene": scene.code, "company": applicant.name,
        "purpose": scene.purpose, "plan_rooms": list(scene.rooms),
        **{key: value for key, value in said.items() if value is not None},
        "person": person, "tenant": person, "holder": person, "number": number,
        "address": str(said.get("address") or applicant.address),
        "certificate_until": certificate_until(today), "issued": today,
    }  # fmt: skip
