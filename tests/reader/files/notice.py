"""One invented plan, as a Word document and as the lines that every format of it must give.

The files in ``samples`` were made from it by LibreOffice, without names or places in them:
``python -m tests.reader.files.notice notice.docx`` (or changes.docx), ``soffice --convert-to doc`` (rtf, pdf).
``locked.pdf`` is one word behind a password.
"""

import sys
from pathlib import Path

from tests.reader.files.making import REST, W, box, deleted, docx, inserted, levels, note, numbering, p, table

LONG = (
    "以社区家长学校为依托，面向留守儿童家庭、单亲家庭和流动人口家庭，全年举办家庭教育讲座不少于120场次，"
    "参加家长达到2.4万人次，并在每个乡镇至少培育1支由退休教师、医生和法律工作者组成的志愿队伍。"
)
LINES = [
    "清水市妇女联合会2027年工作要点",
    "各县（区）妇联，市直各单位妇委会：",
    "一、家庭家教家风",
    "（一）家长学校",
    LONG,
    "（二）书香家庭",
    "1.评选书香家庭60户。",
    "2. 6月底前办好读书月。",
    "二、创业就业",
    "（一）培训妇女3500人以上。",
    "任务\t数量\t责任部室",
    "巾帼车间\t18个\t发展部",
    "电商培训\t12期\t发展部",
    "（二）发放贷款1.2亿元左右。",
    "贷款含已续贷的部分。",
    "三、权益维护",
    "咨询服务覆盖率达到95%以上。",
    "本要点由市妇联办公室解释。",
]
NOTE = LINES[14]
HEADER = f"<w:hdr {W}{REST}>{p('内部资料')}</w:hdr>"
FOOTER = (
    f"<w:ftr {W}{REST}><w:p><w:r><w:t>— </w:t></w:r>"
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p></w:ftr>'
)
SERIF = '<w:rFonts w:ascii="Noto Serif CJK SC" w:hAnsi="Noto Serif CJK SC" w:eastAsia="Noto Serif CJK SC"/>'
STYLES = (
    f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{SERIF}"
    '<w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="part"/><w:basedOn w:val="a"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
FOOTNOTES = f'<w:footnotes {W}{REST}><w:footnote w:id="2">{p(NOTE)}</w:footnote></w:footnotes>'


def notice(changes=False):
    """The bytes of the plan as docx: its numbers set by Word, a note below the page, a text box at the end.
    ``changes``: with passages deleted and inserted, which read as LINES when accepted."""
    sixty = deleted("50") + inserted("60") if changes else "60"
    gone = [p(deleted("3.停办的活动。"), number=1, level=2, deleted_end=True)] if changes else []
    return docx(
        p(LINES[0]),
        p(LINES[1]),
        p("家庭家教家风", style="h1"),
        p("家长学校", number=1, level=1),
        p(LONG),
        p("书香家庭", number=1, level=1),
        p("评选书香家庭", sixty, "户。", number=1, level=2),
        *gone,
        p("6月底前办好读书月。", number=1, level=2),
        p("创业就业", style="h1"),
        p("培训妇女", inserted("3500人以上") if changes else "3500人以上", "。", number=1, level=1),
        table(*(line.split("\t") for line in LINES[10:13])),
        p("发放贷款1.2亿元左右。", note(2), number=1, level=1),
        p("权益维护", style="h1"),
        p("咨询服务覆盖率达到95%以上。", box(p(LINES[17]))),
        numbering=numbering(levels(tied=("h1",))),
        styles=STYLES,
        footnotes=FOOTNOTES,
        header=HEADER,
        footer=FOOTER,
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(notice(changes="changes" in sys.argv[1]))
