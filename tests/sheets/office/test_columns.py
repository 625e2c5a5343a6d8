"""Which target and figure a column holds: the labels of real offices, and near misses of each."""

from decimal import Decimal

import pytest

from sheets.figures.columns import FigurePart
from sheets.office.labels import column_label, match_column, match_columns
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind, TargetNames
from tests.sheets.office.plans import lincang

AMOUNT, TO_DATE = FigureKind.AMOUNT, FigureKind.TO_DATE
SURE = Certainty.SURE
HEADINGS = ["巾帼脱贫行动"] * 4 + ["乡村振兴巾帼行动"] * 2 + ["创业创新巾帼行动"] * 2 + ["家庭工作"]
SHORT = [
    *("巾帼脱贫示范基地(个)", "妇女发展循环金(户)", "劳动力培训(人次)", "转移就业(累计)(人次)", "新创建示范点(个)"),
    *("巩固提升示范点(个)", "贷免扶补(人)", "创业担保贷款(人)", "最美家庭(户)"),
]
CODES = [f"L0{number}" for number in range(1, 10)]


def described(match):
    return match.target, match.kind, match.certainty


def test_short_names_under_group_headings():
    matches = match_columns([("序号",), ("县(区)",), *zip(HEADINGS, SHORT, strict=True)], lincang())
    expected = [(code, TO_DATE if code == "L04" else AMOUNT, SURE) for code in CODES]
    assert [described(match) for match in matches[2:]] == expected


def test_this_period_and_the_year_so_far_under_each_target():
    paths = [(h, label, kind) for h, label in zip(HEADINGS, SHORT, strict=True) for kind in ("本季完成", "累计完成")]
    assert [described(m) for m in match_columns(paths, lincang())] == [
        (code, kind, SURE) for code in CODES for kind in (AMOUNT, TO_DATE)
    ]


@pytest.mark.parametrize(
    ("path", "target", "kind"),
    [
        (("1", "巾帼脱贫行动", "创建市级“巾帼脱贫示范基地”", "个"), "L01", AMOUNT),
        (("循环金扶持户数",), "L02", AMOUNT),
        (("（二）“妇女发展循环金”\n（户）",), "L02", AMOUNT),
        (("农村妇女劳动力培训人次",), "L03", AMOUNT),
        (("农村劳动力培训本季完成(人次)",), "L03", AMOUNT),
        (("截至9月底农村劳动力培训",), "L03", TO_DATE),
        (("劳动力累计转移就业",), "L04", TO_DATE),
        (("转移就业", "三季度完成"), "L04", AMOUNT),
        (("2020年第三季度", "农村劳动力累计转移就业"), "L04", TO_DATE),
        (("2020年第三季度完成情况", "农村劳动力累计转移就业"), "L04", TO_DATE),
        (("贷免扶补", "人数"), "L07", AMOUNT),
        (("创业创新巾帼行动", "贷款(人)"), "L08", AMOUNT),
        (("示范点创建数",), "L05", AMOUNT),
        (("新建示范点",), "L05", AMOUNT),
        (("打造乡村振兴示范点",), "L05", AMOUNT),
        (("乡村振兴示范点", "新创建"), "L05", AMOUNT),
        (("乡村振兴示范点", "巩固提升"), "L06", AMOUNT),
        (("示范点巩固数",), "L06", AMOUNT),
        (("贷免扶补",), "L07", AMOUNT),
        (("贷免扶补扶持人数",), "L07", AMOUNT),
        (("担保贷款扶持人数",), "L08", AMOUNT),
        (("2020年第三季度", "创业担保贷款", "累计完成"), "L08", TO_DATE),
        (("评选最美家庭", "户"), "L09", AMOUNT),
        (("最美家庭", "市级(户)"), "L09", AMOUNT),
        (("L03",), "L03", AMOUNT),
    ],
)
def test_parts_of_names_are_sure_where_only_one_target_has_them(path, target, kind):
    assert described(match_column(path, lincang())) == (target, kind, SURE)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (("示范点",), None),
        (("扶持创业(人)",), None),
        (("县级最美家庭(户)",), "L09"),
        (("最美家庭", "县级(户)"), "L09"),
        (("省级示范基地(个)",), "L01"),
        (("最美家庭推荐数(户)",), "L09"),
        (("县级示范点(个)",), None),
        (("劳动力培训(人)",), "L03"),
        (("贷免扶补(万元)",), "L07"),
        (("贷款",), "L08"),
        (("技能培训(人次)",), "L03"),
        (("示范点储备(个)",), None),
        (("其中:创业担保贷款扶持创业",), "L08"),
    ],
)
def test_what_only_resembles_a_target_is_asked(path, first):
    match = match_column(path, lincang())
    assert match.role == ColumnRole.FIGURE
    assert match.certainty != SURE
    assert first is None or match.target == first


@pytest.mark.parametrize(
    "label",
    [
        "妇女之家(个)",
        "家庭教育讲座(场)",
        "维权案件(件)",
        "乡村振兴培训(场)",
        "巾帼志愿者(人)",
        "其中:建档立卡户",
        "两癌筛查(人)",
        "合计",
    ],
)
def test_a_column_of_the_offices_own_is_no_question(label):
    match = match_column((label,), lincang())
    assert (match.role, match.certainty) == (ColumnRole.UNKNOWN, SURE)


def test_a_column_that_resembles_a_target_is_none_where_another_column_is_that_target():
    paths = [
        (label,)
        for label in (
            *SHORT,
            "最美家庭推荐(户)",
            "贷免扶补(万元)",
            "劳动力培训(期)",
            "示范点储备(个)",
            "技能培训(人次)",
        )
    ]
    matches = match_columns(paths, lincang())
    assert [match.target for match in matches[:9]] == CODES
    assert {match.certainty for match in matches[:9]} == {SURE}
    assert {match.role for match in matches[9:]} == {ColumnRole.UNKNOWN}


def test_two_columns_of_the_same_figure_are_asked():
    matches = match_columns([("最美家庭(户)",), ("市级最美家庭",), ("贷免扶补",)], lincang())
    assert [match.certainty for match in matches] == [Certainty.UNSURE, Certainty.UNSURE, SURE]
    matches = match_columns([("贷免扶补",), ("贷免扶补",)], lincang())
    assert {match.why for match in matches} == {"two_columns"}


def test_the_exact_name_goes_before_a_part_of_it():
    matches = match_columns([("揭晓市级“最美家庭”",), ("最美家庭",)], lincang())
    assert described(matches[0]) == ("L09", AMOUNT, SURE)
    assert matches[1].role == ColumnRole.UNKNOWN


def test_parts_of_a_total_are_no_figures():
    matches = match_columns([("贷免扶补(人)", "合计"), ("贷免扶补(人)", "妇女"), ("贷免扶补(人)", "男")], lincang())
    assert described(matches[0]) == ("L07", AMOUNT, SURE)
    assert {match.role for match in matches[1:]} == {ColumnRole.UNKNOWN}


def test_a_figure_beside_target_and_rate_is_asked_when_it_does_not_say_since_when():
    paths = [("贷免扶补", "全年目标"), ("贷免扶补", "完成"), ("贷免扶补", "完成率")]
    assert [m.role for m in match_columns(paths, lincang())] == [
        ColumnRole.PROMISED,
        ColumnRole.FIGURE,
        ColumnRole.RATE,
    ]
    assert match_columns(paths, lincang())[1].why == "kind_unsaid"
    assert described(match_columns(paths, lincang(), SaidKinds(TO_DATE))[1]) == ("L07", TO_DATE, SURE)
    assert match_columns([("指标名称",), ("全年目标",), ("完成数",), ("完成率",)], lincang())[2].why == "kind_unsaid"
    for name, certainty in (("累计转移就业", SURE), ("转移就业", Certainty.LIKELY)):
        assert match_columns([(name, "目标"), (name, "完成")], lincang())[1].certainty == certainty


def test_kinds_are_settled_by_the_other_columns_of_the_target():
    def kinds(*labels, target="转移就业"):
        return [(m.kind, m.certainty) for m in match_columns([(target, label) for label in labels], lincang())]

    assert kinds("三季度", "累计") == [(AMOUNT, SURE), (TO_DATE, SURE)]
    assert kinds("三季度")[0][1] == Certainty.LIKELY
    assert kinds("三季度", "三季度累计") == [(AMOUNT, SURE), (TO_DATE, SURE)]
    assert kinds("三季度累计", target="贷免扶补")[0][1] == Certainty.LIKELY
    assert kinds("完成数", "本季完成", target="贷免扶补")[0][1] == Certainty.LIKELY
    above = [(kind, "转移就业") for kind in ("本季完成", "累计完成")]
    assert [m.kind for m in match_columns(above, lincang())] == [AMOUNT, TO_DATE]
    assert match_columns(above[:1], lincang())[0].certainty == Certainty.LIKELY


def test_heads_above_the_targets_say_what_the_columns_are():
    assert match_column(("全年目标任务", "最美家庭(户)"), lincang()).role == ColumnRole.PROMISED
    assert match_column(("上年同期", "最美家庭(户)", "累计完成"), lincang()).role == ColumnRole.EARLIER
    assert described(match_column(("目标任务完成情况", "最美家庭(户)", "本季完成"), lincang())) == ("L09", AMOUNT, SURE)


def test_the_unit_column_is_told_from_the_unit_of_measure():
    roles = [m.role for m in match_columns([("序号",), ("指标名称",), ("单位",), ("本季完成",)], lincang())]
    assert roles[2] == ColumnRole.MEASURE_UNIT
    assert match_columns([("单位",), ("指标",), ("数值",)], lincang())[0].role == ColumnRole.UNIT


def test_a_head_in_ten_thousands_multiplies():
    match = match_column(("劳动力培训(万人次)",), lincang())
    assert (match.target, match.certainty, match.factor) == ("L03", SURE, Decimal(10_000))


def test_a_target_in_ten_thousands_is_read_in_them():
    targets = (TargetNames("M", "发放创业担保贷款", "万元", "increment", whole=False),)
    factors = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10_000)}
    for unit, factor in factors.items():
        match = match_column((f"创业担保贷款({unit})",), lincang(targets))
        assert (match.target, match.certainty, match.factor) == ("M", SURE, factor)


def test_a_unit_of_measure_that_only_this_plan_has():
    targets = (TargetNames("Q", "绿化庭院", "畦", "increment"),)
    assert described(match_column(("绿化庭院（畦）",), lincang(targets))) == ("Q", AMOUNT, SURE)


def test_what_the_office_confirmed_holds_also_in_another_period():
    said = ColumnMatch(ColumnRole.FIGURE, "L09", AMOUNT, certainty=Certainty.LIKELY)
    key = column_label(("家庭", "三季度最美户(户)"), lincang())
    context = lincang(confirmed_columns={key: said})
    assert described(match_column(("家庭", "第三季度 最美户（户）"), context)) == ("L09", AMOUNT, SURE)
    assert match_column(("家庭", "二季度最美户(户)"), context).target == ""


def test_a_ratio_is_read_from_its_two_counts_and_never_from_the_rate():
    ratio = TargetNames("R1", "儿童之家覆盖率", "%", "ratio")
    context = lincang((ratio, TargetNames("R2", "儿童之家", "个", "level")))
    parts = match_columns(
        [("儿童之家覆盖率", "分子"), ("儿童之家覆盖率", "分母"), ("儿童之家覆盖率(%)",), ("儿童之家",)], context
    )
    assert [(m.role, m.target, m.part) for m in parts] == [
        (ColumnRole.FIGURE, "R1", FigurePart.VALUE),
        (ColumnRole.FIGURE, "R1", FigurePart.BASE),
        (ColumnRole.RATE, "R1", FigurePart.VALUE),
        (ColumnRole.FIGURE, "R2", FigurePart.VALUE),
    ]
    assert match_column(("儿童之家覆盖率(%)",), context).why == "rate_only"


def test_words_of_a_name_are_no_roles():
    named = [
        TargetNames("A", "实施“春蕾计划”资助女童", "人", "increment"),
        TargetNames("B", "家庭教育指导服务站点覆盖率", "%", "level", whole=False, sign="%"),
        TargetNames("C", "新增巾帼志愿者", "人", "increment"),
        TargetNames("D", "9月家庭教育宣传月活动", "场", "increment"),
    ]
    labels = ["春蕾计划(人)", "家庭教育站点覆盖率", "新增巾帼志愿者", "9月家庭教育宣传月活动(场)"]
    matches = match_columns([(label,) for label in labels], lincang(tuple(named)))
    assert [(m.role, m.target) for m in matches[:1] + matches[2:]] == [(ColumnRole.FIGURE, code) for code in "ACD"]
    assert matches[1].target == "B"
    assert matches[1].role == ColumnRole.FIGURE


def test_a_new_one_is_not_one_that_stands():
    targets = (
        TargetNames("Z01", "新建婚姻家庭纠纷人民调解委员会", "个", "increment"),
        TargetNames("Z02", "建有婚调委（室）的县区", "个", "level"),
    )
    assert match_column(("新建婚调委(个)",), lincang(targets)).certainty != SURE
    assert match_column(("新增婚调委(个)",), lincang(targets)).certainty != SURE
    assert match_column(("婚调委(个)",), lincang(targets)).target == "Z02"


def test_targets_of_the_same_name_are_told_apart_by_their_headings_or_units():
    under = (
        TargetNames("A", "举办培训班", "期", "increment", ("一、巾帼脱贫行动",)),
        TargetNames("B", "举办培训班", "期", "increment", ("二、家庭工作",)),
    )
    assert described(match_column(("家庭工作", "举办培训班(期)"), lincang(under))) == ("B", AMOUNT, SURE)
    assert match_column(("举办培训班(期)",), lincang(under)).certainty == Certainty.UNSURE
    counted = (TargetNames("A", "技能培训", "期", "increment"), TargetNames("B", "技能培训", "人次", "increment"))
    assert described(match_column(("技能培训", "人次"), lincang(counted))) == ("B", AMOUNT, SURE)
    assert match_column(("技能培训",), lincang(counted)).certainty == Certainty.UNSURE


def test_an_alias_is_a_name():
    targets = (TargetNames("A", "农村妇女“两癌”免费检查", "人", "increment", aliases=("两癌筛查",)),)
    match = match_column(("“两癌”筛查（人）",), lincang(targets))
    assert (match.target, match.certainty, match.why) == ("A", SURE, "alias")


def test_words_of_the_headings_above_a_target_are_no_other_name():
    title = "寻找“最美家庭”：推荐市级、县级最美家庭，发放慰问金额，揭晓一批先进典型"
    targets = (TargetNames("A", "揭晓最美家庭", "户", "increment", ("家庭文明建设工程", title)),)
    context = lincang(targets)
    assert described(match_column(("家庭文明建设工程最美家庭(户)",), context)) == ("A", AMOUNT, SURE)
    for label in ("最美家庭推荐(户)", "县级最美家庭(户)", "最美家庭慰问金额"):
        match = match_column((label,), context)
        assert (match.role, match.certainty) != (ColumnRole.FIGURE, SURE)
