"""The pages of the house itself."""

import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from fedwork.bundles import BUNDLES, strip_comments
from fedwork.env import ROOT


@pytest.mark.django_db
def test_health_is_open_and_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "database": True})


@pytest.mark.django_db(transaction=True)
def test_health_says_that_the_database_is_away(client, monkeypatch):
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "database": False})


@pytest.mark.django_db
def test_the_language_is_chosen_by_a_post_alone(client):
    assert client.get("/language?language=en").cookies.get("fedwork_language") is None
    assert client.post("/language", {"language": "en", "next": "/"}).cookies["fedwork_language"].value == "en"


@pytest.mark.parametrize("address", BUNDLES)
def test_each_bundle_has_its_sources(address):
    assert finders.find(address), f"{BUNDLES[address]}: make setup"


def test_only_the_named_files_of_libraries_are_served():
    assert finders.find("vendor/htmx/htmx.js") is None
    assert finders.find("vendor/../package.json") is None


def test_comments_alone_on_their_lines_are_stripped_from_scripts():
    script = (
        b"// why\n/**\n * @param {string} a\n */\nexport const f = (a) => a; // kept\n  /** @type {URL} */\n  let b;\n"
    )
    assert strip_comments(script) == b"export const f = (a) => a; // kept\n  let b;\n"


def test_code_between_two_comments_stays():
    script = b"/** @type {URL} */ (a);\nb();\n/** c */\n"
    assert strip_comments(script) == b"/** @type {URL} */ (a);\nb();\n"


@pytest.mark.parametrize("path", sorted(ROOT.glob("static/**/*.js")), ids=lambda path: path.name)
def test_no_text_of_a_script_spans_lines_where_a_comment_could_be_meant(path):
    assert all(line.count("`") % 2 == 0 for line in strip_comments(path.read_bytes()).decode().splitlines())
