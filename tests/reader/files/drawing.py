"""Draws pages of Chinese text as a scanner sees them: a little crooked, soft and noisy."""

import os
import random
import subprocess
from functools import cache
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from reader.files.pictures import is_installed

WIDTH, HEIGHT, MARGIN, SIZE, PITCH = 1240, 1754, 130, 28, 48  # pixels: A4 at 150 dots per inch
INDENT = "　　"  # of a paragraph: two characters as wide as Chinese ones


@cache
def chinese_font() -> str:
    """The path of a font with Chinese characters; "" if there is none."""
    command = ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"]
    try:
        path = subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:
        return ""
    return path if "cjk" in path.lower() else ""


def require_recognition() -> None:
    """Skips the test where pictures cannot be drawn or read; in continuous integration it fails."""
    lacks = "" if is_installed() else "nothing that reads pictures is installed: make ocr"
    lacks = lacks or ("" if chinese_font() else "no Noto CJK font")
    if lacks:
        pytest.fail(lacks) if os.environ.get("CI") == "true" else pytest.skip(lacks)


def wrap(paragraphs: list[str]) -> list[str]:
    """The lines of the paragraphs, filled to the margins; a paragraph that is to be indented begins with INDENT."""
    font, lines = ImageFont.truetype(chinese_font(), SIZE), []
    for text in paragraphs:
        line = ""
        for sign in text:
            if font.getlength(line + sign) > WIDTH - 2 * MARGIN:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    return lines


def draw_page(lines: list[str], *, slope: float = 0.7, noise: int = 18, number: str = "— 1 —") -> Image.Image:
    """A page with the lines, turned by ``slope`` degrees; ``noise`` is the largest change of a grey level."""
    page = Image.new("L", (WIDTH, HEIGHT), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(chinese_font(), SIZE)
    for at, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + at * PITCH), line, font=font, fill=30)
    draw.text((WIDTH / 2, HEIGHT - 80), number, font=font, fill=30, anchor="mm")
    page = page.rotate(slope, resample=Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", page.size, random.Random(7).randbytes(WIDTH * HEIGHT))
    return Image.blend(page, grain, noise / 255)


def as_file(page: Image.Image, kind: str, *more: Image.Image) -> bytes:
    out = BytesIO()
    options = {"save_all": True, "append_images": more, "resolution": 150} if kind == "PDF" else {}
    page.save(out, kind, **options)
    return out.getvalue()
