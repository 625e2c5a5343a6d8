"""The duty paper of a unit (任务书) as a document: what it owes, its tasks, and where both sides sign."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from circulars.queries.duties import DutyPaper
from circulars.text.model import Annex, CircularText, ParagraphKind, plain
from circulars.word.writer import write_circular
from plans.models import Plan

DAY = "{0.year}年{0.month}月{0.day}日"


def list_target_rows(paper: DutyPaper, year: int) -> list[list[str]]:
    """A row for each target: number, name, what is owed, by when."""
    return [
        [str(number), each.name, f"{each.amount}{each.measure}", _write_day(each.due_on, year)]
        for number, each in enumerate(paper.targets, 1)
    ]


def list_task_rows(paper: DutyPaper, year: int) -> list[list[str]]:
    """A row for each task: number, title, part, by when."""
    return [
        [str(number), each.title, str(each.part), _write_day(each.due_on, year)]
        for number, each in enumerate(paper.tasks, 1)
    ]


def write_duty(plan: Plan, paper: DutyPaper) -> bytes:
    """The document of one unit as the bytes of a .docx; always in the language of the offices."""
    with override(settings.LANGUAGE_CODE):
        unit = paper.participant
        words = {"plan": plan.title, "unit": unit.name, "year": plan.year, "people": "、".join(paper.people) or "—"}
        opening = _("After the %(plan)s, %(unit)s owes the following targets and tasks in %(year)s.") % words
        tables = []
        if paper.targets:
            heads = [_("No."), _("Target"), _("What is owed"), _("By when")]
            tables.append(Annex(_("1. Targets"), heads, list_target_rows(paper, plan.year), [True, False, True, False]))
        if paper.tasks:
            heads = [_("No."), _("Task"), _("Part"), _("By when")]
            tables.append(Annex(_("2. Tasks"), heads, list_task_rows(paper, plan.year), [True, False, False, False]))
        tables.append(_make_signatures(plan, paper))
        return write_circular(
            CircularText(
                title=_("Duty paper of %(unit)s for %(year)s") % words,
                paragraphs=[
                    plain(ParagraphKind.TEXT, opening),
                    plain(ParagraphKind.TEXT, _("It is answered for by: %(people)s.") % words),
                ],
                issuer="", day="", tables=tables, words=[unit.name, f"{plan.year}年"],
            )
        )  # fmt: skip


def _make_signatures(plan: Plan, paper: DutyPaper) -> Annex:
    heads: Sequence[str] = [_("Given out by (seal)"), _("Taken on by (seal)")]
    sign, day = _("Signed:"), pgettext("to be filled in by hand", "day, month, year")
    rows = [[plan.unit.name, paper.participant.name], [sign, sign], [day, day]]
    return Annex("", heads, rows, [False, False])


def _write_day(day: date, year: int) -> str:
    """Without its year where that is the plan's."""
    return DAY.format(day) if day.year != year else f"{day.month}月{day.day}日"
