"""How a text dates what stands before: 完成时限:10月底; 并于6月底前挂牌; 8月底前完成。"""

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule

DUE = PatternRule(
    rf"(?:(?:{phrases.COMPLETING}|实施)(?:时[限间]|期限)|时限(?:要求)?|时间(?:要求|节点|安排|进度)"
    r"|期限)[::]?\s?(?P<time>[^;。\t|]{2,20})",
    takes="完成时限:10月底",
    leaves="完成10月底",
)


AND_BY_DATE = PatternRule(
    r"并(?:要)?(?:于|在|确保)?(?=[\d一二三四五六七八九十年])",
    takes="并于6月底前挂牌",
    leaves="于6月底前挂牌",
)
# 新建9户,整改8户,全部工作须在10月底前完成: dates the whole sentence
ALL_DUE = PatternRule(
    r"(?:全部|所有|以上|上述|各项)(?:工作|任务|项目|指标)?(?:均|都|全部)?(?:须|要|应|必须|需|力争|确保)?[于在]?",
    takes="全部工作须在",
    leaves="全部妇女须在",
    whole=True,
)
# 改造50户。8月底前完成。: the words of the second sentence beside its time
DUE_ONLY = PatternRule(
    rf"(?:{phrases.AIMING}|计划|要求|于|在|到|均|须|要)*(?:全部|全面|基本|如期|均)*(?:{phrases.COMPLETING}|建成|竣工|投用|投入使用|到位|落实"
    r"|交付|完工|实施完毕)(?:任务|目标|建设|改造|工作)?",
    takes="力争全部完成",
    leaves="完成方案",
    whole=True,
)
