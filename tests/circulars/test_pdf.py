"""A circular as a PDF: made by the real LibreOffice, kept when it is published, the browser's print elsewhere."""

import fcntl
import stat
import time
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse

from circulars.actions import circulars as actions
from circulars.actions.pdf import store_missing_pdfs, store_pdf
from sheets.conversion import LOCK, ConversionBusy, ConversionFailed, convert_file
from tests import factories as make
from tests.circulars.test_pages import scene, write  # noqa: F401
from tests.limits import HANGING_AFTER
from tests.sheets.files.builders import convert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(tmp_path):
    """LibreOffice; skipped where it is missing, unless on CI."""
    convert(b"<p>x</p>", "pdf", tmp_path, suffix="html")


def read_text(data):
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(data))


def get_pdf(client, circular):
    return client.get(reverse("circulars:pdf", args=[circular.pk]))


def test_a_draft_is_made_now_and_a_published_one_kept(scene, client, office):  # noqa: F811
    circular = write(scene)
    client.force_login(scene.planner)
    answer = get_pdf(client, circular)
    assert answer["Content-Type"] == "application/pdf"
    assert "综合完成率" in read_text(answer.content)
    assert not store_pdf(circular.pk)
    circular = actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    assert store_missing_pdfs() == 1
    assert store_missing_pdfs() == 0
    circular.refresh_from_db()
    with circular.pdf.open("rb") as file:
        kept = file.read()
    widths = [round(page.get_width() * 25.4 / 72) for page in pypdfium2.PdfDocument(kept)]
    assert widths == [210] * (len(widths) - 1) + [420]
    assert get_pdf(client, circular).content == kept


def test_publishing_asks_the_worker(scene, monkeypatch, django_capture_on_commit_callbacks):  # noqa: F811
    asked = []
    monkeypatch.setattr(
        "circulars.actions.pdf.current_app.send_task", lambda name, args, **options: asked.append((name, args))
    )
    circular = write(scene)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    assert asked == [("circulars.tasks.make_pdf", [circular.pk])]


def test_who_sees_only_the_own_place_gets_no_kept_pdf(scene, client, office):  # noqa: F811
    circular = write(scene, shown="own")
    actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    assert store_pdf(circular.pk)
    client.force_login(make.make_person("county", ("clerk", scene.counties[0])))
    text = read_text(get_pdf(client, circular).content)
    assert "市1" in text
    assert "市2" not in text


def test_without_libreoffice_the_page_says_how_to_print(scene, client, monkeypatch):  # noqa: F811
    monkeypatch.setattr("sheets.conversion.find_program", lambda: None)
    monkeypatch.setattr("circulars.views.circulars.find_program", lambda: None)
    circular = write(scene)
    client.force_login(scene.planner)
    page = get_pdf(client, circular).content.decode()
    assert "这里不能生成 PDF" in page
    assert ">PDF<" not in page
    circular = actions.publish_circular(circular, by=scene.planner, seen=circular.version)
    assert store_missing_pdfs() == 0


# --- the program ------------------------------------------------------------------------------------------------------


def as_program(tmp_path, monkeypatch, script):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("sheets.conversion.find_program", lambda: str(program))


def test_a_program_that_hangs_ends_with_its_children(tmp_path, monkeypatch):
    number = tmp_path / "number"
    as_program(tmp_path, monkeypatch, f"sleep 60 & echo $! > {number}; wait")
    with pytest.raises(ConversionFailed, match="too long"):
        convert_file(b"", ".docx", "pdf", seconds=1)
    status = Path(f"/proc/{number.read_text().strip()}/stat")
    deadline = time.monotonic() + HANGING_AFTER
    while not has_ended(status):  # the signal is on its way
        assert time.monotonic() < deadline
        time.sleep(0.05)


def has_ended(status):
    """Whether a process is gone, or has ended and is not collected yet."""
    try:
        return status.read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_program_that_fails_or_writes_nothing_is_an_error(tmp_path, monkeypatch):
    for script in ("exit 1", "exit 0"):
        as_program(tmp_path, monkeypatch, script)
        with pytest.raises(ConversionFailed):
            convert_file(b"", ".docx", "pdf")


def test_one_at_a_time(tmp_path, monkeypatch):
    as_program(tmp_path, monkeypatch, "exit 0")
    with LOCK.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(ConversionBusy):
            convert_file(b"", ".docx", "pdf", wait=0)
