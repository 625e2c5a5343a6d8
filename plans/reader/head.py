"""What stands above the plan: its title, who issued it, for which year, its number, and to whom it is addressed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reader import marks
from plans.reader.paragraph import Paragraph

FIRST = 40  # paragraphs among which the title stands
LONGEST_TITLE = 90
KINDS = (
    r"工作要点|工作计划|工作部署|工作安排|工作方案|工作打算|实施方案|行动方案|行动计划|实施计划|实施意见|活动方案|总体方案|重点工作|目标任务|任务分解|分解表|责任书|责任清单|任务清单"
    r"|发展规划|规划纲要|发展纲要|规划|纲要|要点|方案|意见|讲话|报告|实事(?:项目|清单)?|项目清单|发言|部署|安排|通知|计划"
)
ENDS_AS_TITLE = re.compile(rf"(?:{KINDS})(?:分解)?(?:表|稿)?(?:[((][^()]{{1,20}}[))])*$")
PLAN_WORDS = re.compile(r"工作要点|工作计划|规划|计划|方案|要点|讲话|目标任务|实事|纲要|清单|部署|安排|分解")
BOOK_TITLE = re.compile(rf"《([^《》]{{4,80}}(?:{KINDS})[^《》]{{0,20}})》")
FORWARDS = re.compile(r"(?:印发|下发|转发|分解下达|下达)《")
NOTICE = re.compile(r"通知$")
NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(【〈]20\d\d[〕\])】〉]\s*第?\s*\d{1,4}\s*号")
YEAR = re.compile(r"(20\d\d)(?:年|年度)")
DIGIT_YEAR = re.compile(r"[二][〇零○O0]([〇零○O0一二三四五六七八九]{2})年")
SPAN = re.compile(r"(20\d\d)年?\s*(?:-+|~|至|到)\s*(20\d\d)年?")
FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
OF_YEAR = re.compile(r"(20\d\d)年(?:是|,是|工作|全[市县省区州]|妇|度工作|的?主要)")
ISSUER = re.compile(
    r"^.{0,24}?(?:妇女联合会|妇联|妇儿工委(?:办公室|办)?|妇女儿童工作委员会(?:办公室)?|人民政府(?:办公[厅室])?|委员会(?:办公[厅室])?|政府(?:办公[厅室])?|[市县区省州]委(?:办公[厅室])?)"
)
SIGNED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")
ADDRESS = re.compile(r"[^。;!?]{2,600}:")
OFFICE = re.compile(
    r"妇联|妇委会|妇工委|女工委|女职委|妇女工作|委|局|办|政府|部门|单位|处|部|室|会|中心|公司|学校|医院|街道|乡镇|群工|企业"
)
NOBODY = re.compile(r"同志|姐妹|代表们|委员们|朋友|来宾|领导|如下|包括|以下|要求|思路|目标|任务|原则|坚持|是$")
LETTERSPACED = re.compile(r"(?<=[一-龥]) (?=[一-龥](?: |$))|(?<= [一-龥]) (?=[一-龥])")


@dataclass(frozen=True)
class Head:
    title: str | None
    issuer: str | None
    year: int | None
    years: tuple[int, int] | None
    number: str | None
    addressees: tuple[str, ...]
    begins: int  # the paragraph in which the plan itself begins: what stands before it only brings it


def head(paragraphs: Sequence[Paragraph], asides: Sequence[str]) -> Head:
    """``asides`` are the texts that were set aside: a site's table of facts may hold the document's number."""
    flats = [paragraph.flat for paragraph in paragraphs]
    title, begins = _title(flats, asides)
    top = flats[:FIRST]
    years = _years(title or "")
    year = _year(title or "", flats)
    return Head(
        title=title,
        issuer=_issuer(title, top, flats),
        year=year if year or not years else years[0],
        years=years,
        number=_number([*asides[:FIRST], *top]),
        addressees=_addressees(top),
        begins=begins,
    )


def _title(flats: Sequence[str], asides: Sequence[str]) -> tuple[str | None, int]:
    found = _titles(flats)
    if not found:
        return _from_file_name(asides), 0
    first, _, end = found[0]
    forwarded = BOOK_TITLE.search(first) if NOTICE.search(first) else None
    if forwarded:
        name = forwarded[1]
        for title, _, after in found[1:]:
            if _alike(title, name):
                return title, after
        return name, end
    if NOTICE.search(first):
        later = [one for one in found[1:] if not NOTICE.search(one[0])]
        if later and FORWARDS.search(first):
            return later[0][0], later[0][2]
    again = [after for title, _, after in found[1:] if title == first]
    return first, again[0] if again else end


def _titles(flats: Sequence[str]) -> list[tuple[str, int, int]]:
    """(title, its first paragraph, the paragraph after it): lines that end as titles do, with those they go on from."""
    found: list[tuple[str, int, int]] = []
    end = 0
    for i, flat in enumerate(flats[:FIRST]):
        if marks.at_start(flat) and found:
            break
        line = LETTERSPACED.sub("", flat[: 2 * LONGEST_TITLE])
        if len(line) > LONGEST_TITLE or not ENDS_AS_TITLE.search(line):
            continue
        start = i
        while start > end and len(line) < 60 and _leads_on(flats[start - 1], line):
            start -= 1
            line = LETTERSPACED.sub("", flats[start]).strip() + line
        found.append((line, start, i + 1))
        end = i + 1
    return found


def _leads_on(before: str, line: str) -> bool:
    """Whether ``before`` is the upper line of a title: an issuer's name, or words that do not end there."""
    if len(before) > 40 or any(stop in before for stop in "。;:") or NUMBER.search(before) or "|" in before:
        return False
    if ENDS_AS_TITLE.search(before) and not before.endswith("的"):
        return False
    return before.endswith(("的", "》", "、", "妇女联合会", "妇联", "办公室", "人民政府", "委员会")) or line.startswith(
        ("关于", "20", "通", "的")
    )


def _alike(title: str, name: str) -> bool:
    return name in title or title in name or name[-12:] == title[-12:]


def _from_file_name(asides: Sequence[str]) -> str | None:
    for aside in asides:
        hit = re.fullmatch(r"(.{4,80})\.(?:docx?|wps|pdf|txt|html?)", aside)
        if hit:
            return hit[1]
    return None


def _years(title: str) -> tuple[int, int] | None:
    span = SPAN.search(title)
    if span and int(span[1]) < int(span[2]):
        return int(span[1]), int(span[2])
    for name, years in FIVE_YEARS.items():
        if name in title and not YEAR.search(title):
            return years
    return None


def _year(title: str, flats: Sequence[str]) -> int | None:
    for source in (SPAN.sub("", title),):
        if hit := YEAR.search(source):
            return int(hit[1])
        if hit := DIGIT_YEAR.search(source):
            return 2000 + marks.counted("".join("〇" if c in "○O0" else c for c in hit[1]))
    if _years(title):
        return None
    for pattern in (OF_YEAR, SIGNED, YEAR):
        years = Counter(
            int(hit[:4] if isinstance(hit, str) else hit) for flat in flats for hit in pattern.findall(flat)
        )
        if years:
            return years.most_common(1)[0][0]
    return None


def _issuer(title: str | None, top: Sequence[str], flats: Sequence[str]) -> str | None:
    for line in (title or "", *top[:6], *reversed(flats[-6:])):
        if len(line) <= LONGEST_TITLE and (hit := ISSUER.match(line)) and "印发" not in hit[0] and "《" not in hit[0]:
            return hit[0].removeprefix("中共") if hit[0].startswith("关于") else hit[0]
    for i, flat in enumerate(flats):
        if SIGNED.fullmatch(flat) and i and len(flats[i - 1]) <= 30 and ISSUER.match(flats[i - 1]):
            return flats[i - 1]
    return None


def _number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if len(line) < 200 and (hit := NUMBER.search(line)):
            return re.sub(r"\s", "", hit[0])
    return None


def _addressees(top: Sequence[str]) -> tuple[str, ...]:
    for flat in top[:20]:
        if (
            ADDRESS.fullmatch(flat)
            and not marks.at_start(flat)
            and OFFICE.search(flat)
            and not NOBODY.search(flat[:-1])
        ):
            return tuple(one for one in split_names(flat[:-1]) if one)
    return ()


def split_names(flat: str) -> list[str]:
    """Names in a row: parted by , 、 ; outside brackets."""
    names, depth, start = [], 0, 0
    for i, char in enumerate(flat):
        if char in "((":
            depth += 1
        elif char in "))":
            depth = max(0, depth - 1)
        elif char in ",、;" and not depth:
            names.append(flat[start:i].strip())
            start = i + 1
    return [*names, flat[start:].strip()]
