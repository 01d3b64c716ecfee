"""The law of a case knows no city: what is one city's comes with the feed."""

from importlib.resources import files

from app.practice.people import DISTRICTS, FAR_DISTRICTS
from app.practice.scenes import load_city


def test_no_place_authority_or_telephone_of_the_practice_city_stands_in_the_law():
    city = load_city()
    names = {"南京", "江苏"} | {name for name, _ in (DISTRICTS | FAR_DISTRICTS).values()}
    for department in city.departments.values():
        names |= {department.code, department.name, department.full_name, department.prefix}
    for item in city.items.values():
        names |= {item.code, item.name, item.phone}
        for check in item.checks:
            districts = check.params.get("districts", [])
            names |= set(districts if isinstance(districts, list) else [])
    folders = [files("app.cases"), files("app.cases.actions")]
    for source in (file for folder in folders for file in folder.iterdir()):
        if source.name.endswith(".py"):
            said = source.read_text("utf-8")
            assert [name for name in names if name and name in said] == [], source.name
