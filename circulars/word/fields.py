"""The fields that an office's own template may have: ``{{ 标题 }}``. Their names are a format, never translated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulars.text.facts import CircularFacts
from circulars.text.model import Annex, CircularText, TextParagraph


class FieldKind(StrEnum):
    """How a field is filled: by words in a line, by paragraphs, or by a table. The last two stand alone in a line."""

    WORDS = "words"
    PARAGRAPHS = "paragraphs"
    TABLE = "table"


@dataclass(frozen=True)
class TemplateField:
    """A field that may stand in a template: what it is, and an example of it."""

    name: str
    what: str | Promise
    example: str
    kind: FieldKind = FieldKind.WORDS

    @property
    def written(self) -> str:
        return f"{{{{ {self.name} }}}}"


TEXT, TABLE = "正文", "排名表"
SECTION_FIELDS = {
    "overall": "总体情况",
    "targets": "分项情况",
    "units": "单位情况",
    "returns": "上报情况",
    "next": "下一步",
}
FIELDS = (
    TemplateField("标题", _("The title"), "关于2020年二季度全市妇联重点工作目标任务完成情况的通报"),
    TemplateField("文号", _("The document's number"), "临妇通〔2020〕9号"),
    TemplateField("发文单位", _("Who issues it"), "临沧市妇女联合会"),
    TemplateField("主送单位", _("To whom it goes"), "各县（区）妇联"),
    TemplateField("日期", _("The day of the publication; of a draft, today"), "2020年7月15日"),
    TemplateField("计划", _("The title of the plan"), "临沧市妇联2020年工作计划"),
    TemplateField("单位", _("The unit that it is about"), "临沧市"),
    TemplateField("时期", _("The period"), "2020年二季度"),
    TemplateField("综合完成率", _("How much is done on the whole"), "52.3%"),
    TemplateField("应报数", _("How many returns were due"), "8"),
    TemplateField("已报数", _("How many returns were handed in"), "7"),
    TemplateField("催报次数", _("How often returns were urged"), "2"),
    TemplateField(TEXT, _("The whole text with its heads"), "一、总体情况……", FieldKind.PARAGRAPHS),
    TemplateField("总体情况", _("This section without its head"), "全部 10 项目标任务中……", FieldKind.PARAGRAPHS),
    TemplateField("分项情况", _("This section without its head"), "农村劳动力培训：……", FieldKind.PARAGRAPHS),
    TemplateField("单位情况", _("This section without its head"), "综合完成率居前的有……", FieldKind.PARAGRAPHS),
    TemplateField("上报情况", _("This section without its head"), "应上报 8 份……", FieldKind.PARAGRAPHS),
    TemplateField("下一步", _("This section without its head"), "请查明……", FieldKind.PARAGRAPHS),
    TemplateField(TABLE, _("The ranking of the units as a table"), "位次、单位、综合完成率……", FieldKind.TABLE),
)
KNOWN = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class FieldValues:
    """What the fields of one circular get, by the name of the field."""

    words: Mapping[str, str]
    paragraphs: Mapping[str, Sequence[TextParagraph]]
    table: Annex | None


def make_values(text: CircularText, facts: CircularFacts) -> FieldValues:
    """The values of all fields for a circular as one person sees it."""
    words = {
        "标题": text.title, "文号": text.number, "发文单位": text.issuer, "主送单位": text.recipients, "日期": text.day,
        "计划": facts.plan, "单位": facts.unit_name, "时期": facts.period, "综合完成率": facts.overall or "—",
        "应报数": str(facts.expected), "已报数": str(facts.standing), "催报次数": str(facts.urged),
    }  # fmt: skip
    sections: dict[str, list[TextParagraph]] = {name: [] for name in SECTION_FIELDS.values()}
    at = ""
    for paragraph in text.paragraphs:
        if paragraph.key.startswith("head-"):
            at = SECTION_FIELDS.get(paragraph.key.removeprefix("head-"), "")
        elif at:
            sections[at].append(paragraph)
    return FieldValues(words, {TEXT: text.paragraphs, **sections}, text.annexes[0] if text.annexes else None)
