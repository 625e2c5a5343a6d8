"""The values of a made-up circular: for trying a template out, and for its preview."""

from circulars.text.model import Annex, ParagraphKind, plain
from circulars.word.fields import FIELDS, SECTION_FIELDS, TABLE, TEXT, FieldKind, FieldValues

PARAGRAPHS = {
    "总体情况": "全部 10 项目标任务中，超前 1 项，正常 6 项，滞后 2 项，严重滞后 1 项。综合完成率为 52.3%。",
    "分项情况": "农村劳动力培训：任务 13,000人，已完成 6,841人，完成率 52.6%，高于序时进度 2.6 个百分点。",
    "单位情况": "综合完成率居前的有永德（61.0%）、镇康（58.2%）。居后的有沧源（41.7%）、耿马（40.9%）。",
    "上报情况": "应上报 8 份，已上报 7 份。未全部上报的有沧源。催报 2 次。",
    "下一步": "请查明滞后目标任务的原因，逐日排定下一步措施，尽快赶上进度。",
}
NUMERALS = "一二三四五"


def make_example() -> FieldValues:
    """Values for every field."""
    sections = {name: [plain(ParagraphKind.TEXT, text)] for name, text in PARAGRAPHS.items()}
    whole = [
        plain(ParagraphKind.TEXT, "按照《临沧市妇联2020年工作计划》，现将截至2020年二季度末目标任务完成情况通报如下。")
    ]
    for numeral, name in zip(NUMERALS, SECTION_FIELDS.values(), strict=True):
        whole += [plain(ParagraphKind.HEAD1, f"{numeral}、{name}"), *sections[name]]
    rows = [[str(place), unit, share] for place, unit, share in ((1, "永德", "61.0%"), (2, "镇康", "58.2%"))]
    return FieldValues(
        {field.name: field.example for field in FIELDS if field.kind == FieldKind.WORDS},
        {TEXT: whole, **sections},
        Annex(TABLE, ["位次", "单位", "综合完成率"], rows, [True, False, True]),
    )
