"""Pictures of a plan document: kept, recognised by the worker, read over by a person, read into proposals."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from reader.files import UnreadableFile, UnreadableReason
from reader.files.pictures import PictureText
from targets import tasks
from targets.documents.actions import recognition
from targets.documents.actions.recognition import delete_old_scans, recognise_waiting
from targets.models import PlanDocument, ScannedFile
from tests.factories import make_person
from tests.reader.files.drawing import as_file, draw_page, require_recognition, wrap
from tests.targets.documents import sample_documents
from tests.targets.documents.sample_documents import PLAN

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    monkeypatch.setattr("reader.files.pictures.is_installed", lambda: True)


@pytest.fixture
def recognised(monkeypatch):
    """What the recognition finds; a test may change it. The recognition itself is tried in tests/reader/files."""
    found = {"text": PLAN, "unclear": ("全年开展宣讲100场次以上",), "between": lambda: None}

    def text_of_picture(data, *, on_page):
        assert data == PICTURE
        on_page(1, 2)
        found["between"]()
        on_page(2, 2)
        if "error" in found:
            raise found["error"]
        return PictureText(found["text"], 2, found["unclear"])

    monkeypatch.setattr(recognition, "text_of_picture", text_of_picture)
    return found


@pytest.fixture
def upload(planner, plan):
    """A function that brings a picture to the page of the plan's documents, and gives what is kept of it."""

    def upload(name="要点.jpg"):
        answer = planner.post(
            reverse("targets:documents", args=[plan.code]), {"file": SimpleUploadedFile(name, PICTURE)}
        )
        scan = ScannedFile.objects.first()
        assert answer.url == reverse("targets:scan", args=[scan.pk])
        return scan

    return upload


def page_of(client, scan):
    return client.get(reverse("targets:scan", args=[scan.pk]))


def post_text(client, scan, text):
    return client.post(reverse("targets:scan", args=[scan.pk]), {"text": text})


def test_without_the_extra_a_picture_is_refused_in_words(planner, plan, monkeypatch):
    monkeypatch.setattr("reader.files.pictures.is_installed", lambda: False)
    answer = planner.post(
        reverse("targets:documents", args=[plan.code]), {"file": SimpleUploadedFile("a.jpg", PICTURE)}
    )
    assert answer.status_code == 422
    assert "这是一张图片，本系统没有安装图片识别，读不出里面的文字。" in answer.text
    assert "请系统管理员安装图片识别" in answer.text
    assert not ScannedFile.objects.exists()


def test_pictures_wait_for_the_worker(planner, upload, plan):
    scan = upload()
    assert "正在排队" in page_of(planner, scan).text
    assert "识别中" in planner.get(reverse("targets:documents", args=[plan.code])).text
    assert not plan.documents.exists()
    assert post_text(planner, scan, PLAN).status_code == 422
    entry = Entry.objects.get(verb="document.scan")
    assert (entry.object_code, entry.data) == (plan.code, {"file": "要点.jpg"})


def test_how_far_it_is_shows_while_it_runs(planner, upload, recognised):
    scan, shown = upload(), []
    recognised["between"] = lambda: shown.append(page_of(planner, scan).text)
    assert recognise_waiting() == 1
    assert "已识别 1 页，共 2 页" in shown[0]


def test_the_text_is_shown_with_what_is_hard_to_make_out(planner, upload, recognised):
    scan = upload()
    recognise_waiting()
    text = page_of(planner, scan).text
    assert "来自图片。" in text
    assert "一、加强思想引领" in text
    assert '<li class="clause">全年开展宣讲100场次以上</li>' in text


def test_the_text_as_corrected_becomes_a_document_that_is_never_sure(planner, upload, recognised, plan, tmp_path):
    scan = upload()
    recognised["text"] = PLAN.replace("宣讲100场次", "宣讲I00场次")
    recognise_waiting()
    assert "宣讲I00场次" in page_of(planner, scan).text
    answer = post_text(planner, scan, PLAN.replace("\n", "\r\n"))
    document = plan.documents.get()
    assert answer.url == reverse("targets:document", args=[plan.code, document.pk])
    assert (document.text, document.file.read(), document.name) == (PLAN, PICTURE, "要点.jpg")
    assert document.is_from_picture
    assert document.about["notes"] == [["from_picture", 2]]
    assert set(document.proposals.values_list("sure", flat=True)) == {"likely", "unsure"}
    text = planner.get(answer.url).text
    assert '<span class="tag">来自图片</span>' in text
    assert "来自图片，每个数都请与纸质文件核对：2 页" in text
    assert not ScannedFile.objects.exists()


def test_the_same_text_from_a_file_is_sure(receive):
    document = receive()
    assert not document.is_from_picture
    assert "sure" in document.proposals.values_list("sure", flat=True)


def test_a_new_plan_from_pictures(planner, plan, place, recognised):
    data = {"file": SimpleUploadedFile("要点.jpg", PICTURE), "unit": place.city.name}
    answer = planner.post(reverse("targets:document_start"), data)
    scan = ScannedFile.objects.get()
    assert (scan.plan, scan.unit) == (None, place.city)
    assert answer.url == reverse("targets:scan", args=[scan.pk])
    assert "要点.jpg" in planner.get(reverse("targets:document_start")).text
    recognise_waiting()
    post_text(planner, scan, PLAN)
    document = PlanDocument.objects.get()
    assert (document.plan.title, document.is_from_picture) == ("清河市妇联2020年工作要点", True)


def test_why_it_was_not_recognised(planner, upload, recognised):
    scan = upload()
    recognised["error"] = UnreadableFile(UnreadableReason.TOO_MANY_PAGES, pages=40, limit=20)
    assert recognise_waiting() == 1
    assert "共有 40 页图片，一次最多识别 20 页" in page_of(planner, scan).text
    assert post_text(planner, scan, PLAN).status_code == 422


def test_pictures_are_given_up(planner, upload, django_capture_on_commit_callbacks):
    scan = upload()
    storage, name = scan.file.storage, scan.file.name
    with django_capture_on_commit_callbacks(execute=True):
        planner.post(reverse("targets:scan_give_up", args=[scan.pk]))
    assert not ScannedFile.objects.exists()
    assert not storage.exists(name)
    assert Entry.objects.filter(verb="document.unscan").exists()


def test_given_up_while_they_are_recognised(upload, recognised):
    scan = upload()
    recognised["between"] = scan.delete
    assert recognise_waiting() == 0
    assert not ScannedFile.objects.exists()


def test_one_file_at_a_time(upload, recognised):
    ScannedFile.objects.filter(pk=upload().pk).update(started_at=timezone.now())
    upload("b.jpg")
    assert recognise_waiting() == 0


def test_a_file_whose_worker_died_is_tried_once_more(upload, recognised):
    scan, long_ago = upload(), timezone.now() - recognition.SILENT_FOR - timedelta(seconds=1)
    ScannedFile.objects.filter(pk=scan.pk).update(started_at=long_ago, tries=1)
    assert recognise_waiting() == 1
    ScannedFile.objects.filter(pk=scan.pk).update(started_at=long_ago, tries=2, finished_at=None)
    assert recognise_waiting() == 1
    scan.refresh_from_db()
    assert scan.why == UnreadableReason.DAMAGED


def test_the_sweep_asks_for_the_recognition_of_what_waits(upload, recognised, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.recognise_scans, "delay", lambda: sent.append(1))
    tasks.sweep()
    assert sent == []
    scan = upload()
    tasks.sweep()
    assert sent == [1]
    tasks.recognise_scans()
    scan.refresh_from_db()
    assert scan.is_read


def test_nobody_else_sees_them(upload, client_of_other_planner):
    scan = upload()
    assert page_of(client_of_other_planner, scan).status_code == 404
    assert client_of_other_planner.get(reverse("targets:scan_file", args=[scan.pk])).status_code == 404
    assert client_of_other_planner.post(reverse("targets:scan_give_up", args=[scan.pk])).status_code == 404


@pytest.fixture
def client_of_other_planner(place):
    client = Client()
    client.force_login(make_person("other", ("planner", place.city)))
    return client


def test_the_file_comes_back_as_it_was(planner, upload):
    answer = planner.get(reverse("targets:scan_file", args=[upload().pk]))
    assert b"".join(answer.streaming_content) == PICTURE


def test_not_more_than_five_wait(planner, upload, plan):
    for at in range(5):
        upload(f"{at}.jpg")
    answer = planner.post(
        reverse("targets:documents", args=[plan.code]), {"file": SimpleUploadedFile("6.jpg", PICTURE)}
    )
    assert answer.status_code == 422
    assert "您有 5 份图片还在等待识别" in answer.text


def test_what_nobody_reads_over_is_deleted_after_a_month(upload):
    old, new = upload(), upload("b.jpg")
    ScannedFile.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    assert delete_old_scans() == 1
    assert ScannedFile.objects.get() == new
    assert not old.file.storage.exists(old.file.name)


@pytest.mark.slow
def test_from_a_drawn_page_to_proposals(planner, plan, monkeypatch):
    """With the recognition itself."""
    require_recognition()
    lines = wrap(["清河市妇联2020年工作要点", "一、加强思想引领", "　　组织宣讲团进村入户，全年开展宣讲100场次以上。"])
    file = SimpleUploadedFile("扫描.jpg", as_file(draw_page(lines), "JPEG"))
    planner.post(reverse("targets:documents", args=[plan.code]), {"file": file})
    recognise_waiting()
    scan = ScannedFile.objects.get()
    assert scan.text == "清河市妇联2020年工作要点\n一、加强思想引领\n组织宣讲团进村入户，全年开展宣讲100场次以上。"
    seen = []
    monkeypatch.setattr(
        "targets.documents.actions.documents.read_document",
        lambda received, **given: seen.append(received) or sample_documents.reading(PLAN, year=2020),
    )
    post_text(planner, scan, scan.text)
    assert (seen[0].wrapped, seen[0].is_scanned) == (False, True)
