"""The office's own map: what is taken of a file, what is refused and in which words, who may bring one, and how it is
drawn and named."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from dashboards.actions.maps import describe_problem
from dashboards.maps import geojson
from dashboards.maps.geojson import UnreadableMap, find_code, read_areas
from dashboards.maps.outlines import MAX_POINTS, flatten, simplify
from dashboards.models import OfficeMap
from tests import factories as make
from tests.dashboards.map_files import collection, feature
from tests.dashboards.scene import Province, count_reads


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"adcode": 530102}, "530102000000"),
        ({"code": "530102"}, "530102000000"),
        ({"gb": "156530102"}, "530102000000"),
        ({"id": "530102001"}, "530102001000"),
        ({"区划代码": "530102000000"}, "530102000000"),
        ({"adcode": "53010"}, ""),
        ({"adcode": True}, ""),
        ({"adcode": 5301.02}, ""),
        ({"adcode": "<script>"}, ""),
        ({"adcode": None, "code": 530103}, "530103000000"),
        ({}, ""),
    ],
)
def test_codes(properties, code):
    assert find_code(properties) == code


DEEP = b'{"type":"FeatureCollection","features":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b'{"type":', "not_json"),
        (b"<svg onload=alert(1)>", "not_json"),
        (DEEP, "not_json"),
        (b"[]", "not_geojson"),
        (b'{"type":"Topology"}', "not_geojson"),
        (b'{"type":"FeatureCollection","features":{}}', "not_geojson"),
        (collection(), "no_areas"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}, 7, None), "no_areas"),
        (b'{"type":"FeatureCollection","features":[NaN]}', "not_json"),
    ],
)
def test_files_that_are_no_map(data, reason):
    with pytest.raises(UnreadableMap) as refused:
        read_areas(data)
    assert refused.value.reason == reason
    assert describe_problem(refused.value)


@pytest.mark.parametrize(
    "coordinates",
    [
        [[[200, 0], [1, 1], [2, 2], [200, 0]]],
        [[["a", 0], [1, 1], [2, 2]]],
        [[[1e999, 0], [1, 1], [2, 2]]],
        [[[1, 1], [1, 1], [1, 1]]],
        [[[1], [2], [3]]],
        "x",
        [[{"a": 1}]],
        [[[True, 1], [1, 2], [2, 2]]],
        [[[10**400, 1], [1, 2], [2, 2]]],
    ],
)
def test_coordinates_that_are_no_degrees_name_their_area(coordinates):
    bad = {
        "type": "Feature",
        "properties": {"name": "坏县"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }
    data = collection(feature(530102, 100, 25), bad).replace(b"Infinity", b"1e999")
    with pytest.raises(UnreadableMap) as refused:
        read_areas(data)
    assert "第 2 个区域（坏县）" in describe_problem(refused.value)


def test_limits(monkeypatch):
    for name, limit, reason in (
        ("MAX_BYTES", 50, "too_big"),
        ("MAX_AREAS", 1, "too_many_areas"),
        ("MAX_POINTS", 7, "too_many_points"),
    ):
        data = collection(feature(530102, 100, 25), feature(530103, 101, 25))
        with monkeypatch.context() as patch:
            patch.setattr(geojson, name, limit)
            with pytest.raises(UnreadableMap) as refused:
                read_areas(data)
        assert refused.value.reason == reason


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.floats() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=4)
            | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "properties"]), x)
        ),
    ).map(
        lambda x: json.dumps(
            {"type": "FeatureCollection", "features": [x, {"geometry": {"type": "Polygon", "coordinates": x}}]}
        ).encode()
    )
)
def test_whatever_is_brought_is_read_or_refused(data):
    problems = []
    try:
        assert read_areas(data)
    except UnreadableMap as refused:
        problems.append(refused)
    assert all(describe_problem(each) for each in problems)


def test_only_names_codes_and_outlines_are_kept():
    name = "县\u202e\x00<script>alert(1)</script>" + "长" * 300
    (area,) = read_areas(collection(feature(530102, 100, 25, name=name, onload="alert(1)", style="x")))
    assert (area.code, len(area.name)) == ("530102000000", geojson.MAX_NAME)
    assert area.name.startswith("县<script>")  # a text like any other: escaped where it is shown


def test_outlines_become_few_points_on_a_grid():
    ring = [(100 + n / 5000, 25 + (n % 2) / 1e6) for n in range(5000)] + [(101.0, 26.0), (100.0, 26.0)]
    found = flatten({"a": [ring], "b": [[(101, 25), (102, 25), (102, 26), (101, 26)]]})
    assert len(found["areas"]["a"][0]) < 20
    assert all(
        isinstance(part, int) and 0 <= part <= 4001
        for rings in found["areas"].values()
        for ring in rings
        for part in ring
    )
    noisy = [(100 + (n % 300) / 100, 20 + (n * 7919 % 3000) / 1000) for n in range(90_000)]
    many = flatten({"a": [noisy]})
    assert sum(len(ring) for ring in many["areas"]["a"]) // 2 <= MAX_POINTS


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=40, unique=True))
def test_simplified_outlines_keep_their_corners(points):
    found = simplify(points, 1.0)
    assert len(found) >= 3
    assert set(found) <= set(points)


@pytest.fixture
def scene(db):
    scene = Province()
    scene.l01 = scene.target("L01", "40", name="培训", shares=dict.fromkeys(scene.counties, "10"))
    scene.issue(open_seq=1)
    for county in scene.counties[:3]:
        scene.report(county, 1, {scene.l01: "5"})
    scene.settle()
    scene.admin = make.make_person("admin", ("system_admin", scene.unit))
    scene.other = make.make_person("other", ("system_admin", scene.cities[1]))
    scene.boss = make.make_person("boss", ("leader", scene.cities[0]))
    return scene


def make_file(scene, *more):
    a, b, c, _left_out = scene.counties
    return collection(*(feature(unit.code, 100 + n, 25) for n, unit in enumerate((a, b, c))), *more)


def bring(client, scene, data, unit=None, who="admin", **fields):
    client.force_login(getattr(scene, who))
    form = {
        "file": SimpleUploadedFile("map.geojson", data),
        "use": "reviewed",
        "review_number": "云S(2020)012号",
        "source": "省测绘院",
    }
    return client.post(reverse("dashboards:office_map", args=[(unit or scene.unit).code]), form | fields)


def test_a_map_is_taken_with_what_did_not_match(client, scene):
    last = Entry.objects.latest("id").pk
    stranger = feature("110101", 103, 25, name="<script>alert(1)</script>")
    assert bring(client, scene, make_file(scene, stranger)).status_code == 302
    found = OfficeMap.objects.get(unit=scene.unit)
    assert set(found.shapes["areas"]) == {county.code for county in scene.counties[:3]}
    assert (found.review_number, found.internal) == ("云S(2020)012号", False)
    assert list(Entry.objects.filter(pk__gt=last).values_list("verb", "unit_code")) == [("map.save", scene.unit.code)]
    text = client.get(reverse("dashboards:office_map", args=[scene.unit.code])).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 110101000000" in text
    assert "<script>alert" not in text
    assert re.search("图上没有的单位：</strong> *县22<", text.replace("\n", ""))
    assert "有边界的单位：3 个" in text
    assert "审图号：云S(2020)012号；地图来源：省测绘院" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"review_number": ""}, "请填写审图号，或选“仅限内部使用”。"),
        ({"use": ""}, "使用范围"),
        ({"source": " "}, "来源"),
        ({"file": SimpleUploadedFile("x.json", b"{")}, "文件已损坏，或不是 GeoJSON 格式。"),
        (
            {"file": SimpleUploadedFile("x.json", collection(feature("110101", 1, 1)))},
            "图中没有一块的区划代码与下级单位相同",
        ),
    ],
)
def test_what_is_refused_changes_nothing(client, scene, fields, words):
    bring(client, scene, make_file(scene), use="internal")
    before = OfficeMap.objects.values().get()
    if "file" in fields:
        fields["file"].seek(0)
    answer = bring(client, scene, make_file(scene), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert OfficeMap.objects.values().get() == before


def test_a_large_request_is_refused_before_it_is_read(client, scene):
    answer = bring(client, scene, b" " * (geojson.MAX_BYTES + 100_000))
    assert answer.status_code == 413
    assert "文件超过 20 MB，请先简化再上传。" in answer.text


def test_only_an_administrator_of_the_unit_brings_and_removes_it(client, scene):
    for who in ("leader", "clerk", "boss", "other"):
        assert bring(client, scene, make_file(scene), who=who).status_code == 403
    assert not OfficeMap.objects.exists()
    bring(client, scene, make_file(scene))
    assert bring(client, scene, make_file(scene), who="other", delete="1").status_code == 403
    assert bring(client, scene, make_file(scene), delete="1").status_code == 302
    assert not OfficeMap.objects.exists()


def test_the_database_asks_for_a_review_number_or_internal_use(scene):
    row = {"unit": scene.unit, "shapes": {}, "by": scene.admin, "source": "x"}
    for wrong in ({}, {"internal": True, "review_number": "1"}, {"internal": True, "source": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeMap.objects.create(**row | wrong)


def get(client, scene, query, unit=None, who="leader"):
    client.force_login(getattr(scene, who))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("dashboards:tiles", args=["yn-2020", (unit or scene.unit).code, "2020Q1"]) + query)
    assert count_reads(queries) <= 12 + 2
    return answer


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("reviewed", "审图号：云S(2020)012号；地图来源：省测绘院"),
        ("internal", "仅限内部使用，不得公开；地图来源：省测绘院"),
    ],
)
def test_the_map_shows_the_numbers_of_the_tiles_and_says_where_it_is_from(client, scene, use, words):
    bring(client, scene, make_file(scene), use=use)
    answer = get(client, scene, "?t=L01&view=map")
    chart = answer.context["chart"]
    tiles = {tile.number for group in answer.context["groups"] for tile in group.tiles}
    assert {area.number for area in chart.areas} | set(chart.missing) == tiles
    assert [each.name for each in chart.missing] == ["县22"]
    assert words in answer.text
    root = ElementTree.fromstring(get(client, scene, "?t=L01&view=map&as=svg").content)
    assert words in "".join(root.itertext())
    assert get(client, scene, "?view=map&as=png").headers["Content-Type"] == "image/png"


def test_without_a_map_there_are_tiles(client, scene):
    answer = get(client, scene, "?view=map")
    assert (answer.context["chart"], answer.context["views"]) == (None, [])
    bring(client, scene, make_file(scene))
    assert get(client, scene, "", scene.cities[0], who="boss").context["views"] == []
    assert get(client, scene, "?view=map", who="boss").status_code == 404


def test_a_city_without_counties_in_the_map_is_drawn_as_a_whole(client, scene):
    cities = [feature(city.code, 100 + n, 25) for n, city in enumerate(scene.cities)]
    assert bring(client, scene, collection(*cities)).status_code == 302
    assert [area.number.name for area in get(client, scene, "?view=map").context["chart"].areas] == ["市1", "市2"]
