"""The pages of documents, with and without scripts."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reader.files import UnreadableReason
from reader.files.reasons import FileRemark
from reader.promises import not_targets
from targets.documents.actions.adopt import adopt_document
from targets.documents.actions.documents import receive_document
from targets.documents.queries import DocumentReview
from targets.documents.reading.messages import FILE_NOTES, FILE_PROBLEMS
from targets.documents.reading.rule_descriptions import NOT_TARGET_DESCRIPTIONS
from targets.models import PlanDocument, Proposal
from tests.factories import set_issued
from tests.targets.documents.sample_documents import PLAN, REVISED

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"targets:{name}", args=["lincang-2020", *args])


@pytest.fixture
def page(planner):
    return planner


# --- uploading --------------------------------------------------------------------------------------------------------


def test_draft_links_to_its_documents(page, plan):
    for name in ("detail", "write"):
        text = page.get(reverse(f"plans:{name}", args=[plan.code])).text
        assert url("documents") in text
        assert "从文件读取" in text


def test_upload_file(page, plan):
    file = SimpleUploadedFile("要点.txt", PLAN.encode())
    answer = page.post(url("documents"), {"file": file})
    assert answer.url == url("document", PlanDocument.objects.get().pk)
    assert "要点.txt" in page.get(url("documents")).text


def test_paste_text(page, plan):
    page.post(url("documents"), {"text": PLAN})
    assert PlanDocument.objects.get().name == "粘贴的文字.txt"


def test_empty_form(page, plan):
    answer = page.post(url("documents"), {})
    assert answer.status_code == 422
    assert "请选择文件，或粘贴文字" in answer.text


@pytest.mark.parametrize(
    "data, words",
    [(b"\x89PNG\r\n\x1a\n", "这是一张图片"), (b"Rar!\x1a\x07\x00", "压缩包"), (b"PK\x03\x04broken", "")],
)
def test_unreadable_files_are_explained(page, plan, data, words):
    answer = page.post(url("documents"), {"file": SimpleUploadedFile("文件.doc", data)})
    assert answer.status_code == 422
    assert "“文件.doc”" in answer.context["form"].errors["file"][0]
    assert words in answer.text
    assert not re.search(r"[a-z]{5,} [a-z]{2,}", answer.context["form"].errors["file"][0]), "English in a Chinese page"


def test_every_reason_and_note_of_the_reader_has_its_sentence():
    """The same sentences, so that a changed one is changed here, too."""
    assert {reason.value: reason.words for reason in UnreadableReason} == {
        code: words._args[0] for code, words in FILE_PROBLEMS.items()
    }
    assert {noted.value: noted.words for noted in FileRemark} == {
        code: words._args[0] for code, words in FILE_NOTES.items()
    }


def test_file_that_is_far_too_large(page, plan, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # reading the form would put the file there, and fail
    answer = page.generic("POST", url("documents"), b"\0" * (21 * 1024**2), "multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "文件超过 20 MB" in answer.text


def test_every_rule_against_a_number_has_its_description():
    assert {rule.name for rule in not_targets.RULES} <= NOT_TARGET_DESCRIPTIONS.keys()


def test_issued_plan_asks_for_the_period(page, plan):
    set_issued(plan)
    answer = page.post(url("documents"), {"text": PLAN})
    assert "from_seq" in answer.context["form"].errors
    page.post(url("documents"), {"text": PLAN, "from_seq": 2})
    assert PlanDocument.objects.get().from_seq == 2


def test_later_version_names_the_one_before(page, plan, adopted):
    page.post(url("documents"), {"text": REVISED, "revises": adopted.pk})
    later = PlanDocument.objects.first()
    assert later.revises == adopted
    text = page.get(url("document", later.pk)).text
    assert "《清河市妇联2020年工作要点》的修订稿" in text
    row = later.proposals.get(name="开展宣讲")
    shown = page.get(url("document", later.pk), {"at": row.pk}).text
    assert "与计划不同" in shown
    assert "100 → <strong>120</strong>" in shown


# --- the file ---------------------------------------------------------------------------------------------------------


def test_file_is_only_downloaded(page, plan, place):
    """No browser runs its content."""
    evil = "<html><script>alert(1)</script><body>一、开展宣讲</body></html>".encode()
    document = receive_document(plan, by=place.planner, name="通知.html", data=evil)
    answer = page.get(url("document_file", document.pk))
    assert b"".join(answer.streaming_content) == evil
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    document.file.storage.delete(document.file.name)
    assert page.get(url("document_file", document.pk)).status_code == 404


@pytest.mark.parametrize("who, status", [("clerk", 404), ("county_planner", 404), ("outsider", 404), ("leader", 404)])
def test_only_the_planner_sees_it(client, document, place, who, status):
    client.force_login(getattr(place, who))
    row = document.proposals.first()
    for address in (url("documents"), url("document", document.pk), url("document_file", document.pk)):
        assert client.get(address).status_code == status
    assert client.post(url("proposal", document.pk, row.pk), {"decision": "dropped", "seen": 1}).status_code == status
    assert Proposal.objects.filter(decision="open").count() == 13


def test_a_document_of_another_plan_is_not_found(page, document, place):
    from tests.factories import make_plan

    make_plan(place.city, "other-2021", year=2021)
    for name, args in (("document", []), ("document_file", []), ("proposal", [document.proposals.first().pk])):
        assert page.get(reverse(f"targets:{name}", args=["other-2021", document.pk, *args])).status_code == 404


# --- the page ---------------------------------------------------------------------------------------------------------


def test_whole_text_is_shown_with_marks(page, document):
    text = page.get(url("document", document.pk)).text
    words = text.split('id="words">')[1].split("</div>")[0]
    assert re.sub(r"<a class=\"pr-flag\".*?</a>|<[^>]+>", "", words) == document.text
    for row in document.proposals.all():
        assert words.count(f'id="m{row.pk}"') == 1
    assert 'class="not" title="以往已做到的">80户</span>' in words
    assert 'class="aside" title="页码">第1页</span>' in words


def test_text_is_escaped(page, plan, place):
    evil = "一、<script>alert(1)</script>&amp;\n"
    document = receive_document(plan, by=place.planner, name="<b>.txt", data=evil.encode())
    text = page.get(url("document", document.pk)).text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in text


def test_doubtful_proposals_come_first(page, document):
    assert page.get(url("document", document.pk)).context["now"].name == "妇女微家"
    walk = [row.name for row in DocumentReview(document).undecided]
    assert walk[:3] == ["妇女微家", "发放创业担保贷款", "加强思想引领"]


def test_word_that_decides_the_measure_is_shown(page, document):
    row = document.proposals.get(name="培训妇女")
    text = page.get(url("document", document.pk), {"at": row.pk}).text
    assert "“累计” → 本年累计" in text


def test_asides_and_numbers_that_are_no_targets_are_listed(page, document):
    text = page.get(url("document", document.pk)).text
    assert "<q>第1页</q>" in text
    assert "<q>80户</q>" in text


def test_fifty_pages_take_no_more_queries_than_one(page, plan, place, django_assert_max_num_queries):
    document = receive_document(plan, by=place.planner, name="长.txt", data=(PLAN * 200).encode())
    first = document.proposals.first()
    rows = [
        Proposal(
            document=document, number=100 + n, kind="target", above=first.above, start=n * 40, end=n * 40 + 30,
            text="x", name=f"目标{n}", rule="number", sure="sure", value=1, unit="个", measure="running",
            direction="at_least",
        )
        for n in range(600)
    ]  # fmt: skip
    Proposal.objects.bulk_create(rows)
    with django_assert_max_num_queries(15):
        answer = page.get(url("document", document.pk))
    assert answer.text.count("目标599") >= 1
    row = document.proposals.get(name="目标599")
    with django_assert_max_num_queries(15):
        page.get(url("proposal", document.pk, row.pk), headers={"X-Requested-With": "fetch"})


# --- adopting ------------------------------------------------------------------------------------------------------


def press(page, document, verb):
    return page.post(url("document_press", document.pk, verb), follow=True)


def test_undecided_proposal_is_shown(page, document):
    answer = press(page, document, "take")
    assert "没有处理" in answer.text
    assert answer.context["now"] is not None


def test_from_upload_to_plan(page, plan, document, accept_all):
    press(page, document, "sure")
    accept_all(document)
    answer = press(page, document, "take")
    assert "已写入计划：3 个部分，6 项任务，7 个目标。" in answer.text
    assert "开展巾帼宣讲活动" in answer.text
    assert "没有重复写入" in press(page, document, "take").text
    shown = page.get(url("document", document.pk)).text
    assert 'name="decision"' not in shown


def test_set_aside(page, document):
    press(page, document, "leave")
    assert "已作废" in page.get(url("documents")).text
    assert page.post(url("document_press", document.pk, "burn")).status_code == 404


def test_clause_is_shown_at_its_target(page, adopted, client, place, plan):
    address = reverse("targets:target", args=[plan.code, "L01"])
    row = adopted.proposals.get(name="开展宣讲")
    text = page.get(address).text
    assert "全年开展宣讲100场次以上" in text
    assert f"{url('document', adopted.pk)}?at={row.pk}#m{row.pk}" in text
    set_issued(plan)
    client.force_login(place.clerk)  # reads the clause, and not the planner's page
    text = client.get(address).text
    assert "全年开展宣讲100场次以上" in text
    assert url("document", adopted.pk) not in text


def test_audit_page_describes_it(document, accept_all, place, client):
    from tests.factories import make_person

    adopt_document(accept_all(document), by=place.planner)
    client.force_login(make_person("audit", ("audit_admin", place.city)))
    text = client.get("/audit/").text
    assert "计划文件写入计划" in text


def test_a_new_plan_from_its_document(page, place):
    assert reverse("targets:document_start") in page.get(reverse("plans:list")).text
    shown = page.get(reverse("targets:document_start"))
    assert shown.context["form"]["unit"].value() == "临沧市"
    answer = page.post(reverse("targets:document_start"), {"unit": "临沧市", "text": PLAN}, follow=True)
    assert "草稿已建好" in answer.text
    assert answer.context["plan"].title == "清河市妇联2020年工作要点"
    refused = page.post(reverse("targets:document_start"), {"unit": "柳州市", "text": PLAN})
    assert refused.status_code == 422
    assert refused.context["form"].errors["unit"]


def test_supplement_shows_its_period(page, plan, receive):
    set_issued(plan)
    document = receive(from_seq=2)
    assert "补充文件，从2020年二季度起" in page.get(url("document", document.pk)).text
