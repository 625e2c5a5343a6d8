"""The scenario of imports with tasks of which units report, and workbooks that give their progress."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from plans.models import TaskUnit
from sheets.tasks.model import TaskPart
from targets.models import Progress
from targets.workbooks.importing.uploads import confirm_upload
from targets.workbooks.template import write_period_template
from tests.factories import make_task
from tests.targets.workbooks.import_scenario import ImportScenario, receive_preview

SHEET = "任务进展"
FIRST = 6  # the row of the first task
COLUMNS = dict(zip(TaskPart, "EFGH", strict=True))


class TaskScenario(ImportScenario):
    """Yongde leads T01 and T02, Zhenkang assists in T02; an office of the city that owes no figure leads T03."""

    def __init__(self):
        super().__init__()
        self.plan.tasks.update(title="开展“三八”维权周活动")
        self.tasks = {
            "T01": self.plan.tasks.get(),
            "T02": make_task(self.plan, "T02", title="建设妇女儿童之家"),
            "T03": make_task(self.plan, "T03", title="培育巾帼志愿服务队"),
        }
        self._take_part("T01", self.yongde, TaskUnit.Part.LEAD)
        self._take_part("T02", self.yongde, TaskUnit.Part.LEAD)
        self._take_part("T02", self.zhenkang, TaskUnit.Part.ASSIST)
        self._take_part("T03", self.office, TaskUnit.Part.LEAD)

    def _take_part(self, code, unit, part):
        TaskUnit.objects.get_or_create(task=self.tasks[code], unit=unit, part=part)

    def save_progress(self, unit, task, **content):
        return Progress.objects.create(
            report=self.returns[unit], task=self.tasks[task], typed_by=self.clerk, typed_at=timezone.now(), **content
        )

    def stored_progress(self):
        rows = Progress.objects.select_related("report__participant", "task")
        return {
            (row.report.participant.code, row.task.code): (row.state, row.done, row.obstacle, row.next_step)
            for row in rows
            if row.state or row.done or row.obstacle or row.next_step
        }

    def rows_of(self, data):
        sheet = load_workbook(BytesIO(data))[SHEET]
        return {sheet.cell(row, 1).value: row for row in range(FIRST, sheet.max_row + 1)}

    def filled(self, changes, by=None, sheet=SHEET):
        """The template with texts of tasks changed: {(unit, task, part): text}, as an uploaded file."""
        data = write_period_template(self.period, by=by or self.admin)
        rows, book = self.rows_of(data), load_workbook(BytesIO(data))
        for (unit, task, part), text in changes.items():
            book[sheet][f"{COLUMNS[part]}{rows[f'{unit}/{task}']}"] = text
        return as_file(book)

    def receive(self, file, by=None):
        return receive_preview(file, by=by or self.admin, period=self.period)

    def confirm(self, shown, by=None, as_submitted=False):
        return confirm_upload(shown.upload, by=by or self.admin, as_submitted=as_submitted, seen=shown.result.digest)


def as_file(book, name="三季度.xlsx"):
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def office_table(*rows, title="永德县妇联2020年第三季度重点工作推进情况表"):
    book = Workbook()
    for row in [(title,), ("序号", "工作任务", "状态", "进展情况", "存在问题", "下一步打算"), *rows]:
        book.active.append(list(row))
    return as_file(book)
