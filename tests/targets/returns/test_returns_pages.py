"""The page of a return for each role: what it shows, which actions it offers, and who gets 404."""

import pytest
from django.urls import reverse

from targets.returns.actions.submit import withdraw_return
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(db):
    return make_world()


def url(name="return", place=PLACE):
    return reverse(f"targets:{name}", args=place)


@pytest.mark.parametrize(
    "state", ["draft", "withdrawn", "submitted", "under_review", "accepted", "correcting", "sent_back"]
)
@pytest.mark.parametrize(
    "person", ["clerk", "colleague", "county_leader", "reviewer", "planner", "data_admin", "leader"]
)
def test_return_page_in_every_state_for_each_permitted_person(world, client, state, person):
    bring_to_state(world, world.report(), state)
    client.force_login(world.people[person])
    response = client.get(url())
    assert response.status_code == 200
    may_type = person in ("clerk", "colleague") and state in ("draft", "withdrawn", "correcting", "sent_back")
    assert ('name="value"' in response.content.decode()) == may_type


@pytest.mark.parametrize("person", ["neighbour", "outsider", "system_admin", "audit_admin"])
def test_return_is_not_found_without_access(world, client, person):
    client.force_login(world.people[person])
    assert client.get(url()).status_code == 404
    for name in ("return_submit", "return_withdraw", "return_figure", "return_progress"):
        data = {"cell": "L01", "seen": 0, "value": "abc"}
        assert client.post(url(name), data, content_type="application/json").status_code == 404


def test_draft_figures_are_visible_only_within_the_unit(world, client):
    report = fill_and_submit(world, world.report())
    target = world.targets["add"]
    withdraw_return(report, by=world.clerk)
    report.figures.filter(target=target).update(value=76543)
    for person, visible in {"clerk": True, "county_leader": True, "reviewer": False, "leader": False}.items():
        client.force_login(world.people[person])
        page = client.get(url()).content.decode()
        assert ("76543" in page or "76,543" in page) == visible, person


@pytest.mark.parametrize(
    "place",
    [
        ("nothing", "2020Q1", "530923000000"),
        ("lincang-2020", "2020Q9", "530923000000"),
        ("lincang-2020", "2020Q1", "530900000000"),
    ],
)
def test_unknown_return_is_not_found(world, client, place):
    client.force_login(world.clerk)
    assert client.get(url(place=place)).status_code == 404
    data = {"cell": "L01", "seen": 0, "value": "1"}
    assert client.post(url("return_figure", place), data, content_type="application/json").status_code == 404


def test_refused_submission_lists_every_missing_cell(world, client):
    client.force_login(world.clerk)
    response = client.post(url("return_submit"))
    assert response.status_code == 422
    page = response.content.decode()
    for code in ("L01", "L02", "L03", "L04", "L05", "T01"):
        assert f'href="#cell-{code}"' in page
        assert f'id="cell-{code}"' in page
    assert world.report().state == "draft"


def test_objections_are_shown_at_the_top_and_at_their_cells(world, client):
    bring_to_state(world, world.report(), "sent_back")
    client.force_login(world.clerk)
    page = client.get(url()).content.decode()
    assert page.count("与佐证不符") >= 3  # at the top, at the cell, in the history
    assert 'href="#cell-L01"' in page
    assert world.reviewer.name in page


def test_submit_and_withdraw(world, client):
    fill_return(world, world.report())
    client.force_login(world.clerk)
    assert client.post(url("return_submit")).status_code == 302
    assert world.report().state == "submitted"
    assert url("return_withdraw") in client.get(url()).content.decode()
    assert client.post(url("return_withdraw")).status_code == 302
    assert world.report().state == "draft"


def test_closed_period_is_read_only_with_a_banner(world, client):
    world.plan.periods.filter(seq=1).update(state="closed")
    client.force_login(world.clerk)
    response = client.get(url())
    assert 'name="value"' not in response.content.decode()
    assert response.context["banner"].tone == "warn"


@pytest.mark.parametrize("state", ["draft", "submitted", "under_review", "accepted", "sent_back"])
def test_breadcrumbs_depend_on_the_role_in_every_state(world, client, state):
    bring_to_state(world, world.report(), state)
    for person, visible in {"clerk": True, "leader": False, "reviewer": False}.items():
        client.force_login(world.people[person])
        crumbs = client.get(url()).text.split('class="crumbs')[1].split("</nav>")[0]
        assert (reverse("targets:returns") in crumbs) == visible, person
        assert (reverse("targets:returns_board", args=PLACE[:1]) in crumbs) == (person == "leader"), person


def test_own_returns_list_is_for_clerks(world, client):
    client.force_login(world.clerk)
    page = client.get(reverse("targets:returns")).content.decode()
    assert url() in page
    assert url(place=("lincang-2020", "2020Q1", "530924000000")) not in page
    client.force_login(world.leader)
    assert client.get(reverse("targets:returns")).status_code == 403
