"""The interface for other systems: who reads what, and that its numbers are those that are explained."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.actions.tokens import create_token, revoke_token
from api.models import AccessToken
from api.views.interface import throttle
from audit.errors import Refused
from audit.models import Entry
from targets.results import board_cache
from targets.results.explain import explain_total
from targets.results.place import find_place
from tests import factories as make
from tests.dashboards.scene import Province, count_reads

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
PLAN = "/api/v1/plans/yn-2020"


@pytest.fixture
def scene():
    scene = Province()
    shares = dict.fromkeys(scene.counties, "100")
    scene.l01 = scene.target("L01", "400", name="培训", unit="人", shares=shares, decimals=2)
    scene.l02 = scene.target("L02", "70", name="比例", unit="%", measure="ratio", scale="%", shares=shares)
    scene.issue(open_seq=2)
    for number, county in enumerate(scene.counties, 1):
        scene.report(county, 1, {scene.l01: f"{number}0.25", scene.l02: (str(number), "3")})
    scene.report(scene.counties[0], 2, {scene.l01: "0", scene.l02: ("2", "3")}, accepted=False)
    scene.report(scene.counties[1], 2, {scene.l01: "na", scene.l02: ("5", "6")})
    scene.settle()
    scene.system = make.make_person("system", ("system_admin", scene.unit))
    cache.clear()
    return scene


def make_token(scene, unit, *, role="leader", days=30):
    last = timezone.localdate() + timedelta(days=days)
    return create_token(by=scene.system, name="督查平台", unit=unit, role=role, last_day=last)


class Reader:
    """Another system with a secret."""

    def __init__(self, client, secret):
        self.client, self.headers = client, {"Authorization": f"Bearer {secret}"}

    def get(self, address, query=None, **headers):
        return self.client.get(address, query, headers=self.headers | headers)

    def read(self, address, **query):
        answer = self.get(address, query)
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)


@pytest.fixture
def reader(scene, client):
    """A system that reads the whole province."""
    return Reader(client, make_token(scene, scene.unit)[1])


@pytest.fixture
def county_reader(scene, client):
    return Reader(client, make_token(scene, scene.counties[0])[1])


@pytest.mark.parametrize("basis", ["submitted", "accepted"])
def test_every_number_is_the_one_that_is_explained(scene, reader, basis):
    units = [each["code"] for each in reader.read(f"{PLAN}/units")["items"]]
    assert len(units) == len(scene.participants)
    compared = 0
    for unit in units:
        for period in ("2020Q1", "2020Q2"):
            place = find_place(scene.leader, "yn-2020", unit, period, basis=basis)
            (own,) = reader.read(f"{PLAN}/units/{unit}/totals/{period}", basis=basis)["items"]
            for item, target in zip(own["totals"], place.targets, strict=True):
                line = explain_total(place, target).line
                assert item["target_code"] == target.code
                expected = [
                    line.value,
                    line.base,
                    line.amount,
                    line.bound,
                    line.standing.shown,
                    line.standing.completion,
                ]
                given = [item[name] for name in ("value", "base", "added", "owed", "shown", "completion")]
                assert [each and Decimal(each) for each in given] == expected
                compared += line.value is not None
    assert compared > len(units)


def test_units_below_have_the_same_lines_as_each_alone(scene, reader):
    below = reader.read(f"{PLAN}/units/{scene.cities[0].code}/totals/2020Q2/below")
    assert below["count"] == len(below["items"]) == 3
    for item in below["items"]:
        (alone,) = reader.read(f"{PLAN}/units/{item['unit_code']}/totals/2020Q2")["items"]
        assert item == alone


def test_blank_zero_and_not_applicable_are_three_things(scene, reader):
    items = reader.read(f"{PLAN}/units/{scene.unit.code}/figures/2020Q2")["items"]
    told = {(each["unit_code"], each["target_code"]): (each["state"], each["value"], each["base"]) for each in items}
    first, second, third, _ = (unit.code for unit in scene.counties)
    assert told[first, "L01"] == ("number", "0", None)
    assert told[second, "L01"] == ("not_applicable", None, None)
    assert told[second, "L02"] == ("number", "5", "6")
    assert (third, "L01") not in told
    (line, _), (absent, _), (silent, _) = (
        reader.read(f"{PLAN}/units/{unit}/totals/2020Q2")["items"][0]["totals"] for unit in (first, second, third)
    )
    assert (line["state"], line["added"]) == ("number", "0")
    assert (absent["state"], absent["not_judged"]) == ("not_applicable", "not_applicable")
    assert silent["units_reported"] == 0


def test_numbers_are_exact_texts(scene, reader):
    items = reader.read(f"{PLAN}/units/{scene.unit.code}/figures/2020Q1")["items"]
    assert [each["value"] for each in items if each["target_code"] == "L01"] == ["10.25", "20.25", "30.25", "40.25"]
    (own,) = reader.read(f"{PLAN}/units/{scene.unit.code}/totals/2020Q1")["items"]
    assert own["totals"][0]["value"] == "101"


def test_figures_follow_the_basis(scene, reader):
    address = f"{PLAN}/units/{scene.counties[0].code}/figures/2020Q2"
    assert reader.read(address)["count"] == 2
    assert reader.read(address, basis="accepted")["count"] == 0


def test_a_token_of_a_county_cannot_read_the_province(scene, county_reader):
    own = scene.counties[0].code
    assert [each["code"] for each in county_reader.read(f"{PLAN}/units")["items"]] == [own]
    for other in (scene.unit, scene.cities[0], scene.counties[1], scene.counties[3]):
        for address in ("totals/2020Q2", "totals/2020Q2/below", "figures/2020Q2"):
            answer = county_reader.get(f"{PLAN}/units/{other.code}/{address}")
            assert answer.status_code == 404
            assert json.loads(answer.content)["code"] == "not_found"
    assert county_reader.read(f"{PLAN}/units/{own}/figures/2020Q2")["count"] == 2


def test_a_unit_outside_of_the_plan_reads_no_plan(scene, client):
    elsewhere = Reader(client, make_token_elsewhere())
    assert elsewhere.read("/api/v1/plans")["items"] == []
    assert elsewhere.get(PLAN).status_code == 404


def make_token_elsewhere():
    unit = make.make_unit("450000000000", "广西")
    by = make.make_person("elsewhere", ("system_admin", unit))
    return create_token(by=by, name="x", unit=unit, role="leader", last_day=timezone.localdate())[1]


def test_a_draft_is_not_read(scene, reader):
    make.make_plan(scene.unit, "yn-2021", year=2021)
    assert [each["code"] for each in reader.read("/api/v1/plans")["items"]] == ["yn-2020"]


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic eDp5", "Bearer 错"])
def test_without_a_token_nothing_is_read(scene, client, header):
    answer = client.get("/api/v1/plans", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert json.loads(answer.content)["message"] == "没有带读取凭证，或者凭证不对、已作废、已过最后一天。"


def test_a_login_opens_nothing(scene, client):
    client.force_login(scene.leader)
    assert client.get("/api/v1/plans").status_code == 401


def test_revoked_and_ended_tokens_open_nothing(scene, client):
    token, secret = make_token(scene, scene.unit)
    assert Reader(client, secret).get(PLAN).status_code == 200
    revoke_token(token, by=scene.system)
    assert Reader(client, secret).get(PLAN).status_code == 401
    token, secret = make_token(scene, scene.unit)
    AccessToken.objects.filter(pk=token.pk).update(last_day=timezone.localdate() - timedelta(days=1))
    assert Reader(client, secret).get(PLAN).status_code == 401


def test_only_the_digest_is_stored_and_use_is_kept(scene, client):
    _token, secret = make_token(scene, scene.unit)
    assert secret not in json.dumps(AccessToken.objects.values().get(), default=str)
    assert secret not in json.dumps(list(Entry.objects.values()), default=str)
    Reader(client, secret).read("/api/v1/plans")
    used = AccessToken.objects.get().used_at
    Reader(client, secret).read("/api/v1/plans")
    assert used is not None
    assert AccessToken.objects.get().used_at == used  # within ten minutes


def test_making_and_revoking_leave_audit_rows_and_ask_the_policy(scene):
    token, _ = make_token(scene, scene.unit)
    county = make.make_person("county-system", ("system_admin", scene.counties[0]))
    with pytest.raises(PermissionDenied):
        revoke_token(token, by=county)
    for person in (county, scene.leader, scene.clerk):
        with pytest.raises(PermissionDenied):
            create_token(by=person, name="x", unit=scene.unit, role="leader", last_day=timezone.localdate())
    revoke_token(token, by=scene.system)
    with pytest.raises(Refused):
        revoke_token(token, by=scene.system)
    verbs = Entry.objects.filter(verb__startswith="token.").order_by("pk").values_list("verb", "username", "unit_code")
    assert list(verbs) == [(verb, "system", scene.unit.code) for verb in ("token.create", "token.revoke")]


@pytest.mark.parametrize("days", [-1, 367])
def test_a_token_ends_within_a_year(scene, days):
    with pytest.raises(Refused) as refused:
        make_token(scene, scene.unit, days=days)
    assert set(refused.value.cells) == {"last_day"}
    assert not AccessToken.objects.exists()


def test_what_has_not_changed_is_not_sent_again(scene, reader):
    address = f"{PLAN}/units/{scene.unit.code}/totals/2020Q2"
    first = reader.get(address)
    again = reader.get(address, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    scene.report(scene.counties[2], 2, {scene.l01: "5", scene.l02: ("3", "3")})
    scene.settle()
    changed = reader.get(address, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert "Authorization" in changed.headers["Vary"]


def test_pages_of_a_list(scene, reader):
    pages = [reader.read(f"{PLAN}/units", page=page, size=3) for page in (1, 2, 3, 4)]
    assert [len(each["items"]) for each in pages] == [3, 3, 2, 0]
    assert {(each["count"], each["pages"]) for each in pages} == {(8, 3)}
    assert len({item["code"] for each in pages for item in each["items"]}) == 8


@pytest.mark.parametrize(
    "part,field,message",
    [
        ("units?page=0", "page", "不能小于 1。"),
        ("units?size=501", "size", "不能大于 500。"),
        ("units?page=x", "page", "要写整数。"),
        ("units/530000000000/totals/2020Q2?basis=x", "basis", "只能是其中之一：'submitted' or 'accepted'。"),
    ],
)
def test_a_wrong_part_is_named(scene, reader, part, field, message):
    answer = reader.get(f"{PLAN}/{part}")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert problem["fields"] == [{"field": field, "message": message}]


def test_too_many_requests_are_told_to_wait(scene, reader, monkeypatch):
    monkeypatch.setattr(throttle, "num_requests", 2)
    codes = [reader.get("/api/v1/plans").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    answer = reader.get("/api/v1/plans")
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.content)["message"] == "请求太多，请稍后再试。"


@pytest.mark.parametrize(
    "address", ["", "/periods", "/targets", "/units", "/units/{}/totals/2020Q2", "/units/{}/totals/2020Q2/below",
                "/units/{}/figures/2020Q2"],
)  # fmt: skip
def test_queries_do_not_grow_with_the_rows(scene, reader, address):
    address = PLAN + address.format(scene.unit.code)
    reader.read(address)
    board_cache.clear()
    with CaptureQueriesContext(connection) as queries:
        reader.read(address)
    before = count_reads(queries)
    assert before <= MOST_QUERIES
    add_county(scene)
    with CaptureQueriesContext(connection) as queries:
        reader.read(address)
    assert count_reads(queries) == before


def add_county(scene):
    """One more unit below the province, and one more target."""
    unit = make.make_unit("530990000000", "市9", parent=scene.unit)
    make.make_participant(scene.plan, unit, scene.participant(scene.unit))
    make.make_target(scene.plan, "L09", "5")


def test_a_period_that_has_not_begun_and_an_unknown_address(scene, reader):
    for address in (f"{PLAN}/units/{scene.unit.code}/totals/2020Q4", f"{PLAN}/nothing", "/api/v1/", "/api/v1/x/y"):
        answer = reader.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")


def test_nothing_is_written(reader):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(reader.client, method)(PLAN, headers=reader.headers).status_code == 405


def test_the_document_names_every_address_and_loads_nothing(client):
    answer = client.get("/api/v1/openapi.json")
    document = json.loads(answer.content)
    assert answer.status_code == 200
    assert len(document["paths"]) == 8
    assert "://" not in json.dumps(document)
    assert document["components"]["securitySchemes"]["TokenAuth"] == {"type": "http", "scheme": "bearer"}
