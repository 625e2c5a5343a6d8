"""What an office's figures become in a return: amounts, running totals, and what is asked instead of guessed."""

from decimal import Decimal

import pytest

from sheets.figures.columns import FigurePart
from sheets.figures.content import FigureContent
from sheets.office.model import FigureKind, ReadFigure
from targets.models import Return
from targets.models.report import State
from targets.returns.actions.submit import create_snapshot
from targets.workbooks.messages import describe_problem
from targets.workbooks.office.contents import build_contents
from targets.workbooks.office.places import Places
from targets.workbooks.period_figures import load_period_figures
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario

pytestmark = pytest.mark.django_db
AMOUNT, TO_DATE = FigureKind.AMOUNT, FigureKind.TO_DATE


@pytest.fixture
def scenario():
    return ImportScenario()


def figure(target, value, kind=AMOUNT, *, unit=YONGDE, part=FigurePart.VALUE, column=4, **more):
    value = None if value is None else Decimal(str(value))
    return ReadFigure(unit, target, kind, part, value, "三季度.xlsx", "汇总表", 7, column, **more)


def report_before(scenario, seq, values, unit=YONGDE):
    """A submitted return of an earlier period: target code -> value."""
    period = scenario.plan.periods.get(seq=seq)
    report = Return.objects.create(participant=scenario.people[unit], period=period)
    own = scenario.returns[unit]
    scenario.returns[unit] = report
    for code, value in values.items():
        scenario.save_figure(unit, code, value)
    scenario.returns[unit] = own
    snapshot = create_snapshot(report, by=scenario.clerk, owed=[scenario.targets[code].pk for code in values])
    Return.objects.filter(pk=report.pk).update(submitted=snapshot, state=State.SUBMITTED)


def build(scenario, *figures, answers=()):
    stored = load_period_figures(scenario.period, by=scenario.admin, writing=True)
    return build_contents(figures, stored, dict(answers), Places())


def values(contents):
    return {(row.code, target): cell.content.value for row in contents.rows for target, cell in row.cells.items()}


def test_amounts_running_totals_ratios_and_milestones(scenario):
    found = build(
        scenario,
        figure("L01", 5),
        figure("L04", "7.5", TO_DATE),
        figure("R01", 3, TO_DATE),
        figure("R01", 4, TO_DATE, part=FigurePart.BASE),
        figure("M01", 1, part=FigurePart.DAY),
        figure("L01", 0, unit=ZHENKANG),
    )
    assert found.questions == []
    contents = {(row.code, target): cell.content for row in found.rows for target, cell in row.cells.items()}
    assert contents == {
        (YONGDE, "L01"): FigureContent(Decimal(5)),
        (YONGDE, "L04"): FigureContent(Decimal("7.5")),
        (YONGDE, "R01"): FigureContent(Decimal(3), base=Decimal(4)),
        (YONGDE, "M01"): FigureContent(Decimal(1)),
        (ZHENKANG, "L01"): FigureContent(Decimal(0)),
    }
    assert found.rows[0].cells["L01"].name == "汇总表!D7"


def test_not_applicable_keeps_its_reason(scenario):
    found = build(scenario, figure("L01", None, na=True, reason="没有这项工作"))
    assert found.rows[0].cells["L01"].content == FigureContent(na=True, reason="没有这项工作")


def test_an_amount_is_the_running_total_without_what_was_reported_before(scenario):
    report_before(scenario, 1, {"L01": 2})
    report_before(scenario, 2, {"L01": 3})
    found = build(scenario, figure("L01", 9, TO_DATE))
    assert (values(found), found.questions) == ({(YONGDE, "L01"): 4}, [])
    assert found.rows[0].cells["L01"].derived


def test_a_running_total_with_a_period_missing_is_asked_about_once_for_all_units(scenario):
    report_before(scenario, 2, {"L01": 3})
    figures = figure("L01", 9, TO_DATE), figure("L01", 4, TO_DATE, unit=ZHENKANG)
    asked = build(scenario, *figures)
    assert values(asked) == {}
    assert [question.why.code for question in asked.questions] == ["office_earlier_missing"]
    assert asked.questions[0].about == ((YONGDE, "L01"), (ZHENKANG, "L01"))
    assert asked.questions[0].shown == "9 − 3 = 6"
    key = asked.questions[0].key
    assert values(build(scenario, *figures, answers={key: "as_read"})) == {(YONGDE, "L01"): 6, (ZHENKANG, "L01"): 4}
    assert values(build(scenario, *figures, answers={key: "ignore"})) == {}


def test_a_running_total_below_what_was_reported_is_asked_about(scenario):
    report_before(scenario, 1, {"L01": 2})
    report_before(scenario, 2, {"L01": 3})
    asked = build(scenario, figure("L01", 4, TO_DATE))
    assert [question.why.code for question in asked.questions] == ["office_below_earlier"]
    answered = build(scenario, figure("L01", 4, TO_DATE), answers={asked.questions[0].key: "value:0"})
    assert values(answered) == {(YONGDE, "L01"): 0}


def test_amount_and_running_total_must_agree(scenario):
    report_before(scenario, 1, {"L01": 2})
    report_before(scenario, 2, {"L01": 3})
    assert values(build(scenario, figure("L01", 4), figure("L01", 9, TO_DATE, column=5))) == {(YONGDE, "L01"): 4}
    asked = build(scenario, figure("L01", 4), figure("L01", 10, TO_DATE, column=5))
    assert values(asked) == {}
    (question,) = asked.questions
    assert question.why.code == "office_sum_differs"
    assert [choice.answer for choice in question.choices] == ["value:4", "value:5", "ignore"]


def test_numbers_in_the_sentence_of_a_question_have_no_zeros_at_the_end(scenario):
    report_before(scenario, 1, {"L01": "1000"})
    report_before(scenario, 2, {"L01": "470"})
    asked = build(scenario, figure("L01", 4), figure("L01", "1500", TO_DATE, column=5))
    (question,) = asked.questions
    sentence = describe_problem(question.why)
    assert ".0" not in sentence
    assert "1,470" in sentence
    assert "1,500" in sentence
    assert [describe_problem(each.label) for each in question.choices[:2]] == [
        "4（表里写的本期数）",
        "30（累计 1,500 减去以前上报的 1,470）",
    ]


def test_a_running_target_of_which_only_the_amount_is_given(scenario):
    report_before(scenario, 2, {"L04": "7.5"})
    asked = build(scenario, figure("L04", "1.5"))
    assert [question.why.code for question in asked.questions] == ["office_only_amount"]
    assert values(build(scenario, figure("L04", "1.5"), answers={asked.questions[0].key: "as_read"})) == {
        (YONGDE, "L04"): 9
    }


def test_half_a_ratio_is_asked_about(scenario):
    asked = build(scenario, figure("R01", 3, TO_DATE))
    assert [question.why.code for question in asked.questions] == ["office_half_ratio"]
    assert values(build(scenario, figure("R01", 3, TO_DATE), answers={asked.questions[0].key: "ignore"})) == {}


def test_questions_take_no_more_queries_for_more_units(scenario, django_assert_max_num_queries):
    stored = load_period_figures(scenario.period, by=scenario.admin, writing=True)
    figures = [figure("L01", 9, TO_DATE), figure("L01", 4, TO_DATE, unit=ZHENKANG), figure("L04", 3)]
    with django_assert_max_num_queries(4):
        build_contents(figures, stored, {}, Places())


def test_what_an_unreported_period_lacks_is_shown(scenario):
    report_before(scenario, 2, {"L01": 6})
    found = build(scenario, figure("L01", 9), figure("L01", 24, TO_DATE, column=5))
    assert values(found) == {(YONGDE, "L01"): 9}
    ((cell, unit, target, problem),) = found.notes
    assert (cell, unit, target, problem.params["gap"]) == ("汇总表!D7", YONGDE, "L01", 9)


def test_more_than_the_running_total_is_asked_about_also_where_a_period_is_missing(scenario):
    report_before(scenario, 2, {"L01": 6})
    asked = build(scenario, figure("L01", 9), figure("L01", 14, TO_DATE, column=5))
    assert [question.why.code for question in asked.questions] == ["office_sum_differs"]


def test_an_amount_that_is_only_compared_is_said_where_it_does_not_fit_the_running_total(scenario):
    report_before(scenario, 1, {"L04": 2})
    report_before(scenario, 2, {"L04": "7.5"})
    right = build(scenario, figure("L04", "1.5"), figure("L04", 9, TO_DATE, column=5))
    assert (values(right), right.differing) == ({(YONGDE, "L04"): 9}, [])
    wrong = build(scenario, figure("L04", 2), figure("L04", 9, TO_DATE, column=5))
    assert values(wrong) == {(YONGDE, "L04"): 9}
    ((cell, unit, target, problem),) = wrong.differing
    assert (cell, unit, target) == ("汇总表!D7", YONGDE, "L04")
    assert "本期写的是 2，而累计 9 减去上期的 7.5 是 1.5" in describe_problem(problem)


def test_a_question_about_many_figures_takes_no_number_as_yes(scenario):
    report_before(scenario, 2, {"L04": "7.5"})
    (question,) = build(scenario, figure("L04", "9")).questions
    assert not question.takes_number
    assert [choice.answer for choice in question.choices] == ["as_read", "stands", "ignore"]
    again = build(scenario, figure("L04", "9"), answers={question.key: "value:9"})
    assert (values(again), [each.key for each in again.questions]) == ({}, [question.key])
    assert values(build(scenario, figure("L04", "9"), answers={question.key: "stands"})) == {(YONGDE, "L04"): 9}
    (half,) = build(scenario, figure("R01", 3, TO_DATE)).questions
    assert not half.takes_number
    assert build(scenario, figure("R01", 3, TO_DATE), answers={half.key: "value:3"}).questions == [half]


def test_of_two_numbers_each_is_named_and_none_below_zero_is_offered(scenario):
    report_before(scenario, 1, {"L01": 2})
    report_before(scenario, 2, {"L01": 3})
    both = figure("L01", 95), figure("L01", 3, TO_DATE, column=5)
    (question,) = build(scenario, *both).questions
    assert [choice.answer for choice in question.choices] == ["value:95", "ignore"]
    written = build(scenario, *both, answers={question.key: "value:95"})
    assert (values(written), written.rows[0].cells["L01"].derived) == ({(YONGDE, "L01"): 95}, False)
    both = figure("L01", 4), figure("L01", 10, TO_DATE, column=5)
    worked_out = build(scenario, *both, answers={question.key: "value:5"})
    assert (values(worked_out), worked_out.rows[0].cells["L01"].derived) == ({(YONGDE, "L01"): 5}, True)
