"""Goals that a text reports of a document: its own ones are promised, those of the state or of others are not."""

import pytest

from reader.reading import read

TOLD = [
    ("近日,市政府办印发《关于妇女健康工作的意见》。《意见》要求,到2015年,筛查率达到95%以上。", ["95 %"]),
    ("市政府出台了《实施方案》。\n《实施方案》明确,各县要至少设1所妇幼保健机构。", ["1 所"]),
    ("本报讯(记者 王某)全市妇幼工作会召开。《健康意见》要求,到2015年,筛查率达到95%以上。", ["95 %"]),
    ("《意见》要求,到2015年,全市筛查率达到95%以上。", ["95 %"]),
    ("近日,国务院印发《关于妇女健康工作的意见》。《意见》要求,到2015年,筛查率达到95%以上。", []),
    ("本报讯(记者 王某)国家《健康纲要》要求,到2015年,筛查率达到95%以上。", []),
    ("本报讯(记者 王某)《中国妇女发展纲要》提出,到2020年,筛查率达到80%以上。", []),
    ("《规划》要求,到2020年,全国筛查率达到80%以上。", []),
    ("清河县2015年要点\n一、通讯录\n《省妇女发展规划》提出,到2030年筛查率达到70%以上。", []),
]
QUOTED = [
    ("“对全省20万名城镇低收入妇女和农村妇女进行免费检查”,2021年10件实事中再次列入。", ["20 万名"]),
    ("开展“百千万巾帼大宣讲”活动。", []),
    ("实施“十万妇女大培训行动计划项目”。", []),
    ("办好“十件实事”。", []),
]


@pytest.mark.parametrize("document, expected", TOLD + QUOTED)
def test_a_goal_is_of_the_document_that_states_it(document, expected):
    assert [f"{target.value} {target.unit}" for target in read(document).targets] == expected
