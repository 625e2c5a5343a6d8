"""Random workbooks of an office: the same figures in any of the layouts that counties and cities keep."""

from decimal import Decimal

from tests.sheets.office.drawn_sheet import DrawnSheet
from tests.sheets.office.random_parts import AMOUNT, TO_DATE, UNIT_HEADS, BookParts, RandomBook
from tests.sheets.office.sample_plan import TARGET, UNITS


class BookMaker(BookParts):
    """Draws one workbook; what it chooses follows from its seed alone."""

    def make(self) -> RandomBook:
        layout = self.random.choice(
            [self.units_down, self.units_down, self.units_across, self.forms, self.long_list, self.sheets_of_groups]
        )
        layout()
        return self.book

    def units_down(self, targets=None, sheet_title="汇总表"):
        """A row for each unit, a column for each target and kind, under a head of one to three rows."""
        targets = targets or self.targets
        sheet, number = DrawnSheet(sheet_title), len(self.book.sheets)
        self.book.sheets.append(sheet)
        row = self._put_lines(sheet)
        labels = self.random.choice([["序号", None], [None], [None], ["序号", None, "行政区划代码"]])
        labels = [label or self.random.choice(UNIT_HEADS) for label in labels]
        first = len(labels) + 1
        head, columns = self._put_head(sheet, row, first, targets)
        self._put_labels(sheet, row, head, labels)
        row = head + 1
        if self.random.random() < 0.15:
            sheet.put_row(row, ["甲", *range(1, first + len(columns) - 1)])
            row += 1
        start, rows = row, []
        total_above = self.random.random() < 0.15
        if total_above:
            row += 1
        for position, unit in enumerate(self.units, 1):
            rows.append(row)
            for column, label in enumerate(labels, 1):
                text = {"序号": position, "行政区划代码": int(unit) if self.random.random() < 0.5 else unit}
                sheet.put(row, column, text.get(label) or self.unit_text(unit))
            for column, (target, kind) in columns.items():
                self.write(number, row, column, (unit, target, kind))
            if self.random.random() < 0.03:
                row += 1
            row += 1
        if total_above or self.random.random() < 0.5:
            self._put_total(sheet, start if total_above else row, rows, columns, labels)
            row += 0 if total_above else 1
        self._put_notes(sheet, row)

    def units_across(self):
        """A row for each target, a column (or several) for each unit."""
        sheet = DrawnSheet(self.random.choice(["第三季度", "汇总", "Sheet1"]))
        self.book.sheets.append(sheet)
        row = self._put_lines(sheet)
        labels = self.random.choice(
            [["指标"], ["序号", "指标名称"], ["重点任务", "指标名称", "计量单位"], ["指标名称", "计量单位"]]
        )
        first, width, deep = len(labels) + 1, len(self.kinds), not self.single
        for column, label in enumerate(labels, 1):
            sheet.put(row, column, label, to=(row + 1, column) if deep else None)
        for index, unit in enumerate(self.units):
            left = first + index * width
            sheet.put(row, left, self.unit_text(unit), to=(row, left + width - 1))
            for offset, (_kind, text) in enumerate(self.kinds if deep else []):
                sheet.put(row + 1, left + offset, text)
        total = self.random.random() < 0.5 and not deep
        if total:
            sheet.put(row, first + len(self.units), self.random.choice(["全市", "合计"]))
        row += 2 if deep else 1
        for position, target in enumerate(self.targets, 1):
            self._put_target_labels(sheet, row, labels, target, position)
            for index, unit in enumerate(self.units):
                for offset, (kind, _text) in enumerate(self.kinds):
                    self.write(0, row, first + index * width + offset, (unit, target, kind))
            if total:
                kind = self.kinds[0][0]
                said = TO_DATE if TARGET[target].measure != "increment" else kind
                values = [self.book.figures.get((unit, target, said), Decimal(0)) for unit in self.units]
                sheet.put(row, first + len(self.units), float(sum(values)))
            row += 1
        self._put_notes(sheet, row)

    def forms(self):
        """A sheet for each county: targets down, kinds across; the county is named above or by the sheet."""
        kinds = self.kinds
        if self.single:
            kinds = [(self.kinds[0][0], "本季完成" if self.kinds[0][0] == AMOUNT else "累计完成")]
        self.kinds = kinds
        labels = self.random.choice(
            [
                ["序号", "重点任务", "指标名称", "计量单位"],
                ["指标名称", "计量单位"],
                ["序号", "指标"],
                ["重点任务", "指标名称"],
            ]
        )
        place = self.random.randrange(3)
        merged = self.random.random() < 0.6
        for number, unit in enumerate(self.units):
            sheet = DrawnSheet(UNITS[unit].aliases[0] if place == 2 else f"Sheet{number + 1}")
            self.book.sheets.append(sheet)
            title = "2020年第三季度妇联重点工作目标任务完成情况报告表"
            sheet.put(1, 1, f"{UNITS[unit].name}妇联{title}" if place == 0 else title, to=(1, len(labels) + len(kinds)))
            if place == 1:
                sheet.put(2, 1, f"填报单位(盖章):{UNITS[unit].name}妇女联合会")
                sheet.put(2, 4, "填报时间:2020年9月28日")
            sheet.put_row(3, [*labels, *(text for _kind, text in kinds), "备注"])
            row = 4
            for position, target in enumerate(self.targets, 1):
                self._put_target_labels(sheet, row, labels, target, position, merged=merged)
                for offset, (kind, _text) in enumerate(kinds):
                    self.write(number, row, len(labels) + 1 + offset, (unit, target, kind))
                row += 1
            if merged and "重点任务" in labels:
                self._merge_groups(sheet, 4, labels.index("重点任务") + 1)
            self._put_notes(sheet, row)

    def long_list(self):
        """A row for each figure: unit, target, value."""
        sheet = DrawnSheet("明细")
        self.book.sheets.append(sheet)
        row = self._put_lines(sheet)
        kind_column = not self.single and len([kind for kind, _text in self.kinds if kind]) > 1
        kinds = [each for each in self.kinds if each[0]]
        heads = [self.random.choice(UNIT_HEADS), "指标名称", *(["统计口径"] if kind_column else [])]
        heads += ["完成数" if kind_column or self.single else kinds[0][1]]
        sheet.put_row(row, heads)
        row += 1
        by_unit = self.random.random() < 0.6
        pairs = [(u, t) for u in self.units for t in self.targets]
        if not by_unit:
            pairs.sort(key=lambda pair: self.targets.index(pair[1]))
        for unit, target in pairs:
            for kind, text in kinds:
                sheet.put(row, 1, self.unit_text(unit))
                sheet.put(row, 2, self.target_text(target))
                if kind_column:
                    sheet.put(row, 3, text)
                self.write(0, row, len(heads), (unit, target, kind))
                row += 1
        self._put_notes(sheet, row)

    def sheets_of_groups(self):
        """A sheet for each group of targets."""
        groups: dict[str, list[str]] = {}
        for target in self.targets:
            groups.setdefault(TARGET[target].headings[-1], []).append(target)
        for heading, targets in groups.items():
            self.units_down(targets, heading)
