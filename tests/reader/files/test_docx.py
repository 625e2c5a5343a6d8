"""What stands in a docx, and what a reader sees of it."""

import re
import zipfile
from io import BytesIO

import pytest

from reader.files import FileRemark, UnreadableFile, UnreadableReason, package, text_of
from tests.reader.files.making import (
    MAIN,
    REST,
    W,
    box,
    deleted,
    docx,
    field,
    inserted,
    levels,
    note,
    numbering,
    p,
    run,
    table,
    zipped,
)

PICTURE = (
    '<w:r><w:drawing><a:graphic><a:graphicData><a:blip r:embed="x"/></a:graphicData></a:graphic></w:drawing></w:r>'
)

LISTED = '<w:style w:type="paragraph" w:styleId="{}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'


def lines(*body, **parts):
    return text_of(docx(*body, **parts)).text.split("\n")


def noted(*body, **parts):
    return {each.what: each.count for each in text_of(docx(*body, **parts)).notes}


def test_numbers_by_paragraph_and_level():
    parts = {"numbering": numbering(levels())}
    steps = [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 2), ("己", 0), ("庚", 1)]
    found = lines(*(p(text, number=1, level=level) for text, level in steps), **parts)
    assert found == ["一、甲", "（一）乙", "（二）丙", "1.丁", "2.戊", "二、己", "（一）庚"]


def test_numbers_by_style_and_by_the_style_it_is_based_on():
    styles = (
        f"<w:styles {W}>{LISTED.format('one')}{LISTED.format('two')}"
        '<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="two"/></w:style></w:styles>'
    )
    found = lines(
        p("甲", style="one"), p("乙", style="two"), p("丙", style="child"), p("丁", style="two", number=0),
        numbering=numbering(levels(tied=("one", "two"))), styles=styles,
    )  # fmt: skip
    assert found == ["一、甲", "（一）乙", "（二）丙", "丁"]


def test_two_lists_count_apart_and_two_uses_of_one_together():
    more = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    steps = [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4), ("戊", 4)]
    found = lines(*(p(text, number=n) for text, n in steps), numbering=numbering(levels(), levels(), more=more))
    assert found == ["一、甲", "一、乙", "二、丙", "一、丁", "二、戊"]


def test_a_style_or_a_list_that_names_itself_is_no_loop():
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>'
    assert lines(p("甲", style="a"), styles=styles) == ["甲"]
    linked = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="n"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    styles = f"<w:styles {W}>{LISTED.format('n')}</w:styles>"
    assert lines(p("甲", number=1), styles=styles, numbering=linked) == ["甲"]


def test_a_deleted_paragraph_is_not_counted():
    body = [p("甲", number=1), p(deleted("乙"), number=1, deleted_end=True), p("丙", number=1)]
    assert lines(*body, numbering=numbering(levels())) == ["一、甲", "二、丙"]


def test_a_paragraph_whose_end_was_deleted_goes_on():
    assert lines(p("全年培训", deleted_end=True), p("120人。")) == ["全年培训120人。"]


def test_deleted_rows_and_moved_words():
    row = '<w:tr><w:trPr><w:del w:id="1" w:author="甲"/></w:trPr><w:tc>' + p("旧") + "</w:tc></w:tr>"
    moved = f"<w:moveFrom>{run('三场')}</w:moveFrom>", f"<w:moveTo>{run('三场')}</w:moveTo>"
    body = [table(("新", "1个")).replace("</w:tbl>", row + "</w:tbl>"), p(moved[0], "办", moved[1])]
    assert lines(*body) == ["新\t1个", "办三场"]
    assert noted(*body) == {FileRemark.DELETED: 2, FileRemark.INSERTED: 1}


def test_insertions_around_links_and_fields():
    link = f"<w:hyperlink>{run('指标')}</w:hyperlink>"
    assert lines(p("见", link, inserted("一览"), field('HYPERLINK "x"', run("表")))) == ["见指标一览表"]


def test_hidden_text():
    assert lines(p("看得见", run("看不见", "<w:vanish/>"), run("也看得见", '<w:vanish w:val="0"/>'))) == [
        "看得见也看得见"
    ]
    assert noted(p("看", run("藏", "<w:vanish/>"))) == {FileRemark.HIDDEN: 1}


def test_a_table_of_contents_is_left_out():
    body = [p("目录"), p(field(r"TOC \o 1-3", run("一、甲\t1"))), p("一、甲"), p("正文。")]
    assert lines(*body) == ["目录", "一、甲", "正文。"]
    assert noted(*body) == {FileRemark.CONTENTS: 1}


def test_a_table_of_contents_over_several_paragraphs():
    begin, end = field(r"TOC \h", "|").split("|")
    body = [p(begin, run("一、甲\t1")), p("二、乙\t3"), p(end), p("一、甲")]
    assert lines(*body) == ["一、甲"]


def test_a_field_that_never_ends_takes_nothing_along():
    begin = field(r"TOC \h", "|").split("|")[0]
    assert lines(p(begin, run("一、甲")), p("二、乙")) == ["一、甲", "二、乙"]


def test_rows_cells_and_tables_in_tables():
    inner = table(("内一", "内二")) + p("后")
    body = table(("任务", "数量"), (p("甲") + p("乙"), ""), (inner, "外"))
    assert lines(body) == ["任务\t数量", "甲", "乙", "内一\t内二 后\t外"]


def test_a_table_that_only_lays_out_the_page():
    assert lines(table((p("标题") + p("第一段。"),))) == ["标题", "第一段。"]
    column = "".join(p(f"第{n}段。") for n in range(12))
    assert len(lines(table((column, "旁栏")))) == 13


def test_notes_and_boxes_stand_behind_their_paragraph_once():
    footnotes = f'<w:footnotes {W}{REST}><w:footnote w:id="2">{p("注文。", note(2))}</w:footnote></w:footnotes>'
    body = [p("甲", note(2), "。"), p("乙", box(p("框内")), "。"), p("丙", note(2))]
    assert lines(*body, footnotes=footnotes) == ["甲。", "注文。", "乙。", "框内", "丙"]


def test_breaks_tabs_hyphens_and_ruby():
    ruby = f"<w:r><w:ruby><w:rt>{run('xiàng')}</w:rt><w:rubyBase>{run('项')}</w:rubyBase></w:ruby></w:r>"
    sign = "<w:r><w:t>2026</w:t><w:noBreakHyphen/><w:t>2027</w:t><w:tab/><w:t>年</w:t><w:br/><w:t>行</w:t></w:r>"
    assert lines(p(sign, ruby)) == ["2026-2027\t年", "行项"]


def test_pictures_are_counted_and_a_document_of_pictures_is_a_scan():
    assert noted(p("见图", PICTURE)) == {FileRemark.PICTURES: 1}
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(p(PICTURE)))
    assert told.value.code == UnreadableReason.ONLY_PICTURES
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(p("  ")))
    assert told.value.code == UnreadableReason.NO_TEXT


def test_content_controls_around_words_rows_and_paragraphs():
    def control(content):
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    row = re.sub(r"(<w:tr>.*</w:tr>)", lambda found: control(found[1]), table(("甲", "1")))
    assert lines(control(p("段", control(run("落")))), row) == ["段落", "甲\t1"]


def test_the_strict_edition_of_the_standard():
    strict = f"<w:document {W}{REST}><w:body>{p('甲')}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert lines(main=strict) == ["甲"]


@pytest.mark.parametrize(
    "main",
    [
        '<!DOCTYPE x [<!ENTITY a "很多"><!ENTITY b "&a;&a;&a;">]>'
        + f"<w:document {W}><w:body>&b;</w:body></w:document>",
        f'<!DOCTYPE x SYSTEM "file:///etc/hostname"><w:document {W}/>',
        f"<w:document {W}><w:body>",
        "",
    ],
)
def test_entities_and_broken_parts(main):
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(main=main or " "))
    assert told.value.code == UnreadableReason.DAMAGED


def test_nesting_without_end():
    deep = f"<w:document {W}><w:body>" + "<w:sdt>" * 200_000 + "</w:sdt>" * 200_000 + "</w:body></w:document>"
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(main=deep))
    assert told.value.code == UnreadableReason.DAMAGED


def test_more_elements_than_a_document_has(monkeypatch):
    monkeypatch.setattr(package, "MAX_TAGS", 100)
    assert lines(p("甲")) == ["甲"]
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(*[p("甲")] * 20))
    assert told.value.code == UnreadableReason.BOMB


def test_the_text_named_by_the_package_where_its_type_is_that_of_all_parts():
    named = f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    files = {}
    with zipfile.ZipFile(BytesIO(docx(p("甲")))) as whole:
        for name in whole.namelist():
            files[name] = whole.read(name).decode()
    types = files["[Content_Types].xml"].replace(named, "")
    files["[Content_Types].xml"] = types.replace('"application/xml"', f'"{MAIN}.document.main+xml"')
    assert text_of(zipped(files)).text == "甲"


def test_a_part_that_unpacks_to_more_than_a_document_holds():
    bomb = f"<w:document {W}><w:body>{' ' * 50_000_000}</w:body></w:document>"
    with pytest.raises(UnreadableFile) as told:
        text_of(docx(main=bomb))
    assert told.value.code == UnreadableReason.BOMB


def test_a_package_without_its_text():
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/></Types>'
    )
    with pytest.raises(UnreadableFile) as told:
        text_of(zipped({"[Content_Types].xml": types}))
    assert told.value.code == UnreadableReason.DAMAGED
