"""Guards of the layout: names of classes, sizes and docstrings of packages, and dependencies that no import shows.

The lists of known offenders name what still breaks a rule. They only shrink: an entry that is mended must be removed.
"""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from fedwork.env import ROOT
from tests.repository.test_house import tracked

# From the top down: an app uses those below it (the contract "Imports go one way" of pyproject.toml).
ORDER = ("fedwork", "api", "circulars", "dashboards", "supervision", "targets", "plans", "accounts", "orgs", "audit")
PACKAGES = (*ORDER, "pages", "reader", "sheets")
OF_TARGETS = (
    "admin_tables burden checks documents evidence goals home periods plan_table progress returns review shares"
    " sheet_forms targets totals workbooks"
)
NAMESPACE_APPS = {"units": "accounts"}  # urls_units.py of accounts; all others are named like their app
SHELL = ("components", "admin")  # folders of templates that belong to the shell of all pages, like base.html

MOST_FILES, MOST_LINES = 40, 4_000  # of a room
# Packages whose subpackages are rooms of their own.
ROOMS_OF = ("dashboards", "fedwork", "reader", "sheets", "sheets/office", "targets", "targets/workbooks")

# Names of classes that stand in several modules.
REPEATED_CLASSES: set[str] = set()
# Templates that link to pages of a higher app: "template → namespace".
LINKS_UPWARD: set[str] = set()
# Modules whose SQL names a table of a higher app: "module → table".
SQL_UPWARD: set[str] = set()


def sources(*suffixes: str) -> list[Path]:
    """The project's files with one of the suffixes, without tests, migrations, tools and benchmarks."""
    return [
        path
        for path in tracked()
        if path.suffix in suffixes
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and "migrations" not in path.relative_to(ROOT).parts
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def require_equal(found: set[str], known: set[str]) -> None:
    """Fails with what to do about each entry that stands in one of the sets only."""
    lines = [f"mend: {each}" for each in sorted(found - known)]
    lines += [f"mended, remove it from the list: {each}" for each in sorted(known - found)]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


# --- names ------------------------------------------------------------------------------------------------------------


def test_a_class_name_stands_once():
    """Nested classes (Meta, Media, choices of a field) and the Command of each management command are exempt."""
    counts = Counter(
        node.name
        for path in sources(".py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name != "Command"
    )
    require_equal({name for name, count in counts.items() if count > 1}, REPEATED_CLASSES)


# --- dependencies that no import shows --------------------------------------------------------------------------------


def is_above(app: str, other: str) -> bool:
    return ORDER.index(app) < ORDER.index(other)


def app_of_template(path: Path) -> str:
    """The app that a template belongs to; the top one for the shell of all pages."""
    folder = path.relative_to(ROOT / "templates").parts[0]
    if folder.endswith(".html") or folder in SHELL:
        return ORDER[0]
    return "targets" if folder in OF_TARGETS.split() else folder


def test_templates_link_downward():
    """A template links to pages of its own app and of lower ones; links to higher ones are given by the view."""
    found = set()
    for path in tracked():
        if path.suffix == ".html" and path.is_relative_to(ROOT / "templates"):
            for namespace in re.findall(r"{%\s*url\s+['\"](\w+):", path.read_text()):
                app = NAMESPACE_APPS.get(namespace, namespace)
                if app in ORDER and is_above(app, app_of_template(path)):
                    found.add(f"{name_of(path)} → {namespace}")
    require_equal(found, LINKS_UPWARD)


def tables() -> dict[str, str]:
    """{table: app} of all models of the project."""
    return {model._meta.db_table: app for app in ORDER for model in models_of(app)}


def models_of(app: str):
    return apps.get_app_config(app).get_models(include_auto_created=True) if apps.is_installed(app) else ()


def texts(path: Path) -> str:
    """All that may be SQL in a file: the whole of an .sql, the string constants of a .py."""
    if path.suffix == ".sql":
        return path.read_text()
    constants = (node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    return "\n".join(value for value in constants if isinstance(value, str))


def test_sql_names_no_table_of_a_higher_app():
    owner = tables()
    assert "targets_figure" in owner
    found = set()
    for path in sources(".py", ".sql"):
        package = path.relative_to(ROOT).parts[0]
        for table in set(re.findall(r"\w+", texts(path))) & owner.keys():
            if package not in ORDER or is_above(owner[table], package):
                found.add(f"{name_of(path)} → {table}")
    require_equal(found, SQL_UPWARD)


@pytest.mark.parametrize(
    ("name", "app"),
    [
        ("base.html", "fedwork"),
        ("components/_nav.html", "fedwork"),
        ("review/x.html", "targets"),
        ("plans/x.html", "plans"),
    ],
)
def test_the_app_of_a_template(name, app):
    assert app_of_template(ROOT / "templates" / name) == app


def test_every_folder_of_templates_belongs_to_an_app():
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders - {*SHELL, *OF_TARGETS.split()} <= set(ORDER)


# --- rooms ------------------------------------------------------------------------------------------------------------


def room_of(path: Path) -> str:
    """The part of the project that a reader takes in at once: an app, or a topic of a large one."""
    room, *folders, _file = path.relative_to(ROOT).parts
    while folders and room in ROOMS_OF:
        room = f"{room}/{folders.pop(0)}"
    return room


def test_no_room_is_too_large():
    files, lines = Counter(), Counter()
    for path in sources(".py", ".sql"):
        files[room_of(path)] += 1
        lines[room_of(path)] += len(path.read_text().splitlines())
    assert {room: count for room, count in files.items() if count > MOST_FILES} == {}
    assert {room: count for room, count in lines.items() if count > MOST_LINES} == {}


def test_every_package_says_what_it_is():
    """By the docstring of its ``__init__``, but for Django's own folders."""
    django = {"management", "commands", "templatetags"}
    found = {
        name_of(path.parent)
        for path in sources(".py")
        if path.name == "__init__.py"
        and path.parent.name not in django
        and not ast.get_docstring(ast.parse(path.read_text()))
    }
    assert not found
