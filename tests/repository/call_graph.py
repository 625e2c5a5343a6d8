"""The call graph of the project, read from its source, and the functions that write rows totals are computed from."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fedwork.env import ROOT

APPS = ("targets", "plans", "dashboards", "fedwork")  # circulars write rows of their own alone
# The models that totals are computed from: units' places, shares, submissions, and periods.
SOURCE_MODELS = {"Return", "Snapshot", "SnapshotFigure", "Allocation", "Period", "Target", "Participant", "Plan"}
WRITING_SQL = re.compile(
    r"(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:targets_(?:return|snapshot|snapshotfigure|allocation|target)"
    r"|plans_(?:period|participant|plan))\b"
)
# Methods that write rows. Without a model in front of it, a call could write any of the sources, so it counts.
WRITING_METHODS = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


@dataclass
class Function:
    """A function (or a class, with all its methods): the project's names that it uses, and whether it writes."""

    module: str
    name: str
    node: ast.AST
    uses: set = field(default_factory=set)
    writes: bool = False

    @property
    def key(self):
        return f"{self.module}:{self.name}"

    @property
    def acts(self):
        """Whether somebody does something by it: it takes ``by``, as every action does."""
        arguments = getattr(self.node, "args", None)
        return bool(arguments) and any(a.arg == "by" for a in arguments.kwonlyargs) and not self.name.startswith("_")


@cache
def functions() -> dict[str, Function]:
    """Every function of the rooms by its key, ``module:name``."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found |= {f.key: f for f in read_module(module_of(path), path.read_text())}
    return found


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def read_module(module: str, source: str) -> list[Function]:
    tree = ast.parse(source)
    names = imported(tree) | {node.name: f"{module}:{node.name}" for node in tree.body if hasattr(node, "name")}
    statements = {
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and WRITING_SQL.search(string_constants(node.value))
    }
    found = [
        Function(module, node.name, node, uses(node, names, statements, module), writes(node))
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ]
    # A statement kept beside the functions: whoever uses it writes.
    for name in statements:
        found.append(Function(module, name, ast.Pass(), writes=True))
    return found


def imported(tree) -> dict[str, str]:
    """Local name -> key of what it was imported as."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in APPS:
            found |= {a.asname or a.name: f"{node.module}:{a.name}" for a in node.names}
    return found


def uses(node, names, statements, module) -> set[str]:
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in names:
            found.add(names[part.id])
        if isinstance(part, ast.Name) and part.id in statements:
            found.add(f"{module}:{part.id}")
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in names:
            found.add(names[part.value.id].replace(":", ".") + f":{part.attr}")  # review.accept, sql.FIGURES
    return found


def string_constants(node) -> str:
    found = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return " ".join(word for word in found if isinstance(word, str))


def writes(node) -> bool:
    """Whether the function itself writes rows of a source, or of a model that the source code does not tell."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(map(_writes, calls)) or bool(WRITING_SQL.search(string_constants(node)))


def _writes(call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    chain = set(_chain(call.func.value))
    if call.func.attr == "update":  # of a queryset; a dict or a set has one, too
        return bool(chain & {"objects", "filter", "exclude", "all"}) and not _other_model(chain)
    return call.func.attr in WRITING_METHODS and not _other_model(chain)


def _other_model(chain) -> bool:
    """``Figure.objects…`` names a model that is no source; ``type(thing).objects…`` names none, and may be any."""
    return "objects" in chain and any(name[0].isupper() for name in chain) and not chain & SOURCE_MODELS


def _chain(node):
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return
    yield node.id


def reached(key: str) -> set[str]:
    """Everything that a function may come to call, itself included."""
    everything, found, ahead = functions(), set(), [key]
    while ahead:
        here = ahead.pop()
        if here in everything and here not in found:
            found.add(here)
            ahead += everything[here].uses
    return found
