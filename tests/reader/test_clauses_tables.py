"""Invented tables, as a paste gives them and as the readers of files do: rows with tabs under a row of titles."""

import pytest

from tests.reader.readings import format_target, read

END = "2024-12-31"

PROMISED = [
    # the number with its unit in a cell under a title that says it is to be reached
    (("项目\t上年\t本年", "公益讲座\t30场\t40场"), ["40 场 eq"]),
    (("项目\t上年完成数\t本年目标", "公益讲座\t30场以上\t40场", "就业率\t100%\t90%"), ["40 场 eq", "90 % pct"]),
    (("项目\t2023年\t2024年", "公益讲座（场）\t30\t40"), ["40 场 eq"]),
    (("指标\t基期值\t目标值", "投诉\t5起\t不超过3起", "孤儿助养\t约50人\t60人左右"), ["3 起 le", "60 人 approx"]),
    (("任务\t目标", "打造示范社区\t6个", "建设美丽乡村\t12—15个"), ["6 个 eq", "12-15 个 range"]),
    (("指标\t目标\t性质", "某死亡率\t≤8/10万\t约束性"), ["8 /10万 le"]),
    (("任务\t目标", "妇女之家\t新建16所", "贷款\t不少于0.8亿元"), ["16 所 eq", "0.8 亿元 ge"]),
    (("序号\t指标名称\t分值\t目标值", "1\t阵地覆盖率\t10分\t95%", "2\t“妇女微家”\t5\t80个"), ["95 % pct", "80 个 eq"]),
    # the unit in a column of its own, in the title, in the row's name, or over the table
    (("指标\t目标值\t单位\t责任单位", "培训骨干\t500\t人次\t发展部"), ["500 人次 eq"]),
    (
        ("指标\t目标值", "培训人次\t500", "创建示范点个数\t12", "走访户数\t300"),
        ["500 人次 eq", "12 个 eq", "300 户 eq"],
    ),
    (("单位：人次", "项目\t目标任务", "健康讲座\t900"), ["900 人次 eq"]),
    # under a title that says nothing, where the table is one of tasks
    (("内容\t数量\t承办单位", "读书会\t12场\t宣传部"), ["12 场 eq"]),
    (("内容\t数量\t备注", "读书会\t12场"), []),
    (("内容\t数量\t承办单位", "读书会\t12\t宣传部"), []),
    (("宣讲\t60场\t10月底\t宣传部",), ["60 场 eq 2024-10-31"]),
    (("宣讲\t50场\t60场\t10月底",), []),  # which of the two is to come nobody says
    # so many for each, where the row's name says so
    (("任务\t目标", "每个乡镇创建示范点\t2个", "各乡镇建校率\t95%"), ["2 个 each", "95 % pct"]),
    # the day: in the row, over the column, and the plan's own year says no day
    (("任务\t2024年目标\t时限", "会改联\t100%\t6月底"), ["100 % pct 2024-06-30"]),
    (("任务\t目标\t启动时间\t完成时间", "编印读本\t2万册\t3月\t8月底前完成"), ["2 万册 eq 2024-08-31"]),
    (("项目\t全年任务\t一季度", "培训妇女\t500人\t100人"), ["500 人 eq", "100 人 eq 2024-03-31"]),
    # a row of words is no row of titles
    (("任务\t目标\t时限", "修订章程\t完成\t4月底", "讲座\t40场\t5月底"), ["40 场 eq 2024-05-31"]),
    # only remarks are left out at the end of a row; a row that lost other cells says nothing of its columns
    (("任务\t上年\t本年\t备注", "讲座\t30场\t40场"), ["40 场 eq"]),
    (("类别\t任务\t上年\t本年", "讲座\t30场\t40场"), []),
    (("任务\t上年\t本年\t责任单位\t备注", "\t30场\t40场\t宣传部"), []),
    (("任务\t单位\t上年\t本年\t备注", "讲座\t30\t40\t两年一次"), []),
    # a cell that reaches over several rows leaves them short: their numbers say where they stand
    (
        ("类别\t任务\t上年\t本年\t备注", "宣传\t讲座\t30场\t40场", "\t读书会\t3场\t5场\t合办", "\t巡讲\t13场\t15场"),
        ["40 场 eq", "5 场 eq", "15 场 eq"],
    ),
    (
        ("任务\t目标\t时限\t单位", "讲座\t40场\t6月底\t宣传部", "读书会\t5场\t9月底"),
        ["40 场 eq 2024-06-30", "5 场 eq 2024-09-30"],
    ),
    (("任务\t2022年\t2023年\t2024年", "讲座\t20场\t30场\t40场", "读书会\t3场\t5场"), ["40 场 eq"]),
    # tables that promise nothing
    (("2023年工作完成情况", "项目\t数量\t责任部门", "培训班\t12期\t发展部"), []),
    (("经费预算", "项目\t数量\t金额\t负责人", "宣传册\t2000册\t1万元\t王某"), []),
    (("项目\t预算（万元）\t责任单位", "大宣讲\t5\t宣传部", "两癌救助\t20万元\t权益部"), []),
    (("姓名\t年龄\t职务\t联系村", "王某\t45岁\t主席\t3个"), []),
    (("项目\t计划投资（万元）\t完成时限", "儿童之家\t20\t10月底"), []),
    (("项目\t投入（万元）\t完成时限", "大宣讲\t5\t6月底"), []),
    (("各单位任务分配", "单位\t推荐（户）", "全县\t60"), []),
    (("网站\t浏览\t日期", "某妇女网\t2764次\t3月5日"), []),
    (("项目\t任务数\t实际完成\t完成率", "培训\t500人\t480人\t96%"), ["500 人 eq"]),
]


@pytest.mark.parametrize("rows, expected", PROMISED)
def test_a_table_promises_what_its_titles_say(rows, expected):
    assert [format_target(target, END) for target in read(*rows).targets] == expected


SHARED = ("县区\t示范村（个）\t培训（人）", "江北县\t6\t120", "河西区\t4\t90", "合计\t10\t210")


@pytest.mark.parametrize(
    "caption, shared",
    [
        ("各县区任务分解表", True),
        ("指标分配", True),
        ("各县区任务完成情况", False),
        ("某市妇联", False),
        ("各县区代表名额分配", False),
    ],
)
def test_the_share_of_each_county_is_proposed_as_weak_and_the_sum_not_again(caption, shared):
    found = read(caption, *SHARED).targets
    read_targets = [(target.name, target.value, target.unit, target.scope, str(target.strength)) for target in found]
    assert (
        read_targets
        == [
            ("示范村(江北县)", 6, "个", "江北县", "weak"),
            ("培训(江北县)", 120, "人", "江北县", "weak"),
            ("示范村(河西区)", 4, "个", "河西区", "weak"),
            ("培训(河西区)", 90, "人", "河西区", "weak"),
        ]
        * shared
    )


def test_the_share_of_an_office_is_its_share():
    found = read("推荐任务分配", "单位\t推荐“最美家庭”（户）", "县直机关\t12").targets
    assert [(target.name, target.value, str(target.strength)) for target in found] == [
        ("推荐“最美家庭”(县直机关)", 12, "weak")
    ]


def test_the_counties_may_stand_over_the_columns():
    found = read("任务分解", "单位：人", "指标\t江北县\t河西区\t合计", "“两癌”检查\t900\t400\t1300").targets
    read_targets = [(target.name, target.value, target.unit, str(target.strength)) for target in found]
    assert read_targets == [("“两癌”检查(江北县)", 900, "人", "weak"), ("“两癌”检查(河西区)", 400, "人", "weak")]


@pytest.mark.parametrize(
    "row, name",
    [
        ("1\t儿童之家建设\t21所\t新建16所", "儿童之家建设"),
        ("2\t县级以上媒体发稿\t74篇\t≥100篇", "县级以上媒体发稿"),
        ("3\t法律援助（件）\t30\t不少于40件", "法律援助"),
        ("4\t每个乡镇创建示范点\t1个\t2个", "每个乡镇示范点"),
    ],
)
def test_a_row_names_its_number_by_its_own_cell(row, name):
    assert [target.name for target in read("序号\t内容\t上年\t今年目标", row).targets] == [name]


STEPS = [
    ("修订内控制度\t—\t完成\t4月底\t办公室", ["修订内控制度 2024-04-30"]),
    ("召开执委会议\t\t\t3月\t办公室", ["召开执委会议 2024-03-31"]),
    ("修订内控制度\t—\t完成\t12月底\t办公室", []),  # no more than that it is of this year
    ("修订内控制度\t—\t完成\t全年\t办公室", []),
    ("讲座\t30场\t40场\t4月底\t办公室", []),  # its number is the promise
]


@pytest.mark.parametrize("row, expected", STEPS)
def test_a_row_without_a_number_is_a_step_by_its_day(row, expected):
    found = read("任务\t上年\t目标\t完成时限\t责任科室", row).milestones
    assert [f"{step.name} {step.deadline}" for step in found] == expected


def test_titles_promise_nothing_themselves():
    found = read("指标\t2025年全部完成\t2030年目标", "儿童之家\t95%\t98%", year=None, years=(2021, 2030))
    assert found.milestones == ()
    assert [str(target.deadline) for target in found.targets] == ["2025-12-31", "2030-12-31"]


def test_the_title_of_a_column_is_the_deadline_in_its_own_words():
    found = read("指标\t2025年目标\t2030年目标", "覆盖率\t95%\t98%", year=None, years=(2021, 2030)).targets
    assert [target.deadline_text for target in found] == ["2025年目标", None]


def test_a_number_of_the_past_in_a_row_says_so():
    found = read("项目\t上年完成数\t本年目标", "公益讲座\t举办讲座30场以上\t40场")
    assert [(one.text, one.rule) for one in found.not_targets] == [("30场", "past")]
