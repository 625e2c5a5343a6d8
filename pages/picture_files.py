"""A picture of a page as a file: ``?as=svg`` or ``?as=png`` at the page's own address.

A view that shows a picture asks ``asked_picture`` and answers with ``respond_picture``; its page offers them by
``components/_picture_files.html``.
"""

import re
from functools import lru_cache

import resvg_py
from django.http import HttpRequest, HttpResponse

from pages.downloads import make_file_name, set_file_name
from pages.jinja import render_jinja

SVG, PNG = "svg", "png"
TYPES = {SVG: "image/svg+xml; charset=utf-8", PNG: "image/png"}
ZOOM = 2  # of a .png: sharp on paper, too
# Letters that XML forbids: a name may hold one, and the whole picture would be unreadable.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Fonts with Chinese characters, in the order of pictures.css: text in another font is left out by the drawer.
FONTS = (
    "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "SimSun", "Droid Sans Fallback",
)  # fmt: skip


def asked_picture(request: HttpRequest) -> str:
    """The kind of picture that is asked for: svg, png (where this server can draw one), or "" for the page."""
    kind = request.GET.get("as", "")
    return kind if kind == SVG or (kind == PNG and can_draw_png()) else ""


def respond_picture(svg: str, kind: str, *names: object) -> HttpResponse:
    """A whole SVG document as a file of this kind, called by ``names`` as of ``make_file_name``."""
    svg = FORBIDDEN.sub("", svg)
    content = draw_png(svg) if kind == PNG else svg.encode()
    response = HttpResponse(content, content_type=TYPES[kind])
    set_file_name(response, make_file_name(*names, extension=kind))
    return response


def draw_png(svg: str) -> bytes:
    """An SVG document as a .png on white, twice its size; nothing outside of the document is read but fonts."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="white", zoom=ZOOM, languages=["zh-CN", "zh", "en"]))


@lru_cache(maxsize=1)
def can_draw_png() -> bool:
    """Whether this server has a font with Chinese characters: without one, two of them are drawn alike."""
    return has_font(("县", "妇"))


def has_font(letters: tuple[str, str], **options) -> bool:
    """Whether both letters are drawn, each in its own way."""
    probes = [render_jinja("components/font_probe.jinja", {"fonts": FONTS, "letter": letter}) for letter in letters]
    first, second = (bytes(resvg_py.svg_to_bytes(svg_string=probe, **options)) for probe in probes)
    return first != second
