"""Centres that hand cases and papers over otherwise than the contract says."""

import uuid

import msgspec
from msgspec.structs import replace

from app.cases.typed import decode
from app.central.wire import ActionResult
from app.practice.outcomes import IdReused, Outcomes
from app.practice.world import World
from tests.practice.broken.actions import around, judged_anew_where_gone, making
from tests.support.broken_centre import Mutant


def put_answers(status, before):
    """Putting an attachment answers so where it should answer otherwise."""

    def alter(reply):
        if reply.status == before:
            reply.status = status
            reply.headers["content-type"] = "application/json"

    return lambda workings: workings.answers("/v1/attachments", alter)


def without_looking(original, self, clerk, wired):
    """Attachments are not asked for, but of an archive, which says itself which it carries."""
    if wired.type == "archive":
        return original(self, clerk, wired)
    payload = decode(wired.payload, dict)
    payload.pop("attachments", None)
    return original(self, clerk, replace(wired, payload=msgspec.Raw(msgspec.json.encode(payload))))


def with_none_at_all(original, self, clerk, wired):
    """No attachment is ever found."""
    if b"attachments" not in bytes(wired.payload):
        return original(self, clerk, wired)
    return ActionResult(
        id=wired.id, outcome="refused", code="attachment_missing", detail="没有收到文书"
    )


def twenty(original, self, clerk, claim):
    return original(self, clerk, replace(claim, count=20))


def a_new_claim_each_time(original, self, clerk, claim):
    known = self._ledger.claim(claim.id)
    fresh = known is not None and known[0] == clerk.id
    return original(self, clerk, replace(claim, id=str(uuid.uuid4())) if fresh else claim)


def of_any_item(original, self, clerk, claim):
    return original(self, clerk, replace(claim, item_codes=()))


def whoever_claims(original, self, clerk, claim):
    try:
        return original(self, clerk, claim)
    except IdReused:
        return tuple(decode(self._ledger.claim(claim.id)[1], list[str]))


def untold(original, self, case, clerk):
    """A claimed case is not put into its clerk's feed."""
    original(self, case, clerk)
    revision = self.cases[case.id].revision
    self.ledger.announce(clerk.id, "sub_application", case.id, "drop", revision, "removed")


def no(kind, op, reason="", instead=None):
    """The feed does not tell this of a record, or gives another reason."""

    def announce(original, self, scope, of, id_, did, revision, why=""):
        if (of, did) != (kind, op) or (reason and why != reason):
            original(self, scope, of, id_, did, revision, why)
        elif instead is not None:
            original(self, scope, of, id_, did, revision, instead)

    return around(World, "announce", announce)


def with_the_applicant(original, self, clerk, kind, id_):
    raw = original(self, clerk, kind, id_)
    if kind != "pool":
        return raw
    who = {"applicant": {"name": self.cases[id_].applicant.name}}
    return msgspec.json.encode(decode(raw, dict) | who)


def with_the_name_in_its_scene(original, self, clerk, kind, id_):
    raw = original(self, clerk, kind, id_)
    if kind != "pool":
        return raw
    head = decode(raw, dict)
    return msgspec.json.encode(
        head | {"scene": {"code": "x", "name": self.cases[id_].applicant.name}}
    )


def not_told_of_a_transfer(original, self, scope, of, id_, did, revision, why=""):
    """Who gets a case by transfer does not hear of it."""
    if (of, did) == ("sub_application", "put"):
        case = self.cases[id_]
        if case.history[-1].type == "transfer" and case.assignee.id == scope:
            return
    original(self, scope, of, id_, did, revision, why)


def claims_fall_over(reply):
    if reply.sent.startswith(b"[["):
        reply.status = 500


MUTANTS = [
    Mutant("a new attachment answers 200", {"attachments: new"}, put_answers(200, 201)),
    Mutant("an attachment put again answers 201", {"attachments: again"}, put_answers(201, 200)),
    Mutant("an attachment of other bytes is kept", {"attachments: hash_mismatch"},
           put_answers(201, 422)),
    Mutant("attachments are not looked for",
           {"attachments: attachment_missing", "receive_materials"},
           around(Outcomes, "_outcome", without_looking), frozenset({"materials: handed in"})),
    Mutant("no attachment is ever found", {"attachments: named", "archive", "receive_materials"},
           around(Outcomes, "_outcome", with_none_at_all),
           frozenset({"archive: leaves the feed", "materials: handed in"})),
    Mutant("a claim takes all there is", {"claims: count"}, around(Outcomes, "claim", twenty)),
    Mutant("a claim sent again claims again", {"claims: same id"},
           around(Outcomes, "claim", a_new_claim_each_time)),
    Mutant("another clerk is told what an id claimed", {"claims: another's id"},
           around(Outcomes, "claim", whoever_claims)),
    Mutant("a claim takes any item", {"claims: item_codes"},
           around(Outcomes, "claim", of_any_item)),
    Mutant("a claimed case does not come", {"claims: case"}, around(World, "assign", untold),
           frozenset({"release", "pool: released head"})),
    Mutant("a claimed case stays in the pool", {"pool: claimed head"}, no("pool", "drop")),
    Mutant("a head names the applicant", {"pool: no personal data"},
           around(World, "body_for", with_the_applicant)),
    Mutant("a head's scene names the applicant", {"pool: no personal data"},
           around(World, "body_for", with_the_name_in_its_scene)),
    Mutant("a release changes nothing", {"release"},
           making("release", lambda before, after: replace(after, assignee=before.assignee)),
           frozenset({"pool: released head"})),
    Mutant("a released case stays out of the pool", {"pool: released head"}, no("pool", "put")),
    Mutant("an odd claim is the centre's fault", {"claims: malformed"},
           lambda workings: workings.answers("/v1/claims", claims_fall_over)),
    Mutant("a transfer forgets the delivery", {"transfer"},
           making("transfer", lambda _, after: replace(after, delivery=None))),
    Mutant("who gave a case away keeps it", {"transfer: drop"},
           no("sub_application", "drop", "reassigned")),
    Mutant("a case given away was removed", {"transfer: drop"},
           no("sub_application", "drop", "reassigned", "removed")),
    Mutant("who gets a case does not hear of it", {"transfer: put"},
           around(World, "announce", not_told_of_a_transfer),
           frozenset({"changes: drop, then put", "transfer: queued before"})),
    Mutant("gone does not say who holds it", {"gone: held_by"},
           around(Outcomes, "_holder", lambda original, self, case: None)),
    Mutant("a change of hands raises no revision", {"transfer: queued before"},
           making("transfer", lambda before, after: replace(after, revision=before.revision))),
    Mutant("what was gone is tried again", {"transfer: queued before"},
           around(Outcomes, "_once", judged_anew_where_gone)),
]  # fmt: skip
