"""Why something was read as it was: the rules of the reader in the words of people who write plans."""

from django.utils.translation import gettext_lazy as _

RULE_DESCRIPTIONS = {
    "by_hand": _("added by hand"),
    "heading": _("a heading of the document"),
    "dated_step": _("to be done by a day"),
    "all_of_it": _("all of it is to be done by a day"),
    "each": _("so many for each"),
    "comparison": _("a number with a word that compares"),
    "rate": _("a rate"),
    "number": _("a number that a verb promises"),
    "chinese_numeral": _("a number written in characters"),
    "item": _("an item of the document"),
    "sentence": _("a sentence that says what is to be done"),
}
NOT_TARGET_DESCRIPTIONS = {
    "time": _("a year, a date or a period"),
    "title": _("part of the title of a document"),
    "quoted": _("quoted words"),
    "code": _("the number of a document or a code"),
    "no_measure": _("a number without a thing that is counted"),
    "ordinal": _("says which one, not how many"),
    "set_phrase": _("a set phrase"),
    "age": _("an age"),
    "duration": _("how long something lasts"),
    "score": _("a score or a weight"),
    "rank": _("a rank"),
    "named": _("part of a name"),
    "abstract": _("counts tasks, sides or steps, not results"),
    "scope": _("says how many places it concerns"),
    "condition": _("a condition for whom it concerns"),
    "conditions": _("a condition for whom it concerns"),
    "limit": _("a limit for each case"),
    "base": _("how it stood before"),
    "past": _("was done already"),
    "spent": _("was spent already"),
    "state": _("how it stands now"),
    "exists": _("exists already"),
    "place": _("says where, not how many"),
    "part_of_share": _("says what the share is a share of"),
    "no_promise": _("nothing in the sentence promises it"),
    "unit": _("a unit of measure in brackets"),
    "folk": _("the people whom the plan is for"),
    "part_of_another": _("says which things the next number counts"),
    "summed": _("sums up what was just listed"),
    "list_count": _("counts the list that follows"),
    "how_often_told": _("how often something is told"),
    "rest": _("what is left of a number said before"),
    "format": _("how long or how large something may be"),
    "rank_among": _("a rank"),
    "so_many_times": _("so many times a rate, as a saying"),
    "scored": _("how points are given"),
    "prize": _("how many prizes there are"),
    "copies": _("how many copies are printed"),
    "in_a_row": _("how often in a row"),
    "standard": _("what one costs"),
    "actors": _("who does it, and not how much is done"),
    "arranged": _("who does it, and not how much is done"),
    "crowd": _("too many numbers in one sentence to tell them apart"),
    "one_of_a_kind": _("“one” as in “a kind of”"),
    "site_noise": _("of the web site"),
}
ASIDE_DESCRIPTIONS = {
    "page_number": _("page number"),
    "running_head": _("running head"),
    "item_number": _("number in a list"),
    "contents": _("table of contents"),
    "site_noise": _("of the web site"),
    "copies": _("to whom copies go"),
    "signature": _("signature and day"),
    "attachments": _("list of attachments"),
}


def describe_rule(rule: str) -> str:
    """Why something is proposed, by the reader's rule."""
    return str(RULE_DESCRIPTIONS.get(rule) or _("numbers and words that promise something"))


def describe_non_target(rule: str) -> str:
    """Why a number is no target."""
    return str(NOT_TARGET_DESCRIPTIONS.get(rule) or _("nothing in the sentence promises it"))


def describe_aside(rule: str) -> str:
    """Why a passage is not part of the plan."""
    return str(ASIDE_DESCRIPTIONS.get(rule) or _("not the plan's text"))
