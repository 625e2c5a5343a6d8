"""What is told twice or reported in news and tables of progress, and quantities that a line breaks: whole texts."""

import pytest

from reader.reading import read

HEADLINES = [
    (
        "今年培训妇女5000名 救助300户\n市妇联\n近日,县妇联部署工作。今年,全县将培训妇女5000名,救助困难妇女300户。",
        ["5000名", "300户"],
    ),
    ("我县新建儿童之家20个\n县妇联\n2024年,全县新建儿童之家20个,培训家长300名。", ["20个", "300名"]),
    ("全县新建儿童之家20个\n县妇联\n2024年,全县新建妇女之家20个。", ["20个", "20个"]),
    ("培训妇女5000名\n救助妇女300名", ["5000名", "300名"]),
    ("1.培训妇女5000名\n2.全年培训妇女5000名。", ["5000名", "5000名"]),
]
QUARTERS = "序号 实事项目 目标任务 责任单位 一季度二季度三季度四季度\n"
TABLES = [
    (QUARTERS + "1新建托位300个县卫健局完成选址。完成两批共130个。累计完成217个。新建托位300个。", ["300个"]),
    (QUARTERS + "2创建示范点25个县妇联制定方案。成功创建28个,超额完成。", ["25个"]),
    (QUARTERS + "3改造食堂40家县民政局制定方案。已改造12家。提前改造40家。", ["40家"]),
    (
        "任务\t责任单位\t一季度\t二季度\t三季度\n新建托位300个\t县卫健局\t完成两批共130个\t累计完成217个\t新建托位300个",
        ["300个"],
    ),
    ("任务\t一季度\t二季度\n培训妇女300人\t培训100人\t培训200人", ["300人", "100人", "200人"]),
    ("2024年工作要点\n一季度、二季度各完成两批共40个。", ["2批", "40个"]),
]
NEWS = [
    ("近日,记者从市妇联获悉,全市妇女工作成效喜人。\n200个母婴室完成改造升级,共资助1751人。", []),
    ("近日,县妇联传来好消息。\n12所儿童之家建成,共培训家长300名。", []),
    ("近日,记者从市妇联获悉,今年全市将新建儿童之家300个。\n200个母婴室完成改造升级。", ["300个", "200个"]),
    (
        "近日,县妇联印发《工作要点》,对全年工作作出安排。\n200个母婴室完成改造升级,全年共资助1751人。",
        ["200个", "1751人"],
    ),
    ("清河县妇联工作要点\n200个母婴室完成改造升级,共资助1751人。", ["200个", "1751人"]),
    ("2024年10件民生实事48个子项目完成情况公布。已新增托位300个,整体完成率111.5%。", []),
    ("累计完成搬迁4万人,占总计划的84.6%。", []),
    ("6月底前完成搬迁4万人,占年度任务的60%。", ["4万人"]),
    ("对48个子项目完成情况开展督查。", ["48个"]),
    ("民生工程开工率达到100%,完成率达到95%。", ["100%", "95%"]),
    ("上半年,学校实际开工199所,完工102所。", []),
]
BROKEN = [
    ("2024年民生实事\n1.免费接种疫苗25万剂\n次左右。\n2.新建儿童之家20个。", ["25万剂次 approx", "20个 eq"]),
    ("2024年民生实事\n1.接种疫苗,覆盖率达到90%以\n上。\n2.新建儿童之家20\n个左右。", ["90% ge", "20个 approx"]),
    ("2024年民生实事\n1.开展培训3000人\n次以上。\n2.建成20\n个示范点。", ["3000人次 ge", "20个 eq"]),
    ("2024年民生实事\n1.入园率达到90%\n以上。\n2.巩固率不低于\n95%。", ["90% ge", "95% ge"]),
    ("2024年民生实事\n1.培训妇女300人\n以上措施落实到位。", ["300人 eq"]),
    ("2024年民生实事\n1.建成示范点20个\n上级资金到位", ["20个 eq"]),
    ("2024年民生实事\n1.培训妇女\n2.培训儿童家长300人", ["300人 eq"]),
]


def numbers(document: str) -> list[str]:
    return [f"{target.value.normalize():f}{target.unit}" for target in read(document, year=2024).targets]


@pytest.mark.parametrize("document, expected", HEADLINES + TABLES + NEWS)
def test_what_is_told_twice_or_reported_is_proposed_once_or_not_at_all(document, expected):
    assert numbers(document) == expected


@pytest.mark.parametrize("document, expected", BROKEN)
def test_a_quantity_that_a_line_breaks_is_read_whole(document, expected):
    read_as = [f"{target.value.normalize():f}{target.unit} {target.op}" for target in read(document).targets]
    assert read_as == expected
