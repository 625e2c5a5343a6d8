"""Which year a document plans for, and on which days its numbers are due, by what dates it: each with a near miss."""

import pytest

from reader.reading import read

YEARS = [
    # A dateline gives the year of 今年.
    ("市妇联工作动态\n日期:2019-02-11\n今年,全市妇联将培训妇女5000人次。", 2019, None),
    ("清河县妇联动态\n来源:清河日报 2018-03-05 10:20\n今年将培训妇女5000人次。", 2018, None),
    ("【公布日期】2005.02.01\n2007年,全市幼儿入园率达到96%以上。\n2010年,全市入园率达到98%。", 2005, None),
    ("清河县妇联动态\n发布时间:2021-09-10\n今年以来新建家园16家。确保到2022年底建成100家。", 2021, None),
    ("清河县妇联动态\n今年将培训妇女5000人次。2019年2月11日前完成。", 2019, None),
    ("发布日期:2015-06-01\n2009年,全县培训妇女500人,今年要继续推进。", 2009, None),
    # A report on last year that goes on with 今年将… is this year's plan.
    ("2019年,县妇联培训妇女3000人。今年,县妇联将培训妇女5000人次。", 2020, None),
    ("清河县妇联2019年工作总结\n2019年,全县培训妇女3000人。\n2020年将培训妇女5000人次。", 2020, None),
    ("清河县妇联2019年工作总结\n今年以来,全县培训妇女3000人,救助120户。", 2019, None),
    ("2019年是基层组织建设年。今年,县妇联将培训妇女5000人次。", 2019, None),
    # A period that is stated before any other year is the plan's, whatever follows.
    ("“十三五”期间,全市将培训妇女2万人。\n某县2012年情况\n2012年,全县培训妇女3000人。", 2016, (2016, 2020)),
    ("“十三五”期间,全市累计培训妇女2万人。\n2021年,培训妇女5000人。", 2021, None),
    ("2016年是“十三五”开局之年。“十三五”期间,全市将培训妇女2万人。", 2016, None),
    ("中国儿童发展纲要\n中国儿童发展纲要(2011-2020)(一)儿童与健康。\n接种率达到95%以上。", 2011, (2011, 2020)),
    ("落实《儿童发展纲要(2011-2020年)》。2014年接种率达到95%以上。", 2014, None),
    ("日前,市妇儿工委印发《2023-2024年十项实事》。每年筛查13万人。", 2023, (2023, 2024)),
    # Years within a span are not the year of the plan.
    ("清河县妇女发展意见\n2011年—2020年,每年培训妇女2000人。", 2011, (2011, 2020)),
    ("清河县妇女发展意见\n2011—2020年,全县累计培训妇女2000人。2021年培训500人。", 2021, None),
    ("从2010年起,用3年时间,培训妇女骨干3000名。", 2010, (2010, 2012)),
    ("从2010年起,每年培训妇女3000名。", 2010, None),
    ("以2010年为基数,2014年死亡率下降20%。", 2014, None),
]
DUE = [
    ("清河县妇联2010年工作要点\n从2010年起,用3年时间,培训妇女骨干3000名。", ["2012-12-31"]),
    ("清河县妇联2010年工作要点\n自2010年开始利用五年时间培训女干部600名。", ["2014-12-31"]),
    ("清河县妇联2010年工作要点\n从2010年起,每年培训妇女500名。", ["2010-12-31"]),
    # A time at the head of a heading's line dates the whole line.
    (
        "清河县2012年工作规划\n二、目标\n(一)巩固成果。\n(二)到2015年,婴儿死亡率控制在9‰以下;贫血患病率控制在10%以下;"
        "出生缺陷发生率控制在1%以下。\n三、任务\n新建站点5个。",
        ["2015-12-31"] * 3 + ["2012-12-31"],
    ),
    # A later year that begins a sentence also dates the rates that follow in the item, not what is counted.
    (
        "清河县2005年工作意见\n1、发展教育。2010年,入园率达到96%以上。\n依托社区开展培训,受训率达到90%以上。新建站点5个。\n"
        "2、推进普查。普查率达到80%。",
        ["2010-12-31", "2010-12-31", "2005-12-31", "2005-12-31"],
    ),
    (
        "清河县2005年工作意见\n2010年,入园率达到96%以上。今年受训率达到90%以上。普查率达到80%。",
        ["2010-12-31", "2005-12-31", "2005-12-31"],
    ),
    (
        "清河县儿童发展规划(2011-2020年)\n到2015年,入园率达到70%以上。普查率达到80%。",
        ["2015-12-31", "2020-12-31"],
    ),
]


@pytest.mark.parametrize("document, year, years", YEARS)
def test_the_year_of_a_plan(document, year, years):
    reading = read(document)
    assert (reading.year, reading.years) == (year, years)


@pytest.mark.parametrize("document, days", DUE)
def test_the_days_by_which_numbers_are_due(document, days):
    assert [target.deadline.isoformat() for target in read(document).targets] == days
