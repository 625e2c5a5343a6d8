"""What Django, django-axes and django-import-export say to people is said in our words, not in their translators'."""

import io
import re
from pathlib import Path

import django
import import_export
import pytest
from babel.messages.extract import extract
from django.utils.translation import gettext, ngettext, override, pgettext

from tools.messages import CALLS, django_templatize

DJANGO, IMPORT_EXPORT = (Path(module.__file__).parent for module in (django, import_export))
# What forms, pages of the password and the administration pages can say. Nobody may add, delete or choose rows there.
SOURCES = [
    DJANGO / "forms/fields.py",
    DJANGO / "forms/models.py",
    DJANGO / "forms/forms.py",
    DJANGO / "core/validators.py",
    DJANGO / "contrib/auth/forms.py",
    DJANGO / "contrib/auth/password_validation.py",
    DJANGO / "contrib/admin/options.py",
    DJANGO / "contrib/admin/views/main.py",
    DJANGO / "contrib/admin/sites.py",
    *(
        DJANGO / f"contrib/admin/templates/admin/{name}.html"
        for name in (
            *("app_index", "app_list", "base", "change_form", "change_form_object_tools", "change_list"),
            *("change_list_object_tools", "change_list_results", "color_theme_toggle", "filter", "index"),
            *("nav_sidebar", "object_history", "pagination", "search_form"),
        )
    ),
    IMPORT_EXPORT / "forms.py",
    IMPORT_EXPORT / "admin.py",
    *(IMPORT_EXPORT / "templates/admin/import_export").glob("*import*.html"),
]
STRANGE = re.compile(
    r"你|有效的|无效|确保|变量|字段|null|表单|哈希|步长|内联|Email|slug|过滤|条形导航|应用程序|站点|计数|正逆序|不是一个|"
    r"选项|输入一|默认|数据证|验数|重复数据|[\u4e00-\u9fff]\.$"
)
# Of sets of forms in one page, of accounts of Django's own kind, and for developers.
NOT_SHOWN = re.compile(
    r"duplicate (data|values)|parent instance|[Pp]assword-based|call `is_valid`|Select at least 1 field|"
    r"import_id_fields|through import_export|%\(class_name\)s|^\W*$|Documentation|IPv|Django|Deleting|"
    r"deleted successfully|Only"
)


def messages_of(path):
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        text = f"({django_templatize()(text)}\n)"
    for _, found, _, context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
        yield found if isinstance(found, tuple) else (found,), context


def in_chinese(texts, context):
    with override("zh-hans"):
        if len(texts) > 1:
            return ngettext(*texts[:2], 2)
        return pgettext(context, *texts) if context else gettext(*texts)


def is_strange(chinese, texts):
    return chinese in texts or bool(STRANGE.search(chinese))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_library_speaks_plain_chinese(path):
    shown = [(texts, context) for texts, context in messages_of(path) if not NOT_SHOWN.search(texts[0])]
    said = {texts: in_chinese(texts, context) for texts, context in shown}
    assert {texts: chinese for texts, chinese in said.items() if is_strange(chinese, texts)} == {}


@pytest.mark.parametrize(
    "chinese", ["你的密码不能全都是数字。", "输入一个有效的 Email 地址。", "确保该变量至少包含 3 字符", "Select all"]
)
def test_a_translators_chinese_is_found(chinese):
    assert is_strange(chinese, ("Select all",))


def test_words_that_only_look_alike_are_left_alone():
    assert not is_strange("您的岗位在这里没有可以查看或修改的内容。", ("x",))
