"""The pages of people, for each administrator and for other people."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from audit.models import Entry
from tests.factories import make_person

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = {
    "people": ("accounts:people", []),
    "new": ("accounts:person_new", []),
    "person": ("accounts:person", ["yongde"]),
    "post": ("accounts:post_new", ["yongde"]),
    "locks": ("accounts:locks", []),
    "audit": ("accounts:trail", []),
}
OPEN = {"system": {"people", "new", "person", "post"}, "security": {"locks"}, "audit": {"audit"}, "clerk": set()}


def log_in_as(client, person):
    client.force_login(person, BACKEND)
    return client


@pytest.mark.parametrize("who", OPEN)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_requires_its_role(client, world, who, page):
    name, args = PAGES[page]
    status = log_in_as(client, getattr(world, who)).get(reverse(name, args=args)).status_code
    assert status == (200 if page in OPEN[who] else 403)


@pytest.mark.parametrize("username", ["yunnan", "both", "lincang-system", "nobody"])
def test_people_outside_the_scope_are_404(client, world, username):
    log_in_as(client, world.system)
    assert client.get(reverse("accounts:person", args=[username])).status_code == 404
    assert client.post(reverse("accounts:person_password", args=[username])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "填报"}, ["yongde"]),
        ({"q": "lincang"}, ["lincang-audit", "lincang-security"]),
        ({"role": "audit_admin"}, ["lincang-audit"]),
        ({"unit": "永德"}, ["yongde"]),
        ({"unit": "530900000000"}, ["lincang-audit", "lincang-security", "yongde"]),
        ({"unit": "永德", "role": "reviewer"}, []),
        ({"q": "nobody"}, []),
    ],
)
def test_list_filters(client, world, asked, found):
    page = log_in_as(client, world.system).get(reverse("accounts:people"), asked).context["page"]
    assert [person.username for person in page] == found


def test_unit_outside_the_scope_is_a_form_error(client, world):
    response = log_in_as(client, world.system).get(reverse("accounts:people"), {"unit": "530000000000"})
    assert list(response.context["form"].errors) == ["unit"]


def test_number_of_queries_is_independent_of_the_number_of_people(client, world, django_assert_max_num_queries):
    for number in range(50):
        make_person(f"clerk-{number}", (Role.CLERK, world.yongde))
    log_in_as(client, world.system)
    with django_assert_max_num_queries(12):
        assert len(client.get(reverse("accounts:people")).context["page"]) == 50


def test_new_person_and_password_shown_once(client, world):
    given = {"username": "sj", "name": "双江填报员", "unit": "双江", "role": "clerk", "from_date": timezone.localdate()}
    response = log_in_as(client, world.system).post(reverse("accounts:person_new"), given)
    password = response.context["password"]
    assert password in response.text
    assert "no-store" in response["Cache-Control"]
    person = Person.objects.get(username="sj")
    assert person.check_password(password)
    assert person.posts.get().unit == world.shuangjiang
    assert password not in client.get(reverse("accounts:person", args=["sj"])).text


def test_taken_login_name_is_an_error_of_its_field(client, world):
    given = {"username": "yongde", "name": "x", "unit": "双江", "role": "clerk", "from_date": timezone.localdate()}
    response = log_in_as(client, world.system).post(reverse("accounts:person_new"), given)
    assert list(response.context["form"].errors) == ["username"]


def test_an_address_that_is_none_is_said_in_plain_words_at_its_field(client, world):
    given = {"name": "李", "phone": "", "email": "li at 163", "is_active": "on"}
    answer = log_in_as(client, world.system).post(reverse("accounts:person", args=["yongde"]), given)
    assert answer.context["form"].errors == {"email": ["请填正确的电子邮箱，例如 name@163.com。"]}


def test_change_details_and_deactivate(client, world):
    given = {"name": "李", "phone": "", "email": ""}  # is_active unmarked
    address = reverse("accounts:person", args=["yongde"])
    asked = log_in_as(client, world.system).post(address, given)
    assert "停用永德填报员的账号？" in asked.text
    assert "不能再使用永德县妇联填报员这个岗位。" in asked.text
    world.clerk.refresh_from_db()
    assert (world.clerk.name, world.clerk.is_active) == ("永德填报员", True)
    assert client.post(address, given | {"is_active": "False", "sure": "1"}).status_code == 302
    world.clerk.refresh_from_db()
    assert (world.clerk.name, world.clerk.is_active) == ("李", False)


def test_give_and_end_a_post(client, world):
    log_in_as(client, world.system)
    given = {"unit": "永德县", "role": "reviewer", "from_date": timezone.localdate()}
    client.post(reverse("accounts:post_new", args=["yongde"]), given)
    post = world.clerk.posts.get(role="reviewer")
    last = timezone.localdate() + timedelta(3)
    address = reverse("accounts:post_end", args=["yongde", post.pk])
    asked = client.post(address, {"last_day": last})
    assert "永德县妇联没有别的审核员。" in asked.text
    post.refresh_from_db()
    assert post.to_date is None
    response = client.post(address, {"last_day": last, "sure": "1"})
    assert response.status_code == 302
    post.refresh_from_db()
    assert post.to_date == last


def test_refused_post_is_a_form_error(client, world):
    given = {"unit": "永德县", "role": "audit_admin", "from_date": timezone.localdate()}
    response = log_in_as(client, world.system).post(reverse("accounts:post_new", args=["yongde"]), given)
    assert list(response.context["form"].errors) == ["role"]


@pytest.mark.parametrize("who", ["clerk", "security", "audit"])
def test_changes_require_the_role(client, world, who):
    log_in_as(client, getattr(world, who))
    for name, args in (("person", ["yongde"]), ("person_password", ["yongde"]), ("person_new", [])):
        assert client.post(reverse(f"accounts:{name}", args=args), {"name": "x"}).status_code == 403
    assert set(Entry.objects.values_list("verb", flat=True)) == {"act.refused"}


def test_a_refused_end_is_not_asked(client, world):
    """What the action refuses is an error of the form, before anybody is asked."""
    post = world.clerk.posts.get()
    address = reverse("accounts:post_end", args=["yongde", post.pk])
    early = post.from_date - timedelta(9)
    answer = log_in_as(client, world.system).post(address, {"last_day": early})
    assert list(answer.context["form"].errors) == ["last_day"]


def test_the_question_posts_what_was_typed(client, world):
    day = timezone.localdate() + timedelta(9)
    address = reverse("units:close", args=[world.shuangjiang.code])
    page = log_in_as(client, world.system).post(address, {"to_date": day}).text
    assert re.findall(r'name="to_date" value="(.*?)"', page) == [str(day)]
    assert "没有下级单位、岗位、计划和报表与它有关。" in page


def test_ending_the_last_post_as_of_yesterday_says_so(client, world):
    post = world.clerk.posts.get()
    address = reverse("accounts:post_end", args=["yongde", post.pk])
    world.clerk.posts.update(from_date=timezone.localdate() - timedelta(9))
    given = {"last_day": timezone.localdate() - timedelta(1), "sure": "1"}
    page = log_in_as(client, world.system).post(address, given, follow=True).text
    assert "岗位已结束" in page
    assert "建议停用账号" in page
