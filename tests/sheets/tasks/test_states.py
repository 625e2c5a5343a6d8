"""The states of tasks, as offices write them."""

import pytest

from sheets.tasks.states import STATE_WORDS, read_state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已完成", "done"), ("全部完成", "done"), ("完成", "done"), ("已办结", "done"), ("完成100%", "done"),
        ("正在推进", "under_way"), ("推进中", "under_way"), ("有序推进", "under_way"), ("正在进行中", "under_way"),
        ("未启动", "not_started"), ("尚未开展", "not_started"), (" 未开始 ", "not_started"),
        ("滞后", "behind"), ("进度滞后", "behind"), ("推进缓慢", "behind"),
    ],
)  # fmt: skip
def test_words_of_offices_are_understood(text, state):
    assert read_state(text) == state


@pytest.mark.parametrize(
    "text", ["", "基本完成", "部分完成", "未完成", "完成80%", "长期坚持", "已完成方案，正在推进", "√"]
)
def test_what_is_not_sure_is_no_state(text):
    assert read_state(text) is None


def test_the_words_of_the_list_are_read_back():
    assert {read_state(word): word for word in STATE_WORDS.values()} == STATE_WORDS
