"""Several levels: returns that sign for the units below, and rechecks asked of an intermediate level."""

import pytest
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from plans.models import Participant, Plan
from targets.models import Mark, Return
from targets.returns.actions.submit import submit_return
from targets.returns.queries.signing import get_signature_scope
from targets.review.actions import review
from targets.review.actions.accept_returns import accept_returns
from targets.review.actions.recheck import request_recheck
from targets.review.actions.review import Objection, accept, grant_correction, send_back, start_review
from targets.review.queries.queue import awaiting_recheck, waiting_for_review
from targets.shares.actions.due_returns import ensure_returns
from tests import factories
from tests.targets.returns_world import bring_to_state, fill_and_submit, fill_return, make_world

CITY = "530900000000"


@pytest.fixture
def world(db):
    return require_signatures(make_world())


def require_signatures(world):
    """Make the plan the province's, with signatures: the city signs for its two counties."""
    root = world.plan.participants.get(depth=0)
    province = world.city.parent
    world.plan.participants.filter(depth=1).update(depth=2)
    top = Participant.objects.create(
        plan=world.plan,
        unit=province,
        path=province.path,
        depth=0,
        name=province.name,
        short_name="云南",
        kind="federation",
    )
    Participant.objects.filter(pk=root.pk).update(parent=top, depth=1)
    Plan.objects.filter(pk=world.plan.pk).update(signed=True, unit=province)
    world.plan.refresh_from_db()
    ensure_returns(world.plan)
    world.people["city_clerk"] = factories.make_person("city_clerk", ("clerk", world.city))
    return world


def city_return(world, seq=1):
    return world.report(seq, unit=CITY)


def accept_county_return(world, unit=None):
    report = world.report(unit=unit) if unit else world.report()
    by = world.neighbour if unit else world.clerk
    submit_return(fill_return(world, report, by=by), by=by)
    start_review(report, by=world.reviewer)
    return accept(report, by=world.reviewer)


def accept_city_signature(world):
    """Accept both counties' returns, and the city's signature by the province; returns the city's return."""
    accept_county_return(world), accept_county_return(world, world.other.code)
    submit_return(city_return(world), by=world.city_clerk)
    start_review(city_return(world), by=world.province_reviewer)
    return accept(city_return(world), by=world.province_reviewer)


def test_intermediate_units_of_a_signed_plan_get_a_return(world):
    assert city_return(world).state == "draft"
    assert not Return.objects.filter(participant__depth=0).exists()
    Plan.objects.filter(pk=world.plan.pk).update(signed=False)
    world.plan.refresh_from_db()
    Return.objects.filter(participant__unit=world.city).delete()
    assert ensure_returns(world.plan) == 0


def test_signing_with_unaccepted_units_needs_confirmation(world):
    accept_county_return(world)
    with pytest.raises(Refused) as refused:
        submit_return(city_return(world), by=world.city_clerk)
    assert refused.value.code == "below"
    assert "镇康" in str(refused.value.message)
    assert "永德" not in str(refused.value.message)
    assert submit_return(city_return(world), by=world.city_clerk, sign_incomplete=True).state == "submitted"
    assert Entry.objects.filter(verb="return.submit").latest("id").data["known"] == ["镇康"]


def test_signature_scope_counts_returns_by_state(world):
    bring_to_state(world, world.report(), "submitted")
    found = get_signature_scope(city_return(world))
    assert (found.units, found.accepted, found.waiting, found.missing) == (2, 0, 1, 1)
    assert get_signature_scope(world.report()) is None


def test_signing_accepted_units_needs_no_confirmation(world):
    assert accept_city_signature(world).state == "accepted"


@pytest.mark.parametrize("move", ["send_back", "correct"])
def test_city_cannot_reopen_returns_under_an_accepted_signature(world, move):
    accept_city_signature(world)
    report = world.report()
    moves = {
        "send_back": lambda by: send_back(report, by=by, objections=[Objection("有误")]),
        "correct": lambda by: grant_correction(report, by=by, reason="更正"),
    }
    with pytest.raises(Refused) as refused:
        moves[move](world.reviewer)
    assert refused.value.code == "signed"
    assert world.report().accepted_id
    send_back(city_return(world), by=world.province_reviewer, objections=[Objection("有县漏报")])
    assert moves[move](world.reviewer).state in ("sent_back", "accepted")


def test_province_recheck_lets_the_city_send_back(world):
    accept_city_signature(world)
    assert (
        request_recheck(
            world.report(),
            by=world.province_reviewer,
            to=city_return(world).participant,
            objections=[Objection("有误")],
        ).state
        == "submitted"
    )
    assert send_back(world.report(), by=world.reviewer, objections=[Objection("有误")]).state == "sent_back"


def test_signature_pages_list_unaccepted_units(world, client):
    accept_county_return(world)
    place = (world.plan.code, "2020Q1", CITY)
    client.force_login(world.city_clerk)
    page = client.get(reverse("targets:return", args=place)).content.decode()
    assert 'name="knowing"' in page
    assert "镇康" in page
    assert client.post(reverse("targets:return_submit", args=place)).status_code == 422
    assert client.post(reverse("targets:return_submit", args=place), {"knowing": "1"}).status_code == 302
    client.force_login(world.province_reviewer)
    assert "镇康" in client.get(reverse("targets:review", args=place)).content.decode()


# --- rechecks ---------------------------------------------------------------------------------------------------------


def request_city_recheck(world, **kwargs):
    objections = [Objection("增幅过大", target=world.targets["add"])]
    report = bring_to_state(world, world.report(), "accepted")
    return request_recheck(
        report, by=world.province_reviewer, to=city_return(world).participant, objections=objections, **kwargs
    )


def test_recheck_is_queued_for_the_city_only(world):
    Mark.objects.all().delete()
    report = request_city_recheck(world)
    assert (report.state, report.accepted_id, report.reviewer_id) == ("submitted", None, None)
    assert report.submitted_id
    assert Mark.objects.filter(participant_id=report.participant_id).exists()
    assert report in awaiting_recheck(world.reviewer)
    assert report not in waiting_for_review(world.province_reviewer)


def test_accept_after_recheck_needs_an_answer(world):
    report = start_review(request_city_recheck(world), by=world.reviewer)
    with pytest.raises(Refused) as refused:
        accept(report, by=world.reviewer)
    assert refused.value.code == "answer"
    objection = report.sent_back.get()
    assert accept(report, by=world.reviewer, answers={objection.pk: "已核实台账"}).state == "accepted"
    objection.refresh_from_db()
    assert (objection.answer, objection.answered_by) == ("已核实台账", world.reviewer)


def test_province_accepts_its_own_recheck_without_an_answer(world):
    report = start_review(request_city_recheck(world), by=world.province_reviewer)
    assert accept(report, by=world.province_reviewer).state == "accepted"


@pytest.mark.parametrize("which", ["county", "other", "root"])
def test_recheck_is_refused_for_units_not_in_between(world, which):
    report = bring_to_state(world, world.report(), "accepted")
    places = {"county": world.report().participant, "other": world.report(unit=world.other.code).participant}
    to = places.get(which) or world.plan.participants.get(depth=0)
    with pytest.raises((Refused, review.policy.PermissionDenied)):
        request_recheck(report, by=world.province_reviewer, to=to, objections=[Objection("x")])
    assert world.report().state == "accepted"


def test_recheck_objections_are_hidden_from_the_county(world, client):
    request_city_recheck(world)
    client.force_login(world.clerk)
    page = client.get(reverse("targets:return", args=(world.plan.code, "2020Q1", world.county.code))).content.decode()
    assert page.count("增幅过大") <= 1  # only in the history of the return


def test_recheck_of_a_correction_leaves_the_accepted_snapshot(world):
    report = bring_to_state(world, world.report(), "accepted")
    first = report.accepted_id
    grant_correction(report, by=world.reviewer, reason="更正")
    start_review(fill_and_submit(world, world.report()), by=world.province_reviewer)
    report = request_recheck(
        world.report(), by=world.province_reviewer, to=city_return(world).participant, objections=[Objection("再核")]
    )
    assert report.accepted_id == first


def test_bulk_accept_leaves_out_unanswered_rechecks(world):
    """The queue does not offer them, but a page opened before the recheck was requested still does."""
    report = request_city_recheck(world)
    accepted, skipped = accept_returns(world.period(), {report.pk: 1}, by=world.reviewer)
    assert (accepted, [each.report for each in skipped]) == ([], [report])
    assert world.report().state == "submitted"


def test_signing_with_an_open_correction_needs_confirmation(world):
    """Its numbers may still change after the signature has been accepted."""
    accept_county_return(world, world.other.code)
    grant_correction(accept_county_return(world), by=world.reviewer, reason="更正")
    with pytest.raises(Refused) as refused:
        submit_return(city_return(world), by=world.city_clerk)
    assert refused.value.code == "below"
    found = get_signature_scope(city_return(world))
    assert (found.accepted, found.correcting, found.missing) == (1, 1, 0)
