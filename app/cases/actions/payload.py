"""What every action has to say of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar, Self

import msgspec

from app.cases.checks import Situation
from app.cases.model import Clerk, Delivery, Evaluation, Item, ItemRef, Notice, SubApplication
from app.cases.sentence import Sentence, say
from app.cases.typed import decode


class BlockingReason(msgspec.Struct, frozen=True):
    """Why an action is not lawful now, its article, and the payload fields it rests on."""

    code: str
    text: Sentence
    article: Sentence | None = None
    fields: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The reason with its article."""
        if self.article is None:
            return self.text
        return say("{why}（{article}）", "{why} ({article})", why=self.text, article=self.article)


class Difference(msgspec.Struct, frozen=True):
    """One line of the comparison in a conflict; ``kind`` says what both sides are: ``text``, or
    codes of a ``state``, ``verdict``, ``ground``, ``termination``, ``procedure`` or
    ``delivery``, or the id or the name of a ``clerk``."""

    label: Sentence
    kind: str
    mine: str
    theirs: str

    @classmethod
    def of_text(cls, zh: str, en: str, mine: str, theirs: str) -> Difference:
        """A line whose sides are words, its label in Chinese and English."""
        return cls(say(zh, en), "text", mine, theirs)


class CentreSide(msgspec.Struct, frozen=True):
    """What the centre holds of a case now, and what is known around it."""

    case: SubApplication
    item: Item | None = None
    evaluations: Sequence[Evaluation] = ()

    @property
    def opinion(self) -> str:
        """Of the decision the centre holds; ``""`` where there is none."""
        return self.case.decision.opinion if self.case.decision else ""

    @property
    def delivery(self) -> Delivery:
        return self.case.delivery or Delivery()


class Consequences(msgspec.Struct, frozen=True, kw_only=True):
    """What a centre does beyond the case once an action on it is carried out.

    ``assigned_to`` is the id of the clerk who gets the case, ``message`` is a department's name
    and the words it is sent about the one-thing, ``reply`` an evaluation's id and its answer.
    ``puts_away``: the clerk does not hold the case any more, nor what came with it. ``files``: the
    attachments, by hash, that are the files of the case's materials from now on.
    """

    assigned_to: str = ""
    message: tuple[str, str] | None = None
    reply: tuple[str, str] | None = None
    issues_licence: bool = False
    revokes_licence: bool = False
    puts_away: bool = False
    files: tuple[str, ...] = ()


_BY_TYPE: dict[str, type[Payload]] = {}  # by the type on the wire, as they are made


class Payload(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What a clerk says in an action (docs/contract.md, "Actions"). ``attachments``: the SHA-256,
    in lower-case hex, of what was put before: the prints of the notices it serves, then the clerk's
    own evidence.

    An action is one subclass in a module of its own. It defines every member below itself: nothing
    of an action is ever taken from a default, and a class that lacks a member cannot be made.
    """

    type: ClassVar[str]  # on the wire
    since: ClassVar[str]  # the version of the contract that first knew it
    actor: ClassVar[str]  # the ``handler`` who holds it, a ``lead`` of the department, ``either``
    while_proposed: ClassVar[str]  # what a proposal makes of it: ``barred``, ``open`` or ``only``
    states: ClassVar[tuple[str, ...]]  # of a case in which it can be taken
    on_the_spot: ClassVar[bool]  # also on an instant item that is not accepted yet
    after_deemed: ClassVar[bool]  # also on a case that is deemed accepted
    leads_to: ClassVar[str]  # the state after it; "" where it changes none
    sends_opinion: ClassVar[bool]  # the clerk's opinion leaves with it

    attachments: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if lacking := [member for member in MEMBERS if member not in cls.__dict__]:
            raise TypeError(f"the action {cls.__name__} lacks {', '.join(lacking)}")
        _BY_TYPE[cls.type] = cls

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Self:
        """The least a clerk could say in it, to ask what else stands in its way."""
        raise NotImplementedError

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        """What it rests on for this item; None where no text says it."""
        raise NotImplementedError

    @classmethod
    def title(cls, item: ItemRef) -> str:
        """Of the notice it serves on a case of this item; ``""`` where it serves none."""
        raise NotImplementedError

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> Sequence[BlockingReason]:
        """What stands in its way in a state that allows it; none where it is lawful."""
        raise NotImplementedError

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        """The case after it."""
        raise NotImplementedError

    def consequences(self) -> Consequences:
        """What the centre does beyond the case; a desk does none of it."""
        raise NotImplementedError

    def notice(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> Notice | None:
        """The notice it serves on the case as it stands before; None where it serves none."""
        raise NotImplementedError

    def words(self) -> str:
        """The clerk's own words in it, for the case's history."""
        raise NotImplementedError

    def as_opinion(self) -> str:
        """What stands where the opinion is typed once it has come back to the clerk."""
        raise NotImplementedError

    def needs_sheet(self) -> bool:
        """Whether it says more than the opinion."""
        raise NotImplementedError

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        """What it says beside what the centre holds now."""
        raise NotImplementedError


def payload_of(kind: str, raw: bytes | msgspec.Raw) -> Payload:
    """The payload of an action's type. Raises msgspec.ValidationError where either is unknown."""
    if kind not in _BY_TYPE:
        raise msgspec.ValidationError(f"unknown action type {kind!r}")
    payload: Payload = decode(raw, _BY_TYPE[kind])
    return payload


MEMBERS = (
    "type", "since", "actor", "while_proposed", "states",
    "on_the_spot", "after_deemed", "leads_to", "sends_opinion", "minimal",
    "basis", "title", "blockers", "effect", "consequences", "notice", "words", "as_opinion",
    "needs_sheet", "compare",
)  # fmt: skip
