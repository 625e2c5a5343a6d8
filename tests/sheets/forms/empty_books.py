"""The random workbooks of offices as empty forms: the same layouts, without figures."""

from tests.sheets.office.random_books import BookMaker
from tests.sheets.office.random_parts import TO_DATE
from tests.sheets.office.sample_plan import TARGET


class EmptyBookMaker(BookMaker):
    """``book.cells`` are the places where the figures would stand; nothing stands in them."""

    def make(self):
        book = super().make()
        for sheet in book.sheets:
            for cell in [cell for cell, value in sheet.cells.items() if isinstance(value, float)]:
                del sheet.cells[cell]  # totals
        return book

    def write(self, sheet_number, row, column, figure):
        unit, target, kind = figure
        if kind:
            said = TO_DATE if self.single and TARGET[target].measure != "increment" else kind
            self.book.cells[unit, target, said] = (sheet_number, row, column)

    def _put_total(self, sheet, row, rows, columns, labels):
        at = next(column for column, label in enumerate(labels, 1) if label not in ("序号", "行政区划代码"))
        sheet.put(row, self.random.choice([1, at]), self.random.choice(["合计", "合 计", "总计", "全市", "临沧市"]))
