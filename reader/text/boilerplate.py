"""Recognises lines that are not part of the plan: page numbers, running heads, contents, a website's navigation."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import BoilerplateLine, TextSpan
from reader.text import part_numbers
from reader.text.lines import SourceLine

MAX_RUNNING_HEAD = 40  # characters of a running head
PAGE_NUMBER = PatternRule(
    r"[-·~|/ ]*第?\s*\d{1,4}\s*页?[-·~|/ ]*|第?\s*\d{1,4}\s*页?\s*[/,共|]+\s*\d{1,4}\s*页?|[Pp]age\s*\d+(\s*of\s*\d+)?",
    takes="- 3 -",
    leaves="3个",
    whole=True,
)
ITEM_NUMBER = PatternRule(r"0[1-9]", takes="02", leaves="2019", whole=True)  # of a list on a picture
PAGES = PatternRule(
    r"(?:\[\d+\]\s*)+(?:下一页.*)?|下一页.*|[上下]一页|共\d+页",
    takes="[1] [2] 下一页",
    leaves="第一页",
    whole=True,
)
CONTENTS_HEAD = PatternRule(
    r"目\s*[录次]",
    takes="目 录",
    leaves="目录树",
    whole=True,
)
CONTENTS_LINE = PatternRule(
    r"[^\t]{2,80}?(?:[.·…]{3,}|\t)[\s.·…]*\d{1,4}",
    takes="一、总体要求…………1",
    leaves="一、总体要求",
    whole=True,
)
# Words that only websites write, anywhere in a line.
SITE = PatternRule(
    r"上传[人者]|扫描件|上传时间|文档编号|资源描述|点击查看|扫一扫|扫码|备案号|备案序号|ICP备|公网安备|[Cc]opyright"
    r"|COPYRIGHT|©|版权所有"
    r"|版权归|当前位置|所在的?位置|当前的位置|现在的位置|打印本页|关闭(?:本页|窗口)|返回(?:顶部|列表|首页)"
    r"|[浏阅]览?读?次数|访问量|访问者"
    r"|点击(?:数|量|率|次数|[::])|阅读时长|加入收藏|责任编辑|本站|本网站|网站(?:地图|声明|标识码|无障碍)|展开阅读"
    r"|阅读全文|下载次数"
    r"|(?:相关|往期|推荐|热门|延伸|精彩|最新|猜你)(?:搜索|资源|推荐|阅读|文档|链接|文章|回顾|喜欢)|精品文档|领取福利"
    r"|免责声明"
    r"|侵犯了?您的|未经授权|本内容(?:最后)?更新|字[体号]?[::]?\s*[\[【]?\s*大|https?://|www\.|[上下]一[篇页][::]"
    r"|分享到|无障碍阅读|索引号"
    r"|微信公众号[::]|关注我们|蓝字|客户端下载|下载(?:文档|原文|附件)|联系我们|技术支持[::]|发表于|VIP|QQ群?[::]|客服"
    r"|主办(?:单位)?[::].*(?:承办|备案|版权)|来源[::|].*(?:点击|浏览|字体|作者|时间|日期)",
    takes="展开阅读全文",
    leaves="组织阅读活动",
)
SITE_DISCLAIMER = PatternRule(
    r"本站|本网站|您的|版权|免责|转载|ICP|公网安备",
    takes="本站不承担责任",
    leaves="推出扫码学法活动",
)
TAIL = PatternRule(
    r"(?:往期|相关|推荐|延伸|热门|精彩|最新|猜你|更多)(?:推荐|回顾|文章|阅读|链接|新闻|资源|搜索|文档|喜欢)\s*[::]?.*"
    r"|END",
    takes="相关推荐",
    leaves="相关工作",
    whole=True,
)
MAX_NEWS_BELOW = 60  # lines below a document that may be other news
OTHER_NEWS = PatternRule(
    r"(?:新闻|热点|热门|今日|精彩|更多|本周|最新|图片|编辑)(?:推荐|看点|头条|新闻|资讯|排行|精选)|媒体矩阵|融媒体更多|猜你喜欢|相关(?:新闻|阅读|稿件)",
    takes="新闻推荐",
    leaves="推荐典型",
    whole=True,
)
# A line with a website's facts about a document: labels and values.
SITE_FACT = (
    r"(?:(?:发布|发文|成文|生成|更新|上传|公开|印发|生效|公布)?(?:时间|日期)|(?:信息|文章)?来源|作者|编辑|审核|校对"
    r"|签发|录入|浏览(?:数|量|次数)?|点击(?:数|量|次数)?"
    r"|阅读(?:数|量|次数)?|访问(?:数|量|次数)?|发文(?:机关|机构|字号|单位)|发布(?:机构|单位|人)|公开(?:方式|范围|属性)|主题(?:分类|词)|文号|标题"
    r"|名称|关键词|有效性"
    r"|信息(?:分类|类别|名称|所属单位)|体裁分类|组配分类|服务对象|废止日期|字体|分享|打印|收藏|保密期限)"
)
DAY = r"(?:20\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日)|\d{1,2}\.\d{1,2}\.20\d\d)"
TIMESTAMP = rf"{DAY}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?"
SITE_FACTS = PatternRule(
    rf"{TIMESTAMP}|(?:{TIMESTAMP}\s+)?{SITE_FACT}\s*[::|].{{0,60}}|(?:阅读|赞|在看|收藏|转发|评论|浏览)\s*\d+(?:\s*(?:赞|在看|收藏"
    rf"|转发|评论)\s*\d+)*",
    takes="发布时间:2021-02-03",
    leaves="发布会时间",
    whole=True,
)
BUTTON_WORDS = (
    r"首页|打印|全屏|加大|减小|还原|收藏|分享|关闭|返回|下载|点赞|转发|评论|举报|登录|注册|搜索|导航|更多|相关|大|中|小"
)
BUTTONS = PatternRule(
    rf"[\[【(<]?\s*(?:{BUTTON_WORDS}|[A-Za-z ]{{1,12}})(?:[\s|/>、\]】)(【\[]+(?:{BUTTON_WORDS}))*\s*[>\]】)]*",
    takes="打印 收藏 分享",
    leaves="打印资料",
    whole=True,
)
BREADCRUMBS = PatternRule(
    r"[^。;,>|\d%]{1,30}(?:\s*(?:>{1,2}|»|›)\s*[^。;,>|\d%]{1,30})+"
    r"|(?=.*(?:首页|登录|注册|网站|联系我们|收藏|范文|会员|VIP|导航))[^。;,>|]{1,16}(?:\s*\|\s*[^。;,>|]{1,16}){1,}",
    takes="首页 > 通知公告",
    leaves="通知公告",
    whole=True,
)
SITE_TITLE = PatternRule(
    r".{4,80}?(?:\s*(?:_|-+|\|)\s*[^_|-]{2,16}){0,2}\s*(?:_|-+|\|)\s*[^_|-]{0,12}(?:网|文库|范文|大全|文档|百科|平台"
    r"|频道|资料库|公文)",
    takes="市妇联2021年工作要点_某某文库",
    leaves="市妇联2021年工作要点",
    whole=True,
)
FILE_NAME = PatternRule(
    r".{2,80}\.(?:docx?|wps|pdf|txt|html?)(?:_第\d+页)?",
    takes="工作要点.docx",
    leaves="工作要点",
    whole=True,
)
NUMBER_ONLY = PatternRule(
    r"\d+|[\[【]?字[号体]?[::]?|[】\]>|/]",
    takes="221381",
    leaves="221期",
    whole=True,
)
COPIES = PatternRule(
    r"(?:抄送|抄报|主送|主题词|分送|报|送|发)\s*[::].*|.{0,24}20\d\d年\d{1,2}月\d{1,2}日印发?|\(?共印\d+份\)?"
    r"|.{0,8}联系电话[::].*|联系人[::].*",
    takes="抄送:省妇联",
    leaves="送岗位",
    whole=True,
)
NUMERAL_DATE = r"[〇零○O0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
DATE = PatternRule(
    rf"\(?(?:20\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|{NUMERAL_DATE}|20\d\d年\d{{1,2}}月)\)?",
    takes="2016年3月5日",
    leaves="2016年",
    whole=True,
)
SIGNER = PatternRule(
    rf"[^,。;:!?\t]{{2,40}}(?:{phrases.FEDERATION}|委员会|办公[厅室]|政府|工委|妇委会|领导小组|[市县区省州]委|局)",
    takes="柳州市妇女联合会",
    leaves="柳州市妇女工作",
    whole=True,
)
ATTACHED = PatternRule(
    r"附[件表]\s*\d*|附[件表]?\s*\d*[::].*",
    takes="附件:任务分解表",
    leaves="任务分解表",
    whole=True,
)


def separate_boilerplate(lines: Sequence[SourceLine], text: str) -> tuple[list[SourceLine], list[BoilerplateLine]]:
    """(the lines of the plan, the other lines with the rule that recognised each)."""
    why: dict[int, str] = {i: rule for i, line in enumerate(lines) if (rule := _rule(line))}
    for rule, found in (
        ("running_head", _running_heads),
        ("contents", _contents),
        ("signature", _signers),
        ("attachments", _attachments),
        ("site_noise", _site_tail),
    ):
        why |= dict.fromkeys([i for i in found(lines, why) if i not in why], rule)
    own = [_without_page_gap(line, i, why) for i, line in enumerate(lines) if i not in why]
    asides = [
        BoilerplateLine(TextSpan(lines[i].start, lines[i].end), text[lines[i].start : lines[i].end], why[i])
        for i in sorted(why)
    ]
    return own, asides


def _without_page_gap(line: SourceLine, i: int, why: dict[int, str]) -> SourceLine:
    """``line`` without the empty line above it, if that belongs to the edge of a page; below a number it begins."""
    if why.get(i - 1) == "item_number":
        return replace(line, blank=True)
    page = line.page or why.get(i - 1) in ("page_number", "running_head")
    return replace(line, blank=False, page=True) if page else line


def _rule(line: SourceLine) -> str | None:
    flat = line.flat
    if len(flat) > 600:
        return None
    if ITEM_NUMBER.fullmatch(flat):
        return "item_number"
    if len(flat) <= 24 and (PAGE_NUMBER.fullmatch(flat) or PAGES.fullmatch(flat)):
        return "page_number"
    if DATE.fullmatch(flat):
        return "signature"
    if COPIES.fullmatch(flat) and not part_numbers.at_start(flat):
        return "copies"
    return "site_noise" if _is_noise(flat) else None


def _is_noise(flat: str) -> bool:
    if len(flat) <= 100 and any(
        one.fullmatch(flat) for one in (NUMBER_ONLY, FILE_NAME, BUTTONS, BREADCRUMBS, SITE_TITLE)
    ):
        return True
    if flat[0] in ">»›" and len(flat) <= MAX_RUNNING_HEAD:
        return True  # the rest of a path: 首页 / > 工作计划
    return bool(SITE_FACTS.fullmatch(flat)) or (bool(SITE.search(flat)) and not _is_prose(flat))


def _is_prose(flat: str) -> bool:
    """Whether a line is a numbered part or a sentence, where a word of a website may be the plan's:
    推出扫码学法活动."""
    if part_numbers.at_start(flat):
        return True
    return len(flat) >= 25 and flat[-1] in "。;" and not SITE_DISCLAIMER.search(flat)


def _running_heads(lines: Sequence[SourceLine], why: dict[int, str]) -> Iterator[int]:
    """Short lines that are repeated at the edges of pages. Words repeated elsewhere are cells of a table."""
    often = Counter(line.flat for i, line in enumerate(lines) if len(line.flat) <= MAX_RUNNING_HEAD and i not in why)
    for i, line in enumerate(lines):
        if often[line.flat] < 2 or len(line.flat) < 2 or part_numbers.at_start(line.flat):
            continue
        edge = line.page or (i + 1 < len(lines) and lines[i + 1].page)
        if edge or "page_number" in (why.get(i - 1), why.get(i + 1)):
            yield i


def _contents(lines: Sequence[SourceLine], why: dict[int, str]) -> Iterator[int]:
    """A table of contents: lines with leaders, or the lines below 目录 until the first entry is repeated."""
    until = -1
    for i, line in enumerate(lines):
        if i < until or (
            len(line.flat) <= 100 and CONTENTS_LINE.fullmatch(line.flat) and part_numbers.at_start(line.flat)
        ):
            yield i
        elif CONTENTS_HEAD.fullmatch(line.flat):
            yield i
            until = _end_of_contents(lines, i + 1)


def _end_of_contents(lines: Sequence[SourceLine], first: int) -> int:
    """The index of the line that repeats one of the first entries and so begins the plan; else ``first``."""
    entries = {entry for line in lines[first : first + 2] if len(entry := _contents_entry(line.flat)) > 1}
    for i in range(first + 1, min(len(lines), first + 300)):
        if _contents_entry(lines[i].flat) in entries and i > first + 1:
            return i
    return first


def _contents_entry(flat: str) -> str:
    return re.sub(r"[\s.·…]*\d*$|\s", "", flat[:120])


def _signers(lines: Sequence[SourceLine], why: dict[int, str]) -> Iterator[int]:
    """The offices above the date of a signature."""
    for i in range(len(lines) - 1, 0, -1):
        signed = why.get(i) == "signature" and not lines[i].flat.startswith("(")
        above = lines[i - 1].flat
        if (
            signed
            and i > 2
            and len(above) <= MAX_RUNNING_HEAD
            and SIGNER.fullmatch(above)
            and not part_numbers.at_start(above)
        ):
            yield i - 1


def _attachments(lines: Sequence[SourceLine], why: dict[int, str]) -> Iterator[int]:
    """The list of attachments and the line above it: 附件：1.… 2.…"""
    listed = False
    for i, line in enumerate(lines):
        first = len(line.flat) <= 80 and ATTACHED.fullmatch(line.flat) is not None
        if first or (listed and len(line.flat) <= 80 and _is_listed(line.flat)):
            yield i
            listed = listed or bool(re.search(r"[::]\s*1[.、]", line.flat))
        else:
            listed = False


def _is_listed(flat: str) -> bool:
    mark = part_numbers.at_start(flat)
    return mark is not None and mark.style == part_numbers.NumberStyle.DIGIT and flat[-1] not in "。;"


def _site_tail(lines: Sequence[SourceLine], why: dict[int, str]) -> Iterator[int]:
    """What a website adds below a document, down to the end: also other news, if no part of a plan follows."""
    for i in range(len(lines) - 1, max(2, len(lines) - MAX_NEWS_BELOW), -1):
        if part_numbers.at_start(lines[i].flat):
            break
        if OTHER_NEWS.fullmatch(lines[i].flat):
            yield from range(i, len(lines))
            return
    for i in range(len(lines) - 1, -1, -1):
        flat = lines[i].flat
        if i not in why and (part_numbers.at_start(flat) or len(flat) > 80 or flat[-1] in "。;"):
            return
        if TAIL.fullmatch(flat):
            yield from range(i, len(lines))
