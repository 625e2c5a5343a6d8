"""Names of files that are taken away."""

import pytest
from django.http import HttpResponse

from pages.downloads import MAX_BYTES, make_file_name, set_file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["临沧市妇联2020年工作计划", "2020年三季度"], "临沧市妇联2020年工作计划-2020年三季度.xlsx"),
        (['A/B\\C:D*E?F"G<H>I|J', " 排 名\n"], "ABCDEFGHIJ-排名.xlsx"),
        (["..", "填报情况"], "-填报情况.xlsx"),
        (["操作记录", ""], "操作记录.xlsx"),
    ],
)
def test_a_name_has_what_every_file_system_takes(parts, name):
    assert make_file_name(*parts) == name


def test_a_name_that_is_too_long_keeps_what_tells_it_apart():
    name = make_file_name("长" * 100, "2020年三季度")
    assert name.endswith("长-2020年三季度.xlsx")
    assert MAX_BYTES - 3 < len(name.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("name", "inline", "header"),
    [
        ("排名.xlsx", False, "attachment; filename*=utf-8''%E6%8E%92%E5%90%8D.xlsx"),
        ('a"b.pdf', True, 'inline; filename="a\\"b.pdf"'),
    ],
)
def test_the_header_is_that_of_rfc_6266(name, inline, header):
    response = HttpResponse()
    set_file_name(response, name, inline=inline)
    assert response.headers["Content-Disposition"] == header
