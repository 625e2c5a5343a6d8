"""The parts of random workbooks: what an office writes in a sheet, and how."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.sheets.office.drawn_sheet import DrawnSheet
from tests.sheets.office.sample_plan import TARGET, TARGETS, UNITS

AMOUNT, TO_DATE = "amount", "to_date"
TITLES = (
    "临沧市妇联2020年第三季度重点工作进展情况统计表",
    "2020年三季度妇联工作任务完成情况表",
    "2020年第3季度各县(区)妇联工作进度",
)
TO_DATE_TITLES = ("临沧市妇联2020年1-9月重点工作进展情况统计表", "2020年前三季度妇联工作任务完成情况汇总表")
UNIT_HEADS = ("县(区)", "单位", "县区名称", "填报单位", "县（市、区）", "单位名称", "地区")
AMOUNT_HEADS = ("本季完成", "本季度完成数", "三季度完成", "本期完成")
TO_DATE_HEADS = ("累计完成", "累计完成数", "1-9月累计", "年初以来累计完成")
NOTES = (
    "单位负责人:          审核人:          填表人:          联系电话:0883-2100000",
    "说明:本表于每季度末月28日前报送;累计完成数为当年1月1日起的累计数。",
    "注：数据以各县（区）上报为准。",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class RandomBook:
    """Sheets and what is written in them: (unit, target, kind) -> value, and the cell of each."""

    name: str = "统计表.xlsx"
    sheets: list[DrawnSheet] = field(default_factory=list)
    figures: dict[tuple[str, str, str], Decimal] = field(default_factory=dict)
    cells: dict[tuple[str, str, str], tuple[int, int, int]] = field(default_factory=dict)


class BookParts:
    """Draws one workbook; what it chooses follows from ``seed`` alone."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.book = RandomBook()
        self.units = self.random.sample(list(UNITS), self.random.randint(3, 9))
        self.targets = self._choose_targets()
        self.unit_style = self.random.randrange(4)
        self.target_style = self.random.randrange(3)
        self.kinds = self._choose_kinds()
        self.values = {
            (unit, target): self._choose_values(TARGET[target].whole) for unit in self.units for target in self.targets
        }

    # --- what is written ----------------------------------------------------------------------------------------------

    def _choose_targets(self):
        """In the plan's order, so that groups stand together; at times those of a group in another order."""
        chosen = self.random.sample(TARGETS, self.random.randint(2, len(TARGETS)))
        groups = list(dict.fromkeys(target.headings[-1] for target in chosen))
        self.random.shuffle(groups)
        return [target.code for group in groups for target in chosen if target.headings[-1] == group]

    def _choose_kinds(self):
        """The kinds of figures, each with the head that names it; "" for a column that is no figure of the period."""
        if self.random.random() < 0.45:
            return [(self.random.choice([AMOUNT, TO_DATE]), "")]
        kinds = [(AMOUNT, self.random.choice(AMOUNT_HEADS)), (TO_DATE, self.random.choice(TO_DATE_HEADS))]
        if self.random.random() < 0.2:
            kinds = [self.random.choice(kinds)]
        if self.random.random() < 0.5:
            kinds.insert(0, ("", self.random.choice(["全年目标", "年度任务", "全年计划数"])))
        if self.random.random() < 0.4:
            kinds.append(("", "完成率"))
        return kinds

    @property
    def single(self):
        return len(self.kinds) == 1 and not self.kinds[0][1]

    def _choose_values(self, whole):
        amount = self.random.randint(0, self.random.choice([3, 50, 3000]))
        to_date = amount + self.random.randint(0, 4000)
        if not whole:
            return {AMOUNT: Decimal(amount) / 10, TO_DATE: Decimal(to_date) / 10, "": Decimal(to_date + 7)}
        return {AMOUNT: Decimal(amount), TO_DATE: Decimal(to_date), "": Decimal(to_date * 2 + 1)}

    def title(self):
        to_date = self.single and self.kinds[0][0] == TO_DATE
        return self.random.choice(TO_DATE_TITLES if to_date else TITLES)

    def unit_text(self, code):
        names = [UNITS[code].name, *UNITS[code].aliases]
        base = names[0] if self.unit_style == 0 else names[min(1, len(names) - 1)]
        if self.unit_style == 2:
            base = self.random.choice(names)
        return base + ("妇联" if self.unit_style == 3 or self.random.random() < 0.1 else "")

    def target_text(self, code):
        target = TARGET[code]
        if self.target_style == 0:
            return target.name
        return target.aliases[0] if self.target_style == 1 else self.random.choice([target.name, target.aliases[0]])

    def number(self, value, target):
        """A number as offices type it."""
        style = self.random.random()
        plain = int(value) if value == value.to_integral_value() else float(value)
        if style < 0.8 or isinstance(plain, float):
            return plain
        return self.random.choice(
            [
                float(plain) if plain else plain,
                f"{plain:,}",
                f" {plain} ",
                str(plain).translate(FULL_WIDTH),
                f"{plain}{TARGET[target].unit}",
                str(plain),
            ]
        )

    def write(self, sheet_number, row, column, figure):
        """Write one figure (unit, target, kind), or leave it blank."""
        unit, target, kind = figure
        sheet = self.book.sheets[sheet_number]
        value = self.values[unit, target][kind]
        if kind == "":
            sheet.put(row, column, int(value))
            return
        if self.random.random() < 0.04:
            return
        sheet.put(row, column, self.number(value, target))
        said = TO_DATE if self.single and TARGET[target].measure != "increment" else kind
        self.book.figures[unit, target, said] = value
        self.book.cells[unit, target, said] = (sheet_number, row, column)

    # --- parts of a sheet ---------------------------------------------------------------------------------------------

    def _put_lines(self, sheet):
        """Title and lines above the table; the row under them."""
        sheet.put(1, 1, self.title(), to=(1, 6) if self.random.random() < 0.7 else None)
        row = 2
        if self.random.random() < 0.4:
            sheet.put(row, 1, "填报单位:临沧市妇联办公室")
            sheet.put(row, 5, "2020年10月9日")
            row += 1
        if self.random.random() < 0.2:
            row += 1
        if self.random.random() < 0.2:
            sheet.put(row, 1, "说明:本表反映各县（区）妇联工作完成情况。")
            row += 1
        return row

    def _put_head(self, sheet, row, first, targets):
        """Groups, targets, units of measure and kinds, as chosen; the last row of the head, and the columns."""
        columns, column, width = {}, first, len(self.kinds)
        grouped, merged = self.random.random() < 0.5, self.random.random() < 0.7
        measure = self.random.choice(["bracket", "none", "bracket", "row"])
        below = row + 1 if grouped else row
        kinds_row = below + 1 + (measure == "row")
        last = below + (measure == "row") + (not self.single)
        group = None
        for target in targets:
            text = self.target_text(target) + (f"({TARGET[target].unit})" if measure == "bracket" else "")
            heading = TARGET[target].headings[-1]
            if grouped and heading != group:
                span = sum(TARGET[each].headings[-1] == heading for each in targets) * width
                sheet.put(row, column, heading, to=(row, column + span - 1) if merged else None)
                group = heading
            sheet.put(below, column, text, to=(below, column + width - 1) if merged else None)
            if measure == "row":
                sheet.put(
                    below + 1, column, TARGET[target].unit, to=(below + 1, column + width - 1) if merged else None
                )
            for kind, label in self.kinds:
                if label:
                    sheet.put(kinds_row, column, label)
                columns[column] = (target, kind)
                column += 1
        return last, columns

    def _put_labels(self, sheet, row, last, labels):
        merged = self.random.random() < 0.7
        for column, label in enumerate(labels, 1):
            sheet.put(row, column, label, to=(last, column) if merged else None)

    def _put_total(self, sheet, row, rows, columns, labels):
        word = self.random.choice(["合计", "合 计", "总计", "全市", "临沧市"])
        at = next(column for column, label in enumerate(labels, 1) if label not in ("序号", "行政区划代码"))
        sheet.put(row, self.random.choice([1, at]), word)
        if self.random.random() < 0.3:
            return
        for column, (target, kind) in columns.items():
            if kind:
                said = TO_DATE if self.single and TARGET[target].measure != "increment" else kind
                values = [self.book.figures.get((unit, target, said), Decimal(0)) for unit in self.units]
                sheet.put(row, column, float(sum(values)))

    def _put_target_labels(self, sheet, row, labels, target, position, *, merged=False):
        texts = {
            "序号": position,
            "重点任务": TARGET[target].headings[-1],
            "计量单位": TARGET[target].unit,
        }
        above = TARGET[self.targets[position - 2]].headings[-1] if position > 1 else None
        for column, label in enumerate(labels, 1):
            text = texts.get(label) or self.target_text(target)
            if label == "重点任务" and text == above:
                text = None
            sheet.put(row, column, text)

    def _merge_groups(self, sheet, first, column):
        starts = [row for row in range(first, first + len(self.targets)) if (row, column) in sheet.cells]
        for start, after in zip(starts, [*starts[1:], first + len(self.targets)], strict=True):
            if after - start > 1:
                sheet.merged.append((start, column, after - 1, column))

    def _put_notes(self, sheet, row):
        for note in NOTES:
            if self.random.random() < 0.4:
                row += self.random.randrange(2)
                sheet.put(row, 1, note)
                row += 1
