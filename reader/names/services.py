"""Names of what is done for people: 女性职业能力服务, 白内障患者免费手术."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon.words import BENEFICIARY
from reader.names.patterns import AGE_OF, ANYBODY, DONE_FOR_PEOPLE, LEADING_FILLER, SERVICE_FOR_PEOPLE
from reader.names.words import strip_repeatedly
from reader.numbers.units import EVENTS, MONEY

NOT_SERVED = EVENTS + MONEY
FREE_FOR = re.compile(r"免费[为给对向][^,;。0-9]{0,6}$")
KINDS_OF = re.compile(r"^\d{1,2}类")  # 10类重点群体
ADVERBS = re.compile(r"^(?:免费(?=[为对给向])|[ 、,]|继续|全年|年内|力争|确保|及时|计划|预计|将(?=[为对给向]))")


def name_of_service(context: QuantityContext, behind: str) -> str:
    """The service that people receive: 女性职业能力服务 in 为50万名女性提供职业能力服务."""
    if context.quantity.measure in NOT_SERVED or not BENEFICIARY.search(context.before):
        return ""
    found = SERVICE_FOR_PEOPLE.match(AGE_OF.sub("", LEADING_FILLER.sub("", behind, count=1)))
    if not found:
        return ""
    free = found["free"] or ("免费" if FREE_FOR.search(context.before) else "")
    return f"{found['whom']}{free if '免费' not in found['what'] else ''}{found['what']}"


def done_for_people(before: str, after: str) -> str:
    """What is done for people named before the number: 白内障患者免费手术 in 为白内障患者实施免费手术200例."""
    found = DONE_FOR_PEOPLE.match(strip_repeatedly(before, ADVERBS))
    what = (found["what"] or "") + after if found else ""
    if not found or len(what) < 2:
        return ""
    whom = "" if ANYBODY.fullmatch(found["whom"]) else KINDS_OF.sub("", found["whom"])
    if whom.endswith("新") and before[: found.start("what")].endswith("发放"):
        whom, what = whom.removesuffix("新"), "新发放" + what
    free = "免费" if (found["free"] or found["free2"]) and "免费" not in what else ""
    return f"{whom}{free}{what}"
