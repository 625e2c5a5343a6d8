"""Random sheets that a county keeps of its townships: what adds them up is the county's figure."""

from decimal import Decimal

from tests.sheets.office.drawn_sheet import DrawnSheet
from tests.sheets.office.random_parts import AMOUNT, TO_DATE, BookParts, RandomBook
from tests.sheets.office.sample_plan import TARGET, UNITS

TOWNS = ("勐勐镇", "勐库镇", "沙河乡", "大文乡", "忙糯乡", "邦丙乡", "公弄村", "凤翔街道", "忙畔社区", "小勐峨村")
TOWN_HEADS = ("乡镇", "乡(镇)", "乡（镇、街道）", "单位", "乡镇名称", "村（社区）", "乡镇街道")
TOTALS = ("合计", "合 计", "全县合计", "总计", "全县")


class TownshipsMaker(BookParts):
    """``broken`` is a figure (unit, target, kind) whose total is not the sum; None where all of them are."""

    def __init__(self, seed: int, *, is_broken: bool = False) -> None:
        super().__init__(seed)
        self.county = self.random.choice(list(UNITS))
        self.towns = self.random.sample(TOWNS, self.random.randint(2, 7))
        self.is_broken = is_broken
        self.broken: tuple[str, str, str] | None = None

    def make(self) -> RandomBook:
        sheet = DrawnSheet(self.random.choice(["Sheet1", "各乡镇", "汇总"]))
        self.book.sheets.append(sheet)
        self._say_whose(sheet)
        self.random.choice([self._towns_down, self._towns_across])(sheet, 3)
        return self.book

    def _say_whose(self, sheet):
        """The county stands in the title, in a line below it, or in the name of the file."""
        names = [UNITS[self.county].name, *UNITS[self.county].aliases[1:]]
        name, title = self.random.choice(names), self.title()
        said = self.random.randrange(3)
        sheet.put(
            1, 1, title.replace("临沧市", name) if said == 0 and "临沧市" in title else title.replace("临沧市", "")
        )
        if said != 0 or "临沧市" not in title:
            sheet.put(2, 1, f"填报单位(盖章):{name}妇联") if said == 1 else None
            self.book.name = f"{name}妇联三季度报表.xlsx" if said != 1 else self.book.name

    def _towns_down(self, sheet, row):
        labels = self.random.choice([["序号", None], [None]])
        labels = [label or self.random.choice(TOWN_HEADS) for label in labels]
        first = len(labels) + 1
        last, columns = self._put_head(sheet, row, first, self.targets)
        self._put_labels(sheet, row, last, labels)
        above = self.random.random() < 0.3
        rows = [last + 1 + above + number for number in range(len(self.towns))]
        total = last + 1 if above else rows[-1] + 1
        sheet.put(total, self.random.choice([1, len(labels)]), self.random.choice(TOTALS))
        for number, (town, at) in enumerate(zip(self.towns, rows, strict=True), 1):
            sheet.put_row(at, [number, town][-len(labels) :])
        for column, (target, kind) in columns.items():
            self._put_sum(sheet, [(at, column) for at in rows], (total, column), (target, kind))

    def _towns_across(self, sheet, row):
        labels = self.random.choice([["指标"], ["序号", "指标名称", "计量单位"]])
        self.kinds = [(self.random.choice([AMOUNT, TO_DATE]), "")]
        title = self.title()
        sheet.put(1, 1, UNITS[self.county].name + title.removeprefix("临沧市"))
        first = len(labels) + 1
        sheet.put_row(row, [*labels, *self.towns, "合计"])
        for position, target in enumerate(self.targets, 1):
            at = row + position
            self._put_target_labels(sheet, at, labels, target, position)
            cells = [(at, first + number) for number in range(len(self.towns))]
            self._put_sum(sheet, cells, (at, first + len(self.towns)), (target, self.kinds[0][0]))

    def _put_sum(self, sheet, cells, total, figure):
        """Write the places' numbers and their sum, which is the county's figure."""
        target, kind = figure
        scale = 1 if TARGET[target].whole else 10
        values = [Decimal(self.random.randint(0, 400)) / scale for _cell in cells]
        for cell, value in zip(cells, values, strict=True):
            if value or self.random.random() < 0.7:
                sheet.put(*cell, int(value) if scale == 1 else float(value))
        whole = sum(values, Decimal(0))
        said = TO_DATE if self.single and TARGET[target].measure != "increment" else kind
        at = (self.county, target, said)
        if kind and any(cell in sheet.cells for cell in cells):
            if self.is_broken and self.broken is None:
                self.broken, whole = at, whole + 1
            else:
                self.book.figures[at] = whole
        sheet.put(*total, int(whole) if scale == 1 else float(whole))
