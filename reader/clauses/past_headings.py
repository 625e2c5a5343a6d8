"""Decides which headings are only about the past: 2019年工作回顾."""

import re

from reader.lexicon.rules import PatternRule

# Headings with 取得新成效, 确保取得明显成效, 不断提升工作成效 or 回顾百年党史 are about future work.
PAST_HEADING = PatternRule(
    r"回顾(?!百年|党|历史|光辉|奋斗)|工作总结|(?:工作|年度?|全年)总结$|成效(?:显著|明显)"
    r"|(?<!提升)(?<!提高)(?<!增强)(?:工作|主要|实施|取得(?!新)[^,]{0,4})成效"
    r"|(?<!提升)(?<!提高)(?:肯定|工作|主要|取得(?:的)?)成绩|(?:执行|实施)情况$"
    r"|依据|必要性|可行性|现实需求|(?:前期|现有|已有)(?:工作)?基础|工作(?:完成|开展|进展|落实)?情况"
    r"|基本情况|现状|正视(?:问题|不足|差距|困难)|存在(?:的)?(?:主要)?(?:问题|不足|困难)"
    r"|规划背景|编制背景|(?<!新)成就$|面临(?:的)?形势|形势分析|发展基础|主要做法|工作亮点|取得的"
    r"|(?:过去|去年|年来|以来)[^,]{0,30}取得",
    takes="2023年工作回顾",
    leaves="回顾百年党史",
)
FUTURE_HEADING = PatternRule(
    r"计划|打算|安排|思路|目标|任务|要点|重点|措施|部署|建议|下一步|下步|今后|未来|推进|实施|确保|力争|(?<!经过)努力",
    takes="2023年工作总结和2024年工作打算",
    leaves="2023年工作总结",
)
# 目标任务完成情况 heads a report of this year; 目标任务完成情况考核 is work to do.
REPORT_HEADING = PatternRule(
    r"^(?![^。]*(?:下一?步|打算|下半年|考核|督[查促办]|检查|定期|跟踪|评估|监测|加强|建立|及时|掌握|了解|公开|[报通]送|安排|确保|力争))"
    r"[^,;。]{0,24}(?:完成|进展|推进|落实|办理)的?情况(?:如下|:)?$",
    takes="上半年目标任务完成情况",
    leaves="目标任务完成情况考核",
)
EXAMINES = PatternRule(r"情况的?(?:考核|督查|检查|评估|监测|反馈)", takes="工作完成情况考核", leaves="工作完成情况")
MONTH = re.compile(r"\d月")
MAX_LENGTH = 40  # characters of a heading


def is_about_past(title: str) -> bool:
    """Whether a heading is only about the past: 2019年工作回顾 is, 工作总结和下一步打算 is not."""
    if len(title) > MAX_LENGTH or EXAMINES.search(title):
        return False
    if REPORT_HEADING.search(title):
        return True
    if MONTH.search(title):
        return False
    return PAST_HEADING.search(title) is not None and FUTURE_HEADING.search(PAST_HEADING.sub("", title)) is None
