"""What a reader sees of a web page."""

from base64 import b64encode

import pytest

from reader.files import UnreadableFile, UnreadableReason, text_of


def lines(body, head=""):
    found = text_of(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.htm")
    assert (found.kind, found.wrapped) == ("html", False)
    return found.text.split("\n")


@pytest.mark.parametrize(
    "body, seen",
    [
        ("<p>一<p>二<div>三<div>四</div>五</div>", ["一", "二", "三", "四", "五"]),
        ("一<br>二<BR/>三", ["一", "二", "三"]),
        ("<p>全年<b>办</b><a href='x'>12</a><span>场</span></p>", ["全年办12场"]),
        ("<p>全年\n   办12场\n次</p><p>in two\n words</p>", ["全年办12场次", "in two words"]),
        ("<p>&nbsp;&nbsp;　　段 &#22919;&lt;5%&gt;</p>", ["段 妇<5%>"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<h1>标题</h1><ul><li>甲<li>乙</ul>", ["标题", "甲", "乙"]),
        ("<ol><li>甲<li>5个<li value=7>丙</ol><ol start=3><li><p>丁</p></ol>", ["1.甲", "2. 5个", "7.丙", "3.丁"]),
        ("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1.甲", "1.子", "2.乙"]),
        ("<ol style='list-style-type: none'><li>甲</ol>", ["甲"]),
        ("<p title='a>b' data-x=\"<p>\">甲</p>", ["甲"]),
        ("甲<!-- <p>不见</p> -->乙<![if !supportLists]>丙<![endif]>", ["甲乙丙"]),
        ("1 < 2 & 3 > 2", ["1 < 2 & 3 > 2"]),
    ],
)
def test_blocks_and_words(body, seen):
    assert lines(body) == seen


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < b) document.write('<p>不见</p>')</script>",
        "<style>p::after {content: '不见'}</style>",
        "<nav><ul><li>首页<nav>不见</nav></ul></nav>",
        "<noscript>不见</noscript><template><p>不见</p></template><select><option>不见</select>",
        "<textarea><p>不见</textarea>",
        "<div style='color: red; DISPLAY:none'><div>不</div>见</div>",
        '<span style="mso-hide:all">不见</span><p hidden>不见</p>',
    ],
)
def test_what_a_reader_does_not_see(hidden):
    assert lines(f"甲{hidden}<p>乙</p>", "<title>不见</title>") == ["甲", "乙"]


@pytest.mark.parametrize("seen", ["<p style='overflow: hidden'>", "<p class='hidden-print'>", "<p data-hidden='no'>"])
def test_what_only_sounds_hidden(seen):
    assert lines(f"{seen}甲</p>") == ["甲"]


def test_what_is_left_out_and_never_ends_is_read_where_nothing_else_is():
    assert lines("<nav><p>甲</p><p>乙</p>") == ["甲", "乙"]


@pytest.mark.parametrize(
    "table, seen",
    [
        ("<table><tr><th>任务<th>数量<tr><td>车间<td>18个</table>", ["任务\t数量", "车间\t18个"]),
        ("<table><tr><td>甲<td><td>乙</tr></table>后", ["甲\t\t乙", "后"]),
        ("<table><tr><td><p>一段。</p><p>二段。</p></td></tr></table>", ["一段。", "二段。"]),
        ("<table><tr><td>甲<td><table><tr><td>子<td>丑</table><td>乙</table>", ["甲\t子\t丑\t乙"]),
        ("<td>甲<tr>乙</table>丙", ["甲", "乙", "丙"]),
        ("<table><tr><td>甲<td>乙", ["甲\t乙"]),
    ],
)
def test_tables(table, seen):
    assert lines(table) == seen


@pytest.mark.parametrize(
    "meta", ['<meta charset="gb2312">', '<meta http-equiv=Content-Type content="text/html; charset=gbk">', ""]
)
def test_the_encoding_that_a_page_names(meta):
    page = f"<html><head>{meta}</head><body><p>镕、喆、碁</p></body></html>".encode("gb18030")
    assert text_of(page).text == "镕、喆、碁"


def test_a_page_that_names_a_wrong_encoding_or_none_that_exists():
    for name in ("big5", "no-such", "utf-8"):
        page = f"<html><meta charset={name}><body><p>全市妇联工作要点</p>".encode("gb18030")
        assert text_of(page).text == "全市妇联工作要点"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_packed_with_its_pictures(encoding):
    """As Word and office systems save it, often under the name .doc."""
    html = f"<html><head><meta charset={encoding}></head><body><p>一、培训5期</p></body></html>"
    packed = (
        "From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
        "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{b64encode(html.encode(encoding)).decode()}\r\n--X\r\nContent-Type: image/png\r\n\r\nx\r\n--X--\r\n"
    )
    found = text_of(packed.encode(), "plan.doc")
    assert (found.text, found.kind) == ("一、培训5期", "html")


def test_a_page_without_words():
    with pytest.raises(UnreadableFile) as told:
        text_of(b"<html><body><img src=x><script>1</script></body></html>")
    assert told.value.code == UnreadableReason.NO_TEXT


@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    "bad",
    [
        "<!--",
        "<",
        "</a ",
        "<a b='",
        "<a = ",
        "<a/",
        "<script>",
        "&#",
        "<div>",
        "<table><tr><td>",
        "<tr>",
        "\n 你",
        "<b x>",
    ],
)
def test_a_page_of_broken_pieces_ends(bad):
    """Tag by tag with no way back: quadratic time would be minutes here."""
    try:
        assert text_of(("<html><body>" + bad * (200_000 // len(bad))).encode()).kind == "html"
    except UnreadableFile as error:
        assert error.code == UnreadableReason.NO_TEXT  # noqa: PT017
