"""An office's own Word template: what is filled, what is refused and in which words, who may, which version stays."""

import zipfile
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn

from audit.models import Entry
from circulars.actions import circulars as actions
from circulars.actions.templates import receive_template, remove_template
from circulars.models import Circular, CircularTemplate
from circulars.queries.templates import usable_templates
from circulars.word.example import make_example
from circulars.word.fields import FIELDS
from circulars.word.order import RANKS
from circulars.word.template_fill import fill_template, write_sample
from tests import factories as make
from tests.circulars.test_pages import FIELDS as CIRCULAR
from tests.circulars.test_pages import place, read_word, scene  # noqa: F401
from tests.dashboards.scene import count_reads
from tests.sheets.files.builders import convert

WORD = "word/document.xml"


def make_docx(*lines, header="", change=None):
    """A document with these lines; ``change`` gets {part: bytes} and changes it."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = BytesIO()
    document.save(stream)
    if change is None:
        return stream.getvalue()
    with zipfile.ZipFile(stream) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    changed = BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return changed.getvalue()


def replace(part, old, new):
    def change(parts):
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return change


def add(part, data=b"x"):
    return lambda parts: parts.update({part: data})


def relate(kind, target, mode=""):
    text = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>'
    return replace("word/_rels/document.xml.rels", "</Relationships>", text)


def receive(scene, data, name="红头", **changes):  # noqa: F811
    file = SimpleUploadedFile("模板.docx", data)
    return receive_template(file, **{"office": scene.unit, "name": name, "by": scene.planner} | changes)


# --- what is filled ---------------------------------------------------------------------------------------------------


def test_the_sample_is_filled_and_has_the_layout_of_the_standard(tmp_path):
    filled = fill_template(write_sample(), make_example())
    words = read_word(filled)
    assert "关于2020年二季度全市妇联重点工作目标任务完成情况的通报" in words
    assert "一、总体情况\n全部 10 项目标任务中" in words
    assert "{{" not in words
    pages = pypdfium2.PdfDocument(convert(filled, "pdf", tmp_path, suffix="docx"))
    widths = [round(page.get_width() * 25.4 / 72) for page in pages]
    assert widths == [210] * (len(pages) - 1) + [420]


def test_every_field_that_the_page_lists_is_filled():
    words = read_word(fill_template(make_docx(*[field.written for field in FIELDS]), make_example()))
    assert "{{" not in words
    for field in FIELDS:
        if field.kind == "words":
            assert field.example in words
    assert "永德\n61.0%" in words


def test_a_field_that_word_has_split_keeps_its_format():
    document = docx.Document()
    paragraph = document.add_paragraph("关于 ")
    for piece in ("{", "{ 时", "期 }", "}"):
        paragraph.add_run(piece).bold = True
    stream = BytesIO()
    document.save(stream)
    found = docx.Document(BytesIO(fill_template(stream.getvalue(), make_example()))).paragraphs[0]
    assert found.text == "关于 2020年二季度"
    assert [run.bold for run in found.runs if "季度" in run.text] == [True]


def test_a_header_and_a_cell_are_filled_and_values_are_no_markup():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ 标题 }}"
    document.add_table(1, 1).cell(0, 0).text = "{{ 正文 }}"
    stream = BytesIO()
    document.save(stream)
    values = make_example()
    values.words["标题"] = "甲 <w:p/> & {{ 文号 }} {% if %}"
    found = docx.Document(BytesIO(fill_template(stream.getvalue(), values)))
    assert found.sections[0].header.paragraphs[0].text == "甲 <w:p/> & {{ 文号 }} {% if %}"
    assert len(found.tables[0].cell(0, 0).paragraphs) == 11


def test_elements_stand_in_the_order_of_the_schema():
    for data in (write_sample(), fill_template(write_sample(), make_example())):
        body = docx.Document(BytesIO(data)).element.body
        seen = 0
        for name, ranks in RANKS.items():
            for each in body.iter(qn(f"w:{name}")):
                order = [ranks[child.tag] for child in each]
                assert order == sorted(order)
                seen += 1
        assert seen > 20


# --- what is refused --------------------------------------------------------------------------------------------------

OUTSIDE = ' TargetMode="External"'
REFUSED = {
    "unknown field": (make_docx("{{ 标题 }}{{ 县名 }}"), "没有“县名”这个填写项"),
    "attribute": (make_docx("{{ 标题.__class__ }}"), "“{{ 标题.__class__ }}”不是填写项"),
    "call": (make_docx("{{ 标题() }}"), "不是填写项"),
    "filter": (make_docx("{{ 标题|attr('x') }}"), "不是填写项"),
    "arithmetic": (make_docx("{{ 9**9**9 }}"), "没有“9**9**9”这个填写项"),
    "statement": (make_docx("{% for x in 标题 %}{{ x }}{% endfor %}"), "不是填写项"),
    "comment": (make_docx("{# 标题 #}"), "不是填写项"),
    "unclosed": (make_docx("{{ 标题"), "“{{ 标题”不是填写项"),
    "over two lines": (make_docx("{", "{ 标题 }}"), "不是填写项"),
    "prefix of docxtpl": (make_docx("{{p 正文 }}"), "不是填写项"),
    "in the header": (make_docx("{{ 标题 }}", header="{{ 密码 }}"), "没有“密码”这个填写项"),
    "in an attribute": (
        make_docx("{{ 标题 }}", change=replace(WORD, "<w:body>", '<w:body w:x="{{ cycler }}">')),
        "“{{ cycler }}”不是填写项",
    ),
    "in the properties": (
        make_docx("{{ 标题 }}", change=replace("docProps/core.xml", "generated by python-docx", "{{ 标题 }}")),
        "所在的位置不能填写",
    ),
    "text beside": (make_docx("如下：{{ 正文 }}"), "“正文”会变成多行，必须单独占一行"),
    "no field": (make_docx("通报"), "没有填写项"),
    "too many": (make_docx("{{ 标题 }}" * 201), "超过 200 个"),
    "macros by name": (make_docx("{{ 标题 }}", change=add("word/vbaProject.bin")), "有宏"),
    "macros by kind": (
        make_docx("{{ 标题 }}", change=replace("[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml")), "有宏",
    ),
    "linked template": (
        make_docx("{{ 标题 }}", change=relate("attachedTemplate", "https://a.example/b.dotm", OUTSIDE)),
        "链接到外部内容：https://a.example/b.dotm",
    ),
    "linked share": (make_docx("{{ 标题 }}", change=relate("image", "\\\\host\\a.png")), "链接到外部内容"),
    "embedded program": (make_docx("{{ 标题 }}", change=add("word/embeddings/a.exe")), "嵌有对象：a.exe"),
    "embedded page": (make_docx("{{ 标题 }}", change=relate("aFChunk", "a.html")), "嵌有对象：a.html"),
    "dde": (
        make_docx("{{ 标题 }}", change=replace(WORD, "<w:p>", '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/>')),
        "不能接受的 Word 域：DDEAUTO",
    ),
    "dde in pieces": (
        make_docx("{{ 标题 }}", change=replace(WORD, "<w:p>", '<w:p><w:r><w:fldChar w:fldCharType="begin"/>'
            "<w:instrText>INCLUDE</w:instrText><w:instrText>TEXT x</w:instrText></w:r>")),
        "不能接受的 Word 域：INCLUDETEXT",
    ),
    "entities": (
        make_docx("{{ 标题 }}", change=lambda parts: parts.update({WORD: parts[WORD].replace(
            b"<w:document", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document', 1)})),
        "不是完好的 Word 文件",
    ),
    "no document": (b"MZ\x90", "不是完好的 Word 文件"),
    "half a file": (make_docx("{{ 标题 }}")[:3000], "不是完好的 Word 文件"),
    "a bomb": (
        make_docx("{{ 标题 }}", change=add("word/a.xml", b"<a>" + b" " * 90_000_000 + b"</a>")), "解压后大得不正常"
    ),
    "too large": (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_template_is_refused_in_words(kind, scene):  # noqa: F811
    data, said = REFUSED[kind]
    with pytest.raises(ValidationError) as refused:
        receive(scene, data)
    assert any(each in refused.value.messages[0] for each in said.split("|"))
    assert not CircularTemplate.objects.exists()


def test_braces_without_end_are_refused_at_once():
    """Not looked through again for each of half a million."""
    with pytest.raises(Exception, match="not_a_field"):
        fill_template(make_docx("{{" * 500_000), make_example())


# --- versions and people ----------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_a_circular_is_written_by_its_template_and_keeps_that_version(scene, client):  # noqa: F811
    first = receive(scene, make_docx("第一版 {{ 标题 }}", "{{ 总体情况 }}"))
    circular = actions.create_circular(
        place(scene), fields=CIRCULAR | {"shown": "whole", "template": first}, by=scene.planner
    )
    circular = actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    second = receive(scene, make_docx("第二版 {{ 标题 }}"))
    remove_template(second, by=scene.planner)
    assert (first.version, second.version) == (1, 2)
    assert list(usable_templates(scene.unit.path)) == []
    client.force_login(scene.planner)
    words = read_word(client.get(reverse("circulars:word", args=[circular.pk])).content)
    assert "第一版 关于二季度的通报" in words
    assert "全部1项目标任务中" in words
    assert "培训" not in words
    assert "市1" in words  # the ranking follows on a page of its own
    verbs = Entry.objects.filter(verb__startswith="template.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["template.receive", "template.receive", "template.remove"]


def test_a_city_uses_the_templates_above_and_none_beside(scene):  # noqa: F811
    above = receive(scene, write_sample())
    beside = receive(scene, write_sample(), office=scene.cities[1], by=scene.planner)
    assert list(usable_templates(scene.cities[0].path)) == [above]
    with pytest.raises(ValidationError):
        actions.create_circular(
            place(scene, scene.cities[0]), fields=CIRCULAR | {"shown": "whole", "template": beside}, by=scene.planner
        )
    planner = make.make_person("below", ("planner", scene.cities[0]))
    with pytest.raises(PermissionDenied):
        receive(scene, write_sample(), by=planner)
    with pytest.raises(PermissionDenied):
        remove_template(above, by=planner)


def test_from_the_page_to_the_word_file(scene, client):  # noqa: F811
    client.force_login(scene.planner)
    url = reverse("circulars:templates")
    sample = client.get(reverse("circulars:sample")).content
    answer = client.post(url, {"name": "红头", "office": scene.unit.pk, "file": SimpleUploadedFile("样.docx", sample)})
    assert answer.status_code == 302
    template = CircularTemplate.objects.get()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert count_reads(queries) <= 12
    assert "{{ 综合完成率 }}" in page
    preview = client.get(reverse("circulars:template_preview", args=[template.pk])).content
    assert "临妇通〔2020〕9号" in read_word(preview)
    assert client.get(reverse("circulars:template_file", args=[template.pk])).getvalue() == sample
    new = reverse("circulars:new", args=["yn-2020", scene.unit.code])
    assert "红头，第 1 版（云南省）" in client.get(new).content.decode()
    client.post(new, CIRCULAR | {"shown": "whole", "period": "2020Q2", "basis": "submitted", "template": template.pk})
    circular = Circular.objects.get()
    assert circular.template == template
    words = read_word(client.get(reverse("circulars:word", args=[circular.pk])).content)
    assert "一、总体情况" in words


def test_a_refusal_on_the_page_names_the_field(scene, client):  # noqa: F811
    client.force_login(scene.planner)
    file = SimpleUploadedFile("坏.docx", make_docx("{{ 县名 }}"))
    fields = {"name": "坏", "office": scene.unit.pk, "file": file}
    answer = client.post(reverse("circulars:templates"), fields)
    assert answer.status_code == 400
    assert "没有“县名”这个填写项" in answer.content.decode()
    too_large = SimpleUploadedFile("大.docx", b"x" * (3 * 1024 * 1024))
    answer = client.post(reverse("circulars:templates"), fields | {"file": too_large})
    assert answer.status_code == 413
    assert "超过 2 MB" in answer.content.decode()
