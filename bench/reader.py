"""Reading plan documents: characters a second, beside one pass of ``re.finditer(r"[0-9]+")`` over the same text.

The text is invented and of everything that plans hold: headings, targets, offices, noise. No database and no server.
"""

import json
import re

from bench.clock import seconds, timed
from bench.report import Report
from reader.reading import read

PAGE = 600  # characters of a printed page (22 lines of 28, GB/T 9704-2012)
FIFTY = 50 * PAGE
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
HEAD = "某市妇联2021年工作要点\n\n　　2021年是“十四五”开局之年，要增强“四个意识”、坚定“四个自信”，干出新成绩。\n"
PARTS = (
    "{n}、实施巾帼建功工程，服务高质量发展\n",
    "（一）抓好妇女培训。联合人社部门全年举办家政培训班12期，培训妇女600人次以上，其中脱贫妇女不少于200人次。\n",
    "1．建好示范基地。9月底前新建市级巾帼示范基地4个，带动就业1.2万人。（牵头单位：发展部；配合单位：各县（市、区）妇联）\n",
    "2．用好小额贷款。发放妇女创业担保贷款3.5亿元，回收率达到98%以上，每个乡镇至少扶持2户。\n",
    "— 3 —\n",
    "（二）推进家庭建设。去年寻找最美家庭120户，今年揭晓市级最美家庭60户左右，儿童之家覆盖率达到85%，办好12338热线。\n",
    "　　一是讲好家风故事。开展家风巡讲20场次。二是办好家长学校。家长学校建校率由78%提高到90%。三是关爱留守儿童。\n",
)
# What a search that looks back, or tries every end, would take the square of its length for.
REPEATED = (
    "1", "一", "（", "(", "“", '"', "《", "》", "\n", " ", "\t", "。", "，", "%", "-", "…", "个", "每", "第", "由",
    "O", "妇\n", "1.", "一、\n", "。1、", "。（一）", "一是", "一要学。二要做。", "2021年", "10个", "1-2个",
    "95%以上", "6月底前", "牵头单位：", "附件：\n", "目录\n", "通知\n", "名\t", "1\n页眉\n", "妇 ，", "《》", "至",
    "其中", "达到",
)  # fmt: skip
FOURFOLD = (8_000, 32_000)
DIGITS = re.compile(r"[0-9]+")


def document(length):
    """An invented plan of about ``length`` characters."""
    body = "".join(PARTS)
    return (HEAD + body * (length // len(body) + 1))[:length].replace("{n}", "一")


def run(*, size, as_json=False):
    """A plan of fifty pages, then ever longer ones: the speed stays what it is when time grows with the length."""
    report = Report(silent=as_json)
    tiny = size == "tiny"
    measure(report, SIZES[:2] if tiny else SIZES, REPEATED[:2] if tiny else REPEATED)
    if as_json:
        print(json.dumps({"rows": report.for_machines()}, ensure_ascii=False, indent=1))


def measure(report, sizes, pieces):
    report.begin("reader", "a plan document into sections, tasks and targets, beside one search for digits")
    fifty = document(FIFTY)
    report.add("50 pages", seconds(lambda: read(fifty), 3), "s", most=1.0, note=f"{FIFTY:,} characters")
    speeds = {}
    for size in sizes:
        text = document(size)
        runs = 3 if size < 1_000_000 else 1
        taken = seconds(lambda text=text: read(text), runs) if runs > 1 else timed(lambda text=text: read(text))
        least = seconds(lambda text=text: sum(1 for _ in DIGITS.finditer(text)), 3)
        speeds[size] = size / taken
        note = f"{taken:,.2f} s; digits alone {size / least:,.0f} characters/s: {taken / least:,.0f} × their time"
        report.add(f"{size:,} characters", speeds[size], "char/s", note=note)
    report.add("the longest at the speed of the shortest", speeds[sizes[-1]] / speeds[sizes[0]], "×", least=0.5)
    grown = {piece: growth(piece) for piece in pieces}
    worst = max(grown, key=grown.get)
    note = f"of {len(grown)} pieces that are nothing but repeated, the worst: {worst!r}"
    report.add("four times the text / its quarter", grown[worst], "×", most=8, note=note)


def growth(piece):
    """How many times as long a text of nothing but ``piece`` takes when it is four times as long."""
    small, large = (min(timed(lambda n=n: read(piece * (n // len(piece)))) for _ in range(3)) for n in FOURFOLD)
    return large / small
