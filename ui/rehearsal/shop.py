"""A whole fast-food shop by script: one clerk after another until every licence is delivered, and
the lead who signs one of them."""

from __future__ import annotations

from typing import Any

from ui.language import tr
from ui.rehearsal.centre import TourCentre
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import is_complete
from ui.rehearsal.notices import deliver, see_form
from ui.thing.view import ThingView

SCENE = "open-fast-food"
ITEMS = (
    "business-licence",
    "food-business-licence",
    "fire-safety-inspection",
    "outdoor-sign",
    "tax-registration",
)
DESKS = 6  # the first clerks of the city, the shop's among them
APPROVED = "申请材料齐全，符合规定。"
SIGNED = "同意。"
LEADS = {"fire-safety-inspection": "luo.cheng"}  # of what is signed, whose desk signs it
Part = tuple[int, dict[str, Any]]


def open_a_shop(clerk: ScriptedClerk, centre: TourCentre) -> int:
    """Lives it, says what the centre holds of each part in the end; 0 if all are delivered."""
    parts = _a_shop(centre)
    clerk.application.open_sign_in()
    for number, code in enumerate(ITEMS):
        desk, case = parts[code]
        if number:
            clerk.choose_in_menu(tr("Sign out"))
        clerk.sign_in(**centre.clerks[desk])
        _judge(clerk, case)
        if code in LEADS:
            _have_it_signed(clerk, centre, desk, case)
        else:
            clerk.press_to_decide("approved")
            clerk.until("the approval to be sent", clerk.all_sent)
            clerk.until("its notice to be numbered", clerk.is_numbered)
        _deliver(clerk, case)
    clerk.click_on(tr("Whole"))
    clerk.until(
        "the whole",
        lambda: len(clerk.window.page("thing", ThingView).picture.boxes()) == len(ITEMS),
    )
    clerk.picture("every-licence-is-out")
    return _compare(centre, parts, len(clerk.pictures))


def _a_shop(centre: TourCentre) -> dict[str, Part]:
    """By item, the desk and the case of each part of a filing nobody has begun with."""
    filed: dict[str, dict[str, Part]] = {}
    for desk in range(DESKS):
        for case in centre.cases(desk).values():
            if case["one_thing"]["scene"]["code"] == SCENE:
                parts = filed.setdefault(case["one_thing"]["id"], {})
                parts[case["item"]["code"]] = (desk, case)
    for id_, parts in sorted(filed.items()):
        fresh = set(parts) == set(ITEMS) and all(_is_fresh(case) for _, case in parts.values())
        if fresh and len(_siblings(centre, id_, parts)) == len(ITEMS):
            return parts
    raise TourFailed("no shop is left that nobody has begun with")


def _siblings(centre: TourCentre, id_: str, parts: dict[str, Part]) -> list[dict[str, Any]]:
    """All parts of a filing, whoever holds them, or nobody."""
    siblings: list[dict[str, Any]] = centre.thing(parts[ITEMS[0]][0], id_)["sub_applications"]
    return siblings


def _is_fresh(case: dict[str, Any]) -> bool:
    return case["state"] == "received" and not case["corrections"] and is_complete(case)


def _judge(clerk: ScriptedClerk, case: dict[str, Any]) -> None:
    code, shared = case["item"]["code"], _shared_keys(case)
    clerk.find(case["no"])
    view = clerk.window.review.view
    for key in shared:
        if view is None or not (field := view.case.field(key)) or not field.value:
            raise TourFailed(f"{code}: the form does not carry {key}")
    if case["item"]["handling"] == "promised":
        clerk.click_on(tr("Accept"))
        clerk.until("the acceptance", lambda: clerk.state_is(("reviewing",)))
    clerk.judge_everything_fit()
    clerk.type(clerk.window.review.decision.opinion, APPROVED)
    clerk.picture(f"{code}-judged")


def _have_it_signed(
    clerk: ScriptedClerk, centre: TourCentre, desk: int, case: dict[str, Any]
) -> None:
    """It is proposed, signed at the lead's desk, and its form read at the handler's again."""
    code = case["item"]["code"]
    clerk.press_to_propose()
    clerk.until("the proposal to be sent", clerk.all_sent)
    clerk.picture(f"{code}-proposed")
    clerk.choose_in_menu(tr("Sign out"))
    clerk.sign_in(**centre.clerks[centre.desk_of(LEADS[code])])
    clerk.click_on(tr("To sign {n}", n=1))
    clerk.picture(f"{code}-to-sign")
    clerk.find(case["no"])
    clerk.picture(f"{code}-signing")
    clerk.type(clerk.window.review.decision.opinion, SIGNED)
    clerk.press_what_is_next()
    clerk.until("nothing to be left to sign", lambda: clerk.sees(tr("To sign {n}", n=0)))
    clerk.until("the signature to be sent", clerk.all_sent)
    clerk.choose_in_menu(tr("Sign out"))
    clerk.sign_in(**centre.clerks[desk])
    clerk.find(case["no"])
    see_form(clerk, f"{code}-approval-form")


def _deliver(clerk: ScriptedClerk, case: dict[str, Any]) -> None:
    code = case["item"]["code"]
    deliver(clerk, f"{code}-delivering")
    clerk.until("it to be sent", clerk.all_sent)
    clerk.click_on(tr("Whole"))
    whole = clerk.window.page("thing", ThingView).picture
    clerk.until("the whole", lambda: len(whole.boxes()) == len(ITEMS))
    clerk.picture(f"{code}-in-the-whole")


def _shared_keys(case: dict[str, Any]) -> list[str]:
    """The fields of a form that are read from a licence."""
    return [f["key"] for s in case["form"] for f in s["fields"] if f["source"] == "shared"]


def _compare(centre: TourCentre, parts: dict[str, Part], pictures: int) -> int:
    differing = 0
    for code in ITEMS:
        desk, case = parts[code]
        held = centre.cases(desk)[case["id"]]
        agrees = held["state"] == "delivered" and held["decision"]["outcome"] == "approved"
        agrees = agrees and _is_signed(held) == (code in LEADS)
        differing += not agrees
        print(f"{'✓' if agrees else '✗'} {held['no']} {held['item']['name']} → {held['state']}")
    siblings = _siblings(centre, parts[ITEMS[0]][1]["one_thing"]["id"], parts)
    out = sum(bool((s.get("result") or {}).get("licence")) for s in siblings)
    differing += out != len(ITEMS)
    print(f"{pictures} pictures, {out} of {len(ITEMS)} licences are out, {differing} differ")
    return 1 if differing else 0


def _is_signed(case: dict[str, Any]) -> bool:
    """Whether a lead has signed what was decided."""
    return any(event["type"] == "sign" for event in case["history"])
