"""What holds for every page, tried on pages of our own."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Person
from audit.models import Entry
from fedwork.access_trail import MAX_REFUSALS, SPAN

pytestmark = pytest.mark.urls(__name__)


@login_not_required
def write(request):
    Person.objects.create_user("somebody", "a long password")
    return HttpResponse("written")


@login_not_required
def remember(request):
    request.session["seen"] = True
    return HttpResponse(Person.objects.count())


@login_not_required
def language(request):
    return HttpResponse(get_language())


@login_not_required
def search(request):
    return HttpResponse(Person.objects.filter(name=request.POST["q"]).count())


def closed(request):
    return HttpResponse("for people")


urlpatterns = [
    path("write", write),
    path("remember", remember),
    path("language", language),
    path("search", search),
    path("closed", closed),
    path("", include("accounts.urls")),
]


@pytest.mark.django_db(transaction=True)
def test_a_read_that_writes_fails_in_the_database(client):
    with pytest.raises(DatabaseError, match="read-only transaction"):
        client.get("/write")
    assert not Person.objects.exists()
    assert client.post("/write").content == b"written"
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_after_a_read_the_test_itself_may_write(client):
    client.get("/remember")
    Person.objects.create_user("later")
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_session_is_kept_though_the_read_is_rolled_back(client):
    client.get("/remember")
    assert client.session["seen"] is True
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_chinese_whatever_the_browser_prefers_and_english_by_choice(client):
    english = {"accept-language": "en-US,en"}
    assert client.get("/language", headers=english).content == b"zh-hans"
    client.cookies["fedwork_language"] = "en"
    answer = client.get("/language")
    assert (answer.content, answer.headers["Content-Language"]) == (b"en", "en")
    client.cookies["fedwork_language"] = "tlh"
    assert client.get("/language").content == b"zh-hans"


@pytest.mark.django_db
def test_the_character_that_no_text_of_the_database_can_hold_is_a_bad_request(client):
    assert client.get("/remember", {"q": "a\x00"}).status_code == 400
    assert client.get("/remember%00").status_code == 400
    assert client.post("/write", {"q": "a"}, content_type="text/plain").status_code == 200
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert client.post("/write", "q=a%00", **form).status_code == 400
    assert client.post("/search", {"q": "a\x00"}).status_code == 400  # multipart: the driver refuses it
    assert client.get("/remember", {"q": "a"}).status_code == 200


@pytest.mark.django_db
def test_login_is_the_default(client):
    assert client.get("/closed").url == "/login?next=/closed"


@pytest.mark.django_db
def test_a_given_password_is_changed_first(client):
    person = Person.objects.create_user("yongde", "given by somebody", must_change_password=True)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/closed").url == "/password"
    assert client.post("/closed").url == "/password"
    Person.objects.update(must_change_password=False)
    assert client.get("/closed").content == b"for people"


@pytest.mark.django_db
def test_a_page_loads_nothing_from_elsewhere(client):
    policy = client.get("/language").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    for unsafe in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert unsafe not in policy


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/plans/?page=2#end", "/login?next=/plans/%3Fpage%3D2"),
        ("http://elsewhere.example/plans/", "/login?next=/"),
        ("", "/login?next=/"),
    ],
)
@pytest.mark.django_db
@pytest.mark.urls("fedwork.urls")
def test_who_posts_after_the_session_comes_back_to_the_page_of_the_button(client, came_from, leads_to):
    response = client.post("/logout", headers={"Referer": came_from} if came_from else {})
    assert response.headers["Location"] == leads_to
    assert client.get("/plans/").headers["Location"] == "/login?next=/plans/"


def take_away(request, **named):
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E4%B8%B4%E6%B2%A7.xlsx"}
    return HttpResponse(Person.objects.count(), headers=headers)


@login_not_required
def write_and_take_away(request):
    Person.objects.create_user("somebody", "a long password")
    return take_away(request)


def refuse(request, code):
    return HttpResponse(status=404 if code == "gone" else 403)


urlpatterns += [path("plans/<str:code>", refuse)]
urlpatterns += [path("files/<str:code>/<int:pk>", take_away), path("files/bad", write_and_take_away)]


def log_in(client):
    person = Person.objects.create_user("yongde", "a long password", must_change_password=False)
    client.force_login(person)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_leaves_is_recorded(client):
    log_in(client)
    client.head("/files/lincang-2020/7")
    assert not Entry.objects.exists()
    client.get("/files/lincang-2020/7", REMOTE_ADDR="10.1.1.1")
    row = Entry.objects.get()
    assert (row.verb, row.username, row.object_code) == ("file.download", "yongde", "lincang-2020/7")
    assert (row.data, row.address) == ({"file": "临沧.xlsx"}, "10.1.1.1")


@pytest.mark.django_db(transaction=True)
def test_no_file_without_its_row(client):
    log_in(client)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ADD CONSTRAINT no CHECK (verb <> 'file.download') NOT VALID")
    try:
        with pytest.raises(DatabaseError):
            client.get("/files/lincang-2020/7")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry DROP CONSTRAINT no")


@pytest.mark.django_db(transaction=True)
def test_a_download_writes_no_more_than_its_row(client):
    with pytest.raises(DatabaseError, match="read-only transaction"):
        client.get("/files/bad")
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


@pytest.fixture
def hour(monkeypatch):
    """A function that lets an hour pass for the middleware."""

    def pass_by():
        real = timezone.now
        monkeypatch.setattr("fedwork.access_trail.timezone.now", lambda: real() + SPAN)

    return pass_by


def recorded():
    return [(row.verb, row.object_code, row.data["address"]) for row in Entry.objects.order_by("id")]


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_is_recorded_once_an_hour(client, hour):
    client.get("/plans/other")
    assert not Entry.objects.exists(), "nobody is logged in"
    log_in(client)
    for _ in range(3):
        assert client.get("/plans/other").status_code == client.post("/plans/other").status_code == 403
        assert client.get("/plans/gone").status_code == 404
    rows = [
        ("page.refused", "other", "/plans/other"),
        ("act.refused", "other", "/plans/other"),
        ("page.missing", "gone", "/plans/gone"),
    ]
    assert recorded() == rows
    assert {(row.username, row.address) for row in Entry.objects.all()} == {("yongde", "127.0.0.1")}
    hour()
    client.get("/plans/other")
    assert recorded() == [*rows, rows[0]]


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_refusals_is_not_written_down(client):
    log_in(client)
    for number in range(MAX_REFUSALS + 5):
        client.get(f"/plans/{number}")
    assert Entry.objects.count() == MAX_REFUSALS
