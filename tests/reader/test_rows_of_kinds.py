"""Tables by lines, by | and by blanks: their deadlines, leads, steps and names."""

import pytest

from reader.reading import read

HEAD = "清河县2023年妇女儿童实事项目责任清单"
BY_LINES = """
重点工作
具体举措
责任单位
完成时限
加强健康服务
为18名妇女免费“两病”筛查
县卫健局、县妇联
10月底前
推进托育服务
新增托位26个
县卫健局
年底前
建设友好空间
出台友好社区建设标准
县妇儿工委办
6月底
"""
BY_MARKS = """
序号|实事项目|工作目标|牵头单位|完成时间
1|婚姻家庭辅导|开展辅导服务60人次|区民政局|2023年11月
2|托育机构建设|建成普惠托育机构3家,新增托位18个|区卫健局|9月底
3|家长学校|制定家长学校管理办法|区妇联|第一季度
"""
BY_BLANKS = """
序号  项目名称        年度目标           一季度目标   二季度目标   责任单位
1     家庭教育讲座    举办讲座20场       3场          10场         区妇联
2     母婴室          新建母婴室12间     3间          6间          区卫健局
"""
TABLES = [
    (BY_LINES, [("妇女免费“两病”筛查", "2023-10-31"), ("新增托位", "2023-12-31")]),
    (
        BY_MARKS,
        [("婚姻家庭辅导服务", "2023-11-30"), ("普惠托育机构", "2023-09-30"), ("新增普惠托育机构托位", "2023-09-30")],
    ),
    (
        BY_BLANKS,
        [
            ("家庭教育讲座", "2023-12-31"),
            ("家庭教育讲座(一季度)", "2023-03-31"),
            ("家庭教育讲座(二季度)", "2023-06-30"),
            ("新建母婴室", "2023-12-31"),
            ("母婴室(一季度)", "2023-03-31"),
            ("母婴室(二季度)", "2023-06-30"),
        ],
    ),
]
STEPS = [
    (BY_LINES, [("出台友好社区建设标准", "2023-06-30")]),
    (BY_MARKS, [("制定家长学校管理办法", "2023-03-31")]),
    (BY_BLANKS, []),
]


@pytest.mark.parametrize("table, expected", TABLES)
def test_the_targets_of_a_table(table, expected):
    assert [(target.name, str(target.deadline)) for target in read(HEAD + table).targets] == expected


@pytest.mark.parametrize("table, expected", STEPS)
def test_the_steps_of_a_table(table, expected):
    assert [(step.name, str(step.deadline)) for step in read(HEAD + table).milestones] == expected


def test_the_offices_of_a_table_by_lines_lead_its_tasks():
    tasks = read(HEAD + BY_LINES).tasks
    assert [task.lead for task in tasks] == [("县卫健局", "县妇联"), ("县卫健局",), ("县妇儿工委办",)]


def test_lines_of_prose_under_such_words_are_no_rows():
    text = "清河县2023年要点\n重点工作\n具体举措\n加强健康服务\n为18名妇女免费“两病”筛查\n10月底前总结\n"
    assert not any(task.lead for task in read(text).tasks)
