"""The layout of the template, shared by writing and reading.

The form sheet has a hidden first column (unit codes) and a hidden first row (column keys). Both are found by a marker
and not by position, so that a moved row or column is still recognised. A second, hidden sheet holds the plan, the
period, and the text of every cell as the file was written.
"""

SCHEMA = 1
FORM_SHEET = "填报表"
HIDDEN_SHEET = "_fedwork"
SIGNATURE = "fedwork"
KEYS_MARKER = "fedwork:keys"  # marks the hidden row of keys and, by its column, the hidden column of unit codes
TITLES_MARKER = "fedwork:titles"
UNIT_KEY = "unit"
STATE_KEY = "state"
# In the column of codes, of rows that are not read: lines to sign, and the sums (then with what heads them behind it).
FOOT_MARKER = "fedwork:foot"
PLAN_SHEET = "_fedwork_plan"  # hidden: the plan as it stood, so that a stale file can say what has changed since
# The sheet of tasks, and the hidden one with each of its texts as it was written.
TASKS_SHEET = "任务进展"
HIDDEN_TASKS = "_fedwork_tasks"
TASKS_MARKER = "fedwork:tasks"
TASK_KEY = "task"
