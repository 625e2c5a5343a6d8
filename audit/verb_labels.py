"""Labels of the verbs of audit entries. A test checks that every verb in the code has one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

VERB_LABELS = {
    "session.login": _("logged in"),
    "session.logout": _("logged out"),
    "session.refused": _("wrong password"),
    "password.change": _("changed the own password"),
    "password.reset": _("gave a temporary password"),
    "person.create": _("added a person"),
    "person.change": _("changed a person"),
    "person.unlock": _("unlocked a person"),
    "post.give": _("gave a post"),
    "post.end": _("ended a post"),
    "units.load": _("loaded units"),
    "unit.add": _("added a unit"),
    "unit.change": _("changed a unit"),
    "unit.close": _("closed a unit"),
    "unit.reopen": _("reopened a unit"),
    "unit.alias.add": _("added a name of a unit"),
    "unit.alias.remove": _("removed a name of a unit"),
    "plan.create": _("made a plan"),
    "plan.change": _("changed a plan"),
    "plan.issue": _("issued a plan"),
    "plan.close": _("closed a plan"),
    "plan.check": _("asked for a check of totals"),
    "plan.delete": _("deleted a plan"),
    "plan.group": _("changed a group"),
    "plan.group.remove": _("removed a group"),
    "plan.participants": _("changed who takes part"),
    "section.add": _("added a section"),
    "section.change": _("changed a section"),
    "section.move": _("moved a section"),
    "section.remove": _("removed a section"),
    "task.add": _("added a task"),
    "task.change": _("changed a task"),
    "task.move": _("moved a task"),
    "task.remove": _("removed a task"),
    "task.units": _("changed the units of a task"),
    "target.add": _("added a target"),
    "target.change": _("changed a target"),
    "target.remove": _("removed a target"),
    "target.adjust": _("adjusted a target"),
    "rule.add": _("added a rule"),
    "rule.change": _("changed a rule"),
    "rule.move": _("moved a rule"),
    "rule.remove": _("removed a rule"),
    "allocation.save": _("allocated"),
    "allocation.baseline": _("set baselines"),
    "upload.receive": _("uploaded a workbook"),
    "upload.apply": _("took over a workbook"),
    "upload.undo": _("took an import back"),
    "period.open": _("opened a period"),
    "period.due": _("changed when a period is due"),
    "period.close": _("closed a period"),
    "period.reopen": _("reopened a period"),
    "period.lock": _("locked a period"),
    "period.follow": _("gave a period back to the calendar"),
    "return.submit": _("submitted a return"),
    "return.withdraw": _("withdrew a return"),
    "return.undo": _("took a return's import back"),
    "return.start": _("began a review"),
    "return.accept": _("accepted a return"),
    "return.send_back": _("sent a return back"),
    "return.recheck": _("sent a return to a level for another look"),
    "return.answer": _("answered why a return was sent back"),
    "return.correct": _("granted a correction"),
    "return.stop": _("stopped a review"),
    "return.unaccept": _("took an acceptance back"),
    "document.receive": _("brought a plan document"),
    "document.accept": _("took a plan document over into the plan"),
    "document.leave": _("set a plan document aside"),
    "file.download": _("took a file away"),
    "evidence.add": _("added evidence"),
    "evidence.remove": _("removed evidence"),
    "return.ask": _("asked for leave to write a return"),
    "return.unask": _("took a plea back"),
    "return.grant": _("granted a plea"),
    "return.refuse": _("refused a plea"),
    "return.urge": _("urged a unit to report"),
}


def verb_label(verb: str) -> Any:
    """The (lazy) label of a verb; the verb itself if it has none."""
    return VERB_LABELS.get(verb, verb)


def verb_choices() -> list[tuple[str, Any]]:
    """(verb, label) pairs for a choice field, in the order of VERB_LABELS."""
    return list(VERB_LABELS.items())
