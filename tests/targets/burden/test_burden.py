"""What periods ask, how long a cell takes, and the account of a year, against sums made in plain Python."""

import random
import statistics
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from plans.models import Participant, Period, TaskUnit
from targets.burden.cost import CellSeconds
from targets.burden.queries import seconds as measuring
from targets.burden.queries.account import read_account
from targets.burden.queries.asked import count_asked, read_costs
from targets.burden.queries.seconds import DEFAULT_FIGURE, DEFAULT_TEXT, measure_seconds
from targets.burden.supplement import read_supplement_cost
from targets.models import Allocation, Figure, FigureVersion, Progress, Proposal, Return, Snapshot, Urge, UrgedReturn
from targets.models.document import ProposalDecision, ProposalKind, ProposalOutcome
from targets.shares.queries.duties import list_duties, list_led_tasks
from tests import factories as make
from tests.dashboards.scene import Province, make_progress

pytestmark = pytest.mark.django_db
ONE_EACH = CellSeconds(Decimal(10), Decimal(60))


@pytest.fixture
def scene():
    """Two quarters have begun, two are planned. L02 is a ratio, L03 due twice a year; 县11 owes no L01 from the third
    quarter on; a task of the office begins in the fourth."""
    scene = Province()
    a, b, c, d = scene.counties
    scene.l01 = scene.target("L01", "400", shares=dict.fromkeys(scene.counties, "100"))
    scene.l02 = scene.target("L02", "80", unit="%", scale="%", measure="ratio", start="zero", shares={a: "80", c: "80"})
    scene.l03 = scene.target("L03", "40", frequency="half", shares={a: "10", b: "10", d: "20"})
    make.make_allocation(scene.l01, scene.participant(a), Decimal(0), own=None, from_seq=3)
    scene.early, late = scene.task("宣讲", a, scene.cities[0]), scene.task("总结", scene.office)
    late.start_on = scene.plan.periods.get(seq=4).start
    late.save()
    scene.issue(open_seq=2)
    return scene


def count_plainly(plan, period, path=""):
    """{level: (units, figures, texts)} by what each unit's own form asks."""
    found = {}
    for each in Participant.objects.filter(plan=plan, path__startswith=path).select_related("unit"):
        figures = sum(2 if duty.target.is_ratio else 1 for duty in list_duties(each, period))
        texts = sum(task.start_on is None or task.start_on <= period.end for task in list_led_tasks(each))
        if figures or texts:
            units, all_figures, all_texts = found.get(each.unit.level, (0, 0, 0))
            found[each.unit.level] = (units + 1, all_figures + figures, all_texts + texts)
    return found


def test_what_a_period_asks_is_what_the_forms_ask(scene):
    periods = list(scene.plan.periods.order_by("seq"))
    for path in ("", scene.cities[1].path):
        asked = count_asked(periods, path)
        for period in periods:
            rows = {row.level: (row.units, row.figures, row.texts) for row in asked[period.pk]}
            assert rows == count_plainly(scene.plan, period, path), period.code
    quarters = [sum(row.figures for row in asked_rows) for asked_rows in count_asked(periods).values()]
    assert quarters == [8, 11, 7, 10]


def test_a_replaced_share_asks_nothing(scene):
    before = count_asked([scene.plan.periods.get(seq=2)])
    Allocation.objects.filter(participant=scene.participant(scene.counties[3]), target=scene.l03).update(replaced=True)
    period = scene.plan.periods.get(seq=2)
    after = count_asked([period])[period.pk]
    assert sum(row.figures for row in after) == sum(row.figures for row in before[period.pk]) - 1
    assert {row.level: tuple(row[1:4]) for row in after} == count_plainly(scene.plan, period)


def test_hours_are_cells_times_seconds(scene):
    period = scene.plan.periods.get(seq=4)
    cost = read_costs([period], ONE_EACH)[period.pk]
    assert [each.level for each in cost.levels] == ["city", "county"]
    assert (cost.units, cost.figures, cost.texts) == (6, 10, 3)
    assert cost.hours == (10 * Decimal(10) + 3 * Decimal(60)) / 3600
    assert [each.hours for each in cost.levels] == [Decimal(120) / 3600, Decimal(160) / 3600]


# --- seconds ----------------------------------------------------------------------------------------------------------


def keep_saves(scene, period, participant, moments):
    """A return that was typed: {thing: moments}, where a thing is a target or a task; then submitted."""
    report = Return.objects.get_or_create(participant=participant, period=period)[0]
    last = max(at for each in moments.values() for at in each)
    for thing, times in moments.items():
        if thing == scene.early:
            Progress.objects.create(report=report, task=thing, state="done", typed_by=scene.clerk, typed_at=times[-1])
            continue
        FigureVersion.objects.bulk_create(
            FigureVersion(report=report, target=thing, version=n, value=n, by=scene.clerk, at=at)
            for n, at in enumerate(times, 1)
        )
    Snapshot.objects.create(report=report, number=1, at=last, by=scene.clerk)


def measure_plainly(scene, returns):
    """(median for numbers, median for texts) of [{thing: moments}], by hand."""
    figure_rates, text_rates = [], []
    for moments in returns:
        saves = sorted((at, thing) for thing, times in moments.items() for at in times)
        spent = {}
        for (before, _thing), (at, thing) in pairwise(saves):
            gap = (at - before).total_seconds()
            if gap <= (900 if thing == "text" else 300):
                spent[thing] = spent.get(thing, 0) + gap
        cells = {thing: 2 if thing == "L02" else 1 for thing in spent if thing != "text"}
        if sum(cells.values()) >= 3:
            figure_rates.append(sum(spent[thing] for thing in cells) / sum(cells.values()))
        if "text" in spent:
            text_rates.append(spent["text"])
    return statistics.median(figure_rates), statistics.median(text_rates)


def test_seconds_are_the_median_of_what_returns_took():
    scene = Province(cadence="month")
    things = {code: scene.target(code, "4", measure=measure, start="zero", shares=dict.fromkeys(scene.counties, "1"))
              for code, measure in (("L01", "increment"), ("L02", "ratio"), ("L03", "increment"))}  # fmt: skip
    things["text"] = scene.early = scene.task("宣讲", *scene.counties)
    chance, plain = random.Random(14), []
    begin = timezone.now() - timedelta(days=30)
    for period in scene.plan.periods.order_by("seq"):
        for county in scene.counties:
            at, moments = begin, {}
            for name in (*chance.sample(["L01", "L02", "L03", "text"], 4), "L01"):
                at += timedelta(seconds=chance.choice([5, 12, 40, 90, 299, 301, 850, 4000]))
                if name != "text" or name not in moments:
                    moments.setdefault(name, []).append(at)
            plain.append(moments)
            real = {things[name]: times for name, times in moments.items()}
            keep_saves(scene, period, scene.participant(county), real)
    figure, text = measure_plainly(scene, plain)
    found = measure_seconds()
    assert (found.figure, found.text) == (Decimal(str(figure)).quantize(Decimal("0.1")), Decimal(str(text)))
    assert found.figure_returns >= measuring.FEWEST
    assert found.text_returns >= measuring.FEWEST


def test_too_few_returns_give_the_default(scene):
    begin = timezone.now()
    moments = {thing: [begin + timedelta(seconds=7 * n)] for n, thing in enumerate((scene.l01, scene.l02, scene.l03))}
    keep_saves(scene, scene.plan.periods.get(seq=1), scene.participant(scene.counties[0]), moments)
    assert measure_seconds() == CellSeconds(DEFAULT_FIGURE, DEFAULT_TEXT, 0, 0)


# --- the account of a year --------------------------------------------------------------------------------------------


def fill_in(scene):
    a, b, c, _d = scene.counties
    scene.report(a, 1, {scene.l01: "10", scene.l02: ("1", "2")}, progress={scene.early: make_progress()})
    scene.report(b, 1, {scene.l01: "0"})
    scene.report(c, 2, {scene.l01: "na", scene.l02: ("1", "3")})
    Figure.objects.filter(report__participant__unit=c).update(origin="workbook")
    urge = Urge.objects.create(to=scene.clerk, by=scene.reviewer, day=timezone.localdate())
    for report in Return.objects.filter(participant__unit=b):
        UrgedReturn.objects.create(urge=urge, report=report)


def read_plainly(plans, unit):
    """{level: [units, requests, returns, figures, texts, filled, brought, written, urges]} by loops over objects."""
    found = {}
    for period in Period.objects.filter(plan__in=plans).exclude(state="planned"):
        for plan_level, (_units, figures, texts) in count_plainly(period.plan, period, unit.path).items():
            row = found.setdefault(plan_level, [set(), set(), 0, 0, 0, 0, 0, 0, 0])
            row[3], row[4] = row[3] + figures, row[4] + texts
        reports = Return.objects.filter(period=period, participant__path__startswith=unit.path)
        for report in reports.select_related("participant__unit"):
            level = report.participant.unit.level
            row = found.setdefault(level, [set(), set(), 0, 0, 0, 0, 0, 0, 0])
            row[0].add(report.participant.unit_id)
            row[1].add(period.pk)
            row[2] += 1
            for figure in Figure.objects.filter(report=report).select_related("target"):
                if not figure.blank:
                    row[5] += 2 if figure.target.is_ratio else 1
                    row[6] += (2 if figure.target.is_ratio else 1) * (figure.origin != "page")
            row[7] += sum(bool(each.state or each.done) for each in Progress.objects.filter(report=report))
            row[8] += UrgedReturn.objects.filter(report=report).count()
    return {level: [len(row[0]), len(row[1]), *row[2:]] for level, row in found.items()}


def get_whole(account):
    return next(row for row in account.rows if not row.plan and not row.level)


def numbers(row):
    return [
        row.units, row.requests, row.returns, row.figures, row.texts, row.filled, row.brought, row.written, row.urges,
    ]  # fmt: skip


def test_the_account_is_what_plain_loops_count(scene):
    fill_in(scene)
    second = make.make_plan(scene.cities[0], "city-2020")
    city = make.make_participants(second)
    target = make.make_target(second, "L01", 10)
    for county in scene.counties[:2]:
        make.make_allocation(target, city[county.code], Decimal(5))
    make.set_issued(second, open_seq=1)
    Return.objects.bulk_create(Return(participant=each, period=second.periods.get(seq=1)) for each in city.values())
    for unit in (scene.unit, scene.cities[0], scene.counties[2]):
        account = read_account(unit, None)
        assert (account.year, account.years) == (2020, [2020])
        both = {row.level: numbers(row) for row in account.rows if row.plan is None and row.level}
        assert both == read_plainly([scene.plan, second], unit)
        for plan in (scene.plan, second):
            rows = {row.level: numbers(row) for row in account.rows if row.plan == plan}
            assert rows == read_plainly([plan], unit)
        whole = get_whole(account)
        assert whole.returns == sum(row[2] for row in both.values())
        assert whole.figures == sum(row[3] for row in both.values())
        assert whole.hours == (whole.figures * DEFAULT_FIGURE + whole.texts * DEFAULT_TEXT) / 3600
        assert whole.hours_done == (whole.filled * DEFAULT_FIGURE + whole.written * DEFAULT_TEXT) / 3600
    of_county = {row.level: row for row in read_account(scene.counties[2], 2020).rows if row.plan is None}["county"]
    assert (of_county.figures, of_county.filled, of_county.brought) == (6, 3, 3)


def test_optional_returns_count_once_they_were_handed_in(scene):
    before = get_whole(read_account(scene.unit, 2020)).returns
    Return.objects.filter(participant__unit=scene.cities[1]).update(optional=True)
    assert get_whole(read_account(scene.unit, 2020)).returns == before - 2


def test_a_year_without_plans_is_empty(scene):
    assert read_account(scene.unit, 2019).rows == []
    assert read_account(make.make_unit("450000000000", "广西"), None).years == []


# --- supplements ------------------------------------------------------------------------------------------------------


def proposal(kind, measure="", decision=ProposalDecision.ACCEPTED, outcome=ProposalOutcome.NEW):
    return Proposal(kind=kind, measure=measure, decision=decision, outcome=outcome)


def test_a_supplement_asks_its_new_targets_of_all_who_report(scene):
    rows = [
        proposal(ProposalKind.TARGET, "increment"), proposal(ProposalKind.TARGET, "ratio"), proposal(ProposalKind.TASK),
        proposal(ProposalKind.TARGET, "increment", decision=ProposalDecision.DROPPED),
        proposal(ProposalKind.TARGET, "increment", outcome=ProposalOutcome.CHANGED),
    ]  # fmt: skip
    extra = read_supplement_cost(scene.plan, 3, rows)
    assert (extra.targets, extra.tasks, extra.periods) == (2, 1, 2)
    assert [(each.level, each.units, each.figures) for each in extra.cost.levels] == [("county", 4, 12)]
    assert extra.cost.hours == 12 * DEFAULT_FIGURE / 3600
    assert read_supplement_cost(scene.plan, 3, rows[3:]) is None
    assert read_supplement_cost(scene.plan, None, rows) is None


def test_offices_and_assistants_are_no_leads(scene):
    before = count_asked([scene.plan.periods.get(seq=1)])
    TaskUnit.objects.create(task=scene.early, unit=scene.counties[3], part="assist")
    assert count_asked([scene.plan.periods.get(seq=1)]) == before
