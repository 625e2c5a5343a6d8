"""Titles among what websites and newspapers write around them, on the line of the first part, or only told."""

import pytest

from reader.reading import read

BODY = "一、强化引领\n举办宣讲20场。加强学习。\n"
NEWS = "2021年，区妇联将培训妇女500人，新建妇女之家20个。\n"
PLAN = "某县妇联2023年工作计划"
HEADLINE = "某市十件惠民实事敲定"
TITLES = [
    # a path through the website, on one line or several
    (f"当前位置：首页 > 政务公开 > 规划计划\n{PLAN}\n发布时间：2023-02-01\n{BODY}", PLAN),
    (f"当前位置： 首页\n> 信息公开\n> 工作计划\n{PLAN}\n{BODY}", PLAN),
    (f"您所在的位置：网站首页 >> 妇联动态 >> 2023年工作计划\n{HEADLINE}\n{NEWS}", HEADLINE),
    # stuck to the title
    (f"某某县人民政府 首页 政务公开 {PLAN}\n{BODY}", PLAN),
    (f"【打印】【关闭】{PLAN}\n{BODY}", PLAN),
    (f"[某某网]{PLAN}\n{BODY}", PLAN),
    (f"标题：{PLAN}\n{BODY}", PLAN),
    (f"发布时间：2023-02-01 10:20 {PLAN}\n{BODY}", PLAN),
    # on the line of the first part
    (f"{PLAN} 一、强化思想引领。举办宣讲20场。加强学习教育。二、服务大局。培训妇女500人。扶持创业。", PLAN),
    (f"{PLAN}一、强化思想引领\n举办宣讲20场。加强学习教育。\n二、服务大局\n培训妇女500人。扶持创业。", PLAN),
    # a headline above the points of a newspaper
    (f"{HEADLINE}\n■ 新建小学3所\n■ 培训妇女1万人\n■ 改造农厕2万户\n{NEWS}", HEADLINE),
    (f"{HEADLINE}\n■ 新建小学3所\n■ 培训妇女1万人\n2021-03-04 来源：某市日报\n{NEWS}", HEADLINE),
    (f"{HEADLINE}\n■ 新建小学3所\n■ 培训妇女1万人\n本报记者 王某\n{NEWS}", HEADLINE),
    # above the date or source
    (f"春风化雨润心田\n来源：某县妇联\n发布时间：2021-05-06\n{NEWS}", "春风化雨润心田"),
    (f"关爱女童 让爱同行\n2021-05-06 10:22 来源： 某某网 字号：大 中 小\n{NEWS}", "关爱女童 让爱同行"),
    # only told
    (f"《{PLAN}》的主要内容是：举办宣讲20场，培训妇女500人，新建妇女微家30个。", PLAN),
    (f"日前，我县出台《{PLAN}》，明确了四项任务。培训妇女骨干500人。", PLAN),
    # no title
    (f"手机版\n首页 > 纲要规划\n{NEWS}", None),
    ("根据《某省妇联2023年工作要点》要求，我县举办宣讲20场。", None),
    ("■ 新建小学3所\n■ 培训妇女1万人\n", None),
]


@pytest.mark.parametrize("text, title", TITLES)
def test_the_title_is_found_among_what_stands_around_it(text, title):
    assert read(text).title == title


def test_a_title_on_the_line_of_the_first_part_leaves_the_part_its_heading():
    found = read(f"{PLAN}一、强化思想引领\n举办宣讲20场。加强学习教育。\n二、服务大局\n培训妇女500人。扶持创业。")
    assert [section.title for section in found.sections] == ["强化思想引领", "服务大局"]
    assert len(found.targets) == 2
