"""What holds for any text: never an exception, every place holds its words, noise changes nothing, work grows linearly.

Work is counted in steps, and compared with itself: a text four times as long.
"""

import sys
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reader import REPEATED
from reader.reading import read

CHARACTERS = (
    '妇联工作培训扶持个人次户名期场万亿元%％‰/·.,，。、；：:;!？()（）“”"《》〔〕一二三四五六七八九十百两第章节是要每各至少不以上下内约左右'
    "达到年月底前0123456789１２①⑴㈠-—~～ \t\n\r\f\u3000\u200b\u2028附件目录责任单位牵头OolI"
)
WORDS = (
    "一、", "（一）", "1.", "①", "一是", "二是", "第一，", "第一章", "2021年", "培训妇女", "500人次", "以上",
    "12期", "达到", "95%", "每个县区", "至少", "1个", "6月底前", "完成", "，", "。", "；", "\n", "\n\n", "　　",
    "（责任单位：市妇联）", "由市妇联牵头，", "附件：", "目录", "- 1 -", "关于印发《", "》的通知", "工作要点",
    "各县妇联：", "\t", "序号\t任务\t责任单位\n", "来源：", "同志们：", "2O19年", "到2025年，",
)  # fmt: skip
texts = st.text(alphabet=CHARACTERS, max_size=300)
read_targets = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


@settings(max_examples=150)
@given(st.one_of(texts, read_targets, st.text(max_size=100)), st.booleans(), st.sampled_from([None, 2021]))
def test_never_an_exception_and_every_place_holds_its_words(text, wrapped, year):
    reading = read(text, wrapped=wrapped, year=year)
    assert reading.text == text
    for one in (*reading.asides, *reading.tasks, *reading.targets, *reading.milestones, *reading.not_targets):
        assert text[one.place.start : one.place.end] == one.text != ""
    for section in reading.sections:
        assert section.title
        assert 0 <= section.place.start < section.place.end <= section.body.end <= len(text)
        assert section.parent is None or reading.sections[section.parent].level < section.level
    for one in (*reading.tasks, *reading.targets, *reading.milestones):
        assert one.section is None or 0 <= one.section < len(reading.sections)


PLAN = (
    "某市妇联2021年工作要点\n"
    "一、服务大局\n（一）抓好培训。举办家政培训班12期，培训妇女600人次以上。\n（二）抓好基地。9月底前新建基地4个。\n"
    "二、维护权益\n开展普法宣传20场次，调解成功率达到95%以上。\n"
)
NOISE = (
    "— 3 —", "第 2 页 共 9 页", "点击：3012次 【大】【中】【小】", "上传人：wa****01 文档编号：5566778",
    "备案号：某ICP备2021000001号-1", "微信扫一扫分享", "当前位置：首页 > 政务公开", "发布日期：2021-02-03", "",
    "　　", "\u200b",
)  # fmt: skip


def promised(reading):
    return [(one.name, one.op, one.value, one.unit, one.deadline, one.section, one.task) for one in reading.targets]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(NOISE)), max_size=8))
def test_noise_between_the_lines_changes_nothing(noise):
    lines = PLAN.splitlines()
    for at, line in noise:
        lines.insert(at, line)
    clean, noisy = read(PLAN), read("\n".join(lines))
    assert promised(noisy) == promised(clean) != []
    assert [section.title for section in noisy.sections] == [section.title for section in clean.sections]
    assert [task.name for task in noisy.tasks] == [task.name for task in clean.tasks]


FULL_WIDTH = str.maketrans("0123456789%().,:;", "０１２３４５６７８９％（）．，：；")


@pytest.mark.parametrize(
    "written",
    [
        str.maketrans("（），：；", "(),:;"),
        FULL_WIDTH,
        {ord("\n"): "\r\n"},
        {ord("\n"): "\n\n"},
        {ord("。"): "。\u200b"},
        {ord("一"): "一"},
    ],
)
def test_a_plan_written_in_another_way_reads_the_same(written):
    clean, other = read(PLAN), read(PLAN.translate(written))
    assert promised(other) == promised(clean)
    assert len(other.sections) == len(clean.sections)


def test_a_plan_broken_at_any_width_reads_the_same():
    """As a page or a scan breaks it: after so many characters, with or without first lines that stand in."""
    clean = promised(read(LONG))
    assert len(clean) == 4
    for width in range(24, 41):
        for indent in ("", "　　"):
            broken = "\n".join(
                _broken(indent * (not line.startswith("某市")) + line, width) for line in LONG.splitlines()
            )
            assert promised(read(broken)) == clean, (width, indent)


LONG = (
    "某市妇联2021年工作要点\n"
    "一、服务大局\n"
    "（一）抓好培训。面向农村妇女、下岗女工和返乡女青年，联合人社、农业农村等部门，全年举办家政培训班12期，培训妇女600人次以上，"
    "让更多姐妹掌握一技之长，实现家门口就业，过上更好的日子。\n"
    "（二）抓好基地。依托龙头企业、合作社和家庭农场，按照有规模、有效益、有带动的标准，9月底前新建巾帼示范基地4个，带动更多妇女"
    "增收致富，为乡村振兴贡献巾帼力量，展现新时代女性的风采。\n"
    "二、维护权益\n"
    "用好各级妇女儿童维权站点，组织巾帼志愿者走进社区、学校和企业，开展普法宣传20场次，教育引导广大妇女学法、懂法、守法、用法，"
    "做到小事不出村、大事不出镇，矛盾不上交，让家庭更和睦，社会更和谐。\n"
)


def _broken(line, width):
    return "\n".join(line[at : at + width] for at in range(0, len(line), width))


@pytest.mark.parametrize("piece", REPEATED)
def test_work_grows_no_faster_than_the_text(piece):
    """Four times the text may take four times the steps and a few more; a square would take sixteen times. What goes on
    inside a search is no step: ``python -m bench reader`` looks at its time."""
    read(piece * 50)  # what is worked out once is not counted
    small, large = (steps(piece * (size // len(piece))) for size in (1_000, 4_000))
    assert large <= 6 * small


def steps(text):
    """How many functions are called while a text is read, Python's own among them."""
    numeral_value = count()
    sys.setprofile(lambda frame, event, arg: next(numeral_value) if event in ("call", "c_call") else None)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return next(numeral_value)
