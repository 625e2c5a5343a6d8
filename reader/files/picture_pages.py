"""A separate program: recognises the text of pictures of pages, from standard input. Imports nothing of the project.

Writes a line of JSON for each page as it is done: {"page": number, "of": pages, "width": …, "lines": [[corners, text,
certainty], …]}; or {"why": code} of UnreadableReason. Decoders and the recognition read untrusted files: a crash or
excessive memory ends only this process.
"""

import json
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

MAX_SECONDS, MAX_MEMORY = 30 * 60, 8 * 1024**3  # CPU seconds of all threads; address space, of which 1 GB is used
MAX_PAGES = 20
MAX_PIXELS = 80_000_000  # of a picture; A3 at 600 dots per inch has 70 million
LONG_SIDE = 2_200  # pixels to which a page is reduced; letters of a printed page are then 30 pixels high
POINTS_PER_INCH, MAX_DPI = 72, 300
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
THREADS = 2
LOW_SCORE = 0.8  # mean certainty of a page below which it may stand upside down; a good page has 0.97 and more
NICENESS = 10  # pages and totals come first


def main() -> None:
    _limit()
    try:
        _answer_pages(sys.stdin.buffer.read())
    except OverflowError:
        _answer({"why": "bomb"})
    except IndexError as error:
        _answer({"why": "too_many_pages", "limit": MAX_PAGES, "pages": error.args[0]})
    except Exception as error:  # PDFium gives the reason in its message only
        _answer({"why": "password" if "password" in str(error).lower() else "damaged"})


def _answer_pages(data):
    import numpy
    from rapidocr import RapidOCR

    count, pages = _open_pages(data)
    if count > MAX_PAGES:
        raise IndexError(count)
    recognise = RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": THREADS}
    )
    for number, page in enumerate(pages, start=1):
        width, lines = _recognise_page(recognise, numpy, page)
        _answer({"page": number, "of": count, "width": width, "lines": lines})


def _open_pages(data: bytes) -> tuple[int, Iterator[Any]]:
    """(number of pages, pages as pictures of Pillow in grey)."""
    if b"%PDF-" in data[:1024]:
        return _open_pdf(data)
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise OverflowError
    picture.draft("L", (LONG_SIDE, LONG_SIDE))  # JPEG: decoded at a fraction of its size
    frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
    return getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1, (
        _reduce(ImageOps.exif_transpose(frame)) for frame in frames
    )


def _open_pdf(data):
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return len(document), (_reduce(_draw(document[number])) for number in range(len(document)))


def _draw(page):
    width, height = page.get_size()
    longest = max(width, height)
    scale = min(LONG_SIDE / longest, MAX_DPI / POINTS_PER_INCH) if longest > 0 else 1
    return page.render(scale=scale, grayscale=True).to_pil()


def _reduce(picture):
    if picture.width * picture.height > MAX_PIXELS:
        raise OverflowError
    if picture.mode in ("RGBA", "LA", "PA", "P"):  # transparent is white, as on paper
        from PIL import Image

        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("L")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    return picture


def _recognise_page(recognise, numpy, page):
    """(width, lines) of a page, turned upright first: scanners lay sheets in four ways."""
    if page.width > page.height and _stands_sideways(recognise, numpy, page):
        page = page.rotate(90, expand=True)
    lines = _recognise(recognise, numpy, page)
    if lines and _mean_score(lines) < LOW_SCORE:
        turned = _recognise(recognise, numpy, page.rotate(180))
        if turned and _mean_score(turned) > _mean_score(lines):
            lines = turned
    return page.width, lines


def _stands_sideways(recognise, numpy, page):
    found = recognise(_pixels(numpy, page), use_det=True, use_cls=False, use_rec=False)
    boxes = [] if found.boxes is None else found.boxes
    tall = sum(max(box[:, 1]) - min(box[:, 1]) > max(box[:, 0]) - min(box[:, 0]) for box in boxes)
    return tall * 2 > len(boxes)


def _recognise(recognise, numpy, page):
    # Without the classifier of upside-down lines, which turns a line of a good page now and then.
    found = recognise(_pixels(numpy, page), use_det=True, use_cls=False, use_rec=True)
    if found.boxes is None or found.txts is None:
        return []
    return [
        [[[round(float(x), 1), round(float(y), 1)] for x, y in box], text, round(float(score), 3)]
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]


def _pixels(numpy, page):
    return numpy.repeat(numpy.asarray(page)[:, :, None], 3, axis=2)


def _mean_score(lines):
    return sum(score for _, _, score in lines) / len(lines)


def _answer(answer):
    print(json.dumps(answer), flush=True)  # in ASCII


def _limit():
    try:
        import resource
    except ImportError:  # Windows; there only the timeout of the parent applies
        return
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))


if __name__ == "__main__":
    main()
