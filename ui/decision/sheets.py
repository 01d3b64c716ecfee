"""What an action asks of the clerk before it can be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec.structs import replace
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QPlainTextEdit,
    QWidget,
)

from app.cases import actions, grants, kinds
from app.cases.actions import Payload
from app.cases.actions.accept import lacking
from app.cases.actions.approve import promisable
from app.cases.actions.refuse_acceptance import open_grounds
from app.cases.counting import deadline
from app.cases.evidence import PaperFinding
from app.cases.model import DeferredMaterial, DenialGround, Fault, Grant, Material, civil
from app.cases.notices import remedies
from app.desk import Annotation, CaseView, Evidence, SheetDraft
from ui.decision.sheet import Sheet, begun, choose, chosen_day, ready_made, translated
from ui.language import tr
from ui.parts.widgets import button, column, label
from ui.parts.words import GROUNDS, PROCEDURES, RATINGS, listed, word
from ui.parts.wrapped import SpelledOut, WrappedLine
from ui.review.agreement import fault_words, open_findings, places_of
from ui.review.unopened import unopened_id

DEFERRED_DAYS = 5
UNFIT = "不符合要求"
PROMISE = "承诺"  # in the name of a paper that is one


def correction(view: CaseView) -> Sheet:
    """Faults picked from failing checks, unfit or missing materials and what the papers say, and
    the clerk's own; a period where the papers do not go back."""
    sheet = Sheet(
        lambda: actions.RequestCorrection(
            faults=tuple(faults()), by_days=days.value() if days is not None else before.by_days
        ),
        lambda: tuple(fault for box, _, fault in picks if not box.isChecked()),
    )
    picks: list[tuple[QCheckBox, WrappedLine, Fault]] = []
    before = begun(view, actions.RequestCorrection())
    known, typed = resumed(_known_faults(view), view.draft.sheets.get("request_correction"))
    for fault, picked in known:
        box = QCheckBox(tr("To be corrected"))
        box.setChecked(picked)
        box.setAccessibleName(tr("To be corrected: {fault}", fault=fault.text))
        words = WrappedLine(fault.text)
        words.setAccessibleName(tr("What is to be corrected: {fault}", fault=fault.text))
        holder = QWidget()
        holder.setLayout(column(box, words, gap=4))
        sheet.add(holder)
        sheet.watch(box, words)
        picks.append((box, words, fault))
    own = sheet.text(tr("Anything else, one per line"), "\n".join(typed), lines=3)
    if ready := view.situation.item.corrections:
        sheet.add(ready_made(tr("Correction templates"), ready, own))
    days = None
    if kinds.returns_papers(view.case.item):
        follows = tr("The papers go back, and this case ends; the applicant may file anew.")
    else:
        days = sheet.days(tr("To be answered within"), 1, 60, before.by_days)
        follows = tr("All faults are named at once; correction is asked for only once.")
    sheet.add(label(follows, "quiet"))

    def faults() -> list[Fault]:
        chosen = [
            Fault(text=words.text(), material_id=fault.material_id, field=fault.field)
            for box, words, fault in picks
            if box.isChecked() and words.text().strip()
        ]
        lines = own.toPlainText().splitlines()
        return [*chosen, *(Fault(text=line.strip()) for line in lines if line.strip())]

    return sheet


def resumed(
    known: list[Fault], begun: SheetDraft | None
) -> tuple[list[tuple[Fault, bool]], list[str]]:
    """The known faults in the words given them before and whether each is picked, and the clerk's
    own lines. What has come to be known since is picked: all faults are named at once."""
    payload = begun.payload if begun is not None else None
    said = payload.faults if isinstance(payload, actions.RequestCorrection) else ()
    left_out = begun.left_out if begun is not None else ()
    reworded = [fault for fault in said if fault not in known]
    renamed = [fault for fault in left_out if fault not in known]
    faults: list[tuple[Fault, bool]] = []
    for fault in known:
        if fault in said or fault in left_out:
            faults.append((fault, fault in said))
        elif (before := _take_same_place(fault, reworded)) is not None:
            faults.append((before, True))
        else:
            faults.append((fault, _take_same_place(fault, renamed) is None))
    return faults, [fault.text for fault in reworded]


def _take_same_place(fault: Fault, among: list[Fault]) -> Fault | None:
    """Takes out the first that speaks of the same material or field."""
    place = (fault.material_id, fault.field)
    found = next((f for f in among if (f.material_id, f.field) == place), None)
    if found is not None:
        among.remove(found)
    return found


def _known_faults(view: CaseView) -> list[Fault]:
    """In Chinese, whatever the desk speaks: they are the notice's words."""
    found = [
        Fault(text=f.text.zh, material_id=f.material_id or None, field=f.field or None)
        for f in view.findings
        if f.outcome == "fail" and f.rule not in ("materials_complete", "depends_on_decided")
    ]
    review = view.draft.over(view.case.review)
    for material in view.case.current_materials():
        verdict = review.materials.get(material.id)
        if not material.supplied and material.required:
            found.append(Fault(text=f"缺少{material.name}", material_id=material.id))
        elif annotations := {
            k: m for k, m in view.draft.marks.items() if m.material_id == material.id
        }:
            found += [_of_annotation(view, material, *each) for each in annotations.items()]
        elif verdict is not None and verdict.verdict != "pass":
            why = verdict.remark or UNFIT
            found.append(Fault(text=f"{material.name}：{why}", material_id=material.id))
    return [*found, *(_of_finding(view, each, fault_words(each, view)) for each in _unsaid(view))]


def _unsaid(view: CaseView) -> list[PaperFinding]:
    """The papers' findings that the clerk has not answered and that are a fault as they stand."""
    return [finding for finding in open_findings(view) if finding.fault and places_of(finding)]


def _of_finding(view: CaseView, finding: PaperFinding, words: str) -> Fault:
    field = finding.field if view.case.field(finding.field) is not None else None
    return Fault(text=words, material_id=places_of(finding)[0].material_id, field=field)


def _of_annotation(view: CaseView, material: Material, id_: str, annotation: Annotation) -> Fault:
    """A finding of the papers, which has the same id, is said whole already; so is a paper that
    cannot be opened."""
    why = annotation.remark or UNFIT
    if id_ == unopened_id(material.id):
        return Fault(text=why, material_id=material.id)
    findings = {finding.id: finding for finding in view.situation.comparison.findings}
    if (finding := findings.get(id_)) is not None:
        return _of_finding(view, finding, why)
    where = f"第{annotation.page + 1}页"
    return Fault(text=f"{material.name}（{where}）：{why}", material_id=material.id)


def refusal(view: CaseView) -> Sheet:
    def payload() -> Payload:
        return actions.RefuseAcceptance(
            ground=ground.currentData(), text=text.toPlainText(), competent_authority=who.text()
        )

    sheet = Sheet(payload)
    are_open = open_grounds(view.case)
    offered = [(words, code) for words, code in translated(GROUNDS) if code in are_open]
    before = begun(view, actions.RefuseAcceptance(ground=""))
    ground = sheet.choice(tr("Ground"), offered)
    choose(ground, before.ground)
    who = sheet.line(tr("Competent authority"), before.competent_authority)
    text = sheet.text(tr("Reason, as the notice says it"), view.draft.opinion)

    def ask_for_authority() -> None:
        sheet.form.setRowVisible(who, ground.currentData() == "not_competent")

    ground.currentIndexChanged.connect(lambda _index: ask_for_authority())
    ask_for_authority()
    return sheet


def acceptance(view: CaseView) -> Sheet:
    """容缺受理: each missing material and the day by which it comes, and the paper on which the
    applicant promises it, one of those taken in at the counter."""
    days: list[tuple[str, QDateEdit]] = []

    def payload() -> Payload:
        owed = (DeferredMaterial(name=name, by=chosen_day(day)) for name, day in days)
        return actions.Accept(
            deferred_materials=tuple(owed), written_commitment=promise.currentData() or ""
        )

    def offer(view: CaseView) -> None:
        _offer_papers(promise, view.new_evidence)

    sheet = Sheet(payload, follow=offer)
    sheet.add(label(tr("Accepted although these are missing; each is to come by its day.")))
    today = view.situation.today
    kept = begun(view, actions.Accept())
    before = {owed.name: owed.by for owed in kept.deferred_materials}
    for name in lacking(view.case, view.situation):
        if not kinds.is_deferrable(view.case.item, name):
            sheet.add(label(tr("{name} cannot come later.", name=name), "amber"))
            continue
        due = deadline(today, DEFERRED_DAYS, view.situation.calendar).day or today
        days.append((name, sheet.day(name, today, before.get(name, due))))
    promise = sheet.choice(tr("The applicant's written commitment"), [(tr("Not taken in yet"), "")])
    offer(view)
    choose(promise, kept.written_commitment or promise.currentData())
    sheet.add(button(tr("Take in the commitment…"), sheet.paper_wanted.emit, "link"))
    sheet.add(label(tr("Approval waits until they are in."), "quiet"))
    return sheet


def _offer_papers(combo: QComboBox, papers: Sequence[Evidence]) -> None:
    """Offers what was taken in. The chosen one stays while it is there; where none is chosen, what
    is called a commitment, or came while the sheet is open, is."""
    offered = [(combo.itemText(n), combo.itemData(n)) for n in range(1, combo.count())]
    if offered == [(paper.name, paper.sha256) for paper in papers]:
        return
    chosen, known = combo.currentData(), {sha256 for _, sha256 in offered}
    for n in reversed(range(1, combo.count())):
        combo.removeItem(n)
    for paper in papers:
        combo.addItem(paper.name, paper.sha256)
    came = combo.isVisible()
    likely = [p.sha256 for p in papers if PROMISE in p.name or (came and p.sha256 not in known)]
    choose(combo, chosen or (likely[-1] if likely else ""))


def approval(view: CaseView) -> Sheet:
    """The opinion, what the result bears of what is permitted, and conditions."""

    def payload() -> Payload:
        return actions.Approve(
            opinion=opinion.toPlainText(),
            conditions=text.toPlainText(),
            grant=permitted(),
            by_commitment=promised is not None and promised.isChecked(),
        )

    sheet = Sheet(payload)
    opinion = sheet.text(tr("Opinion"), view.draft.opinion)
    applied_for = grants.in_form(view.case, view.situation)
    least = actions.Approve.minimal(view.case, view.situation)
    before = begun(view, replace(least, grant=applied_for))
    permitted = _ask_for_grant(sheet, view, before.grant or applied_for)
    text = sheet.text(tr("Conditions, with their legal basis"), before.conditions)
    promised = _ask_for_commitment(sheet, view, before.by_commitment)
    return sheet


def _ask_for_commitment(sheet: Sheet, view: CaseView, start: bool) -> QCheckBox | None:
    """Asks whether the applicant has promised what papers would show; None where none may."""
    known = promisable(view.case, view.situation)
    if not known:
        return None
    promised = QCheckBox(tr("By the applicant's written commitment"))
    promised.setChecked(start)
    sheet.add(promised)
    sheet.watch(promised)
    stands = tr("It stands in for: {names}", names=listed(sorted(known)))
    sheet.add(label(stands, "quiet"))
    sheet.add(button(tr("Take in the commitment…"), sheet.paper_wanted.emit, "link"))
    return promised


def _ask_for_grant(sheet: Sheet, view: CaseView, start: Grant | None) -> Callable[[], Grant | None]:
    """Asks for what the item's result bears; the answer as it stands, None where it bears none."""
    result = view.situation.item.result
    if start is None or result is None:
        return lambda: None
    today = view.situation.today
    scope = sheet.line(tr("What is permitted"), start.scope) if result.scope else None
    place = sheet.line(tr("Place"), start.place) if result.place else None
    no = sheet.line(tr("Number, where it has one already"), start.no)
    begins = ends = None
    if result.valid_years:
        begins = sheet.day(tr("Valid from"), date.min, start.valid_from or today)
        ends = sheet.day(tr("Valid until, this day included"), today, start.valid_to or today)
    return lambda: Grant(
        scope=scope.text().strip() if scope else "",
        place=place.text().strip() if place else "",
        no=no.text().strip(),
        valid_from=chosen_day(begins) if begins else None,
        valid_to=chosen_day(ends) if ends else None,
    )


def denial(view: CaseView) -> Sheet:
    """One ground or several, each with its legal basis."""
    grounds: list[tuple[QComboBox, QPlainTextEdit]] = []

    def payload() -> Payload:
        said = [
            DenialGround(basis=basis.currentText().strip(), text=text.toPlainText().strip())
            for basis, text in grounds
            if text.toPlainText().strip() or len(grounds) == 1
        ]
        return actions.Deny(grounds=tuple(said), opinion="；".join(g.text for g in said))

    def add_ground(start: str = "", law: str = "") -> None:
        basis = among.choice(tr("Legal basis"), [(b, b) for b in view.case.item.legal_basis])
        basis.setEditable(True)
        if law:
            basis.setEditText(law)
        if (typed := basis.lineEdit()) is not None:
            typed.setCursorPosition(0)
            basis.currentIndexChanged.connect(lambda _index: typed.setCursorPosition(0))
        among.add(SpelledOut(basis))
        grounds.append((basis, among.text(tr("Ground, as the notice says it"), start)))

    sheet, among = Sheet(payload), Sheet(payload)
    among.changed.connect(sheet.changed)
    among.setLayout(among.form)
    sheet.add(among)
    first, *more = begun(view, actions.Deny()).grounds or (DenialGround(basis="", text=""),)
    add_ground(view.draft.opinion, first.basis)
    for ground in more:
        add_ground(ground.text, ground.basis)
    sheet.add(button(tr("Another ground"), add_ground, "link"))
    if remedies(view.case):
        told = tr(
            "The notice tells the applicant of reconsideration (60 days) and suit (6 months)."
        )
        sheet.add(label(told, "quiet"))
    return sheet


def special(view: CaseView) -> Sheet:
    def payload() -> Payload:
        return actions.BeginSpecial(
            procedure=procedure.currentData() or "",
            expected_days=days.value(),
            text=text.toPlainText(),
            body=body.text(),
        )

    sheet = Sheet(payload)
    before = begun(view, actions.BeginSpecial(procedure="", expected_days=10))
    known = kinds.special_procedures(view.case.item)
    names = [(tr(PROCEDURES[code]), code) for code in known if code in PROCEDURES]
    procedure = sheet.choice(tr("Procedure"), names)
    rests_on = label("", "quiet")
    sheet.add(rests_on)
    body = sheet.line(tr("Carried out by"), before.body)
    choose(procedure, before.procedure)
    days = sheet.days(tr("It will take"), 1, 90, before.expected_days)

    def say_basis() -> None:
        rests_on.setText(known.get(procedure.currentData() or "", ""))

    procedure.currentIndexChanged.connect(lambda _index: say_basis())
    say_basis()
    text = sheet.text(tr("What the applicant is told"), before.text)
    return sheet


def special_end(view: CaseView) -> Sheet:
    sheet = Sheet(lambda: actions.EndSpecial(finding=text.toPlainText()))
    text = sheet.text(tr("What was found"), begun(view, actions.EndSpecial()).finding)
    return sheet


def extension(view: CaseView) -> Sheet:
    """How long, why, and whose approval it has: that of whom the item's text names. Where it is
    signed, the approval is the signature."""

    def payload() -> Payload:
        asked = actions.Extend(days=days.value(), reason=text.toPlainText())
        if is_signed:
            return asked
        return replace(asked, approved_by=who.text(), approved_on=chosen_day(on))

    sheet = Sheet(payload)
    is_signed = view.needs_signature("extend")
    allowed, today = kinds.extension(view.case.item), view.situation.today
    accepted = view.case.clock.accepted_at
    before = begun(view, actions.Extend(days=allowed.days))
    days = sheet.days(tr("Longer by"), 1, max(1, allowed.days), before.days)
    text = sheet.text(tr("Reason"), before.reason)
    if is_signed:
        return sheet
    who = sheet.line(tr("Approved by"), before.approved_by or "")
    who.setPlaceholderText(allowed.by)
    first = min(civil(accepted), today) if accepted is not None else today
    on = sheet.day(tr("Approved on"), first, before.approved_on or today, today)
    return sheet


def transfer(view: CaseView) -> Sheet:
    sheet = Sheet(lambda: actions.Transfer(to_clerk=to.id, reason=text.toPlainText()))
    before = begun(view, actions.Transfer())
    to = sheet.colleague(tr("To (colleague)"), before.to_clerk)
    text = sheet.text(tr("Reason"), before.reason)
    return sheet


def message(view: CaseView) -> Sheet:
    def payload() -> Payload:
        return actions.SendMessage(to_department=to.currentData(), text=text.toPlainText())

    sheet = Sheet(payload)
    thing = view.situation.thing
    siblings = thing.sub_applications if thing else ()
    others = {s.department.code: s.department.name for s in siblings}
    before = begun(view, actions.SendMessage(to_department=""))
    to = sheet.choice(tr("To"), [(name, code) for code, name in others.items()])
    choose(to, before.to_department)
    text = sheet.text(tr("Message"), before.text)
    return sheet


def reply(view: CaseView) -> Sheet:
    def payload() -> Payload:
        return actions.ReplyEvaluation(evaluation_id=rating.id, text=text.toPlainText())

    sheet = Sheet(payload)
    rating = view.situation.evaluations[0]
    rated = word(RATINGS, str(rating.stars))
    sheet.add(label(tr("{rating}: {words}", rating=rated, words=rating.text)))
    before = begun(view, actions.ReplyEvaluation(evaluation_id=rating.id))
    text = sheet.text(tr("Reply"), before.text)
    return sheet


def sending_back(view: CaseView) -> Sheet:
    def payload() -> Payload:
        return actions.SendBack(
            proposal_id=standing.id if standing else "", text=text.toPlainText()
        )

    sheet = Sheet(payload)
    standing = view.case.proposal
    before = begun(view, actions.SendBack(proposal_id=""))
    text = sheet.text(tr("What is to be looked at again"), before.text)
    return sheet
