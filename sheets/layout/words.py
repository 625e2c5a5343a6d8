"""What the texts around the figures of a Chinese statistics sheet look like. Only enough to tell where they stand."""

import re
import unicodedata
from datetime import date

FULL_WIDTH = str.maketrans("（）：，．％／　", "():,.%/ ")
# 填报单位(盖章):…, 审核人:, 联系电话:0883-…, 填报时间:…, 单位:人
META = re.compile(
    r"^(?:计量)?单位\s*[::]|(?:填报|填表|制表|报送|上报|报告|审核|复核|负责|联系|电话|盖章|签[字名]|日期|时间|单位名称|县区名称|"
    r"编制|经办|领导|文号|表号)[^::。]{0,10}[::]|^(?:填报|填表|制表|报送|上报)(?:时间|日期|人)$|^\d{4}年\d{1,2}月\d{1,2}日$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
NOTE = re.compile(
    r"^[((]?(?:注|注意|备注|说明|填表说明|填报说明|填报要求|填表要求|附注|指标解释|制表说明|数据来源)[))]?\s*\d?\s*[::、.]|^\d[、.].{25,}|^(?:注|说明)$"
)
REPORTER = re.compile(
    r"(?:填报|报送|上报|报告|填表|汇总)?(?:单位|县区?|县\(?市?、?区\)?|地区|部门)(?:名称)?(?:\([^()]*\))?\s*[::]?\s*$"
)
REPORTER_AND_NAME = re.compile(
    r"(?:填报|报送|上报|报告|填表|汇总|制表)(?:单位|部门|县区?|地区)(?:名称)?\s*(?:\([^()]*\))?\s*[::]\s*([^\s::()]+)"
    r"|^(?:单位|县区?|地区|县\(市、区\))名称?(?:\([^()]*\))?\s*[::]\s*([^\s::()]+)"
)
UNIT_OF_MEASURE_LINE = re.compile(r"^(?:计量)?单位\s*[::]\s*[^::]{1,8}$")
TOTAL = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总\s*数|汇\s*总|总和|全[市省州盟县区国旗]\S{0,4}|.{1,12}(?:合计|总计|小计|汇总))(?:[::].*|\(.*\))?$"
)
SUBTOTAL = re.compile(r"小\s*计")
SERIAL = re.compile(r"^(?:序\s*号|编\s*号|序|号|No\.?|NO\.?)$")
UNIT_HEAD = re.compile(
    r"^(?:(?:填报|报送|上报|报告|所属|责任|完成|承担)?(?:单\s*位|地\s*区|县\s*区|区\s*县|县|市县|县市区?|州市|市州|乡镇|部门|区域|市|辖区|"
    r"县\(市、?区\)|县\(区\)|区\(县\)|县、区|县\(市\)|各县区?|市\(州\)|州\(市\)|盟市|旗县区?|旗县市区|县市|市县区)(?:名称|名)?|"
    r"妇联(?:名称)?|组织名称|县级?妇联)(?:\([^()]*\))?$"
)
# Heads of columns that name what lies below the units of a county: 乡(镇), 村(社区), 乡镇/街道, 股室.
LOWER_HEAD = re.compile(
    r"^(?:各|所属|所在)?(?:(?:乡|镇|街道|办事处|行政村|村委会|村|社区|居委会|股室|科室)(?:妇联)?|[()、,/及和])+(?:名称|名|别)?$"
)
CODE_HEAD = re.compile(r"^(?:单位|机构|行政区划?|区划|地区|统计用区划)?(?:代码|编码|行政区划)$")
TARGET_HEAD = re.compile(
    r"(?:指标|项目|任务|工作|内容|事项|板块|类别|目标名|名称|行动|口径|类型|完成情况|数据项|统计项|分类|版块|领域|数据类)"
)
# As a whole label: the column under it names what is to be done, though the plan may have few of it.
TASK_HEAD = re.compile(
    r"^(?:年度|重点|主要|具体|目标|考核|量化|三季度|本季度?)*(?:指标|项目|任务|工作|事项|内容|目标)+(?:名称|内容|分解)?(?:\([^()]*\))?$"
)
MEASURE_HEAD = re.compile(r"^(?:计\s*量|计数)?\s*单\s*位$|^计量$|^量纲$|^单位名$")
REMARK_HEAD = re.compile(
    r"备\s*注|说\s*明|情况描述|存在|困难|问题|打算|责任人|联系|牵头|配合|依据|佐证|进展情况$|开展情况|原因|时限"
)
STORY_HEAD = re.compile(r"(?:情\s*况|进\s*展|进\s*度|推\s*进|落\s*实|成\s*效|做\s*法|措\s*施|效\s*果)(?:\(.*\))?$")
TOLD_HEAD = re.compile(r"(?:推\s*进|进\s*展|工\s*作)\s*情\s*况(?:\(.*\))?$|(?:做\s*法|成\s*效|措\s*施|效\s*果)$")
KIND = re.compile(
    r"本(?:季|月|期|年|次)|当(?:季|月|期|年)|累计|年初|全年|年度|完成数|完成率|实际|计划|目标|任务数|上年|去年|同期|同比|环比|比例|"
    r"进度|发生|新增|期末|数值|数量|人数|完成|季度|月份?|上报"
)
SAYS_KIND = re.compile(r"本[季月期年次]|当[季月期年]|累计|年初|计划|目标|任务数|上年|去年|同期|率$|比$")
DAY = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]|20\d\d([-/.])\d{1,2}\1\d{1,2}(?: [\d:]+)?")
PERIOD_HEAD = re.compile(r"季|月份|年月|月度|期间|时期|时段|报告期|统计期|填报期|所属期|所属时期|^月$|期别")
PERIOD_WORD = re.compile(r"20\d\d|[一二三四1-4第]季|上半年|前三季|\d月|[一二三四五六七八九十]月")
TITLE_LIKE = re.compile(
    r"(?:表|一览|台账|情况|统计|汇总|报告|通报|进度|附件\s*\d*)(?:\s*\(.*\))?$|^附[件表]|20\d\d\s*年.{6,}"
)
ORDINAL = re.compile(r"^[((]?(?:\d{1,3}|[甲乙丙丁戊己庚辛]|[①-⑳]|[A-Z]{1,2})[))]?$|^\d+\s*=\s*[\d+/×x*÷-]+$")
NUMBERLIKE = re.compile(
    r"^[约近超共≈>≥<≤+＋-]?\s*\d[\d,.\s']*\s*(?:[万亿千百]|%|‰)?\s*(?:余|多)?\s*[^\d\s年月日季第、:]{0,3}(?:\(.*\))?$",
    re.DOTALL,
)
# 累计4293, 本季3 累计8: a cell that says itself that its number is that of the year so far.
SAYS_TO_DATE = re.compile(
    r"^(?:本[季月期次]度?(?:完成|新增)?[::]?\s*\d[\d,.]*\s*[^\d\s]{0,3}\s*)?累[计积](?:完成|达到?|数)?[::]?\s*\d[\d,.]*\s*(?:[万亿千百]|%|‰)?"
    r"\s*[^\d\s年月日季第、:(-]{0,3}$"
)
STRUCK_PART = re.compile(r"\(划去:([^()]*)\)")  # as the readers of files write it
NOTHING = {
    "无",
    "没有",
    "暂无",
    "/",
    "-",
    "--",
    "—",
    "——",
    "//",
    "×",
    "√",
    "\\",
    "未开展",
    "未统计",
    "不适用",
    "不涉及",
    "待定",
    "待报",
    "空",
    "*",
}
MAX_NAME = 40  # characters; a longer text is a sentence, never the name of a unit
_MONTH = "1[0-2]|0?[1-9]"
# A head of digits alone that may mean a period: 1-9, 9.30, 2020.9, 2020/9/30, 0930.
BARE_PERIOD = re.compile(
    r"(?P<m1>1|4|7|10|0[147])[-—–~至到]+(?P<m2>3|6|9|12|0[369])"
    rf"|(?P<y1>20\d\d)([-/._])(?P<a>{_MONTH})\4(?:[12]\d|3[01]|0?[1-9])(?:00:00:00)?"
    rf"|(?P<y4>20\d\d)年(?P<f>{_MONTH})月\d{{1,2}}[日号]"
    rf"|(?P<y2>20\d\d)[-/._](?P<b>{_MONTH})"
    r"|(?P<y3>20\d\d)(?P<c>0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
    r"|(?P<d>0?[369]|12)[./](?:3[01]?)"  # 9.30 that was typed as a number is 9.3
    r"|(?P<e>0[1-9]|1[0-2])(?:2[89]|3[01])"
)
YEARS = range(2000, 2101)


def plain(value: object) -> str:
    """A cell's content as a label: half-width brackets and colons, single spaces; "" for a blank."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return " ".join(str(value).translate(FULL_WIDTH).split())


def is_number(value: object) -> bool:
    """Whether a cell stands where figures stand: a number, a text that was meant as one, or a word for nothing."""
    kind = type(value)
    if kind is str:
        return is_number_text(str(value))
    return kind is not bool and value is not None and not isinstance(value, date) and hasattr(value, "__float__")


def is_number_text(text: str) -> bool:
    """12人, １０, 1.2万, 约10, 12(含线上), 无, —, 累计8."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = STRUCK_PART.sub(r"\1", text).strip() if "划去" in text else text
    return bool(text) and (text in NOTHING or bool(NUMBERLIKE.match(text) or SAYS_TO_DATE.match(text)))


def is_meta(text: str) -> bool:
    """填报单位:…, 审核人:…, 2020年10月9日, 单位:人, 说明:…"""
    return bool(META.search(text) or NOTE.match(text))


def find_reporter(text: str) -> str:
    """The name in 填报单位(盖章):永德县妇联, "" where there is none."""
    found = REPORTER_AND_NAME.search(plain(text))
    return (found[1] or found[2] or "").strip("_ ") if found else ""
