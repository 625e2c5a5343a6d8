"""The outline: every way in which such plans number their parts, and what only looks like a number."""

import pytest

from reader.reading import read
from reader.text import part_numbers
from reader.text.part_numbers import NumberStyle

BODY = "各级妇联要把这项工作放在心上，抓出成效，认真总结好的做法。"


def outline(text, **how):
    """[(level, number, title)] of a document."""
    return [(section.level, section.number, section.title) for section in read(text, **how).sections]


def titles(text, level=1, **how):
    return [title for depth, _, title in outline(text, **how) if depth == level]


@pytest.mark.parametrize(
    "first, second",
    [
        ("一、", "二、"),
        ("一．", "二．"),
        ("一 、", "二 、"),
        ("（一）", "（二）"),
        ("(一)", "(二)"),
        ("（一）、", "（二）、"),
        ("㈠", "㈡"),
        ("1.", "2."),
        ("1．", "2．"),
        ("1、", "2、"),
        ("１、", "２、"),
        ("（1）", "（2）"),
        ("⑴", "⑵"),
        ("1）", "2）"),
        ("①", "②"),
        ("第一章　", "第二章　"),
        ("第一部分 ", "第二部分 "),
        ("第1章 ", "第2章 "),
        ("第一节 ", "第二节 "),
        ("一、\t", "二、\t"),
        ("1.\t", "2.\t"),
        ("（一）\t", "（二）\t"),
    ],
)
def test_every_way_to_number(first, second):
    text = f"市妇联2021年工作要点\n{first}加强思想引领\n{BODY}\n{second}维护合法权益\n{BODY}\n"
    assert titles(text) == ["加强思想引领", "维护合法权益"]


@pytest.mark.parametrize(
    "line",
    [
        "三、四季度要抓紧收尾，做好总结。",
        "一、二等奖由市妇联颁发证书，各地自行表扬。",
        "2.5万名妇女参加了活动，反响热烈。",
        "12.4法治宣传日前后集中开展活动。",
        "三要素齐备的材料才能上报，不齐备的退回。",
        "第一书记要把妇女工作抓在手上。",
        "2021年是开局之年，任务繁重。",
    ],
)
def test_what_only_looks_like_a_number(line):
    text = f"市妇联2021年工作要点\n一、加强思想引领\n{line}\n二、维护合法权益\n{BODY}\n"
    assert titles(text) == ["加强思想引领", "维护合法权益"]
    assert len(outline(text)) == 2


def test_levels_go_by_the_styles_that_are_used():
    text = (
        f"要点\n一、甲部分工作\n（一）乙项工作\n1.丙项工作。{BODY}\n（1）丁项工作。{BODY}\n①戊项工作。{BODY}\n"
        f"2.己项工作。{BODY}\n二、庚部分工作\n1.辛项工作。{BODY}\n"
    )
    assert [(level, number) for level, number, _ in outline(text)] == [
        (1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"), (5, "①"), (3, "2."), (1, "二、"), (2, "1."),
    ]  # fmt: skip
    assert [section.parent for section in read(text).sections] == [None, 0, 1, 2, 3, 1, None, 6]


def test_chapters_stand_above_counts():
    text = (
        f"妇女发展规划（2021—2030年）\n第一章　总体要求\n一、指导思想\n{BODY}\n二、基本原则\n{BODY}\n"
        f"第二章　主要目标\n一、妇女与健康\n{BODY}\n二、妇女与教育\n{BODY}\n"
    )
    assert titles(text) == ["总体要求", "主要目标"]
    assert titles(text, 2) == ["指导思想", "基本原则", "妇女与健康", "妇女与教育"]


def test_digits_may_be_the_first_level_and_run_across():
    text = f"市妇联工作安排\n1、加强学习教育。{BODY}\n2、办好培训班。{BODY}\n3、关爱困境儿童。{BODY}\n"
    assert titles(text) == ["加强学习教育", "办好培训班", "关爱困境儿童"]
    across = f"要点\n一、甲部分\n1.子项。{BODY}\n2.丑项。{BODY}\n二、乙部分\n3.寅项。{BODY}\n4.卯项。{BODY}\n"
    assert titles(across, 2) == ["子项", "丑项", "寅项", "卯项"]


@pytest.mark.parametrize("numbers", ["一二四五", "一一二二", "二三四五", "一三七八"])
def test_numbers_may_skip_and_begin_again(numbers):
    names = ["思想引领", "创业就业", "家庭建设", "权益维护"]
    text = "要点\n" + "".join(f"{number}、抓好{name}\n{BODY}\n" for number, name in zip(numbers, names, strict=True))
    assert titles(text) == [f"抓好{name}" for name in names]


@pytest.mark.parametrize(
    "line, title",
    [
        (f"一、深化妇联改革。{BODY}", "深化妇联改革"),
        (f"一、深化妇联改革　　{BODY}", "深化妇联改革"),
        (f"一、深化妇联改革：{BODY}", "深化妇联改革"),
        ("一、深化妇联改革，夯实基层基础。", "深化妇联改革，夯实基层基础"),
        ("一、深化妇联改革，夯实基层基础", "深化妇联改革，夯实基层基础"),
        ("一、深化“巾帼同行 携手向前”行动", "深化“巾帼同行 携手向前”行动"),
        ("一、深化妇联改革（牵头单位：组织部；责任单位：办公室）", "深化妇联改革"),
        ("一、全面深化妇联改革当前，改革已经到了关键时候，各级都要上心。", "全面深化妇联改革"),
        ("一、推动妇女事业发展全市各级妇联组织要围绕中心，主动作为，干出成绩。", "推动妇女事业发展"),
        ("一、强化政治引领，凝聚巾帼共识开展百场宣讲进基层活动。办好大讲堂。", "强化政治引领，凝聚巾帼共识"),
        ("一、提高站位，增强做好儿童工作的责任感儿童工作是民生大事。要抓好。", "提高站位，增强做好儿童工作的责任感"),
        ("一、聚焦主业，推动各项任务落地见效妇联是桥梁和纽带。要用力。", "聚焦主业，推动各项任务落地见效"),
        ("一、聚焦重点，扎实推进巾帼行动见效一要扶志。讲政策。二要扶智。办班。", "聚焦重点，扎实推进巾帼行动见效"),
        ("一、推动规划落地2022年是规划实施的第二年，各地要抓紧。", "推动规划落地"),
    ],
)
def test_where_a_title_ends(line, title):
    text = f"市妇联2022年工作要点\n{line}\n{BODY}\n二、办好民生实事\n{BODY}\n"
    assert titles(text) == [title, "办好民生实事"]


def test_a_heading_broken_by_the_width_of_the_page():
    lines = [
        "一、深入学习宣传党的创新理论，团结引领全市广大妇女坚定不移听党话",
        "跟党走",
        "　　把学习宣传作为首要任务，组织各级妇联干部专题学习，依托妇女之",
        "家开展宣讲，让党的声音传进千家万户，传到每一位妇女的心里头去，让",
        "大家学有所获。坚持集中学习和个人自学相结合，学出成效、学出干劲。",
        "二、服务发展大局",
        "　　动员广大妇女投身乡村振兴，参与产业发展、庭院整治和志愿服务，把",
        "好事办好、实事办实，为全市高质量发展贡献自己的一份力量，展现风采。",
    ]
    text = "\n".join(lines)
    assert titles(text) == ["深入学习宣传党的创新理论，团结引领全市广大妇女坚定不移听党话跟党走", "服务发展大局"]


def test_a_number_on_a_line_of_its_own():
    assert titles(f"要点\n一、\n加强学习\n{BODY}\n二、\n办好实事\n{BODY}\n") == ["加强学习", "办好实事"]


def test_a_speech_in_one_paragraph():
    text = (
        "在全市妇联工作会议上的讲话同志们：今天我讲三点意见。一、提高认识，增强做好工作的责任感。"
        "妇女工作很重要。一要学深悟透。组织专题学习。二要知行合一。把学习成果用起来。"
        "二、突出重点，推动各项任务落实。一是抓宣传。二是抓培训，提升能力。三是抓服务。"
        "三、加强领导，确保各项工作取得实效。各级要负起责任。"
    )
    assert titles(text) == [
        "提高认识，增强做好工作的责任感",
        "突出重点，推动各项任务落实",
        "加强领导，确保各项工作取得实效",
    ]
    assert [(number, title) for level, number, title in outline(text) if level == 2] == [
        ("一要", "学深悟透"), ("二要", "知行合一"), ("一是", "抓宣传"),
        ("二是", "抓培训，提升能力"), ("三是", "抓服务"),
    ]  # fmt: skip


def test_what_a_speech_announces_is_no_part_yet():
    text = (
        "在全市妇联工作会议上的讲话同志们：今天讲三点意见：一、提高认识；二、突出重点；三、加强领导。"
        "一、提高认识，增强责任感。妇女工作很重要，大家要学深悟透，组织专题学习，把学习成果用到工作里，见到实效。"
        "二、突出重点，抓好落实。要办好培训班，讲好家风故事，让更多姐妹得到实惠，感受到娘家人的温暖，日子越过越好。"
        "三、加强领导，取得实效。各级要负起责任。"
    )
    assert titles(text) == ["提高认识，增强责任感", "突出重点，抓好落实", "加强领导，取得实效"]


def test_brackets_run_on_from_a_title_in_one_paragraph():
    text = (
        "一、总体要求(一)指导思想。坚持党的领导。(二)基本原则。坚持以人为本。"
        "二、重点任务(一)抓培训。办好培训班。(二)抓宣传。讲好故事。"
    )
    assert titles(text) == ["总体要求", "重点任务"]
    assert titles(text, 2) == ["指导思想", "基本原则", "抓培训", "抓宣传"]


def test_a_lone_third_point_is_no_part():
    assert (
        len(outline(f"要点\n一、维护权益\n促进平等发展。三是推进议事会建设，扩大参与。\n二、关爱儿童\n{BODY}\n")) == 2
    )


def test_points_that_a_paragraph_counts_are_no_parts():
    text = (
        f"市妇联工作要点\n一、加强学习\n重点抓好三件事：一、学文件；二、学讲话；三、写体会。\n二、服务大局\n{BODY}\n"
        f"三、加强领导\n{BODY}\n"
    )
    assert titles(text) == ["加强学习", "服务大局", "加强领导"]


def test_headings_without_numbers():
    text = f"市妇联2021年工作安排\n总体要求\n{BODY}{BODY}\n重点工作\n{BODY}{BODY}\n保障措施\n{BODY}{BODY}\n"
    assert titles(text) == ["总体要求", "重点工作", "保障措施"]
    lists = (
        f"工作安排\n思想引领\n1.开展宣讲。{BODY}\n2.办好讲堂。{BODY}\n创业就业\n1.办培训班。{BODY}\n2.建基地。{BODY}\n"
    )
    assert titles(lists) == ["思想引领", "创业就业"]
    assert titles(lists, 2) == ["开展宣讲", "办好讲堂", "办培训班", "建基地"]
    brackets = (
        f"工作安排\n总体要求\n{BODY}{BODY}\n重点任务\n（一）开展宣讲。{BODY}\n（二）办好讲堂。{BODY}\n"
        f"保障措施\n（一）加强领导。{BODY}\n（二）加强督查。{BODY}\n"
    )
    assert titles(brackets) == ["总体要求", "重点任务", "保障措施"]


def test_a_short_line_in_a_numbered_plan_is_no_part():
    text = f"工作安排\n一、总体要求\n指导思想\n{BODY}{BODY}\n基本原则\n{BODY}{BODY}\n二、重点任务\n{BODY}\n"
    assert titles(text) == ["总体要求", "重点任务"]
    assert len(outline(text)) == 2


@pytest.mark.parametrize("leader", ["……………3", "……3", "....................3", "\t3", " · · · · · 3"])
def test_a_table_of_contents_is_no_outline(leader):
    text = f"目　录\n一、加强引领{leader}\n二、服务大局{leader}\n\n一、加强引领\n{BODY}\n二、服务大局\n{BODY}\n"
    reading = read(text)
    assert titles(text) == ["加强引领", "服务大局"]
    assert [aside.why for aside in reading.asides] == ["contents"] * 3


@pytest.mark.parametrize("foreword", ["", "前　言\n"])
def test_contents_without_page_numbers(foreword):
    entries = "一、加强引领\n（一）学习\n二、服务大局\n"
    body = f"一、加强引领\n（一）学习\n{BODY}\n二、服务大局\n{BODY}\n"
    text = f"目录\n{foreword}{entries}\n{foreword}{body}"
    assert titles(text) == ["加强引领", "服务大局"]


def test_a_report_of_two_parts():
    text = (
        f"妇女工作报告\n2021年工作回顾\n一、抓学习\n{BODY}\n二、办实事\n{BODY}\n"
        f"2022年工作安排\n一、强引领\n{BODY}\n二、促发展\n{BODY}\n"
    )
    assert titles(text) == ["2021年工作回顾", "2022年工作安排"]
    assert titles(text, 2) == ["抓学习", "办实事", "强引领", "促发展"]


def test_rows_of_a_table_are_no_parts():
    text = f"要点\n一、重点任务\n序号\t任务\t责任单位\n1.\t办培训班\t发展部\n2.\t建基地\t发展部\n二、保障措施\n{BODY}\n"
    assert len(outline(text)) == 2


def test_places_and_bodies():
    text = f"要点\n一、加强引领\n（一）学习\n{BODY}\n二、服务大局\n{BODY}\n"
    first, inner, second = read(text).sections
    assert text[first.place.start : first.place.end] == "一、加强引领"
    assert text[first.body.start : first.body.end] == f"\n（一）学习\n{BODY}"
    assert text[inner.body.start : inner.body.end] == f"\n{BODY}"
    assert text[second.place.start : second.body.end] == f"二、服务大局\n{BODY}"


@pytest.mark.parametrize(
    "numeral, value",
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("一百零五", 105),
        ("〇", 0),
        ("二〇二一", 2021),
        ("17", 17),
    ],
)
def test_numerals(numeral, value):
    assert part_numbers.numeral_value(numeral) == value


def test_a_mark_knows_its_style_and_value():
    mark = part_numbers.at_start("(十二)加强领导")
    assert (mark.style, mark.value, mark.text, mark.end) == (NumberStyle.COUNT_BRACKET, 12, "(十二)", 4)
    assert part_numbers.at_start("加强领导") is None
