"""Centres that do with actions otherwise than the contract says."""

import json
from datetime import datetime, timedelta
from types import SimpleNamespace

from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import BlockingReason
from app.cases.model import OPEN_STATES, SHANGHAI
from app.cases.sentence import say
from app.cases.typed import decode
from app.central.wire import ActionResult
from app.practice import consequences, numbers, outcomes, server, world
from app.practice.ledger import Ledger
from app.practice.outcomes import Outcomes
from app.practice.world import World
from tests.support.broken_centre import Mutant

NOT_NOW = BlockingReason("not_now", say("现在不行", "not now"))


def making(type_, change):
    """An action of this type leaves a case that ``change(before, after)`` has altered."""

    def breaks(workings):
        def apply(case, action, by, situation):
            after = lifecycle.apply(case, action, by, situation)
            return change(case, after) if action.payload.type == type_ else after

        judges(workings, apply=apply)

    return breaks


def barring(type_, barred):
    """An action of this type is judged by ``barred(case, payload, reasons)``."""

    def breaks(workings):
        def blocking_reasons(case, payload, by, situation):
            reasons = lifecycle.blocking_reasons(case, payload, by, situation)
            return barred(case, payload, reasons) if payload.type == type_ else reasons

        judges(workings, blocking_reasons=blocking_reasons)

    return breaks


def judges(workings, **rules):
    """The centre's rules are these; the run's own stay as they are."""
    names = ("apply", "blocking_reasons", "notice_of")
    own = {name: getattr(lifecycle, name) for name in names}
    for module in (outcomes, consequences):
        workings.patch(module, "lifecycle", SimpleNamespace(**own | rules))


def answering(change):
    """Results are told as ``change(action, result)`` has them; what was done stays done."""

    def alter(reply):
        if reply.status == 200:
            sent = {action["id"]: action for action in json.loads(reply.sent)["actions"]}
            results = [change(sent[result["id"]], result) for result in reply.json["results"]]
            reply.json = {"results": results}

    return lambda workings: workings.answers("/v1/actions", alter)


def around(owner, name, wrapper):
    return lambda workings: workings.around(owner, name, wrapper)


def state_stays(before, after):
    return replace(after, state=before.state)


def without_last_day(before, after):
    asked = tuple(replace(each, by=None) for each in after.corrections)
    return replace(after, corrections=asked)


def without_opinion(before, after):
    return replace(after, decision=replace(after.decision, opinion=""))


def accepted_on_arrival(before, after):
    now = datetime.now(SHANGHAI)
    return replace(after, clock=replace(after.clock, accepted_at=now))


def event_without_words(before, after):
    return replace(after, history=(*after.history[:-1], replace(after.history[-1], text="")))


def notice_cut_short(before, after):
    last = after.notices[-1]
    return replace(
        after, notices=(*after.notices[:-1], replace(last, paragraphs=last.paragraphs[:-1]))
    )


def without_earlier(before, after):
    return replace(
        after,
        form=tuple(
            replace(each, fields=tuple(replace(field, earlier=None) for field in each.fields))
            for each in after.form
        ),
    )


def not_deemed(before, after):
    return replace(after, state=before.state, clock=before.clock)


def said_otherwise_in_the_feed(original, self, clerk, kind, id_):
    raw = original(self, clerk, kind, id_)
    own = kind == "sub_application"
    return raw.replace(b'"state":"denied"', b'"state":"reviewing"') if own else raw


def carried_out_anew(original, self, clerk, id_, contents, outcome):
    """What was applied is tried again, each time its id comes."""
    known = self._ledger.action(id_)
    if known is not None and decode(known[2], ActionResult).outcome == "applied":
        again = original(self, clerk, id_, contents, outcome)
        return again if again.outcome == "refused" else outcome()
    return original(self, clerk, id_, contents, outcome)


def judged_anew_where_gone(original, self, clerk, id_, contents, outcome):
    known = self._ledger.action(id_)
    if known is not None and decode(known[2], ActionResult).outcome == "gone":
        return outcome()
    return original(self, clerk, id_, contents, outcome)


def first_outcome_whatever_it_says(original, self, clerk, id_, contents, outcome):
    known = self._ledger.action(id_)
    if known is not None and known[0] == clerk.id:
        return decode(known[2], ActionResult)
    return original(self, clerk, id_, contents, outcome)


def whoever_asks(original, self, clerk, id_, contents, outcome):
    known = self._ledger.action(id_)
    if known is not None and known[0] != clerk.id:
        return decode(known[2], ActionResult)
    return original(self, clerk, id_, contents, outcome)


def after_anything(original, self, case, wired):
    return wired.after is not None or original(self, case, wired)


def after_any_that_was_applied(original, self, case, wired):
    known = self._ledger.action(wired.after) if wired.after else None
    applied = known is not None and decode(known[2], ActionResult).outcome == "applied"
    return applied or original(self, case, wired)


def on_a_revision_to_come(original, self, case, wired):
    return (wired.after is None and wired.base_revision > case.revision) or original(
        self, case, wired
    )


def without_body(action, result):
    return {k: v for k, v in result.items() if result["outcome"] != "conflict" or k != "body"}


def refused_instead_of_gone(action, result):
    unknown = result["outcome"] == "gone" and not result.get("held_by")
    return result | ({"outcome": "refused", "code": "x"} if unknown else {})


def later_again(action, result):
    later = {"id": result["id"], "outcome": "retry", "retry_after": 1}
    return later if action["type"] == "of_a_later_version" else result


def without_code(action, result):
    return result | ({"code": ""} if result.get("code") == "grounds_missing" else {})


def results_reversed(reply):
    if reply.status == 200:
        reply.json = {"results": reply.json["results"][::-1]}


def stops_at_the_first_failure(original, self, clerk, asked):
    if getattr(self, "failed", False):
        return ActionResult(id=asked.id, outcome="retry", retry_after=1)
    result = original(self, clerk, asked)
    self.failed = result.outcome != "applied"
    return result


def as_of_arrival(original, self, case, at):
    return original(self, case, self.clock())


def at_as_it_came(original, self, case, action):
    return max(case.clock.receipt, action.at)


def at_before_receipt(original, self, case, action):
    return min(action.at, self._world.clock() + timedelta(minutes=5))


def first_applied_then_malformed(reply):
    results = reply.json.get("results", []) if reply.status == 200 else []
    if [result.get("code") for result in results] == [None, "malformed"]:
        reply.status, reply.headers["content-type"] = 400, "application/problem+json"
        reply.json = {"status": 400, "code": "malformed", "title": "x"}


def unsigned(case, payload, by, situation):
    reasons = lifecycle.blocking_reasons(case, payload, by, situation)
    return tuple(reason for reason in reasons if reason.code != "signature_needed")


def tells_no_removal(original, self, scope, kind, id_, op, revision, reason=""):
    if (kind, reason) != ("sub_application", "removed"):
        original(self, scope, kind, id_, op, revision, reason)


def any_denial(case, payload, reasons):
    return tuple(reason for reason in reasons if reason.code != "grounds_missing")


def until_it_is_decided(case, payload, reasons):
    return reasons if case.state in OPEN_STATES else (NOT_NOW,)


MUTANTS = [
    Mutant("an id applied again is carried out again", {"actions: same id"},
           around(Outcomes, "_once", carried_out_anew)),
    Mutant("an id with other contents answers its first outcome", {"actions: id_reused"},
           around(Outcomes, "_once", first_outcome_whatever_it_says)),
    Mutant("another clerk is told the outcome of an id", {"actions: another's id"},
           around(Outcomes, "_once", whoever_asks)),
    Mutant("after is not looked at", {"actions: after"},
           around(Outcomes, "_rests_on_now", after_anything)),
    Mutant("after may be any action that was applied", {"actions: after"},
           around(Outcomes, "_rests_on_now", after_any_that_was_applied)),
    Mutant("base_revision may lie ahead", {"actions: conflict"},
           around(Outcomes, "_rests_on_now", on_a_revision_to_come)),
    Mutant("a conflict brings no body", {"actions: conflict"}, answering(without_body)),
    Mutant("an unknown case is refused", {"actions: gone"}, answering(refused_instead_of_gone)),
    Mutant("results come in another order", {"actions: order"},
           lambda workings: workings.answers("/v1/actions", results_reversed)),
    Mutant("a batch ends at its first failure", {"actions: each alone"},
           around(Outcomes, "act", stops_at_the_first_failure)),
    Mutant("an action is judged as of its arrival", {"actions: judged by at"},
           around(World, "situation", as_of_arrival), frozenset({"actions: deemed acceptance"})),
    Mutant("nothing is ever deemed accepted", {"actions: deemed acceptance"},
           making("review", not_deemed)),
    Mutant("at may lie ahead", {"actions: at ahead"}, around(Outcomes, "_dated", at_as_it_came)),
    Mutant("at may lie before the receipt", {"actions: at too early"},
           around(Outcomes, "_dated", at_before_receipt)),
    Mutant("an unknown type is to be sent again", {"actions: unknown type"},
           answering(later_again)),
    Mutant("a malformed action fails a request half carried out", {"actions: malformed"},
           lambda workings: workings.answers("/v1/actions", first_applied_then_malformed)),
    Mutant("any number of actions is taken", {"413"},
           lambda workings: workings.patch(server, "BATCH_LIMIT", 1000)),
    Mutant("a denial needs no ground", {"actions: refused"}, barring("deny", any_denial)),
    Mutant("a refusal has no code", {"actions: refused"}, answering(without_code)),
    Mutant("an acceptance accepts nothing", {"accept"}, making("accept", state_stays)),
    Mutant("a correction keeps no last day", {"request_correction"},
           making("request_correction", without_last_day)),
    Mutant("a refusal of acceptance keeps no decision", {"refuse_acceptance"},
           making("refuse_acceptance", lambda _, after: replace(after, decision=None))),
    Mutant("a special procedure does not begin", {"begin_special"},
           making("begin_special", state_stays), frozenset({"end_special"})),
    Mutant("a special procedure does not end", {"end_special"},
           making("end_special", state_stays)),
    Mutant("an extension is refused", {"extend"}, barring("extend", lambda *_: (NOT_NOW,))),
    Mutant("an approval loses its opinion", {"approve"}, making("approve", without_opinion),
           frozenset({"one_thing: result"})),
    Mutant("a denial loses its grounds", {"deny"},
           making("deny", lambda _, after: replace(
               after, decision=replace(after.decision, grounds=())))),
    Mutant("a delivery loses its tracking number", {"deliver"},
           making("deliver", lambda _, after: replace(
               after, delivery=replace(after.delivery, tracking_no="")))),
    Mutant("what came back stays delivered", {"return_delivery"},
           making("return_delivery", state_stays)),
    Mutant("what has to be signed is done without a proposal", {"signature_needed"},
           lambda workings: judges(workings, blocking_reasons=unsigned)),
    Mutant("a proposal loses the handler's words", {"propose"},
           making("propose", lambda _, after: replace(
               after, proposal=replace(after.proposal, opinion="")))),
    Mutant("what was recalled still stands", {"recall"},
           making("recall", lambda before, after: replace(after, proposal=before.proposal))),
    Mutant("a signature carries nothing out", {"sign"}, making("sign", state_stays)),
    Mutant("what was sent back still stands", {"send_back"},
           making("send_back", lambda before, after: replace(after, proposal=before.proposal))),
    Mutant("a lead is told for ever of what was signed", {"signing: leaves the feed"},
           around(World, "announce", tells_no_removal)),
    Mutant("a notice cannot be put right", {"rectify"}, barring("rectify", lambda *_: (NOT_NOW,))),
    Mutant("what was filed before a correction is lost", {"correct_on_the_spot"},
           making("correct_on_the_spot", without_earlier)),
    Mutant("what was brought is no material", {"receive_materials"},
           making("receive_materials", lambda before, after: replace(
               after, materials=before.materials)), frozenset({"materials: handed in"})),
    Mutant("what was brought cannot be fetched", {"materials: handed in"},
           around(Ledger, "keep_attached_file", lambda original, self, *_: None)),
    Mutant("a withdrawal ends nothing", {"withdraw"}, making("withdraw", state_stays)),
    Mutant("a case that is terminated goes on", {"terminate"}, making("terminate", state_stays)),
    Mutant("who was told is not kept", {"inform_parties"},
           making("inform_parties", lambda before, after: replace(after, parties=before.parties))),
    Mutant("a false commitment revokes nothing", {"verify_commitment"},
           making("verify_commitment", state_stays)),
    Mutant("a review is not kept", {"review"},
           making("review", lambda before, after: replace(after, review=before.review)),
           frozenset({"approve", "one_thing: result"})),
    Mutant("a message needs an open case", {"message"},
           barring("message", until_it_is_decided), frozenset({"one_thing: message"})),
    Mutant("a reply is refused", {"reply_evaluation"},
           barring("reply_evaluation", lambda *_: (NOT_NOW,)), frozenset({"evaluation: reply"})),
    Mutant("an archive keeps no digests", {"archive"},
           making("archive", lambda _, after: replace(
               after, archive=replace(after.archive, volume=""))),
           frozenset({"archive: leaves the feed"})),
    Mutant("an archived case stays in the feed", {"archive: leaves the feed"},
           lambda workings: workings.patch(world, "_holder", lambda case: case.assignee)),
    Mutant("an action raises no revision", {"actions: revision"},
           making("accept", lambda before, after: replace(after, revision=before.revision))),
    Mutant("an action counts from its arrival", {"actions: clock"},
           making("accept", accepted_on_arrival)),
    Mutant("history has no words", {"actions: history"}, making("deny", event_without_words)),
    Mutant("a notice lacks its last paragraph", {"notices: words"},
           making("accept", notice_cut_short)),
    Mutant("a notice is given no number", {"notices: number"},
           lambda workings: workings.patch(world, "with_numbers", lambda case, ledger: case)),
    Mutant("two notices have one number", {"notices: number"},
           around(numbers, "_next_number", lambda original, ledger, case, notice:
                  f"{case.department.prefix}准字〔{notice.day.year}〕1号")),
    Mutant("the feed tells a case otherwise than its outcome", {"actions: feed"},
           around(World, "body_for", said_otherwise_in_the_feed)),
    Mutant("a one-thing does not follow its parts", {"one_thing: state"},
           around(World, "_refresh_thing", lambda original, self, case: None)),
    Mutant("a message reaches nobody", {"one_thing: message"},
           around(World, "post", lambda original, self, *_: None)),
    Mutant("an approval issues no licence", {"one_thing: result"},
           lambda workings: workings.patch(consequences, "issue_licence", lambda *_: None)),
    Mutant("a reply to a rating is lost", {"evaluation: reply"},
           around(World, "reply", lambda original, self, *_: None)),
]  # fmt: skip
