"""Guards of the repository: rules that hold for every file."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from fedwork.env import ROOT
from tools import messages

LONGEST = 350  # lines of a file that people write
WRITTEN = {".py", ".html", ".jinja", ".js", ".css", ".sql"}
# In pieces, so that this file does not find itself.
REGISTRIES = ["py" + "pi.", "python" + "hosted.", "npm" + "js.", "debian" + ".org", "npm" + "mirror."]
MACHINE = re.compile(r"(?<![\w.*}$-])/(work/(main|shared)|root/|home/\w|tmp/" + r"\w)")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:  # a picture, a compressed table
        return ""


def test_imports_go_one_way():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", sorted(path.stem for path in ROOT.glob("requirements*.in")))
def test_every_package_is_pinned_by_its_hashes(name):
    pinned = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in pinned if line and not line.lstrip().startswith("#")]
    assert packages
    for line in packages:
        assert re.match(r"[a-z0-9-]+==\S+( ; .*?)? +--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.in")), ids=lambda path: path.name)
def test_every_direct_package_has_its_licence_and_reason(path):
    for line in path.read_text().splitlines():
        if line and not line.startswith(("#", "-c")):
            assert re.search(r"# [\w .,/()-]+: \w", line), line


def test_front_end_packages_carry_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, facts in packages.items():
        assert "resolved" not in facts, name
        assert not name or facts["integrity"].startswith("sha512-"), name


def test_no_file_names_a_registry_or_a_place_on_one_machine():
    found = []
    for path in tracked():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if any(host in line for host in REGISTRIES) or MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_no_file_is_too_long_to_read():
    lengths = {
        path: len(text_of(path).splitlines())
        for path in tracked()
        if path.suffix in WRITTEN and path.parent.name != "migrations"
    }
    too_long = {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > LONGEST}
    assert not too_long


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_chinese_is_complete_and_alive():
    found = messages.problems()
    assert not found, "\n".join(found)


def test_templates_keep_to_the_content_security_policy():
    """No script or style inside a page: the policy would drop it without a word. A picture that leaves as a file is no
    page: it carries its style within itself."""
    inside = re.compile(r"""<style\b|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>""")
    found = []
    for path in tracked():
        if path.suffix in {".html", ".jinja"} and path != ROOT / "templates/dashboards/pictures/file.jinja":
            text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(), flags=re.S)
            found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in inside.finditer(text)]
    assert not found, "\n".join(found)


def test_no_html_is_written_in_python():
    """Python makes values and texts; the markup around them stands in templates."""
    tag = re.compile(r"</?(a|b|div|em|i|input|li|mark|p|path|rect|small|span|strong|svg|t[dhr]|ul)[ >]")
    rooms = (
        "accounts",
        "api",
        "audit",
        "circulars",
        "dashboards",
        "fedwork",
        "orgs",
        "pages",
        "plans",
        "supervision",
        "targets",
    )
    found = []
    for path in tracked():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in rooms:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and tag.search(node.value):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.value[:60]}")
    assert not found, "\n".join(found)


def test_no_test_is_marked_to_fail():
    """An expected failure tests nothing."""
    found = []
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tests"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr == "xfail":
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found
