"""Pictures: decode them within bounds, and draw a thumbnail."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from targets.evidence.files.kinds import FILE_KINDS
from targets.evidence.files.reasons import BadFile

THUMBNAIL_SIDE = 320  # pixels, for a screen of double density
BACKGROUND = (255, 255, 255)  # behind transparent pixels


def make_thumbnail(data: bytes, kind: str) -> bytes:
    """A JPEG of at most THUMBNAIL_SIDE squared, turned upright, without metadata. Raises BadFile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our limit is lower than the one that Pillow warns of
            return _draw_thumbnail(data, kind)
    except BadFile:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(kind) from error
    except Exception as error:  # decoders raise anything on a damaged picture
        raise BadFile("damaged") from error


def _draw_thumbnail(data, kind):
    with Image.open(BytesIO(data), formats=[FILE_KINDS[kind].pillow_format]) as image:
        if image.width * image.height > FILE_KINDS[kind].max_pixels:
            raise _too_many_pixels(kind)
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        image.load()
        small = ImageOps.exif_transpose(image)
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        return _encode_jpeg(small)


def _too_many_pixels(kind):
    return BadFile("too_many_pixels", limit=FILE_KINDS[kind].max_pixels // 1_000_000)


def _encode_jpeg(small):
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        small = small.convert("RGBA")
        paper = Image.new("RGB", small.size, BACKGROUND)
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    out = BytesIO()
    Image.frombytes("RGB", small.size, small.convert("RGB").tobytes()).save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
