"""Names that say only what is done get whom or what it is done for: from the heading, the row, the title."""

import pytest

from reader.reading import read as read_document
from tests.reader.readings import read

DOCUMENT = "清河县{}\n{}\n"
UNDER_HEADINGS = [
    ("1.关爱留守女童。走访慰问120名。", ["走访慰问留守女童"]),
    ("1.留守女童关爱项目。走访慰问120名。", ["走访慰问留守女童"]),
    ("1.“两病”救助。资助30名。", ["“两病”救助"]),
    ("1.新建、改扩建乡镇卫生院。新建3所、改扩建5所。", ["新建乡镇卫生院", "改扩建乡镇卫生院"]),
    ("1.实施巾帼家政提升行动。培训90人次,持证率不低于80%。", ["巾帼家政提升行动培训", "巾帼家政提升行动持证率"]),
    ("1.婚姻矛盾调解。成功率达到90%以上,回访率100%。", ["婚姻矛盾调解成功率", "婚姻矛盾调解回访率"]),
    ("1.建设妇女微家。每个社区不少于2个。", ["每个社区妇女微家"]),
    ("1.妇女“两病”筛查项目。目标任务:为3万名农村妇女免费筛查。", ["农村妇女“两病”免费筛查"]),
    # what says enough keeps its own words
    ("1.关爱留守女童。走访慰问困难母亲120名。", ["走访慰问困难母亲"]),
    ("1.妇女与健康。筛查率达到90%以上。", ["筛查率"]),
    ("1.妇女“两病”筛查项目。为3万名妇女免费体检。", ["妇女免费体检"]),
]
CLAUSES = [
    ("女大学生到基层锻炼,选派60名", ["选派女大学生到基层锻炼"]),
    ("创建省级“绿色家庭”5户、市级20户", ["创建省级“绿色家庭”", "创建市级“绿色家庭”"]),
    ("示范性微家县级10个、市级3个", ["县级示范性微家", "市级示范性微家"]),
    ("新创建“和美人家”示范村20个、示范户500户", ["“和美人家”示范村", "“和美人家”示范户"]),
    ("计划开展宣讲30场,确保全年宣讲不少于75场", ["宣讲", "宣讲(全年)"]),
    ("建成投用东坪镇、西坪镇等3家敬老院,开工建设北坪镇等2家敬老院", ["敬老院(建成投用)", "敬老院(开工建设)"]),
    ("托位数达到每千人口4.6个", ["每千人口托位数"]),
    ("举办培训班25期,培训妇女2000人", ["培训班", "培训妇女"]),
    ("新建幼儿园13处,规划面积6142平方米", ["新建幼儿园", "新建幼儿园规划面积"]),
    ("实施涉及11个自然村的农村供水工程", ["农村供水工程涉及自然村"]),
    ("提升行动任务为新生儿甲病筛查率和乙病筛查率分别达到98%和95%", ["新生儿甲病筛查率", "新生儿乙病筛查率"]),
]
STRAY = [
    ("县妇联将慰问困难母亲500名", ["慰问困难母亲"]),
    ("每个家园将得到6万元专项资金扶持", ["每个家园专项资金扶持"]),
    ("在50个县实施“暖家”公益行动", ["实施“暖家”公益行动的县"]),
    ("在50个村深化实施“暖家”育儿项目", ["实施“暖家”育儿项目的村"]),
    ("提供心理辅导、法律咨询等100件次", ["心理辅导、法律咨询"]),
    ("促进男女平等", []),
    ("参与率逐步提升至85%以上", ["参与率"]),
    ("巩固公办园在园幼儿占比达到50%", ["公办园在园幼儿占比"]),
    ("(2分)РC12.家长参与培训的比率高于80%", ["家长参与培训的比率"]),
    ("2•婴儿死亡率控制在10‰以下", ["婴儿死亡率"]),
    ("今年要抓好三件事", []),
]


@pytest.mark.parametrize("lines, names", UNDER_HEADINGS)
def test_a_bare_name_is_completed_by_its_heading(lines, names):
    plan = DOCUMENT.format("2024年妇女儿童实事项目", f"{lines}\n2.其他工作。加强宣传。")
    assert [target.name for target in read_document(plan).targets] == names


@pytest.mark.parametrize("clause, names", CLAUSES + STRAY)
def test_a_name_has_its_programme_its_level_and_no_stray_words(clause, names):
    assert [target.name for target in read(clause).targets] == names


def test_a_bare_name_is_completed_by_the_row_or_the_title():
    row = "清河县2023年任务分解表\n序号\t项目\t目标\t时限\n1\t农村妇女“两病”筛查\t为25名农村妇女免费筛查\t11月底\n"
    assert [target.name for target in read_document(row).targets] == ["农村妇女“两病”免费筛查"]
    title = "清河乡农村妇女“两病”免费检查工作实施方案\n2020年全乡完成260人的检查任务。\n"
    assert [target.name for target in read_document(title).targets] == ["农村妇女“两病”免费检查"]
