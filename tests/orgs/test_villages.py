"""Villages: loaded from a file, and found by a rule instead of aliases."""

import gzip
from functools import cache
from pathlib import Path

import pytest
from django.core.management import CommandError

from audit.models import Entry
from orgs import divisions, names, queries
from orgs.actions.load import load_units
from orgs.models import Unit
from tests.orgs.test_loadunits import loadunits

pytestmark = pytest.mark.django_db

HEAD = "code,name,level,parent_code"
FENGSHAN = "530921101000"  # 凤山镇, in 凤庆县 of 临沧市
ROWS = [
    f"530921101001,凤平社区居民委员会,village,{FENGSHAN}",
    f"530921101201,大有村村民委员会,village,{FENGSHAN}",
    f"530921101202,安石村委会,village,{FENGSHAN}",
    "110101001001,多福巷社区居委会,village,110101001000",
]
NATION = Path(__file__).parents[3] / "shared" / "data" / "villages.csv.gz"


_read_rows_once = cache(divisions._rows)


@pytest.fixture(autouse=True)
def divisions_are_read_once(monkeypatch):
    """The 45,000 divisions that come with the project are the same at each load."""
    monkeypatch.setattr(divisions, "_rows", _read_rows_once)


@pytest.fixture
def write(tmp_path):
    def written(rows, head=HEAD, name="villages.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
        return str(path)

    return written


def load_villages(path, code="530921"):
    return loadunits(code, "--depth", "village", "--villages", path)


def test_load_villages_of_a_county(write):
    message = load_villages(write(ROWS))
    assert "村级 3" in message
    village = Unit.objects.get(code="530921101202")
    assert village.path == "/530000000000/530900000000/530921000000/530921101000/530921101202/"
    assert (village.short_name, village.full_name, village.position) == ("安石村", "安石村妇联", 3)
    assert not Unit.objects.filter(code__startswith="11").exists()  # of another province
    assert Entry.objects.get().data["made"]["village"] == 3


def test_repeated_load_adds_new_villages_only(write):
    load_villages(write(ROWS[:2]))
    Unit.objects.filter(code="530921101201").update(name="大有新村")
    before = list(Unit.objects.order_by("pk").values())
    load_villages(write(ROWS[:2]))
    assert list(Unit.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == 1
    load_villages(write(ROWS))
    assert Unit.objects.filter(level="village").count() == 3
    assert Unit.objects.get(code="530921101201").name == "大有新村"


def test_gzip_file_and_byte_order_mark(write, tmp_path):
    load_villages(write(ROWS[:1], encoding="utf-8-sig"))
    packed = tmp_path / "villages.csv.gz"
    packed.write_bytes(gzip.compress("\n".join([HEAD, ROWS[1]]).encode()))
    load_villages(str(packed))
    assert Unit.objects.filter(level="village").count() == 2


def test_siblings_with_equal_short_names_keep_full_names(write):
    load_villages(
        write([f"530921101201,大有村委会,village,{FENGSHAN}", f"530921101202,大有村民委员会,village,{FENGSHAN}"])
    )
    shown = Unit.objects.filter(level="village").order_by("code").values_list("short_name", flat=True)
    assert list(shown) == ["大有村委会", "大有村民委员会"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("530921101001,凤平社区,village", "第 4 行：.*四列"),
        (f"53092110100,凤平社区,village,{FENGSHAN}", "“53092110100”"),
        (f"530921101001,凤平社区,township,{FENGSHAN}", "township"),
        (f"530921101001, ,village,{FENGSHAN}", "第 4 行：.*名称"),
        (f"530921101001,{'凤' * 101},village,{FENGSHAN}", "第 4 行：.*名称"),
        ("530921999001,凤平社区,village,530921999000", "530921999000"),
        (f"530921000000,凤平社区,village,{FENGSHAN}", "530921000000"),
        (f"530921101201,大有村,village,{FENGSHAN}", "530921101201"),  # its code comes twice
    ],
)
def test_invalid_row_is_reported_with_its_line(write, row, message):
    rows = [ROWS[0], ROWS[1], row]
    with pytest.raises(CommandError, match=message):
        load_villages(write(rows))
    assert not Unit.objects.exists()


def test_rows_outside_the_load_are_validated(write):
    with pytest.raises(CommandError, match="119999999000"):
        load_villages(write([*ROWS, "119999999001,某社区,village,119999999000"]))


def test_unreadable_files(write, tmp_path):
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress("\n".join([HEAD, *ROWS]).encode())[:-20])
    paths = [str(tmp_path / "nowhere.csv"), str(tmp_path), str(cut), write(ROWS, encoding="gb18030", name="gb.csv")]
    for path in [*paths, write(ROWS, head="代码,名称"), write([], head="")]:
        with pytest.raises(CommandError, match=path):
            load_villages(path)
    assert not Unit.objects.exists()


def test_depth_village_requires_a_file(write):
    with pytest.raises(CommandError, match="--villages"):
        loadunits("530921", "--depth", "village")
    with pytest.raises(CommandError):
        loadunits("530921", "--depth", "township", "--villages", write(ROWS))


def test_row_with_its_parents_code_is_skipped(write):
    load_villages(write(["350527000000,金门县,village,350527000000"]), code="350527")
    assert Unit.objects.filter(code="350527000000").values_list("level").get() == ("county",)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("凤坪村委会", "凤坪村"),
        ("大班村村民委员会", "大班村"),
        ("鸳鸯村民委员会", "鸳鸯村"),
        ("朝阳社区居委会", "朝阳社区"),
        ("北辛街社区居民委员会", "北辛街社区"),
        ("布寨嘎查村委员会", "布寨嘎查"),
        ("巴彦芒哈嘎查委员会", "巴彦芒哈嘎查"),
        ("兴隆牧场生活区", "兴隆牧场生活区"),
        ("东马路居委会", "东马路居委会"),
        ("朝阳社区", "朝阳社区"),
    ],
)
def test_village_name(name, place):
    assert names.village_name(name) == place


@pytest.mark.parametrize(
    "text", ["安石村", "安石", "安石村妇联", "安石村委会", "安石村村民委员会妇联", " 安石村妇女联合会"]
)
def test_find_a_village_by_name(write, text):
    load_villages(write(ROWS))
    assert queries.resolve(text).code == "530921101202"
    assert queries.NameBook(Unit.objects.all()).find(text).code == "530921101202"
    assert "530921101202" in [unit.code for unit in queries.search(text, Unit.objects.all())]


def test_township_takes_precedence_over_a_village(write):
    load_villages(write([f"530921101203,凤山村委会,village,{FENGSHAN}"]))
    county = Unit.objects.get(code="530921000000")
    assert queries.resolve("凤山", within=county).code == FENGSHAN
    assert queries.resolve("凤山村", within=county).level == "village"


def test_name_without_a_place_is_not_found(write):
    load_villages(write(ROWS))
    assert queries.resolve("妇联") is None
    assert queries.resolve("没有这个村") is None


@pytest.mark.skipif(not NATION.exists(), reason="the nation's villages are not here")
def test_load_villages_of_a_real_city():
    made = load_units("5309", "village", villages_file=str(NATION)).made
    assert made["county"] == 8
    assert made["village"] > 900
    assert not Unit.objects.filter(level="village").exclude(parent__level="township").exists()
