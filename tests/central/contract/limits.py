"""The limits of the contract, by type and field, as the centre and the desk hold them."""

from __future__ import annotations

from typing import Any

from app.cases.actions import ACTIONS
from app.cases.actions.request_correction import MOST_DAYS
from app.cases.grants import MOST_YEARS
from app.cases.model import GRADES
from app.central import wire
from app.central.client import LARGEST_FILE

SHA256 = {"pattern": "^[0-9a-f]{64}$"}
SHARE = {"minimum": 0, "maximum": 1}
FROM_0, FROM_1 = {"minimum": 0}, {"minimum": 1}
REVISION = {"minimum": 0, "maximum": wire.MOST_REVISION}
LIMITS: dict[str, dict[str, Any]] = {
    "Accept.written_commitment": SHA256,
    "ActionResult.retry_after": FROM_0,
    "ActionResult.revision": REVISION,
    "ActionsRequest.actions": {"minItems": 1, "maxItems": wire.BATCH_LIMIT},
    "BeginSpecial.expected_days": FROM_1,
    "Change.revision": REVISION,
    "ChangesPage.changes": {"maxItems": wire.LARGEST_PAGE},
    "Claim.count": {"minimum": 1, "maximum": wire.CLAIM_LIMIT},
    "Claimed.sub_application_ids": {"maxItems": wire.CLAIM_LIMIT},
    "Clock.extension_days": FROM_0,
    "Correction.round": FROM_1,
    "DepartmentStatistics.instant_share": SHARE,
    "DepartmentStatistics.on_time_rate": SHARE,
    "DepartmentStatistics.satisfaction": SHARE,
    "Evaluation.grade": {"minimum": 0, "maximum": GRADES},
    "Evaluation.stars": {"minimum": 1, "maximum": 5},
    "StatisticsRow.instant_share": SHARE,
    "StatisticsRow.on_time_rate": SHARE,
    "StatisticsRow.satisfaction": SHARE,
    "StatisticsRow.ratings": {"minItems": GRADES, "maxItems": GRADES},
    "Numbers.numbers": {"maxItems": wire.MOST_NUMBERS},
    "TeamCase.revision": REVISION,
    "Extend.days": FROM_1,
    "HitGroup.hits": {"maxItems": wire.MOST_HITS},
    "ItemResult.valid_years": {"minimum": 0, "maximum": MOST_YEARS},
    "KindDigest.count": FROM_0,
    "KindDigest.digest": SHA256,
    "Material.round": FROM_1,
    "Material.sha256": {"pattern": "^([0-9a-f]{64})?$"},
    "Material.size": {"minimum": 0, "maximum": LARGEST_FILE},
    "OneThing.revision": REVISION,
    "Proposal.needed": FROM_1,
    "ReceivedMaterial.pages": FROM_0,
    "ReceivedMaterial.sha256": SHA256,
    "ReceivedMaterial.size": FROM_0,
    "RequestCorrection.by_days": {"minimum": 1, "maximum": MOST_DAYS},
    "SubApplication.revision": REVISION,
    "Token.expires_in": FROM_1,
} | {f"{kind.__name__}.attachments": SHA256 for kind in ACTIONS.values()}
