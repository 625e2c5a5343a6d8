"""Villages: from a file that does not come with the project, and found by a rule instead of a list of names."""

import gzip
from pathlib import Path

import pytest
from django.core.management import CommandError

from audit.models import Entry
from orgs import names, queries
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


@pytest.fixture
def write(tmp_path):
    def written(rows, head=HEAD, name="villages.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
        return str(path)

    return written


def load(path, code="530921"):
    return loadunits(code, "--depth", "village", "--villages", path)


def test_the_villages_of_a_county(write):
    told = load(write(ROWS))
    assert "村级 3" in told
    village = Unit.objects.get(code="530921101202")
    assert village.path == "/530000000000/530900000000/530921000000/530921101000/530921101202/"
    assert (village.short_name, village.full_name, village.position) == ("安石村", "安石村妇联", 3)
    assert not Unit.objects.filter(code__startswith="11").exists()  # of another province
    assert Entry.objects.get().data["made"]["village"] == 3


def test_loading_again_changes_nothing_and_new_villages_come_beside_the_old(write):
    load(write(ROWS[:2]))
    Unit.objects.filter(code="530921101201").update(name="大有新村")
    before = list(Unit.objects.order_by("pk").values())
    load(write(ROWS[:2]))
    assert list(Unit.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == 1
    load(write(ROWS))
    assert Unit.objects.filter(level="village").count() == 3
    assert Unit.objects.get(code="530921101201").name == "大有新村"


def test_a_packed_file_and_one_that_wps_marked(write, tmp_path):
    load(write(ROWS[:1], encoding="utf-8-sig"))
    packed = tmp_path / "villages.csv.gz"
    packed.write_bytes(gzip.compress("\n".join([HEAD, ROWS[1]]).encode()))
    load(str(packed))
    assert Unit.objects.filter(level="village").count() == 2


def test_neighbours_of_one_short_name_keep_their_whole_names(write):
    load(write([f"530921101201,大有村委会,village,{FENGSHAN}", f"530921101202,大有村民委员会,village,{FENGSHAN}"]))
    shown = Unit.objects.filter(level="village").order_by("code").values_list("short_name", flat=True)
    assert list(shown) == ["大有村委会", "大有村民委员会"]


@pytest.mark.parametrize(
    ("row", "told"),
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
def test_a_wrong_row_is_told_with_its_line_and_nothing_is_made(write, row, told):
    rows = [ROWS[0], ROWS[1], row]
    with pytest.raises(CommandError, match=told):
        load(write(rows))
    assert not Unit.objects.exists()


def test_a_wrong_row_far_away_counts_too(write):
    with pytest.raises(CommandError, match="119999999000"):
        load(write([*ROWS, "119999999001,某社区,village,119999999000"]))


def test_files_that_cannot_be_read(write, tmp_path):
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress("\n".join([HEAD, *ROWS]).encode())[:-20])
    paths = [str(tmp_path / "nowhere.csv"), str(tmp_path), str(cut), write(ROWS, encoding="gb18030", name="gb.csv")]
    for path in [*paths, write(ROWS, head="代码,名称"), write([], head="")]:
        with pytest.raises(CommandError, match=path):
            load(path)
    assert not Unit.objects.exists()


def test_the_depth_and_the_file_belong_together(write):
    with pytest.raises(CommandError, match="--villages"):
        loadunits("530921", "--depth", "village")
    with pytest.raises(CommandError):
        loadunits("530921", "--depth", "township", "--villages", write(ROWS))


def test_a_row_that_repeats_its_parent_is_no_village(write):
    load(write(["350527000000,金门县,village,350527000000"]), code="350527")
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
def test_what_a_village_is_called(name, place):
    assert names.village_name(name) == place


@pytest.mark.parametrize(
    "said", ["安石村", "安石", "安石村妇联", "安石村委会", "安石村村民委员会妇联", " 安石村妇女联合会"]
)
def test_a_village_is_found_by_what_people_call_it(write, said):
    load(write(ROWS))
    assert queries.resolve(said).code == "530921101202"
    assert queries.NameBook(Unit.objects.all()).find(said).code == "530921101202"
    assert "530921101202" in [unit.code for unit in queries.search(said, Unit.objects.all())]


def test_a_town_comes_before_the_village_of_its_name(write):
    load(write([f"530921101203,凤山村委会,village,{FENGSHAN}"]))
    county = Unit.objects.get(code="530921000000")
    assert queries.resolve("凤山", within=county).code == FENGSHAN
    assert queries.resolve("凤山村", within=county).level == "village"


def test_nobody_is_found_by_nothing(write):
    load(write(ROWS))
    assert queries.resolve("妇联") is None
    assert queries.resolve("没有这个村") is None


@pytest.mark.skipif(not NATION.exists(), reason="the nation's villages are not here")
def test_a_real_city_to_its_villages():
    made = load_units("5309", "village", villages_file=str(NATION)).made
    assert made["county"] == 8
    assert made["village"] > 900
    assert not Unit.objects.filter(level="village").exclude(parent__level="township").exists()
