"""What holds for every number, every comparison and every text."""

import random
from decimal import Decimal

import pytest

from tests.reader.readings import read, read_targets

ONES = "零一二三四五六七八九"
SEEDS = (
    *(
        "1",
        "1,",
        "“",
        "(",
        "1个",
        "创建1个",
        "每个县",
        "4月底前完成、",
        "2020年",
        "\t1",
        "。",
        "三四",
        "到2025年,",
        "1至",
        "去年",
        "5O",
    ),
)


def chinese(number: int) -> str:
    """三百二十 for 320; numbers below ten thousand."""
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero and words else "") + ONES[digit] + name
        zero = not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def writings(number: int) -> list[str]:
    """The ways in which an office writes one number."""
    wide = str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    return [str(number), f"{number:,}", wide, f" {number} ", chinese(number), f"{Decimal(number) / 10000:f}万"]


@pytest.mark.parametrize("number", [2, 7, 10, 12, 20, 35, 100, 101, 110, 128, 300, 490, 1000, 1001, 1200, 2050, 9999])
def test_a_number_written_in_every_way_reads_the_same(number):
    read_back = {told_normal(f"培训妇女骨干{words}名") for words in writings(number)}
    assert read_back == {(Decimal(number), "名")}


def told_normal(clause: str) -> tuple:
    (target,) = read(clause).targets
    return target.normal, target.normal_unit


COMPARISONS = {
    "ge": ["不少于{}", "不低于{}", "至少{}", "{}以上", "{}及以上", "{}(含)以上", "超过{}", "≥{}", "不得少于{}"],
    "le": ["不超过{}", "不高于{}", "{}以内", "{}以下", "控制在{}以内", "≤{}", "最多{}"],
    "approx": ["约{}", "{}左右", "近{}"],
    "eq": ["{}", "达到{}", "完成{}", "共{}"],
}
COUNTED = ["120名", "1.2万名", "30个", "45户", "6期", "18场次", "200万元"]
CASES = [(op, words, counted) for op, ways in COMPARISONS.items() for words in ways for counted in COUNTED]


@pytest.mark.parametrize(("op", "words", "counted"), CASES)
def test_a_comparison_written_in_every_way_reads_the_same(op, words, counted):
    (target,) = read("全年扶持妇女创业" + words.format(counted)).targets
    assert (str(target.op), str(target.normal), target.text.count(counted)) == (op, str(plain(counted)), 1)


def plain(counted: str) -> Decimal:
    number = Decimal("".join(character for character in counted if character.isdigit() or character == "."))
    return number * 10000 if "万" in counted else number


@pytest.mark.parametrize("dash", ["-", "—", "——", "–", "~", "～", "至", "到", " - ", "－"])
@pytest.mark.parametrize("ends", [("3", "5"), ("三", "五"), ("３", "５")])
def test_a_range_written_in_every_way_reads_the_same(dash, ends):
    assert read_targets(f"打造示范点{ends[0]}{dash}{ends[1]}个") == ["3-5 个 range"]


NOISE = [
    "深入学习贯彻党的二十大精神，增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
    "畅通12338热线。",
    "2024年是落实“十四五”规划的关键一年。",
    "（责任部室：权益部、办公室）",
    "认真落实《县妇女发展规划（2021—2030年）》。",
    "纪念“三八”国际妇女节114周年。",
]
PROMISES = ["新建妇女微家20个。", "每个乡镇举办讲座不少于4场。", "6月底前培训妇女500人次。", "覆盖率达到95%以上。"]


@pytest.mark.parametrize("promise", PROMISES)
@pytest.mark.parametrize("noise", NOISE)
def test_what_stands_around_a_promise_changes_nothing(promise, noise):
    assert read_targets(noise + promise) == read_targets(promise + noise) == read_targets(promise) != []


ALPHABET = (
    '0123456789,.%‰-—~、。;:()“”《》"\t 年月日底前万亿十百千一两三每各个名场户至少不以上内约全市县建设培训去已了的'
)


@pytest.mark.parametrize("seed", range(40))
def test_no_text_raises(seed):
    luck = random.Random(seed)
    text = "".join(luck.choice(ALPHABET) for _ in range(600))
    found = read(text, text[:90], text[::-1])
    assert all(target.text and target.place.start < target.place.end for target in found.targets)


@pytest.mark.parametrize("year", [None, 1, 2024, 9999])
def test_no_year_raises(year):
    text = "2月29日前、2月30日前、13月底前、0月、2月底前、十三月、9999年底前、99年底，新建20个。"
    assert read_targets(text, year=year, years=None) or year is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_text_of_one_kind_ends(seed):
    """Forty thousand characters of anything: a rule that reads all of it for each of its marks would not end."""
    text = (seed * (40_000 // len(seed) + 1))[:40_000]
    found = read(text)
    assert len(found.targets) + len(found.not_targets) + len(found.milestones) <= len(text)
