"""What the contract says becomes of each decision: the rules of ``app/cases`` are the judge.

Each is taken on a case of its own, where the test clerk has one, and its answer held against what
the same rules make of it here.
"""

from __future__ import annotations

import hashlib
from functools import partial

from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import ACTIONS
from app.cases.model import Notice, SubApplication
from app.cases.sentence import say
from app.central.wire import LicencesAnswer
from app.support.conformance.comparing import Difference, first_difference
from app.support.conformance.holdings import Holdings
from app.support.conformance.payloads import BROUGHT, LAWFUL
from app.support.conformance.probe import Check, NotTried, Probe, answered, expect
from app.support.conformance.taking import Taken, carry_out, put_attachment, steps_to

# Whose points need more than the case.
ELSEWHERE = ("transfer", "release", "propose", "sign", "send_back", "recall")
NOTHING_TAKEN = say("没有动作可供检查", "no action was carried out that this could be seen in")
TOO_OLD = say("1.0 版中心没有这项操作", "a centre of version 1.0 knows no such action")
REVIEW_FIRST = say("先要的审查没有记下，见 review", "the review it needs was not kept, see review")


class DecisionPoints:
    """What is common to all actions is asked of those that did to their case what they should."""

    def __init__(self, probe: Probe, holdings: Holdings) -> None:
        self._probe, self._holdings = probe, holdings
        self._taken: list[Taken] = []
        self._used: set[str] = set()
        self._archived: set[str] = set()

    def checks(self) -> list[Check]:
        types = [type_ for type_ in LAWFUL if type_ not in ELSEWHERE]
        return [
            *(
                Check(type_, "What an action makes", partial(self._decide, type_))
                for type_ in types
            ),
            Check("actions: revision", "What an action makes", self._revision),
            Check("actions: clock", "Bodies", self._clock),
            Check("actions: history", "What an action makes", self._history),
            Check("notices: words", "Notices", self._notice_words),
            Check("notices: number", "Notices", self._notice_numbers),
            Check("actions: feed", "The change feed", self._fed),
            Check("materials: handed in", "What an action makes", self._handed_in),
            Check("one_thing: state", "The change feed", self._state_in_one_thing),
            Check("one_thing: message", "What an action makes", self._message),
            Check("one_thing: result", "What an action makes", self._result),
            Check("evaluation: reply", "What an action makes", self._reply),
            Check("archive: leaves the feed", "The change feed", self._put_away),
        ]

    def _decide(self, type_: str) -> str:
        """Takes it, and compares what it changes but for what has a point of its own."""
        self._holdings.refresh()
        if not self._holdings.knows(ACTIONS[type_].since):
            raise NotTried(TOO_OLD)
        case = self._case_for(type_)
        *first, last = steps_to(type_, case, self._holdings)
        for step in first:
            taken = carry_out(self._probe, self._holdings, case, step)
            if first_difference(taken.expected.review, taken.came.review):
                raise NotTried(REVIEW_FIRST)
            case = taken.came
        self._used.add(case.id)
        if type_ == "archive":
            self._archived.add(case.id)
        for content in BROUGHT.get(type_, ()):
            put_attachment(self._probe, content)
        taken = carry_out(self._probe, self._holdings, case, last)
        taken.require_body()
        self._taken.append(taken)
        return f"{case.no}：{case.state} → {taken.came.state}"

    def _case_for(self, type_: str) -> SubApplication:
        """One on which it is lawful; not used yet, and good for little else, where there is such a
        one. Raises NotTried."""
        for case in sorted(self._holdings.cases(), key=self._dearness):
            if steps_to(type_, case, self._holdings):
                return case
        raise NotTried(
            say("没有可以执行 {type} 的办件", "the test clerk has no case for {type}", type=type_)
        )

    def _dearness(self, case: SubApplication) -> tuple[bool, bool, int, str]:
        deemed = self._holdings.is_deemed(case)
        return case.id in self._used, deemed, len(lifecycle.open_actions(case)), case.id

    # --- what is common to all ---------------------------------------------------------

    def _sound(self) -> list[Taken]:
        if not self._taken:
            raise NotTried(NOTHING_TAKEN)
        return self._taken

    def _last_of_each(self) -> list[Taken]:
        return list({taken.before.id: taken for taken in self._sound()}.values())

    def _revision(self) -> str:
        """One on, and the result names the body's own."""
        for taken in self._sound():
            taken.require_same("revision", taken.before.revision + 1, taken.came.revision)
            taken.require_same("result.revision", taken.came.revision, taken.revision)
        return f"{len(self._taken)}"

    def _clock(self) -> str:
        for taken in self._sound():
            taken.require_same("clock", taken.expected.clock, taken.came.clock)
        return f"{len(self._taken)}"

    def _history(self) -> str:
        """A line more: when the clerk decided, who, what, and their own words."""
        for taken in self._sound():
            before, came = taken.before.history, taken.came.history
            taken.require_same("history", before, came[: len(before)])
            event, more = taken.expected.history[-1], came[len(before) :]
            if all(first_difference(event, each) for each in more):
                taken.require_same(f"history[{len(before)}]", event, more[-1] if more else None)
        return f"{len(self._taken)}"

    def _notice_words(self) -> str:
        """Every paragraph and row, title, addressee, signature and day."""
        served = 0
        for taken in self._sound():
            expected, came = _unnumbered(taken.expected), _unnumbered(taken.came)
            taken.require_same("notices", expected, came)
            served += len(came) - len(taken.before.notices)
        return f"{served}"

    def _notice_numbers(self) -> str:
        """Given out, by authority and year, each once; a receipt has none."""
        known: dict[str, str] = {}
        for taken in self._sound():
            prefix = taken.came.department.prefix
            for at, notice in enumerate(taken.came.notices):
                if notice.rows:
                    continue
                path = f"notices[{at}]"
                taken.require_same(f"{path}.provisional", False, notice.provisional)
                wanted = f"{prefix}…〔{notice.day.year}〕…号"
                fits = notice.no.startswith(prefix) and f"〔{notice.day.year}〕" in notice.no
                once = known.setdefault(notice.no, f"{taken.before.id} {at}")
                if not fits or once != f"{taken.before.id} {at}":
                    raise taken.differs(Difference(f"{path}.no", wanted, notice.no))
        return f"{len(known)}"

    def _fed(self) -> str:
        """The case as the outcome told it, or a later one of it."""
        self._holdings.read_anew()
        for taken in self._last_of_each():
            came, fed = taken.came, self._holdings.fed_case(taken.before.id)
            if taken.before.id in self._archived:
                continue  # it leaves the feed, which is a point of its own
            if fed is None or fed.revision < came.revision:
                told = f"revision {fed.revision}" if fed else "—"
                path = f"changes[{came.id}]"
                raise taken.differs(Difference(path, f"revision {came.revision}", told))
            if fed.revision == came.revision:
                taken.require_same(f"changes[{came.id}].body", came, fed)
        return f"{len(self._last_of_each())}"

    # --- what else follows ----------------------------------------------------------------

    def _state_in_one_thing(self) -> str:
        """Its one-thing tells of the part as it is now."""
        self._holdings.read_anew()
        seen = 0
        for taken in self._last_of_each():
            thing, fed = self._holdings.thing_of(taken.came), self._holdings.fed_case(taken.came.id)
            if thing is None or fed is None or fed.revision != taken.came.revision:
                continue
            states = {part.id: part.state for part in thing.sub_applications}
            path = f"one_thing[{thing.id}].sub_applications[{fed.id}].state"
            taken.require_same(path, taken.came.state, states.get(fed.id))
            seen += 1
        if not seen:
            raise NotTried(NOTHING_TAKEN)
        return f"{seen}"

    def _handed_in(self) -> str:
        """What was brought is a material's file from then on."""
        taken = self._of_type("receive_materials")
        (sha256,) = taken.action.payload.consequences().files
        material = next(m for m in taken.expected.materials if m.sha256 == sha256)
        whole = answered(200, self._probe.ask("GET", f"/v1/materials/{material.id}"))
        expect(
            hashlib.sha256(whole).hexdigest() == sha256,
            say(
                "材料 {id} 即收取的文件",
                "material {id} is the file that was brought",
                id=material.id,
            ),
            f"{len(whole)} B",
        )
        return material.id

    def _message(self) -> str:
        taken = self._of_type("message")
        self._holdings.read_anew()
        thing = self._holdings.thing_of(taken.came)
        to, text = taken.action.payload.consequences().message or ("", "")
        said = [(m.to_department, m.text) for m in thing.messages] if thing else []
        if (to, text) not in said:
            raise taken.differs(Difference("one_thing.messages", f"{(to, text)}", f"{said[-3:]}"))
        return to

    def _result(self) -> str:
        """An approval's licence: in its one-thing, and to be looked up."""
        taken = self._of_type("approve")
        self._holdings.read_anew()
        thing = self._holdings.thing_of(taken.came)
        parts = thing.sub_applications if thing else ()
        result = next((part.result for part in parts if part.id == taken.came.id), None)
        if result is None or result.licence is None:
            path = f"one_thing.sub_applications[{taken.came.id}].result"
            raise taken.differs(Difference(path, "licence", "null"))
        licence, holder = result.licence, taken.came.applicant.id_number
        sources = {fact.from_ for fact in thing.facts} if thing else set()
        if licence.kind not in sources:
            raise taken.differs(Difference("one_thing.facts[].from", licence.kind, f"{sources}"))
        held = self._probe.got("/v1/licences", LicencesAnswer, holder=holder).licences
        expect(
            licence.no in [each.no for each in held],
            say("按持有人可以查到 {no}", "{no} is found by its holder", no=licence.no),
            f"{[each.no for each in held]}",
            "Look-ups",
        )
        return f"{licence.kind} {licence.no}"

    def _reply(self) -> str:
        taken = self._of_type("reply_evaluation")
        self._holdings.read_anew()
        id_, text = taken.action.payload.consequences().reply or ("", "")
        rated = {each.id: each.reply for each in self._holdings.evaluations_of(taken.came)}
        taken.require_same(f"evaluation[{id_}].reply", text, rated.get(id_))
        return id_

    def _put_away(self) -> str:
        """Nothing of an archived case is fed any more."""
        taken = self._of_type("archive")
        self._holdings.read_anew()
        fed = self._holdings.fed_case(taken.came.id)
        taken.require_same(f"changes[{taken.came.id}]", None, fed and fed.id)
        rated = [each.id for each in self._holdings.evaluations_of(taken.came)]
        taken.require_same("changes[].kind=evaluation", [], rated)
        return taken.before.no

    def _of_type(self, type_: str) -> Taken:
        found = [taken for taken in self._taken if taken.type == type_]
        if not found:
            raise NotTried(NOTHING_TAKEN)
        return found[-1]


def _unnumbered(case: SubApplication) -> tuple[Notice, ...]:
    return tuple(replace(notice, no="", provisional=False) for notice in case.notices)
