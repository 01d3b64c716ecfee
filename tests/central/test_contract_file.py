"""resources/central-api.yaml says what the types say and the practice centre serves."""

import yaml

from app.practice.server import make_server
from app.practice.tokens import Tokens
from tests.central.contract import FILE, contract


def test_the_file_is_what_the_types_say():
    assert yaml.safe_load(FILE.read_text("utf-8")) == yaml.safe_load(yaml.safe_dump(contract()))


def test_the_practice_centre_serves_every_path_and_method_of_it():
    server = make_server(None, Tokens({}))
    served = {
        (route.path_format.replace(":str", ""), method.lower())
        for route in server.routes
        for method in getattr(route, "methods", ())
    }
    asked = {
        (path.replace("{id}", "{material_id}"), method)
        for path, calls in contract()["paths"].items()
        for method in calls
    }
    assert asked <= served
