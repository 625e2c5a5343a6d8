"""Finds what a number without a measure word counts: 元 in 贷款3000万, 人 in 700万以上女职工."""

import re

from reader.lexicon.rules import PatternRule

REACH = 24  # characters on each side of the number that may name what is counted
SENTENCE_REACH = 60  # characters before it, if the clause itself does not
CLAUSE_START = re.compile(r"[,;。:、(\t|]")
SENTENCE_START = re.compile(r"[;。\t|]")
BOUND = r"(?:及?以[上内下]|左右|上下|余|多)?"
PEOPLE = (
    r"(?:妇女|女性|女职工|职工|员工|群众|居民|农民|村民|儿童|学生|女生|青少年|未成年人|老年?人|党员|干部|志愿者|人口|人群|人才|姐妹"
    r"|劳动力|会员|家长|孕产妇|观众|网友|粉丝)"
)
MONEY = (
    r"(?:资金|贷款|经费|贴息|[善捐借拨]款|投资|产值|销售|营业|收入|授信|融资|信贷|[总金余数投]额|补助|补贴|保费|保额|捐赠|基金|奖金"
    r"|利润|税收|物资|订单|投入)"
)
UNIT_AFTER_BOUND = re.compile(r"(?:左右|以上|以内)(?P<unit>(?:剂|人|场|件|户)次|[人名户元剂])(?![均数])")
PEOPLE_AFTER = PatternRule(
    rf"^{BOUND}的?(?:\d{{1,3}}(?:-\d{{1,3}})?周?岁(?:及?以[上下])?)?[^,;。、0-9的]{{0,6}}?{PEOPLE}",
    takes="以上女职工",
    leaves="以上资金",
)
MONEY_AFTER = PatternRule(
    rf"^{BOUND}的?[^,;。、0-9]{{0,8}}?{MONEY}",
    takes="的贷款指标",
    leaves="妇女",
)
PEOPLE_BEFORE = PatternRule(
    PEOPLE + r"[^,;。、0-9]{0,8}$",
    takes="培训妇女达到",
    leaves="发放贷款达到",
)
LENT = PatternRule(rf"{MONEY}|银行|信用社|邮储", takes="信用社涉及17个乡镇", leaves="涉及17个乡镇")
QUOTA = PatternRule(
    r"(?:指标|任务|额度|规模)[^,;。、0-9]{0,4}$",
    takes="全年指标",
    leaves="全年指标完成情况良好",
)  # 落实妇女小额贷款,全年指标6500万
MONEY_BEFORE = PatternRule(
    MONEY + r"[^,;。、0-9]{0,10}$",
    takes="小额贷款指标",
    leaves="培训妇女指标",
)


def find_implied_unit(flat: str, start: int, end: int) -> str:
    """元, 人 or another unit that the words around ``flat[start:end]``, a number with 万 or 亿, imply; else empty."""
    after = flat[end : end + REACH]
    behind = UNIT_AFTER_BOUND.match(after)
    if behind:
        return behind["unit"]
    if PEOPLE_AFTER.search(after):
        return "人"
    if MONEY_AFTER.search(after):
        return "元"
    before = CLAUSE_START.split(flat[max(0, start - REACH) : start])[-1]
    money, people = MONEY_BEFORE.search(before), PEOPLE_BEFORE.search(before)
    if money or people:
        return "元" if money and (not people or money.start() > people.start()) else "人"
    sentence = SENTENCE_START.split(flat[max(0, start - SENTENCE_REACH) : start])[-1]
    return "元" if QUOTA.search(before) and LENT.search(sentence) else ""
