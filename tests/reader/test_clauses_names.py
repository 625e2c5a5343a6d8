"""What is counted, in invented clauses: named before a colon, in the clause before, in a list; verbs are no names."""

import pytest

from tests.reader.readings import read

NAMED = [
    # before a colon
    ("新增“助老岗”就业岗位：200个", ["新增“助老岗”就业岗位"]),
    ("妇女技能培训：8期/400人次", ["妇女技能培训", "妇女技能培训"]),
    ("“父母学堂”开课：≥60节", ["“父母学堂”开课"]),
    ("筛查率：6月底达到55%，年底达到63%", ["筛查率(6月底)", "筛查率(年底)"]),
    ("指导站点覆盖率：城市达到90%，农村达到80%", ["城市指导站点覆盖率", "农村指导站点覆盖率"]),
    ("开展家政培训：第一期50人，第二期60人", ["家政培训(第一期)", "家政培训(第二期)"]),
    ("在市级及以上报刊发表稿件：市级24篇，省级6篇", ["市级及以上报刊发表稿件(市级)", "市级及以上报刊发表稿件(省级)"]),
    # behind a colon its own name stays
    ("主要任务：培训妇女500人", ["培训妇女"]),
    ("要做到三点：覆盖率95%以上", ["覆盖率"]),
    # in the clause before, where its own has only a verb
    ("女性创业基地再建55个，使总数达到160个", ["女性创业基地", "女性创业基地"]),
    ("“平安家庭”创建率要进一步提高，年底要冲到88%", ["“平安家庭”创建率"]),
    ("小额贷款要上台阶，力争干到6亿元", ["小额贷款"]),
    ("干部中的女性比例逐步提高，达到40%左右", ["干部中的女性比例"]),
    ("讲座走进城乡社区，全年举办报告会30场", ["报告会"]),  # its own name stays
    # a part of what was just counted, also in a sentence of its own
    ("发放贷款3亿元，其中临江县4000万元", ["发放贷款", "发放贷款(临江县)"]),
    ("发放贷款3亿元。其中：临江县4000万元，河西区3000万元", ["发放贷款", "发放贷款(临江县)", "发放贷款(河西区)"]),
    ("发放贷款3亿元。创建项目县40个", ["发放贷款", "项目县"]),
    # each of a list has its own
    ("婴儿死亡率、5岁以下儿童死亡率分别控制在3.5‰、5‰以内", ["婴儿死亡率", "5岁以下儿童死亡率"]),
    ("人大代表、政协委员中的女性比例分别达到28%和30%", ["人大代表中的女性比例", "政协委员中的女性比例"]),
    ("参检率、建档率均达到95%以上", ["参检率、建档率"]),
    # the words of comparing are no part of it, nor from where it rises
    ("贷款回收率不得低于98%", ["贷款回收率"]),
    ("不良率压到1%以下", ["不良率"]),
    ("惠及妇女不下300户", ["惠及妇女"]),
    ("示范点在原有18个的基础上新打造12个", ["示范点"]),
    ("项目县由去年的26个增加到40个", ["项目县"]),
    ("每村评选“最美家庭”3户以上并挂牌公示", ["每村评选“最美家庭”"]),
    ("招募“爱心妈妈”3万名与留守儿童结对", ["招募“爱心妈妈”"]),
    # a word is not cut in two
    ("新增贷款2亿元", ["新增贷款"]),
    ("全年接访控制在80件次以内", ["接访"]),
    ("到期还款率达到98%以上", ["到期还款率"]),
    ("新媒体账号粉丝突破3万人", ["新媒体账号粉丝"]),
    ("帮助再就业妇女达到500人", ["帮助再就业妇女"]),
    ("在校女生参检率达到90%", ["在校女生参检率"]),
    ("新组建巾帼志愿队伍20支", ["巾帼志愿队伍"]),
]


@pytest.mark.parametrize("clause, names", NAMED)
def test_the_name_says_what_is_counted(clause, names):
    assert [target.name for target in read(clause).targets] == names


def test_the_heading_above_names_nothing_that_a_colon_names():
    found = read("一、主要任务", "妇女技能培训：8期").targets
    assert [target.name for target in found] == ["妇女技能培训"]
