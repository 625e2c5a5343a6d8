"""What a target says of itself beside its number: base, strength, measure, direction, level, scope, rule, how sure."""

import pytest

from tests.reader.readings import read


def only(clause: str, **options):
    (target,) = read(clause, **options).targets
    return target


@pytest.mark.parametrize(
    ("clause", "base"),
    [
        ("婚检率由60%提高到72%", "60"),
        ("覆盖率从85.5%提升至90%", "85.5"),
        ("示范点由20个增加到35个", "20"),
        ("覆盖率提高到90%", "None"),
    ],
)
def test_the_value_that_it_starts_from(clause, base):
    assert str(only(clause).base) == base


@pytest.mark.parametrize(
    ("clause", "strength"),
    [
        ("新建示范点12个", "hard"),
        ("巩固提升12个示范点", "maintain"),
        ("巩固已创建的12个示范点成果", "maintain"),
        ("参保率保持在95%以上", "maintain"),
        ("成立6个督查组", "weak"),
        ("培训妇女300人", "hard"),
        ("信贷投放比去年增长8%", "weak"),
    ],
)
def test_strength(clause, strength):
    assert str(only(clause).strength) == strength


@pytest.mark.parametrize(
    ("clause", "measure", "why"),
    [
        ("累计发放贷款3亿元", "running", "累计"),
        ("儿童之家覆盖率达到90%", "ratio", "覆盖率"),
        ("女干部占比达到30%", "ratio", "占比"),
        ("志愿者总数达到2万名", "level", "总数"),
        ("新建示范点12个", "running", ""),
    ],
)
def test_measure_and_the_word_that_says_so(clause, measure, why):
    target = only(clause)
    assert (str(target.measure), target.measure_why) == (measure, why)


@pytest.mark.parametrize(
    ("clause", "falling"),
    [("死亡率控制在5‰以内", True), ("发生率降低到3%", True), ("积案减少10件", True), ("覆盖率达到90%", False)],
)
def test_whether_smaller_is_better(clause, falling):
    assert only(clause).falling is falling


@pytest.mark.parametrize(
    ("clause", "level", "scope"),
    [
        ("创建市级示范基地10个", "市级", "None"),
        ("全县评选最美家庭50户", "None", "全县"),
        ("江北县等三个县力争覆盖率达到50%以上", "None", "江北县等三个县"),
        ("其余5个县区力争覆盖率达到30%以上", "None", "其余5个县区"),
        ("农村妇女参保率达到95%", "None", "农村"),
    ],
)
def test_level_and_scope(clause, level, scope):
    target = only(clause)
    assert (str(target.level), str(target.scope)) == (level, scope)


@pytest.mark.parametrize(
    ("clause", "rule", "sure"),
    [
        ("新建示范点12个", "number", "sure"),
        ("培训不少于300人", "comparison", "sure"),
        ("每个乡镇新建示范点2个", "each", "sure"),
        ("儿童之家覆盖率达到90%", "rate", "sure"),
        ("创建十个示范点", "chinese_numeral", "likely"),
        ("举办培训班一期", "chinese_numeral", "unsure"),
        ("巩固提升12个示范点", "number", "unsure"),
    ],
)
def test_the_rule_and_how_sure_it_is(clause, rule, sure):
    target = only(clause)
    assert (target.rule, str(target.sure)) == (rule, sure)


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("创建县级巾帼示范基地12个", "县级巾帼示范基地"),
        ("创建12个县级巾帼示范基地", "县级巾帼示范基地"),
        ("培训妇女骨干500人次", "培训妇女骨干"),
        ("扶持300户农村妇女发展养殖", "扶持农村妇女"),
        ("6月底前儿童之家覆盖率达到90%", "儿童之家覆盖率"),
        ("每个乡镇创建示范点2个", "每个乡镇示范点"),
        ("联合人社局举办女性专场招聘会10场以上", "女性专场招聘会"),
        ("60%以上的农户达到清洁标准", "农户达到清洁标准占比"),
    ],
)
def test_the_name_of_what_is_counted(clause, name):
    assert only(clause).name == name


def test_the_clause_is_given_as_it_stands():
    clause = "　　（三）力争６月底前，培训妇女骨干 ５００ 人次（含）以上。"
    target = only(clause)
    assert clause[target.place.start : target.place.end] == "培训妇女骨干 ５００ 人次（含）以上"
    assert (target.normal, target.normal_unit, target.deadline_text) == (500, "人次", "6月底前")


def test_a_number_in_scale_is_multiplied_out():
    target = only("发放贷款1.25亿元")
    assert (target.value, target.unit, target.normal, target.normal_unit) == (
        pytest.approx(1.25), "亿元", 125_000_000, "元"
    )  # fmt: skip


def test_the_same_clause_said_twice_is_one_promise():
    assert len(read("新建示范点12个。重点工作如下:新建示范点12个。").targets) == 1
