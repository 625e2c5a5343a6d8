"""A plan's document with what was read in it marked. Written here and not in a template: a long one has thousands of
pieces."""

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from targets.documents.reading.rule_descriptions import describe_rule
from targets.models import Proposal

register = template.Library()


@register.filter
def rule_description(rule: str) -> str:
    """Why a proposal was read, by the reader's rule."""
    return describe_rule(rule)


@register.simple_tag
def marked(review):
    """The text, each proposal in a mark that names it and says how sure it is; small words say why what is neither."""
    document = review.document
    address = reverse("targets:document", args=[document.plan.code, document.pk])
    return mark_safe("".join(_html(piece, address) for piece in review.pieces))


def _html(piece, address):
    if piece.what == "text":
        return escape(piece.text)
    if not isinstance(piece.thing, Proposal):
        return _small(piece)
    if piece.what == "close":
        return "</mark>"
    row = piece.thing
    named = "" if piece.again else f' id="m{row.pk}"'
    looks = f"pr kind-{row.kind} sure-{row.sure} is-{row.decision} out-{row.outcome}"
    opened = f'<mark class="{looks}" data-p="{row.pk}"{named}>'
    return opened if piece.again or row.kind == "section" else opened + _flag(row, address)


def _flag(row, address):
    """What a reader without colours sees, and the way to it without a script. It is no part of the text."""
    return (
        f'<a class="pr-flag" data-flag tabindex="-1" href="{address}?at={row.pk}#now">'
        f'<span class="visually-hidden">{escape(_flag_words(row))}</span></a>'
    )


def _flag_words(row):
    kind = row.get_kind_display()
    state = {"unsure": _("in doubt"), "likely": _("likely")}.get(row.sure, _("sure"))
    return f"{kind} {row.get_decision_display() if not row.is_open else state}"


def _small(piece):
    if piece.what == "close":
        return "</span>"
    return f'<span class="{piece.thing.look}" title="{escape(piece.thing.why)}">'
