"""The pages of the house itself."""

import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from fedwork.vendor import FILES


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


@pytest.mark.parametrize("address", FILES)
def test_each_library_file_is_installed(address):
    assert finders.find(address), f"{FILES[address]} is missing: make setup"


def test_only_the_named_files_of_libraries_are_served():
    assert finders.find("vendor/tabler/package.json") is None
    assert finders.find("vendor/../package.json") is None
