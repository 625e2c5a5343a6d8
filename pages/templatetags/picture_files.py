"""Whether pictures can leave as .png: ``{% can_draw_png as png %}``."""

from django import template

from pages.picture_files import can_draw_png

register = template.Library()
register.simple_tag(can_draw_png, name="can_draw_png")
