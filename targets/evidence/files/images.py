"""Photos: really decoded, within bounds, and drawn anew as a small picture."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from targets.evidence.files.reasons import BadFile

# What phones take today; a picture that unpacks to more is refused before it is unpacked. A JPEG is read at an eighth
# of its size, which the others can't be.
MAX_PIXELS = {"jpg": 64_000_000, "png": 32_000_000, "webp": 32_000_000}
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
THUMBNAIL_SIDE = 320  # of a thumbnail, for a screen of double density
BACKGROUND = (255, 255, 255)  # behind what is transparent


def make_thumbnail(data, kind):
    """A JPEG of at most SIDE by SIDE, turned as the camera was held, with nothing of what the camera noted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the bound is ours, and lower than the one that Pillow warns of
            return _draw_thumbnail(data, kind)
    except BadFile:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(kind) from error
    except Exception as error:  # whatever a damaged picture makes the decoder say: it is damaged
        raise BadFile("damaged") from error


def _draw_thumbnail(data, kind):
    with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as image:
        if image.width * image.height > MAX_PIXELS[kind]:
            raise _too_many_pixels(kind)
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        image.load()
        small = ImageOps.exif_transpose(image)
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        return _encode_jpeg(small)


def _too_many_pixels(kind):
    return BadFile("too_many_pixels", limit=MAX_PIXELS[kind] // 1_000_000)


def _encode_jpeg(small):
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        small = small.convert("RGBA")
        paper = Image.new("RGB", small.size, BACKGROUND)
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    out = BytesIO()
    Image.frombytes("RGB", small.size, small.convert("RGB").tobytes()).save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
