"""Names of offices in a document: what is certain is matched, what only looks alike is offered."""

import pytest

from tests.factories import make_plan, make_unit

pytestmark = pytest.mark.django_db
OFFICES = ("办公室", "妇女发展部", "市妇联权益和家庭儿童部", "宣传和网络工作部", "组织联络部", "联络服务中心")


@pytest.fixture
def names():
    from targets.documents.mentioned_units import MentionedUnits, mentionable_units

    city = make_unit("530900000000", "临沧市妇联", short_name="临沧市", level="city")
    for n, name in enumerate(OFFICES):
        make_unit(f"530900000000-B{n}", name, parent=city, kind="office", level="city", position=n)
    make_unit("530923000000", "永德县妇联", parent=city, short_name="永德县")
    plan = make_plan(city)
    return MentionedUnits(plan, mentionable_units(plan))


@pytest.mark.parametrize(
    "name, office",
    [
        ("市妇联权益部", "市妇联权益和家庭儿童部"), ("权益部", "市妇联权益和家庭儿童部"),
        ("临沧市妇联维护妇女权益部", "市妇联权益和家庭儿童部"), ("市妇联发展部", "妇女发展部"),
        ("宣传部", "宣传和网络工作部"), ("权益和家庭儿童工作部", "市妇联权益和家庭儿童部"),
        ("机关办公室", "办公室"),
    ],
)  # fmt: skip
def test_a_name_that_can_be_only_one_office_is_matched(names, name, office):
    units, unknown = names.find([name])
    assert ([unit.name for unit in units], unknown) == ([office], [])


@pytest.mark.parametrize(
    "name, near",
    [
        ("组织部", ["组织联络部"]), ("联络部", ["组织联络部", "联络服务中心"]), ("家儿部", ["市妇联权益和家庭儿童部"]),
        ("市妇联家庭和儿童工作部", ["市妇联权益和家庭儿童部"]),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_offered(names, name, near):
    assert names.find([name]) == ([], [name])
    assert [unit.name for unit in names.list_near(name)] == near


@pytest.mark.parametrize("name", ["市委宣传部", "市公安局", "县妇女发展部", "各有关单位", "财务部", "部"])
def test_what_belongs_to_others_is_neither(names, name):
    assert names.find([name]) == ([], [name])
    assert names.list_near(name) == []
