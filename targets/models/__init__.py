"""The models of targets: what is promised, who owes which share, what was reported, and what it adds up to."""

from targets.models.allocation import Adjustment, Allocation
from targets.models.asking import Plea, Urge, UrgedReturn
from targets.models.document import PlanDocument, Proposal
from targets.models.doubt import StoredDoubt
from targets.models.evidence import Evidence, SnapshotEvidence
from targets.models.figure import Figure, Progress, SnapshotFigure, SnapshotProgress
from targets.models.history import BasisHistory, FigureVersion, ShareBefore
from targets.models.report import Return, SentBackCell, Snapshot
from targets.models.rule import Explanation, Finding, Rule, RulePart, Weight
from targets.models.scan import ScannedFile
from targets.models.sheet_form import SheetForm
from targets.models.split_figure import SplitFigure
from targets.models.suggestion import RemovedSuggestion
from targets.models.target import Target
from targets.models.total import Check, Mark, Settlement, Total
from targets.models.upload import ConfirmedLabel, Upload, UploadAnswer, UploadPage, UploadStep
from targets.models.upload_before import CellBefore, ProgressBefore, ReturnBefore

__all__ = [
    "Adjustment",
    "Allocation",
    "BasisHistory",
    "CellBefore",
    "Check",
    "ConfirmedLabel",
    "Evidence",
    "Explanation",
    "Figure",
    "FigureVersion",
    "Finding",
    "Mark",
    "PlanDocument",
    "Plea",
    "Progress",
    "ProgressBefore",
    "Proposal",
    "RemovedSuggestion",
    "Return",
    "ReturnBefore",
    "Rule",
    "RulePart",
    "ScannedFile",
    "SentBackCell",
    "Settlement",
    "ShareBefore",
    "SheetForm",
    "Snapshot",
    "SnapshotEvidence",
    "SnapshotFigure",
    "SnapshotProgress",
    "SplitFigure",
    "StoredDoubt",
    "Target",
    "Total",
    "Upload",
    "UploadAnswer",
    "UploadPage",
    "UploadStep",
    "Urge",
    "UrgedReturn",
    "Weight",
]
