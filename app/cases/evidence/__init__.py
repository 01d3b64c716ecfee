"""The papers held against the form (docs/rules.md, "What the papers say"): pure, and a hint only.

A difference is a ``warn`` at most. It never decides, and never hides what it could not read.
"""

from app.cases.evidence.comparison import (
    LICENCE,
    Agreement,
    Comparison,
    FieldEvidence,
    PaperFinding,
    Place,
    Said,
    Unreadable,
    is_finding_id,
    unticked,
)

__all__ = [
    "LICENCE",
    "Agreement",
    "Comparison",
    "FieldEvidence",
    "PaperFinding",
    "Place",
    "Said",
    "Unreadable",
    "is_finding_id",
    "unticked",
]
