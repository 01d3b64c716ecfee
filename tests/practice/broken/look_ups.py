"""Centres whose files or look-ups are otherwise than the contract says."""

import gzip

from msgspec.structs import replace

from app.practice import numbers, outcomes, parsing, server
from app.practice.ledger import Ledger
from app.practice.world import World
from tests.support.broken_centre import Mutant

FOREIGN = {"id": "sa-999999", "title": "办件", "summary": ""}


def well(path, alter):
    """``alter(reply)`` of each answer of this path that is no error."""

    def altered(reply):
        if reply.status in (200, 206):
            alter(reply)

    return lambda centre: centre.answers(path, altered)


def spoilt(reply):
    reply.body += b"\n"


def weak_tag(reply):
    reply.headers["etag"] = "W/" + reply.headers["etag"]


def one_byte_on(original, header, size):
    wanted = original(header, size)
    return wanted and range(wanted.start, min(size, wanted.stop + 1))


def deaf_to_if_range(app):
    async def deaf(scope, receive, send):
        if scope["type"] == "http":
            kept = [(name, value) for name, value in scope["headers"] if name != b"if-range"]
            scope = scope | {"headers": kept}
        await app(scope, receive, send)

    return deaf


def of_another_code(reply):
    if reply.status == 404:
        reply.json = reply.json | {"code": "nowhere"}


def open_to_all(self, clerk, id_):
    return self.ledger.file(id_)


def told_apart(original, self, clerk, id_):
    held = original(self, clerk, id_)
    if held is None and self.ledger.file(id_):
        raise server.Refusal(404, "not_found", "这份材料是别人的")
    return held


def packed_for_who_takes_it(reply):
    if reply.status == 200 and "gzip" in reply.asked.get("accept-encoding", ""):
        reply.headers["content-encoding"] = "gzip"
        reply.body = gzip.compress(reply.body)


def without_items(reply):
    reply.json = {"groups": [group for group in reply.json["groups"] if group["kind"] != "item"]}


def with_a_foreign_case(reply):
    reply.json = {"groups": [*reply.json["groups"], {"kind": "case", "hits": [FOREIGN]}]}


def a_hundred(original, text, default, least, most):
    return most if default == 20 else original(text, default, least, most)


def of_anybody(original, self, holder, kind):
    return original(self, holder, kind) or [
        row[0] for row in self.db.execute("select body from licence limit 1")
    ]


def of_every_holder(original, self, holder, kind):
    found = original(self, holder, kind)
    return found and [row[0] for row in self.db.execute("select body from licence")]


def percentages(reply):
    said = reply.json
    for department in said["departments"]:
        department["instant_share"] = 41.5
    reply.json = said


def all_days(original, world, since, until):
    return original(world, since.min, until.max)


def more_on_time_than_decided(reply):
    said = reply.json
    for row in said["rows"]:
        row["on_time"]["promised"] = row["decided"] + 1
    reply.json = said


def of_four_grades(reply):
    said = reply.json
    for row in said["rows"]:
        row["ratings"] = row["ratings"][:4]
    reply.json = said


def of_all_clerks(original, world, clerk, since, until, by, of):
    if by != "clerk":
        return original(world, clerk, since, until, by, of)
    led = {c.department.code: c for c in world.clerks.values()}
    return tuple(
        row
        for one in led.values()
        for row in original(world, replace(one, roles=("lead",)), since, until, by, "department")
    )


def under_another_number(original, world, case, action, clerk):
    return original(world, case, replace(action, notice_no=""), clerk)


def the_first_block_again(centre):
    first = {}

    def held(original, world, clerk, kind, count):
        return first.setdefault(kind, original(world, clerk, kind, count))

    centre.around(server, "hold_numbers", held)


MUTANTS = [
    Mutant(
        "more was on time than decided",
        {"statistics: by"},
        well("/v1/statistics?from", more_on_time_than_decided),
    ),
    Mutant(
        "ratings of four grades", {"statistics: by"}, well("/v1/statistics?from", of_four_grades)
    ),
    Mutant(
        "any clerk reads every clerk's figures",
        {"statistics: single clerks"},
        lambda c: c.around(server, "statistics_by", of_all_clerks),
    ),
    Mutant(
        "a number of a block is not borne",
        {"numbers: borne"},
        lambda c: c.around(outcomes, "carry_out", under_another_number),
    ),
    Mutant(
        "a notice may bear any number",
        {"numbers: number_not_held"},
        lambda c: c.patch(numbers, "may_bear", lambda *_: True),
    ),
    Mutant("a block of numbers comes twice", {"GET /v1/numbers"}, the_first_block_again),
    Mutant(
        "every notice was issued",
        {"GET /v1/verify"},
        lambda c: c.patch(World, "has_served", lambda self, no, digest: True),
    ),
    Mutant(
        "a notice is verified for clerks alone",
        {"GET /v1/verify"},
        lambda c: c.patch(server, "SIGNED_OUT_PATHS", ("/v1/token", "/v1/about")),
    ),
    Mutant(
        "materials come with other bytes",
        {"GET /v1/materials"},
        well("/v1/materials/", spoilt),
        frozenset(
            {
                "materials: ETag",
                "materials: Range",
                "materials: If-Range",
                "materials: unpacked",
                "materials: another department's",
            }
        ),
    ),
    Mutant("a material's ETag is weak", {"materials: ETag"}, well("/v1/materials/", weak_tag)),
    Mutant(
        "Range is not heard",
        {"materials: Range"},
        lambda c: c.patch(parsing, "byte_range", lambda header, size: None),
    ),
    Mutant(
        "a range is one byte too long",
        {"materials: Range"},
        lambda c: c.around(parsing, "byte_range", one_byte_on),
    ),
    Mutant("If-Range is not heard", {"materials: If-Range"}, lambda c: c.layer(deaf_to_if_range)),
    Mutant(
        "a material that is not there has another code",
        {"materials: 404"},
        lambda c: c.answers("/v1/materials/", of_another_code),
    ),
    Mutant(
        "materials are open to every department",
        {"materials: another department's"},
        lambda c: c.patch(World, "material", open_to_all),
    ),
    Mutant(
        "another's material is told from one that is not there",
        {"materials: another department's"},
        lambda c: c.around(World, "material", told_apart),
    ),
    Mutant(
        "materials are packed for who takes it",
        {"materials: unpacked"},
        lambda c: c.answers("/v1/materials/", packed_for_who_takes_it),
    ),
    Mutant(
        "a search finds no item",
        {"GET /v1/search"},
        well("/v1/search", without_items),
    ),
    Mutant(
        "a search has no limit",
        {"search: limit"},
        lambda c: c.around(parsing, "whole_number", a_hundred),
    ),
    Mutant(
        "a search finds others' cases",
        {"search: one's own cases"},
        well("/v1/search", with_a_foreign_case),
    ),
    Mutant(
        "a holder's licences are not found",
        {"GET /v1/licences", "one_thing: result"},
        lambda c: c.patch(Ledger, "licences", lambda self, holder, kind: []),
    ),
    Mutant(
        "licences of other holders come along",
        {"GET /v1/licences"},
        lambda c: c.around(Ledger, "licences", of_every_holder),
    ),
    Mutant(
        "nobody has a licence",
        {"licences: of nobody"},
        lambda c: c.around(Ledger, "licences", of_anybody),
    ),
    Mutant(
        "shares in per cent",
        {"GET /v1/statistics"},
        well("/v1/statistics?from", percentages),
    ),
    Mutant(
        "statistics of all days",
        {"statistics: from and to"},
        lambda c: c.around(server, "department_statistics", all_days),
    ),
]
