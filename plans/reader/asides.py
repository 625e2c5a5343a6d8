"""Lines that are not the plan's own: page numbers, running heads, tables of contents, what a web site put around it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from plans.reader import marks
from plans.reader.lines import Line
from plans.reader.model import Aside, Place

LONGEST_HEAD = 40  # characters of a running head
PAGE_NUMBER = re.compile(
    r"[-·~|/ ]*第?\s*\d{1,4}\s*页?[-·~|/ ]*|第?\s*\d{1,4}\s*页?\s*[/,共|]+\s*\d{1,4}\s*页?|[Pp]age\s*\d+(\s*of\s*\d+)?"
)
CONTENTS_HEAD = re.compile(r"目\s*[录次]")
CONTENTS_LINE = re.compile(r".{2,80}?(?:[.·…]{3,}|\t)[\s.·…]*\d{1,4}")
# Words that only a site writes, wherever they stand in a line.
SITE = re.compile(
    r"上传人|上传时间|文档编号|资源描述|点击查看|扫一扫|扫码|备案号|备案序号|ICP备|公网安备|[Cc]opyright|COPYRIGHT|©|版权所有|版权归"
    r"|当前位置|所在位置|当前的位置|打印本页|关闭(本页|窗口)|返回(顶部|列表|首页)|浏览次数|阅读次数|访问量|点击(数|量|率|次数)|阅读时长"
    r"|加入收藏|责任编辑|本站|本网站|网站(地图|声明|标识码|无障碍)|展开阅读|阅读全文|相关(搜索|资源|推荐|阅读|文档|链接)|精品文档|最新文档"
    r"|领取福利|免责声明|侵犯了?您的|未经授权|本内容(最后)?更新|字号?[::]?\s*[\[【]?\s*大|https?://|www\.|(上|下)一[篇页][::]|分享到|无障碍阅读|索引号"
    r"|微信公众号[::]|客户端下载|下载(文档|原文|附件)|联系我们|技术支持[::]|主办单位[::].*(承办|备案|版权)|来源[::].*(点击|浏览|字体|作者|时间|日期)"
)
# A line that is nothing but what a site says of a document: what it is called, and perhaps a value.
FACTS = re.compile(
    r"(?:(?:发布|发文|成文|生成|更新|上传|公开|印发|生效|公布)?(?:时间|日期)|(?:信息|文章)?来源|作者|编辑|审核|校对|签发|录入|浏览|点击|阅读|访问"
    r"|发文(?:机关|机构|字号|单位)|发布(?:机构|单位|人)|公开(?:方式|范围|属性)|主题(?:分类|词)|信息(?:分类|类别|名称|所属单位)|文号|标题|名称|关键词|有效性|体裁分类"
    r"|组配分类|服务对象|废止日期|字体|分享|打印|收藏|保密期限)\s*[::].{0,60}"
)
BUTTON = re.compile(
    r"[\[【(<]?\s*(?:首页|打印|收藏|分享|关闭|返回|下载|点赞|转发|评论|举报|登录|注册|搜索|导航|更多|大|中|小"
    r"|[A-Za-z ]{1,12})"
    r"(?:[\s|/>、\]】)]+(?:首页|打印|收藏|分享|关闭|返回|下载|相关|大|中|小|更多))*\s*[>\]】)]*"
)
CRUMBS = re.compile(r"[^。;,]{1,30}(?:\s*(?:>|>>|»|›|→)\s*[^。;,>]{1,30})+")
COPIES = re.compile(
    r"(?:抄送|抄报|主送|主题词|分送)\s*[::].*|.{2,20}(?:办公室|妇联|委员会)?\s*20\d\d年\d{1,2}月\d{1,2}日印发?"
)
NUMBER_ONLY = re.compile(r"\d+")
FILE_NAME = re.compile(r".{2,80}\.(?:docx?|wps|pdf|txt|html?)(?:_第\d+页)?")


def split(lines: Sequence[Line], text: str) -> tuple[list[Line], list[Aside]]:
    """The plan's own lines, and the others with the rule that set them aside."""
    why: dict[int, str] = {i: rule for i, line in enumerate(lines) if (rule := _rule(line))}
    why |= dict.fromkeys(_running_heads(lines, why), "running_head")
    why |= dict.fromkeys(_contents(lines, why), "contents")
    own = [line for i, line in enumerate(lines) if i not in why]
    asides = [Aside(Place(line.start, line.end), text[line.start : line.end], why[i])
              for i, line in enumerate(lines) if i in why]  # fmt: skip
    return own, asides


def _rule(line: Line) -> str | None:
    flat = line.flat
    if len(flat) <= 24 and PAGE_NUMBER.fullmatch(flat):
        return "page_number"
    if NUMBER_ONLY.fullmatch(flat) or FILE_NAME.fullmatch(flat[:100]) or BUTTON.fullmatch(flat[:60]):
        return "site_noise"
    if len(flat) <= 400 and ((SITE.search(flat) and not _is_prose(flat)) or FACTS.fullmatch(flat)):
        return "site_noise"
    if len(flat) <= 80 and CRUMBS.fullmatch(flat):
        return "site_noise"
    if len(flat) <= 200 and COPIES.fullmatch(flat):
        return "copies"
    return None


def _is_prose(flat: str) -> bool:
    """A numbered part, or long sentences, in which such a word may be the plan's own."""
    return bool(marks.at_start(flat)) or (flat.count("。") >= 2 and not re.search("本站|本网站|您的|版权|免责", flat))


def _running_heads(lines: Sequence[Line], why: dict[int, str]) -> Iterator[int]:
    """Short lines that come back at the edge of a page; a table's words that come back elsewhere are the plan's."""
    often = Counter(line.flat for i, line in enumerate(lines) if len(line.flat) <= LONGEST_HEAD and i not in why)
    for i, line in enumerate(lines):
        if i in why or often[line.flat] < 2 or marks.at_start(line.flat):
            continue
        edge = line.page or why.get(i - 1) == "page_number" or why.get(i + 1) == "page_number"
        edge = edge or (i + 1 < len(lines) and lines[i + 1].page)
        if edge and len(line.flat) > 1:
            yield i


def _contents(lines: Sequence[Line], why: dict[int, str]) -> Iterator[int]:
    """A table of contents: its leaders say so, or it stands below 目录 until its first entry comes again."""
    until = -1
    for i, line in enumerate(lines):
        if i in why:
            continue
        if i < until or (len(line.flat) <= 100 and CONTENTS_LINE.fullmatch(line.flat) and marks.at_start(line.flat)):
            yield i
        elif CONTENTS_HEAD.fullmatch(line.flat):
            yield i
            until = _end_of_contents(lines, i + 1)


def _end_of_contents(lines: Sequence[Line], first: int) -> int:
    """The index of the line at which the plan itself begins; ``first`` where no entry comes again."""
    entry = _entry(lines[first].flat) if first < len(lines) else ""
    for i in range(first + 1, min(len(lines), first + 300)):
        if len(entry) > 2 and _entry(lines[i].flat) == entry:
            return i
    return first


def _entry(flat: str) -> str:
    return re.sub(r"[\s.·…]*\d*$", "", flat[:120])
