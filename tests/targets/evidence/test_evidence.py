"""Adding, viewing and removing files of the cells of a return: permissions, states, and files on disk."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from plans.models import TaskUnit
from targets.evidence.actions import add_evidence, remove_evidence
from targets.evidence.queries import MAX_FILES_PER_CELL, list_draft_evidence, list_snapshot_evidence
from targets.models import Evidence, SnapshotEvidence
from targets.returns.actions.submit import submit_return, withdraw_return
from tests.repository.sample_city import SampleCity
from tests.targets.evidence import evidence_files as files
from tests.targets.returns.test_returns_race import race
from tests.targets.returns_world import bring_to_state, fill_return, make_world

PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture(autouse=True)
def media_root(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def world(db, media_root):
    return make_world()


def upload(data=None, name="现场.jpg"):
    return SimpleUploadedFile(name, files.photo() if data is None else data)


def add_file(world, cell=None, data=None, name="现场.jpg", by="clerk", report=None):
    cell = cell or world.targets["add"]
    return add_evidence(report or world.report(), cell, upload(data, name), by=world.people[by])


def stored_files(media_root):
    return sorted(path for path in media_root.rglob("*") if path.is_file()) if media_root.exists() else []


def test_photo_is_stored_unchanged_with_thumbnail_and_audit_entry(world, media_root):
    file = add_file(world, name="..\\现场.exe")
    assert (file.name, file.kind, str(file.by)) == ("现场.jpg", "jpg", "人clerk")
    assert file.file.read() == files.photo()
    assert "现场" not in file.file.name
    assert len(stored_files(media_root)) == 2
    entry = Entry.objects.get(verb="evidence.add")
    assert entry.data == {"cell": "L01", "file": "现场.jpg", "sha256": file.sha256}


def test_draft_evidence_is_read_in_one_query(world, django_assert_num_queries):
    first, second = add_file(world), add_file(world, world.task, files.pdf(), "方案.pdf")
    add_file(world, by="neighbour", report=world.report(unit="530924000000"))
    report = world.report()
    list_draft_evidence(report)  # a connection prepares the statement at its first use
    with django_assert_num_queries(1):
        found = list_draft_evidence(report)
    assert found == {(world.targets["add"].pk, None): [first], (None, world.task.pk): [second]}


def test_duplicate_file_in_a_cell_is_stored_once(world, media_root):
    first = add_file(world)
    assert add_file(world, name="另一个名字.jpg", by="colleague") == first
    assert len(stored_files(media_root)) == 2
    assert add_file(world, world.targets["run"]) != first


def test_number_of_files_per_cell_is_limited(world, media_root):
    for colour in range(MAX_FILES_PER_CELL):
        add_file(world, data=files.photo(size=(8, 8), colour=(colour * 10, 0, 0)))
    with pytest.raises(Refused, match="20"):
        add_file(world)
    assert len(stored_files(media_root)) == 2 * MAX_FILES_PER_CELL


@pytest.mark.parametrize(
    "person", ["neighbour", "county_leader", "reviewer", "planner", "data_admin", "leader", "system_admin"]
)
def test_only_clerks_of_the_unit_may_add_and_remove(world, media_root, person):
    file = add_file(world)
    with pytest.raises(PermissionDenied):
        add_file(world, data=files.pdf(), by=person)
    with pytest.raises(PermissionDenied):
        remove_evidence(file, by=world.people[person])
    assert len(stored_files(media_root)) == 2
    assert Evidence.objects.get().removed_at is None


@pytest.mark.parametrize("state", ["submitted", "under_review", "accepted"])
def test_files_cannot_change_after_submission(world, media_root, state):
    file = add_file(world)
    bring_to_state(world, world.report(), state)
    with pytest.raises(Refused):
        add_file(world, data=files.pdf())
    with pytest.raises(Refused):
        remove_evidence(file, by=world.clerk)
    assert len(stored_files(media_root)) == 2


@pytest.mark.parametrize("state", ["draft", "withdrawn", "sent_back", "correcting"])
def test_files_may_be_added_while_the_return_is_editable(world, state):
    bring_to_state(world, world.report(), state)
    assert add_file(world).pk


def test_add_is_refused_in_a_closed_period(world, media_root):
    world.plan.periods.update(state="closed")
    with pytest.raises(Refused):
        add_file(world)
    assert stored_files(media_root) == []


def test_add_is_refused_for_cells_the_unit_does_not_report(world, media_root):
    world.targets["add"].allocations.all().delete()
    with pytest.raises(Refused):
        add_file(world)
    world.task.units.all().delete()
    with pytest.raises(Refused):
        add_file(world, world.task)
    assert stored_files(media_root) == []


def test_refused_file_is_named_and_not_stored(world, media_root):
    with pytest.raises(Refused) as refused:
        add_file(world, data=files.PROGRAM, name="照片.jpg")
    assert refused.value.message == "“照片.jpg”：这个文件其实是程序，不能添加。只能添加照片、PDF、Word 和 Excel。"
    assert stored_files(media_root) == []
    assert not Evidence.objects.exists()


def test_submission_keeps_files_removed_later(world):
    kept, removed = add_file(world), add_file(world, data=files.pdf())
    task = add_file(world, world.task, files.office_package())
    remove_evidence(removed, by=world.colleague)
    report = submit_return(fill_return(world, world.report()), by=world.clerk)
    first = report.submitted_id
    assert list_snapshot_evidence(first) == {(world.targets["add"].pk, None): [kept], (None, world.task.pk): [task]}
    withdraw_return(report, by=world.clerk)
    remove_evidence(kept, by=world.clerk)
    second = submit_return(world.report(), by=world.clerk).submitted_id
    assert list_snapshot_evidence(second) == {(None, world.task.pk): [task]}
    assert (world.targets["add"].pk, None) in list_snapshot_evidence(first)
    assert kept.file.storage.exists(kept.file.name)
    assert SnapshotEvidence.objects.count() == 3


def test_submission_by_workbook_includes_files(media_root, db):
    town = SampleCity()
    kept = add_file(town.world, report=town.report)
    removed, task_file = (
        add_file(town.world, data=files.pdf()),
        add_file(town.world, town.world.task, files.office_package()),
    )
    other = add_file(town.world, by="neighbour", report=town.world.report(unit="530924000000"))
    remove_evidence(removed, by=town.world.clerk)
    town.write_returns()
    report = town.world.report()
    assert report.state == "submitted"
    named = set(SnapshotEvidence.objects.filter(snapshot=report.submitted_id).values_list("evidence_id", flat=True))
    assert named == {kept.pk, task_file.pk}
    assert other.pk not in named


def test_remove_is_idempotent(world):
    file = add_file(world)
    remove_evidence(file, by=world.clerk)
    remove_evidence(file, by=world.colleague)
    assert Entry.objects.filter(verb="evidence.remove").count() == 1
    assert list_draft_evidence(world.report()) == {}
    assert add_file(world).pk != file.pk  # the same file may be added again


@pytest.mark.django_db(transaction=True)
def test_file_added_during_submission_is_refused_and_deleted(media_root):
    world = make_world()
    report = fill_return(world, world.report())
    first, second = race(
        lambda: submit_return(report, by=world.clerk), lambda: add_file(world, by="colleague", report=report)
    )
    assert first.state == "submitted"
    assert isinstance(second, Refused)
    assert not Evidence.objects.exists()
    assert stored_files(media_root) == []


# --- pages ------------------------------------------------------------------------------------------------------------


def evidence_url(cell="target-L01", place=PLACE):
    return reverse("targets:evidence", args=[*place, cell])


def post_file(client, data=None, name="现场.jpg", cell="target-L01", script=True, place=PLACE):
    headers = {"X-Requested-With": "fetch"} if script else {}
    return client.post(evidence_url(cell, place), {"file": upload(data, name)}, headers=headers)


def test_upload_answers_scripts_with_a_list_and_forms_with_a_page(world, client):
    client.force_login(world.clerk)
    assert "现场.jpg" in post_file(client).json()["html"]
    answer = post_file(client, files.pdf(), "方案.pdf", "task-T01", script=False)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "方案.pdf" in page
    assert 'enctype="multipart/form-data"' in page
    answer = post_file(client, files.SVG_WITH_SCRIPT, "图.svg", script=False)
    assert answer.status_code == 422
    assert "“图.svg”：这是网页" in answer.content.decode()


@pytest.mark.parametrize("cell", ["L01", "target-L99", "task-L01", "other-L01", "target-"])
def test_upload_to_an_unknown_cell_is_not_found(world, client, cell):
    client.force_login(world.clerk)
    assert post_file(client, cell=cell).status_code == 404


def test_upload_without_a_file_is_refused(world, client):
    client.force_login(world.clerk)
    answer = client.post(evidence_url(), headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()["message"]) == (422, "请先选择文件。")


def test_oversized_body_is_refused_by_content_length(world, client, media_root):
    client.force_login(world.clerk)
    body = files.UnreadBody()
    answer = client.generic(
        "POST", evidence_url(), b"", "multipart/form-data; boundary=x",
        headers={"X-Requested-With": "fetch"}, CONTENT_LENGTH=str(5 * 1024**3), **{"wsgi.input": body},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "20 MB" in json.loads(answer.content)["message"]
    assert body.bytes_read <= 65 * 1024 * 1024
    assert stored_files(media_root) == []


SERVED = {
    "jpg": (files.photo(), "image/jpeg", "inline"),
    "pdf": (files.pdf(), "application/pdf", "inline"),
    "docx": (
        files.office_package(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "attachment",
    ),
    "doc": (files.legacy_office_file("WordDocument"), "application/msword", "attachment"),
}


@pytest.mark.parametrize("kind", SERVED)
def test_file_is_served_with_its_type_and_restrictive_headers(world, client, kind):
    data, content_type, disposition = SERVED[kind]
    file = add_file(world, data=data, name='佐"证\r\nX: y.html')
    client.force_login(world.clerk)
    answer = client.get(reverse("targets:evidence_file", args=[file.pk]))
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''%E4%BD%90")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    download = client.get(reverse("targets:evidence_file", args=[file.pk]) + "?download")
    assert download.headers["Content-Disposition"].startswith("attachment")
    thumbnail = client.get(reverse("targets:evidence_thumb", args=[file.pk]))
    assert thumbnail.status_code == (200 if kind == "jpg" else 404)


def people_with_access(world, client, file):
    """The names of the people who may open ``file`` and its thumbnail."""
    allowed = set()
    for who, person in world.people.items():
        client.force_login(person)
        codes = {
            client.get(reverse(f"targets:{view}", args=[file.pk])).status_code
            for view in ("evidence_file", "evidence_thumb")
        }
        assert codes in ({200}, {404})
        if codes == {200}:
            allowed.add(who)
    return allowed


OWN_UNIT = {"clerk", "colleague", "county_leader", "county_reviewer"}
HIGHER_UNITS = {"reviewer", "second_reviewer", "province_reviewer", "planner", "data_admin", "leader"}


def test_draft_files_are_visible_within_the_unit_and_submitted_ones_above(world, client):
    file = add_file(world)
    assert people_with_access(world, client, file) == OWN_UNIT
    report = submit_return(fill_return(world, world.report()), by=world.clerk)
    assert people_with_access(world, client, file) == OWN_UNIT | HIGHER_UNITS
    withdraw_return(report, by=world.clerk)
    remove_evidence(file, by=world.clerk)
    assert people_with_access(world, client, file) == OWN_UNIT | HIGHER_UNITS  # the submission still refers to it


def test_leading_unit_sees_submitted_task_files_of_assisting_units(world, client):
    TaskUnit.objects.filter(task=world.task, unit=world.other).update(part=TaskUnit.Part.ASSIST)
    report = world.report(unit="530924000000")
    task_file = add_file(world, world.task, by="neighbour", report=report)
    figure_file = add_file(world, by="neighbour", report=report)
    assert "clerk" not in people_with_access(world, client, task_file)
    submit_return(fill_return(world, report, by=world.neighbour), by=world.neighbour)
    assert people_with_access(world, client, task_file) == {"neighbour"} | OWN_UNIT | HIGHER_UNITS
    assert people_with_access(world, client, figure_file) == {"neighbour"} | HIGHER_UNITS


def test_file_removed_before_submission_is_visible_to_nobody(world, client):
    file = add_file(world)
    remove_evidence(file, by=world.clerk)
    assert people_with_access(world, client, file) == set()


def test_file_missing_on_disk_is_not_found(world, client):
    file = add_file(world)
    default_storage.delete(file.file.name)
    client.force_login(world.clerk)
    assert client.get(reverse("targets:evidence_file", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("person, name", [("clerk", "return"), ("reviewer", "review"), ("leader", "return")])
def test_pages_link_files_at_their_cells(world, client, person, name):
    figure, task = add_file(world), add_file(world, world.task, files.pdf(), "方案.pdf")
    report = submit_return(fill_return(world, world.report()), by=world.clerk)
    client.force_login(world.people[person])
    page = client.get(reverse(f"targets:{name}", args=PLACE)).content.decode()
    for file in (figure, task):
        assert reverse("targets:evidence_file", args=[file.pk]) in page
    assert reverse("targets:evidence_remove", args=[figure.pk]) not in page
    assert report.state == "submitted"


def test_remove_by_script_and_by_form(world, client):
    first, second = add_file(world), add_file(world, data=files.pdf())
    client.force_login(world.clerk)
    remove_url = reverse("targets:evidence_remove", args=[first.pk])
    assert "现场.jpg" not in client.post(remove_url, headers={"X-Requested-With": "fetch"}).json()["html"].replace(
        "现场.pdf", ""
    )
    assert client.post(reverse("targets:evidence_remove", args=[second.pk])).status_code == 302
    assert list_draft_evidence(world.report()) == {}
