"""The practice centre against its own OpenAPI file: asked whatever the file allows and more, it says
what is in the file."""

from pathlib import Path

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.central.client import CentralClient
from app.central.wire import BODIES
from tests.central.contract.judging import named
from tests.support.centres import resting_centre

LEAD = 1  # who is told most
FILE = Path(__file__).parents[2] / "resources" / "central-api.yaml"
SCHEMA = schemathesis.openapi.from_path(str(FILE))
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (result.ok() for result in SCHEMA.get_all_operations())
    if not operation.path.endswith("/stream")  # it does not end
}


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    with resting_centre(60, 3, tmp_path_factory.mktemp("city")) as centre:
        central = CentralClient(centre.inner_url, "fuzz")
        form = {"grant_type": "password", "device_id": "fuzz", **centre.clerks[LEAD]}
        yield centre.inner_url, central.token(form).access_token


# A form of strings and a call without parameters have nothing the file does not allow.
ALL_ALLOWED = ("GET /v1/about", "POST /v1/token", "POST /v1/token/revoke")
AS_DESCRIBED = [
    status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
MODES = {"as the file says": GenerationMode.POSITIVE, "otherwise": GenerationMode.NEGATIVE}


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        (name, mode)
        for name in sorted(OPERATIONS)
        for mode in MODES
        if mode != "otherwise" or name not in ALL_ALLOWED
    ],
)
def test_no_request_makes_the_centre_fall_over(city, name, mode):
    url, token = city
    operation = OPERATIONS[name]
    asked = []

    @settings(max_examples=15, deadline=None, derandomize=True, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=MODES[mode]))
    def ask(case):
        headers = {"Authorization": f"Bearer {token}", "Desk-Version": "1.0"}
        answer = case.call(base_url=url, headers=headers, timeout=60)
        asked.append(answer.status_code)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])
        if answer.status_code >= 400 and answer.status_code != 404 and answer.content:
            kind = answer.headers["content-type"][0]
            assert kind.startswith("application/problem+json"), (answer.status_code, kind)
        if answer.status_code != 404 or "{" in name:  # else a path that is none of the file's
            case.validate_response(answer, checks=AS_DESCRIBED)

    ask()
    assert asked


def test_its_city_says_nothing_that_is_not_in_the_file(city):
    url, token = city
    central = CentralClient(url, "fuzz")
    central.access_token = token
    known, kinds = named("Change"), set()
    for change in central.changes("", 1000).changes:
        known.validate(msgspec.json.decode(msgspec.json.encode(change)))
        kinds.add(change.kind)
    assert kinds >= BODIES.keys() - {"evaluation"}
