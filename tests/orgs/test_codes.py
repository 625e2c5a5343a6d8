"""Codes for offices, zones and member bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgs import codes


@pytest.mark.parametrize(
    "kind, name, code",
    [
        ("office", "市妇联办公室", "530900000000-BG"),
        ("office", "市妇联权益和家庭儿童部", "530900000000-QY"),
        ("office", "妇儿工委办公室", "530900000000-FE"),
        ("office", "某某部", "530900000000-BS1"),
        ("zone", "柳东新区", "530900000000-KF1"),
        ("member", "市教育局", "530900000000-CY1"),
    ],
)
def test_propose(kind, name, code):
    assert codes.propose("530900000000", kind, name, taken=()) == code


def test_taken_codes_are_numbered():
    taken = {"5309-BG", "5309-BG2", "5309-CY1"}
    assert codes.propose("5309", "office", "办公室", taken) == "5309-BG3"
    assert codes.propose("5309", "member", "市教育局", taken) == "5309-CY2"


@given(st.sampled_from(["office", "zone", "member"]), st.text(max_size=20))
def test_proposed_code_is_plain_and_unused(kind, name):
    taken = {codes.propose("530900000000", kind, name, ())}
    code = codes.propose("530900000000", kind, name, taken)
    assert codes.is_plain(code)
    assert code not in taken


@pytest.mark.parametrize(
    "code", ["", "5309/1", "5309%", "53_9", "5309-", "-BG", "53--BG", "53 09", "bg", "办", "1" * 33]
)
def test_invalid_codes(code):
    assert not codes.is_plain(code)
