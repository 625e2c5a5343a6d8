"""The rows of a return that is being filled in: an input for each target, with all that stands beside it.

In Python for the reason of ``cell_html``. What scripts and style sheets find there are the data- attributes and
classes; what people wrote goes through ``e``.
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from pages.formats import MISSING, format_plain
from plans.templatetags.period_tags import period_name
from targets.cell_html import day, e, measure_word, share_html, standing_html, typed_html, value_html, word

BARE = "!*'();:@&=+$,/~"  # what an address may hold as it is, as Django writes addresses


def _words():
    """Those that are looked up here, where the catalogues' check finds them."""
    return (
        _("Definition, note, evidence"), _("History"), _("Our share"), _("Last report"), _("This period"), _("To date"),
        _("state"), _("done on"), _("numerator"), _("denominator"), _("value"), _("to date, this year"),
        _("added this period"), _("not applicable"), _("%(name)s: done on"), _("%(name)s: numerator"),
        _("%(name)s: denominator"), _("%(name)s: added this period"), _("not done yet"), _("done"),
    )  # fmt: skip


@lru_cache(maxsize=2000)
def _still(code, name, unit, measure, language):
    """What a row says of its target in every period, escaped: code, name, and its head up to the address of its
    history, the end of that address, and the rest. Kept by the words themselves, so that a target that is renamed is
    at once another one."""
    end, code, name = e(quote(code, safe=BARE)), e(code), e(name)
    hidden = f'<span class="visually-hidden"> {name}</span>'
    before = (
        f'<span class="what"><code>{code}</code> {name}</span>'
        f' <span class="minor">{e(unit)} · {measure_word(measure, language)}</span>'
        f' <button type="button" class="btn btn-quiet btn-sm" data-more tabindex="-1" aria-expanded="false">'
        f"{word('Definition, note, evidence', language)}{hidden}</button>"
        f' <a class="minor told" tabindex="-1" href="'
    )
    return code, name, before, end, f'">{word("History", language)}{hidden}</a>'


@lru_cache(maxsize=2000)
def _told(definition, clause, source, deadline):
    """What the row shows of its target on demand, as attributes; kept as ``_still``."""
    told = {"definition": definition, "clause": clause, "source": source, "deadline": day(deadline)}
    return "".join(f' data-{name}="{e(text)}"' for name, text in told.items() if text)


@dataclass(frozen=True)
class Sheet:
    """What all rows of a form have in common. ``history`` is the address of a figure's history around its code,
    ``last_day`` the period's."""

    history: tuple
    last_day: date
    language: str
    zone: tzinfo


class Row:
    """One target's."""

    def __init__(self, line, sheet):
        self.line, self.target, self.cell = line, line.target, line.cell
        self.sheet, self.language = sheet, sheet.language
        target = self.target
        still = _still(target.code, target.name, target.unit, target.measure, self.language)
        self.code, self.name, *self.around = still
        self.na = bool(self.cell and self.cell.na)

    def html(self, objections=""):
        line, language = self.line, self.language
        typed = typed_html(self.cell, self.sheet.zone) if self.cell else ""
        share, standing = share_html(line, language), standing_html(line, language)
        return (
            f'<tr id="cell-{self.code}" data-save="figure" data-cell="{self.code}" data-version="{line.version}"'
            f' data-name="{self.code} {self.name}"{self.facts}>\n<th scope="row">{self.head}{objections}</th>\n'
            f'<td class="num" data-label="{self._word("Our share")}"><span>{share}</span></td>\n'
            f'<td class="num" data-label="{self._word("Last report")}"><span>{self.last}</span></td>\n'
            f'<td class="num entry" colspan="2" data-label="{self._word("This period")}">{self.inputs}\n'
            f'<div class="cell-state" id="{self.code}-state" data-state>{typed}</div>'
            f'<p class="oddity" data-oddity>{e(line.oddity)}</p>'
            f'<div class="conflict" data-conflict role="alert"></div></td>\n'
            f'<td class="standing" data-standing data-label="{self._word("To date")}">{standing}</td>\n</tr>\n'
        )

    @property
    def facts(self):
        """What the script needs of the target: how its numbers add up, and what it shows on demand."""
        line, target = self.line, self.target
        sums = f' data-sums="{line.sums}" data-before="{format_plain(line.so_far, line.places)}"' if line.sums else ""
        return sums + _told(target.definition, target.clause, target.data_source, target.deadline)

    @property
    def head(self):
        (before, end, after), (around, rest) = self.around, self.sheet.history
        return f"{before}{around}{end}{rest}{after}"

    @property
    def last(self):
        """What was reported the last time, and when."""
        last = self.line.last
        if not last:
            return MISSING
        value = value_html(self.target, self.line.places, last.report, last.shown)
        return f'{value} <span class="minor">{e(period_name(last.period_code))}</span>'

    @property
    def inputs(self):
        if self.target.is_milestone:
            return self._milestone()
        if self.target.is_ratio:
            return self._ratio()
        return self._running() if self.line.sums == "stand" else self._number()

    def _word(self, text):
        return word(text, self.language)

    def _named(self, words):
        return self._word(words) % {"name": self.name}

    def _typed(self, name):
        """A number as one types it, as the attribute of its input."""
        value = format_plain(getattr(self.cell, name, None), self.line.places)
        return f' value="{value}"{" readonly" if self.na else ""}'

    def _number(self):
        why = f' placeholder="{self._word("not applicable")}"' if self.na else ""
        return (
            f'<input name="value" id="{self.code}-value" inputmode="decimal" autocomplete="off" '
            f'aria-label="{self.code} {self.name}" data-label="{self._word("value")}" '
            f'aria-describedby="{self.code}-state"{self._typed("value")}{why}>'
        )

    def _running(self):
        value = f' value="{format_plain(self.line.added, self.line.places)}"{" readonly" if self.na else ""}'
        return (
            f'<span class="pair"><label class="under">{self._number()}'
            f'<span class="minor">{self._word("to date, this year")}</span></label>'
            f'<label class="under"><input data-added data-aside inputmode="decimal" autocomplete="off" '
            f'aria-label="{self._named("%(name)s: added this period")}"{value}>'
            f'<span class="minor">{self._word("added this period")}</span></label></span>'
        )

    def _ratio(self):
        return f'<span class="pair">{self._part("value", "numerator")}{self._part("base", "denominator")}</span>'

    def _part(self, name, words):
        said = self._word(words)
        key = f' id="{self.code}-value" aria-describedby="{self.code}-state"' if name == "value" else ""
        return (
            f'<input name="{name}"{key} inputmode="decimal" autocomplete="off" placeholder="{said}" data-hint="{said}" '
            f'aria-label="{self._named(f"%(name)s: {words}")}" data-label="{said}"{self._typed(name)}>'
        )

    def _milestone(self):
        value = getattr(self.cell, "value", None)
        states = "".join(
            f'<option value="{n}"{" selected" if value == n else ""}>{self._word(said)}</option>'
            for n, said in enumerate(("not done yet", "done"))
        )
        done_on = day(getattr(self.cell, "done_on", None))
        return (
            f'<span class="pair"><select name="value" id="{self.code}-value" aria-label="{self.code} {self.name}" '
            f'data-label="{self._word("state")}" aria-describedby="{self.code}-state"{" disabled" if self.na else ""}>'
            f'<option value=""></option>{states}</select>'
            f'<input type="date" name="done_on" data-text aria-label="{self._named("%(name)s: done on")}" '
            f'data-label="{self._word("done on")}" max="{day(self.sheet.last_day)}" value="{done_on}"'
            f"{' readonly' if self.na else ''}></span>"
        )


def history_around(plan, period, unit):
    """The address of a figure's history in this return: what stands before its code, and what after."""
    before, _mark, after = reverse("targets:figure_history", args=[plan, period, unit, "CODE"]).rpartition("CODE")
    return before, after
