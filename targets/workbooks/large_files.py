"""The answer to a workbook that is far too large to be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.request_size import limit_request_size
from sheets.limits import MAX_BYTES, MAX_MEGABYTES
from sheets.problems import SheetProblem
from targets.workbooks.messages import describe_problem


def _respond_too_large(request: HttpRequest) -> HttpResponse:
    reasons = [{"text": describe_problem(SheetProblem("too_big", {"limit": MAX_MEGABYTES}))}]
    return render(request, "workbooks/sheet_too_big.html", {"reasons": reasons}, status=413)


refuse_large_workbook = limit_request_size(MAX_BYTES, _respond_too_large)
