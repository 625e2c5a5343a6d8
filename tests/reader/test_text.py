"""Paragraphs out of lines, one way of writing, and what is set aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.reading import read
from reader.text import body as reader_text
from reader.text.normalization import normalize

PLAN = (
    "市妇联2021年工作要点\n一、服务发展大局\n举办家政培训班12期，培训妇女600人次。\n"
    "二、维护合法权益\n开展普法宣传20场次。\n"
)


def flats(text, *, wrapped=True):
    return [paragraph.flat for paragraph in reader_text.body(text, wrapped=wrapped).paragraphs]


def asides(text):
    return [(aside.text, aside.why) for aside in read(text).asides]


@pytest.mark.parametrize(
    "one, other",
    [
        ("（２０２１年）：１００％，；！？", "(2021年):100%,;!?"),
        ("５—６月 ５－６月 ５～６月", "5-6月 5-6月 5~6月"),
        ("⽼年⼈", "老年人"),
        ("①⑴㈠", "①⑴㈠"),
        ("“双学双比”", "“双学双比”"),
        ("和谐﹒平安", "和谐·平安"),
        ("2O21年，l5个、5OO场，1O．5万", "2021年,15个、500场,10.5万"),
        ("O2O 模式 CO2 A4 5G WiFi6", "O2O 模式 CO2 A4 5G WiFi6"),
    ],
)
def test_one_way_of_writing(one, other):
    assert normalize(one) == other


@given(st.text())
def test_writing_keeps_every_place(text):
    assert len(normalize(text)) == len(text)
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet="妇联1１2，,。 \t\n\u3000\u200b（一、）"), st.booleans())
def test_every_character_of_a_paragraph_knows_where_it_stands(text, wrapped):
    body = reader_text.body(text, wrapped=wrapped)
    for paragraph in body.paragraphs:
        assert len(paragraph.flat) == len(paragraph.origin)
        assert list(paragraph.origin) == sorted(set(paragraph.origin))
        for char, at in zip(paragraph.flat, paragraph.origin, strict=True):
            assert char == normalize(text[at]) or (char in " \t" and not text[at].strip(" \t\n\u3000\u200b"))


@given(st.text(alphabet="妇联1-。 \t\n第页目录"))
def test_nothing_is_lost(text):
    """Every character that shows is either the plan's or was set aside."""
    body = reader_text.body(text, wrapped=True)
    own = {at for paragraph in body.paragraphs for at in paragraph.origin}
    put_aside = {at for aside in body.asides for at in range(aside.place.start, aside.place.end)}
    assert not own & put_aside
    assert {at for at, char in enumerate(text) if not char.isspace()} <= own | put_aside


def test_lines_broken_by_width_are_one_paragraph():
    text = (
        "　　动员广大妇女投身乡村振兴，参与产业发展、庭院整治和志愿服务，把\n"
        "好事办好，全年培训妇女1200人次，让更多姐妹学到技术、找到门路、增加\n"
        "收入。\n"
        "　　关心关爱困境儿童，落实结对帮扶，做到逢年过节有慰问、遇到困难有\n"
        "帮助，让孩子们感受到温暖，健康快乐地成长，做新时代的好少年好孩子。\n"
    )
    joined = flats(text)
    assert len(joined) == 2
    assert joined[0].endswith("增加收入。")
    assert flats(text, wrapped=False) == [line.strip() for line in map(normalize, text.splitlines())]


def test_lines_with_an_empty_line_after_each():
    lines = (
        "动员广大妇女投身乡村振兴，参与产业发展、庭院整治和志愿服务，把好事",
        "办好，全年培训妇女1200人次，让更多姐妹学到技术、找到门路、增加收入",
        "，做新时代的好儿女。关心关爱困境儿童，落实结对帮扶，做到逢年过节有",
        "慰问、遇到困难有帮助，让孩子们感受到温暖，健康快乐成长，做新时代的",
        "好少年好孩子。各级妇联要把这些工作放在心上，抓出成效，认真总结好的",
        "做法，形成长效机制。",
    )
    assert len(flats("\n\n".join(lines))) == 1


def test_short_items_of_a_list_stay_apart():
    text = "举办家政培训班12期\n新建巾帼示范基地4个\n评选最美家庭60户\n选树巾帼标兵20名\n建立妇女微家50个\n"
    assert len(flats(text)) == 5


def test_a_page_break_inside_a_paragraph():
    text = (
        "　　动员广大妇女投身乡村振兴，参与产业发展、庭院整治和志愿服务，把\n"
        "好事办好，全年培训妇女1200人次，让更多姐妹学到技术、找到门路、增加\n"
        "\n— 3 —\n\f"
        "收入，做新时代的好儿女，为建设美丽家园多作贡献，在各行各业建功立业\n"
        "，展现巾帼风采。\n"
    )
    assert len(flats(text)) == 1
    assert asides(text) == [("— 3 —", "page_number")]


@pytest.mark.parametrize(
    "text, joined",
    [
        ("扎实开展工作，\n做到件件有着落。", 1),
        ("坚持走中国\n特色社会主义妇女发展道路。", 1),
        ("做好宣传、\n培训、维权工作。", 1),
        ("让“最美\n”家庭走进千家万户。", 1),
        ("抓好落实。\n加强督查。", 2),
        ("主要目标\n妇女素质明显提高。", 2),
        ("责任单位：市妇联\n配合单位：市教育局", 2),
        ("办好讲堂，\n\n加强督查。", 2),
        ("名称\t数量\n培训班\t12期", 2),
    ],
)
def test_what_goes_on(text, joined):
    assert len(flats(text)) == joined


@pytest.mark.parametrize(
    "raw, flat",
    [
        ("培训 500 人次", "培训500人次"),
        ("自 2021 年起 ，", "自2021年起,"),
        ("甲 ，乙 ，丙 ，丁 ，创建示 范村", "甲,乙,丙,丁,创建示范村"),
        ("立足岗位　　争做标兵", "立足岗位 争做标兵"),
        ("妇\u200b联", "妇联"),
        ("举办\u3000“三八”活动", "举办“三八”活动"),
        ("培训班\t12期", "培训班\t12期"),
    ],
)
def test_padding(raw, flat):
    assert flats(raw) == [flat]


@pytest.mark.parametrize(
    "line, why",
    [
        ("- 3 -", "page_number"),
        ("— 12 —", "page_number"),
        ("第 2 页 共 9 页", "page_number"),
        ("3/12", "page_number"),
        ("·5·", "page_number"),
        ("[1] [2] 下一页 共2页", "page_number"),
        ("上传人：wang****01 文档编号：5566778 上传时间：2021-03-04", "site_noise"),
        ("点击：3012次 【大】【中】【小】 打印本页", "site_noise"),
        ("备案号：某ICP备2021000001号-1", "site_noise"),
        ("微信扫一扫，分享到朋友圈", "site_noise"),
        ("当前位置：首页 > 政务公开 > 规划计划", "site_noise"),
        ("首页 | 工作总结 | 工作计划 | 登录", "site_noise"),
        ("发布日期：2021-02-03", "site_noise"),
        ("来源 | 某市妇联", "site_noise"),
        ("上一篇：某镇工作总结 下一篇：某镇工作计划", "site_noise"),
        ("工作要点.docx", "site_noise"),
        ("抄送：市委办公室，市政府办公室。", "copies"),
        ("某市妇女联合会办公室　　2021年3月4日印发", "copies"),
        ("（共印80份）", "copies"),
        ("2021年3月4日", "signature"),
        ("二〇二一年三月四日", "signature"),
        ("附件：任务分解表", "attachments"),
    ],
)
def test_what_is_set_aside(line, why):
    for text in (PLAN + line + "\n", PLAN.replace("二、", line + "\n二、")):
        assert asides(text) == [(line, why)]
        assert [section.title for section in read(text).sections] == ["服务发展大局", "维护合法权益"]


@pytest.mark.parametrize(
    "line",
    [
        "推出“扫码学法”小程序，方便妇女随时学习法律知识，全年上线课程20期。",
        "1.在本网站开设专栏，每月发布信息10条。",
        "责任单位：市妇联",
        "主要目标",
        "任务 | 数量 | 责任单位",
        "建校率 58%→70%",
        "1、\t儿童之家\t40",
        "贷款>500万元",
        "依托微信公众号推送普法短视频，点击量达到10万次以上，让普法更接地气。",
    ],
)
def test_what_is_not_set_aside(line):
    assert asides(PLAN + line + "\n") == []


def test_what_comes_back_on_every_page_is_a_running_head():
    pages = [f"市妇联文件汇编\n{part}\n- {n} -\n" for n, part in enumerate(PLAN.splitlines(), 1)]
    reading = read("\f".join(pages))
    assert {aside.text for aside in reading.asides if aside.why == "running_head"} == {"市妇联文件汇编"}
    assert [section.title for section in reading.sections] == ["服务发展大局", "维护合法权益"]


def test_words_that_come_back_inside_a_page_are_the_plans():
    text = "规划\n一、妇女与健康\n主要目标\n素质提高。\n二、妇女与教育\n主要目标\n水平提高。\n"
    assert asides(text) == []


def test_a_signature_and_what_a_site_offers_below():
    text = PLAN + "某某市妇女联合会\n2021年3月4日\n相关文章\n某市2019年工作总结\n某县妇联计划\n"
    assert [why for _, why in asides(text)] == ["signature", "signature", "site_noise", "site_noise", "site_noise"]


def test_names_of_attachments():
    text = PLAN + "附件：1．任务分解表\n2．联络员名单\n"
    assert [why for _, why in asides(text)] == ["attachments", "attachments"]
