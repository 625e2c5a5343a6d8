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
    # over two lines, above a number, an address, a day or a subtitle
    (
        "关于进一步加强家庭教育\n指导工作的若干措施\n清妇〔2023〕5号\n各乡镇妇联：\n到2025年，建校率达到90%。\n",
        "关于进一步加强家庭教育指导工作的若干措施",
    ),
    (
        "关于下达2023年度\n妇女小额贷款目标任务的通知\n清妇〔2023〕4号\n发放贷款300万元。\n",
        "关于下达2023年度妇女小额贷款目标任务的通知",
    ),
    (
        "清河市妇儿工委关于\n2022年实事项目进展情况的通报\n各县区妇儿工委：\n计划新建母婴室30间。\n",
        "清河市妇儿工委关于2022年实事项目进展情况的通报",
    ),
    (f"{HEADLINE}\n——清河市推进母婴设施建设\n2023-05-14 清河日报\n{NEWS}", HEADLINE),
    (f"原标题：{HEADLINE}\n来源：清河日报\n{NEWS}", HEADLINE),
    # only the kind, with the office below it
    (f"进展情况\n清河市妇女儿童工作委员会办公室\n{NEWS}", "进展情况"),
    (f"2021年工作要点\n清河县妇联\n{BODY}", "2021年工作要点"),
    # the points of a newspaper and the path of a website are none
    (f"{HEADLINE}\n■明确了2021年重点工作\n2021年目标\n{NEWS}", HEADLINE),
    (f"当前位置：某某网妇联新闻-正文\n{HEADLINE}\n{NEWS}", HEADLINE),
    (f"清河日报2021年09月02日\n{NEWS}", None),
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
