"""Names in whole texts: from the item above, told apart where two are equal, whole where a line or page ends."""

import pytest

from reader.reading import read as read_document


def names_of(*lines):
    return [target.name for target in read_document("\n".join(lines)).targets]


def test_the_item_above_names_what_its_text_counts():
    assert names_of(
        "某县妇联2021年工作要点",
        "一、实施健康提升行动",
        "1.适龄女性HPV疫苗接种。年内完成接种1.2万人。做好宣传引导。加强随访。",
        "2.免费婚前医学检查。全年检查8000对，检查率达到70%。做好宣传。加强随访。",
        "二、保障措施",
        "加强领导。",
    ) == ["适龄女性HPV疫苗接种", "免费婚前医学检查", "免费婚前医学检查率"]


APART = [
    (
        "甲县等三个示范县力争2021年底儿童之家覆盖率达到70%以上。乙县等两个县力争2021年底儿童之家覆盖率达到50%以上。",
        ["儿童之家覆盖率(甲县等三个示范县)", "儿童之家覆盖率(乙县等两个县)"],
    ),
    (
        "城区学校家长学校建校率达到98%。农村学校家长学校建校率达到90%。",
        ["城区学校家长学校建校率", "农村学校家长学校建校率"],
    ),
    (
        "到2025年妇女常见病筛查率达到75%。到2030年妇女常见病筛查率达到80%。",
        ["妇女常见病筛查率(2025年)", "妇女常见病筛查率(2030年)"],
    ),
    ("培训妇女500人。新建微家20个。", ["培训妇女", "新建微家"]),  # nothing to tell apart
]


@pytest.mark.parametrize("text, names", APART)
def test_equal_names_are_told_apart_by_their_words(text, names):
    assert names_of("某县妇女发展规划（2021—2030年）", "一、目标", text) == names


def test_equal_names_are_told_apart_by_the_heading():
    found = names_of(
        "某县妇女儿童工作要点",
        "一、重点任务",
        "（一）妇女与健康。参保率达到95%以上。做好服务。加强宣传。",
        "（二）儿童与健康。参保率达到98%以上。做好服务。加强宣传。",
    )
    assert found == ["参保率(妇女与健康)", "参保率(儿童与健康)"]


WRAPPED = [
    "　　一、服务发展大局",
    "　　依托各级妇女之家和巾帼培训基地，全年举办农村妇女实用技术和家政服务技能培训班三十期以上，培训骨干1500人次。",
    "　　二、维护合法权益",
    "　　建立村（社区）婚姻家庭纠纷人民调解委员会150个，开展“巾帼维权·送法到家”宣传活动200场次，让妇女遇事有人管。",
    "　　三、加强家庭建设",
    "　　新建社区家庭教育指导服务站点40个，城乡社区家长学校覆盖率达到90%以上，推动家庭教育工作扎实深入开展。",
]


def wrapped(width, page=0, page_break=""):
    lines = [part[at : at + width] for part in WRAPPED for at in range(0, len(part), width)]
    if page:
        lines = [line if n % page else f"{page_break}\n{line}" for n, line in enumerate(lines, start=1)]
    return "某县妇联2021年工作要点\n" + "\n".join(lines)


@pytest.mark.parametrize("page_break", ["", "- 3 -", "\f", "\n- 3 -\n", "第 2 页 共 8 页"])
@pytest.mark.parametrize("width", [18, 19, 21, 24, 27, 30, 33, 36, 40, 43])
def test_no_name_is_cut_where_a_line_or_page_ends(width, page_break):
    whole = [target.name for target in read_document("某县妇联2021年工作要点\n" + "\n".join(WRAPPED)).targets]
    assert len(whole) == 6
    text = wrapped(width, 4 if page_break else 0, page_break)
    assert [target.name for target in read_document(text).targets] == whole


@pytest.mark.parametrize(
    "text",
    [
        "全年举办农村妇女实用技术和家政服务技\n能培训班30期以上。",
        "1.举办农村妇女实用技术和家政服务技能培\n\n- 2 -\n\n训班30期以上。\n2.做好宣传。",
        "　　举办农村妇女实用技术和家政服务技能培\n\f\n训班30期以上，做好宣传。",
    ],
)
def test_a_short_passage_is_joined_where_a_word_or_page_breaks(text):
    assert names_of(text) == ["农村妇女实用技术和家政服务技能培训班"]


def test_a_heading_at_the_end_of_a_page_is_no_part_of_the_text():
    text = "某县妇联2021年工作要点\n一、强引领\n加强学习。\n二、维护权益\n- 2 -\n新建维权驿站20个。\n"
    assert [section.title for section in read_document(text).sections] == ["强引领", "维护权益"]
