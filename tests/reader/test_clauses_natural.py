"""Invented clauses as federations write them: what is added beside what stands, what every one has to have."""

import pytest

from tests.reader.readings import read_reasons, read_targets, steps

TEN = {"years": (2021, 2030)}

CLAUSES = [
    ("管好用好现有9个妇女微家，再创省级妇女微家2个、市级6个", ["2 个 eq", "6 个 eq"]),
    ("在巩固现有工作室的同时，新创区级工作室3个", ["3 个 eq"]),
    ("目前共有妇女之家45个，新增志愿者点位7个", ["7 个 eq"]),
    ("目前共有妇女之家45个，志愿者点位7个", []),
    ("新增贷款额度2亿元", ["2 亿元 eq"]),
    ("新增授信额度30亿元以上", ["30 亿元 ge"]),
    ("个人贷款额度20万元", []),
    ("新增贷款最高额度为30万元", []),
    ("女性平均受教育年限达到12年左右，女性文盲率降到2%以下", ["12 年 approx", "2 % le"], TEN),
    ("用4年左右建成示范阵地60个", ["60 个 eq undated"]),
    ("两年左右培训骨干300人", ["300 人 eq undated"]),
    ("力争到2027年，省市两级均有1所妇女活动中心", ["1 所 each 2027-12-31"], TEN),
    ("县、乡都有1支巾帼宣讲队", ["1 支 each"]),
    ("全县有1支巾帼宣讲队", []),
    ("目前各乡镇均有1个妇女之家", []),
]


@pytest.mark.parametrize(
    "clause,expected,options", [(*case, {})[:3] for case in CLAUSES], ids=lambda case: str(case)[:40]
)
def test_a_clause_is_read(clause, expected, options):
    assert read_targets(clause, **options) == expected


def test_a_limit_for_one_is_named_as_such():
    assert read_reasons("个人贷款额度20万元") == {"20万元": "limit"}


@pytest.mark.parametrize("words", ["力争到2025年", "确保在2025年", "到2025年", "清水镇妇联 2025年3月8日"])
def test_a_time_alone_and_a_signature_are_no_steps(words):
    assert steps(words, **TEN) == []


def test_what_is_done_by_then_is_a_step():
    assert steps("力争到2025年，各县全部建成妇女儿童活动中心", **TEN) == [
        "2025-12-31 2025年,各县全部建成妇女儿童活动中心"
    ]
