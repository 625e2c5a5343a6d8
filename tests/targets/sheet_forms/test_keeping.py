"""An empty form is brought, asked about, kept and removed; by whom, and what is refused."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from audit.errors import Refused
from audit.models import Entry
from orgs.models import UnitKind
from targets.models import ConfirmedLabel, SheetForm
from targets.sheet_forms.actions import answer_form, keep_form, receive_form, remove_form
from targets.sheet_forms.queries import list_forms
from targets.sheet_forms.reading import understand_form
from targets.sheet_forms.stored_matches import read_matches, store_matches
from targets.workbooks.office.labels import read_confirmed_columns
from tests import factories as make
from tests.sheets.files.builders import convert
from tests.sheets.office.sample_plan import TARGET
from tests.targets.sheet_forms.empty_forms import make_form
from tests.targets.sheet_forms.form_city import CITY, YONGDE, ZHENKANG, FormCity, quarter_form

pytestmark = pytest.mark.django_db
FORMS = "/plans/lincang-2020/forms/"
FEW = (TARGET["B06"], TARGET["B04"], TARGET["B05"])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city():
    return FormCity((YONGDE, ZHENKANG), FEW)


def unclear_form():
    """A form in which one head may mean several targets."""
    book = Workbook()
    for line in (["2020年（ ）季度统计表"], ["县(区)", "妇女培训"], ["永德县", None], ["镇康县", None]):
        book.active.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_form_is_brought_and_kept(city):
    form = city.receive(quarter_form())
    assert (form.name, form.office.code, form.is_kept) == ("省妇联季度表", CITY, False)
    keep_form(form, "季度表", "不适用", by=city.chief)
    kept = SheetForm.objects.get()
    assert kept.is_kept
    assert {place.target for place in read_matches(kept).places} == {"B06"}
    assert store_matches(read_matches(kept)) == kept.matches
    assert list(Entry.objects.filter(verb__startswith="form.").values_list("verb", flat=True)) == [
        "form.receive",
        "form.keep",
    ]


def test_what_is_not_clear_is_asked_before_it_is_kept(city):
    form = city.receive(unclear_form())
    with pytest.raises(Refused) as error:
        keep_form(form, "表", "不适用", by=city.chief)
    assert error.value.code == "questions"
    with form.file.open() as file:
        (question,) = understand_form(form, file.read(), {}).questions
    with pytest.raises(Refused):
        answer_form(form, {question.key: "target:XX/amount"}, by=city.chief)
    assert answer_form(form, {question.key: "target:B06/amount"}, by=city.chief) == 1
    kept = keep_form(form, "表", "不适用", by=city.chief)
    assert {place.target for place in read_matches(kept).places} == {"B06"}
    label = ConfirmedLabel.objects.get()  # the same head is not asked about when a workbook comes back
    assert (label.target.code, label.office.code) == ("B06", CITY)


def test_an_answer_can_be_taken_back(city):
    form = city.receive(unclear_form())
    with form.file.open() as file:
        (question,) = understand_form(form, file.read(), {}).questions
    answer_form(form, {question.key: "target:B06/amount"}, by=city.chief)
    answer_form(form, {question.key: ""}, by=city.chief)
    assert SheetForm.objects.get().answers == {}


def test_only_the_office_that_keeps_a_form_changes_it(city):
    form = city.keep(quarter_form())
    for person in (city.clerk, city.leader):
        for act in (
            lambda by: answer_form(form, {}, by=by),
            lambda by: keep_form(form, "x", "不适用", by=by),
            lambda by: remove_form(form, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    remove_form(form, by=city.admin)
    assert list_forms(city.chief, city.plan) == []


def test_who_holds_no_post_that_keeps_forms_brings_none(city):
    with pytest.raises(PermissionDenied):
        receive_form(SimpleUploadedFile("a.xlsx", quarter_form()), by=city.leader, plan=city.plan)


def test_units_below_see_the_forms_of_those_above_and_not_of_each_other(city):
    other = make.make_person("other", ("clerk", city.counties[ZHENKANG]))
    of_city, of_county = city.keep(quarter_form()), city.keep(quarter_form(), by=city.clerk)
    assert [line.form.pk for line in list_forms(city.clerk, city.plan)] == [of_county.pk, of_city.pk]
    assert [line.form.pk for line in list_forms(other, city.plan)] == [of_city.pk]
    assert {line.form.pk for line in list_forms(city.leader, city.plan)} == {of_city.pk, of_county.pk}


def test_a_form_that_is_not_kept_yet_is_seen_by_its_office_alone(city, client):
    form = city.receive(quarter_form())
    assert [line.form.pk for line in list_forms(city.admin, city.plan)] == [form.pk]
    assert list_forms(city.clerk, city.plan) == []
    client.force_login(city.clerk)
    assert client.get(f"{FORMS}{form.pk}/").status_code == 404
    client.force_login(city.chief)
    assert client.get(f"/plans/lincang-2020/forms/{form.pk}/filled/").status_code == 404


def test_the_list_says_what_the_plan_gained(city):
    form = city.keep(quarter_form())
    (line,) = list_forms(city.chief, city.plan)
    assert line.missing == ["B04 农村妇女累计转移就业", "B05 举办妇女技能培训班"]
    book = load_workbook(BytesIO(quarter_form()))
    book.active["F3"] = "举办妇女技能培训班"
    stream = BytesIO()
    book.save(stream)
    city.targets["B05"].allocations.all().delete()
    city.targets["B05"].delete()
    late = city.keep(stream.getvalue())
    make.make_target(
        city.plan, "N09", 5, name="举办妇女技能培训班", unit="期"
    )  # a supplement: its name stands in the form
    names = {each.form.pk: each.missing for each in list_forms(city.chief, city.plan)}
    assert "N09 举办妇女技能培训班" in names[form.pk]
    keep_form(late, late.name, "不适用", by=city.chief)
    names = {each.form.pk: each.missing for each in list_forms(city.chief, city.plan)}
    assert names[late.pk] == ["B04 农村妇女累计转移就业"]


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("a.xlsx", b"", "空"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "损坏"),
        ("a.csv", "县,培训\n永德,\n".encode(), ".xlsx"),
        ("a.txt", b"\x00\x01\x02", "表格"),
    ],
)
def test_what_cannot_be_a_form_is_refused_with_a_sentence(city, client, name, data, said):
    client.force_login(city.chief)
    answer = client.post(FORMS, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400
    assert said in answer.text
    assert not SheetForm.objects.exists()


def test_a_form_too_large_to_be_filled_while_one_waits_is_refused(city, monkeypatch):
    monkeypatch.setattr("sheets.forms.filling.MAX_FORM_CELLS", 30)  # the form has 40, styled blank ones included
    with pytest.raises(Refused, match="30"):
        city.receive(quarter_form())
    assert not SheetForm.objects.exists()


def test_a_form_of_an_older_kind_is_converted(city, tmp_path):
    form = city.keep(convert(quarter_form(), "xls", tmp_path), "旧表.xls")
    city.report({(YONGDE, "B06", 3): 30})
    sheet = city.filled(form).active
    assert sheet["D5"].value == 30
    assert "A1:G1" in {str(area) for area in sheet.merged_cells.ranges}


def test_without_libreoffice_an_older_form_is_refused_with_a_sentence(city, monkeypatch, tmp_path):
    old = convert(quarter_form(), "xls", tmp_path)
    monkeypatch.setattr("sheets.conversion.find_program", lambda: None)
    with pytest.raises(Refused, match="另存为"):
        city.receive(old, "旧表.xls")


def test_the_page_shows_what_each_cell_gets(city, client):
    form = city.receive(quarter_form())
    client.force_login(city.chief)
    page = client.get(f"{FORMS}{form.pk}/").text
    assert "永德 · B06 培训基层妇女骨干 · 本期完成" in page
    assert "表样自己的公式，不改动" in page
    assert "每期改写" in page
    assert "B06 培训基层妇女骨干 · 全年任务" in page  # which a workbook is not read for
    assert "目标任务数，没有读取" not in page
    client.post(f"{FORMS}{form.pk}/", {"action": "keep", "name": "季度表", "na_text": "不适用"})
    assert SheetForm.objects.get().is_kept


def own_word_form():
    return make_form(["2020年（ ）季度统计表"], ["县(区)", "培训基层妇女骨干", "学习班"], ["永德县"], ["镇康县"])


def answered(city, by):
    """A form with a word of the office's own, of which ``by`` says the target, and keeps it."""
    form = city.receive(own_word_form().read(), by=by)
    with form.file.open() as file:
        labels = understand_form(form, file.read(), {}).office.workbook.sheets[0].labels
    label = next(each for each in labels if each.text.endswith("学习班"))
    key = f"label:{form.file_name}!统计表!{label.row}:{label.column}"
    answer_form(form, {key: "target:B05/amount"}, by=by)
    return key, keep_form(form, "表", "不适用", by=by)


def test_what_is_said_of_a_form_holds_for_forms_and_not_for_imports(city):
    answered(city, city.chief)
    assert ConfirmedLabel.objects.get().of_forms
    again = city.receive(own_word_form().read(), "另一张.xlsx")
    with again.file.open() as file:
        assert understand_form(again, file.read(), {}).questions == ()
    assert read_confirmed_columns(again.office, city.plan) == {}
    assert set(read_confirmed_columns(again.office, city.plan, of_forms=True)) == {"学习班"}


def test_a_part_that_the_target_does_not_have_is_refused_and_never_breaks_a_page(client, city):
    key, form = answered(city, city.chief)
    with pytest.raises(Refused):
        answer_form(form, {key: "target:B05/amount/base"}, by=city.chief)
    SheetForm.objects.update(answers={key: "target:B05/amount/base"})
    ConfirmedLabel.objects.update(part="base")
    client.force_login(city.chief)
    assert client.get(f"{FORMS}{form.pk}/").status_code == 200
    assert client.get(FORMS).status_code == 200


def test_an_offices_clerk_changes_only_the_federations_forms_that_they_brought(client, city):
    _key, form = answered(city, city.chief)
    office = make.make_unit(f"{CITY}-BG", "市妇联办公室", parent=city.city, kind=UnitKind.OFFICE, level="city")
    make.make_participant(city.plan, office, city.people[CITY])
    clerk = make.make_person("bgs", ("clerk", office))
    for act in (
        lambda: remove_form(form, by=clerk),
        lambda: answer_form(form, {}, by=clerk),
        lambda: keep_form(form, "别的", "不适用", by=clerk),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(clerk)
    page = client.get(f"{FORMS}{form.pk}/")
    assert page.status_code == 200
    assert not page.context["may_change"]
    own = city.receive(own_word_form().read(), "办公室的.xlsx", by=clerk)
    remove_form(own, by=clerk)
    assert SheetForm.objects.get(pk=own.pk).removed_at
