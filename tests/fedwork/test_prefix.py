"""Below a path of a host that is shared with others."""

import pytest
from django.urls import get_script_prefix, set_script_prefix

from fedwork.wsgi import application


@pytest.fixture
def prefixed(settings):
    before = get_script_prefix()
    settings.FORCE_SCRIPT_NAME = "/plans-of-work"
    yield
    set_script_prefix(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/units/", "/plans-of-work/units/"])
def test_a_proxy_may_pass_the_prefix_on_or_take_it_away(prefixed, rf, path):
    said = {}
    environ = rf.get(path).environ
    application(environ, lambda status, headers: said.update(headers, status=status))
    assert said["status"] == "302 Found"
    assert said["Location"] == "/plans-of-work/login?next=/plans-of-work/units/"
