"""Centres that tell colleagues and leads otherwise than the contract says."""

from app.cases.model import STATES
from app.central.wire import encode
from app.practice import outcomes, server, team
from app.practice.ledger import Ledger
from app.practice.team import Team
from app.practice.world import EVERYONE, World
from tests.practice.broken.feed import of_bodies
from tests.support.broken_centre import Mutant


def as_it_opens(tell):
    """``tell(world)`` before anybody asks."""

    def opened(original, self, *given):
        original(self, *given)
        tell(self)

    return lambda centre: centre.around(World, "__init__", opened)


def tell_everybody(world):
    for clerk in world.clerks.values():
        revision = world.ledger.revision("colleague", clerk.id)
        world.announce(EVERYONE, "colleague", clerk.id, "put", revision)


def without_the_reader(original, self, scopes, after, limit):
    lines = original(self, scopes, after, 2**31)
    return [line for line in lines if line.kind != "colleague" or line.id not in scopes][:limit]


def with_loads(self, clerk, id_):
    return encode(self._staff[id_])


def without_loads(original, self, clerk, id_):
    return original(self, clerk.signature, id_)  # which has no roles


def keep_closed(centre):
    centre.patch(team, "OPEN_STATES", frozenset(STATES))
    as_it_opens(lambda world: world.team.announce())(centre)


def as_if_all_led(original, self, clerk):
    of_leads = {f"leads:{each.department.code}" for each in self.clerks.values()}
    return [*original(self, clerk), *(() if "lead" in clerk.roles else sorted(of_leads))]


def handed_over_by_its_holder_alone(original, case, wired, clerk):
    holds = case.assignee is not None and case.assignee.id == clerk.id
    return original(case, wired, clerk) and (holds or wired.type != "transfer")


MUTANTS = [
    Mutant(
        "a lead hands no colleague's case over",
        {"transfer: by a lead"},
        lambda c: c.around(outcomes, "_is_theirs", handed_over_by_its_holder_alone),
    ),
    Mutant("colleagues are the whole city's", {"colleague"}, as_it_opens(tell_everybody)),
    Mutant(
        "the reader is not among the colleagues",
        {"colleague"},
        lambda c: c.around(Ledger, "feed", without_the_reader),
    ),
    Mutant(
        "every clerk is told the loads",
        {"colleague: load"},
        lambda c: c.patch(Team, "body_for", with_loads),
    ),
    Mutant(
        "a lead is told no loads",
        {"colleague: load"},
        lambda c: c.around(Team, "body_for", without_loads),
    ),
    Mutant("what is decided stays with the team", {"team_case"}, keep_closed),
    Mutant(
        "a team_case names nobody",
        {"team_case"},
        of_bodies("team_case", lambda body: body.update(applicant_name="")),
    ),
    Mutant(
        "every clerk is told the departments' cases",
        {"team_case: leads"},
        lambda c: c.around(World, "scopes", as_if_all_led),
    ),
    Mutant(
        "a lead reads no case of another clerk's",
        {"GET /v1/sub_applications"},
        lambda c: c.patch(server, "leads", lambda clerk, case: False),
    ),
    Mutant(
        "any clerk reads any case",
        {"sub_applications: 404"},
        lambda c: c.patch(server, "leads", lambda clerk, case: True),
    ),
]
