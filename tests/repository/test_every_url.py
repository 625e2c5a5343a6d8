"""Every address with every persona: who may open it and who may post to it. No GET and no refused POST changes a row;
a file that leaves adds its row to the audit trail.

A new address fails ``test_every_address_is_in_the_table`` until the table says who may do what with it. The effect of
allowed requests is tested by the tests of the topic.
"""

import copy
import json

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, resolve

from accounts.models import Person
from audit.models import Entry
from fedwork.middleware import ReadOnlyGet, needs_database
from tests.repository.addresses import OTHER_TABLES
from tests.repository.demo_world import OF_THE_DEMO, DemoWorld
from tests.repository.shown_codes import find_period_codes

PERSONAS = ("nobody", *OF_THE_DEMO)
LETTERS = {200: ".", 302: "r", 403: "x", 404: "-", 405: "m", 401: "t"}

# One letter for each of: nobody, clerk of 永德, reviewer, planner and data administrator of 临沧, leader of 云南, the
# administrators of system, security and audit, outsider from 柳州.
#   . the page   r redirected   L redirected to the login   x forbidden   - not found (the answer does not reveal that
#   a page exists)   m method not allowed   t a token is asked for   + allowed (an empty form is posted,
#   and rolled back)
# lincang-2020 is issued, and its third quarter open; lincang-2021 is a draft.
TABLE = """
GET        POST       address
.......... mmmmmmmmmm /healthz
rrrrrrrrrr ++++++++++ /language
.rrrrrrrrr +rrrrrrrrr /login
Lmmmmmmmmm L+++++++++ /logout
L......... Lmmmmmmmmm /session
L......... L+++++++++ /password
L......... Lmmmmmmmmm /
L......... Lmmmmmmmmm /units/
L......xxx Lmmmmmmmmm /units/530923000000/
Lxxxxx.xxx Lxxxxx+xxx /units/530923000000/add/office
Lxxxxx.xxx Lxxxxx+xxx /units/530923000000/edit
Lxxxxx.xxx Lxxxxx+xxx /units/530923000000/close
Lmmmmmmmmm Lxxxxx+xxx /units/530923000000/reopen
Lmmmmmmmmm Lxxxxx+xxx /units/530923000000/names
Lmmmmmmmmm Lxxxxx+xxx /units/530923000000/names/{alias}/remove
Lxxxxx.xxx Lmmmmmmmmm /people/
Lxxxxx.xxx Lxxxxx+xxx /people/new
Lxxxxx.xxx Lxxxxx+xxx /people/import
Lxxxxx.xxx Lmmmmmmmmm /people/import/template.xlsx
Lxxxxx.xxx Lxxxxx+xxx /people/yongde/
Lmmmmmmmmm Lxxxxx+xxx /people/yongde/password
Lxxxxx.xxx Lxxxxx+xxx /people/yongde/posts/new
Lxxxxx.xxx Lxxxxx+xxx /people/yongde/posts/{post}/end
Lxxxxxx.xx Lmmmmmmmmm /locks/
Lmmmmmmmmm Lxxxxxx+xx /locks/yongde/unlock
Lxxxxxxx.x Lmmmmmmmmm /audit/
Lxxxxxxx.x Lmmmmmmmmm /audit/file
L......... Lmmmmmmmmm /plans/
Lxx.xxxxxx Lxx+xxxxxx /plans/new/
L.....---- Lmmmmmmmmm /plans/lincang-2020/
L--.------ Lmmmmmmmmm /plans/lincang-2021/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/edit/
L--.------ L--+------ /plans/lincang-2021/edit/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/close/
Lmmmmmmmmm L--+------ /plans/lincang-2021/delete/
Lxx.xx---- Lmmmmmmmmm /plans/lincang-2020/write/
L--.------ Lmmmmmmmmm /plans/lincang-2021/write/
Lmmmmmmmmm L--+------ /plans/lincang-2021/move/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/sections/new/
L--.------ L--+------ /plans/lincang-2021/sections/{section}/
Lmmmmmmmmm L--+------ /plans/lincang-2021/sections/{section}/delete/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/tasks/new/
L--.------ L--+------ /plans/lincang-2021/tasks/T01/
Lmmmmmmmmm L--+------ /plans/lincang-2021/tasks/T01/delete/
L.....---- L.....---- /plans/lincang-2020/participants/
L--.------ L--+------ /plans/lincang-2021/participants/
L.....---- Lmmmmmmmmm /plans/lincang-2020/groups/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/groups/new/
L--.------ L--+------ /plans/lincang-2021/groups/{group}/
Lmmmmmmmmm L--+------ /plans/lincang-2021/groups/{group}/delete/
Lxxrxx---- Lxx+xx---- /plans/lincang-2020/issue/
L--.------ L--+------ /plans/lincang-2021/issue/
L--.------ L--+------ /plans/lincang-2021/targets/new/
L--.------ L--+------ /plans/lincang-2021/tasks/T01/targets/new/
L.....---- Lmmmmmmmmm /plans/lincang-2020/targets/L03/
L--.------ Lmmmmmmmmm /plans/lincang-2021/targets/L03/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/targets/L03/edit/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/targets/L03/adjust/
Lmmmmmmmmm L--+------ /plans/lincang-2021/targets/L03/delete/
Lxx.xx---- Lmmmmmmmmm /plans/lincang-2020/table/
L--.------ Lmmmmmmmmm /plans/lincang-2021/table/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/table/save/
Lmmmmmmmmm L--+------ /plans/lincang-2021/table/save/
Lmmmmmmmmm L--+------ /plans/lincang-2021/table/match/
Lmmmmmmmmm L--+------ /plans/lincang-2021/table/join/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/table/upload/
L--.------ L--+------ /plans/lincang-2021/table/upload/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/table/upload/confirm/
Lxx.xxxxxx Lxx+xxxxxx /documents/new/
L--.------ L--+------ /documents/scans/{scan}/
L--.------ Lmmmmmmmmm /documents/scans/{scan}/file
Lmmmmmmmmm L--+------ /documents/scans/{scan}/give-up/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/documents/
L--.------ L--+------ /plans/lincang-2021/documents/
L--.------ Lmmmmmmmmm /plans/lincang-2021/documents/{document}/
L--.------ Lmmmmmmmmm /plans/lincang-2021/documents/{document}/file
Lmmmmmmmmm L--+------ /plans/lincang-2021/documents/{document}/add/
L--r------ L--+------ /plans/lincang-2021/documents/{document}/proposals/{proposal}/
Lmmmmmmmmm L--+------ /plans/lincang-2021/documents/{document}/proposals/{proposal}/remove/
Lmmmmmmmmm L--+------ /plans/lincang-2021/documents/{document}/take/
Lxx-xx---- Lmmmmmmmmm /plans/lincang-2020/documents/{document}/
Lx....---- Lxx+xx---- /plans/lincang-2020/allocation/530900000000/
L.....---- Lxx+xx---- /plans/lincang-2020/allocation/530923000000/
L--.------ L--+------ /plans/lincang-2021/allocation/530900000000/
Lx....---- Lxx+xx---- /plans/lincang-2020/allocation/530900000000/baselines/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/allocation/530900000000/figures/
L.....---- Lmmmmmmmmm /plans/lincang-2020/periods/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/periods/2020Q3/due/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/periods/2020Q3/close/
L.....---- Lmmmmmmmmm /plans/lincang-2020/progress/
L--.------ Lmmmmmmmmm /plans/lincang-2021/progress/
L.....---- Lmmmmmmmmm /plans/lincang-2020/tasks/T02/story/
L--.------ Lmmmmmmmmm /plans/lincang-2021/tasks/T02/story/
L.....---- Lmmmmmmmmm /plans/lincang-2020/rules/
L--.------ Lmmmmmmmmm /plans/lincang-2021/rules/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/rules/usual/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/rules/new/bounds/
Lxx-xx---- Lxx-xx---- /plans/lincang-2020/rules/new/nothing/
Lxx.xx---- Lxx+xx---- /plans/lincang-2020/rules/{rule}/
Lmmmmmmmmm Lxx+xx---- /plans/lincang-2020/rules/{rule}/remove/
L.....---- Lmmmmmmmmm /plans/lincang-2020/board/
L.....---- Lmmmmmmmmm /plans/lincang-2020/board.xlsx
Lx.xxx---- Lx+xxx---- /plans/lincang-2020/board/2020Q3/urge/
Lx.xxx---- Lmmmmmmmmm /plans/lincang-2020/board/2020Q3/urge.xlsx
L.....---- Lmmmmmmmmm /plans/lincang-2020/checks/
L--.------ Lmmmmmmmmm /plans/lincang-2021/checks/
Lmmmmmmmmm Lxx++x---- /plans/lincang-2020/checks/now/
L.....xxx. Lmmmmmmmmm /totals/
L-rrrr---- Lmmmmmmmmm /totals/lincang-2020/530900000000/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/
L.....---- Lmmmmmmmmm /totals/lincang-2020/530923000000/2020Q2/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/overview/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/ranking/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/matrix/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/tiles/
L.....---- Lmmmmmmmmm /totals/lincang-2020/530923000000/2020Q2/overview/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/L03/
L.....---- Lmmmmmmmmm /totals/lincang-2020/530923000000/2020Q2/L03/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/L03/units/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/L03/units/compared/
L-....---- Lmmmmmmmmm /totals/lincang-2020/530900000000/2020Q2/L03/units.xlsx
L.xxxxxxxx Lmmmmmmmmm /returns/
L.....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/
L-....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530925000000/
L.....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/print/
L-....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530925000000/print/
L.....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/print.xlsx
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/figure/
L.....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/figure/L03/
L--------- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/figure/L99/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/progress/
L.....---- Lmmmmmmmmm /returns/lincang-2020/2020Q3/530923000000/findings/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/explain/
L.xxxx---- L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/evidence/target-L03/
L-xxxx---- L-xxxx---- /returns/lincang-2020/2020Q3/530923000000/evidence/target-L99/
L.-------- Lmmmmmmmmm /evidence/{file}/
L.-------- Lmmmmmmmmm /evidence/{file}/small/
Lmmmmmmmmm L+-------- /evidence/{file}/remove/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/answer/
Lrrrrrrrrr L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/submit/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/withdraw/
Lrrrrrrrrr L-xxxx---- /returns/lincang-2020/2020Q3/530925000000/submit/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/urged/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/ask/
Lmmmmmmmmm L+xxxx---- /returns/lincang-2020/2020Q3/530923000000/unask/
Lx..xxxxx. Lmmmmmmmmm /pleas/
Lmmmmmmmmm Lx+-xxxxx- /pleas/{plea}/grant/
Lmmmmmmmmm Lx+-xxxxx- /pleas/{plea}/refuse/
Lx.xxxxxx. Lmmmmmmmmm /review/
Lmmmmmmmmm Lx-xxxxxx- /review/accept/
L-.------- Lmmmmmmmmm /review/lincang-2020/2020Q3/530925000000/
Lmmmmmmmmm L-+------- /review/lincang-2020/2020Q3/530925000000/start/
Lmmmmmmmmm L-+------- /review/lincang-2020/2020Q3/530925000000/accept/
Lrrrrrrrrr L-+------- /review/lincang-2020/2020Q3/530925000000/send-back/
Lmmmmmmmmm L-+------- /review/lincang-2020/2020Q3/530925000000/reasons/remove/
Lmmmmmmmmm L-+------- /review/lincang-2020/2020Q3/530925000000/correct/
Lmmmmmmmmm L-+------- /review/lincang-2020/2020Q3/530925000000/cancel/
L.xx.xxxxx Lmmmmmmmmm /sheets/
L.xx.xxxxx L+xx+xxxxx /sheets/lincang-2020/2020Q3/
L.xx.xxxxx Lmmmmmmmmm /sheets/lincang-2020/2020Q3/template.xlsx
L-....---- L-xx+x---- /sheets/lincang-2020/2020Q3/uploads/{upload}/
L-....---- Lmmmmmmmmm /sheets/lincang-2020/2020Q3/uploads/{upload}/file
L-rr.r---- Lmmmmmmmmm /sheets/lincang-2020/2020Q3/uploads/{upload}/marked
L.....---- L++++x---- /plans/lincang-2020/forms/
L.....---- Lx+++x---- /plans/lincang-2020/forms/{form}/
L.....---- Lmmmmmmmmm /plans/lincang-2020/forms/{form}/file
L.....---- Lmmmmmmmmm /plans/lincang-2020/forms/{form}/filled/
L.....---- Lmmmmmmmmm /plans/lincang-2020/forms/{form}/filled/file
"""
ROWS = [line.split() for line in (TABLE + OTHER_TABLES).strip().splitlines()[1:] if line]
# Valid bodies, so that only a missing right can be the reason of a refusal.
BODIES = {
    "figure/": {"cell": "L03", "seen": 1, "value": "7"},
    "progress/": {"cell": "T02", "seen": 1, "done": "x"},
    "explain/": {"cell": "", "findings": [{"rule": 1}], "about": "L03", "text": "x"},
    "move/": {"what": "task:T01:1"},
    "answer/": {"cell": "", "objection": 1, "text": "x"},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once, and rolled back after the last test of the module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.core.files.storage.default_storage.location", tmp_path_factory.mktemp("media"))
        yield DemoWorld()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    with django_db_blocker.unblock():
        made = {"nobody": Client(), **{what: Client() for what in OF_THE_DEMO}}
        for what, person in world.people.items():
            made[what].force_login(person)
    return made


def letter(response):
    if response.status_code == 302 and "/login" in response.headers["Location"]:
        return "L"
    return LETTERS.get(response.status_code, f"({response.status_code})")


def attempt(client, address):
    """The letter of the answer to a POST, which is rolled back."""
    cookies = copy.deepcopy(client.cookies)  # logging out would end the session
    body, point = next((body for end, body in BODIES.items() if address.endswith(end)), {}), transaction.savepoint()
    response = (
        client.post(address, json.dumps(body), "application/json") if "cell" in body else client.post(address, body)
    )
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return letter(response)


def changes():
    """The number of rows that this transaction has written, also those rolled back, without sessions and the trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname <> ALL(%s)",
            [["django_session", "audit_entry"]],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("gets,posts,path", ROWS, ids=[row[2] for row in ROWS])
def test_every_address_with_every_persona(world, clients, gets, posts, path):
    address = path.format(**world.names())
    for client, persona, get, post in zip(clients.values(), PERSONAS, gets, posts, strict=True):
        before, last = changes(), Entry.objects.latest("id").pk
        response = client.get(address)
        assert letter(response) == get, persona
        assert find_period_codes(response) == [], persona
        recorded = list(Entry.objects.filter(pk__gt=last).values_list("verb", flat=True))
        assert recorded in expected_entries(response, persona), persona
        tried = attempt(client, address)
        if post == "+":
            assert tried not in {"x", "-", "m"}, persona
        else:
            assert (tried, changes()) == (post, before), persona


def expected_entries(response, persona):
    """What a GET may add to the trail (ADR 0014): a file that leaves, what is refused, and the reading of the trail."""
    if "Content-Disposition" in response.headers:
        return [["file.download"]]
    refused = {"x": "page.refused", "-": "page.missing"}.get(letter(response))
    if response.wsgi_request.path == "/audit/" and letter(response) == ".":
        return [["trail.read"]]
    if refused is None or persona == "nobody":
        return [[]]
    return [[refused], []]  # none for an address that names nothing, and none again within the hour


@pytest.mark.django_db
def test_rolled_back_writes_are_counted(world):
    """``changes`` is what the test above relies on."""
    before, point = changes(), transaction.savepoint()
    Person.objects.filter(username="yongde").update(phone="1")
    transaction.savepoint_rollback(point)
    assert changes() == before + 1


@pytest.mark.django_db
def test_every_address_is_in_the_table(world):
    named = {resolve(path.format(**world.names())).route for _, _, path in ROWS}
    assert set(routes(get_resolver())) == named


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def test_every_get_is_read_only_except_the_health_page():
    """No view can opt out of the middleware, which leaves out one address only."""
    outside = {path for _, _, path in ROWS if not needs_database(RequestFactory().get(path))}
    assert outside == {"/healthz"}


@pytest.mark.django_db
def test_a_get_that_writes_is_refused_by_the_database(rf):
    from django.contrib.auth.models import AnonymousUser
    from django.db import InternalError

    def view(request):
        Person.objects.create(username="created-by-get")

    request = rf.get("/plans/")
    request.user = AnonymousUser()
    with pytest.raises(InternalError, match="read-only"):
        ReadOnlyGet(view)(request)
