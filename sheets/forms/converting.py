"""A form of an older kind (.xls, .et) as an .xlsx, by LibreOffice where the server has it."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sheets.files.kinds import BookKind, find_kind
from sheets.problems import refuse_workbook

SECONDS = 60  # a small form takes two


def as_xlsx(data: bytes) -> bytes:
    """The workbook as an .xlsx: itself, or converted. Raises WorkbookRefused for what is no workbook or archive of
    cells with a layout, and where nothing here converts it."""
    kind = find_kind(data)
    if kind == BookKind.XLSX:
        return data
    if kind not in (BookKind.XLS, BookKind.ODS):
        refuse_workbook("form_no_xlsx")
    program = shutil.which("soffice")
    if program is None:
        refuse_workbook("form_old_kind")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        suffix = ".xls" if kind == BookKind.XLS else ".ods"
        (place / f"form{suffix}").write_bytes(data)
        command = [
            program, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(place / "out"), str(place / f"form{suffix}"),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
            return (place / "out" / "form.xlsx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            refuse_workbook("form_old_kind")
