"""Pictures as files: whole documents with their style, title, source and date; as .png where there is a font for it."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from PIL import Image

from audit.models import Entry
from fedwork.env import ROOT
from pages import picture_files
from plans.models import Plan
from targets.models import Target
from tests.dashboards.scene import Province

SVG = "{http://www.w3.org/2000/svg}"
PLACE = ("yn-2020", "530000000000", "2020Q2")


@pytest.fixture
def scene(db):
    scene = Province()
    scene.l01 = scene.target("L01", "40", name="培训<b>&", unit="人", shares=dict.fromkeys(scene.counties, "10"))
    scene.issue(open_seq=2)
    for seq, number in ((1, "2"), (2, "3")):
        for county in scene.counties[:3]:
            scene.report(county, seq, {scene.l01: number})
    scene.settle()
    return scene


def pages(scene):
    """(address, query) of each page with a picture."""
    ticked = "&".join(f"c={county.code}" for county in scene.counties)
    return {
        "bars": (reverse("dashboards:ranking", args=[*PLACE, "L01"]), "level=county"),
        "lines": (reverse("dashboards:comparison", args=[*PLACE, "L01"]), ticked),
        "tiles": (reverse("dashboards:tiles", args=PLACE), "t=L01"),
        "whole": (reverse("dashboards:tiles", args=PLACE), ""),
        "trend": (reverse("dashboards:total", args=[*PLACE, "L01"]), "show=trend"),
    }


def fetch(client, scene, page, kind):
    client.force_login(scene.leader)
    address, query = pages(scene)[page]
    return client.get(f"{address}?{query}&as={kind}")


NAMES = "bars", "lines", "tiles", "whole", "trend"


@pytest.mark.parametrize("page", NAMES)
def test_an_svg_stands_alone(client, scene, page):
    answer = fetch(client, scene, page, "svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    root = ElementTree.fromstring(answer.content)
    text = "".join(root.itertext())
    for words in ("云南省", "2020年二季度", "上报口径", "来源：妇联工作计划系统，数据截至", "制图时间"):
        assert words in text
    assert "培训<b>&" in text or page == "whole"
    assert root.find(f"{SVG}style") is not None
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "style", "rect", "text", "g", "path", "circle", "polygon"
        }  # fmt: skip
        assert not {name for name in element.attrib if "href" in name or name.startswith("on") or name == "style"}
    assert "var(" not in text
    assert "url(" not in text


@pytest.mark.parametrize("page", NAMES)
def test_a_png_is_the_same_picture_twice_as_large(client, scene, page):
    root = ElementTree.fromstring(fetch(client, scene, page, "svg").content)
    answer = fetch(client, scene, page, "png")
    image = Image.open(BytesIO(answer.content))
    assert (answer.headers["Content-Type"], image.format) == ("image/png", "PNG")
    assert image.size == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    assert len(image.convert("RGB").getcolors(1_000_000)) > 20


def test_each_picture_that_leaves_is_in_the_trail(client, scene):
    for kind in ("svg", "png"):
        last = Entry.objects.latest("id").pk
        fetch(client, scene, "bars", kind)
        (entry,) = Entry.objects.filter(pk__gt=last)
        assert entry.verb == "file.download"
        assert f".{kind}" in str(entry.data)


def test_the_fonts_of_pictures_are_those_that_are_looked_for():
    css = (ROOT / "static/dashboards/pictures.css").read_text()
    assert ", ".join(f'"{font}"' for font in picture_files.FONTS) in css


def test_without_a_chinese_font_no_png_is_offered(client, scene, monkeypatch):
    assert picture_files.has_font(("县", "妇"))
    assert not picture_files.has_font(("县", "妇"), skip_system_fonts=True)
    picture_files.can_draw_png.cache_clear()
    monkeypatch.setattr(picture_files, "has_font", lambda letters: False)
    answer = fetch(client, scene, "bars", "png")
    picture_files.can_draw_png.cache_clear()
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "服务器没有中文字体" in answer.text
    assert "下载图片（PNG）" not in answer.text
    assert "as=svg" in answer.text


def test_long_titles_are_set_in_lines_and_forbidden_letters_left_out(client, scene):
    name = "目" * 199 + "\x0b"
    Target.objects.filter(pk=scene.l01.pk).update(name=name)
    Plan.objects.filter(pk=scene.plan.pk).update(title="计" * 200)
    root = ElementTree.fromstring(fetch(client, scene, "tiles", "svg").content)
    lines = [text for text in root.findall(f"{SVG}text") if text.get("class") == "title"]
    assert "".join(line.text for line in lines).count("目") == 199
    assert len(lines) > 3
    places = [float(text.get("y")) for text in root.findall(f"{SVG}text")]
    assert places == sorted(places)
    assert places[-1] < float(root.attrib["height"])


def test_without_a_picture_the_page_answers(client, scene):
    client.force_login(scene.leader)
    address = reverse("dashboards:tiles", args=[PLACE[0], scene.counties[0].code, PLACE[2]])
    assert client.get(address + "?as=svg").headers["Content-Type"].startswith("text/html")
