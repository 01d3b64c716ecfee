"""resources/central-api.yaml and its page say what the types say and the practice centre serves."""

import ast
import re

import msgspec
import pytest
from msgspec.structs import fields

from app.cases.actions import ACTIONS
from app.cases.kinds import KINDS
from app.cases.procedure import BASES
from app.central.client import CentralClient
from app.practice.problems import CODES
from app.practice.server import make_server
from app.practice.tokens import Tokens
from tests.central.contract import FILE, PAGE, contract, page, text
from tests.central.contract.docstrings import clauses
from tests.central.contract.enumerations import ENUMERATIONS
from tests.central.contract.examples import VALUES
from tests.central.contract.judging import judge, named
from tests.central.contract.limits import LIMITS
from tests.central.contract.problems import PROBLEMS
from tests.central.contract.schemas import TYPES, reached
from tests.support.programs import ROOT

DOCUMENT = contract()
SCHEMAS = DOCUMENT["components"]["schemas"]
CALLS = [(p, m, call) for p, methods in DOCUMENT["paths"].items() for m, call in methods.items()]
PARAMETER = re.compile(r"\{[^}]*\}")
FORMS = ("application/json", "application/x-www-form-urlencoded", "application/problem+json")


def contents():
    """Every body of every call that has an example, by the call and the place."""
    for path, method, call in CALLS:
        sent = call.get("requestBody", {}).get("content", {})
        answered = [r.get("content", {}) for r in call["responses"].values()]
        for at, content in enumerate([sent, *answered]):
            for media, part in content.items():
                if media in FORMS and ("example" in part or "examples" in part):
                    yield pytest.param(part, id=f"{method} {path} {at}")


def test_both_files_are_what_the_types_say():
    again = "write them again: python -m tests.central.contract"
    assert FILE.read_text("utf-8") == text(), again
    assert PAGE.read_text("utf-8") == page(), again


def test_the_practice_centre_serves_every_path_and_method_of_it():
    server = make_server(None, Tokens({}))
    served = {
        (PARAMETER.sub("{}", route.path_format), method.lower())
        for route in server.routes
        for method in getattr(route, "methods", ())
    }
    asked = {(PARAMETER.sub("{}", path), method) for path, method, _ in CALLS}
    assert asked <= served


def test_the_desk_has_a_call_of_every_name():
    assert all(hasattr(CentralClient, call["operationId"]) for _, _, call in CALLS)


def test_it_tells_the_errors_that_the_practice_centre_gives():
    said = set(CODES.items())
    for file in ROOT.glob("app/practice/*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Refusal"),
                    args=[ast.Constant(value=int(status)), ast.Constant(value=str(code)), *_],
                ):
                    said.add((status, code))
    no_call_of_it = {(405, "method_not_allowed")}
    assert said - no_call_of_it == {(known.status, code) for code, known in PROBLEMS.items()}


def test_each_error_is_that_of_a_call():
    answered = {int(s) for _, _, call in CALLS for s in call["responses"]}
    assert {known.status for known in PROBLEMS.values()} <= answered


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_an_example_is_read_by_the_wire_as_what_it_was_made_of(kind):
    names = {"WireAction": "Action"}
    (example,) = SCHEMAS[names.get(kind.__name__, kind.__name__)]["examples"]
    assert msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(example), type=kind)) == (
        msgspec.json.encode(VALUES[kind])
    )
    assert named(names.get(kind.__name__, kind.__name__)).is_valid(example)


def test_there_is_an_example_of_every_type_that_travels_alone():
    assert {kind.__name__ for kind in TYPES} <= {kind.__name__ for kind in VALUES}


@pytest.mark.parametrize("part", list(contents()))
def test_an_example_of_a_call_is_of_its_schema(part):
    examples = [e["value"] for e in part.get("examples", {}).values()]
    for example in [*examples, *([part["example"]] if "example" in part else [])]:
        judge(part["schema"]).validate(example)


def test_every_call_has_an_example_of_what_it_sends_and_answers():
    for path, method, call in CALLS:
        done = call["responses"].get("200", {}).get("content", {})
        for content in (call.get("requestBody", {}).get("content", {}), done):
            for media, part in content.items():
                if media not in ("application/octet-stream", "*/*"):
                    assert "example" in part or "examples" in part, f"{method} {path}"
        assert all("example" in p for p in call["parameters"] if "$ref" not in p), path


def test_a_field_that_begins_as_a_word_of_a_set_has_its_set():
    plain = {"Token.token_type", "Problem.type", "Extension.by"}
    for name, schema in SCHEMAS.items():
        for field, shape in schema.get("properties", {}).items():
            place = f"{name}.{field}"
            if isinstance(shape.get("default"), str) and shape["default"] and place not in plain:
                assert place in ENUMERATIONS, place


def test_every_set_and_limit_is_of_a_field_there_is():
    known = {f"{kind.__name__}.{f.encode_name}" for kind in reached() for f in fields(kind)}
    assert set(ENUMERATIONS) | set(LIMITS) <= known


def test_a_basis_that_a_kind_has_of_its_own_is_one_of_the_points():
    assert {point for kind in KINDS.values() for point in kind.articles} <= set(BASES)


def test_an_action_is_told_apart_by_its_type_and_has_the_payload_of_it():
    assert SCHEMAS["Action"]["discriminator"]["mapping"].keys() == ACTIONS.keys()
    action = SCHEMAS["Action"]["examples"][0]
    known = named("Action")
    known.validate(action)
    assert not known.is_valid(action | {"type": "deliver"})  # which says by what method
    assert not known.is_valid(action | {"type": "unheard_of"})
    assert not known.is_valid(action | {"after": "another"})  # beside its base_revision
    assert not known.is_valid({k: v for k, v in action.items() if k != "base_revision"})


def test_a_result_has_what_comes_with_its_outcome():
    known = named("ActionResult")
    assert known.is_valid({"id": "a", "outcome": "gone"})
    assert known.is_valid({"id": "a", "outcome": "retry", "retry_after": 3})
    for outcome in ("applied", "conflict", "refused", "retry"):
        assert not known.is_valid({"id": "a", "outcome": outcome})


def test_the_refusal_codes_are_read_from_the_rules():
    told = SCHEMAS["DeliverAction"]["description"]
    assert "`method_missing`, `notice_unknown`, `tracking_missing`" in told
    assert "`never_refused`" in SCHEMAS["RefuseAcceptanceAction"]["description"]  # of deny.py
    codes = set(SCHEMAS["ActionResult"]["properties"]["code"]["enum"])
    assert {"wrong_state", "not_yours", "attachment_missing", "checks_failing", ""} <= codes


def test_a_docstring_says_what_its_fields_are():
    said, whole = clauses(
        "Both. ``a`` and ``b`` in days; ``c``: a word; None too.\n    Art. 42 is ``d``'s.",
        ["a", "b", "c", "d"],
    )
    assert whole == "Both. Art. 42 is `d`'s."
    assert said == {
        "a": "`a` and `b` in days.",
        "b": "`a` and `b` in days.",
        "c": "A word; null too.",
        "d": "Art. 42 is `d`'s.",
    }


def test_a_link_within_the_page_leads_to_one_heading():
    told = PAGE.read_text("utf-8")
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"```.*?```", "", told, flags=re.DOTALL), re.MULTILINE
    )
    anchors = [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings]
    for link in set(re.findall(r"\]\(#([^)]*)\)", told)):
        assert anchors.count(link) == 1, link


def test_the_pages_name_each_other():
    told = DOCUMENT["info"]["description"] + DOCUMENT["externalDocs"]["description"]
    assert {"docs/contract.md", "docs/rules.md"} <= set(re.findall(r"docs/[\w-]+\.md", told))
    deploy = (ROOT / "docs/deploy.md").read_text("utf-8")
    linked = re.findall(r"\]\(([\w./-]+)\)", deploy)
    assert {f"{each}.md" for each in ("contract", "rules", "central-api")} <= set(linked)
    assert "../resources/central-api.yaml" in linked
