"""What a reading asks instead of guessing, what it leaves out, and what an answer changes."""

from dataclasses import replace

from sheets.files.reading import BookFile
from sheets.layout.model import RowRole
from sheets.office.keys import cell_key, label_key, sheet_key, total_key
from sheets.office.model import ColumnRole
from sheets.office.reading import read_workbook
from sheets.problems import SheetProblem
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import CODES, PLAN
from tests.sheets.office.test_layouts import FENGQING, LINCANG, TITLE, WIDE, figures, questions, read

SIMPLE = f"""{TITLE}
    县(区) | 巾帼宣讲(场) | 最美家庭(户)
    临翔 | 3 | 5
    凤庆 | 4 | 6"""
FORM = f"""{TITLE}
    指标 | 计量单位 | 全年目标 | 本季完成 | 累计完成 | 完成率
    巾帼宣讲 | 场 | 20 | 3 | 9 | 0.45
    最美家庭 | 户 | 30 | 5 | 12 | 0.4"""
OF_FORM = {("A01", "本季"): 3, ("A01", "累计"): 9, ("D01", "本季"): 5, ("D01", "累计"): 12}
FILE = "报表.xlsx"


def of(unit, found):
    return {(unit[4:6], *at): value for at, value in found.items()}


# --- the unit of a form ---


def test_a_form_is_of_the_unit_in_its_title():
    reading = read(FORM.replace(TITLE, "永德县妇联" + TITLE))
    assert figures(reading) == of("530923", OF_FORM)
    assert questions(reading) == []


def test_a_form_is_of_the_unit_in_the_line_above():
    for line in ("填报单位：永德县妇联", "填报单位 | 永德县妇联 | | 填报时间 | 2020年9月28日", "单位名称：永德县"):
        reading = read(FORM.replace(TITLE, f"{TITLE}\n{line}"))
        assert figures(reading) == of("530923", OF_FORM), line
        assert questions(reading) == [], line


def test_a_form_is_of_the_unit_that_names_its_sheet_or_file():
    assert figures(read(FORM, titles=["永德"])) == of("530923", OF_FORM)
    assert figures(read(FORM, name="三季度/永德县妇联三季度报表.xlsx")) == of("530923", OF_FORM)


def test_a_form_with_kinds_in_its_rows():
    reading = read(f"""永德县{TITLE}
        指标 | 巾帼宣讲(场) | 最美家庭(户)
        全年目标 | 20 | 30
        本季完成 | 3 | 5
        累计完成 | 9 | 12""")
    assert figures(reading) == of("530923", OF_FORM)
    assert questions(reading) == []


def test_a_form_in_two_halves_beside_each_other():
    reading = read(f"""永德县{TITLE}
        指标 | 本季完成 | 累计完成 | 指标 | 本季完成 | 累计完成
        巾帼宣讲(场) | 3 | 9 | 最美家庭(户) | 5 | 12""")
    assert figures(reading) == of("530923", OF_FORM)
    assert questions(reading) == []


def test_a_form_with_a_column_for_each_quarter():
    reading = read("""永德县妇联2020年重点工作台账
        指标 | 计量单位 | 全年目标 | 一季度 | 二季度 | 三季度 | 四季度 | 累计
        巾帼宣讲 | 场 | 20 | 2 | 4 | 3 | | 9
        最美家庭 | 户 | 30 | 3 | 4 | 5 | | 12""")
    assert figures(reading) == of("530923", OF_FORM)
    assert questions(reading) == []


def test_a_sheet_for_each_target():
    text = f"""{TITLE}
        县(区) | 本季完成
        临翔 | 3
        凤庆 | 4"""
    reading = read(text, text.replace("3", "5").replace("4", "6"), titles=["巾帼宣讲", "最美家庭"])
    assert figures(reading) == WIDE
    assert questions(reading) == []


def test_a_sheet_for_each_county():
    reading = read(FORM, FORM, titles=["临翔", "凤庆县"])
    assert figures(reading) == of(LINCANG, OF_FORM) | of(FENGQING, OF_FORM)


def test_units_that_contradict_are_asked():
    reading = read(FORM.replace(TITLE, f"{TITLE}\n填报单位：永德县妇联"), titles=["凤庆"])
    assert figures(reading) == {}
    assert questions(reading) == [("row", "units_contradict")]
    asked = reading.all_questions[0]
    assert {unit for unit, _target in asked.about} == {"530923000000", FENGQING}
    answered = read(
        FORM.replace(TITLE, f"{TITLE}\n填报单位：永德县妇联"), titles=["凤庆"], answers={asked.key: f"unit:{FENGQING}"}
    )
    assert figures(answered) == of(FENGQING, OF_FORM)


def test_a_form_that_names_no_unit_is_asked():
    reading = read(FORM)
    assert figures(reading) == {}
    assert questions(reading) == [("row", "no_unit_named")]


# --- periods ---


def test_sheets_of_other_periods_are_not_read():
    other = SIMPLE.replace("第三季度", "第二季度").replace("3", "9")
    reading = read(other, SIMPLE, titles=["二季度", "三季度"])
    assert figures(reading) == WIDE
    assert [sheet.skipped and sheet.skipped.code for sheet in reading.sheets] == ["other_period", None]
    assert questions(reading) == []


def test_the_name_of_a_sheet_or_file_says_the_period():
    plain = SIMPLE.replace(TITLE, "妇联重点工作完成情况统计表")
    assert questions(read(plain, titles=["2020年三季度"])) == []
    assert questions(read(plain, name="2020年第三季度.xlsx")) == []
    assert read(plain, name="2020年第一季度.xlsx").sheets[0].skipped.code == "other_period"


def test_a_sheet_without_any_period_is_read_and_asked_about_once():
    plain = SIMPLE.replace(TITLE, "妇联重点工作完成情况统计表")
    reading = read(plain)
    assert figures(reading) == WIDE
    assert questions(reading) == [("sheet", "no_period")]
    assert questions(read(plain, answers={sheet_key(FILE, "Sheet1"): "period"})) == []
    assert figures(read(plain, answers={sheet_key(FILE, "Sheet1"): "ignore"})) == {}


def test_a_title_and_a_name_of_different_periods_are_asked():
    reading = read(SIMPLE, titles=["二季度"])
    assert figures(reading) == {}
    assert questions(reading) == [("sheet", "periods_contradict")]
    assert figures(read(SIMPLE, titles=["二季度"], answers={sheet_key(FILE, "二季度"): "period"})) == WIDE


def test_a_title_of_another_year_than_the_file_is_asked():
    of_2019, of_file = SIMPLE.replace("2020年", "2019年"), "2020年第三季度报表.xlsx"
    reading = read(of_2019, name=of_file)
    assert figures(reading) == {}
    assert questions(reading) == [("sheet", "periods_contradict")]
    (asked,) = reading.all_questions
    assert len(asked.about) == len(WIDE)
    assert figures(read(of_2019, name=of_file, answers={asked.key: "period"})) == WIDE
    assert questions(read(of_2019, name="报表.xlsx")) == []
    second = SIMPLE.replace("第三季度", "第二季度")  # is of another period, whatever the file is called
    assert questions(read(second, name=of_file)) == []


def test_a_title_of_the_year_so_far_gives_running_totals():
    reading = read(SIMPLE.replace("第三季度", "1-9月"))
    assert {kind for _unit, _target, kind in figures(reading)} == {"累计"}


# --- what contradicts itself ---


def test_the_same_unit_twice_is_asked():
    reading = read(SIMPLE + "\n    临翔区 | 7 | 8")
    assert figures(reading) == {at: value for at, value in WIDE.items() if at[0] == "21"}
    assert questions(reading) == [("row", "unit_twice")] * 2
    assert set(reading.all_questions[0].about) == {(LINCANG, "A01"), (LINCANG, "D01")}
    ignored = {label_key(FILE, "Sheet1", 5, 1): "ignore", label_key(FILE, "Sheet1", 3, 1): f"unit:{LINCANG}"}
    answered = read(SIMPLE + "\n    临翔区 | 7 | 8", answers=ignored)
    assert figures(answered) == WIDE
    assert questions(answered) == []


def test_the_same_figure_in_two_files_counts_once():
    books = [book_of(sheet_of(SIMPLE), name="一.xlsx"), book_of(sheet_of(SIMPLE), name="二.xlsx")]
    reading = read_workbook(books, PLAN)
    assert figures(reading) == WIDE
    assert questions(reading) == []


def test_a_total_that_is_not_the_sum_is_asked():
    reading = read(SIMPLE + "\n    合计 | 7 | 12")
    assert figures(reading) == WIDE
    assert questions(reading) == [("total", "total_differs")]
    assert reading.all_questions[0].target == "D01"
    assert questions(read(SIMPLE + "\n    合计 | 7 | 12", answers={total_key(FILE, "Sheet1", 5, 3): "as_read"})) == []


def test_the_row_of_the_city_is_a_total():
    assert questions(read(SIMPLE + "\n    临沧市 | 7 | 11")) == []
    assert questions(read(SIMPLE + "\n    临沧市 | 7 | 12")) == [("total", "total_differs")]


def test_a_total_of_the_city_across_that_is_not_the_sum_is_asked():
    text = f"""{TITLE}
        指标 | 临翔 | 凤庆 | 全市
        巾帼宣讲(场) | 3 | 4 | 8
        最美家庭(户) | 5 | 6 | 11"""
    reading = read(text)
    assert figures(reading) == WIDE
    assert questions(reading) == [("total", "total_differs")]


def test_more_in_the_quarter_than_in_the_year_is_asked():
    reading = read(FORM.replace("| 5 | 12", "| 15 | 12"), titles=["永德"])
    assert figures(reading) == of("530923", {at: value for at, value in OF_FORM.items() if at[0] == "A01"})
    assert questions(reading) == [("cell", "more_than_to_date")]


def test_a_figure_that_is_not_owed_is_asked_and_a_zero_is_left_out():
    units = tuple(
        replace(unit, owed=CODES - {"D01"}) if unit.code in (LINCANG, FENGQING) else unit for unit in PLAN.units
    )
    reading = read(SIMPLE.replace("| 6", "| 0"), plan=replace(PLAN, units=units))
    assert questions(reading) == [("cell", "not_owed")]
    assert (reading.all_questions[0].unit, reading.all_questions[0].target) == (LINCANG, "D01")
    assert {target for _unit, target, _kind in figures(reading)} == {"A01"}


# --- names ---


def test_a_unit_that_nobody_knows_is_asked():
    reading = read(SIMPLE + "\n    工业园区 | 7 | 8")
    assert figures(reading) == WIDE
    assert questions(reading) == [("row", "unit_unknown")]
    asked = reading.all_questions[0]
    assert (asked.row, asked.column, asked.shown) == (5, 1, "工业园区")
    answered = read(SIMPLE + "\n    工业园区 | 7 | 8", answers={asked.key: "unit:530922000000"})
    assert figures(answered) == WIDE | {("22", "A01", "本季"): 7, ("22", "D01", "本季"): 8}
    confirmed = replace(PLAN, confirmed_units={asked.label: "530922000000"})
    assert figures(read(SIMPLE + "\n    工业园区 | 7 | 8", plan=confirmed)) == figures(answered)


def test_a_code_that_contradicts_its_name_is_asked():
    reading = read(f"""{TITLE}
        单位代码 | 单位名称 | 巾帼宣讲(场)
        530902000000 | 临翔区 | 3
        530921000000 | 永德县 | 4""")
    assert figures(reading) == {("02", "A01", "本季"): 3}
    assert questions(reading) == [("row", "code_contradicts")]


def test_a_value_that_is_merged_over_two_units_is_asked():
    def merge(sheet):
        sheet.merged.append((3, 3, 4, 3))

    reading = read(SIMPLE.replace("| 6", "|"), change=merge)
    assert questions(reading) == [("cell", "merged_over_several")]
    assert reading.all_questions[0].about == ((LINCANG, "D01"), (FENGQING, "D01"))
    assert {target for _unit, target, _kind in figures(reading)} == {"A01"}


def test_a_column_that_a_person_corrects():
    text = SIMPLE.replace("最美家庭(户)", "示范户(户)")
    key = label_key(FILE, "Sheet1", 2, 3)
    assert figures(read(text, answers={key: "target:D01/amount"})) == WIDE
    assert {target for _unit, target, _kind in figures(read(SIMPLE, answers={key: "ignore"}))} == {"A01"}


def test_a_cell_is_answered():
    text = SIMPLE.replace("| 6", "| 约6")
    reading = read(text)
    assert questions(reading) == [("cell", reading.all_questions[0].why.code)]
    key = reading.all_questions[0].key
    assert key == cell_key(FILE, "Sheet1", 4, 3)
    assert figures(read(text, answers={key: "value:6"})) == WIDE
    assert len(figures(read(text, answers={key: "blank"}))) == 3
    assert [each.na for each in read(text, answers={key: "na"}).figures] == [False, False, False, True]
    assert figures(read(SIMPLE, answers={cell_key(FILE, "Sheet1", 4, 3): "value:9"}))["21", "D01", "本季"] == 9


def test_a_multiple_in_a_cell_whose_target_has_one_is_asked():
    reading = read(f"{TITLE}\n县区 | 担保贷款(万元)\n临翔 | 6.25万\n凤庆 | 5")
    assert [each.unit for each in reading.figures] == [FENGQING]
    assert questions(reading) == [("cell", "ask_other_unit")]
    assert reading.all_questions[0].choices[0].answer == "value:6.25"


# --- what is not shown, and what is left out ---


def test_what_a_sheet_hides_is_not_read_and_is_told():
    def hide(sheet):
        sheet.put_row(5, ["云县", 70, 80])
        sheet.put_row(6, ["合计", 7, 11])
        sheet.put(2, 4, "纠纷调处(件)")
        sheet.put(3, 4, 77)
        sheet.hidden_rows.add(5)
        sheet.hidden_columns.add(4)

    reading = read(SIMPLE, change=hide)
    assert figures(reading) == WIDE
    assert questions(reading) == []
    assert {note.code for note in reading.sheets[0].notes} == {"hidden_rows", "hidden_columns", "total_rows"}


def test_a_total_with_the_hidden_rows_is_no_question():
    def hide(sheet):
        sheet.put_row(5, ["云县", 70, 80])
        sheet.put_row(6, ["合计", 77, 91])
        sheet.hidden_rows.add(5)

    assert questions(read(SIMPLE, change=hide)) == []


def test_a_hidden_sheet_is_not_read():
    def hide(sheet):
        sheet.hidden = True

    reading = read(SIMPLE, change=hide)
    assert figures(reading) == {}
    assert reading.sheets[0].skipped == SheetProblem("hidden_sheet")


def test_a_sheet_without_a_table_and_a_file_that_cannot_be_read():
    book = book_of(sheet_of("填表说明\n请各县(区)妇联认真填报。"), sheet_of(SIMPLE, "三季度"))
    reading = read_workbook([book, BookFile("坏.xlsx", problem=SheetProblem("broken"))], PLAN)
    assert figures(reading) == WIDE
    assert reading.sheets[0].skipped == SheetProblem("no_table")
    assert reading.refused == [("坏.xlsx", SheetProblem("broken"))]


def test_the_roles_of_rows_and_columns_for_the_preview():
    reading = read(SIMPLE.replace("最美家庭(户)", "最美家庭(户) | 备注") + "\n    合计 | 7 | 11")
    roles = reading.sheets[0].tables[0]
    assert roles.rows == {2: RowRole.HEAD, 3: RowRole.FIGURES, 4: RowRole.FIGURES, 5: RowRole.TOTAL}
    assert roles.columns[1] == ColumnRole.UNIT
    assert roles.columns[2] == roles.columns[3] == ColumnRole.FIGURE
    assert roles.columns[4] == ColumnRole.REMARK
