"""The project's pages are true of the project: what they name is there, and their tables are the code's."""

import hashlib
import re

import msgspec
import pytest
import yaml

from app.cases.actions import ACTIONS
from app.cases.checks import RULES
from app.cases.model import STATES, Clerk
from app.cases.typed import decode
from app.central import wire
from tests.support.programs import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/0*.md"))
CONTRACT = (ROOT / "docs/contract.md").read_text("utf-8")
RULES_PAGE = (ROOT / "docs/rules.md").read_text("utf-8")
FIRST_CENTRE = (ROOT / "docs/first-centre.md").read_text("utf-8")
SHOWN = dict(re.findall(r"```json (\w+)\n(.*?)```", FIRST_CENTRE, re.DOTALL))
SHOWN_TYPES = wire.BODIES | {"clerk": Clerk, "about": wire.About, "problem": wire.Problem,
                             "applied": wire.ActionsResponse}  # fmt: skip


def name_of(page):
    return str(page.relative_to(ROOT))


def table(page, first):
    """The rows of the table whose first heading is this, each a list of cells."""
    rows = page.split(f"\n| {first} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def code(cell):
    return re.findall(r"`(\w+)`", cell)


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("docs/decisions/*.md")], ids=name_of)
def test_a_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_into_a_page_leads_to_a_heading(page):
    def anchor(heading):
        return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")

    links = re.findall(r"\]\(([^)#: ]*)#([^)]+)\)", page.read_text("utf-8"))
    for file, part in links:
        text = (page.parent / file if file else page).read_text("utf-8")
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        assert part in map(anchor, headings), f"{file}#{part}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_file_it_names_is_there(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"`((?:app|ui|tests|docs|resources|requirements)/[\w./-]*)`", text)
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_a_page_that_code_cites_is_there_and_has_the_part():
    cited = {}
    for file in [*ROOT.glob("app/**/*.py"), *ROOT.glob("ui/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        for page, part in re.findall(r'([\w/-]+\.md)(?:, "([^"]+)")?', file.read_text("utf-8")):
            cited.setdefault((page, part), name_of(file))
    for (page, part), file in cited.items():
        assert (ROOT / page).exists(), f"{file} cites {page}"
        headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        assert not part or part in headings, f'{file} cites "{part}" of {page}'


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert [each.name for each in DECISIONS if f"]({each.name})" not in index] == []


@pytest.mark.parametrize("state", STATES)
def test_the_rules_say_which_actions_a_state_knows(state):
    (said,) = [actions for name, _, actions in table(RULES_PAGE, "state") if code(name) == [state]]
    known = {name for name, kind in ACTIONS.items() if state in kind.states != STATES}
    if state == "received":
        known |= {name for name, kind in ACTIONS.items() if kind.on_the_spot}
    assert set(code(said)) == known


def test_the_rules_name_every_automatic_check():
    assert {code(row[0])[0] for row in table(RULES_PAGE, "rule")} == RULES.keys()


def test_the_contract_names_every_action_with_what_it_carries():
    said = {code(name)[0]: set(code(payload)) for name, payload in table(CONTRACT, "`type`")}
    assert said.keys() == ACTIONS.keys()
    for name, kind in ACTIONS.items():
        assert set(kind.__struct_encode_fields__) - {"attachments"} <= said[name], name


def test_the_contract_names_every_call():
    described = yaml.safe_load((ROOT / "resources/central-api.yaml").read_text("utf-8"))
    calls = [f"{m.upper()} {path}" for path, methods in described["paths"].items() for m in methods]
    assert [call for call in calls if call not in CONTRACT] == []


def test_the_contract_names_every_code_an_action_is_refused_with():
    modules = [file.read_text("utf-8") for file in (ROOT / "app/cases").rglob("*.py")]
    codes = {c for text in modules for c in re.findall(r'(?:BlockingReason|block)\("(\w+)"', text)}
    named = {c for row in table(CONTRACT, "`code` of `refused`") for c in code(row[0])}
    assert codes
    assert codes <= named


def test_the_contracts_examples_of_a_digest_are_right():
    for _, text, digest in table(CONTRACT, "records"):
        said = text.strip("`").replace(r"\n", "\n")
        assert code(digest) == [hashlib.sha256(said.encode()).hexdigest()]


@pytest.mark.parametrize("what", SHOWN)
def test_what_the_first_centre_shows_is_of_the_contract(what):
    shown = SHOWN[what]
    kind = SHOWN_TYPES[what]
    decode(shown, kind)
    assert set(decode(shown, dict)) <= {field.encode_name for field in msgspec.structs.fields(kind)}


def test_the_first_centre_is_shown_what_it_begins_with():
    assert {"clerk", "item", "sub_application", "one_thing", "pool"} <= SHOWN.keys()
