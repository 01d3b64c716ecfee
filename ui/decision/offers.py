"""How each action is offered to the clerk: its sheet, its place, its tone."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.cases.actions import require_every_action
from app.desk import CaseView
from ui.decision import brought, ending, follow_up, on_the_spot, sheets
from ui.decision.parties import interested_parties
from ui.decision.sheet import Sheet


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """``sheet``: what it asks for beside the opinion; ``seldom``: it stands in the menu, without a
    button of its own; ``grave``: its button warns."""

    sheet: Callable[[CaseView], Sheet] | None
    seldom: bool
    grave: bool


OFFERS = {
    "accept": Offer(sheet=sheets.acceptance, seldom=False, grave=False),
    "request_correction": Offer(sheet=sheets.correction, seldom=False, grave=False),
    "refuse_acceptance": Offer(sheet=sheets.refusal, seldom=True, grave=True),
    "begin_special": Offer(sheet=sheets.special, seldom=True, grave=False),
    "end_special": Offer(sheet=sheets.special_end, seldom=False, grave=False),
    "extend": Offer(sheet=sheets.extension, seldom=True, grave=False),
    "approve": Offer(sheet=sheets.approval, seldom=False, grave=False),
    "deny": Offer(sheet=sheets.denial, seldom=False, grave=True),
    "deliver": Offer(sheet=follow_up.delivery, seldom=False, grave=False),
    "correct_on_the_spot": Offer(sheet=on_the_spot.correction, seldom=True, grave=False),
    "receive_materials": Offer(sheet=brought.receiving, seldom=True, grave=False),
    "withdraw": Offer(sheet=ending.withdrawal, seldom=True, grave=False),
    "terminate": Offer(sheet=ending.termination, seldom=True, grave=True),
    "review": Offer(sheet=None, seldom=False, grave=False),  # goes with every other, unasked
    "transfer": Offer(sheet=sheets.transfer, seldom=True, grave=False),
    "release": Offer(sheet=None, seldom=True, grave=False),
    "message": Offer(sheet=sheets.message, seldom=True, grave=False),
    "return_delivery": Offer(sheet=follow_up.returned_mail, seldom=True, grave=False),
    "verify_commitment": Offer(sheet=follow_up.verification, seldom=False, grave=False),
    "rectify": Offer(sheet=follow_up.rectification, seldom=True, grave=False),
    "inform_parties": Offer(sheet=interested_parties, seldom=True, grave=False),
    "reply_evaluation": Offer(sheet=sheets.reply, seldom=False, grave=False),
    "archive": Offer(sheet=None, seldom=False, grave=False),  # made in a window of its own
    "propose": Offer(sheet=None, seldom=False, grave=False),  # in the place of what it proposes
    "sign": Offer(sheet=None, seldom=False, grave=False),
    "send_back": Offer(sheet=sheets.sending_back, seldom=False, grave=False),
    "recall": Offer(sheet=None, seldom=False, grave=False),
}
require_every_action(OFFERS, "ui/decision/offers.py")
