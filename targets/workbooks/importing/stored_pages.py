"""The preview of a large upload as its page shows it, made by the worker once and only looked up by the web server."""

import secrets
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from targets.models import Upload, UploadPage
from targets.workbooks.importing.preview import (
    build_rows,
    context_of_part,
    page_rows,
    preview_context,
    rows_of_page,
)
from targets.workbooks.importing.uploads import ImportPreview
from targets.workbooks.office.reading import OfficeReading
from targets.workbooks.office.shown_sheets import BEGINNING, ShownPart, ShownPlaces

TEMPLATE = "workbooks/_preview_body.html"
MAX_PAGES = 40  # of one upload; each takes the worker some tenths of a second, and the database some 50 KB
TOKEN_BYTES = 16
LEVEL = 3


class StoredPage(NamedTuple):
    """A part of a preview: ``body`` with the token of the session in its forms, when it was made, and the part."""

    body: SafeString
    page: UploadPage


def store_pages(preview: ImportPreview, *, by: Person) -> None:
    """Keep the pages of a preview instead of those that were kept before."""
    context = preview_context(preview, by)
    context |= {"plan": preview.upload.period.plan, "period": preview.upload.period, "large": True}
    parts = list_parts(preview.office) if preview.office else list_parts_of_rows(preview)
    kept = list(islice(parts, MAX_PAGES + 1))
    context["rows_cut"] = len(kept) > MAX_PAGES
    changed = _contexts_of(preview, kept[:MAX_PAGES])
    pages = [
        UploadPage(upload=preview.upload, sheet=part.sheet, row=part.row, body=_render(context | more))
        for part, more in changed
    ]
    with transaction.atomic():
        preview.upload.pages.all().delete()
        UploadPage.objects.bulk_create(pages)


def _contexts_of(preview, parts) -> Iterator[tuple[ShownPart, dict[str, Any]]]:
    """(part, what of the context is another one for it)."""
    rows = [] if preview.office else build_rows(preview.result, preview.stored)
    for part in parts:
        if part == BEGINNING:
            yield part, {}
        elif preview.office:
            yield part, context_of_part(preview, part)
        else:
            yield part, page_rows(rows, len(preview.stored.targets), part.row)


def find_page(upload: Upload, part: ShownPart, token: str) -> StoredPage | None:
    """The page that holds a part, or the nearest before it; None where none is kept. Two queries."""
    kept = upload.pages.order_by("-sheet", "-row")
    page = kept.filter(sheet=part.sheet, row__lte=part.row).first() or kept.filter(sheet=0).last()
    if page is None:
        return None
    body = zlib.decompress(page.body).decode()
    mark, text = body[: 2 * TOKEN_BYTES], body[2 * TOKEN_BYTES :]
    return StoredPage(mark_safe(text.replace(mark, token)), page)  # rendered by a template of ours


def list_parts(office: OfficeReading) -> Iterator[ShownPart]:
    """The beginning, and the rows of each sheet that it does not show, in their order."""
    yield BEGINNING
    first = ShownPlaces(office, BEGINNING)
    for number, window in first.windows.items():
        after = window.after
        while after:
            yield (part := ShownPart(number, after))
            after = ShownPlaces(office, part).windows[number].after


def list_parts_of_rows(preview: ImportPreview) -> list[ShownPart]:
    """The pages of a filled-in template of ours."""
    size = rows_of_page(len(preview.stored.targets))
    return [ShownPart(0, first) for first in range(1, max(1, len(preview.stored.participants)) + 1, size)]


def _render(context: dict[str, Any]) -> bytes:
    """The packed body, after the mark that stands in it for the token of its forms."""
    mark = secrets.token_hex(TOKEN_BYTES)
    body = render_to_string(TEMPLATE, context | {"csrf_token": mark})
    return zlib.compress((mark + body).encode(), LEVEL)
