"""What stands with the leads: for its handler with whom and how it was put, for a lead what there
is to sign."""

from __future__ import annotations

from app.cases.actions import CentreSide
from app.cases.model import Proposal
from app.desk import CaseView
from ui.language import language, spoken, tr
from ui.parts.widgets import Surface, clear, column, label
from ui.parts.words import day_and_time, decision_word, difference_side


class ProposalStrip(Surface):
    """Hidden where nothing stands."""

    def __init__(self) -> None:
        super().__init__("wash")
        self.setAccessibleName(tr("Proposal"))
        self._lines = column(margin=10, gap=4)
        self.setLayout(self._lines)
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_case(self, view: CaseView) -> None:
        proposal = view.case.proposal
        self.setVisible(proposal is not None)
        shown = (proposal, view.asks_me, view.signers)
        if proposal is None or shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        heading, *others = _to_sign(view, proposal) if view.asks_me else _standing(view, proposal)
        self._lines.addWidget(label(heading, level="heading"))
        for line in others:
            self._lines.addWidget(label(line))


def _standing(view: CaseView, proposal: Proposal) -> list[str]:
    """For the handler: with whom it is, what it says, and who has signed already."""
    lines = [
        tr("With the lead for signature: {action}", action=_action(view, proposal)),
        tr("Submitted {time}", time=day_and_time(proposal.at)),
    ]
    if view.signers:
        names = [
            tr("{name} (away)", name=member.name) if member.is_away(view.situation.today)
            else member.name
            for member in view.signers
        ]  # fmt: skip
        between = "、" if language() == "zh" else ", "
        lines.append(tr("May sign: {names}", names=between.join(names)))
    return [*lines, *_said(view), *_signed(proposal)]


def _to_sign(view: CaseView, proposal: Proposal) -> list[str]:
    """For a lead: whose it is, and all it says."""
    lines = [
        tr("{name} proposes: {action}", name=proposal.by.name, action=_action(view, proposal)),
        tr("Submitted {time}", time=day_and_time(proposal.at)),
    ]
    return [*lines, *_said(view), *_signed(proposal)]


def _said(view: CaseView) -> list[str]:
    """All that the proposed action says, a line each."""
    said = view.proposed.compare(CentreSide(view.case)) if view.proposed is not None else ()
    return [
        tr("{what}: {words}", what=spoken(difference.label), words=words)
        for difference in said
        if (words := difference_side(difference, difference.mine))
    ]


def _signed(proposal: Proposal) -> list[str]:
    return [
        tr("Signed by {name}: {opinion}", name=each.by.name, opinion=each.opinion or "—")
        for each in proposal.signatures
    ]


def _action(view: CaseView, proposal: Proposal) -> str:
    return decision_word(proposal.action.type, view.case.item)
