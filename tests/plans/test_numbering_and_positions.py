"""Numbering, codes and tree positions; without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import codes, numbering, tree_positions


@pytest.mark.parametrize(
    "n, text",
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三"), (100, "一百"), (105, "一百零五")]
    + [(110, "一百一十"), (119, "一百一十九"), (999, "九百九十九")],
)
def test_chinese_numerals(n, text):
    assert numbering.chinese(n) == text


@given(st.integers(1, 999), st.integers(1, 999))
def test_numerals_are_distinct(a, b):
    assert (numbering.chinese(a) == numbering.chinese(b)) == (a == b)


@pytest.mark.parametrize("n", [0, -1, 1000])
def test_numeral_out_of_range(n):
    with pytest.raises(ValueError):
        numbering.chinese(n)


def test_part_number_by_depth():
    assert [numbering.part_number(depth, 3) for depth in range(6)] == ["三、", "（三）", "3.", "（3）", "③", "③"]
    assert numbering.part_number(4, 20) == "⑳"
    assert numbering.part_number(4, 21) == "[21]"


@pytest.mark.parametrize("depth", range(5))
@pytest.mark.parametrize("n", [1, 12, 20])
def test_strip_number(depth, n):
    copied = numbering.part_number(depth, n)
    assert numbering.strip_number(copied + "妇女发展") == numbering.strip_number(copied + " 妇女发展") == "妇女发展"


@pytest.mark.parametrize(
    "title", ["一", "一带一路", "1.5万户家庭", "“三八”活动", "2021年活动", "十大行动", "一、", "（一）"]
)
def test_strip_number_keeps_other_titles(title):
    assert numbering.strip_number(title) == title


def test_task_number_by_depth():
    assert [numbering.task_number(depth, 2) for depth in range(4)] == ["2.", "2.", "（2）", "②"]


@pytest.mark.parametrize(
    "taken, code",
    [([], "T01"), (["T01", "T02"], "T03"), (["T09"], "T10"), (["T99"], "T100"), (["T01", "Y07"], "Y08")]
    + [(["T03", "T01"], "T04"), (["甲"], "T01"), (["001"], "002"), (["L1", "L2"], "L3")],
)
def test_next_code(taken, code):
    assert codes.next_code(taken, "T") == code


@given(st.lists(st.from_regex(r"\A[A-Z]?[0-9]{1,3}\Z"), unique=True))
def test_next_code_is_unused(taken):
    assert codes.next_code(taken, "T") not in taken


def test_next_plan_code():
    assert codes.next_plan_code("530900000000", 2020, set()) == "530900-2020"
    assert codes.next_plan_code("530900000000", 2020, {"530900-2020"}) == "530900-2020-2"
    assert codes.next_plan_code("530900000000-BG", 2020, set()) == "530900-bg-2020"


def tree_rows(root, paths):
    """(path, parent's path, depth) of ``paths`` and ``root``, sorted; paths serve as ids."""
    found = tree_positions.positions_in_tree(root, ((path, path) for path in sorted({root, *paths})))
    return [(position.unit, position.above, position.depth) for position in found]


def test_parent_is_the_nearest_ancestor_given():
    assert tree_rows("/1/", ["/1/2/3/", "/1/2/", "/1/4/5/"]) == [
        ("/1/", None, 0),
        ("/1/2/", "/1/", 1),
        ("/1/2/3/", "/1/2/", 2),
        ("/1/4/5/", "/1/", 1),
    ]


def test_longer_code_is_not_a_descendant():
    assert tree_rows("/1/", ["/1/2/", "/1/2-BG/", "/1/2/3/"])[1:] == [
        ("/1/2-BG/", "/1/", 1),
        ("/1/2/", "/1/", 1),
        ("/1/2/3/", "/1/2/", 2),
    ]


def test_depth_counts_from_the_root():
    assert [depth for _path, _above, depth in tree_rows("/0/1/", ["/0/1/2/"])] == [0, 1]


@pytest.mark.parametrize("paths", [["/1/", "/2/3/"], ["/2/3/"], ["/1/2/"]])
def test_path_outside_the_root_raises(paths):
    with pytest.raises(ValueError, match="not below"):
        list(tree_positions.positions_in_tree("/1/", [(path, path) for path in paths]))


@given(st.sets(st.lists(st.integers(0, 3), min_size=1, max_size=4).map(lambda p: "/r/" + "".join(f"{x}/" for x in p))))
def test_positions_agree_with_a_full_search(paths):
    for path, above, depth in tree_rows("/r/", paths)[1:]:
        ancestors = [p for p in [*paths, "/r/"] if path.startswith(p) and p != path]
        assert above == max(ancestors, key=len)
        assert depth == len(ancestors)
