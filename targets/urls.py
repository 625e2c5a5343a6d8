"""The URLs of targets. Each topic lists its own in its ``urls``; their names share the namespace ``targets``."""

from targets.burden import urls as burden
from targets.checks import urls as checks
from targets.documents import urls as documents
from targets.evidence import urls as evidence
from targets.goals import urls as goals
from targets.home import urls as home
from targets.periods import urls as periods
from targets.plan_table import urls as plan_table
from targets.progress import urls as progress
from targets.returns import urls as returns
from targets.review import urls as review
from targets.shares import urls as shares
from targets.sheet_forms import urls as sheet_forms
from targets.totals.verification import urls as verification
from targets.workbooks import urls as workbooks

TOPICS = (
    home, goals, plan_table, shares, periods, verification, documents, returns, evidence, review, checks, workbooks,
    sheet_forms, progress, burden,
)  # fmt: skip

app_name = "targets"
urlpatterns = [pattern for topic in TOPICS for pattern in topic.urlpatterns]
